"""What a message says, before anybody asks what was said before it.

`Understander` puts the linker, the ranker and the facet model together. The KnowledgeLinker
component makes it and hands it out with `use`, so that the actions, which know the conversation,
can look again (`choose`: among the entries just offered).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from msgspec import Struct

from knowledge.base import KnowledgeBase
from nlu.ambiguity import AmbiguousNames
from nlu.facets import OVERVIEW, FacetModel
from nlu.lexicon import cues, folder
from nlu.linker import FOLLOW_UP, Candidate, Indexed, Link, Linker
from nlu.ranker import Ranker

ASK = "ask"
# A message that is so probably about the content is a question, whatever else it sounds like;
# somewhat below, unless the classifier is very sure of a speech act.
_SURELY_OURS = 0.9
_OURS = 0.6
_MAYBE_OURS = 0.1
_SURE_OF_INTENT = 0.97
_UNSURE_OF_INTENT = 0.45

# What a button sends back: "#dang-ky-khai-sinh/fee". Telegram allows 64 bytes.
_PAYLOAD = re.compile(r"#(?P<entry>[a-z0-9.H-]+)(?:/(?P<facet>[a-z]+))?")

LINKED = "linked"  # the message attribute that carries an Understanding


class Understanding(Struct, frozen=True):
    """One message by itself. Plain data: it is stored with the conversation.

    `candidates` as (entry, probability), best first; `scope`: probability that it asks for
    anything in the content; `facets` plainly asked for, by kind of entry, and for want of any the
    one it leans to; `choice`: the number in a message that is nothing but a choice (-1: the
    last); `among`: the entries an ambiguous name may mean; `is_wordless`: only digits or pictures;
    `named`: the first candidate is named to the letter.
    """

    candidates: tuple[tuple[str, float], ...]
    scope: float
    facets: dict[str, tuple[str, ...]]
    leaning: dict[str, tuple[str, ...]] = {}
    choice: int | None = None
    among: tuple[str, ...] = ()
    is_wordless: bool = False
    named: bool = False

    @property
    def best(self) -> float:
        """Probability of the first candidate."""
        return self.candidates[0][1] if self.candidates else 0.0


@dataclass(frozen=True)
class Understander:
    """Understands messages against one knowledge base."""

    base: KnowledgeBase
    linker: Linker
    ranker: Ranker
    facet_model: FacetModel
    ambiguous: AmbiguousNames

    def understand(self, text: str) -> Understanding:
        """Candidates, facets and choice of a message, or of a pressed button's payload."""
        if (pressed := _PAYLOAD.fullmatch(text.strip())) and self.knows(pressed["entry"]):
            facets = (pressed["facet"],) if pressed["facet"] else (OVERVIEW,)
            kind = self.base.kind(pressed["entry"])
            return Understanding(((pressed["entry"], 1.0),), 1.0, {kind: facets})
        folded = folder().fold(text)
        link = self.link(text)
        asked = self.facet_model.asked(text)
        return Understanding(
            candidates=tuple((c.entry, c.score) for c in link.candidates),
            scope=link.scope,
            facets={kind: facets.plain for kind, facets in asked.items()},
            leaning={kind: facets.leaning for kind, facets in asked.items()},
            choice=choice(text),
            among=self.ambiguous.among(folded),
            named=bool(link.candidates and link.candidates[0].named),
            is_wordless=not any(c.isalpha() for c in folded),
        )

    def over(self, base: KnowledgeBase, indexed: Indexed | None = None) -> Understander:
        """The same understanding over another knowledge base."""
        linker = self.linker.over(base, indexed)
        return replace(self, base=base, linker=linker, ambiguous=AmbiguousNames(base))

    def knows(self, entry: str) -> bool:
        """Whether there is such an entry or index-only procedure."""
        return entry in self.base.entries or entry in self.base.indexed

    def link(self, text: str) -> Link:
        """Ranked entries with the signs they were ranked by."""
        return self.linker.link(text, self.ranker)

    def choose(self, text: str, among: Sequence[str]) -> Candidate | None:
        """The entry of a few that a text points at, given that it means one of them."""
        link = self.linker.link(text, self.ranker, only=among)
        if not link.candidates or not link.scope:
            return None
        first = link.candidates[0]
        return Candidate(first.entry, round(first.score / link.scope, 4))


def payload(entry: str, facet: str | None = None) -> str:
    """What the button of an entry, or of one of its facets, sends back."""
    return f"#{entry}/{facet}" if facet else f"#{entry}"


def arbitrate(intent: str, confidence: float, understood: Understanding) -> str:
    """The speech act, overruled where the message plainly names an entry or is a choice."""
    if understood.choice is not None or understood.among or understood.is_wordless:
        return ASK
    if intent == FOLLOW_UP:
        return intent
    ours = understood.scope >= (_OURS if confidence < _SURE_OF_INTENT else _SURELY_OURS)
    unsure = confidence < _UNSURE_OF_INTENT and understood.scope >= _MAYBE_OURS
    return ASK if ours or unsure else intent


def choice(text: str) -> int | None:
    """ "2", "số 2 nhé", "cái thứ hai", "cái cuối" -> the number; None when it says more."""
    folded = folder().fold(text)
    if match := re.fullmatch(r"(?:.* )?(\d{1,2})(?: .*)?", folded):
        number, rest = int(match[1]), folded.replace(match[1], " ", 1)
        return number if _is_frame(rest) else None
    ordinals: Mapping[str, str] = cues()["ordinals"]
    for words in sorted(ordinals, key=len, reverse=True):
        pattern = rf"\b(?:cai|so|thu|muc|y|o|dong|phan) (?:thu )?{words}\b"
        if (match := re.search(pattern, folded)) and _is_frame(folded.replace(match[0], " ", 1)):
            return int(ordinals[words])
    return int(ordinals[folded]) if folded in ordinals else None


def _is_frame(rest: str) -> bool:
    frame = set(cues()["choice_frame"])
    return all(word in frame for word in rest.split())


_current: Understander | None = None


def use(understander: Understander) -> None:
    """Make this the understander of the process."""
    global _current
    _current = understander


def is_over(base: KnowledgeBase) -> bool:
    """Whether the understander of the process is there, and over this knowledge base."""
    return _current is not None and _current.base is base


def current() -> Understander:
    """The understander made by the loaded model."""
    if _current is None:
        raise RuntimeError("no model is loaded")
    return _current
