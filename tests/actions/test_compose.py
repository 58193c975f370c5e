"""What citizens read, on the small content."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from actions.compose import Composer
from actions.decide import Decision
from knowledge.base import CONTENT, KnowledgeBase
from knowledge.schema import FACETS
from tests.conftest import COMMUNE, Edit

DOMAIN = yaml.safe_load((Path(__file__).parents[2] / "domain.yml").read_text("utf-8"))
TODAY = date(2026, 11, 24)


def composer(base: KnowledgeBase, today: date = TODAY) -> Composer:
    return Composer(base, DOMAIN["responses"], today)


def answer(base: KnowledgeBase, entry: str, facet: str, question: str = "") -> str:
    return composer(base).answer(entry, (facet,), question)[0].text


def test_papers_with_their_conditions(base: KnowledgeBase) -> None:
    text = answer(base, "dang-ky-khai-sinh", "documents")
    assert "• Giấy chứng sinh (hoặc: Văn bản của người làm chứng)" in text
    assert "• Nhờ người khác đi thay: Giấy ủy quyền" in text


def test_fees_by_case_and_way(base: KnowledgeBase) -> None:
    text = answer(base, "dang-ky-khai-sinh", "fee")
    assert "• Đúng hạn: Không mất tiền" in text
    assert "• Quá hạn, nộp giấy: 8.000 đồng" in text
    assert "• Quá hạn, nộp trực tuyến: Không mất tiền (từ 15/08/2026 đến 28/02/2027)" in text


def test_a_fee_that_has_run_out_is_not_told(base: KnowledgeBase) -> None:
    later = composer(base, date(2027, 3, 1)).answer("dang-ky-khai-sinh", ("fee",))[0].text
    assert "trực tuyến" not in later


def test_the_source_and_its_date_are_always_told(base: KnowledgeBase) -> None:
    text = answer(base, "dang-ky-khai-sinh", "duration")
    assert "Nguồn: Cổng Dịch vụ công quốc gia. Thông tin đến 10/06/2026." in text
    assert "Thông tin đến 06/2026." in answer(base, "dang-ky-khai-tu", "documents")


def test_a_doubt_is_told_with_whom_to_ask_but_only_where_it_belongs(base: KnowledgeBase) -> None:
    fee = answer(base, "dang-ky-khai-tu", "fee")
    assert "Lưu ý: Mức phí chưa có nguồn thứ hai." in fee
    assert "Điểm phục vụ xã Thử (thôn Giữa)" in fee
    assert "Hai nguồn lệch nhau" not in fee
    assert "Lưu ý" not in answer(base, "dang-ky-khai-tu", "documents")


def test_what_is_not_known_is_said(base: KnowledgeBase) -> None:
    assert "chưa có thông tin về lệ phí" in answer(base, "dang-ky-khai-tu", "fee")
    assert "chưa thấy nguồn" in answer(base, "dang-ky-khai-tu", "online")


def test_what_the_commune_has_not_published_is_no_guess(base: KnowledgeBase, content: Edit) -> None:
    assert "Giờ làm việc: xã Thử chưa công bố" in answer(base, "gio-lam-viec", "overview")
    published = COMMUNE.replace("address: thôn Giữa", "hours: [8 giờ - 17 giờ]")
    other = KnowledgeBase.load(content({"commune.yml": published}))
    text = answer(other, "gio-lam-viec", "overview")
    assert "8 giờ - 17 giờ" in text
    assert "chưa công bố" not in text


@pytest.mark.parametrize(
    ("available", "said"),
    [
        ("{available: true, where: phòng chờ}", "Xã Thử có tiện ích này, ở phòng chờ."),
        ("{available: false}", "Hiện xã Thử chưa có tiện ích này."),
        ("{available: }", "Xã Thử chưa công bố nơi mình có tiện ích này chưa."),
    ],
)
def test_an_amenity_is_there_only_if_the_profile_says_so(
    content: Edit, available: str, said: str
) -> None:
    profile = COMMUNE.replace("{available: true, where: phòng chờ}", available)
    base = KnowledgeBase.load(content({"commune.yml": profile}))
    assert said in answer(base, "wifi", "overview")


def test_urgent_advice_starts_with_what_to_do(base: KnowledgeBase) -> None:
    text = answer(base, "gio-dau-tien", "overview", "em lộ otp rồi")
    first = text.splitlines()[1:4]
    assert "Phải làm ngay:" in first
    assert "1. Khóa tài khoản ngay" in first


def test_distress_gets_the_hotline_and_nothing_else(base: KnowledgeBase) -> None:
    reply = composer(base).answer("duong-day-nong", ("overview",), "nhà em đang cháy")[0]
    assert reply.text.splitlines()[0] == "Nhà cháy thì gọi ngay"
    assert "114" in reply.text
    assert "Nguồn" not in reply.text
    assert reply.choices == ()


def test_a_hidden_number_is_never_told(base: KnowledgeBase) -> None:
    text = answer(base, "duong-day-nong", "overview")
    assert "0999" not in text
    assert "xã chưa gọi thử" in text


def test_an_index_only_procedure_points_to_the_portal(base: KnowledgeBase) -> None:
    text = composer(base).answer("2.000777", ("overview",))[0].text
    assert "https://dichvucong.gov.vn/2.000777" in text


def test_asking_back_names_the_choices(base: KnowledgeBase) -> None:
    entries = ("dang-ky-khai-sinh", "dang-ky-khai-tu")
    reply = composer(base).clarify(Decision("clarify", entries[0], (), entries))[0]
    assert [c.title for c in reply.choices] == ["Đăng ký khai sinh", "Đăng ký khai tử"]
    bare = composer(base).clarify(Decision("clarify", facets=("fee",)))[0]
    assert "lệ phí" in bare.text


def test_the_next_questions_are_offered(base: KnowledgeBase) -> None:
    reply = composer(base).answer("dang-ky-khai-sinh", ("documents",))[0]
    titles = [c.title for c in reply.choices]
    assert "Lệ phí" in titles
    assert "Giấy tờ cần mang" not in titles
    assert "Đăng ký khai tử" in titles


def test_every_answer_of_the_content_can_be_spoken() -> None:
    base = KnowledgeBase.load(CONTENT)
    hidden = [c.value for c in base.contacts.values() if not c.show_to_citizens]
    for entry in base.entries.values():
        for facet in FACETS[entry.kind]:
            text = answer(base, entry.id, facet)
            assert "{" not in text, (entry.id, facet)
            assert ".." not in text.replace("...", ""), (entry.id, facet)
            assert not any(number in text for number in hidden), (entry.id, facet)
            assert len(composer(base).answer(entry.id, (facet,))[0].choices) <= 5
