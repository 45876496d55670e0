"""DOCX: paragraphs, lists and tables in the order of the body, as they read with all tracked changes accepted."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from kg.documents.archives import inflate, open_zip
from kg.documents.builder import Builder, clean
from kg.documents.furniture import is_furniture
from kg.documents.limits import Limits
from kg.documents.reading import Reading
from kg.errors import EmptyDocumentError, RefusedDocumentError, UnreadableDocumentError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LEFT_OUT = frozenset(
    (f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}instrText", f"{_W}delText", f"{_W}rPr", f"{_W}pPr")
)
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_HEADING = re.compile(r"(?i)(?:heading|title|subtitle)\b")


def read(data: bytes, *, limits: Limits) -> Reading:
    """Return the text of a Word document.

    Footnotes follow the text as furniture, which is kept and read by nobody; page headers and footers are left out.

    Parameters
    ----------
    data : bytes
        The file.
    limits : Limits
        As for a ZIP, since it is one.

    Raises
    ------
    RefusedDocumentError
        If a limit is broken, a part declares XML entities, or the document holds macros.
    UnreadableDocumentError
        If it is no Word document that can be opened.
    EmptyDocumentError
        If it holds no text.
    """
    _check(data, limits)
    import docx
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
    except (OpcError, LookupError, ValueError, AttributeError, TypeError, SyntaxError) as error:
        raise UnreadableDocumentError(
            f"It is no Word document that can be opened ({type(error).__name__}).", hint="Save it again as DOCX."
        ) from None
    builder = Builder()
    styles = _styles(document)
    for paragraph, in_cell in _paragraphs(body):
        text = clean(_text(paragraph))
        if text:
            builder.add("furniture" if is_furniture(text) else _kind(paragraph, styles, in_cell), text)
    if not builder.length:
        raise EmptyDocumentError("The document holds no text.", hint="Nothing was stored.")
    for note in _notes(document):
        builder.add("furniture", note)
    return Reading(text=builder.text, blocks=builder.blocks, metadata=_metadata(document))


def _check(data: bytes, limits: Limits) -> None:
    """Refuse what python-docx must not see: bombs, macros, declarations of entities, encrypted parts."""
    with open_zip(data, limits) as archive:
        left = limits.unpacked_bytes
        for info in archive.infolist():
            if info.flag_bits & 0x1:
                raise RefusedDocumentError("The document is encrypted.", hint="Save a copy without a password.")
            if info.compress_type not in (0, 8):
                raise RefusedDocumentError(
                    f"A part is packed by method {info.compress_type}.", hint="Read are: stored, deflated."
                )
            if info.filename.lower().endswith("vbaproject.bin"):
                raise RefusedDocumentError(
                    "The document holds macros.", hint="The limit is 0 macros; save it as DOCX without them."
                )
            content = inflate(archive, info, limits, left=left)
            left -= len(content)
            if info.filename.lower().endswith((".xml", ".rels")):
                plain = (
                    content.replace(b"\x00", b"")
                    if content[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
                    else content
                )
                if _DECLARATION.search(plain):
                    raise RefusedDocumentError(
                        f"The part {info.filename[:100]!r} declares a document type or XML entities.",
                        hint="The limit is 0 declarations; no word processor writes one.",
                    )


def _paragraphs(body: Any) -> Iterator[tuple[Any, bool]]:
    """Yield every paragraph in order with whether it stands in a table's cell; text boxes after their paragraph."""
    for paragraph in body.iter(f"{_W}p"):
        tags = {a.tag for a in paragraph.iterancestors()}
        if not tags & _LEFT_OUT:
            yield paragraph, f"{_W}tc" in tags


def _text(paragraph: Any) -> str:
    pieces: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        tag = element.tag
        if tag == f"{_W}t":
            pieces.append(element.text or "")
        elif tag == f"{_W}tab":
            pieces.append("\t")
        elif tag in (f"{_W}br", f"{_W}cr"):
            pieces.append(" ")
        elif tag == f"{_W}noBreakHyphen":
            pieces.append("-")
        elif tag in _LEFT_OUT or tag in (f"{_W}p", f"{_W}txbxContent") or (tag == f"{_W}r" and _is_hidden(element)):
            continue
        else:
            stack.extend(reversed(element))
    return "".join(pieces)


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val", "true") not in ("0", "false")


def _styles(document: Any) -> dict[str, str]:
    try:
        return {style.style_id: style.name or "" for style in document.styles}
    except (KeyError, AttributeError, ValueError):
        return {}


def _kind(paragraph: Any, styles: dict[str, str], in_cell: bool) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = styles.get(style.get(f"{_W}val"), style.get(f"{_W}val") or "") if style is not None else ""
    if _HEADING.match(name):
        return "heading"
    if in_cell or name.startswith("List") or paragraph.find(f"{_W}pPr/{_W}numPr") is not None:
        return "item"
    return "furniture" if name.lower() == "caption" else "paragraph"


def _notes(document: Any) -> Iterator[str]:
    from lxml import etree

    for relation in document.part.rels.values():
        if relation.is_external or not relation.reltype.endswith(("/footnotes", "/endnotes")):
            continue
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            root = etree.fromstring(relation.target_part.blob, parser)
        except etree.XMLSyntaxError:
            continue
        for note in root:
            if note.get(f"{_W}type") in (None, "normal"):
                yield " ".join(_text(p) for p in note.iter(f"{_W}p"))


def _metadata(document: Any) -> dict[str, str]:
    """Return the title; a file's own dates say when it was made or saved, not when it was published."""
    try:
        properties = document.core_properties
        title, language = clean(properties.title or "")[:500], (properties.language or "").strip()
    except (KeyError, AttributeError, ValueError):
        return {}
    found = {"title": title} if title and title.lower() not in ("word document", "untitled") else {}
    return {**found, **({"lang": language} if re.fullmatch(r"[a-zA-Z]{2,3}(?:-[A-Za-z0-9]{2,8})*", language) else {})}
