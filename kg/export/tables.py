"""The view as tables: what CSV and XLSX hold. One module decides on columns, so that the two agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.model.watermark import WATERMARK
from kg.namespaces import curie
from kg.projection.quantities import read_quantities
from kg.projection.standing import standing_stages, why_left_out

if TYPE_CHECKING:
    from kg.export.request import Request
    from kg.projection.snapshot import Participation, Receipt, Relation, Snapshot

Cell = str | int | float | None
Row = tuple[Cell, ...]
_READING = (
    "A relation with stands = yes is asserted and has come about; all others are planned, possible, denied, ended or "
    "only alleged, and are no ties."
)
_CITING = "Cite a claim or receipt with its document; identifiers of relations may change as evidence comes in."


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, what a row is, its columns and rows."""

    name: str
    about: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def flat_table(request: Request) -> Table:
    """Return one row for each actor's part in each relation, with date, standing and first receipt beside it."""
    snapshot = request.snapshot
    columns = (
        "relation", "kind", "type", "layer", "name", "stands", "status", "date", "role", "actor", "actor_name",
        "actor_kind", "on_behalf_of", "capacity", "quote", "citation", "grade", "document", "publisher", "published",
        "url", "receipts", "documents", "origins",
    )  # fmt: skip
    rows = tuple(
        _flat_row(relation, part, snapshot) for relation in snapshot.relations for part in relation.participations
    )
    return Table("edges", "one actor's part in one relation, with its first receipt", columns, rows)


def _flat_row(relation: Relation, part: Participation, snapshot: Snapshot) -> Row:
    actor = snapshot.actors[part.actor]
    behalf = snapshot.actors.get(part.on_behalf_of or "")
    first = part.receipts[0] if part.receipts else None
    about = snapshot.documents[first.doc] if first else {}
    return (
        *_relation_cells(relation, snapshot),
        part.role,
        actor.id,
        actor.label,
        actor.kind,
        behalf.id if behalf else None,
        part.capacity,
        (first.quote or None) if first else None,
        (first.citation or None) if first else None,
        first.grade if first else None,
        _local(first.doc) if first else None,
        WATERMARK if about.get("project") else about.get("publisher"),
        about.get("published"),
        about.get("url"),
        len(part.receipts),
        relation.documents,
        relation.origins,
    )


def _relation_cells(relation: Relation, snapshot: Snapshot) -> Row:
    reason = why_left_out(relation, snapshot.as_of)
    dated = [s.date for s in standing_stages(relation, snapshot.as_of) if s.date]
    return (
        relation.id,
        relation.kind,
        relation.type,
        relation.layer,
        relation.name,
        "yes" if reason is None else f"no: {reason}",
        relation.status,
        dated[0] if dated else None,
    )


def all_tables(request: Request) -> tuple[Table, ...]:
    """Return the tables of a graph: relations, their parts, receipts, actors and documents, and the frame."""
    snapshot = request.snapshot
    return (
        _about(request),
        _relations(snapshot),
        _participations(snapshot),
        _stages(snapshot),
        *_quantities(request),
        _receipts(snapshot),
        _actors(snapshot),
        _documents(snapshot),
    )


def _about(request: Request) -> Table:
    snapshot = request.snapshot
    project = sum(1 for d in snapshot.documents.values() if d["project"])
    rows: list[Row] = [
        ("title", "Indo-Pacific security knowledge graph"),
        ("as of", snapshot.as_of),
        ("documents", len(snapshot.documents)),
        ("project-written illustrations among them", project),
        ("relations", len(snapshot.relations)),
        ("public export", "yes" if request.public else "no"),
        ("reading", _READING),
        ("coverage", "not declared complete: absence is not negation"),
        ("citing", _CITING),
    ]
    return Table("about", "what this file holds", ("item", "value"), tuple(rows))


def _relations(snapshot: Snapshot) -> Table:
    columns = (
        "relation", "kind", "type", "layer", "name", "stands", "status", "date", "title", "programme", "polities",
        "receipts", "documents", "origins",
    )  # fmt: skip
    rows = []
    for r in snapshot.relations:
        receipts = {x for s in r.stages for x in s.receipts} | {x for p in r.participations for x in p.receipts}
        polities = [
            snapshot.actors[p.actor].id for p in r.participations if snapshot.actors[p.actor].kind == "state"
        ]  # fmt: skip
        programme = snapshot.actors.get(r.programme or "")
        rows.append(
            (
                *_relation_cells(r, snapshot),
                r.title,
                programme.id if programme else None,
                "; ".join(dict.fromkeys(polities)),
                len(receipts),
                r.documents,
                r.origins,
            )
        )
    return Table("relations", "one real-world relation", columns, tuple(rows))


def _participations(snapshot: Snapshot) -> Table:
    columns = ("relation", "role", "actor", "on_behalf_of", "capacity", "asserted", "receipts")
    rows = tuple(
        (
            r.id,
            p.role,
            _local(p.actor),
            _local(p.on_behalf_of) if p.on_behalf_of else None,
            p.capacity,
            "yes" if p.firm else "no",
            len(p.receipts),
        )
        for r in snapshot.relations
        for p in r.participations
    )
    return Table("participations", "one actor's role in one relation", columns, rows)


def _stages(snapshot: Snapshot) -> Table:
    columns = (
        "relation",
        "stage",
        "modality",
        "standing",
        "asserted",
        "date",
        "earliest",
        "latest",
        "place",
        "receipts",
    )
    rows = tuple(
        (
            r.id,
            s.stage,
            s.modality,
            s.standing,
            "yes" if s.firm else "no",
            s.date,
            s.earliest,
            s.latest,
            s.place,
            len(s.receipts),
        )
        for r in snapshot.relations
        for s in r.stages
    )
    return Table("stages", "one point in the life of one relation; modality says whether it happened", columns, rows)


def _quantities(request: Request) -> tuple[Table, Table]:
    found = read_quantities(request.store)
    items = tuple((q.relation, q.label, _number(q.value), q.standing) for q in found if q.kind == "item")
    sums = tuple((q.relation, _number(q.value), q.currency, q.standing) for q in found if q.kind == "amount")
    return (
        Table("items", "equipment or capability of one relation", ("relation", "item", "quantity", "standing"), items),
        Table("amounts", "a sum of one relation", ("relation", "value", "currency", "standing"), sums),
    )


def _receipts(snapshot: Snapshot) -> Table:
    columns = ("relation", "part", "what", "document", "start", "grade", "according_to", "quote", "citation")
    return Table("receipts", "one sentence behind one part of a relation", columns, tuple(_receipt_rows(snapshot)))


def _receipt_rows(snapshot: Snapshot) -> Iterator[Row]:
    for r in snapshot.relations:
        parts: list[tuple[str, str, tuple[Receipt, ...]]] = [
            ("participation", f"{p.role} {_local(p.actor)}", p.receipts) for p in r.participations
        ]
        parts += [("stage", f"{s.stage} {s.modality} {s.date or ''}".strip(), s.receipts) for s in r.stages]
        if r.programme:
            parts.append(("programme", _local(r.programme), r.programme_receipts))
        for part, what, receipts in parts:
            for x in receipts:
                yield (
                    r.id,
                    part,
                    what,
                    _local(x.doc),
                    x.start,
                    x.grade,
                    x.who or None,
                    x.quote or None,
                    x.citation or None,
                )


def _actors(snapshot: Snapshot) -> Table:
    part_of: dict[str, set[str]] = {}
    for r in snapshot.relations:
        for p in r.participations:
            part_of.setdefault(p.actor, set()).add(r.id)
    rows = tuple(
        (a.id, a.label, a.kind, a.status, len(part_of[iri]))
        for iri, a in sorted(snapshot.actors.items())
        if iri in part_of
    )
    return Table(
        "actors", "one actor that takes part in some relation", ("actor", "name", "kind", "status", "relations"), rows
    )


def _documents(snapshot: Snapshot) -> Table:
    columns = (
        "document", "publisher", "title", "published", "url", "rights", "project_written", "sources", "sha256",
        "counts_as", "copy", "copy_of",
    )  # fmt: skip
    rows = tuple(
        (
            _local(iri),
            d.get("publisher"),
            d.get("title"),
            d.get("published"),
            d.get("url"),
            d.get("rights"),
            f"yes: {WATERMARK}" if d["project"] else "no",
            "; ".join(s["url"] for s in d["sources"] if s.get("url")),
            d.get("sha256"),
            _voice(d),
            d.get("copy"),
            _local(d["copy_of"]) if d.get("copy_of") else None,
        )
        for iri, d in snapshot.documents.items()
    )
    return Table("documents", "one document that was read", columns, rows)


def _voice(document: Mapping[str, Any]) -> str | None:
    return WATERMARK if document["project"] else document.get("origin")


def _number(value: float | None) -> int | float | None:
    return int(value) if value is not None and value.is_integer() else value


def _local(iri: str) -> str:
    return curie(iri).removeprefix("ips-id:")
