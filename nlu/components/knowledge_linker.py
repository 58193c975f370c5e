"""The graph component over the linker: adds the candidates and facets to a parsed message."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, List  # noqa: UP035

import msgspec
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge import store
from nlu import understanding
from nlu.ambiguity import AmbiguousNames
from nlu.classifier import EntryClassifier
from nlu.facets import FacetModel
from nlu.linker import Linker
from nlu.ranker import Ranker
from nlu.training import train
from nlu.understanding import ASK, LINKED, Understander, arbitrate

_RANKER = "ranker.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class KnowledgeLinker(GraphComponent):
    """Trains the ranker and the facet model; links with whatever knowledge base is served."""

    def __init__(
        self,
        storage: ModelStorage,
        resource: Resource,
        trained: tuple[EntryClassifier, Ranker, FacetModel] | None = None,
    ) -> None:
        self._storage = storage
        self._resource = resource
        self._trained = trained

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Nothing to set."""
        return {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> KnowledgeLinker:
        """A component to train."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> KnowledgeLinker:
        """A trained component."""
        with model_storage.read_from(resource) as directory:
            ranker = Ranker(**json.loads((directory / _RANKER).read_text("utf-8")))
            trained = (EntryClassifier.load(directory), ranker, FacetModel.load(directory))
            component = cls(model_storage, resource, trained)
        component._current()  # so that the first citizen does not wait for it
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the content; the other intents' examples show what is no question."""
        base = store.served()
        others = {
            example.get(TEXT): example.get(INTENT)
            for example in training_data.intent_examples
            if example.get(INTENT) != ASK and example.get(TEXT)
        }
        classifier, ranker = train(base, others)
        facets = FacetModel.train(base)
        with self._storage.write_to(self._resource) as directory:
            classifier.save(directory)
            (directory / _RANKER).write_text(json.dumps(asdict(ranker)), "utf-8")
            facets.save(directory)
        self._trained = (classifier, ranker, facets)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training examples need no links."""
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:  # noqa: UP006 - Rasa compares it
        """Add an `Understanding` as plain data, and let it overrule the intent."""
        understander = self._current()
        for message in messages:
            text = message.get(TEXT)
            if understander is None or not text:
                continue
            understood = understander.understand(text)
            message.set(LINKED, msgspec.to_builtins(understood), add_to_output=True)
            intent = message.get(INTENT) or {}
            name = arbitrate(
                intent.get(INTENT_NAME_KEY) or ASK,
                intent.get(PREDICTED_CONFIDENCE_KEY) or 0.0,
                understood,
            )
            message.set(INTENT, {**intent, INTENT_NAME_KEY: name}, add_to_output=True)
        return messages

    def _current(self) -> Understander | None:
        """The understander of the knowledge base served now."""
        if self._trained is None:
            return None
        base = store.served()
        if not understanding.is_over(base):
            classifier, ranker, facets = self._trained
            linker = Linker(base, classifier)
            understanding.use(Understander(base, linker, ranker, facets, AmbiguousNames(base)))
        return understanding.current()
