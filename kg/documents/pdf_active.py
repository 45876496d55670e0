"""What a PDF holds besides pages, read off its objects' names: scripts, programs to launch, lengths beyond belief.

Nothing of it would run here, since the reader has no engine for it. Such a file is refused all the same, because a
document that acts is no document to be archived and passed on.
"""

from __future__ import annotations

import re
import zlib

from kg.documents.limits import Limits
from kg.errors import RefusedDocumentError

_STREAM = re.compile(rb"stream\r?\n")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|XFA|EmbeddedFiles?)(?=[\s/<>(\[\]]|$)")
_LENGTH = re.compile(rb"/Length\s+(\d{1,20})(?!\s+\d+\s+R)")
_REFUSED = {b"JavaScript": "JavaScript", b"JS": "JavaScript", b"Launch": "an action that starts a program"}
_NOTED = {b"XFA": "an XFA form, whose fields were not read", b"EmbeddedFiles": "embedded files, which were not read",
          b"EmbeddedFile": "embedded files, which were not read"}  # fmt: skip


def check(data: bytes, limits: Limits) -> tuple[str, ...]:
    """Return warnings about what is passed over.

    Parameters
    ----------
    data : bytes
        The file.
    limits : Limits
        ``unpacked_bytes`` bounds the object streams that are looked into, and any length that is declared.

    Raises
    ------
    RefusedDocumentError
        If the file holds JavaScript or a launch action, or declares a length over the limit.
    """
    left = limits.unpacked_bytes
    noted: dict[str, None] = {}
    for part, is_packed in _structure(data):
        piece = part
        if is_packed:
            piece = _inflated(part, left)
            left -= len(piece)
            if left <= 0:
                raise limits.exceeded("unpacked_bytes", "Its object streams inflate beyond the limit.")
        names = _ESCAPE.sub(lambda m: bytes([int(m.group(1), 16)]), piece) if b"#" in piece else piece
        for match in _ACTIVE.finditer(names):
            what = match.group(1)
            if what in _REFUSED:
                raise RefusedDocumentError(
                    f"The PDF holds {_REFUSED[what]} (/{what.decode()}).",
                    hint="The limit is 0 active contents; print it to a new PDF and give that.",
                )
            noted[f"the PDF holds {_NOTED[what]}"] = None
        for match in _LENGTH.finditer(names):
            if int(match.group(1)) > limits.unpacked_bytes:
                raise limits.exceeded(
                    "unpacked_bytes", f"The PDF declares a stream of {int(match.group(1))} bytes in {len(data)}."
                )
    return tuple(noted)


def _structure(data: bytes) -> list[tuple[bytes, bool]]:
    """Return the stretches outside streams, and the bodies of object streams (which hold objects, packed)."""
    parts: list[tuple[bytes, bool]] = []
    at = 0
    while True:
        match = _STREAM.search(data, at)
        if match is None:
            parts.append((data[at:], False))
            return parts
        head = data[at : match.start()]
        parts.append((head, False))
        end = data.find(b"endstream", match.end())
        end = len(data) if end < 0 else end
        if b"/ObjStm" in head[-1000:]:
            parts.append((data[match.end() : end], b"FlateDecode" in head[-1000:]))
        at = end + len(b"endstream")


def _inflated(body: bytes, limit: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(body, max(1, limit))
    except zlib.error:
        return b""
