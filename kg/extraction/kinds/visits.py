"""Journeys that a noun names: who pays a visit to whom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import modality
from kg.extraction.clause import Context, Who
from kg.extraction.drafts import Draft, StageDraft

if TYPE_CHECKING:
    from kg.extraction.mentions import EngagementMention, Sentence, TriggerMention

_WILL = re.compile(r",? (?:[\w ]{0,20})?(?:will|would|may|could|is (?:likely|expected|set|scheduled|due|to))\b")


class VisitReader:
    """Reads visits by their noun; `found` collects all engagements."""

    def __init__(self, context: Context) -> None:
        self.context, self.text = context, context.text
        self.found: list[Draft] = []

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
