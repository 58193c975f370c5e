"""Loading the content, and what an editor is told when it cannot be loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.problems import KnowledgeError, Problem
from tests.conftest import COMMUNE, OTHERS, PROCEDURES, Edit


def problems(directory: Path) -> tuple[Problem, ...]:
    with pytest.raises(KnowledgeError) as caught:
        KnowledgeBase.load(directory)
    return caught.value.problems


def test_everything_is_there(base: KnowledgeBase) -> None:
    assert base.kind("dang-ky-khai-sinh") == "procedure"
    assert base.entries["dang-ky-khai-sinh"].codes == ("1.001193",)  # type: ignore[attr-defined]
    assert base.contacts["chua-chay"].value == "114"


def test_curated_procedures_leave_the_index(base: KnowledgeBase) -> None:
    assert list(base.indexed) == ["2.000777"]
    assert base.name("2.000777") == "Cấp phép nuôi hươu"
    assert base.kind("2.000777") == "procedure"


def test_hidden_contacts_are_never_shown(base: KnowledgeBase) -> None:
    shown = base.shown_contacts(("chua-chay", "so-an"))
    assert [c.id for c in shown] == ["chua-chay"]


def test_the_version_tells_contents_apart(content: Edit) -> None:
    first = KnowledgeBase.load(content()).version
    assert KnowledgeBase.load(content()).version == first
    changed = content({"commune.yml": COMMUNE.replace("thôn Giữa", "thôn Đông")})
    assert KnowledgeBase.load(changed).version != first


@pytest.mark.parametrize(
    ("old", "new", "what", "at"),
    [
        (
            "    field: Hộ tịch\n    summary: Ghi nhận việc s",
            "    summary: s",
            "thiếu trường",
            "- id",
        ),
        ("confidence: high", "confidense: high", "không có trường nào tên", "- id"),
        ("review_by: 2027-02-28", "review_by: 2027-02-31", "không có ngày 2027-02-31", "- id"),
        ("confidence: high", "confidence: cao", "high, medium, low", "confidence: cao"),
        ("amount: 8000", "amount: tám nghìn", "số nguyên", "tám nghìn"),
        ("id: dang-ky-khai-tu", "id: Khai Tử", "không đúng dạng", "Khai Tử"),
        ("id: dang-ky-khai-tu", "id: dang-ky-khai-sinh", "đã dùng ở", "name: Đăng ký khai tử"),
        ("    name: Đăng ký khai tử", "   name: Báo", "cú pháp YAML", "   name: Báo"),
        ("[dang-ky-khai-tu]", "[khai-tu]", "không có mục nào mang mã", "[khai-tu]"),
        ("aliases: [khai tử,", "aliases: [gks,", "đã có ở", "[gks, báo tử"),
        (
            "[khai tử có mất tiền không]",
            "[khai sinh có mất phí không]",
            "đã có ở",
            "      fee: [khai s",
        ),
        (
            "    sources: [{title: Cổng Dịch vụ công quốc gia}]\n",
            "",
            "«sources»",
            "id: dang-ky-khai-tu",
        ),
        ("      place: [khai", "      sky: [khai", "không có mặt hỏi", "      sky: [khai"),
        ("{amount: 0, when: đúng hạn}", "{when: đúng hạn}", "đúng một trong hai", "{when: đúng"),
    ],
)
def test_a_mistake_is_told_with_its_place(
    content: Edit, old: str, new: str, what: str, at: str
) -> None:
    text = PROCEDURES.replace(old, new, 1)
    assert text != PROCEDURES
    first = problems(content({"procedures/ho-tich.yml": text}))[0]
    line = text[: text.index(at)].count("\n") + 1
    assert first.file == Path("content/procedures/ho-tich.yml")
    assert abs(first.line - line) <= 1, first
    assert what in str(first)


def test_every_mistake_is_told_not_only_the_first(content: Edit) -> None:
    found = problems(
        content(
            {
                "procedures/ho-tich.yml": PROCEDURES.replace("field: Hộ tịch", "fild: Hộ tịch"),
                "amenities.yml": OTHERS["amenities.yml"].replace("free: true", "free: maybe"),
            }
        )
    )
    assert {p.file.name for p in found} == {"ho-tich.yml", "amenities.yml"}
    assert len(found) == 3


def test_bytes_that_are_not_utf8_are_told_with_their_line(content: Edit) -> None:
    directory = content()
    (directory / "services.yml").write_bytes("services:\n  - id: gi\u1edd".encode("utf-16"))
    assert "UTF-8" in problems(directory)[0].mend


def test_a_missing_profile_is_told(content: Edit) -> None:
    directory = content()
    (directory / "commune.yml").unlink()
    assert problems(directory)[0].file.name == "commune.yml"


def test_a_top_level_key_we_do_not_know(content: Edit) -> None:
    found = problems(content({"la.yml": "thu_tuc:\n  - id: x\n"}))
    assert "procedures" in found[0].mend


def test_what_looks_like_something_else_stays_what_was_typed(content: Edit) -> None:
    text = COMMUNE.replace("thôn Giữa", "no")
    assert KnowledgeBase.load(content({"commune.yml": text})).commune.service_point.address == "no"
