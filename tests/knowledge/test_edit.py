"""One field is changed; all else in the file stays."""

from __future__ import annotations

import pytest
import yaml

from knowledge import edit

TEXT = """\
# đầu tệp
procedures:
  # khai sinh
  - id: khai-sinh   # mã
    name: Đăng ký khai sinh
    fees:
      - {amount: 0}   # miễn phí
    # trước hạn
    as_of: 2026-06

  # khai tử
  - id: khai-tu
    name: Đăng ký khai tử
"""


def data(text: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = yaml.load(text, yaml.BaseLoader)["procedures"]
    return found


@pytest.mark.parametrize("value", ["Khai sinh", "có: hai chấm", "113", "no", "- gạch"])
def test_a_text_is_read_back_as_it_was_given(value: str) -> None:
    changed = edit.set_field(TEXT, "procedures", 0, "name", value)
    assert data(changed)[0]["name"] == value
    assert changed.replace(changed.splitlines()[4], TEXT.splitlines()[4]) == TEXT


def test_comments_and_neighbours_stay() -> None:
    changed = edit.set_field(TEXT, "procedures", 0, "fees", [{"amount": 5000}])
    assert [line for line in changed.splitlines() if line.lstrip().startswith("#")] == [
        line for line in TEXT.splitlines() if line.lstrip().startswith("#")
    ]
    assert data(changed)[0]["fees"] == [{"amount": "5000"}]
    assert data(changed)[1] == data(TEXT)[1]


def test_a_field_can_be_added_taken_out_and_be_the_first() -> None:
    added = edit.set_field(TEXT, "procedures", 1, "aliases", ["báo tử"])
    assert data(added)[1]["aliases"] == ["báo tử"]
    gone = edit.set_field(TEXT, "procedures", 0, "fees", [])
    assert "fees" not in data(gone)[0]
    renamed = edit.set_field(TEXT, "procedures", 1, "id", "bao-tu")
    assert data(renamed)[1]["id"] == "bao-tu"


@pytest.mark.parametrize("text", ["", TEXT, TEXT.rstrip()])
def test_a_record_is_added_at_the_end(text: str) -> None:
    grown = edit.add_record(text, "procedures", {"id": "moi", "aliases": ["việc mới"], "fees": []})
    assert data(grown)[-1] == {"id": "moi", "aliases": ["việc mới"]}
    assert data(grown)[:-1] == (data(text) if text else [])
