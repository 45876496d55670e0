"""The day and the place of an event: from its phrase, its clause, its sentence, and the text's own day and place."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from kg.extraction import modality
from kg.extraction.gazetteer import gazetteer
from kg.extraction.mentions import DateMention

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import PlaceMention, Sentence

_SINCE = re.compile(r"\b(?:since|until|till|before|dating from|dated|effective)\s+(?:the\s+)?\Z", re.IGNORECASE)
_FOR_ANOTHER = re.compile(
    r"\b(?:signed|adopted|concluded|launched|announced|established|agreed|issued|published|elevated|"
    r"founded|proposed|ratified|upgraded|commissioned|renovation|"
    r"delivered|ordered|bought)\b[^,;]{0,40}\Z"
)
_OPENING = re.compile(
    r"(?P<city>[A-Z][\w.’' -]{1,30}?(?:, [A-Z][\w.]+)?)(?:/[A-Z]+)?,? \(?(?=(?:\w+\.? \d{1,2}|\d{1,2} \w+)\b)|"
    r"(?P<caps>[A-Z][A-Z .’'-]{2,25})(?:,| —| –| -| \()"
)
_SAME = re.compile(
    r"\b(?:[Tt]he|[Tt]hat|[Oo]n the|[Oo]n that) same (?:day|afternoon|morning|evening|month)\b|"
    r"\b(?:[Ee]arlier|[Ll]ater) (?:in the|that|the same) day\b|\bsame day\b|\bon the day\b|"
    r"\b(?P<now>(?:in the|this) (?:morning|afternoon))\b"
)
_IN_DATELINE = re.compile(r"[A-Z][A-Za-z .,/'’-]{2,40}\(?[\w.]{3,9} \d{1,2}(?:, \d{4})?\)?\s?(?:--|—|–|-)\s")
_OPENS = re.compile(
    r"(?:In|At|Off) (?:the )?(?!January|February|March|April|May|June|July|August|September|October|November|December)"
    r"((?:[A-Z][\w’-]+)(?: [A-Z][\w’-]+){0,3})(?=,| today| yesterday| on | this | last )"
)
_DAYS = re.compile(r"\b(?:(?P<n>two|three|four|five|six|seven|eight|nine|ten|\d{1,2})[- ]day)\b")
_COUNT = {w: n for n, w in enumerate("zero one two three four five six seven eight nine ten".split())}
_PREPS = frozenset({"in", "at", "near", "off", "over", "aboard", "around", "on", "outside", "above"})
_BAD_PLACE = re.compile(
    r"(?:.*\b(?:Summit|Meeting|Dialogue|Exercise|Talks|Forum|Conference|Committee|Consultations|Agreement|"
    r"Treaty|Partnership|Statement|Declaration)$|Exercise|Summit|Meeting|Dialogue|[A-Z]\w+[-–][A-Z]\w+$|"
    r"Rim$|President|Prime|Minister|Talks|Conference|Forum|Committee|Article|Phase|English|"
    r"Parliament|Ministry of Foreign|Congress|Operation|Note|X$|KAMANDAG|NATO$|Talisman)"
)
_CUT = re.compile(
    r"(.+?) (?:the|and(?: the)?) (?:Minister|President|Prime|Secretary|Hon|Rt|Ambassador|Foreign|"
    r"Defen[cs]e|Second|First|Third|\w+th\b|General|Chief|Deputy|Government|Ministers?|Two|King|"
    r"Honourable|Honorable|Commander|Embassy)\b"
)
_LONGER = re.compile(
    r"(?: (?:and|of|de|the|St|[A-Z][\w’-]+))*(?: (?:Base|Harbor|Harbour|Port|Camp|Centre|Center|House|"
    r"Hall|Sea|Strait|City|city|Area|Garrison|Station|Shoal|Island|Islands|Palace|Bay|Ocean|seas|Peninsula))"
)


class Clock:
    """Days and places of one document."""

    def __init__(self, context: Context) -> None:
        self.context, self.text = context, context.text
        reading = context.reading
        self.today = reading.dater.day
        self.published = reading.document.published
        self.apart = False
        """Whether place and day stand in a line of their own, as over a statement."""
        self.place, self.place_state, self.day = self._opening()

    def _opening(self) -> tuple[str | None, str | None, str | None]:
        for sentence in self.context.reading.sentences[:5]:
            match = _OPENING.match(self.text, sentence.start, sentence.end)
            if len(sentence.text) < 60 and sentence.dates and len(sentence.dates[0].value) == 10 and not self.apart:
                self.apart = True
                if match is None and sentence.dates[0].start - sentence.start < 4:
                    return None, None, sentence.dates[0].value
            if match is None:
                for a in sentence.actors:
                    # "Statement, Manila, April 30, 2025"
                    if (
                        a.name_kind == "capital"
                        and sentence.dates
                        and re.fullmatch(r", ", self.text[a.end : sentence.dates[0].start])
                    ):
                        return self.text[a.start : a.end], a.actor.key, sentence.dates[0].value
                continue
            city = next((a for a in sentence.actors if a.start - sentence.start < 3 and a.name_kind == "capital"), None)
            day = next((d.value for d in sentence.dates if d.start - sentence.start < 45 and len(d.value) == 10), None)
            label = (match.group("city") or match.group("caps") or "").strip()
            if city is not None:
                return (
                    self.text[city.start : city.end]
                    + (", D.C." if self.text[city.end : city.end + 6] == ", D.C." else ""),
                    city.actor.key,
                    day,
                )
            known = gazetteer(self.context.reading.registry).capitals.get(label.split(",")[0].title())
            if known and self.context.focus.by_key(known) is not None:
                return (label.title() if label.isupper() else label), known, day
            if (
                match.group("city")
                and day
                and not re.search(r"Ministry|Statement|Release|Summary|Note|EMBASSY|Department", label)
            ):
                return label, None, day
        return None, None, None

    def date(
        self,
        sentence: Sentence,
        at: int,
        tail: int,
        *,
        verb: tuple[int, int] | None = None,
        others: list[int] | None = None,
        at_it: bool = False,
    ) -> DateMention | None:
        """Return the day of an event at `at`: nearest after it or its verb in the clause, else before it, else none.

        `at_it` means that what the clause dates happened at the event ("signed on 3 May at their meeting").
        `others` are the offsets of other events of the sentence: a date beyond one of them is not this one's.
        """
        own = max(tail, verb[1] if verb else 0)
        same = _SAME.search(
            self.text, max(sentence.start, at - 120), min(sentence.end, max(tail, verb[1] if verb else 0) + 120)
        )
        if same and not [d for d in sentence.dates if not d.reporting and abs(d.start - at) < 90]:
            back = self.earlier(sentence, month="month" in same.group(), now=same.group("now") is not None)
            if back is not None:
                return back
        dates = [
            d for d in sentence.dates
            if not _SINCE.search(self.text[max(sentence.start, d.start - 16) : d.start])
            and (
                at_it
                or not _FOR_ANOTHER.search(
                    self.text[max(sentence.start, d.start - 60, own if d.start > own else 0) : d.start]
                )
            )
        ]  # fmt: skip
        ats = {at, verb[0] if verb else at}
        dates = [d for d in dates if not all(self.context.another_clause(sentence, d, a) for a in ats)]
        line = _IN_DATELINE.match(self.text, sentence.start, min(sentence.end, sentence.start + 70))
        plain = [d for d in dates if not d.reporting and not (line and d.start < line.end())]
        end = max(tail, verb[1] if verb else 0)
        start = min(at, verb[0] if verb else at)
        stops = sorted(o for o in others or () if o != at)
        right_stop = min((o for o in stops if o >= end), default=sentence.end)
        left_stop = max((o for o in stops if o < start), default=sentence.start)
        within = [d for d in plain if start <= d.start < end]
        if within:
            return within[0]
        limit = min(right_stop, modality.clause_end(self.text, end, sentence.end) + 1)
        after = [d for d in plain if end <= d.start < limit and d.start - end < 140]
        if after and not re.search(
            r"\b(?:and|which|who) (?:has|have|had|was|were|is|are|will)\b", self.text[end : after[0].start]
        ):
            return after[0]
        low = modality.clause_start(self.text, sentence.start, start)
        before = [
            d for d in plain
            if max(low, left_stop) <= d.start < start and not any(low <= o < d.start for o in stops)
        ]  # fmt: skip
        if before:
            return before[-1]
        joined = [
            d for d in plain if d.end <= low and re.fullmatch(r",? (?:when|as|after|before)\s?", self.text[d.end : low])
        ]
        if joined and not re.search(r"(?:after|before)\s?\Z", self.text[joined[-1].end : low]):
            return joined[-1]
        opening = [d for d in plain if d.start - sentence.start < 30 and d.start < start and d.start >= left_stop]
        if opening:
            return opening[0]
        row = self.row(sentence)
        if row is not None:
            return row
        after = [d for d in plain if end <= d.start < right_stop and d.start - end < 60]
        return after[0] if after and "," not in self.text[end : after[0].start] else None

    def row(self, sentence: Sentence) -> DateMention | None:
        """Return the day that stands alone before a sentence, or opens it, as in a chronicle or a row of headlines."""
        first = sentence.dates[0] if sentence.dates else None
        if (
            first is not None
            and first.start - sentence.start < 3
            and re.match(r"\s?(?:[·:|–—-]|\Z)", self.text[first.end : sentence.end][:3])
        ):
            return first
        if first is None and sentence.index:
            before = self.context.reading.sentences[sentence.index - 1]
            if (
                len(before.dates) == 1
                and len(before.text.strip(" .:·|")) <= before.dates[0].end - before.dates[0].start + 4
            ):
                return before.dates[0]
        return None

    def earlier(self, sentence: Sentence, *, month: bool = False, now: bool = False) -> DateMention | None:
        """Return the day that "the same day" means: the last one named before, else that of the dateline."""
        for index in range(sentence.index, max(-1, sentence.index - 4), -1) if not now else ():
            days = [d for d in self.context.reading.sentences[index].dates if len(d.value) == 10]
            if days:
                last = days[-1]
                return DateMention(last.start, last.end, last.value[:7] if month else last.value)
        if self.day or self.today:
            value = self.day or str(self.today)
            return DateMention(sentence.start, sentence.start, value[:7] if month else value)
        return None

    def where(
        self,
        sentence: Sentence,
        at: int,
        tail: int,
        *,
        verb: tuple[int, int] | None = None,
        others: list[int] | None = None,
    ) -> str | None:
        """Return the place of an event, named after it or before it in its clause."""
        end = max(tail, verb[1] if verb else 0)
        start = min(at, verb[0] if verb else at)
        stops = sorted(o for o in others or () if o != at)
        right_stop = min((o for o in stops if o >= end), default=sentence.end)
        left_stop = max((o for o in stops if o < start), default=sentence.start)
        limit = min(right_stop, modality.clause_end(self.text, end, sentence.end))
        places = [p for p in sentence.places if p.prep in _PREPS and not _BAD_PLACE.match(p.label)]
        for pool in (
            [p for p in places if start <= p.start < end],
            [p for p in places if end <= p.start < limit and p.start - end < 120],
            [
                p
                for p in reversed(places)
                if max(modality.clause_start(self.text, sentence.start, start), left_stop) <= p.start < start
            ],
            [p for p in places if p.start - sentence.start < 12 and p.start < start],
        ):
            if pool:
                return self.label(pool[0])
        opened = _OPENS.match(self.text, sentence.start, sentence.end)
        if opened and start - sentence.start < 160 and not _BAD_PLACE.match(opened.group(1)):
            return opened.group(1)
        return None

    def label(self, place: PlaceMention) -> str:
        """Return a place's name as far as its capitals go."""
        cut = _CUT.match(place.label)
        label = cut.group(1) if cut else place.label
        longer = _LONGER.match(self.text, place.start + len(label))
        return (label + (longer.group() if longer else "")).strip()

    def sound(self, label: str | None) -> bool:
        """Whether a place as read is one: no name of an event, no half of a pair."""
        return bool(label) and not _BAD_PLACE.match(label or "") and not _CUT.match(label or "")

    def last_day(self, sentence: Sentence, start: str | None) -> str | None:
        """Return the last day of "a two-day visit" from its first."""
        match = _DAYS.search(sentence.text)
        if match is None or start is None or len(start) != 10:
            return None
        word = match.group("n")
        n = _COUNT.get(word, 0) or (int(word) if word.isdigit() else 0)
        return str(dt.date.fromisoformat(start) + dt.timedelta(days=n - 1)) if n > 1 else None

    def first_day(self, sentence: Sentence, end: str | None) -> str | None:
        """Return the first day of "a two-day exercise" from its last."""
        match = _DAYS.search(sentence.text)
        if match is None or end is None or len(end) != 10:
            return None
        word = match.group("n")
        n = _COUNT.get(word, 0) or (int(word) if word.isdigit() else 0)
        return str(dt.date.fromisoformat(end) - dt.timedelta(days=n - 1)) if n > 1 else None

    def ahead(self, value: str | None) -> bool:
        """Whether a date lies after the day of the text."""
        published = self.published
        return bool(value and published and value[: len(published)] > published[: len(value)])

    def behind(self, value: str | None) -> bool:
        """Whether a date lies wholly before the day of the text."""
        published = self.published
        return bool(value and published and value[: len(published)] < published[: len(value)])
