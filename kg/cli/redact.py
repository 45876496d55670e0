"""``kg redact``: documents gone for good, and names that the graph must not hold."""

from __future__ import annotations

import json
from typing import Any

import click

from kg.cli.options import json_option
from kg.cli.output import note
from kg.cli.removal import confirm, consent, plural, print_preview
from kg.resolution.docket import CATEGORIES
from kg.settings import Workspace


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID...]")
@click.option("--person", metavar="NAME", help="Withhold this person's name everywhere, now and at each later ingest.")
@click.option("--lift", is_flag=True, help="With --person: take the name off the list again.")
@click.option(
    "--reason", type=click.Choice(CATEGORIES), required=True, help="The category of the reason; no more is kept."
)
@consent
@json_option
@click.pass_obj
def command(
    workspace: str | None,
    *,
    ids: tuple[str, ...],
    person: str | None,
    lift: bool,
    reason: str,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    r"""Remove the documents ID for good, or withhold the name of a person.

    A redacted document leaves the graph, the archive and the files of the store; only its hash, the day and the
    category of the reason stay, so that nobody can ingest it again. This is not taken back.

    A withheld person's participations, posts and mentions leave the graph, and the name is masked in quotes that
    remain; names are compared without case, accents, titles and order. The documents stay in the archive.

    \b
    Example: kg redact doc-0d3099f9a9f3c1d2 --reason court-order
             kg redact --person "Jane Example" --reason safety
    """
    from kg.pipeline import preview, preview_person, redact, suppress

    if bool(ids) == bool(person) or (lift and not person):
        raise click.UsageError("Give document ids, or --person NAME (--lift takes the name off the list again).")
    place = Workspace.find(workspace)
    if person and lift:
        suppress(place, person, reason=reason, lift=True)
        _say(
            {"done": True, "lifted": True}, "taken off the list; ingest its documents again to unmask", as_json=as_json
        )
        return
    found = preview_person(place, person) if person else preview(place, ids)
    if dry_run:
        print_preview(found, as_json=as_json)
        return
    documents = plural(len(found.documents), "document")
    if person:
        confirm(f"Withhold this name in {documents}?", yes=yes)
        changed = suppress(place, person, reason=reason)
        text = f"withheld in {plural(changed, 'document')}, and in every document to come"
        _say({"done": True, **found.to_json()}, text, as_json=as_json)
        return
    confirm(f"Redact {documents}? This cannot be undone.", yes=yes)
    shas = redact(place, ids, category=reason)
    _say(
        {"done": True, "sha256": list(shas), **found.to_json()},
        f"redacted {plural(len(shas), 'document')}",
        as_json=as_json,
    )


def _say(data: dict[str, Any], text: str, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        note(text)
