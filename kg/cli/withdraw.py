"""``kg withdraw``: documents that no longer count from a day on, and counted before it."""

from __future__ import annotations

import json

import click

from kg.cli.options import DAY, json_option
from kg.cli.output import note
from kg.cli.removal import confirm, consent, plural, print_preview
from kg.settings import Workspace


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--on", "day", required=True, type=DAY, metavar="DATE", help="The day from which they no longer count.")
@click.option("--reason", metavar="TEXT", default="", help="Why; it stays in the ledger.")
@consent
@json_option
@click.pass_obj
def command(
    workspace: str | None, *, ids: tuple[str, ...], day: str, reason: str, dry_run: bool, yes: bool, as_json: bool
) -> None:
    """Close the record time of the documents ID: from the day given on, what they say no longer counts.

    `--known-at` with an earlier day still sees them. The day is part of the graph and travels with exports. Withdrawing
    again with another day replaces the day; `kg ingest --restore FILE` opens the record again.

    Example: kg withdraw doc-0d3099f9a9f3c1d2 --on 2026-03-01 --reason "taken back by its publisher"
    """
    from kg.pipeline import preview, withdraw

    place = Workspace.find(workspace)
    found = preview(place, ids, on=day)
    if dry_run:
        print_preview(found, as_json=as_json)
        return
    confirm(f"Withdraw {plural(len(found.documents), 'document')} from {day} on?", yes=yes)
    shas = withdraw(place, ids, on=day, reason=reason)
    if as_json:
        click.echo(json.dumps({"done": True, "sha256": list(shas), **found.to_json()}, ensure_ascii=False, indent=1))
        return
    note(f"withdrew {plural(len(shas), 'document')} from {day} on; {found.claims} claims no longer count")
