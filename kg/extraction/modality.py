"""Whether a trigger's act happened, is planned, is possible or is denied: the words to its left in its clause."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extraction.lexicon import Lexicon
    from kg.extraction.mentions import Sentence, TriggerMention

_CLAUSE = re.compile(
    r"[;:—]|, (?:while|whereas|but|although|though|which|who|where|when|as|after|before|following|amid|"
    r"saying|adding|and (?:will|has|have|is|was|were|are|the|a)|with|because|since)\b"
    r"|\b(?:while|after|before|because|whereas|although|since|when|amid|during|following|(?:under|in|by|"
    r"through|for|of|with|at) which)\b"
)
_WORDS_ONLY = re.compile(r"[^a-z0-9'’ -]+")
_MONTH_OF_MAY = re.compile(r"\bMay\b(?! (?:not|be|well|have|also)\b) ?")
_BE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|get|gets|got)\b"
    r"(?: (?:\w+ly|also|likewise|then|now|since|just|today|first|both|again|later|soon|thus|already|thereby|"
    r"there|here|"
    r"in turn|at once|once more|at last))* *$"
)
_OFFICIAL_WOULD = re.compile(r"\bwould(?: [a-z-]+){0,3} *$")
_UPCOMING = re.compile(r"\W?\s?(?:before|when|after)\b")
_DENY_HEAD = re.compile(
    r"\b(?:den(?:y|ies|ied)|ruled? out|reject(?:s|ed)?|dismiss(?:es|ed)?) (?:that|having|any|reports?|claims?|it|he|"
    r"she|they|allegations|suggestions)\b[^.;,]{0,60}$"
)

_RULED_OUT = re.compile(
    r"\b(?:rul(?:ed|es|ing) out|declin(?:ed|es|ing)|reject(?:ed|s|ing)|turn(?:ed|s|ing) down|refus(?:ed|es|ing)|"
    r"den(?:ied|ies|ying)|no plans? (?:for|of)|without|decid(?:ed|es) against|dismiss(?:ed|es|ing))\s"
    r"(?:(?:a|an|any|the|his|her|their|its|talk of|reports of|rumou?rs of|plans for|planned|early|state|"
    r"official|proposed|"
    r"such a|joint|bilateral)\s){0,4}\Z|\bno\s(?:\w+\s)?\Z",
    re.IGNORECASE,
)


_DENIES_THAT = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|dismiss(?:es|ed|ing)|reject(?:s|ed|ing)|refut(?:es|ed|ing)|rebut(?:s|ted))\s"
    r"(?:(?:as \w+ )?(?:the |any |all )?(?:\w+ )?(?:reports?|claims?|suggestions?|rumou?rs?|allegations?|"
    r"speculation)\s)?that\b[^.;,]{0,60}\Z"
)


def ruled_out(text: str, low: int, at: int) -> bool:
    """Whether the words before a noun say that what it names is not to be: "ruled out an early", "no"."""
    return _RULED_OUT.search(text, max(low, at - 60), at) is not None


def denied_report(text: str, low: int, at: int) -> bool:
    """Whether what a verb says is what somebody denies: "denied reports that it would buy"."""
    return _DENIES_THAT.search(text, max(low, at - 110), at) is not None


def clause_start(text: str, low: int, at: int) -> int:
    """Return where the clause that holds `at` begins, not before `low`."""
    last = low
    for match in _CLAUSE.finditer(text, low, at):
        last = match.end()
    return last


def clause_end(text: str, at: int, high: int) -> int:
    """Return where the clause that holds `at` ends, not after `high`."""
    match = _CLAUSE.search(text, at, high)
    return match.start() if match else high


def left_words(text: str, low: int, at: int) -> str:
    """Return the lower-case words of the clause before `at`, at most 90 characters, without punctuation."""
    low = max(low, at - 90)
    words = _MONTH_OF_MAY.sub("inmay ", text[clause_start(text, low, at) : at])
    return _WORDS_ONLY.sub(" ", words.lower().replace("’", "'")).replace("  ", " ")


def passive(left: str) -> bool:
    """Whether the words before a participle make it a passive."""
    return bool(_BE.search(left))


def of(sentence: Sentence, text: str, mention: TriggerMention, lexicon: Lexicon) -> tuple[str, str | None]:
    """Return ``(modality, force)`` of a trigger.

    Speculation by analysts is never asserted; an official's "would" after a verb of saying is a plan.
    """
    left = left_words(text, sentence.start, mention.start)
    opening = text[max(sentence.start, clause_start(text, sentence.start, mention.start) - 7) : mention.start]
    if mention.trigger.form in ("base", "s") and _UPCOMING.match(opening):
        return "planned", None
    before = text[sentence.start : mention.start].lower()
    form = mention.trigger.form
    if mention.trigger.frame.modality:
        return mention.trigger.frame.modality, None
    for modality, force, pattern in lexicon.left_modality:
        if not pattern.search(left):
            continue
        if (
            form in ("ed", "past")
            and modality == "possible"
            and not re.search(r"\b(?:be|been|may|might|could|have|if|unless|possibl|potential)", left[-40:])
        ):
            continue
        if (
            modality == "planned"
            and _OFFICIAL_WOULD.search(left)
            and not any(w in lexicon.reporting for w in before.split())
        ):
            return "possible", None
        if form == "past" and modality == "planned":
            continue
        if (
            form == "ed"
            and modality == "planned"
            and not re.search(r"\b(?:be|been|have|plans? to|agreement to|being)\b", left[-30:])
        ):
            continue
        if lexicon.analysts.search(sentence.text) and modality == "planned":
            return "possible", "forecast"
        return modality, force
    if _DENY_HEAD.search(before) and form != "past":
        return "denied", None
    if lexicon.analysts.search(before):
        return "possible", "forecast"
    if form == "base" and re.search(r"\bto *$", left):
        return "planned", "intended"
    return "asserted", None
