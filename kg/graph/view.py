"""The view: what holds, after identity, in the default graph. Rebuilt from claims, never edited.

Every shortcut has the relation as its subject and follows from one part by a mapping kept as data; every part is
``ips:statedAs`` the claim parts that say it, and each of those has its receipt. A shortcut follows only from what
is asserted, chosen among rivals, and at a stage at which the relation has come about.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.context import Context
from kg.graph.judged import judgement_quads
from kg.graph.publications import write_origins
from kg.graph.relation import RelationView
from kg.graph.terms import DEFAULT, TYPE, Emit, Graph, Object, day, decimal, ips, skos
from kg.model import dumps
from kg.namespaces import ID, VIEW, digest
from kg.resolution import Actor, Candidate, Claim, Judgements, Known, Relation, identify_actors, identify_relations
from kg.resolution.origins import Origins
from kg.resolution.relations import Relations

if TYPE_CHECKING:
    from kg.registry import Registry


@dataclass(frozen=True, slots=True)
class View:
    """The resolved layer.

    Attributes
    ----------
    quads : tuple of Quad
        About as many as the claims have; in the default graph unless another was asked for.
    relations : tuple of Relation
        With the claims of each.
    actors : tuple of Actor
        Persons and bodies that the registry does not know.
    resolved : Relations
        The relations with what led to them.
    wanted : mapping of str to set of str
        By the IRI of a relation: the tokens (:mod:`kg.graph.links`) of others that it looked for.
    """

    quads: tuple[Quad, ...]
    relations: tuple[Relation, ...]
    actors: tuple[Actor, ...]
    resolved: Relations
    wanted: Mapping[str, set[str]]


def known_at(claims: Iterable[Claim], on: str) -> tuple[Claim, ...]:
    """Return the claims that were on file on a day and not withdrawn by then: what a snapshot is built from."""
    return tuple(
        replace(c, withdrawn=None) for c in claims if c.recorded <= on and (c.withdrawn is None or c.withdrawn > on)
    )


def build_view(
    claims: Iterable[Claim],
    *,
    registry: Registry | None = None,
    judgements: Judgements | None = None,
    origins: Origins | Mapping[str, str] | None = None,
    graph: Graph = DEFAULT,
) -> View:
    """Build the view of a set of claims.

    Parameters
    ----------
    claims : iterable of Claim
        In any order: the result is a function of the set. Withdrawn ones make no part; where a relation stands
        without them, its status over record time still shows what they once said.
    registry : Registry, optional
        For polities of bodies and keys of programmes.
    judgements : Judgements, optional
        In effect: pairs held to be one or apart, and claims that are left out.
    origins : Origins or mapping of str to str, optional
        Independent voice by document IRI (near-duplicates share one); a claim's publisher without it. What each
        document counts as is stated for all of :class:`kg.resolution.origins.Origins`, with or without claims.
    graph : NamedNode or DefaultGraph
        ``ips-id:view`` for a store without a default graph.
    """
    judgements = judgements or Judgements()
    on_file = sorted({c.iri: c for c in claims}.values(), key=lambda c: (c.recorded, c.iri))
    believed = [c for c in on_file if c.iri not in judgements.rejected and not c.unverified]
    claims = [c for c in believed if c.withdrawn is None]
    known = Known.of(registry)
    people = identify_actors(claims, known=known, judgements=judgements)
    actors = people.actors
    found = identify_relations(claims, actors=actors, known=known, judgements=judgements)
    relations = found.relations
    given = origins if isinstance(origins, Origins) else Origins(origins or {})
    context = Context.whole(claims, actors, relations, known, given, judgements)
    past: dict[str, list[Claim]] = {}
    if len(claims) < len(believed):
        past = _past(believed, relations, known, judgements)
    quads: list[Quad] = []
    variants = variants_of(claims)
    for actor in actors:
        write_actor(emitter(quads, graph), actor, variants)
    for relation in relations:
        RelationView(relation, context, emitter(quads, graph), past.get(relation.iri, ())).write()
    if given is origins:
        write_origins(given, given.voices, emitter(quads, graph))
    for candidate in (*people.candidates, *found.candidates):
        write_candidate(emitter(quads, graph), candidate)
    quads += judgement_quads(judgements, graph)
    quads.append(Quad(NamedNode(VIEW), ips.contentHash, Literal(content_hash(on_file, judgements, given)), graph))
    return View(tuple(quads), relations, actors, found, context.links.wanted)


def write_candidate(emit: Emit, candidate: Candidate) -> None:
    """State a pair that may be one."""
    node = NamedNode(f"{ID}candidate-{digest(candidate.a, candidate.b)}")
    emit(node, TYPE, ips.IdentityCandidate)
    for iri in (candidate.a, candidate.b):
        emit(node, ips.between, NamedNode(iri))
    emit(node, ips.score, decimal(candidate.score))
    emit(node, ips.reason, Literal(candidate.reason))


def content_hash(claims: Iterable[Claim], judgements: Judgements, origins: Origins) -> str:
    """Return a hash of what a view is made from, 64 hex digits, whatever the order.

    The hashes of the claims are added up, so that a claim can be taken out of the sum again.
    """
    total = claims_weight(claims) + judgements_weight(judgements)
    total += sum(voice_weight(d, origins) for d in origins.voices)
    return hash_of(total)


def hash_of(total: int) -> str:
    """Return a sum of weights as a content hash."""
    return f"{total % (1 << 256):064x}"


def claims_weight(claims: Iterable[Claim]) -> int:
    """Return what claims add to a content hash."""
    return sum(_weight(c.iri, c.doc, c.recorded, c.withdrawn or "", c.origin, dumps(c.record)) for c in claims)


def judgements_weight(judgements: Judgements) -> int:
    """Return what judgements add to a content hash."""
    return sum(_weight(str(q)) for q in judgement_quads(judgements))


def voice_weight(document: str, origins: Origins) -> int:
    """Return what a document adds to a content hash: its voice, and all that origins are told by."""
    told = origins.marks.get(document, "")
    return _weight(document, origins.voices[document], str(origins.copies.get(document)), told)


def _weight(*parts: str) -> int:
    return int.from_bytes(hashlib.sha256("\x1f".join(parts).encode("utf-8")).digest(), "big")


def _past(
    claims: list[Claim], relations: Iterable[Relation], known: Known, judgements: Judgements
) -> dict[str, list[Claim]]:
    """Return the withdrawn claims of each relation that stands, by its IRI.

    Identity is decided by the claims that still count; a withdrawn one belongs to the relation that it would be of if
    it counted too, to the earliest if it would bring several together.
    """
    home = {c.iri: (r.claims[0].recorded, r.iri) for r in relations for c in r.claims}
    actors = identify_actors(claims, known=known, judgements=judgements).actors
    found: dict[str, list[Claim]] = defaultdict(list)
    for then in identify_relations(claims, actors=actors, known=known, judgements=judgements).relations:
        withdrawn = [c for c in then.claims if c.withdrawn is not None]
        standing = [home[c.iri] for c in then.claims if c.iri in home]
        if withdrawn and standing:
            found[min(standing)[1]] += withdrawn
    return found


def emitter(quads: list[Quad], graph: Graph = DEFAULT) -> Emit:
    """Return a function that adds triples of a graph to a list."""

    def emit(subject: NamedNode, predicate: NamedNode, obj: Object) -> None:
        quads.append(Quad(subject, predicate, obj, graph))

    return emit


_CLASS_OF_ACTOR = {"person": "Person", "organisation": "Organisation", "grouping": "Grouping", "state": "Polity"}


def variants_of(claims: Iterable[Claim]) -> dict[str, tuple[str, ...]]:
    """Return other forms of a person's name that a curated record gives, by the mention."""
    return {
        c.mention(p.label): tuple(given)
        for c in claims
        for p in c.record.participants
        if p.kind == "person" and (given := dict(p.extra).get("variants"))
    }


def write_actor(emit: Emit, actor: Actor, variants: Mapping[str, tuple[str, ...]]) -> None:
    """State a person or body with its names; `variants` are other forms of a name, by mention."""
    node = NamedNode(actor.iri)
    emit(node, TYPE, ips[_CLASS_OF_ACTOR[actor.kind]])
    emit(node, skos.prefLabel, Literal(actor.label))
    emit(node, ips.knownFrom, day(actor.known_from))
    for mention in actor.mentions:
        emit(node, ips.mention, NamedNode(mention))
    for text in sorted({t for m in actor.mentions for t in variants.get(m, ())} - {actor.label}):
        emit(node, skos.altLabel, Literal(text))
