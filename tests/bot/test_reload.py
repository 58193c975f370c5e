"""Live reload: what is saved is answered soon, what is broken never."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.engine import Engine
from bot.reload import Reloader
from knowledge import store
from knowledge.base import CONTENT, KnowledgeBase
from nlu import understanding

pytestmark = pytest.mark.model

QUESTION = "sao y bản chính giấy tờ mất bao nhiêu tiền một trang"
FILE = Path("procedures") / "chung-thuc.yml"
OLD, NEW = "2.000 đồng/trang", "2.500 đồng/trang"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


@pytest.fixture
def reloader(directory: Path, engine: Engine) -> Iterator[Reloader]:
    """An engine over a copy of the content, watched."""
    base = KnowledgeBase.load(directory)
    store.serve(base)
    understanding.use(understanding.current().over(base))
    watching = Reloader(directory, every=0.1)
    engine._reloader = watching
    watching.start()
    yield watching
    watching.stop()
    watching.join()
    engine._reloader = None
    original = KnowledgeBase.load(CONTENT)
    store.serve(original)
    understanding.use(understanding.current().over(original))


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
    edit(directory / FILE, "amount: 2000", "amount: 2500")
    assert OLD not in await eventually(engine, lambda answer: NEW in answer)


async def test_a_broken_file_leaves_the_old_content_serving(
    engine: Engine, reloader: Reloader, directory: Path
) -> None:
    good = (directory / FILE).read_text("utf-8")
    edit(directory / FILE, "amount: 2000", "amount: hai nghìn")
    until = time.monotonic() + 15
    while not reloader.problems and time.monotonic() < until:
        time.sleep(0.05)
    assert "số nguyên" in str(reloader.problems[0])
    assert "vẫn trả lời theo nội dung cũ" in (reloader.news() or "")
    assert OLD in await said(engine)
    (directory / FILE).write_text(good.replace("amount: 2000", "amount: 2500"), "utf-8")
    await eventually(engine, lambda answer: NEW in answer)
    assert reloader.problems == ()


async def test_a_conversation_survives_the_entry_it_was_about(
    engine: Engine, reloader: Reloader, directory: Path
) -> None:
    await engine.answer("quán ăn xin giấy an toàn thực phẩm cần gì", "eater")
    for name in directory.rglob("*.yml"):
        text = name.read_text("utf-8")
        if "see_also" in text or "entries:" in text:
            name.write_text(text.replace("attp-dich-vu-an-uong", "attp-quan-an"), "utf-8")
    until = time.monotonic() + 15
    while understanding.current().knows("attp-dich-vu-an-uong"):
        assert time.monotonic() < until
        await said(engine)
        time.sleep(0.05)
    result = await engine.answer("thế mất bao nhiêu tiền", "eater")
    assert result.turn.action in ("clarify", "fallback")


async def test_the_files_as_they_are_make_no_reload(
    engine: Engine, reloader: Reloader, directory: Path
) -> None:
    (directory / FILE).touch()
    time.sleep(1.5)
    assert await said(engine)
    assert reloader.news() is None
