"""`motcua serve`: the assistant as a server, on loopback unless told otherwise.

`/healthz` tells readiness and the state of the content; Rasa's REST channel is for programs on
the same machine. The engine loads while the server already answers `/healthz` (503 until ready).
"""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import date
from ipaddress import ip_address
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, text
from sanic.response import json as as_json

from bot.engine import Engine, Result
from bot.loading import load
from bot.reload import Reloader
from bot.settings import Settings
from bot.usage import Usage
from nlu import understanding

_LOG = logging.getLogger(__name__)
_BODY = 1 << 20  # bytes of a request
_REST = "/webhooks/rest"
_SHAPE = 'send JSON: {"sender": "...", "message": "..."}'


class Service:
    """What the routes share: the engine once it is loaded, and the reloader."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._usage = Usage(settings.home)
        self.reloader = Reloader(settings.knowledge)
        self.engine: Engine | None = None

    async def start(self) -> None:
        """Load the engine, then watch the content."""
        loop = asyncio.get_running_loop()
        self.engine = await loop.run_in_executor(None, load, self._settings, self.reloader)
        self.reloader.start()
        _LOG.info("ready, knowledge %s", understanding.current().base.version)

    def stop(self) -> None:
        """Let the helper of the reloader go."""
        self.reloader.stop()
        self._usage.close()

    async def answer(self, message: str, sender: str) -> Result:
        """One turn; the entry answered is counted."""
        assert self.engine is not None
        result = await self.engine.answer(message, sender)
        if result.turn.action == "answer" and result.turn.entry:
            self._usage.count(result.turn.entry, date.today())
        return result

    def health(self) -> dict[str, Any]:
        """The state, for `/healthz`."""
        if self.engine is None:
            return {"status": "starting"}
        base = understanding.current().base
        problems = [str(problem) for problem in self.reloader.problems]
        knowledge = {"version": base.version, "entries": len(base.entries), "problems": problems}
        return {"status": "ready", "knowledge": knowledge, "channels": {}}


def build(settings: Settings) -> Sanic:
    """The application."""
    service = Service(settings)
    app = Sanic("motcua", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = _BODY
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = 10.0
    app.config.FALLBACK_ERROR_FORMAT = "text"

    @app.get("/healthz")
    async def healthz(request: Request) -> HTTPResponse:
        state = service.health()
        return as_json(state, status=200 if state["status"] == "ready" else 503)

    @app.on_request
    async def guard(request: Request) -> HTTPResponse | None:
        """Rasa's channel trusts whoever speaks to it, and what they send."""
        if not request.path.startswith(_REST):
            return None
        if "x-forwarded-for" in request.headers or not ip_address(request.ip).is_loopback:
            return text("only for programs on this machine", status=403)
        if service.engine is None:
            return text("starting", status=503)
        if request.method == "POST" and not _is_message(request.body):
            return text(_SHAPE, status=400)
        return None

    async def on_message(message: UserMessage) -> None:
        try:
            result = await service.answer(message.text, f"rest:{message.sender_id}")
        except Exception as error:  # Rasa would log the message with it
            _LOG.error("turn failed: %s", type(error).__name__)
            return
        for reply in result.replies:
            buttons = [{"title": c.title, "payload": c.payload} for c in reply.choices]
            said = {"text": reply.text, **({"buttons": buttons} if buttons else {})}
            await message.output_channel.send_response(message.sender_id, said)

    app.blueprint(RestInput().blueprint(on_message), url_prefix=_REST)

    @app.after_server_start
    async def start(app: Sanic, loop: object) -> None:
        app.add_task(_start(app, service))

    @app.before_server_stop
    async def stop(app: Sanic, loop: object) -> None:
        await asyncio.get_running_loop().run_in_executor(None, service.stop)

    return app


async def _start(app: Sanic, service: Service) -> None:
    try:
        await service.start()
    except Exception:
        _LOG.exception("the engine could not be loaded")
        app.stop()


def _is_message(body: bytes) -> bool:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return False
    if not isinstance(data, dict):
        return False
    sender = data.get("sender", "")
    return isinstance(data.get("message"), str) and isinstance(sender, (str, type(None)))


def run(settings: Settings, host: str, port: int) -> None:
    """Serve until told to stop. What becomes of edited content is told in the log."""
    logging.getLogger("bot").setLevel(logging.INFO)
    build(settings).run(host, port, access_log=False, motd=False, debug=False)
