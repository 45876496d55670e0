"""``kg extract``: documents to records, one line of JSON each."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from kg.cli.model import chosen, print_estimate
from kg.cli.options import DAY, extractor_options
from kg.cli.output import note


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "format_", type=click.Choice(["jsonl"]), default="jsonl", show_default=True)
@click.option("--published", type=DAY, metavar="DATE", help="Publication day, where the page does not say it.")
@extractor_options
@click.option("--gaps", is_flag=True, help="Also list on stderr what looked like a relation and was not understood.")
@click.pass_obj
def command(
    workspace: str | None,
    paths: tuple[Path, ...],
    *,
    format_: str,
    published: str | None,
    extractor: str,
    budget: str | None,
    send_private: bool,
    estimate: bool,
    gaps: bool,
) -> None:
    """Print what the documents at PATHS (files or folders) state, one record a line.

    A record's "doc" is its file's stem, or archive.zip!/member.html for a document within a file. Needs no workspace
    and writes nothing.

    Example: kg extract article.txt --format jsonl > records.jsonl
    """
    from kg.model import dumps
    from kg.pipeline import expand_paths, extract_paths

    reader = chosen(extractor, workspace, budget=budget, send_private=send_private)
    if estimate:
        from kg.pipeline.reading import read_documents

        print_estimate(reader, read_documents(list(expand_paths(paths)), published=published))
        return
    failed, refused = 0, Counter[str]()
    for result in extract_paths(paths, extractor=reader, published=published):
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
