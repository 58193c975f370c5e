"""What all our actions share: they run inside Rasa's process, as Rasa's own actions do."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from rasa.core.actions.action import Action
from rasa.shared.core.events import BotUttered, Event, SlotSet

from actions import memory, turn
from actions.compose import Composer
from actions.memory import Memory
from actions.reply import Reply
from actions.turn import Turn
from nlu import understanding
from nlu.understanding import LINKED, Understander, Understanding

_NOTHING = Understanding((), 0.0, {})


@dataclass(frozen=True)
class Context:
    """One message with all that is known when it is acted on."""

    text: str
    intent: str
    intent_confidence: float
    said: Understanding
    memory: Memory
    now: float
    by: Understander
    compose: Composer


class MotcuaAction(Action):
    """Reads the tracker, acts, and writes replies, memory and the record of the turn."""

    def act(self, context: Context) -> tuple[Sequence[Reply], Turn, Memory]:
        """What to say, the record of the turn, and what to remember."""
        raise NotImplementedError

    async def run(self, output_channel: Any, nlg: Any, tracker: Any, domain: Any) -> list[Event]:
        """Called by Rasa; see `Action.run`."""
        context = _context(tracker, domain)
        replies, done, remembered = self.act(context)
        remembered = msgspec.structs.replace(remembered, at=context.now)
        return [
            *(BotUttered(r.text, {"buttons": msgspec.to_builtins(r.choices)}) for r in replies),
            SlotSet(memory.SLOT, msgspec.to_builtins(remembered)),
            SlotSet(turn.SLOT, msgspec.to_builtins(done)),
        ]


def _context(tracker: Any, domain: Any) -> Context:
    message = tracker.latest_message
    by = understanding.current()
    now = time.time()
    kept = msgspec.convert(tracker.get_slot(memory.SLOT) or {}, Memory)
    if kept.is_stale(now):
        kept = Memory()
    kept = kept.over(by.knows)
    return Context(
        text=message.text or "",
        intent=str(message.intent.get("name") or ""),  # may be a numpy string
        intent_confidence=float(message.intent.get("confidence") or 0.0),
        said=msgspec.convert(message.parse_data.get(LINKED), Understanding)
        if message.parse_data.get(LINKED)
        else _NOTHING,
        memory=kept,
        now=now,
        by=by,
        compose=Composer(by.base, domain.responses, date.fromtimestamp(now)),
    )
