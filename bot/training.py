"""Training the Rasa model, only when its inputs changed."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import logging
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from bot.environment import import_rasa, third_parties
from bot.settings import ROOT, Settings
from knowledge import store
from knowledge.base import content_files

_MODEL = "motcua"
_CODE = ("nlu", "knowledge")


def model_path(settings: Settings) -> Path:
    """Where the one model lies."""
    return settings.models / f"{_MODEL}.tar.gz"


def _hash(paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _fingerprint(settings: Settings) -> dict[str, str]:
    """Hashes of what the model is made from: a model of other `code` must not be used; one of
    other `content` may, since entries are linked live.
    """
    code = [ROOT / "config.yml", ROOT / "domain.yml"]
    for folder in _CODE:
        code += sorted((ROOT / folder).glob("**/*.py"))
    code += sorted((ROOT / "nlu").glob("**/*.yml"))
    content = [p for p in content_files(settings.knowledge) if p.exists()]
    return {"code": _hash(code), "content": _hash(content)}


def _stamp(settings: Settings) -> Path:
    return settings.models / f"{_MODEL}.json"


def _trained_on(settings: Settings) -> dict[str, str]:
    try:
        kept: dict[str, str] = json.loads(_stamp(settings).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if kept.pop("size", None) == _size(settings) else {}


def _size(settings: Settings) -> str:
    """The size of the model file, which tells a half-written one."""
    path = model_path(settings)
    return str(path.stat().st_size) if path.exists() else ""


def is_current(settings: Settings) -> bool:
    """Whether there is a model and nothing it was made from has changed."""
    return _trained_on(settings) == _fingerprint(settings)


def why_unusable(settings: Settings) -> str:
    """Why there is no model to serve (Vietnamese); empty when there is one."""
    kept = _trained_on(settings)
    if not kept:
        return f"Chưa có mô hình (hoặc mô hình hỏng) trong {settings.models}."
    if kept.get("code") != _fingerprint(settings)["code"]:
        return "Mô hình cũ hơn mã nguồn hoặc tệp trong nlu/."
    return ""


class _Progress(logging.Handler):
    """Tells every step of Rasa's training, so that nobody thinks it hangs."""

    def __init__(self, tell: Callable[[str], object]) -> None:
        super().__init__(logging.INFO)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        """One line for each component that starts to train."""
        if match := re.match(r"Starting to train component '(\w+)'", record.getMessage()):
            self._tell(f"  đang huấn luyện {match[1]} ...")


def train(settings: Settings, tell: Callable[[str], object] = print) -> Path:
    """Train and keep the model, telling each step; raises `KnowledgeError` for wrong content."""
    store.served()
    now = _fingerprint(settings)
    settings.models.mkdir(parents=True, exist_ok=True)
    _stamp(settings).unlink(missing_ok=True)
    steps = logging.getLogger("rasa.engine.training.hooks")
    steps.setLevel(logging.INFO)
    steps.propagate = False
    steps.handlers = [_Progress(tell)]
    said = io.StringIO()
    with third_parties(), contextlib.redirect_stdout(said):
        import_rasa()
        from rasa.model_training import train as rasa_train

        result = rasa_train(
            domain=str(ROOT / "domain.yml"),
            config=str(ROOT / "config.yml"),
            training_files=[str(ROOT / "nlu" / "intents"), str(ROOT / "nlu" / "rules")],
            output=str(settings.models),
            fixed_model_name=_MODEL,
            force_training=True,
        )
    if not result.model:
        raise RuntimeError(said.getvalue())
    _stamp(settings).write_text(json.dumps({**now, "size": _size(settings)}), "utf-8")
    return Path(result.model)
