"""A language model in a command: its options from the command line, its messages to stderr, its estimate."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from kg.cli.output import note
from kg.errors import KGError, WorkspaceError
from kg.settings import Workspace

if TYPE_CHECKING:
    from kg.documents import Document
    from kg.pipeline.extractors import Extractor


def chosen(
    name: str,
    workspace: str | None,
    *,
    budget: str | None,
    send_private: bool,
    private: Callable[[str], bool] | None = None,
) -> Extractor:
    """Return the extractor of a command; answers are kept in the workspace's ``build`` where there is one.

    `private` says instead of the workspace which documents stay on this machine.
    """
    from kg.pipeline.extractors import prepared

    if name == "rules" and not budget and not send_private:
        return prepared(name)
    from kg.extraction.llm import ModelOptions
    from kg.extraction.llm.cache import FOLDER

    options = ModelOptions(budget=budget, send_private=send_private, report=_report)
    try:
        found = Workspace.find(workspace)
    except WorkspaceError:
        if workspace:
            raise
        return prepared(name, options)
    return prepared(name, replace(options, cache=found.build / FOLDER, is_private=private or _held_back(found)))


def _held_back(workspace: Workspace) -> Callable[[str], bool]:
    """Return what says whether a workspace keeps a document from leaving: it is private there, or was taken back."""
    from kg.documents.archive import Archive
    from kg.resolution.docket import Docket

    archive, docket = Archive(workspace.archive), Docket(workspace.ledger)
    return lambda sha256: sha256 in docket.removed or archive.is_private(sha256)


def print_estimate(extractor: Extractor, documents: Iterable[Document], *, as_json: bool = False) -> None:
    """Print what reading documents with a model would take.

    Raises
    ------
    KGError
        If the extractor asks no model.
    """
    plan, says = getattr(extractor, "plan", None), getattr(extractor, "says", None)
    if plan is None or says is None:
        raise KGError("This extractor asks no language model, so there is nothing to estimate.",
                      hint="Say --extractor llm or rules+llm.")  # fmt: skip
    estimate = plan(documents)
    if as_json:
        from dataclasses import asdict

        click.echo(json.dumps(asdict(estimate)))
    else:
        click.echo(says(estimate))


def _report(text: str) -> None:
    """Write progress over itself on a terminal, and every tenth of it as a line elsewhere."""
    if " passages; " not in text:
        note(f"kg: {text}")
        return
    done, total = (int(n) for n in text.removeprefix("model: ").split(" passages; ")[0].split(" of "))
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{text}" + ("\n" if done == total else ""), nl=False, err=True)
    elif done == total or done % max(1, total // 10) == 0:
        note(f"kg: {text}")
