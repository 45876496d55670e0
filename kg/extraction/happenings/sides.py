"""Who takes part: from the clause where it says so, else from what the text is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.clause import Who
from kg.extraction.happenings.model import MEETINGS, titular

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.drafts import Draft
    from kg.extraction.mentions import Actor, Group, PersonMention, Sentence
    from kg.extraction.syntax import Phrase

_PLURAL = re.compile(
    r"\b(?:[Tt]he |[Bb]oth |[Tt]he two |[Tt]hese |[Tt]heir |[Oo]ur )(?P<two>two |three |both "
    r")?(?:visiting )?(?:(?P<of>[A-Z][a-z]+(?:ese|[aei]n|i|ish|ch)) )?"
    r"(?:(?:defen[cs]e|foreign|Defen[cs]e|Foreign) )?"
    r"(?P<role>[Pp]residents|[Pp]rime [Mm]inisters|[Mm]inisters|[Ll]eaders|[Ss]ecretaries|officials|chiefs)\b"
)


_AND = re.compile(r"(?: (?:of|from) (?:the )?[A-Z][\w ]{2,30})?,? and (?:[\w’'.-]+ ){0,6}")
_WHO = re.compile(r",? who (?:\w+ ){0,2}\Z")
_OUR = re.compile(
    r"(?:[Oo]ur|[Tt]he|[Bb]oth|[Tt]heir|[Tt]hose)(?: two| both)? (?:navies|air forces|armies|militaries|"
    r"coast guards|armed forces|countries|sides|nations|governments|forces|services|marines|teams|"
    r"delegations|ministries|special forces)\b"
)


class Sides:
    """Finds the parties of events in one document."""

    def __init__(self, context: Context) -> None:
        self.context, self.text, self.focus = context, context.text, context.focus
        self.topic: list[Actor] = self._topic()
        """The states that the title or the first lines speak of together."""

    def _topic(self) -> list[Actor]:
        for sentence in self.context.reading.sentences[:4]:
            states = self.focus.states_in(sentence, acting=True)
            main = {m.identity for m in self.focus.main}
            sure = titular(sentence) or (
                {s.identity for s in states} <= main and (self.focus.dominant or self.focus.sure)
            )
            if (
                len(states) in (2, 3)
                and (sure or len(states) == 3)
                and (sentence.heading or len(sentence.engagements) or len(sentence.persons) > 1)
            ):
                return states
        two = self.focus.main
        return two if len(two) == 2 and (self.focus.dominant or self.focus.sure) else []

    def groups_to(
        self, draft: Draft, role: str, groups: list[Group], sentence: Sentence, *, services: bool = True
    ) -> None:
        """Add the states, groupings and named services of groups."""
        for group in groups:
            self.actors_to(draft, role, group.actors, sentence, services=services)

    def actors_to(
        self, draft: Draft, role: str, actors: list[Actor], sentence: Sentence, *, services: bool = True
    ) -> None:
        """Add states (also those behind services), groupings, and the services themselves."""
        for actor in actors:
            state = self.focus.state(actor)
            if state is not None:
                draft.add(role, state, sentence.index)
            elif actor.kind == "grouping":
                draft.add(role, actor, sentence.index)
            if (
                services
                and actor.kind == "organisation"
                and draft.type not in MEETINGS | {"visit"}
                and self.service(actor)
            ):
                draft.add(role, actor, sentence.index)

    def service(self, actor: Actor) -> bool:
        """Whether an organisation is an armed or guarding service rather than a ministry or an office."""
        return bool(
            re.search(
                r"navy|army|force|guard|marine|military|command|corps|fleet|police|defen[cs]e force|PLA|SDF|"
                r"troops|services?\b|AFP\b|RN\b|NORAD",
                f"{actor.label} {actor.key or ''}",
                re.IGNORECASE,
            )
        ) and not re.search(r"ministry|department|office|secretariat|chiefs of staff", actor.label, re.IGNORECASE)

    def persons_to(self, draft: Draft, role: str, persons: list[PersonMention], sentence: Sentence) -> None:
        """Add persons and the states that they act for."""
        self.context.persons_to(draft, role, persons, sentence)
        for p in persons:
            state = self.context.person_state(p)
            if state is not None:
                draft.add(role, state, sentence.index)
            elif p.organisation is not None and p.organisation.kind == "grouping":
                draft.add(role, p.organisation, sentence.index)

    def who_to(self, draft: Draft, role: str, who: Who, sentence: Sentence) -> None:
        """Add the actors and persons of one side of a verb."""
        self.actors_to(draft, role, who.actors, sentence)
        self.persons_to(draft, role, who.persons, sentence)

    def subject(self, sentence: Sentence, at: int) -> Who:
        """Return the subject of the verb at an offset: by structure, else nearest before it; pronouns resolved."""
        clause = self.context.clause_at(sentence, at)
        for _ in range(3):
            if clause is None or clause.subject or clause.link != "coordinate" or clause.parent is None:
                break
            clause = clause.parent
        phrases = clause.subject if clause is not None else []
        relative = _WHO.search(self.text, max(sentence.start, at - 30), at)
        if relative:
            chain = [p for p in sentence.persons if p.end <= relative.start()][-3:]
            if (
                chain
                and relative.start() - chain[-1].end < 3
                and not (len(chain) > 1 and " and " in self.text[chain[-2].end : chain[-1].start])
            ):
                return Who([], chain[-1:])
            if len(chain) > 1 and re.fullmatch(
                r",? and (?:his |her |the |then )?(?:[\w’'.-]+ ){0,6}", self.text[chain[-2].end : chain[-1].start]
            ):
                return Who([], chain[-2:])
        who = self._of(phrases, sentence)
        for p in sentence.persons if who.persons else ():
            last = who.persons[-1]
            if last.end <= p.start and p.end <= at and _AND.fullmatch(self.text, last.end, p.start):
                who.persons.append(p)
        if who:
            return who
        said = self.text[phrases[0].start : phrases[-1].end] if phrases else ""
        office = re.fullmatch(r"[Tt]he (?:visiting )?((?:[A-Z][\w’'-]+ ?){1,4})", said.strip()) if said else None
        if office:
            meant = self.holder(sentence, office.group(1).lower().strip(), phrases[0].start)
            if meant is not None:
                return Who([], [meant], inherited=True)
        if said:
            back = self.pronoun(sentence, said, phrases[0].start)
            if back:
                return back
            pair = self.focus.pair(sentence) or self.topic
            if _OUR.match(said) and len(pair) == 2:
                return Who(pair, [], inherited=True)
        found = self.context.subject(sentence, at)
        found.persons = [p for p in found.persons if not self.speaker(p)]
        if found.inherited and found.actors and not found.persons:
            both = self.two_persons(sentence)
            if both and re.search(
                r"\b(?:leaders|presidents|ministers|prime ministers|[Tt]he two|[Tt]he pair|both)\b",
                said or self.text[sentence.start : at],
            ):
                return Who(found.actors, both, inherited=True)
        return found

    def speaker(self, mention: PersonMention) -> bool:
        """Whether a name only says who speaks: "Shri P. Kumaran: ..."."""
        return re.match(r"(?:, [^:.;]{2,60})?\s?:", self.text[mention.end : mention.end + 64]) is not None

    def _of(self, phrases: list[Phrase], sentence: Sentence) -> Who:
        persons: list[PersonMention] = []
        actors: list[Actor] = []
        for phrase in phrases:
            inside = [p for p in sentence.persons if phrase.start <= p.start < phrase.end]
            persons += [p for p in inside if p not in persons]
            for group in sentence.groups:
                free = phrase.start <= group.start < phrase.end and not any(
                    p.start <= group.start < p.end for p in inside
                )
                apposed = inside and group.start > inside[0].start
                if (
                    free
                    and not apposed
                    and (group.prep in ("", "of", "from", "both", "between") or group.members[0].adjective)
                ):
                    actors += [a for a in group.actors if a not in actors]
        return Who(actors, persons)

    def pronoun(self, sentence: Sentence, said: str, at: int) -> Who:
        """Return whom "he", "the two" or "they" at an offset means."""
        word = said.strip().lower()
        if word in ("he", "she"):
            before = [p for p in sentence.persons if p.end <= at]
            if before:
                return Who([], before[:1], inherited=True)
            for index in range(sentence.index - 1, max(-1, sentence.index - 4), -1):
                near = self.context.reading.sentences[index]
                if near.persons:
                    return Who([], near.persons[:1], inherited=True)
        elif re.match(
            r"(?:they|the two|the pair|both|the two (?:leaders|men|ministers|presidents|prime ministers)|the "
            r"leaders|the ministers)\b",
            word,
        ):
            both = self.two_persons(sentence, at)
            if word == "they" and sentence.index:
                # "The two Japanese ministers called on B. They are in Manila for talks."
                last = self.context.reading.sentences[sentence.index - 1]
                both = self.plural(last, last.start, min(last.end, last.start + 60)) or both
            if both:
                return Who([], both, inherited=True)
        return Who([], [])

    def holder(self, sentence: Sentence, word: str, at: int) -> PersonMention | None:
        """Return whom "the President" means: the last person named with such an office, in the sentence or before."""
        word = "prime minister" if word == "pm" else word
        for index in range(sentence.index, max(-1, sentence.index - 12), -1):
            for p in reversed(self.context.reading.sentences[index].persons):
                titles = [m.office.lower() for _, m in p.person.mentions if m.office] if p.person else []
                fits = [t for t in titles if t == word or (word == "minister" and "minister" in t and "prime" not in t)]
                if fits and (index < sentence.index or p.end <= at):
                    return p
        return None

    def two_persons(self, sentence: Sentence, at: int | None = None) -> list[PersonMention]:
        """Return the two persons of two states whom the sentence, or one just before it, names together."""
        for index in range(sentence.index, max(-1, sentence.index - 3), -1):
            near = self.context.reading.sentences[index]
            found: dict[str, PersonMention] = {}
            for p in near.persons:
                if p.person and (index < sentence.index or at is None or p.end <= at):
                    found.setdefault(p.person.name, p)
            states = {s.identity for p in found.values() if (s := self.context.person_state(p))}
            if len(found) == 2 and len(states) == 2:
                return list(found.values())
            if len(found) > 2:
                return []
        return []

    def plural(self, sentence: Sentence, low: int, high: int) -> list[PersonMention]:
        """Return whom "the two presidents" or "both ministers" between two offsets means."""
        match = _PLURAL.search(self.text, low, high)
        if match is None:
            return []
        from kg.extraction.happenings import rank

        level = {"p": rank.HEAD, "l": rank.HEAD, "m": rank.MINISTER, "s": rank.MINISTER}.get(
            match.group("role")[0].lower(), 1
        )
        if match.group("role").lower().startswith("prime"):
            level = rank.HEAD
        found: dict[str, PersonMention] = {}
        own = next(
            (
                s.identity for a in sentence.actors
                if match.group("of") and match.start("of") <= a.start < match.end("of")
                and (s := self.focus.state(a.actor))
            ),
            None,
        )  # fmt: skip
        if own is not None:
            return self._of_one(sentence, match, level, own)
        for index in range(sentence.index, max(-1, sentence.index - 6), -1):
            for p in self.context.reading.sentences[index].persons:
                if (
                    p.person
                    and (index < sentence.index or p.end <= match.start())
                    and rank.of_person(self.context, p) == level
                ):
                    found.setdefault(p.person.name, p)
            states = {s.identity for p in found.values() if (s := self.context.person_state(p))}
            if len(states) >= 2:
                break
        states = {s.identity for p in found.values() if (s := self.context.person_state(p))}
        return list(reversed(found.values())) if 2 <= len(states) <= 3 and len(found) <= 4 else []

    def _of_one(self, sentence: Sentence, match: re.Match[str], level: int, own: str) -> list[PersonMention]:
        """Return whom "the two Japanese ministers" means: those of that state and level named shortly before."""
        from kg.extraction.happenings import rank

        found: dict[str, PersonMention] = {}
        for index in range(sentence.index, max(-1, sentence.index - 6), -1):
            for p in self.context.reading.sentences[index].persons:
                state = self.context.person_state(p)
                before = index < sentence.index or p.end <= match.start()
                if p.person and before and state and state.identity == own and rank.of_person(self.context, p) == level:
                    found.setdefault(p.person.name, p)
        counted = {"two": 2, "three": 3}.get((match.group("two") or "").strip())
        return list(reversed(found.values())) if len(found) == counted or (not counted and len(found) == 2) else []

    def pair(self, sentence: Sentence, have: list[Actor]) -> list[Actor]:
        """Return the states that an event of this text must be between, given those that its clause names."""
        keys = {a.identity for a in have if a.kind == "state"}
        if len(keys) == 1:
            only = next(iter(keys))
            if len(self.topic) == 2 and only in {t.identity for t in self.topic}:
                return list(self.topic)
            other = self.focus.other(only)
            known = self.focus.by_key(only)
            return [known, other] if other is not None and known is not None else []
        if not keys:
            if self.topic:
                return list(self.topic)
            return self.focus.pair(sentence)
        return []
