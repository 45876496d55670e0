"""``kg extract``: documents to records, one line of JSON each."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from kg.cli.options import DAY
from kg.cli.output import note


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "format_", type=click.Choice(["jsonl"]), default="jsonl", show_default=True)
@click.option("--published", type=DAY, metavar="DATE", help="Publication day, where the page does not say it.")
@click.option("--extractor", default="rules", show_default=True, help="A registered extractor.")
@click.option("--gaps", is_flag=True, help="Also list on stderr what looked like a relation and was not understood.")
def command(paths: tuple[Path, ...], *, format_: str, published: str | None, extractor: str, gaps: bool) -> None:
    """Print what the documents at PATHS (files or folders) state, one record a line.

    A record's "doc" is its file's stem, or archive.zip!/member.html for a document within a file. Needs no workspace
    and writes nothing.

    Example: kg extract article.txt --format jsonl > records.jsonl
    """
    from kg.model import dumps
    from kg.pipeline import extract_paths

    failed, refused = 0, Counter[str]()
    for result in extract_paths(paths, extractor=extractor, published=published):
        if result.extraction is None:
            note(f"kg: {result.path}: {result.status}: {result.reason}")
            failed += result.status in ("failed", "refused")
            continue
        for record in result.extraction.records:
            sys.stdout.write(dumps(record) + "\n")
        refused.update(r.reason for r in result.extraction.refusals)
        if gaps:
            for gap in result.extraction.gaps:
                note(f"gap: {result.path}: {gap.kind}: {gap.text!r} at {gap.start}:{gap.end}")
    if refused:
        note("kg: refused by the gate: " + ", ".join(f"{reason} {n}" for reason, n in sorted(refused.items())))
    if failed:
        sys.exit(3)
