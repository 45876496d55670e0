"""Knowledge graph of Indo-Pacific security relationships in which every edge has a receipt.

>>> import kg
>>> kg.__version__
'0.1.0'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from kg.api import KnowledgeGraph

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(path: str | Path | None = None) -> KnowledgeGraph:
    """Open a workspace and return its graph.

    Parameters
    ----------
    path : str or Path, optional
        The workspace folder. Without it, the nearest one from the current folder upward, or ``KG_WORKSPACE``.

    Returns
    -------
    KnowledgeGraph
        With ``query``, ``to_networkx``, ``ingest``, ``rdflib``; a context manager.

    Raises
    ------
    WorkspaceError
        If there is no workspace there.
    """
    from kg.api import KnowledgeGraph

    return KnowledgeGraph.open(path)


def load_ipython_extension(shell: Any) -> None:
    """Give a notebook ``%%sparql`` and ``%kg``: ``%load_ext kg``."""
    from kg.magics import GraphMagics

    shell.register_magics(GraphMagics)
