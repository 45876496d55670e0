"""What the whole text settles of its events: level, day, place and parties that a clause leaves open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.happenings.model import MEETINGS, REACH, ROLES, Happening
from kg.extraction.happenings.same import words_of

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.happenings.sides import Sides
    from kg.extraction.happenings.when import Clock
    from kg.extraction.mentions import Actor

"""Sentences after which a bare "the meeting" no longer means the one before."""
_KEEP = 60
"""Events looked back over for one; keeps joining linear."""
_SHARED = re.compile(r"\b(?:joint(?:ly)?|bilateral|trilateral|together|both|two|with|combined)\b", re.IGNORECASE)
_STATEMENT = re.compile(
    r"\b(?:joint (?:press )?(?:statement|declaration|communiqu[eé]|readout)|communiqu[eé]|fact ?sheet)\b", re.IGNORECASE
)


class Closer:
    """Completes the events of one document; `events` are all that it tells of."""

    clock: Clock

    def __init__(self, context: Context, sides: Sides, clock: Clock) -> None:
        self.context, self.text, self.sides, self.clock = context, context.text, sides, clock
        self.events: list[Happening] = []

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
            own = words_of(draft.name or "")
            for other in named:
                if other.type != "dialogue" and own and own <= words_of(other.name or ""):
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
        states = [a for a in draft.actors(*ROLES) if a.kind in ("state", "grouping")]
        if (
            draft.type in MEETINGS | {"exercise", "patrol"}
            and len(states) < 2
            and not any(a.kind == "grouping" for a in states)
        ):
            if (draft.series or draft.name) and not states:
                own = words_of(draft.name or "")
                kin = [
                    e for e in self.events
                    if e is not event and e.draft.type == draft.type and (
                        (draft.series and e.draft.series == draft.series)
                        or (own and own & words_of(e.draft.name or "") == own)
                    )
                ]  # fmt: skip
                parties = next((q for e in kin if len(q := _parties(e)) > 1), [])
                for actor in parties:
                    draft.add("participant", actor, event.sentence.index)
            if draft.series or (draft.type == "exercise" and draft.name and states):
                return
            shared = draft.type in MEETINGS or _SHARED.search(event.sentence.text) or event.definite or event.ordinal
            if not shared:
                return
            thread = self._before(event)
            if thread is not None:
                for actor in thread.draft.actors(*ROLES):
                    if actor.kind in ("state", "grouping"):
                        draft.add("participant", actor, event.sentence.index)
                return
            for state in self.sides.pair(event.sentence, states) or ([] if states else self._signatories()):
                draft.add("participant", state, event.sentence.index)

    def _signatories(self) -> list[Actor]:
        """Return the states at the meeting that the text is the statement of: it is theirs that "will be held"."""
        for event in self.events:
            draft = event.draft
            if event.sentence.index <= 4 and draft.type in MEETINGS and _STATEMENT.search(self.context.text[:600]):
                states = [a for a in draft.actors(*ROLES) if a.kind == "state"]
                if len(states) > 1:
                    return states
        return []

    def _before(self, event: Happening) -> Happening | None:
        """Return the event whose parties a nameless later one must have: "the previous meeting", "a third meeting"."""
        keys = {a.identity for a in event.draft.actors(*ROLES) if a.kind == "state"}
        if not (event.definite or event.ordinal) or (event.draft.name and event.draft.type not in MEETINGS):
            return None
        near = [
            e for e in self.events
            if e is not event and e.sure and 0 <= event.sentence.index - e.sentence.index <= 2 * REACH
            and (e.draft.type in MEETINGS) == (event.draft.type in MEETINGS)
            and len(k := {a.identity for a in e.draft.actors(*ROLES) if a.kind in ("state", "grouping")}) > 1
            and keys <= k
        ]  # fmt: skip
        return max(near, key=lambda e: (e.sentence.index, e.draft.offset)) if near else None

    def _stands(self, event: Happening) -> bool:
        draft = event.draft
        stage = draft.stages[-1]
        actors = draft.actors(*ROLES)
        states = [a for a in actors if a.kind == "state"]
        groupings = [a for a in actors if a.kind == "grouping"]
        if not actors:
            # an exercise with a name and a day is one, whoever takes part
            return bool(draft.name and draft.type == "exercise" and stage.date and event.stated)
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
        if stage.stage == "cancelled" and event.stated and len(states) > 1:
            return True
        return bool(
            draft.name
            or stage.date
            or stage.place
            or any(a.kind == "person" for a in actors)
            or (stage.modality == "planned" and len(states) > 1)
            or (draft.type == "deployment" and (stage.end_date or len(states) > 1))
        )


def _parties(event: Happening) -> list[Actor]:
    """Return the states and groupings of an event."""
    return [a for a in event.draft.actors(*ROLES) if a.kind in ("state", "grouping")]
