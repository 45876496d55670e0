"""``kg init``: make a workspace."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.cli.options import json_option
from kg.cli.output import note
from kg.settings import Workspace


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
@json_option
def command(folder: Path, *, as_json: bool) -> None:
    """Make a workspace in FOLDER (new or empty); one that is there already is left alone.

    Example: kg init work
    """
    there = (folder / "kg.toml").exists()
    workspace = Workspace.create(folder)
    if as_json:
        click.echo(json.dumps({"workspace": str(workspace.root), "made": not there}, ensure_ascii=False, indent=1))
        return
    note(f"{'already a workspace' if there else 'made a workspace'}: {workspace.root}")
    if not there:
        note(f"next: kg -w {folder} ingest FILES")
