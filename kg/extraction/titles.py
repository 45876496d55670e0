"""Titles in a text: the head of an office or a rank, and what belongs to it on either side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.complements import LINKS, ComplementReader, Title
from kg.extraction.mentions import Actor

if TYPE_CHECKING:
    from kg.extraction.lexicon import Lexicon
    from kg.extraction.mentions import ActorMention
    from kg.extraction.scan import Hit, Words

_POSSESSORS = frozenset({"his", "her", "its", "their", "our", "my", "your", "whose"})
_BRACKET = re.compile(r"\s?\(([^()\n]{1,40})\)")
_GENERAL = frozenset(
    {"staff", "headquarters", "secretariat", "command", "office", "department", "directorate", "assembly"}
)
"""What "General" may stand before and be no rank."""
_SHIPS = frozenset({"destroyer", "frigate", "cruiser", "ship", "vessel", "carrier", "submarine", "corvette", "warship"})
"""What may bear a rank in its name: "the frigate Admiral Gorshkov"."""
_LEFT = 8
"""Words that may belong to a title before its head."""


class TitleReader:
    """Reads the titles of a sentence from the heads found in it."""

    def __init__(self, words: Words, lexicon: Lexicon) -> None:
        self.words, self.lexicon = words, lexicon
        self._complements = ComplementReader(words, lexicon)

    def read(
        self, hits: list[Hit], portfolios: dict[int, int], low: int, high: int, actors: dict[int, ActorMention]
    ) -> list[Title]:
        """Return the titles between two words (half-open), in order.

        Parameters
        ----------
        hits : list of Hit
            Heads of titles among these words.
        portfolios : dict of int to int
            First to last word of each portfolio ("Foreign Affairs").
        actors : dict of int to ActorMention
            The actor that each word belongs to.
        """
        out: list[Title] = []
        reach = low
        self._complements.phrases.stops = {
            h.first for h in hits if h.payloads[0][0] == "rank" and (h.first < h.last or self._ranked(h.first, high))
        }
        for hit in hits:
            if hit.first < reach:
                continue
            title = self._title(hit, portfolios, reach, high, actors)
            if title is None:
                continue
            title.end = self.words.ends[title.last]
            if (
                self.words.text[title.end : title.end + 1] == ")"
                and self.words.text.find("(", self.words.starts[title.low], title.end) > 0
            ):
                title.end += 1
            if out and self._given(title, out[-1]):
                continue
            out.append(title)
            reach = title.last + 1
        return out

    def _ranked(self, at: int, high: int) -> bool:
        """Whether "General" is a rank here and not a part of "General Staff"."""
        words = self.words
        return words.forms[at].lower() != "general" or at + 1 >= high or words.forms[at + 1].lower() not in _GENERAL

    def _given(self, title: Title, before: Title) -> bool:
        """Whether a short rank right after a title is a given name: "Defense Minister Gen Nakatani"."""
        words = self.words
        word = words.forms[title.low]
        after = words.text[title.end : title.end + 1]
        short = title.kind == "rank" and title.low == title.last and len(word) <= 4
        return short and after != "." and not word.isupper() and words.text[before.end : words.starts[title.low]] == " "

    def _title(
        self, hit: Hit, portfolios: dict[int, int], low: int, high: int, actors: dict[int, ActorMention]
    ) -> Title | None:
        words, sets = self.words, self.lexicon.sets
        kind, base = hit.payloads[0]
        if len(hit.payloads) > 1 and {"rank", "office"} <= {k for k, _ in hit.payloads}:
            kind = "office" if self._commands(hit, low, high, actors) else "rank"
        first = hit.first
        inside = actors.get(first)
        organisation = None
        if inside is not None:
            if inside.actor.kind != "organisation" or hit.last in actors or kind == "rank":
                return None
            if inside.name_kind == "grammar" and inside.start == words.starts[first]:
                inside = None
            else:
                organisation = inside.actor
            while inside is not None and first in actors:
                first += 1
        shown = words.forms[first]
        after = words.text[words.ends[hit.last] : words.ends[hit.last] + 1]
        if kind == "rank":
            before = words.forms[first - 1].lower() if first > low and words.gap(first - 1) == " " else ""
            if not shown[0].isupper() or before in _SHIPS or before.upper() in self.lexicon.ship_prefixes:
                return None
        elif base.lower() in sets["abbreviated"] and (
            not shown[0].isupper() or (len(base) == 3 and base not in ("DPM", "RRM", "CEO") and after != ".")
        ):
            return None
        title = Title(first, hit.last, first, hit.last, "rank" if kind == "rank" else "office", base.lower())
        title.plural, title.organisation = kind == "offices", organisation
        if base.lower() in sets["counterparts"]:
            title.kind = "counterpart"
        if kind == "rank":
            self._left(title, low, actors)
            title.low = hit.first
            dotted = words.text[words.ends[hit.last] : words.ends[hit.last] + 1] == "."
            retired = _BRACKET.match(words.text, words.ends[hit.last] + dotted)
            if retired and retired.group(1).lower().rstrip(".") in ("ret", "retd", "retired", "rtd"):
                while title.last + 1 < high and words.ends[title.last + 1] <= retired.end():
                    title.last += 1
            return title
        self._left(title, low, actors)
        self._designate(title, high)
        self._complements.read(title, portfolios, high, actors)
        if title.body_at >= 0 and title.host is not None and "mbassy" in title.body:
            title.body = words.text[words.starts[title.body_at] : words.ends[title.last]]
        if base.lower() in sets["relational"] and title.kind != "counterpart":
            named = title.organisation or title.states or title.body or title.complement or title.low < hit.first
            if not named and not title.possessor:
                return None
        return title

    def _commands(self, hit: Hit, low: int, high: int, actors: dict[int, ActorMention]) -> bool:
        """Whether "Commander" is an office here: with what it commands, or after a comma, and not with a name."""
        words, at = self.words, hit.last + 1
        if not words.forms[hit.first][0].isupper() or (hit.first - 1 in actors and hit.first - 1 >= low):
            return True
        if at >= high or words.gap(hit.last) not in (" ", ". "):
            return True
        if words.forms[at] in LINKS or at in actors:
            return True
        return words.gap(hit.last) == " " and self._complements.phrases.unit(at, high, actors) is not None

    def _designate(self, title: Title, high: int) -> None:
        words, last = self.words, title.last
        if (
            last + 1 < high
            and words.gap(last) in ("-", " ")
            and words.forms[last + 1].lower()
            in (
                "elect",
                "designate",
                "nominee",
            )
        ):
            title.elect, title.last = True, last + 1

    def _left(self, title: Title, low: int, actors: dict[int, ActorMention]) -> None:
        """Take in what stands before the head: modifiers, subjects, a body, states, "former"."""
        words, sets = self.words, self.lexicon.sets
        head = title.first
        at, steps, named = head - 1, 0, True
        while at >= low and steps < _LEFT:
            gap, word = words.gap(at), words.forms[at]
            lower, actor = word.lower(), actors.get(at)
            steps += 1
            if gap == ") " and at > low and words.gap(at - 1) == " (":
                gap = " "
                if actor is None and at - 1 in actors:
                    at -= 1
                    actor = actors.get(at)
            if actor is not None:
                owning = gap in ("'", "’", "’ ", "' ", "'s ", "’s ") and actor.possessive
                dotted = gap == ". " and words.text[actor.end - 1 : actor.end] == "."
                if gap not in (" ", "-", "\n") and not owning and not dotted:
                    break
                if actor.actor.kind == "state":
                    if title.states and not self._paired(at):
                        break
                    title.states.insert(0, actor.actor)
                elif title.organisation is None:
                    title.organisation = actor.actor
                else:
                    break
                while at >= low and actors.get(at) is actor:
                    at -= 1
                title.first, named = at + 1, False
                if title.plural and title.states and at - 1 >= low and lower != "and":
                    at = self._before_and(at, low, actors)
            elif word == "s" and gap == " " and at - 1 in actors:
                at -= 1
            elif gap not in (" ", "-", " - "):
                break
            elif lower in sets["former"] and not (lower == "then" and gap == " " and at == low):
                title.former, title.first, named = True, at, False
                at -= 1
            elif lower in sets["elect"]:
                title.elect, title.first, named = True, at, False
                at -= 1
            elif lower in ("new", "newly", "appointed", "elected", "visiting", "incumbent", "current", "longtime"):
                title.first, named = at, False
                at -= 1
            elif named and self._belongs(at, low, lower, title):
                title.low = title.first = at
                at -= 1
            elif title.kind != "rank" and not title.body and (body := self._body(at, low, actors)) is not None:
                title.body = words.text[words.starts[body[0]] : words.ends[body[1]]]
                title.first, named, at = body[0], False, body[0] - 1
            elif lower in _POSSESSORS:
                title.possessor = lower
                break
            elif lower in ("the", "a", "an"):
                title.article, title.definite = True, lower == "the"
                break
            elif self._abbreviation(at, word) and title.kind != "rank" and title.organisation is None:
                title.organisation = Actor(word, "organisation", None)
                title.first, named = at, False
                at -= 1
            elif word in sets["honorifics"] and word not in ("The", "His", "Her"):
                title.first = at
                at -= 1
            else:
                break
        if title.kind == "rank":
            title.low = max(title.low, title.first)
            return
        self._split_body(title, head)

    def _belongs(self, at: int, low: int, lower: str, title: Title) -> bool:
        """Whether a word before a head is a part of the office: "Presidential Communications Secretary"."""
        sets = self.lexicon.sets
        if title.kind == "rank":
            return False
        if lower in sets["modifiers"]:
            return (
                lower not in sets["capital-modifiers"] or self.words.forms[at][0].isupper() or self.words.gap(at) == "-"
            )
        if lower in sets["subjects"]:
            return True
        if lower in ("and", "&"):
            before = self.words.forms[at - 1].lower() if at - 1 >= low else ""
            return before in sets["subjects"] and self.words.forms[at + 1].lower() in sets["subjects"]
        return False

    def _body(self, at: int, low: int, actors: dict[int, ActorMention]) -> tuple[int, int] | None:
        """Return the words of a body that capitals name before a title: "National Security Council spokesperson"."""
        words, heads = self.words, self.lexicon.sets["body-heads"]
        if words.forms[at] == "s" and at - 1 >= low and words.gap(at - 1) in ("'", "’"):
            at -= 1
        if words.forms[at] not in heads or at in actors:
            return None
        first = at
        while (
            first - 1 >= low
            and at - first < 6
            and first - 1 not in actors
            and words.gap(first - 1) in (" ", "-", " & ")
        ):
            word = words.forms[first - 1]
            if not (word[0].isupper() or word in ("of", "for", "and")) or word in ("The", "A", "An"):
                break
            first -= 1
        while first < at and not words.forms[first][0].isupper():
            first += 1
        return (first, at) if first < at else None

    def _abbreviation(self, at: int, word: str) -> bool:
        return (
            2 <= len(word) <= 8
            and word.isupper()
            and word.isalpha()
            and word not in self.lexicon.sets["postnominals"]
            and word not in self.lexicon.sets["honorifics"]
        )

    def _split_body(self, title: Title, head: int) -> None:
        """Take "foreign ministry" out of "foreign ministry spokesperson": a body, no part of the office."""
        words = self.words
        ends = [
            i
            for i in range(title.low, head)
            if words.forms[i].lower()
            in ("ministry", "department", "embassy", "navy", "army", "police", "palace", "marines", "government")
            or (words.forms[i].lower() in ("force", "guard") and i > title.low)
            or (words.forms[i].lower() == "office" and i > title.low)
        ]
        if ends and ends[-1] < title.high and title.base != "chief":
            start = title.low
            while start < ends[-1] and words.forms[start].lower() in self.lexicon.sets["modifiers"]:
                start += 1
            title.body = words.text[words.starts[start] : words.ends[ends[-1]]]
            title.low = ends[-1] + 1 if start == title.low else title.low

    def _paired(self, at: int) -> bool:
        """Whether a state is joined to the one after it: "Japanese and Philippine defence ministers"."""
        return self.words.forms[at + 1] == "and" or self.words.gap(at) in (", ", "-", "–")

    def _before_and(self, at: int, low: int, actors: dict[int, ActorMention]) -> int:
        """Step over "and" to the state before it."""
        words = self.words
        if words.forms[at] == "and" and at - 1 in actors and actors[at - 1].actor.kind == "state" and at - 1 >= low:
            return at - 1
        return at
