"""Patterns around the verbs of an agreement's life."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extraction.lexicon import Frame, Head, Trigger
from kg.extraction.mentions import InstrumentMention, TriggerMention

if TYPE_CHECKING:
    from kg.extraction.mentions import Sentence

HOLDS = re.compile(
    r"\b(?:is|are|been|be|remains?|stays?)(?: (?:not|yet|now|still|already|currently|also|formally)){0,2} \Z"
)
HELD = re.compile(
    r"\s*(?:[.,;)]|$|"
    r"(?:since|until|from|for|between|as of|again|today|now|yet|and|but|because|after|by|in|on|before)\b)"
)
NEITHER_NOR = re.compile(r"\b[Nn]either\b[^.;]{1,120}\bnor\b[^.;,]{1,60}\Z")
NEITHER = re.compile(r"\s(?:neither|no|none of)\b(?! later| less| more)")
"""Behind a verb of signing: "has signed neither the A nor the B"."""
WAITS = re.compile(r"\W{0,2}(?:yet|until|before|unless|without)\b")
FORCE_NOTES = re.compile(r"\bent(?:ry|ering) into (?:force|effect)\b|\bcoming into force\b")
WANTS = re.compile(
    r"\b(?:wants?|wanted|asks?|asked|urge[sd]?|pressed|presse[sd]|would like) (?:the )?[A-Z][\w ]{1,30}? to\s*$"
)
CATAPHOR = re.compile(r"\b(?:it|they) (?:was|were)\s$")
SEE_DONE = re.compile(
    r"\b(?:like|likes|liked|hopes?|hoped|hoping|wants?|wanted|wish(?:es)?|eager|keen) (?:for|to see|to have|to get)\b"
)
NO = re.compile(
    r"\b(?:[Nn]o|[Nn]ot any|without any|without|[Nn]ever any)\s(?:formal |official |such |further |fresh |"
    r"plans? for (?:a |an )?)?\Z"
)
ROUND = re.compile(
    r"\b(?:days?|rounds?|hours|sessions?|series|weeks?) of (?:\w+ )?(?:talks|negotiations|discussions|"
    r"consultations)\b|"
    r"\b(?:first|second|third|fourth|fifth|sixth|latest|next|\w+th) (?:\w+ )?round\b"
)
AGREED = re.compile(
    r"\b(?:agreed|decided|confirmed|concurred|announced|resolved|"
    r"welcomed the decision)\b[^.;]{0,60}\Z"
)
DETERMINED = re.compile(
    r"\s(?:(?:a|an|the|its|their|any|such|this|that|proposed|new|"
    r"draft)\s)*(?:[A-Z][\w’']+\s){0,4}"
)
COPIES = re.compile(r"\s(?:copy|copies|version|jersey|shirt|book|letter|article|op-ed|petition)\b")
NOTHING = re.compile(
    r"\b(?:[Nn]othing|[Nn]one|[Nn]o (?:such )?\w+|"
    r"[Nn]either)\b(?: of [a-z ]{3,20})? (?:\w+ ){0,3}\Z"
)
ADJECTIVE = re.compile(r"\b(?:the|a|an|this|that|their|its|any)\s\Z")
IT_HAS = re.compile(r" (?:that )?(?:it|they|he|she) (?:has |had |have )?")
NOBODY = re.compile(r"\b[Nn]o (?:other )?(?:country|countries|state|nation|power|partner|government)\b[^.;,]{0,60}\Z")
TO_BEGIN = re.compile(
    r"\b(?:will|would|shall|are to|is to|were to|should|to) (?:soon |now |formally )?"
    r"(?:begin|start|open|commence|be (?:launched|opened|started|held)|get under way)\b"
)
UNDONE = re.compile(
    r"\b(?:suspend|paus|withdr[ae]w|rescind|revok|retract|revers|shelv|drop|froze|freez|recall|cancel|"
    r"call(?:ed|s|ing)? off|"
    r"t(?:ake|akes|ook|aken|aking) back)\w*\s(?:its|the|their|an? earlier|that)\s(?:\w+\s)?\Z"
)
TALKS_ON = re.compile(
    r"\b(?:negotiations?|negotiating|talks|discussions?|consultations?|dialogue)\s"
    r"(?:on|for|to|towards?|about|over|aimed at|with a view to|leading to|regarding|concerning)\s"
    r"(?:the\s|a\s|possible\s)*\Z"
)
OUTCOMES = re.compile(
    r"(?:.{0,80}\b)?(?:[Ll]ist of (?:[\w-]+ ){0,3}?(?:outcomes|documents|agreements|MoUs|MOUs|memoranda|"
    r"instruments|deliverables)|"
    r"(?:[Oo]utcomes?|OUTCOMES?|[Dd]eliverables)(?: (?:documents?|list|of the [\w ]{3,40}))?|"
    r"(?:[Aa]greements|MoUs|MOUs|[Dd]ocuments|[Ii]nstruments|[Mm]emoranda)(?:(?: and|/|,) [\w-]+){0,3} "
    r"(?:signed|exchanged|concluded|adopted|inked)(?: (?:between|during|by|at|on|in|with) .{0,80})?)"
    r"(?:(?::|,|—|–| -) .{0,90})?\W*\Z"
)
"""The line over a list of what was signed: "List of outcomes", "Agreements signed between A and B"."""
OF_TALKS = re.compile(
    r"\s(?:its |the |their |all |further |formal )*(?:[\w-]+ )?(?:talks|negotiations|negotiating|discussions|"
    r"consultations)\b"
)
DECISION_TO = re.compile(
    r"\s(?:its|the|their|his|her|our|an? earlier|an?)\s(?:[\w-]+\s)?(?:(?:notice|notification)\b|"
    r"(?:decision|move|plan|intention|bid|order)\s"
    r"(?:to\s(?:end|terminate|scrap|cancel|withdraw|abrogate|leave|exit|quit|pull out|let)|"
    r"of\s(?:termination|withdrawal|abrogation))\b)"
)
DROPPED = re.compile(
    r"\b(?:suspend|paus|froze|freez|shelv|revers|drop|rescind|abandon|overturn|defer|put(?:ting)? off|"
    r"put(?:ting)? on hold|back(?:ed|s|ing)? away from|"
    r"walk(?:ed|s|ing)? back|delay|postpon|revok)\w*\s(?:its|the|their|his|her|an? earlier|an?)\s(?:[\w-]+\s)?"
    r"(?:decision|notice|notification|move|plans?|intention|bid|order|threat)\s(?:to|of)\s(?:\w+\s)?\Z"
)


def beside(text: str, sentence: Sentence, trigger: TriggerMention) -> bool:
    """Whether an instrument is the verb's own object or subject: nothing but determiners or auxiliaries between."""
    return any(
        DETERMINED.fullmatch(text, trigger.end, m.start) or 0 <= trigger.start - m.end < 26
        for m in sentence.instruments
    )


def points_back(mention: InstrumentMention) -> bool:
    """Whether a phrase only points back: "the document", "both papers"."""
    open_ = mention.type in (None, "defence-cooperation") and not mention.name and not mention.parties
    return mention.head.bare and open_ and (mention.definite or mention.plural)


def opens(text: str, sentence: Sentence, trigger: TriggerMention) -> bool:
    """Whether a line ends with its verb or with a colon: what it speaks of stands in the list below."""
    end = text[trigger.end : sentence.end].strip()
    return end in (
        "",
        ":",
        "of",
        "of:",
        "the following",
        "the following:",
        "of the following",
        "of the following:",
    ) or (end.endswith((":", "namely")) and len(end) < 110)


def staged(text: str, sentence: Sentence, trigger: TriggerMention) -> TriggerMention:
    """Return a trigger with the stage that its surroundings leave it.

    "Talks on signing" a pact negotiate it; to suspend a decision to end it keeps it alive.
    """
    frame, form = trigger.trigger.frame, trigger.trigger.form
    new: Frame | None = None
    if frame.stage in ("signed", "concluded") and form in ("ing", "noun", "base"):
        if TALKS_ON.search(text, max(sentence.start, trigger.start - 60), trigger.start):
            new = replace(frame, id="agreement-talks-on", stage="negotiating", step=None)
    elif frame.stage == "suspended" and OF_TALKS.match(text, trigger.end, sentence.end):
        new = replace(frame, id="agreement-talks-off", stage="negotiating", step=None, modality="denied")
    elif frame.stage == "suspended" and DECISION_TO.match(text, trigger.end, sentence.end):
        new = replace(frame, id="agreement-kept", stage="terminated", step="notice-suspended", modality="denied")
    elif frame.stage == "terminated" and frame.modality is None:
        dropped = DROPPED.search(text, max(sentence.start, trigger.start - 80), trigger.start)
        if dropped is not None:
            new = replace(frame, id="agreement-kept", step="notice-suspended", modality="denied")
    elif frame.id == "agreement-notice" and UNDONE.search(text, max(sentence.start, trigger.start - 40), trigger.start):
        new = replace(frame, id="agreement-kept", step="notice-suspended", modality="denied")
    if new is None:
        return trigger
    return TriggerMention(trigger.start, trigger.end, Trigger(new, form), trigger.word)


def listing(sentence: Sentence) -> TriggerMention | None:
    """Return the signing that a line over a list of outcomes tells of."""
    if OUTCOMES.match(sentence.text.strip(" *#_")) is None or len(sentence.text) > 160:
        return None
    frame = Frame(id="agreement-outcome", kind="agreement", stage="signed")
    return TriggerMention(sentence.end, sentence.end, Trigger(frame, "noun"), -1)


def implied(trigger: TriggerMention, frame: Frame) -> InstrumentMention:
    """Return the instrument that a verb means without naming it: "exchanged notes"."""
    form = frame.implies or "agreement"
    head = Head(form.replace("-", " "), "security-assistance", form)
    return InstrumentMention(
        trigger.start, trigger.end, head, "security-assistance", indefinite=True, security=True, tail=trigger.end
    )
