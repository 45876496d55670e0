"""The tables of a reference case, checked against the graph that its records make."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kg.documents import read_parts
from kg.graph import OxigraphStore, build_view, decode, default_graph, encode
from kg.graph.publications import store_origins
from kg.model import from_json
from kg.namespaces import ID
from kg.projection import read_snapshot
from kg.projection.disagreements import Disagreement, read_disagreements
from kg.projection.snapshot import Relation, Snapshot, concept_of, rows_of
from kg.registry import Registry
from kg.resolution.names import similar
from kg.resolution.person_names import compare, parse_name

FOLDER = Path(__file__).resolve().parent
CASES = tuple(sorted(p.parent.name for p in FOLDER.glob("*/records.jsonl")))
SLOTS = {"date": ".date", "end_date": ".end", "quantity": "item.", "amount": "amount.", "status": ".status"}


@dataclass
class Case:
    """A case with its graph: store, snapshot of all files, disagreements."""

    name: str
    expected: dict[str, Any]
    store: OxigraphStore
    snapshot: Snapshot
    disagreements: tuple[Disagreement, ...]
    found: dict[str, Relation | None] = field(default_factory=dict)

    def relation(self, key: str) -> Relation | None:
        """Return the relation that a row of the table means: the likest of its kind; None where nothing is like it."""
        if key not in self.found:
            wanted = next(r for r in self.expected["relations"] if r["key"] == key)
            scored = [(self.likeness(wanted, r), r) for r in self.snapshot.relations if r.kind == wanted["kind"]]
            best = max(scored, key=lambda x: (x[0], x[1].iri), default=(0.0, None))
            self.found[key] = best[1] if best[0] >= 2 else None
        return self.found[key]

    def likeness(self, wanted: dict[str, Any], relation: Relation) -> float:
        names = {a.strip() for who in wanted["participants"].values() for a in map(str, who)}
        there = {self.key_of(p.actor) for p in relation.participations}
        there |= {p.on_behalf_of.removeprefix(ID) for p in relation.participations if p.on_behalf_of}
        labels = [
            self.snapshot.actors[p.actor].label for p in relation.participations if p.actor in self.snapshot.actors
        ]
        shared = sum(n in there or any(_one(n, x) for x in labels) for n in names)
        if not shared:
            return 0.0
        score = 2.0 * shared / len(names) + (2.0 if wanted.get("type") == relation.type else 0.0)
        if wanted.get("name") and relation.name:
            score += 1.5 if similar(wanted["name"], relation.name) else -0.5
        states = {k for k in there if len(k) == 3 and k.isupper()}
        return score + 0.1 * len(relation.stages) - 0.3 * len(states - names)

    def key_of(self, iri: str) -> str:
        return iri.removeprefix(ID)


def _one(a: str, b: str) -> bool:
    match = compare(parse_name(a), parse_name(b))
    return match is not None and match.words + match.initials > 1


@cache
def case(name: str) -> Case:
    """Build a case from its records: no extractor takes part."""
    store = graph_of((name,))
    snapshot = read_snapshot(store)
    expected = yaml.safe_load((FOLDER / name / "expected.yaml").read_text(encoding="utf-8"))
    return Case(name, expected, store, snapshot, read_disagreements(store, snapshot))


def graph_of(names: Iterable[str]) -> OxigraphStore:
    """Return the graph that the records of some cases make together."""
    registry = Registry.load()
    graphs, claims = {}, []
    for name in names:
        by_doc: dict[str, list[Any]] = {}
        for line in (FOLDER / name / "records.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            by_doc.setdefault(row["doc"], []).append(from_json(row))
        for path in sorted((FOLDER / name / "documents").glob("*.md")):
            for part in read_parts(path):
                assert part.document is not None, path
                encoded = encode(part.document, by_doc.pop(path.stem, []))
                graphs[encoded.graph] = encoded.quads
                claims += decode(encoded.quads)
        assert not by_doc, f"records of documents that are not there: {sorted(by_doc)}"
    store = OxigraphStore()
    store.replace(graphs)
    view = build_view(claims, registry=registry, origins=store_origins(store, registry=registry))
    store.replace(view=default_graph(view, registry))
    return store


@dataclass(frozen=True)
class Row:
    """One line of a table: where it stands, and whether the design leaves it open."""

    case: str
    table: str
    number: int
    what: dict[str, Any]

    @property
    def id(self) -> str:
        return f"{self.case}/{self.table}/{self.number}"

    @property
    def open(self) -> bool:
        return "open" in self.what


def rows() -> Iterator[Row]:
    """Yield every line of every table of the cases that have records."""
    for name in CASES:
        expected = yaml.safe_load((FOLDER / name / "expected.yaml").read_text(encoding="utf-8"))
        for table in ("status", "stages", "people", "conflicts", "not_conflicts", "origins"):
            for number, what in enumerate(expected.get(table) or []):
                yield Row(name, table, number, what)


def holds(row: Row) -> str:
    """Return nothing where the graph shows what a line expects, else what it shows instead."""
    about = case(row.case)
    if "relation" not in row.what:
        return _part_origins(about, row.what)
    relation = about.relation(row.what["relation"])
    if relation is None:
        return "no relation like it"
    return _CHECKS[row.table](about, relation, row.what)


def _status(about: Case, relation: Relation, what: dict[str, Any]) -> str:
    as_of, known_at, found = str(what["as_of"]), str(what["known_at"]), "not known"
    query = f"""SELECT ?s ?f ?u ?kf ?ku WHERE {{ <{relation.iri}> ips:statusSpan ?t .
      ?t ips:status ?s ; ips:from ?f ; ips:until ?u ; ips:knownFrom ?kf ; ips:knownUntil ?ku }}"""
    for span in rows_of(about.store, query):
        if span["f"] <= as_of < span["u"] and span["kf"] <= known_at < span["ku"]:
            found = concept_of(span["s"])
    expected = {True: "yes", False: "no"}.get(what["expect"], what["expect"])
    return "" if found == expected else f"{found} instead of {expected}"


def _stages(about: Case, relation: Relation, what: dict[str, Any]) -> str:
    date = str(what["date"]) if what.get("date") else None
    for stage in relation.stages:
        same = stage.stage == what["stage"] and stage.modality == what["modality"]
        if same and (date is None or stage.date == date or (stage.date or "").startswith(date)):
            return ""
    return f"only {sorted({(s.stage, s.modality, s.date) for s in relation.stages}, key=str)}"


def _people(about: Case, relation: Relation, what: dict[str, Any]) -> str:
    for part in relation.participations:
        label = about.snapshot.actors[part.actor].label
        behalf = (part.on_behalf_of or "").removeprefix(ID)
        if part.role == what["role"] and _one(what["label"], label) and behalf == what["on_behalf_of"]:
            return ""
    return f"only {sorted((p.role, about.snapshot.actors[p.actor].label) for p in relation.participations)}"


def _of_slot(about: Case, relation: Relation, slot: str) -> list[Disagreement]:
    mark = SLOTS.get(slot, slot)
    return [d for d in about.disagreements if d.relation == relation.iri and (mark in d.slot or d.slot == mark)]


def _conflicts(about: Case, relation: Relation, what: dict[str, Any]) -> str:
    there = _of_slot(about, relation, what["slot"])
    if any(d.cls == what["class"] for d in there):
        return ""
    return f"only {[(d.slot, d.cls) for d in about.disagreements if d.relation == relation.iri]}"


def _not_conflicts(about: Case, relation: Relation, what: dict[str, Any]) -> str:
    wanted = [c for c in about.expected.get("conflicts") or [] if c["relation"] == what["relation"]]
    allowed = {(c["slot"], c["class"]) for c in wanted}
    over = [
        d for d in _of_slot(about, relation, what["slot"])
        if d.cls in ("contradictory", "different-definition") and (what["slot"], d.cls) not in allowed
    ]  # fmt: skip
    return "" if not over else f"reported as {[(d.slot, d.cls, [s.value for s in d.sides]) for d in over]}"


def _origins(about: Case, relation: Relation, what: dict[str, Any]) -> str:
    (found,) = rows_of(
        about.store, f"SELECT ?o ?d WHERE {{ <{relation.iri}> ips:originCount ?o ; ips:documentCount ?d }}"
    )
    got = int(found["o"]), int(found["d"])
    return (
        "" if got == (what["origins"], what["documents"]) else f"{got} instead of {what['origins'], what['documents']}"
    )


def _part_origins(about: Case, what: dict[str, Any]) -> str:
    """Origins and documents of one part: a stage of a relation, or somebody's role."""
    *words, last = what["stage"].split(" ")
    voice = {row["d"]: row["v"] for row in rows_of(about.store, "SELECT ?d ?v WHERE { ?d ips:countsAs ?v }")}
    found: set[str] = set()
    for relation in about.snapshot.relations:
        if last in ("signatory", "witness"):
            found |= {
                r.doc for p in relation.participations if p.role == last for r in p.receipts
                if _one(" ".join(words), about.snapshot.actors[p.actor].label)
            }  # fmt: skip
        elif about.relation(words[0]) is relation:
            found |= {r.doc for s in relation.stages if (s.stage, s.date) == (words[1], last) for r in s.receipts}
    got = len({voice[d] for d in found}), len(found)
    return (
        "" if got == (what["origins"], what["documents"]) else f"{got} instead of {what['origins'], what['documents']}"
    )


_CHECKS = {
    "status": _status, "stages": _stages, "people": _people, "conflicts": _conflicts, "not_conflicts": _not_conflicts,
    "origins": _origins,
}  # fmt: skip


def outcome(of: Iterable[Row]) -> dict[str, str]:
    """Return what differs, by the line's id."""
    return {row.id: wrong for row in of if (wrong := holds(row))}
