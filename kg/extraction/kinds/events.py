"""Events that a noun names: what stands beside the noun, and events named only in passing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.clause import Who
from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.kinds.counterparties import attached
from kg.extraction.kinds.gatherings import Gatherings
from kg.extraction.kinds.occasions import Occasions
from kg.extraction.kinds.visits import VisitReader
from kg.extraction.mentions import Actor, EngagementMention, PersonMention, Sentence

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Group

WITH = frozenset({"with", "between", "among", "from", "alongside", "including", "and"})
_SHARE = re.compile(r"\b(?:on the sidelines of|margins of|sidelines)\b")
_OF = frozenset({"of"})
_MINISTER = re.compile(
    r"minister|secretary of (?:state|defen[cs]e|war)|(?:foreign|defen[cs]e|war) secretary", re.IGNORECASE
)
_TO_COME = re.compile(
    r"\bto (?:resume|revive|restart|restore|expand|widen|upgrade|plan|prepare|continue|hold|conduct|attend|join|cancel|"
    r"postpone|observe|host)(?: in| for)? (?:the |a |an |their |its )?(?:[\w-]+ ){0,2}[“\"‘]?\Z"
)
_DUE = re.compile(
    r"\b(?:planned|scheduled|due|set|slated) (?:for|to (?:begin|start|open|take place))(?: in| on)? (?:the )?\Z"
)
_GONE_FOR = re.compile(
    r"\b(?:go|goes|went|travel|travels|travelled|head|heads|fly|flies|sail|sails|come|comes)\b[^.;]{0,50}"
    r"\b(?:for|to join)\s(?:[\w-]+\s){0,3}\Z"
)
"""Who goes somewhere for an exercise is read by the journey, with its day."""
_THERE_FOR = re.compile(r"\b(?:is|are) (?:now )?in (?:the )?[\w ]{2,30} for (?:the|a|their) (?:\w+ )?[“\"‘]?\Z")
_AGREED_ON = re.compile(
    r"\b(?:agreed|decided|discussed|confirmed|announced|planned|approved|proposed)(?: on| to)? "
    r"(?:the|a|an|their|its) (?:[\w-]+ ){0,3}\Z"
)
_BORDER = re.compile(r"\b(?:border|boundary) (?:talks|meetings?|consultations|dialogue|commanders)\b")
_NTH = re.compile(r"\b(?:at|during|in) the (?:first|second|third|inaugural|latest|\w+(?:th|st|nd|rd)) (?:[\w-]+ )?\Z")
_AFTER_TALKS = re.compile(r"\b(?:following|after) (?:their |a |the )?(?:bilateral |one-on-one |ministerial )?\Z")
_TALKS = frozenset({"summit", "ministerial", "dialogue"})
_AT_EVENT = re.compile(r"(?:At|During|Speaking at|In|Before|After) (?:the|their|a|an|this|that|last) (?:[\w-]+ ){0,4}")
_AT_A = re.compile(r",? (?:at|during|in) (?:the|their|a|an) (?:[\w-]+ ){0,3}")
_BOTH = re.compile(r",? and (?:the |his |her )?(?:\w+ ){0,2}")
STANDING = frozenset({"exercise", "patrol", "deployment", "training"})


class EventReader(VisitReader):
    """Reads events named in passing, and the parts of any event named by a noun."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.occasions = Occasions(context)
        self.gatherings = Gatherings(context, self.occasions)
        self.ended: set[int] = set()

    def _level(self, persons: list[PersonMention]) -> str:
        titles = [
            t for p in persons for t in (p.office, *((m.office for _, m in p.person.mentions) if p.person else ())) if t
        ]
        heads = self.context.lexicon.sets["heads"]
        if any(t.lower() in heads for t in titles) and not any(
            _MINISTER.search(t) and t.lower() not in heads for t in titles
        ):
            return "summit"
        return "ministerial" if any(_MINISTER.search(t) for t in titles) else "dialogue"

    def _mentioned(self, sentence: Sentence, mention: EngagementMention) -> None:
        """Read an event named in passing: it needs a date of its own, and parties or a proper name."""
        context = self.context
        before = self.text[max(sentence.start, mention.start - 60) : mention.start].lower()
        if mention.type in ("summit", "ministerial") and _THERE_FOR.search(before):
            self._there(sentence, mention)
            return
        if mention.type == "dialogue" and _AFTER_TALKS.search(before) and self._after_talks(sentence, mention):
            return
        if (mention.plural and not mention.name) or (
            mention.type in ("training", "deployment", "patrol") and not mention.name
        ):
            rotation = self.gatherings.rotation(sentence, mention) if mention.type == "deployment" else None
            if rotation is not None:
                self.found.append(rotation)
            return
        if mention.type == "visit":
            self._visited(sentence, mention)
            return
        date = context.date(sentence, mention.start)
        close = date is not None and abs(date.start - mention.start) < 80
        value = mention.year or (date.value if date and close else None)
        if (
            value is None
            or _SHARE.search(before)
            or _TO_COME.search(before)
            or _GONE_FOR.search(before)
            or (date is not None and _DUE.search(self.text, max(sentence.start, date.start - 30), date.start))
            or (not mention.name and _AGREED_ON.search(before))
        ):
            return
        if mention.type == "dialogue" and not re.search(
            r"(?:during|at|after|in|following|since|held|the) (?:a|an|the|their)?\s*(?:[\w-]+ ){0,3}$", before
        ):
            return
        draft = self._draft(sentence, mention, "engagement-mention")
        self._beside(sentence, mention, draft)
        self._speakers(sentence, mention, draft)
        if not draft.participants:
            self._around(sentence, mention, draft)
        nth = mention.type == "dialogue" and _NTH.search(before)
        many = any(a.actor.kind == "grouping" for s in self._lines(sentence) for a in s.actors)
        meets = mention.type in ("summit", "ministerial") or nth
        if meets and len(draft.keys("participant", "host")) < 2 and not many:
            self._pair(sentence, draft)  # beside a grouping the summit may be its own
        future = re.search(r"\b(?:next|upcoming|planned|scheduled|forthcoming|will)\b", before)
        stage = StageDraft(
            "planned" if future else "held", "planned" if future else "asserted", [sentence.index], value
        )
        if date is not None and stage.date == date.value:
            stage.end_date = date.end_value
        stage.place = context.place(sentence, mention.end, reach=40)
        if stage.place is None and nth and date is not None:
            stage.place = next(
                (p.label for p in sentence.places if p.prep == "in" and 0 <= date.start - p.end < 6), None
            )
        draft.stages.append(stage)
        draft.confidence = 0.65
        self._ahead(stage)
        self._keep(sentence, draft, mention)

    def _lines(self, sentence: Sentence) -> list[Sentence]:
        """Return a sentence with the one before it."""
        return self.context.reading.sentences[max(0, sentence.index - 1) : sentence.index + 1]

    def _speakers(self, sentence: Sentence, mention: EngagementMention, draft: Draft) -> None:
        """Add who speaks or acts at a meeting: "at the dialogue in X, P said", "welcomed by P and Q at a summit"."""
        context = self.context
        if mention.type not in _TALKS:
            return
        persons: list[PersonMention] = []
        opening = _AT_EVENT.fullmatch(self.text, sentence.start, mention.start)
        ahead = [p for p in sentence.persons if p.start >= mention.end]
        if opening and ahead and re.search(r",\s(?:the )?\Z", self.text[mention.end : ahead[0].start]):
            persons = ahead[:1]
        before = [p for p in sentence.persons if p.end <= mention.start]
        if before and _AT_A.fullmatch(self.text, before[-1].end, mention.start):
            persons = (
                before[-2:]
                if len(before) > 1 and _BOTH.fullmatch(self.text, before[-2].end, before[-1].start)
                else before[-1:]
            )
        context.persons_to(draft, "participant", persons, sentence)
        for state in context.states_of(Who([], persons)):
            draft.add("participant", state, sentence.index)
        if opening and mention.type == "dialogue" and len(draft.keys("participant", "host")) < 2:
            self._pair(sentence, draft)

    def _there(self, sentence: Sentence, mention: EngagementMention) -> None:
        """Read "they are in X for the second 2+2 meeting": what is about to be held."""
        draft = self._draft(sentence, mention, "engagement-there-for")
        self._pair(sentence, draft)
        if len(draft.keys("participant")) == 2:
            draft.stages.append(StageDraft("planned", "planned", [sentence.index]))
            self.found.append(draft)

    def _after_talks(self, sentence: Sentence, mention: EngagementMention) -> bool:
        """Read "P and Q signed it in X, following bilateral talks"."""
        persons = self.context.subject(sentence, mention.start, low=sentence.start).persons
        states = self.context.states_of(Who([], persons))
        follows = re.match(r"\s*(?:with|between|on)\b", self.text[mention.end : mention.end + 10])
        if len(persons) < 2 or len(states) + any(self.context.person_state(p) is None for p in persons) < 2 or follows:
            return False
        draft = Draft("engagement", self._level(persons), "engagement-after-talks", mention.start, 0.65)
        for state in states:
            draft.add("participant", state, sentence.index)
        self.context.persons_to(draft, "participant", persons, sentence)
        draft.stages.append(StageDraft("held", "asserted", [sentence.index]))
        self.found.append(draft)
        return True

    def _draft(self, sentence: Sentence, mention: EngagementMention, rule: str) -> Draft:
        draft = Draft("engagement", mention.type, rule, mention.start, 0.8)
        if mention.name:
            draft.name, draft.name_sentence, draft.series = mention.name, sentence.index, mention.series
        return draft

    def _beside(self, sentence: Sentence, mention: EngagementMention, draft: Draft) -> None:
        """Add "with A", "between A and B", "involving A", and states right before the noun."""
        context = self.context
        chosen: list[Group] = [
            g
            for g in context.after(sentence, mention.end, WITH)
            if g.start - mention.end < 110 and attached(self.text, sentence, mention.end, g)
        ][:1]
        chosen += [
            g
            for g in sentence.groups
            if 0 <= mention.start - g.end <= 14 and len(g.actors) > 1 and g.prep not in ("in", "at")
        ]
        chosen += [
            g for g in context.after(sentence, mention.end, _OF) if g.start - mention.end < 9 and len(g.actors) > 1
        ]
        match = re.compile(r"\b(?:involving|bringing together|joined by|including)\s").search(
            self.text, mention.end, sentence.end
        )
        if match:
            chosen += [g for g in sentence.groups if 0 <= g.start - match.end() < 40][:1]
        for group in chosen:
            for actor in group.actors:
                state = context.focus.state(actor) or (actor if actor.kind == "grouping" else None)
                if state:
                    draft.add("participant", state, sentence.index)
                if actor.kind == "organisation" and draft.type in STANDING:
                    draft.add("participant", actor, sentence.index)
        persons = [
            p
            for p in sentence.persons
            if mention.end <= p.start
            and re.fullmatch(r"\s*(?:with|between)\s+(?:\w+\s+)?", self.text[mention.end : p.start])
        ]
        if persons:
            for state in context.states_of(Who([], persons)):
                draft.add("participant", state, sentence.index)
            context.persons_to(draft, "participant", persons, sentence)

    def _around(self, sentence: Sentence, mention: EngagementMention, draft: Draft) -> None:
        context = self.context
        for state in context.states_of(context.subject(sentence, mention.start)):
            draft.add("participant", state, sentence.index)

    def _services(self, sentence: Sentence, draft: Draft, who: Who) -> None:
        for actor in who.actors:
            if actor.kind == "organisation" and draft.type in STANDING:
                draft.add("participant", actor, sentence.index)

    def _pair(self, sentence: Sentence, draft: Draft) -> None:
        pair = self.context.focus.pair(sentence)
        have = draft.keys("participant", "host")
        if not have or any(p.identity in have for p in pair):
            for p in pair:
                if p.identity not in have:
                    draft.add("participant", p, sentence.index)
                    draft.confidence = min(draft.confidence, 0.6)

    def _keep(self, sentence: Sentence, draft: Draft, mention: EngagementMention) -> None:
        keys = draft.keys("participant", "host", "visitor", "observer")
        actors: list[Actor] = draft.actors("participant", "host", "visitor")
        enough = len(keys) >= 2 or any(a.kind == "grouping" for a in actors) or (mention.name and keys)
        if enough and (draft.type in STANDING or mention.name or self._relevant(sentence, draft)):
            self.found.append(draft)
        elif mention.name and not keys and draft.type in STANDING:
            self.occasions.opened(draft, sentence, pending=True)

    def _relevant(self, sentence: Sentence, draft: Draft) -> bool:
        return (
            draft.type in ("summit", "ministerial")
            or bool(self.context.lexicon.security.search(sentence.text) or _BORDER.search(sentence.text))
            or any(a.kind == "person" for a in draft.actors("participant", "host"))
        )
