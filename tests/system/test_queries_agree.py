"""The library on the graph of the project's own documents: Oxigraph, rdflib and the union of all graphs agree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib

from kg.graph import OxigraphStore
from kg.query import catalogue
from kg.query.catalogue import Iri, literal_value
from kg.settings import Workspace
from tests.system.conftest import run_kg

DAY = "2026-01-01"
QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("binds", {"a": "JPN", "b": "PHL", "as_of": DAY}),
    ("binds", {"a": "JPN", "b": "PHL", "as_of": "2025-10-01", "known_at": "2025-08-31"}),
    ("chronology", {"a": "JPN", "b": "BGD", "as_of": DAY}),
    ("signatories", {"a": "JPN", "b": "PHL"}),
    ("signed-not-in-force", {"as_of": DAY}),
    ("recipients", {"programme": "OSA"}),
]


@pytest.fixture(scope="module")
def store(demo: Path) -> Iterator[OxigraphStore]:
    with OxigraphStore(Workspace.at(demo).store, read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def dataset(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> rdflib.Dataset:
    target = tmp_path_factory.mktemp("nq") / "graph.nq"
    assert run_kg("-w", demo, "export", "-f", "nq", "-o", target).returncode == 0
    loaded = rdflib.Dataset()
    loaded.parse(target, format="nquads")
    return loaded


def on_rdflib(dataset: rdflib.Dataset, sparql: str) -> list[str]:
    def value(term: Any) -> Any:
        if term is None:
            return None
        if isinstance(term, rdflib.URIRef):
            return Iri(term)
        return literal_value(str(term), str(term.datatype) if term.datatype else None)

    found = dataset.query(sparql)
    return sorted(repr(tuple(value(row[v]) for v in found.vars)) for row in found)


@pytest.mark.parametrize(("name", "params"), QUESTIONS, ids=lambda v: v if isinstance(v, str) else "")
def test_a_library_query_answers_alike_everywhere(
    store: OxigraphStore, dataset: rdflib.Dataset, name: str, params: dict[str, Any]
) -> None:
    expected = sorted(repr(row) for row in catalogue.run(name, store, **params))

    assert expected
    assert expected == sorted(repr(row) for row in catalogue.run(name, store, union=True, **params))
    assert expected == on_rdflib(dataset, catalogue.get(name).text(**params))


def test_the_receipt_of_every_shortcut_answers_alike_everywhere(store: OxigraphStore, dataset: rdflib.Dataset) -> None:
    shortcuts = catalogue.select(
        "PREFIX ips: <https://w3id.org/indopacific-kg/ontology#> "
        "SELECT DISTINCT ?r ?p ?o WHERE { ?c ips:shortcut ?p . ?r ?p ?o ; ips:supportedBy ?any } ORDER BY ?r ?p ?o",
        store,
    )
    assert len(shortcuts) > 50
    for number, (relation, prop, obj) in enumerate(shortcuts):
        params = {"relation": relation, "property": prop, "object": obj}
        expected = sorted(repr(row) for row in catalogue.run("receipt", store, **params))

        assert expected, f"no receipt behind {params}"
        if number % 20 == 0:
            text = catalogue.get("receipt").text(**params)
            assert expected == sorted(repr(row) for row in catalogue.run("receipt", store, union=True, **params))
            assert expected == on_rdflib(dataset, text)


def test_agreements_are_counted_once_over_the_union(store: OxigraphStore) -> None:
    count = "SELECT (COUNT(?r) AS ?n) WHERE { ?r a <https://w3id.org/indopacific-kg/ontology#Agreement> }"
    ((once,),) = catalogue.select(count, store).rows
    ((union,),) = catalogue.select(count, store, union=True).rows

    assert once == union > 10
