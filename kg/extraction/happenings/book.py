"""All events of a text: joins what means one event, completes it from what the text is about, drops what is not one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.happenings.model import DRILLS, HABIT, MEETINGS, Happening, titular

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.happenings.sides import Sides
    from kg.extraction.happenings.when import Clock
    from kg.extraction.mentions import Actor, Sentence

_REACH = 6
"""Sentences after which a bare "the meeting" no longer means the one before."""
_KEEP = 60
"""Events looked back over for one; keeps joining linear."""
_WILL_NOT = re.compile(
    r"\b(?:will|would|shall|is|are|was|were) not (?:to |be |\w+ )|\b(?:won|wouldn)[’']t\b|\bno (?:plans?|intention) (?:to|for|of)\b|\bnever intended\b"
)
_SHARED = re.compile(r"\b(?:joint(?:ly)?|bilateral|trilateral|together|both|two|with|combined)\b", re.IGNORECASE)
_STATEMENT = re.compile(
    r"\b(?:joint (?:press )?(?:statement|declaration|communiqu[eé]|readout)|communiqu[eé]|fact ?sheet)\b", re.IGNORECASE
)
_ANY = frozenset({"meeting", "talks", "event", "discussions", "exercise", "exercises", "drill", "drills"})
_WORD = re.compile(r"[a-z0-9+]{3,}")
_COMMON = frozenset(
    "the and for with meeting dialogue summit talks exercise joint annual foreign second third fourth fifth sixth seventh eighth ninth tenth first inaugural".split()
)
_CLOSER = frozenset({"host", "visitor", "observer"})
_ROLES = ("participant", "host", "visitor", "observer")


class Book:
    """Collects the events of one document."""

    def __init__(self, context: Context, sides: Sides, clock: Clock, known: list[Draft]) -> None:
        self.context, self.sides, self.clock = context, sides, clock
        self.events: list[Happening] = []
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
            and (e.draft.name or any(a.kind in ("state", "grouping") for a in e.draft.actors(*_ROLES)))
        ]  # fmt: skip
        near = [e for e in here if sentence.index - e.sentence.index <= _REACH]
        named = [e for e in near if e.draft.name]
        if named:
            return max(named, key=lambda e: e.sentence.index)
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
            if near and draft.type == "visit" and not any(a.kind == "person" for a in draft.actors(*_ROLES)):
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

    def _fit(self, old: Happening, new: Happening) -> int:
        a, b = old.draft, new.draft
        if not self._types(a.type or "", b.type or ""):
            return 0
        if old.ordinal and new.ordinal and old.ordinal != new.ordinal:
            return 0
        if new.ordinal in ("-1", "+1") and old.ordinal != new.ordinal and not (_date(a) and _date(a) == _date(b)):
            return 0
        x, y = {k for k in a.keys(*_ROLES) if "-" not in k}, {k for k in b.keys(*_ROLES) if "-" not in k}
        date_a, date_b = _date(a), _date(b)
        agree = date_a is None or date_b is None or date_a.startswith(date_b) or date_b.startswith(date_a)
        if not agree:
            agree = _between(date_b, a) or _between(date_a, b)
        if not agree:
            return 0
        near = abs(old.sentence.index - new.sentence.index)
        if near and (
            self._others(a, b)
            or (new.apart and not b.name and not (date_a and a.type == b.type and self._fewer(a, b) is False))
        ):
            return 0
        if near == 0 and abs(a.offset - b.offset) < 40 and (x & y or not x or not y):
            return 9
        if a.name and b.name:
            if a.series and a.series == b.series:
                return 8 if self._years(a, b) else 0
            shared = _words(a.name) & _words(b.name)
            whole = _words(a.name) <= _words(b.name) or _words(b.name) <= _words(a.name)
            return 7 if shared and whole and self._years(a, b) else 0
        if near <= 5 and (self._titled(old, new) or self._titled(new, old)):
            return 6
        if x and y and not (x <= y or y <= x):
            return 0
        if (date_a and date_b) and len(date_a) != len(date_b) and min(len(date_a), len(date_b)) == 4:
            return 0
        if b.name and not a.name and near and not (x == y and date_a == date_b):
            return 0
        if a.name and not b.name and new.ordinal and not old.ordinal and near:
            return 0
        stages = {a.stages[-1].stage, b.stages[-1].stage} if a.stages and b.stages else set()
        if len(stages) == 2 and ("cancelled" in stages or ("planned" in stages and not (date_a and date_b))):
            return 0
        if new.definite and near <= _REACH and not new.ordinal:
            return self._meant(old, new)
        if not y and near <= 2:
            return 3
        if date_a and date_b and x and y and (x & y):
            return 5 if len(date_a) > 4 and len(date_b) > 4 else 0
        if (date_a is None or date_b is None) and x and x == y and near <= 3 and not (a.name and new.ordinal):
            return 4
        return 0

    def _others(self, a: Draft, b: Draft) -> bool:
        """Whether other persons of one state meet in the one event than in the other."""
        sides: list[dict[str, set[str]]] = [{}, {}]
        for side, draft in zip(sides, (a, b), strict=True):
            for p in draft.participants:
                if p.actor.kind == "person" and p.on_behalf_of:
                    side.setdefault(p.on_behalf_of, set()).add(p.actor.identity.split()[-1])
        if all(sides) and not set().union(*sides[0].values()) & set().union(*sides[1].values()):
            return b.name is None and a.name is None
        return any(not names & sides[1][key] for key, names in sides[0].items() if key in sides[1]) and not b.name

    def _meant(self, old: Happening, new: Happening) -> int:
        """Return how well "the dialogue" or "the drills" means an event: by its name, its own noun, or at all."""
        word = new.head.split()[-1].rstrip("s") if new.head else ""
        if word and word in (old.draft.name or "").lower():
            return 8
        if word and word in old.head:
            return 7
        return 5 if new.head in _ANY or not old.draft.name else 4

    def _fewer(self, a: Draft, b: Draft) -> bool:
        """Whether one person of each side meets in the one event and several in the other."""
        counts = []
        for draft in (a, b):
            sides: dict[str, int] = {}
            for p in draft.participants:
                if p.actor.kind == "person" and p.on_behalf_of:
                    sides[p.on_behalf_of] = sides.get(p.on_behalf_of, 0) + 1
            counts.append(sides)
        return (
            bool(counts[0])
            and bool(counts[1])
            and (min(counts[0].values()) > max(counts[1].values()) or min(counts[1].values()) > max(counts[0].values()))
        )

    def _titled(self, title: Happening, event: Happening) -> bool:
        """Whether an event of the first lines is the one that the title names."""
        a, b = title.draft, event.draft
        if not titular(title.sentence) or titular(event.sentence) or not a.name:
            return False
        if a.type not in MEETINGS:
            drill = (
                a.type in DRILLS
                and event.definite
                and b.name is None
                and event.sentence.index - title.sentence.index <= 3
            )
            return bool(
                drill
                and a.stages
                and not a.stages[-1].date
                and b.stages
                and b.stages[-1].modality == a.stages[-1].modality
            )
        if (
            not a.stages
            or a.stages[-1].date
            or not b.stages
            or b.stages[-1].stage != "held"
            or b.stages[-1].modality != "asserted"
        ):
            return False
        groups = {p.actor.identity for p in a.participants if p.actor.kind == "grouping"}
        x, y = {k for k in a.keys(*_ROLES) if "-" not in k}, {k for k in b.keys(*_ROLES) if "-" not in k}
        if event.ordinal and event.ordinal != title.ordinal:
            return False
        if b.name and not (_words(a.name) & _words(b.name)):
            return False
        return (a.type == b.type or b.name is None) and x - groups <= y and len(y) > 1

    def _types(self, a: str, b: str) -> bool:
        return a == b or (a in MEETINGS and b in MEETINGS) or (a in DRILLS and b in DRILLS)

    def _years(self, a: Draft, b: Draft) -> bool:
        years = {m.group() for d in (a, b) if (m := re.search(r"(?:19|20)\d\d", d.name or ""))}
        return len(years) < 2

    def _join(self, old: Happening, new: Happening) -> None:
        a, b = old.draft, new.draft
        if titular(old.sentence) and len(b.keys(*_ROLES)) > 1:
            a.participants = [p for p in a.participants if p.actor.kind != "grouping"]
        if titular(new.sentence) and len(a.keys(*_ROLES)) > 1:
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
        if same_noun and a.stages and b.stages and a.type == b.type and b.stages[-1].stage == "started":
            if (a.stages[-1].stage, a.stages[-1].modality) == ("held", "asserted") == ("held", b.stages[-1].modality):
                a.stages[-1].stage = "started"
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
                if not habit:
                    out.append(draft)
                continue
            if not event.sure:
                continue
            self._complete(event)
            self._at_home(event)
            if self._stands(event):
                out.append(draft)
        return out

    def _at_home(self, event: Happening) -> None:
        """Make the state in which a drill takes place its host, where the text names the state as the place."""
        draft = event.draft
        if draft.type != "exercise" or not draft.stages or draft.keys("host"):
            return
        place = draft.stages[-1].place
        for a in event.sentence.actors if place else ():
            if (
                a.actor.kind == "state"
                and a.prep == "in"
                and self.context.text[a.start : a.end] == place
                and a.name_kind != "capital"
            ):
                for p in draft.participants:
                    if p.actor.identity == a.actor.identity and p.role == "participant":
                        p.role = "host"

    def _levels(self) -> None:
        """Give the rounds of a series the level that the persons at one of them show."""
        named = [e.draft for e in self.events if e.draft.name and e.draft.type in MEETINGS][:_KEEP]
        for draft in named:
            if draft.type != "dialogue":
                continue
            own = _words(draft.name or "")
            for other in named:
                if other.type != "dialogue" and own and own <= _words(other.name or ""):
                    draft.type = other.type
                    break

    def _main(self) -> None:
        """Give the event that the title or the first lines name the day and the place under which the text is dated."""
        clock = self.clock
        for event in self.events:
            draft = event.draft
            if event.sentence.index > 3 or draft.type not in MEETINGS or not draft.name or not draft.stages:
                continue
            stage = draft.stages[-1]
            if (stage.stage, stage.modality) != ("held", "asserted") or event.ordinal in ("-1", "+1"):
                continue
            if stage.date is None and clock.day and clock.apart:
                stage.date = clock.day
            if stage.place is None and clock.place and clock.apart and (stage.date == clock.day or stage.date is None):
                stage.place = clock.place
            return

    def _complete(self, event: Happening) -> None:
        draft = event.draft
        states = [a for a in draft.actors(*_ROLES) if a.kind in ("state", "grouping")]
        if (
            draft.type in MEETINGS | {"exercise", "patrol"}
            and len(states) < 2
            and not any(a.kind == "grouping" for a in states)
        ):
            if draft.series or (draft.type == "exercise" and draft.name and states):
                return
            shared = draft.type in MEETINGS or _SHARED.search(event.sentence.text) or event.definite or event.ordinal
            if not shared:
                return
            thread = self._before(event)
            if thread is not None:
                for actor in thread.draft.actors(*_ROLES):
                    if actor.kind in ("state", "grouping"):
                        draft.add("participant", actor, event.sentence.index)
                return
            for state in self.sides.pair(event.sentence, states) or ([] if states else self._signatories()):
                draft.add("participant", state, event.sentence.index)

    def _signatories(self) -> list[Actor]:
        """Return the states at the meeting that the document is the statement of: whose "a dialogue will be held" it is."""
        for event in self.events:
            draft = event.draft
            if event.sentence.index <= 4 and draft.type in MEETINGS and _STATEMENT.search(self.context.text[:600]):
                states = [a for a in draft.actors(*_ROLES) if a.kind == "state"]
                if len(states) > 1:
                    return states
        return []

    def _before(self, event: Happening) -> Happening | None:
        """Return the event whose parties a nameless one after it must have: "the previous meeting", "a third meeting"."""
        keys = {a.identity for a in event.draft.actors(*_ROLES) if a.kind == "state"}
        if not (event.definite or event.ordinal) or (event.draft.name and event.draft.type not in MEETINGS):
            return None
        near = [
            e for e in self.events
            if e is not event and e.sure and 0 <= event.sentence.index - e.sentence.index <= 2 * _REACH
            and (e.draft.type in MEETINGS) == (event.draft.type in MEETINGS)
            and len(k := {a.identity for a in e.draft.actors(*_ROLES) if a.kind in ("state", "grouping")}) > 1 and keys <= k
        ]  # fmt: skip
        return max(near, key=lambda e: (e.sentence.index, e.draft.offset)) if near else None

    def _stands(self, event: Happening) -> bool:
        draft = event.draft
        stage = draft.stages[-1]
        actors = draft.actors(*_ROLES)
        states = [a for a in actors if a.kind == "state"]
        groupings = [a for a in actors if a.kind == "grouping"]
        if not actors:
            return False
        if (
            draft.type in MEETINGS
            and not draft.name
            and len(states) < 2
            and not groupings
            and not (states and [a for a in actors if a.kind == "person"])
        ):
            return False
        if draft.type in ("exercise", "patrol", "training") and not draft.name and not stage.date and len(states) < 2:
            return False
        return bool(
            draft.name
            or stage.date
            or stage.place
            or any(a.kind == "person" for a in actors)
            or (stage.modality == "planned" and len(states) > 1)
        )


def _once(draft: Draft) -> None:
    """Keep each actor in its closest role."""
    closer = {p.actor.identity for p in draft.participants if p.role in _CLOSER}
    draft.participants = [p for p in draft.participants if p.role in _CLOSER or p.actor.identity not in closer]


def _stage(draft: Draft, stage: StageDraft) -> None:
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


def _date(draft: Draft) -> str | None:
    return next((s.date for s in draft.stages if s.date), None)


def _between(value: str | None, draft: Draft) -> bool:
    """Whether a day lies within the days of an event."""
    return any(s.date and s.end_date and value and s.date <= value <= s.end_date for s in draft.stages)


def _words(name: str) -> set[str]:
    return set(_WORD.findall(name.lower())) - _COMMON
