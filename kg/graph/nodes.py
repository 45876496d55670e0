"""Reading a graph node by node: the values of one subject's properties, as text."""

from __future__ import annotations

from collections.abc import Mapping

from kg.namespaces import IPS, IPSC

Triples = Mapping[str, Mapping[str, list[str]]]


class Node:
    """One subject of a graph, and the values of its properties; a bare predicate name is one of the project's."""

    __slots__ = ("graph", "iri", "props")

    def __init__(self, graph: Triples, iri: str) -> None:
        self.graph, self.iri, self.props = graph, iri, graph[iri]

    def all(self, predicate: str) -> list[str]:
        """Return every value of a property."""
        return self.props.get(predicate if "://" in predicate else IPS + predicate, [])

    def one(self, predicate: str) -> str | None:
        """Return the value of a property, None where it has none."""
        values = self.all(predicate)
        return values[0] if values else None

    def need(self, predicate: str) -> str:
        """Return the value of a property that is always there."""
        return self.all(predicate)[0]

    def number(self, predicate: str) -> float | None:
        """Return the number that a property gives."""
        value = self.one(predicate)
        return None if value is None else float(value)

    def nodes(self, predicate: str) -> list[Node]:
        """Return the nodes that a property leads to, in no order."""
        return [Node(self.graph, iri) for iri in self.all(predicate)]

    def first(self, predicate: str) -> Node | None:
        """Return the node that a property leads to, None where it has none."""
        return next(iter(self.nodes(predicate)), None)

    def ordered(self, predicate: str, mark: str) -> list[Node]:
        """Return the nodes that a property leads to, by the number at the end of their names after a mark."""
        return sorted(self.nodes(predicate), key=lambda n: int(n.iri.rpartition(mark)[2]))

    def notation(self, predicate: str, scheme: str) -> str | None:
        """Return the contract's notation of the concept that a property gives."""
        value = self.one(predicate)
        return None if value is None else value.removeprefix(f"{IPSC}{scheme}-")
