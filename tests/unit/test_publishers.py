"""Profiles of publishers: found by name or address, and refused where a value is none of its scheme."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kg.errors import RegistryError
from kg.publishers import COLUMNS, Publishers

ROW = [
    "The Example",
    "example.org",
    "JPN",
    "private",
    "press",
    "original",
    "https://example.org/",
    "https://example.org/",
]


def written(folder: Path, *rows: list[str]) -> Path:
    with (folder / "publishers.csv").open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([COLUMNS, *rows])
    return folder


def test_a_publisher_is_found_by_name_alias_or_site() -> None:
    publishers = Publishers.load()

    assert publishers.find("mofa japan") is publishers.find("Ministry of Foreign Affairs of Japan")
    found = publishers.find(None, "https://www.mofa.go.jp/press/release/press1e_000453.html")
    assert found is not None
    assert (found.country, found.ownership, found.standing) == ("JPN", "government", "official")
    assert publishers.find("Nobody", "https://notmofa.go.jp.example.org/") is None


def test_the_file_is_sorted_and_each_row_has_a_source() -> None:
    names = list(Publishers.load().names())

    assert names == sorted(names)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [(3, "owned", "is no ownership"), (4, "paper", "is no standing"), (2, "XXX", "is no polity"),
     (6, "x", "no address"), (0, "", "name is empty")],
)  # fmt: skip
def test_a_wrong_row_is_named(tmp_path: Path, column: int, value: str, said: str) -> None:
    row = [*ROW]
    row[column] = value

    with pytest.raises(RegistryError, match=f"line 2.*{said}"):
        Publishers.load(written(tmp_path, row))


def test_one_site_belongs_to_one_publisher(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match=r"example\.org"):
        Publishers.load(written(tmp_path, ROW, ["Another", *ROW[1:]]))
