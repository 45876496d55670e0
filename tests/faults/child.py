"""A ``kg`` that tells at which step it is: ``python -m tests.faults.child FD HOLD ARG…``.

Each step writes a line to the file descriptor FD. At the step named HOLD (``event:count``) it waits to be
killed; other steps do not slow it down.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg.documents import archive as archive_module
from kg.documents.archive import Archive
from kg.graph.store import OxigraphStore
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


def main() -> None:
    global events, hold
    events, hold = int(sys.argv[1]), sys.argv[2]
    watch()
    if sys.argv[3] == "rebuild":
        from kg.pipeline import commit
        from kg.settings import Workspace

        workspace = Workspace.at(Path(sys.argv[4]))
        with OxigraphStore(workspace.store) as store:
            commit(workspace, store, {})
        return
    from kg.cli import main as kg

    kg(sys.argv[3:])


if __name__ == "__main__":
    main()
