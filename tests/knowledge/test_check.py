"""Reminders that do not stop the assistant, and the real content."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge import check
from knowledge.base import CONTENT, KnowledgeBase
from knowledge.problems import Problem
from knowledge.schema import FACETS
from tests.conftest import PROCEDURES, Edit

ROOT = Path(__file__).parents[2]
TIME = "    time_limits: [{amount: 1, unit: ngày làm việc, note: nhận sau 15 giờ thì hôm sau}]\n"


def test_a_review_that_is_due_is_a_reminder(base: KnowledgeBase) -> None:
    def due(today: date) -> list[Problem]:
        return [p for p in check.warnings(base, today) if "hạn rà soát" in p.what]

    assert due(date(2026, 11, 1)) == []
    assert {p.level for p in due(date(2027, 2, 1))} == {"warning"}
    assert "sắp đến hạn" in due(date(2027, 2, 1))[0].what
    assert "quá hạn" in due(date(2027, 3, 1))[0].what


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (
            "see_also:",
            "portal_urls: [https://dichvucong-gov.vn.info/x]\n    see_also:",
            "trang chính",
        ),
        ("name: Đăng ký khai tử", "name: Đăng ky\u0301 khai tử", "tổ hợp"),
        (TIME, "", "«duration»"),
    ],
)
def test_other_reminders(content: Edit, old: str, new: str, what: str) -> None:
    text = PROCEDURES.replace(old, new, 1)
    assert text != PROCEDURES
    base = KnowledgeBase.load(content({"procedures/ho-tich.yml": text}))
    found = check.warnings(base, date(2026, 11, 1))
    assert any(what in p.what for p in found), found


@pytest.fixture(scope="module")
def content_base() -> KnowledgeBase:
    return KnowledgeBase.load(CONTENT)


def test_the_content_has_no_errors(content_base: KnowledgeBase) -> None:
    assert content_base.entries


def test_every_entry_has_ways_of_asking_for_it(content_base: KnowledgeBase) -> None:
    for entry in content_base.entries.values():
        asked = sum(map(len, entry.phrasings.values()))
        assert len(entry.aliases) >= 4, entry.id
        assert asked >= 20, entry.id


def test_what_is_doubtful_says_so(content_base: KnowledgeBase) -> None:
    for entry in content_base.entries.values():
        if entry.confidence == "low":
            assert entry.cautions, entry.id


def test_another_commune_is_one_other_file(content_base: KnowledgeBase, tmp_path: Path) -> None:
    for path in CONTENT.rglob("*"):
        if path.is_file() and path.name != "commune.yml":
            target = tmp_path / "content" / path.relative_to(CONTENT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    profile = ROOT / "knowledge" / "profiles" / "xa-ba-vi.yml"
    (tmp_path / "content" / "commune.yml").write_bytes(profile.read_bytes())
    other = KnowledgeBase.load(tmp_path / "content")
    assert other.commune.name == "xã Ba Vì"
    assert other.entries == content_base.entries


def test_every_amenity_is_in_the_profile(content_base: KnowledgeBase) -> None:
    amenities = {e.id for e in content_base.entries.values() if e.kind == "amenity"}
    assert amenities == set(content_base.commune.amenities)
    assert FACETS["amenity"]
