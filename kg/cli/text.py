"""``kg text``: the normalised text of a document."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from kg.cli.options import json_option
from kg.cli.output import note


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@json_option
def command(path: Path, *, as_json: bool) -> None:
    """Print the normalised text of the document at PATH; evidence offsets count its characters from 0.

    With --json also its blocks, sentences, pages, metadata and the map back to the file. A document within another
    file is named as `kg ingest` shows it: archive.zip!/member.html.

    Example: kg text article.txt
    """
    from kg.documents import read_path

    document, _ = read_path(path)
    for warning in document.warnings:
        note(f"kg: {path}: {warning}")
    if not as_json:
        sys.stdout.buffer.write(document.text.encode("utf-8"))
        sys.stdout.buffer.flush()
        return
    data = {
        "id": document.id,
        "published": document.published,
        "publisher": document.publisher,
        "title": document.title,
        "url": document.url,
        "rights": document.rights,
        "via": document.via,
        "inputs": document.inputs,
        "lang": document.lang,
        "media_type": document.media_type,
        "warnings": list(document.warnings),
        "text": document.text,
        "blocks": [{"kind": b.kind, "start": b.start, "end": b.end} for b in document.blocks],
        "sentences": [[s.start, s.end] for s in document.sentences],
        "pages": [list(page) for page in document.pages],
        "offsets": [list(run) for run in document.offsets.runs],
    }
    click.echo(json.dumps(data, ensure_ascii=False, indent=1))
