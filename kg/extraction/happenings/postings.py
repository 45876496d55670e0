"""Deployments that a noun names: "the deployment of A's police to B", "A's eight-month deployment to the Gulf"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.happenings.deployments import words_of_forces
from kg.extraction.happenings.model import HABIT, Happening
from kg.extraction.happenings.status import status
from kg.extraction.happenings.vessels import prefixed

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.happenings.deployments import Deployments
    from kg.extraction.happenings.model import Noun
    from kg.extraction.happenings.sides import Sides
    from kg.extraction.happenings.when import Clock
    from kg.extraction.mentions import Actor, Sentence

_OF = re.compile(r" (?:of|by|for) (?:[^,;:.()]|\.(?=\d)){0,70}?")
_OWNED = re.compile(r"(?:’s|'s|’|')?,? (?:(?!(?:and|with|to|in|at|on|for|of|by|the)\b)[\w’'-]+ ){0,6}")
_PARTICULAR = re.compile(
    r"\b(?:the|this|a|an|its|their|\w+-(?:month|week|year|day|strong)|\d[\d,.]*|first|second|third|latest|new|"
    r"temporary|rotational|current|planned|announced)\s(?:[\w’'-]+\s){0,4}\Z",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:no|any|against|without|rul(?:ed|es) out|reject\w*|den(?:y|ied|ies)) (?:[\w’'-]+ ){0,3}\Z")
_LIKELY = re.compile(r"\b(?:may|might|could|if|possible|possibly|potential)\b")
_COMING = re.compile(r"\b(?:will|would|is to|are to|shall|due to|set to|expected to|scheduled to)\b")
_ON_OPERATION = re.compile(
    r"\b(?:deploy\w*|sail\w*|left|set out|embarked|patrol\w*|operat\w*|is|are|was|were|engaged|taking part|takes? part|"
    r"took part|participat\w*|months|weeks|days|visit\w*|stay\w*|calls?|called|docked|arriv\w*)\b[^.;:]{0,60}?"
    r"\b(?:on|as part of|part of|under|for|in support of|during|in the course of|into|within) "
    r"(?:the |its |her |their )?"
    r"(?:[\w’'-]+ ){0,3}\Z|\b(?:as part of|part of|in support of) (?:the |its )?(?:[\w’'-]+ ){0,2}\Z"
)
_GOES_ON = re.compile(r"[^;:.]{0,45}?\b(?:to|in|at|from|on|across|around|through|off|into|near)\b")
_AT = frozenset({"in", "at", "to", "off", "with"})
_COMPLETED = re.compile(r"[^.;]{0,60}?\b(?:was|were|has been|have been|had been) (?:completed|finished|concluded)\b")


class Postings:
    """Proposes the deployments that nouns name, sentence by sentence."""

    def __init__(self, context: Context, sides: Sides, clock: Clock, verbs: Deployments) -> None:
        self.context, self.text, self.sides, self.clock, self.verbs = context, context.text, sides, clock, verbs

    def read(self, sentence: Sentence, nouns: list[Noun], fleet: list[Actor]) -> list[Happening]:
        """Return the deployments that the nouns of a sentence name; `fleet` is whose ships were last spoken of."""
        words = words_of_forces()
        out: list[Happening] = [
            event
            for noun in nouns
            if noun.head == "operation" and noun.type == "deployment" and noun.name
            and (event := self._named(sentence, noun, fleet)) is not None
        ]  # fmt: skip
        named = [(n.start, n.end + (110 if out else 0)) for n in nouns if n.head == "operation"]
        for leaves in (False, True):
            pattern = words["leaving" if leaves else "sending"]
            for match in pattern.finditer(self.text, sentence.start, sentence.end):
                if any(low <= match.start() < high for low, high in named):
                    continue
                out += self._read(sentence, match, leaves=leaves)
        return out

    def _read(self, sentence: Sentence, match: re.Match[str], *, leaves: bool) -> list[Happening]:
        text, words = self.text, words_of_forces()
        at, end = match.start(), match.end()
        left = text[max(sentence.start, at - 90) : at]
        if re.match(r"-|’s|'s", text[end : end + 2]) or _DENIED.search(left) or text[at - 1 : at] == "-":
            return []
        of = _OF.match(text, end, sentence.end)
        goods = words["means"].search(text, end, min(sentence.end, end + 80)) if of else None
        if goods is not None and re.search(r"[,;:]", text[end : goods.start()]):
            goods = None
        owners = self._owners(sentence, at, end, goods)
        if not owners or (goods is None and match.group() in ("presence", "dispatch", "sending", "departure")):
            return []
        tail = goods.end() if goods is not None else end
        hosts, place = self.verbs.where(sentence, tail, "withdraw" if leaves else "send")
        guests = {s.identity: s for a in owners if (s := self.context.focus.state(a))}
        hosts = [h for h in hosts if h.identity not in guests]
        services = [a for a in owners if a.kind == "organisation" and self.sides.service(a)]
        near = _GOES_ON.match(text, tail, min(sentence.end, tail + 60))
        if not (guests or services) or not (hosts or place) or near is None:
            return []
        date = self.clock.date(sentence, at, tail)
        value, last = (date.value, date.end_value) if date else (None, None)
        if not (goods or hosts or value or _PARTICULAR.search(left)) or (
            not goods and not _PARTICULAR.search(left) and value is None and match.group().endswith("s")
        ):
            return []
        if HABIT.search(sentence.text) and value is None:
            return []
        stage = StageDraft("started", "asserted", [sentence.index], value, last, place)
        words_left = text[max(sentence.start, at - 60) : at]
        right = text[tail : min(sentence.end, tail + 110)]
        if words["proposing"].search(words_left) or _LIKELY.search(right[:70]):
            stage.stage, stage.modality = "planned", "possible"
        elif words["announcing"].search(words_left) or _COMING.search(right) or self.clock.ahead(value):
            stage.stage, stage.modality = "planned", "planned"
        elif value and (last and not self.clock.ahead(last)):
            stage.stage = "held"
        if leaves:
            if stage.modality == "possible":
                return []
            done = _COMPLETED.match(right) is not None and stage.modality == "asserted"
            stage = StageDraft("held" if done else "started", "asserted", [sentence.index], None, value, None)
        elif stage.modality != "asserted" and self.clock.behind(stage.date):
            stage.date = stage.end_date = None
        out = []
        for host in (*hosts,) or (None,):
            draft = Draft("engagement", "deployment", "event-posting", at, 0.6)
            for guest in guests.values():
                draft.add("participant", guest, sentence.index)
            self.sides.actors_to(draft, "participant", services, sentence)
            if host is not None:
                draft.add("host", host, sentence.index)
            draft.stages.append(
                StageDraft(stage.stage, stage.modality, [sentence.index], stage.date, stage.end_date, stage.place)
            )
            event = Happening(draft, sentence, head="deployment")
            event.definite = bool(re.search(r"\b(?:the|this|that|its|their)\s(?:[\w-]+\s)?\Z", left)) and not goods
            out.append(event)
        return out

    def _named(self, sentence: Sentence, noun: Noun, fleet: list[Actor]) -> Happening | None:
        """Read "deployed on Operation X", "as part of X Deployment 2025", "Operation X, A's deployment to the Gulf"."""
        text = self.text
        left, right = text[max(sentence.start, noun.start - 110) : noun.start], text[noun.end : noun.end + 110]
        apposed = re.match(r"[”\"’']?(?: \([^)]*\))?, [^;:.]{0,60}?\b(?:deployment|cruise|voyage|mission)\b", right)
        if not (apposed or _ON_OPERATION.search(left) or re.match(r" deployment\b", right)):
            return None
        owners: list[Actor] = []
        if apposed:
            within = [g for g in sentence.groups if noun.end <= g.start < noun.end + apposed.end()]
            owners = within[0].actors if within else []
        if not owners:
            before = [g for g in sentence.groups if g.end <= noun.start and g.prep not in _AT]
            of = [g for g in before if g.members[0].actor.kind == "organisation" and self.sides.service(g.actors[0])]
            owners = (of or before)[-1].actors if (of or before) else []
        owners = owners or prefixed(self.context, sentence.start, noun.start) or fleet
        guests = {s.identity: s for a in owners if (s := self.context.focus.state(a))}
        guests |= {s.identity: s for s in prefixed(self.context, sentence.start, noun.start)}
        services = [a for a in owners if a.kind == "organisation" and self.sides.service(a)]
        if not (guests or services):
            return None
        draft = Draft("engagement", "deployment", "event-posting", noun.start, 0.6)
        draft.name, draft.name_sentence, draft.series = noun.name, sentence.index, noun.series
        for guest in list(guests.values())[:3]:
            draft.add("participant", guest, sentence.index)
        self.sides.actors_to(draft, "participant", services[:2], sentence)
        said = status(self.context, sentence, noun)
        stage = StageDraft("started", "asserted", [sentence.index])
        if said is not None and said.end > said.start:
            date = self.clock.date(sentence, noun.start, noun.tail, verb=(said.start, said.end))
            stage.date = date.value if date else None
            if said.modality in ("planned", "possible"):
                stage.stage, stage.modality = "planned", said.modality
            elif said.frame == "act-ended":
                stage.stage = "held"
        _, stage.place = self.verbs.where(sentence, noun.end, "send") if apposed else ([], None)
        draft.stages.append(stage)
        event = Happening(draft, sentence, head="operation")
        event.stated = True
        return event

    def _owners(self, sentence: Sentence, at: int, end: int, goods: re.Match[str] | None) -> list[Actor]:
        """Return whose forces they are: named with them, behind "by", or before the noun as its owner."""
        text = self.text
        high = goods.end() if goods is not None else end
        inside = [
            g for g in sentence.groups
            if end <= g.start < high and (g.members[-1].adjective or g.members[-1].possessive
                                          or g.members[-1].actor.kind == "organisation" or g.prep == "of")
        ]  # fmt: skip
        if inside:
            return inside[0].actors
        behind = [
            g for g in self.context.after(sentence, high, frozenset({"of", "by", "from"}))
            if g.start - high < 16
        ]  # fmt: skip
        if behind and behind[0].prep in ("of", "by"):
            return behind[0].actors
        before = [
            g for g in sentence.groups
            if g.end <= at and _OWNED.fullmatch(text, g.end, at)
            and (g.members[-1].adjective or g.members[-1].possessive)
        ]  # fmt: skip
        if before:
            return before[-1].actors
        own = re.search(r"\b(?:its|their|his|her) (?:[\w’'-]+ ){0,3}\Z", text[max(sentence.start, at - 40) : at])
        announced = words_of_forces()["announcing"].search(text, max(sentence.start, at - 60), at)
        if own or (goods is not None and announced):
            return self.sides.subject(sentence, self._verb(sentence, at)).actors
        return []

    def _verb(self, sentence: Sentence, at: int) -> int:
        """Return where the verb stands that has the noun behind it."""
        before = [c for c in self.context.clauses(sentence) if c.verb.end <= at]
        return before[-1].verb.start if before else at
