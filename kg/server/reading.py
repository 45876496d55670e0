"""The graph at one pair of clocks, as API and pages need it at hand."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kg.errors import UnknownIdError
from kg.graph.lookup import find_today
from kg.namespaces import ID, expand
from kg.projection import Snapshot, read_snapshot
from kg.projection.disagreements import Disagreement, read_disagreements
from kg.projection.freshness import Freshness, read_freshness
from kg.projection.quantities import Quantity, read_quantities

if TYPE_CHECKING:
    from kg.graph import OxigraphStore
    from kg.projection.snapshot import Relation
    from kg.registry import Registry
    from kg.resolution.docket import Docket


@dataclass
class Reading:
    """A store read at a pair of clocks.

    Attributes
    ----------
    store : OxigraphStore
        Open for reading.
    snapshot : Snapshot
        Its view at the clocks.
    """

    store: OxigraphStore
    snapshot: Snapshot

    @classmethod
    def of(cls, store: OxigraphStore, *, as_of: str | None, known_at: str | None) -> Reading:
        """Read a store that holds no document of a day after `known_at`."""
        return cls(store, read_snapshot(store, as_of=as_of, known_at=known_at))

    @cached_property
    def freshness(self) -> dict[str, Freshness]:
        """Last evidence and last check, by relation."""
        return read_freshness(self.store)

    @cached_property
    def disagreements(self) -> dict[str, list[Disagreement]]:
        """Disagreements by relation, the gravest first."""
        found: dict[str, list[Disagreement]] = defaultdict(list)
        for d in read_disagreements(self.store, self.snapshot):
            found[d.relation].append(d)
        return found

    @cached_property
    def quantities(self) -> dict[str, list[Quantity]]:
        """Items and sums by the relation's local name."""
        found: dict[str, list[Quantity]] = defaultdict(list)
        for q in read_quantities(self.store, known_at=self.snapshot.known_at):
            found[q.relation].append(q)
        return found

    @cached_property
    def relations(self) -> dict[str, Relation]:
        """Relations by IRI."""
        return {r.iri: r for r in self.snapshot.relations}

    @cached_property
    def of_actor(self) -> dict[str, list[Relation]]:
        """Relations in which an actor takes part or is acted for, by the actor's IRI."""
        found: dict[str, list[Relation]] = defaultdict(list)
        for relation in self.snapshot.relations:
            for iri in {x for p in relation.participations for x in (p.actor, p.on_behalf_of) if x}:
                found[iri].append(relation)
        return found

    @cached_property
    def of_document(self) -> dict[str, list[Relation]]:
        """Relations with a receipt in a document, by the document's IRI."""
        found: dict[str, list[Relation]] = defaultdict(list)
        for relation in self.snapshot.relations:
            receipts = [r for s in relation.stages for r in s.receipts]
            receipts += [r for p in relation.participations for r in p.receipts]
            for iri in {r.doc for r in receipts}:
                found[iri].append(relation)
        return found

    def neighbours(self, iri: str, kind: str | None = None) -> dict[str, Counter[str]]:
        """Return who shares relations with an actor: how many of each kind, by the other's IRI."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for relation in self.of_actor.get(iri, []):
            if kind is not None and relation.kind != kind:
                continue
            for other in {x for p in relation.participations for x in (p.actor, p.on_behalf_of) if x} - {iri}:
                found[other][relation.kind] += 1
        return found

    def label(self, iri: str) -> str:
        """Return what people call a thing."""
        if iri in self.snapshot.actors:
            return self.snapshot.actors[iri].label
        if iri in self.relations:
            return self.title(self.relations[iri])
        if iri in self.snapshot.documents:
            return str(self.snapshot.documents[iri].get("title") or iri.removeprefix(ID))
        return iri.removeprefix(ID)

    def title(self, relation: Relation) -> str:
        """Return a relation's title with the polities and groupings in it, at most four."""
        who = [p.actor for p in relation.participations if p.actor in self.snapshot.actors and p.actor != relation.iri]
        wide = [a for a in who if self.snapshot.actors[a].kind in ("state", "grouping")] or who
        names = list(dict.fromkeys(self.snapshot.actors[a].label for a in wide))
        if not names:
            return relation.title
        return f"{relation.title} ({', '.join(names[:4])}{', …' if len(names) > 4 else ''})"

    def find(self, given: str, docket: Docket, registry: Registry) -> str:
        """Return the IRI that an id means today.

        Parameters
        ----------
        given : str
            A local name, CURIE or IRI; for actors also a name of the registry.
        docket : Docket
            What became of documents that are gone.
        registry : Registry
            For names.

        Raises
        ------
        RemovedIdError
            If it was taken out on purpose.
        UnknownIdError
            If there is no such thing; the nearest ids are named.
        """
        known = self.known
        iri = expand(given) if " " not in given else ""
        if iri not in known and iri.startswith(ID):
            iri = find_today(self.store, iri, docket)
        if iri in known:
            return iri
        try:
            entity = expand(registry.find(given).key)
        except UnknownIdError:
            entity = ""
        if entity in self.snapshot.actors:
            return entity
        raise UnknownIdError(given, known=[k.removeprefix(ID) for k in known], where="the graph")

    @cached_property
    def known(self) -> set[str]:
        """IRIs of all actors, relations and documents."""
        return {*self.snapshot.actors, *self.relations, *self.snapshot.documents}
