"""Who, when and where of a trigger: subject, other party, date and place within its clause, then its sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extraction import modality
from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.mentions import Actor, DateMention, Group, PersonMention, Sentence, TriggerMention
from kg.extraction.places import WHERE
from kg.extraction.syntax import awaits, clauses, mood

if TYPE_CHECKING:
    from kg.extraction.discourse import Focus
    from kg.extraction.lexicon import Lexicon
    from kg.extraction.places import WHERE
    from kg.extraction.reading import Reading
from kg.extraction.syntax import Clause

_SUBJECT_PREPS = frozenset({"", "both"})
_PRONOUN = re.compile(r"(?:He|She)\b")
_BY = re.compile(r"\bby\b")
_SINCE = re.compile(r"\b(?:since|until|before)\s+\Z")
_WHEN = re.compile(r"(?: \w+)?, when\b")
"""Behind "since Monday night": what follows happened then."""
_RELATIVE = re.compile(r",\s+(which|who|whose|whom|where)\b")
_OTHER_VERB = re.compile(r",? and (?:(?:has|have|had|also|then|later|was|were|it|he|she|they) )*")
_LATER = re.compile(r"\b(?:days?|weeks?|months?|years?)(?: to the day)? (?:after|before)\s*\Z")
_SAID_THAT = re.compile(r"\b(?:that|said|says|told|confirmed|announced|stated)\b")
_SOURCE_IN = re.compile(
    r"\b(?:officials?|sources?|diplomats?|spokes\w+|analysts?|reporters?|journalists?|experts?|ministry|embassy|"
    r"executives?|"
    r"said|says|told reporters|people|observers?|lawmakers|commentators|correspondents?|outlets?|media|"
    r"newspapers?|based) in (?:the )?\Z"
)
"""Before the place of those who tell of a thing, which is not the thing's."""
_SAME_DAY = re.compile(
    r"\b(?:immediately|upon signature|on signature|upon signing|same day|with immediate effect|"
    r"the moment it was signed)\b"
)


@dataclass(slots=True)
class Who:
    """Actors of one side of a trigger: states and organisations as named, persons beside them."""

    actors: list[Actor]
    persons: list[PersonMention]
    inherited: bool = False

    def __bool__(self) -> bool:
        """Whether anybody was found."""
        return bool(self.actors or self.persons)


class Context:
    """What every reader needs: the reading, the focus, the lexicon, and look-ups around a trigger."""

    def __init__(self, reading: Reading, focus: Focus, lexicon: Lexicon) -> None:
        self.reading, self.focus, self.lexicon, self.text = reading, focus, lexicon, reading.text
        self.gathered: tuple[int, list[Actor]] = (-9, [])
        """The sentence of the last event of several states, and those states: what "the leaders" then means."""

    def clauses(self, sentence: Sentence) -> list[Clause]:
        """Return the clauses of a sentence, in the order of their verbs; parsed at the first call."""
        if sentence.parsed is None:
            sentence.parsed = clauses(self.reading.words, sentence)
        return sentence.parsed

    def clause_at(self, sentence: Sentence, at: int) -> Clause | None:
        """Return the clause whose verb group holds an offset."""
        return next((c for c in self.clauses(sentence) if c.verb.start <= at < c.verb.end), None)

    def modality(self, sentence: Sentence, trigger: TriggerMention) -> tuple[str, str | None]:
        """Return the modality of a trigger and its force.

        The clause's structure decides; where it says nothing, the words to the left may still make it less than a fact.
        """
        words = modality.of(sentence, self.text, trigger, self.lexicon)
        if modality.denied_report(self.text, sentence.start, trigger.start):
            return "denied", None
        clause = self.clause_at(sentence, trigger.start)
        if clause is None or trigger.trigger.frame.modality:
            return words
        structure = mood(clause)
        if structure[0] == "asserted" and awaits(clause, self.clauses(sentence)):
            structure = "planned", None
        return words if structure[0] == "asserted" or structure[0] == words[0] else structure

    def passive(self, sentence: Sentence, trigger: TriggerMention) -> bool:
        """Whether the trigger stands in the passive."""
        if trigger.trigger.form not in ("ed", "pp"):
            return False
        if modality.passive(modality.left_words(self.text, sentence.start, trigger.start)):
            return True
        return self.text[trigger.end : trigger.end + 4] == " by "

    def subject(self, sentence: Sentence, at: int, *, low: int | None = None) -> Who:
        """Return who stands before a verb: the nearest actors of the clause, else of the sentence, else a pronoun's."""
        start = modality.clause_start(self.text, sentence.start, at) if low is None else low
        for bound in (start, sentence.start):
            who = self._before(sentence, bound, at)
            if who:
                return who
        return self._pronoun(sentence, at)

    def _pronoun(self, sentence: Sentence, at: int) -> Who:
        """Return the person of the sentence before where "he" or "she" stands for a subject."""
        if not sentence.index or not _PRONOUN.match(self.text, sentence.start) or at - sentence.start > 120:
            return Who([], [])
        previous = self.reading.sentences[sentence.index - 1]
        if previous.block != sentence.block and sentence.block - previous.block > 1:
            return Who([], [])
        for _ in range(3):
            again = _PRONOUN.match(self.text, previous.start) or not previous.persons
            near = self.reading.sentences[previous.index - 1].block if previous.index else -1
            if not (again and near in (previous.block, sentence.block)):
                break
            previous = self.reading.sentences[previous.index - 1]
        return Who([], previous.persons[:1], inherited=True)

    def _aside(self, low: int, at: int) -> tuple[int, int]:
        """Return the relative clause that its commas close before a verb: "Malaysia, which chairs ASEAN, signed"."""
        opened = list(_RELATIVE.finditer(self.text, low, at))
        if not opened:
            return at, at
        start, end = opened[-1].start(), opened[-1].end()
        # a person's clause ends where the next one is named: "A, who commands B, and C, head of D, signed"
        closed = self.text.find(", and ", end, at) if opened[-1].group(1) == "who" else -1
        closed = closed if closed >= 0 else self.text.rfind(",", end, at)
        return (start, closed) if closed >= 0 else (at, at)

    def _before(self, sentence: Sentence, low: int, at: int) -> Who:
        start, end = self._aside(sentence.start, at)
        persons = [p for p in sentence.persons if low <= p.start and p.end <= at and not start < p.start < end]
        groups = [
            g for g in sentence.groups
            if low <= g.start and g.end <= at and g.prep in _SUBJECT_PREPS and not start < g.start < end
            and not self._inside(g, sentence.persons)
        ]  # fmt: skip
        pairs = [p for p in sentence.pairs if low <= p.start and p.end <= at]
        if persons:
            chain = [persons[-1]]
            for p in reversed(persons[:-1]):
                if (
                    re.search(r"\b(?:and|with|,|met|alongside)\b|,", self.text[p.end : chain[0].start])
                    and chain[0].start - p.end < 120
                ):
                    chain.insert(0, p)
                else:
                    break
            group = groups[-1] if groups else None
            if pairs and pairs[-1].start > chain[-1].end and (group is None or pairs[-1].start > group.end):
                return Who(self.focus.pair(sentence, size=pairs[-1].size), [], inherited=True)
            if group is None or group.end <= chain[-1].end or group.end < chain[0].start:
                return Who([], chain)
        if pairs and (not groups or pairs[-1].start > groups[-1].start):
            return Who(self.focus.pair(sentence, size=pairs[-1].size), [], inherited=True)
        if groups:
            return Who(groups[-1].actors, [])
        return Who([], [])

    def _inside(self, group: Group, persons: list[PersonMention]) -> bool:
        return any(p.start <= group.start and group.end <= p.end for p in persons)

    def after(self, sentence: Sentence, at: int, preps: frozenset[str], *, high: int | None = None) -> list[Group]:
        """Return the groups after an offset whose preposition is one of `preps` ("" for none), in order."""
        limit = sentence.end if high is None else high
        return [
            g
            for g in sentence.groups
            if at <= g.start < limit and g.prep in preps and not self._inside(g, sentence.persons)
        ]

    def agent(self, sentence: Sentence, at: int) -> Who:
        """Return who follows "by" after a participle."""
        high = modality.clause_end(self.text, at, sentence.end)
        groups = [
            g
            for g in sentence.groups
            if at <= g.start < high and g.prep == "by" and not self._inside(g, sentence.persons)
        ]
        match = _BY.search(self.text, at, high)
        persons: list[PersonMention] = []
        if match:
            near = [p for p in sentence.persons if match.start() <= p.start < high]
            reach = match.end() + 40
            for p in near:
                if p.start <= reach:
                    persons.append(p)
                    reach = p.end + 90
        return Who(groups[0].actors if groups else [], persons)

    def states_of(self, who: Who) -> list[Actor]:
        """Return the states behind actors and persons, each once."""
        seen: dict[str, Actor] = {}
        for actor in who.actors:
            found = self.focus.state(actor) or (actor if actor.kind == "grouping" else None)
            if found:
                seen.setdefault(found.identity, found)
        for p in who.persons:
            state = self.person_state(p)
            if state:
                seen.setdefault(state.identity, state)
        return list(seen.values())

    def person_state(self, mention: PersonMention) -> Actor | None:
        """Return the state that a person acts for, with a label that stands in the text."""
        state = mention.state or (mention.person.state if mention.person else None)
        return self.focus.state(state) if state else None

    def date(
        self, sentence: Sentence, at: int, *, low: int | None = None, high: int | None = None,
        claim: TriggerMention | None = None,
    ) -> DateMention | None:  # fmt: skip
        """Return the date of a trigger: nearest in its clause, else before it in the sentence; never a saying's."""
        dates = [d for d in sentence.dates if not (d.reporting or self._since(d) or self._bracketed(sentence, d))]
        dates = [d for d in dates if not any(i.start <= d.start < i.end for i in sentence.items)]
        if claim is not None and dates:
            rivals = [
                t
                for t in sentence.triggers.get(claim.trigger.frame.kind, ())
                if t.start >= claim.end or t.end <= claim.start
            ]
            dates = [d for d in dates if not self._claimed(d, claim, rivals)]
        if low is None and high is None:
            dates = [d for d in dates if not self.another_clause(sentence, d, at)]
        if not dates:
            return None
        start = modality.clause_start(self.text, sentence.start, at) if low is None else low
        end = modality.clause_end(self.text, at, sentence.end) if high is None else high
        inside = [d for d in dates if start <= d.start < end]
        led = _LATER.search(self.text, sentence.start, start) is not None
        if claim is not None and len(inside) > 1:
            # "came in 2019 and signed a pact last year": the first date is the other verb's
            mine = [d for d in inside if d.start > at or not _OTHER_VERB.fullmatch(self.text, d.end, at)]
            inside = mine or inside
        pool = inside or ([d for d in dates if d.start < at] if low is None and high is None and not led else [])
        if not pool:
            return None
        return min(pool, key=lambda d: (abs(d.start - at) - (20 if d.start > at else 0), d.start))

    def another_clause(self, sentence: Sentence, date: DateMention, at: int) -> bool:
        """Whether a date hangs on a verb that neither is the trigger nor governs it ("met after signing it in May")."""
        clauses = self.clauses(sentence)
        owner = next((c for c in reversed(clauses) if any(date in p.dates for p in c.adjuncts)), None)
        mine = self.clause_at(sentence, at) or next(
            (c for c in clauses for p in (*c.objects, *c.subject) if p.start <= at < p.end), None
        )
        if (
            owner is None
            or mine is None
            or owner is mine
            or (owner.link in ("participle", "infinitive") and owner.parent is mine)
        ):
            return False
        seen = mine
        for _ in range(6):
            if seen.parent is None or seen.link not in ("infinitive", "gerund", "participle", "coordinate", "that"):
                break
            if seen.link == "coordinate" and date.start > mine.verb.start:
                break
            seen = seen.parent
            if seen is owner:
                return False
        return True

    def _claimed(self, date: DateMention, claim: TriggerMention, rivals: list[TriggerMention]) -> bool:
        """Whether another verb of the same kind, with a clause of its own, stands between a trigger and a date."""
        for t in rivals:
            if claim.end + 25 < t.start < date.start and date.start - t.end < 90:
                return True
            if t.end <= date.start and date.end <= claim.start and date.start - t.end < 60:
                comma = re.search(r"[,;]", self.text[date.end : claim.start])
                if comma and not re.match(r",? and\b", self.text[date.end : claim.start]):
                    return True
        return False

    def _past(self, value: str) -> bool:
        """Whether a whole date lies before the day of publication."""
        published = self.reading.document.published
        if not published:
            return False
        width = min(len(value), len(published))
        return value[:width] < published[:width]

    def _bracketed(self, sentence: Sentence, date: DateMention) -> bool:
        """Whether a date belongs to the name before it alone: "pacts with A (2022), B (2023)"."""
        ends = {a.end for a in sentence.actors}
        return self.text[date.start - 2 : date.start] == " (" and date.start - 2 in ends and len(ends) > 2

    def _since(self, date: DateMention) -> bool:
        since = _SINCE.search(self.text[max(0, date.start - 8) : date.start])
        return since is not None and _WHEN.match(self.text, date.end) is None

    def same_day(self, sentence: Sentence, at: int) -> bool:
        """Whether the words after a trigger say that it happened at once."""
        return bool(_SAME_DAY.search(self.text, at, min(sentence.end, at + 60)))

    def place(self, sentence: Sentence, at: int, *, reach: int = 240) -> str | None:
        """Return the place named after a trigger, else before it in the same clause."""
        end = modality.clause_end(self.text, at, sentence.end)
        pool = [
            p for p in sentence.places
            if p.prep in WHERE and not _SOURCE_IN.search(self.text, max(sentence.start, p.start - 40), p.start)
        ]  # fmt: skip
        after = [p for p in pool if at <= p.start < min(end, at + reach)]
        if after:
            return self._finest(after)
        start = modality.clause_start(self.text, sentence.start, at)
        before = [p for p in pool if start <= p.start < at]
        if before and _SAID_THAT.search(self.text, before[-1].end, at):
            return None
        while len(before) > 1 and self.text[before[-2].end : before[-1].start] == ", ":
            before.pop()  # "in Magelang, Central Java": the finer of the two
        return before[-1].label if before else None

    def _finest(self, places: list) -> str:  # type: ignore[type-arg]
        return str(places[0].label)

    def persons_to(self, draft: Draft, role: str, persons: list[PersonMention], sentence: Sentence) -> None:
        """Add persons with their capacity and the state they act for."""
        for p in persons:
            if p.person is None:
                continue
            state = self.person_state(p)
            draft.add(
                role, p.person.actor, sentence.index, office=p.office, rank=p.rank, for_=state.key if state else None
            )

    def stage(
        self,
        sentence: Sentence,
        trigger: TriggerMention,
        name: str,
        mode: tuple[str, str | None],
        *,
        place: bool = True,
    ) -> StageDraft:
        """Return the stage of a trigger with the date and place around it."""
        date = self.date(sentence, trigger.start, claim=trigger)
        if date and mode[0] in ("planned", "possible"):
            today = date.start < trigger.start and date.value == self.reading.document.published
            date = None if today or self._past(date.value) else date
        return StageDraft(
            name,
            mode[0],
            [sentence.index],
            date.value if date else None,
            date.end_value if date else None,
            self.place(sentence, trigger.end) if place else None,
            step=trigger.trigger.frame.step,
            force=mode[1],
        )
