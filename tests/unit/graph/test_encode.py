from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode

from kg.contract import CORE_ROLES, enumeration, kinds
from kg.errors import InvalidRecordError
from kg.graph import OxigraphStore, decode, encode
from kg.graph.evidence import canonical_evidence
from kg.graph.fields import WITH_RECEIPT
from kg.graph.policy import apply_policy
from kg.graph.terms import ips, nquads
from kg.model import Amount, Capacity, Evidence, Item, Participant, ProgrammeRef, Record, SourceRef, Stage, dumps
from kg.resolution import LATEST_KNOWN, record_day
from tests.unit.graph import optional_fields
from tests.unit.graph.corpus import BGD, DENIED, JPN, PAGES, SAMPLE, Page, make_document, page, person, stage

TEXT = "Abc dé fgh 日本 ijk lmn opq rst uvw xyz. " * 4
keys, words = optional_fields.keys, optional_fields.words
labels = words.filter(lambda t: t.strip())
numbers = st.one_of(st.integers(0, 10**13), st.floats(0, 10**9, allow_nan=False))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


capacities = st.builds(
    Capacity, label=maybe(words), rank=maybe(words), title=maybe(words), acting=maybe(st.booleans())
).filter(lambda c: c != Capacity())


@st.composite
def records(draw: st.DrawFn) -> Record:
    kind = draw(st.sampled_from(sorted(kinds())))
    table = kinds()[kind]
    core = draw(st.sampled_from(sorted(CORE_ROLES[kind])))
    roles = [core, *draw(st.lists(st.sampled_from(table.roles), max_size=2))]
    participants = tuple(
        Participant(
            role=role,
            label=draw(labels),
            kind=draw(st.sampled_from(enumeration("participant", "kind"))),
            id=draw(maybe(keys)),
            on_behalf_of=draw(maybe(keys)),
            capacity=draw(maybe(capacities)),
            extra=draw(optional_fields.participants),
        )
        for role in roles
    )
    items = tuple(
        Item(label=draw(labels), quantity=draw(maybe(numbers)), extra=draw(optional_fields.items))
        for _ in range(draw(st.integers(0, 2)))
    )
    stages = tuple(draw(st.lists(stages_of(table.stages, len(items)), max_size=3)))
    amount = draw(maybe(st.builds(Amount, value=maybe(numbers), currency=maybe(st.sampled_from(["JPY", "USD"])))))
    paths = [
        f"{n}/{i}"
        for n, p in (("participants", participants), ("stages", stages), ("items", items))
        for i in range(len(p))
    ]
    paths += ["amount"] if amount else []
    extra = draw(optional_fields.records)
    lists = [(name, value) for name, value in extra if name in WITH_RECEIPT and isinstance(value, tuple)]
    paths += [f"{name}/{i}" for name, value in lists for i in range(len(value))]
    evidence = tuple(draw(st.lists(receipts([*paths, "name"]), max_size=3)))
    return Record(
        doc="x",
        kind=kind,
        type=draw(maybe(st.sampled_from([*table.types, "other"]))),
        name=draw(words),
        participants=participants,
        stages=stages,
        items=items,
        amount=amount,
        evidence=evidence,
        programme=draw(maybe(st.builds(ProgrammeRef, label=labels, id=maybe(keys)))),
        attribution=draw(maybe(words)),
        confidence=draw(st.floats(0, 1)),
        extractor=draw(maybe(words)),
        rule=draw(maybe(words)),
        extra=extra,
    )


@st.composite
def stages_of(draw: st.DrawFn, allowed: tuple[str, ...], items: int) -> Stage:
    start, end = sorted(draw(st.lists(st.dates(), min_size=2, max_size=2)))
    day, until = (f"{d.year:04}-{d.month:02}-{d.day:02}" for d in (start, end))
    return Stage(
        stage=draw(st.sampled_from(allowed)),
        modality=draw(st.sampled_from(enumeration("stage", "modality"))),
        date=draw(st.sampled_from([None, day, day[:7], day[:4]])),
        end_date=draw(st.sampled_from([None, until])),
        place=draw(maybe(words)),
        step=draw(maybe(st.sampled_from(enumeration("stage", "step")))),
        by=draw(maybe(keys)),
        items=tuple(sorted(draw(st.sets(st.integers(0, items - 1))))) if items else (),
        attribution=draw(maybe(words)),
        quantity=draw(maybe(numbers)),
        extra=draw(optional_fields.stages),
    )


@st.composite
def receipts(draw: st.DrawFn, paths: list[str]) -> Evidence:
    start = draw(st.integers(0, len(TEXT) - 2))
    end = draw(st.integers(start + 1, len(TEXT)))
    grade = draw(st.sampled_from(["quoted", "cited", "paraphrased"]))
    source = draw(maybe(st.builds(SourceRef, **dict.fromkeys(SourceRef.__dataclass_fields__, maybe(words)))))
    if grade == "cited":
        start_, end_, quote = None, None, draw(words)
    else:
        start_, end_, quote = start, end, TEXT[start:end]
    return Evidence(
        quote=quote,
        start=start_,
        end=end_,
        parts=tuple(sorted(draw(st.sets(st.sampled_from(paths), max_size=2)))),
        grade=grade,
        source=source if source != SourceRef() else None,
        lang=draw(maybe(words)),
        locator=draw(maybe(words)),
    )


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(records(), max_size=3))
def test_records_come_back_from_rdf_whole(made: list[Record]) -> None:
    document = make_document(TEXT, "2026-02-04")
    store = OxigraphStore()
    encoded = encode(document, made)
    store.add_document(encoded.graph, encoded.quads)

    back = [c.record for c in decode(store.quads(encoded.graph))]

    kept, _ = apply_policy(made)  # names that the project withholds do not come back, by design
    expected = [canonical_evidence(replace(r, doc=document.id)) for r in kept]
    assert sorted(back, key=dumps) == sorted(expected, key=dumps)


def test_the_order_of_records_does_not_change_a_quad() -> None:
    forward = encode(SAMPLE.document, SAMPLE.records)

    backward = encode(SAMPLE.document, reversed(SAMPLE.records))

    assert nquads(backward.quads) == nquads(forward.quads)


def test_claims_are_told_apart_where_kind_parties_and_sentence_agree() -> None:
    quote = "They signed a logistics and an information agreement."
    base = {"kind": "agreement", "participants": [JPN, BGD], "stages": [stage("signed", "2024-05-05")]}
    both = page(
        "2024-05-06", (quote, {**base, "type": "logistics-support"}), (quote, {**base, "type": "information-security"})
    )
    twins = page("2024-05-06", (quote, base), (quote, base))

    assert len({c.iri for c in both.claims}) == 2
    assert len({c.iri for c in twins.claims}) == 2


def test_a_better_reading_of_stages_keeps_the_claim() -> None:
    record = SAMPLE.records[0]
    better = replace(record, stages=record.stages[1:2], type="co-development", evidence=record.evidence[:1])
    before = encode(SAMPLE.document, [replace(record, evidence=record.evidence[:1])])

    after = encode(SAMPLE.document, [better])

    assert after.claims[0].iri == before.claims[0].iri


def test_no_page_has_a_blank_node() -> None:
    nodes = [t for p in PAGES for q in p.encoded.quads for t in (q.subject, q.object, q.graph_name)]

    assert not [n for n in nodes if isinstance(n, BlankNode)]


def test_every_part_of_an_account_has_its_own_receipt() -> None:
    encoded = SAMPLE.encoded
    parts = {q.subject for q in encoded.quads if q.predicate == ips.inClaim}
    with_receipt = {q.subject for q in encoded.quads if q.predicate == ips.evidence}

    assert parts <= with_receipt


def test_a_quote_that_the_document_does_not_hold_is_refused() -> None:
    record = replace(SAMPLE.records[0], evidence=(Evidence(quote="made up", start=0, end=7),))

    with pytest.raises(InvalidRecordError, match="does not say 'made up' at 0:7"):
        encode(SAMPLE.document, [record])


def test_an_office_is_joined_from_the_post_of_the_same_page() -> None:
    (capacity,) = {
        q.object.value for q in SAMPLE.encoded.quads if q.predicate == ips.capacity and "Amb" in q.object.value
    }

    assert capacity == "Ambassador"


@pytest.mark.parametrize(
    ("published", "retrieved", "expected"),
    [
        ("2026-02-04", None, "2026-02-04"),
        ("2026-02", None, "2026-02-28"),
        (None, "2026-03-01", "2026-03-01"),
        (None, None, LATEST_KNOWN),
    ],
)
def test_the_record_day_never_comes_too_early(published: str | None, retrieved: str | None, expected: str) -> None:
    assert record_day(published, retrieved) == expected


def test_names_are_withheld_in_a_detention_and_counted() -> None:
    held = page(
        "2024-01-02",
        (
            "Two fishers, Juan Cruz among them, were detained.",
            {
                "kind": "incident",
                "type": "detention",
                "participants": [person("target", "Juan Cruz")],
                "stages": [stage("occurred", "2024-01-01")],
            },
        ),
    )

    assert held.encoded.counts == {"names-withheld": 1}
    assert "Cruz" not in nquads(
        q for q in held.encoded.quads if q.predicate != ips.exact and "exact" not in q.predicate.value
    )


def test_rights_are_a_licence_where_they_are_an_address() -> None:
    plain = {q.predicate.value.rpartition("/")[2] for q in SAMPLE.encoded.quads}
    open_ = Page(replace(DENIED.document, rights="https://creativecommons.org/licenses/by/4.0/"), DENIED.records)
    linked = {q.predicate.value.rpartition("/")[2] for q in open_.encoded.quads}

    assert "rights" in plain
    assert "license" in linked
