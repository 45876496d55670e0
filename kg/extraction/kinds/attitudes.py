"""Which position a verb takes: the words behind it tell demand from question, threat from worry, praise from thanks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.kinds import aims
from kg.extraction.kinds.subjects import subjects

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.kinds.subjects import Voice
    from kg.extraction.mentions import Actor, Sentence, TriggerMention

_ASKS = re.compile(r"\A[^.;]{0,110}?\b(?:to|not to|for|stop|refrain|against|that|should|over|on)\b")
_PROTESTED = re.compile(
    r"\A(?:\W{1,3}[\w’'-]+){0,6}?\W{1,3}(?:protests?|representations?|d[eé]marches?|objections?|"
    r"complaints?|note verbale|notes verbales|criticisms?|condemnation)\b"
)
_SENT = re.compile(
    r"\b(?:ambassadors?|envoys?|charg[ée]s? d[’']affaires|attach[ée]s?|diplomats?|consul|chief of mission)\b"
)
_ENVOY = re.compile(
    r"\A[^.;]{0,70}?\b(?:ambassadors?|envoys?|high commissioner|charg[eé]|attach[eé]s?|diplomats?|"
    r"consul(?:-general| general)?|embassy officials?|deputy (?:chief|head) of (?:mission|the)|"
    r"minister-counsell?or)\b"
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
_WHOM = re.compile(
    r"\A (?:it|them|him|her|(?:the|both|all) (?:\w+ )?(?:sides?|countries|nations|two|parties|"
    r"Kingdom|North|South|government|regime|"
    r"island|mainland|authorities|neighbou?rs?|ministry|leadership|country)|both)\b"
)


def kind(context: Context, sentence: Sentence, trigger: TriggerMention, voice: Voice) -> str | None:
    """Return the type of a position, or None where the words behind the verb are not those of one."""
    frame = trigger.trigger.frame
    behind = context.text[trigger.end : min(sentence.end, trigger.end + 140)]
    word = context.text[trigger.start : trigger.end].lower()
    meets = any(
        t.start == trigger.start and t.trigger.frame.shape in ("meet", "call")
        for t in sentence.triggers.get("happening", ())
    )
    match frame.shape:
        case "order":
            if meets and not re.match(r"\A[^.;,]{2,60} to [a-z]", behind):
                return None
            if word.startswith("warn"):
                return _warned(behind)
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
            led = context.text[near[0].end : near[0].end + 60] if near else behind
            if weak and not re.match(
                r"[^,.;]{0,30}$", led[: max(0, (m.start() if (m := _ORDERED.search(led)) else 99))]
            ):
                return None
            asks = re.match(r"\A [^.;,]{2,70}?,? (?:not )?to [a-z]", behind)
            return "demand" if asks or (strong and _ASKS.match(behind)) else None
        case "insist":
            named = aims.direct(context, sentence, trigger.end, min(sentence.end, trigger.end + 90), voice.keys)
            return "demand" if named or _ABSTRACT.match(behind) else None
        case "threat":
            if word.startswith("warn"):
                return _warned(behind)
            if word.startswith("threaten"):
                whom = aims.direct(context, sentence, trigger.end, min(sentence.end, trigger.end + 40), voice.keys)
                return "threaten" if whom or _EVIL.match(behind) else None
            sworn = word.startswith(("vow", "promis", "reserv", "swor", "swear")) and _EVIL.match(behind)
            return "threaten" if sworn and not re.match(r"\A to (?:defend|support|help|back)", behind) else None
        case "protest":
            return "criticise" if _PROTESTED.match(behind) else None
        case "summon":
            left = context.text[max(sentence.start, trigger.start - 60) : trigger.start]
            called = context.passive(sentence, trigger) and _SENT.search(left)
            return "criticise" if called or _ENVOY.match(behind) else None
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


def _warned(behind: str) -> str | None:
    """Return whether a warning threatens or voices concern; none where it stands in a row ("tracked, warned and")."""
    if re.match(r"(?:,| and| or)\b", behind):
        return None
    return "threaten" if _EVIL.match(behind) or _NOT_TO.match(behind) else "concern"


def _welcomed(context: Context, sentence: Sentence, behind: str, voice: Voice) -> bool:
    """Whether a welcome is given to another's act, not to a guest and not to what one did oneself."""
    if len(voice.states) != 1:
        return False
    return bool(_WELCOMED.match(re.sub(r"\A (?:[A-Z][\w’']*(?:['’]s)? ?){1,4}", " the ", behind)))


def third(context: Context, behind: str, voice: Voice) -> bool:
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


def courteous(context: Context, voice: Voice, targets: list[Actor], word: str) -> bool:
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
