"""Disagreements: what is one, of which class, and what is none."""

from __future__ import annotations

from typing import Any

import pytest

from kg.graph.publications import store_origins
from kg.projection import read_snapshot
from kg.projection.disagreements import read_disagreements
from kg.registry import Registry
from tests.unit.graph.corpus import BGD, JPN, Page, page, person, stage, store_of


def found(*pages: Page) -> list[tuple[str, str]]:
    """Slot and class of every disagreement."""
    store = store_of(*pages, registry=Registry.load())
    assert store_origins(store).voices
    return [(d.slot, d.cls) for d in read_disagreements(store, read_snapshot(store))]


def pact(published: str, *stages: dict[str, Any], paper: str = "", **more: Any) -> Page:
    record = {"kind": "agreement", "type": "equipment-transfer", "participants": [JPN, BGD], "stages": list(stages)}
    record |= more
    return page(published, (f"{paper} {published} {stages} {more}", record), publisher=paper or f"Paper {published}")


def boats(
    published: str, *stages: dict[str, Any], count: float | None, value: float | None = None, **more: Any
) -> Page:
    parties = [{"role": "supplier", "label": "Japan", "id": "JPN", "kind": "state"},
               {"role": "recipient", "label": "Bangladesh", "id": "BGD", "kind": "state"}]  # fmt: skip
    record: dict[str, Any] = {"kind": "transfer", "type": "grant", "participants": parties, "stages": list(stages)}
    record["items"] = [{"label": "patrol boats", "quantity": count}]
    if value:
        record["amount"] = {"value": value, "currency": more.get("currency", "JPY")}
    return page(published, (f"{published} {count} {value} {more}", record), publisher=f"Paper {published}")


SIGNED = stage("signed", "2026-02-03")


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ([pact("2026-02-04", SIGNED), pact("2026-02-05", stage("signed", "2026-02-04"))],
         [("signed.date", "contradictory")]),
        ([pact("2026-02-04", SIGNED), pact("2026-02-05", stage("signed", "2026-02"))], []),
        ([pact("2026-02-04", SIGNED), pact("2026-03-05", stage("signed", "2026-02-03", "planned"))], []),
        ([pact("2026-01-04", stage("signed", "2026-02-03", "planned")), pact("2026-02-04", SIGNED)], []),
        ([pact("2025-12-01", stage("signed", None, "denied")), pact("2026-02-04", SIGNED)], []),
        ([pact("2026-02-04", SIGNED), pact("2026-03-05", stage("signed", None, "denied"))],
         [("signed.status", "contradictory")]),
        ([pact("2026-01-04", stage("signed", "2026-02-03", "planned")),
          pact("2026-03-04", stage("signed", "2026-05-03", "planned"))], [("signed.date", "superseded")]),
        ([pact("2026-01-04", stage("signed", "2026-02-03", "planned")),
          pact("2026-03-04", stage("signed", None, "denied"))], [("signed.status", "superseded")]),
    ],
)  # fmt: skip
def test_days_and_doings(pages: list[Page], expected: list[tuple[str, str]]) -> None:
    assert found(*pages) == expected


def test_a_correction_by_the_same_voice_supersedes() -> None:
    wrong = pact("2026-02-04", stage("signed", "2026-02-02"), paper="Courier")
    right = pact("2026-02-06", SIGNED, paper="Courier")
    other = pact("2026-02-05", SIGNED, paper="Gazette")
    assert found(wrong, right, other) == [("signed.date", "superseded")]


AGREED = stage("agreed", "2023-11-15")


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ((4, None), (5, None), [("item.patrol-boats", "contradictory")]),
        ((4, None), (4, None), []),
        ((None, 575e6), (None, 600e6), [("amount.JPY", "compatible")]),
        ((None, 575e6), (None, 480e6), [("amount.JPY", "contradictory")]),
    ],
)
def test_numbers_of_one_day(one: tuple[Any, Any], two: tuple[Any, Any], expected: list[tuple[str, str]]) -> None:
    pages = [
        boats("2023-11-16", AGREED, count=one[0], value=one[1]),
        boats("2023-11-17", AGREED, count=two[0], value=two[1]),
    ]
    assert found(*pages) == expected


def test_sums_of_two_currencies_are_one_sum() -> None:
    yen = boats("2023-11-16", AGREED, count=4, value=575e6)
    assert found(yen, boats("2023-11-17", AGREED, count=4, value=3.8e6, currency="USD")) == []


def test_a_figure_long_after_the_first_supersedes_it_and_a_delivery_is_an_outcome() -> None:
    first = boats("2023-11-16", AGREED, count=4)
    later = boats("2025-01-20", AGREED, count=5)
    handed = boats("2026-07-05", AGREED, stage("delivered", "2026-07-03"), count=5)
    assert found(first, later) == [("item.patrol-boats", "superseded")]
    assert found(first, handed) == []


def test_who_signed_and_who_only_watched() -> None:
    def told(published: str, role: str, modality: str = "asserted") -> Page:
        return pact(
            published,
            stage("signed", "2026-02-03", modality),
            participants=[JPN, BGD, person(role, "Karim Molla", "BGD")],
        )

    assert found(told("2026-02-04", "signatory"), told("2026-02-05", "witness")) == [("role", "contradictory")]
    assert found(told("2026-02-01", "witness", "planned"), told("2026-02-04", "signatory")) == []


def test_what_one_account_says_in_two_ways_is_no_dispute() -> None:
    assert found(pact("2026-02-04", SIGNED, stage("signed", None, "denied"))) == []


def test_a_disagreement_is_not_known_before_its_second_side() -> None:
    store = store_of(
        pact("2026-02-04", SIGNED), pact("2026-02-09", stage("signed", "2026-02-04")), registry=Registry.load()
    )  # fmt: skip
    assert not read_disagreements(store, read_snapshot(store, known_at="2026-02-05"))
    assert len(read_disagreements(store, read_snapshot(store, known_at="2026-02-09"))) == 1
