"""One running server: its workspace, its workers, and the generation of the store that they read."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from kg.errors import KGError, RequestError
from kg.pipeline.generations import Generation, ensure, latest
from kg.server.limits import UPDATE_FACTOR, Limits
from kg.server.pool import Gone, Pool, once
from kg.server.problems import ProblemError
from kg.settings import Workspace

if TYPE_CHECKING:
    from kg.query.answers import Answer
    from kg.server.protocol import Operation

DESK = "kg.server.desk:Desk"
_POLL = 0.5
"""Seconds between looks for a new generation."""
_TRIES = 3
"""How often an update lets the readers move before it leaves that to the next look."""
_PREPARE = 3600.0


@dataclass(frozen=True, kw_only=True)
class Options:
    """How a server was started.

    Attributes
    ----------
    limits : Limits
        What a request may cost.
    update_token : str or None
        Without it the server is read-only.
    services : tuple of str
        Endpoints that SERVICE may name.
    public : bool
        Whether only what may be published is served.
    hosts, origins : tuple of str
        See :class:`kg.server.gate.Gate`.
    """

    limits: Limits = field(default_factory=Limits)
    update_token: str | None = None
    services: tuple[str, ...] = ()
    public: bool = False
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()


class Service:
    """Answers for one workspace.

    Parameters
    ----------
    workspace : Workspace
        Which.
    options : Options
        How.
    """

    def __init__(self, workspace: Workspace, options: Options) -> None:
        self.workspace, self.options = workspace, options
        self.generation: Generation | None = None
        self._moving = asyncio.Lock()
        self._watch: asyncio.Task[None] | None = None
        self._pools: dict[str, Pool] = {}

    async def start(self) -> None:
        """Publish a generation where needed, and start the workers.

        Raises
        ------
        KGError, ProblemError
            If there is no graph, or it cannot be opened.
        """
        self.generation = await asyncio.to_thread(ensure, self.workspace)
        limits = self.options.limits
        setup = await self._setup(self.generation)
        self._pools = {
            "queries": Pool(limits.workers, setup | {"desk": None}, seconds=limits.seconds),
            "desk": Pool(max(1, limits.workers // 2), setup, seconds=limits.seconds),
        }
        await asyncio.gather(*(pool.start() for pool in self._pools.values()))
        self._watch = asyncio.create_task(self._follow())

    async def _setup(self, generation: Generation) -> dict[str, Any]:
        store = generation.store
        if self.options.public:
            store = await once("kg.server.published:public_store", {"folder": str(generation.folder)}, seconds=_PREPARE)
        return {
            "desk": DESK,
            "workspace": str(self.workspace.root),
            "generation": generation.number,
            "store": str(store),
            "lock": str(generation.folder / "in-use"),
            "memory": self.options.limits.memory_bytes,
            "public": self.options.public,
            "limits": asdict(self.options.limits),
        }

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(_POLL)
            # A folder may be cleared while it is looked at; the next look finds what is there then.
            with suppress(KGError, ProblemError, OSError):
                await self.refresh()

    async def refresh(self) -> None:
        """Move to the newest generation, if there is a newer one than that which is read."""
        async with self._moving:
            newest = await asyncio.to_thread(latest, self.workspace)
            if newest is None or newest == self.generation:
                return
            setup = await self._setup(newest)
            await asyncio.gather(self._pools["queries"].move(setup | {"desk": None}), self._pools["desk"].move(setup))
            self.generation = newest

    async def query(self, operation: Operation, *, accept: str | None, base: str, gone: Gone | None) -> Answer:
        """Run a query; see :func:`kg.query.answers.answer`."""
        arguments = {
            "query": operation.text,
            "accept": accept,
            "wish": operation.wish,
            "rows": self.options.limits.rows,
            "base": base,
            "default": operation.default,
            "named": operation.named,
        }
        return await self._pools["queries"].run("sparql", arguments, gone=gone)

    async def update(self, operation: Operation, *, base: str) -> int:
        """Run an update, and let all readers see what it left before returning."""
        if self.options.public:
            raise RequestError("A server started with --public takes no updates.", status=403)
        arguments = {"root": str(self.workspace.root), "text": operation.text, "base": base}
        seconds = self.options.limits.seconds * UPDATE_FACTOR
        changed: int = await once("kg.server.updates:update", arguments, seconds=seconds)
        for _ in range(_TRIES):
            # What was written stands, whatever keeps the readers from moving at once: no failure of the update.
            with suppress(KGError, ProblemError, OSError):
                await self.refresh()
                break
            await asyncio.sleep(_POLL / 4)
        return changed

    async def ask(self, method: str, /, *, gone: Gone | None = None, **arguments: Any) -> Answer:
        """Call a method of the desk: an API call or a page."""
        return await self._pools["desk"].run(method, arguments, gone=gone)

    async def close(self) -> None:
        """End all workers."""
        if self._watch is not None:
            self._watch.cancel()
            with suppress(asyncio.CancelledError):
                await self._watch
        await asyncio.gather(*(pool.close() for pool in self._pools.values()))
