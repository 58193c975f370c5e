"""The answers about a procedure: an overview card, and one section per facet asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from actions.phrases import Phrases, sentence
from knowledge.schema import Fee, Paper, Procedure, TimeLimit
from nlu.lexicon import cues, folder

# What a section repeats of others: their cautions go with it.
REPEATED = {"overview": ("fee", "duration"), "steps": ("documents", "place", "duration", "result")}
_CARD_FACETS = ("documents", "fee", "duration", "place", "online", "eligibility")


class ProcedureText:
    """Makes the text lines of one procedure, as of a day."""

    def __init__(self, procedure: Procedure, phrases: Phrases, today: date) -> None:
        self._procedure = procedure
        self._say = phrases.say
        self._bullets = phrases.bullets
        self._today = today

    def section(self, facet: str) -> list[str]:
        """The lines that answer one facet."""
        lines: list[str] = getattr(self, f"_{facet}")()
        return lines

    def next_facets(self, shown: tuple[str, ...]) -> list[str]:
        """The facets to offer next, most asked first."""
        return [f for f in _CARD_FACETS if f not in shown]

    def _overview(self) -> list[str]:
        procedure = self._procedure
        lines = [procedure.summary, self._say("card_agency", text=procedure.agency)]
        if fees := sorted(self._current_fees(), key=_is_special):
            lines.append(self._say("card_fee", text=self._first(list(map(self._fee_text, fees)))))
        if limits := procedure.time_limits:
            lines.append(self._say("card_time", text=self._first(list(map(self._limit, limits)))))
        return lines

    def _first(self, texts: list[str]) -> str:
        return texts[0] if len(texts) == 1 else self._say("card_more", text=texts[0])

    def _documents(self) -> list[str]:
        papers = self._procedure.documents
        lines = self._bullets(map(self._paper, papers)) or [self._say("no_documents")]
        told = f" {folder().fold(' '.join(paper.name for paper in papers))} "
        if self._procedure.forms and not any(f" {word} " in told for word in cues()["form_words"]):
            forms = _joined(form.name for form in self._procedure.forms)
            lines.append(self._say("to_fill_in", forms=forms))
        return lines

    def _fee(self) -> list[str]:
        return self._bullets(map(self._fee_text, self._current_fees())) or [self._say("no_fee")]

    def _duration(self) -> list[str]:
        limits = self._procedure.time_limits
        return self._bullets(map(self._limit, limits)) or [self._say("no_duration")]

    def _place(self) -> list[str]:
        filing = self._procedure.filing
        lines = self._bullets(filing.in_person)
        if filing.post:
            lines += self._bullets([self._say("post")])
        agency = self._procedure.agency
        told = any(agency.lower() in place.lower() for place in filing.in_person)
        return lines if told else [*lines, self._say("card_agency", text=agency)]

    def _online(self) -> list[str]:
        lines = self._bullets(self._procedure.filing.online) or [self._say("no_online")]
        if self._procedure.portal_urls:
            lines.append(self._say("portal", url=self._procedure.portal_urls[0]))
        return lines

    def _form(self) -> list[str]:
        forms = []
        for form in self._procedure.forms:
            text = form.name
            if form.basis and form.basis not in text:
                text += self._say("basis", basis=form.basis)
            forms.append(text)
            if form.url:
                forms.append(form.url)
        return self._bullets(forms) or [self._say("no_form")]

    def _eligibility(self) -> list[str]:
        return self._bullets(self._procedure.eligibility)

    def _steps(self) -> list[str]:
        procedure = self._procedure
        if procedure.steps:
            return [f"{n}. {step}" for n, step in enumerate(procedure.steps, 1)]
        filing = procedure.filing
        places = [*filing.in_person, *filing.online, *([self._say("post")] if filing.post else [])]
        lines = [
            self._say("step_prepare", documents=_joined(map(self._paper, procedure.documents))),
            self._say("step_file", place=_joined(places)),
            self._say("step_result", result=_joined(procedure.result)),
        ]
        if times := procedure.time_limits:
            lines.append(self._say("step_time", time=_joined(map(self._limit, times))))
        return lines

    def _result(self) -> list[str]:
        return self._bullets(self._procedure.result)

    def _legal(self) -> list[str]:
        procedure = self._procedure
        lines = self._bullets((*procedure.legal_basis, *procedure.changes))
        return [*lines, *(self._say("code", code=code) for code in procedure.codes)]

    def _current_fees(self) -> list[Fee]:
        """The fees that hold today; a period that has ended is history."""
        today = self._today.isoformat()
        return [f for f in self._procedure.fees if not f.valid_to or f.valid_to >= today]

    def _paper(self, paper: Paper) -> str:
        text = paper.name
        if paper.or_:
            text += self._say("or", others="; ".join(paper.or_))
        if paper.note:
            text += self._say("note", note=paper.note)
        return self._in_case(paper.when, text)

    def _fee_text(self, fee: Fee) -> str:
        if fee.amount is None:
            text = fee.text or ""
        elif fee.amount == 0:
            text = self._say("free")
        else:
            amount = f"{fee.amount:,}".replace(",", ".")
            name = "money_per" if fee.unit else "money"
            text = self._say(name, amount=amount, unit=fee.unit)
        if fee.basis and fee.basis not in text:
            text += self._say("basis", basis=fee.basis)
        text += self._validity(fee)
        cases = [fee.when] if fee.when else []
        if fee.via != "any" and not any(self._mentions_way(c) for c in cases):
            cases.append(self._say(f"via_{fee.via}"))
        when = ", ".join(cases)
        return self._in_case(when, text)

    def _in_case(self, when: str | None, text: str) -> str:
        return self._say("when", when=sentence(when), text=text) if when else text

    def _mentions_way(self, case: str) -> bool:
        """Whether a case already tells the way of filing."""
        lowered = case.lower()
        return any(self._say(f"via_{way}") in lowered for way in ("paper", "online"))

    def _validity(self, fee: Fee) -> str:
        today = self._today.isoformat()
        start = _day(fee.valid_from) if fee.valid_from else None
        end = _day(fee.valid_to) if fee.valid_to else None
        if start and end:
            return self._say("valid_between", start=start, end=end)
        if start and fee.valid_from and fee.valid_from > today:
            return self._say("valid_from", start=start)
        return self._say("valid_to", end=end) if end else ""

    def _limit(self, limit: TimeLimit) -> str:
        if limit.amount is not None:
            text = self._say("amount", amount=limit.amount, unit=limit.unit)
        else:
            text = limit.text or ""
        if limit.note:
            text += self._say("note", note=limit.note)
        return self._in_case(limit.when, text)


def _is_special(fee: Fee) -> tuple[bool, bool]:
    """Whether a fee is a passing exemption, or for one way of filing: not what a card tells."""
    return fee.valid_from is not None, fee.via == "online"


def _joined(lines: Iterable[str]) -> str:
    return "; ".join(line.rstrip(".") for line in lines)


def _day(iso: str) -> str:
    """ "2026-06-10" -> "10/06/2026", "2026-06" -> "06/2026"."""
    return "/".join(reversed(iso.split("-")))
