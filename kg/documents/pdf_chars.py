"""A PDF page's characters to fragments: runs on one base line without a gap, in the file's own order."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

GAP = 0.9
"""In ems: a wider gap ends a fragment (a word space is about 0.3, a column's gutter 1 and more)."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MARKERS = frozenset("0123456789*†‡§,¹²³")


@dataclass(slots=True)
class Fragment:
    """A run of characters; coordinates in points, y upward, as the page is shown."""

    x0: float
    x1: float
    y: float
    size: float
    pieces: list[str] = field(default_factory=list)
    turned: bool = False
    bold: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class PageChars:
    """The fragments of one page, and its measures in points."""

    fragments: list[Fragment]
    width: float
    height: float


def page_chars(page: Any) -> PageChars:
    """Return a page's fragments.

    Parameters
    ----------
    page : pypdfium2.PdfPage
        Left open.
    """
    import pypdfium2.raw as raw

    left, bottom, right, top = page.get_mediabox()
    width, height = right - left, top - bottom
    rotation = page.get_rotation() % 360
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        handle = textpage.raw
        fragments: list[Fragment] = []
        current: Fragment | None = None
        x, y = ctypes.c_double(), ctypes.c_double()
        x0, x1, y0, y1 = (ctypes.c_double() for _ in range(4))
        unicode_at, generated = raw.FPDFText_GetUnicode, raw.FPDFText_IsGenerated
        for i in range(count):
            code = unicode_at(handle, i)
            if code in (0x0A, 0x0D):
                continue
            if code == 0 or (0xD800 <= code <= 0xDFFF):
                continue
            if generated(handle, i) == 1:
                if current is not None and code == 0x20:
                    current.pieces.append(" ")
                elif current is not None and code in (0x2D, 0xFFFE, 0x02):
                    current.pieces.append("-")
                continue
            char = "-" if code in (0xFFFE, 0x02) else chr(code)
            if char.isspace():
                if current is not None:
                    current.pieces.append(" ")
                continue
            raw.FPDFText_GetCharOrigin(handle, i, x, y)
            raw.FPDFText_GetCharBox(handle, i, x0, x1, y0, y1)
            size = raw.FPDFText_GetFontSize(handle, i)
            box = _shown((x.value - left, y.value - bottom, x0.value - left, x1.value - left, y0.value - bottom,
                          y1.value - bottom), width, height, rotation)  # fmt: skip
            size = _effective(size, box)
            if current is not None and _goes_on(current, char, box, size):
                if box[2] > current.x1 or box[1] < current.x0:
                    current.x0, current.x1 = min(current.x0, box[1]), max(current.x1, box[2])
                current.pieces.append(char)
                continue
            if current is not None and _is_marker(current, char, box, size):
                current.x1 = max(current.x1, box[2])
                if _is_power(current):
                    current.pieces.append(char.translate(_RAISED))
                continue
            angle = (raw.FPDFText_GetCharAngle(handle, i) + math.radians(rotation)) % (2 * math.pi)
            turned = 0.2 < angle < 2 * math.pi - 0.2 and rotation == 0
            if turned and current is not None and current.turned:
                current.pieces.append(char)
                continue
            bold = raw.FPDFText_GetFontWeight(handle, i) >= 600
            current = Fragment(box[1], box[2], box[0], size, [char], turned=turned, bold=bold)
            fragments.append(current)
    finally:
        textpage.close()
    for fragment in fragments:
        fragment.text = "".join(fragment.pieces).strip()
    shown = (height, width) if rotation in (90, 270) else (width, height)
    return PageChars([f for f in fragments if f.text], *shown)


def _effective(size: float, box: tuple[float, float, float, float]) -> float:
    """Return the size on the page: a font size of 1 with a scaled matrix is common, so the glyph's height decides."""
    height = box[3]
    if size <= 1.5 or size > 8 * max(height, 1.0):
        return max(height * 1.4, 1.0)
    return size


def _shown(
    c: tuple[float, float, float, float, float, float], width: float, height: float, rotation: int
) -> tuple[float, float, float, float]:
    """Return (base line, left, right, height of the glyph) as the page is shown."""
    x, y, x0, x1, y0, y1 = c
    if rotation == 90:
        return width - x, y0, y1, x1 - x0
    if rotation == 180:
        return height - y, width - x1, width - x0, y1 - y0
    if rotation == 270:
        return x, height - y1, height - y0, x1 - x0
    return y, x0, x1, y1 - y0


def _goes_on(current: Fragment, char: str, box: tuple[float, float, float, float], size: float) -> bool:
    if current.turned:
        return False
    shift = abs(box[0] - current.y)
    small = size < 0.85 * current.size and shift < 0.6 * current.size and char.isalpha()  # "2nd" with a raised end
    if shift > 0.35 * min(size, current.size) + 0.3 and not small:
        return False
    if size < 0.78 * current.size and char in _MARKERS and abs(box[0] - current.y) > 0.12 * current.size:
        return False
    em = max(size, current.size)
    if unicodedata.bidirectional(char) in ("R", "AL", "AN", "NSM"):
        return box[1] - current.x1 <= GAP * em and current.x0 - box[2] <= GAP * em
    return -0.6 * em <= box[1] - current.x1 <= GAP * em or box[2] - box[1] <= 0.01


def _is_power(current: Fragment) -> bool:
    """Whether what is raised belongs to a unit or a number ("km²", "10⁶"); after a word or a year it marks a note."""
    tail = "".join(current.pieces[-12:])
    word = re.search(r"[\w⁰¹²³⁴⁵⁶⁷⁸⁹]*$", tail)
    before = word.group() if word else ""
    return 0 < len(before) <= 2 or (before.isdigit() and not re.fullmatch(r"(?:1[89]|20)\d\d", before))


def _is_marker(current: Fragment, char: str, box: tuple[float, float, float, float], size: float) -> bool:
    """Whether a character is the raised mark of a note right after a word: no part of the word or number."""
    raised = 0.12 * current.size < box[0] - current.y < 0.75 * current.size
    near = -0.3 * current.size <= box[1] - current.x1 <= 0.5 * current.size
    return raised and near and size < 0.85 * current.size and char in _MARKERS and not current.turned
