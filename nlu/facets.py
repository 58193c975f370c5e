"""Which side of an entry a question asks for: papers, fee, time, ...

One linear model a kind of entry, trained on the phrasings of the content, which editors group by
facet. It is small and only knows ways of asking, so an edited entry needs no new training.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from knowledge.base import KnowledgeBase
from knowledge.schema import FACETS
from nlu.lexicon import folder, follow_ups
from nlu.plain import OVERVIEW as OVERVIEW
from nlu.plain import plain_questions

# A facet is plainly asked for from this probability on.
_ASKED = 0.5
# Words this far apart are paired ("mat ... tien"), which bridges what stands between them.
_REACH = 4
_FILES = "facets-"
_BARE = 6
_SLIGHT = 0.1  # a way of asking that weighs less for every facet tells nothing
_CORES = 2  # what training may use at a time


def _ways_of_asking(folded: str) -> Iterator[str]:
    words = folded.split()
    yield from words
    tokens = ["^", *words, "$"]
    for size in (2, 3):
        for start in range(len(tokens) - size + 1):
            yield " ".join(tokens[start : start + size])
    for first, word in enumerate(words):
        for second in words[first + 2 : first + 1 + _REACH]:
            yield f"{word} .. {second}"


@dataclass(frozen=True)
class _Model:
    labels: tuple[str, ...]
    vocabulary: Mapping[str, int]
    weights: npt.NDArray[np.float32]  # (labels, vocabulary)
    intercepts: npt.NDArray[np.float32]

    def predict(self, ways: Sequence[str], words: int) -> list[tuple[str, float, int]]:
        """(facet, probability, where in the text it is asked for) of every facet.

        The first `words` of the ways of asking are the words themselves.
        """
        places = [(i, self.vocabulary[w]) for i, w in enumerate(ways) if w in self.vocabulary]
        columns = list(dict.fromkeys(c for _, c in places))
        points = self.weights[:, columns].sum(axis=1) + self.intercepts
        found = []
        for row, label in enumerate(self.labels):
            telling = [(self.weights[row, c], i) for i, c in places if i < words]
            place = max(telling)[1] if telling else 0
            found.append((label, float(1 / (1 + np.exp(-points[row]))), place))
        return found


class Asked(NamedTuple):
    """The facets plainly asked for, in the order asked, and the one a question leans to.

    The second is the likeliest facet, if it is likelier than a general question.
    """

    plain: tuple[str, ...]
    leaning: tuple[str, ...]


class FacetModel:
    """The facets of a question, for each kind of entry that has more than one."""

    def __init__(self, models: Mapping[str, _Model]) -> None:
        self._models = models

    @classmethod
    def train(cls, base: KnowledgeBase) -> FacetModel:
        """Learn from the phrasings of the content and from follow-ups that name no entry."""
        fold = folder().fold
        models: dict[str, _Model] = {}
        for kind, labels in FACETS.items():
            rows = [
                (fold(text), key.split("+"))
                for entry in base.entries.values()
                if entry.kind == kind
                for key, texts in entry.phrasings.items()
                for text in texts
            ]
            rows += [
                (fold(text), key.split("+"))
                for entry, key, text in plain_questions(base)
                if entry.kind == kind
            ]
            rows += [
                (fold(text), key.split("+"))
                for key, texts in follow_ups().get(kind, {}).items()
                for text in texts
                for _ in range(_BARE)  # nothing else tells in them
            ]
            if len(labels) > 1 and rows:
                models[kind] = _fit(rows, labels)
        return cls(models)

    def asked(self, text: str) -> dict[str, Asked]:
        """For each kind of entry the facets a question asks for."""
        folded = folder().fold(text)
        ways = list(_ways_of_asking(folded))
        words = len(folded.split())
        return {kind: self._asked(m.predict(ways, words)) for kind, m in self._models.items()}

    @staticmethod
    def _asked(found: list[tuple[str, float, int]]) -> Asked:
        general = next((p for label, p, _ in found if label == OVERVIEW), 0.0)
        sides = [side for side in found if side[0] != OVERVIEW]
        plain = sorted((side for side in sides if side[1] >= _ASKED), key=lambda side: side[2])
        likeliest = max(sides, key=lambda side: side[1])
        leaning = (likeliest[0],) if likeliest[1] > general else ()
        return Asked(tuple(label for label, _, _ in plain), leaning)

    def save(self, directory: Path) -> None:
        """Write plain JSON and arrays: nothing in a model file can run code."""
        for kind, model in self._models.items():
            words = {"labels": model.labels, "vocabulary": model.vocabulary}
            (directory / f"{_FILES}{kind}.json").write_text(json.dumps(words), "utf-8")
            np.savez(directory / f"{_FILES}{kind}.npz", w=model.weights, b=model.intercepts)

    @classmethod
    def load(cls, directory: Path) -> FacetModel:
        """Read what `save` wrote."""
        models = {}
        for path in directory.glob(f"{_FILES}*.npz"):
            words = json.loads(path.with_suffix(".json").read_text("utf-8"))
            with np.load(path) as arrays:
                models[path.stem.removeprefix(_FILES)] = _Model(
                    tuple(words["labels"]), words["vocabulary"], arrays["w"], arrays["b"]
                )
        return cls(models)


def _fit(rows: Iterable[tuple[str, Sequence[str]]], labels: Sequence[str]) -> _Model:
    texts, asked = zip(*rows, strict=True)
    counter = CountVectorizer(analyzer=_ways_of_asking, binary=True, min_df=2, dtype=np.float32)
    counts = counter.fit_transform(texts)

    def fit(label: str) -> tuple[npt.NDArray[np.float64], float]:
        wanted = np.array([label in facets for facets in asked])
        if wanted.all() or not wanted.any():  # nothing to tell apart
            return np.zeros(counts.shape[1]), 9.0 if wanted.all() else -9.0
        model = LogisticRegression(C=0.5, solver="liblinear", max_iter=200).fit(counts, wanted)
        return model.coef_[0], float(model.intercept_[0])

    with ThreadPoolExecutor(max_workers=_CORES) as cores:  # liblinear works outside the GIL
        weights, intercepts = zip(*cores.map(fit, labels), strict=True)
    matrix = np.array(weights, np.float32)
    telling = np.flatnonzero(np.abs(matrix).max(axis=0) >= _SLIGHT)
    ways = counter.get_feature_names_out()[telling]
    return _Model(
        tuple(labels),
        {way: column for column, way in enumerate(map(str, ways))},
        np.ascontiguousarray(matrix[:, telling]),
        np.array(intercepts, np.float32),
    )
