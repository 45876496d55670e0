"""Visits, by verb and by noun: who goes to whom, and how long."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.clause import Who
from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.happenings.model import MEETINGS, Happening, Noun
from kg.extraction.happenings.status import status
from kg.extraction.happenings.travels import Travels
from kg.extraction.mentions import DateMention

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.happenings.sides import Sides
    from kg.extraction.happenings.when import Clock
    from kg.extraction.mentions import Actor, PersonMention, Sentence, TriggerMention

_NOW = re.compile(
    r"\b(?:ongoing|current(?:ly)?|on the (?:first|second|third|final|last) day of|continues|is paying|are "
    r"paying|visiting)\b"
)
_OFF = re.compile(
    r"\b(?:call(?:s|ed)? (?:\w+ ){0,3}off|cancel(?:s|led|ed)|postponed|put off|scrapped|pulled out|"
    r"dropped|shelved|deferred)\b"
)
_DELEGATION = re.compile(
    r"\b(?:delegation|team|mission|group|envoys?|officials|ministers?|leader|president|premier|officers|"
    r"chiefs?|secretary|delegates)\b",
    re.IGNORECASE,
)
_SHIPS = re.compile(
    r"\b(?:HMS|HMAS|HMCS|HMNZS|HNLMS|USS|USNS|USCGC|JS|INS|ROKS|BRP|KRI|KD|RSS|FS|frigate|destroyer|"
    r"corvette|cutter|carrier|submarine|warships?|vessels?|"
    r"ships?|flotilla|squadron|strike group|fleet|boat|tanker|minesweeper|aircraft|bombers?|fighters?|"
    r"jets?|helicopters?|crew)\b"
)
_SOON = re.compile(r"[^,;.]{0,40}\b(?:later (?:this|in the)|next (?:week|month|year)|tomorrow)\b")
_HERE_FOR = re.compile(r"\A(?:is|are) [^,;.]{2,50}? (?:for|to attend) (?:the|a|an|their) (?:[\w“”\"-]+ ){0,4}[“\"]?\Z")
_FOR_TALKS = re.compile(r"[^,;.]{2,50}? (?:for|to attend|to meet|to hold|to sign|on) ")
_BY_WHOM = re.compile(r"(?: to [\w ]{2,40})? (?:of|by|from) (?:the |his |her |its |[\w’'-]+ ){0,6}")
_ON_VISIT = re.compile(r"\b(is|are|was|were|been) on (?:an? |his |her |their )(?:[\w-]+ ){0,3}\Z")
_OF = re.compile(r"\bof (?:the |Mr\.? |Ms\.? |Dr\.? )*(?:[\w’'.]+ ){0,5}\Z")
_OWNER = re.compile(r"(?:’s|'s|’|')?\s(?:(?!(?:and|with|to|in|at|on|for)\b)[\w’'-]+\s){0,5}")


class Journeys(Travels):
    """Proposes visits, sentence by sentence."""

    def __init__(self, context: Context, sides: Sides, clock: Clock) -> None:
        super().__init__(context, sides, clock)
        self.guest: tuple[list[Actor], list[PersonMention], Actor] | None = None
        """Who visits whom, as last said: what "the visit" then means."""

    def heard(self, event: Happening) -> None:
        """Keep the guest and the host of a visit or a reception."""
        draft = event.draft
        hosts = [a for a in draft.actors("host") if a.kind == "state"]
        guests = [a for a in draft.actors("visitor") if a.kind == "state"]
        names = {a.identity for a in draft.actors("visitor") if a.kind == "person"}
        persons = [p for p in event.persons if p.person and p.person.actor.identity in names]
        if not hosts and len(guests) == 1:
            other = self.context.focus.other(guests[0].identity)
            hosts = [other] if other is not None else []
        if len(hosts) == 1 and guests:
            self.guest = (guests, persons, hosts[0])

    def read(self, sentence: Sentence, nouns: list[Noun]) -> list[Happening]:
        """Return the visits that a sentence tells of."""
        out: list[Happening] = []
        for trigger in sentence.triggers.get("happening", ()):
            if trigger.trigger.frame.shape == "travel" and not any(
                n.start < trigger.end
                and trigger.start < n.end
                and (
                    n.type != "visit"
                    or (trigger.end - trigger.start < 9 and self.context.clause_at(sentence, trigger.start) is None)
                )
                for n in nouns
            ):
                event = self._goes(sentence, trigger, nouns)
                if event is not None and not any(o.draft.keys("visitor") == event.draft.keys("visitor") for o in out):
                    out.append(event)
        for noun in nouns:
            inside = any(
                t.start < noun.start and noun.end <= t.end and t.trigger.frame.shape in ("travel", "call")
                for t in sentence.triggers.get("happening", ())
            )
            if noun.type == "visit" and not inside:
                event = self._noun(sentence, noun)
                if event is not None:
                    out.append(event)
        return out

    # -- by verb ---------------------------------------------------------------------------------------------------
    def _meeting(
        self, sentence: Sentence, noun: Noun, host: Actor, guests: list[Actor], persons: list[PersonMention]
    ) -> Happening:
        """Read "they are in B for the second dialogue": the meeting is to come, and these take part in it."""
        draft = Draft("engagement", noun.type, "event-travel", noun.start, 0.65)
        if noun.name:
            draft.name, draft.name_sentence, draft.series = noun.name, sentence.index, noun.series
        for actor in (*guests, host):
            draft.add("participant", actor, sentence.index)
        self.context.persons_to(draft, "participant", persons, sentence)
        draft.stages.append(StageDraft("planned", "planned", [sentence.index]))
        event = Happening(draft, sentence, ordinal=noun.ordinal, head=noun.head, persons=persons)
        event.stated = True
        return event

    def _goes(self, sentence: Sentence, trigger: TriggerMention, nouns: list[Noun]) -> Happening | None:
        text, context = self.text, self.context
        form, frame = trigger.trigger.form, trigger.trigger.frame
        left = text[max(sentence.start, trigger.start - 40) : trigger.start]
        if (
            form == "base"
            and not re.search(r"\b(?:to|will|would|may|might|could|can|shall|not|did|’ll)\s(?:\w+\s)?\Z", left)
            and not re.search(r"\s\Z", left)
        ):
            return None
        clause = context.clause_at(sentence, trigger.start)
        if frame.role == "bare" and (
            clause is None or not clause.verb.finite or re.search(r"\b(?:newly|recently|just)\s\Z", left)
        ):
            return None
        if form == "ing" and not re.search(r"\b(?:is|are|was|were|after|before)\s\Z", left):
            return None
        who = self.sides.subject(sentence, trigger.start)
        near = [p for p in sentence.persons if p.end <= trigger.start]
        if not who.persons and near and trigger.start - near[-1].end < 60 and not who.actors:
            who = Who([], near[-1:])
        subject = text[max(sentence.start, trigger.start - 80) : trigger.start]
        if _SHIPS.search(subject) and not who.persons:
            return None
        if frame.role == "stay" and re.match(r"presence|stay in|arrival", text[trigger.start : trigger.end]):
            of = [
                p
                for p in sentence.persons
                if 0 < p.start - trigger.end < 70 and _OF.search(text[trigger.end : p.start])
            ]
            own = near[-1:] if re.search(r"(?:’s|'s|’|'|\bwhose|\bhis|\bher)\s\Z", left) else []
            who = Who([], of[:1] or own)
        if frame.role == "stay" and not who.persons:
            return None
        if not who.persons and not (who.actors and _DELEGATION.search(subject)):
            return None
        host, city = self._host(sentence, trigger.end)
        if host is None and frame.role == "bare":
            host, city = self._home(who)
        if frame.role == "stay" and host is None:
            return None
        guests = self.context.states_of(who)
        if host is None:
            return None
        persons = [p for p in who.persons if (s := context.person_state(p)) is None or s.identity != host.identity]
        guests = [g for g in guests if g.identity != host.identity]
        if guests:
            persons = [p for p in persons if context.person_state(p) is not None or len(persons) == 1]
        if not guests and not persons:
            return None
        if not guests and persons and context.person_state(persons[0]) is None:
            guests = self._other(host)
        meeting = next((n for n in nouns if n.type in MEETINGS and 0 < n.start - trigger.end < 70), None)
        if frame.role == "stay" and meeting and _HERE_FOR.match(text[trigger.start : meeting.start]):
            return self._meeting(sentence, meeting, host, guests, persons)
        mode = context.modality(sentence, trigger)[0]
        if form == "s" and mode == "asserted" and _SOON.match(text, trigger.end, sentence.end):
            mode = "planned"
        draft = Draft("engagement", "visit", "event-travel", trigger.start, 0.7)
        self._fill(draft, sentence, host, guests, persons)
        others = [
            t.start for t in sentence.triggers.get("happening", ())
            if t.trigger.frame.shape in ("meet", "receive", "call") and t.start > trigger.end + 10
        ]  # fmt: skip
        date = self.clock.date(sentence, trigger.start, trigger.end, others=others)
        stage = StageDraft(
            "held", mode, [sentence.index], date.value if date else None, date.end_value if date else None
        )
        stage.place = city
        if mode in ("planned", "possible"):
            stage.stage = "planned"
        event = Happening(draft, sentence, head="visit", persons=persons)
        row = self.clock.row(sentence) is not None
        now = ((form == "s" and not row) or frame.role == "stay") and not re.match(
            r"(?:was|were|stay in|presence in|arrival in)", text[trigger.start : trigger.end]
        )
        self._course(sentence, stage, date, now=now)
        if form == "s" and stage.stage == "held" and not now and not row:
            return None
        if (
            now
            and frame.role == "stay"
            and stage.date is None
            and stage.end_date is None
            and text[trigger.start : trigger.end]
            in ("is in", "are in", "has been in", "have been in", "stay in", "remain in")
            and not (len(persons) > 0 and guests and _FOR_TALKS.match(text, trigger.end, sentence.end))
        ):
            event.sure = False
        draft.stages.append(stage)
        return event

    # -- by noun ---------------------------------------------------------------------------------------------------
    def _noun(self, sentence: Sentence, noun: Noun) -> Happening | None:
        text, context = self.text, self.context
        if noun.plural and not re.search(r"\btwo\b", text[max(sentence.start, noun.start - 20) : noun.start]):
            return None
        left = text[max(sentence.start, noun.start - 80) : noun.start]
        owners = [p for p in sentence.persons if p.end <= noun.start and _OWNER.fullmatch(text, p.end, noun.start)]
        of = [
            p for p in sentence.persons
            if noun.end <= p.start < noun.end + 90 and _BY_WHOM.fullmatch(text, noun.end, p.start)
        ]  # fmt: skip
        said = status(context, sentence, noun)
        persons = owners[-1:] or of[:1]
        actors: list[Actor] = []
        if not persons:
            owner = [
                g
                for g in sentence.groups
                if g.end <= noun.start
                and _OWNER.fullmatch(text, g.end, noun.start)
                and (g.members[-1].possessive or g.members[-1].adjective)
            ]
            actors = owner[-1].actors if owner else []
            by = [g for g in sentence.groups if noun.end <= g.start < noun.end + 60 and g.prep in ("of", "by", "from")]
            actors = actors or (by[0].actors if by else [])
        if not persons and not actors:
            who = self.sides.subject(
                sentence, said.start if said and not said.subject and said.end > said.start else noun.start
            )
            persons = who.persons
            actors = [] if persons else who.actors
            within = [c for c in context.clauses(sentence) if c.verb.end <= noun.start <= c.end]
            if within and said is not None and said.role == "adjunct":
                acting = self.sides.subject(sentence, within[-1].verb.start)
                persons, actors = acting.persons or persons, [] if acting.persons else actors
            near = [p for p in sentence.persons if p.end <= noun.start]
            if not persons and not actors and near:
                persons = near[-1:]
            if not persons and not actors and noun.det in ("his", "her"):
                persons = [p for p in sentence.persons if p.start >= noun.end][:1]
        host, city = None, None
        for a in sentence.actors:
            if (
                noun.end <= a.start < noun.end + 60
                and not a.adjective
                and re.fullmatch(
                    r"(?: (?:of|by) [^,;]{2,60})? (?:to|in) (?:the |his |her )?(?:\w+ )?(?:Republic of |"
                    r"Kingdom of |\w+ of )?(?:the )?",
                    text[noun.end : a.start],
                )
            ):
                host = context.focus.state(a.actor)
                city = text[a.start : a.end] if a.name_kind == "capital" else None
                break
        near_by = [
            a for a in sentence.actors if self.text[a.end : noun.start] == " " and not a.adjective and not a.possessive
        ]
        if host is None and near_by:
            host = context.focus.state(near_by[-1].actor)
            city = text[near_by[-1].start : near_by[-1].end] if near_by[-1].name_kind == "capital" else None
        guests = [s for s in context.states_of(Who(actors, persons)) if host is None or s.identity != host.identity]
        event = Happening(
            Draft("engagement", "visit", "event-visit", noun.start, 0.7), sentence, head="visit", persons=persons
        )
        event.stated = said is not None and said.end > said.start
        event.definite = noun.det in ("the", "this", "his", "her", "their", "its")
        if not guests and not persons and host is None and event.definite and self.guest is not None:
            guests, persons, host = self.guest
        if host is None:
            there = [
                a
                for a in sentence.actors
                if a.name_kind == "capital" and a.prep in ("in", "at") and abs(a.start - noun.start) < 60
            ]
            if there:
                host = context.focus.state(there[-1].actor)
                city = text[there[-1].start : there[-1].end]
                near_persons = [
                    p
                    for p in sentence.persons
                    if (s := context.person_state(p)) and host and s.identity != host.identity
                ]
                persons = [p for p in persons if p in near_persons] or near_persons[:1]
                guests = [s for s in context.states_of(Who([], persons)) if host is None or s.identity != host.identity]
        if host is None and guests:
            host = context.focus.other(guests[0].identity)
            event.sure = False
        around = text[max(sentence.start, noun.start - 60) : min(sentence.end, noun.end + 60)]
        if host is None and _OFF.search(around) and (guests or persons):
            host = self._spoken_of(sentence, {g.identity for g in guests})
            event.sure = True
        if host is None or (not guests and not persons):
            return None
        draft = event.draft
        if persons and not guests:
            persons = [p for p in persons if context.person_state(p) is None]
            if not persons:
                return None
        self._fill(
            draft,
            sentence,
            host,
            guests,
            [p for p in persons if (s := context.person_state(p)) is None or s.identity != host.identity],
        )
        others = [
            t.start for t in sentence.triggers.get("happening", ())
            if t.trigger.frame.shape in ("meet", "receive", "call") and t.start > noun.end + 4
        ]  # fmt: skip
        date = self.clock.date(sentence, noun.start, noun.tail, others=others)
        value = date.value if date else None
        between = text[noun.end : date.start] if date and date.start >= noun.end else text[sentence.start : noun.start]
        if said is not None and said.role == "adjunct" and date and value and len(value) == 10 and not date.end_value:
            own = (
                date.start >= noun.end
                and len(between) < 40
                and not re.search(r"\b(?:met|received|signed|held)\b", between)
            )
            if not own:
                # the day is that of what happened on the visit; of the visit it gives the month
                date = DateMention(date.start, date.end, value[:7])
                value = date.value
        stage = StageDraft(
            "held", "asserted", [sentence.index], noun.year or value, date.end_value if date else None, city
        )
        if said is not None:
            stage.stage, stage.modality = said.stage, said.modality
            if said.role in ("adjunct", "before") and said.modality != "asserted":
                stage.stage, stage.modality = "planned", said.modality
        off = _OFF.search(
            text, max(sentence.start, noun.start - 60), min(sentence.end, max(noun.end + 90, noun.tail + 40))
        )
        if off or (said is not None and said.stage == "cancelled"):
            stage.stage, stage.modality = "cancelled", "asserted"
            event.stated = True
        elif re.search(r"\b(?:upcoming|planned|forthcoming|scheduled|next)\b", left[-40:]):
            stage.stage, stage.modality = "planned", "planned"
        if stage.stage != "cancelled":
            now = bool(_NOW.search(around)) or bool(said and said.stage == "started")
            self._course(sentence, stage, date, now=now)
            first = (
                self.clock.first_day(sentence, stage.date) if said is not None and said.frame == "act-ended" else None
            )
            if first and stage.date and stage.stage in ("held", "started"):
                stage.stage, stage.date, stage.end_date = "held", first, stage.date
        draft.stages.append(stage)
        on = _ON_VISIT.search(left)
        if on and stage.stage == "held" and stage.modality == "asserted" and on.group(1) in ("is", "are"):
            stage.stage = "started"
        explicit = bool(persons) and any(a.start >= noun.end and a.start - noun.end < 60 for a in sentence.actors)
        if said is None and value is None and not on and not explicit:
            event.sure = False
        return event
