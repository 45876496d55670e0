"""Events in the making, and the nouns that may name one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.extraction.drafts import Draft
from kg.extraction.mentions import Actor, DateMention, PersonMention, Sentence, Span

HABIT = re.compile(
    r"\b(?:regular(?:ly)?|annually|routinely|often|frequent(?:ly)?|usually|increasingly|each year|every "
    r"(?:year|two years|other year)|"
    r"over the years|over many years|always|in general|from time to time|as needed|year after year)\b",
    re.IGNORECASE,
)
FOUNDED = re.compile(r"(?:launch|establish|inaugurat|initiat|creat)(?:ed|es|e)?\b|set up\b", re.IGNORECASE)
MEETINGS = frozenset({"summit", "ministerial", "dialogue"})
ROLES = ("participant", "host", "visitor", "observer")
REACH = 6
"""Sentences after which a bare "the meeting" no longer means the one before."""
VAGUE = frozenset(
    """no any each every such more some many several further other similar regular frequent all new""".split()
)
"""Determiners that make a noun no particular event."""
DRILLS = frozenset({"exercise", "patrol", "training"})


def titular(sentence: Sentence) -> bool:
    """Whether a sentence is a heading, or opens the text as one does: short and without a full stop."""
    return sentence.heading or (sentence.index == 0 and len(sentence.text) < 170 and sentence.text[-1:] not in ".?!")


@dataclass(slots=True)
class Noun(Span):
    """A noun phrase that may name an event.

    Attributes
    ----------
    tail : int
        Where its complements end ("the meeting between A and B (ABBR)").
    inner : list of Actor
        The states and groupings that its name holds.
    ordinal : str or None
        Which of a series it is, as a number in digits.
    """

    type: str
    head: str
    name: str | None = None
    series: str | None = None
    year: str | None = None
    plural: bool = False
    tail: int = 0
    inner: list[Actor] = field(default_factory=list)
    ordinal: str | None = None
    det: str = ""


@dataclass(slots=True)
class Status:
    """What a clause says of an event: stage and modality, and where the verb stands that says it."""

    stage: str
    modality: str
    start: int
    end: int
    frame: str = ""
    subject: bool = False
    passive: bool = False
    role: str | None = None


@dataclass(slots=True)
class Happening:
    """A draft with what joining needs.

    Attributes
    ----------
    definite : bool
        Whether the words point back to an event already named ("the meeting", "the drills").
    sure : bool
        Whether it stands as a record by itself; what is not sure only adds to another.
    """

    draft: Draft
    sentence: Sentence
    definite: bool = False
    sure: bool = True
    ordinal: str | None = None
    head: str = ""
    year: str | None = None
    persons: list[PersonMention] = field(default_factory=list)
    date: DateMention | None = None
    apart: bool = False
    """Whether the words set it apart from what was told before ("separately", "prior to the meeting")."""
    stated: bool = False
    """Whether a verb says what became of it."""
