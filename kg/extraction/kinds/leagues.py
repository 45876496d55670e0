"""Groupings told of as the partnerships that they are: "AUKUS, the security partnership announced in 2021"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, ActorMention, Sentence

_CALLED = (
    r"(?:(?: \([A-Z][\w-]{1,9}\))?,? (?:the|an?|this|their) (?:[\w-]+ ){0,4}?(?:partnership|pact|alliance)\b|"
    r" (?:security |defen[cs]e |trilateral )*(?:partnership|pact|alliance)\b)"
)
_MADE = r"(?:announced|formed|established|launched|created|unveiled|founded|set up|signed|agreed|forged|inaugurated)"
_STOOD = re.compile(
    rf"(?:{_CALLED}[^.;]{{0,60}}?|(?: itself)?,?(?: which| that)?) ?(?:(?:was|were|had been|has been) )?"
    rf"(?:first |formally |jointly )?{_MADE}\b"
)
_UNSURE = re.compile(r"\b(?:will|would|may|might|could|not|if|under|members?|partners?|agreements?|after|since)\b")
_REACH = 90


def made(context: Context, sentence: Sentence) -> list[Draft]:
    """Return the partnerships that a sentence says were announced or formed as a grouping, with its members here."""
    out = []
    for mention in sentence.actors:
        if mention.actor.kind != "grouping" or not mention.actor.key:
            continue
        if context.reading.registry.get(mention.actor.key).cls not in ("minilateral", "alliance"):
            continue
        match = _STOOD.match(context.text, mention.end, min(sentence.end, mention.end + 150))
        if match is None or _UNSURE.search(match.group()):
            continue
        parties = _parties(context, sentence, mention)
        date = next((d for d in sentence.dates if 0 <= d.start - match.end() < _REACH), None)
        if len(parties) < 2 or date is None:
            continue
        draft = Draft("partnership", "security", "partnership-grouping", mention.start, 0.7)
        draft.name, draft.name_sentence = mention.actor.label, sentence.index
        for party in parties:
            draft.add("party", party, sentence.index)
        draft.stages.append(StageDraft("established", "asserted", [sentence.index], date.value))
        out.append(draft)
    return out


def _parties(context: Context, sentence: Sentence, mention: ActorMention) -> list[Actor]:
    """Return the states listed in the sentence, else the members of the grouping that the text names."""
    listed = [g for g in sentence.groups if len(g.actors) > 1 and g.start > mention.end]
    states = [s for g in listed[:1] for a in g.actors if (s := context.focus.state(a)) is not None]
    if len(states) > 1:
        return states
    members = [m.member for m in context.reading.registry.memberships if m.grouping == mention.actor.key]
    named = {s.identity: s for s in context.focus.ranked}
    return [named[m] for m in sorted(set(members)) if m in named] if set(members) <= set(named) else []
