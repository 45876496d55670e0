"""A part of the view: what a store states of some relations, actors, candidates and documents, and how it is written.

Every triple of the view has a subject that belongs to one relation, actor, candidate, document or origin, so that each
of them can be taken out and written again without the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.context import Context
from kg.graph.judged import judgement_quads
from kg.graph.publications import SAID_BY_VIEW, origin_node, write_origins
from kg.graph.reference import registry_about
from kg.graph.relation import RelationView
from kg.graph.terms import DEFAULT, TYPE, ips, skos
from kg.graph.view import emitter, write_actor, write_candidate
from kg.namespaces import ID, VIEW
from kg.resolution import Actor, Candidate, Judgements, Relation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.graph.store import OxigraphStore
    from kg.registry import Registry
    from kg.resolution.origins import Origins


def _about(store: OxigraphStore, node: NamedNode) -> Iterator[Quad]:
    yield from store.raw.quads_for_pattern(node, None, None, DEFAULT)


def relations_held(store: OxigraphStore, iris: Iterable[str], registry: Registry) -> set[Quad]:
    """Return what a store's view states of relations and their parts, without what the registry states of them."""
    found: set[Quad] = set()
    for iri in iris:
        node = NamedNode(iri)
        found.update(_about(store, node))
        for q in store.raw.quads_for_pattern(None, ips.inRelation, node, DEFAULT):
            assert isinstance(q.subject, NamedNode)
            found.update(_about(store, q.subject))
        found.difference_update(_of_registry(iri, registry))
    return found


def relations_written(relations: Iterable[Relation], context: Context, registry: Registry) -> set[Quad]:
    """Return what the view is to state of relations, without what the registry states of them."""
    quads: list[Quad] = []
    out: set[Quad] = set()
    for relation in relations:
        RelationView(relation, context, emitter(quads)).write()
        out.update(quads)
        out.difference_update(_of_registry(relation.iri, registry))
        quads.clear()
    return out


def _of_registry(iri: str, registry: Registry) -> Iterator[Quad]:
    key = iri.removeprefix(ID)
    if "-" not in key or not key.rpartition("-")[2].islower():  # a key is upper case, an anchor's hash is not
        yield from registry_about(registry, key)


def actors_held(store: OxigraphStore, iris: Iterable[str]) -> set[Quad]:
    """Return what a store's view states of persons and bodies."""
    return {q for iri in iris for q in _about(store, NamedNode(iri))}


def actors_written(actors: Iterable[Actor], variants: Mapping[str, tuple[str, ...]]) -> set[Quad]:
    """Return what the view is to state of persons and bodies."""
    quads: list[Quad] = []
    for actor in actors:
        write_actor(emitter(quads), actor, variants)
    return set(quads)


def candidates_held(store: OxigraphStore, iris: Iterable[str]) -> set[Quad]:
    """Return what a store's view states of the candidates that some relations or actors are of."""
    found: set[Quad] = set()
    for iri in iris:
        for q in store.raw.quads_for_pattern(None, ips.between, NamedNode(iri), DEFAULT):
            if isinstance(q.subject, NamedNode) and q.subject.value.startswith(f"{ID}candidate-"):
                found.update(_about(store, q.subject))
    return found


def candidates_written(candidates: Iterable[Candidate]) -> set[Quad]:
    """Return what the view is to state of candidates."""
    quads: list[Quad] = []
    for candidate in candidates:
        write_candidate(emitter(quads), candidate)
    return set(quads)


def origins_held(store: OxigraphStore, documents: Iterable[str]) -> set[Quad]:
    """Return what a store's view states of the origins of documents."""
    return {q for d in documents for q in _about(store, NamedNode(d)) if q.predicate in SAID_BY_VIEW}


def origins_written(origins: Origins, documents: Iterable[str]) -> set[Quad]:
    """Return what the view is to state of the origins of documents, without the origins themselves."""
    quads: list[Quad] = []
    write_origins(origins, documents, emitter(quads))
    return {q for q in quads if q.predicate in SAID_BY_VIEW}


def origin_quads(voice: str) -> set[Quad]:
    """Return what the view states of one independent voice."""
    node = origin_node(voice)
    return {Quad(node, TYPE, ips.Origin, DEFAULT), Quad(node, skos.prefLabel, Literal(voice.removeprefix(ID)), DEFAULT)}


def is_spoken(store: OxigraphStore, voice: str) -> bool:
    """Whether a store's view has an independent voice."""
    return next(store.raw.quads_for_pattern(origin_node(voice), TYPE, ips.Origin, DEFAULT), None) is not None


def judged_quads(judgements: Judgements) -> set[Quad]:
    """Return what the view states of judgements."""
    return set(judgement_quads(judgements))


def hash_quad(value: str) -> Quad:
    """Return the quad that says what the view was made from."""
    return Quad(NamedNode(VIEW), ips.contentHash, Literal(value), DEFAULT)
