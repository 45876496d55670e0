"""``kg ingest``: documents into the graph."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import click

from kg.cli.model import chosen, print_estimate
from kg.cli.options import DAY, extractor_options, json_option
from kg.cli.output import note
from kg.settings import Workspace


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--published", type=DAY, metavar="DATE", help="Publication day, where the pages do not say it.")
@click.option("--private/--no-private", default=None, help="Leave these documents out of public exports, or no longer.")
@click.option("--restore", is_flag=True, help="Take in documents again that were retracted or withdrawn.")
@extractor_options
@json_option
@click.pass_obj
def command(
    workspace: str | None,
    paths: tuple[Path, ...],
    *,
    published: str | None,
    private: bool | None,
    restore: bool,
    extractor: str,
    budget: str | None,
    send_private: bool,
    estimate: bool,
    as_json: bool,
) -> None:
    """Read the documents at PATHS (files or folders) into the graph.

    Plain text, Markdown, HTML, PDF, Word (DOCX) and e-mail (EML) are read; a ZIP's members and an e-mail's attachments
    are documents of their own. Each ends as added, unchanged, skipped (nothing to read, or not in English), failed
    (cannot be read) or refused (not a kind of document that is taken, over a limit, or taken back); the good ones are
    ingested whatever happens to the others. Exit code 3 says that some failed or were refused.

    Example: kg -w work ingest articles/
    """
    from kg.pipeline import expand_paths, ingest
    from kg.pipeline.reading import read_documents

    found = Workspace.find(workspace)
    # --private and --restore overrule what the workspace says so far; the ingestion marks each document by both.
    mark = None if private is None and not restore else lambda _: bool(private)
    reader = chosen(extractor, workspace, budget=budget, send_private=send_private, private=mark)
    if estimate:
        print_estimate(reader, read_documents(list(expand_paths(paths)), published=published), as_json=as_json)
        return
    report = ingest(
        found,
        paths,
        extractor=reader,
        published=published,
        private=private,
        restore=restore,
        progress=_progress,
    )
    if as_json:
        click.echo(json.dumps(report.to_json(), ensure_ascii=False, indent=1))
    else:
        for outcome in report.outcomes:
            extra = f"  {outcome.reason}" if outcome.reason else ""
            click.echo(f"{outcome.status:<10} {outcome.records:>4} records  {outcome.path}{extra}")
    counts = Counter(o.status for o in report.outcomes)
    note("documents: " + (", ".join(f"{n} {status}" for status, n in sorted(counts.items())) or "none found"))
    if report.refusals:
        note("refused by the gate: " + ", ".join(f"{r} {n}" for r, n in sorted(report.refusals.items())))
    if counts["failed"] or counts["refused"]:
        sys.exit(3)


def _progress(done: int, total: int, path: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{done}/{total} {Path(path).name}" if done < total else "\r\x1b[K", nl=False, err=True)
