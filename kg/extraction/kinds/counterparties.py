"""Whether "with X" belongs to what is signed or held: a pact *with X* has the party X, *tensions with X* have not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.discourse import Instruments
    from kg.extraction.mentions import Actor, Group, Sentence

# Words that open a clause or phrase of their own: a "with" behind one of them belongs to it.
_OPENS = re.compile(
    r"\b(?:after|amid|amidst|as|while|whilst|despite|following|because|since|when|before|until|although|"
    r"though|whereas|"
    r"and (?:\w+ )?(?:talks|negotiations|discussions)|but|without|against|over|where|to|if|given|unless|even|so)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"([\w’'%-]+)[\s,)”\"]*\Z")
_GOVERNS = frozenset(
    """
    agreement agreements pact pacts treaty treaties accord accords deal deals memorandum memoranda arrangement
    arrangements contract contracts notes statement declaration protocol understanding covenant convention mou moa raa
    vfa sofa acsa gsomia document documents instrument instruments
    together jointly along each talks negotiations discussions
    cooperation co-operation security defence defense logistics intelligence information equipment technology access
    training assistance awareness affairs forces arms research industry
    today yesterday week month year ceremony visit
    has have had hold holds held conduct conducts conducted stage stages staged run runs ran sign signs signed concluded
    """.split()
)


def attached(text: str, sentence: Sentence, anchor: int, group: Group) -> bool:
    """Return whether a group governed by "with" is a side of the instrument or event before it.

    It is where nothing between the two opens a clause, and the word before "with" is the instrument's or event's,
    its object's or verb's, a date, a place or a sum. Any other noun ("tensions", "a border", "trade") takes the "with"
    for itself.

    Parameters
    ----------
    text : str
        The document's.
    anchor : int
        Offset at which the instrument or event, or its verb where that stands later, ends.
    """
    if group.prep != "with" or anchor >= group.start:
        return True
    gap = text[anchor : group.start]
    at = gap.rfind("with")
    if at < 0:
        return True
    before = gap[:at]
    if _OPENS.search(before) or ";" in before:
        return False
    last = _WORD.search(before)
    if last is None:
        return True
    word = last.group(1)
    if not word[0].islower() or word in _GOVERNS or word.endswith("ly"):
        return True
    place = anchor + last.start(1)
    spans = (*sentence.dates, *sentence.amounts, *sentence.items, *sentence.instruments, *sentence.engagements)
    return any(span.start <= place < span.end for span in spans)


def common(context: Context, instruments: Instruments, sentence: Sentence, sides: list[Actor]) -> Actor | None:
    """Return the state that has the pacts of "similar pacts with A and B": a side of all those just told of."""
    others = {s.identity for s in sides}
    near = [k.draft.actors("party") for k in instruments.known[-8:] if 0 <= sentence.index - k.last <= 8]
    shared = [a for a in near[-1] if all(a.identity in {b.identity for b in ps} for ps in near)] if near else []
    shared = [a for a in shared if a.identity not in others]
    home = context.focus.home
    if len(shared) == 1:
        return shared[0]
    return home if home is not None and home.identity not in others and not shared else None
