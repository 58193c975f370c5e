"""The answers about amenities, services and safety."""

from __future__ import annotations

from collections.abc import Iterable

from actions.phrases import Phrases
from knowledge.base import KnowledgeBase
from knowledge.schema import Amenity, Case, Contact, LocalAmenity, Office, Safety, Service
from nlu.lexicon import folder


class OtherText:
    """Makes the text lines of one entry that is no procedure."""

    def __init__(self, base: KnowledgeBase, phrases: Phrases) -> None:
        self._base = base
        self._phrases = phrases
        self._say = phrases.say
        self._bullets = phrases.bullets

    def amenity(self, amenity: Amenity, facet: str) -> list[str]:
        """What it is and whether it is here; where; what it costs."""
        here = self._base.commune.amenities.get(amenity.id, LocalAmenity())
        if facet == "cost":
            lines = [self._say("amenity_free" if amenity.free else "amenity_paid")]
        elif facet == "overview":
            lines = [amenity.summary]
        else:
            lines = []
        if here.available is None:
            return [*lines, self._say("here_unknown")]
        if not here.available:
            return [*lines, self._say("here_no")]
        where = self._say("here_where", where=here.where) if here.where else ""
        return [*lines, self._say("here_yes", where=where)]

    def in_case(self, service: Service, question: str) -> list[str]:
        """The case of a service that a question tells of, with its contacts; empty if none."""
        case = _case(service, question)
        if case is None:
            return []
        return [case.title, *self._numbered(case.steps), *self._contacts(case.contacts)]

    def service(self, service: Service) -> list[str]:
        """The fact, further lines, the steps, what the commune has published, contacts."""
        lines = [service.summary, *self._bullets(service.details)]
        if service.steps:
            lines += [self._say("steps"), *self._numbered(service.steps)]
        for field in service.commune:
            lines += self._published(field)
        return [*lines, *self._contacts(service.contacts)]

    def safety(self, safety: Safety, facet: str, question: str) -> list[str]:
        """Overview: how to know it; action: what to do at once; report: whom to tell."""
        contacts = self._contacts(safety.contacts)
        if facet == "report":
            return [*self._bullets(safety.report), *contacts]
        if facet == "action":
            return [*self._act(safety, question), *contacts]
        act = self._act(safety, question)
        if act:
            act.insert(0, self._say("do_now"))
        if safety.urgent:
            return [*act, *contacts]
        lines = [safety.summary]
        if safety.truth:
            lines.append(self._say("truth", text=safety.truth))
        if safety.signs:
            lines += [self._say("signs"), *self._bullets(safety.signs)]
        if safety.rules:
            lines += [self._say("rules"), *self._bullets(safety.rules)]
        return [*lines, *act]

    def _act(self, safety: Safety, question: str) -> list[str]:
        """What to do, in the case the question tells of, and what never to do."""
        case = _case(safety, question)
        steps = case.steps if case else safety.do_now
        lines = [self._say("case", title=case.title)] if case else []
        lines += self._numbered(steps)
        if case and case.note:
            lines.append(case.note)
        if safety.never:
            lines += [self._say("never"), *self._bullets(safety.never)]
        return lines

    @staticmethod
    def _numbered(steps: Iterable[str]) -> list[str]:
        return [f"{n}. {step}" for n, step in enumerate(steps, 1)]

    def _contacts(self, ids: tuple[str, ...]) -> list[str]:
        shown = [self._contact(c) for c in self._base.shown_contacts(ids)]
        return [self._say("contacts"), *shown] if shown else []

    def _contact(self, contact: Contact) -> str:
        name = "contact"
        if contact.needs_call_check:
            by_phone = "phone" in contact.channel or contact.channel == "sms"
            name = "contact_not_called" if by_phone else "contact_not_checked"
        return self._say(
            name,
            name=contact.name,
            value=contact.value,
            use=contact.use_for.rstrip("."),
            date="/".join(reversed(contact.as_of.split("-"))),
        )

    def _published(self, field: str) -> list[str]:
        """A field of the profile, or the word that the commune has not published it."""
        commune = self._base.commune
        offices = {"police": (commune.police,), "service_point": (commune.service_point,)}
        lines: list[str] = []
        for office in offices.get(field, (commune.service_point, commune.office)):
            lines += self._of_office(office, field)
        unknown = self._say("unpublished", what=self._say(f"field_{field}"))
        return self._bullets(lines) or [unknown]

    def _of_office(self, office: Office, field: str) -> list[str]:
        phones = self._phrases.phones(office)
        lines = []
        if field == "hours":
            lines += [f"{office.name}: {hours}" for hours in office.hours]
        if field in ("address", "police", "service_point") and office.address:
            lines.append(f"{office.name}: {office.address}")
        if field in ("phones", "police", "service_point") and phones:
            lines.append(f"{office.name}: {phones}")
        return lines


def _case(entry: Safety | Service, question: str) -> Case | None:
    """The case of an entry that the question tells of: the first with a cue in it."""
    fold = folder().fold
    folded = f" {fold(question)} "
    for case in entry.cases:
        if any(f" {fold(cue)} " in folded for cue in case.cues):
            return case
    return None
