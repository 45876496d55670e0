"""The registry's files as the tests read them: plain CSV, no project code."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

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
SOVEREIGN = {"un-member", "un-member-cofa"}
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
