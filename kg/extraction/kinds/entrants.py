"""Ways into a grouping beside its verbs: appositions, those who followed, accessions, bodies of no registered name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.mentions import Actor

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Sentence, TriggerMention

_ONE_OF = re.compile(
    r", (?:itself |also |like \w+ |and )?"
    r"(?:(?:both|all)(?: of them)? |(?:an? |the (?:only |other )?)(?:[a-z-]+ ){0,2})\Z"
)
_SUIT = re.compile(r" (?:followed|following|did so|joining|doing so)(?: suit)?\b")
_FORMAL = re.compile(
    r" (?:the )?(?:[\w-]+-(?:led|based|backed) )?(?P<name>(?:[A-Z][\w-]+ (?:(?:of|for|on|in|the|and) )*){1,6}"
    r"(?:Forces|Grouping|Group|Coalition|Construct|Network|Forum|Initiative|Alliance|Community|Organi[sz]ation|Council|"
    r"Conclave|Partnership|Club|League|Compact Group|Consortium|Union)"
    r"(?: (?:of|for|on|in) (?:the )?(?:[A-Z][\w-]+ ?)+)?"
    r"(?: \([A-Z][A-Za-z0-9-]{1,9}\))?)(?= as\b| in\b| on\b| at\b| last\b| this\b|[.,;]|\Z)"
)
"""The formal name of a body: what "joined" must have behind it where the registry knows no name there."""
_ENTRY = re.compile(
    r"(?P<own>['’]s?|\b[Tt]he|\b[Ii]ts) (?:formal |full |official |eventual |recent |imminent |planned )?"
    r"(?:accession|admission|entry|entrance|admittance)"
    r"(?: of (?:the )?[^.;,]{2,30})? (?:to|into|in) (?:the )?(?:[a-z-]+ )?\Z"
)
_UNSURE = re.compile(r"\b(?:would|could|might|may|if|back\w*|support\w*|oppos\w+|block\w*|bid|hop\w+|seek\w*|for)\b")


def unlisted(context: Context, sentence: Sentence, at: int) -> Actor | None:
    """Return a grouping that the registry does not hold, by its formal name: "the Combined Maritime Forces"."""
    match = _FORMAL.match(context.text, at, sentence.end)
    if match is None or any(match.start("name") <= m.start < match.end("name") for m in sentence.instruments):
        return None
    overlaps = any(a.start < match.end("name") and match.start("name") < a.end for a in sentence.actors)
    return None if overlaps else Actor(match.group("name"), "grouping")


def one_of(context: Context, sentence: Sentence, trigger: TriggerMention) -> list[Draft]:
    """Read "A, a Quad member, signed", "A, itself an AUKUS partner"."""
    text, stage = context.text, trigger.trigger.frame.stage or "member"
    body = [
        a for a in sentence.actors
        if a.actor.kind == "grouping" and text[a.end : trigger.start] in (" ", " founding ", " full ", "'s ", "’s ")
    ]  # fmt: skip
    if not body or text[trigger.start : trigger.end].lower() in ("partners", "dialogue partners"):
        return []
    article = _ONE_OF.search(text, max(sentence.start, body[0].start - 40), body[0].start)
    before = [g for g in sentence.groups if article and g.end == article.start() and not g.members[-1].possessive]
    many = article is not None and article.group().endswith(("both ", "all "))
    if many:
        shared = [g for g in sentence.groups if len(g.members) > 2 and g.members[-1] is body[0]]
        before = before or shared
    closed = re.match(
        r"s?(?: states?| countr\w+| nations?)?(?:[,.;)—–]| and\b| which\b)", text[trigger.end : trigger.end + 12]
    )
    if not before or closed is None or before[0].members[0].adjective:
        return []
    states = [s for a in before[0].actors[0 if many else -1 :] if a.kind == "state" and (s := context.focus.state(a))]
    return [membership(sentence, trigger.start, "membership-apposed", s, body[0].actor, stage, None) for s in states]


def followers(context: Context, sentence: Sentence, at: int, target: Actor) -> list[Draft]:
    """Read "A joined G in 2023 and B followed in 2024"."""
    out = []
    for group in sentence.groups:
        end = _SUIT.match(context.text, group.end, sentence.end) if group.start > at else None
        if end is None or group.members[0].adjective:
            continue
        day = next((d.value for d in sentence.dates if 0 <= d.start - end.end() < 16), None)
        for state in (s for a in group.actors if (s := context.focus.state(a))):
            out.append(membership(sentence, group.start, "membership-joined", state, target, "joined", day))
    return out


def entries(context: Context, sentence: Sentence) -> list[Draft]:
    """Read "since A's accession to G in 1995", "the admission of A to G"."""
    text, out = context.text, list[Draft]()
    for body in (a for a in sentence.actors if a.actor.kind == "grouping"):
        match = _ENTRY.search(text, max(sentence.start, body.start - 80), body.start)
        if match is None or _UNSURE.search(text, max(sentence.start, match.start() - 60), match.start()):
            continue
        low = match.start() - 2 if match.group("own")[0] in "'’" else match.start()
        owner = [a for a in sentence.actors if low - 30 <= a.start < body.start and a.actor.kind == "state"]
        owner = [a for a in owner if (a.possessive and 0 <= match.start() - a.end < 2) or a.start > match.start()]
        day = next((d for d in sentence.dates if 0 <= d.start - body.end < 14), None)
        state = context.focus.state(owner[0].actor) if len(owner) == 1 else None
        if state is None or day is None or day.value > (context.reading.document.published or day.value):
            continue
        out.append(membership(sentence, match.start(), "membership-entry", state, body.actor, "joined", day.value))
    return out


def membership(
    sentence: Sentence, at: int, rule: str, state: Actor, target: Actor, stage: str, date: str | None
) -> Draft:
    """Return a membership of one stage."""
    draft = Draft("membership", None, rule, at, 0.7)
    draft.add("member", state, sentence.index)
    draft.add("grouping", target, sentence.index)
    draft.stages.append(StageDraft(stage, "asserted", [sentence.index], date))
    return draft
