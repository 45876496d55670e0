"""Model designations of equipment: F-16 Block 72, Su-30MKI, Type 054A/P, K9, Mogami-class, RSS Invincible."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAIL = (
    r"(?:[ ](?:Block|Blk|Batch|Mk|Mark|Flight|Tranche|Lot)[ ](?:\d{1,3}[A-Z]{0,2}|[IVX]{1,4}[A-Z]?)(?:/\d+)?)?"
    r"(?:[ ](?:MSE|MRTT|MKI|AMRAAM|ASW|AEW|ER|NG|MPA)\b)?"
)
_HYPHENED = re.compile(
    r"(?<![\w/.-])(?:AN/)?(?P<stem>[A-Z]{1,5}|F/A|Su|MiG|Mig|Mi|Yak|Il|An|Tu|Ka|Be|Mk|Kh|Do|Dornier)[-\u2011]"
    r"(?P<number>\d{1,3})[A-Z]{0,4}\d?(?:-[A-Z0-9]{1,3})?(?:/[A-Z]{1,3})?" + _TAIL + r"(?:[’']?s\b)?(?![\w-])"
)
_TYPED = re.compile(r"\b(?:Type|Project|Mk|Mark)[ -]?\d{1,5}[A-Z]{0,2}(?:\.\d)?(?:/[A-Z]{1,2})?(?![\w-])")
_CLOSED = re.compile(
    r"(?<![\w/.-])(?:K[29]|K239|K808|TB[23]|C295\w?|C130\w?|C390|C17|F16\w?|F35\w?|F15\w{0,2}|FA50|KF21|T50|JF17|"
    r"H(?:125|135|145|160|175|215|225)M?|AW\d{3}|NH90|A400M|A330|M777\w{0,2}|M1A[12]\w{0,3}|M109\w{0,2}|M113\w{0,2}|"
    r"M142|P8\w?|MQ9\w?|S[34]00|SM[236]|CB90|VT4|VN\d{1,2}|HQ\d{1,2}\w?|L39\w{0,2}|L159|PC[-]?\d{1,2}|NSM|JSM|ESSM|"
    r"JDAM|JASSM|LRASM|GMLRS|NASAMS|ATACMS|HIMARS|THAAD|AMRAAM|AEW&C|MRTT)s?(?![\w-])"
)
_CLASS = re.compile(
    r"(?<![\w-])[A-Z][\w’'-]*?(?:[ ][A-Z][\w’']*)?[-\u2011 ](?:[Cc]lass)\b(?![ ](?:size|photo|action|war))"
)
_HULL = re.compile(
    r"\b(?:HMAS|HMNZS|HMS|RFNS|RKS|RMIS|FSS|HMTSS|HMTCSS|SLCG|SMPS|KRB|HMPNGS|VOEA|PSS|RSIPV|RVS|RSS|RSN|ROKS|"
    r"KCG|BRP|INS|ICGS|KRI|KN|KD|PNS(?:/M)?|PMSS|"
    r"BNS|BCGS|CGS|SLNS|SLCGS|MCGS|HTMS|UMS|JS|JDS|USCGC|USS|ROCS|CNS|KM)[ ](?:[“\"])?(?P<name>[A-Z][\w’'.-]+"
    r"(?:[ ](?:[A-Z][\w’'-]+|[IVX]+)){0,2})"
)
_NOT_MODEL = frozenset(
    """G COVID COP FY CY Q H SDG UN US UK EU RIMPAC LIMA ADMM CPEC B IP P5 ARTICLE ASEAN NATO IMF WTO ROK PRC DPRK
    AMAN MILAN ALON TOP GATE SEA AGE WEEK DAY JULY JUNE MAY AUG DEC NOV OCT SEP FEB JAN MAR APR PAGE NO CNN BBC PART
    PHASE ID ISO IEC BRICS RCEP OPEC AP IV III II VI VII UTC GMT RES HR PM AM KM MW GW TV""".split()
)


def spans(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Return ``(start, end, kind)`` of the designations in ``text[start:end]``, in order and apart.

    Parameters
    ----------
    text : str
        The document's.
    start, end : int
        Half-open code points of one sentence.

    Returns
    -------
    list of tuple
        ``kind`` is ``model``, ``class`` (a class of ships, mostly before its noun) or ``hull`` (the name of one ship).
    """
    found = sorted(_found(text, start, end), key=lambda f: (f[0], -f[1]))
    out: list[tuple[int, int, str]] = []
    for item in found:
        if not out or item[0] >= out[-1][1]:
            out.append(item)
    return out


def _found(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    for m in _HYPHENED.finditer(text, start, end):
        if m["stem"] not in _NOT_MODEL:
            yield m.start(), m.end(), "model"
    for pattern in (_TYPED, _CLOSED):
        for m in pattern.finditer(text, start, end):
            yield m.start(), m.end(), "model"
    for m in _CLASS.finditer(text, start, end):
        words = text[m.start() : m.end()].split()
        first = m.start() + (
            len(words[0]) + 1 if len(words) > 1 and words[0] in ("The", "A", "An", "Its", "Two") else 0
        )
        yield first, m.end(), "class"
    for m in _HULL.finditer(text, start, end):
        yield m.start(), m.end(), "hull"
