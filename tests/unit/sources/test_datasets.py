"""Loaders of data sets on tiny files of our own with the real headers, and on the full files where they are present."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import MissingPathError, SourceFileError
from kg.graph.coverage import read_coverage
from kg.model import Record
from kg.pipeline import load_sources, open_store, read_sources
from kg.registry import Registry
from kg.settings import Workspace
from kg.sources import alliances, dcad, factbook, fmtrpt, mme
from kg.sources.batch import Batch
from kg.sources.dataset import number, partial_date
from kg.sources.states import States


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


def as_csv(folder: Path, columns: tuple[str, ...], *rows: dict[str, str]) -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    (folder / "own.csv").write_text(text.getvalue(), encoding="utf-8")
    return folder / "own.csv"


def records(batch: Batch) -> list[Record]:
    assert batch.read == batch.loaded + sum(batch.refused.values())
    return [r for s in batch.sources for r in s.records]


def pact(number_: int, **cells: str) -> dict[str, str]:
    usual = {
        "ccode1": "740",
        "cowName1": "JPN",
        "ccode2": "732",
        "cowName2": "KOR",
        "category1": "DCA",
        "terminated": "-88",
    }
    return {**usual, "DCAid": f"own-{number_:04}", **cells}


def dcad_rows(folder: Path, registry: Registry, *rows: dict[str, str]) -> Batch:
    return dcad.load([as_csv(folder, dcad._COLUMNS, *rows)], registry=registry)


def test_dcad_takes_codes_through_the_registry_and_no_sentinel_for_a_value(tmp_path: Path, registry: Registry) -> None:
    day = {"signYear": "2006", "signMonth": "-99", "signDay": "4", "EIFYear": "-88", "EIFMonth": "-88", "EIFDay": "-88"}
    batch = dcad_rows(tmp_path, registry, pact(1, **day), pact(2, cowName2="ROK"), pact(3, ccode2="41", cowName2="HAI"))

    first, second, third = records(batch)
    assert [(s.stage, s.date) for s in first.stages] == [("signed", "2006")]
    assert [p.id for p in second.participants] == ["JPN", "KOR"]
    assert [(p.id, p.label) for p in third.participants] == [("JPN", "Japan"), (None, "HAI")]
    assert first.evidence[0].locator == (
        "version 1.0, row 2 (own-0001), columns ccode1, ccode2, sign*, EIF*, category*, terminated"
    )
    assert (first.evidence[0].grade, first.rule) == ("cited", "dcad own-0001")


def test_dcad_counts_rows_whose_code_and_name_are_two_states_or_one(tmp_path: Path, registry: Registry) -> None:
    egypt = [pact(n, ccode2="651", cowName2="EGY") for n in (1, 2)]
    wrong = pact(3, ccode2="652", cowName2="EGY")
    syria = [pact(n, ccode2="652", cowName2="SYR") for n in (4, 5)]
    loop = pact(6, ccode2="740", cowName2="JPN")
    nobody = pact(7, ccode1="41", cowName1="HAI", ccode2="55", cowName2="GRN")

    batch = dcad_rows(tmp_path, registry, *egypt, wrong, *syria, loop, nobody)

    assert len(records(batch)) == 4
    assert batch.refused == {
        "code and name are of two states": 1, "a state with itself": 1, "no state of the registry": 1,
    }  # fmt: skip
    assert any(p.line == 4 and "own-0003" in str(p) for p in batch.problems)


@pytest.mark.parametrize(
    ("cells", "said"), [({"category1": "SPACE"}, "SPACE"), ({"terminated": "2"}, "'2' is a terminated")]
)
def test_a_category_that_nobody_mapped_stops_the_load(
    tmp_path: Path, registry: Registry, cells: dict[str, str], said: str
) -> None:
    with pytest.raises(SourceFileError, match=said):
        dcad_rows(tmp_path, registry, pact(1, **cells))


def test_a_file_of_other_columns_or_bytes_is_refused(tmp_path: Path, registry: Registry) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    (tmp_path / "b.csv").write_bytes(b"\xff\xfe\x00")

    for name, said in (("a.csv", "lacks the columns"), ("b.csv", "not UTF-8")):
        with pytest.raises(SourceFileError, match=said):
            dcad.load([tmp_path / name], registry=registry)
    with pytest.raises(MissingPathError):
        dcad.load([tmp_path / "c.csv"], registry=registry)
    with pytest.raises(SourceFileError, match="your own copy"):
        dcad.load([], registry=registry)


def exercise(**cells: str) -> dict[str, str]:
    usual = {"MMEID": "own1", "Ex_Name": "Own Exercise", "Series_Name": "", "Location": "-9", "StateA": "Japan"}
    return {**usual, "StateB": "Myanmar (Burma)", **cells}


MME_COLUMNS = ("MMEID", "Ex_Name", "Series_Name", "Location", "StartDate", *mme._DATES, "StateA", "StateB", "StateC")


def test_mme_reads_partial_days_and_takes_no_code_for_a_name(tmp_path: Path, registry: Registry) -> None:
    rows = [
        exercise(**{"StartDate": "2010-12-xx", "s.year": "2010", "s.month": "12", "s.day": "xx", "Ex_Name": "-9"}),
        exercise(**{"StartDate": "12/10/10", "s.year": "2010", "s.month": "12", "s.day": "10", "StateC": "-9"}),
        exercise(**{"s.year": "2010", "s.month": "5", "s.day": "2", "e.year": "2010", "e.month": "4", "e.day": "1"}),
        exercise(StateA="NATO", StateB="Baltic States"),
        exercise(StateA="Australia", StateB="-9"),
    ]
    batch = mme.load([as_csv(tmp_path, MME_COLUMNS, *rows)], registry=registry)

    first, second = records(batch)
    assert (first.name, first.stages[0].date, first.stages[0].place) == (None, "2010-12", None)
    assert (second.stages[0].date, [p.id for p in second.participants]) == ("2010-12-10", ["JPN", "MMR"])
    assert batch.refused == {
        "ends before it starts": 1, "no state of the registry": 1, "fewer than two participants": 1,
    }  # fmt: skip


TRAINING = """<countries><country name="Korea, Republic of South">
<program name="{programme}"><training>
<course_title>{course} </course_title><start_date>9/8/2018 </start_date><end_date>11/30/2018 </end_date>
<location>Somewhere, US </location><page_number>3</page_number><quantity>2 </quantity><total_cost>$28,093 </total_cost>
</training><training>
<course_title>Fiscal Year 2019 Program Totals </course_title><start_date/><end_date/><location/>
<page_number>3</page_number><quantity>2 </quantity><total_cost>$28,093 </total_cost>
</training></program></country></countries>"""
PROGRAMME = "IMET-1 - Fiscal Year 2019 Department of State Training"


def training(folder: Path, registry: Registry, text: str) -> Batch:
    (folder / "own.xml").write_text(text, encoding="utf-8")
    return fmtrpt.load([folder / "own.xml"], registry=registry)


def test_a_total_never_doubles_a_sum(tmp_path: Path, registry: Registry) -> None:
    batch = training(tmp_path, registry, TRAINING.format(programme=PROGRAMME, course="Own course"))

    (record,) = records(batch)
    assert batch.refused == {"a total of other rows": 1}
    assert record.amount is not None
    assert (record.amount.value, record.items[0].quantity, record.stages[0].date) == (28093, 2, "2018-09-08")
    assert "page 3" in (record.evidence[0].locator or "")


def test_an_unknown_programme_or_hostile_xml_stops_the_load(tmp_path: Path, registry: Registry) -> None:
    with pytest.raises(SourceFileError, match="nobody has mapped"):
        training(tmp_path, registry, TRAINING.format(programme="New - Fiscal Year 2019 X", course="y"))
    with pytest.raises(SourceFileError, match="not XML"):
        training(tmp_path, registry, "<countries>")
    bomb = '<!DOCTYPE c [<!ENTITY a SYSTEM "file:///etc/hostname">]><countries><country name="&a;"/></countries>'
    with pytest.raises(SourceFileError, match="external entity"):
        training(tmp_path, registry, bomb)


def state_file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(json.dumps({"Government": {factbook.FIELD: {"text": text}}}), encoding="utf-8")
    return path


def test_factbook_codes_are_not_iso_and_a_role_may_make_member_false(tmp_path: Path, registry: Registry) -> None:
    text = "APEC, ASEAN (dialogue partner), SAARC (observer), ABC (nonregional member), ISO (national committees), Quad"
    batch = factbook.load([state_file(tmp_path, "as.json", text)], registry=registry)

    found = {r.participants[1].id: (r.participants[0].id, r.stages[0].stage) for r in records(batch)}
    assert found["APEC"] == ("AUS", "member")
    assert found["SAARC"] == ("AUS", "observer")
    assert "ASEAN" not in found
    assert batch.refused["neither member nor observer: dialogue partner"] == 1


def test_a_new_role_in_the_factbook_stops_the_load(tmp_path: Path, registry: Registry) -> None:
    with pytest.raises(SourceFileError, match="nobody has mapped"):
        factbook.load([state_file(tmp_path, "ch.json", "APEC (guest of honour)")], registry=registry)


def test_the_shipped_extracts_load_without_a_path(tmp_path: Path) -> None:
    states, trainings = read_sources("factbook", []), read_sources("fmtrpt", [])

    assert (states.read, states.loaded) == (2670, 239)
    assert (trainings.read, trainings.loaded) == (3497, 3326)
    (tmp_path / "own.xml.gz").write_bytes(b"\x1f\x8bno")
    with pytest.raises(SourceFileError, match="does not unpack"):
        read_sources("fmtrpt", [tmp_path / "own.xml.gz"])


@pytest.mark.shared
def test_the_shipped_report_has_the_publisher_s_bytes(shared: Path) -> None:
    ours = {s.document.id for s in read_sources("fmtrpt", []).sources}

    assert ours == {s.document.id for s in read_sources("fmtrpt", [shared / "data" / "fmtrpt"]).sources}


def test_lists_are_split_outside_parentheses_only() -> None:
    assert factbook.split_list("A (b, c), D,E (f)") == ["A (b, c)", "D", "E (f)"]


ALLIANCE = {"version4id": "1", "all_st_year": "1951", "all_st_month": "9", "all_st_day": "1"}


def test_rows_of_one_alliance_become_one_agreement(tmp_path: Path, registry: Registry) -> None:
    rows = [
        {**ALLIANCE, "ccode": code, "state_name": name, "ss_type": "Type I: Defense Pact"}
        for code, name in (("2", "United States of America"), ("900", "Australia"), ("920", "New Zealand"))
    ]
    batch = alliances.load_cow([as_csv(tmp_path, alliances._MEMBER, *rows)], registry=registry)

    (record,) = records(batch)
    assert (batch.read, batch.loaded) == (3, 3)
    assert ({p.id for p in record.participants}, record.type) == ({"USA", "AUS", "NZL"}, "mutual-defence")
    with pytest.raises(SourceFileError, match="ss_type"):
        alliances.load_cow([as_csv(tmp_path, alliances._MEMBER, {**rows[0], "ss_type": "Type IV"})], registry=registry)


def test_the_files_by_dyad_and_by_member_are_named_for_what_they_are(tmp_path: Path, registry: Registry) -> None:
    (tmp_path / "dyad.csv").write_text("version4id,ccode1,ccode2\n", encoding="utf-8")
    (tmp_path / "member.csv").write_text("atopid,member,yrent\n", encoding="utf-8")

    with pytest.raises(SourceFileError, match="by dyad"):
        alliances.load_cow([tmp_path / "dyad.csv"], registry=registry)
    with pytest.raises(SourceFileError, match="by member"):
        alliances.load_atop([tmp_path / "member.csv"], registry=registry)


@given(st.one_of(st.integers(-99, 3000).map(str), st.sampled_from(["", "xx", "-9", " 7 ", "1.0"])))
def test_no_negative_number_is_ever_a_value(text: str) -> None:
    value = number(text)

    assert value is None or value >= 0


@given(*(st.sampled_from(["", "-99", "-9", "xx", "0", "2", "12"]),) * 2)
def test_a_date_is_as_precise_as_its_cells(month: str, day: str) -> None:
    date = partial_date("1999", month, day)

    known = [month in ("2", "12"), day in ("2", "12")]
    assert date is not None
    assert len(date) == (10 if all(known) else 7 if known[0] else 4)


def test_every_code_of_the_registry_is_one_state(registry: Registry) -> None:
    states = States(registry)

    assert (states.by_cow("740"), states.by_cow("-9"), states.by_cow("")) == ("JPN", None, None)
    assert (states.by_gec("bg"), states.by_gec("zz"), states.by_name("Atlantis")) == ("BGD", None, None)


FULL: list[tuple[str, str, int, dict[str, int]]] = [
    ("dcad", "dcad/DCAD-v1.0-main.csv", 1871, {
        "code and name are of two states": 2, "a state with itself": 2, "no state of the registry": 167,
    }),
    ("atop", "atop/atop-alliance-level.csv", 745, {"ended before 1945": 183, "no state of the registry": 103}),
    ("cow", "cow/alliance_v4.1_by_member.csv", 1221, {"ended before 1945": 439, "no state of the registry": 182}),
    ("mme", "mme/mme_v7.csv", 3707, {
        "no state of the registry": 150, "fewer than two participants": 32, "ends before it starts": 6,
    }),
    ("fmtrpt", "fmtrpt", 3497, {"a total of other rows": 171}),
]  # fmt: skip


@pytest.mark.shared
@pytest.mark.parametrize(("name", "place", "read", "refused"), FULL)
def test_a_full_file_is_read_and_every_row_accounted_for(
    shared: Path, name: str, place: str, read: int, refused: dict[str, int]
) -> None:
    batch = read_sources(name, [shared / "data" / place])

    assert (batch.read, dict(batch.refused)) == (read, refused)
    assert batch.loaded == read - sum(refused.values())
    keys = [r.rule for s in batch.sources for r in s.records]
    assert len(keys) == len(set(keys))


@pytest.mark.shared
def test_the_known_dirt_of_dcad_is_refused_by_name(shared: Path) -> None:
    said = [str(p) for p in read_sources("dcad", [shared / "data" / "dcad"]).problems]

    assert [s for s in said if "0108" in s] == [
        "DCAD-v1.0-main.csv:109: DCADv1.0-0108: not taken: code and name are of two states."
    ]
    assert any("0297" in s for s in said)


@pytest.mark.shared
def test_the_full_factbook_has_every_row_accounted_for(shared: Path) -> None:
    batch = read_sources("factbook", [shared / "data" / "factbook"])

    assert (batch.read, batch.loaded) == (2670, 239)
    assert batch.read == batch.loaded + sum(batch.refused.values())


@pytest.mark.shared
def test_loading_a_data_set_again_changes_nothing_and_its_window_is_declared(shared: Path, tmp_path: Path) -> None:
    place = Workspace.create(tmp_path / "w")
    path = shared / "data" / "cow" / "alliance_v4.1_by_member.csv"
    first = load_sources(place, "cow", [path])
    again = load_sources(place, "cow", [path])

    assert (first.counts(), again.counts(), again.changed_quads) == ({"added": 1}, {"unchanged": 1}, 0)
    with open_store(place) as store:
        (window,) = read_coverage(store)
    assert (window.kind, window.first, window.last) == ("agreement", "1945", "2012")


def test_what_the_batch_says_is_what_python_gets(tmp_path: Path, registry: Registry) -> None:
    place = Workspace.create(tmp_path / "w")
    path = as_csv(tmp_path, dcad._COLUMNS, pact(1, signYear="2006"), pact(2, ccode2="740", cowName2="JPN"))

    loaded: dict[str, Any] = load_sources(place, "dcad", [path], registry=registry).to_json()

    assert (loaded["read"], loaded["loaded"], loaded["refused"]) == (2, 1, {"a state with itself": 1})
    assert loaded["documents"][0]["records"] == 1
