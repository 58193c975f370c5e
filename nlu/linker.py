"""From a question to ranked entries.

Every entry is known by its texts: its name, its folk names and its sample phrasings. A question
is compared with them in two spaces (words with their sounds, characters), a trained classifier
says which entry it sounds like, the best candidates are looked at again with RapidFuzz, and a
small trained ranker weighs these signs. An edit of the content makes a new Linker; what was
trained stays valid, and an entry it has not seen is found by the other signs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from knowledge.base import KnowledgeBase
from knowledge.schema import Entry
from nlu import features
from nlu.classifier import EntryClassifier, act, is_act
from nlu.index import Features, Index
from nlu.lexicon import folder
from nlu.ranker import Floats, Ranker

CANDIDATES = 8

SIGNS = (
    "nearest text, words",
    "second text, words",
    "all texts, words",
    "nearest text, characters",
    "second text, characters",
    "all texts, characters",
    "sounds like it",
    "new since the training",
    "a name of it in the question",
    "a whole name, word for word",
    "only in the national index",
)
_MARGIN = SIGNS.index("sounds like it")
_NAME = SIGNS.index("a name of it in the question")
# Below this a margin only says "something else"; how far below is noise.
_FAR = -1.2
_NAME_LENGTH = 5  # characters; shorter names occur by chance
FOLLOW_UP = "follow_up"  # the intent of questions that name nothing


@dataclass(frozen=True)
class Candidate:
    """An entry that may be meant, its probability, and whether a name of it is in the text."""

    entry: str
    score: float
    named: bool = False


@dataclass(frozen=True)
class Link:
    """Ranked candidates of a question; `scope` is the probability that it is ours at all.

    `signs` has a row per candidate, for `--explain`.
    """

    candidates: tuple[Candidate, ...]
    scope: float
    signs: Floats


@dataclass(frozen=True)
class Evidence:
    """What was found for one question, before it is weighed.

    `rows` are the candidates' entry numbers, `signs` a row of signs for each; `known` the shares
    of the question's words and characters that the content has at all; `other` the margins of
    doing something else and of a question that names nothing.
    """

    rows: npt.NDArray[np.int64]
    signs: Floats
    known: tuple[float, float]
    other: tuple[float, float]

    def scope(self, points: Floats) -> Floats:
        """What tells whether the question is ours."""
        best = self.signs[int(points.argmax())]
        margin = max(best[_MARGIN], _FAR)
        return np.array(
            [points.max(), best[0], best[2], best[3], margin, best[_NAME], *self.other, *self.known]
        )


def asked_texts(entry: Entry) -> list[str]:
    """The sample phrasings of an entry, whatever facet they ask for."""
    return [text for texts in entry.phrasings.values() for text in texts]


@dataclass(frozen=True)
class Indexed:
    """A knowledge base made ready for search: the two indexes, and the folded names by entry."""

    names: list[tuple[str, ...]]
    words: Index
    characters: Index

    @classmethod
    def make(
        cls,
        base: KnowledgeBase,
        spaces: tuple[Features, Features],
        left_out: frozenset[str] = frozenset(),
    ) -> Indexed:
        """Index a knowledge base; `spaces` as from `feature_spaces`.

        `left_out` are phrasings to do without (training asks these).
        """
        fold = folder().fold
        texts: list[str] = []
        owners: list[int] = []
        all_names: list[tuple[str, ...]] = []
        for row, entry_id in enumerate((*base.entries, *base.indexed)):
            entry = base.entries.get(entry_id)
            named = [base.name(entry_id), *(entry.aliases if entry else ())]
            names = tuple(dict.fromkeys(filter(None, map(fold, named))))
            asked = [t for t in asked_texts(entry) if t not in left_out] if entry else []
            own = dict.fromkeys([*names, *map(fold, asked)])
            all_names.append(names)
            texts += own
            owners += [row] * len(own)
        numbers = np.array(owners, dtype=np.int64)
        words, characters = spaces
        return cls(all_names, Index(texts, numbers, words), Index(texts, numbers, characters))


def feature_spaces() -> tuple[Features, Features]:
    """Words and characters. Whoever indexes again and again keeps them."""
    return Features(features.words), Features(features.characters)


class Linker:
    """Links questions to the entries of one knowledge base.

    Args:
        base: whose entries are linked.
        classifier: trained on this or an older state of the content.
        indexed: the same knowledge base, indexed.
    """

    def __init__(
        self, base: KnowledgeBase, classifier: EntryClassifier, indexed: Indexed | None = None
    ) -> None:
        self.ids = (*base.entries, *base.indexed)
        self._indexed = np.array([i in base.indexed for i in self.ids])
        self._classifier = classifier
        number = {label: n for n, label in enumerate(classifier.labels)}
        self._labels = np.array([number.get(i, -1) for i in self.ids])
        self._follow_up = number.get(act(FOLLOW_UP), -1)
        others = [n for label, n in number.items() if is_act(label) and label != act(FOLLOW_UP)]
        self._others = np.array(others, dtype=np.int64)
        indexed = indexed or Indexed.make(base, feature_spaces())
        self._names, self._words = indexed.names, indexed.words
        self._characters = indexed.characters

    def over(self, base: KnowledgeBase, indexed: Indexed | None = None) -> Linker:
        """The same classifier over another knowledge base."""
        return Linker(base, self._classifier, indexed)

    def link(self, text: str, ranker: Ranker, only: Sequence[str] = ()) -> Link:
        """Rank the entries for a question, or only the entries named."""
        found = self.evidence(text, only)
        points = ranker.rank(found.signs)
        scope = ranker.in_scope(found.scope(points))
        shares = ranker.shares(points) * scope
        order = np.argsort(-points)
        return Link(
            tuple(
                Candidate(self.ids[row], round(float(share), 4), self._is_named(text, row))
                for row, share in zip(found.rows[order], shares[order], strict=True)
            ),
            round(scope, 4),
            found.signs[order],
        )

    def _is_named(self, text: str, row: int) -> bool:
        padded = f" {folder().fold(text)} "
        return any(f" {name} " in padded for name in self._names[row] if len(name) >= _NAME_LENGTH)

    def evidence(self, text: str, only: Sequence[str] = ()) -> Evidence:
        """The candidates of a question with their signs, in no order."""
        folded = folder().fold(text)
        *word_scores, words_known = self._words.scores(folded)
        *character_scores, characters_known = self._characters.scores(folded)
        margins = self._classifier.margins(folded)
        own = np.where(self._labels >= 0, np.maximum(margins[self._labels], _FAR), _FAR)
        rough = (
            word_scores[0] + word_scores[2] + character_scores[0] + character_scores[2]
        ) + np.maximum(own + 1, 0)
        if only:
            wanted = set(only)
            rough = np.where([i in wanted for i in self.ids], rough + 1e-6, 0.0)
        size = min(CANDIDATES, int((rough > 0).sum()) or 1)
        rows = np.argpartition(-rough, size - 1)[:size]
        columns = [
            *(scores[rows] for scores in (*word_scores, *character_scores)),
            own[rows],
            (self._labels[rows] < 0) & ~self._indexed[rows],
            [max(_likeness(folded, self._names[row]), default=0.0) for row in rows],
            [max(_whole(folded, self._names[row]), default=0.0) for row in rows],
            self._indexed[rows],
        ]
        other = float(margins[self._others].max(initial=_FAR))
        follow_up = float(margins[self._follow_up]) if self._follow_up >= 0 else _FAR
        signs = np.column_stack(columns).astype(np.float64)
        return Evidence(rows, signs, (words_known, characters_known), (other, follow_up))


def _whole(folded: str, names: Iterable[str]) -> Iterator[float]:
    """How much of the question is each name that stands in it word for word (0..1)."""
    padded = f" {folded} "
    for name in names:
        if f" {name} " in padded:
            yield len(name) / len(folded)


def _likeness(folded: str, names: Iterable[str]) -> Iterator[float]:
    """How well the question holds each name (0..1); short names prove less."""
    for name in names:
        yield fuzz.token_set_ratio(folded, name, score_cutoff=60) / 100 * min(1, len(name) / 12)
