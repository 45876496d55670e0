"""Forks processes that have everything loaded, so that a round takes a second: ``python -m tests.faults.server``.

Reads lines of JSON (``hold``, ``events``: a named pipe, ``argv``) and answers each with the process id, then with how
the process ended. This process itself never opens a store: the threads of an embedded store do not survive a fork.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from kg.extraction import extract
from kg.graph import OxigraphStore, encode, rebuild_view
from kg.graph.validate import validate_document
from kg.registry import Registry
from tests.faults import child

ROOT = Path(__file__).resolve().parents[2]


def warm() -> None:
    from kg.documents import read_bytes

    registry = Registry.load()
    for page in sorted((ROOT / "data" / "documents").glob("japan-philippines-*.md")):
        document = read_bytes(page.read_bytes(), name=page.name)
        encoded = encode(document, extract(document, registry=registry).records)
        validate_document(encoded.quads)
        store = OxigraphStore()
        store.add_document(encoded.graph, encoded.quads)
        rebuild_view(store, registry)


def serve() -> None:
    warm()
    for line in sys.stdin:
        order = json.loads(line)
        process = os.fork()
        if process == 0:
            quiet = os.open(os.devnull, os.O_RDWR)
            for number in (0, 1, 2):
                os.dup2(quiet, number)
            code = 1
            try:
                code = child.run(order["events"], order["hold"], order["argv"])
            finally:
                os._exit(code)
        print(json.dumps({"pid": process}), flush=True)  # noqa: T201 - the answer is the protocol
        print(json.dumps({"ended": os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])}), flush=True)  # noqa: T201


if __name__ == "__main__":
    serve()
