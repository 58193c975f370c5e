"""From a question to ranked entries.

Every entry is known by its texts: its name, its folk names and its sample phrasings. A question
is compared with them in two spaces (words with their sounds, characters), the best candidates
are looked at again with RapidFuzz, and a small trained ranker weighs the signs. An edit of the
content makes a new Linker; nothing about entries is stored in the trained model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from knowledge.base import KnowledgeBase
from nlu import features
from nlu.index import Index
from nlu.lexicon import folder
from nlu.ranker import Floats, Ranker, train_scope, train_weights

CANDIDATES = 8

SIGNS = (
    "nearest text, words",
    "second text, words",
    "all texts, words",
    "nearest text, characters",
    "second text, characters",
    "all texts, characters",
    "a name of it in the question",
    "only in the national index",
)


@dataclass(frozen=True)
class Candidate:
    """An entry that may be meant and the probability that it is."""

    entry: str
    score: float


@dataclass(frozen=True)
class Link:
    """Ranked candidates of a question; `scope` is the probability that it is ours at all.

    `signs` has a row per candidate, for `--explain`.
    """

    candidates: tuple[Candidate, ...]
    scope: float
    signs: Floats


class Linker:
    """Links questions to the entries of one knowledge base."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._ids = [*base.entries, *base.indexed]
        self._indexed = np.array([i in base.indexed for i in self._ids])
        fold = folder().fold
        texts: list[str] = []
        owners: list[int] = []
        self._asked: list[int] = []  # rows that are whole questions: these train the ranker
        self._names: list[tuple[str, ...]] = []
        for number, entry_id in enumerate(self._ids):
            entry = base.entries.get(entry_id)
            names = [base.name(entry_id), *(entry.aliases if entry else ())]
            folded = dict.fromkeys(map(fold, names))
            self._names.append(tuple(n for n in folded if n))
            phrasings = [fold(p) for texts_ in entry.phrasings.values() for p in texts_] if entry else []
            self._asked += range(len(texts) + len(folded), len(texts) + len(folded) + len(phrasings))
            texts += [*folded, *phrasings]
            owners += [number] * (len(folded) + len(phrasings))
        self._texts = texts
        self._owners = np.array(owners, dtype=np.int64)
        self._words = Index(texts, self._owners, features.words)
        self._characters = Index(texts, self._owners, features.characters)

    def link(self, text: str, ranker: Ranker, only: Sequence[str] = ()) -> Link:
        """Rank the entries for a question, or only the entries named."""
        folded = folder().fold(text)
        spaces = [
            *self._words.scores(self._words.vector(folded)),
            *self._characters.scores(self._characters.vector(folded)),
        ]
        allowed = None
        if only:
            wanted = set(only)
            allowed = np.array([i in wanted for i in self._ids])
        rows, signs = self._signs(folded, spaces, allowed)
        points = ranker.rank(signs)
        order = np.argsort(-points)
        rows, signs, points = rows[order], signs[order], points[order]
        scope = ranker.in_scope(self._evidence(folded, points, signs))
        shares = ranker.shares(points) * scope
        found = tuple(
            Candidate(self._ids[row], round(float(share), 4))
            for row, share in zip(rows, shares, strict=True)
        )
        return Link(found, round(scope, 4), signs)

    def train(self, others: Iterable[str]) -> Ranker:
        """A ranker for content like this; `others` are texts that ask for no entry."""
        cases = []
        asked = []
        for row in self._asked:
            spaces = [*self._words.scores_without(row), *self._characters.scores_without(row)]
            rows, signs = self._signs(self._texts[row], spaces)
            right = np.flatnonzero(rows == self._owners[row])
            if len(right):
                cases.append((signs, int(right[0])))
            asked.append((self._texts[row], signs))
        weights, sharpness = train_weights(cases)
        plain = Ranker(weights, sharpness, (0.0,))
        ours = np.array([self._best_evidence(plain, folded, signs) for folded, signs in asked])
        theirs = []
        for text in others:
            folded = folder().fold(text)
            spaces = [
                *self._words.scores(self._words.vector(folded)),
                *self._characters.scores(self._characters.vector(folded)),
            ]
            theirs.append(self._best_evidence(plain, folded, self._signs(folded, spaces)[1]))
        return Ranker(weights, sharpness, train_scope(ours, np.array(theirs)))

    def _best_evidence(self, ranker: Ranker, folded: str, signs: Floats) -> Floats:
        points = ranker.rank(signs)
        order = np.argsort(-points)
        return self._evidence(folded, points[order], signs[order])

    def _evidence(self, folded: str, points: Floats, signs: Floats) -> Floats:
        """What tells whether a question is ours: the best points, and how much of it is known."""
        best = signs[0]
        return np.array([points[0], best[0], best[3], self._words.known(folded)])

    def _signs(
        self,
        folded: str,
        spaces: Sequence[npt.NDArray[np.float32]],
        allowed: npt.NDArray[np.bool_] | None = None,
    ) -> tuple[npt.NDArray[np.int64], Floats]:
        rough = spaces[0] + spaces[2] + spaces[3] + spaces[5]
        if allowed is not None:
            rough = np.where(allowed, rough + 1e-6, 0.0)
        size = min(CANDIDATES, len(rough), int((rough > 0).sum()) or 1)
        rows = np.argpartition(-rough, size - 1)[:size]
        signs = np.empty((size, len(SIGNS)))
        for column, space in enumerate(spaces):
            signs[:, column] = space[rows]
        signs[:, 6] = [self._named(folded, row) for row in rows]
        signs[:, 7] = self._indexed[rows]
        return rows, signs

    def _named(self, folded: str, row: int) -> float:
        """How well the question holds one of the entry's names (0..1)."""
        return max(_likeness(folded, self._names[row]), default=0.0)


def _likeness(folded: str, names: Iterable[str]) -> Iterator[float]:
    for name in names:
        yield fuzz.token_set_ratio(folded, name, score_cutoff=60) / 100 * min(1, len(name) / 12)
