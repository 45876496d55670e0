"""Pages and data of things at their addresses: which page, in which format, or what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from kg.errors import InvalidDateError, QueryError, RequestError, UnknownIdError
from kg.explorer import TITLE, Selection, explorer_data, explorer_page, policy
from kg.explorer.context import Surrounder
from kg.graph.describe import describe
from kg.graph.description import dataset
from kg.graph.lookup import relation_of
from kg.model import parse_day
from kg.namespaces import ID, IPSC, entity_iri
from kg.query.answers import Answer, written
from kg.search import KINDS
from kg.server.links import Links
from kg.server.negotiation import GRAPHS, PAGES, choose
from kg.server.pages import POLICY, QUERY_POLICY, Pages

if TYPE_CHECKING:
    from kg.server.desk import Desk
    from kg.server.reading import Reading

ASSETS = {"pages.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml"}
SUFFIXES = {"html": "html", "ttl": "turtle", "nt": "ntriples", "jsonld": "jsonld", "rdf": "rdfxml"}
"""Ends of an address that name a format."""
_PER_SEARCH = 20


SCRIPTS = {
    "query.js": "text/javascript; charset=utf-8",
    "editor.js": "text/javascript; charset=utf-8",
    "query.css": "text/css; charset=utf-8",
    "editor.LICENSES.txt": "text/plain; charset=utf-8",
}
"""What the query page loads beside its :data:`ASSETS`; a static site has no such page."""


def html(text: str, status: int = 200, *, policy: str = POLICY) -> Answer:
    """Return a page as an answer."""
    headers = {"Content-Security-Policy": policy}
    return Answer(body=text.encode(), media_type="text/html; charset=utf-8", status=status, headers=headers)


def see(address: str) -> Answer:
    """Return a redirection."""
    return Answer(body=b"", media_type="text/plain", status=303, headers={"Location": address})


class Site:
    """Pages of a desk.

    Parameters
    ----------
    desk : Desk
        Of one generation.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def _pages(self, reading: Reading, links: Links) -> Pages:
        facts = {"generation": self.desk.generation, "public": self.desk.public}
        surrounder = Surrounder(self.desk.workspace, public=self.desk.public)
        return Pages(reading, self.desk.registry, surrounder, links, facts)

    def _clocked(self, given: dict[str, str]) -> tuple[Reading, Links]:
        days: dict[str, str] = {}
        for name in ("as_of", "known_at"):
            if value := given.get(name, "").strip():
                try:
                    days[name] = parse_day(value)
                except InvalidDateError as error:
                    raise RequestError(f"{name} is {value[:100]!r}.", hint=error.hint) from None
        reading = self.desk.reading(days.get("as_of"), days.get("known_at"))
        return reading, Links(clocks=f"?{urlencode(days)}" if days else "")

    def home(self, *, given: dict[str, str], base: str, accept: str | None) -> Answer:
        """Return the first page, or the description of the data set."""
        reading, links = self._clocked(given)
        if choose(accept, PAGES) == "html":
            return html(self._pages(reading, links).home())
        return self.void(given=given, base=base, accept=accept)

    def void(self, *, given: dict[str, str], base: str, accept: str | None, suffix: str = "") -> Answer:
        """Return the description of the data set in VoID and DCAT."""
        if suffix and suffix not in SUFFIXES:
            raise RequestError(f"{suffix!r} is no format of a description.", status=404, hint="Try /void.ttl.")
        wish = SUFFIXES.get(suffix) or given.get("format")
        return written(
            list(dataset(self.desk.store.raw, base)), choose(accept if not suffix else None, GRAPHS, wish=wish)
        )

    def search(self, *, given: dict[str, str], base: str, accept: str | None) -> Answer:
        """Return the page of a search."""
        reading, links = self._clocked({})
        question, kind, offset = given.get("q", ""), given.get("kind") or None, given.get("offset", "0")
        pages = self._pages(reading, links)
        if not question.strip():
            return html(pages.search(None, "", None))
        if kind not in (None, *KINDS) or not (offset.isascii() and offset.isdigit() and len(offset) < 8):
            raise RequestError(f"The search for {kind!r} from {offset!r} is none.", hint=f"Kinds: {', '.join(KINDS)}.")
        try:
            found = self.desk.index.search(
                question, kinds=[kind] if kind else (), limit=_PER_SEARCH, offset=int(offset)
            )
        except QueryError as error:
            return html(pages.search(None, question, kind, f"{error.message} {error.hint}"), status=400)
        return html(pages.search(found, question, kind))

    def explore(self, *, given: dict[str, str], base: str, accept: str | None) -> Answer:
        """Return the explorer of the whole graph, or of what involves the actor that ``around`` names."""
        reading, _ = self._clocked(given)
        around = given.get("around", "").strip()
        selection = Selection(
            around=entity_iri(self.desk.registry.find(around).key) if around else None,
            as_of=reading.snapshot.as_of,
            known_at=given.get("known_at", "").strip() or None,
            public=self.desk.public,
        )
        surrounder = Surrounder(self.desk.workspace, public=self.desk.public)
        data = explorer_data(reading.store, selection, title=TITLE, surrounder=surrounder)
        headers = {"Content-Security-Policy": f"{policy()}; frame-ancestors 'none'"}
        return Answer(
            body=explorer_page(data, served=True).encode(), media_type="text/html; charset=utf-8", headers=headers
        )

    def browse(self, *, kind: str, given: dict[str, str], base: str, accept: str | None) -> Answer:
        """Return a page of the list of a kind."""
        reading, links = self._clocked({})
        page = given.get("page", "1")
        if not (page.isascii() and page.isdigit() and len(page) < 8):
            raise RequestError(f"page is {page[:50]!r}.", hint="It is a number from 1.")
        return html(self._pages(reading, links).browse(kind, int(page)))

    def endpoint(self, *, limits: str, accept: str | None) -> Answer:
        """Return the page of the SPARQL endpoint."""
        reading, links = self._clocked({})
        page = self._pages(reading, links).render("sparql.html.j2", title="Query page", limits=limits)
        return html(page, policy=QUERY_POLICY)

    def problem(self, *, problem: dict[str, Any], path: str, accept: str | None) -> Answer:
        """Return a page that says what is wrong, with the things that were perhaps meant."""
        reading, links = self._clocked({})
        titles = {404: "Not found", 410: "Gone", 400: "That cannot be answered"}
        text = path.rsplit("/", 1)[-1].replace("-", " ")[:100]
        near = []
        if problem["status"] == 404 and any(c.isalnum() for c in text):
            try:
                found = self.desk.index.search(text, limit=8)
                near = [(h.iri, h.label) for h in found.hits if links.thing(h.iri)]
            except QueryError:
                near = []
        title = titles.get(problem["status"], "Refused")
        page = self._pages(reading, links).render("problem.html.j2", title=title, problem=problem, near=near)
        return html(page, status=problem["status"])

    def thing(self, *, name: str, given: dict[str, str], base: str, accept: str | None) -> Answer:
        """Return an entity, relation, document, place or claim in the format asked for, or where it is now."""
        name, format_ = _format(name, accept, given)
        reading, links = self._clocked(given)
        iri = ID + name
        if iri not in reading.known:
            place = self._elsewhere(name, reading, links, format_)
            if place is not None:
                return place
        if format_ == "html":
            return html(self._pages(reading, links).thing(iri))
        return self._data(reading, iri, format_)

    def _elsewhere(self, name: str, reading: Reading, links: Links, format_: str) -> Answer | None:
        """Return what stands for a name that is no entity, relation or document; None where a page may be made."""
        iri = ID + name
        if name in {p.key for p in self.desk.registry.places}:
            return None
        if name in ("graph", "view"):
            return see("/void.ttl")
        suffix = next(s for s, f in SUFFIXES.items() if f == format_)
        try:
            today = reading.find(name, self.desk.docket, self.desk.registry)
        except UnknownIdError as error:
            return self._part(iri, reading, links, format_, error)
        if name.startswith("claim-") and describe(reading.store, iri):
            return self._part(iri, reading, links, format_, UnknownIdError(name))
        address = links.thing(today) if format_ == "html" else links.data(today, suffix)
        return see(str(address))

    def _part(self, iri: str, reading: Reading, links: Links, format_: str, error: UnknownIdError) -> Answer:
        """Return a claim or part: as data itself, as a page that of the relation that it belongs to."""
        try:
            triples = describe(reading.store, iri)
        except ValueError:
            triples = []
        if not triples:
            raise error
        if format_ != "html":
            return written(triples, format_)
        name = iri.removeprefix(ID)
        relation = next((str(t.object)[1:-1] for t in triples if str(t.predicate).endswith("#inRelation>")), None)
        if relation is None:
            relation = relation_of(reading.store, f"{ID}{name.split('.')[0]}")
        if relation in reading.relations:
            return see(f"{links.thing(relation)}{'#' + name.split('.')[0] if name.startswith('claim-') else ''}")
        return see(str(links.data(iri, "ttl")))

    @staticmethod
    def _data(reading: Reading, iri: str, format_: str) -> Answer:
        return written(describe(reading.store, iri), format_)

    def concept(self, *, name: str, given: dict[str, str], base: str, accept: str | None) -> Answer:
        """Return a concept or scheme in the format asked for."""
        name, format_ = _format(name, accept, given)
        reading, links = self._clocked(given)
        iri = IPSC + name
        page = self._pages(reading, links).concept(iri)
        return html(page) if format_ == "html" else self._data(reading, iri, format_)


def _format(name: str, accept: str | None, given: dict[str, str]) -> tuple[str, str]:
    """Return a name without the suffix that names a format, and the format."""
    stem, dot, suffix = name.rpartition(".")
    if dot and suffix in SUFFIXES:
        return stem, SUFFIXES[suffix]
    return name, choose(accept, PAGES, wish=given.get("format"))
