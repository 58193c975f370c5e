"""How much each sign of likeness counts: two small linear models, trained on the content itself.

Training asks phrasings of the content as if they were not in it (`nlu.training`) and learns to
put their entry first (`weights`). Two more things make the result a probability: `sharpness`
(how far ahead the first must be) and `scope` (whether the question is ours at all, learnt
against examples of speech acts and of off-topic questions).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Ranker:
    """Weights of the signs (`linker.SIGNS`), and the two calibrations."""

    weights: tuple[float, ...]
    sharpness: float
    scope: tuple[float, ...]

    def rank(self, signs: Floats) -> Floats:
        """Points of each candidate; `signs` has a row per candidate."""
        points: Floats = signs @ np.asarray(self.weights)
        return points

    def shares(self, points: Floats) -> Floats:
        """Probabilities of the candidates, given that one of them is meant."""
        raised = np.exp(self.sharpness * (points - points.max()))
        shares: Floats = raised / raised.sum()
        return shares

    def in_scope(self, evidence: Floats) -> float:
        """Probability that the question is about anything in the content."""
        *slopes, intercept = self.scope
        return float(1 / (1 + np.exp(-(evidence @ np.asarray(slopes) + intercept))))


def train_weights(cases: Sequence[tuple[Floats, int]]) -> tuple[tuple[float, ...], float]:
    """Weights and sharpness from (signs of the candidates, row of the right one).

    Each case gives the differences between the right candidate and every other: a linear model
    that tells their sign ranks right.
    """
    differences = np.concatenate(
        [np.delete(signs[right] - signs, right, axis=0) for signs, right in cases]
    )
    weight = np.concatenate([np.full(len(s) - 1, 1 / (len(s) - 1)) for s, _ in cases if len(s) > 1])
    both = np.concatenate([differences, -differences])
    labels = np.r_[np.ones(len(differences)), np.zeros(len(differences))]
    model = LogisticRegression(fit_intercept=False, C=10.0, max_iter=500)
    model.fit(both, labels, sample_weight=np.r_[weight, weight])
    weights = model.coef_[0]

    def surprise(sharpness: float) -> float:
        total = 0.0
        for signs, right in cases:
            points = sharpness * (signs @ weights)
            total += np.logaddexp.reduce(points) - points[right]
        return total

    best = minimize_scalar(surprise, bounds=(0.05, 5.0), method="bounded")
    return tuple(map(float, weights)), float(best.x)


def train_scope(ours: Floats, others: Floats) -> tuple[float, ...]:
    """Slopes and intercept of the in-scope probability from rows of evidence."""
    rows = np.concatenate([ours, others])
    labels = np.r_[np.ones(len(ours)), np.zeros(len(others))]
    model = LogisticRegression(C=10.0, max_iter=1000).fit(rows, labels)
    return (*map(float, model.coef_[0]), float(model.intercept_[0]))
