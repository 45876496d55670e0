"""What a verb of transfer is about: the goods and sums of its clause, and whether they were named before."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extraction import modality

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.companies import Company
    from kg.extraction.mentions import AmountMention, ItemMention, Sentence, TriggerMention

_OF_TOTAL = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|last|one|two|three) of (?:the |its |their )?[\w-]+\s\Z"
)
_ORDINAL = re.compile(
    r"\b(?:first|second(?![- ]?hand)|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|next|last|"
    r"latest)\b[^,;]{0,50}\Z"
)
_FOR_THE = re.compile(r"\bfor\s+(?:[\w-]+\s+){0,2}\Z")
_AGAIN = re.compile(
    r"(?:[Tt]he|[Tt]hese|[Tt]hose|[Bb]oth|[Tt]he first|[Tt]he last|[Tt]he two|[Tt]he three|[Tt]heir|[Ii]ts) "
    r"(?:new |first |last |remaining |other )?"
    r"(?:vessel|ship|boat|aircraft|craft|equipment|system|radar|helicopter|plane|drone|submarine|frigate|jet|fighter|"
    r"corvette|missile|cutter|hull|weapon|fighter jet|vehicle|tank|howitzer|warship|arms)s?"
)
_ONWARD = re.compile(r",? but\b|,? and (?:the two|both|it|they|will|would|has|have|is|are|was|were|to)\b")
_PURPOSE = re.compile(
    r"\b(?:to (?:enhance|strengthen|improve|help|boost|support|bolster|counter|monitor|protect|patrol|replace|retire|"
    r"deter|defend|guard|keep|watch|upgrade)|aimed at|in order to|as part of|capable of|from which|against|"
    r"in exchange "
    r"for|in return for|over|ahead of|beating|used by|similar to|armed with|equipped with|instead of|rather than|"
    r"replacing|for training|with "
    r"which|where|than)\b"
)
_ASIDE = re.compile(
    r"\b(?:to|of|aboard|on|at|in|near|about|over|into|by|from|off|between|by)\b(?!\s+(?:least|most|the order of|"
    r"total))"
)
_PAPERS = re.compile(
    r"\b(?:letters?|requests?|proposals?|notes?|invitations?|messages?|signals?|teams?|delegations?|experts?|"
    r"officials|officers|troops|"
    r"personnel|questions?|warnings?|statements?)\b[^.;]{0,30}\b(?:regarding|concerning|about|on|for|over|to)\b"
)
"""Between a verb and goods: what is sent is then a letter about them."""
_MODIFIES = re.compile(
    r"\s(?:suppliers?|exporters?|importers?|makers?|manufacturers?|industry|market|embargo|ban|controls?|"
    r"builders?|crews?|pilots?|"
    r"factory|factories|programmes?|programs?)\b"
)
"""Behind goods that only say what kind of supplier, trade or people is meant."""
_TO_WHOM = re.compile(r"\s(?:to)\s(?:the\s)?(?:(?!and\b|or\b)[\w’'.-]+\s){0,3}")
"""Between goods and those whose they are to be: "fuel to Australian frigates"."""
_FOR_THEIRS = re.compile(r"[a-z]\s+for\s+(?:the\s+)?[A-Z][\w.]*[’']s?\s*\Z")
"""Before goods for which something else is supplied: "the reactors for Australia's submarines"."""
_SEARCH = re.compile(
    r"\b(?:search|hunt|bids?|plans?|responsibility|calls?|demands?|needs?|case|approval|permission|tenders?)\s+for\b"
)
_HOLDER = re.compile(
    r"\b(?:pair|batch|batches|fleet|number|package|set|sets|shipment|shipments|consignment|total|first|second|third|"
    r"fourth|"
    r"fifth|last|half|dozens|scores|hundreds|thousands|tranche|lot|couple|trio|variety|range|series|types?|"
    r"squadrons?|"
    r"combination|mix|array|list|worth|rest|remainder|all|some|most|many|one|two|three|four|up|delivery|deliveries|"
    r"supply|handover|purchase|acquisition|procurement|sale|gift|donation|grant|value|cost|units|pieces|loan|aid|"
    r"assistance|million|billion|yen|dollars|eight|six|five|seven|nine|ten|twelve|construction|building|production|"
    r"development|upgrade|upgrades|refurbishment|repair|overhaul)\s+(?:of|to|in)\b"
)
_ABOARD = re.compile(r"\b(?:at|in|from|aboard|on|by|near|with)\s+(?:the\s+)?\Z")
_PRONOUN = re.compile(r"\W*(?:both|they|these|all of them|all|each|it)\b", re.IGNORECASE)
_CONTACT = re.compile(
    r"\s(?:the\s)?(?:it|they|we|he|she|[A-Z][\w’'.-]*(?:\s[A-Z][\w’'.-]*){0,3})(?:\s(?:has|have|had|recently|"
    r"already|last\s\w+)){0,2}\s"
)
_DEFINITE = re.compile(r"\b(?:[Tt]he|these|those|all|both)\s(?:[\w-]+\s){0,3}\Z")
_BARE = re.compile(r"(?:aircraft|ship|vessel|boat|helicopter|plane|craft|system|submarine|drone|cutter)s?")
_BESIDE = re.compile(r",\s(?:an?|the|two|three|four|both)\s(?:[\w-]+\s){0,2}")
"""Between goods and what they are: "the aircraft, a used CN-235"."""
_YARDS = re.compile(
    r"(?:[Ss]hipyards?|[Dd]ockyards?|[Aa]cademy|[Aa]ir ?[Bb]ase|[Nn]aval [Bb]ase|[Nn]aval [Ss]tation|[Bb]arracks)$"
)
"""Goods of such a name, beside others, are where those are built or kept."""
_RELATED = re.compile(
    r"(?:related|associated|other|additional|supporting) (?:equipment|gear|systems?|assets|goods|articles|"
    r"hardware|items)"
)
_OF_NUMBER = re.compile(
    r"\b(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ll]ast|[Ll]atest|[Ff]inal|[Ff]our|[Tt]wo|[Tt]hree|"
    r"[Oo]ne)(?: \w+)? (?:of|from) (?:the |its |a total of )?(?P<number>\d{1,3}|[a-z]+)"
    r"(?:,| that| which)?(?: (?:it|they|[A-Z][\w’'.-]*(?: [A-Z][\w’'-]*){0,3}))?(?: (?:has|have|had|was|were|it|"
    r"they))?\s\Z"
)
_THEY_ARE = re.compile(
    r"(?:They|It|These|Those|Both|All|The (?:two|three|four|five|six|jets|ships|boats|"
    r"aircraft|pair)) (?:is|are|was|were) "
)
_NUMBERS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "eighteen": 18,
    "twenty": 20,
}
_WHICH = re.compile(r"\b(?:that|which|what)\s+(?:the\s+)?(?:[\w’'.-]+\s+){1,6}\Z")


def of(
    context: Context, sentence: Sentence, trigger: TriggerMention, *, passive: bool
) -> tuple[list[ItemMention], list[AmountMention]]:
    """Return the goods and the sums that a trigger governs, as copies that the caller may change.

    Parameters
    ----------
    passive : bool
        Whether the goods are looked for before the trigger first.
    """
    text, frame = context.text, trigger.trigger.frame
    end = modality.clause_end(text, trigger.end, sentence.end)
    if text[end : end + 1] == ":":
        end = modality.clause_end(text, end + 1, sentence.end)
    onward = _ONWARD.search(text, trigger.end, end)
    end = onward.start() if onward else end
    others = [
        t.start
        for t in sentence.triggers.get("transfer", ())
        if t.start > trigger.end and t.trigger.form != "noun" and text[t.start - 1] != "-"
        and not (frame.side == "contract" and text.startswith(" for", t.end))
    ]  # fmt: skip
    low, high = trigger.end, min([end, *[o for o in others if o - trigger.end > 12]])
    before = (modality.clause_start(text, sentence.start, trigger.start), trigger.start)
    if frame.shape == "compound":
        low, high = max(sentence.start, trigger.start - 80), trigger.start
        near = [i for i in sentence.items if low <= i.start and i.end <= high]
        if near and near[-1].label in ("arms", "weapons"):
            near[-1:] = [replace(near[-1], quantity=None)]  # "two arms sales" are two sales
        return [replace(i) for i in near[-1:]], [s for s in sentence.amounts if sentence.start <= s.start < end]
    rows = context.reading.sentences
    previous = rows[sentence.index - 1] if sentence.index else None
    bound = _contact(text, sentence, trigger) or _numbered(text, sentence, trigger, previous)
    if bound and not passive:
        high = modality.clause_end(text, trigger.end, sentence.end)
        return [replace(i) for i in bound], [s for s in sentence.amounts if trigger.end <= s.start < high]
    wanted = passive or frame.side == "goods" or _WHICH.search(text, sentence.start, trigger.start) is not None
    if wanted and not passive and frame.side != "goods":
        which = _WHICH.search(text, sentence.start, trigger.start)
        before = (sentence.start, which.start() if which else trigger.start)
        near = [i for i in sentence.items if i.end <= before[1] and before[1] - i.end < 4]
        wanted = bool(near)
        before = (near[-1].start if near else before[0], before[1])
    if passive and not any(before[0] <= i.start < before[1] for i in sentence.items):
        again_ = _PRONOUN.match(text, before[0], before[1])
        earlier = [i for i in sentence.items if i.end <= before[0]]
        before = (earlier[0].start, before[1]) if again_ and earlier else before
    if wanted and any(before[0] <= i.start < before[1] for i in sentence.items):
        low, high = before
    elif frame.side == "goods":
        low, high = before
        if trigger.trigger.frame.shape == "noun":
            low, high = trigger.end, trigger.end
    purpose = _PURPOSE.search(text, low, high)
    if purpose and low >= trigger.end:
        high = purpose.start()
    goods = [replace(i) for i in sentence.items if low <= i.start < high]
    goods = [g for g in goods if not any(p.start <= g.start < p.end for p in (*sentence.programmes, *sentence.persons))]
    if (
        low >= trigger.end
        and goods
        and frame.side in ("supplier", "recipient")
        and (trigger.trigger.form != "noun" or frame.shape == "clause")
    ):
        goods = goods if _object(text, sentence, trigger.end, goods[0].start) else []
    if frame.side == "contract" and not goods:
        goods = [replace(i) for i in sentence.items if i.end <= trigger.start and trigger.start - i.end < 60][-1:]
    if not goods and trigger.trigger.form == "noun" and frame.side == "supplier":
        goods = [replace(i) for i in sentence.items if 0 < trigger.start - i.end < 3]
    if any(not g.generic for g in goods):
        goods = [g for g in goods if not g.generic]
    goods = [g for g in goods if not g.generic or g.quantity]
    goods = [g for g in goods if g.form != "hull" or not _ABOARD.search(text[max(0, g.start - 12) : g.start])]
    goods = [g for g in goods if not _MODIFIES.match(text, g.end)]
    goods = [g for n, g in enumerate(goods) if not (n and _TO_WHOM.fullmatch(text, goods[n - 1].end, g.start))]
    if any(g.form != "hull" for g in goods):
        goods = [g for g in goods if g.form != "hull"]
    goods = [g for n, g in enumerate(goods) if not (n and _FOR_THE.search(text[goods[n - 1].end : g.start]))]
    for g in goods:
        said = text[max(sentence.start, g.start - 70) : g.start]
        bought = frame.side in ("recipient", "contract") and not frame.keep
        if g.quantity and _ORDINAL.search(said) and not (bought and _OF_TOTAL.search(said)):
            g.quantity = None
    goods = [
        g
        for g in goods
        if not (g.label[0].isupper() and _YARDS.search(g.label) and g.form == "noun" and len(goods) > 1)
    ]
    if len(goods) > 1 and _BARE.fullmatch(goods[0].label) and _BESIDE.fullmatch(text, goods[0].end, goods[1].start):
        goods = goods[1:]
    if len(goods) > 1:
        goods = [g for g in goods if not _RELATED.fullmatch(g.label)]
    counted = [g for g in goods if g.quantity]
    if (
        frame.side == "contract"
        and counted
        and goods[0].end <= counted[0].start
        and ":" in text[goods[0].end : counted[0].start]
    ):
        goods = goods[goods.index(counted[0]) :]
    examples = [g for g in goods if g.example]
    if examples and goods[0] is not examples[0] and "equipment" in goods[0].label:
        goods = [g for g in goods if g.example or g.quantity]
    sums = [s for s in sentence.amounts if sentence.start <= s.start < end or passive]
    return goods, sums


def _contact(text: str, sentence: Sentence, trigger: TriggerMention) -> list[ItemMention]:
    """Return the goods of a clause that hangs on them without a word: "the two boats it delivered in March"."""
    if trigger.trigger.form not in ("ed", "past", "pp"):
        return []
    near = [i for i in sentence.items if i.end < trigger.start and not i.generic]
    if not near or not _CONTACT.fullmatch(text, near[-1].end, trigger.start):
        return []
    gap = text[near[-1].end : trigger.start]
    named = [a for a in sentence.actors if near[-1].end < a.start and a.end < trigger.start]
    pronoun = re.search(r"\b(?:it|they|we|he|she)\b", gap)
    if (not named and pronoun is None) or not _DEFINITE.search(
        text[max(sentence.start, near[-1].start - 24) : near[-1].start]
    ):
        return []
    return near[-1:]


def _numbered(text: str, sentence: Sentence, trigger: TriggerMention, before: Sentence | None) -> list[ItemMention]:
    """Return the goods of "the first of 18 that Malaysia ordered": those named before, in the number that is told."""
    if trigger.trigger.form not in ("ed", "past", "pp"):
        return []
    match = _OF_NUMBER.search(text, sentence.start, trigger.start)
    near = [i for i in sentence.items if match and i.end <= match.start() and not i.generic]
    if match is not None and not near and before is not None and _THEY_ARE.match(text, sentence.start):
        near = [i for i in before.items if i.quantity and not i.generic][:1]
    if match is None or not near or any(match.start() < i.start < trigger.start for i in sentence.items):
        return []
    item = replace(near[-1])
    number = match["number"].lower()
    item.quantity = float(number) if number.isdigit() else float(_NUMBERS.get(number, 0)) or None
    return [item]


def pairs(
    text: str, sentence: Sentence, goods: list[ItemMention], firms: list[Company]
) -> list[tuple[list[ItemMention], int]]:
    """Return goods with the offset of their own source in "two ships from A and three jets from B"; else nothing."""
    sources = sorted(
        {a.start for a in sentence.actors if a.prep == "from" and not a.adjective}
        | {f.start for f in firms if f.prep == "from"}
    )
    sources = [s for n, s in enumerate(sources) if not n or s - sources[n - 1] > 12]
    if len(sources) < 2 or not goods or goods[0].end > sources[0]:
        return []
    out, low = [], goods[0].start
    for source in sources:
        own = [g for g in goods if low <= g.start < source]
        if own:
            out.append((own, source))
        low = source
    return out if len(out) > 1 else []


def _object(text: str, sentence: Sentence, low: int, high: int) -> bool:
    """Whether goods are what a verb governs, not part of another phrase ("guidance to crews of boats")."""
    gap = _HOLDER.sub(" ", text[low:high])
    if _PAPERS.search(gap) or _SEARCH.search(gap) or _FOR_THEIRS.search(text[low:high]):
        return False
    for a in sentence.actors:
        if low <= a.start < high:
            gap = gap.replace(f"{text[a.start : a.end]} of ", " ", 1)
            if a.prep in ("to", "with", "for", "from") and not a.adjective:
                gap = re.sub(rf"\b{a.prep}\b", " ", gap, count=1)
    return not _ASIDE.search(gap)


def again(text: str, goods: list[ItemMention]) -> bool:
    """Whether goods are only meant again: "the boats", "both vessels", with no number of their own."""
    return bool(goods) and all(
        (
            g.quantity is None
            and _AGAIN.fullmatch(
                text,
                max(0, g.start - 10),
                g.end,
            )
            is not None
        )
        or (g.quantity is None and any(_AGAIN.fullmatch(text, s, g.end) for s in range(max(0, g.start - 14), g.start)))
        for g in goods
    )
