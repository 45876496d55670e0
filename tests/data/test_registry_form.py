"""The registry's form, order, references and codes of every file."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from tests.data.registry_files import (
    COLUMNS,
    DATE_COLUMNS,
    ENTITY_FILES,
    KEY,
    KEYED_FILES,
    PARTIAL_DATE,
    QID,
    REGISTRY,
    SOURCED_FILES,
    VOCABULARY,
    keys_of,
    rows,
)


@pytest.mark.parametrize("name", COLUMNS)
def test_every_file_has_exactly_its_columns(name: str) -> None:
    first = (REGISTRY / name).read_text(encoding="utf-8").split("\n", 1)[0]
    assert first == COLUMNS[name]


@pytest.mark.parametrize("name", COLUMNS)
def test_every_file_is_utf8_with_unix_line_ends_and_a_final_newline(name: str) -> None:
    data = (REGISTRY / name).read_bytes()
    data.decode("utf-8")
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.endswith(b"\n")
    assert not data.endswith(b"\n\n")


@pytest.mark.parametrize("name", COLUMNS)
def test_every_row_is_complete_and_has_no_stray_spaces(name: str) -> None:
    for row in rows(name):
        assert None not in {*row, *row.values()}, row
        for column, value in row.items():
            assert value == " ".join(value.split()), (column, row)


@pytest.mark.parametrize("name", COLUMNS)
def test_every_file_is_sorted_by_its_columns_in_order(name: str) -> None:
    table = [tuple(row.values()) for row in rows(name)]
    assert table == sorted(table)


@pytest.mark.parametrize("name", COLUMNS)
def test_no_row_occurs_twice(name: str) -> None:
    table = [tuple(row.values()) for row in rows(name)]
    assert len(table) == len(set(table))


@pytest.mark.parametrize("name", KEYED_FILES)
def test_every_key_has_the_form_of_a_key(name: str) -> None:
    assert [key for key in keys_of(name) if not KEY.match(key)] == []


def test_a_key_names_one_thing_in_the_whole_registry() -> None:
    seen = [row["key"] for name in KEYED_FILES for row in rows(name)]
    assert sorted(key for key in set(seen) if seen.count(key) > 1) == []


def test_a_label_names_one_thing_in_the_whole_registry() -> None:
    seen = [row["label"] for name in ENTITY_FILES for row in rows(name)]
    assert sorted(label for label in set(seen) if seen.count(label) > 1) == []


@pytest.mark.parametrize(("name", "column"), VOCABULARY)
def test_every_value_comes_from_its_list(name: str, column: str) -> None:
    assert {row[column] for row in rows(name)} <= VOCABULARY[name, column]


@pytest.mark.parametrize("name", SOURCED_FILES)
def test_every_row_has_a_public_source(name: str) -> None:
    for row in rows(name):
        url = urlsplit(row["source"])
        assert url.scheme in {"http", "https"}, row
        assert "." in url.netloc, row
        assert not re.search(r"\s", row["source"]), row


@pytest.mark.parametrize("name", COLUMNS)
def test_every_date_is_iso_and_no_period_ends_as_or_before_it_begins(name: str) -> None:
    for row in rows(name):
        for column in DATE_COLUMNS:
            assert not row.get(column) or PARTIAL_DATE.match(row[column]), row
        begin = row.get("from") or row.get("status_from")
        end = row.get("until") or row.get("status_until")
        if begin and end:
            length = min(len(begin), len(end))
            assert begin[:length] <= end[:length], row
            assert begin != end, row


@pytest.mark.parametrize("name", ENTITY_FILES)
def test_every_wikidata_item_is_well_formed_and_used_once(name: str) -> None:
    items = [row["qid"] for row in rows(name) if row["qid"]]
    assert [item for item in items if not QID.match(item)] == []
    assert len(items) == len(set(items))


CRAMMERS = {
    "10pointer.com",
    "currentaffairs.adda247.com",
    "factly.forumias.com",
    "gkseries.com",
    "ilearncana.com",
    "learnerz.in",
    "www.gktoday.in",
    "www.nextias.com",
    "www.shankariasparliament.com",
    "worldpopulationreview.com",
}


def test_no_row_rests_on_notes_for_examinations() -> None:
    found = [
        (name, *list(row.values())[:2])
        for name in SOURCED_FILES
        for row in rows(name)
        if urlsplit(row["source"]).hostname in CRAMMERS
    ]
    assert found == [("memberships.csv", "MSG", "FJI")]  # no better page that dates it was found


@pytest.mark.parametrize(
    ("name", "classes", "least"),
    [
        ("polities.csv", None, 60),
        ("organisations.csv", {"ministry", "service", "forces", "coast-guard"}, 150),
        ("groupings.csv", None, 30),
        ("programmes.csv", None, 25),
        ("exercises.csv", None, 25),
    ],
)
def test_the_field_is_covered(name: str, classes: set[str] | None, least: int) -> None:
    assert sum(1 for row in rows(name) if classes is None or row["class"] in classes) >= least
