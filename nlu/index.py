"""A TF-IDF index of short texts that belong to entries, scored entry by entry.

Rare means rare *among entries*: a word that many entries share ("bao nhieu tien") tells nothing
about which of them is meant, however seldom each of them uses it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags
from sklearn.preprocessing import normalize

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Analyzer = Callable[[str], Iterator[str]]

# A feature this much lighter than the heaviest of a query changes no order, but is in most texts.
_TELLING = 0.25


class Features:
    """The features of texts by column. Kept from one index to the next, what is new is counted.

    Args:
        analyzer: folded text -> features.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        self.analyzer = analyzer
        self._columns: dict[str, int] = {}
        self._of: dict[str, npt.NDArray[np.int32]] = {}

    def count(self, texts: Sequence[str]) -> tuple[csr_matrix, list[str]]:
        """Texts by the features they have (1 or 0), and the features in the columns' order."""
        rows = [self._row(text) for text in texts]
        ends = np.cumsum([0, *map(len, rows)], dtype=np.int32)
        columns = np.concatenate(rows)
        used = np.flatnonzero(np.bincount(columns, minlength=len(self._columns)))
        renumbered = np.zeros(len(self._columns), np.int32)
        renumbered[used] = np.arange(len(used), dtype=np.int32)
        columns = renumbered[columns]
        words = list(self._columns)
        shape = (len(rows), len(used))
        counts = csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=shape)
        return counts, [words[column] for column in used]

    def _row(self, text: str) -> npt.NDArray[np.int32]:
        if (row := self._of.get(text)) is None:
            known = self._columns
            found = {known.setdefault(f, len(known)) for f in self.analyzer(text)}
            row = self._of[text] = np.fromiter(found, np.int32, len(found))
        return row


class Index:
    """Similarity of a query to every entry, in one feature space.

    Args:
        texts: folded texts, sorted by entry.
        owners: the entry number (0..n-1, ascending) of each text.
        features: the space.
    """

    def __init__(self, texts: Sequence[str], owners: Ints, features: Features) -> None:
        self._analyzer = features.analyzer
        counts, words = features.count(texts)
        self._vocabulary = {word: column for column, word in enumerate(words)}
        self._owners = owners
        self._starts = np.flatnonzero(np.r_[True, np.diff(owners) > 0])
        entries = int(owners[-1]) + 1
        membership = csr_matrix(
            (np.ones(len(owners), np.float32), (owners, np.arange(len(owners)))),
            shape=(entries, len(owners)),
        )
        by_entry = membership @ counts
        spread = np.asarray((by_entry > 0).sum(axis=0)).ravel()
        self._idf: Floats = (np.log((1 + entries) / (1 + spread)) + 0.1).astype(np.float32)
        self._units = Postings.of(normalize(counts @ diags(self._idf)))
        by_entry.data = np.log1p(by_entry.data)
        self._profiles = Postings.of(normalize(by_entry @ diags(self._idf)))

    def save(self, path: Path) -> None:
        """Write it as arrays (`.npz`), for another process."""
        np.savez(
            path,
            words=np.frombuffer("\n".join(self._vocabulary).encode(), np.uint8),
            owners=self._owners,
            starts=self._starts,
            idf=self._idf,
            **self._units.named("units"),
            **self._profiles.named("profiles"),
        )

    @classmethod
    def load(cls, path: Path, analyzer: Analyzer) -> Index:
        """Read what `save` wrote."""
        index = cls.__new__(cls)
        with np.load(path) as arrays:
            words = arrays["words"].tobytes().decode().split("\n")
            index._analyzer = analyzer
            index._vocabulary = {word: column for column, word in enumerate(words)}
            index._owners, index._starts = arrays["owners"], arrays["starts"]
            index._idf = arrays["idf"]
            index._units = Postings.among(arrays, "units")
            index._profiles = Postings.among(arrays, "profiles")
        return index

    def scores(self, folded: str) -> tuple[Floats, Floats, Floats, float]:
        """Per entry the similarity to its nearest text, to its second nearest and to its profile.

        The last number is the share of the query's weight that this index has seen at all
        (0..1); a feature never seen weighs as much as the rarest.
        """
        features = set(self._analyzer(folded))
        columns = np.array(
            sorted(c for f in features if (c := self._vocabulary.get(f)) is not None),
            dtype=np.int64,
        )
        weights = self._idf[columns]
        unseen = (len(features) - len(columns)) * float(self._idf.max())
        total = float(weights.sum()) + unseen
        known = float(weights.sum()) / total if total else 0.0
        weights /= float(np.sqrt(weights @ weights)) or 1.0
        telling = weights > _TELLING * weights.max(initial=0.0)
        columns, weights = columns[telling], weights[telling]
        near = self._units.scores(columns, weights)
        return *self._top_two(near), self._profiles.scores(columns, weights), known

    def _top_two(self, units: Floats) -> tuple[Floats, Floats]:
        nearest = np.maximum.reduceat(units, self._starts)
        rest = np.where(units >= nearest[self._owners], 0.0, units)
        return nearest, np.maximum.reduceat(rest, self._starts).astype(np.float32)


@dataclass(frozen=True)
class Postings:
    """A sparse matrix, column by column: one query touches few of its rows.

    `rows` and `values` of column c stand from `starts[c]` to `starts[c + 1]`.
    """

    starts: Ints
    rows: npt.NDArray[np.unsignedinteger[Any]]
    values: npt.NDArray[np.float16]
    count: int

    @classmethod
    def of(cls, rows: csr_matrix) -> Postings:
        """Of rows (texts, entries, labels) by features, weighted."""
        by_feature = rows.T.tocsr()
        numbers = by_feature.indices.astype(np.min_scalar_type(rows.shape[0]))
        return cls(by_feature.indptr, numbers, by_feature.data.astype(np.float16), rows.shape[0])

    def named(self, name: str) -> dict[str, Any]:
        """Its arrays under a name, to be saved."""
        return {f"{name}_{part}": array for part, array in vars(self).items()}

    @classmethod
    def among(cls, arrays: Mapping[str, Any], name: str) -> Postings:
        """Those of a name among arrays that were saved."""
        starts, rows, values, count = (arrays[f"{name}_{field.name}"] for field in fields(cls))
        return cls(starts, rows, values, int(count))

    def scores(self, columns: Ints, weights: Floats) -> Floats:
        """The product of every row with a query of these features and weights."""
        starts, ends = self.starts[columns], self.starts[columns + 1]
        spans = [slice(s, e) for s, e in zip(starts, ends, strict=True)]
        if not spans:
            return np.zeros(self.count, np.float32)
        rows = np.concatenate([self.rows[span] for span in spans])
        values = np.concatenate([self.values[span] for span in spans]) * np.repeat(
            weights, ends - starts
        )
        return np.bincount(rows, values, self.count).astype(np.float32)
