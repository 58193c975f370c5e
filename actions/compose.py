"""From a decision to the replies a citizen gets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from actions.decide import Decision
from actions.others import OtherText
from actions.phrases import Phrases
from actions.procedures import REPEATED, ProcedureText
from actions.reply import Choice, Reply
from knowledge.base import KnowledgeBase
from knowledge.schema import FACETS, Amenity, Entry, IndexedProcedure, Procedure, Safety, Service
from nlu.facets import OVERVIEW
from nlu.understanding import payload

NEXT = 4  # choices offered after an answer; Zalo allows five buttons


class Composer:
    """Speaks one commune's knowledge with the lines of the domain."""

    def __init__(
        self,
        base: KnowledgeBase,
        responses: Mapping[str, list[dict[str, Any]]],
        today: date,
    ) -> None:
        self._base = base
        self._phrases = Phrases(responses, base)
        self._say = self._phrases.say
        self._today = today

    def line(self, name: str, /, **values: object) -> tuple[Reply, ...]:
        """A fixed line."""
        return (Reply(self._say(name, **values)),)

    def handoff(self) -> tuple[Reply, ...]:
        """Whom to turn to, and when somebody reads messages."""
        hours = "; ".join(self._base.commune.handover_hours)
        told = self._say("handoff_hours", hours=hours) if hours else ""
        return (Reply(self._say("handoff", hours=told)),)

    def clarify(self, decision: Decision) -> tuple[Reply, ...]:
        """Ask which entry is meant, or of which procedure a bare facet is."""
        if not decision.entries:
            facet = self._phrases.facet(decision.facets[0]).lower()
            return (Reply(self._say("which_procedure", facet=facet)),)
        choices = tuple(self._entry_choice(e) for e in decision.entries)
        if len(choices) == 1:
            return (Reply(self._say("which_one", name=choices[0].title), choices),)
        return (Reply(self._say("which"), choices),)

    def fallback(self, decision: Decision) -> tuple[Reply, ...]:
        """Say that we do not know; the nearest entries are offered."""
        choices = tuple(self._entry_choice(e) for e in decision.entries)
        return (Reply(self._say("fallback_near" if choices else "fallback"), choices),)

    def answer(
        self, entry_id: str, facets: tuple[str, ...], question: str = ""
    ) -> tuple[Reply, ...]:
        """The facts asked, cautions, the source, and what can be asked next."""
        entry = self._base.entries.get(entry_id)
        if entry is None:
            return self._indexed(self._base.indexed[entry_id])
        if isinstance(entry, Service):
            case = OtherText(self._base, self._phrases).in_case(entry, question)
            if case:
                return (Reply("\n".join(case)),)
        facets = tuple(f for f in facets if f in FACETS[entry.kind]) or (OVERVIEW,)
        blocks = []
        for facet in facets:
            heading = self._heading(entry, facet)
            notes = [n.text for n in entry.notes if facet in n.facets or not n.facets]
            lines = self._section(entry, facet, question)
            if notes and not isinstance(entry, Procedure):
                lines.append(self._say("notes"))
            blocks.append("\n".join([heading, *lines, *self._phrases.bullets(notes)]))
        blocks.append("\n".join([*self._cautions(entry, facets), self._source(entry)]))
        return (Reply("\n\n".join(blocks), self._next(entry, facets)),)

    def _heading(self, entry: Entry, facet: str) -> str:
        if facet == OVERVIEW:
            return self._say("heading_overview", name=entry.name)
        return self._say("heading", name=entry.name, facet=self._phrases.facet(facet, entry.kind))

    def _section(self, entry: Entry, facet: str, question: str) -> list[str]:
        if isinstance(entry, Procedure):
            return ProcedureText(entry, self._phrases, self._today).section(facet)
        other = OtherText(self._base, self._phrases)
        if isinstance(entry, Amenity):
            return other.amenity(entry, facet)
        if isinstance(entry, Safety):
            return other.safety(entry, facet, question)
        assert isinstance(entry, Service)
        return other.service(entry)

    def _cautions(self, entry: Entry, facets: tuple[str, ...]) -> list[str]:
        shown = set(facets)
        if isinstance(entry, Procedure):
            shown.update(*(REPEATED.get(facet, ()) for facet in facets))
        told = dict.fromkeys(
            c.text for c in entry.cautions if not c.facets or set(c.facets) & shown
        )
        lines = [self._say("caution", text=text) for text in told]
        return [*lines, self._say("caution_ask")] if lines else []

    def _source(self, entry: Entry) -> str:
        day = "/".join(reversed(entry.as_of.split("-")))
        return self._say("source", source=entry.sources[0].title, date=day)

    def _next(self, entry: Entry, facets: tuple[str, ...]) -> tuple[Choice, ...]:
        if isinstance(entry, Procedure):
            offered = ProcedureText(entry, self._phrases, self._today).next_facets(facets)
        else:
            offered = [f for f in FACETS[entry.kind] if f not in facets]
        choices = [
            Choice(self._phrases.facet(f, entry.kind), payload(entry.id, f)) for f in offered
        ]
        choices = choices[: NEXT - 1] if entry.see_also else choices[:NEXT]
        choices += [self._entry_choice(e) for e in entry.see_also]
        return tuple(choices[:NEXT])

    def _entry_choice(self, entry_id: str) -> Choice:
        return Choice(self._base.name(entry_id), payload(entry_id))

    def _indexed(self, item: IndexedProcedure) -> tuple[Reply, ...]:
        text = self._say("indexed", name=item.name, code=item.code, field=item.field, url=item.url)
        return (Reply(text),)
