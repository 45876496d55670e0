"""``kg verify``: the archive's bytes against their hashes, and every quote against the bytes."""

from __future__ import annotations

import json
import sys

import click

from kg.cli.options import json_option
from kg.cli.output import note, wrapped
from kg.settings import Workspace


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID...]")
@click.option("--all", "everything", is_flag=True, help="List sound documents too.")
@json_option
@click.pass_obj
def command(workspace: str | None, *, ids: tuple[str, ...], everything: bool, as_json: bool) -> None:
    """Hash every document again, read it again from its bytes, and find every quote of every claim in it again.

    Without ID all documents of graph and archive are checked. A quote that is not at its offsets is "moved" where it
    stands elsewhere exactly once, else "missing"; a document with other bytes breaks all its claims. Claims of
    documents that are not here (imported graphs) are counted apart. Exit 1 if anything is broken.

    Example: kg verify --json
    """
    from kg.pipeline import open_store, verify
    from kg.pipeline.takeback import find_documents
    from kg.resolution.docket import Docket

    place = Workspace.find(workspace)
    with open_store(place) as store:
        shas = find_documents(place, store, ids) if ids else ()
        docket = Docket(place.ledger)
        for sha in shas:
            docket.refuse(docket.removed[sha].doc) if sha in docket.removed else None
        found = verify(place, store, shas)
    if as_json:
        click.echo(json.dumps(found.to_json(), ensure_ascii=False, indent=1))
    else:
        for document in found.documents:
            broken = document.state in ("changed", "unreadable") or document.broken
            if not broken and not everything:
                continue
            click.echo(
                f"{document.state:<10} {document.id}  {document.claims} claims, {len(document.broken)} broken, "
                f"{document.quotes} quotes"
            )
            if document.detail:
                wrapped(document.detail)
            for fault in document.faults:
                where = f" now at {fault.now[0]}:{fault.now[1]}" if fault.now else ""
                wrapped(f"{fault.claim}: {fault.state}{where}, was {fault.start}:{fault.end}: “{fault.quote}”")
    counts = found.counts()
    note(
        f"{counts['documents']} documents, {counts['claims']} claims, {counts['quotes']} quotes looked up; "
        f"{counts['changed'] + counts['unreadable']} documents and {counts['broken_claims']} claims broken "
        f"({counts['moved']} quotes moved, {counts['missing']} missing)"
    )
    if counts["cited"]:
        note(f"{counts['cited']} receipts cite a source and quote nothing of the document")
    if counts["absent"]:
        note(f"{counts['claims_without_document']} claims of {counts['absent']} documents that are not in the archive")
    if not found.sound:
        sys.exit(1)
