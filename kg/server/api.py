"""The operations of the OpenAPI file, each a method of its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import asdict
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError, RequestError, UnknownIdError
from kg.model.watermark import WATERMARK
from kg.namespaces import ID
from kg.pipeline.judging import pairs_for_review
from kg.projection.changes import BUCKETS, changes
from kg.projection.changes import Reading as DatedReading
from kg.projection.claims import read_claims
from kg.projection.paths import ACTORS_BETWEEN, find_paths
from kg.projection.standing import why_left_out
from kg.query import catalogue
from kg.query.asking import complete
from kg.query.vocabulary import vocabulary
from kg.server.cursors import cursor as cursor_of
from kg.server.cursors import offset_of, page

if TYPE_CHECKING:
    from kg.graph import OxigraphStore
    from kg.projection.disagreements import Disagreement
    from kg.projection.snapshot import Receipt, Relation, Snapshot
    from kg.server.desk import Desk
    from kg.server.reading import Reading

_SHOWN = 3
"""Relations of a hop, and receipts of each, that a path shows; it says how many there are."""


def _id(iri: str) -> str:
    return iri.removeprefix(ID)


def receipt(found: Receipt, snapshot: Snapshot) -> dict[str, Any]:
    """Return a receipt with what is known of its document."""
    doc = snapshot.documents[found.doc]
    plain = asdict(found) | {"doc": _id(found.doc)}
    plain |= {name: doc.get(name) for name in ("publisher", "published", "url", "origin")}
    return plain | ({"watermark": WATERMARK} if doc["project"] else {})


class Api:
    """Operations on a desk's readings.

    Parameters
    ----------
    desk : Desk
        Of one generation.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def _brief(self, relation: Relation, reading: Reading) -> dict[str, Any]:
        asserted = [s for s in relation.stages if s.modality == "asserted" and s.standing == "chosen" and s.date]
        return {
            "id": relation.id,
            "iri": relation.iri,
            "kind": relation.kind,
            "type": relation.type,
            "title": reading.title(relation),
            "date": asserted[0].date if asserted else None,
            "status": relation.status,
            "left_out": why_left_out(relation, reading.snapshot.as_of),
            "origins": relation.origins,
            "documents": relation.documents,
        }

    def _receipts(self, found: Iterable[Receipt], reading: Reading) -> list[dict[str, Any]]:
        return [receipt(r, reading.snapshot) for r in found]

    def _actor(self, iri: str, reading: Reading) -> dict[str, Any]:
        actor = reading.snapshot.actors.get(iri)
        return {"id": _id(iri), "iri": iri, "kind": actor.kind if actor else "unknown", "label": reading.label(iri)}

    def _find(self, given: str, reading: Reading, what: str) -> str:
        """Return the IRI of an actor, relation or document, or say that it is another thing."""
        iri = reading.find(given, self.desk.docket, self.desk.registry)
        places: dict[str, Collection[str]] = {"entities": reading.snapshot.actors, "relations": reading.relations,
                  "documents": reading.snapshot.documents}  # fmt: skip
        if iri not in places[what]:
            right = next(name for name, known in places.items() if iri in known)
            raise RequestError(f"{_id(iri)!r} is none of the {what}.", status=404, hint=f"See /api/{right}/{_id(iri)}.")
        return iri

    @staticmethod
    def _clocks(reading: Reading) -> dict[str, str]:
        return {"as_of": reading.snapshot.as_of, "known_at": reading.snapshot.known_at}

    def _paged(self, items: list[Any], given: str | None, limit: int) -> tuple[list[Any], dict[str, Any]]:
        return page(items, given, limit, self.desk.generation)

    def status(self) -> dict[str, Any]:
        """Return counts, freshness and limits."""
        reading = self.desk.reading(None, None)
        snapshot = reading.snapshot
        days = sorted(d["published"] for d in snapshot.documents.values() if d.get("published"))
        acting = Counter(snapshot.actors[a].kind for a in reading.of_actor if a in snapshot.actors)
        return {
            "generation": self.desk.generation,
            "version": version("indopacific-kg"),
            "public": self.desk.public,
            "documents": len(snapshot.documents),
            "quads": len(self.desk.store),
            "actors": dict(sorted(acting.items())),
            "relations": dict(sorted(Counter(r.kind for r in snapshot.relations).items())),
            "published": [days[0], days[-1]] if days else None,
            "limits": self.desk.setup["limits"],
        }

    def search(self, *, q: str, kind: list[str] | None, limit: int, cursor: str | None) -> dict[str, Any]:
        """Return things that hold all the words."""
        offset = offset_of(cursor, self.desk.generation)
        found = self.desk.index.search(q, kinds=kind or (), limit=limit, offset=offset)
        hits = [asdict(h) | {"id": _id(h.iri)} for h in found.hits]
        after = offset + limit
        return {
            "question": found.question,
            "total": found.total,
            "counts": found.counts,
            "cursor": cursor_of(self.desk.generation, after) if after < found.total else None,
            "hits": hits,
        }

    def entity(self, *, id: str, as_of: str | None, known_at: str | None) -> dict[str, Any]:
        """Return an actor."""
        reading = self.desk.reading(as_of, known_at)
        iri = self._find(id, reading, "entities")
        counts = Counter(r.kind for r in reading.of_actor.get(iri, []))
        actor = reading.snapshot.actors[iri]
        return {
            **self._clocks(reading),
            "entity": {**asdict(actor), "id": actor.id},
            "relations": dict(sorted(counts.items())),
            "neighbours": len(reading.neighbours(iri)),
        }

    def neighbours(
        self,
        *,
        id: str,
        kind: str | None,
        as_of: str | None,
        known_at: str | None,
        limit: int,
        cursor: str | None,
    ) -> dict[str, Any]:
        """Return who shares relations with an actor."""
        reading = self.desk.reading(as_of, known_at)
        found = reading.neighbours(self._find(id, reading, "entities"), kind)
        ranked = sorted(found.items(), key=lambda item: (-item[1].total(), reading.label(item[0]), item[0]))
        shown, about = self._paged(ranked, cursor, limit)
        rows = [
            {"actor": self._actor(iri, reading), "relations": n.total(), "by_kind": dict(sorted(n.items()))}
            for iri, n in shown
        ]
        return {**self._clocks(reading), **about, "neighbours": rows}

    def relations(
        self,
        *,
        id: str,
        kind: str | None,
        as_of: str | None,
        known_at: str | None,
        limit: int,
        cursor: str | None,
        **more: str | None,
    ) -> dict[str, Any]:
        """Return an actor's relations in short."""
        reading = self.desk.reading(as_of, known_at)
        found = reading.of_actor.get(self._find(id, reading, "entities"), [])
        if more.get("with"):
            other = self._find(str(more["with"]), reading, "entities")
            both = {r.iri for r in reading.of_actor.get(other, [])}
            found = [r for r in found if r.iri in both]
        ranked = sorted((r for r in found if kind in (None, r.kind)), key=lambda r: (r.kind, reading.title(r), r.iri))
        shown, about = self._paged(ranked, cursor, limit)
        return {**self._clocks(reading), **about, "relations": [self._brief(r, reading) for r in shown]}

    def relation(self, *, id: str, as_of: str | None, known_at: str | None) -> dict[str, Any]:
        """Return a relation with everything that it rests on."""
        reading = self.desk.reading(as_of, known_at)
        found = reading.relations[self._find(id, reading, "relations")]
        rests = read_claims(reading.store, found.iri, known_at=reading.snapshot.known_at)
        fresh = reading.freshness[found.iri]
        stages = [
            asdict(s)
            | {
                "receipts": self._receipts(s.receipts, reading),
                "by": [_id(a) for a in rests.by.get(s.iri, ())],
                "step": rests.step.get(s.iri),
                "rival_of": list(rests.rivals.get(s.iri, ())),
            }
            for s in found.stages
        ]
        participations = [
            asdict(p)
            | {"actor": self._actor(p.actor, reading), "receipts": self._receipts(p.receipts, reading)}
            | {"on_behalf_of": self._actor(p.on_behalf_of, reading) if p.on_behalf_of else None}
            for p in found.participations
        ]
        claims = [
            asdict(c) | {"id": _id(c.iri), "doc": _id(c.doc), "receipts": self._receipts(c.receipts, reading)}
            for c in rests.claims
        ]
        return {
            **self._clocks(reading),
            "relation": self._brief(found, reading),
            **asdict(fresh),
            "participations": participations,
            "stages": stages,
            "quantities": [asdict(q) for q in reading.quantities.get(found.id, [])],
            "disagreements": [self._disagreement(d, reading) for d in reading.disagreements.get(found.iri, [])],
            "claims": claims,
        }

    def _disagreement(self, found: Disagreement, reading: Reading) -> dict[str, Any]:
        sides = [
            {"iri": s.iri, "value": s.value, "chosen": s.chosen, "receipts": self._receipts(s.receipts, reading)}
            for s in found.sides
        ]
        return {"slot": found.slot, "class": found.cls, "reason": found.reason, "sides": sides}

    def document(self, *, id: str, as_of: str | None, known_at: str | None) -> dict[str, Any]:
        """Return a document with what it states."""
        reading = self.desk.reading(as_of, known_at)
        iri = self._find(id, reading, "documents")
        return {
            **self._clocks(reading),
            "document": {"id": _id(iri), "iri": iri, **reading.snapshot.documents[iri]},
            "relations": [self._brief(r, reading) for r in reading.of_document.get(iri, [])],
        }

    def paths(
        self,
        *,
        from_: str,
        to: str,
        hops: int,
        through: list[str] | None,
        kind: list[str] | None,
        as_of: str | None,
        known_at: str | None,
        limit: int,
    ) -> dict[str, Any]:
        """Return ways from one actor to another."""
        reading = self.desk.reading(as_of, known_at)
        a, b = (self._find(x, reading, "entities") for x in (from_, to))
        if a == b:
            raise RequestError(f"from and to are both {_id(a)}.", hint="Give two actors.")
        found, more = find_paths(
            reading.snapshot, a, b, longest=hops, limit=limit, through=through or ACTORS_BETWEEN, kinds=kind
        )
        paths = [
            [
                {
                    "from": self._actor(hop.a, reading),
                    "to": self._actor(hop.b, reading),
                    "relations_total": len(hop.relations),
                    "relations": [self._supported(r, reading) for r in hop.relations[:_SHOWN]],
                }
                for hop in path
            ]
            for path in found
        ]
        ends = {"from": self._actor(a, reading), "to": self._actor(b, reading)}
        return {**self._clocks(reading), **ends, "more": more, "paths": paths}

    def _supported(self, relation: Relation, reading: Reading) -> dict[str, Any]:
        receipts = sorted({r for s in relation.stages if s.standing == "chosen" for r in s.receipts})
        return {"relation": self._brief(relation, reading), "receipts": self._receipts(receipts[:_SHOWN], reading)}

    def timeline(
        self,
        *,
        actor: list[str] | None,
        kind: list[str] | None,
        from_: str | None,
        until: str | None,
        as_of: str | None,
        known_at: str | None,
        limit: int,
        cursor: str | None,
    ) -> dict[str, Any]:
        """Return stages in the order of time."""
        reading = self.desk.reading(as_of, known_at)
        wanted = [self._find(a, reading, "entities") for a in actor or ()]
        shared = [{r.iri for r in reading.of_actor.get(a, [])} for a in wanted]
        found = [
            (s, r)
            for r in reading.snapshot.relations
            if (not kind or r.kind in kind) and all(r.iri in with_one for with_one in shared)
            for s in r.stages
            if s.standing != "coarser" and (s.date or not (from_ or until))
            if s.latest >= (from_ or "") and s.earliest <= (until or "9999-12-31")
        ]
        found.sort(key=lambda pair: (pair[0].earliest if pair[0].date else "9999", pair[0].latest, pair[0].iri))
        shown, about = self._paged(found, cursor, limit)
        rows = [
            {"relation": self._brief(r, reading)}
            | {n: getattr(s, n) for n in ("stage", "modality", "standing", "date", "earliest", "latest", "place")}
            | {"receipts": self._receipts(s.receipts[:_SHOWN], reading), "receipts_total": len(s.receipts)}
            for s, r in shown
        ]
        return {**self._clocks(reading), **about, "stages": rows}

    def diff(self, *, from_: str, to: str, as_of: str | None) -> dict[str, Any]:
        """Return what changed between two days."""
        if from_ > to:
            raise RequestError(f"from is {from_}, after {to}.", hint="Give the earlier day first.")
        one, two = (DatedReading.of(self.desk.at(day), as_of=as_of or day, known_at=day) for day in (from_, to))
        found = changes(one, two)
        rows = []
        for change in found:
            source = two if all(r.doc in two.snapshot.documents for r in change.receipts) else one
            plain = asdict(change) | {"relation": _id(change.relation)}
            rows.append(plain | {"receipts": [receipt(r, source.snapshot) for r in change.receipts]})
        counts = Counter(c.bucket for c in found)
        return {
            "from": from_,
            "to": to,
            "as_of": as_of,
            "counts": {b: counts[b] for b in BUCKETS if b in counts},
            "changes": rows,
        }

    def candidates(self, *, about: str | None, limit: int, cursor: str | None) -> dict[str, Any]:
        """Return pairs that may be one."""
        found = pairs_for_review(self.desk.workspace, self.desk.store, about=about)
        shown, paged = self._paged(found, cursor, limit)
        return {**paged, "candidates": [asdict(p) for p in shown]}

    def queries(self) -> dict[str, Any]:
        """Return the catalogue."""
        rows = [
            {
                "name": q.name,
                "summary": q.summary,
                "parameters": [asdict(p) for p in q.parameters.values()],
                "returns": dict(q.returns),
            }
            for q in catalogue.queries().values()
        ]
        return {"queries": rows}

    def _filled(
        self, name: str, parameters: dict[str, str]
    ) -> tuple[catalogue.LibraryQuery, dict[str, object], OxigraphStore]:
        try:
            query = catalogue.get(name)
        except QueryError:
            raise UnknownIdError(name, known=catalogue.queries(), where="the catalogue") from None
        store = self.desk.at(parameters["known_at"]) if "known_at" in parameters else self.desk.store
        return query, complete(query, dict(parameters), store, self.desk.docket), store

    def query_text(self, *, name: str, parameters: dict[str, str]) -> dict[str, Any]:
        """Return the SPARQL of a library query."""
        query, filled, _ = self._filled(name, parameters)
        return {
            "name": query.name,
            "parameters": {k: str(v) for k, v in filled.items()},
            "text": query.text(**filled),
        }

    def vocabulary(self) -> dict[str, Any]:
        """Return what may stand in a query."""
        return vocabulary(self.desk.registry)

    def run_query(self, *, name: str, parameters: dict[str, str]) -> dict[str, Any]:
        """Run a library query."""
        query, filled, store = self._filled(name, parameters)
        result = catalogue.select(query.text(**filled), store, name=query.name)
        most = self.desk.setup["limits"]["rows"]
        rows = [[v.curie if isinstance(v, catalogue.Iri) else v for v in row] for row in result.rows[:most]]
        return {
            "name": query.name,
            "parameters": {k: str(v) for k, v in filled.items()},
            "columns": list(result.columns),
            "rows": rows,
            "total": len(result.rows),
            "cut": len(result.rows) > most,
        }
