"""Encounters by verb: who meets, receives, visits or deploys to whom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import modality
from kg.extraction.clause import Context, Who
from kg.extraction.drafts import Draft, StageDraft

if TYPE_CHECKING:
    from kg.extraction.mentions import EngagementMention, PersonMention, Sentence, TriggerMention

_MINISTER = re.compile(
    r"minister|secretary of (?:state|defen[cs]e|war)|(?:foreign|defen[cs]e|war) secretary", re.IGNORECASE
)
_NO_OBJECT = re.compile(
    r"\s*(?:[.,;]|(?:on|in|at|for|during|last|this|earlier|here|again|today|yesterday|Monday|Tuesday|"
    r"Wednesday|Thursday|Friday|Saturday|Sunday)\b)"
)
_OFFICIALS = re.compile(
    r"\b(?:[Mm]inisters?|leaders?|officials?|delegations?|envoys?|chiefs?|presidents?|counterparts?|"
    r"[Ss]ecretar(?:y|ies)|ambassadors?|commanders?|generals|admirals|diplomats)\b"
)
_LEADERS = re.compile(r"\b(?:leaders|presidents|prime ministers|heads of (?:state|government))\b")
_MINISTERS = re.compile(r"\b(?:ministers|defen[cs]e chiefs|secretaries)\b")
_FORCES = re.compile(
    r"\b(?:troops|soldiers|personnel|police|officers|marines|sailors|warships?|destroyers?|frigates?|submarines?|fighters?|jets?|"
    r"bombers?|aircraft|battalions?|brigades?|squadrons?|missiles?|launchers?|batter(?:y|ies)|forces|carriers?|drones)\b"
)
_WILL = re.compile(r",? (?:[\w ]{0,20})?(?:will|would|may|could|is (?:likely|expected|set|scheduled|due|to))\b")
_VERBAL = re.compile(r"\b(?:to|will|would|may|might|could|can|should|shall|not|did)\s+(?:\w+ly\s+|also\s+)?\Z")


class EncounterReader:
    """Reads meetings, visits and deployments; `found` collects them."""

    def __init__(self, context: Context) -> None:
        self.context, self.text = context, context.text
        self.found: list[Draft] = []

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
        kind = self._level(persons) if persons else self._rank(sentence)
        draft = Draft("engagement", kind, frame.id, trigger.start, 0.75)
        for state in states.values():
            draft.add("participant", state, sentence.index)
        context.persons_to(draft, "participant", persons, sentence)
        draft.stages.append(self._stage(sentence, trigger, mode))
        self.found.append(draft)

    def _visit(self, sentence: Sentence, trigger: TriggerMention) -> None:
        context, frame = self.context, trigger.trigger.frame
        who = context.subject(sentence, trigger.start)
        left = self.text[max(sentence.start, trigger.start - 24) : trigger.start]
        noun = trigger.trigger.form == "base" and not _VERBAL.search(left)
        if trigger.trigger.form in ("s", "ing") or noun or not who:
            return
        near = [a for a in sentence.actors if a.actor.kind == "state" and 0 <= a.start - trigger.end < 30]
        host = context.focus.state(near[0].actor) if near else None
        visitors = [s for s in context.states_of(who) if host is None or s.identity != host.identity]
        if (
            host is None
            or near[0].adjective
            or not (visitors or any(context.person_state(p) is None for p in who.persons))
        ):
            return
        mode = context.modality(sentence, trigger)
        draft = Draft("engagement", frame.type or "visit", frame.id, trigger.start, 0.7)
        draft.add("host", host, sentence.index)
        for state in visitors:
            draft.add("visitor", state, sentence.index)
        context.persons_to(draft, "visitor", who.persons, sentence)
        draft.stages.append(self._stage(sentence, trigger, mode))
        self.found.append(draft)

    def _deploys(self, sentence: Sentence, trigger: TriggerMention) -> None:
        """Read "A deployed troops to B"."""
        context = self.context
        goes = _FORCES.search(self.text, trigger.end, min(sentence.end, trigger.end + 60))
        who = context.subject(sentence, trigger.start)
        hosts = context.after(sentence, trigger.end, frozenset({"to", "in"}))
        if (
            goes is None
            or not who
            or not hosts
            or hosts[0].start - trigger.end > 120
            or trigger.trigger.form in ("s", "ing")
        ):
            return
        host = context.focus.state(hosts[0].actors[0])
        guests = [s for s in context.states_of(who) if host is None or s.identity != host.identity]
        if host is None or not guests or hosts[0].members[0].adjective:
            return
        draft = Draft("engagement", "deployment", trigger.trigger.frame.id, trigger.start, 0.7)
        draft.add("host", host, sentence.index)
        for state in guests:
            draft.add("participant", state, sentence.index)
        draft.stages.append(self._stage(sentence, trigger, context.modality(sentence, trigger)))
        self.found.append(draft)

    def _journey(
        self,
        sentence: Sentence,
        trigger: TriggerMention,
        mention: EngagementMention,
        who: Who,
        mode: tuple[str, str | None],
    ) -> None:
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

    def _visited(self, sentence: Sentence, mention: EngagementMention) -> None:
        context = self.context
        hosts = [g for g in context.after(sentence, mention.end, frozenset({"to"})) if g.start - mention.end < 70]
        owner = [a for a in sentence.actors if a.possessive and 0 <= mention.start - a.end < 30]
        persons = [p for p in sentence.persons if 0 <= mention.start - p.end < 30]
        persons += [
            p for p in sentence.persons if self.text[mention.end : p.start] in (" of ", " by ", " by the ", " of the ")
        ]
        if not hosts or not (owner or persons):
            return
        host = context.focus.state(hosts[0].actors[0])
        guest = context.person_state(persons[-1]) if persons else context.focus.state(owner[-1].actor)
        if host is None or guest is None or guest.identity == host.identity:
            return
        date = context.date(sentence, mention.start)
        before = self.text[max(sentence.start, mention.start - 40) : mention.start].lower()
        ahead = _WILL.match(self.text, hosts[0].end, min(sentence.end, hosts[0].end + 60))
        future = ahead or re.search(r"\b(?:upcoming|planned|forthcoming|scheduled|next)\b", before)
        draft = Draft("engagement", "visit", "engagement-visit", mention.start, 0.65)
        draft.add("host", host, sentence.index)
        draft.add("visitor", guest, sentence.index)
        context.persons_to(draft, "visitor", persons[-1:], sentence)
        value = mention.year or (date.value if date else None)
        stage = StageDraft(
            "planned" if future else "held", "planned" if future else "asserted", [sentence.index], value
        )
        self._ahead(stage)
        draft.stages.append(stage)
        self.found.append(draft)

    def _stage(
        self, sentence: Sentence, trigger: TriggerMention, mode: tuple[str, str | None], *, verb: str | None = None
    ) -> StageDraft:
        name = verb or "held"
        if mode[0] in ("planned", "possible") and name != "cancelled":
            name = "planned"
        if mode[0] == "denied" and name in ("held", "started"):
            name = "held"
        stage = self.context.stage(sentence, trigger, name, mode)
        self._ahead(stage)
        return stage

    def _ahead(self, stage: StageDraft) -> None:
        """Turn what is dated after the day of publication into a plan."""
        published = self.context.reading.document.published
        if (
            stage.date
            and published
            and stage.stage in ("held", "started")
            and stage.date[: len(published)] > published[: len(stage.date)]
        ):
            stage.stage, stage.modality = "planned", "planned"

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
