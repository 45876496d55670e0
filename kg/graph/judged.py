"""Judgements in effect, in RDF, and back.

The graph holds what is in effect; the ledger holds the history. So a judgement that is undone leaves no trace here,
and the graph is what it was before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.terms import DEFAULT, Graph, concept, day, ips
from kg.resolution import Claim, Judgements

_PAIRS = (("same", ips.judgedSame), ("different", ips.judgedDifferent), ("unsure", ips.judgedUnsure))


JUDGING = frozenset({term for _, term in _PAIRS} | {ips.review, ips.nothingFoundOn})
"""Properties of the view whose subjects are claims and mentions."""


def judgement_quads(judgements: Judgements, graph: Graph = DEFAULT) -> Iterator[Quad]:
    """Yield the quads of judgements; of a pair the lesser IRI is the subject."""
    for name, term in _PAIRS:
        for pair in sorted(sorted(p) for p in getattr(judgements, name)):
            yield Quad(NamedNode(pair[0]), term, NamedNode(pair[-1]), graph)
    for verdict in ("accepted", "rejected"):
        for iri in sorted(getattr(judgements, verdict)):
            yield Quad(NamedNode(iri), ips.review, concept("review", verdict), graph)
    for iri, on in sorted(judgements.checked):
        yield Quad(NamedNode(iri), ips.nothingFoundOn, day(on), graph)


def read_judgements(quads: Iterable[Quad]) -> Judgements:
    """Return the judgements among quads, of whatever graph."""
    pairs: dict[str, list[tuple[str, str]]] = {name: [] for name, _ in _PAIRS}
    by_term = {term: name for name, term in _PAIRS}
    reviewed: dict[str, list[str]] = {"accepted": [], "rejected": []}
    checked: list[tuple[str, str]] = []
    by_concept = {concept("review", v): v for v in reviewed}
    for quad in quads:
        subject, obj = quad.subject, quad.object
        if quad.predicate == ips.nothingFoundOn and isinstance(subject, NamedNode) and isinstance(obj, Literal):
            checked.append((subject.value, obj.value))
            continue
        if not isinstance(subject, NamedNode) or not isinstance(obj, NamedNode):
            continue
        if name := by_term.get(quad.predicate):
            pairs[name].append((subject.value, obj.value))
        elif quad.predicate == ips.review and obj in by_concept:
            reviewed[by_concept[obj]].append(subject.value)
    return Judgements.of(
        same=pairs["same"],
        different=pairs["different"],
        unsure=pairs["unsure"],
        accepted=reviewed["accepted"],
        rejected=reviewed["rejected"],
        checked=checked,
    )


def over(judgements: Judgements, claims: Iterable[Claim]) -> Judgements:
    """Return the judgements on claims and mentions that are among some claims."""
    there: set[str] = set()
    for claim in claims:
        there.add(claim.iri)
        there |= {claim.mention(p.label) for p in claim.record.participants if p.id is None}
    return Judgements(
        same=frozenset(p for p in judgements.same if p <= there),
        different=frozenset(p for p in judgements.different if p <= there),
        unsure=frozenset(p for p in judgements.unsure if p <= there),
        accepted=judgements.accepted & there,
        rejected=judgements.rejected & there,
        checked=frozenset(c for c in judgements.checked if c[0] in there),
    )
