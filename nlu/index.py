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
        self._counter = CountVectorizer(analyzer=analyzer, dtype=np.float32, binary=True)
        counts = self._counter.fit_transform(texts)
        self._owners = owners
        self._starts = np.flatnonzero(np.r_[True, np.diff(owners) > 0])
        entries = int(owners[-1]) + 1
        membership = csr_matrix(
            (np.ones(len(owners), np.float32), (owners, np.arange(len(owners)))),
            shape=(entries, len(owners)),
        )
        by_entry = membership @ counts
        spread = np.asarray((by_entry > 0).sum(axis=0)).ravel()
        self.idf: Floats = (np.log((1 + entries) / (1 + spread)) + 0.1).astype(np.float32)
        self._units = normalize(counts @ diags(self.idf))
        self._profiles = by_entry
        self._units_t = self._units.T.tocsr()
        self._profiles_t = self._profile(by_entry).T.tocsr()

    def vector(self, folded: str) -> csr_matrix:
        """The weighted, normalised features of a text."""
        return normalize(self._counter.transform([folded]) @ diags(self.idf))

    def known(self, folded: str) -> float:
        """The share of a text's weight that this index has seen (0..1); unseen weighs most."""
        features = set(self._counter.build_analyzer()(folded))
        rarest = float(self.idf.max())
        vocabulary = self._counter.vocabulary_
        weights = [
            (float(self.idf[vocabulary[f]]), True) if f in vocabulary else (rarest, False)
            for f in features
        ]
        total = sum(w for w, _ in weights)
        return sum(w for w, seen in weights if seen) / total if total else 0.0

    def scores(self, query: csr_matrix) -> tuple[Floats, Floats, Floats]:
        """Per entry: similarity to its nearest text, to its second nearest, and to its profile."""
        units = np.asarray((query @ self._units_t).todense(), dtype=np.float32).ravel()
        return *self._top_two(units), self._to_profiles(query)

    def scores_without(self, row: int) -> tuple[Floats, Floats, Floats]:
        """The scores of indexed text number `row`, as if it were not in the index."""
        query = self._units[row]
        units = np.asarray((query @ self._units_t).todense(), dtype=np.float32).ravel()
        units[units > 0.999] = 0.0  # itself, and its twins
        nearest, second = self._top_two(units)
        profiles = self._to_profiles(query)
        owner = int(self._owners[row])
        counts = query.copy()
        counts.data = np.ones_like(counts.data)
        rest = self._profiles[owner] - counts
        rest.data = np.maximum(rest.data, 0)
        profiles[owner] = float((query @ self._profile(rest).T).toarray()[0, 0])
        return nearest, second, profiles

    def _profile(self, counts: csr_matrix) -> csr_matrix:
        damped = counts.copy()
        damped.data = np.log1p(damped.data)
        return normalize(damped @ diags(self.idf))

    def _to_profiles(self, query: csr_matrix) -> Floats:
        return np.asarray((query @ self._profiles_t).todense(), dtype=np.float32).ravel()

    def _top_two(self, units: Floats) -> tuple[Floats, Floats]:
        nearest = np.maximum.reduceat(units, self._starts)
        rest = np.where(units >= nearest[self._owners], 0.0, units)
        return nearest, np.maximum.reduceat(rest, self._starts).astype(np.float32)
