"""Levels of relations that hold, or that a noun or an adjective raises: who has them, since when, or not at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.drafts import StageDraft
from kg.extraction.kinds.sides import complete

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, Group, LevelMention, Sentence

Found = tuple[str, list["Actor"], StageDraft, str, int]

_RAISED = re.compile(
    r"\b(?:elevat|upgrad|rais|lift|promot|tak(?:e|en|ing)|took|bring|brought|mov(?:e|ed|ing)|step(?:ped|"
    r"ping)? up|advanc|turn)"
    r"\w*\b[^.;]{0,90}?\b(?:to|into|as|level)\b[^.;,]{0,30}\Z"
)
_NEW = re.compile(r"\b(?:[Uu]pgraded|[Ee]levated|[Nn]ewly[- ]elevated|[Nn]ew level:?)\s(?:\w+ ){0,2}\Z")
_RAISED_AFTER = re.compile(
    r"\s*(?:--|[-–—,:(]|which|that|of the two countries|relations|was|were|has been|had been|is|to be|will be|"
    r"\s){0,6}"
    r"\s*(?:[\w ]{0,40}?)\b(?:elevated|upgraded|raised)\b"
)
_MADE = re.compile(
    r"\b(?:establish|form|forg|launch|declar|sign|enter|announc|found|set up|sealed|agreed on|conclud|creat|"
    r"build|became|become)\w*\b"
    r"[^.;]{0,40}\Z"
)
_AFFIRMED = re.compile(
    r"\b(?:reaffirm|renew|recommit|reiterat|underscor|underlin|restat|commitment to)\w*\b[^.;]{0,60}\Z"
)
_OPEN = re.compile(
    r"\b(?:no|not|never|nor|any|could|may|might|possible|potential|proposed|would-be|if|whether|future|hopes?|"
    r"seeks?|aims?|wants?|"
    r"towards?|without|neither|some|other|many|like-minded|among|between [a-z]+ and)\s(?:\w+ ){0,2}\Z"
)
_ALLIES_NOT = re.compile(
    r"\b(?:(?:does|do|did|will|would|is|are|was) not|won[’']t|doesn[’']t|not) (?:make|turn|render|mean|create|"
    r"amount to|constitute|be|become)"
    r"\b[^.;]{0,50}\Z|\b(?:no|not an?|nor an?|no formal|not yet)\s(?:military |formal |treaty |defen[cs]e )*\Z"
)
_WITH = re.compile(r"\s*(?:(?:for|of) [a-z][\w ,]{3,50}? )?(?:with|and) (?:the )?\Z")
_OF = re.compile(r"\s*(?:of|to|for) (?:the )?\Z")
_BETWEEN = re.compile(r"\s*(?:[a-z’' ]{0,30})?(?:between|of) (?:the )?\Z")
_SUBJECT_BE = re.compile(
    r"(?: (?:is|are|was|were|remains?|became|becomes?|has become|have been|has been|being|as|"
    r",))(?: [\w’'-]+){0,6} \Z|,? (?:an?|its|the|their)"
    r"(?: [\w’'-]+){0,4} \Z"
)
_RESPECTIVE = re.compile(r"\b(?:respective|separate|own|bilateral)\s\Z")
_SINCE = re.compile(
    r"\s*(?:of [A-Z]\w+ |with [A-Z]\w+ )?,?\s*(?:\()?(?:since|from|dating (?:from|back to)|"
    r"(?:(?:which|that) (?:was|they|the two(?: countries| sides)?) )?(?:first |formally )?(?P<verb>established|formed|"
    r"forged|launched|signed|agreed|announced|concluded|declared|sealed|elevated|upgraded|raised) (?:in|on))\s"
)
_SINCE_BEFORE = re.compile(r"\b(?:since|dating from)\s\Z")
_DEFINITE = re.compile(
    r"\b(?:the|their|our|its|his|this|that|both|two|existing|long-?standing|ironclad|enduring|\w+[’']s?|label|"
    r"in accordance with|under|"
    r"within the framework of|as)\s[\"“'‘]?(?:[\w-]+ ){0,4}[\"“'‘]?\Z"
)
_NOT = re.compile(r"\b(?:not|never|neither|nor|refus\w+ to|declin\w+ to|den(?:y|ies|ied)|without)\b|n[’']t\b")
_MAY = re.compile(
    r"\b(?:could|may|might|hop(?:e|es|ed|ing)|seek\w*|sought|propos\w+|if|whether|would like|want\w*|consider\w*)\b"
)
_ARE = re.compile(
    r" (?:are|were|became|become|remain(?:ed)?|have (?:now |long )?been|have become)"
    r"(?: now| also| formal| close| long-?standing| already| both)* "
)
_OWN = re.compile(r"['’]s? (?:[\w-]+ ){0,3}")
_HIS = re.compile(r"(?:['’]s?)?(?: (?:other|two|three|four|five|key|treaty|closest|close))* ")
_LISTED = re.compile(r"\s*(?:[:(—–-]|,? (?:namely|including|such as))?\s*(?:the )?\Z")
_PEOPLE = frozenset({"ally", "allies", "partner", "partners"})


def read(context: Context, sentence: Sentence, level: LevelMention) -> list[Found]:
    """Return what a mention of a level says where no verb of the lexicon governs it."""
    text = context.text
    before = text[max(sentence.start, level.start - 150) : level.start]
    words = level.head.split()
    person = words[-1] in _PEOPLE
    if level.type == "ally" and denies(context, sentence, level):
        return _denied(context, sentence, level)
    if _OPEN.search(before):
        return []
    parties = _parties(context, sentence, level, person)
    if _RESPECTIVE.search(before) and level.type == "ally":
        return _respective(context, sentence, level)
    if words[-1] in ("partnerships", "alliances", "partners", "allies") and (
        several := _several(context, sentence, level)
    ):
        return several
    stage, rule = _stage(context, sentence, level, before)
    explicit = bool(parties)
    if (
        not parties
        and (stage.stage != "established" or rule == "partnership-made" or _DEFINITE.search(before))
        and (level.type != "ally" or words[0] in ("treaty", "alliance", "major"))
    ):
        parties = complete(context, sentence, [])
    if len(parties) != 2:
        return []
    if not explicit and level.type in ("security", "diplomatic-relations"):
        return []
    if level.type == "diplomatic-relations" and stage.date is None:
        return []
    return [(level.type, parties, stage, rule, level.start)]


def denies(context: Context, sentence: Sentence, level: LevelMention) -> bool:
    """Whether the words before a level say that it is not: "will not make the two countries allies"."""
    return _ALLIES_NOT.search(context.text, max(sentence.start, level.start - 110), level.start) is not None


def _stage(context: Context, sentence: Sentence, level: LevelMention, before: str) -> tuple[StageDraft, str]:
    text = context.text
    near = before[-150:]
    name, rule = "established", "partnership-standing"
    if (
        _RAISED.search(near)
        or _NEW.search(near)
        or _RAISED_AFTER.match(text, level.end, min(sentence.end, level.end + 70))
    ):
        name, rule = "elevated", "partnership-raised"
    elif _MADE.search(near):
        name, rule = "established", "partnership-made"
    elif _AFFIRMED.search(near):
        name, rule = "reaffirmed", "partnership-affirmed"
    stage = StageDraft(name, "asserted", [sentence.index])
    if rule != "partnership-standing":
        tail = re.search(
            r"\b(?:will|to be|would|plans? to|intends? to|agreed to|set to|aims? to|once|when both|is to|are to)\b",
            near[-110:],
        )
        head = re.search(r"\b(?:decided|agreed|resolved) to\b", near)
        if _NOT.search(near):
            stage.modality = "denied"
        elif _MAY.search(near):
            stage.modality = "possible"
        elif tail and not head:
            stage.modality = "planned"
        date = context.date(sentence, level.start)
        if date is not None and stage.modality == "asserted":
            stage.date = date.value
        return stage, rule
    match = _SINCE.match(text, level.end, sentence.end)
    dates = [d for d in sentence.dates if match and 0 <= d.start - match.end() < 4]
    dates = dates or [
        d
        for d in sentence.dates
        if 0 <= level.start - d.end < 5 and _SINCE_BEFORE.search(text[sentence.start : d.start])
    ]
    if dates:
        stage.date = dates[0].value
    return stage, rule


def dated(sentence: Sentence, level: LevelMention, text: str) -> StageDraft:
    """Return the stage of a level that holds, with the date that it holds since or was raised on."""
    stage = StageDraft("established", "asserted", [sentence.index])
    match = _SINCE.match(text, level.end, sentence.end)
    near = [d for d in sentence.dates if match and 0 <= d.start - match.end() < 4]
    if match and near:
        stage.date = near[0].value
        if match.group("verb") in ("elevated", "upgraded", "raised"):
            stage.stage = "elevated"
    return stage


def states(context: Context, group: Group) -> list[Actor]:
    """Return the states and groupings of a group, each once."""
    out: dict[str, Actor] = {}
    for a in group.actors:
        found = context.focus.state(a) or (a if a.kind == "grouping" else None)
        if found is not None:
            out.setdefault(found.identity, found)
    return list(out.values())


def _parties(context: Context, sentence: Sentence, level: LevelMention, person: bool) -> list[Actor]:
    """Return the two sides around a level: "the A-B alliance", "A's partnership with B", "A, an ally of B"."""
    text = context.text
    left = [g for g in sentence.groups if g.end <= level.start]
    right = [g for g in sentence.groups if g.start >= level.end]
    found: dict[str, Actor] = {}
    near = left[-1] if left and level.start - left[-1].end <= 4 else None
    if near is not None:
        found.update({s.identity: s for s in states(context, near)})
    if not found and person and left:
        both = states(context, left[-1])
        if len(both) == 2 and _ARE.fullmatch(text, left[-1].end, level.start):
            return both
        if left[-1].members[-1].possessive and _OWN.fullmatch(text, left[-1].end, level.start):
            near = left[-1]
            found.update({s.identity: s for s in both[-1:]})
    if right and len(found) < 2:
        gap = re.sub(r"[”“\"’]", "", text[level.end : right[0].start])
        fits = _WITH.fullmatch(gap) or _OF.fullmatch(gap) or _BETWEEN.fullmatch(gap) or (person and gap in (" ", ", "))
        if fits:
            found.update({s.identity: s for s in states(context, right[0])})
    if len(found) == 1 and left:
        for g in reversed(left):
            if g is near:
                continue
            gap = text[g.end : level.start]
            if _SUBJECT_BE.search(gap) or (len(gap) < 60 and not re.search(r"[;:]", gap)):
                found.update({s.identity: s for s in states(context, g)})
            break
    if len(found) == 1:
        pair = complete(context, sentence, list(found.values()))
        found.update({s.identity: s for s in pair if len(found) < 2})
    pairs = [p for p in sentence.pairs if abs(p.start - level.end) < 40 or abs(level.start - p.end) < 40]
    if not found and pairs:
        return list(context.focus.pair(sentence)) or complete(context, sentence, [])
    return list(found.values()) if len(found) == 2 else []


def _respective(context: Context, sentence: Sentence, level: LevelMention) -> list[Found]:
    """Read "their respective alliances with C": an alliance of each of the two with C."""
    right = [g for g in sentence.groups if g.start >= level.end and _WITH.fullmatch(context.text[level.end : g.start])]
    third = states(context, right[0]) if right else []
    two = [
        s for s in context.focus.pair(sentence) or context.focus.main if not third or s.identity != third[0].identity
    ]
    if len(third) != 1 or len(two) != 2:
        return []
    return [
        (
            level.type,
            [one, third[0]],
            StageDraft("established", "asserted", [sentence.index]),
            "partnership-each",
            level.start,
        )
        for one in two
    ]


def _several(context: Context, sentence: Sentence, level: LevelMention) -> list[Found]:
    """Read "A has strategic partnerships with B, C and D": one with each."""
    text, between = context.text, _LISTED if level.head.endswith(("partners", "allies")) else _WITH
    right = [g for g in sentence.groups if g.start >= level.end and between.fullmatch(text[level.end : g.start])]
    others = states(context, right[0]) if right else []
    near = [g for g in sentence.groups if g.end <= level.start and _HIS.fullmatch(text, g.end, level.start)]
    who = states(context, near[-1]) if near else context.states_of(context.subject(sentence, level.start))
    if len(others) < 2 or len(who) != 1:
        return []
    return [
        (
            level.type,
            [who[0], o],
            StageDraft("established", "asserted", [sentence.index]),
            "partnership-each",
            level.start,
        )
        for o in others
        if o.identity != who[0].identity
    ]


def _denied(context: Context, sentence: Sentence, level: LevelMention) -> list[Found]:
    beside = [g for g in sentence.groups if 0 <= level.start - g.end <= 6]
    parties = states(context, beside[-1]) if beside else []
    parties = parties if len(parties) == 2 else complete(context, sentence, [])
    if len(parties) != 2:
        return []
    stage = StageDraft("established", "denied", [sentence.index])
    return [("ally", parties, stage, "partnership-not", level.start)]
