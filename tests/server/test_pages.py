"""Pages and data at the identifiers' own paths, on the server and as a static site."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pyoxigraph as ox
import pytest

from kg.namespaces import ID
from tests.server.conftest import Server, serving
from tests.system.conftest import run_kg

HTML = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
EVIL = "<script>window.PWN=1</script><img src=x onerror=window.PWN=2> {{ 7*7 }} \" '"


class Addresses(HTMLParser):
    """Everything that a page refers to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        if tag in ("link", "img", "script") and (given.get("href") or given.get("src")):
            self.loads.append(str(given.get("href") or given.get("src")))
        elif given.get("href"):
            self.links.append(str(given["href"]))


def page(server: Server, path: str) -> str:
    response = server.client.get(path, headers=HTML)
    assert response.status_code == 200, f"{path}: {response.text[:300]}"
    assert response.headers["content-type"].startswith("text/html")
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    return response.text


def test_every_page_that_the_site_links_to_is_there(server: Server) -> None:
    seen, queue = set(), ["/"]
    while queue:
        path = queue.pop()
        if path in seen:
            continue
        seen.add(path)
        response = server.client.get(path, headers=HTML)
        assert response.status_code in (200, 303), f"{path}: {response.status_code}"
        if not response.headers["content-type"].startswith("text/html"):
            continue
        found = Addresses(response.text)
        assert all(a.startswith("/") for a in found.loads), "a page loads something from elsewhere"
        assert "script" not in found.tags
        for link in found.links:
            to = urlsplit(urljoin(path, link))
            if not to.netloc and to.path.startswith(("/browse", "/concept/agreement", "/id/")):
                suffix = to.path.rsplit(".", 1)[-1]
                if suffix not in ("nt", "jsonld") and len(seen) + len(queue) < 700:
                    queue.append(to.path)
    assert len(seen) > 200


def test_a_relation_page_shows_what_it_rests_on(server: Server) -> None:
    (first, *_) = server.client.get("/api/entities/JPN/relations", params={"with": "PHL", "kind": "agreement"}).json()[
        "relations"
    ]
    text = page(server, f"/id/{first['id']}")
    relation = server.client.get(f"/api/relations/{first['id']}").json()
    plain = re.sub(r"\s+", " ", text)
    for claim in relation["claims"]:
        assert claim["id"] in text
    for stage in relation["stages"]:
        assert (stage["date"] or "no date given") in text
    for words in ("Last evidence", "Last checked", "Consent of each party", "independent origin",
                  "read with confidence", "project-written illustration, see its sources"):  # fmt: skip
        assert words in plain
    assert 'class="around"' in text, "the quote stands in its text"


def test_both_sides_of_a_disagreement_are_shown(server: Server) -> None:
    found = server.query("SELECT ?r { ?c a ips:Disagreement ; ips:inRelation ?r }").json()["results"]["bindings"]
    name = found[0]["r"]["value"].removeprefix(ID)
    sides = server.client.get(f"/api/relations/{name}").json()["disagreements"][0]["sides"]
    text = page(server, f"/id/{name}")
    assert "Where documents disagree" in text
    assert text.count('class="side"') >= len(sides)


@pytest.mark.parametrize(
    ("accept", "suffix", "media", "format_"),
    [
        ("text/turtle", "ttl", "text/turtle", ox.RdfFormat.TURTLE),
        ("application/ld+json", "jsonld", "application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/n-triples, text/html;q=0.5", "nt", "application/n-triples", ox.RdfFormat.N_TRIPLES),
    ],
)
def test_the_same_as_data_by_header_and_by_suffix(
    server: Server, accept: str, suffix: str, media: str, format_: ox.RdfFormat
) -> None:
    for path in ("/id/JPN", "/concept/stage-signed"):
        negotiated = server.client.get(path, headers={"Accept": accept})
        named = server.client.get(f"{path}.{suffix}", headers=HTML)
        assert negotiated.headers["content-type"].split(";")[0] == media
        assert negotiated.content == named.content
        store = ox.Store()
        store.load(named.content, format=format_)
        assert len(store) > 3


def test_claims_and_parts_lead_to_their_relation(server: Server) -> None:
    row = server.query(
        "SELECT ?r ?c ?s { ?r a ips:Agreement ; ips:supportedBy ?c ; ips:stage ?s } ORDER BY ?r LIMIT 1"
    ).json()["results"]["bindings"][0]
    relation, claim, stage = (row[k]["value"].removeprefix(ID) for k in "rcs")
    assert server.client.get(f"/id/{claim}", headers=HTML).headers["location"] == f"/id/{relation}#{claim}"
    assert server.client.get(f"/id/{stage}", headers=HTML).headers["location"] == f"/id/{relation}"
    assert "ips:Claim" in server.client.get(f"/id/{claim}", headers={"Accept": "text/turtle"}).text
    other = "agreement-" + claim.removeprefix("claim-")
    if other != relation:
        assert server.client.get(f"/id/{other}", headers=HTML).status_code == 303
    assert server.client.get("/doc/0123", headers=HTML).headers["location"] == "/id/doc-0123"


def test_what_is_unknown_names_what_is_near(server: Server) -> None:
    response = server.client.get("/id/JPM", headers=HTML)
    assert response.status_code == 404
    assert "JPN" in response.text
    assert server.client.get("/id/JPM", headers={"Accept": "text/turtle"}).status_code == 404
    assert server.client.get("/browse/nothing", headers=HTML).status_code == 404
    assert server.client.get("/browse/state?page=99", headers=HTML).status_code == 404
    assert server.client.get("/id/JPN?as_of=yesterday", headers=HTML).status_code == 400
    assert server.client.get("/search?q=%3F%3F", headers=HTML).status_code == 400


def test_the_clocks_of_a_page_stay_with_its_links(server: Server) -> None:
    text = page(server, "/id/PHL?known_at=2024-07-31&as_of=2024-07-31")
    assert "2024-07-31" in text
    links = [a for a in Addresses(text).links if a.startswith("/id/") and "." not in a]
    assert links
    assert all("known_at=2024-07-31" in a for a in links)


def test_the_graph_is_described(server: Server) -> None:
    store = ox.Store()
    store.load(
        server.client.get("/.well-known/void", headers={"Accept": "text/turtle"}).content, format=ox.RdfFormat.TURTLE
    )
    text = """PREFIX void: <http://rdfs.org/ns/void#> PREFIX dcat: <http://www.w3.org/ns/dcat#>
      ASK { ?d a void:Dataset, dcat:Dataset ; void:sparqlEndpoint ?e ; void:triples ?n ; dcat:distribution ?x }"""
    assert bool(store.query(text))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    place, note = folder / "w", folder / "note.md"
    assert run_kg("init", place).returncode == 0
    yaml = EVIL.replace("'", "''")
    note.write_text(
        f"---\ntitle: '{yaml}'\npublisher: '{yaml}'\npublished: 2026-03-02\nurl: 'javascript:alert(1)'\n---\n"
        f"Japan and Fiji signed the <script>alert(1)</script> Memorandum on Security on 1 March 2026.\n",
        encoding="utf-8",
    )
    private = folder / "private.md"
    private.write_text(
        "---\ntitle: Own-written private note\npublished: 2026-03-03\n---\n"
        "Australia and Tonga signed a security agreement on 2 March 2026.\n",
        encoding="utf-8",
    )
    assert run_kg("-w", place, "ingest", note).returncode == 0
    assert run_kg("-w", place, "ingest", "--private", private).returncode == 0
    return place


def test_pages_escape_what_documents_contain(hostile: Path) -> None:
    with serving(hostile, "--workers", "2") as server:
        document = server.query("SELECT ?d { GRAPH ?d { ?d ips:published '2026-03-02'^^xsd:date } }")
        name = document.json()["results"]["bindings"][0]["d"]["value"].removeprefix(ID)
        paths = ["/", f"/id/{name}", "/browse/document", "/search?q=window", "/search?q=" + EVIL.replace(" ", "+"),
                 f"/id/{EVIL}".replace(" ", "%20")]  # fmt: skip
        related = server.client.get(f"/api/documents/{name}").json()["relations"]
        for path in [*paths, *(f"/id/{r['id']}" for r in related)]:
            text = server.client.get(path, headers=HTML).text
            found = Addresses(text)
            assert not {"script", "img"} & set(found.tags), path
            assert not [a for a in found.links if a.lower().startswith("javascript")]
            assert "49" not in text or "7*7" in text
        assert related


def test_a_public_server_and_a_public_site_hold_no_private_document(hostile: Path, tmp_path: Path) -> None:
    with serving(hostile, "--public", "--workers", "2") as server:
        assert server.client.get("/api/status").json()["documents"] == 1
        assert (
            server.client.get("/api/search", params={"q": "tonga agreement"}).json()["counts"].get("relation") is None
        )
        assert "Tonga" not in page(server, "/browse/agreement")
        assert (
            server.query("SELECT * { GRAPH ?g { ?s ?p ?o FILTER(CONTAINS(STR(?o), 'private note')) } }").json()[
                "results"
            ]["bindings"]
            == []
        )
        assert server.query("ASK {}", Origin="https://example.org").headers["access-control-allow-origin"] == "*"
    done = run_kg("-w", hostile, "export", "--public", "--site", tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert not [p for p in (tmp_path / "site").rglob("*") if p.is_file() and b"private note" in p.read_bytes()]
    done = run_kg("-w", hostile, "search", "tonga agreement", "--public", "--json")
    assert '"relation"' not in done.stdout


def test_the_static_site_links_to_itself_alone(demo: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    done = run_kg("-w", demo, "export", "--site", site, "--json")
    assert done.returncode == 0, done.stderr
    checked = 0
    for file in site.rglob("*.html"):
        found = Addresses(file.read_text(encoding="utf-8"))
        assert "script" not in found.tags
        for address in (*found.loads, *found.links):
            to = urlsplit(address)
            if to.scheme in ("http", "https"):
                assert address in found.links
                continue
            if to.path:
                assert (file.parent / unquote(to.path)).is_file(), f"{file}: {address}"
                checked += 1
    assert checked > 5000
    store = ox.Store()
    store.load(path=str(site / "id" / "JPN.ttl"), format=ox.RdfFormat.TURTLE)
    assert len(store) > 3
    assert run_kg("-w", demo, "export", "--site", site).returncode == 0, "it replaces itself"
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "file").write_text("mine")
    refused = run_kg("-w", demo, "export", "--site", tmp_path / "mine")
    assert refused.returncode == 2
    assert (tmp_path / "mine" / "file").read_text() == "mine"
