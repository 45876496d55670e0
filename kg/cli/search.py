"""``kg search``: find things by words of their names, their quotes, their documents' titles."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from kg.cli.options import json_option
from kg.cli.output import INDENT, note, printable, wrapped
from kg.settings import Workspace

if TYPE_CHECKING:
    from kg.search import Match


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(["actor", "relation", "document", "place", "concept"]),
    help="Only such things (may be given again).",
)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many to print.")
@click.option("--offset", type=click.IntRange(0), default=0, help="How many to pass over.")
@click.option("--public", is_flag=True, help="Only in what may be published.")
@json_option
@click.pass_obj
def command(
    workspace: str | None,
    *,
    text: tuple[str, ...],
    kinds: tuple[str, ...],
    limit: int,
    offset: int,
    public: bool,
    as_json: bool,
) -> None:
    r"""Find actors, relations, documents, places and concepts that hold all the words of TEXT.

    Case, accents and the order of words do not matter; a word finds what begins with it; words in double quotes are a
    phrase.

    \b
    Example: kg search reciprocal access
             kg search '"patrol boats"' --kind relation
    """
    from kg.graph.public import public as publishable
    from kg.pipeline import open_store
    from kg.pipeline.finding import open_index
    from kg.registry import Registry

    place = Workspace.find(workspace)
    with open_store(place) as store:
        shown = publishable(store, registry=Registry.load()).store if public else store
        index = open_index(place, shown, public=public)
    found = index.search(" ".join(text), kinds=kinds, limit=limit, offset=offset)
    index.close()
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=1))
        return
    for hit in found.hits:
        name = hit.iri.rsplit("/", 1)[-1]
        click.echo(printable(f"{hit.label}  [{hit.sort or hit.kind}: {name}]"))
        for match in hit.matches:
            if match.field != "label":
                wrapped(f"{match.field}: {_marked(match)}", indent=INDENT)
    by_kind = ", ".join(f"{n} {kind}{'' if n == 1 else 's'}" for kind, n in found.counts.items())
    if not found.hits:
        note("nothing on file holds all these words, which does not mean that there is nothing")
    note(f"showing {len(found.hits)} of {found.total}" + (f" ({by_kind})" if by_kind else ""))


def _marked(match: Match) -> str:
    """Return the text with what was found between marks; bold on a terminal cannot be told from a document's own."""
    text, out, at = match.text, [], 0
    left, right = ("«", "»") if sys.stdout.encoding.lower().startswith("utf") else ("*", "*")
    for start, end in match.spans:
        out += [text[at:start], left, text[start:end], right]
        at = end
    return "".join([*out, text[at:]])
