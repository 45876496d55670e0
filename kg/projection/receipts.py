"""The receipts behind the parts of the view: sentences and citations, with who says so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.namespaces import IPSC, sparql_prologue

if TYPE_CHECKING:
    from kg.graph import Store

_RECEIPTS = """SELECT ?x ?doc ?e ?grade ?who ?pub WHERE {
  ?x ips:inRelation ?r ; ips:statedAs ?l .
  GRAPH ?doc { ?l ips:evidence ?e ; ips:inClaim ?c . ?doc ips:recordDate ?pub .
    OPTIONAL { ?e ips:grade ?grade } OPTIONAL { ?c ips:attributedTo ?who } }
}"""
_UNDER = """SELECT ?r ?doc ?e ?grade ?who ?pub WHERE {
  ?r ips:underProgramme ?p ; ips:supportedBy ?c .
  GRAPH ?doc { ?c ips:describes/ips:detail ?d . ?d ips:path "programme" ; ips:evidence ?e . ?doc ips:recordDate ?pub .
    OPTIONAL { ?e ips:grade ?grade } OPTIONAL { ?c ips:attributedTo ?who } }
}"""
_TEXTS = "SELECT ?e ?p ?o WHERE { GRAPH ?doc { ?e oa:hasSelector ?q . ?q ?p ?o FILTER(?p IN (oa:exact, oa:start)) } }"
_CITATIONS = "SELECT ?e ?o WHERE { GRAPH ?doc { ?e ips:citation ?o } }"
"""Places and quotes are read apart: in an OPTIONAL of two steps they are joined over every receipt on file."""


@dataclass(frozen=True, slots=True, order=True)
class Receipt:
    """One sentence behind one part: where it stands, who published it, who says so.

    A cited receipt has no ``quote``; its ``citation`` says what was read, when and where.
    """

    doc: str
    start: int
    quote: str
    grade: str
    who: str = ""
    citation: str = ""

    @property
    def text(self) -> str:
        """The sentence in quotation marks, or the citation without."""
        return self.citation or f"“{self.quote}”"


def rows_of(store: Store, sparql: str) -> list[dict[str, str]]:
    """Return the solutions of a SELECT query without its prologue, as lexical forms by variable."""
    solutions: Any = store.query(sparql_prologue() + sparql)
    names = [v.value for v in solutions.variables]
    return [{n: row[n].value for n in names if row[n] is not None} for row in solutions]


def concept_of(iri: str) -> str:
    """Return a concept's notation: the local name without its scheme's prefix."""
    local = iri.removeprefix(IPSC)
    return local.split("-", 1)[1] if "-" in local else local


def read_receipts(store: Store, known_at: str) -> dict[str, tuple[Receipt, ...]]:
    """Return the receipts of every part of the view, by the part's IRI, of documents on file by a day."""
    return _read(store, _RECEIPTS, "x", known_at)


def read_programme_receipts(store: Store, known_at: str) -> dict[str, tuple[Receipt, ...]]:
    """Return the receipts of the programmes that relations run under, by the relation's IRI."""
    return _read(store, _UNDER, "r", known_at)


def _read(store: Store, sparql: str, key: str, known_at: str) -> dict[str, tuple[Receipt, ...]]:
    quotes: dict[str, set[str]] = defaultdict(set)
    starts: dict[str, set[int]] = defaultdict(set)
    for row in rows_of(store, _TEXTS):
        if row["p"].endswith("start"):
            starts[row["e"]].add(int(row["o"]))
        else:
            quotes[row["e"]].add(row["o"])
    for row in rows_of(store, _CITATIONS):
        quotes[row["e"]].add(row["o"])
    found: dict[str, set[Receipt]] = defaultdict(set)
    for row in rows_of(store, sparql):
        if row["pub"] > known_at:
            continue
        grade = concept_of(row["grade"]) if "grade" in row else "quoted"
        cited = grade == "cited"
        for text in quotes[row["e"]]:
            for start in starts[row["e"]] or {0}:
                found[row[key]].add(
                    Receipt(
                        doc=row["doc"],
                        start=start,
                        quote="" if cited else text,
                        grade=grade,
                        who=row.get("who", ""),
                        citation=text if cited else "",
                    )
                )
    return {part: tuple(sorted(receipts)) for part, receipts in found.items()}
