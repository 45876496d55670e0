"""The explorer's document: equal bytes, the two clocks, selections, the public part, and the ways to ask for it."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import kg
from kg.cli import main
from kg.errors import KGError, UnknownTermError
from kg.explorer import explorer
from kg.explorer.data import STATES
from kg.projection import read_snapshot
from kg.projection.standing import why_left_out
from tests.cases.reading import CASES, graph_of


@pytest.fixture(scope="module")
def store() -> Any:
    return graph_of(CASES)


@pytest.fixture(scope="module")
def data(store: Any) -> dict[str, Any]:
    return explorer(store).data


def test_the_same_graph_gives_the_same_bytes_and_another_day_another_version(store: Any, data: dict[str, Any]) -> None:
    again = explorer(graph_of(CASES))

    assert again.html == explorer(store).html
    assert again.data["version"] == data["version"]
    assert explorer(store, as_of="2020-01-01").data["version"] != data["version"]


def test_every_relation_of_the_snapshot_is_in_it_with_its_state_and_receipts(store: Any, data: dict[str, Any]) -> None:
    snapshot = read_snapshot(store)
    by_id = {r["id"]: r for r in data["relations"]}

    assert set(by_id) == set(snapshot.by_id)
    assert {r["state"] for r in data["relations"]} <= set(STATES)
    for relation in snapshot.relations:
        stated = by_id[relation.id]["state"] == "stated"
        assert stated == (why_left_out(relation, snapshot.as_of) is None)
    for relation in by_id.values():
        assert any(s["receipts"] for s in relation["stages"]) or any(p["receipts"] for p in relation["parts"])
        for a, b, *_ in relation["ties"]:
            assert a != b
    quotes = {r.quote for x in snapshot.relations for s in x.stages for r in s.receipts}
    assert quotes <= {r["quote"] for r in data["receipts"]}


def test_an_allegation_is_never_stated_and_names_who_says_it_and_who_denies_it(data: dict[str, Any]) -> None:
    alleged = [r for r in data["relations"] if any(s["alleged"] for s in r["stages"]) and r["state"] == "alleged"]

    assert alleged
    for relation in alleged:
        stages = [s for s in relation["stages"] if s["alleged"]]
        assert all(s["allegedBy"] or s["attributedTo"] or s["deniedBy"] for s in stages)
        assert not any(s["firm"] for s in stages)


def test_a_transfer_points_from_its_supplier_and_no_minister_stands_for_a_state(data: dict[str, Any]) -> None:
    for relation in data["relations"]:
        for a, b, role_a, role_b, directed in relation["ties"]:
            if role_a == "supplier" and role_b == "recipient":
                assert directed == 1
            if role_b == "acts for":
                parts = [p for p in relation["parts"] if p["actor"] == a]
                assert b in {p["for"] for p in parts}


def test_the_frame_counts_what_the_legend_counts(data: dict[str, Any]) -> None:
    counts = Counter(r["state"] for r in data["relations"])
    left_out = {f"{n} {STATES[state]} (held here" for state, n in counts.items() if state != "stated"}

    assert counts["alleged"] > counts["denied"] > 0
    assert data["frame"].startswith(f"{counts['stated']} relations asserted")
    assert all(text in data["frame"] for text in left_out)


def test_known_at_leaves_out_what_was_not_on_file(store: Any, data: dict[str, Any]) -> None:
    early = explorer(store, known_at="2023-12-31").data

    assert 0 < len(early["relations"]) < len(data["relations"])
    assert all(d["published"] <= "2023-12-31" for d in early["documents"] if "published" in d)


def test_a_selection_holds_what_it_says(store: Any, data: dict[str, Any]) -> None:
    around = explorer(store, around="Japan").data
    japan = next(i for i, a in enumerate(around["actors"]) if a["id"] == "JPN")
    layer = explorer(store, layers=["L5"]).data

    assert around["start"] == japan
    assert all(japan in {x for p in r["parts"] for x in (p["actor"], p["for"])} for r in around["relations"])
    assert {r["layer"] for r in layer["relations"]} == {"L5"}
    assert "lie outside the selection" in around["frame"]
    with pytest.raises(UnknownTermError, match="L99"):
        explorer(store, layers=["L99"])
    with pytest.raises(KGError):
        explorer(store, around="Nobody at all")


def test_the_public_page_cuts_quotes_and_says_so(store: Any, data: dict[str, Any]) -> None:
    public = explorer(store, public=True)

    assert public.data["public"] is True
    assert "public edition" in public.data["frame"]
    assert len(public.data["receipts"]) <= len(data["receipts"])


def test_the_page_holds_one_script_and_no_address_that_it_would_load(store: Any) -> None:
    html = explorer(store).html

    assert html.count("<script") == 3  # the document, the map's chunk, which is inert text, and the program
    assert html.count('<script type="text/plain" id="chunk-map">') == 1
    assert not re.search(r"<(link|img|iframe)\b|@import|url\(", html.split('<script type="application/json"')[0])
    assert all("innerHTML" not in part for part in html.split("</script>")[1:])
    assert html.isascii() or "\\u" in html


def test_the_command_and_the_library_write_the_same_page(demo: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph.html"
    done = CliRunner().invoke(main, ["-w", str(demo), "explore", "--out", str(out), "--around", "JPN", "--json"])
    with kg.open(demo) as graph:
        page = graph.explore(tmp_path / "again.html", around="JPN")

    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["counts"]["relations"] > 10
    assert out.read_text(encoding="utf-8") == page.html == (tmp_path / "again.html").read_text(encoding="utf-8")
    text = out.read_text(encoding="utf-8")
    assert '"before":"' in text
    public = CliRunner().invoke(main, ["-w", str(demo), "explore", "--out", str(tmp_path / "public.html"), "--public"])
    assert public.exit_code == 0
    assert '"before":"' not in (tmp_path / "public.html").read_text(encoding="utf-8")
    wrong = CliRunner().invoke(main, ["-w", str(demo), "explore", "--out", str(tmp_path / "no.html"), "--layer", "L99"])
    assert wrong.exit_code == 2
    assert not (tmp_path / "no.html").exists()
