"""What changed between two readings: the world apart from what was learned."""

from __future__ import annotations

from typing import Any

from kg.graph.subset import as_known
from kg.projection.changes import LEARNED, WORLD, Reading, changes
from kg.registry import Registry
from tests.unit.graph.corpus import BGD, JPN, Page, page, stage, store_of


def pact(published: str, *stages: dict[str, Any], paper: str = "") -> Page:
    record = {"kind": "agreement", "type": "equipment-transfer", "participants": [JPN, BGD], "stages": list(stages)}
    return page(published, (f"{paper} {published} {stages}", record), publisher=paper or f"Paper {published}")


def between(first: str, second: str, *pages: Page, as_of: str | None = None) -> list[tuple[str, str, str]]:
    """Bucket, clock and text of what changed."""
    registry = Registry.load()
    store = store_of(*pages, registry=registry)
    readings = [
        Reading.of(as_known(store, day, registry=registry), as_of=as_of or day, known_at=day) for day in (first, second)
    ]
    return [(c.bucket, c.clock, c.text) for c in changes(*readings)]


TALKS = pact("2025-03-01", stage("negotiating", "2025-02-20"))
PLAN = pact("2026-01-10", stage("signed", "2026-02-03", "planned"))
SIGNED = pact("2026-02-04", stage("signed", "2026-02-03"))


def test_what_happened_in_between_is_of_the_world() -> None:
    assert between("2026-01-20", "2026-02-28", TALKS, PLAN, SIGNED) == [("advanced", WORLD, "signed 2026-02-03")]


def test_what_was_so_before_was_learned() -> None:
    late = pact("2026-06-01", stage("negotiating", "2025-02-20"))
    assert between("2026-01-01", "2026-06-30", late) == [("new", LEARNED, "negotiating 2025-02-20")]
    assert between("2025-01-01", "2025-06-30", TALKS) == [("new", WORLD, "negotiating 2025-02-20")]


def test_a_plan_is_announced_and_nothing_more() -> None:
    assert between("2025-12-31", "2026-01-31", TALKS, PLAN) == [("announced", LEARNED, "signed 2026-02-03 (planned)")]


def test_a_day_that_was_wrong_is_corrected_and_a_rival_is_a_dispute() -> None:
    wrong = pact("2026-02-04", stage("signed", "2026-02-02"), paper="Courier")
    right = [pact("2026-02-09", stage("signed", "2026-02-03"), paper=p) for p in ("Gazette", "Herald")]
    found = between("2026-02-05", "2026-02-10", wrong, *right)
    assert ("corrected", LEARNED, "signed 2026-02-03 instead of 2026-02-02") in found
    assert [b for b, _, _ in found] == ["corrected", "newly disputed"]


def test_an_end_is_an_end() -> None:
    force = pact("2026-02-04", stage("signed", "2026-02-03"), stage("in-force", "2026-02-03"))
    over = pact("2027-02-04", stage("terminated", "2027-02-01"))
    assert between("2026-12-31", "2027-02-28", force, over) == [("ended", WORLD, "terminated 2027-02-01")]


def test_an_earlier_page_renames_nothing_and_the_world_held_still_shows_learning_alone() -> None:
    found = between("2026-02-28", "2026-12-31", SIGNED, pact("2026-08-01", stage("signed", "2026-02")))
    assert found == []  # one more page that says less
    learned = between("2026-01-20", "2026-02-28", TALKS, PLAN, SIGNED, as_of="2026-03-01")
    assert learned == [("advanced", LEARNED, "signed 2026-02-03")]
    assert between("2026-02-28", "2026-03-31", TALKS, SIGNED) == []
