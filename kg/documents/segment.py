"""Blocks to sentences: a rule splitter that knows the abbreviations of this field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.documents.document import Block, Sentence

_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)")
_WORD_BEFORE = re.compile(r"([^\W\d_][\w.'’]*)\Z")
_NEXT = re.compile(r"\s+([\"'“‘«(\[]*)(\S+)")
_NEVER = frozenset(
    """
    gen lt col maj capt brig adm cdr cmdr sgt cpl pvt vadm radm mr mrs ms dr prof rev hon fr st mt amb sen rep
    gov pres supt insp usec asec commo cmde cdre cmdre lcdr ltcol snr pol surg gp wg flt sqn mshl msgt ssgt spox atty
    engr ybhg ybm yb yab ir drs fmr asst dep undersec hon'ble hon’ble lt.gen maj.gen brig.gen vice.adm rear.adm kol
    no nos vs cf fig art arts sec para pp vol ed eds h.e e.g i.e al approx ca messrs mme ret ma sta sto hj mohd md
    """.split()
)
# These may end a sentence: they do when the next word is one that sentences begin with.
_MAYBE = frozenset(
    """u.s u.k u.n e.u a.m p.m jr sr inc ltd co corp plc bhd pte pty etc jan feb mar apr jun jul aug sep sept oct
    nov dec d.c""".split()
)
_STARTERS = frozenset(
    """the a an in on at it its he she they this that these those but and however both as we our under after before
    during while with according there when for since his her their meanwhile earlier later also last next such
    if""".split()
)


def sentences(text: str, blocks: Iterable[Block]) -> tuple[Sentence, ...]:
    """Split every block that is not furniture into sentences.

    Parameters
    ----------
    text : str
        The normalised text.
    blocks : iterable of Block
        In order.

    Returns
    -------
    tuple of Sentence
        Trimmed of white space, in order, none crossing a block.
    """
    return tuple(
        Sentence(start, end, index)
        for index, block in enumerate(blocks)
        if block.kind != "furniture"
        for start, end in _split(text, block.start, block.end)
    )


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    low = start
    for match in _END.finditer(text, start, end):
        if match.end() < end and not _ends(text, match, low, end):
            continue
        yield from _trimmed(text, low, match.end())
        low = match.end()
    yield from _trimmed(text, low, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _ends(text: str, match: re.Match[str], low: int, end: int) -> bool:
    following = _NEXT.match(text, match.end(), end)
    if following is None:
        return True
    opening, word = following.groups()
    head = word[0]
    if not (head.isupper() or head.isdigit() or (head.isalpha() and not head.islower())) and not opening:
        return False
    if not match.group().startswith(".") or (len(match.group()) > 1 and match.group()[1] == "."):
        return True
    before = _WORD_BEFORE.search(text, max(low, match.start() - 24), match.start())
    if before is None:
        return True
    token = before.group(1).rstrip(".").lower()
    if token in _NEVER:
        return False
    starter = word.strip("\"'“”‘’,.;:").lower() in _STARTERS
    if token in _MAYBE:
        return starter
    if len(token) == 1 or re.fullmatch(r"(?:\w\.)+\w", token):
        return starter  # an initial ("S. Jaishankar", "W.R. Vosarogo"), unless a sentence plainly begins
    return True
