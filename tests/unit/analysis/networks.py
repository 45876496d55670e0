"""Small networks for the tests of measures: relations of made-up days between real keys."""

from __future__ import annotations

from collections.abc import Iterable

from kg.projection.frame import Frame
from kg.projection.multiplex import Hyperedge, Multiplex
from kg.projection.support import Support

FRAME = Frame(
    as_of="2026-01-01", known_at="9999-12-30", documents=1, project_written=0, relations=0, left_out=(), polities=0,
    non_un=(),
)  # fmt: skip


def claim(
    name: str,
    *,
    voice: str = "A",
    confidence: float = 1.0,
    publisher: str = "",
    country: str = "",
    official: bool = False,
) -> Support:
    return Support(f"claim-{name}", f"doc-{voice}", voice, confidence, publisher, country, official)


def edge(
    name: str,
    *members: str,
    layer: str = "L3",
    day: str = "2020-01-01",
    giver: str = "",
    support: Iterable[Support] = (),
) -> Hyperedge:
    givers = frozenset({giver}) if giver else frozenset[str]()
    kind = "transfer" if giver else "agreement"
    return Hyperedge(name, layer, kind, "", tuple(sorted(members)), givers, day, day, tuple(support))


def network(*edges: Hyperedge, polities: Iterable[str] = ()) -> Multiplex:
    nodes = tuple(sorted({*polities, *(m for e in edges for m in e.members)}))
    return Multiplex(tuple(edges), {n: n for n in nodes}, FRAME, nodes)


def plain(*pairs: tuple[str, str], polities: Iterable[str] = ()) -> Multiplex:
    return network(*(edge(f"r{n}", *pair) for n, pair in enumerate(pairs)), polities=polities)
