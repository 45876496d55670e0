"""What stands with an instrument beside its states: the bodies that are parties too, its goods and its price."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.instrument_words import BODY
from kg.extraction.mentions import Actor

if TYPE_CHECKING:
    from kg.extraction.clause import Context, Who
    from kg.extraction.discourse import Instrument
    from kg.extraction.mentions import InstrumentMention, ItemMention, PersonMention, Sentence

_FOR = re.compile(r"\s(?:for|to (?:buy|purchase|acquire|supply|sell|deliver|build|lease))\s")
_CONTENT = re.compile(
    r"\s*(?:with (?:the )?[\w’' -]{2,40}?)?,?\s*(?:under which|by which|through which|whereby|that|which|"
    r"providing|allowing|letting|"
    r"giving|permitting|granting|for|on|about)\s(?P<what>[^.;]{5,130})"
)
_OFFICE = re.compile(
    r"\b(?:defen[cs]e|security|foreign|military) (?:ministers?|secretar(?:y|ies)|ministr(?:y|ies)|"
    r"departments?|chiefs?|officials?)\b"
)
_BETWEEN_BODIES = re.compile(rf"\bbetween (?:the )?{BODY} and (?:the )?(?:[A-Z][a-z]+[’']s )?{BODY}")
_WITH_GOODS = frozenset({"procurement", "security-assistance", "co-development"})
_BODIES = frozenset({"service", "agency", "coast-guard", "forces"})
_COMMANDS = re.compile(
    r"\b(?:commander|commandant|commissioner|chief|head|director|president|governor|executive|administrator|chair)",
    re.IGNORECASE,
)


def company(context: Context, actor: Actor) -> bool:
    """Whether an organisation is a company of the registry: it contracts for itself, not for its state."""
    registry = context.reading.registry
    return bool(actor.key and actor.key in registry and registry.get(actor.key).cls == "company")


def sides_of(context: Context, mention: InstrumentMention) -> list[Actor]:
    """Return the parties that a phrase names; a ministry or service counts as its state, a company as itself."""
    out: dict[str, Actor] = {}
    for a in mention.parties:
        side = a if company(context, a) else context.focus.state(a) or a
        out.setdefault(side.identity, side)
    return list(out.values())


def actors_of(context: Context, who: Who) -> list[Actor]:
    """Return who acts in a contract: companies for themselves, everybody else as the state behind them."""
    firms = [a for a in who.actors if company(context, a)]
    states = context.states_of(type(who)([a for a in who.actors if a not in firms], who.persons))
    return [*states, *firms] if firms else states


def bodies_between(context: Context, sentence: Sentence, at: int) -> list[Actor]:
    """Return the two bodies of "signed between the Defence Agency and Marine Systems", where neither is a state."""
    match = _BETWEEN_BODIES.search(context.text, at, min(sentence.end, at + 60 + 160))
    if match is None or match.start() - at > 60:
        return []
    out = []
    for n in (1, 2):
        named = [
            a.actor
            for a in sentence.actors
            if a.actor.kind == "organisation" and match.start(n) - 4 <= a.start < match.end(n)
        ]
        out.append(named[0] if named else Actor(match.group(n), "organisation"))
    return out if all(a.kind == "organisation" for a in out) else []


def add_bodies(context: Context, known: Instrument, mention: InstrumentMention, sentence: Sentence) -> None:
    """Add the ministries, services and agencies that a phrase names as sides, beside their states."""
    have = known.draft.keys("party")
    for a in mention.parties if mention.direct else ():
        if a.kind != "organisation" or company(context, a):
            continue
        state = context.focus.state(a)
        if state is not None and state.identity in have:
            known.draft.add("party", a, sentence.index)
            known.bodies.add(a.identity)


def add_commands(context: Context, known: Instrument, persons: list[PersonMention], sentence: Sentence) -> None:
    """Add the service or agency whose head signs for it."""
    registry, have = context.reading.registry, known.draft.keys("party")
    for p in persons:
        body = p.organisation
        if body is None or not body.key or body.key not in registry or not _COMMANDS.search(p.office or p.rank or ""):
            continue
        if registry.get(body.key).cls in _BODIES and (body.state or "") in have:
            known.draft.add("party", body, sentence.index)
            known.bodies.add(body.identity)


def settle_type(context: Context, mention: InstrumentMention, sentence: Sentence) -> None:
    """Make a procurement of "a deal for four frigates": goods right behind a phrase of no other subject."""
    umbrella = context.lexicon.sets["umbrella"]
    if mention.type in (None, *umbrella) and not mention.name and mention.indefinite:
        clause = _CONTENT.match(context.text, max(mention.end, mention.tail), sentence.end)
        if clause:
            said = clause.group("what")
            kinds = [k for k, pattern in context.lexicon.topics if k not in umbrella and pattern.search(said)]
            if kinds and kinds[0] not in ("procurement", "maritime-security"):
                mention.type, mention.security = kinds[0], True
    contract = mention.type is None and mention.head.form in ("unknown", "agreement", "contract")
    bought = _FOR.match(context.text, max(mention.end, mention.tail), sentence.end) if contract else None
    if bought and any(bought.end() <= i.start < bought.end() + 30 for i in sentence.items if _goods(i)):
        mention.type, mention.security = "procurement", True
        return
    if mention.type is None and not mention.name and len(sentence.instruments) == 1:
        window = context.text[max(sentence.start, mention.start - 60) : min(sentence.end, mention.end + 120)]
        near = next((k for k, pattern in context.lexicon.topics if pattern.search(_OFFICE.sub("", window))), None)
        if near in umbrella:
            mention.type, mention.security = near, True
    if mention.type is not None or mention.head.form not in ("unknown", "agreement", "contract"):
        return
    match = _FOR.match(context.text, max(mention.end, mention.tail), sentence.end)
    if match and any(match.end() <= i.start < match.end() + 60 for i in sentence.items if _goods(i)):
        mention.type, mention.security = "procurement", True


def add_goods(context: Context, known: Instrument, mention: InstrumentMention, sentence: Sentence) -> None:
    """Add the goods and the price that the sentence of a signing gives for a purchase or a grant."""
    draft = known.draft
    if draft.type not in _WITH_GOODS or len([m for m in sentence.instruments if m.type == draft.type]) > 1:
        return
    rivals = [m.start for m in sentence.instruments if m.start > mention.end and m.type != draft.type]
    high = min(rivals, default=sentence.end)
    for item in sentence.items:
        if mention.start <= item.start < high and _goods(item) and not item.example:
            draft.item(item.label, item.quantity, sentence.index)
    if draft.amount is None and draft.type != "co-development":
        sums = [a for a in sentence.amounts if a.start < high]
        if sums:
            draft.amount, draft.amount_sentence = (sums[0].value, sums[0].currency), sentence.index


def add_content(known: Instrument, sentence: Sentence) -> None:
    """Add what the sentence of an exchange of notes says is granted, and for how much."""
    draft = known.draft
    for item in sentence.items:
        if _goods(item) and not item.example:
            draft.item(item.label, item.quantity, sentence.index)
    if draft.amount is None and sentence.amounts:
        first = sentence.amounts[0]
        draft.amount, draft.amount_sentence = (first.value, first.currency), sentence.index
    if draft.programme is None and len(sentence.programmes) == 1:
        programme = sentence.programmes[0]
        draft.programme, draft.programme_sentence = (programme.label, programme.key), sentence.index


def _goods(item: ItemMention) -> bool:
    return not item.generic or item.quantity is not None
