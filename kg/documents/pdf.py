"""PDF: the text of the pages in reading order, each offset with its page; nothing in the file is run."""

from __future__ import annotations

import re
from typing import Any

from kg.documents import pdf_active
from kg.documents.builder import Builder, clean
from kg.documents.limits import Limits
from kg.documents.pdf_chars import page_chars
from kg.documents.pdf_layout import lines_of
from kg.documents.pdf_text import PageLines, put_out
from kg.documents.reading import Reading
from kg.errors import EmptyDocumentError, RefusedDocumentError, UnreadableDocumentError

_NO_TITLE = re.compile(
    r"(?i)microsoft\s|untitled|\(anonymous\)|powerpoint|.*\.(?:docx?|pdf|indd|qxd|pptx?|xlsx?|rtf|tex|dvi|html?)\b"
    r"|(?:document|slide|print|layout|page)\s*\d*$"
)


def read(data: bytes, *, limits: Limits) -> Reading:
    """Return the text of a PDF.

    The day on which the file was made is no day of publication and is not read.

    Parameters
    ----------
    data : bytes
        The file.
    limits : Limits
        ``pages`` and ``unpacked_bytes`` are looked at here.

    Raises
    ------
    RefusedDocumentError
        If it needs a password, holds JavaScript or a launch action, has too many pages, or none of its pages holds
        text (a scan).
    UnreadableDocumentError
        If it is no PDF that can be opened.
    EmptyDocumentError
        If its pages are blank.
    """
    import pypdfium2

    warnings = list(pdf_active.check(data, limits))
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == 4 or "password" in str(error).lower():
            raise RefusedDocumentError(
                "The PDF is encrypted and asks for a password.",
                hint="The limit is 0 passwords; save a copy without one and give that.",
            ) from None
        raise UnreadableDocumentError(
            f"The bytes begin like a PDF and cannot be opened as one ({error}).", hint="Fetch the file again."
        ) from None
    try:
        return _read(document, warnings, limits)
    finally:
        document.close()


def _read(document: Any, warnings: list[str], limits: Limits) -> Reading:
    import pypdfium2

    count = len(document)
    if count > limits.pages:
        raise limits.exceeded("pages", f"The PDF has {count} pages.")
    pages: list[PageLines] = []
    scanned = broken = characters = 0
    for number in range(count):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            broken += 1
            continue
        try:
            chars = page_chars(page)
            lines, turned = lines_of(chars, number + 1)
            characters += sum(len(line.text) for line in lines)
            if characters > limits.text_characters:
                raise limits.exceeded("text_characters", f"Its first {number + 1} pages have {characters} characters.")
            if not lines and not turned:
                scanned += next(page.get_objects(max_depth=1), None) is not None
            pages.append(PageLines(lines, turned, chars.height))
        finally:
            page.close()
    if broken == count and count:
        raise UnreadableDocumentError(f"None of the PDF's {count} pages can be opened.", hint="Fetch the file again.")
    said = f"{scanned} of {count} pages hold no text; run OCR first"
    builder = Builder()
    put_out(pages, builder)
    if not builder.length:
        if scanned:
            raise RefusedDocumentError(f"It is a scan: {said}.", hint="Nothing was stored.")
        raise EmptyDocumentError(f"The PDF's {count} pages are blank.", hint="Nothing was stored.")
    if scanned:
        warnings.append(said)
    if broken:
        warnings.append(f"{broken} of {count} pages cannot be opened")
    return Reading(
        text=builder.text, blocks=builder.blocks, pages=builder.pages, warnings=tuple(warnings),
        metadata=_metadata(document),
    )  # fmt: skip


def _metadata(document: Any) -> dict[str, str]:
    import pypdfium2

    try:
        title = clean(document.get_metadata_dict().get("Title", ""))[:500]
    except (pypdfium2.PdfiumError, UnicodeDecodeError):
        title = ""
    found = {} if len(title) < 6 or _NO_TITLE.match(title) else {"title": title}
    lang = _language(document)
    return {**found, **({"lang": lang} if lang else {})}


def _language(document: Any) -> str:
    """Return the language that the catalogue states."""
    import ctypes

    import pypdfium2.raw as raw

    size = raw.FPDFCatalog_GetLanguage(document.raw, None, 0)
    if not 2 < size < 100:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFCatalog_GetLanguage(document.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    value = buffer.raw.decode("utf-16-le", "replace").rstrip("\x00")
    return value if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", value) else ""
