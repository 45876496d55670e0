"""Rows and receipts as text for people: aligned columns, wrapped quotes, no cut without a word."""

from __future__ import annotations

import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from kg.model.watermark import WATERMARK
from kg.namespaces import curie

INDENT = "    "


def width() -> int:
    """Return the columns of the terminal, 100 where there is none."""
    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100


def printable(text: str) -> str:
    """Return a text without the control characters by which a document could steer the terminal."""
    return "".join(c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf") else "�" for c in text)


def heading(text: str) -> None:
    """Print a heading with a rule under it."""
    click.echo(f"\n{printable(text)}\n{'─' * min(len(text), width())}")


def wrapped(text: str, *, indent: str = INDENT, first: str | None = None) -> None:
    """Print a paragraph wrapped to the terminal."""
    click.echo(
        textwrap.fill(
            printable(text),
            width=width(),
            initial_indent=indent if first is None else first,
            subsequent_indent=indent,
            break_on_hyphens=False,
        )
    )


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under their columns; a wide last column wraps instead of being cut."""
    texts = [[printable("" if v is None else str(v)) for v in row] for row in rows]
    if not texts:
        click.echo("(no rows)")
        return
    sizes = [max(len(c), *(len(r[i]) for r in texts)) for i, c in enumerate(columns)]
    room = max(width() - sum(s + 2 for s in sizes[:-1]), 30)
    line = "  ".join(c.ljust(s) for c, s in zip(columns, sizes, strict=True)).rstrip()
    click.echo(line)
    click.echo("  ".join("─" * min(s, room if i == len(sizes) - 1 else s) for i, s in enumerate(sizes)))
    for row in texts:
        lead = "  ".join(v.ljust(s) for v, s in zip(row[:-1], sizes[:-1], strict=True))
        lead = f"{lead}  " if len(row) > 1 else ""
        last = textwrap.wrap(row[-1], room, break_on_hyphens=False) or [""]
        click.echo((lead + last[0]).rstrip())
        for more in last[1:]:
            click.echo(" " * len(lead) + more)


def note(text: str) -> None:
    """Print a message to stderr."""
    click.echo(printable(text), err=True)


def source_line(doc: str, documents: Mapping[str, Mapping[str, Any]], who: object = None) -> str:
    """Return where a quote stands: grade, publisher or watermark, day, document, and who says so.

    Parameters
    ----------
    doc : str
        IRI of the document.
    documents : mapping
        Of :func:`kg.projection.read_documents`.
    who : str, optional
        Who the text says claims it.
    """
    about = documents[doc]
    if about.get("cited"):
        return ", ".join(["no sentence of it is held", curie(doc), *([f"according to {who}"] if who else [])])
    words = [
        f"[paraphrased] {WATERMARK}" if about["project"] else f"[quoted] {about.get('publisher', 'unknown publisher')}",
        about.get("published", "no date"),
        curie(doc),
    ]
    if about.get("url"):
        words.append(about["url"])
    if who:
        words.append(f"according to {who}")
    return ", ".join(words)
