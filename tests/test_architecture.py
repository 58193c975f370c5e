"""The rooms: what may import what, and where wording may stand (see docs/decisions.md)."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "knowledge": set(),
    "nlu": {"knowledge"},
    "actions": {"knowledge", "nlu"},
    "bot": {"knowledge", "nlu", "actions"},
}
SOURCES = [p for room in MAY_IMPORT for p in sorted((ROOT / room).rglob("*.py"))]
VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_arrows_go_one_way(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    ours = set(_imported(path)) & set(MAY_IMPORT)
    assert ours <= MAY_IMPORT[room] | {room}


def test_understanding_is_free_of_rasa() -> None:
    code = (
        "import nlu.linker, nlu.facets, nlu.understanding, nlu.training, knowledge.check, sys;"
        "assert not any(m.split('.')[0] in ('rasa', 'tensorflow') for m in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


@pytest.mark.parametrize("room", ["nlu", "actions"])
def test_what_citizens_read_is_not_in_python(room: str) -> None:
    for path in (ROOT / room).rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words = len(node.value.split())
                is_wording = VIETNAMESE.search(node.value) and words > 1
                is_wording = is_wording and id(node) not in docstrings
                assert not is_wording, f"{path}:{node.lineno}: {node.value}"


def test_every_intent_has_one_rule_and_every_file_an_intent() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
    rules = yaml.safe_load((ROOT / "nlu" / "rules" / "turns.yml").read_text("utf-8"))["rules"]
    ruled = [rule["steps"][0]["intent"] for rule in rules]
    assert sorted(ruled) == sorted(domain["intents"])
    files = {p.stem for p in (ROOT / "nlu" / "intents").glob("*.yml")}
    assert files | {"ask", "follow_up"} == set(domain["intents"])


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_needs_scrolling_for_ever(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400
