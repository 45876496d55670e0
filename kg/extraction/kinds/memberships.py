"""Memberships: who joined, left, applied to, watches or belongs to a grouping, one record for each member."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.kinds import entrants, rosters
from kg.extraction.kinds.entrants import membership
from kg.extraction.kinds.subjects import subjects
from kg.extraction.mentions import Actor

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Sentence, TriggerMention

_BACK = 3
"""Sentences that "the bloc" and a bare "joined" look back over for their grouping."""
_EVENT = re.compile(
    r"(?! (?:sectoral |development )?(?:dialogue partner|partner (?:status|countr\w+)|observer)\b)"
    r"(?:['’]s?)?(?: \w+)? (?:summits?|meetings?|talks|dialogues?|forums?|conferences?|exercises?|"
    r"ministerial|statements?|leaders|counterparts|"
    r"partners|countries|nations|members|states|allies|in (?:condemning|calling|urging|\w+ing)|"
    r"partnership|pact|framework|"
    r"chair|defen[cs]e ministers|foreign ministers|treaty|declaration|charter|initiative|nav(?:y|"
    r"ies)|forces|militaries|armies|observers|patrols?|drills?)\b",
    re.IGNORECASE,
)
_WITH = re.compile(r"\b(?:of|to|in|into|for|with) (?:the )?(?:[\w-]+ )?\Z")
_THE_BODY = re.compile(
    r"\b(?:the|this|that|a) (?:[\w-]+ )?(?:bloc|grouping|group|club|organi[sz]ation|body|forum|"
    r"alliance|command|association|partnership|community|coalition|pact)\b",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"\b(?:is|are|was|were|be|been|become|becomes|became|becoming|remain|remains|remained|named|"
    r"granted|given|made|as|being|"
    r"inside|declared|accorded|awarded|grants?|designated|grew into)\b(?P<gap>[^.;:]{0,60})\Z"
)
_TAKEN_IN = re.compile(
    r"\b(?:admit(?:s|ted|ting)?|accept(?:s|ed|ing)?|welcom(?:e|es|ed|ing)|becom(?:e|es|ing)|"
    r"became|taken|let|brought|induct(?:s|ed)|joined?|joins)\b[^,;:]*\Z"
)
_NTH = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|"
    r"\w+teenth|\w+tieth|\d+(?:st|nd|rd|th)|newest|latest|youngest)\b"
)
_IS_ONE = re.compile(r"\A(?:is|are|remains?|be) (?:now |also |still |itself |not |currently |already |yet )*an? ")
_AGAIN = re.compile(
    r"re-?joined(?! (?:the|forces|his|her|their|its)\b)|"
    r"joined(?=[.,;]|\Z| in (?:\d{4}|[A-Z][a-z]+ \d{4})\b| last\b| on \d| later\b| earlier\b)"
)
_SINCE = re.compile(r"\bsince (?:early |late |last )?\Z")
_NOT = re.compile(r"\b(?:not|n['’]t|never|neither|nor|without|no)\b[^,;:]{0,30}\Z", re.IGNORECASE)
_MAY = re.compile(
    r"\b(?:may|might|could|would like|wants? to|hopes? to|wish(?:es)? to|interest(?:ed)? in|"
    r"if|potential|possible|desire to|consider\w*)\b[^,;:]{0,40}\Z"
)
_NEWCOMER = re.compile(
    r"\b(?:newcomer|newest member|latest member|latest addition|new entrant|most recent member)s?"
    r"(?: of [^.;,]{2,40})? (?:was|were|is|are|being) "
)
_ADDED = re.compile(
    r"\b(?:expanded to include|enlarged to include|widened to include|grew to include|opened its doors to|"
    r"joined by|extended membership to|granted (?:full )?membership to|welcomed|admitted) (?:the )?"
)
_AS_MEMBER = re.compile(r"[^.;]{2,50} as (?:the |an? |its )?(?:[\w-]+ ){0,3}?(?:member|observer|partner)")
_COUNTED = re.compile(r"\b(?:two|three|four|five|six|seven) (?:\w+ )?\Z", re.IGNORECASE)
_BID = re.compile(
    r"\b(?:bid|application|candidacy|candidature|request|quest|campaign)\b(?: of [^.;,]{2,30})? "
    r"(?:for (?:a )?(?:(?:full|non-permanent|permanent|new) )?(?:seat|membership|admission|accession|entry)|to join)\b"
)


def memberships(context: Context, sentence: Sentence) -> list[Draft]:
    """Return who joined, left, applied to or is said to make up a grouping."""
    out: list[Draft] = []
    for trigger in sentence.triggers.get("membership", ()):
        match trigger.trigger.frame.shape:
            case "enter" | "apply":
                out += _entered(context, sentence, trigger)
            case "taken":
                out += _taken(context, sentence, trigger)
            case _:
                out += _named(context, sentence, trigger)
    return [*out, *_nouns(context, sentence), *rosters.rosters(context, sentence)]


def grouping(context: Context, sentence: Sentence, at: int, *, back: int = _BACK) -> Actor | None:
    """Return the grouping that a membership is about: named behind, before, or in the lines above."""
    here = [a for a in sentence.actors if a.actor.kind == "grouping"]
    behind = [
        a for a in here if a.start >= at and _WITH.search(context.text, max(sentence.start, a.start - 24), a.start)
    ]
    behind = behind or [a for a in here if 0 <= a.start - at < 6]
    if behind:
        return None if _EVENT.match(context.text, behind[0].end) else behind[0].actor
    before = [a for a in here if a.end <= at and not _EVENT.match(context.text, a.end)]
    if before:
        return before[-1].actor
    for index in range(sentence.index - 1, max(-1, sentence.index - back - 1), -1):
        previous = context.reading.sentences[index]
        named = [a for a in previous.actors if a.actor.kind == "grouping"]
        if named:
            return named[-1].actor
    return None


def _entered(context: Context, sentence: Sentence, trigger: TriggerMention) -> list[Draft]:
    """Read "A joined G", "A has applied to join G", "A applied in 2011"."""
    frame, text = trigger.trigger.frame, context.text
    behind = [a for a in sentence.actors if a.actor.kind == "grouping" and 0 <= a.start - trigger.end < 40]
    target: Actor | None = None
    if behind and not re.search(r"[,;]", text[trigger.end : behind[0].start]):
        near = 24 if frame.shape == "apply" else 6
        if behind[0].start - trigger.end > near and not _WITH.search(text[trigger.end : behind[0].start]):
            return []
        if _EVENT.match(text, behind[0].end):
            return []
        target = behind[0].actor
    elif frame.shape == "apply" or _THE_BODY.match(text, trigger.end + 1, min(sentence.end, trigger.end + 40)):
        if text[trigger.end : trigger.end + 4] == " to " or " for " in text[trigger.end : trigger.end + 5]:
            return []
        target = grouping(context, sentence, trigger.end)
    elif _AGAIN.match(text, trigger.start) and (
        text.startswith("re", trigger.start)
        or any(text[a.end : trigger.start] in (" ", " has ", " had ") and not a.adjective for a in sentence.actors)
    ):
        target = grouping(context, sentence, trigger.end, back=0)
    target = target or entrants.unlisted(context, sentence, trigger.end)
    voice = subjects(context).before(sentence, trigger.start)
    if target is None or voice is None or voice.persons or not voice.states:
        return []
    out = _records(context, sentence, trigger, voice.states, target, frame.stage or "joined")
    joined = out and frame.stage == "joined" and out[0].stages[0].modality == "asserted"
    return out + (entrants.followers(context, sentence, trigger.end, target) if joined else [])


def _taken(context: Context, sentence: Sentence, trigger: TriggerMention) -> list[Draft]:
    """Read "A was admitted to G", "G admitted A"."""
    text = context.text
    found = subjects(context)
    voice = found.before(sentence, trigger.start)
    if context.passive(sentence, trigger) or re.search(
        r"\b(?:be|been|being) (?:\w+ly )?\Z", text[max(0, trigger.start - 16) : trigger.start]
    ):
        target = grouping(context, sentence, trigger.end)
        if target is None or voice is None or not voice.states:
            return []
        return _records(context, sentence, trigger, voice.states, target, "joined")
    bodily = voice is not None and any(o.kind == "grouping" for o in voice.others)
    as_member = _AS_MEMBER.match(text[trigger.end : trigger.end + 90])
    if not bodily and not as_member:
        return []
    near = [g for g in sentence.groups if 0 < g.start - trigger.end < 6]
    states = [s for g in near[:1] for a in g.actors if (s := context.focus.state(a))]
    if near and (near[0].members[0].adjective or near[0].members[-1].possessive):
        return []
    target = next((o for o in voice.others if o.kind == "grouping"), None) if bodily and voice else None
    target = target or grouping(context, sentence, near[0].end if near else trigger.end)
    if target is None or not (near or as_member):
        return []
    watches = as_member is not None and re.search(r"\b(?:observer|partner)", as_member.group())
    return _records(context, sentence, trigger, states, target, "observer" if watches else "joined")


def _named(context: Context, sentence: Sentence, trigger: TriggerMention) -> list[Draft]:
    """Read "A became the tenth member of G", "A, B and C are members too", "A was named partner country"."""
    text = context.text
    if beside := _apposed(context, sentence, trigger):
        return beside
    low = max(sentence.start, trigger.start - 80)
    link = _LINK.search(text, low, trigger.start)
    if link is None or re.search(r"[,;]", link.group("gap").strip()[:60]):
        return []
    target = grouping(context, sentence, trigger.end)
    if target is None or re.search(r"\b(?:with|between|among|by|for|from)\b", link.group("gap")):
        return []
    inside = [
        g
        for g in sentence.groups
        if link.end() - len(link.group("gap")) <= g.start < trigger.start and g.actors[0] != target
    ]
    voice = subjects(context).before(sentence, link.start())
    if voice is None and (apposed := [v for v in subjects(context).voices(sentence) if 0 <= link.start() - v.end <= 3]):
        voice = apposed[-1]
    if inside or voice is None or voice.persons or not voice.states:
        return []
    stage = trigger.trigger.frame.stage or "member"
    entered = re.match(r"becom|became|admit", link.group())
    if stage == "member" and (entered or _TAKEN_IN.search(text, low, trigger.start)):
        stage = "joined"
    word = text[trigger.start : trigger.end].lower()
    if stage == "member" and not word.endswith("s") and len(voice.states) == 1:
        since = [d for d in sentence.dates if _SINCE.search(text[max(0, d.start - 14) : d.start])]
        if not since and entered:
            return _records(context, sentence, trigger, voice.states, target, "joined")
        if not since:
            said = _NTH.search(link.group()) or _IS_ONE.search(link.group())
            return _records(context, sentence, trigger, voice.states, target, stage) if said else []
        return [
            membership(sentence, trigger.start, "membership-named", voice.states[0], target, "joined", since[0].value)
        ]
    if stage == "member" and len(voice.states) < 2:
        return []
    return _records(context, sentence, trigger, voice.states, target, stage)


def _apposed(context: Context, sentence: Sentence, trigger: TriggerMention) -> list[Draft]:
    """Read "A, a member of G, signed", "three members of G, A, B and C"."""
    text, stage = context.text, trigger.trigger.frame.stage or "member"
    if beside := entrants.one_of(context, sentence, trigger):
        return beside
    near = [a for a in sentence.actors if a.actor.kind == "grouping" and 0 < a.start - trigger.end < 12]
    if not near or text[trigger.end : trigger.end + 4] not in (" of ", " in ") or _EVENT.match(text, near[0].end):
        return []
    target = near[0].actor
    counted = _COUNTED.search(text, max(sentence.start, trigger.start - 16), trigger.start)
    listed = [g for g in sentence.groups if near[0].end < g.start <= near[0].end + 5 and len(g.actors) > 1]
    listed = listed or [g for g in sentence.groups if g.members[0] is near[0] and len(g.members) > 2]
    if counted and listed:
        states = [s for a in listed[0].actors if a.kind == "state" and (s := context.focus.state(a))]
        return [membership(sentence, trigger.start, "membership-listed", s, target, stage, None) for s in states]
    left = text[max(sentence.start, trigger.start - 30) : trigger.start]
    if not re.search(r", (?:itself |also )?(?:an? |the (?:only )?)?(?:\w+ )?\Z", left):
        return []
    before = [
        g for g in sentence.groups if 0 <= trigger.start - len(re.split(r", (?=[^,]*\Z)", left)[-1]) - 2 - g.end < 2
    ]
    states = [s for a in (before[-1].actors if before else ()) if (s := context.focus.state(a))]
    if len(states) != 1 or before[-1].members[-1].possessive:
        return []
    return [membership(sentence, trigger.start, "membership-apposed", states[0], target, stage, None)]


def _nouns(context: Context, sentence: Sentence) -> list[Draft]:
    """Read "the previous newcomer was A, in 2013", "G was joined by A", "A's bid for a seat in G"."""
    out: list[Draft] = []
    text = context.text
    for pattern, stage in ((_NEWCOMER, "joined"), (_ADDED, "joined")):
        for match in pattern.finditer(text, sentence.start, sentence.end):
            near = [g for g in sentence.groups if 0 <= g.start - match.end() < 5]
            voice = subjects(context).before(sentence, match.start())
            target = next((o for o in (voice.others if voice else ()) if o.kind == "grouping"), None)
            if pattern is _NEWCOMER:
                target = target or grouping(context, sentence, match.end(), back=6)
            if not near or target is None or near[0].members[0].adjective or near[0].members[-1].possessive:
                continue
            states = [s for a in near[0].actors if (s := context.focus.state(a))]
            date = next((d.value for d in sentence.dates if 0 <= d.start - near[0].end < 30), None)
            out += [membership(sentence, match.start(), "membership-newcomer", s, target, stage, date) for s in states]
    out += entrants.entries(context, sentence)
    for match in _BID.finditer(text, sentence.start, sentence.end):
        target = grouping(context, sentence, match.end(), back=0)
        owner = [a for a in sentence.actors if a.possessive and 0 <= match.start() - a.end < 30]
        voice = subjects(context).before(sentence, match.start())
        states = [s for a in owner[-1:] if (s := context.focus.state(a.actor))]
        if not states and re.search(
            r"\b(?:country|nation|government|state)['’]s? \Z|\b(?:its|their) (?:\w+ )?\Z",
            text[max(0, match.start() - 24) : match.start()],
        ):
            speaker = subjects(context).speaker(sentence)
            states = _people(context, sentence) if speaker is None else speaker.states
        states = states or (voice.states if voice is not None and not voice.persons else [])
        if target is not None and len(states) == 1:
            out.append(membership(sentence, match.start(), "membership-bid", states[0], target, "applied", None))
    return out


def _people(context: Context, sentence: Sentence) -> list[Actor]:
    """Return the state of the only subject of a sentence, "its" owner."""
    real = [r for v in subjects(context).voices(sentence) if (r := subjects(context).real(sentence, v)) is not None]
    return real[0].states if real else []


def _records(
    context: Context, sentence: Sentence, trigger: TriggerMention, states: list[Actor], target: Actor, stage: str
) -> list[Draft]:  # fmt: skip
    text = context.text
    left = text[max(sentence.start, trigger.start - 70) : trigger.start]
    mode = context.modality(sentence, trigger)
    word = text[trigger.start : trigger.end].lower()
    if word.startswith("invite") and mode[0] == "asserted":
        mode = ("possible", None)
    wished = stage == "applied" and word.startswith(("want", "wish", "seek", "express", "knock"))
    if _NOT.search(left):
        mode = ("denied", None)
    elif wished and mode[0] == "asserted":
        mode = ("asserted", None)
    elif _MAY.search(left) and mode[0] == "asserted":
        mode = ("possible", None)
    if mode[0] == "asserted" and trigger.trigger.form == "base" and re.search(r"\bto \Z", left):
        mode = ("planned", None)
    found = context.stage(sentence, trigger, stage, mode, place=False)
    if found.date is None and mode[0] in ("asserted", "denied"):
        day = context.date(sentence, trigger.end - 1)
        found.date = day.value if day else None
    since = stage == "member"
    out = []
    for state in states:
        if state.identity == target.identity:
            continue
        draft = Draft("membership", None, trigger.trigger.frame.id, trigger.start, 0.75)
        draft.add("member", state, sentence.index)
        draft.add("grouping", target, sentence.index)
        draft.stages.append(
            StageDraft(stage, found.modality, [sentence.index], None if since else found.date, force=found.force)
        )
        out.append(draft)
    return out
