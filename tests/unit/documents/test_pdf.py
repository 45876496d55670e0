"""PDF: reading order, joined words, furniture, pages; what is refused."""

from __future__ import annotations

import pytest

from kg.documents import Document, read_bytes
from kg.errors import EmptyDocumentError, RefusedDocumentError, UnreadableDocumentError
from tests.unit.documents import made


def blocks(document: Document, *kinds: str) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if not kinds or b.kind in kinds]


@pytest.mark.parametrize("interleaved", [False, True])
def test_two_columns_are_read_one_after_the_other_in_whatever_order_they_were_written(interleaved: bool) -> None:
    document = read_bytes(made.two_columns(interleaved=interleaved), name="a.pdf")

    assert blocks(document, "heading") == ["A dialogue on the sea between the two capitals"]
    assert blocks(document, "paragraph") == [*made.LEFT, *made.RIGHT]


def test_a_word_broken_at_a_line_end_is_joined_and_a_hyphened_one_keeps_its_hyphen() -> None:
    (text,) = blocks(read_bytes(made.hyphenated(), name="a.pdf"))

    for phrase in (
        "defence cooperation covers",
        "a self-imposed limit",
        "The Indo-Pacific is",
        "counter-piracy",
        "2023-2024",
    ):
        assert phrase in text


def test_running_heads_page_numbers_and_notes_are_furniture_and_paragraphs_run_over_the_page() -> None:
    document = read_bytes(made.running_heads(), name="a.pdf")
    furniture = blocks(document, "furniture")
    text = blocks(document, "paragraph")

    assert furniture.count("Bulletin of Island Affairs") == 3
    assert [f for f in furniture if f.startswith("Page ")] == ["Page 1 of 3", "Page 2 of 3", "Page 3 of 3"]
    assert sum("yearly report" in f for f in furniture) == 3
    assert not any("Bulletin" in t or "yearly report" in t for t in text)
    assert any("as the rules of the service ask, and the work went on in the next season. In part 2" in t for t in text)


def test_every_offset_knows_its_page_also_within_a_paragraph_that_runs_over_one() -> None:
    document = read_bytes(made.running_heads(), name="a.pdf")

    for number in (1, 2, 3):
        assert document.locator(document.text.index(f"In part {number} the ships")) == f"page {number}"
        assert document.locator(document.text.index(f"Page {number} of")) == f"page {number}"
        assert document.locator(document.text.index(f"The crew of ship {number}")) == f"page {number}"


def test_a_table_is_put_out_row_by_row() -> None:
    document = read_bytes(made.table(), name="a.pdf")

    assert blocks(document, "item") == [
        "Partner\tItem\tNumber",
        "Fiji\tPatrol boat\t2",
        "Tonga\tRadar\t1",
        "Palau\tTruck\t6",
    ]
    assert len(blocks(document, "paragraph")) == 2


def test_the_mark_of_a_note_does_not_change_a_year_and_a_power_stays_one() -> None:
    (text,) = blocks(read_bytes(made.raised_marks(), name="a.pdf"))

    assert text == "The treaty was signed in 2024 and covers 300 km² of sea."


def test_cjk_text_is_kept_whole() -> None:
    assert blocks(read_bytes(made.cjk(), name="a.pdf"))[1] == "大臣は金曜日に那覇で知事と書簡を交わした。"


@pytest.mark.parametrize("name", ["عبد الله شاهد", "محمد معزو", "އަޙްމަދު"])
def test_a_name_that_is_written_from_right_to_left_is_read_in_its_own_order(name: str) -> None:
    assert name in read_bytes(made.right_to_left(name), name="a.pdf").text


def test_the_day_on_which_the_file_was_made_is_no_day_of_publication() -> None:
    data = made.pdf(lambda canvas, _: (canvas.setTitle("The yearly report"), canvas.drawString(60, 700, "The text.")))
    document = read_bytes(data, name="a.pdf")

    assert b"/CreationDate" in data
    assert (document.published, document.title) == (None, "The yearly report")


def test_a_scan_says_how_many_of_its_pages_hold_no_text() -> None:
    with pytest.raises(RefusedDocumentError, match=r"3 of 3 pages hold no text; run OCR first"):
        read_bytes(made.scan(), name="a.pdf")
    assert read_bytes(made.scan(with_text=1), name="a.pdf").warnings == ("2 of 3 pages hold no text; run OCR first",)


def test_blank_pages_are_no_scan() -> None:
    with pytest.raises(EmptyDocumentError, match="blank"):
        read_bytes(made.pdf(lambda canvas, _: canvas.showPage()), name="a.pdf")


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        (b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>", "JavaScript"),
        (b"/OpenAction << /S /J#61vaScript /J#53 (x) >>", "JavaScript"),
        (b"/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (x) >>] >> >>", "JavaScript"),
        (b"/OpenAction << /S /Launch /F (calc.exe) >>", "starts a program"),
    ],
)
def test_a_pdf_that_acts_is_refused(extra: bytes, words: str) -> None:
    with pytest.raises(RefusedDocumentError, match=words):
        read_bytes(made.raw_pdf(b"BT /F1 12 Tf 60 700 Td (Text.) Tj ET", extra=extra), name="a.pdf")


def test_a_script_is_found_in_a_packed_object_stream_too() -> None:
    import zlib

    packed = zlib.compress(b"7 0 8 30 << /S /JavaScript /JS (x) >> << /Type /X >>")
    data = made.raw_pdf(b"BT ET") + b"9 0 obj << /Type /ObjStm /Filter /FlateDecode /Length %d >>\nstream\n" % len(
        packed
    )
    with pytest.raises(RefusedDocumentError, match="JavaScript"):
        read_bytes(data + packed + b"\nendstream endobj\n", name="a.pdf")


def test_the_letters_js_in_a_text_are_no_script() -> None:
    document = read_bytes(made.raw_pdf(b"BT /F1 12 Tf 60 700 Td (The file is /JS here.) Tj ET"), name="a.pdf")

    assert document.text == "The file is /JS here."


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b"%PDF-1.7 and nothing else", UnreadableDocumentError, "cannot be opened as one"),
        (made.raw_pdf(b"BT ET", length=2**31), RefusedDocumentError, "2147483648 bytes.*unpacked_bytes is 134217728"),
    ],
)
def test_a_broken_or_lying_pdf_is_told(data: bytes, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        read_bytes(data, name="a.pdf")


def test_a_password_is_asked_for_by_name_and_a_file_that_opens_without_one_is_read() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    def draw(canvas: object, _: object) -> None:
        canvas.drawString(60, 700, "The text is short.")  # type: ignore[attr-defined]

    with pytest.raises(RefusedDocumentError, match="encrypted and asks for a password"):
        read_bytes(made.pdf(draw, encrypt="secret"), name="a.pdf")
    open_ = made.pdf(draw, encrypt=StandardEncryption("", ownerPassword="owner", canPrint=0))
    assert read_bytes(open_, name="a.pdf").text == "The text is short."
