"""When two claims of one block must stay apart, are surely one, or may be one if nothing else could be meant."""

from __future__ import annotations

from collections.abc import Sequence

from kg.ontology import ontology
from kg.resolution.cluster import Judgements
from kg.resolution.facts import PRIMARY, SECONDARY, Facts
from kg.resolution.names import similar

TOLERANCE_DAYS = {"agreement": 3, "programme": 366, "transfer": 31, "engagement": 2, "stance": 1, "incident": 1}
"""How far apart two dates of one stage may lie and still be rival accounts of it.

Papers misdate a signature by a day or two (time zones, "on Tuesday"); two instruments of one type and pair within
three days are rarer than that. Two summits of a pair lie weeks apart. An exchange of notes for a grant is often
reported with the date of the announcement.
"""

AMOUNT_RATIO = 1.5
"""Sums of one currency further apart than this are of different transfers (575 against "about 600" million is one)."""

DISTINCT_IN_A_DOCUMENT = frozenset({"agreement", "transfer", "engagement", "stance", "incident"})
"""Kinds of which one document's records are different things: the contract makes one record of one thing."""


def apart(a: Facts, b: Facts, judgements: Judgements) -> bool:
    """Whether two claims of one block cannot be about one relation."""
    if judgements.forbids(a.iri, b.iri):
        return True
    if frozenset((a.iri, b.iri)) in judgements.same:
        return False
    if judgements.holds_apart(a.iri, b.iri):
        return True
    kind = a.record.kind
    return (
        (a.claim.doc == b.claim.doc and kind in DISTINCT_IN_A_DOCUMENT)
        or _dates_conflict(a, b, kind)
        or _names_conflict(a, b)
        or _things_conflict(a, b)
    )


def _key_stages(kind: str) -> tuple[str, ...]:
    return PRIMARY.get(kind, ()) + (SECONDARY.get(kind, ()) if kind == "agreement" else ())


def _dates_conflict(a: Facts, b: Facts, kind: str) -> bool:
    limit = TOLERANCE_DAYS.get(kind, 0)
    for name in _key_stages(kind):
        one, two = a.slots.get(name), b.slots.get(name)
        if one and two and one.gap(two) > limit:
            return True
    return kind == "agreement" and (_order_conflict(a, b, limit) or _order_conflict(b, a, limit))


def _order_conflict(a: Facts, b: Facts, limit: int) -> bool:
    """Whether `b` was signed too late for `a` to be about it: in force before, negotiated or planned after."""
    signed = b.slots.get("signed")
    if signed is None:
        return False
    in_force = a.slots.get("in-force")
    if in_force and in_force.latest < signed.earliest and in_force.gap(signed) > limit:
        return True
    talks, plan = a.slots.get("negotiating"), a.plans.get("signed")
    later = [s for s in (talks if talks and talks.dated else None, plan) if s]
    return signed.dated and any(signed.latest < s.earliest and signed.gap(s) > limit for s in later)


def _names_conflict(a: Facts, b: Facts) -> bool:
    one, two = a.record.name, b.record.name
    if not one or not two or similar(one, two):
        return False
    return not same_day(a, b) or a.record.kind == "programme"


def _things_conflict(a: Facts, b: Facts) -> bool:
    kind = a.record.kind
    if a.fiscal_years and b.fiscal_years and not a.fiscal_years & b.fiscal_years:
        return True
    if kind == "transfer" or a.record.type in ("security-assistance", "procurement"):
        if a.programme and b.programme and a.programme != b.programme:
            return True
        if a.items and b.items and not a.items & b.items:
            return True
        return _amounts_conflict(a, b)
    if kind == "stance" or (kind == "engagement" and a.record.type != "summit"):
        return bool(a.people and b.people and not a.people & b.people)
    if kind == "incident":
        one, two = a.record.attribution, b.record.attribution
        return one is not None and two is not None and one != two
    return False


def _amounts_conflict(a: Facts, b: Facts) -> bool:
    one, two = a.record.amount, b.record.amount
    if not one or not two or not one.value or not two.value or one.currency != two.currency:
        return False
    return max(one.value, two.value) > AMOUNT_RATIO * min(one.value, two.value)


def same_day(a: Facts, b: Facts) -> bool:
    """Whether both date a key stage to the day, within the kind's tolerance."""
    kind = a.record.kind
    pairs = ((a.slots.get(n), b.slots.get(n)) for n in _key_stages(kind))
    return any(
        x and y and x.precision == y.precision == 0 and x.gap(y) <= TOLERANCE_DAYS.get(kind, 0) for x, y in pairs
    )


def _name_alone_suffices(a: Facts, b: Facts) -> bool:
    one, two = a.record.name, b.record.name
    if not one or not two or not similar(one, two):
        return False
    # "Balikatan" is a series; "Balikatan 2024" is one exercise.
    return a.record.kind != "engagement" or any(c.isdigit() for c in one)


def surely_one(a: Facts, b: Facts) -> bool:
    """Whether two claims that are not apart are about one relation: same day, or same proper name."""
    if a.record.kind == "transfer":
        return same_day(a, b) and (bool(a.items & b.items) or a.programme == b.programme)
    return same_day(a, b) or _name_alone_suffices(a, b)


def maybe_one(a: Facts, others: Sequence[Facts]) -> bool:
    """Whether a claim may be about the relation of others, provided that nothing else in its block could be meant."""
    return any(surely_one(a, b) or _maybe(a, b) for b in others)


def _maybe(a: Facts, b: Facts) -> bool:
    record = a.record
    if record.kind == "agreement":
        if record.type in (None, "other"):
            return False
        return ontology().concept("agreement", record.type or "other").singular or _overlap(a, b, 2)
    if record.kind == "transfer":
        named = a.programme is not None and a.programme == b.programme
        return bool(a.items & b.items) or named or _overlap(a, b, 1)
    if record.kind == "engagement":
        return _overlap(a, b, 1) or (bool(a.places & b.places) and _overlap(a, b, 2))
    return False


def _overlap(a: Facts, b: Facts, coarsest: int) -> bool:
    """Whether both date one key stage at that precision or better, and the dates overlap."""
    kind = a.record.kind
    for name in (*PRIMARY.get(kind, ()), *SECONDARY.get(kind, ())):
        one, two = a.slots.get(name), b.slots.get(name)
        if one and two and max(one.precision, two.precision) <= coarsest and one.gap(two) == 0:
            return True
    return False
