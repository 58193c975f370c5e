"""The staff shell: type as a citizen would, read what a citizen would read."""

from __future__ import annotations

import sys
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.history import FileHistory

from bot.channels.render import render
from bot.explain import explain
from bot.messages import Failure

if TYPE_CHECKING:
    from bot.engine import Engine, Result
    from bot.reload import Reloader

_LEAVE = {"/thoat", "/thoát", "thoát", "/quit", "exit", "quit", "/q"}
_PROMPT = "Bà con: "


async def chat(
    engine: Engine, reloader: Reloader, history: Path, channel: str, explained: bool
) -> None:
    """Talk until the end of input, Ctrl-C, Ctrl-D or /thoat."""
    sender = uuid.uuid4().hex
    async for text in _lines(history):
        if text.strip().lower() in _LEAVE:
            break
        if not text.strip():
            continue
        if news := reloader.news():
            print(f"   ┊ {news}")
        show(await engine.answer(text, sender), channel, explained)


def show(result: Result, channel: str, explained: bool) -> None:
    """Print the replies of a turn."""
    for reply in result.replies:
        for message in render(reply, channel):
            print(message)
    if explained:
        print(explain(result))
    print(flush=True)


async def _lines(history: Path) -> AsyncIterator[str]:
    if not sys.stdin.isatty():
        for line in sys.stdin:
            yield line.rstrip("\n")
        return
    history.parent.mkdir(parents=True, exist_ok=True)
    if history.is_dir():
        raise Failure(f"{history} là thư mục. Xoá hoặc đổi tên nó rồi chạy lại.")
    session: PromptSession[str] = PromptSession(history=FileHistory(str(history)))
    while True:
        try:
            yield await session.prompt_async(_PROMPT)
        except (KeyboardInterrupt, EOFError):
            return
