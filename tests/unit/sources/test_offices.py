"""Office-holders: the compact shape, and who held an office on a day."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from pyoxigraph import NamedNode

from kg.graph import build_view, encode
from kg.graph.decode import decode
from kg.graph.terms import ips
from kg.model import Evidence, Participant, Record, Stage
from kg.registry import Registry
from kg.resolution import Known, mint_claims
from kg.resolution.claim import Claim
from kg.resolution.holders import Tenures, is_office_alone
from kg.sources.batch import Batch
from kg.sources.curated import load
from kg.sources.curated.offices import offices_schema
from tests.unit.sources.test_curated_files import PAGE

OFFICES: dict[str, Any] = {
    "status": "verified",
    "sources": {
        "first": PAGE | {"url": "https://example.org/1", "published": "2023-09-14"},
        "second": PAGE | {"url": "https://example.org/2", "published": "2024-10-02"},
    },
    "offices": [
        {
            "office": "Minister of Defense",
            "of": "JPN",
            "functions": ["defence-minister"],
            "tenures": [
                {
                    "person": "Kihara Minoru",
                    "variants": ["Minoru Kihara"],
                    "from": "2023-09-13",
                    "until": "2024-10-01",
                    "evidence": [{"source": "first", "for": ["from"]}, {"source": "second", "for": ["until"]}],
                },
                {"person": "Nakatani Gen", "from": "2024-10", "acting": True, "evidence": [{"source": "second"}]},
            ],
        }
    ],
}


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


def read(data: dict[str, Any], folder: Path, registry: Registry) -> Batch:
    (folder / "curated").mkdir(exist_ok=True)
    (folder / "curated" / "jpn.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    return load([folder / "curated"], registry=registry)


def claims(batch: Batch) -> list[Claim]:
    return [c for s in batch.sources for c in decode(encode(s.document, s.records).quads)]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory, registry: Registry) -> list[Claim]:
    batch = read(OFFICES, tmp_path_factory.mktemp("offices"), registry)
    assert batch.problems == ()
    return claims(batch)


def test_a_tenure_becomes_a_post_for_each_page(held: list[Claim]) -> None:
    posts = {(c.recorded, c.record.participants[0].label): [s.stage for s in c.record.stages] for c in held}

    assert posts == {
        ("2023-09-14", "Kihara Minoru"): ["appointed"],
        ("2024-10-02", "Kihara Minoru"): ["left"],
        ("2024-10-02", "Nakatani Gen"): ["appointed", "holds"],
    }
    assert {c.curated for c in held if "kihara" in (c.curated or "")} == {
        "curated/jpn minister-of-defense.kihara-minoru.2023-09-13"
    }


@pytest.mark.parametrize(
    ("day", "wording", "who", "certain"),
    [
        ("2023-09-12", "defence minister", [], None),
        ("2023-09-13", "Defence Minister", ["Kihara Minoru"], True),
        ("2024-09-30", "the Minister of National Defense", ["Kihara Minoru"], True),
        ("2024-10-01", "Secretary of Defense", ["Nakatani Gen"], False),
        ("2024-10-02", "defense minister", ["Nakatani Gen"], False),
        ("2026-01-01", "defense minister", ["Nakatani Gen"], False),
        ("2024-01-01", "Deputy Defence Minister", [], None),
        ("2024-01-01", "Foreign Minister", [], None),
    ],
)
def test_an_office_resolves_by_day_and_says_how_surely(
    held: list[Claim], registry: Registry, day: str, wording: str, who: list[str], certain: bool | None
) -> None:
    found = Tenures(held, Known.of(registry)).on("JPN", wording, day)

    assert [t.person for t in found] == who
    assert [t.holds(day) for t in found] == ([certain] if who else [])


def test_an_office_alone_is_told_from_a_name() -> None:
    japan = frozenset({"japan", "japanese"})

    assert is_office_alone("Japanese Defence Minister", japan)
    assert not is_office_alone("Japanese Defence Minister Kihara", japan)
    assert not is_office_alone("Kihara Minoru")


def met(label: str, day: str) -> tuple[Claim, ...]:
    record = Record(
        doc="e" * 64,
        kind="engagement",
        type="ministerial",
        participants=(
            Participant(role="participant", label="Japan", kind="state", id="JPN"),
            Participant(role="participant", label=label, kind="person", on_behalf_of="JPN"),
        ),
        stages=(Stage(stage="held", date=day),),
        evidence=(Evidence(quote="They met.", start=0, end=9),),
    )
    return mint_claims("e" * 64, [record], recorded=day, origin="x")


@pytest.mark.parametrize(
    ("label", "day", "inferred"),
    [
        ("Defence Minister", "2024-05-30", True),
        ("Defence Minister", "2026-05-30", False),
        ("Defence Minister Kihara", "2024-05-30", False),
    ],
)
def test_the_holder_is_stated_beside_the_office_as_an_inference(
    held: list[Claim], registry: Registry, label: str, day: str, inferred: bool
) -> None:
    view = build_view([*held, *met(label, day)], registry=registry)

    found = [q for q in view.quads if q.predicate == ips.inferredHolder]
    names = {q.subject: q.object.value for q in view.quads if q.predicate.value.endswith("prefLabel")}  # type: ignore[union-attr]
    assert [names[NamedNode(q.object.value)] for q in found] == (["Kihara Minoru"] if inferred else [])  # type: ignore[union-attr]
    shortcuts = [
        q for q in view.quads if q.predicate in (ips.participant, ips.holder) and q.object in {f.object for f in found}
    ]
    assert all("post-" in q.subject.value for q in shortcuts)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"of": "JAP"}, "'JAP' is not in the registry"),
        ({"functions": ["war-minister"]}, "Did you mean"),
        ({"tenures": []}, "is empty"),
        ({"office": 7}, "is not a text"),
        ({"holder": "X"}, "'holder' is not a field here"),
    ],
)
def test_a_wrong_office_is_named_with_its_line(
    tmp_path: Path, registry: Registry, change: dict[str, Any], said: str
) -> None:
    data = copy.deepcopy(OFFICES)
    data["offices"][0] |= change

    problems = read(data, tmp_path, registry).problems

    assert any(said in str(p) for p in problems), problems
    assert all(p.line > 1 for p in problems if p.severity == "error")


def test_evidence_for_an_end_that_is_not_given_is_an_error(tmp_path: Path, registry: Registry) -> None:
    data = copy.deepcopy(OFFICES)
    data["offices"][0]["tenures"][1]["evidence"][0]["for"] = ["until"]

    assert any("has none" in p.message for p in read(data, tmp_path, registry).problems)


def test_the_published_schema_is_the_one_in_use(root: Path) -> None:
    held = json.loads((root / "kg" / "sources" / "curated" / "offices.schema.json").read_text(encoding="utf-8"))

    assert held == offices_schema()
