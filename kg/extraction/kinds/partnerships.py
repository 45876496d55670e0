"""Partnerships: declared levels of relations, their elevation, and diplomatic relations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.kinds import leagues, levels, standings
from kg.extraction.kinds.ceremonies import lead
from kg.extraction.mentions import Actor

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import LevelMention, Sentence, TriggerMention

_TIES = re.compile(r"\b(?:relations?|ties|relationship|diplomatic)\b", re.IGNORECASE)
_HEAD_FOLLOWS = re.compile(
    r"\s+(?:agreement|treaty|pact|deal|declaration|framework agreement|dialogue|forum|council|program)"
)
_ELSEWHEN = re.compile(
    r"\b(?:last|previous(?:ly)?|earlier|ago|had (?:been )?\w+ed|years?|months?|since|once|in (?:19|20)\d\d|"
    r"was (?:elevated|upgraded))\b"
)
_BREAK = re.compile(r"[;:]|\b(?:while|but|which|who|said)\b")
_FROM_LEVEL = re.compile(r"\bfrom (?:a |an |the |its |their )?[\w -]*$")
_DECIDED = re.compile(r"\b(?:agreed|decided|resolved|concurred)\b[^.;]{0,40} (?:to|on) \Z")
_NO = re.compile(r"\b(?:no|neither|not an?)\s")
_CLAIM = re.compile(r"\bthat\b")
_MERE = frozenset({"partnership-definite", "relations-anniversary", "partnership-standing", "partnership-each"})
"""Rules that say only that a level holds: nothing that another sentence says better."""
_WITH = frozenset({"with", "between", "and"})


class PartnershipReader:
    """Reads the partnerships of one document."""

    def __init__(self, context: Context) -> None:
        self.context, self.text = context, context.text
        self.found: list[Draft] = []
        self.lead = lead(context)
        """The day of the event that the text opens with: when what it says was done, was done."""

    def read(self, sentence: Sentence) -> None:
        """Read one sentence."""
        if sentence.heading:
            return
        named = [(m.start, max(m.end, m.tail)) for m in sentence.instruments]
        sentence.levels = [v for v in sentence.levels if not any(a <= v.start and v.end <= b for a, b in named)]
        used: set[int] = set()
        if league := leagues.made(self.context, sentence):
            self.found += league
            return
        for trigger in sentence.triggers.get("partnership", ()):
            if trigger.trigger.frame.shape == "relations":
                self._relations(sentence, trigger)
                continue
            level = self._level(sentence, trigger)
            if level is None or level.start in used:
                continue
            if self._triggered(sentence, trigger, level):
                used.add(level.start)
        for level in sentence.levels:
            if level.start not in used and not self._holds(sentence, level):
                wide = standings.read(self.context, sentence, level)
                told = bool(wide) and wide[0][3] not in ("partnership-standing", "partnership-made")
                held = wide if told else levels.held(self.context, sentence, level) or wide
                for kind, parties, stage, rule, offset in held:
                    self._emit(sentence, kind, parties, stage, rule, offset, 0.6)
        for kind, parties, stage, rule, offset in levels.recognised(self.context, sentence):
            self._emit(sentence, kind, parties, stage, rule, offset, 0.75)

    def _level(self, sentence: Sentence, trigger: TriggerMention) -> LevelMention | None:
        raised = trigger.trigger.frame.stage == "elevated"
        after = [v for v in sentence.levels if v.start >= trigger.end and v.start - trigger.end < 160]
        after = [v for v in after if not _BREAK.search(self.text, trigger.end, v.start)]
        after = [v for v in after if raised or not _HEAD_FOLLOWS.match(self.text, v.end)]
        after = [v for v in after if not any(trigger.end <= m.start and m.end <= v.start for m in sentence.instruments)]
        after = [v for v in after if not _FROM_LEVEL.search(self.text[trigger.end : v.start])]
        if raised:
            targets = [v for v in after if re.search(r"\b(?:to|into|level of)\b", self.text[trigger.end : v.start])]
            chosen = targets or after
            return chosen[0] if chosen else None
        if after and after[0].start - trigger.end < 60:
            return after[0]
        before = [v for v in sentence.levels if v.end <= trigger.start and trigger.start - v.end < 40]
        return before[-1] if before and self.context.passive(sentence, trigger) else None

    def _triggered(self, sentence: Sentence, trigger: TriggerMention, level: LevelMention) -> bool:
        context, frame = self.context, trigger.trigger.frame
        mode = context.modality(sentence, trigger)
        if frame.stage == "reaffirmed" and _CLAIM.search(self.text, trigger.end, level.start):
            return False
        beside = [g for g in sentence.groups if 0 <= level.start - g.end <= 3 and len(g.actors) == 2]
        parties = standings.states(context, beside[0]) if beside else self._parties(sentence, trigger.start, level)
        if len(parties) < 2:
            return False
        kind = frame.type or level.type
        if (
            frame.stage == "elevated"
            and mode[0] == "planned"
            and _DECIDED.search(self.text, max(sentence.start, trigger.start - 70), trigger.start)
        ):
            ahead = [d for d in sentence.dates if d.value > (context.reading.document.published or "9999")]
            mode = mode if ahead else ("asserted", None)
        if _NO.search(self.text, trigger.end, level.start):
            mode = ("denied", None)
        stage = context.stage(sentence, trigger, frame.stage or "established", mode)
        if kind == "diplomatic-relations" and stage.date is None:
            return False
        self._emit(sentence, kind, parties, stage, frame.id, trigger.start, 0.85)
        return True

    def _parties(self, sentence: Sentence, at: int, level: LevelMention | None) -> list[Actor]:
        context = self.context
        seen: dict[str, Actor] = {}
        who = context.subject(sentence, at)
        for actor in context.states_of(who):
            seen.setdefault(actor.identity, actor)
        for group in context.after(sentence, at, _WITH):
            for a in group.actors:
                found = context.focus.state(a) or (a if a.kind == "grouping" else None)
                if found:
                    seen.setdefault(found.identity, found)
            break
        if len(seen) < 2 and (seen or not sentence.pairs):
            for group in sentence.groups:
                if len(group.actors) >= 2:
                    for a in group.actors:
                        found = context.focus.state(a)
                        if found:
                            seen.setdefault(found.identity, found)
                    break
        if len(seen) < 2:
            pair = levels.pair(context, sentence)
            if not seen or any(p.identity in seen for p in pair):
                for p in pair:
                    seen.setdefault(p.identity, p)
        at_hand, gathered = context.gathered
        fits = len(gathered) == 2 and set(seen) < {g.identity for g in gathered}
        if len(seen) < 2 and fits and 0 <= sentence.index - at_hand < 20:
            return list(gathered)
        return list(seen.values())

    def _relations(self, sentence: Sentence, trigger: TriggerMention) -> None:
        context = self.context
        if not _TIES.search(self.text, sentence.start, trigger.start):
            return
        date = context.date(sentence, trigger.end, low=trigger.start)
        states = context.focus.states_in(sentence, high=trigger.start)
        if len(states) != 2:
            states = context.focus.pair(sentence)
        if date is None or len(states) != 2:
            return
        mode = context.modality(sentence, trigger)
        stage = StageDraft("established", mode[0], [sentence.index], date.value)
        self._emit(sentence, "diplomatic-relations", states, stage, trigger.trigger.frame.id, trigger.start, 0.75)

    def _holds(self, sentence: Sentence, level: LevelMention) -> bool:
        """Read a level that two states are said to have: "the A-B alliance", "A's treaty ally B"."""
        context = self.context
        if level.type == "ally" and standings.denies(context, sentence, level):
            return False
        if level.type in ("diplomatic-relations", "security") or _HEAD_FOLLOWS.match(self.text, level.end):
            return False
        before = [g for g in sentence.groups if 0 <= level.start - g.end <= 3]
        states: list[Actor] = []
        if before and len(before[-1].actors) == 2:
            states = [s for a in before[-1].actors if (s := context.focus.state(a))]
        elif level.head.startswith("treaty all") or level.head.endswith(("partner", "partners")):
            near = [s for g in before for a in g.actors if (s := context.focus.state(a))]
            after = [g for g in sentence.groups if 0 <= g.start - level.end <= 2 and len(g.actors) == 1]
            apposed = [
                g
                for g in sentence.groups
                if g.end <= level.start and self.text[g.end : level.start].startswith(", a") and len(g.actors) == 1
            ]
            near += [s for g in (*after, *apposed[-1:]) for a in g.actors if (s := context.focus.state(a))]
            states = near
        unique = {s.identity: s for s in states}
        if len(unique) == 2:
            stage = standings.dated(sentence, level, self.text)
            self._emit(sentence, level.type, list(unique.values()), stage, "partnership-holds", level.start, 0.6)
        return len(unique) == 2

    def _emit(
        self,
        sentence: Sentence,
        kind: str,
        parties: list[Actor],
        stage: StageDraft,
        rule: str,
        offset: int,
        confidence: float,
    ) -> None:
        keys = {p.identity for p in parties}
        done = stage.stage in ("elevated", "reaffirmed") or rule in ("partnership-made", "partnership-established")
        if done and stage.modality == "asserted" and stage.date is None and not _ELSEWHEN.search(sentence.text):
            stage.date = self.lead
        same = [d for d in self.found[-60:] if d.type == kind and d.keys("party") == keys]
        if rule in _MERE and same:
            return
        for old in same:
            if old.rule in _MERE:
                self.found.remove(old)
        draft = Draft("partnership", kind, rule, offset, confidence)
        for party in parties:
            draft.add("party", party, sentence.index)
        draft.stages.append(stage)
        self.found.append(draft)
