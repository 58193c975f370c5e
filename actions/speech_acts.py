"""Greetings and the like, feedback, and the wish for a person."""

from __future__ import annotations

from collections.abc import Sequence

from actions.action import Context, MotcuaAction
from actions.answer import Act, decider, respond
from actions.reply import Reply
from actions.turn import Turn


class _SpeechAct(MotcuaAction):
    """Says a fixed line; what the conversation was about is kept."""

    kind: str

    def name(self) -> str:
        """Its name in the domain."""
        return f"action_{self.kind}"

    def act(self, context: Context) -> Act:
        """Say the line of the intent, unless the message turns out to be a question."""
        if (decision := decider(context).overruled()) is not None:
            return respond(context, decision)
        done = Turn(
            kind=self.kind,
            action=self.kind,
            confidence=context.intent_confidence,
            candidates=context.said.candidates,
            intent=context.intent,
            intent_confidence=context.intent_confidence,
        )
        return self.say(context), done, context.memory

    def say(self, context: Context) -> Sequence[Reply]:
        """The line of the intent."""
        return context.compose.line(context.intent)


class ActionChitchat(_SpeechAct):
    """Greeting, goodbye, thanks, acknowledgement, insult."""

    kind = "chitchat"


class ActionFeedback(_SpeechAct):
    """Praise, and the word that something was wrong."""

    kind = "feedback"


class ActionHandoff(_SpeechAct):
    """The way to an officer."""

    kind = "handoff"

    def say(self, context: Context) -> Sequence[Reply]:
        """Whom to turn to."""
        return context.compose.handoff()
