"""``kg show`` on the kinds of thing that it knows, as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.system.conftest import run_kg


@pytest.mark.parametrize("name", ["Scarborough Shoal", "Huangyan Dao", "bajo de masinloc", "SCARBOROUGH-SHOAL"])
def test_every_name_of_a_place_shows_the_same_place(demo: Path, name: str) -> None:
    shown = run_kg("-w", demo, "show", name)

    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.splitlines()[1].startswith("Scarborough Shoal  (place")
    claimants = [
        line.split("claimed by ")[1].split(":")[0] for line in shown.stdout.splitlines() if "claimed by" in line
    ]
    assert claimants == ["China", "Philippines", "Taiwan"]
    assert "takes no side" in shown.stderr


def test_a_part_of_a_sea_is_not_the_sea(demo: Path) -> None:
    part = json.loads(run_kg("-w", demo, "show", "West Philippine Sea", "--json").stdout)
    whole = json.loads(run_kg("-w", demo, "show", "South China Sea", "--json").stdout)

    assert part["place"]["key"] != whole["place"]["key"]
    assert part["place"]["part_of"] == whole["place"]["key"]


def test_an_actor_a_relation_and_a_document_as_json(demo: Path) -> None:
    actor = json.loads(run_kg("-w", demo, "show", "Japan", "--json").stdout)
    relation = next(r for r in actor["relations"] if r["kind"] == "agreement" and r["stages"])
    shown = json.loads(run_kg("-w", demo, "show", relation["iri"], "--json").stdout)
    receipt = relation["stages"][0]["receipts"][0]
    document = json.loads(run_kg("-w", demo, "show", receipt["doc"], "--json").stdout)

    assert actor["actor"]["iri"].endswith("/JPN")
    assert shown["relations"] == [relation]
    assert receipt["quote"]
    assert document["document"]["project"] is True
    assert relation["iri"] in {r["iri"] for r in document["relations"]}


def test_init_render_and_export_speak_json(demo: Path, tmp_path: Path) -> None:
    made = json.loads(run_kg("init", tmp_path / "w", "--json").stdout)
    again = json.loads(run_kg("init", tmp_path / "w", "--json").stdout)
    drawn = json.loads(run_kg("-w", demo, "render", "-o", tmp_path / "n.html", "--json").stdout)

    assert (made["made"], again["made"]) == (True, False)
    assert drawn["bytes"] == (tmp_path / "n.html").stat().st_size
    assert drawn["counts"]["edges"] > 100


def test_the_library_is_listed_as_json(demo: Path) -> None:
    listed = json.loads(run_kg("-w", demo, "query", "--list", "--json").stdout)

    assert {"01-binds", "40-receipt"} <= {q["name"] for q in listed}
    assert all(p["type"] and p["description"] for q in listed for p in q["parameters"])
