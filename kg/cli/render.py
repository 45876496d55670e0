"""``kg render``: the network as one HTML file."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.cli.options import clocks, json_option
from kg.cli.output import note
from kg.settings import Workspace


@click.command()
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@click.option("--around", metavar="KEY", help="Only what involves this actor, such as JPN or AUKUS.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only this kind of relation; may be repeated.")
@click.option("--layer", "layers", multiple=True, metavar="LAYER", help="Only this layer, such as L5; may be repeated.")
@click.option("--title", default="Indo-Pacific security relationships", show_default=True)
@click.option("--force", is_flag=True, help="Draw it even where it is too large to be read.")
@clocks
@json_option
@click.pass_obj
def command(
    workspace: str | None,
    *,
    output: Path,
    around: str | None,
    kinds: tuple[str, ...],
    layers: tuple[str, ...],
    title: str,
    force: bool,
    as_of: str | None,
    known_at: str | None,
    ledger_at: str | None,
    as_json: bool,
) -> None:
    """Draw what stands as a network: actors and relations, with the sentence behind every edge.

    The file opens from disk with the network off. Planned, possible and denied relations are not drawn; the frame
    under the title counts them. Above 2,000 nodes or 6,000 edges a picture is refused: narrow it, or give --force.

    Example: kg render -o network.html --around JPN --layer L5
    """
    from kg.contract import kind_table
    from kg.export.files import write_text
    from kg.namespaces import entity_iri
    from kg.pipeline import open_store
    from kg.projection import read_snapshot, relation_network
    from kg.registry import Registry
    from kg.render import render_network

    for kind in kinds:
        kind_table(kind)
    focus = entity_iri(Registry.load().find(around).key) if around else None
    with open_store(Workspace.find(workspace), known_at=known_at, ledger_at=ledger_at) as store:
        snapshot = read_snapshot(store, as_of=as_of, known_at=known_at)
    graph = relation_network(snapshot, kinds=kinds or None, layers=layers or None, around=focus)
    html = render_network(graph, snapshot, title=title, force=force)
    size = write_text(output, [html])
    if as_json:
        counts = {"nodes": graph.number_of_nodes(), "edges": graph.number_of_edges()}
        data = {"path": str(output), "bytes": size, "counts": counts, "frame": str(graph.graph["frame"])}
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return
    note(f"{output}: {graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges, {len(html) / 1e6:.1f} MB")
    note(str(graph.graph["frame"]))
