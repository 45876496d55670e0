"""What must hold for any bytes whatever: a typed answer, sound offsets, the same answer again."""

from __future__ import annotations

from pathlib import Path

from kg.documents import Document, read_parts
from kg.documents.language import unread_reason
from kg.documents.normalise import normalise
from kg.errors import KGError

BROKEN = ("signal SIG", "exit code", "takes too long", "processor time", "more memory", "reader cannot read it")
"""What a refusal says where the worker broke or ran into a limit of the system: a finding, for inputs this small."""


def outcome(data: bytes, suffix: str, *, folder: Path) -> tuple[str, list[tuple[str, Document | None, str]]]:
    """Read bytes as a file of a suffix; return how it ended and what was read.

    Raises
    ------
    AssertionError
        If something that must hold does not.
    Exception
        Whatever is not a KGError: a finding.
    """
    path = folder / f"input{suffix}"
    path.write_bytes(data)
    found: list[tuple[str, Document | None, str]] = []
    how = "read"
    said = ""
    try:
        for part in read_parts(path):
            found.append((part.path, part.document, f"{part.status}: {part.reason}"))
    except KGError as error:
        how, said = type(error).__name__, error.message
        assert said
    for message in (said, *(reason for *_, reason in found)):
        assert not any(words in message for words in BROKEN), message
    for _, document, _ in found:
        if document is not None:
            check_document(document)
    return how, found


def check_document(document: Document) -> None:
    text, length = document.text, len(document.text)
    edges = [edge for b in document.blocks for edge in (b.start, b.end)]
    assert edges == sorted(edges)
    assert all(0 <= b.start <= b.end <= length for b in document.blocks)
    assert all(b.end > b.start for b in document.blocks), "an empty block"
    for sentence in document.sentences:
        block = document.blocks[sentence.block]
        assert block.start <= sentence.start < sentence.end <= block.end
        assert block.kind != "furniture"
        said = text[sentence.start : sentence.end]
        assert said == said.strip()
        start, end = document.offsets.to_source(sentence.start, sentence.end)
        assert 0 <= start <= end
    text.encode("utf-8")
    assert "\x00" not in text
    assert "\r" not in text
    if document.media_type != "text/markdown":
        assert normalise(text)[0] == text, "not normal"
    for start, page in document.pages:
        assert 0 <= start <= length
        assert page >= 1
    unread_reason(document)
