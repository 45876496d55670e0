"""The publishable part of a generation, as a store of its own beside it."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from kg.graph.public import public
from kg.graph.store import OxigraphStore
from kg.registry import Registry


def public_store(folder: str) -> str:
    """Return the folder of a generation's public part, made now if it is not there; see :mod:`kg.graph.public`."""
    target, incoming = Path(folder) / "public", Path(folder) / ".public-incoming"
    if not target.exists():
        shutil.rmtree(incoming, ignore_errors=True)
        with OxigraphStore(Path(folder) / "store", read_only=True) as store:
            part = public(store, registry=Registry.load()).store
        part.copy_to(incoming)
        with suppress(OSError):  # another server was faster; its copy is the same
            incoming.rename(target)
    return str(target)
