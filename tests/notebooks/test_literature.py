"""The literature notebook adds up on the real files, says so where they are absent; the loaders count as it does."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from kg.pipeline.load import read_sources
from kg.registry import Registry

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "06-against-the-literature.ipynb"
FILES = {
    "dcad": "dcad/DCAD-v1.0-main.csv",
    "atop": "atop/atop-alliance-level.csv",
    "cow": "cow/alliance_v4.1_by_member.csv",
    "cow by dyad": "cow/alliance_v4.1_by_dyad.csv",
}


@pytest.fixture(scope="module")
def data(shared: Path) -> Path:
    folder = shared / "data"
    if absent := [f for f in FILES.values() if not (folder / f).is_file()]:
        pytest.skip(f"the data sets are absent: {', '.join(absent)}")
    return folder


def _outputs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    monkeypatch.setenv("KG_DATA", str(folder))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(NOTEBOOK.parent)}}).execute()
    return [o for cell in notebook.cells if cell.cell_type == "code" for o in cell.outputs]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.filterwarnings("ignore")
def test_without_the_files_it_says_so_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outputs = _outputs(tmp_path, monkeypatch)

    assert [o.output_type for o in outputs] == ["stream"]
    assert outputs[0].text.startswith("Nothing is measured: DCAD-v1.0-main.csv")
    assert "KG_DATA" in outputs[0].text


@pytest.mark.filterwarnings("ignore")
def test_on_the_files_every_count_adds_up(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outputs = _outputs(data, monkeypatch)  # its own assertions raise where a cell of a table does not add up
    text = "\n".join(o.get("text", "") or o["data"].get("text/plain", "") for o in outputs if o.output_type != "error")
    html = "".join(o["data"].get("text/html", "") for o in outputs if "data" in o)

    assert not any(o.output_type == "error" for o in outputs)
    assert "{'dcad': 1700, 'atop': 459, 'cow': 183}" in text
    assert "standing in 2010: 1,202 of all scopes, 885 general ones" in text
    assert "160 states, 1867 agreements" in text
    assert "srcdoc=" in html, "a picture of what it is about"
    assert any("image/png" in o["data"] for o in outputs if "data" in o)


def test_agreements_of_the_loader_are_the_rows_that_the_file_leads_to_expect(data: Path) -> None:
    registry = Registry.load()
    known = {code for e in registry.of_kind("state") if (code := dict(e.codes).get("cow"))}
    slips = {"0108", "0297", "1625", "1847"}
    rows = _rows(data / FILES["dcad"])
    wanted = {r["DCAid"] for r in rows if r["DCAid"][-4:] not in slips and known & {r["ccode1"], r["ccode2"]}}

    batch = read_sources("dcad", [data / FILES["dcad"]], registry=registry)
    records = [r for s in batch.sources for r in s.records]

    assert {r.rule.removeprefix("dcad ") for r in records if r.rule} == wanted
    assert len(rows) == len(records) + sum(batch.refused.values()) == 1871
    assert Counter(r.stages[0].date[:4] for r in records if r.stages[0].date) == Counter(
        r["signYear"] for r in rows if r["DCAid"] in wanted
    )


@pytest.mark.parametrize(
    ("name", "key", "end", "member"),
    [("atop", "atopid", "endyr", "mem"), ("cow", "version4id", "all_end_year", "ccode")],
)
def test_alliances_of_the_loader_are_those_that_the_file_leads_to_expect(
    data: Path, name: str, key: str, end: str, member: str
) -> None:
    registry = Registry.load()
    known = {code for e in registry.of_kind("state") if (code := dict(e.codes).get("cow"))}
    rows = _rows(data / FILES[name])
    members: dict[str, set[str]] = {}
    for row in rows:
        found = {v for c, v in row.items() if re.fullmatch(rf"{member}\d*", c) and v}
        members[row[key]] = members.get(row[key], set()) | found
    over = {row[key] for row in rows if 0 < int(row[end] or 0) < 1945}

    batch = read_sources(name, [data / FILES[name]], registry=registry)
    taken = {(r.rule or "").removeprefix(f"{name} ") for s in batch.sources for r in s.records}

    assert taken == {k for k, m in members.items() if m & known} - over
    assert batch.read == len(rows) == batch.loaded + sum(batch.refused.values())
