"""What API and pages are answered from: one generation of the store, and readings of it at several clocks."""

from __future__ import annotations

import json
from collections import OrderedDict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import RequestError
from kg.graph.store import OxigraphStore
from kg.graph.subset import as_known
from kg.pipeline.finding import open_index
from kg.pipeline.opening import open_store
from kg.query.answers import Answer
from kg.registry import Registry
from kg.resolution.docket import Docket
from kg.server.api import Api
from kg.server.openapi import operations
from kg.server.reading import Reading
from kg.server.site import Site
from kg.settings import Workspace

if TYPE_CHECKING:
    from kg.search import Index

KEPT = 4
"""Readings at clocks of their own that are kept; the least recently used goes first."""


class Desk:
    """Answers API calls and pages in a worker process.

    Parameters
    ----------
    setup : dict
        See :class:`kg.server.worker.Job`; besides ``workspace``, ``generation``, ``public`` and ``limits``.
    store : OxigraphStore
        The generation, or its public part.
    """

    def __init__(self, setup: dict[str, Any], store: OxigraphStore) -> None:
        self.setup, self.store = setup, store
        self.workspace = Workspace.at(Path(setup["workspace"]))
        self.generation: int = setup["generation"]
        self.public: bool = setup["public"]
        self.registry = Registry.load()
        self._readings: OrderedDict[tuple[str | None, str | None], Reading] = OrderedDict()
        # What nearly every request needs is there before the first one comes.
        self.reading(None, None)
        self.index = self._index()

    def _index(self) -> Index:
        return open_index(self.workspace, self.store, public=self.public)

    @cached_property
    def docket(self) -> Docket:
        """The workspace's ledger of documents."""
        return Docket(self.workspace.ledger)

    def reading(self, as_of: str | None, known_at: str | None) -> Reading:
        """Return the graph at a pair of clocks."""
        key = (as_of, known_at)
        if key not in self._readings:
            self._readings[key] = Reading.of(self.at(known_at), as_of=as_of, known_at=known_at)
            while len(self._readings) > KEPT + 1:
                self._readings.pop(next(k for k in self._readings if k not in ((None, None), key)))
        self._readings.move_to_end(key)
        return self._readings[key]

    def at(self, known_at: str | None) -> OxigraphStore:
        """Return the store, as the files of a day had it where one is given."""
        if known_at is None:
            return self.store
        if self.public:
            return as_known(self.store, known_at, registry=self.registry)
        return open_store(self.workspace, known_at=known_at, live=OxigraphStore(self.setup["store"], read_only=True))

    def page(self, name: str, arguments: dict[str, Any], accept: str | None) -> Answer:
        """Answer a page; see :mod:`kg.server.site`."""
        return getattr(Site(self), name)(accept=accept, **arguments)  # type: ignore[no-any-return]

    def api(self, name: str, path: dict[str, str], query: list[tuple[str, str]]) -> Answer:
        """Answer an operation of the OpenAPI file."""
        operation = next(o for o in operations() if o.name == name)
        values = operation.values(path, query)
        for day in ("as_of", "known_at"):
            if values.get(day) and values[day] >= "9999-12-30":
                raise RequestError(f"{day} is {values[day]}.", hint="Leave it out to see all that is on file.")
        found = getattr(Api(self), name)(**{f"{k}_" if k == "from" else k: v for k, v in values.items()})
        return Answer(body=json.dumps(found, ensure_ascii=False).encode(), media_type="application/json")
