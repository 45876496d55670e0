"""The worker process: reads untrusted files one after the other, under limits that the system enforces.

Started by :mod:`kg.documents.sandbox` as ``python -m kg.documents.worker``; takes requests on its standard input and
answers on its standard output. It opens no connection, starts no process and writes no file.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from typing import Any, BinaryIO

from kg import plugins
from kg.documents import frames
from kg.documents.limits import MIB, Limits
from kg.documents.reading import Reading, dump
from kg.errors import EmptyDocumentError, KGError, RefusedDocumentError, UnreadableDocumentError

ERRORS = {"refused": RefusedDocumentError, "unreadable": UnreadableDocumentError, "empty": EmptyDocumentError}
_FORBIDDEN = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind", "subprocess.Popen",
              "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.remove", "os.rename", "os.mkdir")  # fmt: skip


def _guard(event: str, _: tuple[Any, ...]) -> None:
    if event in _FORBIDDEN:
        message = f"a reader of documents may not call {event}"
        raise PermissionError(message)


def _limit(limits: Limits) -> None:
    """Set the limits of the process; what a system lacks is left out (see decision 0015)."""
    with contextlib.suppress(ImportError):
        import resource

        for what, value in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_AS, limits.memory_bytes),
        ):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(what, (value, value))


def _limit_time(limits: Limits) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        soft = int(used.ru_utime + used.ru_stime) + 1 + limits.cpu_seconds
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _check_length(reading: Reading, limits: Limits) -> None:
    if len(reading.text) > limits.text_characters:
        raise limits.exceeded("text_characters", f"Its text has {len(reading.text)} characters.")


def _answer(out: BinaryIO, reader: str, data: bytes, limits: Limits) -> None:
    try:
        reading: Reading = plugins.load("kg.readers", reader)(data, limits=limits)
        _check_length(reading, limits)
        body = dump(reading)
    except MemoryError:
        error: KGError = limits.exceeded("memory_bytes", "Reading it needs more memory than is allowed.")
    except RecursionError:
        error = RefusedDocumentError(
            f"It is nested deeper than {sys.getrecursionlimit()} levels.", hint="No real document is."
        )
    except KGError as raised:
        error = raised
    except Exception as broken:  # noqa: BLE001 - whatever a parser throws at a broken file is the file's fault
        reason = " ".join(f"{type(broken).__name__}: {broken}".split())[:200]
        error = UnreadableDocumentError(f"The {reader} reader cannot read it ({reason}).", hint="Nothing was stored.")
    else:
        for member in reading.members:
            frames.send(out, {"member": member.path, "status": member.status, "reason": member.reason}, member.data)
        frames.send(out, {"reading": True}, body)
        return
    name = next((n for n, cls in ERRORS.items() if isinstance(error, cls)), "unreadable")
    frames.send(out, {"error": name, "message": error.message, "hint": error.hint})


def main() -> None:
    """Serve requests until the standard input ends."""
    source, out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not break the messages
    first = frames.receive(source, limit=0)
    if first is None:
        return
    limits = Limits(**first[0])
    _limit(limits)
    sys.addaudithook(_guard)
    logging.disable(logging.CRITICAL)
    while True:
        try:
            request = frames.receive(source, limit=max(limits.file_bytes, limits.unpacked_bytes) + MIB)
        except MemoryError:
            error = limits.exceeded("memory_bytes", "The file alone needs more memory than is allowed.")
            frames.send(out, {"error": "refused", "message": error.message, "hint": error.hint})
            return
        if request is None:
            return
        _limit_time(limits)
        _answer(out, str(request[0]["reader"]), request[1], limits)


if __name__ == "__main__":
    main()
