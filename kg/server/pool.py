"""A few worker processes on one generation of the store: started once, killed and replaced when a job overruns.

Jobs wait for an idle worker no longer than they may run. When a new generation is published, new workers take over from
the idle ones, and busy ones end when they are done, so that no job sees two states.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from kg.errors import KGError, QueryLimitError
from kg.query.answers import Answer
from kg.server.problems import Problem, ProblemError
from kg.server.worker import LENGTH

_START = 900.0
"""Seconds that a new worker has for its imports, for opening the store and for reading what it keeps in memory."""
_LOOK = 0.25
"""Seconds between looks at whether the one who asked is still there."""

Gone = Callable[[], Awaitable[bool]]


class Worker:
    """One process and its two pipes."""

    def __init__(self, process: asyncio.subprocess.Process, setup: dict[str, Any]) -> None:
        self.process, self.setup = process, setup

    @classmethod
    async def start(cls, setup: dict[str, Any]) -> Worker:
        """Start a process and wait until it has opened the store."""
        worker = cls(await _process(), setup)
        try:
            ready = await asyncio.wait_for(worker.exchange(setup), _START)
        except (asyncio.IncompleteReadError, ConnectionError, TimeoutError):
            await worker.kill()
            raise KGError(
                "A worker process of the server did not start.", hint="Its standard error says why."
            ) from None
        except BaseException:
            await worker.kill()
            raise
        if isinstance(ready, Problem):
            await worker.kill()
            raise ProblemError(ready)
        return worker

    async def exchange(self, value: object) -> Any:
        """Send one frame and return the answer's."""
        process = self.process
        assert process.stdin is not None
        assert process.stdout is not None
        data = pickle.dumps(value, protocol=5)
        process.stdin.write(LENGTH.pack(len(data)) + data)
        await process.stdin.drain()
        head = await process.stdout.readexactly(LENGTH.size)
        return pickle.loads(await process.stdout.readexactly(LENGTH.unpack(head)[0]))

    async def run(self, job: tuple[str, dict[str, Any], float], gone: Gone | None) -> Any:
        """Return what the process answers.

        Raises
        ------
        TimeoutError
            If it has not answered in time; the process is still computing.
        ConnectionError
            If it died, or nobody waits for the answer any more.
        """
        end = time.monotonic() + job[2]
        task = asyncio.ensure_future(self.exchange(job))
        try:
            while True:
                left = end - time.monotonic()
                done, _ = await asyncio.wait({task}, timeout=max(0.0, min(left, _LOOK) if gone else left))
                if done:
                    return task.result()
                if time.monotonic() >= end:
                    raise TimeoutError
                if gone and await gone():
                    raise ConnectionAbortedError
        finally:
            if not task.done():
                task.cancel()
                with suppress(asyncio.CancelledError, Exception):
                    await task

    async def kill(self) -> None:
        """End the process."""
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()


async def _process() -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "kg.server.worker"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
        env=_environment(),
    )


def _environment() -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.upper().endswith(("_TOKEN", "_KEY", "_SECRET"))}
    return kept | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class Pool:
    """Workers that take turns.

    Parameters
    ----------
    size : int
        How many.
    setup : dict
        Of the generation to begin with; see :class:`kg.server.worker.Job`.
    seconds : float
        The most that a job may wait, and then run.
    """

    def __init__(self, size: int, setup: dict[str, Any], *, seconds: float) -> None:
        self.size, self.setup, self.seconds = size, setup, seconds
        self._idle: asyncio.LifoQueue[Worker | None] = asyncio.LifoQueue()
        self._all: set[Worker] = set()
        self._renewing: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Start all workers; raises what the first of them met."""
        for worker in await asyncio.gather(*(Worker.start(self.setup) for _ in range(self.size))):
            self._all.add(worker)
            self._idle.put_nowait(worker)

    async def move(self, setup: dict[str, Any]) -> None:
        """Let all jobs from now on see another generation: new workers first, then the idle old ones end."""
        fresh = await asyncio.gather(*(Worker.start(setup) for _ in range(self.size)))
        self.setup = setup
        old = []
        while not self._idle.empty():
            old.append(self._idle.get_nowait())
        for worker in fresh:
            self._all.add(worker)
            self._idle.put_nowait(worker)
        await asyncio.gather(*(self._end(worker) for worker in old if worker is not None))

    async def _end(self, worker: Worker) -> None:
        self._all.discard(worker)
        await worker.kill()

    def _renew(self, worker: Worker | None) -> None:
        task = asyncio.ensure_future(self._replace(worker))
        self._renewing.add(task)
        task.add_done_callback(self._renewing.discard)

    async def _replace(self, worker: Worker | None) -> None:
        setup = self.setup
        if worker is not None:
            await self._end(worker)
            if worker.setup is not setup:
                return  # another generation has its own workers already
        try:
            fresh: Worker | None = await Worker.start(setup)
        except (KGError, ProblemError):
            fresh = None  # the next job tries again, and tells its client what is wrong
        if setup is not self.setup:
            if fresh is not None:
                await fresh.kill()
            return
        if fresh is not None:
            self._all.add(fresh)
        self._idle.put_nowait(fresh)

    async def run(self, name: str, arguments: dict[str, Any], *, gone: Gone | None = None) -> Answer:
        """Run one job in an idle worker.

        Parameters
        ----------
        name : str
            ``sparql``, or a method of the desk.
        arguments : dict
            Its keyword arguments.
        gone : callable, optional
            Tells whether the one who asked has left; then the job is ended.

        Raises
        ------
        QueryLimitError
            If no worker became idle in time, or the job ran longer than it may and was killed.
        ProblemError
            Whatever the job met.
        """
        try:
            worker = await asyncio.wait_for(self._idle.get(), self.seconds)
        except TimeoutError:
            raise QueryLimitError(
                f"All {self.size} workers were busy for {self.seconds:g} s.",
                hint="Try again; `kg serve --workers N` allows more at a time.",
            ) from None
        keep = False
        try:
            if worker is None:
                worker = await Worker.start(self.setup)
                self._all.add(worker)
            result = await worker.run((name, arguments, self.seconds), gone)
            keep = worker.setup is self.setup
        except TimeoutError:
            raise QueryLimitError(
                f"The request took longer than {self.seconds:g} s and was ended; nothing of its answer was sent.",
                hint="Ask for less (name actors, add LIMIT), or start the server with `kg serve --time-limit SECONDS`.",
            ) from None
        except ConnectionAbortedError:
            raise QueryLimitError("Nobody waits for the answer any more.", status=499) from None
        except (asyncio.IncompleteReadError, ConnectionError):
            raise QueryLimitError(
                "The request ended its process, most likely by needing more memory than one may have.",
                hint="Ask for less: add LIMIT, or narrow the patterns.",
            ) from None
        finally:
            if keep and worker is not None:
                self._idle.put_nowait(worker)
            else:
                self._renew(worker)
        if isinstance(result, Problem):
            raise ProblemError(result)
        answer: Answer = result
        return answer

    async def close(self) -> None:
        """End all workers."""
        for task in tuple(self._renewing):
            task.cancel()
        await asyncio.gather(*self._renewing, return_exceptions=True)
        await asyncio.gather(*(w.kill() for w in self._all), return_exceptions=True)


async def once(target: str, arguments: dict[str, Any], *, seconds: float) -> Any:
    """Run ``module:function`` in a process of its own, and return what it returns.

    Raises
    ------
    QueryLimitError
        If it took too long and was killed.
    ProblemError
        Whatever it met.
    """
    setup = {"once": target, "arguments": arguments}
    worker = Worker(await _process(), setup)
    try:
        result = await asyncio.wait_for(worker.exchange(setup), seconds)
    except TimeoutError:
        raise QueryLimitError(
            f"The request took longer than {seconds:g} s and was ended; nothing was changed."
        ) from None
    except (asyncio.IncompleteReadError, ConnectionError):
        raise QueryLimitError("The request ended its process; nothing was changed.") from None
    finally:
        await worker.kill()
    if isinstance(result, Problem):
        raise ProblemError(result)
    return result
