"""Reminders that do not stop the assistant, and the real content."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge import check
from knowledge.base import CONTENT, KnowledgeBase
from knowledge.schema import FACETS

ROOT = Path(__file__).parents[2]


def test_a_review_that_is_due_is_a_reminder(base: KnowledgeBase) -> None:
    assert check.warnings(base, date(2026, 11, 1)) == []
    soon = check.warnings(base, date(2027, 2, 1))
    assert {p.level for p in soon} == {"warning"}
    assert "sắp đến hạn" in soon[0].what
    assert "quá hạn" in check.warnings(base, date(2027, 3, 1))[0].what


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
