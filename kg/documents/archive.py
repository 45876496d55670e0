"""The archive: every document by the hash of its bytes, and a manifest of what was done when.

A document's folder is written beside its place and renamed into it, so that it is there whole or not at all. The
manifest is the only place where the wall clock is kept; nothing in the exported graph reads it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.documents.document import Document
from kg.documents.read import read_bytes
from kg.errors import UnknownIdError
from kg.namespaces import HASH_LENGTH

_SHA = re.compile(r"[0-9a-f]{64}")


class Archive:
    """Documents by hash in a folder of a workspace.

    Parameters
    ----------
    root : Path
        ``archive/`` of a workspace; made when it is missing.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        for stale in (*root.glob(".incoming-*"), *root.glob(".removed-*")):
            shutil.rmtree(stale, ignore_errors=True)

    @property
    def manifest(self) -> Path:
        """JSON lines: one event each, in the order of time."""
        return self.root / "manifest.jsonl"

    def _place(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256

    def __contains__(self, sha256: str) -> bool:
        """Whether the bytes of that hash are here."""
        return (self._place(sha256) / "about.json").is_file()

    def add(self, document: Document, data: bytes, *, suffix: str) -> bool:
        """Store a document's bytes and normalised text; return whether it was new.

        Parameters
        ----------
        document : Document
            As read from `data`.
        data : bytes
            The document as retrieved.
        suffix : str
            Of its file, with the dot; the stored copy keeps it, so that it can be read again.
        """
        about: dict[str, Any] = {
            "sha256": document.id,
            "name": "original" + suffix.lower(),
            "published": document.published,
        }
        if document.private:
            about["private"] = True
        place = self._place(document.id)
        if document.id in self:
            if json.loads((place / "about.json").read_text(encoding="utf-8")) != about:
                _write(place / "about.json", json.dumps(about, ensure_ascii=False, indent=1) + "\n")
            if self.text(document.id) != document.text:  # a newer reader: offsets count in its text
                _write(place / "text.txt", document.text)
            return False
        incoming = Path(tempfile.mkdtemp(prefix=".incoming-", dir=self.root))
        try:
            (incoming / about["name"]).write_bytes(data)
            (incoming / "text.txt").write_text(document.text, encoding="utf-8", newline="")
            (incoming / "about.json").write_text(
                json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
            )
            place.parent.mkdir(exist_ok=True)
            incoming.chmod(0o755)
            incoming.rename(place)
        except BaseException:
            shutil.rmtree(incoming, ignore_errors=True)
            raise
        return True

    def remove(self, sha256: str) -> bool:
        """Remove a document's folder, whole or not at all; return whether it was here."""
        place = self._place(sha256)
        if not place.exists():
            return False
        gone = self.root / f".removed-{sha256}"
        shutil.rmtree(gone, ignore_errors=True)
        place.rename(gone)  # from here on it is not here; what a crash leaves goes when the archive is next opened
        shutil.rmtree(gone)
        if not any(place.parent.iterdir()):
            place.parent.rmdir()
        return True

    def forget(self, sha256s: Collection[str]) -> None:
        """Take paths and reasons of documents out of the manifest, which keeps that something was done, and when."""
        if not self.manifest.exists() or not sha256s:
            return
        lines, changed = [], False
        for line in self.manifest.read_text(encoding="utf-8").splitlines():
            event = json.loads(line)
            if event.get("doc") in sha256s and set(event) > {"at", "event", "doc"}:
                line, changed = json.dumps({k: event[k] for k in ("at", "event", "doc")}, ensure_ascii=False), True
            lines.append(line + "\n")
        if changed:
            _write(self.manifest, "".join(lines))

    def bytes_of(self, sha256: str) -> bytes:
        """Return a document's bytes as they are stored.

        Raises
        ------
        UnknownIdError
            If it is not here.
        """
        if sha256 not in self:
            raise UnknownIdError(sha256, where="the archive")
        return self._original(sha256).read_bytes()

    def _original(self, sha256: str) -> Path:
        about = json.loads((self._place(sha256) / "about.json").read_text(encoding="utf-8"))
        return self._place(sha256) / str(about["name"])

    def ids(self) -> Iterator[str]:
        """Yield the hashes of all documents, sorted."""
        for place in sorted(self.root.glob("??/*")):
            if _SHA.fullmatch(place.name) and (place / "about.json").is_file():
                yield place.name

    def find(self, given: str) -> str:
        """Return the hash that a user means by a hash, its beginning, or a document's identifier in the graph.

        Raises
        ------
        UnknownIdError
            If no document, or more than one, begins like that.
        """
        wanted = given.rsplit("/", 1)[-1].removeprefix("ips-id:").removeprefix("doc-").lower()
        known = list(self.ids())
        found = [sha for sha in known if wanted and sha.startswith(wanted)]
        if len(found) != 1:
            names = [f"doc-{sha[:HASH_LENGTH]}" for sha in (found or known)]
            raise UnknownIdError(given, known=names, where="the archive")
        return found[0]

    def read(self, sha256: str) -> Document:
        """Read a stored document again, from its bytes.

        Raises
        ------
        UnknownIdError
            If it is not here.
        """
        place = self._place(sha256)
        if sha256 not in self:
            raise UnknownIdError(sha256, where="the archive")
        about = json.loads((place / "about.json").read_text(encoding="utf-8"))
        data = (place / about["name"]).read_bytes()
        document = read_bytes(data, name=about["name"], published=about["published"])
        return replace(document, private=document.private or bool(about.get("private")))

    def is_private(self, sha256: str) -> bool:
        """Whether a document is here and was marked private."""
        if sha256 not in self:
            return False
        about = json.loads((self._place(sha256) / "about.json").read_text(encoding="utf-8"))
        return bool(about.get("private"))

    def originals(self) -> Iterator[tuple[str, Path]]:
        """Return each document's hash with the file that holds its bytes."""
        return ((sha256, self._original(sha256)) for sha256 in self.ids())

    def text(self, sha256: str) -> str:
        """Return the normalised text of a document as it was stored when it was read.

        Raises
        ------
        UnknownIdError
            If it is not here.
        """
        if sha256 not in self:
            raise UnknownIdError(sha256, where="the archive")
        with (self._place(sha256) / "text.txt").open(encoding="utf-8", newline="") as handle:
            return handle.read()

    def log(self, event: str, **fields: Any) -> None:
        """Append one event to the manifest, with the time, synced to the disk."""
        line = {"at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), "event": event, **fields}
        with self.manifest.open("a", encoding="utf-8") as handle:
            handle.write(json.dumps(line, ensure_ascii=False) + "\n")
            handle.flush()
            os.fsync(handle.fileno())


def _write(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_text(text, encoding="utf-8", newline="")
    temporary.replace(path)
