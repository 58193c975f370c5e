"""A small commune of its own, so that no test depends on what editors write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase

COMMUNE = """\
id: xa-thu
name: xã Thử
province: thành phố Hà Nội
office: {name: Trụ sở UBND xã Thử}
service_point:
  name: Điểm phục vụ xã Thử
  address: thôn Giữa
police: {name: Công an xã Thử}
hotlines: [tong-dai]
amenities:
  wifi: {available: true, where: phòng chờ}
as_of: 2026-10-01
"""

PROCEDURES = """\
procedures:
  - id: dang-ky-khai-sinh
    name: Đăng ký khai sinh
    codes: [1.001193]
    field: Hộ tịch
    summary: Ghi nhận việc sinh của trẻ.
    aliases: [làm giấy khai sinh, gks, khai sinh cho bé]
    phrasings:
      overview: [bé nhà em mới đẻ thì làm giấy khai sinh kiểu gì, muốn đăng ký khai sinh cho con]
      documents: [làm khai sinh cho bé cần giấy tờ gì, đi khai sinh mang theo những gì]
      fee: [làm khai sinh mất bao nhiêu tiền, khai sinh có mất phí không]
      duration: [khai sinh mấy ngày thì có giấy]
    agency: UBND xã
    eligibility: [Cha, mẹ, ông, bà hoặc người thân.]
    documents:
      - {name: Tờ khai đăng ký khai sinh}
      - {name: Giấy chứng sinh, or: [Văn bản của người làm chứng]}
      - {name: Giấy ủy quyền, when: nhờ người khác đi thay}
    fees:
      - {amount: 0, when: đúng hạn}
      - {amount: 8000, when: quá hạn, via: paper}
      - {amount: 0, when: quá hạn, via: online, valid_from: 2026-08-15, valid_to: 2027-02-28}
    time_limits: [{amount: 1, unit: ngày làm việc, note: nhận sau 15 giờ thì hôm sau}]
    filing:
      in_person: [UBND xã]
      online: [Cổng Dịch vụ công quốc gia]
    result: [Giấy khai sinh]
    legal_basis: [Luật Hộ tịch]
    see_also: [dang-ky-khai-tu]
    sources: [{title: Cổng Dịch vụ công quốc gia, date: 2026-06-10}]
    as_of: 2026-06-10
    review_by: 2027-02-28
    confidence: high
  - id: dang-ky-khai-tu
    name: Đăng ký khai tử
    field: Hộ tịch
    summary: Ghi nhận việc chết.
    aliases: [khai tử, báo tử, giấy chứng tử]
    phrasings:
      overview: [bố em mới mất thì khai tử thế nào, ông cụ mất rồi giờ báo tử ra sao]
      documents: [đi khai tử cần giấy tờ gì, báo tử mang theo gì]
      fee: [khai tử có mất tiền không]
      place: [khai tử ở đâu, ông mất ở bệnh viện thì báo tử chỗ nào]
    agency: UBND xã
    eligibility: [Người thân của người chết.]
    documents: [{name: Tờ khai đăng ký khai tử}]
    filing: {in_person: [UBND xã]}
    result: [Trích lục khai tử]
    legal_basis: [Luật Hộ tịch]
    cautions: [{text: Mức phí chưa có nguồn thứ hai., facets: [fee], detail: Hai nguồn lệch nhau}]
    sources: [{title: Cổng Dịch vụ công quốc gia}]
    as_of: 2026-06
    review_by: 2027-02-28
    confidence: medium
"""

OTHERS = {
    "amenities.yml": """\
amenities:
  - id: wifi
    name: Wifi miễn phí
    summary: Mạng wifi cho bà con dùng lúc chờ.
    aliases: [wifi, mạng không dây]
    phrasings:
      overview: [ở xã có wifi không, cho em xin mật khẩu wifi]
      cost: [dùng wifi có mất tiền không]
      place: [chỗ nào bắt được wifi]
    free: true
    sources: [{title: Báo Thử}]
    as_of: 2025-08
    review_by: 2027-02-28
    confidence: high
""",
    "services.yml": """\
services:
  - id: gio-lam-viec
    name: Giờ làm việc
    summary: Giờ tiếp dân của xã.
    aliases: [giờ làm việc, mấy giờ mở cửa]
    phrasings:
      overview: [mấy giờ xã mở cửa, thứ bảy có làm việc không]
    commune: [hours]
    sources: [{title: Báo Thử}]
    as_of: 2025-08
    review_by: 2027-02-28
    confidence: medium
  - id: duong-day-nong
    name: Đường dây nóng
    summary: Các số khẩn cấp.
    aliases: [số khẩn cấp, đường dây nóng]
    phrasings:
      overview: [số cứu hỏa là số nào, gọi cấp cứu số mấy]
    cases:
      - {title: Nhà cháy thì gọi ngay, cues: [cháy], contacts: [chua-chay]}
    urgent: true
    contacts: [chua-chay, tong-dai, so-an]
    sources: [{title: Báo Thử}]
    as_of: 2025-08
    review_by: 2027-02-28
    confidence: high
""",
    "safety/lua-dao.yml": """\
safety:
  - id: gia-cong-an
    name: Giả danh công an
    summary: Kẻ gian xưng công an, đòi chuyển tiền.
    aliases: [công an gọi điện, giả công an]
    phrasings:
      overview: [có người xưng công an gọi bảo em dính ma túy, có thật không]
      action: [công an gọi bắt chuyển tiền giờ phải làm sao]
      report: [bị giả công an gọi thì báo ở đâu]
    signs: [Bắt giữ bí mật]
    do_now: [Cúp máy]
    never: [Không chuyển tiền]
    report: [Công an xã]
    contacts: [tong-dai]
    sources: [{title: Báo Thử}]
    as_of: 2026-01
    review_by: 2027-02-28
    confidence: high
  - id: gio-dau-tien
    name: Vừa mất tiền
    summary: Việc phải làm ngay.
    aliases: [vừa chuyển tiền cho kẻ lừa]
    phrasings:
      action: [em vừa chuyển tiền cho bọn lừa, lộ otp rồi làm sao]
    do_now: [Gọi ngân hàng]
    cases:
      - {title: Đã lộ OTP, cues: [lộ otp], steps: [Khóa tài khoản ngay]}
    urgent: true
    contacts: [tong-dai]
    sources: [{title: Báo Thử}]
    as_of: 2026-01
    review_by: 2027-02-28
    confidence: high
""",
    "contacts.yml": """\
contacts:
  - id: tong-dai
    name: Tổng đài thành phố
    value: 024.1022
    channel: phone
    use_for: Hỏi thủ tục
    show_to_citizens: true
    needs_call_check: true
    sources: [{title: Báo Thử}]
    as_of: 2025-07-01
    confidence: medium
  - id: chua-chay
    name: Cứu hỏa
    value: 114
    channel: phone
    use_for: Cháy, nổ
    show_to_citizens: true
    sources: [{title: Báo Thử}]
    as_of: 2025-10
    confidence: high
  - id: so-an
    name: Số chưa xác nhận
    value: 0999.000.000
    channel: phone
    use_for: Không dùng
    show_to_citizens: false
    sources: [{title: Báo Thử}]
    as_of: 2025-10
    confidence: low
""",
    "ambiguous.yml": """\
ambiguous:
  - id: giay-ho-tich
    names: [giấy hộ tịch]
    entries: [dang-ky-khai-sinh, dang-ky-khai-tu]
""",
    "national-index.csv": (
        "code,name,decision,field,url\n"
        "1.001193,Đăng ký khai sinh,1/QĐ,Hộ tịch,https://dichvucong.gov.vn/1.001193\n"
        "2.000777,Cấp phép nuôi hươu,2/QĐ,Chăn nuôi,https://dichvucong.gov.vn/2.000777\n"
    ),
}

Edit = Callable[..., Path]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs no model comes first."""
    items.sort(key=lambda item: item.get_closest_marker("model") is not None)


@pytest.fixture
def content(tmp_path: Path) -> Edit:
    """Writes the small content; `files` (by name) replace or add some."""

    def write(files: dict[str, str] | None = None) -> Path:
        directory = tmp_path / "content"
        everything = {
            "commune.yml": COMMUNE,
            "procedures/ho-tich.yml": PROCEDURES,
            **OTHERS,
            **(files or {}),
        }
        for name, text in everything.items():
            path = directory / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return directory

    return write


@pytest.fixture
def base(content: Edit) -> KnowledgeBase:
    """The small knowledge base."""
    return KnowledgeBase.load(content())
