"""Memberships: who joined, left, applied to or belongs to a grouping."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, Sentence, TriggerMention

_TAKEN_IN = re.compile(
    r"\b(?:admit(?:s|ted|ting)?|accept(?:s|ed|ing)?|welcom(?:e|es|ed|ing)|becom(?:es|ing)|became)\b[^,;:]*\Z"
)
_COUNTED = re.compile(r"\b(?:two|three|four|five|six|seven) (?:\w+ )?\Z", re.IGNORECASE)


def memberships(context: Context, sentence: Sentence) -> list[Draft]:
    """Return who joined, left, applied to or is said to make up a grouping."""
    out = []
    groupings = [a for a in sentence.actors if a.actor.kind == "grouping"]
    for trigger in sentence.triggers.get("membership", ()) if groupings and not sentence.heading else ():
        frame = trigger.trigger.frame
        near = [g for g in groupings if 0 <= g.start - trigger.end < 25]
        members: list[Actor] = []
        if near and frame.shape != "mention":
            who = context.subject(sentence, trigger.start)
            members = [s for a in who.actors if (s := context.focus.state(a))]
            target = near[0].actor
        elif frame.shape == "mention" and trigger.trigger.form == "noun":
            text = context.text[trigger.start : trigger.end].lower()
            if ("member" in text or "observer" in text) and not text.endswith(" are"):
                if not near:
                    continue
                target = near[0].actor
                left = [g for g in sentence.groups if g.end <= trigger.start and trigger.start - g.end < 25]
                members = [s for g in left[-1:] for a in g.actors if (s := context.focus.state(a))]
                if _COUNTED.search(context.text[max(sentence.start, trigger.start - 16) : trigger.start]):
                    apposed = [g for g in sentence.groups if g.start <= near[0].end + 3 and g.end > near[0].end]
                    named = [a for g in apposed for a in g.actors if a != target]
                    members = [s for a in named if (s := context.focus.state(a))] if len(named) > 1 else []
            else:
                before = [g for g in groupings if g.end <= trigger.start and trigger.start - g.end < 40]
                right = [g for g in sentence.groups if 0 <= g.start - trigger.end < 12 and len(g.actors) > 1]
                if not before or not right:
                    continue
                target = before[-1].actor
                members = [s for a in right[0].actors if (s := context.focus.state(a))]
        else:
            continue
        mode = context.modality(sentence, trigger)
        for member in members:
            draft = Draft("membership", None, frame.id, trigger.start, 0.75)
            draft.add("member", member, sentence.index)
            draft.add("grouping", target, sentence.index)
            draft.stages.append(_membership_stage(context, sentence, trigger, mode))
            out.append(draft)
    return out


def _membership_stage(
    context: Context, sentence: Sentence, trigger: TriggerMention, mode: tuple[str, str | None]
) -> StageDraft:
    """Return the stage of a membership; who merely is a member is so without a day, unless somebody takes it in."""
    frame = trigger.trigger.frame
    taken_in = _TAKEN_IN.search(context.text, max(sentence.start, trigger.start - 60), trigger.start)
    if frame.shape == "mention" and not taken_in:
        return StageDraft(frame.stage or "member", mode[0], [sentence.index], force=mode[1])
    name = "joined" if taken_in and frame.stage == "member" else frame.stage or "member"
    return context.stage(sentence, trigger, name, mode, place=False)
