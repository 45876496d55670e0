"""Dates at the precision of the text: absolute, partial, and relative to the day of publication."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise

from kg.extraction import relative_dates
from kg.extraction.mentions import DateMention

_MONTHS = {
    name: n
    for n, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct|"
        "november nov|december dec".split("|"),
        1,
    )
    for name in names.split()
}
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_NUM = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_NAMED_YEAR = rf"{_YEAR}|this\ year|last\ year|next\ year"
_COUNTED = (
    r"troops|soldiers|personnel|tons?|tonnes|km|kilomet|miles|people|marines|sailors|nautical|metres|meters|"
    r"feet|seats|"
    r"officers|participants"
)
_TO = r"\s?(?:-|–|—|to|until|through|and)\s?"
_DATE = re.compile(
    rf"""
    (?P<iso>\b{_YEAR}-\d\d-\d\d\b)
  | \b(?P<d1>{_NUM}){_TO}(?P<d1b>{_NUM})\s+(?P<m1>{_MONTH})(?:,?\s+(?P<y1>{_YEAR}))?\b
  | \b(?P<d2>{_NUM})\s+(?P<m2>{_MONTH})(?:,?\s+(?P<y2a>{_YEAR}))?{_TO}(?P<d2b>{_NUM})\s+(?P<m2b>{_MONTH})
    (?:,?\s+(?P<y2>{_YEAR}))?\b
  | \b(?P<m3>{_MONTH})\s+(?P<d3>{_NUM})(?:,?\s+(?P<y3a>{_YEAR}))?{_TO}(?:(?P<m3b>{_MONTH})\s+)?(?P<d3b>{_NUM})\b
    (?!\s+(?:{_MONTH}|million|billion))(?:,?\s+(?P<y3>{_YEAR}))?
  | \b(?P<d4>{_NUM})(?:\s+of)?\s+(?P<m4>{_MONTH})(?:(?:,|\s+of)?\s+(?P<y4>{_NAMED_YEAR}))?(?!\w)
  | \b(?P<m5>{_MONTH})\s+(?P<d5>{_NUM})(?!\d|\s*(?:million|billion|%))
    (?:,?\s+(?P<y5>{_NAMED_YEAR})|\s*,?\s+(?P<y5w>of\s+(?:this|last|next)\ year))?\b
  | \b(?P<m6>{_MONTH})(?:,|\s+of)?\s+(?P<y6>{_NAMED_YEAR})\b
  | \b(?P<last>[Ll]ast|[Nn]ext|[Tt]his|[Tt]his\ past|[Tt]his\ coming)\s+
    (?P<unit>year|month|week|spring|summer|autumn|{_MONTH}|{_DAY})
    (?!\w)(?!,?\s+\d)
  | \b(?P<earlier>[Ee]arlier|[Ll]ater)\s+(?:this|in\ the)\s+(?P<unit2>year|month|week|day)\b
  | \b(?P<today>[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight)\b
  | \b(?P<decade>(?:19|20)\d0s)\b
  | (?:,|\w)\s+(?P<wd>{_DAY})(?!\w)(?!,?\s+{_MONTH}|,?\s+\d)
  | \b(?P<pub>{_MONTH})(?=[\s,.;)])
  | (?<![\w$€£¥₹,.\d–-])(?P<fy>(?:fiscal|financial|FY)\s?(?:year\s+)?)?(?P<y7>{_YEAR})
    (?![\w%]|,\d|\.\d|\s?[–-]\s?(?:{_YEAR}|\d\d\b)|\s+(?:{_COUNTED}))
    """,
    re.VERBOSE,
)
_BARE_OK = re.compile(
    r"(?:\b[Ii]n|\b[Ss]ince|\b[Uu]ntil|\b[Bb]y|\b[Ee]arly|\b[Ll]ate|\b[Mm]id|\b[Dd]uring|\bof|\bend of|"
    r"\bfrom|\bto|\bset for|\bplanned for|\bscheduled for|\bdue in|\bslated for)[\s-]\Z"
)
_SAID = (
    r"said|says|told|confirmed|announced|reported|stated|added|disclosed|revealed|noted|warned|declared|reiterated|"
    r"tweeted|posted|made known|made public|asserted|insisted|claimed|argued|acknowledged|admitted(?! (?:in)?to| as)|"
    r"clarified|explained|maintained|stressed|emphasi[sz]ed|underscored|commented|responded|replied|remarked|cautioned|"
    r"alleged"
)
_AFTER_SAYING = re.compile(
    rf"\b(?:{_SAID})(?:\s+(?:the\s+)?[\w’'-]+){{0,2}}\s+(?:on\s+|late\s+|early\s+|in\s+)?(?:{_DAY},?\s+)?\Z"
)
_BEFORE_SAYING = re.compile(rf"\s*,?\s*(?:(?:said|says|told)\b|(?:{_SAID})\b(?!\s+(?:a|an|its|the|new|plans|\$)))")
_DATELINE = re.compile(
    r"[A-Z][\w .,/'’-]{2,40}?,? \(?(?:"
    + _MONTH
    + r" \d{1,2}|\d{1,2} "
    + _MONTH
    + r")(?:,? \d{4})?[ ,]*(?:(?:\([^)]{1,40}\)|/[A-Z][^/]{1,30}/)?\s?(?:--|—|–|-|:)(?!\d)|\([A-Z][^)]{1,30}\)\s)"
)
_OPENS_SAYING = re.compile(
    rf",? [^,;.]{{0,80}}?\b(?:{_SAID})\b (?:that|it|he|she|they|its|the|[A-Z]\w+ (?:would|will|was|is|has))\b"
)
_ACCORDING = re.compile(r"[Aa]ccording to [^,;]{0,80}\Z")
_STATEMENT = re.compile(
    r"\b(?:(?<!joint )statement|report|interview|briefing|post|dated|issued)(?:\s+(?:on|issued|released))*\s+\Z"
)
_JOINTLY = re.compile(
    r"\b(?:[Jj]oint|[Ll]eaders['’]|[Vv]ision|[Ss]ummit) (?:[\w-]+ ){0,3}?(?:[Ss]tatement|[Dd]eclaration|"
    r"[Cc]ommuniqu[eé]|"
    r"[Pp]ress [Rr]elease)s? (?:\([^)]*\) )?(?:\w+ly )?(?:issued|released|adopted) (?:on )?\Z"
)
"""Before a date that is the instrument's own: "the Joint Statement issued on"."""
_PAST_TENSE = re.compile(
    r"\b(?:will|may|might|would|to be|is to|are to|plans?|planned|scheduled|slated|expected|due|set to|set for|"
    r"upcoming|next|"
    r"intends?)\b"
)


_AFTERMATH = re.compile(r"\b(?:after|since)\b(?:(?!\b(?:will|would|to be|is to|are to)\b)[^;])*\Z")


_PARTED = re.compile(r",\s|;|\b(?:and|but|while|who|which|after|that)\s")
_DONE = re.compile(
    r"\b(?!(?:need|feed|speed|proceed|exceed|succeed|indeed|schedul|expect|plann|propos|slat|intend|anticipat|agreed|"
    r"decid)\w*\b)"
    r"(?:[a-z]{2,}ed|held|met|took|began|left|sent|made|went|came|gave|saw|broke|struck|built|bought|sold|told|won|"
    r"led|flew|drew)\b"
)
_COMES = re.compile(r"\b(?:will|would|to|be|been|is|are|was|were|being|due|set|expected|scheduled)\b")


_WAS_DONE = re.compile(
    r"\b(?:was|were|has been|have been|had been)\s+(?:\w+ly\s+)?(?:[a-z]{3,}ed|signed|held|made|begun|given|"
    r"sent|built|sold)\b"
)
_TO_COME = re.compile(
    r"\b(?:will|would|to|due|set|expected|scheduled|planned|slated|supposed|meant|intended|proposed|decided|"
    r"agreed|announced|before|"
    r"until|if)\b"
)


def _done(text: str, low: int, at: int) -> bool:
    """Whether the clause before a date has a plain past verb and nothing to come: "completed it Friday and will"."""
    marks = list(_PARTED.finditer(text, low, at))
    start = marks[-1].end() if marks else low
    if _WAS_DONE.search(text, start, at) is not None and not _TO_COME.search(text, start, at):
        return True
    return _DONE.search(text, start, at) is not None and _COMES.search(text, start, at) is None


def _month(text: str) -> int:
    return _MONTHS[text.rstrip(".").lower()]


def _day(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    try:
        dt.date(year, month or 1, day or 1)
    except ValueError:
        return None
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if month and day else "")


_OPENING = re.compile(
    r"[A-Z][\w .,/'’-]{2,40}?,? \(?(" + _MONTH + r" \d{1,2}|\d{1,2} " + _MONTH + r")(?:,? \d{4})?\)?"
    r"(?:[ ,]*(?:(?:\([^)]{1,40}\)|/[A-Z][^/]{1,30}/)?\s?(?:--|—|–|-|:)(?!\d)|\([A-Z][^)]{1,30}\)\s)|\.?$)"
)


# A vessel may be called after a day ("the resupply boat Amina June 12"): the name tells no date.
_VESSEL = re.compile(
    r"\b(?:boat|ship|vessel|cutter|ferry|trawler|barge|frigate|corvette|destroyer|tanker|M/?V|F/?B|M/?B|BRP|RV)\s"
    r"(?:[A-Z][\w'’-]{1,20}\s){1,3}\Z"
)


def dateline(text: str, published: str | None) -> str | None:
    """Return the day of a dateline ("TOKYO, March 2 —") up to three days before publication, else the publication day.

    "Today" and the days of the week count from it.
    """
    match = _OPENING.match(text)
    if match is None or published is None or len(published) != 10:
        return published
    found = Dater(published).find(match.group(1) + " ", 0, len(match.group(1)) + 1)
    if not found:
        return published
    back = (dt.date.fromisoformat(published) - dt.date.fromisoformat(found[0].value)).days
    return found[0].value if 0 < back <= 3 else published


class Dater:
    """Reads dates against a day of publication, which may be unknown or partial.

    Parameters
    ----------
    published : str or None
        ISO date. Relative expressions resolve only against a whole day (years and months against less).
    """

    def __init__(self, published: str | None) -> None:
        parts = [int(p) for p in published.split("-")] if published else []
        self.year = parts[0] if parts else None
        self.month = parts[1] if len(parts) > 1 else None
        self.day = dt.date(*parts) if len(parts) == 3 else None
        self._anchor = relative_dates.Anchor(self.day)

    def find(self, text: str, start: int, end: int) -> list[DateMention]:
        """Return the dates of ``text[start:end]``, in order; offsets count in `text`."""
        out = []
        future = _PAST_TENSE.search(text, start, end) is not None
        for match in _DATE.finditer(text, start, end):
            if match["m5"] and not match["y5"] and _VESSEL.search(text, max(start, match.start() - 90), match.start()):
                continue
            ahead = future and not (match["wd"] and _AFTERMATH.search(text, start, match.start()))
            ahead = ahead and not _done(text, start, match.start("wd") if match["wd"] else match.start())
            read = self._read(match, text, start, ahead)
            if read is None or read[0] is None:
                continue
            first = min(
                (match.start(g) for g in match.groupdict() if match.group(g) is not None), default=match.start()
            )
            out.append(DateMention(first, match.end(), read[0], read[1]))
        self._lean(text, start, end, out)
        for item in out:
            before = text[max(start, item.start - 50) : item.start]
            after = text[item.end : min(end, item.end + 40)]
            dateline = item.start - start < 60 and _DATELINE.match(text, start, min(end, item.end + 40))
            opening = item.start - start < 6 and _OPENS_SAYING.match(text, item.end, min(end, item.end + 120))
            cited = _ACCORDING.search(text[max(start, item.start - 90) : item.start])
            issued = _JOINTLY.search(text, max(start, item.start - 60), item.start)
            if issued and not dateline:
                continue
            item.reporting = bool(dateline or opening or cited) or bool(
                _AFTER_SAYING.search(before) or _BEFORE_SAYING.match(after) or _STATEMENT.search(before)
            )
        for weekday, item in pairwise(out):
            if weekday.reporting and text[weekday.end : item.start] == " (":
                item.reporting = True  # "said on Monday (July 22)"
        return out

    def _lean(self, text: str, start: int, end: int, out: list[DateMention]) -> None:
        """Add the dates that lean on others; the last date given before the sentence is what they lean on."""
        own = [(d.end, d.value) for d in out if not d.reporting]
        for first, last, value in relative_dates.find(text, start, end, self._anchor, own):
            over = [d for d in out if d.start < last and first < d.end]
            if all(first <= d.start and d.end <= last and len(d.value) < 10 for d in over):
                out[:] = [d for d in out if d not in over]
                out.append(DateMention(first, last, value, relative=True))
        out.sort(key=lambda d: d.start)
        given = [d.value for d in out if not d.relative]
        self._anchor.last = given[-1] if given else self._anchor.last

    def _read(self, m: re.Match[str], text: str, low: int, future: bool) -> tuple[str | None, str | None] | None:
        g = m.groupdict()
        if g["iso"]:
            y, mo, d = (int(p) for p in g["iso"].split("-"))
            return _iso(y, mo, d), None
        if g["d1"]:
            month, year = _month(g["m1"]), self._year(g["y1"], _month(g["m1"]), future)
            return (_iso(year, month, _day(g["d1"])), _iso(year, month, _day(g["d1b"]))) if year else None
        if g["d2"]:
            last = self._year(g["y2"], _month(g["m2b"]), future)
            first = int(g["y2a"]) if g["y2a"] else last
            if not first or not last:
                return None
            return _iso(first, _month(g["m2"]), _day(g["d2"])), _iso(last, _month(g["m2b"]), _day(g["d2b"]))
        if g["m3"]:
            month = _month(g["m3"])
            month_b = _month(g["m3b"]) if g["m3b"] else month
            last = self._year(g["y3"] or g["y3a"], month_b, future)
            first = int(g["y3a"]) if g["y3a"] else last
            if not first or not last:
                return None
            end = _iso(last, month_b, _day(g["d3b"]))
            begin = _iso(first, month, _day(g["d3"]))
            return begin, end if begin and end and end >= begin else None
        if g["m4"] or g["m5"]:
            month, day = _month(g["m4"] or g["m5"]), _day(g["d4"] or g["d5"])
            year = self._year(g["y4"] or g["y5"] or g["y5w"], month, future, day)
            return (_iso(year, month, day), None) if year else None
        if g["m6"]:
            year = self._year(g["y6"], _month(g["m6"]), future)
            return (_iso(year, _month(g["m6"])), None) if year else None
        if g["last"]:
            return self._relative(g["last"].lower().split(" ")[-1], g["unit"]), None
        if g["earlier"]:
            return self._this(g["unit2"], g["earlier"].lower()), None
        if g["today"]:
            shift = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}[g["today"].lower()]
            return (str(self.day + dt.timedelta(days=shift)), None) if self.day else None
        if g["wd"]:
            return self._weekday(g["wd"], future), None
        if g["pub"]:
            if not _BARE_OK.search(text[max(low, m.start() - 16) : m.start()]):
                return None
            year = self._year(None, _month(g["pub"]), future)
            return (_iso(year, _month(g["pub"])), None) if year else None
        if g["y7"]:
            return None if g["fy"] else (g["y7"], None)
        return None

    def _year(self, given: str | None, month: int, future: bool, day: int | None = None) -> int | None:
        if given and given.isdigit():
            return int(given)
        if self.year is None:
            return None
        if given:
            return self.year + {"this": 0, "last": -1, "next": 1}[given.removeprefix("of ").split()[0]]
        if self.month is None:
            return None
        later = month > self.month or (
            month == self.month and day is not None and self.day is not None and day > self.day.day
        )
        if later and not future:
            return self.year - 1
        if not later and future and month < self.month:
            return self.year + 1 if self.month - month > 2 else self.year
        return self.year

    def _weekday(self, name: str, future: bool) -> str | None:
        if self.day is None:
            return None
        back = (self.day.weekday() - _DAYS.index(name.lower())) % 7
        if future and back:
            return str(self.day + dt.timedelta(days=7 - back))
        if back == 6:
            return None  # the next day's name: the event may lie ahead, or west of the publisher's clock
        return str(self.day - dt.timedelta(days=back))

    def _relative(self, which: str, unit: str) -> str | None:
        sign = {"last": -1, "next": 1, "this": 0, "past": -1, "coming": 1}[which]
        if self.year is None:
            return None
        if unit == "year":
            return str(self.year + sign)
        if unit in ("spring", "summer", "autumn"):
            return None if sign else str(self.year)
        if unit == "month" and self.month:
            index = self.year * 12 + self.month - 1 + sign
            return f"{index // 12:04}-{index % 12 + 1:02}"
        if unit == "week":
            return self._week(sign)
        if unit.lower() in _DAYS:
            if self.day is None:
                return None
            back = (self.day.weekday() - _DAYS.index(unit.lower())) % 7
            shift = -(back or 7) if sign < 0 else (7 - back if sign > 0 else -back)
            return str(self.day + dt.timedelta(days=shift))
        if unit.rstrip(".").lower() in _MONTHS and self.month:
            month = _month(unit)
            year = self.year
            if sign < 0 and month >= self.month:
                year -= 1
            if sign > 0 and month <= self.month:
                year += 1
            return _iso(year, month)
        return None

    def _week(self, sign: int) -> str | None:
        if self.day is None:
            return None
        monday = self.day - dt.timedelta(days=self.day.weekday()) + dt.timedelta(days=7 * sign)
        sunday = monday + dt.timedelta(days=6)
        if monday.month == sunday.month:
            return f"{monday.year:04}-{monday.month:02}"
        return f"{monday.year:04}" if monday.year == sunday.year else None

    def _this(self, unit: str, side: str) -> str | None:
        if unit == "day":
            return str(self.day) if self.day else None
        if unit == "week":
            return self._week(0)
        if unit == "month":
            return f"{self.year:04}-{self.month:02}" if self.year and self.month else None
        return str(self.year) if self.year and side else None
