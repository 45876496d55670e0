"""One more document, or one less, or a judgement: the view that is brought up to date is the view built in whole."""

from __future__ import annotations

import logging
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import LedgerError
from kg.graph import OxigraphStore, Quad, build_view, encode, stored_claims
from kg.graph.publications import store_origins
from kg.graph.reference import ontology_quads, registry_quads
from kg.pipeline.build import commit, discard_index, index_path, judged
from kg.registry import Registry
from kg.resolution import Claim
from kg.resolution.ledger import Judged, Ledger, judged_claim, judged_mention
from kg.settings import Workspace
from tests.system.random_pages import random_page, tenure_page
from tests.unit.graph.corpus import BOATS, PAGES, SAMPLE, Page


@cache
def registry() -> Registry:
    return Registry.load()


@cache
def reference() -> frozenset[Quad]:
    return frozenset((*registry_quads(registry()), *ontology_quads()))


def whole(workspace: Workspace, store: OxigraphStore) -> set[Quad]:
    """Return the default graph as it is built in whole from what the store's documents and the ledger say."""
    claims = stored_claims(store)
    judgements = judged(workspace, claims).judgements
    origins = store_origins(store, registry=registry())
    view = build_view(claims, registry=registry(), judgements=judgements, origins=origins)
    return set(view.quads) | reference()


class Desk:
    """A workspace on disk that documents come into and go from."""

    def __init__(self, workspace: Workspace, store: OxigraphStore) -> None:
        self.workspace, self.store, self.ledger = workspace, store, Ledger(workspace.ledger)
        self.lines: list[int] = []

    @classmethod
    @contextmanager
    def open(cls) -> Iterator[Desk]:
        with tempfile.TemporaryDirectory() as folder:
            workspace = Workspace.create(Path(folder) / "w")
            with OxigraphStore(workspace.store) as store:
                yield cls(workspace, store)

    def put(self, *pages: Page) -> None:
        encoded = [encode(p.document, p.records) for p in pages]
        commit(self.workspace, self.store, {e.graph: e.quads for e in encoded}, registry=registry())

    def drop(self, document: str) -> None:
        commit(self.workspace, self.store, {document: None}, registry=registry())

    def judge(self, verdict: str, about: str, a: Judged, b: Judged | None = None) -> None:
        self.lines += self.ledger.add(verdict, about, [(a, b)], why="a test")
        commit(self.workspace, self.store, {}, registry=registry())

    def undo(self, number: int) -> None:
        self.ledger.undo(number, why="a test")
        commit(self.workspace, self.store, {}, registry=registry())

    def check(self) -> None:
        held, built = set(self.store.quads()), whole(self.workspace, self.store)
        assert held == built, (sorted(map(str, held - built))[:5], sorted(map(str, built - held))[:5])


def _judge(desk: Desk, draw: random.Random) -> None:
    claims = stored_claims(desk.store)
    verdict = draw.choice(("same", "same", "different", "unsure", "accepted", "rejected", "checked"))
    if not claims:
        return
    if verdict in ("accepted", "rejected", "checked"):
        desk.judge(verdict, "relation" if verdict == "checked" else "claim", judged_claim(draw.choice(claims)))
        return
    if draw.random() < 0.5:
        kind = draw.choice(claims).record.kind
        a, b = (judged_claim(draw.choice([c for c in claims if c.record.kind == kind])) for _ in range(2))
        about = "relation"
    else:
        mentions = [(c, p.label) for c in claims for p in c.record.participants if p.id is None]
        if not mentions:
            return
        a, b = (judged_mention(*draw.choice(mentions)) for _ in range(2))
        about = "actor"
    if a.iri != b.iri:
        desk.judge(verdict, about, a, b)


def _step(desk: Desk, draw: random.Random, waiting: list[Page], pages: list[Page]) -> None:
    chance = draw.random()
    documents = desk.store.documents()
    if waiting and chance < 0.5:
        desk.put(*(waiting.pop() for _ in range(min(len(waiting), draw.choice((1, 1, 2))))))
    elif documents and chance < 0.65:
        desk.drop(draw.choice(documents))
    elif chance < 0.75:  # a page is read again, and says less
        page = draw.choice(pages)
        if page.encoded.graph in documents:
            desk.put(Page(page.document, page.records[: draw.randrange(len(page.records) + 1)]))
    elif chance < 0.85 and desk.lines:
        try:
            desk.undo(desk.lines.pop(draw.randrange(len(desk.lines))))
        except LedgerError:
            return
    else:
        _judge(desk, draw)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32), st.booleans(), st.integers(4, 14))
def test_the_view_is_the_one_built_in_whole_whatever_comes_and_goes(seed: int, tenure: bool, steps: int) -> None:
    draw = random.Random(seed)
    pages = [random_page(draw, n) for n in range(12)]
    with Desk.open() as desk:
        desk.put(*pages[:3], *([tenure_page()] if tenure else []))
        waiting = pages[3:]
        for _ in range(steps):
            _step(desk, draw, waiting, pages)
            desk.check()


def test_pages_that_take_part_in_one_another_arrive_one_by_one(caplog: pytest.LogCaptureFixture) -> None:
    with Desk.open() as desk, caplog.at_level(logging.INFO, "kg.pipeline.build"):
        for page in PAGES:
            desk.put(page)
            desk.check()
        for document in desk.store.documents():
            desk.drop(document)
            desk.check()
    said = [r.getMessage().partition(":")[0] for r in caplog.records]
    assert said == ["view built in whole", *["view updated"] * (2 * len(PAGES) - 1)]


def test_a_change_that_states_nothing_new_writes_nothing() -> None:
    with Desk.open() as desk:
        desk.put(SAMPLE)
        before = set(desk.store.quads())
        encoded = SAMPLE.encoded
        assert commit(desk.workspace, desk.store, {encoded.graph: encoded.quads}, registry=registry()) == 0
        assert set(desk.store.quads()) == before


def test_an_index_of_another_state_is_not_used(caplog: pytest.LogCaptureFixture) -> None:
    """A store that was put back, or was written by a version that knows no index, is noticed by its content hash."""
    with Desk.open() as desk, caplog.at_level(logging.INFO, "kg.pipeline.build"):
        desk.put(SAMPLE)
        kept = index_path(desk.workspace).read_bytes()
        desk.put(BOATS)
        discard_index(desk.workspace)
        index_path(desk.workspace).write_bytes(kept)
        desk.drop(SAMPLE.encoded.graph)
        assert "its index is of another state" in caplog.text
        desk.check()
        caplog.clear()
        desk.put(SAMPLE)
        assert "view updated" in caplog.text
        desk.check()


@pytest.mark.parametrize("damage", [b"", b"no database at all", b"SQLite format 3\x00" + bytes(4000)])
def test_a_damaged_index_costs_a_rebuild_and_nothing_else(damage: bytes) -> None:
    with Desk.open() as desk:
        desk.put(SAMPLE)
        discard_index(desk.workspace)
        index_path(desk.workspace).write_bytes(damage)
        desk.put(BOATS)
        desk.check()
        desk.drop(SAMPLE.encoded.graph)
        desk.check()


def test_a_curated_tenure_and_a_withdrawn_page_build_the_view_in_whole(caplog: pytest.LogCaptureFixture) -> None:
    from kg.graph.withhold import closed

    with Desk.open() as desk, caplog.at_level(logging.INFO, "kg.pipeline.build"):
        desk.put(SAMPLE, BOATS)
        desk.put(tenure_page())
        assert "a curated tenure" in caplog.text
        desk.check()
        graph = SAMPLE.encoded.graph
        commit(desk.workspace, desk.store, {graph: closed(SAMPLE.encoded.quads, "2026-05-01")}, registry=registry())
        assert "a withdrawn document" in caplog.text
        desk.check()
        desk.put(PAGES[2])
        desk.check()


def test_judging_and_undoing_one_by_one_restores_the_view() -> None:
    with Desk.open() as desk:
        desk.put(*PAGES[:8])
        before = set(desk.store.quads())
        claims: list[Claim] = [c for c in stored_claims(desk.store) if c.record.kind == "agreement"]
        desk.judge("same", "relation", judged_claim(claims[0]), judged_claim(claims[1]))
        desk.check()
        desk.judge("rejected", "claim", judged_claim(claims[2]))
        desk.check()
        for number in tuple(desk.lines):
            desk.undo(number)
            desk.check()
        assert set(desk.store.quads()) == before
