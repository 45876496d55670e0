"""The registry's files: form, order, references and codes. Plain CSV, no project code."""

from __future__ import annotations

import csv
import os
import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
REGISTRY = ROOT / "data" / "registry"

KEY = re.compile(r"^[A-Z0-9]+(-[A-Z0-9]+)*$")
PARTIAL_DATE = re.compile(r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")
QID = re.compile(r"^Q[1-9]\d*$")

COLUMNS = {
    "polities.csv": "key,label,status,status_from,status_until,iso2,iso3,m49,qid,parent,source",
    "organisations.csv": "key,label,class,polity,seat,qid,source",
    "groupings.csv": "key,label,class,founded,qid,source",
    "memberships.csv": "grouping,member,role,from,until,source",
    "programmes.csv": "key,label,owner,type,from,until,qid,source",
    "exercises.csv": "key,label,hosts,from,qid,source",
    "names.csv": "key,name,kind,weak,lang,from,until",
}
ENTITY_FILES = ("polities.csv", "organisations.csv", "groupings.csv", "programmes.csv", "exercises.csv")
SOURCED_FILES = (*ENTITY_FILES, "memberships.csv")
DATE_COLUMNS = ("status_from", "status_until", "founded", "from", "until")
VOCABULARY = {
    ("polities.csv", "status"): {
        "un-member",
        "un-member-cofa",
        "associated-state",
        "territory",
        "sar",
        "limited-recognition",
        "autonomous-area",
        "supranational",
    },
    ("organisations.csv", "class"): {
        "ministry",
        "service",
        "forces",
        "agency",
        "coast-guard",
        "legislature",
        "office",
        "embassy",
        "company",
    },
    ("groupings.csv", "class"): {
        "regional-organisation",
        "minilateral",
        "alliance",
        "forum",
        "intelligence",
        "universal",
    },
    ("memberships.csv", "role"): {"member", "observer", "associate"},
    ("programmes.csv", "type"): {"assistance", "capacity-building", "policy", "industrial", "other"},
    ("names.csv", "kind"): {"official", "common", "alias", "abbreviation", "demonym", "capital", "seat"},
    ("names.csv", "weak"): {"yes", "no"},
}
PARENTED = {"territory", "sar", "associated-state", "autonomous-area"}
GENERIC = {
    "Ministry of Defence",
    "Ministry of Defense",
    "Defence Ministry",
    "Defense Ministry",
    "Ministry of National Defence",
    "Ministry of National Defense",
    "Ministry of Foreign Affairs",
    "Foreign Ministry",
    "Army",
    "Navy",
    "Air Force",
    "Coast Guard",
    "Embassy",
}


def rows(name: str) -> list[dict[str, str]]:
    with (REGISTRY / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def keys_of(name: str) -> set[str]:
    return {row["key"] for row in rows(name)}


def all_keys() -> set[str]:
    return set().union(*(keys_of(name) for name in ENTITY_FILES))


def shared_file(relative: str) -> Path:
    """A file of the shared data folder; the test is skipped where that folder is absent."""
    folder = Path(os.environ.get("KG_SHARED") or ROOT.parent / "shared")
    path = folder / relative
    if not path.is_file():
        pytest.skip(f"shared data not present: {relative} (set KG_SHARED)")
    return path


def country_codes() -> dict[str, dict[str, str]]:
    with shared_file("data/country-codes/country-codes.csv").open(encoding="utf-8", newline="") as handle:
        return {row["ISO3166-1-Alpha-3"]: row for row in csv.DictReader(handle)}


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


@pytest.mark.parametrize("name", ENTITY_FILES)
def test_every_key_has_the_form_of_a_key(name: str) -> None:
    assert [key for key in keys_of(name) if not KEY.match(key)] == []


def test_a_key_names_one_thing_in_the_whole_registry() -> None:
    seen = [row["key"] for name in ENTITY_FILES for row in rows(name)]
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
def test_every_date_is_iso_and_no_period_ends_before_it_begins(name: str) -> None:
    for row in rows(name):
        for column in DATE_COLUMNS:
            assert not row.get(column) or PARTIAL_DATE.match(row[column]), row
        begin = row.get("from") or row.get("status_from")
        end = row.get("until") or row.get("status_until")
        if begin and end:
            length = min(len(begin), len(end))
            assert begin[:length] <= end[:length], row


@pytest.mark.parametrize("name", ENTITY_FILES)
def test_every_wikidata_item_is_well_formed_and_used_once(name: str) -> None:
    items = [row["qid"] for row in rows(name) if row["qid"]]
    assert [item for item in items if not QID.match(item)] == []
    assert len(items) == len(set(items))


def test_there_are_at_least_forty_five_polities_and_organisations_of_twenty() -> None:
    assert len(rows("polities.csv")) >= 45
    assert len({row["polity"] for row in rows("organisations.csv")}) >= 20


def test_polities_are_keyed_by_their_iso_code() -> None:
    for row in rows("polities.csv"):
        if row["iso3"]:
            assert row["key"] == row["iso3"]
        else:
            assert row["status"] in {"supranational", "autonomous-area"}, row


@pytest.mark.shared
def test_polity_keys_exist_among_the_country_codes() -> None:
    codes = country_codes()
    assert [row["key"] for row in rows("polities.csv") if row["iso3"] and row["iso3"] not in codes] == []


@pytest.mark.shared
def test_iso_m49_and_wikidata_codes_agree_with_the_country_codes() -> None:
    codes = country_codes()
    by_m49 = {row["M49"].zfill(3): key for key, row in codes.items() if row["M49"].strip()}
    for row in rows("polities.csv"):
        if not row["iso3"]:
            continue
        code = codes[row["iso3"]]
        assert row["iso2"] == code["ISO3166-1-Alpha-2"], row
        assert re.fullmatch(r"\d{3}", row["m49"]), row
        assert by_m49[row["m49"]] == row["iso3"], row
        assert row["qid"] in {"", code["wikidata_id"].rsplit("/", 1)[-1]}, row


def test_only_dependent_polities_have_a_parent_and_it_is_a_sovereign() -> None:
    by_key = {row["key"]: row for row in rows("polities.csv")}
    for row in by_key.values():
        if row["status"] in PARENTED:
            assert by_key[row["parent"]]["status"] == "un-member", row
        else:
            assert row["parent"] == "", row


def test_taiwan_is_its_own_node() -> None:
    (row,) = (row for row in rows("polities.csv") if row["key"] == "TWN")
    assert (row["label"], row["status"], row["parent"]) == ("Taiwan", "limited-recognition", "")


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


@pytest.mark.parametrize("grouping", ["AUKUS", "ASEAN", "BIMSTEC", "FIVE-EYES", "FPDA", "G7", "PIF", "QUAD", "SCO"])
def test_the_main_groupings_have_their_members(grouping: str) -> None:
    members = [row for row in rows("memberships.csv") if row["grouping"] == grouping and row["role"] == "member"]
    current = {row["member"] for row in members if not row["until"]}
    expected = {
        "AUKUS": 3,
        "ASEAN": 11,
        "BIMSTEC": 7,
        "FIVE-EYES": 5,
        "FPDA": 5,
        "G7": 7,
        "PIF": 18,
        "QUAD": 4,
        "SCO": 10,
    }
    assert len(current) == expected[grouping]


def test_every_programme_has_one_known_owner() -> None:
    actors = keys_of("polities.csv") | keys_of("groupings.csv")
    assert [row for row in rows("programmes.csv") if row["owner"] not in actors] == []


def test_every_exercise_has_known_hosts_in_order() -> None:
    polities = keys_of("polities.csv")
    for row in rows("exercises.csv"):
        hosts = row["hosts"].split(";")
        assert hosts == sorted(set(hosts)), row
        assert set(hosts) <= polities, row


def test_every_name_belongs_to_a_known_key() -> None:
    known = all_keys()
    assert sorted({row["key"] for row in rows("names.csv")} - known) == []


def test_every_entity_has_its_label_among_its_names() -> None:
    named = {(row["key"], row["name"]) for row in rows("names.csv")}
    missing = [(row["key"], row["label"]) for name in ENTITY_FILES for row in rows(name)]
    assert [pair for pair in missing if pair not in named] == []


def test_no_name_is_given_twice_to_one_key() -> None:
    pairs = [(row["key"], row["name"]) for row in rows("names.csv")]
    assert len(pairs) == len(set(pairs))


def test_a_name_of_two_keys_is_weak_on_both() -> None:
    by_name: dict[str, list[dict[str, str]]] = {}
    for row in rows("names.csv"):
        by_name.setdefault(row["name"], []).append(row)
    shared = [row for group in by_name.values() if len(group) > 1 for row in group]
    assert shared, "the registry holds ambiguous names"
    assert [row for row in shared if row["weak"] != "yes"] == []


def test_no_name_is_a_bare_generic() -> None:
    assert sorted({row["name"] for row in rows("names.csv")} & GENERIC) == []


def test_names_are_written_with_plain_apostrophes_and_hyphens() -> None:
    assert [row["name"] for row in rows("names.csv") if re.search("[\u2018\u2019\u2013\u2014]", row["name"])] == []


def test_no_name_begins_with_the_article() -> None:
    allowed = {"The Hague"}
    assert [
        row["name"]
        for row in rows("names.csv")
        if row["name"].lower().startswith("the ") and row["name"] not in allowed
    ] == []


def test_seats_capitals_and_demonyms_name_polities_only() -> None:
    polities = keys_of("polities.csv")
    for row in rows("names.csv"):
        if row["kind"] in {"seat", "capital", "demonym"}:
            assert row["key"] in polities, row


def test_defence_names_occur_in_both_spellings() -> None:
    named = {(row["key"], row["name"]) for row in rows("names.csv") if row["lang"] == "en"}
    for key, name in sorted(named):
        if key in keys_of("organisations.csv"):
            assert (key, name.replace("Defence", "Defense")) in named, (key, name)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Pentagon", "USA"),
        ("Malacañang", "PHL"),
        ("Canberra", "AUS"),
        ("Filipinos", "PHL"),
        ("Bangladeshi", "BGD"),
        ("U.S.", "USA"),
        ("JMSDF", "JPN-JMSDF"),
        ("Japanese Ministry of Defense", "JPN-MOD"),
        ("Japanese Ministry of Defence", "JPN-MOD"),
        ("Armed Forces Division", "BGD-AFD"),
        ("Official Security Assistance", "OSA"),
        ("Balikatan", "BALIKATAN"),
        ("Quad", "QUAD"),
    ],
)
def test_well_known_forms_name_one_thing_without_support(name: str, key: str) -> None:
    found = [(row["key"], row["weak"]) for row in rows("names.csv") if row["name"] == name]
    assert found == [(key, "no")]


@pytest.mark.parametrize("name", ["Korea", "Micronesia", "Male", "Victoria", "Jordan", "MSI", "Squad", "Diet", "CCG"])
def test_ambiguous_forms_are_weak(name: str) -> None:
    found = [row["weak"] for row in rows("names.csv") if row["name"] == name]
    assert found
    assert set(found) == {"yes"}
