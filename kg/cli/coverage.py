"""``kg coverage``: what was looked for, and how completely."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from kg.cli.options import json_option
from kg.cli.output import note, table
from kg.contract import kind_table
from kg.errors import InvalidDateError
from kg.settings import Workspace


@click.command()
@click.option("--kind", help="Only statements on this kind of relation.")
@click.option("--polity", help="Only those that cover this polity, by key or name.")
@click.option("--year", type=int, help="Only those that cover this year.")
@json_option
@click.pass_obj
def command(workspace: str | None, *, kind: str | None, polity: str | None, year: int | None, as_json: bool) -> None:
    """Show what the graph claims to hold: families of relations, polities, years, languages, and how completely.

    Where a statement is complete, finding nothing means that none was found. Everywhere else, and where nothing is
    declared, finding nothing means nothing.

    Example: kg coverage --polity Japan --year 2024
    """
    from kg.graph.coverage import read_coverage
    from kg.pipeline import open_store
    from kg.registry import Registry

    if kind:
        kind_table(kind)
    if year is not None and not 1 <= year <= 9999:
        raise InvalidDateError(year)
    key = Registry.load().find(polity).key if polity else None
    with open_store(Workspace.find(workspace)) as store:
        found = [
            c
            for c in read_coverage(store)
            if (kind is None or c.kind == kind)
            and (key is None or key in c.polities)
            and (year is None or int(c.first) <= year <= int(c.last))
        ]
    if as_json:
        click.echo(json.dumps([asdict(c) for c in found], ensure_ascii=False, indent=1))
    else:
        columns = ["kind", "years", "languages", "completeness", "checked", "types", "polities"]
        table(
            columns,
            [
                (
                    c.kind,
                    f"{c.first}–{c.last}",
                    " ".join(c.languages),
                    c.completeness,
                    f"{c.checked_on} by {c.checked_by}",
                    " ".join(c.types) or "all",
                    " ".join(c.polities) if len(c.polities) <= 20 else f"{len(c.polities)} polities",
                )
                for c in found
            ],
        )
    if not found:
        note("nothing is declared here: that nothing is found means nothing")
    elif any(c.completeness != "complete" for c in found):
        note("where it is not complete, that nothing is found does not mean that there is nothing")
