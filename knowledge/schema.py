"""The typed records of the knowledge base.

Editors write them as YAML under `knowledge/content/`; `knowledge.base` reads them. Every scalar
in the YAML is read as text and converted here, so that `113`, `1.001193` and `07:30` stay what
the editor typed. A record is immutable: an edit makes a new knowledge base.

Money is in đồng (int), dates are ISO text (`2026`, `2026-06` or `2026-06-10`).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

Id = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Code = Annotated[str, Meta(pattern=r"^\d\.\d{6}(\.H\d{2})?$")]
Text = Annotated[str, Meta(min_length=1)]
FuzzyDate = Annotated[str, Meta(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Date = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Url = Annotated[str, Meta(pattern=r"^https?://\S+$")]
Money = Annotated[int, Meta(ge=0)]
Lines = tuple[Text, ...]

Kind = Literal["procedure", "amenity", "safety", "service"]
Confidence = Literal["high", "medium", "low"]

FACETS: dict[Kind, tuple[str, ...]] = {
    "procedure": (
        "overview",
        "documents",
        "fee",
        "duration",
        "place",
        "online",
        "form",
        "eligibility",
        "steps",
        "result",
        "legal",
    ),
    "amenity": ("overview", "place", "cost"),
    "safety": ("overview", "action", "report"),
    "service": ("overview",),
}


class Record(Struct, frozen=True, forbid_unknown_fields=True):
    """What every record has in common: immutable, no unknown fields."""


class Source(Record, frozen=True, kw_only=True):
    """Where a fact was read. `via` names the copy when the original itself was not opened."""

    title: Text
    url: Url | None = None
    date: str | None = None
    via: str | None = None


class Remark(Record, frozen=True, kw_only=True):
    """A line that goes with some facets of an entry, or with all of them when none is named."""

    text: Text
    facets: tuple[str, ...] = ()


class Caution(Remark, frozen=True, kw_only=True):
    """A remark on what is uncertain. `detail` is for editors: what exactly was not settled."""

    detail: Text | None = None


class Entry(Record, frozen=True, kw_only=True):
    """What a citizen can ask about.

    `aliases` are folk names (short noun phrases); `phrasings` are whole questions by the facets
    they ask for (`fee`, or `fee+duration` for two). `cautions` tell what is uncertain or
    provisional and are shown together with the commune's contact; `notes` are plain additions.
    """

    kind: ClassVar[Kind]

    id: Id
    name: Text
    summary: Text
    aliases: Lines
    phrasings: dict[str, Lines]
    notes: tuple[Remark, ...] = ()
    cautions: tuple[Caution, ...] = ()
    see_also: tuple[Id, ...] = ()
    contacts: tuple[Id, ...] = ()
    sources: Annotated[tuple[Source, ...], Meta(min_length=1)]
    as_of: FuzzyDate
    review_by: Date
    confidence: Confidence

    def __post_init__(self) -> None:
        _is_day(self.review_by)
        if len(self.as_of) == len("2026-06-10"):
            _is_day(self.as_of)


class Paper(Record, frozen=True, kw_only=True, rename={"or_": "or"}):
    """A paper to bring. `when`: only in that case; `or`: papers that may stand in for it."""

    name: Text
    when: Text | None = None
    or_: Lines = ()
    note: Text | None = None


class Fee(Record, frozen=True, kw_only=True):
    """A charge: `amount` đồng per `unit`, or `text` where the source gives no plain number."""

    when: Text | None = None
    via: Literal["any", "paper", "online"] = "any"
    amount: Money | None = None
    unit: Text | None = None
    text: Text | None = None
    basis: Text | None = None
    valid_from: Date | None = None
    valid_to: Date | None = None

    def __post_init__(self) -> None:
        _exactly_one(self.amount is not None, self.text is not None, "amount", "text")
        for day in (self.valid_from, self.valid_to):
            if day is not None:
                _is_day(day)


class TimeLimit(Record, frozen=True, kw_only=True):
    """How long the authority may take: `amount` of `unit`, or `text` where that cannot be said."""

    when: Text | None = None
    amount: Annotated[int, Meta(ge=1)] | None = None
    unit: Literal["giờ", "ngày", "ngày làm việc", "tháng", "năm"] | None = None
    text: Text | None = None
    note: Text | None = None

    def __post_init__(self) -> None:
        _exactly_one(self.amount is not None, self.text is not None, "amount", "text")
        if (self.amount is None) != (self.unit is None):
            raise ValueError("amount và unit phải đi cùng nhau")


class Form(Record, frozen=True, kw_only=True):
    """A form to fill in, with the act that sets it."""

    name: Text
    basis: Text | None = None
    url: Url | None = None


class Filing(Record, frozen=True, kw_only=True):
    """Ways to hand in the papers. No line under `online` means: no source says it can be done."""

    in_person: Lines = ()
    online: Lines = ()
    post: bool = False


class Procedure(Entry, frozen=True, kw_only=True):
    """An administrative procedure."""

    kind: ClassVar[Kind] = "procedure"

    codes: tuple[Code, ...] = ()
    decisions: Lines = ()
    field: Text
    agency: Text
    eligibility: Lines
    documents: tuple[Paper, ...]
    forms: tuple[Form, ...] = ()
    fees: tuple[Fee, ...] = ()
    time_limits: tuple[TimeLimit, ...] = ()
    filing: Filing
    steps: Lines = ()
    result: Lines
    legal_basis: Lines
    changes: Lines = ()
    portal_urls: tuple[Url, ...] = ()


class Amenity(Entry, frozen=True, kw_only=True):
    """A free amenity of the public-service point; `commune.yml` says whether it exists here."""

    kind: ClassVar[Kind] = "amenity"

    free: bool


class Case(Record, frozen=True, kw_only=True):
    """One case of an advice ("đã lộ OTP", "trẻ em bị đánh"), told by its `cues` in the question."""

    title: Text
    cues: Lines
    steps: Lines = ()
    contacts: tuple[Id, ...] = ()
    note: Text | None = None


class Service(Entry, frozen=True, kw_only=True):
    """A fact about the service point or online services; `commune` names profile fields to show.

    The `urgent` one answers people in distress: its cases lead to the right hotline.
    """

    kind: ClassVar[Kind] = "service"

    details: Lines = ()
    steps: Lines = ()
    commune: tuple[Literal["hours", "address", "phones", "police", "service_point"], ...] = ()
    cases: tuple[Case, ...] = ()
    urgent: bool = False


class Safety(Entry, frozen=True, kw_only=True):
    """A form of fraud, or an advice of the playbook (`cases`, `rules`)."""

    kind: ClassVar[Kind] = "safety"

    signs: Lines = ()
    do_now: Lines = ()
    never: Lines = ()
    truth: Text | None = None
    rules: Lines = ()
    report: Lines = ()
    cases: tuple[Case, ...] = ()
    warned_by: Lines = ()
    urgent: bool = False


class Contact(Record, frozen=True, kw_only=True):
    """A hotline or reporting channel. Never shown unless `show_to_citizens`."""

    id: Id
    name: Text
    value: Text
    channel: Literal["phone", "sms", "phone+sms", "app", "web", "sms+web", "zalo", "place"]
    use_for: Text
    show_to_citizens: bool
    needs_call_check: bool = False
    note: Text | None = None
    sources: Annotated[tuple[Source, ...], Meta(min_length=1)]
    as_of: Annotated[str, Meta(pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?|n\.d\.)$")]
    confidence: Confidence


class Site(Record, frozen=True, kw_only=True):
    """An official web domain or app."""

    id: Id
    domain: Text
    channel: Literal["web", "app", "email", "sms"]
    owner: Text
    purpose: Text
    note: Text | None = None
    sources: Annotated[tuple[Source, ...], Meta(min_length=1)]
    as_of: str
    confidence: Confidence


class Ambiguous(Record, frozen=True, kw_only=True):
    """Names too general to tell which entry is meant; the assistant asks among `entries`."""

    id: Id
    names: Annotated[Lines, Meta(min_length=1)]
    entries: Annotated[tuple[Id, ...], Meta(min_length=2)]


class IndexedProcedure(Record, frozen=True):
    """A procedure known only from the national index: its name and where to read on."""

    code: Code
    name: Text
    decision: str
    field: Text
    url: Url


class Phone(Record, frozen=True):
    """A number the commune has published."""

    name: Text
    number: Annotated[str, Meta(pattern=r"^\+?[0-9][0-9. ]{2,18}$")]


class Office(Record, frozen=True):
    """A place of the commune. What is not published yet is left out, never guessed."""

    name: Text
    address: Text | None = None
    phones: tuple[Phone, ...] = ()
    hours: Lines = ()


class LocalAmenity(Record, frozen=True):
    """Whether an amenity exists in this commune (None: not confirmed yet) and where."""

    available: bool | None = None
    where: Text | None = None


class Commune(Record, frozen=True, kw_only=True):
    """Everything that differs between communes (`commune.yml`)."""

    id: Id
    name: Text
    province: Text
    office: Office
    service_point: Office
    police: Office
    hotlines: tuple[Id, ...] = ()  # contacts to name while the commune's own numbers are missing
    handover_hours: Lines = ()
    website: Url | None = None
    amenities: dict[str, LocalAmenity]
    sources: tuple[Source, ...] = ()
    as_of: FuzzyDate


def _is_day(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"không có ngày {text}") from None


def _exactly_one(first: bool, second: bool, *names: str) -> None:
    if first == second:
        raise ValueError(f"phải có đúng một trong hai: {' hoặc '.join(names)}")
