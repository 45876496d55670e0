"""Each fault of an endpoint ends in a count, and none in a lost or an invented record."""

from __future__ import annotations

import socket
import time
from collections import Counter
from pathlib import Path

import pytest

from kg.pipeline import extract_paths
from kg.pipeline.reading import Extracted
from tests.llm.conftest import Reads
from tests.llm.endpoint import KEY, Endpoint, form_of


def kinds(results: list[Extracted]) -> list[str]:
    return [r.kind for result in results if result.extraction for r in result.extraction.records]


def counts(results: list[Extracted]) -> dict[str, int]:
    return dict(Counter(x.reason for r in results if r.extraction for x in r.extraction.refusals))


def test_right_answers_become_records_with_receipts(reads: Reads, articles: Path) -> None:
    results = list(extract_paths([articles], extractor=reads.extractor()))
    pact, boats = (r for result in results for r in result.extraction.records)  # type: ignore[union-attr]

    assert counts(results) == {}
    assert [(p.id, p.role) for p in pact.participants] == [("JPN", "party"), ("AUS", "party")]
    assert (pact.stages[0].date, pact.stages[0].place) == ("2022-01-06", "Canberra")
    assert (boats.items[0].label, boats.items[0].quantity, boats.amount.value) == ("patrol boats", 3, 600000000)
    for result in results:
        for record in result.extraction.records:  # type: ignore[union-attr]
            for ev in record.evidence:
                assert result.document.text[ev.start : ev.end] == ev.quote  # type: ignore[union-attr]
    assert pact.extractor.startswith("llm/1-")
    assert pact.extractor.endswith("/test-model")
    assert pact.rule == "llm-agreement"
    assert pact.confidence == 0.6


@pytest.mark.parametrize(
    ("faults", "requests"),
    [
        (["500"], 3),
        (["503", "502"], 4),
        (["429:0.05"], 3),
        (["429:Wed, 21 Oct 2015 07:28:00 GMT"], 3),
        (["timeout"], 3),
        (["cut"], 4),
        (["not-json"], 3),
        (["empty"], 3),
        (["other-document"], 3),
        (["other-document", "not-json"], 4),
    ],
)
def test_a_passing_fault_costs_a_request_and_no_record(
    reads: Reads, articles: Path, server: Endpoint, faults: list[str], requests: int
) -> None:
    server.faults = list(faults)
    results = list(extract_paths([articles], extractor=reads.extractor(concurrency=1, timeout_s=0.8)))

    assert kinds(results) == ["agreement", "transfer"]
    assert len(server.requests) == requests


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("500", "endpoint-http-500"),
        ("429:0", "endpoint-http-429"),
        ("timeout", "endpoint-timeout"),
        ("not-json", "reply-not-json"),
        ("empty", "reply-empty"),
        ("other-document", "reply-for-another-document"),
        ("declined", "model-declined"),
        ("broken", "endpoint-not-openai"),
        ("redirect", "endpoint-redirects"),
        ("401", "endpoint-key-refused"),
    ],
)
def test_a_lasting_fault_fails_the_document_by_its_reason(
    reads: Reads, articles: Path, server: Endpoint, fault: str, reason: str
) -> None:
    server.faults = [fault] * 60
    results = list(extract_paths([articles / "one.md"], extractor=reads.extractor(timeout_s=0.3, attempts=2)))

    assert [(r.status, r.extraction) for r in results] == [("failed", None)]
    assert f"[KG804] {reason}: " in results[0].reason
    assert not list(reads.cache.glob("*/*.json"))


def test_what_failed_is_read_by_the_next_run_alone(reads: Reads, articles: Path, server: Endpoint) -> None:
    server.faults = ["503"] * 2
    first = list(extract_paths([articles], extractor=reads.extractor(concurrency=1, attempts=2)))
    before = len(server.requests)
    second = list(extract_paths([articles], extractor=reads.extractor(concurrency=1, attempts=2)))

    assert [r.status for r in first] == ["failed", "read"]
    assert kinds(second) == ["agreement", "transfer"]
    assert len(server.requests) == before + 1


def test_an_answer_cut_off_is_asked_for_again_in_halves(reads: Reads, articles: Path, server: Endpoint) -> None:
    server.faults = ["truncated"]
    results = list(extract_paths([articles / "one.md"], extractor=reads.extractor()))

    assert kinds(results) == ["agreement"]
    assert counts(results) == {"reply-truncated": 1}
    assert len(server.requests) == 3


def test_an_answer_in_a_fence_with_a_stray_comma_is_mended(reads: Reads, articles: Path, server: Endpoint) -> None:
    server.faults = ["fenced"]
    results = list(extract_paths([articles / "one.md"], extractor=reads.extractor()))

    assert kinds(results) == ["agreement"]
    assert counts(results) == {"reply-mended": 1}


@pytest.mark.parametrize("status", [400, 422, 500])
@pytest.mark.parametrize("form", ["json_object+schema", "json_object", "text"])
def test_the_form_that_works_is_found_and_remembered(
    reads: Reads, articles: Path, server: Endpoint, form: str, status: int
) -> None:
    server.forms, server.status_of_other_forms = frozenset({form}), status
    first = list(extract_paths([articles / "one.md"], extractor=reads.extractor(attempts=6)))
    before = len(server.requests)
    second = list(extract_paths([articles / "two.md"], extractor=reads.extractor(attempts=6)))

    assert kinds(first + second) == ["agreement", "transfer"]
    assert [form_of(r) for r in server.requests[before:]] == [form]


def test_nobody_there_is_said_once_for_each_document_and_asked_once(reads: Reads, articles: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    started = time.monotonic()
    extractor = reads.extractor(base_url=url, concurrency=1, attempts=5)
    results = list(extract_paths([articles], extractor=extractor))

    assert [r.status for r in results] == ["failed", "failed"]
    assert all("endpoint-unreachable" in r.reason and "KG_LLM_BASE_URL" in r.reason for r in results)
    assert extractor.session.requests == 1
    assert time.monotonic() - started < 3


def test_a_pause_longer_than_allowed_is_not_waited_for(reads: Reads, articles: Path, server: Endpoint) -> None:
    server.faults = ["429:3600"]
    started = time.monotonic()
    results = list(extract_paths([articles / "one.md"], extractor=reads.extractor()))

    assert "It asks to wait 3600 s, longer than KG_LLM_LONGEST_WAIT" in results[0].reason
    assert time.monotonic() - started < 3


def test_the_pause_that_is_asked_for_is_kept(reads: Reads, articles: Path, server: Endpoint) -> None:
    server.faults = ["429:0.6"]
    started = time.monotonic()
    list(extract_paths([articles / "one.md"], extractor=reads.extractor()))

    assert time.monotonic() - started >= 0.6


def test_the_key_is_sent_and_is_nowhere_else(reads: Reads, articles: Path, server: Endpoint) -> None:
    server.key = KEY
    extractor = reads.extractor(key=KEY)
    results = list(extract_paths([articles / "one.md"], extractor=extractor))
    wrong = reads.extractor(key="sk-wrong-987654", cache=reads.cache / "other")
    refused = list(extract_paths([articles / "one.md"], extractor=wrong))

    assert kinds(results) == ["agreement"]
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert "endpoint-key-refused" in refused[0].reason
    shown = [repr(extractor.settings), refused[0].reason, *reads.said, str(vars(extractor))]
    shown += [p.read_text() for p in reads.cache.rglob("*.json")]
    assert not [s for s in shown if KEY in s or "sk-wrong" in s]


def test_an_endpoint_that_repeats_the_key_does_not_put_it_into_a_message(
    reads: Reads, articles: Path, server: Endpoint
) -> None:
    server.key = "another"
    results = list(extract_paths([articles / "one.md"], extractor=reads.extractor(key=KEY)))

    assert KEY not in results[0].reason


def test_answers_come_in_the_order_of_the_documents_however_many_are_under_way(
    reads: Reads, tmp_path: Path, server: Endpoint
) -> None:
    server.delay_s = 0.05
    for number in range(8):
        text = f"Japan and Australia signed a visiting forces agreement on {number + 1} May 2022."
        (tmp_path / f"d{number}.txt").write_text(f"Own-written example {number}. {text}")
    paths = [tmp_path / f"d{n}.txt" for n in range(8)]
    at_once = list(extract_paths(paths, extractor=reads.extractor(concurrency=4)))
    most = server.most_at_once
    one = list(extract_paths(paths, extractor=reads.extractor(concurrency=1, cache=tmp_path / "other")))

    assert most > 1
    assert [r.path for r in at_once] == paths
    assert [r.extraction for r in at_once] == [r.extraction for r in one]
