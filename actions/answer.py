"""Questions: answered, asked back, or honestly not known."""

from __future__ import annotations

from collections.abc import Sequence

from actions.action import Context, MotcuaAction
from actions.decide import OUT_OF_SCOPE, Decider, Decision
from actions.memory import Memory
from actions.reply import Reply
from actions.turn import Turn

Act = tuple[Sequence[Reply], Turn, Memory]


class ActionAnswer(MotcuaAction):
    """Decides on a question and speaks the decision."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_answer"

    def act(self, context: Context) -> Act:
        """Answer, ask back or fall back."""
        return respond(context, decider(context).decide())


def decider(context: Context) -> Decider:
    """The decider of this turn."""
    intent = (context.intent, context.intent_confidence)
    return Decider(context.text, context.said, intent, context.memory, context.by)


def respond(context: Context, decision: Decision) -> Act:
    """Speak a decision, and keep of it what the next turn needs."""
    replies = _speak(context, decision)
    done = Turn(
        kind=_kind(context, decision),
        action=decision.action,
        entry=decision.entry,
        facets=decision.facets,
        confidence=decision.confidence,
        candidates=_candidates(context, decision),
        intent=context.intent,
        intent_confidence=context.intent_confidence,
    )
    return replies, done, _remember(context, decision, replies)


def _speak(context: Context, decision: Decision) -> Sequence[Reply]:
    if decision.action == "answer" and decision.entry:
        return context.compose.answer(decision.entry, decision.facets, context.text)
    if decision.action == "clarify":
        return context.compose.clarify(decision)
    return context.compose.fallback(decision)


def _kind(context: Context, decision: Decision) -> str:
    if decision.entry and decision.action != "fallback":
        return context.by.base.kind(decision.entry)
    return OUT_OF_SCOPE if decision.action == "fallback" else "procedure"


def _candidates(context: Context, decision: Decision) -> tuple[tuple[str, float], ...]:
    """The candidates in the order they count: what was offered or answered comes first."""
    scores = dict(context.said.candidates)
    first = decision.entries or ((decision.entry,) if decision.entry else ())
    ordered = dict.fromkeys([*first, *scores])
    return tuple((e, scores.get(e, decision.confidence)) for e in ordered)


def _remember(context: Context, decision: Decision, replies: Sequence[Reply]) -> Memory:
    kept = context.memory
    offers = tuple(c.payload for r in replies for c in r.choices)
    if decision.action == "answer" and decision.entry:
        return Memory(
            entry=decision.entry,
            facets=decision.facets,
            offers=offers,
            text=f"{kept.text} {context.text}" if kept.waiting else context.text,
            recent=kept.recall(decision.entry),
        )
    waiting = decision.action == "clarify"
    return Memory(
        entry=None if waiting else kept.entry,
        facets=decision.facets if waiting else kept.facets,
        offers=offers or (() if waiting else kept.offers),
        waiting=waiting,
        text=context.text if not kept.waiting or not waiting else kept.text,
        recent=kept.recent,
    )
