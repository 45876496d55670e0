"""Who takes part in an event that a noun names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import modality
from kg.extraction.drafts import Draft
from kg.extraction.happenings import rank
from kg.extraction.happenings.model import DRILLS, MEETINGS, VAGUE, Noun, Status
from kg.extraction.happenings.status import COMES, FOR

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.happenings.sides import Sides
    from kg.extraction.happenings.when import Clock
    from kg.extraction.mentions import Group, PersonMention, Sentence

_MODIFIER = re.compile(r"(?:’s|'s)?\s?(?:(?!(?:and|with|in|for|of|at|on|to|by|or|from)\b)[\w’'+.&/–-]+\s+){0,5}[“\"‘]?")
_WITH = re.compile(
    r"(?:,? ?(?:[\w-]+ ){0,6})\b(?:with|alongside|joined by|against) (?:the |its |his |her |their |"
    r"visiting |then )*(?:[\w-]+ ){0,4}\Z"
)
_SHARE = re.compile(
    r"(?:’s|'s|’)? (?:[\w-]+ ){0,3}(?:participation|engagement|involvement|presence|attendance|role|debut|"
    r"part)\b(?:, [^,;]{2,40},)?(?: [\w’]+){0,3} (?:in|at|to) (?:the |this year’s |this year's "
    r")?(?:(?:Exercise|Ex) )?[“\"‘]?"
)
_WHOSE = re.compile(r",? whose (?:[\w’'-]+ ){0,4}[“\"‘]?\Z")
_ON_WITH = re.compile(r" (?:on|about|over) [^,;.]{3,110}? with (?:the )?")
_NAVIES = re.compile(
    r"\b(?:with|alongside|together with|joined by) (?:(?:the|its|their) )?(?:(?:navies|forces|troops|air forces|armies|"
    r"militaries|personnel|ships|warships|vessels|units|aircraft|teams|soldiers|sailors|marines) (?:of|from) (?:the )?)"
)
_WHERE = re.compile(r",? (?:where|at which|during which|in which) ")
_AS_OBSERVER = re.compile(r"[^,;.]{0,50}\bas (?:an )?observers?\b")
_SENDS_OBSERVERS = re.compile(
    r"\b(?:send|sends|sent|dispatch\w*|sending) (?:\w+ )?observers? to (?:the )?(?:Exercise )?[“\"‘]?\Z"
)


class NounParties:
    """Finds the parties of events named by nouns."""

    def __init__(self, context: Context, sides: Sides, clock: Clock) -> None:
        self.context, self.text, self.sides, self.clock = context, context.text, sides, clock
        self._said: dict[int, Status | None] = {}
        self._shared: list[Group] = []

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
        if (
            said is not None
            and said.role == "adjunct"
            and FOR.search(text[max(sentence.start, noun.start - 60) : noun.start])
        ):
            gone = [
                t for t in sentence.triggers.get("happening", ())
                if t.trigger.frame.shape == "travel" and t.end <= noun.start and noun.start - t.end < 90
            ]  # fmt: skip
            if gone and (persons or groups):
                sides.who_to(draft, "participant", sides.subject(sentence, gone[-1].start), sentence)
        if noun.type in DRILLS:
            high = modality.clause_end(text, noun.tail, sentence.end)
            beside = _NAVIES.search(text, noun.tail, min(high, noun.tail + 110))
            at = beside.end() if beside else -9
            others = [g for g in sentence.groups if 0 <= g.start - at < 14 and not self._acts(sentence, noun.tail, at)]
            sides.groups_to(draft, "participant", others[:1], sentence)
        there = _WHERE.match(text, noun.tail, sentence.end)
        if there and noun.type in MEETINGS:
            present = [p for p in sentence.persons if there.end() <= p.start][:3]
            sides.persons_to(draft, "participant", present, sentence)
        for group in sentence.groups if not groups and noun.type in MEETINGS else ():
            if group.prep == "with" and _ON_WITH.fullmatch(text, noun.end, group.start):
                sides.groups_to(draft, "participant", [group], sentence)
        whose = _WHOSE.search(text, max(sentence.start, noun.start - 60), noun.start)
        if whose and not draft.participants:
            before = [g for g in sentence.groups if 0 <= whose.start() - g.end < 4]
            sides.groups_to(draft, "participant", before[-1:], sentence)
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

    def _acts(self, sentence: Sentence, low: int, high: int) -> bool:
        """Whether a verb stands between two offsets."""
        return any(low <= c.verb.start < high for c in self.context.clauses(sentence))

    def _dated(self, sentence: Sentence, noun: Noun) -> bool:
        """Whether a verb and a day make "drills" or "talks" a particular event."""
        said = self._said.get(noun.start)
        if (
            said is None
            or not said.frame.startswith("act")
            or said.role == "noted"
            or noun.type not in DRILLS
            or noun.det in VAGUE
        ):
            return False
        return self.clock.date(sentence, noun.start, noun.tail, verb=(said.start, said.end)) is not None

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
