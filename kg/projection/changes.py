"""What differs between two readings of the graph: what happened in the world, apart from what we learned.

A reading is a pair of clocks. Between the two a relation can have come up, ended, gone a step further, been corrected,
become disputed, or have lost its support. Each change says which clock it belongs to: the *world* changed where the
stage that makes the change lies after the first reading's day; everything else was so before, and we *learned* it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.projection.disagreements import Disagreement, read_disagreements
from kg.projection.snapshot import Receipt, Relation, Snapshot, StagePart, read_snapshot, rows_of

if TYPE_CHECKING:
    from kg.graph import OxigraphStore

BUCKETS = ("new", "ended", "advanced", "announced", "corrected", "newly disputed", "settled", "withdrawn")
"""In the order in which a brief tells them."""

WORLD, LEARNED = "the world changed", "we learned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change.

    Attributes
    ----------
    bucket : str
        One of :data:`BUCKETS`.
    clock : str
        :data:`WORLD` or :data:`LEARNED`.
    relation : str
        IRI in the second reading; in the first for what is gone.
    title, text : str
        What the relation is, and what changed, in words.
    receipts : tuple of Receipt
        The sentences that make the change; of the first reading for what is gone.
    """

    bucket: str
    clock: str
    relation: str
    kind: str
    title: str
    text: str
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True)
class Reading:
    """A store read at a pair of clocks."""

    snapshot: Snapshot
    disagreements: tuple[Disagreement, ...]
    claims: dict[str, str]

    @classmethod
    def of(cls, store: OxigraphStore, *, as_of: str, known_at: str) -> Reading:
        """Read a store that holds no document of a day after `known_at`."""
        snapshot = read_snapshot(store, as_of=as_of, known_at=known_at)
        claims = {row["c"]: row["r"] for row in rows_of(store, "SELECT ?r ?c WHERE { ?r ips:supportedBy ?c }")}
        return cls(snapshot, read_disagreements(store, snapshot), claims)


def changes(first: Reading, second: Reading) -> tuple[Change, ...]:
    """Return what differs between two readings, by bucket, title and relation.

    Relations are held together by their claims, so that one which got another name, or was joined with another, is no
    new one.
    """
    old, new = ({r.iri: r for r in x.snapshot.relations} for x in (first, second))
    before: dict[str, list[Relation]] = defaultdict(list)
    for claim, iri in first.claims.items():
        target = second.claims.get(claim)
        if target in new and iri in old and old[iri] not in before[target]:
            before[target].append(old[iri])
    carried = {r.iri for group in before.values() for r in group}
    found: list[Change] = []
    for relation in second.snapshot.relations:
        if relation.iri in before:
            found += _developed(before[relation.iri], relation, first, second)
        else:
            found += _new(relation, first, second)
    for relation in first.snapshot.relations:
        if relation.iri not in carried:
            receipts = tuple(r for s in relation.stages for r in s.receipts)[:3]
            text = "no document on file supports it any more"
            found.append(_change("withdrawn", LEARNED, relation, second, text, receipts))
    return tuple(sorted(found, key=lambda c: (BUCKETS.index(c.bucket), c.title, c.relation, c.text)))


def _change(
    bucket: str, clock: str, relation: Relation, reading: Reading, text: str, receipts: tuple[Receipt, ...]
) -> Change:
    return Change(
        bucket=bucket,
        clock=clock,
        relation=relation.iri,
        kind=relation.kind,
        title=_title(relation, reading.snapshot),
        text=text,
        receipts=receipts,
    )


def _title(relation: Relation, snapshot: Snapshot) -> str:
    who = [
        snapshot.actors[p.actor].label
        for p in relation.participations
        if p.actor in snapshot.actors and snapshot.actors[p.actor].kind in ("state", "grouping")
    ]
    names = list(dict.fromkeys(who))
    more = " and others" if len(names) > 5 else ""
    return f"{relation.title} ({', '.join(names[:5])}{more})" if names else relation.title


def _said(stage: StagePart) -> str:
    words = stage.stage.replace("-", " ")
    date = f" {stage.date}" if stage.date else ""
    return words + date + ("" if stage.modality == "asserted" else f" ({stage.modality})")


def _when(stage: StagePart, first: Reading) -> str:
    """Return the clock that a stage's appearance belongs to: the world's only if it surely lies after the first."""
    asserted = stage.modality == "asserted"
    return WORLD if asserted and stage.date and stage.earliest > first.snapshot.as_of else LEARNED


def _new(relation: Relation, first: Reading, second: Reading) -> list[Change]:
    telling = [s for s in relation.stages if s.standing == "chosen"] or list(relation.stages)
    dated = [s for s in telling if s.modality == "asserted" and s.date]
    began = min(dated, key=lambda s: s.earliest, default=None)
    clock = _when(began, first) if began else LEARNED
    bucket = "new" if any(s.modality == "asserted" for s in telling) else "announced"
    text = "; ".join(_said(s) for s in telling) or "no stage given"
    receipts = tuple(dict.fromkeys(r for s in telling for r in s.receipts))
    return [_change(bucket, clock, relation, second, text, receipts)]


def _developed(old: list[Relation], relation: Relation, first: Reading, second: Reading) -> list[Change]:
    found: list[Change] = []
    had = {(s.stage, s.modality, s.date) for r in old for s in r.stages}
    chosen = {(s.stage, s.modality): s for r in old for s in r.stages if s.standing == "chosen"}
    status = {r.status for r in old}
    for stage in relation.stages:
        key = (stage.stage, stage.modality, stage.date)
        if key in had or stage.standing != "chosen":
            continue
        earlier = chosen.get((stage.stage, stage.modality))
        if (
            earlier is not None
            and earlier.date
            and stage.modality == "asserted"
            and _replaces(earlier, stage, relation)
        ):
            text = f"{_said(stage)} instead of {earlier.date}"
            found.append(_change("corrected", LEARNED, relation, second, text, stage.receipts))
        elif stage.modality in ("asserted", "denied"):
            ended = relation.status == "no" and stage.modality == "asserted" and "yes" in status
            bucket = "ended" if ended else "advanced"
            found.append(_change(bucket, _when(stage, first), relation, second, _said(stage), stage.receipts))
        else:
            found.append(_change("announced", LEARNED, relation, second, _said(stage), stage.receipts))
    if not found and relation.status not in status and relation.status is not None:
        was = " or ".join(sorted(str(s) for s in status if s)) or "not known"
        bucket = "ended" if relation.status == "no" and "yes" in status else "advanced"
        moved = second.snapshot.as_of != first.snapshot.as_of
        text = f"in effect: {relation.status} instead of {was}"
        found.append(_change(bucket, WORLD if moved else LEARNED, relation, second, text, ()))
    return found + _disputes(old, relation, first, second)


def _replaces(earlier: StagePart, stage: StagePart, relation: Relation) -> bool:
    """Whether a chosen day took the place of another that is not just less precise, and that is now a rival or gone."""
    if stage.date is None or earlier.date is None or stage.date.startswith(earlier.date):
        return False
    return not any(
        s.stage == stage.stage and s.date == earlier.date and s.standing == "chosen" for s in relation.stages
    )


def _disputes(old: list[Relation], relation: Relation, first: Reading, second: Reading) -> list[Change]:
    names = {r.iri for r in old}
    before = {(d.slot, frozenset(s.value for s in d.sides)) for d in first.disagreements if d.relation in names}
    found = []
    now = [d for d in second.disagreements if d.relation == relation.iri]
    for d in now:
        key = (d.slot, frozenset(s.value for s in d.sides))
        if key not in before and d.cls in ("contradictory", "different-definition"):
            text = f"{d.slot}: {' against '.join(s.value for s in d.sides)}"
            receipts = tuple(r for s in d.sides for r in s.receipts[:1])
            found.append(_change("newly disputed", LEARNED, relation, second, text, receipts))
    still = {(d.slot, frozenset(s.value for s in d.sides)) for d in now}
    for slot, values in sorted(before - still, key=str):
        text = f"{slot}: {' against '.join(sorted(values))} no longer stand against each other"
        found.append(_change("settled", LEARNED, relation, second, text, ()))
    return found
