"""Notes exchanged for a grant or a loan: what they settle is agreed; an envoy signs for the giver."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, Sentence

_NOTES = re.compile(
    r"\bexchang(?:e|ed|es|ing)\s+(?:of\s+)?(?:\w+\s+){0,2}[Nn]otes\b|\b[Nn]otes\b[^.;]{0,220}?\bexchanged\b|"
    r"\b[Ee]xchange of (?:[Dd]iplomatic )?[Nn]otes\b|\bE/N\b|\b(?:sign|ink|"
    r"conclud)\w*\s+(?:and exchanged\s+)?(?:the |an |diplomatic )*"
    r"(?:[Nn]otes|[Gg]rant (?:[Aa]greement|[Cc]ontract)|(?:[\w-]+\s+){0,3}[Ll]oan [Aa]greement)\b|"
    r"\b(?:[Nn]otes|[Gg]rant (?:[Aa]greement|[Cc]ontract)|[Ll]oan [Aa]greement)\b[^.;]{0,120}?\b(?:was|were|"
    r"has been|have been)\s+"
    r"(?:\w+\s+)?(?:signed|concluded|inked)\b"
)
_AHEAD = re.compile(
    r"\b(?:will|to be|is to|are to|due|scheduled|expected|planned|set to|plans? to|next (?:week|month))\b"
)
_OPEN = re.compile(
    r"\b(?:may|might|could|would|if|not|never|no|yet|unless|whether|possible|possibly|before|ahead of)\b"
)
_ENVOY = re.compile(r"\b(?:ambassador|high commissioner|charg|envoy|consul)", re.IGNORECASE)
_AID = re.compile(r"\b(?:grants?|loans?|assistance|aid|cooperation|scheme|support|programme|program)\b", re.IGNORECASE)
_LOAN = re.compile(r"\b(?:[Ll]oan|[Cc]redit)\b")


@dataclass(slots=True)
class Settled:
    """What a sentence about notes says: their modality, and who gives to whom as far as it shows."""

    modality: str
    giver: Actor | None
    taker: Actor | None
    loan: bool


def settled(context: Context, sentence: Sentence) -> Settled | None:
    """Return what an exchange of notes in a sentence settles, or None where there is none, or none for sure."""
    match = _NOTES.search(context.text, sentence.start, sentence.end)
    if match is None:
        return None
    lead = context.text[sentence.start : match.end()]
    if _OPEN.search(lead):
        return None
    giver = _giver(context, sentence)
    others = [
        s for s in context.focus.states_in(sentence, acting=True) if giver is None or s.identity != giver.identity
    ]  # fmt: skip
    for p in sentence.persons:
        state = context.person_state(p)
        if state is not None and (giver is None or state.identity != giver.identity):
            others.append(state)
    taker = others[0] if giver is not None and len({s.identity for s in others}) == 1 else None
    if giver is not None and taker is None and not others:
        taker = context.focus.other(giver.identity)
    ahead = bool(_AHEAD.search(lead))
    return Settled("planned" if ahead else "asserted", giver, taker, bool(_LOAN.search(sentence.text)))


def _giver(context: Context, sentence: Sentence) -> Actor | None:
    for p in sentence.programmes:
        keys = (p.owner or "").split(";")
        if len(keys) == 1 and keys[0] and (owner := context.focus.by_key(keys[0])) is not None:
            return owner
    for a in sentence.actors:
        near = _AID.search(context.text, a.end, min(sentence.end, a.end + 40))
        state = context.focus.state(a.actor)
        if (
            state is not None
            and near
            and (a.adjective or a.possessive)
            and "," not in context.text[a.end : near.start()]
        ):
            return state
        if (
            state is not None
            and a.prep == "from"
            and _AID.search(context.text, max(sentence.start, a.start - 60), a.start)
        ):
            return state
    for person in sentence.persons:
        state = context.person_state(person)
        if state is not None and person.office and _ENVOY.search(person.office):
            return state
    return None
