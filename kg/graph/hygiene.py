"""Queries that must return nothing, over the ontology and over a store: what shapes of single nodes cannot see."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from kg.graph.findings import Finding
from kg.graph.terms import DEFAULT
from kg.namespaces import sparql_prologue
from kg.ontology import ontology

if TYPE_CHECKING:
    from kg.graph.store import OxigraphStore

_HEADER = re.compile(r"^#\+ (\w+): (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class HygieneQuery:
    """One query of ``ontology/hygiene``.

    Attributes
    ----------
    name : str
        The file's stem.
    over : str
        ``terms`` (answered by the ontology alone) or ``data`` (by a store's view and documents).
    severity, message : str
        Of what it finds.
    text : str
        SPARQL; each row is one fault, with ``?focus`` and mostly ``?value``.
    """

    name: str
    over: str
    severity: str
    message: str
    text: str


@cache
def hygiene_queries() -> tuple[HygieneQuery, ...]:
    """Return the queries, by name."""
    found = []
    for name, text in ontology().hygiene.items():
        head = dict(_HEADER.findall(text))
        found.append(HygieneQuery(name, head["over"], head["severity"], head["message"], sparql_prologue() + text))
    return tuple(found)


def hygiene(store: OxigraphStore) -> tuple[Finding, ...]:
    """Check a store: its terms and concepts, its view and its documents' graphs.

    Parameters
    ----------
    store : OxigraphStore
        With its view in place, so that the ontology stands in the default graph.

    Returns
    -------
    tuple of Finding
        Sorted; empty where nothing is wrong. ``path`` holds the name of the query.
    """
    return _run(store.raw, hygiene_queries())


def hygiene_of_terms(quads: Iterable[Quad] | None = None) -> tuple[Finding, ...]:
    """Check terms and concepts by themselves: the shipped ontology's, or those given."""
    store = Store()
    given = ontology().quads if quads is None else quads
    store.extend(Quad(q.subject, q.predicate, q.object, DEFAULT) for q in given)
    return _run(store, (q for q in hygiene_queries() if q.over == "terms"))


def _run(store: Store, queries: Iterable[HygieneQuery]) -> tuple[Finding, ...]:
    found = set()
    for query in queries:
        solutions = store.query(query.text)
        assert isinstance(solutions, QuerySolutions)
        names = {v.value for v in solutions.variables}
        for solution in solutions:
            focus = solution["focus"]
            value = solution["value"] if "value" in names else None
            found.add(
                Finding(
                    query.severity,
                    query.message,
                    focus.value if isinstance(focus, NamedNode) else str(focus),
                    value.value if isinstance(value, NamedNode | Literal) else "",
                    query.name,
                )
            )
    return tuple(sorted(found))
