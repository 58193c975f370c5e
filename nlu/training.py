"""Training the linker on the content: every phrasing is asked as if it were not in it."""

from __future__ import annotations

import random
from collections.abc import Mapping

import numpy as np

from knowledge.base import KnowledgeBase
from nlu.classifier import EntryClassifier, act, is_act
from nlu.lexicon import folder
from nlu.linker import Evidence, Indexed, Linker, asked_texts, feature_spaces
from nlu.plain import plain_questions
from nlu.ranker import Floats, Ranker, train_scope, train_weights

# Half of the messages are held out; so many of them are asked: enough for a dozen weights.
_ASKED = 2_000
_SEED = 1
# One in so many entries is trained on as if the classifier did not know it: the ranker learns
# how far to trust the other signs for what editors add.
_NEW = 12


def train(base: KnowledgeBase, others: Mapping[str, str]) -> tuple[EntryClassifier, Ranker]:
    """A classifier and a ranker for this content.

    `others` are texts that ask for no entry, with their intent.
    """
    shuffled = random.Random(_SEED)
    asked = [(text, entry.id) for entry in base.entries.values() for text in asked_texts(entry)]
    asked += [(text, entry.id) for entry, _, text in plain_questions(base)]
    asked += [(text, act(intent)) for text, intent in others.items()]
    shuffled.shuffle(asked)
    held_out = asked[: len(asked) // 2]
    left_out = frozenset(text for text, _ in held_out)
    new = {i for n, i in enumerate(base.entries) if n % _NEW == 0}
    indexed = Indexed.make(base, feature_spaces(), left_out)
    linker = Linker(base, _classifier(base, others, left_out, new), indexed)
    cases: list[tuple[Floats, int]] = []
    ours: list[Evidence] = []
    theirs: list[Evidence] = []
    for text, label in held_out[:_ASKED]:
        found = linker.evidence(text)
        right = [i for i, row in enumerate(found.rows) if linker.ids[row] == label]
        if right:
            cases.append((found.signs, right[0]))
        (theirs if is_act(label) else ours).append(found)
    weights, sharpness = train_weights(cases)
    plain = Ranker(weights, sharpness, (0.0,))
    scope = train_scope(
        np.array([e.scope(plain.rank(e.signs)) for e in ours]),
        np.array([e.scope(plain.rank(e.signs)) for e in theirs]),
    )
    return _classifier(base, others), Ranker(weights, sharpness, scope)


def _classifier(
    base: KnowledgeBase,
    others: Mapping[str, str],
    left_out: frozenset[str] = frozenset(),
    new: frozenset[str] | set[str] = frozenset(),
) -> EntryClassifier:
    texts = [(text, act(intent)) for text, intent in others.items()]
    texts += [(text, entry.id) for entry, _, text in plain_questions(base) if entry.id not in new]
    for entry in base.entries.values():
        if entry.id not in new:
            texts += [(text, entry.id) for text in asked_texts(entry)]
    fold = folder().fold
    kept = [(fold(text), label) for text, label in texts if text not in left_out]
    return EntryClassifier.train([t for t, _ in kept], [label for _, label in kept])
