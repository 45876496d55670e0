"""The fixed checklist of docs/reference/picture-checklist.md, where a machine can look: scenes, widths, schemes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from kg.explorer import explorer, explorer_page
from tests.browser.conftest import Visit
from tests.browser.scenes import SCENES, SHOTS, Shot, enter
from tests.cases.reading import CASES, graph_of

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parent / "assets" / "axe.min.js").read_text(encoding="utf-8")

# Boxes of controls that can be seen: nobody stands on anybody. What has been scrolled away is not seen.
OVERLAPS = """() => {
  const seen = [...document.querySelectorAll('button, input, select, summary, a[href]')].map(e => {
    let r = e.getBoundingClientRect(), box = [r.left, r.top, r.right, r.bottom];
    for (let p = e.parentElement; p; p = p.parentElement) {
      const s = getComputedStyle(p);
      if (s.overflowX === 'visible' && s.overflowY === 'visible') continue;
      if (p === document.body || p === document.documentElement) continue;
      const q = p.getBoundingClientRect();
      box = [Math.max(box[0], q.left), Math.max(box[1], q.top), Math.min(box[2], q.right), Math.min(box[3], q.bottom)];
    }
    return e.checkVisibility() && box[2] - box[0] > 1 && box[3] - box[1] > 1 ? {e, box} : null;
  }).filter(Boolean);
  const found = [];
  seen.forEach((p, i) => seen.slice(i + 1).forEach(q => {
    if (p.e.contains(q.e) || q.e.contains(p.e)) return;
    const [w, h] = [0, 1].map(i => Math.min(p.box[i + 2], q.box[i + 2]) - Math.max(p.box[i], q.box[i]));
    if (w > 1 && h > 1) found.push([p.e.outerHTML.slice(0, 90), q.e.outerHTML.slice(0, 90)]);
  }));
  return found; }"""
# Text that its element cuts off, without a way to scroll to it.
CUT = """() => [...document.querySelectorAll('body *')].filter(e => e.checkVisibility()
    && !e.closest('.unseen, svg, select') && ['hidden', 'clip'].includes(getComputedStyle(e).overflowX)
    && e.scrollWidth > e.clientWidth + 1).map(e => e.outerHTML.slice(0, 90))"""
# A word of the table that is broken inside, by the height of it.
BROKEN = """() => [...document.querySelectorAll('th button, td .link')].filter(e => e.checkVisibility()
    && !e.textContent.trim().includes(' ') && e.clientHeight > 34).map(e => e.textContent)"""
EMPTY = """() => [...document.querySelectorAll('main > *, section, fieldset, #notice, #count')].filter(e =>
    e.checkVisibility() && !(e.innerText || '').trim()).map(e => e.outerHTML.slice(0, 90))"""
# Every actor drawn stands inside the picture as it opens, far enough from its rims to be seen whole.
OUTSIDE = """() => { const x = kgExplorer, p = x.picture(), v = x.view();
  const {width, height} = document.getElementById('canvas').getBoundingClientRect();
  return p.scene.actors.filter(a => {
    const [px, py] = p.places[a].map((n, i) => (n - [v.x, v.y][i]) * v.k);
    return Math.abs(px) > width / 2 - 20 || Math.abs(py) > height / 2 - 12;
  }).map(a => x.model.data.actors[a].label); }"""
CONTRAST = """axe.run({runOnly: ['color-contrast', 'target-size']}).then(r =>
  r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("checklist") / "graph.html"
    data = explorer(graph_of(CASES)).data
    for receipt in data["receipts"]:
        # What readers wrote down of the cases' documents is quoted; what the pipeline reads in them is graded so.
        receipt["grade"] = "paraphrased" if data["documents"][receipt["doc"]]["project"] else receipt["grade"]
    path.write_text(explorer_page(data), encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_passes_the_checklist(
    file: Path, visit: Callable[..., Visit], scene: str, width: int, scheme: str
) -> None:
    v = visit(file, viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True)
    page = v.page
    if width == 390:
        page.evaluate("document.getElementById('filters').open = true")
    enter(page, scene)

    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(CUT) == []
    assert page.evaluate(EMPTY) == []
    assert page.evaluate(BROKEN) == []
    count, about, frame = (page.inner_text(x) for x in ("#count", "#about", "#frame"))
    assert "actors" in count
    assert "relations" in count
    assert "As of 20" in about
    assert "graph " in about
    assert "absence is not negation" in frame
    drawn = page.evaluate("kgExplorer.picture().scene.actors.length")
    assert bool(drawn) == (scene != "start")
    assert page.evaluate(OUTSIDE) == [], "actors outside the picture"
    page.evaluate(AXE)
    assert page.evaluate(CONTRAST) == []
    v.quiet()


@pytest.mark.parametrize("shot", SHOTS, ids=[s.name for s in SHOTS])
def test_the_pictures_of_the_docs_can_be_made(
    file: Path, visit: Callable[..., Visit], tmp_path: Path, root: Path, shot: Shot
) -> None:
    """``KG_PICTURES=1`` writes them to docs/images; else they stay with the tests' own files."""
    height = 844 if shot.width < 500 else 860
    v = visit(file, viewport={"width": shot.width, "height": height}, color_scheme=shot.scheme)
    enter(v.page, shot.scene, shot.scroll)
    kept = root / "docs" / "images" / f"{shot.name}.png"
    path = kept if os.environ.get("KG_PICTURES") else tmp_path / kept.name
    v.page.screenshot(path=path)

    with Image.open(path) as made, Image.open(kept) as shown:
        assert made.size == shown.size == (shot.width, height)
        shades = made.convert("L").getcolors(1 << 16) or []
        assert len(shades) > 40, "an empty picture"
    pages: Any = "".join(p.read_text(encoding="utf-8") for p in (root / "docs").rglob("*.md"))
    assert f"images/{kept.name}" in pages, "no page shows it"
    v.quiet()
