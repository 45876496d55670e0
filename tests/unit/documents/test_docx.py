"""DOCX: body order, lists, tables, notes, tracked changes; what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from kg.documents import Document, read_bytes
from kg.errors import EmptyDocumentError, RefusedDocumentError, UnreadableDocumentError
from tests.unit.documents import made

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def blocks(document: Document, *kinds: str) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if not kinds or b.kind in kinds]


def build(document: Any) -> None:
    document.core_properties.title = "Minutes of the talks"
    document.add_heading("Minutes of the talks", level=1)
    document.add_paragraph("The delegations of Samoa and Australia met in Apia.")
    document.add_paragraph("A patrol boat was handed over.", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip((c for row in table.rows for c in row.cells), ("Item", "Number", "Radio", "12"), strict=True):
        cell.text = text
    document.add_paragraph("The talks closed at noon.")


def body_of(document: bytes, xml: str) -> bytes:
    return made.with_parts(
        document, {"word/document.xml": lambda old: old.replace(b"<w:body>", f"<w:body>{xml}".encode(), 1)}
    )


def test_paragraphs_lists_and_tables_stand_in_the_order_of_the_body() -> None:
    document = read_bytes(made.docx(build), name="a.docx")

    assert blocks(document) == [
        "Minutes of the talks", "The delegations of Samoa and Australia met in Apia.", "A patrol boat was handed over.",
        "Item", "Number", "Radio", "12", "The talks closed at noon.",
    ]  # fmt: skip
    assert [b.kind for b in document.blocks] == ["heading", "paragraph", *["item"] * 5, "paragraph"]
    assert (document.title, document.published) == ("Minutes of the talks", None)


def test_what_was_inserted_counts_and_what_was_deleted_or_hidden_does_not() -> None:
    xml = (
        f'<w:p {W}><w:r><w:t xml:space="preserve">The pact </w:t></w:r>'
        '<w:ins w:id="1" w:author="a"><w:r><w:t xml:space="preserve">was signed </w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="a"><w:r><w:delText>was refused </w:delText></w:r></w:del>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>in secret </w:t></w:r>"
        "<w:r><w:t>in Apia.</w:t></w:r></w:p>"
        f'<w:p {W}><w:moveFrom w:id="3"><w:r><w:t>Moved away.</w:t></w:r></w:moveFrom></w:p>'
        f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>A field was filled in.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    document = read_bytes(body_of(made.docx(build), xml), name="a.docx")

    assert blocks(document)[:2] == ["The pact was signed in Apia.", "A field was filled in."]
    assert "Moved away" not in document.text


def test_footnotes_follow_the_text_as_furniture() -> None:
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>See the yearbook.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    data = made.with_parts(
        made.docx(build),
        {
            "word/_rels/document.xml.rels": lambda old: old.replace(
                b"</Relationships>",
                f'<Relationship Id="rN" Type="{kind}" Target="footnotes.xml"/></Relationships>'.encode(),
            ),
            "[Content_Types].xml": lambda old: old.replace(
                b"</Types>",
                b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument'
                b'.wordprocessingml.footnotes+xml"/></Types>',
            ),
            "word/footnotes.xml": notes.encode(),
        },
    )
    document = read_bytes(data, name="a.docx")

    assert blocks(document, "furniture") == ["See the yearbook."]
    assert document.text.endswith("See the yearbook.")


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><w>&c;</w>'
)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"word/document.xml": BOMB}, "document type or XML entities.*limit is 0"),
        ({"word/styles.xml": BOMB.decode().encode("utf-16")}, "document type or XML entities"),
        ({"docProps/core.xml": b'<!DOCTYPE x SYSTEM "http://example.org/x.dtd"><x/>'}, "document type"),
        ({"word/vbaProject.bin": b"macro"}, "holds macros"),
        ({"word/media/a.txt": bytes(5 << 20)}, "ratio is 200"),
    ],
)
def test_entities_macros_and_bombs_are_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(RefusedDocumentError, match=words):
        read_bytes(made.with_parts(made.docx(build), changes), name="a.docx")


@pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml", "_rels/.rels", "docProps/core.xml"])
@pytest.mark.parametrize("content", [b"", b"<x", b"<x/>", b"\xff\xfe\x00"])
def test_a_broken_part_is_told_and_breaks_nothing(part: str, content: bytes) -> None:
    data = made.with_parts(made.docx(build), {part: content})
    try:
        document = read_bytes(data, name="a.docx")
    except (UnreadableDocumentError, EmptyDocumentError):
        return

    assert part == "docProps/core.xml"
    assert document.text.startswith("Minutes of the talks")
