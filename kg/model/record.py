"""The extraction contract's records as frozen, self-checking values.

Field names, enumerations and meaning are the contract's (``kg/contract/records.md``). Optional fields stand in
``extra``, in one canonical order, so that a record survives a round trip whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.contract import CORE_ROLES, enumeration, kind_table
from kg.errors import InvalidRecordError
from kg.model.dates import PartialDate
from kg.model.extra import Extra, FrozenMap, canonical, freeze, thaw
from kg.model.mask import MASK

__all__ = [
    "Amount",
    "Capacity",
    "Evidence",
    "Extra",
    "FrozenMap",
    "Item",
    "Participant",
    "ProgrammeRef",
    "Record",
    "SourceRef",
    "Stage",
    "freeze",
    "thaw",
]

MODALITIES = enumeration("stage", "modality")
ACTOR_KINDS = enumeration("participant", "kind")
STEPS = enumeration("stage", "step")
GRADES = enumeration("evidence", "grade")
_PATH = re.compile(r"(?:stages|participants|items|amounts|sites|assets|links)/\d+|amount|name|type|programme")


def _check(value: str | None, allowed: tuple[str, ...], path: str) -> None:
    if value is not None and value not in allowed:
        raise InvalidRecordError(f"{value!r} is not allowed.", path=path, hint=f"Allowed: {', '.join(allowed)}.")


def _settle(part: Participant | Stage | Item | Record, holder: str) -> None:
    """Bring a new part's optional fields into canonical order; nothing else ever changes a part."""
    if part.extra:
        object.__setattr__(part, "extra", canonical(part.extra, holder))


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """The office in which a person acts: the label as given, and its parts where they are known apart."""

    label: str | None = None
    rank: str | None = None
    title: str | None = None
    acting: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """An actor's role in one record.

    Attributes
    ----------
    role : str
        One of the kind's roles.
    label : str
        The name as the text gives it.
    kind : str
        ``state``, ``organisation``, ``grouping`` or ``person``.
    id : str or None
        Registry key; None for persons and for actors that the registry does not know.
    on_behalf_of : str or None
        Registry key of the state or organisation that a person acts for.
    capacity : Capacity or None
        The office or rank that the text gives the person here.
    """

    role: str
    label: str
    kind: str
    id: str | None = None
    on_behalf_of: str | None = None
    capacity: Capacity | None = None
    extra: Extra = ()

    def __post_init__(self) -> None:
        _check(self.kind, ACTOR_KINDS, "participant.kind")
        if not self.label.strip():
            raise InvalidRecordError("a participant needs a label.", path="participant.label")
        _settle(self, "participants")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A lifecycle point of the thing that a record is about.

    Attributes
    ----------
    stage, modality : str
        From the contract's tables.
    date, end_date : str or None
        ISO 8601 at the text's own precision.
    place : str or None
        As the text names it.
    step : str or None
        The finer step (``initialled``, ``notes-exchanged``, …).
    by : str or None
        Registry key of the party whose act it is; None where all, or not said.
    items : tuple of int
        Indexes of the record's items that the stage concerns; empty means all.
    """

    stage: str
    modality: str = "asserted"
    date: str | None = None
    end_date: str | None = None
    place: str | None = None
    step: str | None = None
    by: str | None = None
    items: tuple[int, ...] = ()
    attribution: str | None = None
    quantity: float | None = None
    extra: Extra = ()

    def __post_init__(self) -> None:
        _check(self.modality, MODALITIES, "stage.modality")
        _check(self.step, STEPS, "stage.step")
        start = PartialDate.parse(self.date) if self.date is not None else None
        end = PartialDate.parse(self.end_date) if self.end_date is not None else None
        if start and end and end.latest < start.earliest:
            raise InvalidRecordError(f"{self.end_date} is before {self.date}.", path="stage.end_date")
        _settle(self, "stages")

    @property
    def alleged(self) -> bool:
        """Whether it is only alleged (the contract's ``basis``), so that nothing follows from it."""
        return dict(self.extra).get("basis") == "alleged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Equipment or capability; ``quantity`` counts pieces, None where the text gives no number."""

    label: str
    quantity: float | None = None
    extra: Extra = ()

    def __post_init__(self) -> None:
        if not self.label.strip():
            raise InvalidRecordError("an item needs a label.", path="item.label")
        _settle(self, "items")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A sum in units of its currency (600 million yen is 600000000, ``JPY``)."""

    value: float | None
    currency: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeRef:
    """The programme under which something runs."""

    label: str
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRef:
    """The publication behind a receipt that holds no sentence of it (grades ``cited`` and ``paraphrased``)."""

    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    archived: str | None = None
    published: str | None = None
    accessed: str | None = None
    rights: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a document supports a record: ``text[start:end] == quote`` on its normalised text.

    Attributes
    ----------
    quote : str
        The supporting passage, one to three sentences.
    start, end : int or None
        Unicode code points, half-open; None only where the grade is not ``quoted``.
    parts : tuple of str
        The contract's ``for``: paths such as ``stages/1`` or ``amount``; empty means the whole record.
    grade : str
        ``quoted``, ``cited`` or ``paraphrased``.
    source : SourceRef or None
        The contract's ``source``.
    """

    quote: str
    start: int | None = None
    end: int | None = None
    parts: tuple[str, ...] = ()
    grade: str = "quoted"
    source: SourceRef | None = None
    lang: str | None = None
    locator: str | None = None

    def __post_init__(self) -> None:
        _check(self.grade, GRADES, "evidence.grade")
        if self.start is not None and self.end is not None:
            # A masked quote has the span of the whole passage.
            whole = self.end - self.start == len(self.quote) or (MASK in self.quote and self.end > self.start)
            if self.start < 0 or not whole:
                message = f"the quote has {len(self.quote)} code points, its span {self.start}:{self.end}."
                raise InvalidRecordError(message, path="evidence")
        elif self.grade == "quoted":
            raise InvalidRecordError("a quoted receipt needs start and end.", path="evidence")
        for part in self.parts:
            if not _PATH.fullmatch(part):
                raise InvalidRecordError(
                    f"{part!r} is not a path.",
                    path="evidence.for",
                    hint="Such as stages/1, participants/0, amount.",
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What one document states about one relation, with evidence.

    Raises
    ------
    UnknownTermError
        If the kind is not one of the contract's.
    InvalidRecordError
        If a type, role or stage is not the kind's, a part that evidence names is absent, or the record has
        neither a core participant nor a name.
    """

    doc: str
    kind: str
    type: str | None = None
    name: str | None = None
    participants: tuple[Participant, ...] = ()
    stages: tuple[Stage, ...] = ()
    items: tuple[Item, ...] = ()
    amount: Amount | None = None
    programme: ProgrammeRef | None = None
    attribution: str | None = None
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 1.0
    extractor: str | None = None
    rule: str | None = None
    extra: Extra = field(default=())

    def __post_init__(self) -> None:
        _settle(self, "record")
        table = kind_table(self.kind)
        _check(self.type, (*table.types, "other"), f"{self.kind}.type")
        for p in self.participants:
            _check(p.role, table.roles, f"{self.kind}.participants.role")
        for s in self.stages:
            _check(s.stage, table.stages, f"{self.kind}.stages.stage")
            if any(i >= len(self.items) for i in s.items):
                raise InvalidRecordError(f"{s.items} exceeds the {len(self.items)} items.", path="stages.items")
        if not 0.0 <= self.confidence <= 1.0:
            raise InvalidRecordError(f"{self.confidence} is not between 0 and 1.", path="confidence")
        if not self.name and not any(p.role in CORE_ROLES[self.kind] for p in self.participants):
            raise InvalidRecordError(
                f"this {self.kind} has neither a name nor a participant in a core role.",
                hint=f"Core roles: {', '.join(sorted(CORE_ROLES[self.kind]))}.",
            )
        for ev in self.evidence:
            for part in ev.parts:
                self.part(part)

    def part(self, path: str) -> object:
        """Return the part at a path of the contract's ``for`` (``stages/1``, ``amount``, …).

        Raises
        ------
        InvalidRecordError
            If the record has no such part.
        """
        name, _, index = path.partition("/")
        value: object = getattr(self, name, None)
        if value is None:
            value = dict(self.extra).get(name)
        if index and isinstance(value, (tuple, list)) and int(index) < len(value):
            return value[int(index)]
        if index or value is None:
            raise InvalidRecordError(f"{path!r} is not a part of this record.", path="evidence.for")
        return value

    def evidence_for(self, path: str) -> tuple[Evidence, ...]:
        """Return the receipts of one part: those that name it, else those that stand for the whole record."""
        named = tuple(ev for ev in self.evidence if path in ev.parts)
        return named or tuple(ev for ev in self.evidence if not ev.parts)
