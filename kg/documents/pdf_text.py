"""A PDF's lines to blocks: paragraphs over line ends and pages, headings, items, furniture at the pages' edges."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from kg.documents.builder import Builder
from kg.documents.furniture import is_furniture
from kg.documents.pdf_layout import Line, mark_notes

_TERMINAL = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*\s*$")
_ITEM = re.compile(r"(?:[•▪●■◦‣\ue000-\uf8ff]\s*|[-–—*]\s+|\(?[0-9]{1,2}[.)]\s+|\([a-z]{1,3}\)\s+|[a-z]\)\s+)(?=\S)")
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|p\.?)?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*(?:(?:of|/|\|)\s*\d{1,4})?\W*$", re.IGNORECASE
)
_HYPHEN = re.compile(r"(\w+)[-\u2010]$")
_FIRST_WORD = re.compile(r"\w+")
_COMPOUNDS = frozenset(
    """self non counter co anti ex mid pre post multi inter cross vice well long short high low two three four five six
    seven eight nine ten one half all then so on off first second third land sea air decision policy cyber state
    government indo afro sino euro anglo""".split()
)
"""First parts that keep the hyphen at a line's end."""
EDGE = 0.12
"""Share of a page's height at its head and its foot where running lines stand."""
_NO_SPACE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")


@dataclass(slots=True)
class _Paragraph:
    kind: str
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of a page in reading order, with the page's height in points."""

    lines: list[Line]
    turned: list[Line]
    height: float


def put_out(pages: list[PageLines], builder: Builder) -> None:
    """Add the text of all pages to the builder; a page's furniture follows the paragraph that runs over its end."""
    body = _body_size(pages)
    _mark_edges(pages)
    for page in pages:
        mark_notes(page.lines, body, page.height)
    known = _words(pages)
    leading = _leading(pages, body)
    waiting: list[Line] = []
    open_: _Paragraph | None = None
    for page in pages:
        paragraphs = _paragraphs([line for line in page.lines if not line.kind], body, leading)
        for paragraph in paragraphs:
            if open_ is not None and _runs_on(open_, paragraph):
                open_.lines += paragraph.lines
                continue
            _flush(open_, builder, known)
            if paragraph.lines[0].page != (open_.lines[0].page if open_ else 0):
                waiting = _put_furniture(waiting, builder)
            open_ = paragraph
        waiting += [line for line in page.lines if line.kind] + page.turned
    _flush(open_, builder, known)
    _put_furniture(waiting, builder)


def _body_size(pages: list[PageLines]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sizes, key=lambda s: (sizes[s], s)) if sizes else 10.0


def _steps(lines: list[Line]) -> list[float]:
    """Return the distances between the base lines of running text."""
    pairs = pairwise(lines)
    return [a.y - b.y for a, b in pairs if a.cells == b.cells == 1 and a.place == b.place and a.y > b.y]


def _leading(pages: list[PageLines], body: float) -> float:
    """Return the document's commonest distance between lines of running text."""
    steps = Counter(
        round(step * 2) / 2 for page in pages for step in _steps(page.lines) if 0.8 * body < step < 2.5 * body
    )
    return max(steps, key=lambda step: (steps[step], -step)) if steps else 1.2 * body


def _words(pages: list[PageLines]) -> set[str]:
    """Return the words of the document, hyphened ones included, to judge a hyphen at a line's end by."""
    return {w for p in pages for line in p.lines for w in re.findall(r"\w+(?:-\w+)*", line.text.lower())}


def _mark_edges(pages: list[PageLines]) -> None:
    """Mark running heads, running feet and page numbers as furniture."""
    seen: Counter[tuple[str, str, int]] = Counter()
    keys: list[tuple[Line, tuple[str, str, int], list[tuple[str, str, int]]]] = []
    for page in pages:
        for line in _edge_lines(page):
            zone = "head" if line.y > page.height / 2 else "foot"
            text = re.sub(r"\d+", "#", line.text.casefold())
            place = round((page.height - line.y if zone == "head" else line.y) / 6)
            key = (zone, text, place)
            keys.append((line, key, [(zone, text, place + d) for d in (-1, 0, 1)]))
            seen[key] += 1
            if _PAGE_NUMBER.match(line.text):
                line.kind = "furniture"
    needed = max(2, round(0.1 * len(pages)))
    for line, _, near in keys:
        if sum(seen[k] for k in near) >= needed:
            line.kind = "furniture"


def _edge_lines(page: PageLines) -> list[Line]:
    """Return the lines at a page's head and foot that stand apart from its text by a gap or by their size."""
    down = sorted(page.lines, key=lambda line: -line.y)
    head = _apart([line for line in down[:5] if line.y > (1 - EDGE) * page.height], down)
    up = down[::-1]
    foot = _apart([line for line in up[:5] if line.y < EDGE * page.height], up)
    return [*head, *(line for line in foot if line not in head)]


def _apart(zone: list[Line], lines: list[Line]) -> list[Line]:
    following = lines[1 : len(zone) + 1]
    last = -1
    for i, line in enumerate(zone):
        after = following[i] if i < len(following) else None
        level = after is not None and abs(line.y - after.y) <= 0.4 * line.size
        if _is_lower(line.text):
            break  # a sentence that goes on from the page before
        if (
            after is None
            or (not level and abs(line.y - after.y) > 1.7 * line.size)
            or abs(line.size - after.size) > 0.6
        ):
            last = i
    return zone[: last + 1]


def _paragraphs(lines: list[Line], body: float, leading: float) -> list[_Paragraph]:
    out: list[_Paragraph] = []
    for _, column in groupby(lines, key=lambda line: line.place):
        out += _column(list(column), body, leading, joined=out)
    return out


def _column(lines: list[Line], body: float, usual: float, joined: list[_Paragraph]) -> list[_Paragraph]:
    steps = _steps(lines)
    leading = sorted(steps)[len(steps) // 4] if steps else usual
    if leading > 1.25 * usual and sum(abs(step - leading) < 1 for step in steps) < 0.6 * len(steps):
        leading = usual  # a column of short paragraphs has more gaps between them than steps within them
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    out: list[_Paragraph] = []
    for before, line in zip([None, *lines], lines, strict=False):
        if before is not None and not _begins(before, line, leading, left, right):
            out[-1].lines.append(line)
            continue
        fresh = _Paragraph("paragraph", [line])
        if before is None and joined and _runs_on(joined[-1], fresh):
            out.append(joined.pop())  # a paragraph that goes on in the next column
            out[-1].lines.append(line)
        else:
            out.append(fresh)
    for paragraph in out:
        paragraph.kind = _kind(paragraph, body)
    return out


def _begins(before: Line, line: Line, leading: float, left: float, right: float) -> bool:
    """Whether a line begins a new block after the one before it."""
    if line.cells > 1 or before.cells > 1 or _ITEM.match(line.text) or is_furniture(line.text):
        return not (before.cells > 1 and line.cells == 1 and _is_lower(line.text) and line.x0 > left + 2 * line.size)
    if abs(before.size - line.size) > 0.12 * before.size or before.bold != line.bold:
        return not (before.text.endswith(("-", ",")) and _is_lower(line.text)) and not (
            _is_lower(line.text) and before.y - line.y <= 1.3 * leading
        )
    if before.y - line.y > 1.4 * leading:
        return not _is_lower(line.text) or before.y - line.y > 2.2 * leading
    ended = bool(_TERMINAL.search(before.text))
    indented = line.x0 - left > 0.8 * line.size and line.x0 - before.x0 > 0.8 * line.size
    short = right - before.x1 > 0.25 * (right - left)
    return (ended and (indented or short)) or (short and not ended and not _is_lower(line.text) and indented)


def _kind(paragraph: _Paragraph, body: float) -> str:
    first = paragraph.lines[0]
    text = " ".join(line.text for line in paragraph.lines)
    if any(line.cells > 1 for line in paragraph.lines) or _ITEM.match(first.text):
        return "item"
    if len(paragraph.lines) <= 3 and is_furniture(text):
        return "furniture"
    words = len(text.split())
    if len(paragraph.lines) <= 3 and words <= 30 and not _TERMINAL.search(text.rstrip(":")) and not _is_lower(text):
        large, loud = first.size >= 1.12 * body, first.bold or (text.isupper() and words > 1)
        if large or loud or (len(paragraph.lines) == 1 and words <= 12 and first.size >= 0.98 * body):
            return "heading"
    return "paragraph"


def _runs_on(before: _Paragraph, after: _Paragraph) -> bool:
    """Whether a paragraph goes on in the next column or on the next page."""
    if before.kind == "furniture" or before.lines[-1].cells > 1 or after.lines[0].cells > 1:
        return False
    end, start = before.lines[-1].text, after.lines[0].text
    if _TERMINAL.search(end) or _ITEM.match(start) or abs(before.lines[-1].size - after.lines[0].size) > 1:
        return False
    return _is_lower(start) or (before.kind == "paragraph" and end.endswith(("-", ",")) and len(before.lines) > 1)


def _is_lower(text: str) -> bool:
    first = text.lstrip("\"'“‘(")[:1]
    return first.islower()


def _flush(paragraph: _Paragraph | None, builder: Builder, known: set[str]) -> None:
    if paragraph is None:
        return
    kind = paragraph.kind
    if kind == "heading" and len(paragraph.lines) > 3:
        kind = "paragraph"
    runs: list[tuple[str, int | None]] = []
    lead = ""
    for number, line in enumerate(paragraph.lines):
        text = line.text
        if number == 0 and kind == "item" and line.cells == 1 and (match := _ITEM.match(text)):
            lead, text = text[: match.end()], text[match.end() :]
        if number:
            before, page = runs[-1]
            joined = _join(before, text, known)
            runs[-1] = (joined, page)
        runs.append((text, line.page))
    builder.add_clean(kind, [(text, page) for text, page in runs if text], lead=lead)


def _join(before: str, text: str, known: set[str]) -> str:
    """Return how a line's text ends before the next: with a blank, or without the hyphen that only broke a word."""
    match = _HYPHEN.search(before)
    following = _FIRST_WORD.match(text)
    if match is None or following is None:
        tight = before and text and _NO_SPACE.match(before[-1]) and _NO_SPACE.match(text[0])
        return before if tight else before + " "
    first, second = match.group(1), following.group()
    if first[-1:].isdigit() or not second[:1].islower():
        return before
    whole, hyphened = (first + second).lower(), f"{first}-{second}".lower()
    if whole in known:
        return before[:-1]
    if hyphened in known or first.lower() in _COMPOUNDS or len(first) == 1:
        return before
    return before[:-1]


def _put_furniture(lines: list[Line], builder: Builder) -> list[Line]:
    for line in lines:
        builder.add_clean("furniture", [(line.text, line.page)])
    return []
