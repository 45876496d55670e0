"""To whom a page credits its text: a wire credit, a reprint notice, a copyright line, the address of the original.

Only explicit statements count, and only where pages put them: the first and last lines, the page's own metadata. A
credit for a picture is none for the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from kg.documents.agencies import agency, agency_pattern, fold_name

EDGE_LINES = 6
"""How many non-empty lines at either end may hold a credit."""
_LINE = 400
"""Characters of a paragraph's beginning and end that are looked at."""
_NAME = r"(?P<name>[^\d\W][\w.&'’ -]{1,60}?)"
_END = r"(?=\s*(?:[,.;:|()\n]|\b(?:on|under|with|at|and|in)\b|$))"
_PICTURE = re.compile(
    r"\W*(?:(?:file|handout|stock)\s+)?(?:photo|image|picture|graphic|map|video|infographic)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Credits:
    """Whom a text is credited to.

    Attributes
    ----------
    via : str or None
        Whose text it is, as far as the page says so: an agency's usual name, else the name as written.
    inputs : str or None
        Whose material went into it beside the page's own ("with inputs from …").
    """

    via: str | None = None
    inputs: str | None = None


@cache
def _whole() -> tuple[re.Pattern[str], ...]:
    """Return patterns of credits for the whole text, by a known agency."""
    name = f"(?P<name>{agency_pattern()})"
    return tuple(
        re.compile(pattern)
        for pattern in (
            # TOKYO, July 8 (Kyodo News) --   MANILA (AP) —   (Reuters) -   NEW DELHI [ANI]:
            rf"^.{{0,80}}?[(\[]{name}[)\]]\s*(?:[-–—]{{1,3}}|:|\.)",
            rf"^(?:[A-Z][A-Z .,'’/-]{{2,40}},?\s+(?:[A-Z][a-z]+\.?\s+\d{{1,2}},?\s+)?)?{name}\s*[-–—]{{1,3}}\s",
            rf"^\W*(?i:by)\s+(?:[^\n]{{1,80}}?[,|/]\s*|[^\n]{{1,80}}?\s+of\s+)?(?i:the\s+)?{name}\s*(?:[,|].{{0,60}})?$",
            rf"^\W*(?i:source|courtesy|credit|agency)\s*(?::|of\b|by\b|-)?\s*(?i:the\s+)?{name}\W*$",
            rf"(?:©|\([cC]\)|(?i:copyright))\s*(?:©\s*)?(?:\d{{4}}\s*)?(?i:the\s+)?{name}\b",
            rf"^\W*(?i:the\s+)?{name}(?:\s*(?:[/|,]|(?i:and))\s*[A-Z][\w.-]*){{0,2}}\W*$",  # a line that is a name
            rf"[(\[–—]\s*{name}\s*[)\]]?\W*$",  # … he added. (PNA)
            rf"\s[-/]{{1,2}}{name}\W*$",
        )
    )


_REPRINT = re.compile(
    rf"\b(?:(?:first|originally)\s+(?:published|appeared|posted)\s+(?:by|on|in|at)|republished\s+(?:from|by\s+permission"
    rf"\s+of|with\s+(?:the\s+)?permission\s+(?:of|from))|reprinted\s+(?:from|with\s+(?:the\s+)?permission\s+(?:of|from))"
    rf"|reproduced\s+from|syndicated\s+from)\s+(?:the\s+)?{_NAME}{_END}",
    re.IGNORECASE,
)
_INPUTS = re.compile(
    rf"\b(?:with|additional)\s+(?:agency\s+)?(?:inputs?|reporting|material|information)\s+(?:by|from)\s+(?:the\s+)?"
    rf"{_NAME}{_END}",
    re.IGNORECASE,
)
_SOURCE = re.compile(rf"^\W*source\s*:\s*(?:the\s+)?{_NAME}\W*$", re.IGNORECASE)


def find_credits(text: str, *, publisher: str | None = None, rights: str | None = None) -> Credits:
    """Read whom a page credits its text to.

    Parameters
    ----------
    text : str
        The normalised text.
    publisher : str, optional
        Who put it out; a credit to oneself is none.
    rights : str, optional
        What the page's metadata say of rights.

    Returns
    -------
    Credits
        For the whole text: the first known agency at the head, then at the foot, then a reprint notice, then a
        copyright line in the metadata. "Source:" with a name that is no agency's counts as material only.

    Examples
    --------
    >>> find_credits("TOKYO (Kyodo News) -- Japan and Fiji signed a pact on Monday.")
    Credits(via='Kyodo News', inputs=None)
    """
    head, tail = _edges(text)
    lines = [line for line in (*head, *reversed(tail)) if not _PICTURE.match(line)]
    via = next((n for name in _names(lines, rights) if (n := own_credit(name, publisher))), None)
    stated = [_named(m) for line in lines for m in _INPUTS.finditer(line)]
    stated += [_named(m) for line in lines if (m := _SOURCE.match(line))]
    inputs = next((n for name in stated if (n := own_credit(name, publisher)) and n != via), None)
    return Credits(via, inputs)


def own_credit(stated: str | None, publisher: str | None) -> str | None:
    """Return a stated credit under its usual name; None where it is the publisher itself."""
    name = (agency(stated) or stated.strip()) if stated else None
    same = name is not None and publisher is not None and fold_name(name) == fold_name(agency(publisher) or publisher)
    return None if same else name


def _names(lines: list[str], rights: str | None) -> Iterator[str]:
    for line in lines:
        if _INPUTS.search(line):
            continue
        for pattern in _whole():
            if found := pattern.search(line):
                yield _named(found)
        if (found := _REPRINT.search(line)) and found["name"][:1].isupper():
            yield _named(found)
    for pattern in _whole():
        if rights and (found := pattern.search(rights)):
            yield _named(found)


def _named(found: re.Match[str]) -> str:
    name = found["name"].strip(" .,-–—")
    return agency(name) or name


def _edges(text: str) -> tuple[list[str], list[str]]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    head = [line[:_LINE] for line in lines[:EDGE_LINES]]
    return head, [line[-_LINE:] for line in lines[max(len(head), len(lines) - EDGE_LINES) :] or lines[-1:]]


def host_of(url: str | None) -> str:
    """Return the site of an address, without ``www.``; empty where there is none.

    >>> host_of("https://www.example.org/a/b?c=d")
    'example.org'
    """
    try:
        return (urlsplit(url or "").hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""
