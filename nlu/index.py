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
        self._units = normalize(counts @ diags(self._idf)).T.tocsr()
        by_entry.data = np.log1p(by_entry.data)
        self._profiles = normalize(by_entry @ diags(self._idf)).T.tocsr()

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
        length = float(np.sqrt(weights @ weights)) or 1.0
        query = csr_matrix(
            (weights / length, columns, [0, len(columns)]), shape=(1, len(self._idf))
        )
        near = np.asarray((query @ self._units).todense(), dtype=np.float32).ravel()
        profile = np.asarray((query @ self._profiles).todense(), dtype=np.float32).ravel()
        return *self._top_two(near), profile, float(weights.sum()) / total if total else 0.0

    def _top_two(self, units: Floats) -> tuple[Floats, Floats]:
        nearest = np.maximum.reduceat(units, self._starts)
        rest = np.where(units >= nearest[self._owners], 0.0, units)
        return nearest, np.maximum.reduceat(rest, self._starts).astype(np.float32)
