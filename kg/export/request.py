"""What an export is asked for and what it says it wrote: the two ends of the ``kg.exporters`` protocol.

An exporter is a callable ``(request, path) -> Written`` under an entry point of the group ``kg.exporters``. It writes
through :mod:`kg.export.files`, so that the file is whole or not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg.projection import Snapshot, read_snapshot, relation_network, tie_network

if TYPE_CHECKING:
    import networkx as nx

    from kg.graph import OxigraphStore

NETWORKS = ("relations", "ties")
"""``relations``: actors and relations as nodes, a role as an edge; ``ties``: polities alone, a relation as an edge."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """A graph to be written.

    Attributes
    ----------
    store : OxigraphStore
        Open for reading; already cut down where the export is public or as the files stood on a day.
    as_of : str or None
        ISO day of the world for tables and networks; the last day of publication on file without it.
    network : str
        One of :data:`NETWORKS`, for formats that hold a network.
    public : bool
        Whether the store was cut down to what may be published.
    """

    store: OxigraphStore
    as_of: str | None = None
    network: str = "relations"
    public: bool = False

    @cached_property
    def snapshot(self) -> Snapshot:
        """The view as plain values."""
        return read_snapshot(self.store, as_of=self.as_of)

    @cached_property
    def graph(self) -> nx.MultiGraph[str]:
        """The network asked for; directed where it is that of relations."""
        return relation_network(self.snapshot) if self.network == "relations" else tie_network(self.snapshot)


@dataclass(frozen=True, kw_only=True)
class Written:
    """What a file holds: bytes, and what was counted while writing (``quads``, ``nodes``, rows of each table)."""

    size: int
    counts: Mapping[str, int] = field(default_factory=dict)


class Exporter(Protocol):
    """What an entry point of ``kg.exporters`` loads."""

    def __call__(self, request: Request, path: Path) -> Written:
        """Write `request` to `path`, whole or not at all."""
        ...
