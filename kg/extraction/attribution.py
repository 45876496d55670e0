"""Who is said to say it: "according to X", "X said", in front of a statement or behind it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Sentence, TriggerMention

_SAYING = r"(?:said|says|claimed|claims|alleged|reported|stated|announced|saying|accused|accuses|claiming|alleging)"
_BEFORE = re.compile(rf"[^;,]{{0,60}}?\b{_SAYING}\b|[^;,]{{0,60}}, (?:saying|claiming|alleging)\b")
_BEHIND = re.compile(r"[^;,]{0,40}?\b(?:said|says|claimed|reported|alleged|announced)\b")
_ACCORDING = re.compile(r"\b[Aa]ccording to (?:the )?\Z")


def claimant(context: Context, sentence: Sentence, trigger: TriggerMention) -> str | None:
    """Return the label of the actor who makes a statement, or None where the text says it in its own voice."""
    text = context.text
    for mention in sentence.actors:
        if _ACCORDING.search(text[max(sentence.start, mention.start - 24) : mention.start]):
            return mention.actor.label
    before = [a for a in sentence.actors if a.end <= trigger.start]
    for mention in before:
        if mention.prep and mention.prep != "both":
            continue
        said = _BEFORE.match(text, mention.end, trigger.start)
        if said and not any(a.start < said.end() and a.start > mention.end for a in before):
            return mention.actor.label
    behind = [a for a in sentence.actors if a.start > trigger.end]
    if (
        behind
        and _BEHIND.match(text, behind[-1].end, sentence.end)
        and text[: behind[-1].start].rstrip().removesuffix(" the").endswith((",", "”", '"'))
    ):
        return behind[-1].actor.label
    return None
