"""What the verbs that take back share: asking before it is done, and saying what would follow."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.cli.output import note, wrapped
from kg.errors import UnconfirmedError

if TYPE_CHECKING:
    from kg.pipeline.effects import Effects

F = TypeVar("F", bound=Callable[..., Any])


def consent(command: F) -> F:
    """Add ``--dry-run`` and ``--yes``."""
    command = click.option("-y", "--yes", is_flag=True, help="Do it without asking.")(command)
    return click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")(command)


def confirm(question: str, *, yes: bool) -> None:
    """Ask on a terminal; without one only ``--yes`` counts as consent.

    Raises
    ------
    UnconfirmedError
        If there is nobody to ask, or the answer is no.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise UnconfirmedError(
            f"Not done, since there is no terminal to ask on: {question}",
            hint="Give --yes, or --dry-run to look first.",
        )
    if not click.confirm(question, err=True):
        raise UnconfirmedError("Not done: the answer was no.")


def plural(count: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def print_preview(found: Effects, *, as_json: bool) -> None:
    """Print what a removal would do, which ``--dry-run`` asks for."""
    if as_json:
        click.echo(json.dumps({"done": False, **found.to_json()}, ensure_ascii=False, indent=1))
    else:
        print_effects(found)


def print_effects(found: Effects) -> None:
    """Print which relations lose support, change their name, or say something else."""
    note(f"{plural(len(found.documents), 'document')}, {plural(found.claims, 'claim')}")
    for title, rows in (("would lose all support", found.lost), ("would keep some support", found.kept)):
        if rows:
            click.echo(f"{plural(len(rows), 'relation')} {title}")
        for row in rows:
            rest = f", from {', '.join(row['documents'])}" if "documents" in row else ""
            wrapped(f"• {row['title']}  [{row['id']}]{rest}", indent="  ")
    for row in found.renamed:
        click.echo(f"{row['id']} would be called {' and '.join(row['now'])}")
    for row in found.changed:
        wrapped(
            f"{row['title']} [{row['id']}], {row['what']}: {row['before'] or 'nothing'} → {row['after'] or 'nothing'}",
            indent="  ",
            first="",
        )
    if not (found.lost or found.kept or found.renamed or found.changed):
        click.echo("no relation would change")
