"""Plain text: lines to blocks. Headings, list items, hard-wrapped paragraphs and page furniture are told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.documents.document import Block
from kg.documents.furniture import is_furniture
from kg.documents.metadata import EDGE_LINES
from kg.documents.reading import Reading

_ITEM = re.compile(r"\s*(?:[-*•▪●‣–—]\s+|\(?[0-9]{1,2}[.)]\s+|\([a-z]{1,3}\)\s+)(?=\S)")
_TERMINAL = re.compile(r"[.!?…:;][\"'”’»)\]]*\s*$")
WRAP_LIMIT = 120
"""A file none of whose lines is longer, and many of whose lines end in mid-sentence, is hard-wrapped."""
HEADING_LIMIT = 140


def read(source: str) -> Reading:
    """Return a plain text as it stands, with its blocks.

    Parameters
    ----------
    source : str
        The decoded and normalised text.
    """
    return Reading(text=source, blocks=tuple(blocks_of_lines(source)))


def _lines(text: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    while at < len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        spans.append((at, stop))
        at = stop + 1
    return spans


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    full = [(s, e) for s, e in lines if text[s:e].strip()]
    if len(full) < 4 or max(e - s for s, e in full) > WRAP_LIMIT:
        return False
    running = sum(1 for s, e in full if e - s >= 45 and not _TERMINAL.search(text, s, e))
    return running > 0.3 * len(full)


def blocks_of_lines(text: str) -> Iterator[Block]:
    """Yield the blocks of a text whose lines are lines of text, hard-wrapped or not."""
    lines = _lines(text)
    wrapped = _is_wrapped(text, lines)
    edge = {s for s, e in [(s, e) for s, e in lines if text[s:e].strip()][:EDGE_LINES]}
    group: list[tuple[int, int]] = []
    for start, end in (*lines, (len(text), len(text))):
        line = text[start:end]
        goes_on = wrapped and group and line.strip() and not _ITEM.match(line) and not is_furniture(line)
        if goes_on and (_runs_on(text, group[-1]) or line.lstrip()[:1].islower()):
            group.append((start, end))
            continue
        if group:
            yield _block(text, group[0][0], group[-1][1], single=len(group) == 1, at_edge=group[0][0] in edge)
        group = [(start, end)] if line.strip() else []


def _runs_on(text: str, line: tuple[int, int]) -> bool:
    return line[1] - line[0] >= 45 and not _TERMINAL.search(text, *line)


def _block(text: str, start: int, end: int, *, single: bool, at_edge: bool) -> Block:
    line = text[start:end]
    if is_furniture(line):
        return Block("furniture", start, end)
    item = _ITEM.match(line)
    if item:
        return Block("item", start + item.end(), end)
    words = len(line.split())
    short = single and len(line) <= HEADING_LIMIT and words <= 18 and not _TERMINAL.search(line.rstrip(":"))
    if short and (at_edge or words <= 12):
        return Block("heading", start, end)
    return Block("paragraph", start, end)
