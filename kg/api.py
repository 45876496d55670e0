"""``kg.open(path)``: a workspace's graph from Python and notebooks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from kg.analysis import analyses
from kg.analysis.study import Study
from kg.graph import OxigraphStore
from kg.graph.lookup import dataset
from kg.graph.subset import at_known
from kg.pipeline import Report, ingest, open_store
from kg.projection import TIE_KINDS, Snapshot, read_snapshot, relation_network, tie_network
from kg.projection.changes import Change, Reading, changes
from kg.projection.disagreements import Disagreement, read_disagreements
from kg.query import catalogue
from kg.query.asking import complete
from kg.resolution.docket import Docket
from kg.settings import Workspace

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    from rdflib import Dataset

    from kg.analysis.finding import Finding
    from kg.export.writing import Exported


def _short(value: Any) -> Any:
    return value.curie if isinstance(value, catalogue.Iri) else value


@dataclass(frozen=True)
class Answer:
    """Rows of a query: iterate over dictionaries, or take ``.df``; shows itself as a table in notebooks."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Yield each row as a dictionary."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    @property
    def df(self) -> pd.DataFrame:
        """The rows as a pandas DataFrame, IRIs as CURIEs (needs the ``notebook`` extra)."""
        import pandas as pd

        return pd.DataFrame([[_short(v) for v in row] for row in self.rows], columns=list(self.columns))

    def _repr_html_(self) -> str:
        from html import escape

        head = "".join(f"<th>{escape(c)}</th>" for c in self.columns)
        shown = self.rows[:200]
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(str(_short(v) or ''))}</td>" for v in row) + "</tr>" for row in shown
        )
        more = f"<p>showing {len(shown)} of {len(self.rows)} rows</p>" if len(self.rows) > len(shown) else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


@dataclass(frozen=True)
class Picture:
    """A drawn network: write it with :meth:`save`, or let a notebook show it in an isolated frame."""

    html: str

    def save(self, path: str | Path) -> Path:
        """Write the page whole or not at all, and return its path."""
        from kg.export.files import write_text

        write_text(Path(path), [self.html])
        return Path(path)

    def _repr_html_(self) -> str:
        from html import escape

        return (
            '<iframe sandbox="allow-scripts allow-downloads allow-popups" loading="lazy" width="100%" height="640" '
            f'style="border:1px solid #ccc" srcdoc="{escape(self.html)}"></iframe>'
        )


class KnowledgeGraph:
    """The graph of a workspace, open for reading; a context manager.

    Parameters
    ----------
    workspace : Workspace
        Its folder.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._store: OxigraphStore | None = None

    @classmethod
    def open(cls, path: str | Path | None = None) -> KnowledgeGraph:
        """Open a workspace; see :func:`kg.open`."""
        return cls(Workspace.find(path))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        """Say which workspace this is."""
        return f"<KnowledgeGraph {self.workspace.root}>"

    @property
    def store(self) -> OxigraphStore:
        """The store, opened for reading at its first use."""
        if self._store is None:
            self._store = open_store(self.workspace)
        return self._store

    def close(self) -> None:
        """Let go of the store."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def analyse(
        self,
        name: str,
        *,
        as_of: str | None = None,
        known_at: str | None = None,
        layers: Collection[str] = (),
        polities: Collection[str] = (),
        incomplete_ok: bool = False,
        **options: str,
    ) -> Finding:
        """Run an analysis, as ``kg analyse NAME`` does.

        Parameters
        ----------
        name : str
            Such as ``degree`` or ``hub-and-spoke``; :func:`kg.analysis.analyses.names` has them all.
        as_of, known_at : str, optional
            ISO days of the two clocks.
        layers, polities : collection of str
            Layer codes, and the system by registry key; all without them.
        incomplete_ok : bool
            Whether to measure layers that nothing declares complete.
        **options
            Of the analysis.

        Raises
        ------
        QueryError
            If the analysis or an option is unknown.
        CoverageError
            If a layer is not declared complete and `incomplete_ok` is not set.
        """
        study = Study(
            self.store, as_of=as_of, known_at=known_at, layers=tuple(layers), polities=tuple(polities),
            incomplete_ok=incomplete_ok,
        )  # fmt: skip
        return analyses.run(name, study, options)

    def ingest(self, *paths: str | Path, published: str | None = None, extractor: str = "rules") -> Report:
        """Read documents into the graph with a registered extractor; see :func:`kg.pipeline.ingest`."""
        self.close()
        return ingest(self.workspace, [Path(p) for p in paths], extractor=extractor, published=published)

    def query(self, question: str, **params: Any) -> Answer:
        """Run a library query by its name, or SPARQL.

        Parameters
        ----------
        question : str
            A name of the catalogue (``binds``), or the text of a SELECT query.
        **params
            Of the library query, such as ``a="JPN"`` or ``a="Japan"``; ``as_of`` is the last day of publication on
            file where it is left out.

        Raises
        ------
        QueryError
            If the name or a parameter is unknown, missing or mistyped, or the text is not SPARQL.
        """
        if "{" in question:
            result = catalogue.select(question, self.store)
        else:
            query = catalogue.get(question)
            day = params.get("known_at")
            store = at_known(self.store, str(day) if day else None)
            filled = complete(query, params, store, Docket(self.workspace.ledger))
            result = catalogue.select(query.text(**filled), store, name=query.name)
        return Answer(result.columns, result.rows)

    def snapshot(
        self, *, as_of: str | None = None, known_at: str | None = None, ledger_at: str | None = None
    ) -> Snapshot:
        """Return what the files of `known_at` say about `as_of`, with identity as judged by `ledger_at`."""
        if known_at is None and ledger_at is None:
            return read_snapshot(self.store, as_of=as_of)
        with open_store(self.workspace, known_at=known_at, ledger_at=ledger_at) as store:
            return read_snapshot(store, as_of=as_of, known_at=known_at)

    def conflicts(
        self, *, as_of: str | None = None, known_at: str | None = None, ledger_at: str | None = None
    ) -> tuple[Disagreement, ...]:
        """Return where documents disagree, the gravest first; see :mod:`kg.graph.conflicts` for the classes."""
        with open_store(self.workspace, known_at=known_at, ledger_at=ledger_at) as store:
            return read_disagreements(store, read_snapshot(store, as_of=as_of, known_at=known_at))

    def diff(self, first: str, second: str, *, as_of: str | None = None) -> tuple[Change, ...]:
        """Return what changed between two ISO days, each read as it was then; see :mod:`kg.projection.changes`.

        With `as_of` both days are read about that one: only what was learned differs.
        """
        readings = []
        for day in (first, second):
            with open_store(self.workspace, known_at=day) as store:
                readings.append(Reading.of(store, as_of=as_of or day, known_at=day))
        return changes(*readings)

    def to_networkx(
        self,
        *,
        kinds: Collection[str] = TIE_KINDS,
        layers: Collection[str] | None = None,
        as_of: str | None = None,
        known_at: str | None = None,
    ) -> nx.MultiGraph[str]:
        """Return polities and the relations between them; see :func:`kg.projection.tie_network`."""
        return tie_network(self.snapshot(as_of=as_of, known_at=known_at), kinds=kinds, layers=layers)

    def render(
        self,
        *,
        around: str | None = None,
        kinds: Collection[str] = (),
        layers: Collection[str] = (),
        title: str = "Network",
        as_of: str | None = None,
        known_at: str | None = None,
    ) -> Picture:
        """Draw actors and relations; `around` is a registry key or name, `layers` are codes such as ``L5``."""
        from kg.namespaces import entity_iri
        from kg.registry import Registry
        from kg.render import render_network

        snapshot = self.snapshot(as_of=as_of, known_at=known_at)
        focus = entity_iri(Registry.load().find(around).key) if around else None
        graph = relation_network(snapshot, kinds=kinds or None, layers=layers or None, around=focus)
        return Picture(render_network(graph, snapshot, title=title))

    def explore(
        self,
        path: str | Path | None = None,
        *,
        around: str | None = None,
        layers: Collection[str] = (),
        public: bool = False,
        as_of: str | None = None,
        known_at: str | None = None,
        title: str = "Indo-Pacific security relationships",
    ) -> Picture:
        """Return the explorer's page, written to `path` where one is given; see :func:`kg.explorer.explorer`."""
        from kg.explorer import Surrounder, explorer

        with open_store(self.workspace, known_at=known_at) as store:
            made = explorer(
                store,
                around=around,
                layers=layers,
                public=public,
                as_of=as_of,
                known_at=known_at,
                title=title,
                surrounder=Surrounder(self.workspace, public=public),
            )
        page = Picture(made.html)
        if path is not None:
            page.save(path)
        return page

    def export(self, path: str | Path, **options: Any) -> Exported:
        """Write the graph to a file; the suffix is the format. See :func:`kg.export.writing.export` for the options."""
        from kg.export.writing import export

        return export(self.store, Path(path), **options)

    def rdflib(self) -> Dataset:
        """Return an rdflib Dataset over the same store, for people who know that API."""
        return dataset(self.store)
