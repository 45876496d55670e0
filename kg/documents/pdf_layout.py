"""The reading order of a PDF page: columns, lines, tables, notes at its foot."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from kg.documents.builder import clean
from kg.documents.pdf_chars import Fragment, PageChars

CELL = 1.8
"""In ems: a wider gap within a line stands between cells of a table."""
_NOTE = re.compile(r"(?:\d{1,3}|[*†‡§]+|\[\d{1,3}\])[\s.)]*\S")


@dataclass(slots=True)
class Line:
    """One line of a column.

    Attributes
    ----------
    place : int
        Number of the stretch (a column, or the full-width lines between columns) on its page.
    cells : int
        How many it has; 1 for running text.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    page: int
    place: int = 0
    cells: int = 1
    bold: bool = False
    kind: str = ""


def lines_of(chars: PageChars, page: int) -> tuple[list[Line], list[Line]]:
    """Return the lines of a page in reading order, and those that are turned (kept as furniture)."""
    upright = [f for f in chars.fragments if not f.turned]
    lines: list[Line] = []
    for place, stretch in enumerate(_stretches(upright, 0)):
        lines += [_line(row, page, place) for row in _rows(stretch)]
    turned = [Line(clean(f.text), f.x0, f.x1, f.y, f.size, page) for f in chars.fragments if f.turned]
    return [line for line in lines if line.text], [line for line in turned if line.text]


def _rows(fragments: Iterable[Fragment]) -> list[list[Fragment]]:
    rows: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda f: (-f.y, f.x0)):
        if rows and _are_level(rows[-1][0], fragment):
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    return [sorted(row, key=lambda f: f.x0) for row in rows]


def _are_level(a: Fragment, b: Fragment) -> bool:
    """Whether two fragments stand on one line; a short one may be the raised mark of a note."""
    size = max(a.size, b.size) if min(len(a.text), len(b.text)) <= 3 else min(a.size, b.size)
    return abs(a.y - b.y) <= 0.4 * size


def _line(row: list[Fragment], page: int, place: int) -> Line:
    pieces, cells = [row[0].text], 1
    if _is_right_to_left(row):
        pieces = [" ".join(f.text for f in reversed(row))]
    else:
        for before, fragment in pairwise(row):
            wide = fragment.x0 - before.x1 > CELL * max(before.size, fragment.size)
            cells += wide
            pieces += ["\t" if wide else " ", fragment.text]
    weight = sum(len(f.text) for f in row)
    size = max(row, key=lambda f: len(f.text)).size
    bold = sum(len(f.text) for f in row if f.bold) > 0.8 * weight
    x0, x1 = min(f.x0 for f in row), max(f.x1 for f in row)
    return Line(clean("".join(pieces)), x0, x1, row[0].y, size, page, place, cells, bold)


def _is_right_to_left(row: list[Fragment]) -> bool:
    import unicodedata

    letters = [unicodedata.bidirectional(c) for f in row for c in f.text if c.isalpha()]
    return sum(b in ("R", "AL") for b in letters) > 0.6 * len(letters) if letters else False


def _stretches(fragments: list[Fragment], depth: int) -> list[list[Fragment]]:
    """Cut fragments into columns and what stands across them, in reading order."""
    gutter = _gutter(fragments) if depth < 4 else None
    if gutter is None:
        return [fragments] if fragments else []
    out: list[list[Fragment]] = []
    for band, is_columns in _bands(fragments, gutter):
        if not is_columns:
            out.append(band)
            continue
        for side in ([f for f in band if f.x1 <= gutter], [f for f in band if f.x0 >= gutter]):
            out += _stretches(side, depth + 1)
    return out


def _bands(fragments: list[Fragment], gutter: float) -> list[tuple[list[Fragment], bool]]:
    """Split from top to bottom into stretches that cross the gutter and stretches that do not."""
    crossing_rows = [f for f in fragments if f.x0 < gutter < f.x1]
    bands: list[tuple[list[Fragment], bool]] = []
    for fragment in sorted(fragments, key=lambda f: (-f.y, f.x0)):
        level = any(abs(c.y - fragment.y) <= 0.4 * min(c.size, fragment.size) for c in crossing_rows)
        if bands and bands[-1][1] == (not level):
            bands[-1][0].append(fragment)
        else:
            bands.append(([fragment], not level))
    return [(band, is_free and _is_columns(band, gutter)) for band, is_free in bands]


def _is_columns(band: list[Fragment], gutter: float) -> bool:
    left, right = [f for f in band if f.x1 <= gutter], [f for f in band if f.x0 >= gutter]
    return bool(left and right) and _score(left, right) > 0


def _score(left: list[Fragment], right: list[Fragment]) -> float:
    """Return how much running text stands side by side; 0 where it is a table, an address or an indent."""
    if len(left) < 3 or len(right) < 3:
        return 0
    high, low = (
        min(max(f.y for f in left), max(f.y for f in right)),
        max(min(f.y for f in left), min(f.y for f in right)),
    )
    beside = [[f for f in side if low - 1 <= f.y <= high + 1] for side in (left, right)]
    if min(len(side) for side in beside) < 3:
        return 0
    for side in (left, right):
        width = max(f.x1 for f in side) - min(f.x0 for f in side)
        rows = _rows(side)
        filled = median(sum(f.x1 - f.x0 for f in row) / width for row in rows) if width > 0 else 0
        tabular = sum(_has_cells(row) for row in rows) > 0.3 * len(rows)
        if tabular or filled < 0.55 or median(sum(len(f.text) for f in row) for row in rows) < 14:
            return 0
    return float(sum(len(f.text) for side in beside for f in side))


def _has_cells(row: list[Fragment]) -> bool:
    return any(b.x0 - a.x1 > CELL * max(a.size, b.size) for a, b in pairwise(row))


def _gutter(fragments: list[Fragment]) -> float | None:
    if len(fragments) < 6:
        return None
    starts = Counter(round(f.x0) for f in fragments)
    best, best_score = None, 0.0
    for start, count in starts.items():
        if count < 3:
            continue
        x = start - 2.0
        score = sum(
            _score([f for f in band if f.x1 <= x], [f for f in band if f.x0 >= x])
            for band, is_free in _free_bands(fragments, x)
            if is_free
        )
        if score > best_score:
            best, best_score = x, score
    return best if best_score > 0.25 * sum(len(f.text) for f in fragments) else None


def _free_bands(fragments: list[Fragment], x: float) -> list[tuple[list[Fragment], bool]]:
    if not any(f.x1 <= x for f in fragments):
        return []
    edges = sorted((f.y for f in fragments if f.x0 < x < f.x1), reverse=True)
    if len(edges) > 0.7 * len(fragments):
        return []
    bands: list[list[Fragment]] = [[] for _ in range(len(edges) + 1)]
    at = 0
    for fragment in sorted(fragments, key=lambda f: -f.y):
        while at < len(edges) and fragment.y < edges[at] - 0.4 * fragment.size:
            at += 1
        if not fragment.x0 < x < fragment.x1:
            bands[at].append(fragment)
    return [(band, True) for band in bands if band]


def mark_notes(lines: list[Line], body: float, height: float) -> None:
    """Mark the notes at the foot of each column as furniture: small lines, the first of which begins with a mark.

    Parameters
    ----------
    lines : list of Line
        Of one page.
    body : float
        Size of the document's running text, in points.
    height : float
        Of the page, in points.
    """
    if not any(line.size >= 0.92 * body for line in lines if not line.kind):
        return
    for place in {line.place for line in lines}:
        column = [line for line in lines if line.place == place and not line.kind]
        small = 0
        while small < len(column) and column[-1 - small].size < 0.92 * body:
            small += 1
        run = column[len(column) - small :]
        first = next((i for i, line in enumerate(run) if _NOTE.match(line.text)), None)
        if first is not None and run[first].y < 0.5 * height:
            for line in run[first:]:
                line.kind = "furniture"
