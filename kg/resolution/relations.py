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
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from kg.namespaces import ID
from kg.resolution.across import KINDS, join_across
from kg.resolution.actors import Actor
from kg.resolution.blocks import Block, block_of, left_open, resolve_block
from kg.resolution.candidates import Candidate
from kg.resolution.claim import Claim
from kg.resolution.cluster import Judgements, join_judged
from kg.resolution.facts import Facts, facts_of
from kg.resolution.known import Known


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


class Near(NamedTuple):
    """Two claims, by IRI, whose relations may be one, with what :class:`Candidate` says of that."""

    a: str
    b: str
    score: float
    reason: str


class Grouped(NamedTuple):
    """What one block makes of its claims: groups of sorted IRIs, and what it leaves open."""

    groups: tuple[tuple[str, ...], ...]
    near: tuple[Near, ...]


@dataclass(frozen=True, slots=True)
class Relations:
    """What :func:`identify_relations` found.

    Attributes
    ----------
    relations : tuple of Relation
        Ordered by IRI.
    candidates : tuple of Candidate
        The pairs left for review.
    blocks : mapping of tuple of str to Grouped
        What each block made of its claims.
    across : tuple of Near
        What may be one across blocks.
    """

    relations: tuple[Relation, ...]
    candidates: tuple[Candidate, ...]
    blocks: Mapping[Block, Grouped]
    across: tuple[Near, ...]


def resolve_relations(
    claims: Iterable[Claim],
    *,
    actors: Iterable[Actor] = (),
    known: Known | None = None,
    judgements: Judgements | None = None,
) -> tuple[Relation, ...]:
    """Return the relations that a set of claims is about, ordered by IRI; see :func:`identify_relations`."""
    return identify_relations(claims, actors=actors, known=known, judgements=judgements).relations


def near_row(a: Facts, b: Facts, reason: str) -> Near:
    """Return what is kept of two claims whose relations may be one."""
    score = min(round(0.4 + 0.1 * len(a.people & b.people) + 0.1 * bool(a.places & b.places), 2), 0.9)
    return Near(a.iri, b.iri, score, reason)


def candidates_of(near: Iterable[Near], home: Mapping[str, str], judgements: Judgements) -> tuple[Candidate, ...]:
    """Return the pairs of relations that near claims make, the best reason for each; `home` is a claim's relation."""
    judged = {frozenset(home[i] for i in pair if i in home) for pair in (*judgements.different, *judgements.unsure)}
    best: dict[tuple[str, str], tuple[float, str]] = {}
    for row in near:
        one, two = sorted((home[row.a], home[row.b]))
        if one != two and frozenset((one, two)) not in judged:
            best[one, two] = min(best.get((one, two), (0.0, "")), (-row.score, row.reason))
    return tuple(Candidate("relation", a, b, -score, reason) for (a, b), (score, reason) in sorted(best.items()))


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
    members: dict[Block, list[Claim]] = defaultdict(list)
    for iri in sorted(by_iri):
        members[block_of(by_iri[iri], known, people)].append(by_iri[iri])

    @cache
    def facts(iri: str) -> Facts:
        return facts_of(by_iri[iri], known)

    blocks = {b: group_block(b, claims, facts, known, judgements) for b, claims in members.items()}
    groups = [g for block in blocks.values() for g in block.groups]
    relations, across = join_groups(groups, by_iri, facts, known, judgements)
    home = {c.iri: r.iri for r in relations for c in r.claims}
    near = (*across, *(row for block in blocks.values() for row in block.near))
    return Relations(relations, candidates_of(near, home, judgements), blocks, across)


def group_block(
    block: Block, claims: list[Claim], facts: Callable[[str], Facts], known: Known, judgements: Judgements
) -> Grouped:
    """Return what one block makes of its claims; `claims` are all of the block, sorted by IRI."""
    groups = resolve_block(block, claims, facts, known, judgements)
    if len(groups) < 2:
        return Grouped(tuple(groups), ())
    near = left_open([[facts(i) for i in group] for group in groups], judgements)
    return Grouped(tuple(groups), tuple(near_row(a, b, why) for a, b, why in near))


def join_groups(
    groups: Iterable[tuple[str, ...]],
    by_iri: Mapping[str, Claim],
    facts: Callable[[str], Facts],
    known: Known,
    judgements: Judgements,
) -> tuple[tuple[Relation, ...], tuple[Near, ...]]:
    """Join the groups of blocks, and return the relations, ordered by IRI, and what may be one across blocks.

    What a group joins depends on those alone that it reaches by chains of likeness
    (:func:`kg.resolution.across.may_be_one`), of judgements and of curated records: a set that is closed under these
    can be joined by itself.
    """
    groups = list(groups)
    across = [g for g in sorted(groups) if by_iri[g[0]].record.kind in KINDS]
    apart_ = [g for g in groups if by_iri[g[0]].record.kind not in KINDS]
    joined, near = join_across([[facts(i) for i in g] for g in across], known, judgements)
    groups = [*apart_, *(tuple(sorted(f.iri for f in group)) for group in joined)]
    inside = [by_iri[i] for group in groups for i in group]
    relations = tuple(
        sorted(
            (
                relation_of([by_iri[i] for i in group], known)
                for group in join_judged(groups, _with_curated(inside, judgements))
            ),
            key=lambda r: r.iri,
        )
    )
    return relations, tuple(near_row(a, b, why) for a, b, why in near)


def _with_curated(claims: Iterable[Claim], judgements: Judgements) -> Judgements:
    """Return the judgements, and those that curated records are: what one record says of two pages is one relation."""
    named: dict[str, list[str]] = defaultdict(list)
    for claim in claims:
        if claim.curated:
            named[claim.curated].append(claim.iri)
    pairs = {frozenset(pair) for iris in named.values() for pair in pairwise(sorted(iris))}
    return replace(judgements, same=judgements.same | pairs) if pairs else judgements


def relation_of(claims: Iterable[Claim], known: Known) -> Relation:
    """Return the relation that claims make together."""
    ordered = tuple(sorted(claims, key=lambda c: (c.recorded, c.iri)))
    anchor = ordered[0]
    kind = anchor.record.kind
    key = known.programme(anchor.record.name) if kind == "programme" else None
    iri = f"{ID}{key}" if key else f"{ID}{kind}-{anchor.iri.rpartition('-')[2]}"
    return Relation(iri, kind, ordered)
