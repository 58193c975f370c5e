"""`motcua route`: many conversations through the real engine, JSON lines in and out."""

from __future__ import annotations

import json
import uuid
from collections.abc import AsyncIterator, Iterable
from typing import TYPE_CHECKING, Any

from bot.prediction import prediction

if TYPE_CHECKING:
    from bot.engine import Engine


class BrokenLine(Exception):
    """A line that is no conversation; the message says why (Vietnamese)."""


def conversation(line: str) -> list[str]:
    """The citizen's messages in one input line. Raises `BrokenLine`."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BrokenLine("không phải JSON hợp lệ") from error
    if not isinstance(data, dict):
        raise BrokenLine("phải là một đối tượng JSON {...}")
    if isinstance(data.get("text"), str):
        return [data["text"]]
    turns = data.get("turns")
    if isinstance(turns, list) and turns:
        texts = [t.get("user") if isinstance(t, dict) else None for t in turns]
        if all(isinstance(t, str) for t in texts):
            return [str(t) for t in texts]
    raise BrokenLine('thiếu «text» (một câu) hoặc «turns» (danh sách {"user": câu})')


async def run(engine: Engine, texts: Iterable[str]) -> list[dict[str, Any]]:
    """One conversation; a prediction per message."""
    sender = uuid.uuid4().hex
    return [prediction(await engine.answer(text, sender)) for text in texts]


async def route(engine: Engine, lines: Iterable[str]) -> AsyncIterator[tuple[str, str | None]]:
    """For each input line the output line, and what was wrong with it if anything was."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            texts = conversation(line)
        except BrokenLine as error:
            message = f"dòng {number}: {error}"
            yield json.dumps({"error": message}, ensure_ascii=False), message
            continue
        turns = await run(engine, texts)
        single = '"turns"' not in line or "text" in json.loads(line)
        yield json.dumps(turns[0] if single else {"turns": turns}, ensure_ascii=False), None
