"""``kg export``: the graph to a file."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.output import note
from kg.settings import Workspace


@click.command()
@click.option("-f", "--format", "format_", required=True, metavar="FORMAT", help="nq (sorted N-Quads) or ttl (Turtle).")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@click.pass_obj
def command(workspace: str | None, *, format_: str, output: Path) -> None:
    """Write the whole graph, claims and view, to FILE.

    N-Quads keep the named graph of every document; Turtle merges them. The file is complete or not there.

    Example: kg export -f nq -o graph.nq
    """
    from kg import plugins
    from kg.errors import UnknownFormatError
    from kg.pipeline import open_store

    known = plugins.registered("kg.exporters")
    if format_ not in known:
        raise UnknownFormatError(format_, known=known)
    with open_store(Workspace.find(workspace)) as store:
        size = plugins.load("kg.exporters", format_)(store, output)
        note(f"{output}: {len(store)} quads, {size} bytes")
