"""``kg explore``: the graph as one HTML file to search, expand and question."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.cli.options import clocks, json_option
from kg.cli.output import note
from kg.settings import Workspace


@click.command()
@click.option(
    "-o", "--out", "--output", "output", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE"
)
@click.option("--around", metavar="KEY", help="Only what involves this actor, such as JPN; the page opens at it.")
@click.option("--layer", "layers", multiple=True, metavar="LAYER", help="Only this layer, such as L3; may be repeated.")
@click.option("--title", default="Indo-Pacific security relationships", show_default=True)
@click.option(
    "--public", is_flag=True, help="Only what may be published: no private document, short quotes with links."
)
@clocks
@json_option
@click.pass_obj
def command(
    workspace: str | None,
    *,
    output: Path,
    around: str | None,
    layers: tuple[str, ...],
    title: str,
    public: bool,
    as_of: str | None,
    known_at: str | None,
    ledger_at: str | None,
    as_json: bool,
) -> None:
    """Write an explorer of the graph: search, expand, evidence, time, paths, in one file.

    The file opens from disk with the network off. Planned, possible, denied and alleged relations are in it, and are
    drawn apart when somebody turns them on.

    Example: kg explore --out graph.html --around JPN --public
    """
    from kg.explorer import Surrounder, explorer
    from kg.export.files import write_text
    from kg.pipeline import open_store

    place = Workspace.find(workspace)
    with open_store(place, known_at=known_at, ledger_at=ledger_at) as store:
        made = explorer(
            store,
            around=around,
            layers=layers,
            public=public,
            as_of=as_of,
            known_at=known_at,
            title=title,
            surrounder=Surrounder(place, public=public),
        )
    size = write_text(output, [made.html])
    counts = {name: len(made.data[name]) for name in ("actors", "relations", "receipts", "documents", "disagreements")}
    if as_json:
        about = {"path": str(output), "bytes": size, "version": made.data["version"], "counts": counts}
        more = {"public": public, "cut": dict(made.cut), "frame": made.data["frame"]}
        click.echo(json.dumps(about | more, ensure_ascii=False, indent=1))
        return
    note(f"{output}: {', '.join(f'{n} {name}' for name, n in counts.items())}, {size / 1e6:.2f} MB")
    for name, n in made.cut.items():
        note(f"public: {n} {name}")
    note(str(made.data["frame"]))
