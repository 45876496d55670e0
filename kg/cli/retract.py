"""``kg retract``: documents out of the graph, as if they had never been read."""

from __future__ import annotations

import json

import click

from kg.cli.options import json_option
from kg.cli.output import note
from kg.cli.removal import confirm, consent, plural, print_preview
from kg.settings import Workspace


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--reason", metavar="TEXT", default="", help="Why; it stays in the ledger.")
@consent
@json_option
@click.pass_obj
def command(
    workspace: str | None, *, ids: tuple[str, ...], reason: str, dry_run: bool, yes: bool, as_json: bool
) -> None:
    """Remove the documents ID (doc-…, or the beginning of a SHA-256) from graph, view and archive.

    Afterwards the graph is the one that never saw them. The ledger keeps hash, time, who and why, so that `kg show` can
    say what became of an identifier, and `kg ingest` refuses the document until `--restore`. A command that was cut off
    is completed by running it again.

    Example: kg retract doc-0d3099f9a9f3c1d2 --dry-run
    """
    from kg.pipeline import preview, retract

    place = Workspace.find(workspace)
    found = preview(place, ids)
    if dry_run:
        print_preview(found, as_json=as_json)
        return
    lost = plural(len(found.lost), "relation")
    confirm(f"Retract {plural(len(found.documents), 'document')}; {lost} would lose all support?", yes=yes)
    shas = retract(place, ids, reason=reason)
    if as_json:
        click.echo(json.dumps({"done": True, "sha256": list(shas), **found.to_json()}, ensure_ascii=False, indent=1))
        return
    note(f"retracted {plural(len(shas), 'document')}; {lost} lost all support, {len(found.kept)} kept some")
