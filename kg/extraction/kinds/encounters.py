"""Encounters by verb: who meets or receives whom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import modality
from kg.extraction.clause import Who
from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.kinds.gatherings import Gatherings
from kg.extraction.kinds.occasions import Occasions
from kg.extraction.kinds.visits import VisitReader

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, EngagementMention, PersonMention, Sentence, TriggerMention

_MINISTER = re.compile(
    r"minister|secretary of (?:state|defen[cs]e|war)|(?:foreign|defen[cs]e|war) secretary", re.IGNORECASE
)
_NO_OBJECT = re.compile(
    r"\s*(?:[.,;]|(?:by|separately|briefly|privately|virtually|online|bilaterally|face|one-on-one|on|in|at|for|during|last|this|earlier|here|again|today|yesterday|Monday|Tuesday|"
    r"Wednesday|Thursday|Friday|Saturday|Sunday)\b)"
)
_OFFICIALS = re.compile(
    r"\b(?:[Mm]inisters?|[Ll]eaders?|[Oo]fficials?|delegations?|envoys?|chiefs?|presidents?|counterparts?|"
    r"[Ss]ecretar(?:y|ies)|ambassadors?|commanders?|generals|admirals|diplomats)\b"
)
_LEADERS = re.compile(r"\b(?:[Ll]eaders|[Pp]residents|[Pp]rime [Mm]inisters|[Hh]eads of (?:state|government))\b")
_MINISTERS = re.compile(r"\b(?:[Mm]inisters|[Dd]efen[cs]e chiefs|secretaries)\b")
_BY = re.compile(r"\s+(?:in [A-Z]\w+ )?by\b")
_BEING = re.compile(r"\b(?:was|were|been|being|is|are)\s+(?:\w+ly\s+|also\s+)?\Z")
_WITH_WHOM = re.compile(r"\bwith (?:the |his |her |then )?(?:\w+ )?\Z")
_FOR = re.compile(r",? (?:for|at|in) (?:the|a|an|their)(?: [\w-]+){0,4} ")
_OFFICE = re.compile(
    r"\b[Tt]he (President|Prime Minister|Minister|Secretary|Foreign Minister|Defen[cs]e Minister|Ambassador)"
    r"\b(?! [A-Z])"
)
_THE_MINISTERS = re.compile(r"\b[Tt]he (two|three) [A-Z]\w+ ministers\b")
_DURING = re.compile(r"During (?:his|her|their|the) (?:\w+ )?(?:stay|visit|trip)\b")


class EncounterReader(VisitReader):
    """Reads meetings, visits and deployments; `found` collects them."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.occasions = Occasions(context)
        self.gatherings = Gatherings(context, self.occasions)
        self.ended: set[int] = set()

    def _meet(self, sentence: Sentence, trigger: TriggerMention) -> None:
        context = self.context
        frame = trigger.trigger.frame
        who = context.subject(sentence, trigger.start)
        end = modality.clause_end(self.text, trigger.end, sentence.end)
        others = [p for p in sentence.persons if trigger.end <= p.start < end and p.start - trigger.end < 160]
        if frame.shape == "meet" and frame.role == "talk":
            others = [p for p in others if _WITH_WHOM.search(self.text[max(trigger.end, p.start - 24) : p.start])][:1]
            both = len({st.identity for q in who.persons if (st := context.person_state(q))}) > 1
            if not others and not both:
                return
        if frame.role == "called" and not others:
            held = self._definite(sentence, trigger, ahead=True)
            others = [held] if held is not None else []
        named = None if who.persons else self._definite(sentence, trigger)
        if named is not None:
            who = Who([], [named])
        elif not who.persons and who.actors and frame.role == "called":
            who = Who(who.actors, self._ministers(sentence, trigger, who.actors[0]))
        groups = context.after(sentence, trigger.end, frozenset({"", "with"}), high=min(end, trigger.end + 60))
        if frame.role == "host" and _BY.match(self.text, trigger.end):
            # "X was received by Y" turns the sides; "a summit hosted by Y" is an event and read as one.
            if not _BEING.search(self.text, sentence.start, trigger.start) or not who.persons:
                return
            who, others = Who([], others[:1]), who.persons
        if frame.role == "host" and (not others or not who):
            return
        if not who:
            sent = [g for g in sentence.groups if g.prep in ("from", "of") and 0 <= trigger.start - g.end < 12]
            if sent and _OFFICIALS.search(self.text[max(sentence.start, sent[0].start - 24) : sent[0].start]):
                who = Who(sent[0].actors, [])
        alone = frame.role == "talk" or bool(_NO_OBJECT.match(self.text, trigger.end))
        if not who or not (others or groups or (alone and (len(context.states_of(who)) >= 2 or len(who.persons) > 1))):
            return
        if trigger.trigger.form in ("s", "ing"):
            return
        persons = [*who.persons, *others[:3]]
        if not persons and (frame.role == "host" or not _OFFICIALS.search(sentence.text)):
            return
        other = Who([] if others else (groups[0].actors if groups else []), others[:3])
        states = {s.identity: s for s in (*context.states_of(who), *context.states_of(other))}
        unknown = any(context.person_state(p) is None for p in persons)
        if not states and len({p.office for p in persons if p.person}) and len(persons) == 2 and context.focus.sure:
            states = {m.identity: m for m in context.focus.main}
        if len(states) + unknown < 2:
            return
        if len(states) == 1 and unknown and (second := self._other(sentence, next(iter(states)))):
            states[second.identity] = second
        mode = context.modality(sentence, trigger)
        kind = self._level(persons) if persons else self._rank(sentence)
        draft = Draft("engagement", kind, frame.id, trigger.start, 0.75)
        occasion = self._occasion(sentence, others[-1].end if others else trigger.end)
        if occasion is not None:
            draft.type = occasion.type
            self._named(sentence, draft, occasion)
        if frame.role == "called" and who.actors:
            draft.type = "visit"
        homes = {s.identity for s in context.states_of(Who([], who.persons))}
        guests = {s.identity for s in context.states_of(Who([], others))}
        for state in states.values():
            receives = frame.role == "host" and state.identity in homes
            called = frame.role == "called" and bool(guests) and state.identity not in homes
            role = "host" if receives or called else "visitor" if draft.type == "visit" else "participant"
            draft.add(role, state, sentence.index)
        role = "host" if frame.role == "host" else "visitor" if draft.type == "visit" else "participant"
        context.persons_to(draft, role, who.persons, sentence)
        context.persons_to(draft, "host" if frame.role == "called" else "participant", others[:3], sentence)
        stage = self._stage(sentence, trigger, mode)
        if stage.date is None and stage.stage == "held":
            stage.date = self._row_date(sentence)
        draft.stages.append(stage)
        self._stay(sentence, draft, who)
        self.found.append(draft)

    def _other(self, sentence: Sentence, known: str) -> Actor | None:
        """Return the state of one whom the text names without it: the other of two just spoken of, or of the text."""
        focus = self.context.focus
        for index in range(sentence.index - 1, max(-1, sentence.index - 3), -1):
            near = focus.states_in(self.context.reading.sentences[index], acting=True)
            if len(near) == 2 and known in {s.identity for s in near}:
                return near[0] if near[1].identity == known else near[1]
            if len(near) > 2:
                return None
        return focus.other(known) if focus.sure else None

    def _occasion(self, sentence: Sentence, at: int) -> EngagementMention | None:
        """Return the meeting for which guests are received: "for the fourth defence ministers' meeting"."""
        for mention in sentence.engagements:
            gap = self.text[at : mention.start] if at <= mention.start else ""
            if mention.type in ("summit", "ministerial", "dialogue") and _FOR.fullmatch(gap):
                return mention
        return None

    def _named(self, sentence: Sentence, draft: Draft, mention: EngagementMention) -> None:
        """Give a meeting of a grouping its name."""
        before = [a for a in sentence.actors if a.end + 1 == mention.start and a.actor.kind == "grouping"]
        if mention.name:
            draft.name, draft.name_sentence = mention.name, sentence.index
        elif before:
            draft.name, draft.name_sentence = self.text[before[0].start : mention.end], sentence.index

    def _row_date(self, sentence: Sentence) -> str | None:
        """Return the date that stands alone before a sentence, as in a chronology's row."""
        previous = self.context.reading.sentences[sentence.index - 1] if sentence.index else None
        if previous is None or sentence.dates or len(previous.dates) != 1 or previous.block + 1 != sentence.block:
            return None
        date = previous.dates[0]
        return date.value if date.end - date.start >= len(previous.text.strip()) else None

    def _definite(self, sentence: Sentence, trigger: TriggerMention, *, ahead: bool = False) -> PersonMention | None:
        """Return whom "the Minister" beside a verb means: the last named holder of such an office, if near."""
        low = modality.clause_start(self.text, sentence.start, trigger.start)
        match = next(reversed(list(_OFFICE.finditer(self.text, low, trigger.start))), None)
        if ahead:
            match = _OFFICE.match(self.text, trigger.end + 1, sentence.end)
        if match is None or (not ahead and trigger.start - match.end() > 20):
            return None
        word = match.group(1).lower()
        for index in range(sentence.index - 1, max(-1, sentence.index - 9), -1):
            for p in self.context.reading.sentences[index].persons:
                titles = [m.office for _, m in p.person.mentions if m.office] if p.person else []
                fits = [t for t in titles if t.lower() == word or (word == "minister" and "minister" in t.lower())]
                if fits and "prime" not in fits[0].lower():
                    return p
        return None

    def _ministers(self, sentence: Sentence, trigger: TriggerMention, actor: Actor) -> list[PersonMention]:
        """Return whom "the two Japanese ministers" means: the ministers of that state named just before."""
        left = self.text[max(sentence.start, trigger.start - 60) : trigger.start]
        counted = _THE_MINISTERS.search(left)
        if counted is None:
            return []
        found: dict[str, PersonMention] = {}
        for index in range(max(0, sentence.index - 4), sentence.index):
            for p in self.context.reading.sentences[index].persons:
                state = self.context.person_state(p)
                if p.person and state and state.identity == actor.identity and _MINISTER.search(p.office or ""):
                    found.setdefault(p.person.name, p)
        return list(found.values()) if len(found) == {"two": 2, "three": 3}[counted.group(1)] else []

    def _stay(self, sentence: Sentence, draft: Draft, who: Who) -> None:
        """Read "during her visit, P met Q": the one is a guest, the other at home."""
        if not _DURING.match(sentence.text) or len(who.persons) != 1:
            return
        guest = self.context.person_state(who.persons[0])
        others = [p for p in draft.participants if p.actor.kind == "state" and guest and p.actor != guest]
        if guest is None or len(others) != 1:
            return
        for p in draft.participants:
            home = p.actor == others[0].actor or (p.actor.kind == "person" and p.on_behalf_of != guest.key)
            p.role = "host" if home else "visitor"
        visit = Draft("engagement", "visit", "engagement-stay", sentence.start, 0.65)
        visit.add("host", others[0].actor, sentence.index)
        visit.add("visitor", guest, sentence.index)
        self.context.persons_to(visit, "visitor", who.persons, sentence)
        visit.stages.append(StageDraft("held", "asserted", [sentence.index]))
        self.found.append(visit)

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

    def _rank(self, sentence: Sentence) -> str:
        """Return the level of a meeting of unnamed office-holders."""
        if _LEADERS.search(sentence.text):
            return "summit"
        return "ministerial" if _MINISTERS.search(sentence.text) else "dialogue"
