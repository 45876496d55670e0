"""Encounters by verb: who meets, receives or calls on whom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import modality
from kg.extraction.clause import Who
from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.happenings import rank
from kg.extraction.happenings.model import MEETINGS, Happening, Noun

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.happenings.sides import Sides
    from kg.extraction.happenings.when import Clock
    from kg.extraction.mentions import Actor, PersonMention, Sentence, TriggerMention

_OFFICIALS = re.compile(
    r"\b(?:ministers?|leaders?|officials?|delegations?|envoys?|chiefs?|presidents?|counterparts?|"
    r"secretar(?:y|ies)|ambassadors?|"
    r"commanders?|generals|admirals|diplomats|heads of|experts|navies|armies|militaries|teams|sides|"
    r"parties|two|three|dialogue|group|talks|representatives)\b",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"(?:,[^;:]{0,120})?,? ?(?:and|with|,)? ?(?:the |its |his |Senator |Mr\.? |Dr\.? |Hon\.? )*(?:[\w’'.]+ ){0,4}"
)
_DIRECT = re.compile(
    r"\s?(?:in [A-Z][\w ]{2,20}(?: on [\w ]{4,20})?,? ?)?(?:today |yesterday |on \w+ |separately |with |"
    r"jointly )?(?:the |his |her |its |their |visiting |then |both |Mr\.? |Ms\.? |Dr\.? |Hon\.? |Rt |"
    r"H\.?E\.? )*(?:[\w’'-]+ ){0,6}"
)
_BY = re.compile(r"[^,;]{0,60}?\bby\b")
_ON_ARRIVAL = re.compile(
    r"[^.;]{0,60}?\b(?:[Aa]irport|[Aa]irfield|tarmac|red carpet|(?:up)?on (?:(?:his|her|their) )?arrival)\b"
)
"""Who greets a guest off the plane has not met with them: that is a part of the visit."""
_VISIT = re.compile(r"\b(?:(?:[Ss]tate|[Oo]fficial|[Ww]orking|his|her|their) [Vv]isit|visiting)\b")
_APART = re.compile(
    r"\b(?:separate(?:ly)?|also|then|later|earlier|in addition|afterwards|on the (?:sidelines|margins))\b"
)
_PRIOR = re.compile(
    r"(?:Prior to|Ahead of|Before|Earlier|Later|Separately|On the (?:sidelines|margins)|After|Following|"
    r"During (?:his|her|their|the) (?:stay|visit|trip))\b"
)
_NO_ENCOUNTER = re.compile(
    r"\s(?:(?!with\b)[\w’'-]+\s){0,5}?[“\"‘']?(?:[\w-]+\s){0,2}(?:challenges?|needs?|requirements?|"
    r"obligations?|demands?|threats?|"
    r"deadlines?|goals?|standards?|expectations?|objectives?|commitments?|criteria|conditions|targets?|"
    r"costs?|halfway|aspirations|"
    r"responsibilities|contingenc(?:y|ies)|aggression|resistance|opposition|thresholds?|quotas?)\b"
)
"""What is met without any meeting: "to meet common security challenges"."""
_COUNTERPARTS = re.compile(r" (?:with )?(?:his|her|their|the) (?:\w+ )?(?:counterparts|colleagues|guests)\b")
_MARGINS = re.compile(r"\b(?:[Ss]idelines|[Mm]argins) of (?:the |its |their |an? )?(?:[\w’'-]+ ){0,6}\Z")
"""What takes place beside a meeting does so at its place and on its day."""
_STAY = re.compile(
    r"(?:During|In the course of|On the occasion of) (?:his|her|their) (?:\w+ ){0,2}(?:stay|visit|trip|tour)\b"
)
_OFFICE = re.compile(
    r" (?:with )?(?:the |its |their |his |her )?(?:[A-Z][a-z]+ese |[A-Z][a-z]+n )?(President|Prime Minister|Premier|"
    r"Foreign Minister|Defen[cs]e Minister|Foreign Secretary|Defen[cs]e Secretary|Minister|Secretary|Chancellor|King)"
    r"(?=[,.;]| (?:on|in|at|before|earlier|later|today|yesterday|afterwards|beforehand|and|to|during|for)\b)"
)
_WHEN = re.compile(r"\b(?:when|after|where|which|who|whom|as)\b")


class Encounters:
    """Proposes meetings by their verbs, sentence by sentence."""

    def __init__(self, context: Context, sides: Sides, clock: Clock) -> None:
        self.context, self.text, self.sides, self.clock = context, context.text, sides, clock
        self._visits = _VISIT.search(context.text) is not None
        self._hosts = 0
        """How many persons the verb at hand names as those called on, each apart."""

    def read(self, sentence: Sentence, nouns: list[Noun]) -> list[Happening]:
        """Return the meetings that the verbs of a sentence tell of."""
        out = []
        for trigger in sentence.triggers.get("happening", ()):
            shape = trigger.trigger.frame.shape
            if shape not in ("meet", "receive", "call"):
                continue
            self._hosts = 0
            event = self._read(sentence, trigger, nouns, shape)
            if event is not None:
                out += [*self._stay(sentence, event), event]
            for n in range(1, self._hosts if event is not None else 0):
                # "called on A and B": one call on each
                other = self._read(sentence, trigger, nouns, shape, host=n)
                if other is not None and event is not None:
                    other.apart = event.apart = True
                    out.append(other)
        return out

    def _stay(self, sentence: Sentence, event: Happening) -> list[Happening]:
        """Read "during her stay P met Q" as a visit too: the one who meets is the guest, the other is at home."""
        draft = event.draft
        if not _STAY.match(self.text, sentence.start, sentence.end) or not draft.stages:
            return []
        sides: dict[str, list[PersonMention]] = {}
        for p in event.persons:
            state = self.context.person_state(p)
            if state is not None:
                sides.setdefault(state.identity, []).append(p)
        if len(sides) != 2 or draft.stages[-1].modality != "asserted":
            return []
        guest, home = sides
        visit = Draft("engagement", "visit", "event-travel", sentence.start, 0.65)
        for part in draft.participants:
            keys = (part.actor.identity, part.on_behalf_of)
            part.role = "visitor" if guest in keys else "host" if home in keys else part.role
        for key, role in ((home, "host"), (guest, "visitor")):
            actor = self.context.focus.by_key(key)
            if actor is not None:
                visit.add(role, actor, sentence.index)
        self.context.persons_to(visit, "visitor", sides[guest], sentence)
        visit.stages.append(StageDraft("held", "asserted", [sentence.index]))
        return [Happening(visit, sentence, head="visit", persons=sides[guest])]

    def _read(
        self, sentence: Sentence, trigger: TriggerMention, nouns: list[Noun], shape: str, *, host: int = 0
    ) -> Happening | None:
        context, text = self.context, self.text
        form = trigger.trigger.form
        word = text[trigger.start : trigger.end].lower()
        overlaps = any(n.start < trigger.end and trigger.start < n.end for n in nouns)
        if overlaps and trigger.end - trigger.start < 9 and not (form == "ing" and trigger.start == sentence.start):
            return None
        if word.startswith("talks ") and context.clause_at(sentence, trigger.start) is None:
            return None  # "for talks with B" is a noun
        mode = context.modality(sentence, trigger)[0]
        if form == "s" and mode == "asserted":
            told = (
                re.search(r"\btoday|this (?:morning|week)\b", sentence.text)
                or self.clock.row(sentence)
                or sentence.dates
            )
            mode = "asserted" if told else ""
        opening = form == "ing" and shape == "meet" and trigger.start == sentence.start and word.startswith("meet")
        if not mode or (form == "ing" and shape != "receive" and not opening):
            return None
        end = modality.clause_end(text, trigger.end, sentence.end)
        if shape == "receive" and _ON_ARRIVAL.match(text, trigger.end, sentence.end):
            return None
        guests = self._objects(sentence, trigger, end)
        turned = shape != "call" and context.passive(sentence, trigger)
        who = self._subject(sentence, trigger, turned=turned)
        if opening:
            # "Meeting in Suva on 3 May, A and B agreed"
            mode, guests = "asserted", Who([], [])
            who = Who([], [p for p in sentence.persons if p.start > trigger.end][:2])
            if len(context.states_of(who)) < 2:
                return None
        if turned:
            agent = context.agent(sentence, trigger.end)
            if shape == "receive" and not (who.persons or who.actors):
                return None
            if shape == "receive" and not agent and not _BY.match(text, trigger.end, sentence.end):
                return None
            guests = Who(agent.actors, agent.persons)
        if (shape == "call" or (shape == "receive" and turned)) and len(guests.persons) > 1:
            self._hosts = len(guests.persons)
            guests = Who([], guests.persons[host : host + 1])
        if shape == "receive" and not turned and not guests.persons:
            return None
        if word.startswith("welcom") and not turned and not self._first(trigger.end, guests):
            return None
        both = guests.persons or len(context.states_of(who)) > 1
        if word.startswith("discuss") and not (who.persons and both and _met_to_discuss(context, sentence, trigger)):
            return None
        if shape == "meet" and _NO_ENCOUNTER.match(text, trigger.end, sentence.end):
            return None
        if word.startswith(("conven", "assembl")) and any(0 <= n.start - trigger.end < 60 for n in nouns):
            return None
        draft = Draft("engagement", "dialogue", f"event-{shape}", trigger.start, 0.75)
        left = "host" if shape == "receive" and not turned else "visitor" if shape == "receive" else "participant"
        guest = "visitor" if self._visits else "participant"
        right = guest if shape == "receive" and not turned else "host" if shape != "meet" else "participant"
        self.sides.who_to(draft, left, who, sentence)
        named = [] if who.persons else self.sides.plural(sentence, sentence.start, trigger.start)
        own = {s.identity for p in named if (s := context.person_state(p))}
        if not who.actors or who.inherited or own == {s.identity for s in context.states_of(who)}:
            self.sides.persons_to(draft, left, named, sentence)
            who = Who(who.actors, [*who.persons, *named], inherited=who.inherited)
        self.sides.who_to(draft, right, guests, sentence)
        persons = [*who.persons, *guests.persons]
        self._opposite(draft, who, guests, sentence, left, right)
        states = draft.keys("participant", "host", "visitor")
        unknown = sum(1 for p in persons if context.person_state(p) is None)
        if not persons and not _OFFICIALS.search(sentence.text):
            return None
        if not states and not unknown:
            return None
        event = Happening(draft, sentence, head=word, persons=persons)
        low = modality.clause_start(text, sentence.start, trigger.start)
        event.apart = bool(_APART.search(text, low, trigger.end + 14)) or bool(_PRIOR.match(text, sentence.start))
        grouping = any(a.kind == "grouping" for a in draft.actors("participant", "host", "visitor"))
        if len(states) + unknown < 2 and not grouping and not (guests or len(states) >= 2):
            event.sure = False
        kind = rank.of_meeting(context, persons) or rank.of_words(
            text[sentence.start : min(sentence.end, trigger.end + 80)]
        )
        draft.type = kind or "dialogue"
        self._occasion(sentence, trigger, nouns, event)
        others = [
            n.start for n in nouns
            if (n.name != draft.name or n.name is None)
            and not _MARGINS.search(text, max(sentence.start, n.start - 60), n.start)
        ] + [
            t.start for t in sentence.triggers.get("happening", ())
            if abs(t.start - trigger.start) > 6
            and t.trigger.frame.shape in ("meet", "receive", "call", "travel", "ship")
        ]  # fmt: skip
        others = [o for o in others if o > trigger.end + 60 or o < trigger.start]
        date = self.clock.date(sentence, trigger.start, trigger.end, others=others)
        place = self.clock.where(sentence, trigger.start, trigger.end, others=others)
        value = date.value if date else None
        stage = "held"
        if mode in ("planned", "possible") or (mode == "asserted" and self.clock.ahead(value)):
            stage = "planned"
            mode = "planned" if mode == "asserted" else mode
        if stage == "planned" and self.clock.behind(value):
            value = None
        draft.stages.append(
            StageDraft(stage, mode, [sentence.index], value, date.end_value if date and value else None, place)
        )
        return event

    def _opposite(self, draft: Draft, who: Who, guests: Who, sentence: Sentence, left: str, right: str) -> None:
        """Give those whom a text of two states names without one the state that is not their counterpart's."""
        context = self.context
        for side, facing, role in ((who, guests, left), (guests, who, right)):
            states = {s.identity for s in context.states_of(facing)}
            if context.states_of(side) or len(states) != 1 or not side.persons:
                continue
            other = context.focus.other(next(iter(states)))
            if other is None or not self._named(other):
                continue
            draft.add(role, other, sentence.index)
            for p in side.persons:
                if p.person is not None and p.organisation is None:
                    draft.add(role, p.person.actor, sentence.index, for_=other.key)
                    if p.person.state is None:
                        p.person.state = other

    def _named(self, state: Actor) -> bool:
        """Whether a text names a state otherwise than as the place where something happens."""
        return any(
            (a.adjective or a.possessive or a.prep not in ("in", "at", "near", "off", "to", "from"))
            for s in self.context.reading.sentences for a in s.actors
            if (known := self.context.focus.state(a.actor)) is not None and known.identity == state.identity
        )  # fmt: skip

    def _first(self, at: int, who: Who) -> bool:
        """Whether a person stands right after a verb, with nothing but titles between."""
        return any(0 <= p.start - at < 50 and _DIRECT.fullmatch(self.text, at, p.start) for p in who.persons)

    def _subject(self, sentence: Sentence, trigger: TriggerMention, *, turned: bool) -> Who:
        _context, text = self.context, self.text
        who = self.sides.subject(sentence, trigger.start)
        if not who:
            near = [
                g
                for g in sentence.groups
                if g.end <= trigger.start and trigger.start - g.end < 60 and g.prep in ("of", "from", "between")
            ]
            if near and _OFFICIALS.search(text[max(sentence.start, near[-1].start - 60) : near[-1].start]):
                return Who(near[-1].actors, [])
        before = [p for p in sentence.persons if p.end <= trigger.start]
        if not who and before:
            return Who([], before[-1:])
        return who

    def _objects(self, sentence: Sentence, trigger: TriggerMention, end: int) -> Who:
        text = self.text
        if _COUNTERPARTS.match(text, trigger.end, sentence.end):
            return Who([], [p for p in sentence.persons if p.start >= trigger.end][:6])
        persons: list[PersonMention] = []
        at = trigger.end
        for p in sorted((p for p in sentence.persons if p.start >= trigger.end), key=lambda p: p.start):
            gap = text[at : p.start]
            if p.start - at > 140 or (
                not persons and not (_DIRECT.fullmatch(gap) or (p.start < end and p.start - trigger.end < 90))
            ):
                break
            verbs = any(at <= c.verb.start < p.start for c in self.context.clauses(sentence))
            if persons and (verbs or not (_JOINED.fullmatch(gap) and not _WHEN.search(gap))):
                break
            persons.append(p)
            at = p.end
        office = _OFFICE.match(text, trigger.end, sentence.end)
        if not persons and office:
            held = self.sides.holder(sentence, office.group(1).lower(), trigger.start)
            persons = [held] if held is not None else []
        beside = re.search(r"\b(?:sidelines|margins)\b", text[trigger.end : end])
        end = trigger.end + beside.start() if beside else end
        groups = [
            g for g in sentence.groups
            if trigger.end <= g.start < min(end, trigger.end + 70) and g.prep in ("", "with")
            and not any(p.start <= g.start < p.end for p in persons)
        ]  # fmt: skip
        actors = groups[0].actors if groups and not persons else []
        return Who(actors, persons[:4])

    def _occasion(self, sentence: Sentence, trigger: TriggerMention, nouns: list[Noun], event: Happening) -> None:
        """Take name and type of the meeting that people come together for: "received Q for the second round"."""
        draft = event.draft
        for noun in nouns:
            gap = text_between(self.text, trigger.end, noun.start)
            after = noun.start >= trigger.end and noun.start - trigger.end < 330
            if (
                noun.type in MEETINGS
                and after
                and re.search(r"\b(?:for|at) (?:the|a|an|their|its)?\s?(?:[\w’'-]+ ){0,4}\Z", gap)
            ):
                if re.search(r"\b(?:sidelines|margins)\b", gap):
                    continue
                if noun.name:
                    draft.name, draft.name_sentence = noun.name, sentence.index
                    event.ordinal = noun.ordinal
                if noun.type != "dialogue" and not (noun.type == "ministerial" and draft.type == "summit"):
                    draft.type = noun.type
                self.sides.actors_to(
                    draft,
                    "participant",
                    [a for a in noun.inner if a.identity not in draft.keys("host", "visitor", "participant")],
                    sentence,
                )
                return
            before = (
                noun.end <= trigger.start
                and noun.type in MEETINGS
                and re.fullmatch(r"[^,;.]{0,4}", self.text[noun.tail : trigger.start] or "x" * 9)
            )
            if before:
                draft.name, draft.name_sentence, event.ordinal = draft.name or noun.name, sentence.index, noun.ordinal
                return


def _met_to_discuss(context: Context, sentence: Sentence, trigger: TriggerMention) -> bool:
    """Whether "discussed" tells of a meeting itself: a finite verb, which no other meeting has for its purpose."""
    clause = context.clause_at(sentence, trigger.start)
    return clause is not None and clause.verb.finite and not any(
        t.trigger.frame.shape in ("meet", "receive", "call") and t.end <= trigger.start
        for t in sentence.triggers.get("happening", ())
    )  # fmt: skip


def text_between(text: str, low: int, high: int) -> str:
    """Return the text between two offsets, empty where they are turned round."""
    return text[low:high] if low <= high else ""
