"""Dates that keep the precision of their text, with the bounds that comparisons use."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import total_ordering

from kg.errors import InvalidDateError

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

OPEN_START = "0001-01-01"
OPEN_END = "9999-12-31"
"""Sentinels of half-open spans: before and after everything that the graph can say."""


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month or a day, as the text gives it.

    Attributes
    ----------
    year, month, day : int or None
        ``month`` and ``day`` are None where the text does not give them.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        try:
            dt.date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)
        except (ValueError, TypeError):
            raise InvalidDateError((self.year, self.month, self.day)) from None
        if self.day is not None and self.month is None:
            raise InvalidDateError((self.year, self.month, self.day))

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Parse ``2026-02-03``, ``2026-02`` or ``2026``.

        Raises
        ------
        InvalidDateError
            If the text has another form or names a day that does not exist.

        Examples
        --------
        >>> PartialDate.parse("2024-02").latest
        '2024-02-29'
        """
        match = _ISO.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            raise InvalidDateError(text)
        year, month, day = match.groups()
        try:
            return cls(int(year), int(month) if month else None, int(day) if day else None)
        except InvalidDateError:
            raise InvalidDateError(text) from None

    @property
    def precision(self) -> str:
        """``"day"``, ``"month"`` or ``"year"``."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def earliest(self) -> str:
        """The first day that the date may mean, ``YYYY-MM-DD``."""
        return f"{self.year:04}-{self.month or 1:02}-{self.day or 1:02}"

    @property
    def latest(self) -> str:
        """The last day that the date may mean, ``YYYY-MM-DD``."""
        month = self.month or 12
        day = self.day or calendar.monthrange(self.year, month)[1]
        return f"{self.year:04}-{month:02}-{day:02}"

    def contains(self, other: PartialDate) -> bool:
        """Whether every day of `other` lies in this date."""
        return self.earliest <= other.earliest and other.latest <= self.latest

    def overlaps(self, other: PartialDate) -> bool:
        """Whether the two may mean the same day."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def __str__(self) -> str:
        """Return the ISO form at the date's own precision."""
        if self.day:
            return f"{self.year:04}-{self.month:02}-{self.day:02}"
        return f"{self.year:04}-{self.month:02}" if self.month else f"{self.year:04}"

    def __lt__(self, other: PartialDate) -> bool:
        """Order by first day, then by last."""
        return (self.earliest, self.latest) < (other.earliest, other.latest)


def parse_day(text: str) -> str:
    """Check that a text is a whole ISO day and return it; used for ``--as-of`` and ``--known-at``."""
    if PartialDate.parse(text).precision != "day":
        raise InvalidDateError(text)
    return text
