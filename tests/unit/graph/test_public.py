"""What may be published: quotes of other people's texts cut, private documents gone with all that only they said."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import OxigraphStore, rebuild_view
from kg.graph.public import QUOTE_LIMIT, public
from kg.graph.subset import as_known, subset
from kg.graph.terms import boolean, ips, oa
from kg.registry import Registry
from tests.unit.graph.corpus import BGD, JPN, PHL, Page, page, stage

REGISTRY = Registry.load()
LONG = "Japan and Bangladesh signed an agreement " + "on the transfer of defence equipment and technology " * 12 + "."
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def signed(quote: str, published: str, **more: object) -> Page:
    record = {"kind": "agreement", "type": "equipment-transfer", "participants": [JPN, BGD]}
    return page(published, (quote, record | {"stages": [stage("signed", "2026-02-03")]}), **more)


def stored(*pages: Page, private: Page | None = None) -> OxigraphStore:
    store = OxigraphStore()
    for each in pages:
        store.add_document(each.encoded.graph, each.encoded.quads)
    if private is not None:
        node = NamedNode(private.encoded.graph)
        store.raw.add(Quad(node, ips.private, boolean(True), node))
    rebuild_view(store, REGISTRY)
    return store


def quotes(store: OxigraphStore) -> list[str]:
    return [str(q.object.value) for q in store.raw.quads_for_pattern(None, oa.exact, None, None)]  # type: ignore[union-attr]


def test_a_long_quote_of_another_is_cut_where_it_stands() -> None:
    theirs = signed(LONG, "2026-02-04")
    result = public(stored(theirs), registry=REGISTRY)
    (cut,) = quotes(result.store)
    position = next(result.store.raw.quads_for_pattern(None, oa.end, None, None))
    start = next(result.store.raw.quads_for_pattern(position.subject, oa.start, None, None))
    span = slice(int(start.object.value), int(position.object.value))  # type: ignore[union-attr]

    assert result.counts == {"quotes cut": 1}
    assert len(cut) <= min(QUOTE_LIMIT, len(theirs.document.text) // 10)
    assert LONG.startswith(cut)
    assert LONG[len(cut)] == " "
    assert theirs.document.text[span] == cut
    assert next(result.store.raw.quads_for_pattern(None, ips.quoteCut, boolean(True), None), None) is not None


@pytest.mark.parametrize(
    "more", [{"project_written": True}, {"rights": LICENCE}, {"rights": LICENCE.replace("https", "http")}]
)
def test_own_and_openly_licensed_texts_keep_their_quotes(more: dict[str, object]) -> None:
    store = stored(signed(LONG, "2026-02-04", **more))
    result = public(store, registry=REGISTRY)

    assert quotes(result.store) == [LONG]
    assert result.counts == {}
    assert result.store.nquads() == store.nquads()


def test_a_licence_that_forbids_is_not_open() -> None:
    result = public(
        stored(signed(LONG, "2026-02-04", rights="https://creativecommons.org/licenses/by-nc-nd/4.0/")),
        registry=REGISTRY,
    )

    assert result.counts == {"quotes cut": 1}


def test_a_private_document_leaves_no_trace() -> None:
    open_page = signed("Japan and Bangladesh signed.", "2026-02-04", project_written=True)
    private = page(
        "2026-03-01",
        ("Japan and the Philippines signed.", {"kind": "agreement", "type": "cyber", "participants": [JPN, PHL],
                                               "stages": [stage("signed", "2026-02-28")]}),
        project_written=True,
    )  # fmt: skip
    result = public(stored(open_page, private, private=private), registry=REGISTRY)

    assert result.counts == {"private documents left out": 1}
    assert result.store.nquads() == stored(open_page).nquads()


def test_the_store_itself_is_left_as_it_was() -> None:
    store = stored(signed(LONG, "2026-02-04"))
    before = store.nquads()
    public(store, registry=REGISTRY)

    assert store.nquads() == before


def test_as_known_equals_never_having_read_the_later_ones() -> None:
    early = signed("Japan and Bangladesh signed.", "2026-02-04")
    late = signed("The pact of Japan and Bangladesh was signed.", "2026-03-04")

    assert as_known(stored(early, late), "2026-02-28", registry=REGISTRY).nquads() == stored(early).nquads()


@settings(deadline=None, max_examples=8)
@given(st.sets(st.integers(0, 3)))
def test_a_subset_is_what_its_documents_alone_would_give(kept: set[int]) -> None:
    pages = [signed(f"Japan and Bangladesh signed, says paper {n}.", f"2026-02-0{n + 4}") for n in range(4)]
    iris = [p.encoded.graph for p in pages]
    part = subset(stored(*pages), keep=lambda iri: iris.index(iri) in kept, registry=REGISTRY)

    assert part.nquads() == stored(*(pages[n] for n in sorted(kept))).nquads()


def test_a_literal_stays_a_literal() -> None:
    store = stored(signed(LONG, "2026-02-04"))
    node = NamedNode(store.documents()[0])
    store.raw.add(Quad(node, ips.title, Literal("x" * 1000), node))

    assert any(
        q.object == Literal("x" * 1000) for q in public(store, registry=REGISTRY).store.quads(store.documents()[0])
    )
