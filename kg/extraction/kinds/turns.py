"""What turns a signing into another: one that is still to come, or a word that only says which version is meant."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extraction.lexicon import Trigger
from kg.extraction.mentions import TriggerMention

if TYPE_CHECKING:
    from kg.extraction.mentions import Sentence

_ONCE = re.compile(r"\b(?:[Ff]ollowing|[Aa]fter|[Uu]pon|[Oo]nce|[Oo]n)\s(?:the\s|its\s|their\s)?\Z")
_THEN_WILL = re.compile(r"[^.;]{0,90}?\b(?:will|would|shall|is to|are to|must)\b")


def awaited(text: str, sentence: Sentence, trigger: TriggerMention) -> TriggerMention:
    """Return a signing as planned where what follows it is: "following the signing, it will be submitted"."""
    frame, form = trigger.trigger.frame, trigger.trigger.form
    if frame.stage != "signed" or form != "noun" or frame.modality is not None:
        return trigger
    if not _ONCE.search(text, max(sentence.start, trigger.start - 30), trigger.start):
        return trigger
    if not _THEN_WILL.match(text, trigger.end, sentence.end):
        return trigger
    return TriggerMention(trigger.start, trigger.end, Trigger(replace(frame, modality="planned"), form), trigger.word)


def quoted(text: str, trigger: TriggerMention) -> bool:
    """Whether a participle only says of which version something is: "the communique as signed sets it out"."""
    return trigger.trigger.form in ("ed", "pp") and text[max(0, trigger.start - 4) : trigger.start] == " as "
