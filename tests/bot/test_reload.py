"""Live reload: what is saved is answered soon, what is broken never."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.engine import Engine
from bot.reload import Reloader
from knowledge import store
from knowledge.base import KnowledgeBase
from nlu import understanding
from tests.conftest import Edit

pytestmark = pytest.mark.model

QUESTION = "làm khai sinh mất bao nhiêu tiền"
FILE = Path("procedures") / "ho-tich.yml"
OLD, NEW = "8.000 đồng", "9.000 đồng"


@pytest.fixture
def directory(content: Edit) -> Path:
    return content()


@pytest.fixture
def reloader(directory: Path, engine: Engine) -> Iterator[Reloader]:
    """An engine over a copy of the content, watched."""
    original = understanding.current()
    base = KnowledgeBase.load(directory)
    store.serve(base)
    understanding.use(original.over(base))
    watching = Reloader(directory, every=0.1)
    engine._reloader = watching
    watching.start()
    assert watching.warm.wait(60)
    yield watching
    watching.stop()
    engine._reloader = None
    store.serve(original.base)
    understanding.use(original)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


async def said(engine: Engine, text: str = QUESTION) -> str:
    return "\n".join(reply.text for reply in (await engine.answer(text)).replies)


async def eventually(engine: Engine, wanted: Callable[[str], bool], seconds: float = 15) -> str:
    until = time.monotonic() + seconds
    while not wanted(answer := await said(engine)):
        assert time.monotonic() < until, answer
        time.sleep(0.05)
    return answer


async def test_an_edit_is_answered_without_training(
    engine: Engine, reloader: Reloader, directory: Path
) -> None:
    assert OLD in await said(engine)
    edit(directory / FILE, "amount: 8000", "amount: 9000")
    assert OLD not in await eventually(engine, lambda answer: NEW in answer)


async def test_a_broken_file_leaves_the_old_content_serving(
    engine: Engine, reloader: Reloader, directory: Path
) -> None:
    good = (directory / FILE).read_text("utf-8")
    edit(directory / FILE, "amount: 8000", "amount: tám nghìn")
    until = time.monotonic() + 15
    while not reloader.problems and time.monotonic() < until:
        time.sleep(0.05)
    assert "số nguyên" in str(reloader.problems[0])
    assert "vẫn trả lời theo nội dung cũ" in (reloader.news() or "")
    assert OLD in await said(engine)
    (directory / FILE).write_text(good.replace("amount: 8000", "amount: 9000"), "utf-8")
    await eventually(engine, lambda answer: NEW in answer)
    assert reloader.problems == ()


async def test_nobody_sees_half_of_an_update(
    engine: Engine, reloader: Reloader, directory: Path
) -> None:
    """Both the fee and the name change; eight citizens ask all the while."""
    path = directory / FILE
    before, after = await said(engine), ""
    seen: set[str] = set()

    async def ask(citizen: int) -> None:
        nonlocal after
        until = time.monotonic() + 20
        while not after and time.monotonic() < until:
            result = await engine.answer(QUESTION, f"citizen-{citizen}")
            answer = "\n".join(reply.text for reply in result.replies)
            seen.add(answer)
            if NEW in answer:
                after = answer
            await asyncio.sleep(0.005)

    text = path.read_text("utf-8").replace("amount: 8000", "amount: 9000")
    path.write_text(text.replace("name: Đăng ký khai sinh", "name: Khai sinh"), "utf-8")
    await asyncio.gather(*(ask(citizen) for citizen in range(8)))
    assert after.startswith("Khai sinh")
    assert seen <= {before, after}


async def test_a_helper_that_dies_is_replaced(
    engine: Engine, reloader: Reloader, directory: Path
) -> None:
    assert reloader._process is not None
    reloader._process.kill()
    reloader._process.wait()
    edit(directory / FILE, "amount: 8000", "amount: 9000")
    await eventually(engine, lambda answer: NEW in answer)


async def test_a_deleted_file_is_taken_back_when_it_is_there_again(
    engine: Engine, reloader: Reloader, directory: Path
) -> None:
    (directory / FILE).rename(directory.parent / "away.yml")
    until = time.monotonic() + 15
    while not reloader.problems and time.monotonic() < until:
        time.sleep(0.05)
    assert reloader.problems, "other entries refer to those that are gone"
    assert OLD in await said(engine)
    (directory.parent / "away.yml").rename(directory / "procedures" / "moi.yml")
    edit(directory / "procedures" / "moi.yml", "amount: 8000", "amount: 9000")
    await eventually(engine, lambda answer: NEW in answer)


async def test_a_conversation_survives_the_entry_it_was_about(
    engine: Engine, reloader: Reloader, directory: Path
) -> None:
    await engine.answer("đi khai tử cần giấy tờ gì", "mourner")
    for name in directory.rglob("*.yml"):
        text = name.read_text("utf-8")
        if "see_also" in text or "entries:" in text:
            name.write_text(text.replace("dang-ky-khai-tu", "bao-tu"), "utf-8")
    until = time.monotonic() + 15
    while understanding.current().knows("dang-ky-khai-tu"):
        assert time.monotonic() < until
        await said(engine)
        time.sleep(0.05)
    result = await engine.answer("thế mất bao nhiêu tiền", "mourner")
    assert result.turn.action in ("clarify", "fallback")


async def test_the_files_as_they_are_make_no_reload(
    engine: Engine, reloader: Reloader, directory: Path
) -> None:
    (directory / FILE).touch()
    time.sleep(1.5)
    assert await said(engine)
    assert reloader.news() is None
