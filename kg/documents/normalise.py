"""Bytes to normalised text, with a map back: UTF-8 only, no byte order mark, LF line ends, NFC."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache

from kg.documents.document import OffsetMap
from kg.errors import RefusedDocumentError, UnreadableDocumentError

_LINE_END = re.compile(r"\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")
# C0 and C1 controls that text does not hold; tab, line feed and the line ends above are not among them.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
MOST_MARKS = 500
"""Combining marks in a row; normalising a run takes the square of its length, and no writing has a tenth of this."""
_MARK_RUN = re.compile(rf"[^\x00-\u02ff]{{{MOST_MARKS},}}")
BINARY_HEADS = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a ZIP archive (or a Word, Excel or EPUB file)",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x7fELF": "a program",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x1f\x8b": "a gzip archive",
}


def decode(data: bytes) -> str:
    """Return the text of UTF-8 bytes, as it stands (a byte order mark included).

    Raises
    ------
    RefusedDocumentError
        If the bytes are those of a known binary format, or hold control characters or runs of combining marks that
        no text has.
    UnreadableDocumentError
        If the bytes are not UTF-8; names the first bad byte and where it stands.
    """
    for head, what in BINARY_HEADS.items():
        if data.startswith(head):
            raise RefusedDocumentError(
                f"The bytes are those of {what}, not of text.",
                hint="Convert it to text, or give the right suffix.",
            )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) and len(data) % 2 == 0:
        raise UnreadableDocumentError(
            "The bytes are UTF-16, not UTF-8.", hint="Convert with `iconv -f UTF-16 -t UTF-8 FILE`."
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if b"\x00" in data[:4096]:
            raise _binary(data.index(b"\x00"), 0) from None
        raise UnreadableDocumentError(
            f"Byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8.",
            hint="Convert with `iconv -f ENCODING -t UTF-8 FILE`, where ENCODING is the file's own.",
        ) from None
    control = _CONTROL.search(text)
    if control:
        raise _binary(len(text[: control.start()].encode()), ord(control.group()))
    check_marks(text)
    return text


def check_marks(text: str) -> None:
    """Refuse a text that would take minutes to normalise.

    Raises
    ------
    RefusedDocumentError
        If over :data:`MOST_MARKS` combining marks stand in a row.
    """
    if text.isascii():
        return
    for match in _MARK_RUN.finditer(text):
        run = 0
        for char in match.group():
            run = run + 1 if unicodedata.combining(char) else 0
            if run > MOST_MARKS:
                raise RefusedDocumentError(
                    f"Over {MOST_MARKS} combining marks stand in a row.",
                    hint=f"The limit is {MOST_MARKS}; no writing has as many. Remove them if it is a text after all.",
                )


def _binary(offset: int, value: int) -> RefusedDocumentError:
    return RefusedDocumentError(
        f"Control character 0x{value:02x} at byte {offset}: this is not a text file.",
        hint="Remove it if the file is text after all.",
    )


def normalise(source: str) -> tuple[str, OffsetMap]:
    """Return the normalised text and the map from its offsets to those of `source`.

    A text that is already normal comes back unchanged, with the identity map.
    """
    pieces: list[str] = []
    runs: list[tuple[int, int, int, int]] = []
    at = 0  # length of what has been put out

    def put(piece: str, start: int, end: int) -> None:
        nonlocal at
        if piece:
            pieces.append(piece)
            runs.append((at, at + len(piece), start, end))
            at += len(piece)

    cursor = 1 if source.startswith("\ufeff") else 0
    for match in _LINE_END.finditer(source):
        _put_nfc(source, cursor, match.start(), put)
        put("\n", match.start(), match.end())
        cursor = match.end()
    _put_nfc(source, cursor, len(source), put)
    return "".join(pieces), OffsetMap(_joined(runs) or ((0, 0, 0, 0),))


def _put_nfc(source: str, start: int, end: int, put: object) -> None:
    segment = source[start:end]
    if unicodedata.is_normalized("NFC", segment):
        put(segment, start, end)  # type: ignore[operator]
        return
    # Between two starters that never compose backwards nothing can interact, so each stretch is normalised alone.
    low = 0
    for index in range(1, len(segment) + 1):
        if index == len(segment) or _is_boundary(segment[index]):
            piece = segment[low:index]
            put(unicodedata.normalize("NFC", piece), start + low, start + index)  # type: ignore[operator]
            low = index


def _is_boundary(char: str) -> bool:
    return unicodedata.combining(char) == 0 and char not in _composing_seconds()


@cache
def _composing_seconds() -> frozenset[str]:
    """Characters of combining class 0 that can merge into the character before them (jamo among them)."""
    found = {chr(c) for c in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}
    for code in range(sys.maxunicode + 1):
        decomposition = unicodedata.decomposition(chr(code))
        if decomposition and not decomposition.startswith("<"):
            points = decomposition.split()
            if len(points) == 2 and unicodedata.combining(chr(int(points[1], 16))) == 0:
                found.add(chr(int(points[1], 16)))
    return frozenset(found)


def _joined(runs: list[tuple[int, int, int, int]]) -> tuple[tuple[int, int, int, int], ...]:
    """Join neighbouring one-to-one runs that continue each other."""
    out: list[tuple[int, int, int, int]] = []
    for run in runs:
        if out:
            last = out[-1]
            linear = last[1] - last[0] == last[3] - last[2] and run[1] - run[0] == run[3] - run[2]
            if linear and last[1] == run[0] and last[3] == run[2]:
                out[-1] = (last[0], run[1], last[2], run[3])
                continue
        out.append(run)
    return tuple(out)
