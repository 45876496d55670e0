"""Engagements: meetings, visits, exercises, patrols and deployments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.clause import Who
from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.kinds.encounters import EncounterReader
from kg.extraction.mentions import Actor, EngagementMention, Sentence, TriggerMention

if TYPE_CHECKING:
    from kg.extraction.mentions import Group

_NEAR = re.compile(r"[\s“\"‘']*(?:(?!(?:and|but|that|which|while|who|after|before)\b)[\w’'+/-]+[\s,]+){0,8}[“\"‘']?")
_LEFT_AUX = re.compile(
    r"[”\"’']?,?\s*(?:\([^)]*\)\s*)?(?:(?:which|that|was|were|is|are|has|have|had|been|will|be|to|would|"
    r"also|officially|formally|due|set|scheduled|expected|on|being|not|last|may|the|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|this|week|month|year|jointly|first)\s+)*"
)
_WITH = frozenset({"with", "between", "among", "from", "alongside", "including", "and"})
_HABIT = re.compile(
    r"\b(?:regularly|annually|routinely|often|frequent(?:ly)?|usually|increasingly|each year|every year|"
    r"over the years)\b"
)
_DEFINED = re.compile(r"\b(?:is|are|was) (?:a|an|the) (?:[\w-]+ ){0,6}\Z")
_SHARE = re.compile(r"\b(?:on the sidelines of|margins of|sidelines)\b")
_STANDING = frozenset({"exercise", "patrol", "deployment", "training"})


class EngagementReader(EncounterReader):
    """Reads the engagements of one document."""

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
            elif shape == "deploys":
                self._deploys(sentence, trigger)
            elif shape == "transitive":
                mention = self._object(sentence, trigger)
                if mention is not None and mention.start not in used:
                    used.add(mention.start)
                    self._event(sentence, trigger, mention)
        for mention in sentence.engagements:
            if mention.start not in used:
                self._mentioned(sentence, mention)

    # -- meetings and visits by verb -------------------------------------------------------------------------------
    # -- events named by a noun ------------------------------------------------------------------------------------
    def _object(self, sentence: Sentence, trigger: TriggerMention) -> EngagementMention | None:
        found = self._related(sentence, trigger)
        if found is not None and _DEFINED.search(self.text[max(sentence.start, found.start - 60) : found.start]):
            return None
        return found

    def _related(self, sentence: Sentence, trigger: TriggerMention) -> EngagementMention | None:
        for mention in sentence.engagements:
            if (
                mention.start >= trigger.end
                and mention.start - trigger.end < 90
                and _NEAR.fullmatch(self.text, trigger.end, mention.start)
            ):
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
        if (
            mention.type in ("summit", "ministerial", "dialogue")
            and len(draft.keys("participant", "host")) < 2
            and not mention.name
        ):
            self._pair(sentence, draft)
        if who.persons and mention.type == "dialogue":
            draft.type = self._level(who.persons)
        stage = self._stage(sentence, trigger, mode, verb=frame.stage)
        if mention.plural and stage.date is None and not mention.name:
            return
        if (
            trigger.trigger.form in ("s", "ing")
            and stage.date is None
            and not mention.name
            and stage.modality == "asserted"
        ):
            return
        draft.stages.append(stage)
        self._keep(sentence, draft, mention)

    def _mentioned(self, sentence: Sentence, mention: EngagementMention) -> None:
        """Read an event named in passing: it needs a date of its own, and parties or a proper name."""
        context = self.context
        before = self.text[max(sentence.start, mention.start - 40) : mention.start].lower()
        if (mention.plural and not mention.name) or (
            mention.type in ("training", "deployment", "patrol") and not mention.name
        ):
            return
        if mention.type == "visit":
            self._visited(sentence, mention)
            return
        date = context.date(sentence, mention.start)
        close = date is not None and abs(date.start - mention.start) < 80
        value = mention.year or (date.value if date and close else None)
        if value is None or _SHARE.search(before):
            return
        if mention.type == "dialogue" and not re.search(
            r"(?:during|at|after|in|following|since|held|the) (?:a|an|the|their)?\s*(?:[\w-]+ ){0,3}$", before
        ):
            return
        draft = self._draft(sentence, mention, "engagement-mention")
        self._beside(sentence, mention, draft)
        if not draft.participants:
            self._around(sentence, mention, draft)
        if mention.type in ("summit", "ministerial") and len(draft.keys("participant", "host")) < 2:
            self._pair(sentence, draft)
        future = re.search(r"\b(?:next|upcoming|planned|scheduled|forthcoming|will)\b", before)
        stage = StageDraft(
            "planned" if future else "held", "planned" if future else "asserted", [sentence.index], value
        )
        if date is not None and stage.date == date.value:
            stage.end_date = date.end_value
        stage.place = context.place(sentence, mention.end, reach=40)
        draft.stages.append(stage)
        draft.confidence = 0.65
        self._ahead(stage)
        self._keep(sentence, draft, mention)

    # -- parts -----------------------------------------------------------------------------------------------------
    def _draft(self, sentence: Sentence, mention: EngagementMention, rule: str) -> Draft:
        draft = Draft("engagement", mention.type, rule, mention.start, 0.8)
        if mention.name:
            draft.name, draft.name_sentence, draft.series = mention.name, sentence.index, mention.series
        return draft

    def _beside(self, sentence: Sentence, mention: EngagementMention, draft: Draft) -> None:
        """Add "with A", "between A and B", "involving A", and states right before the noun."""
        context = self.context
        chosen: list[Group] = [g for g in context.after(sentence, mention.end, _WITH) if g.start - mention.end < 110][
            :1
        ]
        chosen += [
            g
            for g in sentence.groups
            if 0 <= mention.start - g.end <= 14 and len(g.actors) > 1 and g.prep not in ("in", "at")
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
                if actor.kind == "organisation" and draft.type in _STANDING:
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

    def _keep(self, sentence: Sentence, draft: Draft, mention: EngagementMention) -> None:
        keys = draft.keys("participant", "host", "visitor")
        actors: list[Actor] = draft.actors("participant", "host", "visitor")
        enough = len(keys) >= 2 or any(a.kind == "grouping" for a in actors) or (mention.name and keys)
        if enough and (draft.type in _STANDING or mention.name or self._relevant(sentence, draft)):
            self.found.append(draft)

    def _relevant(self, sentence: Sentence, draft: Draft) -> bool:
        return (
            draft.type in ("summit", "ministerial")
            or bool(self.context.lexicon.security.search(sentence.text))
            or any(a.kind == "person" for a in draft.actors("participant", "host"))
        )
