"""From a hostile document to the page: what it says is read, quoted, and shown as text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.system.conftest import run_kg

pytestmark = pytest.mark.browser

PAYLOAD = '<script>window.PWN=1</script> <img src=x onerror="window.PWN=2"> href'
TEXT = f"""Published: 2024-05-04

Australia and Fiji signed a status of forces agreement in Suva on 3 May 2024, a notice with {PAYLOAD} said.
"""


@pytest.fixture(scope="module", params=["txt", "md"])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    source = folder / f"notice.{request.param}"
    source.write_text(TEXT, encoding="utf-8")
    assert run_kg("init", folder / "w").returncode == 0
    done = run_kg("-w", folder / "w", "ingest", source)
    assert done.returncode == 0, done.stderr + done.stdout
    done = run_kg("-w", folder / "w", "render", "-o", folder / "network.html", "--title", PAYLOAD)
    assert done.returncode == 0, done.stderr
    return folder / "network.html"


@pytest.mark.parametrize("hang", [False, True], ids=["network refused", "network hanging"])
def test_the_quote_of_a_hostile_document_is_shown_as_text(page: Path, visit: Callable[..., Any], hang: bool) -> None:
    v = visit(page, hang=hang)
    v.page.fill("#q", "Fiji")
    v.page.keyboard.press("Enter")
    v.page.click("#panel #relations button")
    v.page.wait_for_timeout(300)

    assert PAYLOAD in v.page.inner_text("#panel q")
    assert v.page.title() == PAYLOAD
    assert v.page.evaluate("window.PWN") is None
    assert v.page.evaluate("document.querySelectorAll('main img, main script').length") == 0
    assert v.requests == []
    assert v.errors == []


def test_the_demo_network_opens_offline_and_every_edge_has_a_quote(
    demo: Path, tmp_path: Path, visit: Callable[..., Any]
) -> None:
    done = run_kg("-w", demo, "render", "-o", tmp_path / "network.html")
    assert done.returncode == 0, done.stderr
    v = visit(tmp_path / "network.html", hang=True)
    labels = v.page.evaluate("kgNetwork.data.nodes.map(n => n.id)")
    bare = v.page.evaluate(
        """() => kgNetwork.data.edges.filter(e => { kgNetwork.showEdge(e.id);
        return !document.querySelector('#panel .receipt q')?.textContent; }).map(e => e.id)"""
    )

    assert len(labels) > 40
    assert bare == []
    for node in labels:
        v.page.fill("#q", node)
        v.page.keyboard.press("Enter")
        assert v.page.evaluate("kgNetwork.network.getSelectedNodes()") == [node]
    assert v.page.locator("#panel").inner_text() != ""
    assert v.requests == []
    assert v.errors == []
