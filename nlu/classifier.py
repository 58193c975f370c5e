"""What a message sounds like: one linear model over all entries and speech acts.

The index (`nlu.index`) finds a text that looks alike; this model has learnt which words tell
neighbours apart. It is trained by `motcua train` and kept in the model. An entry added since has
no margin here and is found by the index alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from nlu import features
from nlu.index import Postings

Floats = npt.NDArray[np.float32]
Analyzer = Callable[[str], Iterator[str]]

# A word seen once teaches nothing about others and costs memory for every label.
_SEEN = 2
# A weight below this changes no answer; nine of ten are.
_SLIGHT = 0.02


def act(intent: str) -> str:
    """The label of texts that ask for no entry but do something else (an intent)."""
    return f"@{intent}"


def is_act(label: str) -> bool:
    """Whether a label is an intent and no entry."""
    return label.startswith("@")


@dataclass(frozen=True)
class EntryClassifier:
    """Margins of a message to every label; `weights` are of labels by words."""

    labels: tuple[str, ...]
    vocabulary: Mapping[str, int]
    idf: Floats
    weights: Postings
    intercepts: Floats

    @classmethod
    def train(cls, texts: Sequence[str], labels: Sequence[str]) -> EntryClassifier:
        """Learn from folded texts; `labels` are entry ids or intents (`act`)."""
        vectorizer = TfidfVectorizer(
            analyzer=lambda text: list(features.words(text)),
            sublinear_tf=True,
            min_df=_SEEN,
            dtype=np.float32,
        )
        counts = vectorizer.fit_transform(texts)
        model = LinearSVC(C=2.0, random_state=0).fit(counts, labels)
        model.coef_[np.abs(model.coef_) < _SLIGHT] = 0
        return cls(
            tuple(map(str, model.classes_)),
            {word: int(column) for word, column in vectorizer.vocabulary_.items()},
            vectorizer.idf_.astype(np.float32),
            Postings.of(csr_matrix(model.coef_)),
            model.intercept_.astype(np.float32),
        )

    def margins(self, folded: str) -> Floats:
        """How far a question is on the side of each label; about -1 far away, 1 well inside."""
        counts: dict[int, int] = {}
        for word in features.words(folded):
            if (column := self.vocabulary.get(word)) is not None:
                counts[column] = counts.get(column, 0) + 1
        columns = np.fromiter(counts, dtype=np.int64, count=len(counts))
        often = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        values = (1 + np.log(often)) * self.idf[columns]
        length = float(np.sqrt(values @ values)) or 1.0
        margins: Floats = self.weights.scores(columns, values / length) + self.intercepts
        return margins

    def save(self, directory: Path) -> None:
        """Write plain JSON and arrays: nothing in a model file can run code."""
        words = {"labels": self.labels, "vocabulary": self.vocabulary}
        (directory / "entries.json").write_text(json.dumps(words), "utf-8")
        arrays = self.weights.named("weights")
        np.savez(directory / "entries.npz", idf=self.idf, b=self.intercepts, **arrays)

    @classmethod
    def load(cls, directory: Path) -> EntryClassifier:
        """Read what `save` wrote."""
        words = json.loads((directory / "entries.json").read_text("utf-8"))
        with np.load(directory / "entries.npz") as arrays:
            return cls(
                tuple(words["labels"]),
                words["vocabulary"],
                arrays["idf"],
                Postings.among(arrays, "weights"),
                arrays["b"],
            )
