"""Where the accounts of one relation disagree, and how: nothing is settled here, and nothing retired.

Compared are the days and the ends of stages, quantities of one item, sums of one currency, who holds which role, who
the parties are, and whether something was done at all. Each pair of values that differ is put into one of four classes:

* ``compatible``: both can hold (a rounded number, a longer list of the same parties);
* ``superseded``: the later replaces the earlier (a plan that slipped, a plan that was denied, a correction by the same
  voice, a figure given again long after the first);
* ``different-definition``: they measure other things (windows of years, lines of a budget);
* ``contradictory``: everything else.

No conflict at all: a coarser date, a sum in another currency, a plan and its outcome, a denial of a day before the
thing was done, acts of two parties.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from kg.contract import CORE_ROLES
from kg.graph.stages import StagePart, is_repeatable, number
from kg.graph.things import Part, Quantity, Role
from kg.model.record import thaw
from kg.resolution import Claim, Known, Relation
from kg.resolution.names import content

EXCLUSIVE_ROLES = (
    frozenset({"signatory", "witness"}), frozenset({"supplier", "recipient"}), frozenset({"initiator", "target"}),
    frozenset({"host", "visitor"}), frozenset({"member", "observer"}),
)  # fmt: skip
"""Roles that one actor does not have in one relation; an actor stated in two of a set is disputed."""

ROUNDED = 0.06
"""Sums that differ by no more than that share of the larger are one sum, rounded: 575 and "about 600" million."""

LATER_DAYS = 60
"""A figure given that long after another is the newer state of things, not a rival report of the same news."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two values that documents give for one slot of a relation.

    Attributes
    ----------
    slot : str
        ``signed.date``, ``item.patrol-boats``, ``amount.JPY``, ``role``, ``party``, ``signed.status``.
    a, b : str
        Suffixes of the parts of the view that state them; the one that the view goes by first, else the earlier.
    cls : str
        ``compatible``, ``superseded``, ``contradictory`` or ``different-definition``.
    reason : str
        The rule, in words.
    """

    slot: str
    a: str
    b: str
    cls: str
    reason: str


def conflicts(
    relation: Relation,
    stages: Sequence[StagePart],
    roles: Sequence[Role],
    items: Sequence[Quantity],
    sums: Sequence[Quantity],
    known: Known,
) -> tuple[Conflict, ...]:
    """Return the disagreements about one relation, ordered by slot.

    Parameters
    ----------
    relation : Relation
        With its claims.
    stages, roles, items, sums
        Its parts, standings settled.
    known : Known
        For the polity of a body.
    """
    found = [
        *_dates(stages),
        *_plans(stages),
        *_statuses(stages),
        *_counts(items, relation),
        *_amounts(sums, relation),
        *_roles(roles),
        *_parties(relation, roles, known),
    ]
    unique = {(c.slot, c.a, c.b): c for c in found}
    return tuple(unique[key] for key in sorted(unique))


def _dates(stages: Iterable[StagePart]) -> Iterator[Conflict]:
    """Rival days or ends of what happens once."""
    for part in stages:
        for chosen in part.rival_of:
            slot = f"{part.key.stage}.{'date' if part.key.date != chosen.key.date else 'end'}"
            if part.origins <= chosen.origins and part.known_from < chosen.known_from:
                yield Conflict(slot, chosen.suffix, part.suffix, "superseded", "the same voice gave another day later")
            else:
                yield Conflict(slot, chosen.suffix, part.suffix, "contradictory", "two days of what happens once")


def _plans(stages: Iterable[StagePart]) -> Iterator[Conflict]:
    """Yield schedules that slipped: two planned days of one step."""
    groups: dict[tuple[str, ...], list[StagePart]] = defaultdict(list)
    for part in stages:
        if part.key.modality == "planned" and part.key.date and not is_repeatable(part.key.stage):
            groups[part.slot].append(part)
    for group in groups.values():
        for one, two in combinations(sorted(group, key=lambda p: (p.known_from, p.suffix)), 2):
            if (one.latest < two.earliest or two.latest < one.earliest) and one.known_from < two.known_from:
                reason = "a later plan names another day"
                yield Conflict(f"{one.key.stage}.date", two.suffix, one.suffix, "superseded", reason)


def _statuses(stages: Iterable[StagePart]) -> Iterator[Conflict]:
    """Done and not done; alleged and denied; planned and then denied."""
    groups: dict[str, list[StagePart]] = defaultdict(list)
    for part in stages:
        groups[part.key.stage].append(part)
    for stage, group in groups.items():
        for both in (p for p in group if p.key.modality == "denied" and p.key.alleged):
            yield Conflict(f"{stage}.status", both.suffix, both.suffix, "contradictory", "alleged, and denied")
        for no in (p for p in group if p.key.modality == "denied"):
            for yes in (p for p in group if p.key.modality != "denied"):
                if yes.key.by and no.key.by and yes.key.by != no.key.by:
                    continue
                if found := _denial(f"{stage}.status", yes, no):
                    yield found


def _denial(slot: str, yes: StagePart, no: StagePart) -> Conflict | None:
    if _claims_of(yes) & _claims_of(no):
        return None  # an account does not contradict itself: one of the two was misread
    if yes.key.modality in ("planned", "possible") and not yes.key.alleged:
        # "Not in force yet" leaves open what is to happen some day; it undoes what was to happen by now.
        if no.last_stated > yes.known_from and yes.key.date and (yes.earliest <= no.last_stated):
            return Conflict(slot, no.suffix, yes.suffix, "superseded", "what was planned or possible was denied later")
        return None
    # "Has not signed" of a day before the signature is no denial of it.
    if no.last_stated < yes.earliest or (no.key.date and no.latest < yes.earliest):
        return None
    if yes.key.alleged:
        return Conflict(slot, yes.suffix, no.suffix, "contradictory", "alleged, and denied")
    if no.last_stated < yes.known_from:
        return Conflict(slot, yes.suffix, no.suffix, "superseded", "denied first, stated as done later")
    return Conflict(slot, yes.suffix, no.suffix, "contradictory", "stated as done, and denied")


def _claims_of(part: StagePart | Part) -> set[str]:
    """Return the claims that state a part: what one account says in two ways is no dispute."""
    return {stated.rsplit(".r.", 1)[0] for stated in part.stated}


def _apart(a: str, b: str) -> int:
    first, second = sorted((a, b))
    if second[:4] == "9999":
        return 0
    return (dt.date.fromisoformat(second) - dt.date.fromisoformat(first)).days


def _counts(items: Sequence[Quantity], relation: Relation) -> Iterator[Conflict]:
    delivered = _delivering(relation)
    given = [i for i in items if i.value is not None]
    for one, two in combinations(sorted(given, key=lambda i: (i.known_from, i.suffix)), 2):
        a, b = content(one.label), content(two.label)
        if one.value == two.value or not a or not b or not (a <= b or b <= a) or _claims_of(one) & _claims_of(two):
            continue
        slot = f"item.{two.suffix.split('.')[1]}"
        done = [set(q.stated) <= delivered for q in (one, two)]
        if done[0] != done[1]:
            continue  # a pledge and what came of it
        if _within(one, two) or _within(two, one):
            yield Conflict(slot, two.suffix, one.suffix, "compatible", "one number lies within the bounds of the other")
        elif _apart(one.known_from, two.known_from) >= LATER_DAYS:
            yield Conflict(slot, two.suffix, one.suffix, "superseded", "another number, given long after the first")
        else:
            chosen, rival = (one, two) if one.standing != "rival" else (two, one)
            yield Conflict(slot, chosen.suffix, rival.suffix, "contradictory", "two numbers of one thing")


def _within(one: Quantity, two: Quantity) -> bool:
    low, high = two.minimum, two.maximum
    return (
        one.value is not None
        and (low is not None or high is not None)
        and ((low is None or low <= one.value) and (high is None or one.value <= high))
    )


def _delivering(relation: Relation) -> set[str]:
    """Return the item parts of accounts that know the thing as delivered."""
    return {
        claim.part(f"items/{index}")
        for claim in relation.claims
        if any(s.stage == "delivered" and s.modality == "asserted" for s in claim.record.stages)
        for index in range(len(claim.record.items))
    }


def _amounts(sums: Sequence[Quantity], relation: Relation) -> Iterator[Conflict]:
    windows = {claim.part("amount"): _window(claim) for claim in relation.claims}
    given = sorted((s for s in sums if s.value), key=lambda s: (s.known_from, s.suffix))
    for one, two in combinations(given, 2):
        if one.currency != two.currency or one.value == two.value or one.value is None or two.value is None:
            continue
        slot = f"amount.{one.currency or 'unknown'}"
        chosen, rival = (two, one) if one.standing == "rival" else (one, two)
        spans = [{windows[p] for p in q.stated if windows.get(p)} for q in (one, two)]
        if spans[0] and spans[1] and not spans[0] & spans[1]:
            reason = "sums over other years or lines of a budget"
            yield Conflict(slot, chosen.suffix, rival.suffix, "different-definition", reason)
        elif abs(one.value - two.value) <= ROUNDED * max(one.value, two.value) and _rounder(one, two):
            yield Conflict(slot, chosen.suffix, rival.suffix, "compatible", "one sum is the other, rounded")
        elif _apart(one.known_from, two.known_from) >= LATER_DAYS:
            yield Conflict(slot, two.suffix, one.suffix, "superseded", "another sum, given long after the first")
        else:
            yield Conflict(slot, chosen.suffix, rival.suffix, "contradictory", "two sums of one thing")


def _rounder(one: Quantity, two: Quantity) -> bool:
    """Whether one of two sums has fewer digits that are not zero at its end."""
    digits = [len(number(q.value).rstrip("0")) for q in (one, two)]
    return digits[0] != digits[1]


def _window(claim: Claim) -> tuple[str, ...]:
    """Return what a sum is over, as far as the record says: years, and the line of the budget."""
    extra = {k: thaw(v) for k, v in claim.record.extra}
    listed = extra.get("amounts")
    first = listed[0] if isinstance(listed, list) and listed else {}
    years = [str(first[k]) for k in ("from", "until") if isinstance(first, dict) and first.get(k)]
    spans = [s.date for s in claim.record.stages if s.date and s.end_date]
    fiscal = [str(extra["fiscal_year"])] if extra.get("fiscal_year") else []
    return (*years, *fiscal, *spans)


def _roles(roles: Sequence[Role]) -> Iterator[Conflict]:
    by_actor: dict[str, list[Role]] = defaultdict(list)
    for role in roles:
        if role.modality in ("asserted", "planned"):
            by_actor[role.actor].append(role)
    for held in by_actor.values():
        for one, two in combinations(sorted(held, key=lambda r: (-len(r.origins), r.known_from, r.suffix)), 2):
            if {one.role, two.role} not in EXCLUSIVE_ROLES or _claims_of(one) & _claims_of(two):
                continue
            if one.modality != two.modality:
                continue  # to witness, and then signed: a plan and its outcome
            reason = f"{one.role} in one account, {two.role} in another"
            yield Conflict("role", one.suffix, two.suffix, "contradictory", reason)


def _parties(relation: Relation, roles: Sequence[Role], known: Known) -> Iterator[Conflict]:
    """Accounts whose lists of parties differ on both sides."""
    wanted = CORE_ROLES[relation.kind] if relation.kind in ("agreement", "partnership", "transfer") else ()
    sets: dict[frozenset[str], Claim] = {}
    for claim in relation.claims:
        core = frozenset(known.polity(p.id) for p in claim.record.participants if p.role in wanted and p.id)
        if core:
            sets.setdefault(core, claim)
    parts = {(r.actor.rsplit("/", 1)[1], claim): r for r in roles if r.role in wanted for claim in _claims_of(r)}
    for (one, a), (two, b) in combinations(sorted(sets.items(), key=lambda x: (x[1].recorded, x[1].iri)), 2):
        if one <= two or two <= one or one <= _members(two, known) or two <= _members(one, known):
            continue
        left = next((parts[k, a.iri] for k in sorted(one - two) if (k, a.iri) in parts), None)
        right = next((parts[k, b.iri] for k in sorted(two - one) if (k, b.iri) in parts), None)
        if left and right:
            reason = "two lists of parties, neither within the other"
            yield Conflict("party", left.suffix, right.suffix, "contradictory", reason)


def _members(keys: Iterable[str], known: Known) -> frozenset[str]:
    return frozenset().union(*(known.members.get(k, frozenset()) | {k} for k in keys))
