"""The query page in a real browser: editor, completion, library, own queries, three pictures of an answer, errors."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.server.conftest import Server, serving

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parent / "assets" / "axe.min.js").read_text(encoding="utf-8")
ENDS = (
    "SELECT ?r ?a ?b ?day { ?r ips:party ?a, ?b ; ips:signedOn ?day FILTER(STR(?a) < STR(?b)) } ORDER BY ?day ?r ?a ?b"
)
GRAPH = "CONSTRUCT { ?a ips:party ?b } WHERE { ?r ips:party ?a, ?b FILTER(STR(?a) < STR(?b)) }"
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"


@pytest.fixture(scope="module")
def served(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    import shutil

    place = tmp_path_factory.mktemp("asked") / "w"
    shutil.copytree(demo, place)
    with serving(place, "--workers", "2", "--row-limit", "3000") as running:
        yield running


class Asking:
    """The page, open and ready."""

    def __init__(self, browser: Any, address: str, **context: Any) -> None:
        self.context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | context))
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.page.on("pageerror", lambda e: self.said.append(str(e)))
        self.page.on("console", lambda m: self.said.append(m.text) if m.type in ("error", "warning") else None)
        self.page.goto(address)
        if context.get("java_script_enabled", True):
            self.page.wait_for_selector("body[data-ready='1']")

    def type(self, text: str) -> None:
        self.page.click(".cm-content")
        self.page.keyboard.press("Control+a")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(text)

    def ask(self, text: str) -> None:
        self.type(text)
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_selector("#answer:not([hidden]) h2, #problem [role=alert]")

    def rows(self) -> list[list[str]]:
        found: list[list[str]] = self.page.evaluate(
            "[...document.querySelectorAll('#answer tbody tr')].map(r => [...r.cells].map(c => c.textContent))"
        )
        return found

    def text(self) -> str:
        lines: list[str] = self.page.evaluate(
            "[...document.querySelector('#editor').shadowRoot.querySelectorAll('.cm-line')].map(l => l.textContent)"
        )
        return "\n".join(lines)


@pytest.fixture
def ask(chromium: Any, served: Server) -> Iterator[Callable[..., Asking]]:
    made: list[Asking] = []

    def opened(fragment: str = "", **context: Any) -> Asking:
        made.append(Asking(chromium, f"{served.url}/sparql{fragment}", **context))
        return made[-1]

    yield opened
    for one in made:
        one.context.close()


def test_an_answer_is_a_table_with_links_that_can_be_sorted(ask: Callable[..., Asking], served: Server) -> None:
    asking = ask()
    asking.ask(ENDS)
    expected = served.client.post("/sparql", data={"query": ENDS}).json()["results"]["bindings"]

    assert [r[3] for r in asking.rows()] == [b["day"]["value"] for b in expected]
    link = asking.page.locator("#answer tbody a").first
    assert httpx.get(served.url + link.get_attribute("href"), headers={"Accept": "text/html"}).status_code == 200
    asking.page.click("th button:has-text('day')")
    asking.page.click("th button:has-text('day')")
    assert [r[3] for r in asking.rows()] == sorted((b["day"]["value"] for b in expected), reverse=True)
    assert asking.page.get_attribute("th:nth-child(4)", "aria-sort") == "descending"
    assert asking.said == []


def test_an_answer_over_the_limit_says_that_it_is_cut(ask: Callable[..., Asking]) -> None:
    asking = ask()
    asking.ask("SELECT * { ?s ?p ?o }")

    assert "Cut by the server's limit" in asking.page.inner_text("#answer")
    assert len(asking.rows()) == 200
    assert "200 of 3000 rows shown" in asking.page.inner_text("#answer")
    asking.page.click("text=Show 200 more")
    assert len(asking.rows()) == 400


def test_things_are_drawn_as_a_network_and_days_along_time(ask: Callable[..., Asking], served: Server) -> None:
    asking = ask()
    asking.ask(ENDS)
    rows = served.client.post("/sparql", data={"query": ENDS}).json()["results"]["bindings"]
    asking.page.click("button:has-text('Network')")
    asking.page.select_option("#picture select >> nth=0", label="a")
    asking.page.select_option("#picture select >> nth=1", label="b")

    assert asking.page.locator(".net .node").count() == len({b[k]["value"] for b in rows for k in "ab"})
    assert asking.page.locator(".net .line").count() == len({(b["a"]["value"], b["b"]["value"]) for b in rows})
    assert asking.page.locator(".net a").first.get_attribute("href").startswith("/id/")
    asking.page.click("button:has-text('Timeline')")
    assert asking.page.locator("ol.times .date").all_inner_texts() == [b["day"]["value"] for b in rows]
    assert asking.page.locator(".strip .dot").count() > 1
    asking.ask(GRAPH)
    asking.page.click("button:has-text('Network')")
    assert asking.page.locator(".net .line").count() > 1
    assert asking.said == []


def test_an_error_is_marked_where_it_stands(ask: Callable[..., Asking]) -> None:
    asking = ask()
    asking.ask("SELECT ?x WHERE {\n  ?x ips:party )\n}")

    assert "line 2, column" in asking.page.inner_text("#problem")
    assert "KG401" in asking.page.inner_text("#problem")
    assert asking.page.locator("#editor .cm-lintRange-error, #editor .cm-lintPoint-error").count() == 1
    assert asking.page.locator("#editor .cm-lint-marker-error").count() == 1
    asking.ask("ASK { ?x a ips:Agreement }")
    assert asking.page.inner_text("#answer").endswith("Yes.")
    assert asking.page.locator("#editor .cm-lintRange-error").count() == 0
    assert [s for s in asking.said if "400" not in s] == []


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("ips:sign", "ips:signedOn"),
        ("ipsc:stage-sig", "ipsc:stage-signed"),
        ("philipp", "ips-id:PHL"),
        ("OPT", "OPTIONAL"),
    ],
)
def test_terms_are_completed_by_name_and_by_label(ask: Callable[..., Asking], typed: str, wanted: str) -> None:
    asking = ask()
    asking.type("SELECT * { ?x ")
    asking.page.keyboard.type(typed, delay=15)
    option = asking.page.locator(f".cm-tooltip-autocomplete .cm-completionLabel:text-is('{wanted}')")
    option.wait_for(timeout=5000)
    option.click()

    assert asking.text().startswith(f"SELECT * {{ ?x {wanted}")


def test_keys_alone_write_run_and_leave_the_editor(ask: Callable[..., Asking]) -> None:
    asking = ask()
    asking.type("ASK {}")
    asking.page.keyboard.press("Home")
    asking.page.keyboard.press("Tab")
    assert asking.text() == "  ASK {}"
    asking.page.keyboard.press("Escape")
    asking.page.keyboard.press("Tab")
    assert asking.page.evaluate("document.activeElement.textContent") == "Run"
    asking.page.keyboard.press("Enter")
    asking.page.wait_for_selector("#answer .lead")


def test_a_library_query_is_written_into_the_editor_with_its_parameters(ask: Callable[..., Asking]) -> None:
    asking = ask()
    asking.page.select_option("#library", "01-binds")
    asking.page.fill("#parameter-a", "Japan")
    asking.page.fill("#parameter-b", "Atlantis")
    asking.page.click("text=Write it into the editor")
    asking.page.wait_for_selector("#problem [role=alert]")
    assert "Atlantis" in asking.page.inner_text("#problem")
    asking.page.fill("#parameter-b", "PHL")
    asking.page.click("text=Write it into the editor")
    asking.page.wait_for_selector("#editor:focus-within .cm-line:has-text('SELECT')")

    assert "ips-id:JPN" in asking.text() or "/id/JPN" in asking.text()
    asking.page.keyboard.press("Control+Enter")
    asking.page.wait_for_selector("#answer tbody tr")
    assert asking.page.inner_text("#problem") == ""


def test_own_queries_stay_in_the_browser_and_travel_in_a_link(ask: Callable[..., Asking], chromium: Any) -> None:
    asking = ask()
    asking.type("ASK { ?agreement a ips:Agreement } # ünï")
    asking.page.fill("#own-name", HOSTILE)
    asking.page.click("button:text-is('Save')")
    assert asking.page.locator("#own img, #own script").count() == 0
    asking.page.click("#share")
    asking.page.wait_for_selector("#own-said:has-text('query')")
    link = asking.page.url
    asking.page.reload()
    asking.page.wait_for_selector("body[data-ready='1']")
    asking.type("ASK {}")
    asking.page.click("#own button.link")
    assert asking.text() == "ASK { ?agreement a ips:Agreement } # ünï"

    other = Asking(chromium, link)
    assert other.text() == "ASK { ?agreement a ips:Agreement } # ünï"
    other.page.wait_for_selector("#answer .lead")
    assert other.page.locator("#own button.link").count() == 0
    other.context.close()
    asking.page.click("text=Forget")
    assert asking.page.evaluate("localStorage.getItem('kg.queries')") == "[]"


@pytest.mark.parametrize(("name", "suffix"), [("CSV", "csv"), ("JSON", "json")])
def test_an_answer_is_saved_as_the_server_writes_it(
    ask: Callable[..., Asking], served: Server, tmp_path: Path, name: str, suffix: str
) -> None:
    asking = ask()
    asking.ask(ENDS)
    with asking.page.expect_download() as saved:
        asking.page.click(f"#answer button:text-is('{name}')")
    saved.value.save_as(tmp_path / "a")

    assert saved.value.suggested_filename == f"answer.{suffix}"
    assert (tmp_path / "a").read_bytes() == served.query(ENDS, Accept="text/csv" if suffix == "csv" else "").content


def test_a_graph_is_saved_as_turtle(ask: Callable[..., Asking], tmp_path: Path) -> None:
    import pyoxigraph as ox

    asking = ask()
    asking.ask(GRAPH)
    count = int(asking.page.inner_text("#answer h2 .soft").split()[0])
    with asking.page.expect_download() as saved:
        asking.page.click("#answer button:text-is('Turtle')")
    saved.value.save_as(tmp_path / "a.ttl")

    assert len(list(ox.parse(path=str(tmp_path / "a.ttl"), format=ox.RdfFormat.TURTLE))) == count


def test_nothing_of_an_answer_becomes_markup(ask: Callable[..., Asking]) -> None:
    asking = ask()
    binds = f"BIND('''{HOSTILE}''' AS ?x) BIND(IRI('javascript:alert(1)') AS ?y) BIND('a\u202eb' AS ?z)"
    asking.ask(f"SELECT ?x ?y ?z {{ {binds} }}")

    assert asking.rows() == [[HOSTILE, "javascript:alert(1)", "a\ufffdb"]]
    assert asking.page.locator("#answer img, #answer script, #answer a").count() == 0
    assert asking.said == []


def test_without_script_the_form_asks_the_server(ask: Callable[..., Asking]) -> None:
    asking = ask(java_script_enabled=False)
    asking.page.fill("#query", "ASK {}")
    asking.page.click("text=Run")

    assert json.loads(asking.page.inner_text("body"))["boolean"] is True


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_in_any_state_of_the_page(ask: Callable[..., Asking], scheme: str, width: int) -> None:
    asking = ask(f"#q={quote(ENDS)}", viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    asking.page.wait_for_selector("#answer tbody tr")
    asking.page.evaluate(AXE)

    def check(state: str) -> None:
        found = asking.page.evaluate("axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))")
        assert found == [], state
        assert asking.page.evaluate("document.documentElement.scrollWidth") <= width, state

    check("table")
    for view in ("Network", "Timeline"):
        asking.page.click(f"button:has-text('{view}')")
        check(view)
    asking.page.select_option("#library", "01-binds")
    check("library")
    asking.ask("SELECT ?x {")
    check("error")
    asking.page.click(".cm-content")
    asking.page.keyboard.press("Control+a")
    asking.page.keyboard.type("SELECT ips:si", delay=15)
    asking.page.wait_for_selector(".cm-tooltip-autocomplete")
    check("completion")


def test_the_policy_allows_no_inline_script_and_no_eval(served: Server) -> None:
    response = served.client.get("/sparql", headers={"Accept": "text/html"})
    policy = response.headers["content-security-policy"]

    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert '<script type="module" src=' in response.text
    assert response.text.count("<script") == 1
    assert " style=" not in response.text
