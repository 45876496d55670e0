"""What follows the head of a title: its subject, its unit, the state, the place of accreditation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extraction.mentions import Actor
from kg.extraction.organisations import at_words
from kg.extraction.portfolios import PhraseReader

if TYPE_CHECKING:
    from kg.extraction.lexicon import Lexicon
    from kg.extraction.mentions import ActorMention
    from kg.extraction.scan import Words

LINKS = frozenset({"of", "for", "to", "in", "on", "at"})
_BODIES = frozenset({"ministry", "department", "office", "palace", "embassy", "government", "military", "navy", "army"})
_BRACKET = re.compile(r"\s?\(([^()\n]{1,40})\)")
_OF_THE_DAY = re.compile(r"\s(?:of the (?:day|time)|at the time|at that time)\b")
_CHARGED = re.compile(r"\s(?:in charge of|responsible for|accredited to|designate to|designate of)\s(?:the\s)?")
_ENDS = re.compile(r"\s*(?:[,.;:)\]\n]|$|[–—-]\s|and\b|on\b|at\b|said\b|says\b)")


@dataclass(slots=True)
class Title:
    """One title: the words that it spans, what the text calls the office, and whose it is.

    Attributes
    ----------
    first, last : int
        Words of the whole, with the state before it and the unit after it.
    low, high : int
        Words of the office or rank itself, as a record names it.
    base : str
        The lexicon's entry for the head, in lower case.
    body : str
        A ministry or service named without its state ("foreign ministry").
    possessor : str
        A possessive pronoun before it.
    """

    first: int
    last: int
    low: int
    high: int
    kind: str
    base: str
    plural: bool = False
    states: list[Actor] = field(default_factory=list)
    organisation: Actor | None = None
    body: str = ""
    former: bool = False
    elect: bool = False
    possessor: str = ""
    article: bool = False
    complement: bool = False
    host: str | None = None
    end: int = 0
    trailing: bool = False
    definite: bool = False
    body_at: int = -1

    @property
    def state(self) -> Actor | None:
        """The one state that the title names, or None."""
        return self.states[0] if len(self.states) == 1 else None


class ComplementReader:
    """Reads on from the head of a title to its last word."""

    def __init__(self, words: Words, lexicon: Lexicon) -> None:
        self.words, self.lexicon, self.phrases = words, lexicon, PhraseReader(words, lexicon)

    def read(self, title: Title, portfolios: dict[int, int], high: int, actors: dict[int, ActorMention]) -> None:
        """Take in what follows the head: its subject, its unit, the state, a place of accreditation."""
        words, sets = self.words, self.lexicon.sets
        envoy = title.base in sets["envoys"]
        for _ in range(6):
            last = title.last
            bracket = _BRACKET.match(words.text, words.ends[last])
            if bracket is not None:
                if not self._bracket(title, bracket, high, actors):
                    break
                continue
            past = _OF_THE_DAY.match(words.text, words.ends[last])
            if past is not None:
                title.former = True
                while title.last + 1 < high and words.ends[title.last + 1] <= past.end():
                    title.last += 1
                continue
            charged = _CHARGED.match(words.text, words.ends[last])
            if last + 2 >= high and not (last + 1 < high):
                break
            gap = words.gap(last).removeprefix(")") if last + 1 < high else ""
            word = words.forms[last + 1] if last + 1 < high else ""
            if charged is not None:
                at = last + 1
                while at < high and words.starts[at] < charged.end():
                    at += 1
            elif gap == " " and (word in LINKS or (word == "from" and title.plural)) and last + 2 < high:
                at = last + 2
            elif (gap == ", " and self._after_comma(title, last + 1, high, actors)) or (
                gap == " " and self._direct(title, last + 1, high, actors)
            ):
                continue
            else:
                break
            link = word
            if at + 1 < high and words.forms[at] == "its" and words.gap(at) == " ":
                title.possessor = title.possessor or "its"
                at += 1
            the = at < high and words.forms[at] == "the"
            if the and at + 1 < high and at not in portfolios:
                at += 1
            if at >= high or words.gap(at - 1) not in (" ", " “", ' "'):
                break
            shown = title.high
            if not self._complement(title, at, link, envoy, portfolios, high, actors):
                break
            title.high = shown if title.trailing else title.high
            title.complement = True

    def _complement(
        self, title: Title, at: int, link: str, envoy: bool, portfolios: dict[int, int], high: int,
        actors: dict[int, ActorMention],
    ) -> bool:  # fmt: skip
        words = self.words
        actor = actors.get(at)
        if actor is not None:
            end = at
            while end + 1 < high and actors.get(end + 1) is actor:
                end += 1
            if actor.actor.kind == "state":
                return self._of_state(title, at, end, link, envoy, actor, high, actors)
            if actor.actor.kind in ("organisation", "grouping") and link in ("of", "for", "to", "at", "in"):
                if envoy and link in ("to", "in", "at"):
                    title.last = title.high = end
                    return True
                if title.organisation is not None and title.organisation is not actor.actor and link != "of":
                    return False
                title.organisation, title.last = title.organisation or actor.actor, end
                if not title.complement or title.base in self.lexicon.sets["commands"]:
                    title.high = end
                if actor.possessive and end + 2 < high and words.forms[end + 1] == "s":
                    named = at_words(words, end + 2, high, actors, self.lexicon)
                    closes = named[1] if named else self.phrases.subject(end + 2, high, actors, portfolios)
                    if closes is not None:
                        title.last = title.high = closes
                return True
            return False
        if link == "in" and not words.forms[at][0].isupper():
            return False
        start = at + 1 if words.forms[at] == "the" and at + 1 < high else at
        named = at_words(words, start, high, actors, self.lexicon)
        if named is not None and link in ("of", "for", "at", "in", "to"):
            label, end = named
            plain = all(words.forms[i].lower() in self.lexicon.sets["subjects"] for i in range(start, end + 1))
            if not (plain and title.base.endswith(("minister", "secretary", "mantri"))):
                title.body = title.body or label
            title.last = title.high = end
            self._seat(title, high, actors)
            return True
        if link in ("to", "in", "at") and not envoy:
            return False
        closes = self.phrases.subject(at, high, actors, portfolios)
        if closes is None:
            return False
        if words.forms[closes].lower() in _BODIES and closes > at:
            title.body = title.body or words.text[words.starts[at] : words.ends[closes]]
        title.last = title.high = closes
        self._seat(title, high, actors)
        return True

    def _seat(self, title: Title, high: int, actors: dict[int, ActorMention]) -> None:
        """Take in "in Taipei" after a body that sits there."""
        words, at = self.words, title.last + 2
        actor = actors.get(at) if at < high and words.forms[at - 1] == "in" and words.gap(at - 2) == " " else None
        if actor is None or actor.actor.kind != "state" or not title.body or "mbassy" in title.body:
            return
        if actor.name_kind in ("capital", "seat") and not title.states:
            title.states, title.last = [actor.actor], self.phrases.end(at, actors, high)

    def _of_state(
        self, title: Title, at: int, end: int, link: str, envoy: bool, actor: ActorMention, high: int,
        actors: dict[int, ActorMention],
    ) -> bool:  # fmt: skip
        words = self.words
        after = end + 2 if end + 1 < high and words.forms[end + 1] == "s" else end + 1
        inner = actors.get(after) if after < high else None
        beside = after < high and words.gap(after - 1) == " " and after not in actors and link in ("of", "for")
        unit = (
            at_words(words, after, high, actors, self.lexicon) if beside and words.forms[after][0].isupper() else None
        )
        unit = unit or (
            at_words(words, after, high, actors, self.lexicon) if beside and words.forms[after][0].isdigit() else None
        )
        owning = actor.possessive or actor.adjective or unit is not None
        if owning or (inner is not None and inner.actor.kind == "organisation" and words.gap(after - 1) == " "):
            if inner is not None and inner.actor.kind == "organisation":
                stop = after
                while stop + 1 < high and actors.get(stop + 1) is inner:
                    stop += 1
                if not inner.actor.label.endswith("Staff") or inner.actor.key:
                    title.organisation = title.organisation or inner.actor
                title.states = title.states or [actor.actor]
                title.last = title.high = stop
                return True
            named = at_words(words, after, high, actors, self.lexicon) if after < high else None
            if named is not None:
                title.body = title.body or named[0]
                title.states = title.states or [actor.actor]
                title.last = title.high = named[1]
                return True
            closes = self.phrases.subject(after, high, actors, {}) if after < high else None
            if closes is not None:
                title.states = title.states or [actor.actor]
                title.last = title.high = closes
                return True
            if actor.adjective:
                return False
        if envoy and link in ("to", "in", "for", "at"):
            title.last = title.high = end
            title.host = actor.actor.key
            return True
        if link not in ("of", "for", "from"):
            return False
        title.states = title.states or [actor.actor]
        title.last = end
        if title.plural:
            self._more_states(title, end, high, actors)
        return True

    def _more_states(self, title: Title, end: int, high: int, actors: dict[int, ActorMention]) -> None:
        """Take in "and the Philippines" after "the defence ministers of Japan"."""
        words = self.words
        while end + 1 < high:
            at = end + 1
            gap = words.gap(end)
            while at < high and at - end < 4 and words.forms[at] in ("and", "the", "as", "well") and at not in actors:
                at += 1
            actor = actors.get(at)
            if actor is None or actor.actor.kind != "state" or actor.adjective or gap not in (" ", ", "):
                return
            title.states.append(actor.actor)
            while at + 1 < high and actors.get(at + 1) is actor:
                at += 1
            title.last = end = at

    def _bracket(self, title: Title, match: re.Match[str], high: int, actors: dict[int, ActorMention]) -> bool:
        """Take in a bracket after a title: the state, the body's short name, a branch; not a name."""
        words = self.words
        at = title.last + 1
        end = at
        while end + 1 < high and words.ends[end + 1] <= match.end():
            end += 1
        if at >= high or words.starts[at] > match.end():
            return False
        actor = actors.get(at)
        if actor is not None and actor.actor.kind == "state":
            title.states = title.states or [actor.actor]
        elif actor is not None:
            title.organisation = title.organisation or actor.actor
        elif match.group(1).isupper() or self.phrases.branch(at, end):
            if not (title.complement or title.organisation or match.group(1).isupper()) or self.phrases.branch(at, end):
                title.high = end
        else:
            return False
        title.last = end
        return True

    def _direct(self, title: Title, at: int, high: int, actors: dict[int, ActorMention]) -> bool:
        """Take in a unit or a state that follows without a preposition: "Commander Land Forces"."""
        words = self.words
        actor = actors.get(at)
        if title.base in self.lexicon.sets["commands"] and words.forms[title.low][0].isupper():
            if actor is not None and actor.actor.kind == "organisation":
                title.organisation = title.organisation or actor.actor
                title.last = title.high = self.phrases.end(at, actors, high)
                return True
            if actor is not None and actor.actor.kind == "state":
                end = self.phrases.end(at, actors, high)
                unit = self.phrases.unit(end + 1, high, actors) if end + 1 < high and words.gap(end) == " " else None
                if unit is None:
                    return False
                label = words.text[words.starts[at] : words.ends[unit]]
                title.organisation = title.organisation or Actor(label, "organisation", None, actor.actor.key)
                title.states = title.states or [actor.actor]
                title.last = title.high = unit
                return True
            unit = self.phrases.unit(at, high, actors)
            if unit is not None:
                title.last = title.high = unit
                return True
            return False
        if actor is not None and actor.actor.kind == "state" and not actor.adjective and title.complement:
            end = self.phrases.end(at, actors, high)
            if _ENDS.match(words.text, words.ends[end]):
                title.states = title.states or [actor.actor]
                title.last = end
                return True
        return False

    def _after_comma(self, title: Title, at: int, high: int, actors: dict[int, ActorMention]) -> bool:
        title.trailing = self._unit_after(title, at, high, actors) or title.trailing
        return title.last >= at

    def _unit_after(self, title: Title, at: int, high: int, actors: dict[int, ActorMention]) -> bool:
        """Take in a body after a comma: "Permanent Secretary, Ministry of Defence", "Commander, Flotilla Four"."""
        words = self.words
        if words.forms[at] == "the" and at + 1 < high:
            at += 1
        actor = actors.get(at)
        if actor is not None and actor.actor.kind == "organisation":
            end = self.phrases.end(at, actors, high)
            bracket = words.text[words.ends[end] : words.ends[end] + 2] == " ("
            goes_on = end + 1 < high and words.forms[end + 1] in ("of", "in", "to")
            if not (_ENDS.match(words.text, words.ends[end]) or bracket or goes_on):
                return False
            title.organisation = title.organisation or actor.actor
            title.last = end
            return True
        if actor is not None and actor.actor.kind == "state" and not actor.adjective and title.complement:
            end = self.phrases.end(at, actors, high)
            tail = words.text[words.ends[end] : words.ends[end] + 1]
            if tail in (",", ")", ";", "\n") and not title.states:
                title.states, title.last = [actor.actor], end
                return True
            return False
        if actor is not None:
            return False
        if title.base in self.lexicon.sets["commands"]:
            unit = self.phrases.unit(at, high, actors)
            if unit is not None:
                title.last = title.high = unit
                return True
        named = at_words(words, at, high, actors, self.lexicon)
        if named is not None:
            label, end = named
            title.body, title.body_at = title.body or label, at
            title.last = end
            if end + 2 < high and words.forms[end + 1] == "of":
                at = end + 3 if words.forms[end + 2] == "the" else end + 2
                owner = actors.get(at)
                if owner is not None and owner.actor.kind == "state":
                    title.states = title.states or [owner.actor]
                    title.last = self.phrases.end(at, actors, high)
            return True
        return False
