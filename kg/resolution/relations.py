"""Identity of relations: which claims, of whatever documents, are about one thing.

Claims are compared inside a *block*: same kind, same family of types, same core participants (with their direction
where the kind has one). Partnerships, memberships and posts are one relation for each block. In every other block
claims join from the best dated to the undated:

1. what is dated to the same day, or bears the same proper name, is one;
2. a claim that is dated more coarsely, or not at all, joins what it may be about if there is *just one* candidate;
   with two or more it stays apart, so an undated mention never bridges two dated relations;
3. no join may bring together two claims that conflict (:func:`kg.resolution.rules.apart`) or that a judgement calls
   different; a judgement that calls two the same joins them across blocks too.

The result is a function of the set of claims and judgements: no order of arrival enters it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from kg.contract import CORE_ROLES
from kg.namespaces import ID
from kg.resolution.across import KINDS, join_across
from kg.resolution.actors import Actor
from kg.resolution.candidates import Candidate
from kg.resolution.claim import Claim
from kg.resolution.cluster import Judgements, cluster, join_judged
from kg.resolution.facts import Facts, facts_of
from kg.resolution.forms import days_between
from kg.resolution.known import Known
from kg.resolution.names import fold, tokens
from kg.resolution.posts import group_posts, office_words
from kg.resolution.rules import apart, maybe_one, surely_one

Block = tuple[str, ...]

TENURE_GAP_DAYS = 1000
"""A holder who is not seen in an office for nearly three years may have left and come back: two posts until judged."""

ONE_PER_BLOCK = frozenset({"partnership", "membership"})
_SIDES = {
    "transfer": ("supplier", "recipient"), "membership": ("member", "grouping"), "stance": ("actor", "target"),
    "incident": ("initiator", "target"), "programme": ("owner",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Relation:
    """The claims that are about one thing.

    Attributes
    ----------
    iri : str
        A registry key's, else kind and hash of the anchor: the earliest published claim, ties by identifier.
    kind : str
        The contract's.
    claims : tuple of Claim
        Ordered by record day, then identifier; the first is the anchor.
    """

    iri: str
    kind: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Relations:
    """What :func:`identify_relations` found: the relations, ordered by IRI, and the pairs left for review."""

    relations: tuple[Relation, ...]
    candidates: tuple[Candidate, ...]


def resolve_relations(
    claims: Iterable[Claim],
    *,
    actors: Iterable[Actor] = (),
    known: Known | None = None,
    judgements: Judgements | None = None,
) -> tuple[Relation, ...]:
    """Return the relations that a set of claims is about, ordered by IRI; see :func:`identify_relations`."""
    return identify_relations(claims, actors=actors, known=known, judgements=judgements).relations


def _candidates(
    near: Iterable[tuple[Facts, Facts, str]], relations: Iterable[Relation], judgements: Judgements
) -> tuple[Candidate, ...]:
    home = {c.iri: r.iri for r in relations for c in r.claims}
    judged = {frozenset(home[i] for i in pair if i in home) for pair in (*judgements.different, *judgements.unsure)}
    found: dict[tuple[str, str], Candidate] = {}
    for a, b, reason in near:
        one, two = sorted((home[a.iri], home[b.iri]))
        if one != two and frozenset((one, two)) not in judged:
            score = 0.4 + 0.1 * len(a.people & b.people) + 0.1 * bool(a.places & b.places)
            before = found.get((one, two))
            if before is None or before.score < score:
                found[one, two] = Candidate("relation", one, two, min(round(score, 2), 0.9), reason)
    return tuple(found[key] for key in sorted(found))


def identify_relations(
    claims: Iterable[Claim],
    *,
    actors: Iterable[Actor] = (),
    known: Known | None = None,
    judgements: Judgements | None = None,
) -> Relations:
    """Return the relations that a set of claims is about, and the pairs that may be one.

    Parameters
    ----------
    claims : iterable of Claim
        In any order.
    actors : iterable of Actor
        From :func:`kg.resolution.actors.resolve_actors`: posts are told apart by their holder.
    known : Known, optional
        Programme names and polities of the registry.
    judgements : Judgements, optional
        Over claim IRIs.
    """
    known, judgements = known or Known(), judgements or Judgements()
    by_iri = {c.iri: c for c in claims}
    people = {m: a.iri for a in actors for m in a.mentions}
    blocks: dict[Block, list[Claim]] = defaultdict(list)
    for iri in sorted(by_iri):
        blocks[_block(by_iri[iri], known, people)].append(by_iri[iri])
    groups: list[tuple[str, ...]] = []
    open_: list[tuple[Facts, Facts, str]] = []

    @cache
    def facts(iri: str) -> Facts:
        return facts_of(by_iri[iri], known)

    for block, members in blocks.items():
        found = _resolve_block(block, members, facts, known, judgements)
        groups += found
        if len(found) > 1:
            open_ += _left_open([[facts(i) for i in group] for group in found], judgements)
    across = [g for g in sorted(groups) if by_iri[g[0]].record.kind in KINDS]
    apart_ = [g for g in groups if by_iri[g[0]].record.kind not in KINDS]
    joined, near = join_across([[facts(i) for i in g] for g in across], known, judgements)
    groups = [*apart_, *(tuple(sorted(f.iri for f in group)) for group in joined)]
    relations = tuple(
        sorted(
            (
                _relation([by_iri[i] for i in group], known)
                for group in join_judged(groups, _with_curated(by_iri.values(), judgements))
            ),
            key=lambda r: r.iri,
        )
    )
    return Relations(relations, _candidates([*near, *open_], relations, judgements))


def _with_curated(claims: Iterable[Claim], judgements: Judgements) -> Judgements:
    """Return the judgements, and those that curated records are: what one record says of two pages is one relation."""
    named: dict[str, list[str]] = defaultdict(list)
    for claim in claims:
        if claim.curated:
            named[claim.curated].append(claim.iri)
    pairs = {frozenset(pair) for iris in named.values() for pair in pairwise(sorted(iris))}
    return replace(judgements, same=judgements.same | pairs) if pairs else judgements


def _relation(claims: list[Claim], known: Known) -> Relation:
    ordered = tuple(sorted(claims, key=lambda c: (c.recorded, c.iri)))
    anchor = ordered[0]
    kind = anchor.record.kind
    key = known.programme(anchor.record.name) if kind == "programme" else None
    iri = f"{ID}{key}" if key else f"{ID}{kind}-{anchor.iri.rpartition('-')[2]}"
    return Relation(iri, kind, ordered)


def _side(claim: Claim, roles: Iterable[str], known: Known, people: Mapping[str, str]) -> str:
    """Return the actors of some roles as one text: polities for their bodies, names only where nothing is known."""
    chosen = [p for p in claim.record.participants if p.role in roles and p.kind != "person"]
    keys = {known.polity(p.id) for p in chosen if p.id}
    if not keys:
        keys = {"~" + fold(p.label) for p in chosen}
    if not keys:
        keys = {people.get(claim.mention(p.label), fold(p.label)) for p in claim.record.participants if p.role in roles}
    return "+".join(sorted(keys))


def _block(claim: Claim, known: Known, people: Mapping[str, str]) -> Block:
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


def _resolve_block(
    block: Block, claims: list[Claim], facts: Callable[[str], Facts], known: Known, judgements: Judgements
) -> list[tuple[str, ...]]:
    iris = [c.iri for c in claims]
    named_programme = block[0] == "programme" and len(block) == 2
    if len(claims) == 1:
        return [(iris[0],)]
    if block[0] == "post":
        return _resolve_posts(claims, known, judgements)
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


def _resolve_posts(claims: list[Claim], known: Known, judgements: Judgements) -> list[tuple[str, ...]]:
    words = {}
    for claim in claims:
        of = {known.polity(p.id) for p in claim.record.participants if p.role == "of" and p.id}
        nation = frozenset().union(*(known.nations.get(key, frozenset()) for key in of))
        words[claim.iri] = office_words(claim.record.name or "", nation)
    groups: list[tuple[str, ...]] = []
    recorded = {c.iri: c.recorded for c in claims}
    for members in group_posts(words):
        ordered = sorted(members, key=lambda i: (recorded[i], i))
        terms: list[list[str]] = [[ordered[0]]]
        for before, iri in pairwise(ordered):
            if days_between(recorded[before], recorded[iri]) <= TENURE_GAP_DAYS:
                terms[-1].append(iri)
            else:
                terms.append([iri])
        for term in terms:
            if judgements.divides(term):
                chain = [((0.0,), a, b) for a, b in pairwise(term)]
                groups += cluster([[i] for i in term], chain, judgements.holds_apart)
            else:
                groups.append(tuple(sorted(term)))
    return groups


def _left_open(clusters: Sequence[Sequence[Facts]], judgements: Judgements) -> list[tuple[Facts, Facts, str]]:
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


def programme_names(relations: Iterable[Relation]) -> dict[tuple[str, ...], str]:
    """Return the IRI of every named programme by its folded name."""
    return {tokens(c.record.name): r.iri for r in relations if r.kind == "programme" for c in r.claims if c.record.name}
