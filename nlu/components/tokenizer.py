"""Tokens of Vietnamese text: words by underthesea, folded syllables for the featurizers."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from underthesea import word_tokenize

from nlu.lexicon import folder
from nlu.text import normal

# Segmentation is quadratic in odd input; nobody's question is longer.
_LONGEST = 1_000


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class VietnameseTokenizer(Tokenizer):
    """Words of several syllables are one token; its lemma is the folded form.

    The featurizers count lemmas, so accented, unaccented and abbreviated text meet.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        word_tokenize("xin chào")  # loads its model, so that the first citizen does not wait for it

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Intents are one token each."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
        }

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Split the text of an attribute into tokens."""
        text: str = message.get(attribute) or ""
        fold = folder().fold
        tokens = []
        end = 0
        lowered = normal(text)[:_LONGEST]
        for word in word_tokenize(lowered):
            start = lowered.find(word, end)
            lemma = fold(word)
            if start < 0 or not lemma:
                continue
            end = start + len(word)
            tokens.append(Token(word, start, end, lemma=lemma))
        return self._apply_token_pattern(tokens) or [Token(text, 0, len(text), lemma=" ")]
