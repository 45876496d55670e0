"""``kg validate``: the graph against its shapes and hygiene queries."""

from __future__ import annotations

import json
import sys
from collections import Counter

import click

from kg.cli.options import json_option
from kg.cli.output import note
from kg.settings import Workspace


@click.command()
@click.option("--strict", is_flag=True, help="Warnings count as problems too.")
@json_option
@click.pass_obj
def command(workspace: str | None, *, strict: bool, as_json: bool) -> None:
    """Check every document's graph and the view against the SHACL shapes, and the whole against the hygiene queries.

    Exit 1 where there is a violation. A warning is about the world or the sources, such as a pact in force before its
    signature; a violation is a fault of the graph.

    Example: kg validate --strict
    """
    from kg.graph.hygiene import hygiene
    from kg.graph.validate import validate_store
    from kg.namespaces import curie
    from kg.pipeline import open_store

    with open_store(Workspace.find(workspace)) as store:
        results = sorted({*validate_store(store), *hygiene(store)})
    if as_json:
        rows = [
            {"severity": r.severity, "message": r.message, "focus": r.focus, "value": r.value, "check": r.path}
            for r in results
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for r in results:
            click.echo(f"{r.severity:<9} {curie(r.focus)}: {r.message}")
    counts = Counter(r.severity for r in results)
    note("validate: " + (", ".join(f"{n} {s}s" for s, n in sorted(counts.items())) or "nothing to report"))
    if counts["violation"] or (strict and results):
        sys.exit(1)
