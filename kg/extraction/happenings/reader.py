"""The general reader of engagements over a whole document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extraction.happenings import bare
from kg.extraction.happenings.book import Book
from kg.extraction.happenings.encounters import Encounters
from kg.extraction.happenings.follow import Follower
from kg.extraction.happenings.forces import Forces
from kg.extraction.happenings.journeys import Journeys
from kg.extraction.happenings.noun_events import NounEvents
from kg.extraction.happenings.nouns import nouns
from kg.extraction.happenings.sides import Sides
from kg.extraction.happenings.when import Clock

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.drafts import Draft
    from kg.extraction.happenings.model import Noun


def happenings(context: Context, known: list[Draft]) -> list[Draft]:
    """Return the engagements of a document: those already known, completed, and all others that its words propose.

    Parameters
    ----------
    context : Context
        The document, with its persons linked to their states.
    known : list of Draft
        What the narrower readers have found; kept, and joined with what means the same.
    """
    bare.add(context)
    sides, clock = Sides(context), Clock(context)
    journeys = Journeys(context, sides, clock)
    readers = (Encounters(context, sides, clock), journeys, Forces(context, sides, clock))
    named = NounEvents(context, sides, clock)
    follower = Follower(context, sides, clock)
    book = Book(context, sides, clock, known)
    known_names: dict[str, Noun] = {}
    for sentence in context.reading.sentences:
        found = nouns(context, sentence, known_names)
        events = named.read(sentence, found)
        for reader in readers if not sentence.heading else ():
            events += reader.read(sentence, found)
        for event in sorted(events, key=lambda e: e.draft.offset):
            book.add(event)
            journeys.heard(event)
        for event in follower.read(sentence, book.thread(sentence), found):
            book.add(event)
    return book.finish()
