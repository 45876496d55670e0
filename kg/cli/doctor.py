"""``kg doctor``: is the installation sound, and the workspace what it says it is."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click

from kg.cli.options import json_option
from kg.cli.output import note, table
from kg.errors import WorkspaceError
from kg.settings import Workspace


@click.command()
@json_option
@click.pass_obj
def command(workspace: str | None, *, as_json: bool) -> None:
    """Check packages, plug-ins, ontology and registry; in a workspace also archive, store, receipts and view.

    Reads everything and changes nothing; exit 1 where there is a problem. Without a workspace it checks the
    installation alone.

    Example: kg doctor
    """
    from kg.doctor import check_installation, check_workspace

    checks = list(check_installation())
    try:
        found = Workspace.find(workspace)
    except WorkspaceError as error:
        if workspace:
            raise
        note(f"the installation alone: {error.message}")
    else:
        checks += check_workspace(found)
    if as_json:
        click.echo(json.dumps([asdict(c) for c in checks], ensure_ascii=False, indent=1))
    else:
        table(["check", "state", "found"], [(c.name, c.state, c.detail) for c in checks])
    if any(c.state == "problem" for c in checks):
        sys.exit(1)
