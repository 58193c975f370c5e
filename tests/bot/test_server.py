"""The server as a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot import usage
from bot.settings import ROOT
from tests.conftest import Edit

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("model")]

QUESTION = "làm khai sinh mất bao nhiêu tiền"


@dataclass
class Served:
    """A running server over the small content."""

    process: subprocess.Popen[bytes]
    url: str
    content: Path
    home: Path

    def ask(self, message: str, sender: str = "bà con") -> str:
        body = {"sender": sender, "message": message}
        answer = httpx.post(f"{self.url}/webhooks/rest/webhook", json=body).json()
        return "\n".join(said["text"] for said in answer)

    def health(self) -> dict[str, Any]:
        found: dict[str, Any] = httpx.get(f"{self.url}/healthz").json()
        return found

    def eventually_healthy(self, problems: int, seconds: float = 20) -> dict[str, Any]:
        until = time.monotonic() + seconds
        while len((state := self.health())["knowledge"]["problems"]) != problems:
            assert time.monotonic() < until, state
            time.sleep(0.1)
        return state


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def served(content: Edit, tmp_path: Path, model: Path) -> Iterator[Served]:
    home = tmp_path / "home"
    home.mkdir()
    (home / "models").symlink_to(model.parent.resolve())
    port = free_port()
    directory = content()
    env = {**os.environ, "MOTCUA_HOME": str(home), "MOTCUA_KNOWLEDGE": str(directory)}
    log = (tmp_path / "log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "serve", "--port", str(port)],
        cwd=ROOT,
        env=env,
        stderr=log,
    )
    url = f"http://127.0.0.1:{port}"
    until = time.monotonic() + 90
    codes: list[int] = []
    while 200 not in codes:
        assert process.poll() is None
        assert time.monotonic() < until
        try:
            codes.append(httpx.get(f"{url}/healthz").status_code)
        except httpx.TransportError:
            time.sleep(0.1)
    assert set(codes) <= {503, 200}
    yield Served(process, url, directory, home)
    process.kill()
    process.wait()
    log.close()


def test_the_server_answers_reloads_counts_and_stops(served: Served) -> None:
    assert "8.000 đồng" in served.ask(QUESTION)
    assert "Đăng ký khai sinh – Nộp ở đâu" in served.ask("nộp ở đâu")
    assert usage.asked(served.home) == {"dang-ky-khai-sinh"}
    path = served.content / "procedures" / "ho-tich.yml"
    good = path.read_text("utf-8")
    log = served.home.parent / "log"
    path.write_text(good.replace("amount: 8000", "amount: tám"), "utf-8")
    broken = served.eventually_healthy(problems=1)
    assert "số nguyên" in broken["knowledge"]["problems"][0]
    assert "8.000 đồng" in served.ask(QUESTION)
    path.write_text(good.replace("amount: 8000", "amount: 9000"), "utf-8")
    served.eventually_healthy(problems=0)
    until = time.monotonic() + 15
    while "9.000 đồng" not in served.ask(QUESTION, "ông khác"):
        assert time.monotonic() < until
    said = log.read_text("utf-8")
    assert "vẫn trả lời theo nội dung cũ" in said
    assert "Đã nạp nội dung mới" in said
    assert QUESTION not in said
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(timeout=15) == 0


def test_what_is_refused(served: Served) -> None:
    url = f"{served.url}/webhooks/rest/webhook"
    for body in (b"[1", b'{"sender": "a"}', b'{"sender": 7, "message": "a"}', b"[" * 100_000):
        assert httpx.post(url, content=body).status_code == 400
    good = b'{"sender": "a", "message": "hi"}'
    assert httpx.post(url, content=good, headers={"X-Forwarded-For": "::1"}).status_code == 403
    assert httpx.post(url, content=b"x" * (1 << 21)).status_code in (400, 413)
    assert httpx.post(url, content=good).status_code == 200
