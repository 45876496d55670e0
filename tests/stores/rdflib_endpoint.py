"""rdflib as an endpoint without a network: its own SPARQL engine answers what a remote store is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from http.client import HTTPMessage

import pyoxigraph as ox
import rdflib


class RdflibEndpoint:
    url = "rdflib:"

    def __init__(self) -> None:
        self.dataset = rdflib.Dataset()

    def description(self) -> bytes | None:
        return b""

    def query(self, text: str, accept: str, *, default_graph: Sequence[str] = ()) -> tuple[str, HTTPMessage, bytes]:
        source = rdflib.Dataset(store=self.dataset.store, default_union=True) if default_graph else self.dataset
        found = source.query(text)
        if found.type == "CONSTRUCT":
            assert found.graph is not None
            body = found.graph.serialize(format="nt", encoding="utf-8")
            return "application/n-triples", HTTPMessage(), body
        # rdflib's writer of XML leaves a zero empty; its JSON is right.
        table = ox.parse_query_results(found.serialize(format="json") or b"", format=ox.QueryResultsFormat.JSON)
        assert not isinstance(table, ox.QueryTriples)
        if isinstance(table, ox.QueryBoolean):
            body = f"<sparql xmlns='http://www.w3.org/2005/sparql-results#'><head/><boolean>{bool(table)}</boolean></sparql>"
            return "application/sparql-results+xml", HTTPMessage(), body.lower().encode()
        body = table.serialize(format=ox.QueryResultsFormat.XML) or b""
        return "application/sparql-results+xml", HTTPMessage(), body

    def update(self, text: str) -> None:
        if moved := re.fullmatch(r"MOVE GRAPH <(.*)> TO DEFAULT", text):
            # rdflib 7 leaves the default graph of a Dataset empty here; the rest of the updates are its own.
            source, default = self.dataset.graph(rdflib.URIRef(moved[1])), self.dataset.default_graph
            default.remove((None, None, None))
            for triple in source:
                default.add(triple)
            text = f"DROP GRAPH <{moved[1]}>"
        self.dataset.update(text)
