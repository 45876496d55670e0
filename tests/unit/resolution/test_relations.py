from __future__ import annotations

import itertools
import random
from typing import Any

import pytest

from kg.registry import Registry
from kg.resolution import Judgements, Known, resolve_actors, resolve_relations
from tests.unit.graph.corpus import (
    BGD,
    BOATS,
    JPN,
    PAGES,
    PHL,
    RAA_IN_FORCE,
    RAA_SCHEDULED,
    RAA_SIGNED,
    SAMPLE,
    Page,
    _grant,
    actor,
    claims_of,
    page,
    person,
    stage,
)


def groups(*pages: Page, judgements: Judgements | None = None) -> list[set[str]]:
    """The documents of each relation, largest first."""
    claims = claims_of(*pages)
    actors = resolve_actors(claims)
    found = resolve_relations(claims, actors=actors, known=Known.of(Registry.load()), judgements=judgements)
    return sorted(({c.doc for c in r.claims} for r in found), key=len, reverse=True)


def agreement(published: str, *stages: dict[str, Any], type: str = "equipment-transfer", **more: Any) -> Page:
    quote = f"A page of {published} about {type}: {stages} {more}"
    return page(
        published,
        (quote, {"kind": "agreement", "type": type, "participants": [JPN, BGD], "stages": list(stages), **more}),
    )


def summit(published: str, *stages: dict[str, Any], **more: Any) -> Page:
    people = [actor("participant", "Japan", "JPN"), actor("participant", "Bangladesh", "BGD")]
    return page(
        published,
        (
            f"{published} {stages} {more}",
            {"kind": "engagement", "type": "summit", "participants": people, "stages": list(stages), **more},
        ),
    )


def joined(*pages: Page, judgements: Judgements | None = None) -> int:
    return len(groups(*pages, judgements=judgements))


def test_three_pages_of_one_life_are_one_relation() -> None:
    assert joined(RAA_SIGNED, RAA_SCHEDULED, RAA_IN_FORCE) == 1


def test_two_days_of_one_signature_are_rival_accounts_of_one_agreement() -> None:
    assert (
        joined(
            agreement("2026-02-04", stage("signed", "2026-02-03")),
            agreement("2026-02-06", stage("signed", "2026-02-04")),
        )
        == 1
    )


def test_agreements_of_one_type_and_pair_signed_on_different_dates_stay_apart() -> None:
    assert (
        joined(
            agreement("2016-03-01", stage("signed", "2016-02-29")),
            agreement("2026-02-04", stage("signed", "2026-02-03")),
        )
        == 2
    )


def test_talks_of_2023_and_a_signature_of_2026_are_one_where_nothing_else_could_be_meant() -> None:
    talks = agreement("2023-05-01", stage("negotiating", "2023-04"))
    signed = agreement("2026-02-04", stage("signed", "2026-02-03"))

    assert joined(talks, signed) == 1


def test_an_undated_mention_does_not_bridge_two_dated_agreements() -> None:
    first = agreement("2016-03-01", stage("signed", "2016-02-29"))
    second = agreement("2026-02-04", stage("signed", "2026-02-03"))
    mention = agreement("2026-03-01", stage("in-force"))

    assert joined(first, second, mention) == 3


def test_an_undated_mention_joins_the_only_agreement_that_it_can_mean() -> None:
    assert (
        joined(agreement("2026-02-04", stage("signed", "2026-02-03")), agreement("2026-03-01", stage("in-force"))) == 1
    )


def test_a_pact_in_force_before_another_was_signed_is_not_that_other() -> None:
    assert (
        joined(agreement("2020-01-01", stage("in-force")), agreement("2026-02-04", stage("signed", "2026-02-03"))) == 2
    )


def test_talks_after_a_signature_are_about_another_agreement() -> None:
    assert (
        joined(
            agreement("2016-03-01", stage("signed", "2016-02-29")),
            agreement("2023-05-01", stage("negotiating", "2023-04")),
        )
        == 2
    )


def test_other_agreements_join_by_name_or_day_alone() -> None:
    vague = (
        agreement("2024-01-01", stage("in-force"), type="other"),
        agreement("2024-06-01", stage("signed", "2024-05-30"), type="other"),
    )
    named = (
        agreement("2024-01-01", stage("in-force"), type="other", name="Museum Pact"),
        agreement("2024-06-01", stage("in-force"), type="other", name="the Museum Pact"),
    )

    assert joined(*vague) == 2
    assert joined(*named) == 1


def test_a_coarse_date_joins_the_one_day_that_it_contains_and_stays_apart_from_two() -> None:
    year = agreement("2024-01-05", stage("signed", "2023"), type="defence-cooperation")
    april = agreement("2023-05-01", stage("signed", "2023-04-26"), type="defence-cooperation")
    november = agreement("2023-12-01", stage("signed", "2023-11-15"), type="defence-cooperation")

    assert joined(year, april) == 1
    assert joined(year, april, november) == 3


def test_two_summits_of_one_pair_in_different_months_stay_apart() -> None:
    assert (
        joined(summit("2023-05-01", stage("held", "2023-04-26")), summit("2023-12-20", stage("held", "2023-12-16")))
        == 2
    )


def test_a_planned_summit_is_the_one_that_was_held_on_its_day() -> None:
    assert (
        joined(
            summit("2026-11-01", stage("planned", "2026-11-30", "planned")),
            summit("2026-12-01", stage("held", "2026-11-30")),
        )
        == 1
    )


def test_an_undated_summit_joins_nothing() -> None:
    assert joined(summit("2023-05-01", stage("held", "2023-04-26")), summit("2023-06-01", stage("held"))) == 2


def grant(published: str, *stages: dict[str, Any], **more: Any) -> Page:
    return page(published, (f"{published} {stages} {more}", _grant("Bangladesh", "BGD", *stages, **more)))


def test_transfers_to_one_state_in_different_fiscal_years_stay_apart() -> None:
    first = grant("2023-11-16", stage("agreed", "2023-11-15"))
    second = grant("2024-12-06", stage("agreed", "2024-12-05"))

    assert joined(first, second) == 2
    assert (
        joined(
            grant("2025-01-01", stage("pledged"), fiscal_year="JP-2024"),
            grant("2025-01-01", stage("selected"), fiscal_year="JP-2025"),
        )
        == 2
    )


def test_the_handover_joins_the_grant_of_its_items() -> None:
    boats = grant("2023-11-16", stage("agreed", "2023-11-15"), items=("patrol boats",))
    radar = grant("2024-12-06", stage("agreed", "2024-12-05"), items=("coastal radar systems",))

    assert joined(boats, radar, BOATS) == 2


def test_records_of_one_page_stay_apart() -> None:
    twice = page(
        "2024-01-02",
        ("One grant.", _grant("Bangladesh", "BGD", stage("pledged"))),
        ("And another.", _grant("Bangladesh", "BGD", stage("pledged"))),
    )

    assert joined(twice) == 2


def test_a_judgement_keeps_two_apart_against_a_third_that_would_bridge_them() -> None:
    pages = [agreement(f"2026-02-0{d}", stage("signed", "2026-02-03"), name=f"Pact {d}"[:4]) for d in (4, 5, 6)]
    a, b, _ = (p.claims[0].iri for p in pages)

    assert joined(*pages) == 1
    assert joined(*pages, judgements=Judgements.of(different=[(a, b)])) == 2


def test_a_judgement_joins_what_the_rules_keep_apart() -> None:
    pages = (
        agreement("2016-03-01", stage("signed", "2016-02-29")),
        agreement("2026-02-04", stage("signed", "2026-02-03")),
    )
    pair = (pages[0].claims[0].iri, pages[1].claims[0].iri)

    assert joined(*pages, judgements=Judgements.of(same=[pair])) == 1


def test_incidents_told_by_both_sides_are_two() -> None:
    def clash(who: str) -> Page:
        return page(
            "2024-06-18",
            (
                f"{who} says that boats collided.",
                {
                    "kind": "incident",
                    "type": "confrontation",
                    "attribution": who,
                    "participants": [actor("initiator", "China", "CHN"), actor("target", "the Philippines", "PHL")],
                    "stages": [stage("occurred", "2024-06-17")],
                },
            ),
        )

    assert joined(clash("Manila"), clash("Beijing")) == 2


def test_the_order_of_claims_does_not_change_a_relation() -> None:
    claims = list(claims_of(*PAGES))
    expected = resolve_relations(claims, actors=resolve_actors(claims))
    for seed in range(10):
        random.Random(seed).shuffle(claims)

        assert resolve_relations(claims, actors=resolve_actors(claims)) == expected


def test_a_later_page_does_not_rename_a_relation_and_an_earlier_one_does() -> None:
    def name(*pages: Page) -> str:
        (relation,) = resolve_relations(claims_of(*pages))
        return relation.iri

    assert name(RAA_SCHEDULED, RAA_IN_FORCE) == name(RAA_SCHEDULED)
    assert name(RAA_SIGNED, RAA_SCHEDULED) == name(RAA_SIGNED)


def test_a_programme_of_the_registry_keeps_its_key() -> None:
    relations = resolve_relations(claims_of(SAMPLE), known=Known.of(Registry.load()))

    assert "OSA" in {r.iri.rpartition("/")[2] for r in relations if r.kind == "programme"}


def ambassador(label: str, behalf: str | None, published: str) -> Page:
    return page(
        published,
        (
            f"{label} signed for {behalf}.",
            {
                "kind": "agreement",
                "type": "other",
                "participants": [JPN, PHL, person("signatory", label, behalf)],
                "stages": [stage("signed", published)],
            },
        ),
    )


@pytest.mark.parametrize(
    ("one", "two", "people"),
    [
        (("Saida Shinichi", "JPN"), ("Ambassador Shinichi Saida", "JPN"), 1),
        (("Lt. Gen. SM Kamrul Hassan", "BGD"), ("Kamrul Hassan, S.M.", "BGD"), 1),
        (("Saida Shinichi", "JPN"), ("Saida Shinichi", "BGD"), 2),
        (("Saida Shinichi", "JPN"), ("Saida Shinichi", None), 2),
        (("Saida", "JPN"), ("Saida", "JPN"), 2),
    ],
)
def test_people_are_one_by_all_words_of_the_name_and_the_state(one: Any, two: Any, people: int) -> None:
    pages = (ambassador(*one, "2024-01-01"), ambassador(*two, "2025-01-01"))

    assert len(resolve_actors(claims_of(*pages))) == people


def test_people_judged_different_stay_apart() -> None:
    pages = (ambassador("Saida Shinichi", "JPN", "2024-01-01"), ambassador("Shinichi Saida", "JPN", "2025-01-01"))
    a, b = itertools.chain.from_iterable(x.mentions for x in resolve_actors(claims_of(*pages)))

    assert len(resolve_actors(claims_of(*pages), judgements=Judgements.of(different=[(a, b)]))) == 2


def test_the_corpus_has_the_relations_that_a_reader_would_count() -> None:
    sizes = [len(g) for g in groups(*PAGES)]

    assert sizes[0] == 3  # the reciprocal access agreement
    assert sizes.count(2) == 2  # the transfer agreement with its rival date, and the boats


def test_a_name_and_its_initials_are_one_agreement_and_two_names_are_two() -> None:
    def named(published: str, name: str, *stages: dict[str, Any]) -> Page:
        return agreement(published, *stages, type="reciprocal-access", name=name)

    signed = named("2024-07-09", "RAA", stage("signed", "2024-07-08"))
    spelt = named("2025-09-12", "Reciprocal Access Agreement between the two", stage("in-force", "2025-09-11"))
    other = named("2025-09-12", "Implementing Arrangement on facilities", stage("in-force", "2025-09-11"))

    assert joined(signed, spelt) == 1
    assert joined(signed, other) == 2


def test_a_pair_held_apart_is_not_joined_by_way_of_a_third_across_blocks() -> None:
    """Three accounts of one drill that name other participants: two were judged different, and stay so."""

    def drill(published: str, *states: tuple[str, str]) -> Page:
        people = [actor("participant", label, key) for label, key in states]
        record = {"kind": "engagement", "type": "exercise", "name": "Exercise Longreach", "participants": people,
                  "stages": [stage("held", "2025-05-06")]}  # fmt: skip
        return page(published, (f"{published} {states}", record))

    japan, fiji, tonga, samoa = ("Japan", "JPN"), ("Fiji", "FJI"), ("Tonga", "TON"), ("Samoa", "WSM")
    pages = [
        drill("2025-05-07", japan, fiji),
        drill("2025-05-08", japan, fiji, tonga),
        drill("2025-05-09", japan, fiji, tonga, samoa),
    ]
    first, _, last = (claims_of(p)[0].iri for p in pages)

    assert joined(*pages) == 1
    for verdict in ("different", "unsure"):
        judged = Judgements.of(**{verdict: [(first, last)]})  # type: ignore[arg-type]
        assert joined(*pages, judgements=judged) == 2
