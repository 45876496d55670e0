"""How far a transfer has come, and of what type it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extraction.mentions import Sentence, TriggerMention

_APPROVED = re.compile(r"\b(?:approv|clear|endors|authori[sz]|announc|unveil)\w*\s+(?:[\w-]+\s+){0,3}\Z")
_ASKED = re.compile(
    r"\b(?:asked|requested|urged|pressed|invited)\b[^.;,]{0,40}\bto\s+\Z|"
    r"\b(?:ask(?:s|ed|ing)?|request(?:s|ed|ing)?|urg(?:es|ed|ing)|demand(?:s|ed|ing)?|propos(?:es|ed|"
    r"ing)) that\b[^.;,]{0,60}\Z"
)
_UNDER_WAY = re.compile(
    r"\b(?:of|by|been|began|begun|started|continued|is|are|was|were|for|admitted|admits|after|while|besides|deny|"
    r"denied|"
    r"kept|helped)\s+(?:\w+ly\s+)?\Z"
)
_ABOUT = re.compile(
    r"\b(?:about|over|regarding|concerning|discuss\w*|talks on|negotiat\w+|interest in|interested in|inquir\w+|"
    r"enquir\w+|"
    r"idea of|question of|raised|explor\w+)\s+(?:(?:the|a|an|possible|potential|further|future|its|their)\s+){0,3}\Z"
)
_TOLD = re.compile(
    r"\b(?:was|were|has been|have been)\s+(?:\w+ly\s+)?(?P<what>agreed|signed|announced|promised|pledged|approved|"
    r"unveiled)\b"
)
_EXPECTS = re.compile(r"\bexpect(?:s|ed)?\s+(?:to\s+)?\Z")
_SELECTED = re.compile(r"\b(?:selected|chosen|picked|named|designated)\s+to\s+\Z")
_DONE = re.compile(r"\b(?:was|were|has been|have been)\s+(?:completed|concluded|finali[sz]ed|sealed|agreed)\b")
_BOUND = re.compile(r"\b(?:undert(?:ak|ook)\w*|commit\w*|pledg\w+|promis\w+|vow\w*|agree[sd]?)\b[^.;]{0,60}\Z")
_NOW = re.compile(r"\b(?:is|are)(?: \w+ly| now| also| still| soon)? *\Z")
"""Before a gerund: what is under way to be handed over is planned, "is getting two boats"."""
INTENDED = re.compile(r"\b(?:intended|planned|promised|agreed|upcoming|future)\s+(?:[\w-]+\s+){0,2}\Z")
_UNDER_SIGNED = re.compile(
    r"\b(?:[Uu]nder|[Aa]s part of|[Ii]n line with|following|pursuant to|thanks to|through|per) (?:an?|the|its|"
    r"their|that) "
    r"(?:[\w$€£¥.,-]+ ){0,5}(?:agreement|contract|deal|memorandum|arrangement|accord|pact|order)(?: (?:that|which))? "
    r"(?:was |they |it |both )?(?:signed|initialled|initialed|concluded|reached|inked|sealed|agreed|struck|"
    r"finali[sz]ed|awarded|placed)\b[^.;]{0,60}?\Z"
)
"""Before the day of the contract under which goods come, which is not the day that they come."""
_BEGUN = re.compile(
    r"[^.;,]{0,90}?\b(?:has |have |had )?(?:beg[au]n|started|commenced|got under way|kicked off|(?:is|are|was|"
    r"were) under way|resumed)\b"
)
_STRUCK = re.compile(
    r"\b(?:deals?|agreements?|pacts?|accords?)\b[^.;,]{0,20}? (?:was|were|been|being) (?:\w+ )?(?:struck|signed|"
    r"concluded|"
    r"reached|sealed|inked|clinched|finali[sz]ed)\b[^.;,]{0,30}\Z"
    r"|\b(?:struck|signed|concluded|reached|sealed|inked|clinched|finali[sz]ed) (?:an?|the|their|its)\b[^.;,]{0,40}?"
    r"\b(?:deal|agreement|pact|accord)\b[^.;,]{0,20}\Z"
)
"""Before "sale of": an agreement that was made, "a deal was struck for the sale of"."""
_CLEARED = re.compile(r"\b(?:approv|clear|authori[sz]|green-?light|notif|sign(?:ed|s) off)\w*\b")
_POSSIBLE_SALE = re.compile(r"\b(?:possible|proposed|potential)\b")
_REQUEST_APPROVED = re.compile(
    r"\b(?:approv|clear|authori[sz]|green-?lit|grant)\w*\b[^.;,]{0,60}\brequests? (?:to|for the|"
    r"for an?)\s(?:\w+\s)?\Z"
)
_FREE = re.compile(
    r"\b(?:grant(?:s|ed)?|grant aid|donat\w+|gift(?:s|ed)?|free of (?:charge|cost)|gratis|aid package|military aid|"
    r"as aid|non-refundable|Foreign Military Financing|assistance package|security assistance)\b"
)
_LOAN = re.compile(r"\b(?:loans?|line of credit|credit line|soft loan)\b")


def contracted(text: str, sentence: Sentence, date: int) -> bool:
    """Whether a date is that of the contract under which goods come: "under an agreement signed in May"."""
    return _UNDER_SIGNED.search(text, sentence.start, date) is not None


def initialled(text: str, sentence: Sentence, date: int) -> bool:
    """Whether that contract was only initialled, which settles nothing yet."""
    match = _UNDER_SIGNED.search(text, sentence.start, date)
    return match is not None and "initial" in match.group()


def begun(text: str, sentence: Sentence, trigger: TriggerMention) -> bool:
    """Whether a noun of handing over is followed by the verb that it began: "deliveries of the jets began in May"."""
    frame = trigger.trigger.frame
    return trigger.trigger.form == "noun" and frame.keep and _BEGUN.match(text, trigger.end, sentence.end) is not None


def stage_of(
    text: str, sentence: Sentence, trigger: TriggerMention, mode: tuple[str, str | None]
) -> tuple[str, tuple[str, str | None]]:
    """Return the stage of a transfer and its modality, from the words around its verb."""
    frame = trigger.trigger.frame
    name = frame.stage or "pledged"
    kind = mode[0]
    before = text[sentence.start : trigger.start].lower()
    if frame.side == "contract":
        return "agreed", mode
    if trigger.trigger.form == "noun" and name == "delivered" and kind == "asserted" and frame.side == "supplier":
        told = _TOLD.search(text, trigger.end, sentence.end)
        if told is not None:
            return ("agreed" if told.group("what").startswith(("agreed", "signed")) else "pledged"), mode
    if frame.keep and kind == "planned" and frame.side == "recipient" and _SELECTED.search(before):
        return "selected", ("asserted", None)
    if kind != "denied" and _ASKED.search(before):
        return "proposed", ("asserted", None)
    if frame.id == "transfer-sale":
        if _DONE.search(text, trigger.end, sentence.end) and kind == "asserted":
            return "agreed", mode
        if INTENDED.search(before):
            return "pledged", ("asserted", None)
        if _CLEARED.search(before):
            return ("proposed" if _POSSIBLE_SALE.search(before[-80:]) else "pledged"), ("asserted", None)
        return (
            "agreed" if kind == "asserted" and ("contract" in before or _STRUCK.search(before)) else "proposed"
        ), mode
    if frame.side == "recipient" and name == "agreed" and kind != "denied" and _ABOUT.search(before):
        return "proposed", ("asserted", None)
    if kind == "asserted" and frame.side == "recipient" and name == "agreed" and _APPROVED.search(before):
        return "pledged", mode
    if kind == "asserted":
        if name == "delivered" and trigger.trigger.form == "ing" and _NOW.search(before):
            return name, ("planned", None)
        if name == "delivered" and trigger.trigger.form in ("ing", "base") and not frame.keep:
            return ("delivered" if _UNDER_WAY.search(before) else "pledged"), mode
        return name, mode
    if kind in ("planned", "possible") and frame.side == "recipient" and not frame.keep and _BOUND.search(before):
        return "pledged", ("asserted", None)
    request = _REQUEST_APPROVED.search(before)
    if request is not None and frame.side == "recipient" and kind != "denied":
        return ("proposed" if _POSSIBLE_SALE.search(sentence.text) else "pledged"), ("asserted", None)
    if kind == "planned":
        if frame.id == "transfer-buy" and _EXPECTS.search(before):
            return "delivered", mode
        if frame.side == "recipient" and not frame.keep:
            return ("proposed" if name == "proposed" else "agreed"), mode
        if frame.keep:
            return "delivered", mode
        if name == "proposed" or frame.id == "transfer-pay":
            return name, mode
        return "pledged", ("asserted", None)
    if kind == "possible":
        if frame.keep or frame.id == "transfer-donation":
            return "delivered", mode
        if name == "delivered" and frame.side == "supplier":
            return name, mode
        return ("proposed" if frame.side == "recipient" or frame.type == "sale" else "pledged"), mode
    return name, mode


_STRENGTH = ("other", "funding", "grant", "loan", "lease", "training", "sale")


def stronger(a: str | None, b: str | None) -> str | None:
    """Return of two types of one transfer the one that says more: a sale over a grant over ``other``."""
    rank = {name: n for n, name in enumerate(_STRENGTH)}
    return max(a, b, key=lambda t: rank.get(t or "other", 0))


def type_of(sentence: Sentence, trigger: TriggerMention) -> str:
    """Return the type of a transfer: that of its frame, a loan or a sale where the sentence says so."""
    frame = trigger.trigger.frame
    kind = frame.type or "grant"
    if frame.side == "contract":
        lead = sentence.text[: trigger.end - sentence.start].lower()[-60:]
        if _LOAN.search(lead):
            return "loan"
        if "lease" in lead:
            return "lease"
    if kind == "other" and _FREE.search(sentence.text):
        return "grant"
    at = trigger.start - sentence.start
    mine = sentence.text[:at].rsplit(", and ", 1)[-1] + sentence.text[at:]
    if kind in ("grant", "other") and _LOAN.search(mine) and "grant" not in sentence.text:
        return "loan"
    if frame.keep and re.search(
        r"\b(?:purchased|bought|acquired|ordered|contract|procured|procurement)\b", sentence.text
    ):
        return "sale"
    return kind
