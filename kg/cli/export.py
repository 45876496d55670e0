"""``kg export``: the graph to a file that other tools open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import clocks, json_option
from kg.cli.output import note
from kg.errors import KGError
from kg.settings import Workspace

if TYPE_CHECKING:
    from kg.graph import OxigraphStore
    from kg.registry import Registry

RDF = ("nq", "ttl", "trig", "jsonld")
NETWORK = ("graphml", "gexf")


@click.command()
@click.option(
    "-f",
    "--format",
    "format_",
    metavar="FORMAT",
    help="nq, ttl, trig, jsonld (the graph); graphml, gexf (the network); csv, xlsx (tables). "
    "Without it the file's suffix decides.",
)
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@click.option(
    "--network",
    type=click.Choice(["relations", "ties"]),
    help="For graphml and gexf: relations as nodes (default), or polities with relations as edges.",
)
@click.option(
    "--public", is_flag=True, help="Only what may be published: no private document, short quotes with links."
)
@clocks
@json_option
@click.pass_obj
def command(
    workspace: str | None,
    *,
    format_: str | None,
    output: Path,
    network: str | None,
    public: bool,
    as_of: str | None,
    known_at: str | None,
    as_json: bool,
) -> None:
    r"""Write the whole graph to FILE, which is complete or not there.

    N-Quads, TriG and JSON-LD keep the named graph of every document; Turtle merges them. `-f csv` writes one flat table
    to a .csv file, all tables to a .zip. --known-at leaves out documents of a later day and rebuilds the view from the
    others.

    \b
    Example: kg export -o graph.trig
             kg export -f gexf --network ties --as-of 2025-01-01 -o ties.gexf
    """
    from kg import plugins
    from kg.errors import UnknownFormatError
    from kg.export.request import Request
    from kg.pipeline import open_store
    from kg.registry import Registry

    known = plugins.registered("kg.exporters")
    format_ = format_ or output.suffix.lstrip(".").lower()
    if format_ not in known:
        raise UnknownFormatError(format_, known=known)
    if network and format_ not in NETWORK:
        raise KGError(f"--network {network} does not concern {format_}.", hint="It is for graphml and gexf.")
    if as_of and format_ in RDF:
        raise KGError(f"--as-of {as_of} does not concern {format_}, which holds all days.", hint="Use --known-at.")
    with open_store(Workspace.find(workspace)) as store:
        part, done = _part(store, public=public, known_at=known_at, registry=Registry.load())
        request = Request(store=part, as_of=as_of, network=network or "relations", public=public)
        written = plugins.load("kg.exporters", format_)(request, output)
    if as_json:
        data = {"path": str(output), "format": format_, "bytes": written.size, "counts": dict(written.counts)}
        click.echo(json.dumps(data | {"public": public, **done}, ensure_ascii=False, indent=1))
    else:
        counts = ", ".join(f"{n} {name}" for name, n in written.counts.items())
        note(f"{output}: {counts}, {written.size} bytes")
        for name, n in done.items():
            note(f"public: {n} {name}")


def _part(
    store: OxigraphStore, *, public: bool, known_at: str | None, registry: Registry
) -> tuple[OxigraphStore, dict[str, int]]:
    """Cut the store down to what was asked for; the whole of it needs no copy."""
    from kg.graph.public import public as publishable
    from kg.graph.subset import as_known

    if known_at:
        store = as_known(store, known_at, registry=registry)
    if not public:
        return store, {}
    result = publishable(store, registry=registry)
    return result.store, dict(result.counts)
