"""What became of an act that a noun names: "the signing of the pact will take place in June", "has been put off"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extraction.mentions import Sentence, TriggerMention

_SUBJECT = re.compile(
    r"(?:^|[,;:—“\"(]|\b(?:and|but|while|that|said|says|because|although|though|whether)\b)[\s“\"]*"
    r"(?:(?:the|a|an|its|their|his|her|any|this|formal|official|planned|expected|actual|eventual)\s+|[A-Z][\w-]*[’']s?\s+){0,3}\Z",
    re.IGNORECASE,
)
_GAP = r"(?:(?!\b(?:that|which|who|whose|to|while|but|after|before|and (?:will|is|has|was))\b)[^,;:.]){3,160}?"
_ADVERBS = (
    r"(?:also |now |still |yet |once more |again |since |only |indefinitely |reportedly |tentatively |officially )*"
)
_AHEAD = re.compile(
    _GAP + r"\b(?:(?:will|shall|is to|are to|is due to|is set to|is expected to) " + _ADVERBS
    + r"(?:take place|be (?:held|done|completed|concluded)|happen|follow|come|go ahead|occur|proceed|wait)\b|"
        r"(?:is|are|remains?) " + _ADVERBS
    + r"(?:planned|scheduled|slated|set|due|expected|foreseen|pending|awaited|awaiting|near|imminent|close)|awaits?|"
    r"(?:has|have) been (?:set|scheduled|planned|slated)|(?:has|have) yet to|looms?|draws near)\b"
)  # fmt: skip
_OPEN = re.compile(_GAP + r"\b(?:may|might|could|would|(?:is|are) (?:unlikely|likely|possible|in doubt|uncertain))\b")
_FAILED = re.compile(
    _GAP + r"\b(?:(?:has|have|had|was|were|is|are|been|being|remains?|got) " + _ADVERBS
    + r"(?:been )?" + _ADVERBS
    + r"(?:put off|postponed|delayed|stalled|shelved|deferred|called off|cancelled|canceled|on hold|blocked|held up|"
    r"scrapped|abandoned|dropped|put on hold|put on ice)|stalled|fell through|collapsed|"
    r"(?:did not|has not|never|failed to) (?:\w+ )?(?:happen(?:ed)?|take place|taken place|took place|go "
        r"ahead|gone ahead|come|came|materiali[sz]ed?))\b"
)  # fmt: skip


def outcome(text: str, sentence: Sentence, trigger: TriggerMention) -> str | None:
    """Return the modality that the verb of a nominal subject gives to the act, or None where it says nothing of it."""
    if not _SUBJECT.search(text, max(sentence.start, trigger.start - 60), trigger.start):
        return None
    high = min(sentence.end, trigger.end + 200)
    for pattern, modality in ((_FAILED, "denied"), (_AHEAD, "planned"), (_OPEN, "possible")):
        if pattern.match(text, trigger.end, high):
            return modality
    return None
