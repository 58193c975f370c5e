"""Nothing we train on stands, word for word or nearly, in what we are judged by."""

from __future__ import annotations

import json

import numpy as np
import yaml
from rapidfuzz import fuzz, process

from bot.settings import ROOT
from knowledge.base import KnowledgeBase
from nlu.lexicon import folder
from nlu.linker import asked_texts

NEAR = 93  # of 100; above it only a word or two differ
WORDS = 5  # shorter messages ("cảm ơn nhé") are the same for everybody

JUDGES = [
    *(ROOT / "tests" / "heldout").glob("questions.jsonl"),
    *(ROOT.parent / "shared" / "eval").glob("dev*.jsonl"),
]


def test_training_material_is_not_what_we_are_judged_by() -> None:
    fold = folder().fold
    judged = []
    for path in JUDGES:
        for line in path.read_text("utf-8").splitlines():
            data = json.loads(line)
            turns = data.get("turns")
            texts = [turn["user"] for turn in turns] if turns else [data["text"]]
            judged += [t for t in map(fold, texts) if len(t.split()) >= WORDS]
    entries = KnowledgeBase.load().entries.values()
    trained = [fold(text) for entry in entries for text in asked_texts(entry)]
    for path in (ROOT / "nlu" / "intents").glob("*.yml"):
        for intent in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            trained += [fold(line[2:]) for line in intent["examples"].splitlines()]
    assert len(judged) > 1_000
    likeness = process.cdist(
        judged, trained, scorer=fuzz.ratio, score_cutoff=NEAR, dtype=np.uint8, workers=2
    )
    near = [(judged[i], trained[j]) for i, j in zip(*np.nonzero(likeness), strict=True)]
    assert near == []
