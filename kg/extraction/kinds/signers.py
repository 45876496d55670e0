"""Who signed and who watched: persons of a signing, each for the party of their state."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.kinds.ceremonies import by_office, by_pronoun, two_before
from kg.extraction.kinds.contents import add_commands

if TYPE_CHECKING:
    from kg.extraction.clause import Context, Who
    from kg.extraction.discourse import Instrument
    from kg.extraction.mentions import PersonMention, Sentence, TriggerMention

_WITNESS = re.compile(r"\b(?:in the presence of|witnessed by|presence of)\b")
_WITNESSED = re.compile(
    r"\b(?:witness(?:ed|es|ing)|presid(?:ed|es|ing) over|oversaw|looked on|attended|present (?:for|at))\b"
)
_THEIR = re.compile(r"\bin (?:their|the two leaders[’']|both leaders[’']) presence\b")
_BY = re.compile(r"[^.;]{0,120}?\bby\b")
_BETWEEN = re.compile(r"(?: \w+){0,3}? between (?:the )?")


def sign(context: Context, sentence: Sentence, trigger: TriggerMention, known: Instrument, who: Who) -> None:
    """Add the persons of a signing: those who act sign, those in whose presence it happens, or who watch, witness."""
    witness = _WITNESS.search(context.text, sentence.start, sentence.end)
    watched = _WITNESSED.search(context.text, sentence.start, trigger.start)
    if trigger.trigger.form == "noun" and not _BY.match(context.text, trigger.end, sentence.end):
        who = type(who)(who.actors, [])
    elif not who.persons:
        who = type(who)(who.actors, _between(context, sentence, trigger))
    signers = [p for p in who.persons if not witness or p.start < witness.start()]
    if len(signers) == 1 and trigger.trigger.form != "noun" and signers[0].end <= trigger.start:
        whole = context.subject(sentence, trigger.start, low=sentence.start).persons
        sides = {s.identity for p in whole if (s := context.person_state(p)) is not None}
        gap = context.text[whole[0].end : signers[0].start] if whole and whole[-1] is signers[0] else ""
        signers = whole if len(whole) == len(sides) == 2 and " and " in gap and "—" not in gap else signers
    if watched:
        signers, watchers = [], [p for p in sentence.persons if p.end <= watched.start()]
        watchers = watchers or by_office(context, sentence, sentence.start, watched.start() + 1, known)
    else:
        watchers = [p for p in sentence.persons if witness and p.start >= witness.end()]
    if not signers and not watched and trigger.trigger.form != "noun":
        signers = by_office(context, sentence, trigger.start - 60, trigger.end + 70, known)
        signers = signers or by_pronoun(context, sentence, trigger.start, known)
    if _THEIR.search(context.text, trigger.end, min(sentence.end, trigger.end + 60)):
        watchers = watchers or two_before(context, sentence, sentence.start, known)
    for role, persons in (("signatory", signers), ("witness", watchers)):
        add_persons(context, known, role, persons, sentence)
    if not known.draft.keys("party"):
        for state in context.states_of(who):
            known.draft.add("party", state, sentence.index)


def add_persons(
    context: Context, known: Instrument, role: str, persons: list[PersonMention], sentence: Sentence
) -> None:
    """Add persons of a party, or of no named state, to an instrument; nobody both signs and watches."""
    parties = known.draft.keys("party")
    there = {p.actor.label for p in known.draft.participants if p.role in ("signatory", "witness") and p.role != role}
    _complement(context, persons, known)
    kept = [p for p in persons if (s := context.person_state(p)) is None or s.identity in parties or not parties]
    kept = [p for p in kept if p.person is not None and p.person.name not in there]
    context.persons_to(known.draft, role, kept, sentence)
    if role == "signatory":
        add_commands(context, known, kept, sentence)


def _between(context: Context, sentence: Sentence, trigger: TriggerMention) -> list[PersonMention]:
    """Return the persons of "signed between A and B"."""
    match = _BETWEEN.match(context.text, trigger.end, sentence.end)
    out: list[PersonMention] = []
    reach = match.end() + 4 if match else -1
    for p in sentence.persons:
        if match and match.end() - 1 <= p.start <= reach:
            out.append(p)
            reach = p.end + 40
    return out if len(out) > 1 else []


def _complement(context: Context, persons: list[PersonMention], known: Instrument) -> None:
    """Give the one signer without a state the party that no other signer stands for."""
    parties = known.draft.actors("party")
    open_ = [p for p in persons if context.person_state(p) is None and p.person is not None]
    sides = {s.identity for p in persons if (s := context.person_state(p))}
    free = [a for a in parties if a.identity not in sides]
    if len(parties) == 2 and len(open_) == 1 and len(sides) == 1 and len(free) == 1 and open_[0].person:
        open_[0].person.state = free[0]
