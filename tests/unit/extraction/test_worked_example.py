"""The contract's worked example, and twins of it: other states, persons, places, dates and programmes."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from kg.contract import score as scorer
from kg.documents import read_bytes
from kg.extraction import extract
from kg.model import to_json
from kg.registry import Registry

SHARED = Path(os.environ.get("KG_SHARED", Path(__file__).resolve().parents[4] / "shared"))

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the shared folder (KG_SHARED or ../shared) is absent"),
]

# What stands for what, in the order of replacement; names of two forms come before their parts.
_PRINCIPLES = "Three Principles on Transfer of Defense Equipment and Technology"
TWINS: dict[str, dict[str, str]] = {
    "vietnam-australia": {
        "Armed Forces Division": "Ministry of National Defence",
        "Chief Adviser’s Office": "Government Office",
        "Lieutenant General SM Kamrul Hassan": "Senior Lieutenant General Le Quoc Tuan",
        "SM Kamrul Hassan": "Le Quoc Tuan",
        "Lieutenant General": "Senior Lieutenant General",
        "Hassan": "Tuan",
        "Saida Shinichi": "Margaret Fielding",
        "Saida": "Fielding",
        "Ministry of Foreign Affairs": "Department of Foreign Affairs and Trade",
        _PRINCIPLES: "Four Guidelines on Export of Military Goods",
        "Official Security Assistance": "Defence Cooperation Program",
        "OSA": "DCP",
        "Bangladesh": "Vietnam",
        "BGD": "VNM",
        "Dhaka": "Hanoi",
        "Japanese": "Australian",
        "Japan": "Australia",
        "JPN": "AUS",
        "Tokyo": "Canberra",
        "February 4th, 2026": "June 18th, 2025",
        "2026-02-04": "2025-06-18",
        "3 February 2026": "17 June 2025",
        "2026-02-03": "2025-06-17",
        "April 2023": "November 2021",
        "2023-04": "2021-11",
        "2023": "2021",
        "2014": "2012",
        "1972": "1973",
        "radar": "sonar",
        "patrol boats": "landing craft",
    },
    "philippines-india": {
        "Armed Forces Division": "Department of National Defense",
        "Chief Adviser’s Office": "Presidential Office",
        "Lieutenant General SM Kamrul Hassan": "Vice Admiral Ramon T. Villaruel Jr.",
        "SM Kamrul Hassan": "Ramon T. Villaruel Jr.",
        "Lieutenant General": "Vice Admiral",
        "Hassan": "Villaruel",
        "Saida Shinichi": "R. K. Subramaniam",
        "Saida": "Subramaniam",
        "Japanese Ministry of Foreign Affairs": "Indian Ministry of External Affairs",
        _PRINCIPLES: "Defence Production and Export Promotion Policy",
        "Official Security Assistance": "Maritime Partner Support Scheme",
        "(OSA)": "(MPSS)",
        "OSA": "MPSS",
        "Bangladesh": "Philippines",
        "BGD": "PHL",
        "Dhaka": "Manila",
        "Japanese": "Indian",
        "Japan": "India",
        "JPN": "IND",
        "Tokyo": "New Delhi",
        "February 4th, 2026": "October 3rd, 2024",
        "2026-02-04": "2024-10-03",
        "3 February 2026": "1 October 2024",
        "2026-02-03": "2024-10-01",
        "April 2023": "July 2020",
        "2023-04": "2020-07",
        "2023": "2020",
        "2014": "2018",
        "1972": "1949",
        "coastal radar": "air surveillance",
        "patrol boats": "cruise missiles",
    },
    "indonesia-france": {
        "Armed Forces Division": "Defence Ministry",
        "Chief Adviser’s Office": "Cabinet Secretariat",
        "Lieutenant General SM Kamrul Hassan": "Air Chief Marshal Bambang Wirawan",
        "SM Kamrul Hassan": "Bambang Wirawan",
        "Lieutenant General": "Air Chief Marshal",
        "Hassan": "Wirawan",
        "Saida Shinichi": "Jean-Luc de Montfort",
        "Saida": "Montfort",
        "Ministry of Foreign Affairs": "Foreign Ministry",
        _PRINCIPLES: "Nouvelle Exportation Doctrine",
        "Official Security Assistance": "Partner Fleet Financing",
        "(OSA)": "(PFF)",
        "OSA": "PFF",
        "Bangladesh": "Indonesia",
        "BGD": "IDN",
        "Dhaka": "Jakarta",
        "Japanese": "French",
        "Japan": "France",
        "JPN": "FRA",
        "Tokyo": "Paris",
        "February 4th, 2026": "December 12th, 2025",
        "2026-02-04": "2025-12-12",
        "3 February 2026": "11 December 2025",
        "2026-02-03": "2025-12-11",
        "April 2023": "March 2022",
        "2023-04": "2022-03",
        "2023": "2022",
        "2014": "2016",
        "1972": "1950",
        "patrol boats": "helicopters",
    },
}  # fmt: skip
UNKNOWN_PROGRAMMES = {"MPSS", "PFF"}


def example() -> tuple[str, dict[str, Any]]:
    gold_path = next((SHARED / "contract" / "gold").glob("*.json"))
    text = (SHARED / "seeds" / f"{gold_path.stem}.txt").read_text(encoding="utf-8")
    return text, json.loads(gold_path.read_text(encoding="utf-8"))


def substitute(text: str, table: dict[str, str]) -> str:
    keys = sorted(table, key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(k)}(?!\w)" if k[0].isalnum() else re.escape(k) for k in keys))
    return pattern.sub(lambda m: table[m.group()], text)


def reordered(text: str) -> str:
    """Put the third section before the second, and two free paragraphs in each other's place."""
    lines = text.split("\n")
    heads = [i for i, line in enumerate(lines) if line and not line.endswith((".", "”")) and len(line.split()) < 8]
    sections = [lines[a:b] for a, b in zip(heads[:-1], heads[1:], strict=True)]
    opening, rest = lines[: heads[0]], lines[heads[-1] :]
    if len(sections) >= 3:
        sections[1], sections[2] = sections[2], sections[1]
    first = sections[0]
    if len(first) > 4:
        first[2], first[3] = first[3], first[2]
    return "\n".join([*opening, *(line for s in sections for line in s), *rest])


def figures(text: str, gold: dict[str, Any], registry: Registry) -> dict[str, Any]:
    document = read_bytes(text.encode("utf-8"), name=f"{gold['doc']}.txt", published=gold["published"])
    found = [to_json(r) for r in extract(document, registry=registry).records]
    return scorer.score({gold["doc"]: gold["records"]}, {gold["doc"]: found})


def test_worked_example_is_read_as_annotated(registry: Registry) -> None:
    text, gold = example()

    result = figures(text, gold, registry)

    assert result["arguments"]["all"]["f1"] >= 0.95, result["errors"]
    assert result["records"]["all"]["f1"] >= 0.95
    assert set(result["harms"]) <= {"none"}


@pytest.mark.parametrize("name", sorted(TWINS))
@pytest.mark.parametrize("order", ["as-it-stands", "reordered"])
def test_twin_of_the_example_reads_as_well_as_the_original(name: str, order: str, registry: Registry) -> None:
    text, gold = example()
    original = figures(text, gold, registry)["arguments"]["all"]["f1"]
    twin = json.loads(substitute(json.dumps(gold, ensure_ascii=False), TWINS[name]))
    for record in twin["records"]:
        if record.get("programme", {}).get("id") in UNKNOWN_PROGRAMMES:
            record["programme"].pop("id")
    twin_text = substitute(reordered(text) if order == "reordered" else text, TWINS[name])

    result = figures(twin_text, twin, registry)

    assert result["arguments"]["all"]["f1"] >= original - 0.05, result["errors"]
    assert set(result["harms"]) <= {"none"}


def test_the_package_does_not_know_the_example() -> None:
    text, gold = example()
    package = Path(__file__).resolve().parents[3] / "kg" / "extraction"
    shipped = "\n".join(
        p.read_text(encoding="utf-8") for p in sorted(package.rglob("*")) if p.suffix in (".py", ".yaml", ".tsv")
    )
    persons = {p["label"] for r in gold["records"] for p in r["participants"] if p["kind"] == "person"}

    assert gold["doc"] not in shipped
    assert not [s for s in re.split(r"(?<=\.)\s", text) if len(s) > 40 and s in shipped]
    assert not [p for p in persons if p in shipped]
