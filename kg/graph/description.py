"""The graph described for machines: the service (SPARQL 1.1 Service Description), the data set (VoID, DCAT)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.graph.terms import DEFAULT, ips
from kg.namespaces import ID, IPS, VIEW

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_DCAT = "http://www.w3.org/ns/dcat#"
_DCT = "http://purl.org/dc/terms/"
_FORMATS = "http://www.w3.org/ns/formats/"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_COMMENT = NamedNode("http://www.w3.org/2000/01/rdf-schema#comment")
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
            "Turtle", "N-Triples", "JSON-LD", "RDF_XML")  # fmt: skip
TITLE = "Indo-Pacific security knowledge graph"

_INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")


def _node(namespace: str, name: str) -> NamedNode:
    return NamedNode(namespace + name)


def service(endpoint: str, *, limits: str, updates: bool, services: bool) -> list[Triple]:
    """Return the service description of an endpoint, at its own IRI.

    Parameters
    ----------
    endpoint : str
        IRI of ``/sparql``.
    limits : str
        In words, since the vocabulary has no terms for them.
    updates, services : bool
        Whether updates and named services are taken.
    """
    me, data, default = NamedNode(endpoint), NamedNode(ID + "graph"), NamedNode(VIEW)
    out = [
        Triple(me, _TYPE, _node(_SD, "Service")),
        Triple(me, _node(_SD, "endpoint"), me),
        Triple(me, _node(_SD, "supportedLanguage"), _node(_SD, "SPARQL11Query")),
        Triple(me, _COMMENT, Literal(limits)),
        Triple(me, _node(_SD, "defaultDataset"), data),
        Triple(data, _TYPE, _node(_SD, "Dataset")),
        Triple(data, _node(_SD, "defaultGraph"), default),
        Triple(default, _TYPE, _node(_SD, "Graph")),
    ]
    out += [Triple(me, _node(_SD, "resultFormat"), _node(_FORMATS, name)) for name in _RESULTS]
    if updates:
        out.append(Triple(me, _node(_SD, "supportedLanguage"), _node(_SD, "SPARQL11Update")))
    if services:
        out.append(Triple(me, _node(_SD, "feature"), _node(_SD, "BasicFederatedQuery")))
    return out


def counts(store: ox.Store) -> dict[str, int]:
    """Return how many quads, named graphs, subjects of the view, and relations and actors by class there are."""
    classes: Counter[str] = Counter()
    for quad in store.quads_for_pattern(None, _TYPE, None, DEFAULT):
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(IPS):
            classes[quad.object.value.removeprefix(IPS)] += 1
    graphs = sum(1 for _ in store.named_graphs())
    return {"quads": len(store), "graphs": graphs, **dict(sorted(classes.items()))}


def dataset(store: ox.Store, site: str) -> Iterator[Triple]:
    """Yield what VoID and DCAT say of the graph.

    Parameters
    ----------
    store : pyoxigraph.Store
        The graph.
    site : str
        Address of the server or of the static site, with a slash at its end; the graph has its own IRI.
    """
    me, endpoint = NamedNode(ID + "graph"), NamedNode(site + "sparql")
    numbers = counts(store)
    yield Triple(me, _TYPE, _node(_VOID, "Dataset"))
    yield Triple(me, _TYPE, _node(_DCAT, "Dataset"))
    yield Triple(me, _node(_DCT, "title"), Literal(TITLE, language="en"))
    description = "Security relationships of the Indo-Pacific; every statement has the sentence that supports it."
    yield Triple(me, _node(_DCT, "description"), Literal(description, language="en"))
    yield Triple(me, _node(_VOID, "uriSpace"), Literal(ID))
    yield Triple(me, _node(_VOID, "vocabulary"), NamedNode(IPS.rstrip("#")))
    yield Triple(me, _node(_VOID, "sparqlEndpoint"), endpoint)
    yield Triple(me, _node(_VOID, "triples"), Literal(str(numbers["quads"]), datatype=_INTEGER))
    yield Triple(me, _node(_VOID, "documents"), Literal(str(numbers["graphs"]), datatype=_INTEGER))
    for name, number in numbers.items():
        if name in ("quads", "graphs"):
            continue
        part = BlankNode(f"class{name}")
        yield Triple(me, _node(_VOID, "classPartition"), part)
        yield Triple(part, _node(_VOID, "class"), ips[name])
        yield Triple(part, _node(_VOID, "entities"), Literal(str(number), datatype=_INTEGER))
    access = NamedNode(site + "sparql#service")
    yield Triple(me, _node(_DCAT, "distribution"), access)
    yield Triple(access, _TYPE, _node(_DCAT, "Distribution"))
    yield Triple(access, _node(_DCAT, "accessURL"), endpoint)
    yield Triple(access, _node(_DCT, "format"), Literal("SPARQL 1.1"))
