"""Rasa training data made from the knowledge: every question of the content is an `ask`."""

from __future__ import annotations

from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge import store
from nlu.understanding import ASK

class KnowledgeImporter(RasaFileImporter, TrainingDataImporter):
    """The files of `nlu/`, with the names and phrasings of the content as examples of `ask`."""

    def get_nlu_data(self, language: str | None = "vi") -> TrainingData:
        """Hand-written examples and the questions of the content."""
        written = super().get_nlu_data(language)
        texts = dict.fromkeys(
            text
            for entry in store.served().entries.values()
            for text in (*entry.aliases, *(p for ps in entry.phrasings.values() for p in ps))
        )
        asked = [Message.build(text=text, intent=ASK) for text in texts]
        return written.merge(TrainingData(asked))
