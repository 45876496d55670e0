"""Events that a noun names: its clause says who, when, where and whether."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.happenings import rank
from kg.extraction.happenings.model import DRILLS, FOUNDED, HABIT, MEETINGS, VAGUE, Happening, Noun, Status, titular
from kg.extraction.happenings.noun_parties import NounParties
from kg.extraction.happenings.nouns import complements
from kg.extraction.happenings.status import FOR, status
from kg.extraction.happenings.titles import is_body

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.happenings.sides import Sides
    from kg.extraction.happenings.when import Clock
    from kg.extraction.mentions import Group, PersonMention, Sentence

_DEFINITE = frozenset({"the", "this", "that", "these", "their", "both", "its", "our", "his", "her"})
_NOT_EVENT = re.compile(
    r"(?:\s+(?:room|table|agenda|relationship|rights?|regulations?|partners?|forces?|aircraft|vessels?|"
    r"ships?|boats?|area|areas|capabilit\w+|"
    r"capacity|mechanism|proposal|programme|program|cooperation|system|level|process|procedures?|on (?:a|"
    r"an|the) (?:\w+ ){0,3}(?:agreement|treaty|pact|code|deal))\b)"
)
_SIDELINES = re.compile(
    r"\b(?:sidelines|margins|occasion|invitation|framework|outcomes?|results?|resumption|frequency|scope|"
    r"scale|series|round|member|members) of (?:the |its |their )?(?:[\w’'-]+ ){0,5}\Z"
)
_LIST = re.compile(r"[”\"’']?(?:,| and|, and| or| as well as)(?: and)? (?:an? |the |Exercise )?[“\"‘]?")
_FOUNDED = re.compile(
    r"\b(?:establish|set up|create|institute|institutionali[sz]e|found|elevate|upgrade|inaugurat)\w*(?: "
    r"up)? (?:a|an|the|their|its|this)\s?(?:[\w’'-]+ ){0,4}\Z",
    re.IGNORECASE,
)
_UNSAFE = re.compile(
    r"\b(?:dangerous|unsafe|aggressive|reckless|risky|evasive|hazardous|provocative|blocking|"
    r"illegal|unprofessional|close|such)\s(?:\w+\s)?\Z",
    re.IGNORECASE,
)
_NEGOTIATION = re.compile(
    r"(?: between [^,;.]{3,60})? (?:on|for|over|towards?|about) [^,;.]{0,60}\b(?:agreement|treaty|pact|"
    r"accord|deal|RAA|SOFA|VFA|"
    r"ACSA|GSOMIA|contract|text|draft|terms|document)\b|(?: (?:on|about|over) (?:it|them|that|this)\b)"
)
_VICE = re.compile(r"\b(?:vice|deputy)[- ]?\Z|\b(?:[Vv]ice|[Dd]eputy|[Ss]enior [Oo]fficials)\b")
_MARGINS = re.compile(r"\b(?:[Ss]idelines|[Mm]argins) of (?:the |its |their )?(?:[\w’'-]+ ){0,5}\Z")
_AT = re.compile(r"\b(?:at|during) (?:the|their|a|an|this)\s?(?:[\w’'-]+ ){0,5}\Z", re.IGNORECASE)
_DUE = re.compile(
    r"\b(?:planned|scheduled|due|set|slated) (?:for|to (?:begin|start|open|take place))(?: in| on)? (?:the )?\Z"
)
_RECENT = re.compile(
    r"\b(?:inaugural|first|second|third|fourth|fifth|last|latest|recent|previous|earlier|\d+(?:st|nd|rd|th))\b",
    re.IGNORECASE,
)


class NounEvents(NounParties):
    """Proposes the events that nouns name, sentence by sentence."""

    def __init__(self, context: Context, sides: Sides, clock: Clock) -> None:
        super().__init__(context, sides, clock)
        self._with: dict[int, tuple[list[Group], list[PersonMention]]] = {}

    def read(self, sentence: Sentence, found: list[Noun]) -> list[Happening]:
        """Return the events that the nouns of a sentence name."""
        out = []
        self._with = {
            n.start: complements(self.context, sentence, n, found[i + 1].start if i + 1 < len(found) else sentence.end)
            for i, n in enumerate(found)
        }
        self._said = self._statuses(sentence, found)
        for noun in found:
            if noun.type == "deployment" and noun.head != "operation":
                continue
            if noun.type == "visit" or (noun.type == "training" and not noun.name):
                continue
            if any(
                t.start <= noun.start < t.end and t.trigger.frame.shape in ("meet", "call")
                for t in sentence.triggers.get("happening", ())
                if t.end - t.start > 8 and (t.start < noun.start or self.context.clause_at(sentence, t.start))
            ):
                continue  # "held talks with" is read as a verb
            event = self._read(sentence, noun, found)
            if event is not None:
                out.append(event)
        return out

    def _read(self, sentence: Sentence, noun: Noun, found: list[Noun]) -> Happening | None:
        text = self.text
        left = text[max(sentence.start, noun.start - 90) : noun.start]
        if _NOT_EVENT.match(text, noun.end) and not noun.name:
            return None
        if noun.name is None and (
            noun.det in VAGUE or (noun.plural and noun.det not in ("two", "both") and not self._dated(sentence, noun))
        ):
            return None
        groups, persons = self._with[noun.start]
        said = self._said.get(noun.start)
        kind = "dialogue" if noun.type == "ministerial" and _VICE.search(f"{left}{noun.name or ''}") else noun.type
        draft = Draft("engagement", kind, f"event-{noun.type}", noun.start, 0.7)
        if noun.name:
            draft.name, draft.name_sentence, draft.series = noun.name, sentence.index, noun.series
        others = [n.start for n in found if n is not noun and self._said.get(n.start) is not said] + self._rivals(
            sentence, noun, said
        )
        verb = (said.start, said.end) if said and said.end > said.start else None
        date = self.clock.date(
            sentence,
            noun.start,
            noun.tail,
            verb=verb,
            others=others,
            at_it=bool(said and said.role == "adjunct" and _AT.search(left)),
        )
        place = self.clock.where(sentence, noun.start, noun.tail, verb=verb, others=others)
        if place and noun.name and place in noun.name:
            place = None
        self._parties(sentence, noun, draft, groups, persons, said)
        if noun.head == "operation" and not draft.participants:
            return None  # whose it is stands elsewhere, and is read there
        value = date.value if date else None
        if noun.year and (value is None or not value.startswith(noun.year)):
            value = noun.year
        event = Happening(draft, sentence, ordinal=noun.ordinal, head=noun.head, year=noun.year, persons=persons)
        event.stated = said is not None and said.end > said.start
        event.definite = noun.name is None and noun.det in _DEFINITE
        if said is None:
            if is_body(noun) and not noun.ordinal:
                return None
        elif is_body(noun) and not noun.ordinal and said.role == "adjunct":
            return None
        if said is None:
            if value is None and not titular(sentence):
                event.sure = False
            said = Status("held", "asserted", noun.start, noun.start)
            if not self.context.clauses(sentence) and re.search(
                r"\bnext (?:year|month|week|spring|summer|autumn|[A-Z]\w+)", sentence.text
            ):
                said.stage = said.modality = "planned"
                event.sure = bool(noun.ordinal or noun.name)
            if self.clock.ahead(value):
                said.stage, said.modality = "planned", "planned"
            if not noun.name and not _RECENT.search(left) and not groups and not persons:
                event.sure = False
        self._stage(event, said, value, date.end_value if date and not noun.year else None, place, sentence)
        if (
            said.frame in ("act-started", "act-planned", "act-ended")
            and not persons
            and _NEGOTIATION.match(text, noun.end, sentence.end)
        ):
            return None
        if noun.type in MEETINGS and place is None and FOUNDED.match(text, said.start, said.end):
            return None
        old = value and len(value) == 4 and self.clock.behind(value)
        if noun.name and noun.type in DRILLS and said.frame == "act-started" and old and noun.year is None:
            return None  # "the series began in 2003"
        if said.role == "before" and value is None and not noun.name:
            event.sure = False
        if said.modality != "asserted" and _FOUNDED.search(left):
            return None
        if noun.det == "their" and noun.type in MEETINGS and not persons:
            meant = self.sides.plural(sentence, noun.end, sentence.end)
            self.sides.persons_to(draft, "participant", meant, sentence)
            persons = meant
            draft.type = rank.of_meeting(self.context, meant) or draft.type
        two = len({s.identity for s in draft.actors("participant") if s.kind == "state"}) > 1
        peopled = len(persons) > 1 or groups or (persons and FOR.search(left))
        if said.role == "adjunct" and value is None and not noun.name and not (two and peopled):
            event.sure = False
        event.apart = bool(re.search(r"\bseparate\b", left[-30:]))
        if _MARGINS.search(left):
            return None
        if _SIDELINES.search(left) and not noun.name:
            event.sure = False
        if HABIT.search(sentence.text) and value is None:
            return None
        if noun.type in DRILLS and _UNSAFE.search(left):
            return None
        if (
            not noun.name and noun.det in ("a", "an", "") and value is None
            and said.frame in ("act-planned", "act-proposed", "act-started") and said.modality != "asserted"
        ):  # fmt: skip
            event.sure = False
        if noun.type == "deployment" and noun.head != "operation" and not noun.name:
            event.sure = bool(groups) and bool(draft.keys("participant")) and event.sure
        if (
            not noun.name
            and noun.det in ("a", "an", "")
            and said.modality != "asserted"
            and value is None
            and len(draft.keys("participant", "host")) < 2
        ):
            event.sure = False
        return event

    def _statuses(self, sentence: Sentence, found: list[Noun]) -> dict[int, Status | None]:
        """Return what is said of each noun; nouns in a list share it."""
        said = {n.start: status(self.context, sentence, n) for n in found}
        for first, second in pairwise(found):
            if not _LIST.fullmatch(self.text, first.end, second.start):
                continue
            a, b = said[first.start], said[second.start]
            if b is None and a is not None and not a.subject:
                said[second.start] = a
            elif a is None and b is not None and b.subject:
                said[first.start] = b
        return said

    def _rivals(self, sentence: Sentence, noun: Noun, said: Status | None) -> list[int]:
        """Return where other happenings of the sentence begin: their dates and places are their own."""
        own = (said.start, said.end) if said else (noun.start, noun.end)
        return [
            t.start for t in sentence.triggers.get("happening", ())
            if t.trigger.frame.shape in ("meet", "receive", "call", "travel", "ship")
            and not own[0] <= t.start < own[1] and abs(t.start - noun.start) > 12
            and t.trigger.form != "ing"
        ]  # fmt: skip

    def _stage(
        self, event: Happening, said: Status, value: str | None, end: str | None, place: str | None, sentence: Sentence
    ) -> None:
        stage, mode = said.stage, said.modality
        if stage in ("held", "started") and mode == "asserted" and self.clock.ahead(value):
            stage, mode = "planned", "planned"
        if stage == "cancelled" and value and self.clock.behind(value):
            own = next((d for d in sentence.dates if d.value == value), None)
            due = own and _DUE.search(self.text, max(sentence.start, own.start - 40), own.start)
            if own and due and not re.search(r"\d{4}", self.text[own.start : own.end]):
                value = end = None  # "called off a drill planned for October": the day it would have begun
        if said.role == "before" and (value is None or self.clock.behind(value)):
            stage, mode = ("held", "asserted") if value else ("planned", "planned")
        if stage == "planned" and mode == "planned" and self.clock.behind(value) and len(value or "") >= 7:
            value = end = None
        if stage == "planned" and mode == "asserted":
            mode = "planned"
        closing = said.frame == "act-ended" and (
            said.modality == "planned" or self.text[said.start : said.end].endswith("s")
        )
        if closing and value and len(value) == 10 and end is None and event.draft.type in DRILLS:
            # "the exercise closes on 18 October" gives its last day
            published = self.clock.published or value
            if value < published[:10] and value[:4] < published[:4]:
                value = published[:4] + value[4:]
            if value >= published[:10]:
                stage, mode, value, end = "started", "asserted", None, value
        first = (
            self.clock.first_day(sentence, value)
            if said.frame == "act-ended" and mode == "asserted" and not end
            else None
        )
        if first:
            value, end = first, value
        event.draft.stages.append(StageDraft(stage, mode, [sentence.index], value, end, place))
