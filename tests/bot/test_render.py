"""Replies as messages of a channel."""

from __future__ import annotations

import pytest

from actions.reply import Choice, Reply
from bot.channels.render import LIMITS, render, split


@pytest.mark.parametrize("channel", LIMITS)
def test_no_message_is_longer_than_the_channel_takes(channel: str) -> None:
    text = "\n".join(f"Dòng thứ {n} của một câu trả lời rất dài." for n in range(400))
    messages = render(Reply(text, (Choice("Lệ phí", "#x/fee"),)), channel)
    assert all(len(m) <= LIMITS[channel] for m in messages)
    assert "Lệ phí" in messages[-1]


def test_nothing_is_lost_in_splitting() -> None:
    text = "một hai ba\n\nbốn năm sáu bảy\ntám " + "x" * 30
    assert "".join("".join(split(text, 12)).split()) == "".join(text.split())


def test_choices_are_numbered_in_the_shell() -> None:
    reply = Reply("Dạ", (Choice("Lệ phí", "a"), Choice("Giấy tờ", "b")))
    assert render(reply, "shell") == ["Dạ\n  1. Lệ phí\n  2. Giấy tờ"]
