"""``kg export``: the graph to a file that other tools open."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.cli.options import clocks, json_option
from kg.cli.output import note
from kg.settings import Workspace


@click.command()
@click.option(
    "-f",
    "--format",
    "format_",
    metavar="FORMAT",
    help="nq, ttl, trig, jsonld (the graph); graphml, gexf, parquet (the network); csv, xlsx (tables). "
    "Without it the file's suffix decides.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@click.option(
    "--site",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Instead of a file: a page, Turtle, N-Triples and JSON-LD for everything, as a static linked-data site.",
)
@click.option(
    "--network",
    type=click.Choice(["relations", "ties"]),
    help="For graphml, gexf and parquet: relations as nodes (default), or polities with relations as edges.",
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
    output: Path | None,
    site: Path | None,
    network: str | None,
    public: bool,
    as_of: str | None,
    known_at: str | None,
    ledger_at: str | None,
    as_json: bool,
) -> None:
    r"""Write the whole graph to FILE, which is complete or not there.

    N-Quads, TriG and JSON-LD keep the named graph of every document; Turtle merges them. `-f csv` writes one flat table
    to a .csv file, all tables to a .zip. --known-at leaves out documents of a later day and rebuilds the view from the
    others.

    \b
    Example: kg export -o graph.trig
             kg export -f gexf --network ties --as-of 2025-01-01 -o ties.gexf
             kg export --public --site public_html
    """
    from kg.export.writing import export
    from kg.pipeline import open_store

    if (output is None) == (site is None):
        raise click.UsageError("Give -o FILE or --site DIR.")
    if site is not None:
        if format_ or network:
            raise click.UsageError("--site takes no --format and no --network: it holds pages and data of everything.")
        _site(workspace, site, public=public, as_of=as_of, known_at=known_at, ledger_at=ledger_at, as_json=as_json)
        return
    assert output is not None
    with open_store(Workspace.find(workspace), known_at=known_at, ledger_at=ledger_at) as store:
        done = export(store, output, format_=format_, network=network, public=public, as_of=as_of, known_at=known_at)
    counts, size = done.written.counts, done.written.size
    if as_json:
        data = {"path": str(output), "format": done.format, "bytes": size, "counts": dict(counts), "public": public}
        click.echo(json.dumps(data | {"cut": dict(done.cut)}, ensure_ascii=False, indent=1))
        return
    note(f"{output}: {', '.join(f'{n} {name}' for name, n in counts.items())}, {size} bytes")
    for name, n in done.cut.items():
        note(f"public: {n} {name}")


def _site(
    workspace: str | None,
    folder: Path,
    *,
    public: bool,
    as_of: str | None,
    known_at: str | None,
    ledger_at: str | None,
    as_json: bool,
) -> None:
    from kg.graph.public import public as publishable
    from kg.pipeline import open_store
    from kg.registry import Registry
    from kg.resolution.docket import Docket
    from kg.server.static_site import write_site

    place = Workspace.find(workspace)
    cut: dict[str, int] = {}
    with open_store(place, known_at=known_at, ledger_at=ledger_at) as store:
        shown = store
        if public:
            part = publishable(store, registry=Registry.load())
            shown, cut = part.store, dict(part.counts)
        docket = Docket(place.ledger)
        counts = write_site(place, shown, folder, docket=docket, public=public, as_of=as_of, known_at=known_at)
    if as_json:
        data = {"path": str(folder), "format": "site", "counts": counts, "public": public, "cut": cut}
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return
    note(f"{folder}: {counts['pages']} pages, {counts['files']} files; open {folder / 'index.html'}")
    for name, n in cut.items():
        note(f"public: {n} {name}")
