"""Contracts for arms: whether one was signed, and which party sells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import modality
from kg.extraction.kinds import givers

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.kinds.givers import Deed, Sides, Tally
    from kg.extraction.mentions import Sentence, TriggerMention

_SIGNED = re.compile(
    r"\b(?:sign(?:ed|s|ing)|ink(?:ed|s|ing)|conclud(?:ed|es|ing)|award(?:ed|s|ing)|clinch(?:ed|es)|seal(?:ed|s)|won|"
    r"wins|"
    r"secur(?:ed|es)|gave|given|land(?:ed|s)|plac(?:ed|es)|struck|bagged|entered into|finali[sz]ed|reached|"
    r"put pen to)\b"
)
_LIVE = re.compile(
    r"\b(?:under|contract(?:s)? (?:of|from|dating from|dated)|existing|covers|provides? for|provided for|original|"
    r"signed|contracted|a final|the final)\b"
)
_WON = re.compile(
    r"\b(?:won|wins|winning|secur(?:ed|es)|land(?:ed|s)|bagged|clinch(?:ed|es)|received|picked up|(?:was|"
    r"been) awarded|"
    r"got)\s+(?:an?|the|its)\s+(?:[\w$€¥£₩.,-]+\s+){0,7}\Z"
)
_NOT_SUPPLY = re.compile(
    r"\s+(?:to|for|on)\s+(?:the\s+)?(?:jointly\s+|joint\s+|co-)?(?:produc\w+|develop\w*|design\w*|maint\w+|"
    r"repair\w*|train\w*|"
    r"stud\w+|research|support|explor\w+|cooperat\w+|shar\w+|exchang\w+|co-?operat\w+)\b"
)
_HEARSAY = re.compile(
    r"\b(?:media|press|papers?|newspapers?|outlets?|blogs?)\b[^.;]{0,30}\b(?:say|saying|report\w*|claim\w*)\b"
)
_GAVE = re.compile(r"\b(?:gave|gives?|awarded|awards|handed|granted)\s+(?:the\s+)?(?:[\w’'-]+\s+){0,3}\Z")
_WANTED = re.compile(
    r"\b(?:want(?:s|ed)?|seek(?:s|ing)?|sought|bid(?:s|ding)?|compet\w+|hop(?:es?|ed|ing)|negotiat\w+|talks|possible|"
    r"potential|proposed|eye(?:s|ing)|interest(?:ed)?|discuss\w*|could|may|might)\b[^.;]{0,60}\Z"
)
_BODY = re.compile(r"\s*(?:with |to )?(?:the )?(?:[A-Z][\w-]*(?: (?:of|for|and))? ?){0,7}(?:in |, )?(?:the )?")


def status(context: Context, sentence: Sentence, trigger: TriggerMention) -> tuple[str, str | None] | None:
    """Return the modality of a contract's signature, or None where the text speaks of no particular contract."""
    text = context.text
    form = trigger.trigger.form
    word = text[trigger.start : trigger.end].lower()
    if form in ("ed", "pp", "past", "ing") or word.split()[0] in ("sign", "signs", "award", "awards"):
        mode = context.modality(sentence, trigger)
        return mode if mode[0] != "denied" else None
    if _NOT_SUPPLY.match(text, trigger.end):
        return None
    signs = [
        t for t in sentence.triggers.get("agreement", ())
        if t.trigger.frame.stage == "signed" and abs(t.start - trigger.start) < 160
    ]  # fmt: skip
    for t in sorted(signs, key=lambda t: abs(t.start - trigger.start)):
        mode = context.modality(sentence, t)
        if mode[0] == "denied":
            return None
        if t.trigger.form == "ing" and mode[0] == "asserted":
            continue
        return (
            ("possible", "forecast")
            if mode[0] == "planned" and _HEARSAY.search(text, sentence.start, t.start)
            else mode
        )
    if _WANTED.search(text, sentence.start, trigger.start):
        return None
    if _SIGNED.search(text, sentence.start, trigger.start) or _LIVE.search(
        text, max(sentence.start, trigger.start - 30), min(sentence.end, trigger.end + 90)
    ):
        mode = context.modality(sentence, trigger)
        return mode if mode[0] != "denied" else None
    return None


def parties(tally: Tally, deed: Deed, trigger: TriggerMention) -> Sides:
    """Return the seller and the buyer of a contract; two states with nothing to tell them apart stay open.

    A firm sells; of the others, the one whose goods they are ("Swedish Gripens") sells.
    """
    context, sentence, text = tally.context, tally.sentence, tally.text
    low = modality.clause_start(text, sentence.start, trigger.start)
    tally.count(deed)
    signs = [t.start for t in sentence.triggers.get("agreement", ()) if t.trigger.frame.stage == "signed"]
    at = min([s for s in signs if s < trigger.start] or [trigger.start])
    near = [g for g in sentence.groups if g.start >= trigger.end and _BODY.fullmatch(text, trigger.end, g.start)]
    seller = any((f.actor.key or f.polity) and f.end <= trigger.start for f in tally.firms)
    if near and seller and not any(f.start <= near[0].start < f.end for f in tally.firms):
        for f in tally.firms:
            tally.add(f.actor, "give", 2 if f.end <= trigger.start else 0)
        for actor in near[0].actors:
            tally.add(actor, "take", 4)
        for c in tally.found.values():
            c.give, c.take = (c.give, c.take) if c.firm or c.take >= 4 else (0.0, 0.0)
        return givers.choose(tally)
    won = _WON.search(text, sentence.start, trigger.start)
    if won is not None:
        seller_ = context.subject(sentence, won.start())
        mine = [f.actor for f in tally.firms if f.end <= won.start()] or context.states_of(seller_)[:1]
        for actor in mine[-1:]:
            tally.add(actor, "give", 6)
        for g in sentence.groups:
            if g.start >= trigger.start and g.prep in ("from", "with", "by", "to"):
                for actor in g.actors:
                    tally.add(actor, "take", 6)
        return givers.choose(tally)
    who = context.subject(sentence, at) if at > low or trigger.trigger.form != "noun" else None
    named = list(who.actors) if who is not None and not who.inherited else []
    states = context.states_of(who) if who is not None else []
    for g in sentence.groups:
        if g.prep in ("with", "between") and g.end > low and g.start < sentence.end:
            named += g.actors
    for f in tally.firms:
        object_ = 0 <= f.start - trigger.end < 30 and trigger.trigger.form == "ed"
        object_ = object_ or _GAVE.search(text, sentence.start, f.start) is not None
        if any(f.actor is a for a in named) or object_ or f.prep in ("with", "from", "to", "between", "and"):
            tally.add(f.actor, "give", 2)
            named = [a for a in named if a is not f.actor]
    firms = [c for c in tally.found.values() if c.firm and c.give]
    for actor in [*named, *states]:
        base = context.focus.state(actor)
        if base is None or any(c.firm and c.polity == base.identity for c in firms):
            continue
        tally.add(actor, "take", 2 if firms else 0.0)
    sellers = [c for c in tally.found.values() if c.give >= 1 and not c.firm]
    if sellers and not firms:
        for c in tally.found.values():
            if (
                c.give < 1
                and not c.firm
                and c.actor.identity
                in {s.identity for s in states} | {s.identity for a in named if (s := context.focus.state(a))}
            ):
                c.take += 2
    found = givers.choose(tally)
    own = {s.identity for a in [*named, *states] if (s := context.focus.state(a))}
    if not found.recipient and any(c.firm and c.polity in own for c in firms):
        return givers.Sides()
    pair = list({s.identity: s for a in [*named, *states] if (s := context.focus.state(a))}.values())
    if not (found.supplier and found.recipient) and len(pair) == 2:
        found.open = pair
    return found
