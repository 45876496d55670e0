"""Which reader a file gets: by its suffix, corrected by what its first bytes say."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.documents.normalise import BINARY_HEADS
from kg.errors import RefusedDocumentError


class Format(NamedTuple):
    """A kind of file: the reader's name under ``kg.readers``, and whether its bytes go to the worker."""

    reader: str
    media_type: str
    in_worker: bool = True


PLAIN = Format("plain", "text/plain", in_worker=False)
MARKDOWN = Format("markdown", "text/markdown", in_worker=False)
HTML = Format("html", "text/html")
PDF = Format("pdf", "application/pdf")
DOCX = Format("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
EML = Format("eml", "message/rfc822")
ZIP = Format("zip", "application/zip")
SUFFIXES: dict[str, Format] = {
    ".txt": PLAIN,
    ".text": PLAIN,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".pdf": PDF,
    ".docx": DOCX,
    ".eml": EML,
    ".zip": ZIP,
}
"""Suffix to format."""
CONTAINERS = (ZIP, EML)
"""Formats whose files can hold documents of their own."""
_NAMES = {HTML: "an HTML page", PDF: "a PDF file", DOCX: "a Word document", ZIP: "a ZIP archive"}
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,500}?-->\s*)*"
    rb"<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_PACKED = {
    b"xl/workbook.xml": "an Excel workbook",
    b"ppt/presentation.xml": "a PowerPoint presentation",
    b"mimetypeapplication/epub": "an EPUB book",
    b"mimetypeapplication/vnd.oasis": "an OpenDocument file",
}


def detect(data: bytes, suffix: str) -> tuple[Format, str]:
    """Return the format of a file and, where the bytes contradict the suffix, a note that says so.

    Parameters
    ----------
    data : bytes
        The file.
    suffix : str
        With the dot, any case; one of :data:`SUFFIXES`.

    Raises
    ------
    RefusedDocumentError
        If the bytes are those of a known kind that no reader takes, or not those that the suffix promises.
    """
    named = SUFFIXES[suffix.lower()]
    if not data:
        return named, ""
    found = _sniff(data)
    if found is None:
        if named in (PDF, DOCX, ZIP):
            _refuse_binary(data)
            raise RefusedDocumentError(
                f"The file is named {suffix.lower()}, but its bytes are not those of {_NAMES[named]}.",
                hint="Give it the right suffix, or fetch it again.",
            )
        if named in (HTML, EML):
            _refuse_binary(data)
        return named, ""
    if found == named or (found == HTML and named == EML):
        return named, ""
    return found, f"read as {_NAMES[found]}, though it is named {suffix.lower()}"


def _sniff(data: bytes) -> Format | None:
    if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x00").startswith(b"%PDF-"):
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        for sign, what in _PACKED.items():
            if sign in data:
                raise RefusedDocumentError(
                    f"The bytes are those of {what}.", hint="Save its text as PDF, DOCX, HTML or plain text."
                )
        return DOCX if b"[Content_Types].xml" in data and b"word/document.xml" in data else ZIP
    return HTML if _PAGE.match(data[:4096]) else None


def _refuse_binary(data: bytes) -> None:
    for head, what in BINARY_HEADS.items():
        if data.startswith(head):
            raise RefusedDocumentError(f"The bytes are those of {what}.", hint="Give the document itself.")
