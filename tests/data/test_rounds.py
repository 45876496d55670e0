"""The committed rounds keep their own procedure: outlets and years of their own, no text and no quote."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import jsonschema
import pytest
import yaml

from kg.contract import schema
from kg.evaluation import load_round

ROUNDS = sorted(p.parent for p in (Path(__file__).parents[2] / "data" / "rounds").glob("*/pages.yaml"))
TOPICS = sorted((Path(__file__).parents[2] / "data" / "rounds").glob("*/topics.yaml"))

VALIDATOR = jsonschema.Draft202012Validator(schema())


def test_years_and_queries_of_the_rounds_are_apart() -> None:
    topics = [yaml.safe_load(p.read_text(encoding="utf-8")) for p in TOPICS]
    years = [y for t in topics for y in t["years"]]
    queries = [q for t in topics for q in (*t["queries"], *t.get("further", ()))]

    assert len(topics) >= 6
    assert len(years) == len(set(years))
    assert set(years) == set(range(2011, 2027))
    assert len(queries) == len(set(queries))


def test_an_outlet_is_in_one_round_and_has_two_pages_there_at_most() -> None:
    hosts = {r.name: Counter(urlsplit(p["url"]).hostname for p in load_round(r).pages.values()) for r in ROUNDS}
    everywhere = Counter(h for found in hosts.values() for h in found)

    assert [h for h, n in everywhere.items() if n > 1] == []
    assert [h for found in hosts.values() for h, n in found.items() if n > 2] == []


@pytest.mark.parametrize("folder", ROUNDS, ids=lambda p: p.name)
def test_a_round_holds_readings_and_no_text(folder: Path) -> None:
    found = load_round(folder)
    topics = yaml.safe_load((folder / "topics.yaml").read_text(encoding="utf-8"))
    queries = len(topics["queries"]) + len(topics.get("further", ()))

    assert {p.name for p in folder.iterdir()} <= {"topics.yaml", "pages.yaml", "records", "second", "result.json"}
    assert all(1 <= p["query"] <= queries and len(p["sha256"]) == 64 for p in found.pages.values())
    assert all(int(p["published"][:4]) in found.years for p in found.pages.values() if "published" in p)
    assert len({p["url"] for p in found.pages.values()}) == len({p["sha256"] for p in found.pages.values()})
    rows = [row for part in (found.records, found.second) for rows in part.values() for row in rows]
    assert rows
    assert [row for row in rows if "evidence" in row or "quote" in row] == []
    for row in rows:
        VALIDATOR.validate({"participants": [], "stages": [], "confidence": 1.0, "evidence": [], **row})
