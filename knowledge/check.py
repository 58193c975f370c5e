"""What is wrong across records: the rules a single record's schema cannot hold."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta

from knowledge.base import KnowledgeBase
from knowledge.problems import Problem
from knowledge.schema import FACETS, Entry, Safety, Service

REVIEW_SOON = timedelta(days=30)


def errors(base: KnowledgeBase) -> list[Problem]:
    """Everything that must be mended before the content can be served."""
    return sorted(
        [
            *_references(base),
            *_ambiguous(base),
            *_facets(base),
            *_shared_names(base),
            *_commune(base),
        ]
    )


def warnings(base: KnowledgeBase, today: date) -> list[Problem]:
    """What should be looked at but does not stop the assistant."""
    found = []
    for entry in base.entries.values():
        due = date.fromisoformat(entry.review_by)
        if due > today + REVIEW_SOON:
            continue
        what = "đã quá hạn rà soát" if due < today else "sắp đến hạn rà soát"
        place = base.places[entry.id]
        line = place.source.line(*place.path, "review_by")
        found.append(
            Problem(
                place.source.path,
                line,
                entry.id,
                f"{what} ({entry.review_by}).",
                "Đối chiếu lại với nguồn rồi sửa «as_of» và «review_by».",
                "warning",
            )
        )
    return sorted(found)


def _references(base: KnowledgeBase) -> Iterator[Problem]:
    for entry in base.entries.values():
        place = base.places[entry.id]
        for i, target in enumerate(entry.see_also):
            if target not in base.entries:
                yield place.problem(
                    entry.id, f"không có mục nào mang mã «{target}».", "Sửa mã.", "see_also", i
                )
        lists: list[tuple[tuple[str | int, ...], tuple[str, ...]]] = [((), entry.contacts)]
        if isinstance(entry, (Safety, Service)):
            lists += [(("cases", n), case.contacts) for n, case in enumerate(entry.cases)]
        for path, contacts in lists:
            for i, contact in enumerate(contacts):
                if contact not in base.contacts:
                    yield place.problem(
                        entry.id,
                        f"không có liên hệ nào mang mã «{contact}».",
                        "Sửa mã.",
                        *path,
                        "contacts",
                        i,
                    )


def _ambiguous(base: KnowledgeBase) -> Iterator[Problem]:
    for group in base.ambiguous.values():
        for i, target in enumerate(group.entries):
            if target not in base.entries:
                yield base.places[f"ambiguous:{group.id}"].problem(
                    group.id, f"không có mục nào mang mã «{target}».", "Sửa mã.", "entries", i
                )


def _facets(base: KnowledgeBase) -> Iterator[Problem]:
    for entry in base.entries.values():
        place = base.places[entry.id]
        allowed = FACETS[entry.kind]
        named: list[tuple[tuple[str | int, ...], str]] = [
            (("phrasings", key), f) for key in entry.phrasings for f in key.split("+")
        ]
        for field in ("notes", "cautions"):
            for i, remark in enumerate(getattr(entry, field)):
                named += [((field, i), facet) for facet in remark.facets]
        for path, facet in named:
            if facet not in allowed:
                yield place.problem(
                    entry.id,
                    f"không có mặt hỏi nào tên «{facet}».",
                    f"Chọn trong: {', '.join(allowed)}.",
                    *path,
                )


def _shared_names(base: KnowledgeBase) -> Iterator[Problem]:
    """A folk name must lead to one entry only."""
    owners: dict[str, Entry] = {}
    for entry in base.entries.values():
        for i, alias in enumerate(entry.aliases):
            key = " ".join(unicodedata.normalize("NFC", alias.lower()).split())
            other = owners.setdefault(key, entry)
            if other is not entry:
                where = base.places[other.id]
                yield base.places[entry.id].problem(
                    entry.id,
                    f"tên gọi «{alias}» đã có ở «{other.id}» "
                    f"({where.source.path}:{where.source.line(*where.path)}).",
                    "Giữ ở một mục, hoặc viết rõ hơn.",
                    "aliases",
                    i,
                )


def _commune(base: KnowledgeBase) -> Iterator[Problem]:
    place = base.places["commune"]
    for i, contact in enumerate(base.commune.hotlines):
        if contact not in base.contacts:
            yield place.problem(
                "commune", f"không có liên hệ nào mang mã «{contact}».", "Sửa mã.", "hotlines", i
            )
    for name in base.commune.amenities:
        entry = base.entries.get(name)
        if entry is None or entry.kind != "amenity":
            yield place.problem(
                "commune", f"không có tiện ích nào mang mã «{name}».", "Sửa mã.", "amenities", name
            )
