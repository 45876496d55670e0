"""Making the index of one state of a store: an SQLite file that is there whole or not at all."""

from __future__ import annotations

import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.namespaces import IPS, IPSC, sparql_prologue
from kg.search.folding import words

if TYPE_CHECKING:
    from kg.graph import Store

SCHEMA = """
CREATE TABLE entry (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL, sort TEXT NOT NULL,
  label TEXT NOT NULL, field TEXT NOT NULL, text TEXT NOT NULL, doc TEXT NOT NULL, folded TEXT NOT NULL);
CREATE INDEX entry_iri ON entry (iri);
CREATE VIRTUAL TABLE word USING fts5 (folded, content='entry', content_rowid='id', prefix='1 2 3',
  tokenize="unicode61 remove_diacritics 2");
"""

_ACTORS = {"Polity": "state", "Organisation": "organisation", "Grouping": "grouping", "Person": "person",
           "NamedProgramme": "programme", "NamedExercise": "exercise"}  # fmt: skip
_NAMES = """SELECT ?x ?class ?p ?name WHERE {
  VALUES ?p { skos:prefLabel skos:altLabel } ?x a ?class ; ?p ?name .
}"""
_RELATIONS = """SELECT ?r ?class ?title ?name ?type WHERE {
  ?r a ?class ; ips:knownFrom ?known ; ips:supportedBy ?any .
  OPTIONAL { ?r ips:title ?title } OPTIONAL { ?r ips:name ?name } OPTIONAL { ?r ips:type/skos:prefLabel ?type }
}"""
_CLASSES = {"Agreement": "agreement", "Programme": "programme", "Transfer": "transfer", "Engagement": "engagement",
            "Partnership": "partnership", "Tenure": "post", "Membership": "membership", "Stance": "stance",
            "Incident": "incident"}  # fmt: skip
_TYPES = "SELECT ?r ?concept WHERE { ?r ips:supportedBy ?any ; ips:type ?concept }"
_SUBTYPES = """SELECT DISTINCT ?r ?concept WHERE {
  GRAPH ?doc { ?account ips:subtype ?concept . ?claim ips:describes ?account } ?r ips:supportedBy ?claim .
}"""
_CALLED = "SELECT ?concept ?broader ?name WHERE { ?concept skos:altLabel|skos:prefLabel ?name ; skos:broader ?broader }"
_ALSO = "SELECT ?concept ?name WHERE { ?concept skos:inScheme ?any ; skos:altLabel ?name }"
_INVOLVED = """SELECT DISTINCT ?r ?a ?class ?label WHERE {
  ?r ips:involves ?a . ?a skos:prefLabel ?label ; a ?class . FILTER(STRSTARTS(STR(?class), STR(ips:)))
}"""
_STATED = "SELECT DISTINCT ?r ?l WHERE { ?x ips:inRelation ?r ; ips:statedAs ?l }"
_EVIDENCE = "SELECT ?doc ?l ?e WHERE { GRAPH ?doc { ?l ips:evidence ?e } }"
_QUOTES = "SELECT ?e ?quote WHERE { GRAPH ?doc { ?e oa:hasSelector ?s . ?s oa:exact ?quote } }"
_CITATIONS = "SELECT ?e ?quote WHERE { GRAPH ?doc { ?e ips:citation ?quote } }"
_DOCUMENTS = """SELECT ?doc ?title ?publisher WHERE {
  GRAPH ?doc { ?doc a ips:Document . OPTIONAL { ?doc ips:title ?title } OPTIONAL { ?doc ips:publisher ?publisher } }
}"""


_WITH = 4
"""How many actors a relation's label names."""


class Entry(NamedTuple):
    """One text that leads to one thing.

    ``sort`` tells kinds of the kind apart: an actor's, a relation's, a concept's scheme.
    """

    iri: str
    kind: str
    sort: str
    label: str
    field: str
    text: str
    doc: str = ""


def _rows(store: Store, sparql: str) -> Iterator[dict[str, str]]:
    solutions: Any = store.query(sparql_prologue() + sparql)
    names = [v.value for v in solutions.variables]
    for row in solutions:
        yield {n: row[n].value for n in names if row[n] is not None}


def entries(store: Store) -> Iterator[Entry]:
    """Yield all that a store's view and documents can be found by."""
    yield from _named(store)
    yield from _relations(store)
    documents: dict[str, dict[str, str]] = {}
    for row in _rows(store, _DOCUMENTS):
        documents.setdefault(row["doc"], row)
    for iri, row in documents.items():
        label = row.get("title") or iri.rsplit("/", 1)[1]
        for field in ("title", "publisher"):
            if field in row:
                yield Entry(iri, "document", "", label, field, row[field])


def _named(store: Store) -> Iterator[Entry]:
    classes: dict[str, set[str]] = defaultdict(set)
    names: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in _rows(store, _NAMES):
        classes[row["x"]].add(row["class"].removeprefix(IPS))
        names[row["x"]].add(("label" if row["p"].endswith("prefLabel") else "alias", row["name"]))
    for iri, found in names.items():
        actor = next((_ACTORS[c] for c in sorted(classes[iri]) if c in _ACTORS), None)
        if actor:
            kind, sort = "actor", actor
        elif iri.startswith(IPSC):
            kind, sort = "concept", iri.removeprefix(IPSC).partition("-")[0]
        elif "Place" in classes[iri]:
            kind, sort = "place", ""
        else:
            continue
        label = min((text for field, text in found if field == "label"), default=iri)
        for field, text in sorted(found):
            if field == "label" or text != label:
                yield Entry(iri, kind, sort, label, field, text)


def _relations(store: Store) -> Iterator[Entry]:
    involved: dict[str, set[tuple[bool, str]]] = defaultdict(set)
    for row in _rows(store, _INVOLVED):
        involved[row["r"]].add((row["class"] == f"{IPS}Person", row["label"]))
    called = _Called(store)
    labels: dict[str, tuple[str, str]] = {}
    for row in _rows(store, _RELATIONS):
        iri, sort = row["r"], _CLASSES.get(row["class"].removeprefix(IPS))
        if sort is None or iri in labels:
            continue
        name = row.get("title") or row.get("type") or sort
        names = [label for _, label in sorted(involved[iri])]
        label = f"{name} ({', '.join(names[:_WITH])}{', …' if len(names) > _WITH else ''})" if names else name
        labels[iri] = (sort, label)
        text = " · ".join(dict.fromkeys(w for w in (name, row.get("name"), row.get("type"), *names) if w))
        yield Entry(iri, "relation", sort, label, "label", text)
        if others := called.otherwise(iri, f"{name} {row.get('name', '')}"):
            yield Entry(iri, "relation", sort, label, "alias", " · ".join((*others, text)))
    # Joined here: one query over view and documents together is far slower than these scans.
    evidence: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in _rows(store, _EVIDENCE):
        evidence[row["l"]].append((row["doc"], row["e"]))
    texts = {row["e"]: row["quote"] for query in (_CITATIONS, _QUOTES) for row in _rows(store, query)}
    for row in _rows(store, _STATED):
        if row["r"] in labels:
            sort, label = labels[row["r"]]
            for doc, e in evidence.get(row["l"], ()):
                if e in texts:
                    yield Entry(row["r"], "relation", sort, label, "quote", texts[e], doc)


class _Called:
    """What instruments of a type are called otherwise: GSOMIA, and what that stands for.

    A relation is of a type or subtype where its accounts say so, or where its name has a name of a subtype of its type.
    """

    def __init__(self, store: Store) -> None:
        self._other: dict[str, set[str]] = defaultdict(set)
        for row in _rows(store, _ALSO):
            self._other[row["concept"]].add(row["name"])
        self._of: dict[str, set[str]] = defaultdict(set)
        for query in (_TYPES, _SUBTYPES):
            for row in _rows(store, query):
                self._of[row["r"]].add(row["concept"])
        self._names: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in _rows(store, _CALLED):
            self._names[row["broader"]].append((row["concept"], _folded(row["name"])))
            self._other[row["concept"]].add(row["name"])

    def otherwise(self, relation: str, name: str) -> list[str]:
        """Return other names of a relation's kind of instrument, sorted."""
        concepts, text = self._of.get(relation, set()), f" {_folded(name)} "
        narrower = {c for t in concepts for c, called in self._names.get(t, ()) if f" {called} " in text}
        return sorted({n for c in concepts | narrower for n in self._other.get(c, ()) if f" {_folded(n)} " not in text})


def _folded(text: str) -> str:
    return " ".join(w for w, _, _ in words(text))


def build_index(store: Store, path: Path) -> Path:
    """Write the index of a store and return its path.

    Parameters
    ----------
    store : Store
        Open for reading.
    path : Path
        Where to; its folder is made. A file that is there is replaced.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".incoming-", dir=path.parent) as folder:
        incoming = Path(folder) / path.name
        with closing(sqlite3.connect(incoming)) as db:
            db.executescript(SCHEMA)
            unique = sorted(set(entries(store)))
            db.executemany(
                "INSERT INTO entry (iri, kind, sort, label, field, text, doc, folded) VALUES (?,?,?,?,?,?,?,?)",
                ((*e, _folded(e.text)) for e in unique),
            )
            db.execute("INSERT INTO word (word) VALUES ('rebuild')")
            db.execute("INSERT INTO word (word) VALUES ('optimize')")
            db.commit()
        incoming.replace(path)
    return path
