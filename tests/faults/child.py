"""A ``kg`` that tells at which step it is, and waits at one of them to be killed.

Each step writes a line to a pipe. At the step that it is to be held at (``event:count``) it waits; the others hardly
slow it down.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg.documents import archive as archive_module
from kg.documents.archive import Archive
from kg.graph.store import OxigraphStore
from kg.pipeline.incremental import Index
from kg.resolution.journal import Journal

counts: Counter[str] = Counter()
hold, events = "", -1


def tell(event: str) -> None:
    counts[event] += 1
    step = f"{event}:{counts[event]}"
    os.write(events, f"{step}\n".encode())
    while step == hold:
        time.sleep(60)


def around(owner: Any, name: str, event: str) -> None:
    """Tell before and after each call of a method."""
    real: Callable[..., Any] = getattr(owner, name)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if isinstance(args[0], OxigraphStore) and args[0].path is None:
            return real(*args, **kwargs)  # a trial in memory
        tell(f"{event}-begin")
        result = real(*args, **kwargs)
        tell(f"{event}-end")
        return result

    setattr(owner, name, wrapped)


def watch() -> None:
    around(Archive, "add", "archive")
    around(Archive, "remove", "folder")
    around(Archive, "log", "manifest")
    around(Journal, "append", "ledger")
    around(OxigraphStore, "_write", "store")
    around(OxigraphStore, "copy_to", "copy")
    around(Index, "commit", "index")
    write_bytes, rename, rmtree = Path.write_bytes, Path.rename, archive_module.shutil.rmtree

    def half(path: Path, data: bytes) -> int:
        done = write_bytes(path, data)
        if path.parent.name.startswith(".incoming-"):
            tell("archive-half")
        return done

    def moved(path: Path, target: Any) -> Path:
        done = rename(path, target)
        if path.name.startswith("store"):
            tell("swap")
        return done

    def removing(path: Any, **options: Any) -> None:
        if Path(path).name.startswith(".removed-") and Path(path).exists():
            next(p for p in Path(path).iterdir() if p.is_file()).unlink()
            tell("folder-half")
        rmtree(path, **options)

    Path.write_bytes, Path.rename = half, moved  # type: ignore[method-assign,assignment]
    archive_module.shutil.rmtree = removing  # type: ignore[assignment]


def run(pipe: str, step: str, argv: list[str]) -> int:
    """Run a command line (``rebuild WORKSPACE`` builds a view anew), telling its steps; return its exit code."""
    global events, hold
    events, hold = os.open(pipe, os.O_WRONLY), step
    watch()
    if argv[0] == "rebuild":
        from kg.pipeline import commit
        from kg.settings import Workspace

        workspace = Workspace.at(Path(argv[1]))
        with OxigraphStore(workspace.store) as store:
            commit(workspace, store, {}, whole=True)
        return 0
    from kg.cli import main as kg

    try:
        kg(argv)
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0
