from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.documents import read_bytes
from kg.documents.fingerprint import fingerprint
from kg.resolution.origins import Origins, resolve_origins
from kg.resolution.publication import Publication
from tests.unit.resolution.printings import (
    BOILERPLATE,
    OWN_REPORT,
    READOUT_FIJI,
    READOUT_JAPAN,
    SECOND_WIRE,
    WIRE,
    copies,
    text,
)


def published(publisher: str | None, body: str, day: str = "2026-07-08", **more: object) -> Publication:
    """Read a page as the reader does, and return what origins are told by."""
    document = read_bytes(body.encode(), name="page.txt", published=day)
    given = {
        "via": None if document.via == publisher else document.via,
        "inputs": document.inputs,
        "url": document.url,
        **more,
    }
    return Publication(
        iri=f"doc-{publisher or 'nobody'}-{document.id[:8]}",
        publisher=publisher,
        recorded=day,
        fingerprint=fingerprint(document.text, document.blocks),
        **given,  # type: ignore[arg-type]
    )


def seventeen() -> list[Publication]:
    days = ("2026-07-08", "2026-07-08", "2026-07-09", "2026-07-10")
    return [
        published(name, page["text"], days[i % 4] if i else days[0], url=page.get("url"))
        for i, (name, page) in enumerate(copies().items())
    ]


def others() -> list[Publication]:
    return [
        published("Ministry of Defense, Japan", text(*READOUT_JAPAN, head="Meeting"), official=True),
        published("Government of Fiji", text(*READOUT_FIJI, head="Media release"), "2026-07-09", official=True),
        published("Yard Weekly", text(*OWN_REPORT, head="Work for the yard"), "2026-07-11"),
    ]


def voices(origins: Origins) -> set[str]:
    return set(origins.voices.values())


def test_seventeen_printings_of_one_report_are_one_origin() -> None:
    origins = resolve_origins(seventeen())

    assert len(origins.voices) == 17
    assert voices(origins) == {"Kyodo News"}


def test_two_governments_and_a_reporter_are_three_more() -> None:
    origins = resolve_origins([*seventeen(), *others()])

    assert voices(origins) == {"Kyodo News", "Ministry of Defense, Japan", "Government of Fiji", "Yard Weekly"}


@pytest.mark.parametrize("name", [n for n in copies() if n != "Kyodo News"])
def test_each_printing_alone_is_a_copy_of_the_report(name: str) -> None:
    pages = copies()
    origins = resolve_origins([
        published("Kyodo News", pages["Kyodo News"]["text"]),
        published(name, pages[name]["text"], "2026-07-09"),
    ])  # fmt: skip

    assert voices(origins) == {"Kyodo News"}
    copy = next(c for iri, c in origins.copies.items() if name in iri)
    assert copy.of is not None
    assert copy.of.startswith("doc-Kyodo News")


def test_where_nobody_credits_it_the_earliest_printing_gives_the_name() -> None:
    origins = resolve_origins([
        published("Mangrove Mail", text(*WIRE), "2026-07-09"),
        published("Reef Post", text(*WIRE), "2026-07-08"),
    ])  # fmt: skip

    assert voices(origins) == {"Reef Post"}


def test_an_official_release_gives_the_name_to_what_papers_make_of_it() -> None:
    origins = resolve_origins([
        published("Reef Post", text(*READOUT_FIJI, "The opposition had no comment when asked on Tuesday.")),
        published("Mangrove Mail", text(*READOUT_FIJI)),
        published("Government of Fiji", text(*READOUT_FIJI), official=True),
    ])  # fmt: skip

    assert voices(origins) == {"Government of Fiji"}


def test_a_paper_keeps_its_own_voice_beside_what_it_prints_of_others() -> None:
    origins = resolve_origins([*seventeen(), published("Reef Post", text(*OWN_REPORT))])

    assert voices(origins) == {"Kyodo News", "Reef Post"}


JOINT = (
    "The ministers reaffirmed that any dispute is to be settled by peaceful means in accordance with international law,"
    " and resolved to meet each year in turn in their capitals, beginning with Suva in the spring of next year."
)


@pytest.mark.parametrize("mark", ["“{}”", '"{}"', "{}"])
def test_two_reports_that_share_a_paragraph_of_a_joint_statement_stay_two(mark: str) -> None:
    quoted = mark.format(JOINT)
    origins = resolve_origins([
        published("Yard Weekly", text(*OWN_REPORT, quoted)),
        published("Government of Fiji", text(*READOUT_FIJI, quoted), official=True),
    ])  # fmt: skip

    assert len(voices(origins)) == 2


def test_short_reports_that_are_mostly_a_quotation_stay_two() -> None:
    origins = resolve_origins([
        published("A", text("Mori spoke at the pier on Monday with a score of reporters there.", f"“{JOINT}”",
                            "He left for Apia at dusk aboard a naval aircraft, an aide told this paper.")),
        published("B", text(f"“{JOINT}”", "So reads the paper that the two released in Suva without a word on cost.",
                            "Parliament is to look at it in its next sitting, the Speaker announced on radio.")),
    ])  # fmt: skip

    assert len(voices(origins)) == 2


def test_captions_with_set_phrases_stay_apart_and_a_copied_one_does_not() -> None:
    one = "Defence Minister Kaito Mori shakes hands with his counterpart Seru Vakatora after signing an accord in Suva."
    other = "Minister Kaito Mori shakes hands with his counterpart Seru Vakatora during a parade at Lami on Sunday."
    short = "Mori in Suva."

    apart = resolve_origins([published("A", text(one)), published("B", text(other))])
    same = resolve_origins([published("A", text(one)), published("B", text(one, head="In pictures"))])
    tiny = resolve_origins([published("A", text(short)), published("B", text(short))])

    assert (len(voices(apart)), len(voices(same)), len(voices(tiny))) == (2, 1, 2)


@pytest.mark.parametrize("day", ["2026-07-08", "2026-07-12"])
@pytest.mark.parametrize("mirrored", [False, True])
def test_a_digest_brings_no_two_stories_together(day: str, mirrored: bool) -> None:
    digest = text(*WIRE[:4], *SECOND_WIRE, "Rainfall in the central division was above the mean for the season.")
    pages = [
        published("A", text(*WIRE)), published("B", text(*SECOND_WIRE)), published("Digest", digest, day),
        published("C", text(*WIRE[:5])), published("D", text(*SECOND_WIRE, BOILERPLATE[1])),
    ]  # fmt: skip
    if mirrored:
        pages.append(published("Digest mirror", digest, day))
    origins = resolve_origins(pages)

    of = {p.publisher: origins.voices[p.iri] for p in pages}
    assert of["A"] == of["C"] != of["B"] == of["D"]
    assert of["Digest"] not in (of["A"], of["B"])
    first, second, third = pages[:3]
    assert set(origins.repeats[third.iri]) == {of["A"], of["B"]}
    for story in (first, second):
        among = origins.among([story.iri, third.iri])
        assert among[third.iri] == among[story.iri]
    assert origins.among([third.iri])[third.iri].startswith("Digest")


def test_a_long_later_page_that_holds_a_short_report_is_no_printing_of_it() -> None:
    filler = [f"{w} " * 3 + " ".join(f"{w}{n}" for n in range(120)) + "." for w in ("alpha", "beta", "gamma", "delta")]
    brief = published("Brief", text(*SECOND_WIRE[:2]))
    study = published("Study", text(*filler, *SECOND_WIRE[:2]), "2026-09-01")
    origins = resolve_origins([brief, study])

    assert origins.voices == {brief.iri: "Brief", study.iri: "Study"}
    assert set(origins.among([brief.iri, study.iri]).values()) == {"Brief"}


def test_months_later_only_a_whole_text_is_a_copy() -> None:
    early = published("A", text(*WIRE))
    whole = published("B", text(*WIRE), "2027-01-01")
    part = published("C", text(*WIRE[:5], *OWN_REPORT), "2027-02-01")
    origins = resolve_origins([early, whole, part])

    assert origins.voices[early.iri] == origins.voices[whole.iri] == "A"
    assert origins.voices[part.iri] == "C"


def test_what_a_publisher_repeats_over_months_decides_nothing() -> None:
    about = (
        "The institute studies the waters between the continents and the law that governs them, keeps a library for"
        " everybody who asks, trains lawyers from eleven island states each winter in a house by the old harbour,"
        " and prints what its fellows find without asking anybody for leave or favour since the year of its founding."
    )
    own = [published("Institute", text(p, about), f"2026-0{i + 1}-01") for i, p in enumerate(WIRE[:5])]
    borrowed = published("Elsewhere", text(OWN_REPORT[0], about), "2026-05-02")
    origins = resolve_origins([*own, borrowed])

    assert origins.voices[borrowed.iri] == "Elsewhere"


def test_inputs_from_an_agency_leave_a_report_its_own_voice_unless_it_is_that_text() -> None:
    own = published("Yard Weekly", text(*OWN_REPORT, "With inputs from ANI"))
    wire = published("ANI", text(*SECOND_WIRE))

    assert own.inputs == "Asian News International"
    assert own.via is None
    assert len(voices(resolve_origins([own, wire]))) == 2


def test_two_printings_of_one_agency_without_its_own_page_are_the_agency() -> None:
    one = published("A", text("TOKYO (Kyodo News) -- " + WIRE[0], *WIRE[1:]))
    other = published("B", text(*SECOND_WIRE, "(Kyodo)"), "2026-09-01")

    assert voices(resolve_origins([one, other])) == {"Kyodo News"}


def test_a_text_without_publisher_is_a_voice_of_its_own() -> None:
    page = published(None, text(*OWN_REPORT))

    assert resolve_origins([page]).voices == {page.iri: page.iri}


PAGES = [*seventeen()[:8], *others(), published("Digest", text(*WIRE[:3], *SECOND_WIRE), "2026-07-12"),
         published("E", text(*SECOND_WIRE)), published("F", text(*SECOND_WIRE[:2]))]  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.integers(0, len(PAGES) - 1)), st.randoms(use_true_random=False))
def test_the_order_of_documents_does_not_matter(chosen: set[int], chance: random.Random) -> None:
    pages = [PAGES[i] for i in sorted(chosen)]
    expected = resolve_origins(pages)
    chance.shuffle(pages)

    assert resolve_origins([*pages, *pages[:2]]) == expected


@settings(max_examples=30, deadline=None)
@given(st.sets(st.integers(0, len(PAGES) - 1)), st.lists(st.integers(0, 10**9), min_size=30, max_size=60, unique=True))
def test_an_unrelated_document_changes_nothing(chosen: set[int], numbers: list[int]) -> None:
    pages = [PAGES[i] for i in sorted(chosen)]
    stranger = published("Stranger", text(" ".join(f"w{n}" for n in numbers)))
    before, after = resolve_origins(pages), resolve_origins([*pages, stranger])

    assert {iri: v for iri, v in after.voices.items() if iri != stranger.iri} == before.voices
    assert after.copies == before.copies
    assert after.repeats == before.repeats
