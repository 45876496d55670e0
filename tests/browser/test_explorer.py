"""The explorer in a real Chromium, from disk, with a network that refuses or hangs: journeys, hostile text, axe."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from kg.explorer import explorer, explorer_page
from kg.projection.snapshot import rows_of
from tests.browser.conftest import Visit
from tests.cases.reading import CASES, graph_of
from tests.server.conftest import serving

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "assets" / "axe.min.js"
STATE = "JSON.stringify(kgExplorer.state())"
PAYLOADS = [
    "<script>window.PWN=1</script>",
    "</script><script>window.PWN=1</script>",
    "<!--<script>window.PWN=1//-->",
    '<img src=x onerror="window.PWN=1">',
    "<img src=x onerror=window.PWN=1//",
    "<svg onload=window.PWN=1>",
    "<svg><script>window.PWN=1</script></svg>",
    "<math><mi//xlink:href='data:x,<script>window.PWN=1</script>'>",
    '<iframe srcdoc="<script>parent.PWN=1</script>"></iframe>',
    "<iframe src='javascript:parent.PWN=1'></iframe>",
    "<body onload=window.PWN=1>",
    "<input autofocus onfocus=window.PWN=1>",
    "<details open ontoggle=window.PWN=1>",
    "<video><source onerror=window.PWN=1></video>",
    "<object data='javascript:window.PWN=1'></object>",
    "<embed src='javascript:window.PWN=1'>",
    "<a href='javascript:window.PWN=1'>x</a>",
    "javascript:window.PWN=1",
    "JaVaScRiPt:window.PWN=1",
    " javascript:window.PWN=1",
    "java\tscript:window.PWN=1",
    "data:text/html,<script>window.PWN=1</script>",
    "vbscript:msgbox(1)",
    'https://example.org/"onmouseover=window.PWN=1 x="',
    "https://example.org/' onclick='window.PWN=1",
    '"><script>window.PWN=1</script>',
    "'-window.PWN=1-'",
    "`${window.PWN=1}`",
    "${window.PWN=1}",
    "{{window.PWN=1}}",
    "{% import os %}{{ ''.__class__ }}",
    "]]><script>window.PWN=1</script>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>",
    "<form action=https://evil.example><input name=q></form>",
    "<template><script>window.PWN=1</script></template>",
    "<noscript><img src=x onerror=window.PWN=1></noscript>",
    "\u2028window.PWN=1\u2029",
    "\u202egnp.exe\u202c",
    "\ud83d\ude00\u0000\u0007\u001b[31m",
    "&lt;script&gt;window.PWN=1&lt;/script&gt;",
    "&#60;script&#62;window.PWN=1",
    '=HYPERLINK("https://evil.example")',
    "__proto__",
    "constructor",
    "x" * 3000,
]


class Page(Visit):
    """The explorer, open: its state, and the search."""

    def state(self) -> dict[str, Any]:
        return json.loads(self.page.evaluate(STATE))

    def find(self, text: str) -> None:
        self.page.fill("#q", text)
        self.page.keyboard.press("Enter")


def workbook(body: bytes) -> list[list[tuple[Any, ...]]]:
    """The rows of each sheet, as a reader of its own reads them; the archive is checked whole."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
    book = openpyxl.load_workbook(io.BytesIO(body))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    return [list(sheet.iter_rows(values_only=True)) for sheet in book]


@pytest.fixture(scope="module")
def store() -> Any:
    return graph_of(CASES)


@pytest.fixture(scope="module")
def data(store: Any) -> dict[str, Any]:
    return explorer(store).data


@pytest.fixture(scope="module")
def file(data: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("explorer") / "graph.html"
    path.write_text(explorer_page(data), encoding="utf-8")
    return path


@pytest.fixture
def opened(chromium: Any) -> Iterator[Callable[..., Page]]:
    made: list[Page] = []

    def one(path: Path, **kwargs: Any) -> Page:
        made.append(Page(chromium, path, **kwargs))
        return made[-1]

    yield one
    for page in made:
        page.context.close()


@pytest.fixture(scope="module")
def served(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    place = tmp_path_factory.mktemp("explored") / "w"
    shutil.copytree(demo, place)
    with serving(place) as running:
        yield running.url + "/explore"


@pytest.mark.parametrize("hang", [False, True], ids=["network refused", "network hanging"])
@pytest.mark.parametrize("by", ["file", "server"])
def test_a_journey_from_search_to_a_link_ends_where_it_ended(
    request: pytest.FixtureRequest, opened: Callable[..., Page], by: str, hang: bool
) -> None:
    address = request.getfixturevalue("file" if by == "file" else "served")
    typed, found, other = ("Dacca", "Bangladesh", "Philippines") if by == "file" else ("Nippon", "Japan", "Australia")
    v = opened(address, hang=hang)
    page = v.page
    v.find(typed)
    alone = v.state()
    assert page.inner_text("#panel h2") == found
    assert len(alone["shown"]) > 5

    before = {k: tuple(p) for k, p in alone["places"].items()}
    page.click("#panel summary:has-text('Neighbours')")
    page.click("#neighbours button:text-is('United States')")
    while "not shown" not in page.inner_text("#expand li >> nth=0"):
        page.click("#undo")
    page.click("#expand button >> nth=0")
    more = v.state()
    assert len(more["shown"]) > len(alone["shown"])
    assert {k: tuple(more["places"][k]) for k in before} == before, "somebody moved"

    page.click("#relations button >> nth=0")
    assert page.locator("#panel .receipt").count() > 0
    assert "independent origin" in page.inner_text("#panel")

    full = page.inner_text("#count")
    page.click("#f-kinds-agreement")
    assert page.inner_text("#count") != full
    page.click("#f-kinds-agreement")
    page.click("#f-layers input >> nth=0")
    page.check("#t-on")
    page.evaluate(
        "const t = document.getElementById('t-from'); t.value = t.max - 60; t.dispatchEvent(new Event('change'))"
    )
    assert v.state()["filters"]["window"][0] > "2015"

    page.click("#path")
    page.fill("#path-a", found)
    page.keyboard.press("Enter")
    page.fill("#path-b", other)
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == f"Paths from {found} to {other}"
    hops, receipts = page.locator("#panel .hop").count(), page.locator("#panel .hop .receipt").count()
    assert hops == receipts > 0

    # The path was put on the canvas and chosen: undoing takes both back, every step before it too, and forth again.
    ended = v.state()
    steps = 0
    while page.is_enabled("#undo"):
        page.click("#undo")
        steps += 1
    assert v.state()["shown"] == []
    assert steps >= 6
    for _ in range(steps):
        page.click("#redo")
    assert v.state() == ended
    assert page.is_disabled("#redo")

    link = page.evaluate("location.href")
    page.reload()
    page.wait_for_function("document.body.dataset.ready === '1'")
    assert v.state() == ended
    v.quiet()
    again = opened(address, fragment="#" + link.split("#", 1)[1])
    assert again.state() == ended
    for part in ("#count", "#panel", "#t-text", "#hidden"):
        assert again.page.inner_text(part) == page.inner_text(part)
    again.quiet()


def test_the_start_says_what_there_is_and_the_whole_network_is_one_step(
    file: Path, data: dict[str, Any], opened: Callable[..., Page]
) -> None:
    v = opened(file)
    page = v.page
    assert "82 actors, 146 relations" in page.inner_text("#what")
    assert page.inner_text("#whole-start") == "The whole network (82 actors)"
    page.click("#whole-start")
    whole = v.state()
    assert len(whole["shown"]) == 82
    assert page.get_attribute("#whole", "aria-pressed") == "true"
    assert len(page.evaluate("location.hash")) < 60, "the address names every actor"
    page.reload()
    page.wait_for_function("document.body.dataset.ready === '1'")
    assert v.state() == whole
    a = next(i for i, x in enumerate(data["actors"]) if x["id"] == "JPN")
    page.evaluate("a => kgExplorer.act.hide([a])", a)
    page.evaluate("() => { kgExplorer.act.pin(kgExplorer.state().shown[3]); }")
    changed = v.state()
    again = opened(file, fragment=page.evaluate("location.hash"))
    assert sorted(again.state()["shown"]) == sorted(changed["shown"])
    assert again.state()["places"] == changed["places"]
    assert again.state()["pinned"] == changed["pinned"]
    v.find("Cambodia")
    view = page.evaluate("kgExplorer.view()")
    khm = next(i for i, x in enumerate(data["actors"]) if x["id"] == "KHM")
    assert [view["x"], view["y"]] == v.state()["places"][str(khm)], "what was searched for is not in the middle"
    assert view["k"] >= 0.42, "what was searched for is too small to be read"
    page.keyboard.press("w")
    assert v.state()["shown"] == []
    page.click("#undo")
    assert v.state() == {**changed, "selected": v.state()["selected"]}
    again.quiet()


def test_a_network_too_large_says_how_many_it_shows(
    store: Any, tmp_path: Path, opened: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.explorer.data.LAID_OUT", 20)
    path = tmp_path / "few.html"
    path.write_text(explorer(store).html, encoding="utf-8")
    v = opened(path)

    assert v.page.inner_text("#whole-start") == "The whole network (the 20 most connected of 82 actors)"
    v.page.click("#whole-start")
    assert "The 20 most connected of 82 actors" in v.page.inner_text("#notice")
    assert v.page.inner_text("#count").startswith("Showing 20 of 82 actors")
    degrees = v.page.evaluate("kgExplorer.model.touches.map(t => t.length)")
    shown = set(v.state()["shown"])
    assert min(degrees[i] for i in shown) >= max(d for i, d in enumerate(degrees) if i not in shown)


def test_the_map_shows_land_and_every_polity_and_no_border(
    file: Path, data: dict[str, Any], opened: Callable[..., Page], root: Path
) -> None:
    v = opened(file)
    page = v.page
    assert page.is_disabled("#map"), "a map of nothing"
    assert page.evaluate("globalThis.kgLand") is None, "the map ran before anybody asked"
    v.find("Japan")
    page.keyboard.press("m")
    assert "no border and no claim is drawn" in page.inner_text("#map-note")
    polities = {x["id"] for x in data["actors"] if x["kind"] == "state"}
    ids = page.evaluate("kgExplorer.picture().scene.actors.map(a => kgExplorer.model.data.actors[a].id)")
    assert set(ids) <= polities
    assert "no point on the map" in page.inner_text("#count")
    with (root / "data" / "registry" / "polities.csv").open(encoding="utf-8", newline="") as rows:
        keys = [row["key"] for row in csv.DictReader(rows)]
    points = page.evaluate("keys => keys.map(k => kgExplorer.land().point(k))", keys)
    lost = [k for k, p in zip(keys, points, strict=True) if p is None]
    assert lost == [], "polities without a point: run npm run build in explorer/"
    frame = page.evaluate("kgExplorer.land().frame")
    assert all(frame[0] <= x <= frame[2] and frame[1] <= y <= frame[3] for x, y in points)
    at = dict(zip(keys, points, strict=True))
    assert at["IND"][0] < at["TWN"][0] < at["JPN"][0] < at["NZL"][0] < at["USA"][0], "the Pacific is not the middle"
    assert at["JPN"][1] < at["PHL"][1] < at["AUS"][1] < at["NZL"][1], "north is not up"
    # Points that lie in the land of the map: all but islands smaller than its coasts are drawn.
    inside = page.evaluate(
        """keys => { const c = document.createElement('canvas').getContext('2d'); const land = kgExplorer.land();
        return keys.filter(k => c.isPointInPath(land.path(), ...land.point(k), 'evenodd')); }""",
        keys,
    )
    assert {"JPN", "IND", "AUS", "TWN", "CHN", "IDN", "FJI", "PNG-NSB", "USA", "RUS"} <= set(inside)
    assert len(inside) > 0.8 * len(keys)
    assert page.evaluate("Object.keys(kgExplorer.land()).sort()") == ["frame", "path", "point", "svg"]
    svg = ET.fromstring(page.evaluate("kgExplorer.svg()"))
    assert len(list(svg.iter("{http://www.w3.org/2000/svg}path"))) == 1, "more than one shape: land alone is drawn"
    assert "no border" in "".join(svg.itertext())
    there = v.state()
    page.reload()
    page.wait_for_function("document.body.dataset.ready === '1'")
    assert v.state() == there
    page.click("#map")
    assert not v.state()["map"]
    v.quiet()


def test_a_picture_on_the_move_is_the_last_one_moved_and_then_sharp(file: Path, opened: Callable[..., Page]) -> None:
    v = opened(file)
    page = v.page
    page.click("#whole-start")
    page.click("#map")  # of any size, a map is too much land to draw in every frame
    page.wait_for_timeout(300)
    count = """() => { window.calls = {fill: 0, drawImage: 0};
        for (const m of Object.keys(calls)) { const o = CanvasRenderingContext2D.prototype[m];
            CanvasRenderingContext2D.prototype[m] = function (...a) { calls[m] += 1; return o.apply(this, a); }; } }"""
    page.evaluate(count)
    before = page.evaluate("({...kgExplorer.view()})")
    moved = page.evaluate(
        """async () => { const c = document.getElementById('canvas'), seen = [];
        for (let i = 0; i < 5; i++) { c.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight'}));
            await new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r))); seen.push({...calls}); }
        return seen; }"""
    )
    assert moved[-1]["fill"] == 0, "land was drawn while the view was on the move"
    assert moved[-1]["drawImage"] == 5
    assert page.evaluate("kgExplorer.view().x") > before["x"]
    page.wait_for_timeout(400)
    assert page.evaluate("calls.fill") >= 2, "the picture stays as it was moved"
    still = page.evaluate("document.getElementById('canvas').toDataURL()")
    page.evaluate("kgExplorer.renderer.draw(kgExplorer.picture())")
    assert page.evaluate("document.getElementById('canvas').toDataURL()") == still


def test_known_at_leaves_out_what_was_not_on_file(
    file: Path, data: dict[str, Any], opened: Callable[..., Page]
) -> None:
    v = opened(file)
    page = v.page
    page.click("#whole")
    page.fill("#t-known", "31.12.2023")
    page.keyboard.press("Enter")
    assert "is no day" in page.inner_text("#t-known-text")
    assert page.get_attribute("#t-known", "aria-invalid") == "true"
    page.fill("#t-known", "2023-12-31")
    page.keyboard.press("Enter")
    days = [d["recorded"] for d in data["documents"]]

    def receipts(r: dict[str, Any]) -> list[int]:
        parts = [*r["stages"], *r["parts"]]
        return [*(i for p in parts for i in p["receipts"]), *r["programmeReceipts"]]

    then = [
        r["id"] for r in data["relations"] if any(days[data["receipts"][i]["doc"]] <= "2023-12-31" for i in receipts(r))
    ]
    passing = page.evaluate(
        "kgExplorer.model.data.relations.filter((r, i) => kgExplorer.picture().scene.passing[i]).map(r => r.id)"
    )
    assert 0 < len(passing) <= len(then) < len(data["relations"])
    assert set(passing) <= set(then)
    assert "not on file yet" in page.inner_text("#t-known-text")
    link = page.evaluate("location.hash")
    assert "known=2023-12-31" in link
    assert opened(file, fragment=link).state() == v.state()
    page.click("#t-known-off")
    assert v.state()["filters"]["knownAt"] is None
    v.quiet()


def test_the_server_builds_the_graph_of_the_day_that_was_chosen(served: str, opened: Callable[..., Page]) -> None:
    v = opened(served)
    page = v.page
    v.find("Japan")
    page.fill("#t-known", "2024-12-31")
    page.keyboard.press("Enter")
    page.click("#t-known-rebuild")
    page.wait_for_function("document.body.dataset.ready === '1' && location.search.includes('known_at')")

    assert "by the files of 2024-12-31" in page.inner_text("#about")
    assert page.inner_text("#panel h2") == "Japan"
    assert "made from graph" in page.inner_text("#notice")
    assert v.state()["filters"]["knownAt"] is None
    v.quiet()


def test_no_button_does_nothing_without_a_word(file: Path, opened: Callable[..., Page]) -> None:
    v = opened(file)
    v.find("BGD")
    while "not shown" in v.page.inner_text("#expand li >> nth=0"):
        v.page.click("#expand button >> nth=0")
    v.page.click("#expand button >> nth=0")

    assert "on the canvas already" in v.page.inner_text("#notice")
    v.page.fill("#q", "no such actor")
    assert "Nothing here is called" in v.page.inner_text("#nothing")


def test_what_is_not_stated_is_off_and_an_allegation_stands_with_its_denial(
    file: Path, data: dict[str, Any], opened: Callable[..., Page]
) -> None:
    v = opened(file)
    drawn = "kgExplorer.picture().scene.relations.map(i => kgExplorer.model.data.relations[i].state)"
    v.page.evaluate("kgExplorer.model.data.actors.slice(0, 80).forEach((_, a) => kgExplorer.open(a))")
    assert set(v.page.evaluate(drawn)) == {"stated"}
    for state in {r["state"] for r in data["relations"]} - {"stated"}:
        v.page.check(f"#f-states-{state}")
    assert {"alleged", "denied", "planned"} <= set(v.page.evaluate(drawn))
    lines = v.page.evaluate("kgExplorer.picture().scene.lines.map(l => [l.state, l.relations])")
    apart = all({data["relations"][i]["state"] for i in relations} == {state} for state, relations in lines)
    assert apart, "a line joins what is stated and what is not"
    alleged = [i for i, r in enumerate(data["relations"]) if r["state"] == "alleged"]
    assert alleged
    for i in alleged:
        v.page.evaluate("i => kgExplorer.act.select({t: 'relation', r: i})", i)
        text = v.page.inner_text("#panel .standing")
        assert "Alleged by" in text
        assert "denied by" in text or "no denial is on file" in text
    rows = list(csv.DictReader(io.StringIO(v.page.evaluate("kgExplorer.csv()"))))
    said = [r["Said"] for r in rows if r["State"] == "alleged"]
    assert said
    assert all("denied by" in s or "no denial" in s for s in said)


def test_every_relation_leads_to_its_receipts(file: Path, data: dict[str, Any], opened: Callable[..., Page]) -> None:
    v = opened(file)
    bare = v.page.evaluate(
        """() => kgExplorer.model.data.relations.map((_, i) => i).filter(i => {
        kgExplorer.act.select({t: 'relation', r: i});
        const r = document.querySelector('#panel .receipts .receipt');
        return !r?.querySelector('.grade').textContent || !r.querySelector('q, p:not(.where)')?.textContent; })"""
    )

    assert bare == []
    disputed = data["disagreements"][0]["relation"]
    v.page.evaluate("i => kgExplorer.act.select({t: 'relation', r: i})", disputed)
    assert v.page.locator("#panel .rivals .side").count() >= 1


def test_what_is_shown_leaves_as_files_and_as_a_query_that_finds_it(
    file: Path, store: Any, data: dict[str, Any], opened: Callable[..., Page]
) -> None:
    v = opened(file)
    v.find("Japan")
    shown = set(v.page.evaluate("kgExplorer.picture().scene.relations.map(i => kgExplorer.model.data.relations[i].id)"))
    starts = {"png": b"\x89PNG", "svg": b"<svg", "gexf": b"<?xml", "csv": b"From,", "xlsx": b"PK\x03\x04"}
    body = {}
    for name, start in starts.items():
        with v.page.expect_download() as caught:
            v.page.click(f"#{name}")
        assert caught.value.suggested_filename == f"kg-{data['version']}.{name}"
        body[name] = Path(caught.value.path()).read_bytes()
        assert body[name].startswith(start), name
    rows = list(csv.reader(io.StringIO(body["csv"].decode())))
    sheet, about = workbook(body["xlsx"])
    assert [[("" if x is None else str(x)) for x in row] for row in sheet] == rows
    assert data["version"] in {x for row in about for x in row}
    assert {type(row[rows[0].index("Origins")]) for row in sheet[1:]} == {int}
    svg = ET.fromstring(v.page.evaluate("kgExplorer.svg()"))
    assert data["version"] in "".join(svg.itertext())
    gexf = ET.fromstring(v.page.evaluate("kgExplorer.gexf()"))
    assert {e.get("kind") for e in gexf.iter("{http://gexf.net/1.3}edge")} == shown
    query = v.page.evaluate("kgExplorer.sparql()")
    found = {row["relation"].removeprefix(data["id"]) for row in rows_of(store, query)}
    assert found == shown
    v.quiet()


def test_hostile_text_is_text_everywhere(store: Any, tmp_path: Path, opened: Callable[..., Page]) -> None:
    assert len(PAYLOADS) >= 40
    data = json.loads(json.dumps(explorer(store, title=PAYLOADS[0]).data))
    n = len(PAYLOADS)
    for i, actor in enumerate(data["actors"]):
        actor["label"] = PAYLOADS[i % n]
        actor["aliases"] = [PAYLOADS[(i + 7) % n], "zz" + str(i)]
    for i, relation in enumerate(data["relations"]):
        relation.update(
            title=PAYLOADS[i % n],
            typeLabel=PAYLOADS[(i + 1) % n],
            id=PAYLOADS[(i + 2) % n] + str(i),
            status=PAYLOADS[(i + 3) % n],
        )
        for stage in relation["stages"]:
            stage.update(place=PAYLOADS[(i + 4) % n], allegedBy=[PAYLOADS[(i + 5) % n]], alleged=True)
        for part in relation["parts"]:
            part.update(role=PAYLOADS[(i + 6) % n], capacity=PAYLOADS[(i + 7) % n], holder=PAYLOADS[(i + 8) % n])
    for i, receipt in enumerate(data["receipts"]):
        receipt.update(quote=PAYLOADS[i % n], citation=PAYLOADS[(i + 1) % n], who=PAYLOADS[(i + 2) % n])
        receipt.update(before=PAYLOADS[(i + 3) % n], after=PAYLOADS[(i + 4) % n])
    for i, doc in enumerate(data["documents"]):
        doc.update(
            title=PAYLOADS[i % n],
            publisher=PAYLOADS[(i + 1) % n],
            url=PAYLOADS[(i + 17) % n],
            rights=PAYLOADS[(i + 2) % n],
        )
        doc["sources"] = [{"publisher": p, "title": p, "url": p} for p in PAYLOADS]
    for i, dispute in enumerate(data["disagreements"]):
        dispute.update(slot=PAYLOADS[i % n], reason=PAYLOADS[(i + 1) % n])
        for side in dispute["sides"]:
            side["value"] = PAYLOADS[(i + 2) % n]
    data["layers"] = {k: PAYLOADS[i % n] for i, k in enumerate(data["layers"])}
    path = tmp_path / "hostile.html"
    path.write_text(explorer_page(data), encoding="utf-8")
    v = opened(path)
    v.page.evaluate(
        """() => { const x = kgExplorer, d = x.model.data;
        d.actors.forEach((_, a) => x.open(a));
        d.relations.forEach((_, r) => { x.act.select({t: 'relation', r});
            document.querySelectorAll('#panel details').forEach(e => { e.open = true; });
            [...document.querySelectorAll('#panel .receipts > button')].forEach(b => b.click()); });
        document.getElementById('table').open = true;
        const q = document.getElementById('q'); q.value = 'zz1'; q.dispatchEvent(new Event('input'));
        document.getElementById('sparql').click(); }"""
    )
    v.page.wait_for_timeout(300)

    assert v.page.evaluate("window.PWN") is None
    assert v.page.evaluate("document.querySelectorAll('img, iframe, object, embed, form, base, link').length") == 0
    assert v.page.evaluate("[...document.querySelectorAll('a')].every(a => /^https?:/.test(a.href))")
    assert v.page.evaluate(
        "[...document.querySelectorAll('*')].every(e => [...e.attributes].every(a => !a.name.startsWith('on')))"
    )
    assert v.page.title() == PAYLOADS[0]
    ET.fromstring(v.page.evaluate("kgExplorer.svg()"))
    ET.fromstring(v.page.evaluate("kgExplorer.gexf()"))
    assert all(
        not c.startswith(("=", "+", "@"))
        for r in csv.reader(io.StringIO(v.page.evaluate("kgExplorer.csv()")))
        for c in r
    )
    with v.page.expect_download() as caught:
        v.page.evaluate("document.getElementById('xlsx').click()")
    texts = [x for row in workbook(Path(caught.value.path()).read_bytes())[0] for x in row]
    assert any(str(x).startswith("=HYPERLINK") for x in texts), "a cell of text lost its text"
    v.page.evaluate("document.querySelector('dialog[open]')?.close(); document.getElementById('map').click()")
    v.page.evaluate("kgExplorer.svg()")
    assert v.page.evaluate("window.PWN") is None
    v.quiet()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(file: Path, opened: Callable[..., Page], scheme: str, width: int) -> None:
    v = opened(file, color_scheme=scheme, viewport={"width": width, "height": 844}, bypass_csp=True)
    v.page.evaluate(AXE.read_text(encoding="utf-8"))

    def check(state: str) -> None:
        found = v.page.evaluate(
            "axe.run(document,{runOnly:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']})"
            ".then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.failureSummary).slice(0, 3)]))"
        )
        assert found == [], state

    check("empty")
    v.find("Japan")
    v.page.evaluate("document.querySelectorAll('#filters, #table').forEach(e => { e.open = true; })")
    v.page.wait_for_timeout(50)
    check("loaded")
    v.page.evaluate(
        "const two = kgExplorer.model.data.disagreements.find(d => d.sides.length > 1);"
        "kgExplorer.act.select({t: 'relation', r: two.relation});"
        "document.querySelectorAll('#panel details').forEach(e => { e.open = true; })"
    )
    check("panel")
    for name in ("map", "whole"):
        v.page.evaluate("id => document.getElementById(id).click()", name)
        v.page.wait_for_timeout(50)
        check(name)
    v.page.fill("#t-known", "nonsense")
    v.page.keyboard.press("Enter")
    check("a day that is none")
    v.page.fill("#t-known", "2023-01-01")
    v.page.keyboard.press("Enter")
    check("known at")
    for dialog in ("help", "sparql", "path"):
        v.page.evaluate("id => document.getElementById(id).click()", dialog)
        check(dialog)
        v.page.keyboard.press("Escape")
    overflow = v.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0


def test_everything_is_reached_by_keyboard(file: Path, opened: Callable[..., Page]) -> None:
    v = opened(file)
    key = v.page.keyboard
    key.press("/")
    key.type("Philip")
    key.press("ArrowDown")
    key.press("ArrowUp")
    key.press("Enter")
    assert v.page.inner_text("#panel h2") == "Philippines"
    for _ in range(40):
        key.press("Tab")
        if v.page.evaluate("document.activeElement.closest('#relations') !== null"):
            break
    key.press("Enter")
    assert v.state()["selected"]["t"] == "relation"
    key.press("Escape")
    assert v.state()["selected"] is None
    n = len(v.state()["shown"])
    v.find("Japan")
    key.press("h")
    assert len(v.state()["shown"]) == n - 1 or len(v.state()["shown"]) > 0
    key.press("Control+z")
    assert any(v.state()["shown"])
    key.press("p")
    assert v.page.evaluate("document.getElementById('path-dialog').open")
    key.press("Escape")
    key.press("?")
    assert v.page.evaluate("document.getElementById('help-dialog').open")
    v.quiet()


def test_a_moved_actor_is_pinned_and_a_foreign_link_says_so(
    file: Path, data: dict[str, Any], opened: Callable[..., Page]
) -> None:
    v = opened(file)
    v.find("Japan")
    a = v.state()["selected"]["a"]
    box = v.page.locator("#canvas").bounding_box()
    view = v.page.evaluate("kgExplorer.view()")
    x, y = v.state()["places"][str(a)]
    px = box["x"] + box["width"] / 2 + (x - view["x"]) * view["k"]
    py = box["y"] + box["height"] / 2 + (y - view["y"]) * view["k"]
    v.page.mouse.move(px, py)
    v.page.mouse.down()
    v.page.mouse.move(px + 40, py + 30, steps=4)
    v.page.mouse.up()
    assert v.state()["pinned"] == [a]
    assert v.state()["places"][str(a)] != [x, y]
    v.page.click("#undo")
    assert v.state()["places"][str(a)] == [x, y]

    other = opened(file, fragment="#v=0123456789ab&on=JPN*0*0!NOBODY*5*5&sel=actor*JPN")
    assert "made from graph 0123456789ab" in other.page.inner_text("#notice")
    assert "1 thing" in other.page.inner_text("#notice")
    odd = opened(file, fragment="#on=%E0%A4%A&sel=zzz*%&time=now!then&origins=x&states=nonsense")
    assert odd.state()["shown"] == []
    odd.quiet()
    nonsense = opened(file, fragment="#whole=1&view=map&off=JPN!NOBODY&known=2024-02-31&on=PHL*1e999*x*p!PHL*3*4*p")
    state = nonsense.state()
    assert len(state["shown"]) == len(state["places"]) == 81
    assert state["filters"]["knownAt"] is None
    assert "2 things that it names are not in this graph" in nonsense.page.inner_text("#notice")
    assert state["pinned"] == [next(i for i, x in enumerate(data["actors"]) if x["id"] == "PHL")]
    nonsense.quiet()


def test_the_committed_assets_are_of_these_sources(root: Path) -> None:
    """Needs no node: every asset was written together with the hashes of what it was built from."""
    folder = root / "explorer"
    built = json.loads((root / "kg" / "explorer" / "assets" / "sources.json").read_text(encoding="utf-8"))
    paths = [p for p in (folder / "src").rglob("*") if p.is_file()]
    paths += [folder / n for n in ("build.mjs", "land.mjs", "package.json", "package-lock.json")]
    now = {p.relative_to(root).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in paths}

    assert built["sources"] == now, "the sources have changed since: npm run build in explorer/"
    assets = {
        p.relative_to(root).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for f in ("explorer", "server")
        for p in (root / "kg" / f / "assets").iterdir()
        if p.name not in {"sources.json", "icon.svg", "pages.css"}
    }
    assert built["assets"] == assets, "an asset was changed by hand: npm run build in explorer/"


def test_the_committed_assets_are_what_the_sources_build(root: Path, tmp_path: Path) -> None:
    sources = root / "explorer"
    if shutil.which("node") is None or not (sources / "node_modules" / "esbuild").is_dir():
        pytest.skip("node or explorer/node_modules is missing: npm ci in explorer/ first")
    for package, what in (("codemirror-lang-sparql", "the editor"), ("world-atlas", "the map")):
        if not (sources / "node_modules" / package).is_dir():
            pytest.skip(f"explorer/node_modules lacks {what}: npm ci in explorer/ first")
    out, served = tmp_path / "explorer", tmp_path / "server"
    command = ["node", "build.mjs", str(out), str(served)]
    subprocess.run(command, cwd=sources, check=True, capture_output=True, timeout=60)

    own = {"icon.svg", "pages.css"}
    for made, folder, kept in ((out, "explorer", set()), (served, "server", own)):
        assets = root / "kg" / folder / "assets"
        assert {p.name for p in made.iterdir()} | kept == {p.name for p in assets.iterdir()}
        for built in made.iterdir():
            same = built.read_bytes() == (assets / built.name).read_bytes()
            assert same, f"{built.name}: run node explorer/build.mjs"
