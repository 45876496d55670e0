"""The served pages in a real browser: axe-core finds nothing, phones need no sideways scrolling, keys suffice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.server.conftest import Server, serving

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parent / "assets" / "axe.min.js").read_text(encoding="utf-8")
PATHS = [
    *("/", "/search?q=reciprocal+access", "/search?q=zzzz", "/browse/agreement", "/id/JPN", "/id/OSA", "RELATION"),
    *("DOCUMENT", "/concept/stage", "/concept/stage-signed", "/id/SPRATLY-ISLANDS", "/id/NOTHING", "/sparql"),
]


@pytest.fixture(scope="module")
def served(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    import shutil

    place = tmp_path_factory.mktemp("browsed") / "w"
    shutil.copytree(demo, place)
    with serving(place, "--workers", "2") as running:
        yield running


@pytest.fixture(scope="module")
def paths(served: Server) -> list[str]:
    relation = served.client.get("/api/entities/JPN/relations", params={"with": "PHL", "kind": "agreement"})
    document = served.client.get("/api/search", params={"q": "japan", "kind": "document"})
    names = {"RELATION": relation.json()["relations"][0]["id"], "DOCUMENT": document.json()["hits"][0]["id"]}
    return [f"/id/{names[p]}" if p in names else p for p in PATHS]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_nothing_overflows(
    chromium: Any, served: Server, paths: list[str], scheme: str, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    for path in paths:
        page.goto(served.url + path)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.evaluate(AXE)
        found = page.evaluate("axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))")
        assert found == [], f"{path} {width} {scheme}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert {u.split("/")[2] for u in asked} == {served.url.split("/")[2]}, "a page asked something of another host"
    context.close()


def test_keys_alone_lead_from_the_first_page_to_a_receipt(chromium: Any, served: Server) -> None:
    context = chromium.new_context(viewport={"width": 1000, "height": 800})
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda m: errors.append(m.text) if m.type in ("error", "warning") else None)
    page.goto(served.url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("reciprocal access philippines japan")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    page.focus("ul.hits a")
    page.keyboard.press("Enter")
    page.wait_for_selector("ol.life")
    page.focus("ol.life summary")
    page.keyboard.press("Enter")
    assert page.is_visible("ol.life mark")
    assert errors == []
    context.close()


def test_the_explorer_is_served_and_asks_for_nothing_more(chromium: Any, served: Server) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: said.append(str(e)))
    page.goto(served.url + "/explore?around=JPN")
    page.wait_for_function("document.body.dataset.ready === '1'")

    assert page.inner_text("#panel h2") == "Japan"
    assert [a for a in asked if not a.endswith("/favicon.ico")] == [served.url + "/explore?around=JPN"]
    assert [s for s in said if "favicon" not in s] == []
    context.close()
