"""Subjects that stand close to their verb."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import modality

if TYPE_CHECKING:
    from kg.extraction.clause import Context, Who
    from kg.extraction.mentions import Sentence, TriggerMention

FINITE = frozenset({"s", "ed", "past", "pp"})
"""Forms of a verb that can stand as a clause's own."""


def tight(context: Context, sentence: Sentence, trigger: TriggerMention) -> Who | None:
    """Return the subject of a verb only where nothing but auxiliaries and dates stands between."""
    start = modality.clause_start(context.text, sentence.start, trigger.start)
    who = context.subject(sentence, trigger.start, low=start)
    groups = [g for g in sentence.groups if g.end <= trigger.start]
    persons = [p for p in sentence.persons if p.end <= trigger.start]
    end = max(
        [*(g.end for g in groups[-1:] if who.actors), *(p.end for p in persons[-1:] if who.persons)], default=None
    )
    if not who or end is None or trigger.start - end > 90:
        return None
    gap = context.text[end : trigger.start].lower()
    if any(c in gap for c in ';:()—."“'):
        return None
    words, between = re.findall(r"\w+", gap), context.lexicon.sets["between"]
    return who if all(w in between or w.isdigit() for w in words) else None
