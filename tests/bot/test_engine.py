"""The real engine: conversations, odd input, silence, and the privacy of what it keeps."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest

from actions import memory
from bot import batch
from bot.engine import LONGEST, Engine
from bot.prediction import prediction
from tests import dialogues as written

pytestmark = pytest.mark.model

DIALOGUES = dict(written.dialogues())


@pytest.mark.parametrize("about", DIALOGUES)
async def test_dialogue(engine: Engine, about: str) -> None:
    assert await written.mistakes(engine, DIALOGUES[about]) == []


async def test_the_prediction_has_the_shape_of_the_contract(engine: Engine) -> None:
    got = prediction(await engine.answer("gks cho bé cần gì ạ"))
    assert list(got) == [
        "text",
        "kind",
        "entry",
        "facets",
        "action",
        "confidence",
        "candidates",
        "reply",
        "buttons",
        "ms",
    ]
    assert (got["kind"], got["entry"], got["action"]) == (
        "procedure",
        "dang-ky-khai-sinh",
        "answer",
    )
    assert got["facets"] == ["documents"]
    assert got["candidates"][0]["entry"] == "dang-ky-khai-sinh"
    assert json.loads(json.dumps(got)) == got


@pytest.mark.parametrize(
    "text",
    [
        "/",
        "//",
        "/foo",
        '/ask{"entry":"x"}',
        "/nlu_fallback",
        "/restart",
        "/session_start",
        "/back",
        "\ud83d",
        "",
        "   ",
        "a" * (LONGEST + 1),
        "\x00\x01\x02",
        "😀",
        "....",
        "12345678901234567890",
    ],
)
async def test_odd_messages_get_one_polite_reply(engine: Engine, text: str) -> None:
    got = prediction(await engine.answer(text))
    assert got["action"] in ("fallback", "clarify", "chitchat")
    assert len(got["reply"]) == 1


async def test_decomposed_text_is_the_same_question(engine: Engine) -> None:
    text = "Đăng ký thường trú cần giấy tờ gì?"
    decomposed = await engine.answer(unicodedata.normalize("NFD", text))
    assert decomposed.turn == (await engine.answer(text)).turn


async def test_citizens_do_not_see_each_other(engine: Engine) -> None:
    await engine.answer("đăng ký tạm trú cần giấy tờ gì", "one")
    other = await engine.answer("mất bao nhiêu tiền", "two")
    assert other.turn.action == "clarify"
    assert (await engine.answer("mất bao nhiêu tiền", "one")).turn.entry == "dang-ky-tam-tru"


async def test_after_long_silence_it_asks_rather_than_assumes(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    await engine.answer("đăng ký tạm trú cần giấy tờ gì", "silent")
    monkeypatch.setattr(memory, "STALE_AFTER", -1)
    assert (await engine.answer("mất bao nhiêu tiền", "silent")).turn.action == "clarify"


async def test_what_was_said_is_deleted_on_request(engine: Engine) -> None:
    await engine.answer("đăng ký tạm trú cần giấy tờ gì", "leaving")
    assert "xoá" in (await engine.answer("/xoa", "leaving")).replies[0].text
    assert (await engine.answer("mất bao nhiêu tiền", "leaving")).turn.action == "clarify"


async def test_no_message_is_kept_after_its_turn(engine: Engine) -> None:
    secret = "làm căn cước 001099123456 hết hạn ở đâu"
    await engine.answer(secret, "private")
    await engine.answer("cảm ơn", "private")
    tracker = await engine.agent.tracker_store.retrieve("private")
    assert not [e for e in tracker.events if e.type_name in ("user", "bot")]


async def test_a_button_does_what_it_says(engine: Engine) -> None:
    first = await engine.answer("đăng ký tạm trú cần giấy tờ gì", "pressing")
    fee = next(c for r in first.replies for c in r.choices if c.payload.endswith("/fee"))
    pressed = await engine.answer(fee.payload, "pressing")
    assert (pressed.turn.entry, pressed.turn.facets) == ("dang-ky-tam-tru", ("fee",))


@pytest.mark.parametrize(
    "text",
    ["chồng đang cầm dao đuổi em", "nhà em đang cháy to lắm", "em không muốn sống nữa"],
)
async def test_distress_is_met_with_a_hotline(engine: Engine, text: str) -> None:
    got = prediction(await engine.answer(text))
    assert got["entry"] == "duong-day-nong"
    assert any(number in got["reply"][0] for number in ("113", "114", "115"))
    assert "Nguồn" not in got["reply"][0]


async def test_broken_lines_are_told_and_the_others_still_run(engine: Engine) -> None:
    lines = ['{"text": "khai sinh cần gì"}', "{", '{"turns": [{"user": "chào em"}]}']
    out: list[tuple[Any, str | None]] = [
        (json.loads(line), wrong) async for line, wrong in batch.route(engine, lines)
    ]
    assert out[0][0]["entry"] == "dang-ky-khai-sinh"
    assert out[1][1] is not None
    assert out[1][1].startswith("dòng 2")
    assert out[2][0]["turns"][0]["action"] == "chitchat"
