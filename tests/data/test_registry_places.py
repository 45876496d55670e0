"""The registry's places: claimants, parts, points and names."""

from __future__ import annotations

import re

import pytest

from tests.data.registry_files import keys_of, rows


def test_claimants_and_wholes_of_places_are_known_and_in_order() -> None:
    polities, places = keys_of("polities.csv"), keys_of("places.csv")
    whole = {row["key"]: row["part_of"] for row in rows("places.csv")}
    for row in rows("places.csv"):
        claimants = [c for c in row["claimants"].split(";") if c]
        assert claimants == sorted(set(claimants)), row
        assert set(claimants) <= polities, row
        assert len(claimants) != 1, row
        assert row["part_of"] in {"", *places}, row
        seen = {row["key"]}
        above = row["part_of"]
        while above:
            assert above not in seen, row
            seen.add(above)
            above = whole[above]


def test_points_of_places_are_rounded_and_on_the_globe() -> None:
    for row in rows("places.csv"):
        assert bool(row["latitude"]) == bool(row["longitude"]), row
        for column, limit in (("latitude", 90), ("longitude", 180)):
            if row[column]:
                assert re.fullmatch(r"-?\d{1,3}\.\d", row[column]), row
                assert abs(float(row[column])) <= limit, row


def test_names_of_places_belong_to_places_and_to_known_users() -> None:
    polities, places = keys_of("polities.csv"), keys_of("places.csv")
    named = {(row["key"], row["name"]) for row in rows("place_names.csv")}
    for row in rows("place_names.csv"):
        assert row["key"] in places, row
        assert row["claimant"] in {"", *polities}, row
    assert [r["key"] for r in rows("places.csv") if (r["key"], r["label"]) not in named] == []


def test_a_name_of_two_places_is_weak_on_both() -> None:
    by_name: dict[str, list[dict[str, str]]] = {}
    for row in rows("place_names.csv"):
        by_name.setdefault(row["name"].casefold(), []).append(row)
    shared = [group for group in by_name.values() if len({row["key"] for row in group}) > 1]
    assert {row["name"] for group in shared for row in group} == {"East Sea"}
    assert {row["weak"] for group in shared for row in group} == {"yes"}


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("WEST-PHILIPPINE-SEA", "SOUTH-CHINA-SEA"),
        ("NORTH-NATUNA-SEA", "SOUTH-CHINA-SEA"),
        ("KALAYAAN-ISLAND-GROUP", "SPRATLY-ISLANDS"),
        ("BASHI-CHANNEL", "LUZON-STRAIT"),
    ],
)
def test_a_part_is_no_name_of_its_whole(part: str, whole: str) -> None:
    (label,) = (row["label"] for row in rows("places.csv") if row["key"] == part)
    assert [row["key"] for row in rows("place_names.csv") if row["name"] == label] == [part]
    assert {row["part_of"] for row in rows("places.csv") if row["key"] == part} == {whole}


def test_places_name_no_actor() -> None:
    actors = {row["name"].casefold(): row["key"] for row in rows("names.csv")}
    shared = {actors[row["name"].casefold()] for row in rows("place_names.csv") if row["name"].casefold() in actors}
    assert shared == {"MYT"}  # the territory and the claim
