"""``kg validate``: the graph against its shapes and hygiene queries."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from kg.cli.options import json_option
from kg.cli.output import note
from kg.settings import Workspace


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--curated", is_flag=True, help="Check curated files (PATHS, or the shipped ones); needs no workspace.")
@click.option("--strict", is_flag=True, help="Warnings count as problems too.")
@json_option
@click.pass_obj
def command(workspace: str | None, *, paths: tuple[Path, ...], curated: bool, strict: bool, as_json: bool) -> None:
    """Check every document's graph and the view against the SHACL shapes, and the whole against the hygiene queries.

    Exit 1 where there is a violation. A warning is about the world or the sources, such as a pact in force before its
    signature; a violation is a fault of the graph.

    With --curated it checks files of curated records before they are loaded: each problem with its file, line and the
    next step.

    Example: kg validate --strict
    """
    if curated:
        _curated(paths, strict=strict, as_json=as_json)
        return
    if paths:
        raise click.UsageError("PATHS are for --curated.")
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


def _curated(paths: tuple[Path, ...], *, strict: bool, as_json: bool) -> None:
    from kg.registry import Registry
    from kg.sources.curated import load

    batch = load(paths, registry=Registry.load(), unverified=True)
    if as_json:
        click.echo(json.dumps([asdict(p) for p in batch.problems], ensure_ascii=False, indent=1))
    else:
        for problem in batch.problems:
            click.echo(f"{problem.severity:<9} {problem}")
    counts = Counter(p.severity for p in batch.problems)
    said = ", ".join(f"{n} {s}s" for s, n in sorted(counts.items())) or "nothing to report"
    note(f"validate: {batch.read} records of {len(batch.sources)} pages; {said}")
    if counts["error"] or (strict and batch.problems):
        sys.exit(1)
