"""The embedded store: one named graph for each document, the view in the default graph.

What pyoxigraph 0.5 guarantees, and what this module rests on:

* ``Store.update`` and ``Store.extend`` are transactions: all of it or nothing, synced to disk when they return.
* ``bulk_extend`` and ``clear_graph`` followed by ``extend`` are not one transaction, so neither is used to replace.
* A replacement is therefore computed as a difference and written as *one* ``DELETE DATA … ; INSERT DATA …`` update
  (or one ``extend`` where nothing has to go). A crash leaves the old content or the new, never half; writing the
  same content again writes nothing.
* One writer: a second one is refused by the lock file. A read-only handle sees the state at its opening.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.errors import WorkspaceError
from kg.graph.terms import DEFAULT, Graph, ips, nquads
from kg.namespaces import ID


class Store(Protocol):
    """What the rest of the project asks of a store."""

    def replace(
        self,
        documents: Mapping[str, Iterable[Quad] | None] | None = None,
        *,
        view: Iterable[Quad] | None = None,
    ) -> int:
        """Replace document graphs (None drops one) and the view, in one transaction; return how many quads changed."""
        ...

    def documents(self) -> tuple[str, ...]:
        """Return the IRIs of the documents, sorted."""
        ...

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Iterate over a document's graph, or over the default graph."""
        ...

    def about(self, document: str) -> Iterator[Quad]:
        """Iterate over what a document's graph says of the document itself."""
        ...

    def match(
        self,
        subject: NamedNode | None,
        predicate: NamedNode | None,
        obj: NamedNode | Literal | None,
        graph: Graph | None,
        /,
    ) -> Iterator[Quad]:
        """Iterate over the quads of a pattern; None matches anything."""
        ...

    def query(self, sparql: str, *, union: bool = False) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Run a query."""
        ...

    def __contains__(self, document: object) -> bool:
        """Whether the store has the document of this IRI."""
        ...

    @property
    def documents_at_once(self) -> int | None:
        """Documents after which an ingestion writes what it has; None where all of it is one transaction."""
        ...

    def __enter__(self) -> Self:
        """Return the store itself."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None, /
    ) -> None:
        """Let go of the store."""
        ...

    def close(self) -> None:
        """Let go of the store."""
        ...

    def nquads(self) -> str:
        """Return everything as sorted N-Quads."""
        ...


class OxigraphStore:
    """A pyoxigraph store, on disk or in memory.

    Parameters
    ----------
    path : Path, optional
        Folder of the store, made if absent; in memory without it.
    read_only : bool
        Open beside nobody or after the writer closed; sees the state at its opening and refuses to write.

    Raises
    ------
    WorkspaceError
        If another process holds the store, or the folder is not a store.
    """

    documents_at_once: int | None = None

    def __init__(self, path: Path | str | None = None, *, read_only: bool = False) -> None:
        self.path, self.read_only = (Path(path) if path is not None else None), read_only
        try:
            if self.path is None:
                self._store = ox.Store()
            elif read_only:
                self._store = ox.Store.read_only(str(self.path))
            else:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._store = ox.Store(str(self.path))
        except OSError as error:
            if "lock" in str(error).lower():
                raise WorkspaceError(
                    f"The store {self.path} is in use by another process.",
                    hint="Wait until it is done, or open the store read-only.",
                ) from None
            raise WorkspaceError(f"The store {self.path} cannot be opened: {error}.") from None

    @property
    def raw(self) -> ox.Store:
        """The pyoxigraph store itself, for readers that need its API; write through :meth:`replace` only."""
        return self._store

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store; its lock is released when nothing else holds it."""
        del self._store

    def __len__(self) -> int:
        """Return the number of quads."""
        return len(self._store)

    def replace(
        self,
        documents: Mapping[str, Iterable[Quad] | None] | None = None,
        *,
        view: Iterable[Quad] | None = None,
        delta: tuple[Iterable[Quad], Iterable[Quad]] | None = None,
    ) -> int:
        """Replace document graphs and the default graph in one transaction.

        Parameters
        ----------
        documents : mapping of str to iterable of Quad or None
            By document IRI; None drops the document.
        view : iterable of Quad, optional
            The whole default graph; it is left alone without it.
        delta : (iterable of Quad, iterable of Quad), optional
            Instead of `view`: what goes from the default graph, and what comes.

        Returns
        -------
        int
            Quads added and removed; 0 where nothing changed, and then nothing is written. A quad given twice for an
            empty graph counts twice.

        Raises
        ------
        WorkspaceError
            If the store is open read-only.
        ValueError
            If a quad belongs to another graph than the one that it would replace.
        """
        if self.read_only:
            raise WorkspaceError("The store is open read-only.", hint="Open it for writing.")
        removed, added = [*delta[0]] if delta else [], [*delta[1]] if delta else []
        targets: list[tuple[Graph, Iterable[Quad] | None]] = [
            (NamedNode(iri), quads) for iri, quads in (documents or {}).items()
        ]
        if view is not None:
            targets.append((DEFAULT, view))
        emptied = []
        for graph, quads in targets:
            given = list(quads or ())
            if any(q.graph_name != graph for q in given):
                message = f"a quad given for {graph} belongs to another graph"
                raise ValueError(message)
            old = set(self._store.quads_for_pattern(None, None, None, graph))
            if not old:  # the store itself drops what is given twice, faster than a set here would
                added += given
                continue
            new = set(given)
            removed += old - new
            added += new - old
            if not new and isinstance(graph, NamedNode):
                emptied.append(graph)
        self._write(removed, added, emptied)
        return len(removed) + len(added)

    def _write(self, removed: list[Quad], added: list[Quad], emptied: list[NamedNode]) -> None:
        if not removed:
            if added:
                self._store.extend(added)
            return
        # Oxigraph remembers empty graphs; a dropped document must not leave its name behind.
        clauses = [_data("DELETE DATA", removed), *(f"DROP SILENT GRAPH {g}" for g in emptied)]
        if added:
            clauses.append(_data("INSERT DATA", added))
        self._store.update(" ;\n".join(clauses))

    def add_document(self, graph: str, quads: Iterable[Quad]) -> int:
        """Put a document's graph in place of whatever stood there; adding it again changes nothing."""
        return self.replace({graph: quads})

    def drop_document(self, graph: str) -> int:
        """Remove a document's graph; the view has to be rebuilt after it."""
        return self.replace({graph: None})

    def documents(self) -> tuple[str, ...]:
        """Return the IRIs of the documents, sorted."""
        names = (g.value for g in self._store.named_graphs() if isinstance(g, NamedNode))
        return tuple(sorted(n for n in names if n.startswith(f"{ID}doc-")))

    def __contains__(self, document: object) -> bool:
        """Whether the store has the document of this IRI."""
        if not isinstance(document, str):
            return False
        node = NamedNode(document)
        return next(self._store.quads_for_pattern(node, ips.sha256, None, node), None) is not None

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Iterate over the quads of a document's graph, or of the default graph."""
        name: Graph = NamedNode(graph) if graph is not None else DefaultGraph()
        return iter(self._store.quads_for_pattern(None, None, None, name))

    def about(self, document: str) -> Iterator[Quad]:
        """Iterate over what a document's graph says of the document itself."""
        node = NamedNode(document)
        return iter(self._store.quads_for_pattern(node, None, None, node))

    def match(
        self,
        subject: NamedNode | None,
        predicate: NamedNode | None,
        obj: NamedNode | Literal | None,
        graph: Graph | None,
        /,
    ) -> Iterator[Quad]:
        """Iterate over the quads of a pattern; None matches anything, and as graph any graph."""
        return iter(self._store.quads_for_pattern(subject, predicate, obj, graph))

    def query(self, sparql: str, *, union: bool = False) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Run a query; ``union`` reads the union of all graphs as default graph."""
        return self._store.query(sparql, use_default_graph_as_union=union)

    def nquads(self) -> str:
        """Return everything as sorted N-Quads: equal content, equal bytes."""
        return nquads(self._store)

    def copy_to(self, target: Path) -> None:
        """Write everything into a new store at `target`, which holds no trace of what was deleted from this one."""
        fresh = OxigraphStore(target)
        fresh.raw.bulk_extend(self._store)
        fresh.raw.flush()
        fresh.close()

    def backup(self, target: Path) -> None:
        """Copy an on-disk store into a new folder, cheaply, while it is open."""
        self._store.backup(str(target))


def _data(verb: str, quads: list[Quad]) -> str:
    by_graph: dict[Graph, list[str]] = {}
    for q in quads:
        graph = q.graph_name
        assert isinstance(graph, NamedNode | DefaultGraph)
        by_graph.setdefault(graph, []).append(f"{q.subject} {q.predicate} {q.object} .")
    blocks = [
        " ".join(lines) if isinstance(graph, DefaultGraph) else f"GRAPH {graph} {{ {' '.join(lines)} }}"
        for graph, lines in by_graph.items()
    ]
    return f"{verb} {{ {' '.join(blocks)} }}"
