"""What the words around an event's noun say of it: held, started, planned, called off; stated, possible or denied."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import modality
from kg.extraction.happenings.model import Noun, Status

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Sentence, TriggerMention

_PAST = re.compile(
    r"\b(?:[Aa]t|[Dd]uring|[Ii]n|[Aa]fter|[Ff]ollowing|[Ss]ince|[Ff]rom|[Ii]n the course of|[Oo]n the sidelines of|"
    r"[Oo]n the margins of|[Oo]n the second of two days of|days? of|[Aa]s part of|[Ii]nto|[Tt]hroughout|"
    r"[Uu]nder) (?:(?:the|a|an|their|its|his|her|this|that|last|our|both|two|three|days of)\s+)?"
    r"(?:(?!(?:to|and|that|which|will|would)\b)[\w’'+.–-]+\s+){0,6}\Z"
)
_BEFORE = re.compile(
    r"\b(?:[Bb]efore|[Aa]head of|[Pp]rior to|[Aa]nticipating|[Ii]n the run-up to) (?:the|a|an|their|its|"
    r"his|her|this|next)?\s?(?:[\w’'+.–-]+\s+){0,5}\Z"
)
_PURPOSE = re.compile(r"\bfor (?:a|an|the|their|its)\s(?:[\w’'+.–-]+\s+){0,5}\Z")
FOR = re.compile(r"\bfor (?:(?!(?:the|a|an|next|planned)\b)[\w-]+ ){0,3}\Z")
"""What somebody goes somewhere for: "for talks with B"."""
COMES = re.compile(r"(?:join|gather|team|assembl|conven|sail|unit)", re.IGNORECASE)
_NEXT = re.compile(
    r"\b(?:[Nn]ext|[Uu]pcoming|[Pp]lanned|[Ff]orthcoming|[Ss]cheduled|[Ff]uture|[Cc]oming|"
    r"[Pp]roposed)\b(?! (?:[\w-]+ ){0,3}to )[\w’' -]{0,40}\Z"
)
_GAP_LEFT = re.compile(
    r"\s*[“\"‘']?(?:(?!(?:and|but|that|which|while|who|after|before|during|when|where|following|since|"
    r"because|to)\b)[\w’'+./&–-]+[\s“\"‘]+|, ){0,14}"
)
_GAP_RIGHT = re.compile(
    r"[”\"’']?(?: (?:of the|on|about|over) [^.,;:]{2,60}?)?,?\s*(?:\([^)]*\)\s*)?(?:, "
    r"[^.;:]{0,90},)?\s*(?:(?:which|that|was|"
    r"were|is|are|has|have|had|having|been|being|will|would|may|might|could|should|be|to|due|not|also|"
    r"officially|formally|set|scheduled|expected|likewise|separately|jointly|then|likely|never|again|"
    r"successfully|[Oo]n|"
    r"in|at|last|this|earlier|the|early|late|day|week|month|morning|[A-Z][\w’'-]*|\d{1,4}|now|it|recently|"
    r"first|previously)[\s,]+)*"
)
_HELD_IN = re.compile(
    r"[”\"’']?,?\s*(?:\([^)]*\)\s*)?,? ?(?:(?:also |recently |most recently |last |first |that was |which "
    r"was |to be )?(?P<verb>held|organised|organized|hosted|convened|conducted|staged|co-chaired|chaired|"
    r"led|concluded|ended))\b"
)
_INTRANSITIVE = frozenset({"act-ended", "act-started"})


def status(context: Context, sentence: Sentence, noun: Noun) -> Status | None:
    """Return what the nearest verb or preposition says of an event, or None where nothing does."""
    text = context.text
    left = text[max(sentence.start, noun.start - 90) : noun.start]
    by_verb = _verb(context, sentence, noun)
    if by_verb is not None:
        return by_verb
    if modality.ruled_out(text, sentence.start, noun.start):
        return Status("planned", "denied", noun.start, noun.start, role="adjective")
    reduced = _HELD_IN.match(text, noun.tail, min(sentence.end, noun.tail + 80))
    if reduced:
        ahead = "to be" in reduced.group()
        return Status(
            "planned" if ahead else "held", "planned" if ahead else "asserted", reduced.start(), reduced.end(),
            subject=True, passive=True,
        )  # fmt: skip
    if _PURPOSE.search(left):
        came = [
            t
            for t in sentence.triggers.get("happening", ())
            if t.end <= noun.start and noun.start - t.end < 140 and COMES.match(text[t.start : t.end])
        ]
        if came:
            return _status(context, sentence, came[-1], subject=False)
    if FOR.search(left):
        mode = _ahead(context, sentence, noun)
        return Status(
            "planned" if mode else "held", mode or "asserted", noun.start, noun.start, role="adjunct"
        )  # fmt: skip
    if _NEXT.search(left):
        return Status("planned", "planned", noun.start, noun.start, role="adjective")
    if _BEFORE.search(left):
        return Status("planned", "planned", noun.start, noun.start, role="before")
    found = _PAST.search(left)
    if found:
        mode = _ahead(context, sentence, noun)
        return Status(
            "planned" if mode else "held", mode or "asserted", noun.start, noun.start, role="adjunct"
        )  # fmt: skip
    return None


def _ahead(context: Context, sentence: Sentence, noun: Noun) -> str | None:
    """Return the modality of the clause in which an event is only an adjunct, where that is not asserted."""
    text = context.text
    left = text[max(sentence.start, noun.start - 160) : noun.start]
    if re.search(r"\b(?:since|following|after)\b[^,;.]{0,60}\Z", left, re.IGNORECASE):
        return None
    words = modality.left_words(text, sentence.start, noun.start)
    right = text[noun.tail : min(sentence.end, noun.tail + 60)]
    if re.search(
        r"\b(?:will|shall|is to|are to|plans? to|due to|set to|scheduled to|expected to|’ll)\b", words
    ) or re.match(r",? (?:[\w’' ]{0,40})?\b(?:will|is to|are to|shall)\b", right):
        return "planned"
    if re.search(r"\bwould\b", words):
        told = any(w in context.lexicon.reporting for w in sentence.text.lower().split())
        return "planned" if told else "possible"
    if re.search(r"\b(?:may|might|could|if|should)\b", words):
        return "possible"
    return None


def _verb(context: Context, sentence: Sentence, noun: Noun) -> Status | None:
    text = context.text
    right = left = None
    for t in sentence.triggers.get("happening", ()):
        frame = t.trigger.frame
        if frame.shape != "act" or (frame.id == "act-planned" and t.trigger.form == "ing"):
            continue
        if t.start >= noun.tail and right is None and t.start - noun.tail < 150 and frame.role != "noted":
            if _GAP_RIGHT.fullmatch(text, noun.tail, t.start) and _stands(context, sentence, t):
                right = t
        elif t.end <= noun.start and noun.start - t.end < 110 and _GAP_LEFT.fullmatch(text, t.end, noun.start):
            if not context.passive(sentence, t) and not (frame.id == "act-planned" and t.trigger.form == "noun"):
                left = t
        elif noun.start <= t.start < noun.end and t.trigger.form == "noun":
            continue
    if left is not None and (right is None or noun.start - left.end < 60):
        adjunct = re.search(r"\b(?:at|during|in|on|for|of)\s(?:[\w’'+.-]+\s){0,5}\Z", text[left.end : noun.start])
        attitude = left.trigger.frame.id in ("act-planned", "act-proposed", "act-noted")
        if not adjunct or (attitude and right is None):
            return _status(context, sentence, left, subject=False)
    if right is not None:
        return _status(context, sentence, right, subject=True)
    return None


def _stands(context: Context, sentence: Sentence, trigger: TriggerMention) -> bool:
    """Whether a verb after an event can have it as subject: passive, or one that events themselves do."""
    frame, form = trigger.trigger.frame, trigger.trigger.form
    if form == "noun" or frame.id in _INTRANSITIVE:
        return True
    words = context.text[trigger.start : trigger.end].lower()
    if words.startswith(("t", "c", "d")) and words.endswith(("place", "an end", "a close", "conclusion")):
        return True
    if words in ("ran", "run", "runs", "follow", "follows", "followed", "running") and not context.passive(
        sentence, trigger
    ):
        return True
    if form in ("ed", "pp"):
        before = context.text[max(sentence.start, trigger.start - 40) : trigger.start]
        return bool(
            re.search(r"\b(?:was|were|is|are|be|been|being)\s(?:[\w-]+\s){0,2}\Z", before)
            or re.search(r"[,”\"’)]\s?(?:\w+ )?\Z", before)
        )
    return False


def _status(context: Context, sentence: Sentence, trigger: TriggerMention, *, subject: bool) -> Status:
    frame = trigger.trigger.frame
    mode = context.modality(sentence, trigger)[0]
    stage = frame.stage or "held"
    form = trigger.trigger.form
    text = context.text
    if (
        re.search(r"\b(?:awaiting|to be)\s\Z", text[max(sentence.start, trigger.start - 12) : trigger.start])
        and mode == "asserted"
    ):
        mode = "planned"
    if frame.modality and mode == "asserted":
        mode = frame.modality
    if stage == "planned" and frame.id == "act-planned":
        mode = "planned" if mode == "asserted" else mode
        if (
            text[trigger.start : trigger.end].lower()
            in ("followed", "announced", "prepared", "planned", "prepared for")
            and False
        ):
            mode = "planned"
    if stage != "cancelled" and mode in ("planned", "possible"):
        stage = "planned"
    if stage == "cancelled" and mode in ("planned", "possible"):
        stage = "cancelled"
    if mode == "denied" and stage == "cancelled":
        stage = "held"
    if (
        form == "ing"
        and stage == "held"
        and mode == "asserted"
        and re.search(
            r"\b(?:is|are)\s(?:\w+\s)?(?:being\s)?\Z", text[max(sentence.start, trigger.start - 16) : trigger.start]
        )
    ):
        stage = "started"
    if subject and re.search(r"\b(?:is|are) being\s\Z", text[max(sentence.start, trigger.start - 12) : trigger.start]):
        stage = "started"
    return Status(
        stage, mode, trigger.start, trigger.end, frame.id, subject, context.passive(sentence, trigger), frame.role
    )
