"""The persons of one document: whom a name means, in which order it stands, with or without accents and capitals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.mentions import Person, PersonMention
from kg.extraction.name_words import fold, same, tokenise
from kg.extraction.names import NAME_GAPS, NameReader
from kg.extraction.untitled import UntitledFinder

if TYPE_CHECKING:
    from kg.extraction.lexicon import Lexicon
    from kg.extraction.mentions import ActorMention, Sentence
    from kg.extraction.scan import Words

_NEAR = 2
"""Sentences back to which a counterpart's other may stand."""
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_WORDS = frozenset(
    {"little", "may", "long", "price", "young", "short", "brown", "rich", "new", "park", "day", "case", "bill", "sea"}
    | {
        "west",
        "north",
        "south",
        "east",
        "power",
        "law",
        "best",
        "hope",
        "rose",
        "green",
        "white",
        "black",
        "good",
        "high",
    }
    | {"song", "sun", "moon", "gold", "field", "page", "ward", "hill", "wood", "love", "joy", "grace", "faith", "mark"}
)
"""Names that are common words: a mention by one of them needs a mark of a name after it."""


class People:
    """Remembers the persons of a document and finds them again by parts of their names."""

    def __init__(self, words: Words, lexicon: Lexicon) -> None:
        self.words, self.lexicon = words, lexicon
        self.persons: list[Person] = []
        self.tokens: dict[str, list[Person]] = {}
        self.unnamed: list[tuple[int, PersonMention]] = []
        """Titles without a name beside them ("India's defence minister"), with their sentences."""
        self._last: list[tuple[int, PersonMention]] = []
        self._untitled = UntitledFinder(words, lexicon, NameReader(words, lexicon))

    def untitled(
        self, low: int, high: int, actors: dict[int, ActorMention], sentence: Sentence, things: list[tuple[int, int]]
    ) -> list[PersonMention]:
        """Return the persons of a sentence whom no title introduces anywhere; none inside the names of `things`."""
        out = []
        for mention in self._untitled.find(low, high, actors, sentence, things):
            tokens = tokenise(mention.name)
            near = [p for token in tokens for p in self.tokens.get(token, ()) if same(tokens, tokenise(p.name))]
            if not near:
                self.remember(mention, sentence.index)
                out.append(mention)
        return out

    def later(
        self, low: int, high: int, actors: dict[int, ActorMention], found: list[PersonMention], sentence: int
    ) -> list[PersonMention]:
        """Return mentions by name alone of the document's persons; a name before its person's title counts too."""
        taken = [(p.start, p.end) for p in found]
        out, at, words = [], low, self.words
        while at < high:
            form = words.forms[at]
            known = self.tokens.get(fold(form)) if form[0].isupper() and len(form) > 1 else None
            if not known or at in actors or any(a <= words.starts[at] < b for a, b in taken):
                at += 1
                continue
            last = at
            while last + 1 < high and fold(words.forms[last + 1]) in self.tokens and words.gap(last) in NAME_GAPS:
                last += 1
            tokens = {fold(f) for f in words.forms[at : last + 1]}
            match = [p for p in known if tokens <= set(tokenise(p.name))]
            before = [p for p in match if p.mentions and p.mentions[0][0] <= sentence]
            match = before or match
            if len(match) == 1 and not self._word(at, last, low):
                person = match[0]
                mention = PersonMention(words.starts[at], words.ends[last], person.name, person=person)
                person.mentions.append((sentence, mention))
                out.append(mention)
            at = last + 1
        return out

    def _word(self, at: int, last: int, low: int) -> bool:
        """Whether a name is more likely a common word or part of another name here."""
        words = self.words
        if at > low and words.gap(at - 1) == " " and last == at:
            previous = words.forms[at - 1]
            if previous[0].isupper() and previous in (
                "Camp",
                "Fort",
                "Port",
                "Mount",
                "Lake",
                "Cape",
                "USS",
                "Operation",
            ):
                return True
        following = words.text[words.ends[last] : words.ends[last] + 2]
        return last == at and words.forms[at].lower() in _WORDS and not re.match(r"['’,.]|\s?$", following)

    def as_other(self, mention: PersonMention, sentence: int) -> None:
        """Give a counterpart the office of the person whose counterpart it is, where none is said."""
        near = [m for s, m in self._last if sentence - s <= _NEAR and m.office and not m.counterpart]
        if not near:
            near = [m for s, m in self._last if sentence - s <= _NEAR and m.office]
        other = near[-1] if near else None
        mention.other = other.person if other is not None else None
        if mention.office is None and other is not None:
            mention.office, mention.bases, mention.own = other.office, other.bases, False
            mention.host, mention.former = other.host, mention.former or other.former

    def remember(self, found: PersonMention, sentence: int) -> None:
        """Give a mention its person: one already known, or a new one."""
        tokens = tokenise(found.name)
        near = {id(p): p for token in tokens for p in self.tokens.get(token, ())}
        fits = [p for p in near.values() if same(tokens, tokenise(p.name))]
        person = max(fits, key=lambda p: self._closeness(p, found), default=None)
        if person is None:
            person = Person(found.name)
            self.persons.append(person)
        elif len(found.name) > len(person.name):
            person.name = found.name
        if found.state is not None and person.state is None:
            person.state = found.state
        found.person = person
        person.mentions.append((sentence, found))
        self._last = [*self._last[-12:], (sentence, found)]
        for token in tokens:
            if len(token) > 2 or (len(token) == 2 and len(tokens) <= 2 and found.office is not None):
                if token in self.lexicon.sets["particles"] or token in _SUFFIXES:
                    continue
                known = self.tokens.setdefault(token, [])
                if person not in known:
                    known.append(person)

    def _closeness(self, person: Person, found: PersonMention) -> tuple[int, int, int]:
        """How well a known person fits a mention: same state, same title, mentioned last."""
        states = (
            0 if not person.state or not found.state else 1 if person.state.identity == found.state.identity else -1
        )
        titles = {t for _, m in person.mentions for t in m.bases}
        return states, len(titles & set(found.bases)), person.mentions[-1][1].start if person.mentions else 0
