"""The explorer in a real Chromium, from disk, with a network that refuses or hangs: journeys, hostile text, axe."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from kg.explorer import explorer, explorer_page
from kg.projection.snapshot import rows_of
from tests.cases.reading import CASES, graph_of

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


class Page:
    """The explorer opened from a file: its page, requests, console and policy reports."""

    def __init__(self, browser: Any, path: Path, *, hang: bool = False, fragment: str = "", **context: Any) -> None:
        self.context = browser.new_context(
            **{"viewport": {"width": 1280, "height": 860}, "accept_downloads": True, **context}
        )
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.page.set_default_timeout(8_000)

        def route(route: Any) -> None:
            if route.request.url.startswith("file:"):
                route.continue_()
                return
            self.requests.append(route.request.url)
            if not hang:
                route.abort()

        self.page.route("**/*", route)
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type in ("error", "warning") else None)
        self.page.add_init_script(
            "window.REPORTS=[];document.addEventListener('securitypolicyviolation',e=>REPORTS.push(e.violatedDirective))"
        )
        self.page.goto(f"file://{path}{fragment}", wait_until="domcontentloaded", timeout=15_000)
        self.page.wait_for_function("document.body.dataset.ready === '1'", timeout=15_000)

    def state(self) -> dict[str, Any]:
        return json.loads(self.page.evaluate(STATE))

    def quiet(self) -> None:
        assert self.requests == []
        assert self.errors == []
        assert self.page.evaluate("window.REPORTS") == []

    def find(self, text: str) -> None:
        self.page.fill("#q", text)
        self.page.keyboard.press("Enter")


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


@pytest.mark.parametrize("hang", [False, True], ids=["network refused", "network hanging"])
def test_a_journey_from_search_to_a_link_ends_where_it_ended(
    file: Path, opened: Callable[..., Page], hang: bool
) -> None:
    v = opened(file, hang=hang)
    page = v.page
    assert "82 actors, 146 relations" in page.inner_text("#what")
    v.find("Dacca")
    alone = v.state()
    assert page.inner_text("#panel h2") == "Bangladesh"
    assert len(alone["shown"]) > 5

    before = {k: tuple(p) for k, p in alone["places"].items()}
    page.click("#panel summary:has-text('Neighbours')")
    page.click("#neighbours button:text-is('United States')")
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
    page.check("#t-on")
    page.evaluate(
        "const t = document.getElementById('t-from'); t.value = t.max - 60; t.dispatchEvent(new Event('change'))"
    )
    assert v.state()["filters"]["window"][0] > "2015"

    page.click("#path")
    page.fill("#path-a", "Bangladesh")
    page.keyboard.press("Enter")
    page.fill("#path-b", "Philippines")
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == "Paths from Bangladesh to Philippines"
    hops, receipts = page.locator("#panel .hop").count(), page.locator("#panel .hop .receipt").count()
    assert hops == receipts > 1

    ended = v.state()
    page.click("#undo")
    assert v.state()["selected"] != ended["selected"]
    page.click("#redo")
    assert v.state() == ended

    link = page.evaluate("location.hash")
    v.quiet()
    again = opened(file, fragment=link)
    assert again.state() == ended
    assert again.page.inner_text("#count") == page.inner_text("#count")
    assert again.page.inner_text("#panel") == page.inner_text("#panel")
    again.page.reload()
    again.page.wait_for_function("document.body.dataset.ready === '1'")
    assert again.state() == ended
    again.quiet()


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
    for name, start in (("png", b"\x89PNG"), ("svg", b"<svg"), ("gexf", b"<?xml"), ("csv", b"From,")):
        with v.page.expect_download() as caught:
            v.page.click(f"#{name}")
        body = Path(caught.value.path()).read_bytes()
        assert body.startswith(start), name
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


def test_a_moved_actor_is_pinned_and_a_foreign_link_says_so(file: Path, opened: Callable[..., Page]) -> None:
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


def test_the_committed_assets_are_what_the_sources_build(root: Path, tmp_path: Path) -> None:
    sources = root / "explorer"
    if shutil.which("node") is None or not (sources / "node_modules" / "esbuild").is_dir():
        pytest.skip("node or explorer/node_modules is missing: npm ci in explorer/ first")
    if not (sources / "node_modules" / "codemirror-lang-sparql").is_dir():
        pytest.skip("explorer/node_modules lacks the editor: npm ci in explorer/ first")
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
