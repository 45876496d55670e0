"""Blocks: claims of one kind, family of types and core participants, and what of them is about one thing.

A block is a function of the claims in it; so is what it leaves open. Nothing outside it enters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from kg.contract import CORE_ROLES
from kg.resolution.claim import Claim
from kg.resolution.cluster import Judgements, cluster
from kg.resolution.facts import Facts, Slot
from kg.resolution.forms import days_between
from kg.resolution.known import Known
from kg.resolution.names import fold
from kg.resolution.posts import group_posts, office_words
from kg.resolution.rules import apart, maybe_one, surely_one

Block = tuple[str, ...]

TENURE_GAP_DAYS = 1000
"""A holder who is not seen in an office for nearly three years may have left and come back: two posts until judged."""

APPOINTMENT_DAYS = 183
"""Accounts of one appointment lie closer than that; appointments further apart begin terms of their own."""

ONE_PER_BLOCK = frozenset({"partnership", "membership"})
_SIDES = {
    "transfer": ("supplier", "recipient"), "membership": ("member", "grouping"), "stance": ("actor", "target"),
    "incident": ("initiator", "target"), "programme": ("owner",),
}  # fmt: skip


def _side(claim: Claim, roles: Iterable[str], known: Known, people: Mapping[str, str]) -> str:
    """Return the actors of some roles as one text: polities for their bodies, names only where nothing is known."""
    chosen = [p for p in claim.record.participants if p.role in roles and p.kind != "person"]
    keys = {known.polity(p.id) for p in chosen if p.id}
    if not keys:
        keys = {"~" + fold(p.label) for p in chosen}
    if not keys:
        keys = {people.get(claim.mention(p.label), fold(p.label)) for p in claim.record.participants if p.role in roles}
    return "+".join(sorted(keys))


def block_of(claim: Claim, known: Known, people: Mapping[str, str]) -> Block:
    """Return the block of a claim; `people` gives today's actor of each of its mentions."""
    record = claim.record
    if record.kind == "programme" and record.name:
        return ("programme", known.programme(record.name) or fold(record.name))
    if record.kind == "post":
        holders = sorted(
            people.get(claim.mention(p.label)) or p.id or fold(p.label)
            for p in record.participants
            if p.role == "holder"
        )
        return ("post", *holders, _side(claim, ("of",), known, people))
    roles = _SIDES.get(record.kind)
    if record.kind == "engagement" and record.type == "visit":
        roles = ("host", "visitor")
    sides = [_side(claim, (r,), known, people) for r in roles] if roles else None
    if sides is None:
        sides = [_side(claim, CORE_ROLES[record.kind], known, people)]
    return (record.kind, record.type or "other", *sides)


def resolve_block(
    block: Block, claims: list[Claim], facts: Callable[[str], Facts], known: Known, judgements: Judgements
) -> list[tuple[str, ...]]:
    """Return the groups of claims of one block, as sorted IRIs; `claims` are all of the block, sorted by IRI."""
    iris = [c.iri for c in claims]
    named_programme = block[0] == "programme" and len(block) == 2
    if len(claims) == 1:
        return [(iris[0],)]
    if block[0] == "post":
        return _resolve_posts(claims, facts, known, judgements)
    if block[0] in ONE_PER_BLOCK or named_programme:
        if not judgements.divides(iris):
            return [tuple(sorted(iris))]
        chain = [((0.0,), a, b) for a, b in pairwise(iris)]
        return cluster([[i] for i in iris], chain, judgements.holds_apart)
    by_level: dict[int, list[Facts]] = defaultdict(list)
    for iri in iris:
        by_level[facts(iri).level].append(facts(iri))
    clusters: list[list[Facts]] = []
    for level in sorted(by_level):
        members = sorted(by_level[level], key=lambda f: (f.claim.recorded, f.iri))
        clusters += _pool(_attach(members, clusters, judgements), judgements)
    return [tuple(sorted(f.iri for f in group)) for group in clusters]


def _resolve_posts(
    claims: list[Claim], facts: Callable[[str], Facts], known: Known, judgements: Judgements
) -> list[tuple[str, ...]]:
    words = {}
    for claim in claims:
        of = {known.polity(p.id) for p in claim.record.participants if p.role == "of" and p.id}
        nation = frozenset().union(*(known.nations.get(key, frozenset()) for key in of))
        words[claim.iri] = office_words(claim.record.name or "", nation)
    groups: list[tuple[str, ...]] = []
    recorded = {c.iri: c.recorded for c in claims}
    for members in group_posts(words):
        for term in _terms(sorted(members, key=lambda i: (recorded[i], i)), facts, recorded):
            if judgements.divides(term):
                chain = [((0.0,), a, b) for a, b in pairwise(term)]
                groups += cluster([[i] for i in term], chain, judgements.holds_apart)
            else:
                groups.append(tuple(sorted(term)))
    return groups


def _terms(ordered: list[str], facts: Callable[[str], Facts], recorded: Mapping[str, str]) -> list[list[str]]:
    """Return the claims of one holder and office by term: by appointment where several are dated, else by silence.

    `ordered` are claims by the day on which they were recorded. A claim without an appointment of its own belongs to
    the last one before the day that it gives for leaving, else before the day on which it was recorded.
    """
    begun = sorted(
        ((slot, iri) for iri in ordered if (slot := facts(iri).slots.get("appointed")) and slot.dated),
        key=lambda pair: (pair[0].earliest, pair[0].latest, pair[1]),
    )
    starts: list[Slot] = []
    terms: list[list[str]] = []
    for slot, iri in begun:
        if starts and starts[-1].gap(slot) <= APPOINTMENT_DAYS:
            terms[-1].append(iri)
        else:
            starts.append(slot)
            terms.append([iri])
    if len(starts) > 1:
        placed = {iri for _, iri in begun}
        for iri in (i for i in ordered if i not in placed):
            left = facts(iri).slots.get("left")
            day = left.latest if left and left.dated else recorded[iri]
            terms[max(0, sum(s.earliest <= day for s in starts) - 1)].append(iri)
        return [sorted(term, key=lambda i: (recorded[i], i)) for term in terms]
    terms = [[ordered[0]]]
    for before, iri in pairwise(ordered):
        if days_between(recorded[before], recorded[iri]) <= TENURE_GAP_DAYS:
            terms[-1].append(iri)
        else:
            terms.append([iri])
    return terms


def left_open(clusters: Sequence[Sequence[Facts]], judgements: Judgements) -> list[tuple[Facts, Facts, str]]:
    """Return what of one block was kept apart though nothing tells it apart, for review.

    An account that is dated to the day is compared with those that are not; of many that fit, the nearest three by day
    of publication stand for all, and the reason says how many there are.
    """
    found: list[tuple[Facts, Facts, str]] = []
    for index, one in enumerate(clusters):
        if min(f.level for f in one) in (0, 3):
            continue
        fits = [
            two
            for number, two in enumerate(clusters)
            if number != index
            and (number > index or min(f.level for f in two) in (0, 3))
            and not any(apart(x, y, judgements) for x in one for y in two)
        ]
        fits.sort(key=lambda two: (days_between(one[0].claim.recorded, two[0].claim.recorded), two[0].iri))
        reason = "the same actors and type, and nothing that tells the two apart"
        reason += f" ({len(fits)} fit)" if len(fits) > 1 else ""
        found += [(one[0], two[0], reason) for two in fits[:3]]
    return found


def _attach(members: list[Facts], clusters: list[list[Facts]], judgements: Judgements) -> list[Facts]:
    """Put each member into the one better dated cluster that it may be about; return those left over."""
    targets = []
    for facts in members:
        candidates = [c for c in clusters if not any(apart(facts, f, judgements) for f in c) and maybe_one(facts, c)]
        sure = [c for c in candidates if any(surely_one(facts, f) for f in c)]
        choice = sure if len(sure) == 1 else candidates
        targets.append(choice[0] if len(choice) == 1 else None)
    left = []
    for facts, target in zip(members, targets, strict=True):
        # Others of the same level may have come in meanwhile.
        if target is None or any(apart(facts, f, judgements) for f in target):
            left.append(facts)
        else:
            target.append(facts)
    return left


def _pool(members: list[Facts], judgements: Judgements) -> list[list[Facts]]:
    """Cluster what is dated equally well, nearest dates first."""
    by_iri = {f.iri: f for f in members}
    edges = []
    for index, a in enumerate(members):
        for b in members[index + 1 :]:
            sure = surely_one(a, b)
            if (sure or maybe_one(a, [b])) and not apart(a, b, judgements):
                gaps = [a.slots[n].gap(b.slots[n]) for n in a.slots if n in b.slots]
                edges.append(((0.0 if sure else 1.0, float(min(gaps, default=9999))), a.iri, b.iri))
    groups = cluster([[i] for i in by_iri], edges, lambda x, y: apart(by_iri[x], by_iri[y], judgements))
    return [[by_iri[i] for i in group] for group in groups]
