"""The same contract for each of our Rasa components: they add, take nothing, and bear anything."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge import store
from knowledge.base import KnowledgeBase
from nlu.components.knowledge_linker import KnowledgeLinker
from nlu.components.tokenizer import VietnameseTokenizer
from nlu.understanding import LINKED
from tests.nlu.test_linker import OTHERS

TEXTS = (
    "gks cho bé cần gì ạ",
    "ĐĂNG KÝ   khai sinh!!!",
    unicodedata.normalize("NFD", "khai tử cho bố"),
    "",
    "   ",
    "😀😀",
    "\x00\x01",
    "a" * 3_000,
    "?",
)


class Built(NamedTuple):
    """A component that is ready, with the text it was made from."""

    component: Any
    adds: str


def _plain(added: Any) -> Any:
    return [vars(token) for token in added] if isinstance(added, list) else added


@pytest.fixture
def context() -> ExecutionContext:
    return ExecutionContext(GraphSchema({}))


@pytest.fixture(params=["tokenizer", "linker"])
def built(
    request: pytest.FixtureRequest,
    base: KnowledgeBase,
    context: ExecutionContext,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Built]:
    monkeypatch.setattr(store, "_served", base)
    (tmp_path / "storage").mkdir()
    storage = LocalModelStorage(tmp_path / "storage")
    resource = Resource(request.param)
    if request.param == "tokenizer":
        config = VietnameseTokenizer.get_default_config()
        yield Built(VietnameseTokenizer.create(config, storage, resource, context), "text_tokens")
        return
    config = KnowledgeLinker.get_default_config()
    examples = [Message.build(text=text, intent=intent) for text, intent in OTHERS.items()]
    KnowledgeLinker.create(config, storage, resource, context).train(TrainingData(examples))
    yield Built(KnowledgeLinker.load(config, storage, resource, context), LINKED)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_it_adds_and_takes_nothing_away(built: Built, text: str) -> None:
    message = Message({TEXT: text, "kept": 1, INTENT: {"name": "ask", "confidence": 0.9}})
    assert built.component.process([message]) == [message]
    assert message.get(TEXT) == text
    assert message.get("kept") == 1
    if text:
        assert message.get(built.adds)


def test_many_messages_are_as_one_by_one(built: Built) -> None:
    texts = [t for t in TEXTS if t]
    together = [Message({TEXT: t}) for t in texts]
    built.component.process(together)
    for text, message in zip(texts, together, strict=True):
        alone = Message({TEXT: text})
        built.component.process([alone])
        assert _plain(alone.get(built.adds)) == _plain(message.get(built.adds))


def test_training_data_keeps_its_examples(built: Built) -> None:
    data = TrainingData([Message({TEXT: "khai sinh", INTENT: "ask"})])
    processed = built.component.process_training_data(data)
    assert [m.get(TEXT) for m in processed.training_examples] == ["khai sinh"]


def test_accented_and_bare_tokens_have_the_same_lemmas(context: ExecutionContext) -> None:
    tokenizer = VietnameseTokenizer(VietnameseTokenizer.get_default_config())

    def lemmas(text: str) -> str:
        tokens = tokenizer.tokenize(Message({TEXT: text}), TEXT)
        return " ".join(token.lemma for token in tokens)

    assert lemmas("Đăng ký khai sinh cho con") == lemmas("dang ky khai sinh cho con")


@pytest.mark.parametrize("built", ["linker"], indirect=True)
def test_an_edit_is_live_without_training(
    built: Built, base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    fewer = {i: e for i, e in base.entries.items() if i != "dang-ky-khai-tu"}
    edited = KnowledgeBase(
        base.commune,
        fewer,
        base.indexed,
        base.contacts,
        base.sites,
        {},
        base.places,
        "edited",
    )
    monkeypatch.setattr(store, "_served", edited)
    message = Message({TEXT: "bố em mất thì báo tử ở đâu"})
    built.component.process([message])
    assert "dang-ky-khai-tu" not in dict(message.get(LINKED)["candidates"])
