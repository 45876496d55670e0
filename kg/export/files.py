"""Writing a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import KGError


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path in the same folder, and rename it to `path` when the block ends well.

    Raises
    ------
    KGError
        If the folder is missing or cannot be written; nothing is left behind, whatever the block raises.
    """
    if not path.parent.is_dir():
        raise KGError(f"There is no folder {path.parent} to write {path.name} into.", hint="Make it first.")
    if path.is_dir():
        raise KGError(f"{path} is a folder.", hint="Give the name of a file.")
    temporary: Path | None = None
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(descriptor)
        temporary = Path(name)
        yield temporary
        with temporary.open("rb") as handle:
            os.fsync(handle.fileno())
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        temporary.replace(path)
    except OSError as error:
        raise KGError(f"{path} cannot be written: {error.strerror}.") from None
    finally:
        if temporary:
            with contextlib.suppress(FileNotFoundError):
                temporary.unlink()


def write_text(path: Path, chunks: Iterable[str]) -> int:
    """Write UTF-8 text through :func:`replacing`; return the bytes written."""
    return write_bytes(path, (chunk.encode("utf-8") for chunk in chunks))


def write_bytes(path: Path, chunks: Iterable[bytes]) -> int:
    """Write bytes through :func:`replacing`; return how many."""
    with replacing(path) as temporary:
        with temporary.open("wb") as handle:
            for chunk in chunks:
                handle.write(chunk)
        return temporary.stat().st_size
