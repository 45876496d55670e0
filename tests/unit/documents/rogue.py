"""A worker whose reader misbehaves as its input says; run in the place of kg.documents.worker."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from kg import plugins
from kg.documents import worker
from kg.documents.limits import Limits
from kg.documents.reading import Reading


def read(data: bytes, *, limits: Limits) -> Reading:
    what = data.decode()
    if what == "hang":
        time.sleep(60)
    elif what == "spin":
        while True:
            pass
    elif what == "crash":
        ctypes.string_at(0)
    elif what == "exit":
        os._exit(7)
    elif what == "memory":
        bytearray(limits.memory_bytes)
    elif what == "recursion":
        read_again(1)
    elif what == "raise":
        raise IndexError("list index out of range")
    elif what == "long":
        return Reading(text="x" * (limits.text_characters + 1), blocks=())
    elif what == "blocks":
        from kg.documents import Block

        return Reading(text="short", blocks=(Block("paragraph", 3, 900),))
    elif what == "print":
        print("noise that is no message", flush=True)  # noqa: T201
    elif what == "connect":
        socket.create_connection(("127.0.0.1", 9), timeout=1)
    elif what == "resolve":
        socket.getaddrinfo("example.org", 80)
    elif what == "run":
        subprocess.run(["true"], check=True)
    elif what.startswith("write "):
        Path(what.removeprefix("write ")).write_bytes(b"x" * 9000)
    return Reading(text=what, blocks=())


def read_again(depth: int) -> int:
    return read_again(depth + 1)


if __name__ == "__main__":
    plugins.load = lambda group, name: read  # type: ignore[assignment]
    assert sys.argv
    worker.main()
