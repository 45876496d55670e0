"""``kg holder``: who held an office on a day."""

from __future__ import annotations

import json
from typing import Any

import click

from kg.cli.options import DAY, json_option
from kg.cli.output import INDENT, note, wrapped
from kg.errors import UnknownIdError
from kg.settings import Workspace


@click.command()
@click.argument("office")
@click.argument("state")
@click.option("--on", type=DAY, metavar="DATE", help="The day (default: all tenures on file).")
@json_option
@click.pass_obj
def command(workspace: str | None, *, office: str, state: str, on: str | None, as_json: bool) -> None:
    """Say who held OFFICE of STATE, by the curated tenures that are loaded, each with the pages that say so.

    OFFICE in any wording ("Defence Minister", "Secretary of National Defense", "head of government"). Where the pages
    do not settle a day, everybody who may have held the office is named, and that it is open.

    Example: kg holder "defence minister" Japan --on 2024-07-08
    """
    from kg.graph.default import stored_claims
    from kg.model.citation import citation
    from kg.pipeline import open_store
    from kg.registry import Registry
    from kg.resolution import Known
    from kg.resolution.holders import Tenures

    registry = Registry.load()
    key = registry.find(state).key
    with open_store(Workspace.find(workspace)) as store:
        tenures = Tenures(stored_claims(store), Known.of(registry))
    there = tenures.of(key, office)
    if not there:
        offices = sorted({t.office for (s, _), found in tenures.by_words.items() if s == key for t in found})
        raise UnknownIdError(office, known=offices, where=f"the tenures on file of {registry.get(key).label}")
    found = tenures.on(key, office, on) if on else there
    rows: list[dict[str, Any]] = [
        {
            "person": t.person,
            "office": t.office,
            "of": t.state,
            "from": str(t.start) if t.start else None,
            "until": str(t.end) if t.end else None,
            "acting": t.acting,
            "known_through": t.through,
            "certain": t.holds(on) if on else None,
            "variants": list(t.variants),
            "citations": sorted({citation(ev) for c in t.claims for ev in c.record.evidence}),
        }
        for t in found
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            acting = ", acting" if row["acting"] else ""
            until = row["until"] or f"open; last page of {row['known_through']}"
            click.echo(f"{row['person']}, {row['office']}{acting}: {row['from'] or 'unknown'} to {until}")
            if on and not row["certain"]:
                wrapped("the pages do not settle that day", indent=INDENT)
            for text in row["citations"]:
                wrapped(text, indent=INDENT * 2)
    if on and not rows:
        note(f"no tenure on file covers {on}, which does not mean that nobody held the office")
