"""Stances: the positions that actors take on other actors and their acts, by verb, noun, adjective and epithet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.kinds import aims
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
    r"to|in order to|would have|let|why|how)(?: [a-z]+ly)? (?:be |have been |have |also )?\Z"
)
_STEADY = re.compile(r"\bcontinue(?:s|d)? to (?:[a-z]+ly )?\Z")
_GOVERNS = (" about", " over", " of", " to", " with", " for", "behind", "any", "the")
_ASKS = re.compile(r"\A[^.;]{0,110}?\b(?:to|not to|for|stop|refrain|against|that|should|over|on)\b")
_PROTESTED = re.compile(
    r"\A(?:\W{1,3}[\w’'-]+){0,6}?\W{1,3}(?:protests?|representations?|d[eé]marches?|objections?|"
    r"complaints?|note verbale|notes verbales|criticisms?|condemnation)\b"
)
_ENVOY = re.compile(
    r"\A[^.;]{0,70}?\b(?:ambassadors?|envoys?|high commissioner|charg[eé]|attach[eé]s?|diplomats?|"
    r"consul(?:-general| general)?|embassy officials?)\b"
)
_EVIL = re.compile(
    r"\A[^.;]{0,90}?\b(?:consequences?|countermeasures?|counter-measures?|retaliat\w+|respon(?:d|"
    r"se)|action|measures|force|price|pay|"
    r"all necessary|fire|crush|attack|strike|sink|destroy|annihilat\w+|punish\w*|war|sanction\w*|"
    r"nuclear|defeat|hit back|fight|sever|withdraw|expel|cut|playing with fire|burn\w*|backfire|"
    r"cost)\b"
)
_NOT_TO = re.compile(
    r"\A (?:[^.;,]{2,60}? )?(?:not to|against|to stop|to halt|to back|off|away|to stay|to leave|"
    r"to refrain|to keep|to cease|over)\b"
)
_DISMISSED = re.compile(
    r"\A[^.;]{0,90}?\b(?:claims?|allegations?|accusations?|reports?|charges?|criticism|suggestions?|"
    r"protests?|assertions?|statements?|"
    r"concerns?|comments?|remarks?|warnings?|complaints?|version|account|narrative|as (?:\w+ )?(?:baseless|"
    r"false|fake|groundless|absurd))\b"
)
_COURTEOUS = tuple("welcom appreciat commend applaud express convey greet compliment laud speak pay".split())
_NEVER = re.compile(
    r"\A(?:['’]s)?-?(?:bashing|based|led|backed|made|built|style|flagged|owned|born|occupied|"
    r"held|wide|funded|trained)\b"
)
_SUPPORTABLE = re.compile(
    r"\A['’]?s? ?(?:[\w’'-]+ ){0,4}?(?:position|stance|efforts?|bid|claims?|sovereignty|rights?|"
    r"initiative|calls?|view|role|centrality|unity|"
    r"partnership|proposal|decision|leadership|candidacy|candidature|application|outlook|plans?|"
    r"accession|independence|territorial|cause|"
    r"struggle|fight|defen[cs]e|people|resistance|stand|membership|mechanisms?|vision|peace|"
    r"stability|allies|ally|move|ruling|award)\b"
)
_EQUIPMENT = re.compile(r"\b(?:exercise|drill|fleet|ships?|operations?|aircraft|training|troops)\b")
_WELCOMED = re.compile(
    r"\A(?: (?:the|a|an|this|that|both|all|any|also))? ?(?:[\w’'-]+ ){0,3}?(?:decision|move|"
    r"deployment|accession|entry|agreement|pact|treaty|deal|announcement|support|stand|position|"
    r"stance|statement|ruling|step|initiative|commitment|contribution|presence|role|leadership|"
    r"signature|ratification|return|plan|offer|assistance|help)\b",
    re.IGNORECASE,
)
_ORDERED = re.compile(
    r" (?:not )?to (?:(?:immediately|fully|promptly|first) )?(?:withdraw|stop|cease|halt|end|"
    r"refrain|abandon|respect|abide|comply|keep|dismantle|leave|release|explain|"
    r"apologi[sz]e|desist|pull|remove|honou?r|change|correct|drop|scrap|exercise|rein|restrain|"
    r"act|return|suspend|uphold|adhere|observe|"
    r"rectify|disclose|denucleari[sz]e|de-escalate|vacate|take|bring|recall|free|give|hand|clarify|"
    r"cut|back|stay|rethink|reconsider|cancel|freeze|do more|pay|spend)\b"
)
_ABSTRACT = re.compile(
    r"\A (?:an? |the |its |their )?(?:(?!to\b)[a-z]+ ){0,3}?(?:action|restraint|withdrawal|release|respect|"
    r"compliance|explanation|apology|halt|end|"
    r"clarification|answers|de-escalation|dismantlement|compensation|transparency|return)\b"
)
_CAPITALS = re.compile(
    r"\b[Tt]he (?:[a-z]+ ){0,3}(?P<name>(?:[A-Z][\w’&-]+ ){1,4}[A-Z][\w’&-]+),?(?: on the other hand,| however,| too,)?"
    r"(?: also| sharply| strongly| has| have)* \Z"
)
_NO_BODY = re.compile(r"\b(?:Agreement|Treaty|Pact|Exercise|Sea|Strait|Report|Act|Minister|President|Secretary)\b")
_WHOM = re.compile(
    r"\A (?:it|them|him|her|(?:the|both|all) (?:\w+ )?(?:sides?|countries|nations|two|parties|"
    r"Kingdom|North|South|government|regime|"
    r"island|mainland|authorities|neighbou?rs?|ministry|leadership|country)|both)\b"
)
_MEETING = re.compile(
    r"\b(?:two sides|both sides|counterpart|meeting|talks|dialogue|delegation|co-chaired|exchanged views)\b",
    re.IGNORECASE,
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

    return out + apart(context, sentence, put)


def _read(context: Context, sentence: Sentence, trigger: TriggerMention) -> list[Draft]:
    frame, form, text = trigger.trigger.frame, trigger.trigger.form, context.text
    left = text[max(sentence.start, trigger.start - 70) : trigger.start]
    steady = _STEADY.search(left)
    if _NEGATED.search(left.lower()) or (_UNREAL.search(left) and not steady):
        return []
    worried = text[trigger.start : trigger.end].lower().startswith("worried") and context.passive(sentence, trigger)
    if frame.shape == "adjective" or worried:
        return _adjective(context, sentence, trigger)
    voice = _voice(context, sentence, trigger)
    if voice is None or not (voice.states or voice.others):
        return []
    kind = _type(context, sentence, trigger, voice)
    if kind is None:
        return []
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
    if (
        frame.shape in ("named", "welcome")
        and not named
        and not _third(context, text[trigger.end : trigger.end + 40], voice)
    ):
        return []
    if form == "noun" and not named:
        return []
    if kind == "praise" and _courteous(context, voice, named, text[trigger.start : trigger.end].lower()):
        return []
    targets = named or aims.implied(context, sentence, trigger.end, voice)
    return record(context, sentence, kind, frame.id, trigger.start, voice, targets)


_THEM = re.compile(r"\A (?:it|them|him|her|this|that)(?=[.,;]| (?:as|on|and|in|was|were|is|at|for|to)\b)")


def _voice(context: Context, sentence: Sentence, trigger: TriggerMention) -> Voice | None:
    """Return who takes a position: the subject, in the passive who stands behind "by"."""
    found = subjects(context)
    form = trigger.trigger.form
    steady = re.search(
        r"\bcontinue(?:s|d)? to (?:[a-z]+ly )?\Z", context.text[max(0, trigger.start - 30) : trigger.start]
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
    if [s.identity for s in speaker.states] != [voice.states[0].identity]:
        return voice
    return Voice(voice.start, voice.end, voice.states, voice.others, speaker.persons, voice.kind, voice.noun)


def _type(context: Context, sentence: Sentence, trigger: TriggerMention, voice: Voice) -> str | None:
    """Return the type of a position, or None where the words behind the verb are not those of one."""
    frame = trigger.trigger.frame
    behind = context.text[trigger.end : min(sentence.end, trigger.end + 140)]
    word = context.text[trigger.start : trigger.end].lower()
    meets = any(
        t.start == trigger.start and t.trigger.frame.shape == "meet" for t in sentence.triggers.get("engagement", ())
    )
    match frame.shape:
        case "order":
            if meets and not re.match(r"\A[^.;,]{2,60} to [a-z]", behind):
                return None
            if word.startswith("warn"):
                return "threaten" if _NOT_TO.match(behind) or _EVIL.match(behind) else "concern"
            near = [g for g in sentence.groups if 0 < g.start - trigger.end < 36]
            near = [
                g
                for g in near
                if not re.search(r"\b(?:to|if|whether|that|about|its|their)\b", context.text[trigger.end : g.start])
            ]
            heard = [p for p in sentence.persons if 0 < p.start - trigger.end < 12]
            if word.startswith(("urg", "demand")) and _ABSTRACT.match(behind) and not near and len(voice.states) == 1:
                return "demand" if context.focus.other(voice.states[0].identity) else None
            if re.match(r" (?:if|whether|about|for)\b", behind) or not (_WHOM.match(behind) or near or heard):
                return None
            strong = word.startswith(("urg", "call", "demand", "press", "order", "implor", "exhort", "appeal"))
            weak = word.startswith(
                (
                    "want",
                    "ask",
                    "tell",
                    "told",
                    "request",
                    "remind",
                    "push",
                    "press",
                    "prod",
                    "nudge",
                    "challeng",
                    "requir",
                    "counsel",
                )
            )
            if weak and not _ORDERED.search(behind[:90]):
                return None
            asks = re.match(r"\A [^.;,]{2,70}?,? (?:not )?to [a-z]", behind)
            return "demand" if asks or (strong and _ASKS.match(behind)) else None
        case "insist":
            named = aims.direct(context, sentence, trigger.end, min(sentence.end, trigger.end + 90), voice.keys)
            return "demand" if named or _ABSTRACT.match(behind) else None
        case "threat":
            if word.startswith("warn"):
                return "threaten" if _EVIL.match(behind) or _NOT_TO.match(behind) else "concern"
            if word.startswith("threaten"):
                whom = aims.direct(context, sentence, trigger.end, min(sentence.end, trigger.end + 40), voice.keys)
                return "threaten" if whom or _EVIL.match(behind) else None
            sworn = word.startswith(("vow", "promis", "reserv", "swor", "swear")) and _EVIL.match(behind)
            return "threaten" if sworn and not re.match(r"\A to (?:defend|support|help|back)", behind) else None
        case "protest":
            return "criticise" if _PROTESTED.match(behind) else None
        case "summon":
            return "criticise" if _ENVOY.match(behind) else None
        case "dismiss":
            return "criticise" if _DISMISSED.match(behind) else None
        case "welcome":
            return "praise" if _welcomed(context, sentence, behind, voice) else None
        case "named" if frame.type == "support":
            return "support" if _supports(context, sentence, trigger, voice) else None
        case "named":
            return "praise"
    if word == "question" and not re.match(r" (?:the |[A-Z]|why|whether|how)", behind):
        return None
    if meets:
        return None
    return frame.type


def _welcomed(context: Context, sentence: Sentence, behind: str, voice: Voice) -> bool:
    """Whether a welcome is given to another's act, not to a guest and not to what one did oneself."""
    if len(voice.states) != 1:
        return False
    return bool(_WELCOMED.match(re.sub(r"\A (?:[A-Z][\w’']*(?:['’]s)? ?){1,4}", " the ", behind)))


def _third(context: Context, behind: str, voice: Voice) -> bool:
    """Whether an outsider speaks of what two others agreed: "C has welcomed the Agreement"."""
    main = {m.identity for m in context.focus.main}
    return (
        bool(
            re.match(
                r" (?:the|this|that) (?:\w+ )?(?:[Aa]greement|[Pp]act|[Tt]reaty|[Dd]eal|[Aa]ccord|[Aa]rrangement)\b",
                behind,
            )
        )
        and not main & voice.keys
    )


def _courteous(context: Context, voice: Voice, targets: list[Actor], word: str) -> bool:
    """Whether praise is what guests and hosts tell each other in the account of their meeting."""
    return word.startswith(_COURTEOUS) and subjects(context).courteous(voice, targets)


def _supports(context: Context, sentence: Sentence, trigger: TriggerMention, voice: Voice) -> bool:
    if voice.noun in ("ship", "aircraft", "helicopter", "drone", "troops", "forces"):
        return False
    near = [g for g in sentence.groups if 0 <= g.start - trigger.end < 45 and not g.prep.startswith(("in", "at", "by"))]
    if not near:
        return False
    group = near[0]
    if group.prep and group.start - trigger.end > 14:
        return False
    after = context.text[group.end : min(sentence.end, group.end + 70)]
    if group.members[-1].possessive or group.members[-1].adjective:
        return bool(_SUPPORTABLE.match(after))
    return not _EQUIPMENT.search(after[:30])


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
