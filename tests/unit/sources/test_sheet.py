"""A spreadsheet of one's own: templates, rows, and the cell that is wrong."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from kg.cli.template import command as template
from kg.contract import kinds
from kg.errors import MissingPathError, SourceFileError, UnknownTermError
from kg.pipeline import load_sources
from kg.registry import Registry
from kg.settings import Workspace
from kg.sources.batch import Batch
from kg.sources.sheet import _letters, load, write_template
from kg.sources.sheet_columns import columns_of

ROW = {
    "kind": "agreement", "key": "raa", "type": "reciprocal-access", "name": "Own Access Agreement",
    "party": "JPN; Philippines", "signatory": "Jane Example (JPN)", "signed": "2024-07-08",
    "in-force": "planned 2025-09",
    "items": "4 × patrol boats; radars", "amount": "600,000,000", "currency": "JPY", "programme": "OSA",
    "publisher": "Sputnik", "url": "https://example.org/a", "accessed": "2026-11-23", "locator": "paragraph 2",
}  # fmt: skip


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


def filled(path: Path, *rows: dict[str, str]) -> Path:
    """Fill a template as a person does, by the columns' names."""
    columns = write_template("agreement", path)
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
    else:
        book = openpyxl.load_workbook(path)
        for number, row in enumerate(rows, 2):
            for name, value in row.items():
                book.active.cell(number, columns.index(name) + 1, value)
        book.save(path)
    return path


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_filled_template_becomes_records(tmp_path: Path, registry: Registry, suffix: str) -> None:
    batch = load([filled(tmp_path / f"own{suffix}", ROW)], registry=registry)

    assert batch.problems == ()
    (record,) = batch.sources[0].records
    assert [(p.role, p.id, p.label, p.on_behalf_of) for p in record.participants] == [
        ("party", "JPN", "Japan", None), ("party", "PHL", "Philippines", None),
        ("signatory", None, "Jane Example", "JPN"),
    ]  # fmt: skip
    assert [(s.stage, s.date, s.modality) for s in record.stages] == [
        ("signed", "2024-07-08", "asserted"), ("in-force", "2025-09", "planned"),
    ]  # fmt: skip
    assert [(i.label, i.quantity) for i in record.items] == [("patrol boats", 4), ("radars", None)]
    assert record.amount is not None
    assert (record.amount.value, record.amount.currency) == (600_000_000, "JPY")
    assert record.programme is not None
    assert (record.programme.id, record.rule) == ("OSA", "table/own raa")


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("signed", "8 July", "'8 July' is not a date"),
        ("signed", "2024-02-31", "is not a date"),
        ("signed", "2030-01-01", "lies after 2026-11-23"),
        ("party", "JPN; Atlantis", "'Atlantis' is not in the registry"),
        ("type", "reciprocal", "Did you mean 'reciprocal-access'"),
        ("url", "example.org", "http:// or https://"),
        ("amount", "lots", "'lots' is not a number"),
        ("signatory", "Jane Example (XYZ)", "'XYZ' is not in the registry"),
        ("sha256", "abc", "64 digits"),
        ("publisher", "", "publisher is empty"),
        ("kind", "pact", "'pact' is no kind"),
    ],
)
def test_the_wrong_cell_is_named_and_the_other_rows_load(
    tmp_path: Path, registry: Registry, column: str, value: str, said: str
) -> None:
    path = filled(tmp_path / "own.csv", ROW, {**ROW, "key": "second", column: value})

    batch = load([path], registry=registry)

    (problem,) = [p for p in batch.problems if p.severity == "error"]
    cell = f"{_letters(columns_of('agreement').index(column))}3 ({column})"
    assert said in str(problem)
    assert (problem.line, problem.where) == (3, cell)
    assert (batch.read, batch.loaded, batch.refused) == (2, 1, {"with a wrong cell": 1})


def test_a_key_names_one_row(tmp_path: Path, registry: Registry) -> None:
    batch = load([filled(tmp_path / "own.csv", ROW, ROW)], registry=registry)

    assert "names two rows" in str(batch.problems[0])


def test_rows_that_left_the_file_leave_the_graph(tmp_path: Path) -> None:
    place = Workspace.create(tmp_path / "w")
    other = {**ROW, "key": "other", "name": "Another", "type": "logistics-support", "url": "https://example.org/b"}
    load_sources(place, "table", [filled(tmp_path / "own.csv", ROW, other)])
    again = load_sources(place, "table", [filled(tmp_path / "own.csv", ROW, other)])
    fewer = load_sources(place, "table", [filled(tmp_path / "own.csv", ROW)])

    assert (again.counts(), again.changed_quads) == ({"unchanged": 2}, 0)
    assert fewer.counts() == {"removed": 1, "unchanged": 1}


def test_every_kind_has_a_template_that_loads_as_empty(tmp_path: Path, registry: Registry) -> None:
    for kind in kinds():
        for suffix in (".csv", ".xlsx"):
            path = tmp_path / f"{kind}{suffix}"
            done = CliRunner().invoke(template, [kind, "-o", str(path)])
            assert done.exit_code == 0, done.output
            batch: Batch = load([path], registry=registry)
            assert (batch.read, batch.problems) == (0, ())


def test_what_is_no_table_is_refused_in_words(tmp_path: Path, registry: Registry) -> None:
    (tmp_path / "a.csv").write_text("x\n1\n", encoding="utf-8")
    (tmp_path / "b.xlsx").write_bytes(b"no workbook")
    (tmp_path / "c.csv").write_text("kind,kind,publisher,url,accessed\n", encoding="utf-8")

    for name, said in (("a.csv", "lacks the columns"), ("b.xlsx", "not a workbook"), ("c.csv", "twice")):
        with pytest.raises(SourceFileError, match=said):
            load([tmp_path / name], registry=registry)
    with pytest.raises(MissingPathError):
        load([tmp_path / "d.csv"], registry=registry)
    with pytest.raises(SourceFileError, match="neither CSV nor XLSX"):
        write_template("agreement", tmp_path / "e.ods")
    with pytest.raises(UnknownTermError):
        write_template("pact", tmp_path / "e.csv")


def test_a_column_of_another_kind_is_named(tmp_path: Path, registry: Registry) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "kind,publisher,url,accessed,owner\nagreement,Sputnik,https://example.org/a,2026-11-23,JPN\n", encoding="utf-8"
    )

    (problem,) = load([path], registry=registry).problems

    assert "'owner' is no column of agreement" in str(problem)
    assert problem.where == "E2 (owner)"
