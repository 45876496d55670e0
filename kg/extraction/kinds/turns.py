"""What turns a verb of an agreement's life into another: "talks on signing" it, to "suspend the decision to end" it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extraction.lexicon import Trigger
from kg.extraction.mentions import TriggerMention

if TYPE_CHECKING:
    from kg.extraction.lexicon import Frame
    from kg.extraction.mentions import Sentence

_TALKS_ON = re.compile(
    r"\b(?:negotiations?|negotiating|talks|discussions?|consultations?|dialogue)\s(?:on|for|to|towards?|about|over|aimed at|"
    r"with a view to|leading to|regarding|concerning)\s(?:the\s|a\s|possible\s)*\Z"
)
_END = r"(?:end|terminate|scrap|cancel|withdraw|abrogate|leave|exit|quit|pull out|let)"
_DECISION_TO = re.compile(
    r"\s(?:its|the|their|his|her|our|an? earlier|an?)\s(?:[\w-]+\s)?(?:(?:notice|notification)\b|"
    rf"(?:decision|move|plan|intention|bid|order)\s(?:to\s{_END}|of\s(?:termination|withdrawal|abrogation))\b)"
)
_DROPPED = re.compile(
    r"\b(?:suspend|paus|froze|freez|shelv|revers|drop|rescind|abandon|overturn|defer|put(?:ting)? off|put(?:ting)? on hold|"
    r"back(?:ed|s|ing)? away from|walk(?:ed|s|ing)? back|delay|postpon|revok)\w*\s(?:its|the|their|his|her|an? earlier|an?)\s"
    r"(?:[\w-]+\s)?(?:decision|notice|notification|move|plans?|intention|bid|order|threat)\s(?:to|of)\s(?:\w+\s)?\Z"
)
_ONCE = re.compile(r"\b(?:[Ff]ollowing|[Aa]fter|[Uu]pon|[Oo]nce|[Oo]n)\s(?:the\s|its\s|their\s)?\Z")
_THEN_WILL = re.compile(r"[^.;]{0,90}?\b(?:will|would|shall|is to|are to|must)\b")
_QUOTED_AS = re.compile(r"\bas \Z")


def staged(text: str, sentence: Sentence, trigger: TriggerMention) -> TriggerMention:
    """Return a trigger with the stage and the modality that its surroundings leave it."""
    frame, form = trigger.trigger.frame, trigger.trigger.form
    new: Frame | None = None
    low = max(sentence.start, trigger.start - 80)
    if frame.stage in ("signed", "concluded") and form in ("ing", "noun", "base") and _TALKS_ON.search(
        text, low, trigger.start
    ):  # fmt: skip
        new = replace(frame, id="agreement-talks-on", stage="negotiating", step=None)
    elif frame.stage == "suspended" and _DECISION_TO.match(text, trigger.end, sentence.end):
        new = replace(frame, id="agreement-kept", stage="terminated", step="notice-suspended", modality="denied")
    elif frame.stage == "terminated" and frame.modality is None and _DROPPED.search(text, low, trigger.start):
        new = replace(frame, id="agreement-kept", step="notice-suspended", modality="denied")
    elif (
        frame.stage == "signed"
        and form == "noun"
        and frame.modality is None
        and _ONCE.search(text, low, trigger.start)
        and _THEN_WILL.match(text, trigger.end, sentence.end)
    ):
        new = replace(frame, modality="planned")
    return trigger if new is None else TriggerMention(trigger.start, trigger.end, Trigger(new, form), trigger.word)


def quoted(text: str, sentence: Sentence, trigger: TriggerMention) -> bool:
    """Whether a participle only says of which version something is: "the communique as signed sets it out"."""
    del sentence
    return trigger.trigger.form in ("ed", "pp") and _QUOTED_AS.search(text, max(0, trigger.start - 4), trigger.start) is not None
