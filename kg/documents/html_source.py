"""The bytes of a page to its tree: the encoding that it states, no entities of its own, nothing fetched."""

from __future__ import annotations

import codecs
import re
from typing import Any

from kg.errors import EmptyDocumentError, RefusedDocumentError

_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})[\"']", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARATION = re.compile(r"<!ENTITY|<!DOCTYPE[^>\[]{0,400}\[", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:(\d{1,9})|[xX]([0-9a-fA-F]{1,8}))(?![0-9a-fA-F]);?")
_PROLOGUE = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")


def decode_page(data: bytes) -> str:
    """Return the text of a page's bytes.

    The encoding is that of the byte order mark, else the one that the page states, else UTF-8, else windows-1252
    (which reads any byte, as browsers do).
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    head = data[:4096]
    stated = _XML.match(head) or _CHARSET.search(head)
    if stated:
        name = _name(stated.group(1).decode("ascii"))
        if name:
            try:
                return data.decode(name)
            except UnicodeDecodeError:
                pass
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("windows-1252", "replace")


def _name(stated: str) -> str:
    """Return Python's name of a stated encoding, as browsers take it; empty where there is none."""
    given = stated.lower()
    if given in ("iso-8859-1", "latin1", "us-ascii", "ascii"):
        return "windows-1252"
    if given.startswith("utf-16"):
        return "utf-8"  # a page whose ASCII statement could be read is not UTF-16
    if given in ("gb2312", "gbk", "gb_2312-80"):
        return "gb18030"
    try:
        codec = codecs.lookup(given)
    except LookupError:
        return ""
    return codec.name if codec._is_text_encoding else ""


def _allowed(reference: re.Match[str]) -> str:
    """Return a character reference, or a blank where no XML tree may hold what it names."""
    code = int(reference.group(1)) if reference.group(1) else int(reference.group(2), 16)
    sound = code <= 0x10FFFF and (code in (9, 10, 13) or not _CONTROLS.match(chr(code)))
    return reference.group() if sound else " "


def parse(data: bytes) -> tuple[str, Any]:
    """Return a page's text and its tree.

    Raises
    ------
    RefusedDocumentError
        If it declares entities, which real pages do not need, or is nested beyond the parser's depth.
    EmptyDocumentError
        If it holds no element.
    """
    from lxml import etree
    from lxml import html as lxml_html

    source = _CONTROLS.sub(" ", _REFERENCE.sub(_allowed, decode_page(data)))
    if _DECLARATION.search(source[:65536]):
        raise RefusedDocumentError(
            "The page declares XML entities of its own (<!ENTITY).",
            hint="The limit is 0 declarations; save the page as plain HTML.",
        )
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, recover=True
    )
    body = _PROLOGUE.sub("", source, count=1).encode("utf-8", "replace")
    try:
        tree = lxml_html.document_fromstring(body, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        raise EmptyDocumentError("The page holds no element that can be read.", hint="Nothing was stored.") from None
    if any("depth" in entry.message for entry in parser.error_log):
        raise RefusedDocumentError(
            "The page's elements are nested too deep for the parser, which would lose what lies below.",
            hint="The limit is 255 levels; save the page as plain HTML.",
        )
    return source, tree
