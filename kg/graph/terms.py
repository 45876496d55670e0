"""RDF terms for the hot path: namespaces as attributes, literals by kind, N-Quads lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import lru_cache

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, serialize

from kg.namespaces import ID, IPS, IPSC, PREFIXES

Graph = NamedNode | DefaultGraph
Object = NamedNode | Literal
Emit = Callable[[NamedNode, NamedNode, Object], None]
"""Adds a triple to the graph that is being written."""

DEFAULT = DefaultGraph()


class Namespace:
    """A namespace whose terms are attributes: ``ips.party``, ``ips["from"]``; each term is made once."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._terms: dict[str, NamedNode] = {}

    def __getitem__(self, name: str) -> NamedNode:
        term = self._terms.get(name)
        if term is None:
            term = self._terms[name] = NamedNode(self._base + name)
        return term

    def __getattr__(self, name: str) -> NamedNode:
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]


ips, ipsc, ipsid = Namespace(IPS), Namespace(IPSC), Namespace(ID)
rdf, rdfs, owl, xsd, skos, prov, oa, dct, org = (
    Namespace(PREFIXES[p]) for p in ("rdf", "rdfs", "owl", "xsd", "skos", "prov", "oa", "dct", "org")
)
TYPE = rdf.type

_PARTIAL = {10: xsd.date, 7: xsd.gYearMonth, 4: xsd.gYear}


def concept(scheme: str, notation: str) -> NamedNode:
    """Return the node of a concept (``concept("stage", "signed")``)."""
    return ipsc[f"{scheme}-{notation}"]


@lru_cache(maxsize=65536)
def day(value: str) -> Literal:
    """Return an ``xsd:date``."""
    return Literal(value, datatype=xsd.date)


@lru_cache(maxsize=65536)
def partial(value: str) -> Literal:
    """Return a date typed by its precision (``xsd:date``, ``xsd:gYearMonth``, ``xsd:gYear``), other text as string."""
    datatype = _PARTIAL.get(len(value)) if value.replace("-", "").isdigit() else None
    return Literal(value, datatype=datatype) if datatype else Literal(value)


def decimal(value: float) -> Literal:
    """Return an ``xsd:decimal`` in the canonical form that stores keep (``4``, ``0.9``)."""
    text = format(Decimal(repr(float(value))), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return Literal("0" if text in ("-0", "") else text, datatype=xsd.decimal)


def integer(value: int) -> Literal:
    """Return an ``xsd:integer``."""
    return Literal(str(value), datatype=xsd.integer)


def boolean(value: bool) -> Literal:
    """Return an ``xsd:boolean``."""
    return Literal("true" if value else "false", datatype=xsd.boolean)


def nquads(quads: Iterable[Quad]) -> str:
    """Return quads as sorted N-Quads, one a line, without duplicates: the same set gives the same bytes."""
    raw = serialize(quads, format=RdfFormat.N_QUADS)
    assert raw is not None
    lines = sorted(set(raw.decode("utf-8").split("\n")))
    return "".join(f"{line}\n" for line in lines if line)
