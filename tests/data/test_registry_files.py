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
    "polities.csv": "key,label,status,status_from,status_until,iso2,iso3,m49,cow,gw,qid,parent,source",
    "polity_status.csv": "key,status,from,until,parent,source",
    "places.csv": "key,label,class,claimants,part_of,latitude,longitude,source",
    "place_names.csv": "key,name,claimant,lang,weak,source",
    "organisations.csv": "key,label,class,polity,seat,qid,source",
    "groupings.csv": "key,label,class,founded,qid,source",
    "memberships.csv": "grouping,member,role,from,until,source",
    "programmes.csv": "key,label,owner,type,from,until,qid,source",
    "exercises.csv": "key,label,hosts,from,qid,source",
    "names.csv": "key,name,kind,weak,lang,from,until",
}
ENTITY_FILES = ("polities.csv", "organisations.csv", "groupings.csv", "programmes.csv", "exercises.csv")
KEYED_FILES = (*ENTITY_FILES, "places.csv")
SOURCED_FILES = (*KEYED_FILES, "memberships.csv", "polity_status.csv", "place_names.csv")
DATE_COLUMNS = ("status_from", "status_until", "founded", "from", "until")
STATUSES = {
    "un-member",
    "un-member-cofa",
    "associated-state",
    "territory",
    "sar",
    "limited-recognition",
    "autonomous-area",
    "supranational",
}
VOCABULARY = {
    ("polities.csv", "status"): STATUSES,
    ("polity_status.csv", "status"): STATUSES | {"non-member", "trust-territory"},
    ("places.csv", "class"): {"feature", "islands", "sea", "strait", "border-area", "line", "base", "port"},
    ("place_names.csv", "weak"): {"yes", "no"},
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
        "command",
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


SENSITIVE = {
    "CHN": ("China", "un-member"),  # "China" alone means the PRC
    "COK": ("Cook Islands", "associated-state"),  # no UN member, acts for itself
    "EU": ("European Union", "supranational"),  # acts beside its members
    "GUM": ("Guam", "territory"),  # never rolled up to the United States unasked
    "HKG": ("Hong Kong", "sar"),
    "IOT": ("British Indian Ocean Territory", "territory"),  # the treaty of 2025 was not in force when checked
    "KOR": ("South Korea", "un-member"),  # the field's short form, not "Korea"
    "MAC": ("Macao", "sar"),  # the United Nations' spelling
    "MMR": ("Myanmar", "un-member"),  # as in the United Nations; "Burma" is a name of it
    "MYT": ("Mayotte", "territory"),  # claimed by the Comoros: see places.csv
    "NCL": ("New Caledonia", "territory"),
    "NIU": ("Niue", "associated-state"),
    "PNG-NSB": ("Bougainville", "autonomous-area"),  # no ISO code of a country
    "PRK": ("North Korea", "un-member"),
    "PYF": ("French Polynesia", "territory"),
    "TLS": ("Timor-Leste", "un-member"),  # the state's own form; "East Timor" is a name of it
    "TUR": ("Türkiye", "un-member"),  # since June 2022; "Turkey" is a name of it
    "TWN": ("Taiwan", "limited-recognition"),  # its own node, never a child of another
}
SOVEREIGN = {"un-member", "un-member-cofa"}
SHORT_IS_FORMAL = {"ARE", "CAN", "JPN", "MNG", "MYS", "NPL", "NZL", "SLB", "TKM", "TUV", "UKR"}
NO_CAPITAL = {"SGP": "a city that is a state", "ISR": "its capital is disputed, so its seats are listed as seats"}


@pytest.mark.parametrize(("key", "expected"), SENSITIVE.items())
def test_names_over_which_people_quarrel_stand_as_reviewed(key: str, expected: tuple[str, str]) -> None:
    (row,) = (row for row in rows("polities.csv") if row["key"] == key)
    assert (row["label"], row["status"]) == expected


def test_every_sovereign_polity_has_official_name_demonym_and_capital() -> None:
    kinds: dict[str, set[str]] = {}
    for row in rows("names.csv"):
        kinds.setdefault(row["key"], set()).add(row["kind"])
    for row in rows("polities.csv"):
        if row["status"] in SOVEREIGN:
            needed = {"demonym"}
            needed |= set() if row["key"] in SHORT_IS_FORMAL else {"official"}
            needed |= set() if row["key"] in NO_CAPITAL else {"capital"}
            assert needed <= kinds[row["key"]], (row["key"], needed - kinds[row["key"]])


def test_states_have_codes_of_both_state_systems_and_others_have_none() -> None:
    for row in rows("polities.csv"):
        states = row["status"] in SOVEREIGN or row["key"] == "TWN"
        assert bool(row["cow"]) == bool(row["gw"]) == states, row
        assert not states or (row["cow"].isdecimal() and row["gw"].isdecimal()), row


@pytest.mark.parametrize("column", ["iso2", "iso3", "m49", "cow", "gw", "qid"])
def test_a_code_belongs_to_one_polity(column: str) -> None:
    codes = [row[column] for row in rows("polities.csv") if row[column]]
    assert len(codes) == len(set(codes))


def test_gleditsch_and_ward_differ_from_cow_only_where_known() -> None:
    differ = {row["key"]: (row["cow"], row["gw"]) for row in rows("polities.csv") if row["cow"] != row["gw"]}
    assert differ == {
        "DEU": ("255", "260"),
        "KIR": ("946", "970"),
        "NRU": ("970", "971"),
        "TON": ("955", "972"),
        "TUV": ("947", "973"),
        "YEM": ("679", "678"),
    }


@pytest.mark.shared
def test_cow_codes_agree_with_the_ideal_points() -> None:
    by_iso: dict[str, set[str]] = {}
    with shared_file("data/idealpoints/IdealpointestimatesAll_Apr2020.csv").open(encoding="latin-1") as handle:
        for row in csv.DictReader(handle):
            if int(row["session"]) >= 60:  # after the reunifications, with the codes of today
                by_iso.setdefault(row["iso3c"], set()).add(row["ccode"])
    compared = {row["key"]: row["cow"] for row in rows("polities.csv") if row["cow"] and row["key"] in by_iso}
    assert len(compared) > 90
    assert {key: code for key, code in compared.items() if by_iso[key] != {code}} == {}


@pytest.mark.shared
def test_cow_codes_agree_with_the_alliances_by_name() -> None:
    with shared_file("data/cow/alliance_v4.1_by_member.csv").open(encoding="utf-8") as handle:
        by_name = {row["state_name"]: row["ccode"] for row in csv.DictReader(handle)}
    names = {"United States": "United States of America", "Türkiye": "Turkey"}
    compared = 0
    for row in rows("polities.csv"):
        code = by_name.get(names.get(row["label"], row["label"]))
        if code:
            assert row["cow"] == code, row
            compared += 1
    assert compared > 55


def test_former_statuses_lead_up_to_the_present_one() -> None:
    present = {row["key"]: row for row in rows("polities.csv")}
    former: dict[str, list[dict[str, str]]] = {}
    for row in rows("polity_status.csv"):
        assert row["until"], row
        former.setdefault(row["key"], []).append(row)
    for key, spans in former.items():
        ordered = sorted(spans, key=lambda row: row["until"])
        starts = [row["from"] for row in ordered[1:]] + [present[key]["status_from"]]
        assert [row["until"] for row in ordered] == starts, key
        assert all(row["parent"] in {"", *present} for row in spans)


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
        by_name.setdefault(row["name"].casefold(), []).append(row)
    shared = [row for group in by_name.values() if len({row["key"] for row in group}) > 1 for row in group]
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
        ("Zhongnanhai", "CHN"),
        ("Kantei", "JPN"),
        ("Raisina Hill", "IND"),
        ("Kremlin", "RUS"),
        ("Foggy Bottom", "USA"),
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


@pytest.mark.parametrize(
    "name",
    "Korea,Micronesia,Male,Victoria,Jordan,MSI,Squad,Diet,CCG,Lima,Santiago,Kingston,Saipan,"
    "Beehive,Blue House,Yongsan,Istana,Ichigaya,Hague".split(","),
)
def test_ambiguous_forms_are_weak(name: str) -> None:
    found = [row["weak"] for row in rows("names.csv") if row["name"] == name]
    assert found
    assert set(found) == {"yes"}


SHOUTED = {"ALON", "AMAN", "DOSTI", "MILAN"}  # words that press releases set in capitals: no acronyms


def test_an_exercise_in_capitals_is_an_abbreviation_unless_it_is_a_word() -> None:
    exercises = keys_of("exercises.csv")
    capitals = [r for r in rows("names.csv") if r["key"] in exercises and re.fullmatch(r"[A-Z][A-Z-]+", r["name"])]
    assert {row["name"] for row in capitals} >= SHOUTED
    assert [r for r in capitals if (r["kind"] == "abbreviation") == (r["name"] in SHOUTED)] == []


def test_a_form_with_exercise_before_it_is_a_form_without_it_too() -> None:
    exercises = keys_of("exercises.csv")
    named = {(row["key"], row["name"]) for row in rows("names.csv")}
    forms = [pair for pair in named if pair[0] in exercises and pair[1].startswith("Exercise ")]
    assert len(forms) > 60
    assert [pair for pair in forms if "exercise" in pair[1][1:].lower()] == []
    assert [(key, name) for key, name in forms if (key, name.removeprefix("Exercise ")) not in named] == []


def test_a_key_has_one_official_name_in_a_language_at_a_time() -> None:
    official: dict[tuple[str, str], list[str]] = {}
    for row in rows("names.csv"):
        if row["kind"] == "official" and not row["until"]:
            official.setdefault((row["key"], row["lang"]), []).append(row["name"])
    assert {key: names for key, names in official.items() if len(names) > 1} == {}


# Where the list of the United Nations differs from the state's own usage, or holds no entry for it.
OTHER_THAN_UNTERM = {"AUS": "Commonwealth of Australia", "ITA": "Italian Republic"}


@pytest.mark.shared
def test_official_names_of_states_are_those_of_the_united_nations() -> None:
    codes = country_codes()
    states = {row["key"] for row in rows("polities.csv") if row["status"] in SOVEREIGN}
    official = {
        row["key"]: row["name"]
        for row in rows("names.csv")
        if row["key"] in states and row["kind"] == "official" and row["lang"] == "en" and not row["until"]
    }
    formal = {key: codes[key]["UNTERM English Formal"].removeprefix("the ").strip() for key in official}
    assert len(official) > 75
    differ = {key: name for key, name in official.items() if formal[key] and name != formal[key]}
    assert differ == OTHER_THAN_UNTERM


def test_the_official_name_of_a_company_is_its_longest_not_its_trade_name() -> None:
    companies = {row["key"] for row in rows("organisations.csv") if row["class"] == "company"}
    named = [row for row in rows("names.csv") if row["key"] in companies]
    tail = re.compile(r" (?:Group|Company|Corporation|Limited|Ltd|Private Limited|Holdings|Industries)\b")
    short = [
        (row["key"], row["name"], other["name"])
        for row in named
        for other in named
        if row["kind"] == "official" and other["key"] == row["key"] and other["name"].startswith(row["name"] + " ")
        if tail.match(other["name"], len(row["name"]))
    ]
    assert short == [("FRA-THALES", "Thales", "Thales Group")]  # the brand is the longer form here


@pytest.mark.parametrize("name", ["China North Industries Corporation"])
def test_a_subsidiary_that_deals_in_its_own_name_is_no_name_of_its_group(name: str) -> None:
    assert [row for row in rows("names.csv") if row["name"] == name] == []


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


UNWRITTEN = re.compile(
    r".* Foreign Affairs Ministry|Filipino (?:\w+ )*Department\b.*|.* in Philippines"
    r"|(?:China|PRC|ROK|South Korea|Cambodia|Laos?|Taiwan|Türkiye|Vietnam|Canada) National Defen[cs]e \w+"
)


def test_no_form_is_one_that_nobody_writes() -> None:
    embassies = {row["key"]: row["seat"] for row in rows("organisations.csv") if row["class"] == "embassy"}
    labels = {row["key"]: row["label"] for row in rows("polities.csv")}
    stems = ("American ", "Embassy of the United States of America ")
    assert [row for row in rows("names.csv") if UNWRITTEN.fullmatch(row["name"])] == []
    for row in rows("names.csv"):
        if row["key"] in embassies and row["name"].startswith(stems):
            assert row["name"].endswith(" in " + embassies[row["key"]]), row
            assert row["name"].endswith(" in Singapore") or labels[row["key"].split("-EMB-")[1]] not in row["name"], row


@pytest.mark.parametrize(
    "name", "AFP,CCG,CSC,DFA,DND,EU NAVFOR,EUNAVFOR,ISPR,MAF,PAF,PAP,PMO,RCAF,ROCAF,RSAF,SAF,UFS".split(",")
)
def test_abbreviations_of_bodies_of_two_polities_are_weak(name: str) -> None:
    assert {row["weak"] for row in rows("names.csv") if row["name"] == name} == {"yes"}


@pytest.mark.parametrize(
    "name", "ADF,INDOPACOM,JASDF,JMSDF,JSDF,MNDF,NZDF,PCG,PLA,PLAAF,PNGDF,RAAF,RNZN,ROKN,TNI,USFJ,USFK".split(",")
)
def test_abbreviations_that_mean_one_body_in_this_field_are_strong(name: str) -> None:
    assert [row["weak"] for row in rows("names.csv") if row["name"] == name] == ["no"]


# Notes for examinations and lists of lists: they copy, name only the bloc, and change.
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
