"""What the query library answers over all reference cases together, on Oxigraph, over the union, and on rdflib."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
import rdflib
import yaml

from kg.graph import OxigraphStore
from kg.query import catalogue
from kg.query.catalogue import Iri, literal_value
from tests.cases.reading import CASES, FOLDER, graph_of

ANSWERS: list[dict[str, Any]] = yaml.safe_load((FOLDER / "answers.yaml").read_text(encoding="utf-8"))
NAMES = [f"{number}-{a['query']}" for number, a in enumerate(ANSWERS)]


@cache
def store() -> OxigraphStore:
    return graph_of(CASES)


@cache
def dataset() -> rdflib.Dataset:
    found = rdflib.Dataset()
    found.parse(data=store().nquads(), format="nquads")
    return found


def params(answer: dict[str, Any]) -> dict[str, Any]:
    return {k: str(v) for k, v in answer["params"].items()}


def short(value: Any) -> Any:
    return value.curie.partition(":")[2] if isinstance(value, Iri) else value


def on_rdflib(answer: dict[str, Any]) -> list[str]:
    found = dataset().query(catalogue.get(answer["query"]).text(**params(answer)))
    rows = []
    for row in found:
        values = [row[v] for v in found.vars or ()]  # type: ignore[index]
        rows.append(
            repr(tuple(
                None if v is None else Iri(v) if isinstance(v, rdflib.URIRef)
                else literal_value(str(v), str(v.datatype) if v.datatype else None) for v in values
            ))
        )  # fmt: skip
    return sorted(rows)


@pytest.mark.parametrize("answer", ANSWERS, ids=NAMES)
def test_the_library_answers_what_the_cases_hold(answer: dict[str, Any]) -> None:
    found = catalogue.run(answer["query"], store(), **params(answer))
    rows = [tuple(short(r[c]) for c in answer["columns"]) for r in found.dicts()]
    expected = {key: [tuple(map(_plain, row)) for row in answer.get(key, ())] for key in ("rows", "has", "hasnt")}

    if "rows" in answer:
        assert set(rows) == set(expected["rows"])
    assert [r for r in expected["has"] if r not in rows] == []
    assert [r for r in expected["hasnt"] if r in rows] == []


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | int | float) else str(value)


def test_every_question_of_the_library_has_an_answer_here() -> None:
    asked = {catalogue.get(a["query"]).name for a in ANSWERS}
    elsewhere = {
        "01-binds", "02-chronology", "11-outlived-government", "12-mentions", "18-linked", "19-provisions",
        "23-pledge-to-handover", "40-receipt",
    }  # fmt: skip

    assert set(catalogue.queries()) - asked == elsewhere, "these are asked in tests/unit/query, on texts that hold them"


@pytest.mark.parametrize("answer", ANSWERS, ids=NAMES)
def test_the_answer_is_the_same_over_the_union_and_on_rdflib(answer: dict[str, Any]) -> None:
    expected = sorted(map(repr, catalogue.run(answer["query"], store(), **params(answer)).rows))

    assert sorted(map(repr, catalogue.run(answer["query"], store(), union=True, **params(answer)).rows)) == expected
    assert on_rdflib(answer) == expected
