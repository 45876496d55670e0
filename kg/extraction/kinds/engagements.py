"""Engagements: meetings, visits, exercises, patrols and deployments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import modality
from kg.extraction.clause import Context, Who
from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.mentions import Actor, EngagementMention, PersonMention, Sentence, TriggerMention

if TYPE_CHECKING:
    from kg.extraction.mentions import Group

_NEAR = re.compile(r"[\s“\"‘']*(?:(?!(?:and|but|that|which|while|who|after|before)\b)[\w’'+/-]+[\s,]+){0,8}[“\"‘']?")
_LEFT_AUX = re.compile(
    r"[”\"’']?,?\s*(?:\([^)]*\)\s*)?(?:(?:which|that|was|were|is|are|has|have|had|been|will|be|to|would|also|officially|formally|due|set|scheduled|expected|on|being|not|last|may|the|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|this|week|month|year|jointly|first)\s+)*"
)
_WITH = frozenset({"with", "between", "among", "from", "alongside", "including", "and"})
_HABIT = re.compile(r"\b(?:regular(?:ly)?|annual(?:ly)?|routine(?:ly)?|often|frequent(?:ly)?|usually|increasingly|each year|every year|over the years)\b")
_MINISTER = re.compile(r"minister|secretary of (?:state|defen[cs]e|war)|(?:foreign|defen[cs]e|war) secretary", re.IGNORECASE)
_NO_OBJECT = re.compile(r"\s*(?:[.,;]|(?:on|in|at|for|during|last|this|earlier|here|again|today|yesterday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b)")
_OFFICIALS = re.compile(r"\b(?:[Mm]inisters?|leaders?|officials?|delegations?|envoys?|chiefs?|presidents?|counterparts?|[Ss]ecretar(?:y|ies)|ambassadors?|commanders?|generals|admirals|diplomats)\b")
_SHARE = re.compile(r"\b(?:on the sidelines of|margins of|sidelines)\b")
_STANDING = frozenset({"exercise", "patrol", "deployment", "training"})


class EngagementReader:
    """Reads the engagements of one document."""

    def __init__(self, context: Context) -> None:
        self.context, self.text = context, context.text
        self.found: list[Draft] = []

    def read(self, sentence: Sentence) -> None:
        """Read one sentence."""
        if sentence.heading:
            return
        used: set[int] = set()
        triggers = sentence.triggers.get("engagement", ())
        for trigger in triggers:
            shape = trigger.trigger.frame.shape
            if shape == "meet":
                self._meet(sentence, trigger)
            elif shape in ("visit", "deploy"):
                self._visit(sentence, trigger)
            elif shape == "transitive":
                mention = self._object(sentence, trigger)
                if mention is not None and mention.start not in used:
                    used.add(mention.start)
                    self._event(sentence, trigger, mention)
        for mention in sentence.engagements:
            if mention.start not in used:
                self._mentioned(sentence, mention)

    # -- meetings and visits by verb -------------------------------------------------------------------------------
    def _meet(self, sentence: Sentence, trigger: TriggerMention) -> None:
        context = self.context
        frame = trigger.trigger.frame
        who = context.subject(sentence, trigger.start)
        end = modality.clause_end(self.text, trigger.end, sentence.end)
        others = [p for p in sentence.persons if trigger.end <= p.start < end and p.start - trigger.end < 160]
        groups = context.after(sentence, trigger.end, frozenset({"", "with"}), high=min(end, trigger.end + 60))
        if frame.role == "host" and (not others or not who):
            return
        alone = bool(_NO_OBJECT.match(self.text, trigger.end))
        if not who or not (others or groups or (alone and (len(context.states_of(who)) == 2 or len(who.persons) > 1))):
            return
        if trigger.trigger.form in ("s", "ing"):
            return
        persons = [*who.persons, *others[:3]]
        if not persons and (frame.role == "host" or not _OFFICIALS.search(sentence.text)):
            return
        other = Who([] if others else (groups[0].actors if groups else []), others[:3])
        states = {s.identity: s for s in (*context.states_of(who), *context.states_of(other))}
        unknown = any(context.person_state(p) is None for p in persons)
        if len(states) + unknown < 2:
            return
        mode = context.modality(sentence, trigger)
        kind = self._level(persons) if persons else "dialogue"
        draft = Draft("engagement", kind, frame.id, trigger.start, 0.75)
        for state in states.values():
            draft.add("participant", state, sentence.index)
        context.persons_to(draft, "participant", persons, sentence)
        draft.stages.append(self._stage(sentence, trigger, mode))
        self.found.append(draft)

    def _visit(self, sentence: Sentence, trigger: TriggerMention) -> None:
        context, frame = self.context, trigger.trigger.frame
        who = context.subject(sentence, trigger.start)
        if trigger.trigger.form in ("s", "ing") or not who:
            return
        near = [a for a in sentence.actors if a.actor.kind == "state" and 0 <= a.start - trigger.end < 30]
        host = context.focus.state(near[0].actor) if near else None
        visitors = [s for s in context.states_of(who) if host is None or s.identity != host.identity]
        if host is None or near[0].adjective or not (visitors or any(context.person_state(p) is None for p in who.persons)):
            return
        mode = context.modality(sentence, trigger)
        draft = Draft("engagement", frame.type or "visit", frame.id, trigger.start, 0.7)
        draft.add("host", host, sentence.index)
        for state in visitors:
            draft.add("visitor", state, sentence.index)
        context.persons_to(draft, "visitor", who.persons, sentence)
        draft.stages.append(self._stage(sentence, trigger, mode))
        self.found.append(draft)

    # -- events named by a noun ------------------------------------------------------------------------------------
    def _object(self, sentence: Sentence, trigger: TriggerMention) -> EngagementMention | None:
        for mention in sentence.engagements:
            if mention.start >= trigger.end and mention.start - trigger.end < 90 and _NEAR.fullmatch(self.text, trigger.end, mention.start):
                return mention
            if mention.start < trigger.end <= mention.end:
                return mention
        for mention in reversed(sentence.engagements):
            if mention.end <= trigger.start and _LEFT_AUX.fullmatch(self.text, mention.end, trigger.start):
                return mention
        if self.context.passive(sentence, trigger):
            before = [m for m in sentence.engagements if m.end <= trigger.start and trigger.start - m.end < 120]
            return before[-1] if before else None
        return None

    def _event(self, sentence: Sentence, trigger: TriggerMention, mention: EngagementMention) -> None:
        context, frame = self.context, trigger.trigger.frame
        left = mention.end <= trigger.start
        mode = context.modality(sentence, trigger)
        who = context.agent(sentence, trigger.end) if left else context.subject(sentence, trigger.start)
        if mention.type == "visit" and not left:
            self._journey(sentence, trigger, mention, who, mode)
            return
        if _HABIT.search(sentence.text) and not mention.name and not context.date(sentence, trigger.start):
            return
        draft = self._draft(sentence, mention, frame.id)
        states = context.states_of(who)
        self._beside(sentence, mention, draft)
        role = "host" if frame.role == "host" else "participant"
        for state in states:
            draft.add(role, state, sentence.index)
        if role == "participant":
            self._services(sentence, draft, who)
        context.persons_to(draft, role if role == "host" else "participant", who.persons, sentence)
        if left and not draft.participants:
            self._around(sentence, mention, draft)
        if mention.type in ("summit", "ministerial", "dialogue") and len(draft.keys("participant", "host")) < 2 and not mention.name:
            self._pair(sentence, draft)
        if who.persons and mention.type == "dialogue":
            draft.type = self._level(who.persons)
        stage = self._stage(sentence, trigger, mode, verb=frame.stage)
        if mention.plural and stage.date is None and not mention.name:
            return
        if trigger.trigger.form in ("s", "ing") and stage.date is None and not mention.name and stage.modality == "asserted":
            return
        draft.stages.append(stage)
        self._keep(sentence, draft, mention)

    def _journey(self, sentence: Sentence, trigger: TriggerMention, mention: EngagementMention, who: Who, mode: tuple[str, str | None]) -> None:
        context = self.context
        hosts = context.after(sentence, mention.end, frozenset({"to", "in"}))
        host = context.focus.state(hosts[0].actors[0]) if hosts and hosts[0].start - mention.end < 40 else None
        visitors = [s for s in context.states_of(who) if host is None or s.identity != host.identity]
        if host is None or not (visitors or any(context.person_state(p) is None for p in who.persons)):
            return
        draft = Draft("engagement", "visit", trigger.trigger.frame.id, trigger.start, 0.75)
        draft.add("host", host, sentence.index)
        for state in visitors:
            draft.add("visitor", state, sentence.index)
        context.persons_to(draft, "visitor", who.persons, sentence)
        draft.stages.append(self._stage(sentence, trigger, mode))
        self.found.append(draft)

    def _mentioned(self, sentence: Sentence, mention: EngagementMention) -> None:
        """An event named in passing: it needs a date of its own, and parties or a proper name."""
        context = self.context
        before = self.text[max(sentence.start, mention.start - 40) : mention.start].lower()
        if mention.plural and not mention.name or mention.type in ("training", "deployment", "patrol") and not mention.name:
            return
        if mention.type == "visit":
            self._visited(sentence, mention)
            return
        date = context.date(sentence, mention.start)
        close = date is not None and abs(date.start - mention.start) < 80
        value = mention.year or (date.value if date and close else None)
        if value is None or _SHARE.search(before):
            return
        if mention.type == "dialogue" and not re.search(r"(?:during|at|after|in|following|since|held|the) (?:a|an|the|their)?\s*(?:[\w-]+ ){0,3}$", before):
            return
        draft = self._draft(sentence, mention, "engagement-mention")
        self._beside(sentence, mention, draft)
        if not draft.participants:
            self._around(sentence, mention, draft)
        if mention.type in ("summit", "ministerial") and len(draft.keys("participant", "host")) < 2:
            self._pair(sentence, draft)
        future = re.search(r"\b(?:next|upcoming|planned|scheduled|forthcoming|will)\b", before)
        stage = StageDraft("planned" if future else "held", "planned" if future else "asserted", [sentence.index], value)
        if date is not None and stage.date == date.value:
            stage.end_date = date.end_value
        stage.place = context.place(sentence, mention.end, reach=40)
        draft.stages.append(stage)
        draft.confidence = 0.65
        self._keep(sentence, draft, mention)

    def _visited(self, sentence: Sentence, mention: EngagementMention) -> None:
        context = self.context
        hosts = [g for g in context.after(sentence, mention.end, frozenset({"to"})) if g.start - mention.end < 30]
        owner = [a for a in sentence.actors if a.possessive and 0 <= mention.start - a.end < 30]
        persons = [p for p in sentence.persons if 0 <= mention.start - p.end < 30]
        if not hosts or not (owner or persons):
            return
        host = context.focus.state(hosts[0].actors[0])
        guest = context.person_state(persons[-1]) if persons else context.focus.state(owner[-1].actor)
        if host is None or guest is None or guest.identity == host.identity:
            return
        date = context.date(sentence, mention.start)
        before = self.text[max(sentence.start, mention.start - 40) : mention.start].lower()
        future = re.search(r"\b(?:upcoming|planned|forthcoming|scheduled|next)\b", before)
        draft = Draft("engagement", "visit", "engagement-visit", mention.start, 0.65)
        draft.add("host", host, sentence.index)
        draft.add("visitor", guest, sentence.index)
        context.persons_to(draft, "visitor", persons[-1:], sentence)
        value = mention.year or (date.value if date else None)
        draft.stages.append(StageDraft("planned" if future else "held", "planned" if future else "asserted", [sentence.index], value))
        self.found.append(draft)

    # -- parts -----------------------------------------------------------------------------------------------------
    def _draft(self, sentence: Sentence, mention: EngagementMention, rule: str) -> Draft:
        draft = Draft("engagement", mention.type, rule, mention.start, 0.8)
        if mention.name:
            draft.name, draft.name_sentence, draft.series = mention.name, sentence.index, mention.series
        return draft

    def _beside(self, sentence: Sentence, mention: EngagementMention, draft: Draft) -> None:
        """Add "with A", "between A and B", "involving A", and states right before the noun."""
        context = self.context
        chosen: list[Group] = [g for g in context.after(sentence, mention.end, _WITH) if g.start - mention.end < 110][:1]
        chosen += [g for g in sentence.groups if 0 <= mention.start - g.end <= 14 and len(g.actors) > 1 and g.prep not in ("in", "at")]
        match = re.compile(r"\b(?:involving|bringing together|joined by|including)\s").search(self.text, mention.end, sentence.end)
        if match:
            chosen += [g for g in sentence.groups if 0 <= g.start - match.end() < 40][:1]
        for group in chosen:
            for actor in group.actors:
                state = context.focus.state(actor) or (actor if actor.kind == "grouping" else None)
                if state:
                    draft.add("participant", state, sentence.index)
                if actor.kind == "organisation" and draft.type in _STANDING:
                    draft.add("participant", actor, sentence.index)
        persons = [p for p in sentence.persons if mention.end <= p.start and re.fullmatch(r"\s*(?:with|between)\s+(?:\w+\s+)?", self.text[mention.end : p.start])]
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
            if actor.kind == "organisation" and draft.type in _STANDING:
                draft.add("participant", actor, sentence.index)

    def _pair(self, sentence: Sentence, draft: Draft) -> None:
        pair = self.context.focus.pair(sentence)
        have = draft.keys("participant", "host")
        if not have or any(p.identity in have for p in pair):
            for p in pair:
                if p.identity not in have:
                    draft.add("participant", p, sentence.index)
                    draft.confidence = min(draft.confidence, 0.6)

    def _stage(self, sentence: Sentence, trigger: TriggerMention, mode: tuple[str, str | None], *, verb: str | None = None) -> StageDraft:
        name = verb or "held"
        if mode[0] in ("planned", "possible") and name != "cancelled":
            name = "planned"
        if mode[0] == "denied" and name in ("held", "started"):
            name = "held"
        return self.context.stage(sentence, trigger, name, mode)

    def _level(self, persons: list[PersonMention]) -> str:
        titles = [t for p in persons for t in (p.office, *((m.office for _, m in p.person.mentions) if p.person else ())) if t]
        heads = self.context.lexicon.sets["heads"]
        if any(t.lower() in heads for t in titles) and not any(_MINISTER.search(t) and t.lower() not in heads for t in titles):
            return "summit"
        return "ministerial" if any(_MINISTER.search(t) for t in titles) else "dialogue"

    def _keep(self, sentence: Sentence, draft: Draft, mention: EngagementMention) -> None:
        keys = draft.keys("participant", "host", "visitor")
        actors: list[Actor] = draft.actors("participant", "host", "visitor")
        enough = len(keys) >= 2 or any(a.kind == "grouping" for a in actors) or (mention.name and keys)
        if enough and (draft.type in _STANDING or mention.name or self._relevant(sentence, draft)):
            self.found.append(draft)

    def _relevant(self, sentence: Sentence, draft: Draft) -> bool:
        return draft.type in ("summit", "ministerial") or bool(self.context.lexicon.security.search(sentence.text)) or any(
            a.kind == "person" for a in draft.actors("participant", "host")
        )
