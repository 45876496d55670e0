"""Running any query and writing its answer in a format of the SPARQL 1.1 family, within a limit on its rows.

An answer over the row limit is cut only in formats that can say so inside (JSON, XML, Turtle, N-Triples, JSON-LD,
RDF/XML): a cut table of CSV or TSV that was saved to a file would look whole, so it is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import IO, Any, cast

import pyoxigraph as ox

from kg.errors import QueryError, QueryLimitError, RequestError
from kg.namespaces import PREFIXES, VIEW
from kg.query.rows import Cut, RowCounter

UNION_GRAPH = "urn:x-arq:UnionGraph"
"""As ``default-graph-uri``: the union of all graphs, by the name that other stores know."""

MEDIA_TYPES: dict[str, str] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "turtle": "text/turtle; charset=utf-8",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}
"""What each format is sent as: four for tables, four for graphs."""

_PLACE = re.compile(r"error at (\d+):(\d+)")

_SOLUTIONS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response on its way: status, media type, headers and body."""

    body: bytes
    media_type: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def dataset(default: Sequence[str] | None, named: Sequence[str] | None) -> dict[str, Any]:
    """Return the engine's arguments for the dataset that a request names.

    Without either the dataset is the store's own. With one of them the other is empty, as the protocol has it; the view
    may be named by its IRI (``ips-id:view``) as it has to be on a store without a default graph.
    """
    if default and UNION_GRAPH in default:
        return {"use_default_graph_as_union": True} | (
            {"named_graphs": [ox.NamedNode(g) for g in named]} if named else {}
        )
    if not default and not named:
        return {}
    return {
        "default_graph": [ox.DefaultGraph() if g == VIEW else ox.NamedNode(g) for g in default or ()],
        "named_graphs": [ox.NamedNode(g) for g in named or ()],
    }


def answer(
    store: ox.Store,
    query: str,
    *,
    pick: Callable[[str], str],
    rows: int,
    base: str,
    default: Sequence[str] = (),
    named: Sequence[str] = (),
) -> Answer:
    """Run a query and return its answer in the format asked for.

    Parameters
    ----------
    store : pyoxigraph.Store
        Open for reading.
    query : str
        SPARQL; what it may reach outside the store is the caller's to check.
    pick : callable
        Given ``table`` (SELECT, ASK) or ``graph`` (CONSTRUCT, DESCRIBE), returns the format: a key of
        :data:`MEDIA_TYPES`.
    rows : int
        The most rows or triples.
    base : str
        IRI against which relative ones are resolved.
    default, named : sequence of str
        Graphs of the dataset.

    Raises
    ------
    QueryError
        If the text does not parse.
    QueryLimitError
        If there are more rows than the limit and the format cannot say that it is cut.
    RequestError
        If the data set names what is no IRI, or a service that the query names cannot be read.
    """
    try:
        result = store.query(query, base_iri=base, prefixes=PREFIXES, **dataset(default, named))
    except SyntaxError as error:
        raise QueryError(
            f"the query does not parse: {unparsed(query, error)}.", hint="The engine reads SPARQL 1.1."
        ) from None
    except ValueError as error:
        raise RequestError(f"the dataset of the request is none: {error}.", hint="Graphs are named by IRIs.") from None
    try:
        if isinstance(result, ox.QueryTriples):
            return _graph(result, pick("graph"), rows)
        format_ = pick("table")
        if isinstance(result, ox.QueryBoolean):
            return _boolean(bool(result), format_)
        return _table(result, format_, rows)
    except OSError as error:
        raise RequestError(f"A service that the query names cannot be read: {error}.", status=502) from None


def unparsed(text: str, error: SyntaxError) -> str:
    """Return where SPARQL goes wrong in words, instead of the list of all that a parser would have taken there."""
    found = _PLACE.search(str(error))
    if found is None:
        return str(error)[:300]
    line, column = int(found[1]), int(found[2])
    lines = text.splitlines() or [""]
    rest = lines[line - 1][column - 1 :].strip() if line <= len(lines) else ""
    what = f"at {rest[:60]!r}" if rest else "where the text ends"
    return f"line {line}, column {column}, {what}"


def _boolean(value: bool, format_: str) -> Answer:
    if format_ in ("csv", "tsv"):  # the W3C formats for tables say nothing of ASK
        return Answer(body=b"true\n" if value else b"false\n", media_type=MEDIA_TYPES[format_])
    if format_ == "json":
        body = json.dumps({"head": {}, "boolean": value}).encode()
    else:
        body = (
            '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/>'
            f"<boolean>{'true' if value else 'false'}</boolean></sparql>"
        ).encode()
    return Answer(body=body, media_type=MEDIA_TYPES[format_])


def _table(solutions: ox.QuerySolutions, format_: str, rows: int) -> Answer:
    counter = RowCounter(format_, rows)
    try:
        solutions.serialize(cast("IO[bytes]", counter), format=_SOLUTIONS[format_])
        body, headers = counter.finish(), {}
    except Cut as cut:
        if format_ in ("csv", "tsv"):
            raise QueryLimitError(
                f"The answer has more than {rows} rows, and {format_.upper()} has no place to say that it is cut.",
                status=413,
                hint="Add LIMIT (and OFFSET with ORDER BY), or ask for JSON or XML, which say so.",
            ) from None
        body, headers = cut.body, cut_headers(rows, "rows")
    return Answer(body=body, media_type=MEDIA_TYPES[format_], headers=headers)


def cut_headers(rows: int, what: str) -> dict[str, str]:
    """Return the header of an answer that was cut."""
    return {"KG-Cut": f"{what}; limit={rows}"}


def _graph(triples: ox.QueryTriples, format_: str, rows: int) -> Answer:
    found = list(islice(triples, rows + 1))
    cut = len(found) > rows
    return written(found[:rows], format_, cut=rows if cut else None)


def written(triples: Sequence[ox.Triple], format_: str, *, cut: int | None = None) -> Answer:
    """Return triples in a graph format, each once; `cut` is the limit at which they were cut off."""
    unique = list(dict.fromkeys(triples))
    if format_ == "jsonld":
        nodes = json.loads(ox.serialize(unique, format=ox.RdfFormat.JSON_LD) or b"[]")
        whole: Any = nodes if cut is None else {"@graph": nodes, "cut": _notice(cut)}
        body = json.dumps(whole, ensure_ascii=False).encode()
    else:
        prefixes = PREFIXES if format_ in ("turtle", "rdfxml") else None
        body = ox.serialize(unique, format=_GRAPHS[format_], prefixes=prefixes) or b""
        if cut is not None and format_ == "rdfxml":
            body += f"\n<!-- {_notice(cut)} -->\n".encode()
        elif cut is not None:
            body = f"# {_notice(cut)}\n".encode() + body + f"# {_notice(cut)}\n".encode()
    headers = cut_headers(cut, "triples") if cut is not None else {}
    return Answer(body=body, media_type=MEDIA_TYPES[format_], headers=headers)


def _notice(rows: int) -> str:
    return f"cut at {rows} triples by the server's limit; there are more"
