"""Transfers in other words: goods go to somebody, a batch arrives, a firm contracts, a price is named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.companies import Company
    from kg.extraction.mentions import ItemMention, ProgrammeMention, Sentence, TriggerMention

_BATCH = re.compile(
    r"\b(?:batch|consignment|shipment|tranche|delivery|lot|instalment|installment|ordered|bought|purchased|donated|"
    r"gifted|"
    r"(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]ifth|[Ss]ixth|[Ll]ast|[Ff]inal) (?:\w+ )?of (?:the |its |\w+ )?)\b"
)
_THING = (
    r"(?:price|cost|value|deal|contract|order|package|purchase|sale|grant|bill|contract value|total cost|aid|project)"
)
_PRICE = re.compile(
    rf"Worth\b|Valued at\b|(?:(?:The|Its|Their)(?: estimated| total| overall| full)?|[\w ,]{{0,40}}\b(?:reckon|"
    rf"estimate[sd]?|put|say|said|"
    rf"believe|think)s?(?: that)? the(?: total)?) {_THING}(?: tag)?\b"
    r"(?:(?!\bnot\b)[^.;]){0,60}?"
    r"\b(?:is|was|are|be|worth|valued|costs?|put|comes? to|totals?|totall?ed|amounts? to|amounted to|stands? at|at|"
    r"stood at|"
    r"estimated|reported|given)\b"
)
_PLACED = re.compile(
    r"The (?:order|purchase|contract|deal|agreement)s? (?:goes back to|go back to|dates? (?:back )?(?:to|from)|"
    r"was (?:placed|made|signed|concluded|inked|awarded|agreed) (?:on|in))\b"
)
_COVERS = re.compile(
    r"(?:(?:[^.;,]{0,60}, )?(?:it|It|The|This|That)(?: (?:package|deal|contract|sale|order|purchase|grant|aid|"
    r"agreement|donation|"
    r"shipment|batch|delivery|consignment|equipment|assistance|project|proposed sale))?|Also included|Among (?:them|"
    r"the items))\s+"
    r"(?:also\s+|will\s+|would\s+)?(?:includes?|included|covers?|comprises?|comprised|consists? of|consisted of|"
    r"contains?|"
    r"provides? for|comes? with|is made up of|are|were|is)\b"
)
_MAKER = re.compile(
    r"(?:They|It|The \w+s?|Both|All|The (?:two|three|four) \w+s?)\b[^.;]{0,40}?\b(?:built|made|manufactured|produced|"
    r"assembled|constructed) (?:\w+ )?(?:by|at)\b"
)
_CONTRACTOR = re.compile(
    r"\b(?:principal|prime|main|lead) contractors? (?:for the (?:\w+ ){1,3})?(?:will be|would be|was|is|are|"
    r"were)\s(?:the\s)?"
)
_WOULD_GET = re.compile(r"\s(?:would|will|is to|stands to) (?:get|receive|acquire|obtain)\b")
_ORDINAL = re.compile(
    r"\b(?:first|second(?![- ]?hand)|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|next|last|"
    r"latest)\b[^,;]{0,50}\Z"
)


_DOUBTED = re.compile(r"\b(?:may|might|could|would|not|once|formerly|no longer|become|was|were|came)\b")
_WAS_A_GIFT = re.compile(
    r"(?:It|They|Both|All|The \w+s?|(?:All|Both) (?:of them|the \w+))\s(?:was|were|is|are|came as|"
    r"come as)\s(?:all\s)?(?:an?\s)?"
    r"(?:gifts?|donations?|grants?|presents?|given|donated|gifted|handed over)\s(?:of|from|by|to \w+ by)\s(?:the\s)?"
)
_USER = re.compile(r"The (?:end[- ])?users? (?:is|are|will be)\b")
_CIVIL = frozenset({"ODA", "BRI", "ACT-EAST", "AOIP"})
_EXTRAS = re.compile(
    r"\b(?:training|logistics? support|integrated logistics support|maintenance support|technical support)\b"
)
_ARMS = r"(?:arms|weapons|weaponry|military equipment|defen[cs]e equipment|military hardware)"
_RANK = r"(?:main|largest|biggest|top|principal|leading|major|chief|primary|dominant|second-largest)"
_REPUTED = re.compile(
    rf"\b(?P<whose>the country[’']s|its|[A-Z]\w+(?: [A-Z]\w+){{0,3}}[’']s?)\s+{_RANK}\s+"
    rf"(?:(?:supplier|source|provider|exporter)s? of (?:foreign )?{_ARMS}|"
    rf"(?:foreign )?{_ARMS} (?:supplier|source|provider))"
)
_SHARE = re.compile(
    rf"(?:\bpercent|\bper cent|%|\b[Mm]ost|\b[Mm]uch|\bbulk|\b[Hh]alf|\btwo-thirds|\bthree-quarters) of "
    rf"(?P<whose>[A-Z]\w+(?: [A-Z]\w+){{0,3}}[’']s?|its|their)\s+"
    rf"(?:imported )?{_ARMS}(?: imports?)?\s+(?:come|comes|came|have come)\s+from\b"
)


def reputed(context: Context, sentence: Sentence) -> list[Draft]:
    """Read "China, Bangladesh's main supplier of arms" and "most of Fiji's imported arms come from Australia"."""
    focus, text = context.focus, context.text
    for pattern in (_REPUTED, _SHARE):
        match = pattern.search(text, sentence.start, sentence.end)
        if match is None:
            continue
        owned = [
            a for a in sentence.actors
            if a.possessive and match.start("whose") <= a.start and a.end <= match.end("whose") + 2
        ]  # fmt: skip
        recipient = focus.state(owned[-1].actor) if owned else None
        if recipient is None and not match["whose"].startswith(("the country", "its")):
            continue
        previous = context.reading.sentences[sentence.index - 1] if sentence.index else sentence
        earlier = focus.states_in(previous) if sentence.index else []
        if recipient is None:
            recipient = earlier[0] if len(earlier) == 1 else None
        if pattern is _SHARE:
            near = [a for a in sentence.actors if 0 <= a.start - match.end() < 12]
            supplier = focus.state(near[0].actor) if near else None
            if not near and text.startswith(" there", match.end()):
                supplier = earlier[0] if len(earlier) == 1 else None
        else:
            near = [a for a in sentence.actors if a.end <= match.start("whose") and match.start("whose") - a.end < 16]
            supplier = focus.state(near[-1].actor) if near and not near[-1].adjective else None
        said = context.text[near[-1].start if near and pattern is _REPUTED else match.start() : match.end()]
        if supplier is None or recipient is None or supplier.identity == recipient.identity or _DOUBTED.search(said):
            continue
        draft = Draft("transfer", "sale", "transfer-reputed", match.start(), 0.55)
        draft.add("supplier", supplier, sentence.index)
        draft.add("recipient", recipient, sentence.index)
        draft.stages.append(StageDraft("delivered", "asserted", [sentence.index]))
        arms = re.search(_ARMS, match.group())
        if arms is not None:
            draft.item(arms.group(), None, sentence.index)
        return [draft]
    return []


def assistance(sentence: Sentence) -> ProgrammeMention | None:
    """Return the first scheme of a sentence that things can go through."""
    known = [p for p in sentence.programmes if p.type in ("assistance", "capacity-building", "other")]
    return known[0] if known else None


def secure(context: Context, programme: ProgrammeMention) -> bool:
    """Whether a scheme is one of security: the registry's are, development aid and connectivity apart."""
    if programme.key is not None:
        return programme.key not in _CIVIL
    return context.lexicon.security.search(programme.label) is not None


def complement(drafts: list[Draft], sentence: Sentence) -> None:
    """Give "A delivered the first of two ships ordered by B" both sides: the goods of the two verbs are the same."""
    for giver in drafts:
        for taker in drafts:
            goods = {i.label for i in giver.items} & {i.label for i in taker.items}
            if not goods or giver.keys("recipient") or taker.keys("supplier"):
                continue
            sellers, buyers = giver.keys("supplier"), taker.keys("recipient")
            if not sellers or not buyers or sellers & buyers:
                continue
            for p in list(taker.participants):
                giver.add(p.role, p.actor, sentence.index)
            for p in list(giver.participants):
                taker.add(p.role, p.actor, sentence.index)


def extras(text: str, goods: list[ItemMention], sentence: Sentence) -> list[str]:
    """Return the services named beside goods: "with training and logistic support"."""
    if not goods:
        return []
    end = min(sentence.end, goods[-1].end + 60)
    return [m.group() for m in _EXTRAS.finditer(text, goods[0].end, end)]


def later(context: Context, sentence: Sentence, last: Draft, firms: list[Company]) -> None:
    """Take in "The price is 300 million dollars" and "The order dates from May 2023", said soon after a transfer."""
    said = max(s.sentences[-1] for s in last.stages)
    if not 0 < sentence.index - said <= 7:
        return
    match = _PRICE.match(context.text, sentence.start, sentence.end)
    if match and last.amount is None and sentence.amounts and sentence.amounts[0].start - match.end() < 40:
        first = sentence.amounts[0]
        last.amount, last.amount_sentence = (first.value, first.currency), sentence.index
    match = _MAKER.match(context.text, sentence.start, sentence.end)
    for f in firms if match else ():
        if match is not None and 0 <= f.start - match.end() < 12:
            last.add("manufacturer", f.actor, sentence.index)
    match = _CONTRACTOR.search(context.text, sentence.start, sentence.end)
    for f in firms if match else ():
        if match is not None and 0 <= f.start - match.end() < 6:
            last.add("manufacturer", f.actor, sentence.index)
    match = _WOULD_GET.search(context.text, sentence.start, sentence.end)
    got = {a.identity for a in context.states_of(context.subject(sentence, match.start() + 1))} if match else set()
    for g in sentence.items if match and got and got <= last.keys("recipient") and not last.items else ():
        if match is not None and g.start >= match.end() and not (g.generic or "equipment" in g.label):
            last.item(g.label, g.quantity, sentence.index)
    match = _COVERS.match(context.text, sentence.start, sentence.end)
    for g in sentence.items if match else ():
        if match is not None and g.start >= match.end() and not g.generic:
            last.item(g.label, g.quantity, sentence.index)
            last.partial = False
    match = _WAS_A_GIFT.match(context.text, sentence.start, sentence.end)
    near = [row for row in sentence.groups if match and 0 <= row.start - match.end() < 6]
    giver = context.focus.state(near[0].actors[0]) if near and not last.keys("supplier") else None
    if giver is not None:
        last.add("supplier", giver, sentence.index)
        last.type = "grant" if last.type == "other" else last.type
    match = _USER.match(context.text, sentence.start, sentence.end)
    takers = last.keys("recipient")
    for a in sentence.actors if match else ():
        if a.actor.kind == "organisation" and a.actor.state in takers:
            last.add("recipient", a.actor, sentence.index)
    match = _PLACED.match(context.text, sentence.start, sentence.end)
    if match and last.type == "sale" and sentence.dates and sentence.dates[0].start - match.end() < 12:
        last.stage(StageDraft("agreed", "asserted", [sentence.index], sentence.dates[0].value))


def moved(context: Context, sentence: Sentence, trigger: TriggerMention) -> Draft | None:
    """Read what goes to a service or under a programme, is weighed for somebody, or arrives as a batch."""
    frame, low = trigger.trigger.frame, sentence.start
    goods = [i for i in sentence.items if i.end <= trigger.start and trigger.start - i.end < 60]
    near = [g for g in sentence.groups if 0 <= g.start - trigger.end < 30]
    programme, mode = assistance(sentence), context.modality(sentence, trigger)
    if not goods or not near or mode[0] == "denied":
        return None
    named = [a for a in near[0].actors if a.kind == "organisation"]
    recipient = context.focus.state(near[0].actors[0])
    if recipient is None:
        return None
    arrival = frame.shape == "arrival"
    if arrival and not (_BATCH.search(context.text, low, trigger.start) and mode[0] == "asserted"):
        return None
    if not arrival and programme is None and not (named and mode[0] != "asserted"):
        return None
    others = [
        s for a in sentence.actors
        if a.end <= trigger.start and (s := context.focus.state(a.actor)) and s.identity != recipient.identity
    ]  # fmt: skip
    given = programme is not None and programme.type == "assistance" and programme.key != "FMS"
    kind = "grant" if given and frame.type == "other" else frame.type
    draft = Draft("transfer", kind, frame.id, trigger.start, 0.7)
    if others and len({s.identity for s in others}) == 1:
        draft.add("supplier", others[0], sentence.index)
    draft.add("recipient", recipient, sentence.index)
    for actor in named if not arrival else ():
        draft.add("recipient", actor, sentence.index)
    stage = context.stage(sentence, trigger, frame.stage or "delivered", mode)
    said = {w.strip(",") for w in context.text[low : goods[0].start].lower().split()} & context.lexicon.reporting
    if mode[0] == "planned" and said and others:
        date = next((d for d in sentence.dates if d.end <= goods[0].start), None)
        draft.stage(StageDraft("pledged", "asserted", [sentence.index], date.value if date else None))
        stage.date = None if date and stage.date == date.value else stage.date
        stage.place = None
    draft.stage(stage)
    for g in goods[-3:]:
        quantity = None if _ORDINAL.search(context.text[max(low, g.start - 70) : g.start]) else g.quantity
        draft.item(g.label, quantity, sentence.index, example=g.example)
    if programme is not None:
        draft.programme, draft.programme_sentence = (programme.label, programme.key), sentence.index
    return draft
