"""The registry's names: whose they are, which are weak, which are official."""

from __future__ import annotations

import re

import pytest

from tests.data.registry_files import ENTITY_FILES, GENERIC, SOVEREIGN, all_keys, country_codes, keys_of, rows


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
