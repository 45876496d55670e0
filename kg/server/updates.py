"""A SPARQL update, run in a process of its own: a transaction that is whole or, if its process is ended, never was."""

from __future__ import annotations

from pathlib import Path

from kg.errors import QueryError, RequestError
from kg.namespaces import PREFIXES
from kg.pipeline.build import discard_index
from kg.pipeline.settling import writing
from kg.query.answers import unparsed
from kg.settings import Workspace


def update(root: str, text: str, base: str) -> int:
    """Run an update on a workspace's store and publish what it leaves.

    Parameters
    ----------
    root : str
        Folder of the workspace.
    text : str
        Already checked by :func:`kg.server.guard.check`.
    base : str
        IRI against which relative ones are resolved.

    Returns
    -------
    int
        How many quads the store has more than before; fewer where negative.

    Raises
    ------
    QueryError
        If the text does not parse.
    WorkspaceError
        If another process writes at this moment.
    """
    workspace = Workspace.at(Path(root))
    with writing(workspace) as store:
        before = len(store)
        discard_index(workspace)  # it knows of what `kg` itself writes alone
        try:
            store.raw.update(text, base_iri=base, prefixes=PREFIXES)
        except SyntaxError as error:
            raise QueryError(
                f"the update does not parse: {unparsed(text, error)}.", hint="SPARQL 1.1 Update."
            ) from None
        except (ValueError, RuntimeError, OSError) as error:
            raise RequestError(f"the update cannot be run: {error}.") from None
        return len(store) - before
