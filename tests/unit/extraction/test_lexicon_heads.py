"""The nouns of the lexicons are read in a plain sentence of their own: instruments, events, levels, offices, goods.

Long lists are sampled by a fixed step, so that each run tries the same words.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
import yaml

from tests.unit.extraction.sentences import DATA, records


@cache
def load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    return loaded


def every(words: list[str], step: int) -> list[str]:
    return sorted(set(words))[::step]


def listed(rows: list[dict[str, Any]]) -> list[tuple[str, str | None]]:
    return [(w, row.get("type")) for row in rows for w in row["words"]]


# what only points back ("the document"), speaks of talks that need their officials, or is an instrument itself
LEFT_OUT = {
    "meeting", "meetings", "discussions", "phone call", "video call", "bilateral meeting", "dialogues",
    "security and defence partnership", "Homologue",
}  # fmt: skip
INSTRUMENTS = listed([row for row in load("instruments.yaml")["heads"] if not row.get("bare")])
EVENTS = [
    (w, t)
    for w, t in listed(load("engagements.yaml")["heads"])
    if t not in ("visit", "training", "deployment") and w not in LEFT_OUT
]
LEVELS = [(w, t) for w, t in listed(load("phrases.yaml")["partnership_levels"]) if w not in LEFT_OUT]
OFFICES = [o for o in every(load("titles.yaml")["offices"], 10) if o not in LEFT_OUT]
RANKS = every(load("titles.yaml")["ranks"], 4)
ITEMS = every(load("items.yaml")["heads"], 12)


@pytest.mark.parametrize(("word", "kind"), INSTRUMENTS)
def test_the_head_of_an_instrument_is_read(word: str, kind: str | None) -> None:
    text = f"Japan and Fiji signed the bilateral defence cooperation {word} in Suva on 3 May 2024."
    found = records({"text": text}, "agreement")

    assert any({"JPN", "FJI"} <= {p["id"] for p in r["participants"]} for r in found), found


@pytest.mark.parametrize(("word", "kind"), EVENTS)
def test_the_head_of_an_event_is_read(word: str, kind: str) -> None:
    text = f"India and Vietnam held a {word} in Hanoi on 3 May 2024."
    found = records({"text": text}, "engagement")

    assert any({"IND", "VNM"} <= {p["id"] for p in r["participants"]} for r in found), found


@pytest.mark.parametrize(("word", "kind"), LEVELS)
def test_a_level_of_relations_is_read(word: str, kind: str) -> None:
    text = f"In 2024 India and Vietnam established a {word} in defence."
    found = records({"text": text}, "partnership")

    assert [r["type"] for r in found] == [kind]


@pytest.mark.parametrize("office", OFFICES)
def test_an_office_is_read(office: str) -> None:
    text = f"India's {office} Arjun Rao signed a defence cooperation agreement with Vietnam in Hanoi on 3 May 2024."
    found = records({"text": text}, "post")

    assert "Arjun Rao" in {p["label"] for r in found for p in r["participants"] if p["role"] == "holder"}, found


@pytest.mark.parametrize("rank", RANKS)
def test_a_rank_is_read(rank: str) -> None:
    text = f"{rank} Arjun Rao of India signed a defence cooperation agreement with Vietnam in Hanoi on 3 May 2024."
    found = records({"text": text}, "post")

    assert "Arjun Rao" in {p["label"] for r in found for p in r["participants"] if p["role"] == "holder"}, found


@pytest.mark.parametrize("item", ITEMS)
def test_an_item_is_read(item: str) -> None:
    text = f"Japan delivered military {item} to the Fijian armed forces on 3 May 2024."
    found = records({"text": text}, "transfer")

    assert any(item.lower() in i["label"].lower() for r in found for i in r.get("items", ())), found
