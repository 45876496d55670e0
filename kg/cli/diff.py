"""``kg diff``: what changed between two days, in the world and in what we know."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict

import click

from kg.cli.options import DAY, json_option
from kg.cli.output import INDENT, heading, note, source_line, wrapped
from kg.errors import QueryError
from kg.namespaces import curie
from kg.settings import Workspace


@click.command()
@click.argument("first", type=DAY, metavar="DAY_A")
@click.argument("second", type=DAY, metavar="DAY_B")
@click.option("--as-of", type=DAY, metavar="DATE", help="Read both about this day: only what we learned differs.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only relations of this kind; may be repeated.")
@json_option
@click.pass_obj
def command(
    workspace: str | None, *, first: str, second: str, as_of: str | None, kinds: tuple[str, ...], as_json: bool
) -> None:
    """Show what changed between DAY_A and DAY_B.

    Each day is read as it was then: what held on it, as the documents of that day told it. A change is of the world
    where it happened after DAY_A; all else was so before, and was learned between the days: new, ended, advanced,
    announced, corrected, newly disputed, settled, withdrawn.

    Example: kg diff 2025-08-31 2025-09-30
    """
    from kg.contract import kind_table
    from kg.pipeline import open_store
    from kg.projection.changes import LEARNED, WORLD, Reading, changes

    if first > second:
        raise QueryError(f"{first} lies after {second}.", hint="Give the earlier day first.")
    for kind in kinds:
        kind_table(kind)
    place = Workspace.find(workspace)
    readings = []
    for day in (first, second):
        with open_store(place, known_at=day) as store:
            readings.append(Reading.of(store, as_of=as_of or day, known_at=day))
    found = [c for c in changes(*readings) if not kinds or c.kind in kinds]
    if as_json:
        click.echo(json.dumps([asdict(c) for c in found], ensure_ascii=False, indent=1))
    else:
        documents = readings[0].snapshot.documents | readings[1].snapshot.documents
        for clock in (WORLD, LEARNED):
            for bucket in dict.fromkeys(c.bucket for c in found if c.clock == clock):
                heading(f"{clock}: {bucket}")
                for change in (c for c in found if c.clock == clock and c.bucket == bucket):
                    wrapped(f"• {change.title}: {change.text}  [{curie(change.relation)}]", indent=INDENT, first="  ")
                    for receipt in change.receipts[:1]:
                        wrapped(receipt.text, indent=INDENT * 2)
                        wrapped(source_line(receipt.doc, documents, receipt.who), indent=INDENT * 2)
    counts = Counter(f"{c.bucket} ({c.clock})" for c in found)
    note(f"{first} to {second}: " + (", ".join(f"{n} {what}" for what, n in sorted(counts.items())) or "no change"))
