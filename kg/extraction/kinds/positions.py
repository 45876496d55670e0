"""Stances: the positions that actors take on other actors and their acts, by verb, noun, adjective and epithet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import modality
from kg.extraction.kinds import aims, attitudes
from kg.extraction.kinds.sayings import record
from kg.extraction.kinds.stances import apart
from kg.extraction.kinds.subjects import FINITE, Voice, subjects
from kg.extraction.mentions import Actor

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.drafts import Draft
    from kg.extraction.mentions import Sentence, TriggerMention

_NEGATED = re.compile(
    r"\b(?:not|n['’]t|never|no longer|neither|nor|without|refus(?:ed|es|ing) to|declin(?:ed|"
    r"es|ing) to|stopped short of|"
    r"avoid(?:ed|s|ing)?|refrain(?:ed|s|ing)? from|denied|denies|failed to|hardly|rather than|"
    r"instead of|far from|nobody|no one|little)\b[^,;:]{0,40}\Z"
)
_UNREAL = re.compile(
    r"\b(?:may|might|could|can|would|will|shall|if|unless|whether|should|must|likely to|expected to|"
    r"set to|plans? to|about to|"
    r"going to|wants? to|seeks? to|hop(?:es|ed) to|ready to|prepared to|(?:is|are|was|were) to|"
    r"able to|had better|ought to|due to|"
    r"(?<!quick )(?<!swift )(?<!first )(?<!moved )(?<!hastened )(?<!went on )(?<!rushed )to|in order to|"
    r"would have|let|why|how)(?: [a-z]+ly)? (?:be |have been |have |also )?\Z"
)
_STEADY = re.compile(r"\bcontinue(?:s|d)? to (?:[a-z]+ly )?\Z")
_GOVERNS = (" about", " over", " of", " to", " with", " for", "behind", "any", "the")
_PROTESTED = re.compile(
    r"\A(?:\W{1,3}[\w’'-]+){0,6}?\W{1,3}(?:protests?|representations?|d[eé]marches?|objections?|"
    r"complaints?|note verbale|notes verbales|criticisms?|condemnation)\b"
)
_CAPITALS = re.compile(
    r"\b[Tt]he (?:[a-z]+ ){0,3}(?P<name>(?:[A-Z][\w’&-]+ ){1,4}[A-Z][\w’&-]+),?(?: on the other hand,| however,|"
    r" too,)?"
    r"(?: also| sharply| strongly| has| have)* \Z"
)


def stances(context: Context, sentence: Sentence) -> list[Draft]:
    """Return the positions that actors take on other actors in one sentence."""
    if sentence.heading and any(not s.heading for s in context.reading.sentences):
        return []
    out: list[Draft] = []
    for trigger in sentence.triggers.get("stance", ()):
        draft = _read(context, sentence, trigger)
        out += draft

    def put(kind: str, rule: str, at: int, voice: Voice, targets: list[Actor]) -> list[Draft]:
        return record(context, sentence, kind, rule, at, voice, targets, confidence=0.65)

    return _firmer(out + apart(context, sentence, put))


def _firmer(drafts: list[Draft]) -> list[Draft]:
    """Leave out concern where the same speakers criticise the same actor in the same breath."""
    firm = {(frozenset(d.keys("actor")), frozenset(d.keys("target"))) for d in drafts if d.type == "criticise"}
    return [
        d
        for d in drafts
        if d.type != "concern" or (frozenset(d.keys("actor")), frozenset(d.keys("target"))) not in firm
    ]


def _read(context: Context, sentence: Sentence, trigger: TriggerMention) -> list[Draft]:
    frame, form, text = trigger.trigger.frame, trigger.trigger.form, context.text
    left = text[max(sentence.start, trigger.start - 70) : trigger.start]
    steady = _STEADY.search(left)
    announced = frame.shape == "protest" and re.search(r"\b(?:will|to|would) (?:also )?\Z", left)
    if _NEGATED.search(left.lower()) or (_UNREAL.search(left) and not (steady or announced)):
        return []
    worried = text[trigger.start : trigger.end].lower().startswith("worried") and context.passive(sentence, trigger)
    if frame.shape == "adjective" or worried:
        return _adjective(context, sentence, trigger)
    voice = _voice(context, sentence, trigger)
    if voice is None or not (voice.states or voice.others):
        return []
    kind = attitudes.kind(context, sentence, trigger, voice)
    if kind is None:
        return []
    if (outer := _outer(context, sentence, trigger, voice)) is not None:
        return record(context, sentence, kind, frame.id, trigger.start, outer, voice.states)
    own = voice.keys
    start = trigger.end
    if frame.shape == "protest" and (lodged := _PROTESTED.match(text[start : min(sentence.end, start + 90)])):
        start += lodged.end()
    high = aims.clause(context, sentence, start)
    named = (
        []
        if _THEM.match(text[trigger.end : trigger.end + 8])
        else aims.direct(context, sentence, trigger.end, high, own)
    )
    if frame.shape == "named" and not named and (body := aims.body_meant(context, sentence, start)):
        named = [body]
    if not named and context.passive(sentence, trigger):
        low = modality.clause_start(text, sentence.start, trigger.start)
        named = [s for s in context.focus.states_in(sentence, low=low, high=trigger.start) if s.identity not in own][:1]
    if not named and context.passive(sentence, trigger):
        low = modality.clause_start(text, sentence.start, trigger.start)
        named = [s for s in context.focus.states_in(sentence, low=low, high=trigger.start) if s.identity not in own][:1]
    if (
        frame.shape in ("named", "welcome")
        and not named
        and not attitudes.third(context, text[trigger.end : trigger.end + 40], voice)
    ):
        return []
    if form == "noun" and not named:
        return []
    if kind == "praise" and attitudes.courteous(context, voice, named, text[trigger.start : trigger.end].lower()):
        return []
    if not named and _at_home(context, sentence, start, own):
        return []
    if kind == "criticise" and (hearsay := _HEARSAY.match(text[trigger.end : min(sentence.end, trigger.end + 110)])):
        named = aims.direct(context, sentence, trigger.end, trigger.end + hearsay.end(), own)
        if not named:
            return []
    targets = named or aims.implied(context, sentence, trigger.end, voice)
    return record(context, sentence, kind, frame.id, trigger.start, voice, targets)


def _outer(context: Context, sentence: Sentence, trigger: TriggerMention, voice: Voice) -> Voice | None:
    """Return who speaks in "A said B was lying and urged it to stop": the verb behind "and" is A's, and "it" is B."""
    if len(voice.states) != 1:
        return None
    if not re.match(r" (?:it|them|him|her)\b", context.text[trigger.end : trigger.end + 6]):
        near = next((g for g in sentence.groups if 0 <= g.start - trigger.end < 60), None)
        aimed = {s.identity for a in near.actors if (s := context.focus.state(a)) is not None} if near else set()
        if aimed != {voice.states[0].identity}:
            return None
    if not re.search(r"\band (?:\w+ly )?\Z", context.text[max(sentence.start, trigger.start - 20) : trigger.start]):
        return None
    found = subjects(context)
    for match in _SAID.finditer(context.text, sentence.start, voice.start):
        speaker = found.before(sentence, match.start())
        speaker = found.real(sentence, speaker) if speaker is not None else None
        if speaker is not None and len(speaker.states) == 1 and not speaker.keys & voice.keys:
            return speaker
    return None


_HEARSAY = re.compile(
    r"[^.;,]{0,70}?\b(?:claims?|reports?|suggestions?|rumou?rs?|idea|notion|speculation|stories|story|assertions?)\b"
    r"(?: [\w-]+){0,2}? (?=that\b|of\b|about\b)"
)
"""What is rejected is then what was told; who is named inside it told nothing."""
_SAID = re.compile(r"\b(?:said|says|stated|claimed|argued|insisted|declared|complained|thought|felt)\b")
_THEM = re.compile(r"\A (?:it|them|him|her|this|that)(?=[.,;]| (?:as|on|and|in|was|were|is|at|for|to)\b)")


def _at_home(context: Context, sentence: Sentence, at: int, own: set[str]) -> bool:
    """Whether the first actor named behind a verb is of the speaker's own state: then nobody else is meant."""
    first = next((g for g in sentence.groups if at <= g.start < at + 60), None)
    if (
        first is None
        or re.search(r"[,;]|\bbehalf\b", context.text[at : first.start])
        or first.prep in ("by", "in", "from")
    ):
        return False
    keys = {s.identity for a in first.actors if (s := context.focus.state(a)) is not None}
    return bool(keys) and keys <= own


def _voice(context: Context, sentence: Sentence, trigger: TriggerMention) -> Voice | None:
    """Return who takes a position: the subject, in the passive who stands behind "by"."""
    found = subjects(context)
    form = trigger.trigger.form
    steady = re.search(
        r"\b(?:continue(?:s|d)?|quick|swift|moved|hastened|rushed|went on) to (?:[a-z]+ly )?\Z",
        context.text[max(0, trigger.start - 30) : trigger.start],
    )
    if (
        form == "base"
        and not steady
        and not re.search(
            r"(?:\b(?:[Ww]e|[Tt]hey|[A-Z][\w’')]+|ministers|leaders|sides|countries|three|two|four|both|"
            r"strongly|also|firmly|and|jointly|[a-z]+ly),? )\Z",
            context.text[max(sentence.start, trigger.start - 30) : trigger.start],
        )
    ):
        return None
    if context.passive(sentence, trigger):
        return aims.agent(context, sentence, trigger.end)
    voice = found.before(sentence, trigger.start, speaks=True)
    if voice is None and form in ("ing", "ed", "pp"):
        voice = found.behind(sentence, trigger.start)
    if voice is None:
        return _unknown(context, sentence, trigger)
    return voice if voice.persons else _spoken(context, sentence, voice)


def _unknown(context: Context, sentence: Sentence, trigger: TriggerMention) -> Voice | None:
    """Return a body that the registry does not know, by its capitals behind "the": "The peace group X criticised"."""
    if trigger.trigger.form not in FINITE or trigger.trigger.frame.shape in ("protest", "threat", "summon"):
        return None
    match = _CAPITALS.search(context.text, max(sentence.start, trigger.start - 100), trigger.start)
    if match is None:
        return None
    start, end = match.span("name")
    if any(a.start < end and start < a.end for a in (*sentence.actors, *sentence.persons, *sentence.instruments)):
        return None
    if re.search(
        r"\b(?:Agreement|Treaty|Pact|Exercise|Sea|Strait|Report|Act|Minister|President|Secretary)\b",
        match.group("name"),
    ):
        return None
    return Voice(start, end, [], [Actor(match.group("name").strip(), "organisation")])


def _spoken(context: Context, sentence: Sentence, voice: Voice) -> Voice:
    """Add the official who says what the capital thinks: "A, its spokesman, said Tokyo was concerned"."""
    speaker = subjects(context).speaker(sentence)
    if speaker is None or not speaker.persons or len(voice.states) != 1 or speaker.start >= voice.start:
        return voice
    if speaker.states and [s.identity for s in speaker.states] != [voice.states[0].identity]:
        return voice
    if not speaker.states and not re.search(r"spokes|minister|ambassador", (speaker.persons[0].office or "").lower()):
        return voice
    return Voice(voice.start, voice.end, voice.states, voice.others, speaker.persons, voice.kind, voice.noun)


def _adjective(context: Context, sentence: Sentence, trigger: TriggerMention) -> list[Draft]:
    """Read "B remains concerned about", "alarmed by what it sees": an adjective that its subject carries."""
    text, found = context.text, subjects(context)
    left = text[max(sentence.start, trigger.start - 40) : trigger.start]
    behind = text[trigger.end : min(sentence.end, trigger.end + 30)]
    linked = re.search(
        r"\b(?:is|are|was|were|be|been|am|remain(?:s|ed)?|became|become|grew|feels?|felt|seem(?:s|"
        r"ed)?|left|made|got|voice[sd]?|grow(?:s|ing)?)(?: [a-z]+){0,3} \Z",
        left,
    )
    beside = re.search(r"[,(—–] ?(?:[a-z]+ly )?\Z", left) and re.match(r" (?:by|at|about|over|that|with)\b", behind)
    if not (linked or beside):
        return []
    governs = context.text[trigger.start : trigger.end].endswith(_GOVERNS)
    if not governs and not re.match(
        r"(?:[.,;”\"]| (?:by|at|about|over|that|with|of|to|the|and|on|at how|regarding|in|any|when|as)\b)", behind
    ):
        return []
    voice = found.before(sentence, trigger.start) or found.behind(sentence, trigger.start)
    if voice is None or not (voice.states or voice.others):
        return []
    voice = voice if voice.persons else _spoken(context, sentence, voice)
    frame = trigger.trigger.frame
    high = aims.clause(context, sentence, trigger.end)
    targets = aims.direct(context, sentence, trigger.end, high, voice.keys)
    if frame.type == "support" and not targets:
        return []
    return record(
        context, sentence, frame.type or "concern", frame.id, trigger.start, voice,
        targets or aims.implied(context, sentence, trigger.end, voice),
    )  # fmt: skip
