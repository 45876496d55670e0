"""``kg template``: an empty table for records of one's own."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.cli.options import json_option
from kg.cli.output import note


@click.command()
@click.argument("kind")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Where to write: .xlsx or .csv.",
)  # fmt: skip
@json_option
def command(*, kind: str, output: Path, as_json: bool) -> None:
    """Write an empty table for records of KIND, to be filled and read by `kg load table FILE`.

    A row is a record with its page. Several actors or stages of one cell are separated by semicolons; an actor is a
    registry key or name, a person is written with whom it acts for: Kamikawa Yoko (JPN). A stage's cell holds its date
    (2024-07-08, 2024-07, 2024), `planned 2025-09`, `A to B`, or yes.

    Example: kg template agreement -o agreements.xlsx
    """
    from kg.sources.sheet import write_template

    columns = write_template(kind, output)
    if as_json:
        click.echo(json.dumps({"kind": kind, "columns": columns}, ensure_ascii=False))
    note(f"{output}: {len(columns)} columns; fill it and run `kg load table {output}`")
