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
from nlu.linker import FOLLOW_UP
from nlu.understanding import ASK, Understander, Understanding

ANSWER_FROM = 0.4  # probability of the first candidate from which it is answered
AHEAD = 1.25  # ... when it is this many times as probable as the second
NAMED_FROM, NAMED_AHEAD = 0.3, 1.3  # ... when it is named to the letter
SWITCH_FROM = 0.45  # probability from which another entry than the one talked about is meant
PLAIN_FROM = 0.85  # probability from which a message needs nothing said before to be understood
WHOLE_FROM = 0.5  # share by the question before and the message together, from which it counts
STAYING = 30  # times as probable as its words say is what was talked about
LEAVE_FROM = 0.85  # ... when the message sounds like a follow-up
NEAR_FROM = 0.3  # probability of the first four together from which we ask back
OFFER_FROM = 0.04  # probability from which an entry is offered
CHOSEN_FROM = 0.6  # share among the offered from which a word chooses one
RETURNED_FROM = 0.45  # ... among those talked about before, when told to go back
CHOICES = 4
SURE_ACT_FROM = 0.6  # of a speech act, against a facet of what is talked about
SURELY_MEANT_FROM = 0.99  # probability from which even an ambiguous name is plain
SURELY_OFF_FROM = 0.8  # of being off-topic, against a facet of what is talked about
DISTRESS = "distress"
OUT_OF_SCOPE = "out_of_scope"

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
            or self._wordless()
            or self.completed()
            or self._returned()
            or self._corrected()
            or self._ambiguous()
            or self._in_context()
            or self._off_topic()
            or self._named()
            or self._followed_up()
            or self._near()
            or self._bare_facet()
            or self._unknown()
        )

    def overruled(self) -> Decision | None:
        """What a speech act turns out to be: an answer to a question of ours, or a follow-up."""
        if (decision := self.completed()) is not None:
            return decision
        current = self._memory.entry
        if current is None:
            return None
        unsure = self._confidence < SURE_ACT_FROM
        is_near = self._said.best >= NEAR_FROM and self._said.candidates[0][0] == current
        if not is_near and not (unsure and self._plain(current)):
            return None
        return self._answer(current, self._plain(current), 1 - self._said.best)

    def completed(self) -> Decision | None:
        """After we asked which one: yes, a name, or a word that completes the question."""
        offered = tuple(o.lstrip("#").split("/")[0] for o in self._memory.offers)
        if not self._memory.waiting or not offered:
            return None
        own = dict(self._said.candidates)
        first = self._said.candidates[0][0] if own else ""
        if self._intent in ("affirm", "acknowledge") and self._said.best < ANSWER_FROM:
            if len(offered) > 1:
                return self._ask_again()
            return self._answer(offered[0], self._memory.facets, 1.0)
        if self._said.best >= SWITCH_FROM and first not in offered:
            return None
        meant = self._by.choose(self._text, offered)
        if meant is None or meant.score < CHOSEN_FROM:
            return None
        asks = self._intent in (ASK, FOLLOW_UP)
        if not asks and own.get(meant.entry, 0.0) < OFFER_FROM:
            return None
        return self._answer(meant.entry, self._asked(meant.entry, keep=True), meant.score)

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

    def _wordless(self) -> Decision | None:
        return Decision("fallback") if self._said.is_wordless else None

    def _returned(self) -> Decision | None:
        """Back to something talked about earlier ("quay lại cái khai sinh lúc nãy")."""
        if not self._memory.recent or not self._has("return"):
            return None
        meant = self._by.choose(self._text, self._memory.recent)
        if meant is None or meant.score < RETURNED_FROM:
            return None
        if meant.entry not in dict(self._said.candidates) and self._said.best >= SWITCH_FROM:
            return None
        return self._answer(meant.entry, self._asked(meant.entry), meant.score)

    def _corrected(self) -> Decision | None:
        """Not what we answered, but something else; what was asked of it stays."""
        current = self._memory.entry
        if current is None or not (self._intent == "deny" or self._has("correct")):
            return None
        if self._has("contrast"):
            return None  # what is right stands first, and is looked at like any message
        if self._plain(current) and self._said.best < SWITCH_FROM:
            return None  # the procedure was right, what was told of it was not
        last = self._text.rsplit(",", 1)[-1]
        for text in (last, self._after("correct"), self._text, f"{self._memory.text} {self._text}"):
            found = [c for c in self._by.link(text).candidates if c.entry != current][:CHOICES]
            best = found[0]
            if best.score >= OFFER_FROM and best.score >= CHOSEN_FROM * sum(c.score for c in found):
                return self._answer(best.entry, self._asked(best.entry, keep=True), best.score)
        return None

    def _ambiguous(self) -> Decision | None:
        """The message says no more than a name that several entries share."""
        among = self._said.among
        if not among:
            return None
        talked_about = [e for e in self._memory.recent if e in among]
        if talked_about and not self._memory.waiting:
            return self._answer(talked_about[0], self._asked(talked_about[0]), self._said.best)
        scores = dict(self._said.candidates)
        if max(scores.get(e, 0.0) for e in among) >= SURELY_MEANT_FROM:
            return None
        ranked = sorted(among, key=lambda e: -scores.get(e, 0.0))[:CHOICES]
        kept = tuple(e for e in among if e in ranked)
        return Decision("clarify", kept[0], self._plain(kept[0]), kept, self._said.best)

    def _off_topic(self) -> Decision | None:
        if self._intent != OUT_OF_SCOPE:
            return None
        current = self._memory.entry
        follows = current and self._plain(current) and self._confidence < SURELY_OFF_FROM
        return None if follows else self._unknown()

    def _named(self) -> Decision | None:
        """The message itself names an entry."""
        if not self._said.candidates:
            return None
        entry, score = self._said.candidates[0]
        second = self._said.candidates[1][1] if len(self._said.candidates) > 1 else 0.0
        current = self._memory.entry
        if current is not None and self._stays():
            return self._answer(current, self._asked(current), score)
        if entry == current:
            sure = score >= OFFER_FROM
        elif current is None:
            enough, ahead = (NAMED_FROM, NAMED_AHEAD) if self._said.named else (ANSWER_FROM, AHEAD)
            sure = score >= enough and score >= ahead * second
        else:
            follows = self._intent == FOLLOW_UP and self._asked(current) and not self._said.named
            sure = score >= (LEAVE_FROM if follows else SWITCH_FROM)
        return self._answer(entry, self._asked(entry), score) if sure else None

    def _in_context(self) -> Decision | None:
        """What the message means as the end of the question before ("vợ em người nước ngoài").

        Only a message that is not plain by itself; an entry must fit both it and the whole.
        """
        said, before = self._said, self._memory.text
        plain = said.named or said.best >= PLAIN_FROM
        if not before or plain or not said.candidates or self._stays():
            return None
        if self._intent == FOLLOW_UP or self._has("continue"):
            return None
        link = self._by.link(f"{before} {self._text}")
        whole = {c.entry: c.score for c in link.candidates if c.entry != self._memory.entry}
        both = {e: s * whole[e] for e, s in said.candidates if s >= OFFER_FROM and e in whole}
        entry = max(both, key=lambda e: both[e], default=None)
        if entry is None or whole[entry] < WHOLE_FROM * sum(whole.values()):
            return None
        return self._answer(entry, self._asked(entry, keep=True), said.best)

    def _stays(self) -> bool:
        """Whether what was talked about is meant, though another entry is nearer by words.

        People go on with a subject more often than they leave it without naming the next.
        """
        if self._said.named or self._is_urgent(self._said.candidates[0][0]):
            return False
        own = dict(self._said.candidates).get(self._memory.entry or "", 0.0)
        return own * STAYING > self._said.best

    def _is_urgent(self, entry: str) -> bool:
        return getattr(self._by.base.entries.get(entry), "urgent", False)

    def _followed_up(self) -> Decision | None:
        """The message goes on with the entry answered last."""
        current = self._memory.entry
        if current is None:
            return None
        goes_on = (
            self._intent == FOLLOW_UP
            or self._plain(current)
            or self._has("continue")
            or self._has("refer")
        )
        if self._said.named and self._said.best >= NAMED_FROM:
            return None  # it names another
        if not goes_on or (self._said.best >= ANSWER_FROM and self._intent != FOLLOW_UP):
            return None
        return self._answer(current, self._asked(current), 1 - self._said.best)

    def _near(self) -> Decision | None:
        """A few entries are near: ask which."""
        offered = [(e, s) for e, s in self._said.candidates if s >= OFFER_FROM][:CHOICES]
        if sum(s for _, s in offered) < NEAR_FROM:
            return None
        known = [(e, s) for e, s in offered if e in self._memory.recent]
        if len(offered) == 1 or len(known) == 1:
            entry, score = (known or offered)[0]
            return self._answer(entry, self._asked(entry), score)
        entries = tuple(e for e, _ in offered)
        return Decision("clarify", entries[0], self._plain(entries[0]), entries, offered[0][1])

    def _bare_facet(self) -> Decision | None:
        """ "bao nhiêu tiền?" with nothing said before: ask of what."""
        facets = self._said.facets.get("procedure", ())
        asks = self._intent in (ASK, FOLLOW_UP)
        if not asks or not facets or len(self._folded.split()) > 8:
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

    def _plain(self, entry: str) -> tuple[str, ...]:
        """The facets plainly asked for, of the kind of an entry."""
        return self._said.facets.get(self._by.base.kind(entry), ())

    def _asked(self, entry: str, keep: bool = False) -> tuple[str, ...]:
        """The facets asked of an entry; a completed or corrected question keeps the last ones."""
        kind = self._by.base.kind(entry)
        if plain := self._plain(entry):
            return plain
        if keep or self._memory.waiting:
            return self._memory.facets if kind == "procedure" else ()
        return self._said.leaning.get(kind, ())

    def _after(self, cue: str) -> str:
        """What follows the last of the cues."""
        padded = f" {self._folded} "
        ends = [padded.rfind(f" {c} ") + len(c) + 2 for c in cues()[cue] if f" {c} " in padded]
        return padded[max(ends, default=0) :]

    def _has(self, cue: str) -> bool:
        """Whether the message holds one of the cues (`continue`: starts with one)."""
        padded = f" {self._folded} "
        listed: list[str] = cues()[cue]
        if cue == "continue":
            return any(padded.startswith(f" {c} ") for c in listed)
        return any(f" {c} " in padded for c in listed)
