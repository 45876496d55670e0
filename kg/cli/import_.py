"""``kg import``: an exported graph into the workspace."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.cli.options import json_option
from kg.cli.output import note
from kg.settings import Workspace


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def command(workspace: str | None, *, file: Path, as_json: bool) -> None:
    """Read the graph that `kg export` wrote to FILE (.ttl, .nt, .nq, .trig, .jsonld) into the workspace.

    Claims and receipts are taken over, document by document; the view is built again from them, so that no tie comes in
    without a receipt. The documents' own texts are not in an export: they cannot be read or extracted again here.

    Example: kg -w work import graph.ttl
    """
    from kg.pipeline import import_graph

    result = import_graph(Workspace.find(workspace), file)
    data = {
        "path": str(file),
        "documents": {"added": result.added, "unchanged": result.unchanged, "refused": result.refused},
        "changed_quads": result.changed_quads,
        "same_graph": result.same_graph,
    }
    if as_json:
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return
    note(f"documents: {result.added} added, {result.unchanged} unchanged; {result.changed_quads} quads changed")
    if result.refused:
        note(f"{result.refused} refused: they were retracted or redacted here")
    if result.same_graph:
        note("the graph is now that of the file")
    else:
        note("the view differs from the file's: other documents are here, or another version wrote the file")
