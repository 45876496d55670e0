"""When two claims of one block must stay apart, are surely one, or may be one if nothing else could be meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kg.model import DISPUTED
from kg.ontology import ontology
from kg.resolution.claim import LATEST_KNOWN
from kg.resolution.cluster import Judgements
from kg.resolution.facts import PRIMARY, SECONDARY, Facts
from kg.resolution.lexicon import name_words
from kg.resolution.names import content, similar, tokens

TOLERANCE_DAYS = {"agreement": 3, "programme": 366, "transfer": 31, "engagement": 2, "stance": 1, "incident": 1}
"""How far apart two dates of one stage may lie and still be rival accounts of it.

Papers misdate a signature by a day or two (time zones, "on Tuesday"); two instruments of one type and pair within
three days are rarer than that. Two summits of a pair lie weeks apart. An exchange of notes for a grant is often
reported with the date of the announcement.
"""

AMOUNT_RATIO = 1.5
"""Sums of one currency further apart than this are of different transfers (575 against "about 600" million is one)."""

UNDATED_DAYS = 21
"""How far apart two undated accounts of one meeting or statement may be published; a third where one is dated."""

RECENT_DAYS = 400
"""How long after a signature an undated mention of one is taken for it, where nothing else fits."""

PLEDGE_DAYS = 183
"""Pledges further apart than half a year are of different budgets."""

LONGEST_DELIVERY_DAYS = 5 * 366
"""A delivery later than that after an order, in accounts that share no date, is as likely of another order."""

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
        (a.claim.doc == b.claim.doc and kind in DISTINCT_IN_A_DOCUMENT and not _two_readings(a, b))
        or _dates_conflict(a, b, kind)
        or _names_conflict(a, b)
        or _things_conflict(a, b)
    )


def _two_readings(a: Facts, b: Facts) -> bool:
    """Whether two extractors read one thing otherwise in one document, so that its claims are not two things."""
    both = all((x.record.rule or "").endswith(DISPUTED) for x in (a, b))
    return both and a.record.extractor != b.record.extractor


def _key_stages(kind: str) -> tuple[str, ...]:
    return PRIMARY.get(kind, ()) + (SECONDARY.get(kind, ()) if kind == "agreement" else ())


def _dates_conflict(a: Facts, b: Facts, kind: str) -> bool:
    limit = TOLERANCE_DAYS.get(kind, 0)
    first = PRIMARY.get(kind, ("",))[0]
    one, two = a.slots.get(first), b.slots.get(first)
    if one and two and one.precision == two.precision == 0:
        return one.gap(two) > limit  # a second date that differs is a rival account of the same thing
    for name in _key_stages(kind):
        one, two = a.slots.get(name), b.slots.get(name)
        if one and two and one.gap(two) > limit:
            return True
    if kind == "transfer" and _pledged_apart(a, b):
        return True
    if kind == "transfer" and (_sold_after(a, b) or _sold_after(b, a)):
        return True
    return kind == "agreement" and (_order_conflict(a, b, limit) or _order_conflict(b, a, limit))


def _pledged_apart(a: Facts, b: Facts) -> bool:
    """Whether two accounts know only pledges of different budget years, or a pledge long before an order."""
    for x, y in ((a, b), (b, a)):
        pledge, order = x.slots.get("pledged"), y.slots.get("agreed")
        known = pledge and order and pledge.dated and order.dated and "agreed" not in x.slots
        if known and pledge and order and pledge.latest < order.earliest and pledge.gap(order) > 366:
            return not _same_sum(a, b)
    if any("agreed" in f.slots or "delivered" in f.slots for f in (a, b)):
        return False
    one, two = a.slots.get("pledged"), b.slots.get("pledged")
    return bool(one and two and one.dated and two.dated and one.gap(two) > PLEDGE_DAYS)


def _sold_after(a: Facts, b: Facts) -> bool:
    """Whether `a` was agreed only after `b` was delivered, or so long before that it is another lot."""
    agreed, delivered = a.slots.get("agreed"), b.slots.get("delivered")
    if not agreed or not delivered or not agreed.dated or not delivered.dated:
        return False
    if "agreed" in b.slots and b.slots["agreed"].dated:
        return False
    return delivered.latest < agreed.earliest or agreed.gap(delivered) > LONGEST_DELIVERY_DAYS


def _order_conflict(a: Facts, b: Facts, limit: int) -> bool:
    """Whether `b` was signed too late for `a` to be about it: in force before, negotiated or planned after."""
    signed = b.slots.get("signed")
    if signed is None:
        return False
    in_force = a.slots.get("in-force")
    if in_force and in_force.dated and signed.dated and signed.gap(in_force) > LONGEST_DELIVERY_DAYS:
        return "signed" not in a.slots or not a.slots["signed"].dated
    if in_force and in_force.latest < signed.earliest and in_force.gap(signed) > limit:
        return True
    talks = a.slots.get("negotiating")
    plan = None if "signed" in a.slots else a.plans.get("signed")
    later = [s for s in (talks if talks and talks.dated else None, plan) if s]
    return signed.dated and any(signed.latest < s.earliest and signed.gap(s) > limit for s in later)


def _names_conflict(a: Facts, b: Facts) -> bool:
    one, two = a.record.name, b.record.name
    if not one or not two or similar(one, two) or (a.record.kind == "agreement" and (_vague(one) or _vague(two))):
        return False
    if a.record.kind == "agreement" and _singular(a.record.type) and _branch(one) == _branch(two):
        return False  # a pair has one RAA: its names are wordings, unless one of them is of a protocol to it
    return not same_day(a, b) or a.record.kind == "programme"


def _vague(name: str) -> bool:
    """Whether a name is no more than a word for such things: *the security pact*."""
    return not content(name) - name_words().vague_instruments


def _singular(type_: str | None) -> bool:
    return bool(type_) and ontology().concept("agreement", type_ or "other").singular


def _branch(name: str) -> frozenset[str]:
    return frozenset(tokens(name)) & name_words().side_instruments


def _things_conflict(a: Facts, b: Facts) -> bool:
    kind = a.record.kind
    if a.fiscal_years and b.fiscal_years and not a.fiscal_years & b.fiscal_years:
        return True
    if kind == "transfer" or a.record.type in ("security-assistance", "procurement"):
        if a.programme and b.programme and a.programme != b.programme:
            return True
        if kind == "transfer" and (_only_denied(a, b) or _only_denied(b, a)):
            return True
        if a.items and b.items and (not a.items & b.items or _numbers(a) != _numbers(b)):
            return True
        return _amounts_conflict(a, b) or (kind == "transfer" and _counts_conflict(a, b))
    if kind == "stance" or (kind == "engagement" and a.record.type != "summit"):
        return bool(a.people and b.people and not a.people & b.people)
    if kind == "incident":
        one, two = a.record.attribution, b.record.attribution
        return one is not None and two is not None and one != two
    return False


def _only_denied(a: Facts, b: Facts) -> bool:
    """Whether `a` tells of nothing but what did not come about, and `b` of something else."""
    if a.slots or a.plans:
        return False
    denied = {s.stage for s in a.record.stages}
    return bool(b.slots or b.plans) and not denied & {s.stage for s in b.record.stages}


def _numbers(facts: Facts) -> frozenset[str]:
    """Return the hull and type numbers in the names of items; *CSB 8020* is not *CSB 8021*."""
    return frozenset(t for t in facts.items if t.isdigit() and len(t) > 2)


def _counts_conflict(a: Facts, b: Facts) -> bool:
    """Whether quantities of one thing differ, and no day or sum says that it is one transfer all the same."""
    if (
        same_day(a, b)
        or _same_sum(a, b)
        or (a.programme and a.programme == b.programme and "agreed" in a.slots.keys() & b.slots.keys())
    ):
        return False
    counts = [{i.label.casefold(): i.quantity for i in f.record.items if i.quantity} for f in (a, b)]
    return any(counts[0][label] != counts[1][label] for label in counts[0].keys() & counts[1].keys())


def _same_sum(a: Facts, b: Facts) -> bool:
    one, two = a.record.amount, b.record.amount
    return bool(one and two and one.value and one.value == two.value and one.currency == two.currency)


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
        one, two = (f.slots.get("agreed") or f.slots.get("pledged") or f.slots.get("delivered") for f in (a, b))
        near = bool(
            one and two and max(one.precision, two.precision) < 2 and one.gap(two) <= TOLERANCE_DAYS["transfer"]
        )
        if near and _same_sum(a, b):
            return True
        return same_day(a, b) and (bool(a.items & b.items) or a.programme == b.programme)
    return same_day(a, b) or _planned_day(a, b) or _planned_day(b, a) or _name_alone_suffices(a, b)


def _planned_day(a: Facts, b: Facts) -> bool:
    """Whether `a` plans for a day what `b` says happened on it."""
    for stage in _key_stages(a.record.kind):
        plan, done = a.plans.get(stage), b.slots.get(stage)
        if plan and done and plan.precision == done.precision == 0 and plan.gap(done) == 0:
            return True
    return False


def maybe_one(a: Facts, others: Sequence[Facts]) -> bool:
    """Whether a claim may be about the relation of others, provided that nothing else in its block could be meant."""
    return any(surely_one(a, b) or _maybe(a, b) for b in others)


def _maybe(a: Facts, b: Facts) -> bool:
    record = a.record
    if record.kind == "agreement":
        if record.type in (None, "other"):
            return False
        return _singular(record.type) or _overlap(a, b, 2) or _just_signed(a, b) or _both_denied(a, b)
    if record.kind == "transfer":
        named = a.programme is not None and a.programme == b.programme
        return bool((a.items & b.items) - name_words().vague_items) or named or _overlap(a, b, 1) or _same_sum(a, b)
    if record.kind == "engagement":
        coarsest = 2 if a.places & b.places or record.type == "deployment" else 1
        return _overlap(a, b, coarsest) or _undated_near(a, b)
    if record.kind in ("incident", "stance"):
        return _overlap(a, b, 1) or (record.kind == "stance" and _undated_near(a, b))
    return False


def _just_signed(a: Facts, b: Facts) -> bool:
    """Whether one account dates the signature, and the other, of the year after it, says that there was one."""
    for x, y in ((a, b), (b, a)):
        signed, mention = x.slots.get("signed"), y.slots.get("signed") or y.slots.get("in-force")
        if signed and signed.dated and mention and not mention.dated and y.claim.recorded < LATEST_KNOWN:
            since = (dt.date.fromisoformat(y.claim.recorded) - dt.date.fromisoformat(signed.earliest)).days
            least = 0 if "signed" in y.slots else 30  # what is in force on the day of a signature is something older
            if least <= since <= RECENT_DAYS:
                return True
    return False


def _both_denied(a: Facts, b: Facts) -> bool:
    """Whether both tell of nothing but a denial or a possibility, published in the same year or so."""
    if a.slots or b.slots or LATEST_KNOWN in (a.claim.recorded, b.claim.recorded):
        return False
    days = sorted((a.claim.recorded, b.claim.recorded))
    return (dt.date.fromisoformat(days[1]) - dt.date.fromisoformat(days[0])).days <= RECENT_DAYS


def _undated_near(a: Facts, b: Facts) -> bool:
    """Whether two accounts of one kind of meeting or statement, at least one undated, were published close together."""
    slots = [f.slots.get(n) or f.plans.get(n) for f in (a, b) for n in PRIMARY[a.record.kind]]
    dated = [s for s in slots if s and s.dated]
    if len(dated) == 2:
        return False
    days = sorted((a.claim.recorded, b.claim.recorded))
    if days[1] == LATEST_KNOWN:
        return False
    gap = (dt.date.fromisoformat(days[1]) - dt.date.fromisoformat(days[0])).days
    return gap <= (UNDATED_DAYS if not dated else UNDATED_DAYS // 3)


def _overlap(a: Facts, b: Facts, coarsest: int) -> bool:
    """Whether both date one key stage at that precision or better, and the dates overlap."""
    kind = a.record.kind
    for name in (*PRIMARY.get(kind, ()), *SECONDARY.get(kind, ())):
        one, two = a.slots.get(name), b.slots.get(name)
        if one and two and max(one.precision, two.precision) <= coarsest and one.gap(two) == 0:
            return True
    return False
