"""Events that a noun names: its clause says who, when, where and whether."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.happenings import rank
from kg.extraction.happenings.model import DRILLS, HABIT, MEETINGS, Happening, Noun, Status, titular
from kg.extraction.happenings.nouns import complements
from kg.extraction.happenings.status import COMES, status
from kg.extraction.happenings.titles import is_body

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.happenings.sides import Sides
    from kg.extraction.happenings.when import Clock
    from kg.extraction.mentions import Group, PersonMention, Sentence

_VAGUE = frozenset(
    {
        "no",
        "any",
        "each",
        "every",
        "such",
        "more",
        "some",
        "many",
        "several",
        "further",
        "other",
        "similar",
        "regular",
        "frequent",
        "all",
        "new",
    }
)
_DEFINITE = frozenset({"the", "this", "that", "these", "their", "both", "its", "our", "his", "her"})
_MODIFIER = re.compile(r"(?:’s|'s)?\s?(?:(?!(?:and|with|in|for|of|at|on|to|by|or|from)\b)[\w’'+.&/–-]+\s+){0,5}[“\"‘]?")
_WITH = re.compile(
    r"(?:,? ?(?:[\w-]+ ){0,6})\b(?:with|alongside|joined by|against) (?:the |its |his |her |their |visiting |then )*(?:[\w-]+ ){0,4}\Z"
)
_NOT_EVENT = re.compile(
    r"(?:\s+(?:room|table|agenda|relationship|rights?|regulations?|partners?|forces?|aircraft|vessels?|ships?|boats?|area|areas|capabilit\w+|"
    r"capacity|mechanism|proposal|programme|program|cooperation|system|level|process|procedures?|on (?:a|an|the) (?:\w+ ){0,3}(?:agreement|treaty|pact|code|deal))\b)"
)
_SIDELINES = re.compile(
    r"\b(?:sidelines|margins|occasion|invitation|framework|outcomes?|results?|resumption|frequency|scope|scale|series|round|member|members) of (?:the |its |their )?(?:[\w’'-]+ ){0,5}\Z"
)
_LIST = re.compile(r"[”\"’']?(?:,| and|, and| or| as well as)(?: and)? (?:an? |the |Exercise )?[“\"‘]?")
_SHARE = re.compile(
    r"(?:’s|'s|’)? (?:[\w-]+ ){0,3}(?:participation|engagement|involvement|presence|attendance|role|debut|part)\b(?:, [^,;]{2,40},)?(?: [\w’]+){0,3} (?:in|at|to) (?:the |this year’s |this year's )?(?:(?:Exercise|Ex) )?[“\"‘]?"
)
_WHERE = re.compile(r",? (?:where|at which|during which|in which) ")
_FOUNDED = re.compile(
    r"\b(?:establish|set up|create|institute|institutionali[sz]e|found|elevate|upgrade|inaugurat)\w*(?: up)? (?:a|an|the|their|its|this)\s?(?:[\w’'-]+ ){0,4}\Z",
    re.IGNORECASE,
)
_AS_OBSERVER = re.compile(r"[^,;.]{0,50}\bas (?:an )?observers?\b")
_SENDS_OBSERVERS = re.compile(
    r"\b(?:send|sends|sent|dispatch\w*|sending) (?:\w+ )?observers? to (?:the )?(?:Exercise )?[“\"‘]?\Z"
)
_VICE = re.compile(r"\b(?:vice|deputy)[- ]?\Z|\b(?:[Vv]ice|[Dd]eputy|[Ss]enior [Oo]fficials)\b")
_MARGINS = re.compile(r"\b(?:[Ss]idelines|[Mm]argins) of (?:the |its |their )?(?:[\w’'-]+ ){0,5}\Z")
_AT = re.compile(r"\b(?:at|during) (?:the|their|a|an|this)\s?(?:[\w’'-]+ ){0,5}\Z", re.IGNORECASE)
_RECENT = re.compile(
    r"\b(?:inaugural|first|second|third|fourth|fifth|last|latest|recent|previous|earlier|\d+(?:st|nd|rd|th))\b",
    re.IGNORECASE,
)


class NounEvents:
    """Proposes the events that nouns name, sentence by sentence."""

    def __init__(self, context: Context, sides: Sides, clock: Clock) -> None:
        self.context, self.text, self.sides, self.clock = context, context.text, sides, clock
        self._said: dict[int, Status | None] = {}
        self._shared: list[Group] = []
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
                if t.end - t.start > 8
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
            noun.det in _VAGUE or (noun.plural and noun.det not in ("two", "both") and not self._dated(sentence, noun))
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
        value = date.value if date else None
        if noun.year and (value is None or not value.startswith(noun.year)):
            value = noun.year
        event = Happening(draft, sentence, ordinal=noun.ordinal, head=noun.head, year=noun.year, persons=persons)
        event.stated = said is not None and said.end > said.start
        event.definite = noun.name is None and noun.det in _DEFINITE
        if said is None:
            if is_body(noun) and not noun.ordinal:
                return None
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
        if said.role == "before" and value is None and not noun.name:
            event.sure = False
        if said.modality != "asserted" and _FOUNDED.search(left):
            return None
        two = len({s.identity for s in draft.actors("participant") if s.kind == "state"}) > 1
        if said.role == "adjunct" and value is None and not noun.name and not (two and (len(persons) > 1 or groups)):
            event.sure = False
        event.apart = bool(re.search(r"\bseparate\b", left[-30:]))
        if _MARGINS.search(left):
            return None
        if _SIDELINES.search(left) and not noun.name:
            event.sure = False
        if HABIT.search(sentence.text) and value is None:
            return None
        if (
            not noun.name and noun.det in ("a", "an", "") and value is None
            and said.frame in ("act-planned", "act-proposed") and said.modality != "asserted"
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
            and t.trigger.form not in ("ing",)
        ]  # fmt: skip

    def _stage(
        self, event: Happening, said: Status, value: str | None, end: str | None, place: str | None, sentence: Sentence
    ) -> None:
        stage, mode = said.stage, said.modality
        if stage in ("held", "started") and mode == "asserted" and self.clock.ahead(value):
            stage, mode = "planned", "planned"
        if said.role == "before" and (value is None or self.clock.behind(value)):
            stage, mode = ("held", "asserted") if value else ("planned", "planned")
        if stage == "planned" and mode == "planned" and self.clock.behind(value) and len(value or "") >= 7:
            value = end = None
        if stage == "planned" and mode == "asserted":
            mode = "planned"
        first = (
            self.clock.first_day(sentence, value)
            if said.frame == "act-ended" and mode == "asserted" and not end
            else None
        )
        if first:
            value, end = first, value
        event.draft.stages.append(StageDraft(stage, mode, [sentence.index], value, end, place))

    def _parties(
        self,
        sentence: Sentence,
        noun: Noun,
        draft: Draft,
        groups: list[Group],
        persons: list[PersonMention],
        said: Status | None,
    ) -> None:
        sides, text = self.sides, self.text
        sides.actors_to(draft, "participant", noun.inner, sentence)
        sides.groups_to(draft, "participant", groups, sentence)
        for p in persons:
            sides.persons_to(draft, "participant", [p], sentence)
        for group in sentence.groups:
            if (
                group.end <= noun.start
                and _MODIFIER.fullmatch(text, group.end, noun.start)
                and (
                    group.members[-1].adjective
                    or group.members[-1].possessive
                    or text[group.end : group.end + 1] in "-–—’'"
                    or (
                        re.fullmatch(r"\s?(?:[a-z2+-]+\s){0,4}", text[group.end : noun.start])
                        and not self._acts(sentence, group.end, noun.start)
                    )
                )
                and group.prep not in ("in", "at", "near", "off", "to")
            ):
                sides.groups_to(draft, "participant", [group], sentence)
        for group in sentence.groups:
            if (
                group.end <= noun.start
                and noun.start - group.end < 110
                and _SHARE.fullmatch(text, group.end, noun.start)
            ):
                sides.groups_to(draft, "participant", [group], sentence)
                self._shared = [group]
        if (
            not draft.participants
            and self._shared
            and noun.type in DRILLS
            and self._shared[0].start in range(sentence.start, noun.start)
        ):
            sides.groups_to(draft, "participant", self._shared, sentence)
        if _SENDS_OBSERVERS.search(text, max(sentence.start, noun.start - 60), noun.start):
            before = [g for g in sentence.groups if g.end <= noun.start and g.prep == ""]
            sides.groups_to(draft, "observer", before[:1], sentence)
        there = _WHERE.match(text, noun.tail, sentence.end)
        if there and noun.type in MEETINGS:
            present = [p for p in sentence.persons if there.end() <= p.start][:3]
            sides.persons_to(draft, "participant", present, sentence)
        owners = [
            p
            for p in sentence.persons
            if p.end <= noun.start and re.fullmatch(r"(?:’s|'s|’|')\s(?:[\w’'-]+\s){0,4}", text[p.end : noun.start])
        ]
        sides.persons_to(draft, "participant", owners, sentence)
        if said is not None and said.frame.startswith("act") and said.role != "noted":
            self._by_verb(sentence, noun, draft, said)
        if not draft.participants and (noun.det in ("their", "a", "an") or noun.ordinal):
            self._nearby(sentence, noun, draft)
        if not draft.participants and noun.type == "summit" and not noun.name and noun.det != "their":
            self._grouping(sentence, noun, draft)
        if noun.type in MEETINGS:
            level = rank.of_meeting(self.context, [*persons, *self._persons(draft, sentence)])
            if noun.type == "dialogue" or (noun.type == "ministerial" and level == "summit"):
                words = rank.of_words(text[max(sentence.start, noun.start - 60) : noun.tail]) if not noun.name else None
                near = rank.of_words(text[max(sentence.start, noun.start - 24) : noun.start])
                draft.type = (
                    level
                    or near
                    or (words if noun.head in ("meeting", "talks", "discussions", "meetings") else None)
                    or draft.type
                )

    def _grouping(self, sentence: Sentence, noun: Noun, draft: Draft) -> None:
        """Take the grouping spoken of just before as the one whose summit it is."""
        for index in range(sentence.index, max(-1, sentence.index - 3), -1):
            near = self.context.reading.sentences[index]
            found = [
                a for a in near.actors if a.actor.kind == "grouping" and (index < sentence.index or a.end <= noun.start)
            ]
            if found:
                draft.add("participant", found[-1].actor, sentence.index)
                return

    def _nearby(self, sentence: Sentence, noun: Noun, draft: Draft) -> None:
        """Add those whom the sentence names together before "their meeting"."""
        groups = [g for g in sentence.groups if g.end <= noun.start and len(g.actors) > 1]
        if groups:
            self.sides.groups_to(draft, "participant", groups[-1:], sentence)
            return
        before = [p for p in sentence.persons if p.end <= noun.start][-2:]
        states = {s.identity for p in before if (s := self.context.person_state(p))}
        if len(before) == 2 and len(states) in (0, 2):
            self.sides.persons_to(draft, "participant", before, sentence)

    def _dated(self, sentence: Sentence, noun: Noun) -> bool:
        """Whether a verb and a day make "drills" or "talks" a particular event."""
        said = self._said.get(noun.start)
        if (
            said is None
            or not said.frame.startswith("act")
            or said.role == "noted"
            or noun.type not in DRILLS
            or noun.det in _VAGUE
        ):
            return False
        return self.clock.date(sentence, noun.start, noun.tail, verb=(said.start, said.end)) is not None

    def _acts(self, sentence: Sentence, low: int, high: int) -> bool:
        """Whether a verb stands between two offsets."""
        return any(low <= c.verb.start < high for c in self.context.clauses(sentence))

    def _persons(self, draft: Draft, sentence: Sentence) -> list[PersonMention]:
        names = {p.actor.identity for p in draft.participants if p.actor.kind == "person"}
        return [p for p in sentence.persons if p.person and p.person.actor.identity in names]

    def _by_verb(self, sentence: Sentence, noun: Noun, draft: Draft, said: Status) -> None:
        context, sides = self.context, self.sides
        hosting = said.frame == "act-held" and re.match(
            r"(?:host|play)", self.text[said.start : said.end], re.IGNORECASE
        )
        role = "host" if hosting else "participant"
        if _AS_OBSERVER.match(self.text, noun.tail, sentence.end):
            role = "observer"
        if said.subject:
            who = context.agent(sentence, said.end)
            if who:
                sides.who_to(draft, role, who, sentence)
            return
        if COMES.match(self.text, said.start, said.end):
            met = [g for g in sentence.groups if said.end <= g.start and g.end <= noun.start and g.prep == ""]
            sides.groups_to(draft, "participant", met[:1], sentence)
        who = self.sides.subject(sentence, said.start)
        if who and noun.type in MEETINGS | DRILLS | {"deployment", "other"}:
            sides.who_to(draft, role, who, sentence)
            if who.actors and not who.persons:
                plural = sides.plural(sentence, sentence.start, said.start)
                sides.persons_to(draft, role, plural, sentence)
        else:
            plural = sides.plural(sentence, sentence.start, said.start)
            sides.persons_to(draft, role, plural, sentence)
        after = [p for p in sentence.persons if noun.end <= p.start and _WITH.fullmatch(self.text, noun.end, p.start)][
            :1
        ]
        if after:
            sides.persons_to(draft, "participant", after, sentence)
