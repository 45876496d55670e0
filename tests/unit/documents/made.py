"""Documents of the hard kinds, made by the tests themselves; every sentence in them is their own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from email.message import EmailMessage
from typing import Any

LEFT = (
    "The two ministers met in Suva on Monday and agreed to hold a yearly dialogue on maritime security.",
    (
        "They also agreed that their coast guards would train together, and that a working group would prepare the "
        "first exercise before the end of the dry season."
    ),
    "A second text, on the exchange of classified information, was initialled by the permanent secretaries.",
)
RIGHT = (
    "The opposition asked for the text to be published before the house votes on it.",
    (
        "The foreign minister said that the annexes would follow once both cabinets had approved them, and that "
        "nothing in them concerned the basing of forces."
    ),
    "The vote is expected in the last week of the session.",
)


def pdf(draw: Callable[[Any, Any], None], *, encrypt: Any = None) -> bytes:
    """Return a PDF that a function draws with reportlab's canvas; A4, points."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, encrypt=encrypt, pageCompression=0)
    draw(canvas, A4)
    canvas.save()
    return out.getvalue()


def wrapped(text: str, width: float, size: float = 10, font: str = "Helvetica") -> list[str]:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and stringWidth(longer, font, size) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def column(
    canvas: Any, paragraphs: Iterable[str], x: float, y: float, width: float, *, size: float = 10, step: float = 12
) -> float:
    canvas.setFont("Helvetica", size)
    for paragraph in paragraphs:
        for line in wrapped(paragraph, width, size):
            canvas.drawString(x, y, line)
            y -= step
        y -= step * 0.8
    return y


def two_columns(*, interleaved: bool = False) -> bytes:
    """Return a page with a title across two columns; `interleaved` writes the columns' lines in turns."""

    def draw(canvas: Any, size: Any) -> None:
        height = size[1]
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(60, height - 70, "A dialogue on the sea between the two capitals")
        if not interleaved:
            column(canvas, LEFT, 60, height - 110, 220)
            column(canvas, RIGHT, 310, height - 110, 220)
            return
        canvas.setFont("Helvetica", 10)
        rows = [[line for p in side for line in [*wrapped(p, 220), ""]] for side in (LEFT, RIGHT)]
        for i in range(max(map(len, rows))):
            for x, side in zip((60, 310), rows, strict=True):
                if i < len(side):
                    canvas.drawString(x, height - 110 - 12 * i, side[i])

    return pdf(draw)


def running_heads(pages: int = 3) -> bytes:
    """Return a report with a running head, page numbers, a paragraph over each page's end and a note at its foot."""

    def draw(canvas: Any, size: Any) -> None:
        width, height = size
        for number in range(1, pages + 1):
            canvas.setFont("Helvetica", 8)
            canvas.drawString(60, height - 30, "Bulletin of Island Affairs")
            canvas.drawCentredString(width / 2, 25, f"Page {number} of {pages}")
            start = "and the work went on in the next season." if number > 1 else "The survey began in the north."
            y = column(canvas, [f"{start} In part {number} the ships measured the reef.", *LEFT], 60, height - 80, 470)
            canvas.setFont("Helvetica", 10)
            canvas.drawString(60, y, f"The crew of ship {number} was changed in port")
            canvas.drawString(60, y - 12, "after forty days at sea, as the rules of the service ask,")
            canvas.setFont("Helvetica", 7)
            canvas.drawString(60, 60, f"{number} Ministry of Works, yearly report, p. {number}0.")
            canvas.showPage()

    return pdf(draw)


def hyphenated() -> bytes:
    def draw(canvas: Any, size: Any) -> None:
        canvas.setFont("Helvetica", 11)
        lines = (
            "The agreement on defence coopera-",
            "tion covers training, and a self-",
            "imposed limit on the number of ships. The Indo-",
            "Pacific is named twice, and the coun-",
            "ter-piracy patrols of 2023-",
            "2024 are named once. The of\ufb01ce was informed.",
        )
        for i, line in enumerate(lines):
            canvas.drawString(60, 700 - 14 * i, line.replace("\ufb01", "fi"))

    return pdf(draw)


def table() -> bytes:
    def draw(canvas: Any, size: Any) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(60, 720, "The deliveries of the year are listed below, as the ministry gave them.")
        rows = (
            ("Partner", "Item", "Number"),
            ("Fiji", "Patrol boat", "2"),
            ("Tonga", "Radar", "1"),
            ("Palau", "Truck", "6"),
        )
        for i, row in enumerate(rows):
            for x, cell in zip((60, 240, 420), row, strict=True):
                canvas.drawString(x, 690 - 16 * i, cell)
        canvas.drawString(60, 600, "No other deliveries were made in the period of the report.")

    return pdf(draw)


def raised_marks() -> bytes:
    def draw(canvas: Any, size: Any) -> None:
        text = canvas.beginText(60, 700)
        text.setFont("Helvetica", 11)
        for piece in ("The treaty was signed in 2024", "1", " and covers 300 km", "2", " of sea."):
            raised = piece.isdigit()
            text.setRise(4 if raised else 0)
            text.setFont("Helvetica", 6 if raised else 11)
            text.textOut(piece)
        canvas.drawText(text)

    return pdf(draw)


def cjk() -> bytes:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    def draw(canvas: Any, size: Any) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
        canvas.setFont("Helvetica", 11)
        canvas.drawString(60, 720, "The minister signed the exchange of notes with the governor in Naha on Friday.")
        canvas.setFont("HeiseiMin-W3", 11)
        canvas.drawString(60, 700, "大臣は金曜日に那覇で知事と書簡を交わした。")

    return pdf(draw)


def scan(pages: int = 3, *, with_text: int = 0) -> bytes:
    """Return pages that hold a picture each; the first of them also hold text."""

    def draw(canvas: Any, size: Any) -> None:
        for number in range(pages):
            canvas.rect(60, 60, 400, 600, fill=1)
            if number < with_text:
                canvas.setFillGray(0)
                canvas.drawString(60, 700, "The cover letter was typed and sent by the permanent secretary on Tuesday.")
            canvas.showPage()

    return pdf(draw)


def raw_pdf(
    content: bytes, *, to_unicode: dict[int, str] | None = None, extra: bytes = b"", length: int | None = None
) -> bytes:
    """Return a PDF of one page, written by hand: `to_unicode` says what the bytes of its font mean."""
    chars = "".join(f"<{k:02x}> <{v.encode('utf-16-be').hex()}>\n" for k, v in (to_unicode or {}).items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(to_unicode or {})} beginbfchar\n{chars}endbfchar endcmap end end"
    ).encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + extra + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n" % (len(content) if length is None else length) + content + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica" + (b" /ToUnicode 6 0 R" if to_unicode else b"") + b" >>",
        b"<< /Length %d >>\nstream\n" % len(cmap) + cmap + b"\nendstream",
    ]
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def right_to_left(name: str) -> bytes:
    """Return a page that shows an English line and a name in a right-to-left script, drawn from left to right."""
    letters = {0x80 + i: c for i, c in enumerate(dict.fromkeys(name.replace(" ", "")))}
    codes = {v: k for k, v in letters.items()}
    shown = "".join(f"{codes[c]:02x}" if c != " " else "20" for c in reversed(name))
    mapping = {**{i: chr(i) for i in range(32, 127)}, **letters}
    content = (
        b"BT /F1 12 Tf 60 720 Td (The envoy wrote his own name under the minutes of the meeting.) Tj ET\n"
        + f"BT /F1 12 Tf 300 690 Td <{shown}> Tj ET".encode()
    )
    return raw_pdf(content, to_unicode=mapping)


def docx(build: Callable[[Any], None]) -> bytes:
    import docx as library

    document = library.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_parts(data: bytes, changes: dict[str, Callable[[bytes], bytes] | bytes]) -> bytes:
    """Return a ZIP file with members replaced, changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            change = changes.get(info.filename)
            content = source.read(info)
            target.writestr(
                info.filename, content if change is None else change(content) if callable(change) else change
            )
        for name, change in changes.items():
            if name not in source.namelist() and isinstance(change, bytes):
                target.writestr(name, change)
    return out.getvalue()


def zipped(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, compress_type=method)
    return out.getvalue()


def zeros(size: int) -> bytes:
    """Return a ZIP of one member of so many zero bytes, made without holding them."""
    out = io.BytesIO()
    block = bytes(1 << 20)
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("zeros.txt", "w", force_zip64=True) as member,
    ):
        for _ in range(size >> 20):
            member.write(block)
    return out.getvalue()


def lying(data: bytes, name: str, size: int) -> bytes:
    """Return a ZIP whose headers declare another size for a member than it has."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo(name)
    old, new = info.file_size.to_bytes(4, "little"), size.to_bytes(4, "little")
    changed = bytearray(data)
    at = info.header_offset + 22
    assert changed[at : at + 4] == old
    changed[at : at + 4] = new
    central = data.rfind(b"PK\x01\x02" + data[data.find(b"PK\x01\x02") + 4 :][:2])
    at = data.index(b"PK\x01\x02") + 24
    assert central >= 0
    assert changed[at : at + 4] == old
    changed[at : at + 4] = new
    return bytes(changed)


def mail(
    text: str = "",
    *,
    html: str = "",
    attachments: Iterable[tuple[str, str, bytes]] = (),
    headers: dict[str, str] | None = None,
) -> bytes:
    message = EmailMessage()
    for name, value in {
        "From": "Press Office <press@example.org>",
        "To": "list@example.org",
        "Subject": "Ministers meet in Suva",
        "Date": "Mon, 06 May 2024 23:30:00 +1200",
        **(headers or {}),
    }.items():
        message[name] = value
    message.set_content(text or "See below.\n")
    if html:
        message.add_alternative(html, subtype="html")
    for name, kind, content in attachments:
        main, sub = kind.split("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()
