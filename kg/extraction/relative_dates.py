"""Dates that lean on another: "two years ago", "on the 9th", "that August", "the day before", "this morning"."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_NUMBERS = {
    word: n
    for n, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split(), 1
    )
} | {"a": 1, "an": 1, "couple of": 2, "a couple of": 2}
_COUNT = r"(?:a\scouple\sof|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"
_MONTHS = "January February March April May June July August September October November December".split()
_MONTH = r"(?:" + "|".join(_MONTHS) + ")"
_WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_EXPRESSION = re.compile(
    rf"""
    \b(?P<count>(?i:{_COUNT}))\s(?P<unit>day|week|month|year|decade)s?\s(?P<way>ago|earlier|later|before|after)\b
    (?!(?<=after)\s(?:[A-Z]|it\b|he\b|she\b|they\b|its\b|his\b|her\b|their\b|a\b|an\b))
  | \b(?P<night>[Ll]ast\snight|[Oo]vernight|[Tt]his\s(?:morning|afternoon|evening))\b
  | \b(?:on|of|by|until|to|from|and|–|-|{_WEEKDAY}|{_WEEKDAY},)\s(?:the\s)?(?P<nth>\d{{1,2}})(?:st|nd|rd|th)
    (?=[.,;:)]|$|\s(?:and|in|at|to|with|by|when|as|after|before|but|or|for|the|from|until)\b)
  | \b(?P<month>{_MONTH})\s(?:of\s)?(?P<that>that|the\ssame|the\sfollowing|the\sprevious)\syear\b
  | \b(?P<that2>(?i:that|the\ssame|the\sfollowing|the\sprevious|the\snext))\s(?P<unit2>day|month|year|week)\b
  | \b(?P<that3>that)\s(?P<month3>{_MONTH})\b
  | \b[Tt]he\s(?P<unit4>day|month|year)\s(?P<way4>before|after|earlier)\b(?!\s(?:he|she|it|they|the|that|a|his|her)\b)
  | \b(?P<num>(?:19|20)\d\d[./](?:0?[1-9]|1[0-2])[./](?:0?[1-9]|[12]\d|3[01]))\b
    """,
    re.VERBOSE,
)


@dataclass(slots=True)
class Anchor:
    """The day of publication (None where unknown), and the last date that the text gave."""

    day: dt.date | None
    last: str | None = None


def find(
    text: str, start: int, end: int, anchor: Anchor, given: list[tuple[int, str]] | None = None
) -> list[tuple[int, int, str]]:
    """Return ``(start, end, value)`` of the leaning dates of a sentence that can be resolved, in order.

    They lean on the last of the dates ``given`` before them in the sentence, else on the last of the text before it.
    """
    out = []
    for match in _EXPRESSION.finditer(text, start, end):
        before = [value for at, value in given or () if at <= match.start()]
        value = _value(match, Anchor(anchor.day, before[-1]) if before else anchor)
        if value is None:
            continue
        first = match.start("nth") if match["nth"] else match.start()
        out.append((first, match.end(), value))
    return out


def _value(m: re.Match[str], anchor: Anchor) -> str | None:
    if m["num"]:
        year, month, day = (int(p) for p in re.split(r"[./]", m["num"]))
        return _whole(year, month, day)
    if m["count"]:
        word = " ".join(m["count"].lower().split())
        number = int(word) if word.isdigit() else _NUMBERS[word]
        if m["way"] == "ago":
            return _shift(str(anchor.day) if anchor.day else None, m["unit"], -number)
        return _shift(anchor.last, m["unit"], number if m["way"] in ("later", "after") else -number)
    if m["night"]:
        if anchor.day is None:
            return None
        return str(anchor.day - dt.timedelta(days=1)) if m["night"].lower() == "last night" else str(anchor.day)
    if m["nth"]:
        if anchor.last and len(anchor.last) == 7:
            return _whole(int(anchor.last[:4]), int(anchor.last[5:]), int(m["nth"]))
        return _nth(int(m["nth"]), anchor)
    if m["month"] or m["month3"]:
        if not anchor.last:
            return None
        step = {"the following": 1, "the previous": -1}.get(m["that"] or "", 0)
        return f"{int(anchor.last[:4]) + step:04}-{_MONTHS.index(m['month'] or m['month3']) + 1:02}"
    if m["that2"]:
        step = {"the following": 1, "the next": 1, "the previous": -1}.get(m["that2"].lower(), 0)
        return None if m["unit2"] == "week" else _shift(anchor.last, m["unit2"], step)
    return _shift(anchor.last, m["unit4"], 1 if m["way4"] == "after" else -1)


def _shift(base: str | None, unit: str, number: int) -> str | None:
    """Return a date moved by days, weeks, months or years, at the precision that the unit allows."""
    if base is None:
        return None
    if unit == "decade":
        return None
    if unit == "year":
        return f"{int(base[:4]) + number:04}"
    if unit == "month":
        if len(base) < 7:
            return None
        index = int(base[:4]) * 12 + int(base[5:7]) - 1 + number
        return f"{index // 12:04}-{index % 12 + 1:02}"
    if len(base) < 10:
        return None
    moved = dt.date.fromisoformat(base) + dt.timedelta(days=number * (7 if unit == "week" else 1))
    return str(moved) if unit == "day" else f"{moved.year:04}-{moved.month:02}"


def _nth(number: int, anchor: Anchor) -> str | None:
    """Return "the 9th": of the month last named, where it was named as such, else the latest before publication."""
    if anchor.day is None:
        return None
    if number <= anchor.day.day:
        return _whole(anchor.day.year, anchor.day.month, number)
    index = anchor.day.year * 12 + anchor.day.month - 2
    return _whole(index // 12, index % 12 + 1, number)


def _whole(year: int, month: int, day: int) -> str | None:
    try:
        return str(dt.date(year, month, day))
    except ValueError:
        return None
