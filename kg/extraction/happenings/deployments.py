"""Forces that are sent, stay, serve or leave: who sends them, where they are, since when and until when."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.extraction import datafiles
from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.happenings.model import HABIT, Happening

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.happenings.model import Noun
    from kg.extraction.happenings.sides import Sides
    from kg.extraction.happenings.when import Clock
    from kg.extraction.mentions import Actor, Group, Sentence, TriggerMention
    from kg.extraction.syntax import Clause

SHAPES = ("send", "serve", "withdraw", "travel")
_REACH = 130
_NAMED_AFTER = frozenset({"in", "at", "on", "near", "to", "through"})
_TO = frozenset({"to", "in", "at", "into", "on", "across", "inside", "from", "of", "within", "onto", "through"})
_BESIDE = re.compile(r"(?:’s|'s|’|')?\s(?:(?!(?:and|with|to|in|at|on|for|by)\b)[\w’'.+/–-]+\s){0,6}")
_COUNTED = re.compile(
    r"\b(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|dozens?|scores|hundreds|thousands|an?|its|their|"
    r"first|second|last|remaining|another|more|new|all|these|those|the)\b",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\bsince (?:at least |early |late |mid-|the )?\Z")
_UNTIL = re.compile(r"\b(?:until|till|by|before|through|not later than|no later than)(?: the end of)? (?:the )?\Z")
_ONGOING = re.compile(r"\b(?:is|are|remains?|has been|have been|has|have|still|currently|now)\b")
_PERFECT = re.compile(r"\b(?:has|have|had) (?:\w+ )?\Z")
_FROM_TO = re.compile(r"\bfrom\s+\Z")
_TO_JOIN = re.compile(
    r"\b(?:for|to join|to take part in|to participate in|joining|to attend|to train in) "
    r"(?:the )?(?:[\w-]+ ){0,3}[“\"‘]?\Z"
)
_NOT_SENT = re.compile(
    r"\s?(?:[\w’'-]+ ){0,3}(?:letters?|messages?|notes?|delegations?|invitations?|signals?|aid|supplies|bills?|"
    r"ministers?|envoys?|proposals?|drafts?)\b"
)


@cache
def words_of_forces() -> dict[str, re.Pattern[str]]:
    """Return the patterns for forces, their bases and regions, and for the words of sending, read once."""
    data: dict[str, Any] = datafiles.read("forces.yaml")

    def either(*names: str) -> str:
        words = sorted({w for n in names for w in data[n]}, key=lambda w: (-len(w), w))
        return "|".join(re.escape(w) for w in words)

    bases, regions = either("bases"), either("regions")
    return {
        "sending": re.compile(rf"\b(?:{either('sending')})\b"),
        "leaving": re.compile(rf"\b(?:{either('leaving')})\b"),
        "announcing": re.compile(rf"\b(?:{either('announcing')}) (?:[\w’'-]+ ){{0,4}}\Z"),
        "proposing": re.compile(rf"\b(?:{either('proposing')}) (?:[\w’'-]+ ){{0,4}}\Z"),
        "people": re.compile(rf"\b(?:{either('people')})\b|(?<=\d )[A-Z][a-z]+(?:ians|ans|is)\b"),
        "means": re.compile(
            rf"\b(?:{either('people', 'craft', 'forces')}|[A-Z]{{1,3}}-?\d+\w*)\b|(?<=\d )[A-Z][a-z]+(?:ians|ans|is)\b"
        ),
        "base": re.compile(
            rf"\b(?:to|in|at|on|from|of|near|through)\s(?:the\s)?((?:(?:[A-Z][\w’-]+|de|of)\s){{1,4}}(?:{bases})(?:\s[A-Z][\w’-]+)?"
            r"|(?:Camp|Fort|Port|Naval Base|Air Base)\s[A-Z][\w’-]+(?:\s[A-Z][\w’-]+)?)\b"
        ),
        "region": re.compile(
            rf"\b(?:to|in|across|around|through|throughout|off)\s(?:the\s)?((?:wider |broader )?(?:{regions}))\b"
        ),
    }


def _shape(text: str, trigger: TriggerMention) -> str:
    """Return how a verb is read: troops that "remain in B" serve there; "is in B" says nothing."""
    frame = trigger.trigger.frame
    if frame.role == "stay":
        return "serve" if text[trigger.start : trigger.end].startswith(("stay", "remain")) else ""
    return frame.shape


class Deployments:
    """Proposes deployments by their verbs, sentence by sentence."""

    def __init__(self, context: Context, sides: Sides, clock: Clock) -> None:
        self.context, self.text, self.sides, self.clock = context, context.text, sides, clock

    def read(self, sentence: Sentence, trigger: TriggerMention, nouns: list[Noun]) -> list[Happening]:
        """Return what a verb of sending, going, serving or withdrawing says, one event for each state gone to."""
        shape, form = _shape(self.text, trigger), trigger.trigger.form
        if shape == "" or (shape == "travel" and sentence.persons):
            return []
        clause = self.context.clause_at(sentence, trigger.start)
        if clause is None and (
            form in ("ing", "base", "s")
            or not (
                self.context.passive(sentence, trigger)
                or _PERFECT.search(self.text, max(sentence.start, trigger.start - 16), trigger.start)
            )
        ):
            return []
        if clause is not None and clause.link == "gerund" and form == "ing":
            return []
        turned = self.context.passive(sentence, trigger) or bool(clause and clause.verb.passive)
        means = self._means(sentence, trigger, clause, turned=turned)
        if means is None:
            return []
        owners = self._owners(sentence, trigger, clause, means, turned=turned)
        hosts, place = self.where(sentence, trigger.end if not turned else max(trigger.end, 0), shape)
        if shape == "withdraw" and not hosts:
            before = [g for g in sentence.groups if g.prep in ("in", "at") and g.end <= trigger.start]
            hosts = [s for g in before[-1:] if (s := self.context.focus.state(g.actors[0]))]
        guests = {s.identity: s for a in owners if (s := self.context.focus.state(a))}
        hosts = [h for h in hosts if h.identity not in guests]
        joins = self._joined(nouns, trigger.end)
        if shape == "travel" and not (joins or (place and words_of_forces()["base"].search(f" to {place}"))
                                      or words_of_forces()["people"].search(self.text, *means.span())):  # fmt: skip
            return []  # boats that "go to B" may be goods
        services = [a for a in owners if a.kind == "organisation" and self.sides.service(a)]
        if not (guests or services) or not (hosts or place):
            return []
        if shape == "serve" and not (hosts and (_COUNTED.search(self.text, means.start() - 24, means.start())
                                                or sentence.dates or guests)):  # fmt: skip
            return []
        stage = self._stage(sentence, trigger, clause, place)
        if stage is None:
            return []
        out = []
        for host in (*hosts,) or (None,):
            draft = Draft("engagement", "deployment", "event-send", trigger.start, 0.65)
            for guest in guests.values():
                draft.add("participant", guest, sentence.index)
            self.sides.actors_to(draft, "participant", services, sentence)
            if host is not None:
                draft.add("host", host, sentence.index)
            if joins is not None:
                # a journey of forces that go "for Exercise X", "to join X" is their part in it
                draft.type, draft.name, draft.series = "exercise", joins.name, joins.series
                draft.name_sentence = sentence.index
            copy = StageDraft(stage.stage, stage.modality, [sentence.index], stage.date, stage.end_date, stage.place)
            if joins is not None and host is not None:
                copy.place = copy.place or host.label
            draft.stages.append(copy)
            out.append(Happening(draft, sentence, head="deployment"))
        return out

    def _joined(self, nouns: list[Noun], at: int) -> Noun | None:
        """Return the named exercise that forces go for, or to join."""
        for noun in nouns:
            if noun.name and noun.type == "exercise" and at <= noun.start < at + 100:
                return noun if _TO_JOIN.search(self.text[at : noun.start]) else None
        return None

    def _means(
        self, sentence: Sentence, trigger: TriggerMention, clause: Clause | None, *, turned: bool
    ) -> re.Match[str] | None:
        """Return the word for what goes: the object of sending, the subject of going, being sent or leaving."""
        words = words_of_forces()
        shape = _shape(self.text, trigger)
        pattern = words["people"] if shape == "serve" else words["means"]
        before = turned or shape in ("serve", "travel")
        if not before:
            if _NOT_SENT.match(self.text, trigger.end):
                return None
            high = min(sentence.end, trigger.end + 90)
            found = pattern.search(self.text, trigger.end, high)
            if found is not None or (
                shape == "send"
                and not re.match(r" (?:to|in|at|from|on|through)\b", self.text[trigger.end : trigger.end + 9])
            ):
                return found
        phrases = clause.subject if clause is not None else []
        low = phrases[0].start if phrases else max(sentence.start, trigger.start - 120)
        found_all = list(pattern.finditer(self.text, min(low, trigger.start), trigger.start))
        return found_all[-1] if found_all else None

    def _owners(
        self,
        sentence: Sentence,
        trigger: TriggerMention,
        clause: Clause | None,
        means: re.Match[str],
        *,
        turned: bool,
    ) -> list[Actor]:
        """Return whose the forces are: named beside them, else who sends them."""
        text = self.text
        inside = [g for g in sentence.groups if means.start() <= g.start < means.end()]
        if inside and inside[0].members[0].adjective:
            return inside[0].actors  # "150 Australians"
        beside = [
            g
            for g in sentence.groups
            if g.end <= means.start()
            and means.start() - g.end < 70
            and _BESIDE.fullmatch(text, g.end, means.start() + (text[means.start() - 1] != " "))
            and (g.members[-1].adjective or g.members[-1].possessive or g.members[-1].actor.kind == "organisation"
                 or g.members[-1].name_kind in ("abbreviation", "code") or text[g.end] == " ")
            and g.prep not in ("in", "at", "to")
        ]  # fmt: skip
        of = [
            g
            for g in sentence.groups
            if means.end() <= g.start < means.end() + 40
            and g.prep in ("of", "from")
            and re.fullmatch(r" (?:of|from) (?:both )?(?:the )?(?:[\w-]+ ){0,3}", text[means.end() : g.start])
        ]
        near: list[Group] = beside[-1:] or of[:1]
        if near:
            return near[0].actors
        if turned:
            agent = self.context.agent(sentence, trigger.end)
            if agent.actors:
                return agent.actors
            subject = [a for p in (clause.subject if clause else ()) for a in p.actors]
            return [a.actor for a in subject if a.adjective or a.prep in ("", "of", "from")]
        who = self.sides.subject(sentence, trigger.start)
        return who.actors or self.context.states_of(who)

    def where(self, sentence: Sentence, at: int, shape: str) -> tuple[list[Actor], str | None]:
        """Return the states gone to, and the place as named."""
        text, high = self.text, min(sentence.end, at + _REACH)
        near = [
            g
            for g in self.context.after(sentence, at, _TO | ({""} if shape == "withdraw" else set()))
            if g.start < high
            and not (g.members[0].adjective and not re.match(r" [A-Z]", text[g.members[0].end : g.members[0].end + 2]))
        ]
        hosts: list[Actor] = []
        for group in near[:1]:
            gap = text[at : group.start]
            if ";" in gap or re.search(r"\b(?:and|but|which|who|after|because|while|said)\b(?! (?:the )?[A-Z\d])", gap):
                break
            hosts = [s for a in group.actors if (s := self.context.focus.state(a))]
        base = words_of_forces()["base"].search(text, at, high)
        region = words_of_forces()["region"].search(text, at, high)
        label: str | None = base.group(1) if base else None
        if label is None:
            named = [p for p in sentence.places if at <= p.start < high and p.prep in _NAMED_AFTER]
            label = self.clock.label(named[0]) if named else None
            if label is None and near and near[0].members[0].name_kind == "capital":
                label = text[near[0].members[0].start : near[0].members[0].end]
            if label is not None and not self.clock.sound(label):
                label = None
        if label is None and region and region.group(1) != "region":
            label = region.group(1)
        states = {text[m.start : m.end] for g in near[:1] for m in g.members if m.name_kind != "capital"}
        if label is not None and hosts and label in states | {h.label for h in hosts}:
            label = None
        if shape == "withdraw":
            label = None if hosts else label
        return hosts, label

    def _stage(
        self, sentence: Sentence, trigger: TriggerMention, clause: Clause | None, place: str | None
    ) -> StageDraft | None:
        """Return the stage: what was done, what still holds ("has", "since"), what is to come or to end."""
        text, shape = self.text, _shape(self.text, trigger)
        mode = self.context.modality(sentence, trigger)[0]
        if HABIT.search(sentence.text) and not sentence.dates:
            return None
        date = self.clock.date(sentence, trigger.start, trigger.end)
        value, end = (date.value, date.end_value) if date else (None, None)
        ongoing = False
        for d in sentence.dates:
            before = text[max(sentence.start, d.start - 28) : d.start]
            if d.reporting:
                continue
            if _SINCE.search(before):
                value, ongoing = d.value, True
            elif _UNTIL.search(before) and (shape != "send" or "by" not in before[-4:]):
                end = d.value
                value = None if value == d.value else value
            elif re.search(r"\bto (?:the )?\Z", before) and value and d.value > value and end is None and any(
                _FROM_TO.search(text[max(sentence.start, o.start - 8) : o.start]) for o in sentence.dates
            ):  # fmt: skip
                end = d.value
        if shape == "withdraw":
            if mode == "denied":
                return None
            done = mode == "asserted" and not self.clock.ahead(end or value)
            return StageDraft("held" if done else "started", "asserted", [sentence.index], None, end or value, place)
        verb = text[clause.verb.start : trigger.end] if clause is not None else text[trigger.start : trigger.end]
        if mode == "asserted" and (ongoing or _ONGOING.match(verb)) and not (value and end):
            ongoing = True
        form = trigger.trigger.form
        if shape == "serve" and mode == "asserted" and form in ("s", "base"):
            ongoing = True
        if shape == "travel" and mode == "asserted" and form in ("s", "base"):
            if date is None:
                return None
            mode = "planned"  # "aircraft go to B in September"
            if self.clock.behind(value) and value and not re.search(r"\d{4}", text[date.start : date.end]):
                value = f"{int(value[:4]) + 1}{value[4:]}"
        stage = "started" if ongoing and mode == "asserted" else "held"
        if mode in ("planned", "possible") or (mode == "asserted" and self.clock.ahead(value)):
            stage = "planned"
            mode = "planned" if mode == "asserted" else mode
            value = None if self.clock.behind(value) else value
        if mode == "denied":
            stage = "planned" if re.search(r"\b(?:will|would|shall|plans?)\b", sentence.text) else "held"
        return StageDraft(stage, mode, [sentence.index], value, end, place)
