"""What is wrong across records: the rules a single record's schema cannot hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from knowledge.base import KnowledgeBase
from knowledge.letters import normal
from knowledge.problems import Problem
from knowledge.schema import FACETS, Entry, Fee, Procedure, Safety, Service
from knowledge.wording import findings

REVIEW_SOON = timedelta(days=30)
PHRASINGS = 8  # folk names and sample questions an entry should have at least
_DIALLED = re.compile(r"\+?\d[\d. ]{2,18}(?: \(.+\))?")


def errors(base: KnowledgeBase) -> list[Problem]:
    """Everything that must be mended before the content can be served."""
    return sorted(
        [
            *_references(base),
            *_ambiguous(base),
            *_facets(base),
            *_shared_names(base),
            *_fees(base),
            *_numbers(base),
            *_commune(base),
        ]
    )


def warnings(base: KnowledgeBase, today: date) -> list[Problem]:
    """What should be looked at but does not stop the assistant."""
    return sorted(
        [
            *_reviews(base, today),
            *_missing_sides(base),
            *_few_phrasings(base),
            *_wording(base),
        ]
    )


def is_due(entry: Entry, today: date) -> bool:
    """Whether an entry is to be reviewed now or soon."""
    return date.fromisoformat(entry.review_by) <= today + REVIEW_SOON


def _warning(base: KnowledgeBase, entry: Entry, what: str, mend: str, *below: str | int) -> Problem:
    return replace(base.places[entry.id].problem(entry.id, what, mend, *below), level="warning")


def _reviews(base: KnowledgeBase, today: date) -> Iterator[Problem]:
    for entry in base.entries.values():
        if is_due(entry, today):
            late = date.fromisoformat(entry.review_by) < today
            what = "đã quá hạn rà soát" if late else "sắp đến hạn rà soát"
            mend = "Đối chiếu lại với nguồn rồi sửa «as_of» và «review_by»."
            yield _warning(base, entry, f"{what} ({entry.review_by}).", mend, "review_by")


def _missing_sides(base: KnowledgeBase) -> Iterator[Problem]:
    """What people ask of every procedure and this one does not tell; a caution may say why."""
    for entry in base.entries.values():
        if not isinstance(entry, Procedure):
            continue
        told = {facet for caution in entry.cautions for facet in caution.facets}
        sides = {"documents": entry.documents, "fee": entry.fees, "duration": entry.time_limits}
        for facet, values in sides.items():
            if not values and facet not in told:
                mend = "Bổ sung, hoặc nói rõ ở «cautions» vì sao chưa có."
                yield _warning(base, entry, f"chưa nói gì về «{facet}».", mend)


def _few_phrasings(base: KnowledgeBase) -> Iterator[Problem]:
    """An entry is found by how people ask for it."""
    for entry in base.entries.values():
        count = len(entry.aliases) + sum(map(len, entry.phrasings.values()))
        if count < PHRASINGS:
            what = f"mới có {count} tên gọi và câu hỏi mẫu."
            mend = f"Viết ít nhất {PHRASINGS}, đủ kiểu bà con hay nhắn."
            yield _warning(base, entry, what, mend, "phrasings")


def _wording(base: KnowledgeBase) -> Iterator[Problem]:
    for entry in base.entries.values():
        for path, what, mend in findings(base, entry):
            yield _warning(base, entry, what, mend, *path)


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
    """A folk name or a sample question must lead to one entry only."""
    owners: dict[str, Entry] = {}
    for entry in base.entries.values():
        texts: list[tuple[str, tuple[str | int, ...]]] = [
            (alias, ("aliases", i)) for i, alias in enumerate(entry.aliases)
        ]
        for key, phrasings in entry.phrasings.items():
            texts += [(text, ("phrasings", key, i)) for i, text in enumerate(phrasings)]
        for text, path in texts:
            other = owners.setdefault(normal(text), entry)
            if other is not entry:
                where = base.places[other.id]
                what = "tên gọi" if path[0] == "aliases" else "câu hỏi mẫu"
                yield base.places[entry.id].problem(
                    entry.id,
                    f"{what} «{text}» đã có ở «{other.id}» "
                    f"({where.source.path}:{where.source.line(*where.path)}).",
                    "Giữ ở một mục, hoặc viết rõ hơn.",
                    *path,
                )


def _fees(base: KnowledgeBase) -> Iterator[Problem]:
    """One case has one fee."""
    for entry in base.entries.values():
        seen: dict[tuple[str | None, ...], Fee] = {}
        for i, fee in enumerate(entry.fees if isinstance(entry, Procedure) else ()):
            case = (fee.when, fee.via, fee.unit, fee.valid_from, fee.valid_to)
            other = seen.setdefault(case, fee)
            if (other.amount, other.text) != (fee.amount, fee.text):
                yield base.places[entry.id].problem(
                    entry.id,
                    "hai mức lệ phí khác nhau cho cùng một trường hợp.",
                    "Ghi rõ «when» hoặc «via» của từng mức.",
                    "fees",
                    i,
                )


def _numbers(base: KnowledgeBase) -> Iterator[Problem]:
    """A number that cannot be dialled helps nobody."""
    for contact in base.contacts.values():
        if "phone" in contact.channel and not _DIALLED.fullmatch(contact.value):
            yield base.places[f"contacts:{contact.id}"].problem(
                contact.id,
                f"«{contact.value}» không phải số điện thoại.",
                "Viết số, có thể kèm nhánh trong ngoặc, ví dụ 024.1022 (nhánh 7).",
                "value",
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
