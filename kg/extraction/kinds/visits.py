"""Journeys by verb and by noun: who visits, goes or deploys to whom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import modality
from kg.extraction.clause import Context, Who
from kg.extraction.drafts import Draft, StageDraft

if TYPE_CHECKING:
    from kg.extraction.mentions import Actor, EngagementMention, Sentence, TriggerMention

_FORCES = re.compile(
    r"\b(?:troops|soldiers|personnel|police|officers|marines|sailors|warships?|destroyers?|frigates?|submarines?|fighters?|jets?|"
    r"bombers?|aircraft|battalions?|brigades?|squadrons?|missiles?|launchers?|batter(?:y|ies)|forces|carriers?|drones)\b"
)
_WILL = re.compile(r",? (?:[\w ]{0,20})?(?:will|would|may|could|is (?:likely|expected|set|scheduled|due|to))\b")
_VERBAL = re.compile(r"\b(?:to|will|would|may|might|could|can|should|shall|not|did)\s+(?:\w+ly\s+|also\s+)?\Z")
_STRAIT = re.compile(r" (?:through )?(?:the )?((?:[A-Z][\w’-]+ )+(?:Straits?|Sea|Channel|Passage|Gulf|Bay))\b")
_ALONGSIDE = re.compile(r"\b(?:with|alongside) (?:an? |the |two |three |its )?\Z")
_PORT = re.compile(r" ((?:[A-Z][\w’'-]+)(?: [A-Z][\w’'-]+){0,2})")
_PRONOUN = re.compile(r"\b(?:when|as|after|before|while|during which) (?:he|she)\b[^,;.]{0,12}\Z")
_TO_JOIN = re.compile(r"\b(?:for|to join|to take part in|to participate in|joining)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}\Z")
_BASE = re.compile(r" (?:Air |Naval |Military )?(?:Base|Station|Airfield|Camp)\b")
_AT_BASE = re.compile(
    r" (?:the )?((?:[A-Z][\w-]+ ){1,4}(?:Base|Station|Airfield)(?: [A-Z][\w-]+){0,2}|(?:Camp|Fort|Port) [A-Z][\w-]+)"
)


class VisitReader:
    """Reads visits and deployments; `found` collects all engagements."""

    def __init__(self, context: Context) -> None:
        self.context, self.text = context, context.text
        self.found: list[Draft] = []
        self.travelled: set[tuple[int, int]] = set()

    def _visit(self, sentence: Sentence, trigger: TriggerMention) -> None:
        context, frame = self.context, trigger.trigger.frame
        who = self._traveller(sentence, trigger)
        left = self.text[max(sentence.start, trigger.start - 24) : trigger.start]
        noun = trigger.trigger.form == "base" and not _VERBAL.search(left)
        if trigger.trigger.form in ("s", "ing") or (noun and frame.role != "goes") or not who:
            return
        near = [
            a for a in sentence.actors
            if 0 <= a.start - trigger.end < 30
            and (a.actor.kind == "state" or (frame.type == "deployment" and _BASE.match(self.text, a.end)))
        ]  # fmt: skip
        host = context.focus.state(near[0].actor) if near else None
        visitors = [s for s in context.states_of(who) if host is None or s.identity != host.identity]
        if host is None and not near and frame.type == "deployment":
            self._called(sentence, trigger, visitors)
        if (
            host is None
            or near[0].adjective
            or not (visitors or any(context.person_state(p) is None for p in who.persons))
        ):
            return
        mode = context.modality(sentence, trigger)
        exercise = self._purpose(sentence, near[0].end)
        if frame.role == "goes" and exercise is None:
            return
        persons = [p for p in who.persons if context.person_state(p) != host]
        kind = "exercise" if exercise else frame.type or "visit"
        role = "visitor" if kind == "visit" else "participant"
        draft = Draft("engagement", kind, frame.id, trigger.start, 0.7)
        draft.add("host", host, sentence.index)
        for state in visitors:
            draft.add(role, state, sentence.index)
        context.persons_to(draft, role, persons, sentence)
        stage = self._stage(sentence, trigger, mode)
        base = _AT_BASE.match(self.text, trigger.end, sentence.end) if kind == "deployment" else None
        if stage.place is None and (exercise or near[0].name_kind == "capital"):
            stage.place = self.text[near[0].start : near[0].end]
        stage.place = base.group(1) if base else stage.place
        if exercise is not None:
            draft.name, draft.name_sentence, draft.series = exercise.name, sentence.index, exercise.series
            self.travelled.add((sentence.index, exercise.start))
        if frame.role == "goes":
            self._present(sentence, stage)
        draft.stages.append(stage)
        self.found.append(draft)

    def _sails(self, sentence: Sentence, trigger: TriggerMention) -> None:
        """Read "A's ship transited the X Strait with B's on D"."""
        context = self.context
        water = _STRAIT.match(self.text, trigger.end, sentence.end)
        who = context.subject(sentence, trigger.start)
        states = context.states_of(who)
        stage = self._stage(sentence, trigger, context.modality(sentence, trigger))
        if water is None or not states or stage.date is None or trigger.trigger.form in ("s", "ing", "base"):
            return
        draft = Draft("engagement", "patrol", trigger.trigger.frame.id, trigger.start, 0.7)
        with_ = [
            g for g in sentence.groups
            if g.start >= trigger.end and _ALONGSIDE.search(self.text[trigger.end : g.start])
        ][:1]  # fmt: skip
        for state in (*states, *(s for g in with_ for a in g.actors if (s := context.focus.state(a)))):
            draft.add("participant", state, sentence.index)
        for actor in who.actors:
            if actor.kind == "organisation":
                draft.add("participant", actor, sentence.index)
        stage.place = water.group(1)
        draft.stages.append(stage)
        self.found.append(draft)

    def _called(self, sentence: Sentence, trigger: TriggerMention, visitors: list[Actor]) -> None:
        """Read a port call whose host the text does not name: the port stands for it."""
        stage = self._stage(sentence, trigger, self.context.modality(sentence, trigger))
        port = _PORT.match(self.text, trigger.end, sentence.end)
        if port is None or not visitors or stage.date is None:
            return
        draft = Draft("engagement", "deployment", trigger.trigger.frame.id, trigger.start, 0.65)
        for state in visitors:
            draft.add("participant", state, sentence.index)
        stage.place = port.group(1)
        draft.stages.append(stage)
        self.found.append(draft)

    def _traveller(self, sentence: Sentence, trigger: TriggerMention) -> Who:
        """Return who travels; "when he visited" goes back to the one whom the sentence is about."""
        if _PRONOUN.search(self.text[max(sentence.start, trigger.start - 30) : trigger.start]):
            first = [p for p in sentence.persons if p.end <= trigger.start][:1]
            if first:
                return Who([], first, inherited=True)
        return self.context.subject(sentence, trigger.start)

    def _purpose(self, sentence: Sentence, at: int) -> EngagementMention | None:
        """Return the named exercise that somebody travels for."""
        for mention in sentence.engagements:
            near = mention.name and mention.type == "exercise" and at <= mention.start < at + 90
            if near and _TO_JOIN.search(self.text[at : mention.start]):
                return mention
        return None

    def _present(self, sentence: Sentence, stage: StageDraft) -> None:
        """Read a present tense as what is to come: "aircraft go to B in September"."""
        published = self.context.reading.document.published
        date = next((d for d in sentence.dates if d.value == stage.date), None)
        stage.stage, stage.modality, stage.force = "planned", "planned", "scheduled"
        if date is None or stage.date is None or not published or stage.date >= published[: len(stage.date)]:
            return
        given = re.search(r"\d{4}", self.text[date.start : date.end])
        stage.date = stage.date if given else f"{int(stage.date[:4]) + 1}{stage.date[4:]}"

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
        if any(t.start < mention.start < t.end for t in sentence.triggers.get("engagement", ())):
            return  # "pays a visit to" is read as a verb
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
        within = re.search(
            r"\b(?:during|on the occasion of|in the course of|on|at) (?:the|a|his|her|an|this)\b[^,;.]{0,30}\Z", before
        )
        planned = within and re.search(
            r"\b(?:will|(?:is|are|set|due|expected|scheduled) to)\b", self.text[sentence.start : mention.start]
        )
        future = (
            ahead
            or planned
            or re.search(
                r"\b(?:upcoming|planned|forthcoming|scheduled|next|will|would|shall|(?:is|are|set|due|plans?|"
                r"expected|slated) to)\b",
                before,
            )
        )
        draft = Draft("engagement", "visit", "engagement-visit", mention.start, 0.65)
        draft.add("host", host, sentence.index)
        draft.add("visitor", guest, sentence.index)
        context.persons_to(draft, "visitor", persons[-1:], sentence)
        value = mention.year or (date.value if date else None)
        stage = StageDraft(
            "planned" if future else "held", "planned" if future else "asserted", [sentence.index], value
        )
        if modality.ruled_out(self.text, sentence.start, mention.start):
            stage.stage, stage.modality = "held", "denied"
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
