"""Answers on disk, so that no passage is asked about twice: a folder for each document, a file for each passage.

The key holds what the answer depends on: document, model, prompt version and the passage as it was sent. A file is
written beside its place and renamed into it; the key of an endpoint is in none.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extraction.llm.passages import Passage

FOLDER = "llm"
_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One usable answer and what it cost: the message, and tokens as the endpoint counts them (else as estimated)."""

    content: str
    tokens_read: int
    tokens_written: int


def user_cache() -> Path:
    """Return the user's own cache, for a command without a workspace."""
    root = os.environ.get("XDG_CACHE_HOME", "").strip()
    return (Path(root) if root else Path.home() / ".cache") / "indopacific-kg" / FOLDER


class AnswerCache:
    """The answers under one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, passage: Passage, *, model: str, version: str) -> Path:
        """Return the file of one passage."""
        seed = json.dumps([_FORMAT, passage.document, model, version, passage.mark, passage.published])
        return self.folder / passage.document / f"{hashlib.sha256(seed.encode()).hexdigest()[:24]}.json"

    def get(self, passage: Passage, *, model: str, version: str) -> Answer | None:
        """Return the kept answer, or None; a file that is not whole counts as none."""
        try:
            data = json.loads(self.path(passage, model=model, version=version).read_text(encoding="utf-8"))
            return Answer(
                content=str(data["content"]),
                tokens_read=int(data["tokens_read"]),
                tokens_written=int(data["tokens_written"]),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, passage: Passage, answer: Answer, *, model: str, version: str) -> None:
        """Keep an answer, readable by the user alone: it holds sentences of the document."""
        path = self.path(passage, model=model, version=version)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(path, {"model": model, "prompt": version, "passage": passage.number, **asdict(answer)})

    def forget(self, document: str) -> bool:
        """Remove every answer about a document (SHA-256); return whether there was one."""
        folder = self.folder / document
        there = folder.is_dir()
        shutil.rmtree(folder, ignore_errors=True)
        return there


def forget_answers(document: str, build: Path) -> None:
    """Remove the answers about a document (SHA-256) from a workspace, the folder that is set, and the user's own."""
    named = os.environ.get("KG_LLM_CACHE", "").strip()
    for folder in (build / FOLDER, *([Path(named).expanduser()] if named else []), user_cache()):
        AnswerCache(folder).forget(document)


def write_whole(path: Path, data: object) -> None:
    """Write JSON whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(data, file, ensure_ascii=False)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
