"""Rasa training data made from the knowledge: every question of the content is an `ask`."""

from __future__ import annotations

import random
from collections.abc import Iterator

from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge import store
from nlu.lexicon import follow_ups
from nlu.linker import FOLLOW_UP, asked_texts
from nlu.plain import plain_questions
from nlu.understanding import ASK

# Questions of an entry that the intent classifier sees: its training time grows with them.
_EACH = 6
_PLAIN = 700  # names, alone and with ways of asking
_SEED = 1


class KnowledgeImporter(RasaFileImporter, TrainingDataImporter):
    """The files of `nlu/`, with names and phrasings of the content as examples of `ask`."""

    def get_nlu_data(self, language: str | None = "vi") -> TrainingData:
        """Hand-written examples and questions of the content."""
        written = super().get_nlu_data(language)
        asked = [Message.build(text=text, intent=ASK) for text in dict.fromkeys(_asked())]
        asked += [Message.build(text=text, intent=FOLLOW_UP) for text in _followed_up()]
        return written.merge(TrainingData(asked))


def _asked() -> Iterator[str]:
    chosen = random.Random(_SEED)
    base = store.served()
    plain = [text for _, _, text in plain_questions(base)]
    yield from chosen.sample(plain, min(_PLAIN, len(plain)))
    for entry in base.entries.values():
        texts = asked_texts(entry)
        yield from chosen.sample(texts, min(_EACH, len(texts)))


def _followed_up() -> Iterator[str]:
    for kind in follow_ups().values():
        for texts in kind.values():
            yield from texts
