"""The dialogue engine: Rasa's agent with our actions in its process, no server needed."""

from __future__ import annotations

import time
import unicodedata
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from actions import memory
from actions import turn as turn_record
from actions.action import MotcuaAction
from actions.answer import ActionAnswer
from actions.reply import Choice, Reply
from actions.speech_acts import ActionChitchat, ActionFeedback, ActionHandoff
from actions.turn import Turn
from bot.reload import Reloader
from knowledge import store
from nlu import understanding

FORGET = {"/xoa", "/xóa", "/xoá"}  # deletes what is kept of the conversation
LONGEST = 2_000  # characters of a message that are read; a question is far shorter

_ACTIONS: dict[str, MotcuaAction] = {
    action.name(): action
    for action in (ActionAnswer(), ActionChitchat(), ActionFeedback(), ActionHandoff())
}


class _Processor(MessageProcessor):
    """Rasa's processor, running our actions directly instead of over HTTP."""

    async def _run_action(self, action: Any, *args: Any, **kwargs: Any) -> Any:
        return await super()._run_action(_ACTIONS.get(action.name(), action), *args, **kwargs)


class MotcuaAgent(Agent):
    """Rasa's agent over that processor."""

    def load_model(self, model_path: str | Path, fingerprint: str | None = None) -> None:
        """Load a model; see `Agent.load_model`."""
        super().load_model(model_path, fingerprint)
        self.processor.__class__ = _Processor


@dataclass(frozen=True)
class Result:
    """A turn: what was done, what is said, and the wall time in milliseconds."""

    text: str
    turn: Turn
    replies: tuple[Reply, ...]
    ms: float


class Engine:
    """Answers messages, one conversation per sender."""

    def __init__(self, model: Path, reloader: Reloader | None = None) -> None:
        self._reloader = reloader
        self._turns = 0  # under way
        self._agent = MotcuaAgent()  # Agent.load would make a plain Agent
        self._agent.load_model(model)

    @property
    def agent(self) -> Agent:
        """The Rasa agent, for Rasa's own channels."""
        return self._agent

    async def answer(self, text: str, sender: str | None = None) -> Result:
        """One turn of a conversation; without a sender, of a new one."""
        start = time.perf_counter()
        sender = sender or uuid.uuid4().hex
        text = text.strip()
        if text.lower() not in FORGET:
            text = _readable(text)
        if text.lower() in FORGET:
            return await self._forget(text, sender, start)
        if not text or len(text) > LONGEST:
            return self._refuse(text, start)
        self._adopt()
        self._turns += 1
        try:
            return await self._turn(text, sender, start)
        finally:
            self._turns -= 1

    def _adopt(self) -> None:
        """Take new content, if some is ready and no turn is under way that uses the old."""
        if self._reloader is None or self._turns:
            return
        if (ready := self._reloader.take()) is not None:
            store.serve(ready.base)
            understanding.use(ready)

    async def _turn(self, text: str, sender: str, start: float) -> Result:
        out = CollectingOutputChannel()
        await self._agent.handle_message(UserMessage(text, out, sender))
        tracker = await self._agent.tracker_store.retrieve(sender)
        replies = []
        for event in reversed(tracker.events):
            if isinstance(event, UserUttered):
                break
            if isinstance(event, BotUttered):
                buttons = msgspec.convert(event.data.get("buttons") or [], tuple[Choice, ...])
                replies.append(Reply(event.text or "", buttons))
        done = msgspec.convert(tracker.get_slot(turn_record.SLOT), Turn)
        await self._keep(sender, tracker.get_slot(memory.SLOT))
        return Result(text, done, tuple(reversed(replies)), _since(start))

    async def _keep(self, sender: str, remembered: Any) -> None:
        """Keep of a conversation what the next turn needs, and no messages.

        Rasa would keep them all and read them all again at every turn.
        """
        tracker = DialogueStateTracker(sender, self._agent.domain.slots)
        started = (ActionExecuted("action_session_start"), SessionStarted())
        for event in (*started, SlotSet(memory.SLOT, remembered), ActionExecuted("action_listen")):
            tracker.update(event, self._agent.domain)
        await self._agent.tracker_store.save(tracker)

    async def _forget(self, text: str, sender: str, start: float) -> Result:
        """Delete what is kept of a conversation."""
        await self._keep(sender, None)
        return Result(text, Turn("chitchat", "chitchat"), (self._line("forgotten"),), _since(start))

    def _refuse(self, text: str, start: float) -> Result:
        """Nothing to read, or too much: say so without asking the model."""
        said = self._line("too_long" if text else "empty")
        return Result(text, Turn("out_of_scope", "fallback"), (said,), _since(start))

    def _line(self, name: str) -> Reply:
        return Reply(self._agent.domain.responses[f"utter_{name}"][0]["text"])


def _readable(text: str) -> str:
    """A message without half characters, and without the "/" by which Rasa takes commands."""
    whole = text.encode("utf-8", "ignore").decode("utf-8")
    return unicodedata.normalize("NFC", whole).lstrip("/ ")


def _since(start: float) -> float:
    return round((time.perf_counter() - start) * 1000, 2)
