"""Published generations of the store: whole copies that readers keep open while a command writes.

An embedded store has one writer, and a reader that opens it beside the writer sees the state at its opening at best.
So whoever writes publishes what it left, as a checkpoint of hard links that costs milliseconds and no space, and
readers that stay (``kg serve``) read the newest one. Only a workspace that has been served has a folder for them;
without it nothing is published. Why so: docs/decisions/0023-server.md.
"""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import WorkspaceError
from kg.graph import OxigraphStore
from kg.pipeline.opening import RENEW_MARK, recover_store

if TYPE_CHECKING:
    from kg.settings import Workspace

_LOCK = "in-use"


@dataclass(frozen=True, slots=True, order=True)
class Generation:
    """One published state of the store: its number, and the folder that holds it."""

    number: int
    folder: Path

    @property
    def store(self) -> Path:
        """The folder to open, read-only."""
        return self.folder / "store"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the folder from being cleared away while the block runs."""
        with (self.folder / _LOCK).open("rb") as handle:
            fcntl.flock(handle, fcntl.LOCK_SH)
            yield


def folder_of(workspace: Workspace) -> Path:
    """Return where a workspace's generations are."""
    return workspace.build / "generations"


def latest(workspace: Workspace) -> Generation | None:
    """Return the newest generation; None where nothing was published yet."""
    return max(_all(folder_of(workspace)), default=None)


def _all(folder: Path) -> list[Generation]:
    if not folder.is_dir():
        return []
    return [Generation(int(p.name), p) for p in folder.iterdir() if p.name.isdigit() and (p / "store").is_dir()]


def publish(workspace: Workspace, store: OxigraphStore) -> Generation | None:
    """Publish what a store holds, if anybody ever served the workspace.

    Parameters
    ----------
    workspace : Workspace
        Whose store it is.
    store : OxigraphStore
        Open for writing, with nothing half-written; a read-only one is copied, which takes time and space.

    Returns
    -------
    Generation or None
        The new one; None where the workspace has no folder for them. Older ones that nobody reads are removed.
    """
    folder = folder_of(workspace)
    if not folder.is_dir():
        return None
    with tempfile.TemporaryDirectory(prefix=".incoming-", dir=folder) as name:
        incoming = Path(name) / "whole"
        incoming.mkdir()
        (incoming / _LOCK).touch()
        if store.read_only:
            store.copy_to(incoming / "store")
        else:
            store.backup(incoming / "store")
        made = _place(folder, incoming)
    for old in _all(folder):
        if old < made:
            _clear(old)
    return made


def _place(folder: Path, incoming: Path) -> Generation:
    """Rename a finished generation to the next free number, whoever else publishes at the same time."""
    while True:
        number = 1 + max((g.number for g in _all(folder)), default=0)
        target = folder / f"{number:08}"
        try:
            incoming.rename(target)
        except OSError:
            if not target.exists():
                raise
            continue  # another command was faster and took the number
        return Generation(number, target)


def _clear(generation: Generation) -> None:
    """Remove a generation unless somebody reads it."""
    with suppress(OSError), (generation.folder / _LOCK).open("rb") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(generation.folder, ignore_errors=True)


def ensure(workspace: Workspace) -> Generation:
    """Return a generation to read, published now where no other command is writing.

    Beside a writer the last generation serves until that writer publishes its own; where there is none, the state that
    a read-only handle sees is copied.

    Raises
    ------
    WorkspaceError
        If nothing has been ingested yet.
    """
    recover_store(workspace)
    if not workspace.store.exists():
        raise WorkspaceError(f"{workspace.root} holds no graph yet.", hint="Run `kg ingest FILES` first.")
    folder_of(workspace).mkdir(parents=True, exist_ok=True)
    made = latest(workspace)
    if (workspace.root / RENEW_MARK).exists():
        if made is None:
            raise WorkspaceError(
                f"The store of {workspace.root} is being written anew after a redaction.",
                hint="Try again when `kg redact` is done; if it was cut off, any command that writes completes it.",
            )
        return made
    try:
        with OxigraphStore(workspace.store) as store:
            made = publish(workspace, store)
    except WorkspaceError:
        made = latest(workspace)
    if made is None:
        with OxigraphStore(workspace.store, read_only=True) as store:
            made = publish(workspace, store)
    assert made is not None
    return made


def discard(workspace: Workspace) -> bool:
    """Remove all generations, read or not: after a redaction none may be left. Return whether there was a folder."""
    folder = folder_of(workspace)
    if not folder.is_dir():
        return False
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    return True
