"""One call for all exports: check what is asked for, cut the graph down to it, let the format's exporter write it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg import plugins
from kg.errors import KGError, UnknownFormatError
from kg.export.request import NETWORKS, Request, Written
from kg.graph.public import public as publishable
from kg.graph.subset import as_known
from kg.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.graph import OxigraphStore

TIMELESS = ("nq", "ttl", "trig", "jsonld")
"""Formats that hold the graph itself, with all its days."""
DRAWN = ("graphml", "gexf", "parquet")
"""Formats that hold a network."""


@dataclass(frozen=True, kw_only=True)
class Exported:
    """What was written.

    Attributes
    ----------
    path : Path
        The file.
    format : str
        The exporter's name.
    written : Written
        Bytes, and counts by name.
    cut : mapping of str to int
        What was left out or cut for a public export, by name; empty where nothing was.
    """

    path: Path
    format: str
    written: Written
    cut: Mapping[str, int]


def export(
    store: OxigraphStore,
    path: Path,
    *,
    format_: str | None = None,
    network: str | None = None,
    public: bool = False,
    as_of: str | None = None,
    known_at: str | None = None,
    registry: Registry | None = None,
) -> Exported:
    """Write a graph to a file, whole or not at all.

    Parameters
    ----------
    store : OxigraphStore
        Open for reading.
    path : Path
        Where to; its suffix is the format where `format_` is not given.
    format_ : str, optional
        A registered exporter.
    network : str, optional
        ``relations`` (default) or ``ties``, for networks.
    public : bool
        Only what may be published; see :mod:`kg.graph.public`.
    as_of : str, optional
        ISO day of the world, for tables and networks.
    known_at : str, optional
        ISO day of the files: later documents are left out and the view is built again from the others.
    registry : Registry, optional
        The shipped one without it.

    Raises
    ------
    UnknownFormatError
        If nothing is registered for the format.
    KGError
        If an option does not concern the format, or the file cannot be written.
    """
    known = plugins.registered("kg.exporters")
    name = format_ or path.suffix.lstrip(".").lower()
    if name not in known:
        raise UnknownFormatError(name or path.name, known=known)
    if network and name not in DRAWN:
        raise KGError(f"The network {network!r} does not concern {name}.", hint=f"It is for {', '.join(DRAWN)}.")
    if network and network not in NETWORKS:
        raise UnknownFormatError(network, known=NETWORKS)
    if as_of and name in TIMELESS:
        raise KGError(
            f"The day {as_of} does not concern {name}, which holds all days.",
            hint="Ask by the day of the files (known at) instead.",
        )
    registry = registry or Registry.load()
    cut: Mapping[str, int] = {}
    if known_at:
        store = as_known(store, known_at, registry=registry)
    if public:
        part = publishable(store, registry=registry)
        store, cut = part.store, part.counts
    request = Request(store=store, as_of=as_of, network=network or NETWORKS[0], public=public)
    written: Written = plugins.load("kg.exporters", name)(request, path)
    return Exported(path=path, format=name, written=written, cut=dict(cut))
