"""The registry's organisations, groupings, memberships, programmes and exercises."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from tests.data.registry_files import keys_of, rows


def test_every_organisation_belongs_to_the_polity_in_its_key() -> None:
    polities = keys_of("polities.csv")
    for row in rows("organisations.csv"):
        assert row["polity"] in polities, row
        assert row["key"].startswith(row["polity"] + "-"), row


def test_memberships_refer_to_known_groupings_and_polities() -> None:
    groupings, polities = keys_of("groupings.csv"), keys_of("polities.csv")
    for row in rows("memberships.csv"):
        assert row["grouping"] in groupings, row
        assert row["member"] in polities, row


def test_two_roles_of_one_member_do_not_overlap() -> None:
    periods: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows("memberships.csv"):
        periods.setdefault((row["grouping"], row["member"]), []).append(row)
    for group in periods.values():
        assert sum(1 for row in group if not row["until"]) <= 1, group
        ordered = sorted(group, key=lambda row: row["from"])
        for earlier, later in pairwise(ordered):
            assert all((earlier["until"], later["from"])), group
            assert earlier["until"][: len(later["from"])] <= later["from"], group


CURRENT = {
    "ADMM-PLUS": 18,
    "ANZUS": 3,
    "APEC": 21,
    "ARF": 27,
    "ASEAN": 11,
    "AUKUS": 3,
    "BIMSTEC": 7,
    "BRICS": 10,
    "CSC": 6,
    "EAS": 18,
    "FIVE-EYES": 5,
    "FPDA": 5,
    "FRANZ": 3,
    "G7": 7,
    "I2U2": 4,
    "IORA": 23,
    "IPEF": 14,
    "LMC": 6,
    "MSG": 4,
    "MUSP": 6,
    "PBP": 8,
    "PIF": 18,
    "QUAD": 4,
    "SAARC": 8,
    "SCO": 10,
    "SPDMM": 7,
    "SQUAD": 4,
    "WPNS": 22,
}


def current(grouping: str, role: str = "member") -> set[str]:
    return {
        row["member"]
        for row in rows("memberships.csv")
        if (row["grouping"], row["role"], row["until"]) == (grouping, role, "")
    }


@pytest.mark.parametrize(("grouping", "count"), CURRENT.items())
def test_the_groupings_of_the_field_have_their_members(grouping: str, count: int) -> None:
    assert len(current(grouping)) == count


@pytest.mark.parametrize(
    ("grouping", "role", "members"),
    [
        ("PIF", "associate", "ASM GUM TKL WLF"),
        ("MSG", "associate", "IDN"),
        ("SCO", "observer", ""),
        ("SAARC", "observer", "AUS CHN EU IRN JPN KOR MMR MUS USA"),
        ("QUAD", "member", "AUS IND JPN USA"),
        ("SQUAD", "member", "AUS JPN PHL USA"),
        ("FPDA", "member", "AUS GBR MYS NZL SGP"),
        ("CSC", "member", "BGD IND LKA MDV MUS SYC"),
        ("BIMSTEC", "member", "BGD BTN IND LKA MMR NPL THA"),
    ],
)
def test_these_have_exactly_these_members(grouping: str, role: str, members: str) -> None:
    assert current(grouping, role) == set(members.split())


@pytest.mark.parametrize(
    ("grouping", "member", "since"),
    [
        ("ASEAN", "TLS", "2025-10-26"),
        ("SCO", "BLR", "2024-07-04"),
        ("SCO", "IRN", "2023-07-04"),
        ("BRICS", "IDN", "2025-01-06"),
        ("PIF", "PYF", "2016-09"),
        ("PIF", "NCL", "2016-09"),
        ("IORA", "FRA", "2020-12"),
        ("CSC", "BGD", "2024-07-10"),
    ],
)
def test_a_member_that_joined_late_has_its_date(grouping: str, member: str, since: str) -> None:
    found = [
        row["from"]
        for row in rows("memberships.csv")
        if (row["grouping"], row["member"], row["role"]) == (grouping, member, "member")
    ]
    assert found == [since]


def test_no_member_joined_before_its_grouping_was_founded() -> None:
    founded = {row["key"]: row["founded"] for row in rows("groupings.csv")}
    for row in rows("memberships.csv"):
        since, start = row["from"], founded[row["grouping"]]
        length = min(len(since), len(start))
        assert since[:length] >= start[:length], row


def test_every_programme_has_one_known_owner() -> None:
    actors = keys_of("polities.csv") | keys_of("groupings.csv")
    assert [row for row in rows("programmes.csv") if row["owner"] not in actors] == []


def test_every_exercise_has_known_hosts_in_order() -> None:
    polities = keys_of("polities.csv")
    for row in rows("exercises.csv"):
        hosts = row["hosts"].split(";")
        assert hosts == sorted(set(hosts)), row
        assert set(hosts) <= polities, row


@pytest.mark.parametrize(
    ("key", "day"),
    [
        ("ADMM", "2006-05-09"),
        ("ANZUS", "1951-09-01"),
        ("ARF", "1994-07-25"),
        ("ASEAN", "1967-08-08"),
        ("BIMSTEC", "1997-06-06"),
        ("BRICS", "2006-09-20"),  # no founding text: the first meeting, of ministers, not the first summit of 2009
        ("FPDA", "1971-04-16"),  # the communique; in effect from 1 November
        ("GIGO", "2023-12-14"),  # the convention; in force in 2024
        ("IORA", "1997-03-07"),
        ("LMC", "2015-11-12"),  # the foreign ministers' press communique, not the first summit of 2016
        ("NATO", "1949-04-04"),
        ("PIF", "1971-08-05"),
        ("RECAAP", "2004-11-11"),  # adopted; in force in 2006
        ("SAARC", "1985-12-08"),
        ("SCO", "2001-06-15"),
        ("UN", "1945-06-26"),  # the Charter; in force on 24 October
        ("UNC", "1950-07-07"),  # the resolution
        ("UNSC", "1945-06-26"),
    ],
)
def test_a_grouping_is_founded_by_its_text_or_its_first_meeting(key: str, day: str) -> None:
    assert [row["founded"] for row in rows("groupings.csv") if row["key"] == key] == [day]


def test_a_founder_has_the_day_of_the_founding_and_no_vaguer_one() -> None:
    founded = {row["key"]: row["founded"] for row in rows("groupings.csv")}
    vague = [
        row
        for row in rows("memberships.csv")
        if row["from"] and founded[row["grouping"]].startswith(row["from"]) and founded[row["grouping"]] != row["from"]
    ]
    assert vague == []


# Run by all of them, or by each in turn; all other exercises have at most two hosts and any number of guests.
MANY_HOSTS = {
    "DOSTI": "IND LKA MDV",
    "FREEDOM-EDGE": "JPN KOR USA",
    "MALABAR": "AUS IND JPN USA",
    "SUMAN-WARRIOR": "AUS GBR MYS NZL SGP",
}


def test_hosts_run_an_exercise_and_guests_do_not() -> None:
    hosts = {row["key"]: row["hosts"].split(";") for row in rows("exercises.csv")}
    assert {key: " ".join(found) for key, found in hosts.items() if len(found) > 2} == MANY_HOSTS
    assert hosts["KOWARI"] == ["AUS"]


PEOPLES_ARMIES = {"CHN-PLA", "LAO-LPA", "PRK-KPA", "VNM-VPA"}  # an "army" that is the armed forces as a whole


def test_a_body_of_one_service_is_a_service() -> None:
    one = re.compile(r"\b(?:Navy|Naval|Marine|Marines|Air Force|Army|Fleet)\b")
    bodies = [row for row in rows("organisations.csv") if row["class"] == "forces" and one.search(row["label"])]
    assert {row["key"] for row in bodies} == PEOPLES_ARMIES


def test_several_islands_or_reefs_are_islands_and_one_is_a_feature() -> None:
    many = re.compile(r"(?:Islands|Archipelago|Group|Reefs|Rocks|Shoals)$")
    unsaid = {"KINMEN", "MAYOTTE"}  # groups whose names do not say so
    for row in rows("places.csv"):
        if row["class"] in {"feature", "islands"}:
            assert (row["class"] == "islands") == (bool(many.search(row["label"])) or row["key"] in unsaid), row
