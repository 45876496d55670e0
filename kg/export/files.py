"""Writing a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from kg.errors import KGError


def write_text(path: Path, chunks: Iterable[str]) -> int:
    """Write UTF-8 text through a temporary name in the same folder, synced and renamed.

    Returns
    -------
    int
        Bytes written.

    Raises
    ------
    KGError
        If the folder is missing or cannot be written; nothing is left behind.
    """
    if not path.parent.is_dir():
        raise KGError(f"There is no folder {path.parent} to write {path.name} into.", hint="Make it first.")
    temporary = None
    try:
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as handle:
            for chunk in chunks:
                handle.write(chunk)
            handle.flush()
            os.fsync(handle.fileno())
            size = handle.tell()
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(path)
    except OSError as error:
        raise KGError(f"{path} cannot be written: {error.strerror}.") from None
    finally:
        if temporary:
            with contextlib.suppress(FileNotFoundError):
                Path(temporary).unlink()
    return size
