"""The registry's polities: codes, statuses, labels that were reviewed."""

from __future__ import annotations

import csv
import re

import pytest

from tests.data.registry_files import PARENTED, SOVEREIGN, country_codes, rows, shared_file


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
