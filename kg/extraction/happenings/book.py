"""All events of a text: joins what means one event, completes it from what the text is about, drops what is not one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.happenings.closing import Closer
from kg.extraction.happenings.model import DRILLS, FOUNDED, HABIT, MEETINGS, REACH, ROLES, Happening, titular
from kg.extraction.happenings.same import Matcher

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.happenings.sides import Sides
    from kg.extraction.happenings.when import Clock
    from kg.extraction.mentions import Sentence

"""Sentences after which a bare "the meeting" no longer means the one before."""
_KEEP = 60
"""Events looked back over for one; keeps joining linear."""
_WILL_NOT = re.compile(
    r"\b(?:will|would|shall|is|are|was|were) not (?:to |be |\w+ )|\b(?:won|wouldn)[’']t\b|\bno (?:plans?|"
    r"intention) (?:to|for|of)\b|\bnever intended\b"
)
_CLOSER = frozenset({"host", "visitor", "observer"})


class Book(Closer, Matcher):
    """Collects the events of one document."""

    def __init__(self, context: Context, sides: Sides, clock: Clock, known: list[Draft]) -> None:
        super().__init__(context, sides, clock)
        self.known = {id(d) for d in known}
        for draft in sorted(known, key=lambda d: d.offset):
            event = self._old(draft)
            same = self._same(event) if draft.rule == "engagement-mention" else None
            if same is not None and same.draft.type == draft.type:
                self._join(same, event)
            else:
                self.events.append(event)
        self._thread: Happening | None = None

    def thread(self, sentence: Sentence) -> Happening | None:
        """Return the meeting or drill that the text speaks of at a sentence."""
        here = [
            e for e in self.events
            if e.draft.type in MEETINGS | DRILLS and e.sentence.index <= sentence.index and e.sure
            and (e.draft.name or any(a.kind in ("state", "grouping") for a in e.draft.actors(*ROLES)))
        ]  # fmt: skip
        near = [e for e in here if sentence.index - e.sentence.index <= REACH]
        named = [e for e in near if e.draft.name]
        peopled = [e for e in named if any(a.kind in ("state", "grouping") for a in e.draft.actors(*ROLES))]
        if peopled or named:
            return max(peopled or named, key=lambda e: e.sentence.index)
        return max(near, key=lambda e: e.sentence.index) if near else None

    def _old(self, draft: Draft) -> Happening:
        for stage in draft.stages:
            if stage.place and not self.clock.sound(stage.place):
                stage.place = None
        index = draft.stages[0].sentences[0] if draft.stages else draft.participants[0].sentences[0]
        return Happening(draft, self.context.reading.sentences[index])

    def add(self, event: Happening) -> None:
        """Take in one event: into one that it means, else as a new one."""
        same = self._ship(event) or self._same(event)
        if same is not None:
            self._join(same, event)
        elif event.sure or not event.definite:
            if event.apart and self.events:
                event.draft.tag = f"apart-{event.draft.offset}"
            self.events.append(event)

    def _ship(self, event: Happening) -> Happening | None:
        """Return the visit that is a ship's call, now known to be one."""
        if event.head != "port":
            return None
        for old in self.events[-_KEEP:]:
            draft = old.draft
            near = old.sentence is event.sentence and abs(draft.offset - event.draft.offset) < 40
            if near and draft.type == "visit" and not any(a.kind == "person" for a in draft.actors(*ROLES)):
                draft.type = "deployment"
                for p in draft.participants:
                    p.role = "participant" if p.role == "visitor" else p.role
                return old
        return None

    def _same(self, event: Happening) -> Happening | None:
        best: tuple[int, int] | None = None
        chosen = None
        for old in self.events[-_KEEP:]:
            fit = self._fit(old, event)
            if fit <= 0:
                continue
            rank = (fit, -abs(old.sentence.index - event.sentence.index))
            if best is None or rank > best:
                best, chosen = rank, old
        return chosen

    def _join(self, old: Happening, new: Happening) -> None:
        a, b = old.draft, new.draft
        if titular(old.sentence) and len(b.keys(*ROLES)) > 1:
            a.participants = [p for p in a.participants if p.actor.kind != "grouping"]
        if titular(new.sentence) and len(a.keys(*ROLES)) > 1:
            b.participants = [p for p in b.participants if p.actor.kind != "grouping"]
        firm = id(a) in self.known
        if (
            new.apart
            and old.sentence is new.sentence
            and any(e.sentence.index < old.sentence.index for e in self.events)
        ):
            a.tag = a.tag or f"apart-{a.offset}"
        same_noun = old.sentence is new.sentence and abs(a.offset - b.offset) < 60
        if firm and new.stated and same_noun and a.rule != "engagement-mention":
            less = b.stages[-1].modality != "asserted" or b.stages[-1].stage == "cancelled"
            self._replace(a, b, stated=less and len(a.stages) == 1)
        if a.rule == "engagement-mention" and firm and old.sentence is new.sentence and abs(a.offset - b.offset) < 40:
            self._replace(a, b, stated=new.stated)
            firm = False
        if (
            firm
            and same_noun
            and a.stages
            and b.stages
            and b.stages[-1].end_date
            and b.stages[-1].end_date == a.stages[-1].date
        ):
            a.stages[-1].date, a.stages[-1].end_date = b.stages[-1].date, b.stages[-1].end_date
        if same_noun and a.stages and b.stages and a.type == b.type:
            was, now = a.stages[-1], b.stages[-1]
            if (was.stage, now.stage) == ("held", "started") and was.modality == now.modality == "asserted":
                was.stage = "started"
        have = {p.actor.identity: p for p in a.participants}
        for p in b.participants:
            other = have.get(p.actor.identity)
            if other is not None:
                if other.role == "participant" and p.role in _CLOSER and b.type == a.type:
                    other.role = p.role
                continue
            states = {q.actor.identity for q in a.participants if q.actor.kind == "state"}
            if firm and p.actor.kind == "state" and len(states) >= 2 and not new.draft.name:
                continue
            for s in p.sentences:
                a.add(p.role, p.actor, s, office=p.office, rank=p.rank, for_=p.on_behalf_of)
        if a.name is None and b.name is not None:
            a.name, a.name_sentence, a.series = b.name, b.name_sentence, b.series or a.series
        elif a.name and b.name and len(b.name) > len(a.name):
            a.name, a.name_sentence = b.name, b.name_sentence
        if a.type == "dialogue" and b.type in MEETINGS and not (a.name and new.definite and firm):
            a.type = b.type
        old.ordinal = old.ordinal or new.ordinal
        old.sure = old.sure or new.sure
        for stage in b.stages:
            _stage(a, stage)

    def _replace(self, weak: Draft, draft: Draft, *, stated: bool) -> None:
        """Let the reading of a clause stand for what was only a name with a date."""
        if weak.rule == "engagement-mention" and any(p.actor.kind in ("state", "grouping") for p in draft.participants):
            weak.participants = [p for p in weak.participants if p.actor.kind == "person"]
        if stated and weak.stages and draft.stages:
            old, new = weak.stages[-1], draft.stages[-1]
            if (old.stage, old.modality) != (new.stage, new.modality) and not (
                new.modality == "planned" and old.date and self.clock.behind(old.date)
            ):
                old.stage, old.modality, old.force = new.stage, new.modality, new.force

    def finish(self) -> list[Draft]:
        """Return the events that stand, each with the parties that the text leaves open filled in."""
        out = []
        self._settle()
        self._main()
        self._levels()
        for event in self.events:
            draft = event.draft
            _once(draft)
            for stage in draft.stages:
                if (stage.stage, stage.modality) == ("held", "denied") and _WILL_NOT.search(event.sentence.text):
                    stage.stage = "planned"
            if id(draft) in self.known:
                habit = not draft.name and HABIT.search(event.sentence.text) and not any(s.date for s in draft.stages)
                founded = (
                    draft.rule == "engagement-started" and draft.type in MEETINGS and not draft.stages[-1].place
                    and FOUNDED.search(event.sentence.text)
                )  # fmt: skip
                if not habit and not founded:
                    out.append(draft)
                continue
            if not event.sure:
                continue
            self._complete(event)
            self._at_home(event)
            if self._stands(event):
                out.append(draft)
        return out

    def _settle(self) -> None:
        """Join a nameless meeting with the named one of the same states on the same day that stands beside it."""
        kept: list[Happening] = []
        for event in sorted(self.events, key=lambda e: (e.sentence.index, e.draft.offset)):
            same = next((old for old in reversed(kept[-12:]) if self._beside(old, event)), None)
            if same is None:
                kept.append(event)
            else:
                self._join(same, event)
        self.events = kept


def _once(draft: Draft) -> None:
    """Keep each actor in its closest role."""
    closer = {p.actor.identity for p in draft.participants if p.role in _CLOSER}
    draft.participants = [p for p in draft.participants if p.role in _CLOSER or p.actor.identity not in closer]


def _stage(draft: Draft, stage: StageDraft) -> None:
    if stage.date is None and stage.modality == "asserted" and any(s.modality == "denied" for s in draft.stages):
        return  # what is only named again was denied
    for old in draft.stages:
        compatible = (
            not old.date or not stage.date or old.date.startswith(stage.date) or stage.date.startswith(old.date)
        )
        if (
            {old.stage, stage.stage} <= {"held", "started", "planned"}
            and old.modality != "denied" != stage.modality
            and compatible
        ):
            if stage.date and (not old.date or len(stage.date) > len(old.date)):
                old.date, old.end_date = stage.date, stage.end_date or old.end_date
                old.sentences += stage.sentences
            old.end_date = old.end_date or stage.end_date
            if stage.place and not old.place:
                old.place = stage.place
                old.sentences += stage.sentences
            return
        if (old.stage, old.modality) == (stage.stage, stage.modality):
            return
    if stage.date is None or stage.stage == "cancelled" or stage.modality == "denied":
        draft.stage(stage)
