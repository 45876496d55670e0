"""Patterns around the head of an instrument's phrase: short names, sides, complements, titles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.mentions import Actor

if TYPE_CHECKING:
    from kg.extraction.mentions import Group

SMALL = frozenset(
    {"of", "on", "for", "and", "the", "in", "to", "between", "concerning", "relating", "with", "against", "at"}
)
CUT = re.compile(
    r", \w+ing\b| was | were | has | have | had | is | are |[;:]| as |, while|, amid| after | following |"
    r" when |, but |, which | during | amid |, according|”|, and (?:the|a|an) | and an? "
)
COMPLEMENT = re.compile(
    r"[”\"’']?\s*(?:\([^)]{1,40}\)\s*)?,?\s*(?:on|over|about|for|to|concerning|regarding|that|which|covering|governing|"
    r"allow\w*|relating|aimed|"
    r"enabl\w+|between|with|in|establish\w+|facilitat\w+|provid\w+|of|permit\w*|under|signed|among|"
    r"designed|will|would|involving|worth|at|focus\w*)\b"
)
WITH = re.compile(r"\b(between|with|among|involving)\s")
LEAD_IN = re.compile(
    r"(?:(?:several|other|many|various|a number of|two|three|four|five|six|seven|more)(?: (?:other|more|like-minded|"
    r"regional|partner))* (?:countries|nations|states|partners|allies|governments)\s?(?:,|:|—|–|-| \()?\s?"
    r"(?:including|such as|like|among them|namely|notably)?\s)?(?:(?:the|both|its|their|neighbou?ring|fellow|of|"
    r"[Gg]overnments?|[Rr]epublic|[Kk]ingdom|"
    r"[Cc]ommonwealth|ally|allies|partners?)\s+)*"
)
SEVERAL = re.compile(r"(?:\w+ ){1,3}(?:countries|nations|states|partners|allies|governments)\b")
BROKEN = re.compile(
    r"\b(?:during|after|as|when|while|who|held|met|meeting|talks|his|her|along|said|was|were|is|are|has|"
    r"have|had|cooperation|ties|relations|tensions|visit|dispute)\b"
)
CALLED = r"(?:hereinafter|hereafter|henceforth|usually|commonly|also|generally|better|otherwise|sometimes)?"
BRACKET = re.compile(
    rf"\s*,?\s*\(\s*(?:{CALLED}\s*(?:(?:referred to|known) as|called|dubbed|or|abbreviated(?: as| to)?|"
    rf"hereinafter|hereafter)?,?\s*)?"
    r"[\"“'‘]?(?:the\s+)?[\"“'‘]?([A-Z][A-Za-z&/-]{1,14}|(?:[A-Z\d][\w.’'–-]*\s){1,4}[A-Z][\w-]*)[\"”'’]?\s*\)"
)
SHORT_FORM = re.compile(
    r",? (?:or|known as|called|dubbed|abbreviated) (?:the )?([A-Z]{3,10})\b(?=[,.;]| )|, ([A-Z]{3,10}) for short\b,?"
)
CONTENT = re.compile(r" (?:on|over|for|concerning|regarding) (?:[\w-]+,? (?:and )?){0,6}cooperation ")
BODY = (
    r"((?:[A-Z][\w&’'-]*|of|for|and|the)(?: (?:[A-Z][\w&’'-]*|of|for|and|the)){0,8}? "
    r"(?:Agency|Authority|Commission|Department|Ministry|Corporation|Company|Industries|Systems|Aerospace|"
    r"Shipyard|Command|"
    r"Administration|Office|Bureau|Institute|Council|Group|Services|Guard|Navy|Army|Police|Force|"
    r"Forces)(?: \([A-Z][A-Za-z&-]{1,9}\))?)"
)
BODIES = re.compile(rf"(?:the )?{BODY} and (?:the )?(?:[A-Z][a-z]+[’']s )?{BODY}")
AND = re.compile(r",? and (?:of )?(?:the )?(?:[Gg]overnment of )?(?:the )?")
KIND = re.compile(r"\s+of (?:this|that|the same) (?:kind|sort|type)\b")
TITLE_GO = re.compile(
    r"\s+(?:(?:on|of|for|between|concerning|in|regarding|relating to|and|"
    r"to)\s+)(?:the\s+)?(?=[A-Z])"
)
BRACKETED = re.compile(r" \([A-Z][A-Za-z-]{1,9}\) ")
HAS_WITH = re.compile(
    r"\s+(?:that |which )?(?:it|they|the country) (?:already )?(?:has|have|had|signed|"
    r"shares?) with\s+(?:the\s+)?"
)
OF_YEAR = re.compile(r"\s+(?:of|from|dating from|dated|\()\s*((?:19|20)\d\d)\b")
MONTHS = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Mon|Tues|Wednes|Thurs|"
    r"Fri|Satur|Sun)(?:day)?\b"
)
IN_TOWN = re.compile(r"\s+(?:in|at)\s+(?!the\b)")
OTHERS = re.compile(
    r"(?:with|between|by)\s+(?:\w+\s+)?(?:other|like-minded|several|more|various)\s+(?:\w+\s+)?(?:nations|"
    r"countries|states|partners)"
)
OFFICES = re.compile(
    r"\b(?:defen[cs]e|security|foreign|military) (?:ministers?|secretar(?:y|ies)|ministr(?:y|ies)|"
    r"departments?|chiefs?|"
    r"officials?|forces?|establishments?|advis[eo]rs?)\b",
    re.IGNORECASE,
)
BORDER = re.compile(r"\b(?:boundar(?:y|ies)|border|delimitation|demarcation)\b", re.IGNORECASE)
PENDING = frozenset({"proposed", "planned", "signed", "expected", "negotiated", "concluded", "initialled", "existing"})
"""Participles between an article and an instrument: "the proposed agreement" is the one spoken of."""
FIXED = frozenset({"artemis accords", "artemis accord", "compact of free association"})
YEAR_BEFORE = re.compile(r"\b((?:19|20)\d\d) \Z")
COMMON = (
    "memorand", "joint", "letter", "statement of", "declaration of", "communiqu", "vision", "leaders", "exchange",
    "notes",
    "diplomatic", "press", "verbal", "contract", "political", "cooperation", "work plan", "implementation plan",
    "loan", "grant",
    "intergovernmental", "framework agreement", "code of conduct", "implementing", "technical", "security arrangement",
    "practical", "agreed", "record", "standard", "rules", "m o u", "mou", "moa", "moc",
)  # fmt: skip
ALLIED = re.compile(r"\s(?:all(?:y|ies|iances?)|partners?)\b")
CONSENT = re.compile(r" of (?:ratification|acceptance|accession|approval|surrender)\b|-(?:based|only)\b| messages?\b")
ABSTRACT = re.compile(
    r"\b(?:in|of|on|reach(?:ed|ing)?|(?:is|was|are|were) (?:in )?|came to|full|broad|general|mutual|by) agreement\Z"
)


def complement(text: str, at: int, limit: int) -> str:
    """Return the words behind an instrument's head that say what it is about."""
    window = text[at : min(limit, at + 200)]
    if not COMPLEMENT.match(window):
        return ""
    cut = CUT.search(window)
    return window[: cut.start()] if cut else window


def body(label: str, groups: list[Group], at: int) -> Actor:
    """Return the body named at an offset: the registry's where a mention covers it, else one of its own."""
    for group in groups:
        for member in group.members:
            if member.actor.kind == "organisation" and abs(member.start - at) <= 4:
                return member.actor
    return Actor(label, "organisation")
