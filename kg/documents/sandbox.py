"""The worker from outside: started at the first untrusted file, killed with its group when it breaks a limit.

One worker reads file after file, since starting one costs a second. It is replaced after a crash, a limit broken, or
:attr:`~kg.documents.limits.Limits.files_per_worker` files. Calls from several threads take turns.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict
from typing import Any, BinaryIO, cast

from kg.documents import frames
from kg.documents.limits import MIB, Limits
from kg.documents.reading import Member, Reading, load
from kg.documents.worker import ERRORS
from kg.errors import KGError, RefusedDocumentError

_GRACE = 5
"""Seconds that a new worker has for its imports on top of the first file's own."""


class Worker:
    """One worker process and its two pipes.

    Parameters
    ----------
    limits : Limits
        Set once, at its start.
    """

    module = "kg.documents.worker"

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.files = 0
        environment = {
            **{k: v for k, v in os.environ.items() if not k.upper().startswith(("KG_", "HTTP", "AWS_"))},
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONHASHSEED": "0",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-W", "ignore", "-m", self.module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
        self._requests, self._answers = cast("BinaryIO", self.process.stdin), cast("BinaryIO", self.process.stdout)
        with contextlib.suppress(BrokenPipeError):
            frames.send(self._requests, asdict(limits))

    def read(self, reader: str, data: bytes) -> Reading:
        """Read one file; see :func:`read` for the errors. A worker that broke is closed by then."""
        self.files += 1
        late = threading.Event()
        seconds = self.limits.wall_seconds + (_GRACE if self.files == 1 else 0)

        def expire() -> None:
            late.set()
            self._kill()

        timer = threading.Timer(seconds, expire)
        timer.daemon = True
        timer.start()
        try:
            return self._exchange(reader, data)
        except (frames.BrokenFrameError, OSError, ValueError):
            self.close()
            raise self._fault(late=late.is_set()) from None
        except BaseException as error:
            if not isinstance(error, KGError):
                self.close()  # an interruption leaves an answer in the pipe that nobody wants
            raise
        finally:
            timer.cancel()
            timer.join()

    def _exchange(self, reader: str, data: bytes) -> Reading:
        frames.send(self._requests, {"reader": reader}, data)
        members: list[Member] = []
        total = 0
        while True:
            answer = frames.receive(self._answers, limit=self.limits.unpacked_bytes + 64 * MIB)
            if answer is None:
                raise frames.BrokenFrameError
            head, body = answer
            if "error" in head:
                raise _error(head)
            if "reading" in head:
                return load(body, members)
            total += len(body)
            if len(members) >= self.limits.members or total > self.limits.unpacked_bytes:
                raise frames.BrokenFrameError
            members.append(
                Member(path=str(head["member"]), data=body, status=str(head["status"]), reason=str(head["reason"]))
            )

    def _fault(self, *, late: bool) -> RefusedDocumentError:
        code = self.process.returncode
        if late:
            return self.limits.exceeded("wall_seconds", "Reading it takes too long; the reader was stopped.")
        if code == -getattr(signal, "SIGXCPU", -1):
            return self.limits.exceeded("cpu_seconds", "Reading it takes too much processor time.")
        how = f"signal {signal.Signals(-code).name}" if code and code < 0 else f"exit code {code}"
        return self.limits.exceeded(
            "memory_bytes", f"The reader broke on it ({how}), for lack of memory or by a fault."
        )

    def _kill(self) -> None:
        if self.process.returncode is not None:
            return  # waited for already, so that its number may be another process's by now
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()

    def close(self) -> None:
        """End the process and wait for it; its exit code stays readable where it ended by itself."""
        with contextlib.suppress(OSError):
            self._requests.close()
        try:
            self.process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            self._kill()
            self.process.wait()
        with contextlib.suppress(OSError):
            self._answers.close()


_lock = threading.Lock()
_workers: list[Worker] = []


def read(reader: str, data: bytes, *, limits: Limits) -> Reading:
    """Read a file with a reader of bytes, in the worker.

    Parameters
    ----------
    reader : str
        Name of a reader of bytes under ``kg.readers``.
    data : bytes
        The file.
    limits : Limits
        A worker that was started under others is replaced.

    Raises
    ------
    RefusedDocumentError
        If a limit is broken; names it and its value.
    UnreadableDocumentError, EmptyDocumentError
        As the reader says.
    """
    with _lock:
        if _workers:
            worker = _workers[0]
            spent = worker.files >= limits.files_per_worker or worker.limits != limits
            if spent or worker.process.poll() is not None:
                _close()
        if not _workers:
            _workers.append(Worker(limits))
        worker = _workers[0]
        try:
            return worker.read(reader, data)
        finally:
            if worker.process.poll() is not None:
                _close()


def is_running() -> bool:
    """Whether a worker is alive."""
    return bool(_workers) and _workers[0].process.poll() is None


def _close() -> None:
    while _workers:
        _workers.pop().close()


def close() -> None:
    """End the worker, if there is one; the next file starts another."""
    with _lock:
        _close()


atexit.register(_close)


def _error(head: dict[str, Any]) -> KGError:
    kind = ERRORS.get(str(head["error"]), RefusedDocumentError)
    return kind(str(head.get("message", ""))[:2000], hint=str(head.get("hint", ""))[:2000])
