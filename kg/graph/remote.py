"""A store on a SPARQL 1.1 endpoint: documents in batches, a document counted once its closing triple is there.

An endpoint has no transaction over several requests, and a request has a limit. What holds instead:

* **A document is there when its closing triple is** (``document ips:sha256 …`` in its own graph). It is deleted first
  and written last, so that a write which is cut off leaves a graph that :meth:`RemoteStore.documents` does not list,
  that no view is built from, and that the same write completes: what already stands is read and not sent again.
* **A view is there whole.** A difference that fits into one request is sent as one; a larger view is written into a
  graph beside it and moved into place by one ``MOVE``.
* New documents are written before the view, dropped ones after it, so that a view leads nowhere for no longer than
  it takes to write the documents that changed.
* **No answer is taken for whole unless its count is.** Servers cut results silently; graphs are read in parts by a
  hash of the subject until each part has as many triples as the server counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Self

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg.errors import RemoteStoreError, RemoteTimeoutError
from kg.graph.endpoint import Endpoint
from kg.graph.terms import DEFAULT, Graph, ips, nquads
from kg.namespaces import ID, VIEW

UNION_GRAPH = "urn:x-arq:UnionGraph"
INCOMING = NamedNode(ID + "view-incoming")
"""Where a view is written before it is moved into place."""
_TABLE, _TRIPLES = "application/sparql-results+xml", "application/n-triples"
_UNION_DEFAULT = b"UnionDefaultGraph"
_FORM = re.compile(r"(?:\s+|#[^\n]*(?:\n|$)|PREFIX\s+[^\s:]*:\s*<[^>]*>|BASE\s*<[^>]*>)*([A-Za-z]+)", re.IGNORECASE)
"""The first word after the prologue."""
_DEEPEST = 6
_HEX = "0123456789abcdef"


class RemoteStore:
    """A store behind a SPARQL 1.1 endpoint.

    Parameters
    ----------
    endpoint : Endpoint
        Of queries and updates.
    named_view : bool, optional
        Whether the view is the graph ``ips-id:view`` (servers whose default graph is the union of all) or the default
        graph; found from the service description without it.
    batch, batch_bytes : int
        The most triples and bytes of one update.
    page : int
        The most triples asked for at once.
    """

    documents_at_once: int | None = 100
    """Documents after which an ingestion writes what it has."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        named_view: bool | None = None,
        batch: int = 2000,
        batch_bytes: int = 400_000,
        page: int = 5000,
    ) -> None:
        self.endpoint, self.batch, self.batch_bytes, self.page = endpoint, batch, batch_bytes, page
        if named_view is None:
            description = endpoint.description()
            named_view = description is None or _UNION_DEFAULT in description
        self.view: Graph = NamedNode(VIEW) if named_view else DEFAULT

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Nothing is held."""

    # ------------------------------------------------------------------------------------------------- reading

    def query(self, sparql: str, *, union: bool = False) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Run a query over the view; ``union`` reads the union of all graphs as default graph.

        Raises
        ------
        RemoteTimeoutError
            If the server cut the answer: a part of it would look like all.
        """
        graphs: tuple[str, ...] = ()
        if self.view != DEFAULT:
            graphs = () if union else (VIEW,)
        elif union:
            graphs = (UNION_GRAPH,)
        return self._ask(sparql, graphs)

    def _ask(self, sparql: str, graphs: tuple[str, ...] = ()) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        # One type alone: Virtuoso refuses a list whose first type does not fit the form of the query.
        form = _FORM.match(sparql)
        accept = _TRIPLES if form and form[1].upper() in ("CONSTRUCT", "DESCRIBE") else _TABLE
        media, headers, body = self.endpoint.query(sparql, accept, default_graph=graphs)
        most = headers.get("X-SPARQL-MaxRows", "")
        rows = body.count(b"<result>")
        if headers.get("KG-Cut") or headers.get("X-SQL-State") or (most.isdigit() and rows >= int(most)):
            raise RemoteTimeoutError(
                f"{self.endpoint.url} cut its answer at its own limit.", hint="Ask for less: narrow it, or add LIMIT."
            )
        try:
            if media in (_TABLE, "text/xml", "application/xml"):
                return ox.parse_query_results(body, format=ox.QueryResultsFormat.XML)
            if media in (_TRIPLES, "text/plain"):
                part = ox.Store()
                part.load(body, format=ox.RdfFormat.N_TRIPLES)
                return part.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        except (SyntaxError, ValueError) as error:
            raise RemoteStoreError(f"{self.endpoint.url} answered what is no {media}: {error}.") from None
        raise RemoteStoreError(
            f"{self.endpoint.url} answered {media or 'nothing'!r}, which is no answer to a query.",
            hint="Is it the endpoint itself, and not a page about it?",
        )

    def _count(self, where: str) -> int:
        solutions = self._ask(f"SELECT (COUNT(*) AS ?n) WHERE {{ {where} }}")
        assert isinstance(solutions, ox.QuerySolutions)
        return int(next(iter(solutions))["n"].value)

    def _triples(self, where: str, prefix: str = "") -> Iterator[ox.Triple]:
        """Yield what a pattern of ``?s ?p ?o`` matches, all of it, in parts by a hash of the subject."""
        part = f'{where} FILTER(STRSTARTS(MD5(STR(?s)), "{prefix}"))' if prefix else where
        expected = self._count(part)
        if expected > self.page and len(prefix) < _DEEPEST:
            for digit in _HEX:
                yield from self._triples(where, prefix + digit)
        elif expected:
            found = self._ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {part} }}")
            assert isinstance(found, ox.QueryTriples)
            triples = set(found)
            if len(triples) < expected and len(prefix) < _DEEPEST and expected > 1:
                for digit in _HEX:
                    yield from self._triples(where, prefix + digit)
                return
            if len(triples) != expected:
                raise RemoteStoreError(
                    f"{self.endpoint.url} counts {expected} triples and sent {len(triples)}.",
                    hint="Somebody else may be writing, or its result limit is below what one subject has.",
                )
            yield from triples

    def _graph(self, graph: Graph) -> set[Quad]:
        where = "?s ?p ?o" if graph == DEFAULT else f"GRAPH {graph} {{ ?s ?p ?o }}"
        return {Quad(t.subject, t.predicate, t.object, graph) for t in self._triples(where)}

    def documents(self) -> tuple[str, ...]:
        """Return the IRIs of the documents that are whole, sorted."""
        found = self._triples(f"GRAPH ?s {{ ?s {ips.sha256} ?o }} BIND({ips.sha256} AS ?p)")
        names = {t.subject.value for t in found if isinstance(t.subject, NamedNode)}
        return tuple(sorted(n for n in names if n.startswith(f"{ID}doc-")))

    def __contains__(self, document: object) -> bool:
        """Whether the store has the whole document of this IRI."""
        if not isinstance(document, str):
            return False
        node = NamedNode(document)
        return self._count(f"GRAPH {node} {{ {node} {ips.sha256} ?h }}") > 0

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Iterate over a document's graph, or over the view, in the default graph."""
        if graph is not None:
            return iter(self._graph(NamedNode(graph)))
        return (Quad(q.subject, q.predicate, q.object) for q in self._graph(self.view))

    def about(self, document: str) -> Iterator[Quad]:
        """Iterate over what a document's graph says of the document itself."""
        node = NamedNode(document)
        return self.match(node, None, None, node)

    def match(
        self,
        subject: NamedNode | None,
        predicate: NamedNode | None,
        obj: NamedNode | ox.Literal | None,
        graph: Graph | None,
    ) -> Iterator[Quad]:
        """Iterate over the quads of a pattern; None matches anything, and as graph any document."""
        s, p, o = subject or "?s", predicate or "?p", obj or "?o"
        bound = [f"BIND({term} AS {name})" for term, name in ((subject, "?s"), (predicate, "?p"), (obj, "?o")) if term]
        if graph is None:
            for document in self._graphs_of(f"{s} {p} {o}"):
                yield from self.match(subject, predicate, obj, document)
            return
        source = self.view if graph == DEFAULT else graph
        where = f"{s} {p} {o}" if source == DEFAULT else f"GRAPH {source} {{ {s} {p} {o} }}"
        for t in self._triples(" ".join((where, *bound))):
            yield Quad(t.subject, t.predicate, t.object, graph)

    def _graphs_of(self, pattern: str) -> list[Graph]:
        found = self._ask(f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ {pattern} }} }}")
        assert isinstance(found, ox.QuerySolutions)
        names = sorted(row["g"].value for row in found)
        return [DEFAULT, *(NamedNode(n) for n in names if n.startswith(f"{ID}doc-"))]

    def nquads(self) -> str:
        """Return view and whole documents as sorted N-Quads: equal content, equal bytes."""
        return nquads((*self.quads(), *(q for d in self.documents() for q in self.quads(d))))

    # ------------------------------------------------------------------------------------------------- writing

    def replace(
        self, documents: Mapping[str, Iterable[Quad] | None] | None = None, *, view: Iterable[Quad] | None = None
    ) -> int:
        """Replace document graphs and the view, in batches; see the head of this module for what a cut leaves.

        Returns
        -------
        int
            Quads added and removed; 0 where nothing changed, and then nothing is written.

        Raises
        ------
        ValueError
            If a quad belongs to another graph than the one that it would replace.
        """
        changed = 0
        given: dict[NamedNode, set[Quad]] = {}
        for iri, quads in (documents or {}).items():
            given[NamedNode(iri)] = _of_graph(NamedNode(iri), quads or ())
        wanted = None if view is None else _of_graph(DEFAULT, view)
        pending: list[tuple[str, list[Quad]]] = []
        dropped: list[tuple[str, list[Quad]]] = []
        for graph, new in given.items():
            old = self._graph(graph)
            if old == new:
                continue
            changed += len(old ^ new)
            (pending if new else dropped).extend(_steps(graph, old, new))
        self._send(pending)
        if wanted is not None:
            changed += self._replace_view(wanted)
        self._send(dropped)
        for graph, new in given.items():
            if not new:
                self.endpoint.update(f"DROP SILENT GRAPH {graph}")
        return changed

    def add_document(self, graph: str, quads: Iterable[Quad]) -> int:
        """Put a document's graph in place of whatever stood there; adding it again changes nothing."""
        return self.replace({graph: quads})

    def drop_document(self, graph: str) -> int:
        """Remove a document's graph; the view has to be rebuilt after it."""
        return self.replace({graph: None})

    def _replace_view(self, wanted: set[Quad]) -> int:
        new = {Quad(q.subject, q.predicate, q.object, self.view) for q in wanted}
        old = self._graph(self.view)
        removed, added = old - new, new - old
        if not removed and not added:
            return 0
        steps = [("DELETE DATA", sorted(removed, key=str)), ("INSERT DATA", sorted(added, key=str))]
        requests = list(self._requests(s for s in steps if s[1]))
        if len(requests) == 1:
            self.endpoint.update(requests[0])
        else:
            self.endpoint.update(f"DROP SILENT GRAPH {INCOMING}")
            self._send([("INSERT DATA", [Quad(q.subject, q.predicate, q.object, INCOMING) for q in new])])
            target = "DEFAULT" if self.view == DEFAULT else f"GRAPH {self.view}"
            self.endpoint.update(f"MOVE GRAPH {INCOMING} TO {target}")
        return len(removed) + len(added)

    def _send(self, steps: Iterable[tuple[str, list[Quad]]]) -> None:
        for request in self._requests(steps):
            self.endpoint.update(request)

    def _requests(self, steps: Iterable[tuple[str, list[Quad]]]) -> Iterator[str]:
        """Yield updates within the limits, in the order of the steps; a step may go on in the next one."""
        clauses: list[str] = []
        triples = size = 0
        for verb, quads in steps:
            lines: list[str] = []
            graph = quads[0].graph_name
            assert isinstance(graph, NamedNode | DefaultGraph)
            for quad in quads:
                line = f"{quad.subject} {quad.predicate} {quad.object} ."
                length = len(line.encode()) + 1
                if triples and (triples + 1 > self.batch or size + length > self.batch_bytes):
                    if lines:
                        clauses.append(_clause(verb, graph, lines))
                    yield " ;\n".join(clauses)
                    clauses, lines, triples, size = [], [], 0, 0
                lines.append(line)
                triples, size = triples + 1, size + length
            clauses.append(_clause(verb, graph, lines))
        if clauses:
            yield " ;\n".join(clauses)


def _of_graph(graph: Graph, quads: Iterable[Quad]) -> set[Quad]:
    found = set(quads)
    if any(q.graph_name != graph for q in found):
        message = f"a quad given for {graph} belongs to another graph"
        raise ValueError(message)
    return found


def _steps(graph: NamedNode, old: set[Quad], new: set[Quad]) -> Iterator[tuple[str, list[Quad]]]:
    """Yield what turns one graph into the other: opened first, closed last."""

    def closing(quads: set[Quad]) -> set[Quad]:
        return {q for q in quads if q.subject == graph and q.predicate == ips.sha256}

    opened, closed = closing(old), closing(new)
    removed, added = old - new - opened, new - old - closed
    order = (("DELETE DATA", opened), ("DELETE DATA", removed), ("INSERT DATA", added), ("INSERT DATA", closed))
    yield from ((verb, sorted(quads, key=str)) for verb, quads in order if quads)


def _clause(verb: str, graph: Graph, lines: list[str]) -> str:
    body = "\n".join(lines)
    return f"{verb} {{ {body} }}" if graph == DEFAULT else f"{verb} {{ GRAPH {graph} {{ {body} }} }}"
