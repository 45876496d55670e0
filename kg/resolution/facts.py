"""What relation identity compares: the dates, names, items and people of a claim, made comparable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.model import OPEN_END, OPEN_START, PartialDate, Record, Stage
from kg.model.record import thaw
from kg.resolution.claim import Claim
from kg.resolution.known import Known
from kg.resolution.names import content, fold, person_key

PRIMARY = {
    "agreement": ("signed",), "programme": ("launched",), "transfer": ("agreed",), "engagement": ("when",),
    "stance": ("stated",), "incident": ("occurred",),
}  # fmt: skip
SECONDARY = {"agreement": ("in-force", "concluded"), "transfer": ("pledged", "delivered", "selected")}
_WHEN = ("held", "started", "planned", "cancelled")
_FISCAL_START = {"JPN": 4, "IND": 4, "GBR": 4, "USA": 10, "AUS": 7, "NZL": 4}
"""First month of the supplier's fiscal year; January for every other."""


@dataclass(frozen=True, slots=True)
class Slot:
    """When something happened: bounds, and the precision of the text (0 day, 1 month, 2 year, 3 no date)."""

    earliest: str
    latest: str
    precision: int

    @property
    def dated(self) -> bool:
        """Whether the text gives a date."""
        return self.precision < 3

    def gap(self, other: Slot) -> int:
        """Days between the two; 0 where they overlap."""
        if self.latest < other.earliest:
            return _ordinal(other.earliest) - _ordinal(self.latest)
        if other.latest < self.earliest:
            return _ordinal(self.earliest) - _ordinal(other.latest)
        return 0


@dataclass(frozen=True, slots=True)
class Facts:
    """One claim, ready to be compared with others of its block."""

    claim: Claim
    slots: Mapping[str, Slot]
    plans: Mapping[str, Slot]
    items: frozenset[str]
    people: frozenset[str]
    places: frozenset[str]
    programme: str | None
    fiscal_years: frozenset[int]

    @property
    def iri(self) -> str:
        """The claim's IRI."""
        return self.claim.iri

    @property
    def record(self) -> Record:
        """The claim's record."""
        return self.claim.record

    @property
    def level(self) -> int:
        """How firmly the claim is dated: 0–2 by its primary stage, 3–5 by a secondary one, 6 not at all."""
        for base, table in ((0, PRIMARY), (3, SECONDARY)):
            dated = [self.slots[s].precision for s in table.get(self.record.kind, ()) if s in self.slots]
            if dated and min(dated) < 3:
                return base + min(dated)
        return 6


def facts_of(claim: Claim, known: Known) -> Facts:
    """Return what identity compares of a claim."""
    record = claim.record
    slots: dict[str, Slot] = {}
    plans: dict[str, Slot] = {}
    for stage in record.stages:
        if stage.modality == "denied":
            continue
        name = "when" if record.kind == "engagement" and stage.stage in _WHEN else stage.stage
        # A planned meeting and the meeting are known by the same day; a planned signature is not a signature.
        held = (stage.modality == "asserted" and not stage.alleged) or (name == "when" and stage.date is not None)
        target = slots if held else plans
        slot = _slot(claim, stage)
        target[name] = _hull(target[name], slot) if name in target else slot
    ref = record.programme
    return Facts(
        claim=claim,
        slots=slots,
        plans=plans,
        items=frozenset().union(*(content(i.label) for i in record.items)),
        people=frozenset(t for p in record.participants if p.kind == "person" for t in person_key(p.label)),
        places=frozenset(fold(s.place) for s in record.stages if s.place),
        programme=(ref.id or known.programme(ref.label) or fold(ref.label)) if ref else None,
        fiscal_years=_fiscal_years(record, slots),
    )


def _slot(claim: Claim, stage: Stage) -> Slot:
    earliest, latest = claim.bounds(stage)
    if stage.date is None:
        return Slot(earliest, latest, 3)
    if stage.end_date is not None:
        latest = max(latest, PartialDate.parse(stage.end_date).latest)
    return Slot(earliest, latest, ("day", "month", "year").index(PartialDate.parse(stage.date).precision))


def _hull(a: Slot, b: Slot) -> Slot:
    if not (a.dated and b.dated):
        return a if a.dated else b
    return Slot(min(a.earliest, b.earliest), max(a.latest, b.latest), min(a.precision, b.precision))


def _ordinal(day: str) -> int:
    return dt.date.fromisoformat(day).toordinal()


def fiscal_year(day: str, supplier: str | None) -> int:
    """Return the fiscal year, by its first calendar year, that a day falls in for a supplier.

    >>> fiscal_year("2024-03-31", "JPN"), fiscal_year("2023-10-01", "USA")
    (2023, 2024)
    """
    start = _FISCAL_START.get(supplier or "", 1)
    year, month = int(day[:4]), int(day[5:7])
    if supplier == "USA" or supplier == "AUS":  # named after the year in which they end
        return year + 1 if month >= start else year
    return year if month >= start else year - 1


def stated_fiscal_year(record: Record) -> int | None:
    """Return the fiscal year that a record gives itself (``JP-2025``)."""
    extra: dict[str, Any] = {k: thaw(v) for k, v in record.extra if k == "fiscal_year"}
    value = str(extra.get("fiscal_year", ""))
    return int(value[-4:]) if value[-4:].isascii() and value[-4:].isdigit() else None


def _fiscal_years(record: Record, slots: Mapping[str, Slot]) -> frozenset[int]:
    stated = stated_fiscal_year(record)
    if stated is not None:
        return frozenset({stated})
    if record.kind != "transfer":
        return frozenset()
    supplier = next((p.id for p in record.participants if p.role == "supplier" and p.id), None)
    # A pledge is often repeated in later years; only the agreement fixes the year.
    for name in ("agreed",):
        slot = slots.get(name)
        if slot and slot.dated and slot.earliest > OPEN_START and slot.latest < OPEN_END:
            return frozenset(range(fiscal_year(slot.earliest, supplier), fiscal_year(slot.latest, supplier) + 1))
    return frozenset()
