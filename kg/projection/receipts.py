"""The receipts behind the parts of the view: sentences and citations, with who says so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.namespaces import IPSC, sparql_prologue

if TYPE_CHECKING:
    from kg.graph import Store

_RECEIPTS = """SELECT ?x ?doc ?e ?quote ?start ?grade ?who ?pub WHERE {
  ?x ips:inRelation ?r ; ips:statedAs ?l .
  GRAPH ?doc { ?l ips:evidence ?e ; ips:inClaim ?c . ?doc ips:recordDate ?pub .
    ?e (oa:hasSelector/oa:exact)|ips:citation ?quote .
    OPTIONAL { ?e oa:hasSelector/oa:start ?start } OPTIONAL { ?e ips:grade ?grade }
    OPTIONAL { ?c ips:attributedTo ?who } }
}"""
_UNDER = """SELECT ?r ?doc ?e ?quote ?start ?grade ?who ?pub WHERE {
  ?r ips:underProgramme ?p ; ips:supportedBy ?c .
  GRAPH ?doc { ?c ips:describes/ips:detail ?d . ?d ips:path "programme" ; ips:evidence ?e .
    ?e (oa:hasSelector/oa:exact)|ips:citation ?quote . ?doc ips:recordDate ?pub .
    OPTIONAL { ?e oa:hasSelector/oa:start ?start } OPTIONAL { ?e ips:grade ?grade }
    OPTIONAL { ?c ips:attributedTo ?who } }
}"""


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
    found: dict[str, set[Receipt]] = defaultdict(set)
    for row in rows_of(store, sparql):
        if row["pub"] <= known_at:
            grade = concept_of(row["grade"]) if "grade" in row else "quoted"
            found[row[key]].add(
                Receipt(
                    doc=row["doc"],
                    start=int(row.get("start", "0")),
                    quote="" if grade == "cited" else row["quote"],
                    grade=grade,
                    who=row.get("who", ""),
                    citation=row["quote"] if grade == "cited" else "",
                )
            )
    return {part: tuple(sorted(receipts)) for part, receipts in found.items()}
