"""Engagements: meetings, visits, exercises, patrols and deployments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.drafts import StageDraft
from kg.extraction.kinds.events import STANDING, WITH, EventReader

if TYPE_CHECKING:
    from kg.extraction.mentions import EngagementMention, Sentence, TriggerMention

_NEAR = re.compile(r"[\s“\"‘']*(?:(?!(?:and|but|that|which|while|who|after|before)\b)[\w’'+/-]+[\s,]+){0,8}[“\"‘']?")
_LEFT_AUX = re.compile(
    r"[”\"’']?,?\s*(?:\([^)]*\)\s*)?(?:(?:which|that|was|were|is|are|has|have|had|been|will|be|to|would|"
    r"also|officially|formally|due|set|scheduled|expected|on|being|not|last|may|the|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|this|week|month|year|jointly|first)\s+)*"
)
_HABIT = re.compile(
    r"\b(?:regularly|annually|routinely|often|frequent(?:ly)?|usually|increasingly|each year|every year|"
    r"over the years)\b"
)
_DEFINED = re.compile(r"\b(?:is|are|was) (?:a|an|the) (?:[\w-]+ ){0,6}\Z")
_AS_OBSERVER = re.compile(r"[^.;,]{0,24}? as (?:an )?observers?\b")
_TO_WATCH = re.compile(r"\.? (?:is |was )?(?:expected|due|set|scheduled) to (?:watch|observe|witness)\b")
_THOSE_OF = re.compile(r"\b(?:those|that|names?|series) of\b")
_WHICH = re.compile(r"[”\"’']*,? (?:which|that) (?:the )?")


class EngagementReader(EventReader):
    """Reads the engagements of one document."""

    def read(self, sentence: Sentence) -> None:
        """Read one sentence."""
        if sentence.heading:
            return
        upcoming = self.occasions.follow(sentence)
        self.found += self.occasions.complete()
        self.ended.clear()
        first = len(self.found)
        self._read(sentence)
        self.found += self.gatherings.read(sentence)
        for draft in self.found[first:]:
            self.occasions.opened(draft, sentence, ended=draft.offset in self.ended)
        if len(self.found) > first or self.occasions.pending:
            self.occasions.follow(sentence)
            self.found += self.occasions.complete()
        if upcoming is not None:
            self.found.append(upcoming)

    def _read(self, sentence: Sentence) -> None:
        used: set[int] = set()
        triggers = sentence.triggers.get("engagement", ())
        for trigger in triggers:
            shape = trigger.trigger.frame.shape
            if shape == "scheduled":
                self._scheduled(sentence, trigger, used)
            elif shape == "transitive":
                mention = self._object(sentence, trigger)
                if mention is not None and mention.start in used and self._relative(sentence, mention, trigger):
                    self._also(sentence, mention, trigger)
                if mention is not None and mention.start not in used:
                    used.add(mention.start)
                    self._event(sentence, trigger, mention)
        for mention in sentence.engagements:
            if mention.start not in used:
                self._mentioned(sentence, mention)

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
                and not _THOSE_OF.search(self.text[trigger.end : mention.start])
                and _NEAR.fullmatch(self.text, trigger.end, mention.start)
            ):
                return mention
            if mention.start < trigger.end <= mention.end:
                return mention
        for mention in reversed(sentence.engagements):
            if mention.end <= trigger.start and _LEFT_AUX.fullmatch(self.text, mention.end, trigger.start):
                return mention
            if mention.name and self._relative(sentence, mention, trigger):
                return mention
        if self.context.passive(sentence, trigger):
            before = [m for m in sentence.engagements if m.end <= trigger.start and trigger.start - m.end < 120]
            return before[-1] if before else None
        return None

    def _relative(self, sentence: Sentence, mention: EngagementMention, trigger: TriggerMention) -> bool:
        """Whether a verb stands in "N, which A holds"."""
        opened = _WHICH.match(self.text, mention.end, trigger.start)
        group = [g for g in sentence.groups if opened and g.start - opened.end() in range(5)]
        return (
            bool(group)
            and re.fullmatch(r" (?:also |regularly |usually )?", self.text[group[0].end : trigger.start]) is not None
        )

    def _also(self, sentence: Sentence, mention: EngagementMention, trigger: TriggerMention) -> None:
        """Add who holds an exercise that the sentence has said something else of."""
        last = self.found[-1] if self.found else None
        if last is None or last.name != mention.name or last.offset > trigger.start:
            return
        with_ = self.context.after(sentence, trigger.end, WITH)[:1]
        subject = self.context.subject(sentence, trigger.start, low=mention.end)
        for actor in (*self.context.states_of(subject), *(a for g in with_ for a in g.actors)):
            state = self.context.focus.state(actor)
            if state is not None and state.identity not in last.keys("participant", "host"):
                last.add("participant", state, sentence.index)

    def _scheduled(self, sentence: Sentence, trigger: TriggerMention, used: set[int]) -> None:
        """Read "a live-fire drill is scheduled for 5 May"."""
        before = [m for m in sentence.engagements if m.end <= trigger.start and trigger.start - m.end < 60]
        date = next((d for d in sentence.dates if 0 <= d.start - trigger.end < 12), None)
        if not before or date is None or before[-1].start in used or before[-1].type == "visit":
            return
        mention = before[-1]
        draft = self._draft(sentence, mention, trigger.trigger.frame.id)
        self._beside(sentence, mention, draft)
        if len(draft.keys("participant")) < 2 and mention.type in STANDING:
            for state in self.occasions.core(sentence):
                draft.add("participant", state, sentence.index)
        elif len(draft.keys("participant")) < 2:
            self._pair(sentence, draft)
        place = self.context.place(sentence, mention.end)
        watch = [p for p in sentence.persons if _TO_WATCH.match(self.text, p.end)]
        self.context.persons_to(draft, "observer", watch, sentence)
        draft.stages.append(StageDraft("planned", "planned", [sentence.index], date.value, date.end_value, place))
        used.add(mention.start)
        self._keep(sentence, draft, mention)

    def _event(self, sentence: Sentence, trigger: TriggerMention, mention: EngagementMention) -> None:
        context, frame = self.context, trigger.trigger.frame
        left = mention.end <= trigger.start
        mode = context.modality(sentence, trigger)
        relative = left and self._relative(sentence, mention, trigger)
        if relative:
            who = context.subject(sentence, trigger.start, low=mention.end)
        else:
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
        if not left and _AS_OBSERVER.match(self.text, mention.end):
            role = "observer"
        if role == "observer":
            named = {s.identity for s in states}
            draft.participants = [p for p in draft.participants if p.actor.identity not in named]
        for state in states:
            draft.add(role, state, sentence.index)
        if role != "host":
            self._services(sentence, draft, who)
        if draft.type in STANDING:
            for p in who.persons:
                if p.organisation is not None and p.organisation.kind == "organisation":
                    draft.add(role, p.organisation, sentence.index)
        context.persons_to(draft, role, who.persons, sentence)
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
        if stage.place and mention.name and stage.place in mention.name:
            stage.place = None
        if relative and stage.date is None:
            stage.place = None
        draft.stages.append(stage)
        if frame.id == "engagement-ended":
            self.ended.add(draft.offset)
        self._keep(sentence, draft, mention)
