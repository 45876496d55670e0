"""What a page says about itself: its day of publication and its publisher.

Only explicit statements count: a publication line, a date on a line of its own near the top or the end, a dateline
with a year. A file's own time stamp never does, and nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.errors import InvalidDateError
from kg.model import PartialDate

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "(?P<{0}>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DATE = re.compile(
    r"(?:(?P<iso>\d{4}-\d{2}-\d{2})"
    r"|" + _MONTH.format("m1") + r"\s+(?P<d1>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y1>\d{4})"
    r"|(?P<d2>\d{1,2})(?:st|nd|rd|th)?\s+" + _MONTH.format("m2") + r",?\s+(?P<y2>\d{4}))\b",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"^\W*(?:first\s+)?(?:published|posted|issued|released|date|last\s+updated|updated|press\s+release|media\s+release)\b",
    re.IGNORECASE,
)
_PUBLISHER = re.compile(
    r"^\W*(?:first\s+)?published\s+(?:in|by)\s+(?:the\s+)?(?P<name>[^\d\W][^,|;:\n]{1,80}?)\s*(?:,|\bon\b|\||;|$)",
    re.IGNORECASE,
)
_DATELINE_END = re.compile(r"\s*(?:\([^)\n]{1,40}\)\s*)?(?:[-–—]{1,2}|:)\s")
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b,?", re.IGNORECASE)
EDGE_LINES = 6
"""How many non-empty lines at either end may hold a publication line."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What was found; None where the page does not say it."""

    published: str | None = None
    publisher: str | None = None


def _to_date(match: re.Match[str]) -> str | None:
    if match["iso"]:
        year, month, day = (int(part) for part in match["iso"].split("-"))
    else:
        suffix = "1" if match["m1"] else "2"
        year, day = int(match[f"y{suffix}"]), int(match[f"d{suffix}"])
        month = _MONTHS[match[f"m{suffix}"].lower()]
    try:
        return str(PartialDate(year, month, day))
    except InvalidDateError:
        return None


def find_imprint(text: str) -> Imprint:
    """Read the publication day and the publisher from a text's edges.

    Parameters
    ----------
    text : str
        The normalised text.

    Returns
    -------
    Imprint
        The first of these that names a whole day: a line that begins with a cue ("Published …"), a line that is
        a date and nothing else, a dateline with a year that opens one of the first lines.
    """
    head, tail = _edge_lines(text)
    publisher = None
    for line in (*head, *reversed(tail)):
        found = _PUBLISHER.match(line)
        if found and not _DATE.match(found["name"].strip()):
            publisher = found["name"].strip(" .")
            break
    for line in (*head, *reversed(tail)):
        if _CUE.match(line):
            match = _DATE.search(line[:200])
            if match and (date := _to_date(match)):
                return Imprint(date, publisher)
    for line in (*head, *reversed(tail)):
        bare = _WEEKDAY.sub("", line).strip(" \t,.|–—-")
        match = _DATE.fullmatch(bare) if len(bare) <= 40 else None
        if match and (date := _to_date(match)):
            return Imprint(date, publisher)
    for line in head:
        match = _DATE.search(line[:80])
        if match and _DATELINE_END.match(line, match.end()) and line[: match.start()].upper() == line[: match.start()]:
            return Imprint(_to_date(match), publisher)
    return Imprint(None, publisher)


def _edge_lines(text: str) -> tuple[list[str], list[str]]:
    head: list[str] = []
    tail: list[str] = []
    at = 0
    while len(head) < EDGE_LINES and at < len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        if text[at:stop].strip():
            head.append(text[at : min(stop, at + 400)].strip())
        at = stop + 1
    end = len(text)
    while len(tail) < EDGE_LINES and end > at:
        begin = text.rfind("\n", 0, end) + 1
        if text[begin:end].strip():
            tail.append(text[begin : min(end, begin + 400)].strip())
        end = begin - 1
    return head, tail[::-1]
