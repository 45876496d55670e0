"""The network page opens from disk with no network, shows its receipts, and runs nothing that a document says."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg.errors import RenderLimitError, UnknownTermError
from kg.projection import read_snapshot, relation_network
from kg.projection.frame import make_frame
from kg.projection.snapshot import Actor, Receipt, Snapshot
from kg.render import render_network
from tests.browser.test_explorer import AXE, PAYLOADS
from tests.cases.reading import CASES, graph_of

pytestmark = pytest.mark.browser

EVIL = 'The href of <script>window.PWN=1</script> and <img src=x onerror="window.PWN=2"> </script><b>bold</b> “é日”'
DOC = "https://example.org/doc"


def hostile_network() -> tuple[nx.MultiDiGraph, Snapshot]:
    receipt = Receipt(doc=DOC, start=3, quote=EVIL, grade="paraphrased", who=EVIL)
    graph: nx.MultiDiGraph = nx.MultiDiGraph()
    about = {"facts": [("status", EVIL)], "aliases": [EVIL], "receipts": (receipt,)}
    graph.add_node("JPN", kind="state", label="Japan", **{**about, "aliases": ["Nippon"]})
    graph.add_node("PHL", kind="state", label="Philippines", **about)
    graph.add_node("agreement-1", kind="agreement", label=EVIL, **about)
    graph.add_node("x-lone", kind="organisation", label="Côte d’Azur Shipyard", **about)
    for state in ("JPN", "PHL"):
        graph.add_edge(state, "agreement-1", role="party", label="party", facts=[("role", EVIL)], receipts=(receipt,))
    document = {
        "publisher": EVIL,
        "title": EVIL,
        "url": 'javascript:window.PWN=3//"><img src=x onerror=window.PWN=4>',
        "published": "2026-01-01",
        "recordDate": "2026-01-01",
        "project": True,
        "sources": [{"publisher": "A ministry", "title": EVIL, "url": "https://example.org/source"}],
    }
    snapshot = Snapshot(
        as_of="2026-01-02",
        known_at="9999-12-30",
        relations=(),
        actors={"JPN": Actor(iri="JPN", kind="state", label="Japan")},
        documents={DOC: document},
    )
    graph.graph["frame"] = make_frame(snapshot, relations=1, left_out=Counter(denied=2), polities={"JPN"})
    return graph, snapshot


@pytest.fixture
def hostile_page(tmp_path: Path) -> Path:
    graph, snapshot = hostile_network()
    page = tmp_path / "network.html"
    page.write_text(render_network(graph, snapshot, title=EVIL), encoding="utf-8")
    return page


@pytest.mark.parametrize("hang", [False, True], ids=["network refused", "network hanging"])
def test_the_page_opens_from_disk_and_asks_nothing_of_the_network(
    hostile_page: Path, visit: Callable[..., Any], hang: bool
) -> None:
    v = visit(hostile_page, hang=hang)
    v.page.wait_for_timeout(300)

    assert v.requests == []
    assert v.errors == []


def test_search_reaches_every_node(hostile_page: Path, visit: Callable[..., Any]) -> None:
    v = visit(hostile_page)
    for node in v.page.evaluate("kgNetwork.data.nodes.map(n => [n.id, n.name])"):
        v.page.fill("#q", node[0])
        v.page.keyboard.press("Enter")
        assert v.page.inner_text("#panel h2") == node[1]

    for text, label in (("nippon", "Japan"), ("cote d’azur", "Côte d’Azur Shipyard"), ("PHILIPP", "Philippines")):
        v.page.fill("#q", text)
        v.page.keyboard.press("Enter")
        assert label == v.page.inner_text("#panel h2")


def test_an_edge_shows_its_quotes_and_whose_words_they_are(hostile_page: Path, visit: Callable[..., Any]) -> None:
    v = visit(hostile_page)
    v.page.fill("#q", "JPN")
    v.page.keyboard.press("Enter")
    v.page.click("#panel ul button")

    assert v.page.inner_text("#panel q") == EVIL
    assert "Project-written illustration, see its sources" in v.page.inner_text("#panel")
    assert v.page.get_attribute("#panel .receipt li a", "href") == "https://example.org/source"


def test_a_click_on_the_canvas_shows_the_edge(hostile_page: Path, visit: Callable[..., Any]) -> None:
    v = visit(hostile_page)
    x, y = v.page.evaluate(
        """() => { const n = kgNetwork.network, e = kgNetwork.data.edges[0], p = n.getPositions([e.from, e.to]);
        const a = p[e.from], b = p[e.to], c = n.canvasToDOM({x: (a.x + b.x) / 2, y: (a.y + b.y) / 2});
        const r = document.getElementById('graph').getBoundingClientRect(); return [c.x + r.x, c.y + r.y]; }"""
    )
    v.page.mouse.click(x, y)
    v.page.wait_for_timeout(200)

    assert v.page.inner_text("#panel h2") == "party"
    assert v.page.locator("#panel q").count() == 1


def test_what_a_document_says_is_text_and_never_runs(hostile_page: Path, visit: Callable[..., Any]) -> None:
    v = visit(hostile_page)
    for node in v.page.evaluate("kgNetwork.data.nodes.map(n => n.id)"):
        v.page.evaluate("id => kgNetwork.showNode(id, true)", node)
    for edge in v.page.evaluate("kgNetwork.data.edges.map(e => e.id)"):
        v.page.evaluate("id => kgNetwork.showEdge(id)", edge)
    v.page.click("#rows summary")
    box = v.page.locator("#graph").bounding_box()
    for x in range(0, int(box["width"]), 40):
        v.page.mouse.move(box["x"] + x, box["y"] + box["height"] / 2)
    v.page.wait_for_timeout(400)

    assert v.page.evaluate("window.PWN") is None
    assert v.page.title() == EVIL
    assert v.page.evaluate("document.querySelectorAll('main img, main b, main script').length") == 0
    assert v.page.evaluate("[...document.querySelectorAll('a')].every(a => a.href.startsWith('https://'))")


def test_even_markup_put_into_the_page_runs_no_script(hostile_page: Path, visit: Callable[..., Any]) -> None:
    v = visit(hostile_page)
    v.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.PWN=9\">')")
    v.page.wait_for_timeout(300)

    assert v.page.evaluate("window.PWN") is None


def test_the_legend_filters_and_counts_honestly(hostile_page: Path, visit: Callable[..., Any]) -> None:
    v = visit(hostile_page)
    assert v.page.inner_text("#count") == "showing 4 of 4 nodes, 2 of 2 edges"

    v.page.uncheck('input[data-group="agreement"]')
    assert v.page.inner_text("#count") == "showing 3 of 4 nodes, 0 of 2 edges"

    v.page.fill("#q", "agreement-1")
    v.page.keyboard.press("Enter")
    assert v.page.inner_text("#count") == "showing 4 of 4 nodes, 2 of 2 edges"


def test_the_address_remembers_the_selection(hostile_page: Path, visit: Callable[..., Any]) -> None:
    v = visit(hostile_page, fragment="#PHL")

    assert v.page.inner_text("#panel h2") == "Philippines"


def test_the_table_holds_every_edge_and_sorts(hostile_page: Path, visit: Callable[..., Any]) -> None:
    v = visit(hostile_page)
    v.page.click("#rows summary")
    v.page.click("th button")
    first = v.page.inner_text("#tb tr td")
    v.page.click("th button")

    assert v.page.locator("#tb tr").count() == 2
    assert first != v.page.inner_text("#tb tr td")


def test_keyboard_alone_reaches_search_hits_relations_and_receipts(
    hostile_page: Path, visit: Callable[..., Any]
) -> None:
    v = visit(hostile_page)
    v.page.keyboard.press("/")
    v.page.keyboard.type("japan")
    v.page.keyboard.press("ArrowDown")
    v.page.keyboard.press("Enter")
    assert v.page.inner_text("#panel h2") == "Japan"

    v.page.focus("#panel ul button")
    v.page.keyboard.press("Enter")
    assert v.page.locator("#panel q").count() == 1


def test_a_network_that_nobody_can_read_is_refused_with_the_alternatives() -> None:
    graph, snapshot = hostile_network()
    for i in range(2_001):
        graph.add_node(f"n{i}", kind="person", label=f"n{i}", facts=[], aliases=[], receipts=())

    with pytest.raises(RenderLimitError, match=r"2005 nodes.*--around KEY"):
        render_network(graph, snapshot, title="too large")


def payload_network() -> tuple[nx.MultiDiGraph, Snapshot]:
    """Every payload in every place that a document or a registry may fill."""
    graph, snapshot = hostile_network()
    texts = json.loads(json.dumps(PAYLOADS))  # as a store gives them back: a pair of surrogates is one character
    for i, text in enumerate(texts):
        other = texts[(i + 1) % len(texts)]
        receipt = Receipt(doc=DOC, start=i, quote=text, grade="quoted", who=other)
        about = {"facts": [(text, other)], "aliases": [text, other], "receipts": (receipt,)}
        graph.add_node(f"{text}{i}", kind="agreement", label=text, **about)
        graph.add_edge("JPN", f"{text}{i}", role=text, label=text, facts=[(text, other)], receipts=(receipt,))
    sources = [{"publisher": p, "title": p, "url": p} for p in texts]
    snapshot.documents[DOC].update(sources=sources)
    return graph, snapshot


def test_no_payload_runs_wherever_it_stands(tmp_path: Path, visit: Callable[..., Any]) -> None:
    assert len(PAYLOADS) >= 40
    graph, snapshot = payload_network()
    page = tmp_path / "payloads.html"
    page.write_text(render_network(graph, snapshot, title=PAYLOADS[1]), encoding="utf-8")
    v = visit(page)
    nodes = v.page.evaluate("kgNetwork.data.nodes.map(n => n.id)")
    assert len(nodes) == len(PAYLOADS) + 4
    for node in nodes:
        v.page.evaluate("id => kgNetwork.showNode(id, true)", node)
    for edge in v.page.evaluate("kgNetwork.data.edges.map(e => e.id)"):
        v.page.evaluate("id => kgNetwork.showEdge(id)", edge)
    v.page.click("#rows summary")
    v.page.wait_for_timeout(400)

    assert v.page.evaluate("window.PWN") is None
    assert v.page.evaluate("({}).polluted") is None
    assert (
        v.page.evaluate("document.querySelectorAll('main :is(img,iframe,object,embed,video,base,form,meta)').length")
        == 0
    )
    assert v.page.evaluate("[...document.querySelectorAll('a')].every(a => /^https?:/.test(a.href))")
    assert v.requests == []
    assert v.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(tmp_path: Path, visit: Callable[..., Any], scheme: str, width: int) -> None:
    with graph_of(CASES) as store:
        snapshot = read_snapshot(store)
    page = tmp_path / "network.html"
    page.write_text(render_network(relation_network(snapshot), snapshot, title="Network"), encoding="utf-8")
    v = visit(page, color_scheme=scheme, viewport={"width": width, "height": 844}, bypass_csp=True)
    v.page.evaluate(AXE.read_text(encoding="utf-8"))

    def check(state: str) -> None:
        found = v.page.evaluate(
            "axe.run(document,{runOnly:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']})"
            ".then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.failureSummary).slice(0, 3)]))"
        )
        assert found == [], state

    check("loaded")
    v.page.fill("#q", "JPN")
    v.page.keyboard.press("Enter")
    check("node")
    v.page.locator("#panel ul button").first.click()
    check("edge")
    v.page.click("#rows summary")
    check("table")


def test_a_layer_alone_is_drawn_and_an_unknown_one_is_named() -> None:
    with graph_of(CASES) as store:
        snapshot = read_snapshot(store)
    there = {r.layer for r in snapshot.relations}
    drawn = relation_network(snapshot, layers=["L5"])

    assert {"L5"} < there
    kept = [n for n, k in drawn.nodes(data="kind") if k == "agreement"]
    assert kept
    assert {r.layer for r in snapshot.relations if r.iri.rsplit("/", 1)[-1] in kept} == {"L5"}
    assert drawn.number_of_nodes() < relation_network(snapshot).number_of_nodes()
    with pytest.raises(UnknownTermError, match="'L99' is not a term of layer"):
        relation_network(snapshot, layers=["L99"])
