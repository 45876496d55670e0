"""Stances: the positions that an actor takes on another, where a verb joins the two."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.kinds import stances as apart
from kg.extraction.kinds.subjects import FINITE, tight

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Sentence

_PROTEST = re.compile(r"(?:\W{1,3}\w+){0,4}?\W{1,3}protests?\s(?:with|against|over|to)\b")


def stances(context: Context, sentence: Sentence) -> list[Draft]:
    """Return the positions that actors take on other actors in one sentence."""
    out: list[Draft] = []
    for trigger in sentence.triggers.get("stance", ()) if not sentence.heading else ():
        frame = trigger.trigger.frame
        if trigger.trigger.form not in FINITE or context.passive(sentence, trigger):
            continue
        who = tight(context, sentence, trigger)
        mode = context.modality(sentence, trigger)
        if who is None or mode[0] != "asserted":
            continue
        actors = context.states_of(who) or [a for a in who.actors if a.kind == "grouping"]
        if not actors:
            continue
        reach = min(sentence.end, trigger.end + 90)
        loose = frame.type in ("criticise", "concern", "demand", "threaten")
        groups = [
            g for g in sentence.groups
            if trigger.end <= g.start < reach
            and g.prep not in ("in", "at", "near", "from", "between")
            and (loose or g.start - trigger.end < 14)
        ]  # fmt: skip
        target = context.focus.state(groups[0].actors[0]) or groups[0].actors[0] if groups else None
        targets = [context.focus.state(a) or a for g in groups[:1] for a in g.actors[:4] if a.kind != "organisation"]
        targets = [t for t in targets if t.identity not in {a.identity for a in actors}] or ([target] if target else [])
        if target is None or target.identity in {a.identity for a in actors}:
            continue
        if frame.shape == "protest" and not _PROTEST.match(context.text, trigger.end, sentence.end):
            continue
        if (
            frame.type == "praise"
            and any(
                t.trigger.frame.kind == "engagement" and t.start == trigger.start
                for t in sentence.triggers.get("engagement", ())
            )
            and any(0 <= p.start - trigger.end < 60 for p in sentence.persons)
        ):
            continue
        meets = [t for t in sentence.triggers.get("engagement", ()) if t.trigger.frame.shape == "meet"]
        if frame.type == "demand" and any(t.start == trigger.start for t in meets):
            heard = [p for p in sentence.persons if 0 <= p.start - trigger.end < 60]
            if heard and not re.match(r",? to [a-z]", context.text[heard[0].end : heard[0].end + 8]):
                continue
        date = context.date(sentence, trigger.start)
        reporting = [d for d in sentence.dates if d.reporting]
        value = date.value if date else (reporting[0].value if reporting else None)
        for actor in actors[:8]:
            draft = Draft("stance", frame.type, frame.id, trigger.start, 0.7)
            draft.add("actor", actor, sentence.index)
            if who.persons:
                context.persons_to(
                    draft, "actor", [p for p in who.persons if context.person_state(p) == actor][:1], sentence
                )
            for other in targets:
                draft.add("target", other, sentence.index)
            draft.stages.append(StageDraft("stated", "asserted", [sentence.index], value))
            out.append(draft)
    return out + (apart.more(context, sentence) if not sentence.heading else [])
