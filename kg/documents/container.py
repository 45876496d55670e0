"""Documents within files: ZIP members and attachments, each a document of its own (``archive.zip!/member.html``)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kg.documents.formats import SUFFIXES

if TYPE_CHECKING:
    from kg.documents.document import Document
    from kg.documents.reading import Member

MARK = "!/"
"""Between a container's path and its member's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What became of one document of a file: read, or a status and the reason why not.

    Attributes
    ----------
    path : str
        The file's, or ``archive.zip!/member.html``.
    data : bytes
        The document's own; empty where it was not read.
    """

    path: str
    document: Document | None = None
    data: bytes = b""
    status: str = "read"
    reason: str = ""

    @property
    def suffix(self) -> str:
        """Of the document's own file name, lower case."""
        return PurePosixPath(self.path.rsplit(MARK, 1)[-1]).suffix.lower()


def passed_over(member: Member) -> str:
    """Return why a member is not read, or an empty string; folders' and systems' own files have the reason ``-``."""
    name = PurePosixPath(member.path).name
    if name.startswith(".") or member.path.startswith("__MACOSX/"):
        return "-"
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in SUFFIXES:
        return f"no reader for {suffix or 'a file without suffix'}"
    if PurePosixPath(name).stem.upper() == "README":
        return "a README describes its folder; give it by name to read it"
    return ""
