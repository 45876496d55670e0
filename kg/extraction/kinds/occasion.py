"""The day of the one occasion that a text reports: what the read-out of a meeting quotes was said on that day."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.kinds.subjects import Voice
    from kg.extraction.mentions import Sentence

_HEAD = 4
"""Sentences at the top of a text that tell which occasion it reports."""
_WITHIN = 10
"""Days before publication that an occasion may lie back."""
_MEETING = re.compile(
    r"\b(?:met|meets|meeting|hosted|hosts|talks|dialogue|summit|consultations?|held|received|called on|"
    r"visit(?:s|ed|ing)?|conference|"
    r"statement|communiqu[eé]|read-?out|briefing|remarks|signed|took place|convened|gathered|co-chair\w*|spoke)\b",
    re.IGNORECASE,
)
_ELSEWHEN = re.compile(
    r"\b(?:earlier|previously|before|had|last (?:week|month|year)|in the past|since|later|afterwards?|recently|"
    r"repeatedly|"
    r"again and again|ago|once|then|at the time|used to|often|always|has been|have been|next|tomorrow)\b"
)
_BRIEFING = re.compile(
    r"\b(?:press (?:conference|briefing)|briefing|remarks|statement by|"
    r"spokes\w+[’']s)\b",
    re.IGNORECASE,
)
_TOGETHER = frozenset({"we", "all", "they"})


def day(context: Context, sentence: Sentence, at: int, voice: Voice) -> str | None:
    """Return the day of the occasion that a position without a day of its own belongs to.

    Only where the head of the text tells of one meeting or statement on one day, nothing dated stands between, and the
    parties speak together, or somebody in the text of a press conference.
    """
    found = _of_text(context)
    if found is None:
        return None
    said, briefing = found
    if any(d.value != said and len(d.value) == len(said) for d in sentence.dates):
        return None
    if _ELSEWHEN.search(context.text, max(sentence.start, min(voice.start, at)), at):
        return None
    rows = context.reading.sentences
    if any(
        d.value != said and len(d.value) == len(said)
        for s in rows[max(0, sentence.index - 1) : sentence.index]
        for d in s.dates
    ):
        return None
    alone = briefing and len(voice.states) == 1 and bool(voice.persons)
    return said if alone or voice.kind in _TOGETHER or len(voice.states) > 1 else None


def _of_text(context: Context) -> tuple[str, bool] | None:
    """Return the day of the occasion at the head of a text, and whether it is a briefing by one side."""
    published = context.reading.document.published
    if not published or len(published) != 10:
        return None
    last = dt.date.fromisoformat(published)
    days: set[str] = set()
    briefing = False
    meets = False
    for s in context.reading.sentences[:_HEAD]:
        meets = meets or _MEETING.search(s.text) is not None
        briefing = briefing or (s.index < 2 and _BRIEFING.search(s.text) is not None)
        days |= {d.value for d in s.dates if len(d.value) == 10 and d.value <= published and not d.end_value}
    near = {d for d in days if (last - dt.date.fromisoformat(d)).days <= _WITHIN}
    return (next(iter(near)), briefing) if meets and len(near) == 1 else None
