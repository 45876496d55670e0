"""The process that answers: opens one published generation, takes jobs on its standard input, answers on its output.

Started by :mod:`kg.server.pool` as ``python -m kg.server.worker``. An engine that computes cannot be interrupted inside
a thread, so a job is ended by ending its process: by the pool, and should that be gone, by the kernel's own timer.
"""

from __future__ import annotations

import fcntl
import importlib
import os
import pickle
import signal
import struct
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, BinaryIO

from kg.errors import KGError, RequestError
from kg.graph.store import OxigraphStore
from kg.query.answers import Answer, answer
from kg.server.negotiation import GRAPHS, SOLUTIONS, choose
from kg.server.problems import Problem

LENGTH = struct.Struct(">Q")
GRACE = 2.0
"""Seconds after the limit at which the kernel ends a worker that nobody else has ended."""


def send(stream: BinaryIO, value: object) -> None:
    """Write one frame: its length, and the value pickled. Both ends are this program."""
    data = pickle.dumps(value, protocol=5)
    stream.write(LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """Read one frame; None at the end of the stream."""
    head = stream.read(LENGTH.size)
    return pickle.loads(stream.read(LENGTH.unpack(head)[0])) if len(head) == LENGTH.size else None


def _limit_memory(limit: int) -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def load(target: str) -> Any:
    """Return what ``module:name`` names."""
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)


class Job:
    """What a worker does over and over.

    Parameters
    ----------
    setup : dict
        ``store`` (folder of the store), ``lock`` (file that keeps the generation in place), ``memory`` (bytes),
        ``desk`` (``module:class``, called with the setup and the store, for jobs that are not SPARQL; or None).
    """

    def __init__(self, setup: dict[str, Any]) -> None:
        self.setup = setup
        self._lock = open(setup["lock"], "rb")  # noqa: SIM115,PTH123 - held as long as the process lives
        fcntl.flock(self._lock, fcntl.LOCK_SH)
        _limit_memory(setup["memory"])
        self.store = OxigraphStore(setup["store"], read_only=True)
        self._desk = load(setup["desk"])(setup, self.store) if setup.get("desk") else None

    def run(self, name: str, arguments: dict[str, Any]) -> Answer:
        """Answer one job: ``sparql``, or a method of the desk."""
        if name == "sparql":
            accept, wish = arguments.pop("accept"), arguments.pop("wish")
            offered = {"table": SOLUTIONS, "graph": GRAPHS}
            return answer(self.store.raw, pick=lambda kind: choose(accept, offered[kind], wish=wish), **arguments)
        result: Answer = getattr(self._desk, name)(**arguments)
        return result


def main() -> None:
    """Serve jobs until the input ends."""
    jobs, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    setup = receive(jobs)
    if setup is None:
        return
    if "once" in setup:
        send(answers, _tried(lambda: load(setup["once"])(**setup["arguments"])))
        return
    job = _tried(lambda: Job(setup))
    if isinstance(job, Problem):
        send(answers, job)
        return
    send(answers, "ready")
    while (given := receive(jobs)) is not None:
        name, arguments, seconds = given
        signal.setitimer(signal.ITIMER_REAL, seconds + GRACE)
        result = _tried(partial(job.run, name, arguments))
        signal.setitimer(signal.ITIMER_REAL, 0)
        send(answers, result)


def _tried(work: Callable[[], Any]) -> Any:
    """Return what some work gives, or the problem that it met."""
    try:
        return work()
    except KGError as error:
        return Problem.of(error)
    except MemoryError:
        return Problem.of(
            RequestError(
                "The request needs more memory than one may have.", status=503, hint="Ask for less: add LIMIT."
            )
        )
    except Exception as error:  # noqa: BLE001 - a fault in one request must not end the process without a word
        traceback.print_exc()
        return Problem.of(
            RequestError(
                f"The server met a fault of its own: {type(error).__name__}.",
                status=500,
                hint="Its standard error has the details.",
            )
        )


if __name__ == "__main__":
    main()
