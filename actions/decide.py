"""What to do with a message, given what was said before. No wording, no Rasa.

Bands of probability decide (figures in docs/understanding.md): sure enough, answer; a few are
near, ask back; nothing near, say so.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from actions.memory import Memory
from knowledge.schema import Service
from nlu.facets import OVERVIEW
from nlu.lexicon import cues, folder
from nlu.understanding import Understander, Understanding

ANSWER_FROM = 0.45  # probability of the first candidate from which it is answered
SWITCH_FROM = 0.6  # ... when another entry is being talked about
AHEAD = 1.6  # ... or when it is this many times as probable as the second
NEAR_FROM = 0.35  # probability of the first four together from which we ask back
OFFER_FROM = 0.04  # probability from which an entry is offered
CHOICES = 4
DISTRESS = "distress"

ActionName = Literal["answer", "clarify", "fallback", "chitchat", "feedback", "handoff"]


class Decision(Struct, frozen=True):
    """What a turn does. `entries`: the choices of a clarify, the nearest of a fallback."""

    action: ActionName
    entry: str | None = None
    facets: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    confidence: float = 0.0


class Decider:
    """Decides one turn."""

    def __init__(
        self,
        text: str,
        understood: Understanding,
        intent: tuple[str, float],
        memory: Memory,
        by: Understander,
    ) -> None:
        self._text = text
        self._folded = folder().fold(text)
        self._said = understood
        self._intent, self._confidence = intent
        self._memory = memory
        self._by = by

    def decide(self) -> Decision:
        """The decision; the order of the questions below matters."""
        return (
            self._in_distress()
            or self._chosen()
            or self._answer_to_our_question()
            or self._off_topic()
            or self._returned()
            or self._ambiguous()
            or self._named()
            or self._followed_up()
            or self._near()
            or self._bare_facet()
            or self._unknown()
        )

    def _in_distress(self) -> Decision | None:
        """Somebody is in danger: the hotlines, and nothing else."""
        if self._intent != DISTRESS:
            return None
        entries = self._by.base.entries.values()
        urgent = next((e.id for e in entries if isinstance(e, Service) and e.urgent), None)
        return self._answer(urgent, (), self._confidence) if urgent else None

    def _chosen(self) -> Decision | None:
        """A number or an ordinal picks one of the choices last offered."""
        number, offers = self._said.choice, self._memory.offers
        if number is None or not offers:
            return None
        if not -1 <= number <= len(offers) or number == 0:
            return self._ask_again()
        picked = self._by.understand(offers[number - 1 if number > 0 else -1])
        entry = picked.candidates[0][0]
        facets = picked.facets[self._by.base.kind(entry)]
        if facets == (OVERVIEW,) and self._memory.waiting and self._memory.facets:
            facets = self._memory.facets
        return self._answer(entry, facets, 1.0)

    def _answer_to_our_question(self) -> Decision | None:
        """After we asked which one: yes, no, a name, or a word that completes the question."""
        if not self._memory.waiting:
            return None
        offered = tuple(o.lstrip("#").split("/")[0] for o in self._memory.offers)
        if self._intent == "affirm" and self._said.best < ANSWER_FROM:
            return (
                self._answer(offered[0], self._memory.facets, 1.0)
                if len(offered) == 1
                else self._ask_again()
            )
        if self._said.best >= SWITCH_FROM:
            return None
        together = self._by.link(f"{self._memory.text} {self._text}")
        among = [c for c in together.candidates if c.entry in offered or c.score >= ANSWER_FROM]
        own = {entry for entry, score in self._said.candidates if score >= OFFER_FROM}
        for candidate in among:
            if candidate.entry in own and candidate.score >= OFFER_FROM:
                return self._answer(candidate.entry, self._asked(candidate.entry), candidate.score)
        return None

    def _off_topic(self) -> Decision | None:
        if self._intent != "out_of_scope" or self._said.best >= SWITCH_FROM:
            return None
        return self._unknown()

    def _returned(self) -> Decision | None:
        """Back to something talked about earlier ("quay lại cái khai sinh lúc nãy")."""
        if not self._memory.recent or not self._has("return"):
            return None
        meant = self._by.choose(self._text, self._memory.recent)
        if meant is None:
            return None
        known = dict(self._said.candidates)
        if meant.entry not in known and self._said.best >= ANSWER_FROM:
            return None
        return self._answer(meant.entry, self._asked(meant.entry), meant.score)

    def _ambiguous(self) -> Decision | None:
        """The message says no more than a name that several entries share."""
        among = self._said.among
        if not among:
            return None
        talked_about = [e for e in self._memory.recent if e in among]
        if talked_about and not self._memory.waiting:
            return self._answer(talked_about[0], self._asked(talked_about[0]), self._said.best)
        scores = dict(self._said.candidates)
        ranked = sorted(among, key=lambda e: -scores.get(e, 0.0))[:CHOICES]
        kept = tuple(e for e in among if e in ranked)
        facets = self._facets(kept[0])
        return Decision("clarify", kept[0], facets, kept, self._said.best)

    def _named(self) -> Decision | None:
        """The message itself names an entry."""
        if not self._said.candidates:
            return None
        entry, score = self._said.candidates[0]
        second = self._said.candidates[1][1] if len(self._said.candidates) > 1 else 0.0
        current = self._memory.entry
        if current is None:
            sure = score >= ANSWER_FROM and score >= AHEAD * second
        else:
            sure = entry == current or score >= SWITCH_FROM
        if not sure or (entry == current and score < OFFER_FROM):
            return None
        return self._answer(entry, self._asked(entry), score)

    def _followed_up(self) -> Decision | None:
        """The message goes on with the entry answered last."""
        current = self._memory.entry
        if current is None:
            return None
        facets = self._facets(current)
        goes_on = facets or self._has("continue") or self._has("refer")
        if not goes_on or (self._said.best >= ANSWER_FROM and not facets):
            return None
        return self._answer(current, facets or (OVERVIEW,), 1 - self._said.best)

    def _near(self) -> Decision | None:
        """A few entries are near: ask which."""
        offered = [(e, s) for e, s in self._said.candidates if s >= OFFER_FROM][:CHOICES]
        if sum(s for _, s in offered) < NEAR_FROM:
            return None
        if len(offered) == 1:
            entry, score = offered[0]
            return self._answer(entry, self._asked(entry), score)
        return Decision(
            "clarify",
            offered[0][0],
            self._facets(offered[0][0]),
            tuple(e for e, _ in offered),
            offered[0][1],
        )

    def _bare_facet(self) -> Decision | None:
        """ "bao nhiêu tiền?" with nothing said before: ask of what."""
        facets = self._said.facets.get("procedure", ())
        if self._intent != "ask" or not facets or len(self._folded.split()) > 8:
            return None
        return Decision("clarify", facets=facets)

    def _unknown(self) -> Decision:
        nearest = tuple(e for e, s in self._said.candidates[:3] if s >= OFFER_FROM)
        return Decision("fallback", entries=nearest, confidence=self._said.best)

    def _ask_again(self) -> Decision:
        entries = tuple(dict.fromkeys(o.lstrip("#").split("/")[0] for o in self._memory.offers))
        return Decision("clarify", entries[0], self._memory.facets, entries)

    def _answer(self, entry: str, facets: tuple[str, ...], confidence: float) -> Decision:
        return Decision("answer", entry, facets or (OVERVIEW,), (), round(confidence, 4))

    def _facets(self, entry: str) -> tuple[str, ...]:
        return self._said.facets.get(self._by.base.kind(entry), ())

    def _asked(self, entry: str) -> tuple[str, ...]:
        """The facets asked of an entry; a correction or a completed question keeps the last."""
        facets = self._facets(entry)
        keeps = self._memory.waiting or self._intent == "deny"
        if not facets and keeps and self._by.base.kind(entry) == "procedure":
            return self._memory.facets
        return facets

    def _has(self, cue: str) -> bool:
        """Whether the message starts with (`continue`) or holds one of the cues."""
        padded = f" {self._folded} "
        listed: list[str] = cues()[cue]
        if cue == "continue":
            return any(padded.startswith(f" {c} ") for c in listed)
        return any(f" {c} " in padded for c in listed)
