"""Stages of a resolved relation: what all its claims say of one lifecycle point becomes one part of the view."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

from pyoxigraph import NamedNode

from kg.graph.fields import STAGE, Table
from kg.graph.optional import leaf_terms
from kg.graph.terms import Object
from kg.model import Record, Stage
from kg.model.extra import Extra
from kg.namespaces import digest, slug
from kg.ontology import ontology
from kg.resolution.claim import Claim
from kg.resolution.facts import fiscal_year

Slot = tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class StageKey:
    """What makes two stated stages one part; ``items`` are slugs of the items that the stage concerns."""

    stage: str
    modality: str
    date: str
    end_date: str
    by: str
    step: str
    items: tuple[str, ...]
    quantity: str
    alleged: bool

    @property
    def suffix(self) -> str:
        """The local part of the view part's IRI: ``s.signed.asserted.2026-02-03`` and what else tells it apart."""
        marks = [self.stage, self.modality, self.date or "undated"]
        marks += [f"until-{self.end_date}"] if self.end_date else []
        marks += [f"by-{self.by}"] if self.by else []
        marks += [self.step] if self.step else []
        marks += [f"q{slug(self.quantity)}"] if self.quantity else []
        marks += [f"x{digest(*self.items)[:8]}"] if self.items else []
        marks += ["alleged"] if self.alleged else []
        return "s." + ".".join(marks)


@dataclass(slots=True)
class StagePart:
    """One stage of a relation as the view has it.

    Attributes
    ----------
    key : StageKey
        What it says.
    earliest, latest : str
        The narrowest bounds that the claims together give.
    known_from, last_stated : str
        First and last record day of the claims that state it.
    stated : list of str
        IRIs of the claim parts.
    origins : set of str
        Independent voices.
    standing : str
        ``chosen``, ``rival`` or ``coarser``; set by :func:`kg.graph.rivals.settle`.
    rival_of : list of StagePart
        What a rival competes with.
    terms : set of (property, object)
        Condition, force, basis and who alleges or denies it, as the claims state them.
    minimum, maximum : float or None
        The widest bounds of the quantity that the claims give.
    """

    key: StageKey
    earliest: str
    latest: str
    known_from: str
    last_stated: str
    stated: list[str] = field(default_factory=list)
    origins: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    attributions: set[str] = field(default_factory=set)
    standing: str = "chosen"
    rival_of: list[StagePart] = field(default_factory=list)
    fiscal_year: int | None = None
    terms: set[tuple[NamedNode, Object]] = field(default_factory=set)
    minimum: float | None = None
    maximum: float | None = None

    @property
    def suffix(self) -> str:
        """The local part of its IRI."""
        return self.key.suffix

    @property
    def asserted(self) -> bool:
        """Whether it is stated as having happened, and not merely alleged."""
        return self.key.modality == "asserted" and not self.key.alleged

    @property
    def firm(self) -> bool:
        """Whether ties may rest on it: asserted, chosen, and of a stage at which the relation has come about."""
        return self.asserted and self.standing != "rival" and not is_tentative(self.key.stage)

    @property
    def slot(self) -> Slot:
        """What it competes with others for; the step tells slots apart only where stages are finer than their name."""
        step = self.key.step if self.key.stage in ("concluded", "ratified") or is_repeatable(self.key.stage) else ""
        return (self.key.stage, self.key.modality, str(self.key.alleged), self.key.by, step, *self.key.items)


@cache
def is_tentative(stage: str) -> bool:
    """Whether a stage leaves it open that the relation comes about."""
    return ontology().concept("stage", stage).tentative


@cache
def is_repeatable(stage: str) -> bool:
    """Whether a stage can happen to one relation more than once."""
    return ontology().concept("stage", stage).repeatable


@cache
def bearing(stage: str) -> str | None:
    """Return what a stage does to the status of its relation."""
    return ontology().concept("stage", stage).bearing


def number(value: float | None) -> str:
    """Return a number without a fraction that is zero; nothing for None."""
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _key(stage: Stage, record: Record) -> StageKey:
    return StageKey(
        stage=stage.stage,
        modality=stage.modality,
        date=stage.date or "",
        end_date=stage.end_date or "",
        by=stage.by or "",
        step=stage.step or "",
        items=tuple(sorted({slug(record.items[i].label) for i in stage.items})),
        quantity=number(stage.quantity),
        alleged=stage.alleged,
    )


def stage_parts(claims: Iterable[Claim], origins: Mapping[str, str]) -> list[StagePart]:
    """Merge the stages of a relation's claims.

    Parameters
    ----------
    claims : iterable of Claim
        Ordered by record day.
    origins : mapping of str to str
        Independent voice by document IRI, where it is not the claim's own.

    Returns
    -------
    list of StagePart
        Ordered by key; standing not yet settled.
    """
    parts: dict[StageKey, StagePart] = {}
    intervals: dict[StageKey, list[tuple[str, str]]] = defaultdict(list)
    for claim in claims:
        supplier = next((p.id for p in claim.record.participants if p.role == "supplier" and p.id), None)
        for index, stage in enumerate(claim.record.stages):
            key = _key(stage, claim.record)
            earliest, latest = claim.bounds(stage)
            part = parts.get(key)
            if part is None:
                part = parts[key] = StagePart(key, earliest, latest, claim.recorded, claim.recorded)
                if claim.record.kind == "transfer" and stage.date and len(stage.date) > 4:
                    part.fiscal_year = fiscal_year(earliest, supplier)
            intervals[key].append((earliest, latest))
            part.known_from, part.last_stated = (
                min(part.known_from, claim.recorded),
                max(part.last_stated, claim.recorded),
            )
            part.stated.append(claim.part(f"stages/{index}"))
            part.origins.add(origins.get(claim.doc, claim.origin))
            if stage.place:
                part.places.add(stage.place)
            if stage.attribution:
                part.attributions.add(stage.attribution)
            if stage.extra:
                add_terms(part, stage.extra, STAGE)
    for key, part in parts.items():
        part.earliest, part.latest = _narrowest(intervals[key])
        part.stated = sorted(set(part.stated))
    return [parts[key] for key in sorted(parts)]


class _Described(Protocol):
    """A part of the view that collects what optional fields say."""

    terms: set[tuple[NamedNode, Object]]
    minimum: float | None
    maximum: float | None


def add_terms(part: _Described, extra: Extra, table: Table) -> None:
    """Add to a part of the view what one claim's optional fields say of it; numbers become the widest bounds."""
    for name, term, obj in leaf_terms(extra, table):
        if name == "min":
            low = float(str(obj.value))
            part.minimum = low if part.minimum is None else min(part.minimum, low)
        elif name == "max":
            high = float(str(obj.value))
            part.maximum = high if part.maximum is None else max(part.maximum, high)
        else:
            part.terms.add((term, obj))


def _narrowest(intervals: list[tuple[str, str]]) -> tuple[str, str]:
    earliest, latest = max(i[0] for i in intervals), min(i[1] for i in intervals)
    if earliest <= latest:
        return earliest, latest
    return min(i[0] for i in intervals), max(i[1] for i in intervals)
