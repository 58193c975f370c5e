"""A TF-IDF index of short texts that belong to entries, scored entry by entry.

Rare means rare *among entries*: a word that many entries share ("bao nhieu tien") tells nothing
about which of them is meant, however seldom each of them uses it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

# A feature this much lighter than the heaviest of a query changes no order, but is in most texts.
_TELLING = 0.12


class Index:
    """Similarity of a query to every entry, in one feature space.

    Args:
        texts: folded texts, sorted by entry.
        owners: the entry number (0..n-1, ascending) of each text.
        analyzer: folded text -> features.
    """

    def __init__(
        self, texts: Sequence[str], owners: Ints, analyzer: Callable[[str], Iterator[str]]
    ) -> None:
        self._analyzer = analyzer
        counter = CountVectorizer(analyzer=analyzer, dtype=np.float32, binary=True)
        counts = counter.fit_transform(texts)
        self._vocabulary: dict[str, int] = counter.vocabulary_
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
        self._units = _Postings(normalize(counts @ diags(self._idf)))
        by_entry.data = np.log1p(by_entry.data)
        self._profiles = _Postings(normalize(by_entry @ diags(self._idf)))

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


class _Postings:
    """The rows that have a feature, feature by feature: one query touches few of them.

    Args:
        rows: texts or entries by features, weighted.
    """

    def __init__(self, rows: csr_matrix) -> None:
        by_feature = rows.T.tocsr()
        self._starts = by_feature.indptr
        self._rows = by_feature.indices
        self._values = by_feature.data.astype(np.float32)
        self._count: int = rows.shape[0]

    def scores(self, columns: Ints, weights: Floats) -> Floats:
        """The product of every row with a query of these features and weights."""
        starts, ends = self._starts[columns], self._starts[columns + 1]
        spans = [slice(s, e) for s, e in zip(starts, ends, strict=True)]
        if not spans:
            return np.zeros(self._count, np.float32)
        rows = np.concatenate([self._rows[span] for span in spans])
        values = np.concatenate([self._values[span] for span in spans])
        values *= np.repeat(weights, ends - starts)
        return np.bincount(rows, values, self._count).astype(np.float32)
