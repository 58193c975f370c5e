"""The fixed lines of `domain.yml`, and the parts of them that differ between communes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from knowledge.base import KnowledgeBase
from knowledge.schema import Office


class Phrases:
    """Speaks the responses of the domain for one commune.

    A missing response is a mistake of ours and raises KeyError.
    """

    def __init__(self, responses: Mapping[str, list[dict[str, Any]]], base: KnowledgeBase) -> None:
        self._responses = responses
        self._base = base

    def say(self, line: str, /, **values: object) -> str:
        """The line `utter_<line>` with its values filled in."""
        text: str = self._responses[f"utter_{line}"][0]["text"]
        told = text.format(commune=self._base.commune.name, ask=_Lazy(self.where_to_ask), **values)
        return sentence(told) if text.startswith("{commune}") else told

    def bullets(self, lines: Iterable[str]) -> list[str]:
        """Each line as a bullet."""
        return [self.say("line", text=line) for line in lines]

    def facet(self, facet: str, kind: str = "procedure") -> str:
        """The title of a facet; some kinds of entry have their own."""
        own = f"facet_{kind}_{facet}"
        return self.say(own if f"utter_{own}" in self._responses else f"facet_{facet}")

    def where_to_ask(self) -> str:
        """The public-service point as far as it is published; else also a hotline."""
        point = self._base.commune.service_point
        phones = self.phones(point)
        text = self.say(
            "ask",
            point=point.name,
            address=self.say("ask_address", address=point.address) if point.address else "",
            phones=self.say("ask_phones", phones=phones) if phones else "",
        )
        if not phones:
            for contact in self._base.shown_contacts(self._base.commune.hotlines):
                text += self.say("ask_hotline", name=contact.name, value=contact.value)
        return text

    def phones(self, office: Office) -> str:
        """The published numbers of an office in one line."""
        return ", ".join(f"{p.number} ({p.name})" for p in office.phones)


def sentence(text: str) -> str:
    """The text with its first letter made a capital."""
    return text[:1].upper() + text[1:]


class _Lazy:
    """Text made only when a line uses it."""

    def __init__(self, make: Any) -> None:
        self._make = make

    def __format__(self, spec: str) -> str:
        return format(self._make(), spec)
