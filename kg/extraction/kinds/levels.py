"""Levels of relations stated without a verb of raising: that hold, that are denied, that recognition created."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.drafts import StageDraft

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, LevelMention, Sentence

Found = tuple[str, list["Actor"], StageDraft, str, int]
"""Type, parties, stage, rule and offset of a level."""

_DENIED = re.compile(
    r"\b(?:creates?|created|is|are|was|constitutes?|amounts? to|forms?|means?|establishes)\s"
    r"(?:no|not (?:a|an|to an?|mean an?))\s"
    r"(?:[\w-]+ )?\Z"
)
_DEFINITE = re.compile(r"\b(?:the|this|that)\s(?:two countries’ |existing |long-standing |longstanding |\w+-old )?\Z")
_ENTERED = re.compile(r" (?:that )?(?:the )?")
_HAS = re.compile(r" (?:has |had )?(?:ever )?(?:entered|concluded|formed|made|joined|signed|agreed)\b")
_THOSE = re.compile(
    r",? (?:after|besides|alongside|in addition to|following) (?:those|ones|the ones|its alliances) with (?:the )?\Z"
)
_SWITCHED = re.compile(
    r"\b(?:switched|shifted|transferred|moved) (?:its |their )?(?:diplomatic )?"
    r"(?:recognition|ties|relations|allegiance) "
    r"(?:from (?:the )?[\w ]{2,40}? )?to (?:the )?\Z"
)
_RECOGNISED = re.compile(
    r"\b(?:broke(?:n)?(?: off)?|cut|cutting|sever(?:ed|ing)|ended|ending|breaking(?: off)?|dropp(?:ed|ing)|"
    r"ditch(?:ed|ing)|"
    r"abandon(?:ed|ing)) (?:its |all )?(?:(?:formal |official )?(?:diplomatic )?(?:relations|ties|links|recognition)"
    r"(?: with| of)?) [^.;]{3,60}?(?:and (?:then )?(?:recogni[sz]ed|turned to|established (?:diplomatic )?(?:ties|"
    r"relations) "
    r"with)|in favou?r of|to recogni[sz]e|for) (?:the )?\Z"
)
_YEARS = re.compile(
    r"\b(?:anniversary|[\w-]+(?:st|nd|rd|th) year|\d+ years|years?) (?:of|since the establishment of)(?: \w+)? \Z"
)
_AGREED = re.compile(r" (?:that|which)\b[^.;]{0,60}\b(?:agreed|established|announced|concluded|launched)\b")


def held(context: Context, sentence: Sentence, level: LevelMention) -> list[Found]:
    """Return what a mention of a level says by itself."""
    text = context.text
    before = text[max(sentence.start, level.start - 60) : level.start]
    if level.type == "diplomatic-relations":
        parties = _pair(context, sentence)
        if _YEARS.search(before) and len(parties) == 2:
            stage = StageDraft("established", "asserted", [sentence.index])
            return [("diplomatic-relations", parties, stage, "relations-anniversary", level.start)]
        return []
    counted = _counted(context, sentence, level)
    if counted:
        return counted
    if _DENIED.search(before) and level.type == "ally":
        parties = _pair(context, sentence)
        if len(parties) == 2:
            stage = StageDraft("established", "denied", [sentence.index])
            return [("ally", parties, stage, "partnership-denied", level.start)]
        return []
    if level.type not in ("strategic", "comprehensive", "comprehensive-strategic") or not _DEFINITE.search(before):
        return []
    parties = _pair(context, sentence, main=True)
    if len(parties) != 2:
        return []
    stage = StageDraft("established", "asserted", [sentence.index])
    if _AGREED.match(text, level.end, sentence.end):
        stage.place = context.place(sentence, level.end)
    return [(level.type, parties, stage, "partnership-definite", level.start)]


def _counted(context: Context, sentence: Sentence, level: LevelMention) -> list[Found]:
    """Read "the third alliance A has entered, after those with B and C"."""
    text = context.text
    opened = _ENTERED.match(text, level.end)
    owner = [a for a in sentence.actors if opened and a.start in (level.end + 1, opened.end())]
    if level.type != "ally" or not owner or not _HAS.match(text, owner[0].end):
        return []
    one = context.focus.state(owner[0].actor)
    out: list[Found] = []
    for group in sentence.groups:
        if one is None or group.start < owner[0].end or not _THOSE.search(text[owner[0].end : group.start]):
            continue
        for actor in group.actors:
            other = context.focus.state(actor)
            if other is not None and other.identity != one.identity:
                stage = StageDraft("established", "asserted", [sentence.index])
                out.append(("ally", [one, other], stage, "partnership-counted", group.start))
    return out


def recognised(context: Context, sentence: Sentence) -> list[Found]:
    """Read "A switched its recognition from B to C in 2019"."""
    out: list[Found] = []
    for group in sentence.groups:
        match = _SWITCHED.search(context.text, max(sentence.start, group.start - 110), group.start)
        match = match or _RECOGNISED.search(context.text, max(sentence.start, group.start - 160), group.start)
        if match is None:
            continue
        left = [
            g for g in sentence.groups if g.end <= match.start() and not g.prep and not g.members[0].adjective
        ]  # fmt: skip
        other = context.focus.state(group.actors[0])
        one = context.focus.state(left[-1].actors[0]) if left else None
        persons = [p for p in sentence.persons if p.end <= match.start()]
        if one is None and persons:
            one = context.person_state(persons[-1])
        date = context.date(sentence, group.end)
        if one is None or other is None or one.identity == other.identity:
            continue
        if re.search(
            r"\b(?:not|never|may|might|could|would|will|if|to)\s\Z",
            context.text[max(0, match.start() - 12) : match.start()],
        ):
            continue
        stage = StageDraft("established", "asserted", [sentence.index], date.value if date else None)
        out.append(("diplomatic-relations", [one, other], stage, "relations-recognition", match.start()))
    return out


def _pair(context: Context, sentence: Sentence, *, main: bool = False) -> list[Actor]:
    """Return the two states meant: those of a text that is about two; at a new paragraph, before those just named."""
    focus = context.focus
    here = {s.identity for s in focus.states_in(sentence, acting=True)}
    two = focus.main if len(focus.main) == 2 and focus.dominant else []
    if two and here <= {s.identity for s in two} and (main or not here):
        return list(two)
    return focus.pair(sentence)


def pair(context: Context, sentence: Sentence) -> list[Actor]:
    """Return the states that "the two countries" means at the head of a paragraph, else those spoken of."""
    previous = context.reading.sentences[sentence.index - 1] if sentence.index else None
    if previous is not None and previous.block != sentence.block and context.focus.dominant:
        return _pair(context, sentence)
    return context.focus.pair(sentence)
