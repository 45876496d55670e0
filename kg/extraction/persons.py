"""Persons: the name beside each title, who is meant by a surname or as a counterpart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.mentions import PersonMention
from kg.extraction.name_words import fold
from kg.extraction.names import NameReader, joins
from kg.extraction.people import People
from kg.extraction.titles import TitleReader

if TYPE_CHECKING:
    from kg.extraction.complements import Title
    from kg.extraction.lexicon import Lexicon
    from kg.extraction.mentions import ActorMention
    from kg.extraction.scan import Hit, Words

_OF = re.compile(r",?\s*(?:of|from)\s+(?:the\s+)?|\s?\((?=[A-Z])|,\s+(?:of|from|representing)\s+(?:the\s+)?")
_FOLLOWS = re.compile(
    r"(?:,?\s*(?:[.,;:)\]\n]|$|[–—-]\s)|\s+(?:and|on|at|in|said|says|told|added|confirmed|announced|noted|were|was|is|who|"
    r"have|has|had|will|would|met|signed|led|held|also|of|from|with|as|for|to|represented|by|warned|visited)\b)"
)
_BODY = re.compile(
    r"(?:[Ff]oreign|[Dd]efen[cs]e|[Nn]ational [Dd]efen[cs]e) [Mm]inistry|"
    r"(?:Ministry|Department) of (?:[A-Z]\w+ ?){1,3}\b"
)
_CHAIN = frozenset({" ", ". ", ", ", " and ", ", and ", " cum ", " & ", " / ", "/", ".", " – ", " concurrently "})
_WAS = re.compile(r"\b(?:then|formerly|time)\b")
_LOOSE = re.compile(r"\band\b|[–—-]")
"""What joins a name and a title only where the title has no name of its own."""
_NO_NAME = frozenset(
    """states nations countries mantri economies governments parties marshal admiral commodore colonel""".split()
)
"""What no person is called: "ASEAN Member States", "Raksha Mantri"."""
_RESPECT = 2
_LIGHT = frozenset(
    {
        "senator",
        "sen",
        "representative",
        "rep",
        "congressman",
        "congresswoman",
        "lawmaker",
        "governor",
        "member of parliament",
    }
)
"""Titles of a seat, which a holder keeps beside an office."""


class PersonFinder:
    """Finds the persons of one document sentence by sentence; knows those already named."""

    def __init__(self, words: Words, lexicon: Lexicon) -> None:
        self.words, self.lexicon = words, lexicon
        self._names, self._titles = NameReader(words, lexicon), TitleReader(words, lexicon)
        self.people = People(words, lexicon)

    def find(
        self,
        hits: list[Hit],
        portfolios: dict[int, int],
        low: int,
        high: int,
        actors: dict[int, ActorMention],
        sentence: int,
    ) -> list[PersonMention]:
        """Return the titled persons between two words (half-open), in order.

        Parameters
        ----------
        hits : list of Hit
            Heads of titles among these words.
        portfolios : dict of int to int
            First to last word of each portfolio ("Foreign Affairs").
        actors : dict of int to ActorMention
            The actor that each word belongs to.
        sentence : int
            Index of the sentence, kept with the person.
        """
        titles = self._titles.read(hits, portfolios, low, high, actors)
        self._names.stops = {t.first: t.last for t in titles} | {t.low: t.last for t in titles}
        out: list[PersonMention] = []
        taken: dict[int, bool] = {}
        ends: dict[int, PersonMention] = {}
        at = 0
        while at < len(titles):
            chain, at = self._chain(titles, at, high, actors)
            if chain[0].plural:
                found = self._several(chain, low, high, actors)
            else:
                one = self._one(chain, low, high, actors, taken, ends)
                if one is None and chain[0].kind == "office" and (chain[0].definite or chain[0].states):
                    self.people.unnamed.append((sentence, self._mention(chain)))
                found = [one] if one is not None else []
            for mention, first, last in found:
                if mention.counterpart:
                    self.people.as_other(mention, sentence)
                self.people.remember(mention, sentence)
                out.append(mention)
                taken.update(dict.fromkeys(range(first, last + 1), True))
                if mention.office is None or set(mention.bases) <= _LIGHT:
                    ends[last] = mention
                    for word in range(first, last + 1):
                        taken.pop(word, None)
        out.sort(key=lambda p: p.start)
        return out

    def _chain(
        self, titles: list[Title], at: int, high: int, actors: dict[int, ActorMention]
    ) -> tuple[list[Title], int]:
        """Return the titles from one on that belong to one person, and the index after them."""
        chain = [titles[at]]
        at += 1
        while at < len(titles):
            last, title = chain[-1], titles[at]
            gap = self.words.text[last.end : self.words.starts[title.first]]
            if gap not in _CHAIN or title.article or last.plural or title.plural or title.possessor:
                break
            if last.kind == "rank" and title.kind != "rank" and gap != " ":
                break
            if title.kind == "rank" and "and" in gap:
                break
            if last.kind == title.kind == "rank":
                break
            apart = title.kind != "rank" and gap in (", ", ". ", " – ", ".", ", and ") and last.kind != "counterpart"
            if apart and (gap != ", " or self._named(title, high, actors)):
                break
            if gap in (" and ", ", and ") and title.kind != "rank":
                bare = title.low == title.high and not title.complement
                if bare and (last.base in self.lexicon.sets["heads"] or title.base == last.base):
                    break
                if title.states and last.states and title.states[0] is not last.states[0]:
                    break
                if title.states and self.words.starts[title.first] < self.words.starts[title.low] and last.complement:
                    break
            chain.append(title)
            at += 1
        return chain, at

    def _named(self, title: Title, high: int, actors: dict[int, ActorMention]) -> bool:
        """Whether a name follows a title at once."""
        at = title.last + 1
        return at < high and self.words.gap(title.last) == " " and self._names.sequence(at, high, actors) is not None

    def _one(
        self, chain: list[Title], low: int, high: int, actors: dict[int, ActorMention], taken: dict[int, bool],
        ends: dict[int, PersonMention],
    ) -> tuple[PersonMention, int, int] | None:  # fmt: skip
        """Return the person whom a chain of titles belongs to, with the words of the name."""
        words = self.words
        first, last = chain[0].first, chain[-1].last
        found = self._mention(chain)
        following = first - 1 in ends and words.gap(first - 1) in (" ", "\n", "  ") and not chain[0].article
        if following and found.office and ends[first - 1].office is None:
            before = ends[first - 1]
            self._add(before, found)
            before.end = words.ends[last]
            return None
        gap = words.text[chain[-1].end : words.starts[last + 1]] if last + 1 < high else ""
        right = self._right(chain[-1], last + 1, high, actors, gap)
        left = self._names.apposed(self._start(first, low), low, actors, taken)
        if left is not None and left[0] == left[1]:
            known = self.people.tokens.get(fold(words.forms[left[0]]))
            addressed = left[0] > low and words.forms[left[0] - 1] in self.lexicon.sets["honorifics"]
            if not known and not addressed and self._names.full(left[0]) is None:
                left = None
        if chain[0].kind == "rank":
            left = None
            after = (
                first > low and words.forms[first - 1][0].isupper() and words.gap(first - 1) == " " and gap[:1] != "."
            )
            short = len(words.forms[chain[0].low]) <= 4 and chain[0].low == chain[0].last
            if after and short and first - 1 not in actors:
                return None
        near = left is None or (gap.strip(". ") == "" and not chain[-1].trailing) or _LOOSE.search(left[2]) is not None
        span = right if right is not None and near else None
        link = ""
        if span is None and left is not None:
            span, link = (left[0], left[1]), left[2]
        if span is None:
            return None
        name_first, name_last = span
        name = words.text[words.starts[name_first] : words.ends[name_last]]
        if name_first == name_last and link:
            name = self._names.full(name_first) or name
        if words.text[words.ends[name_last] : words.ends[name_last] + 1] == "." and words.forms[name_last] in (
            "Jr",
            "Sr",
            "JR",
            "SR",
        ):
            name += "."
        if not link and name_first == name_last and self._bare(found, chain, name):
            return None
        tail = words.text[words.ends[name_last] : words.ends[name_last] + 2]
        if not self._plausible(name_first, name_last) or (tail[:1] == "-" and tail[1:].isalnum()):
            return None
        found.name = " ".join(name.split())
        found.start = min(words.starts[first], words.starts[name_first])
        found.end = max(words.ends[last], words.ends[name_last])
        appointed, coming = joins(link)
        found.elect = found.elect or coming
        found.appointed = appointed and not coming
        found.former = found.former or _WAS.search(link) is not None
        self._after(found, name_last, high, actors)
        return found, name_first, name_last

    def _start(self, first: int, low: int) -> int:
        """Return the first word of a title with the possessive or article before it left out."""
        del low
        return first

    def _mention(self, chain: list[Title]) -> PersonMention:
        """Build a mention of what a chain of titles says."""
        words = self.words
        first, last = chain[0].first, chain[-1].last
        found = PersonMention(words.starts[first], words.ends[last], "")
        offices = [t for t in chain if t.kind == "office"]
        if offices:
            low, high = offices[0].low, offices[-1].high
            ranks = [t for t in chain if t.kind == "rank" and low < t.low < high]
            end = high if not ranks else offices[0].high
            found.office = " ".join(words.text[words.starts[low] : words.ends[end]].split())
            if "(" in found.office and ")" not in found.office:
                found.office += ")"
            if len(found.office) > 140:
                found.office = " ".join(words.text[words.starts[low] : words.ends[offices[0].high]].split())
            found.bases = tuple(t.base for t in offices)
            if (
                set(found.bases) & self.lexicon.sets["abbreviated"]
                and words.text[words.ends[high] : words.ends[high] + 1] == "."
            ):
                found.office += "."
        for title in chain:
            if title.kind == "rank" and found.rank is None:
                end = words.ends[title.high]
                found.rank = words.text[words.starts[title.low] : end + (words.text[end : end + 1] == ".")]
            found.state = found.state or title.state
            found.organisation = found.organisation or title.organisation
            found.body = found.body or title.body
            found.former, found.elect = found.former or title.former, found.elect or title.elect
            found.possessor = found.possessor or title.possessor
            found.host = found.host or title.host
        found.counterpart = any(t.kind == "counterpart" for t in chain)
        return found

    def _add(self, before: PersonMention, found: PersonMention) -> None:
        """Give a person whom a rank introduced the office that follows the name without a comma."""
        before.office, before.bases, before.body = found.office, found.bases, found.body
        before.organisation = before.organisation or found.organisation
        before.host = found.host
        if before.state is None and found.state is not None:
            before.state = found.state
            if before.person is not None and before.person.state is None:
                before.person.state = found.state

    def _right(
        self, title: Title, at: int, high: int, actors: dict[int, ActorMention], gap: str
    ) -> tuple[int, int] | None:
        """Return the words of a name after a title, or None."""
        if at >= high or gap not in (" ", ". ", ", ", "-designate ", " “", ".", "  ", "\n", " – ", " — ", ",  ", " - "):
            return None
        words = self.words
        if gap == "\n" and title.kind != "rank":
            return None
        start = self._names.honorifics(at, high)
        if words.forms[at] == "the" and start == at + 1 and gap != ", ":
            return None
        span = self._names.sequence(at, high, actors)
        if span is None:
            return None
        if gap.strip() == ".":
            abbreviated = (
                len(words.forms[title.last]) <= 6 and title.kind == "rank"
            ) or title.base in self.lexicon.sets["abbreviated"]
            if not abbreviated and title.kind == "rank" and len(words.forms[title.last]) > 6:
                return None
            if title.kind != "rank" and not abbreviated and title.base not in ("usec", "asec"):
                return None
        if gap.strip() in (",", "–", "—", "-"):
            honoured = start > at
            if span[0] == span[1] and not honoured and fold(words.forms[span[0]]) not in self.people.tokens:
                return None
            if not _FOLLOWS.match(words.text, self._names.letters(span[1])):
                return None
        return span

    def _plausible(self, first: int, last: int) -> bool:
        """Whether the words of a name are not all words of offices and bodies."""
        sets = self.lexicon.sets
        forms = self.words.forms[first : last + 1]
        if forms[-1].lower() in _NO_NAME:
            return False
        return not all(
            f.lower() in sets["subjects"] or f.lower() in sets["units"] or f in sets["body-heads"] for f in forms
        )

    def _several(
        self, chain: list[Title], low: int, high: int, actors: dict[int, ActorMention]
    ) -> list[tuple[PersonMention, int, int]]:
        """Return the holders of "Prime Ministers A and B" or "the two foreign ministers, A of X and B of Y"."""
        words, title = self.words, chain[0]
        del low
        shown = words.text[words.starts[title.low] : words.ends[title.high]]
        bare = shown[:-1] if shown.endswith("s") and shown[:-1] in words.text else shown
        out: list[tuple[PersonMention, int, int]] = []
        at = title.last + 1
        while at < high and len(out) < 6:
            gap = words.text[words.ends[at - 1] : words.starts[at]]
            if words.forms[at] in ("and", "of", "from") and gap in (" ", ", ") and (out or words.forms[at] != "and"):
                if words.forms[at] != "and":
                    break
                at += 1
            elif gap not in (" ", ", ", ": ", " (", " – ", "; ") or (gap == " " and out):
                break
            span = self._names.sequence(at, high, actors) if at < high else None
            if span is None or not self._plausible(*span):
                break
            name = " ".join(words.text[words.starts[span[0]] : words.ends[span[1]]].split())
            found = PersonMention(words.starts[span[0]], words.ends[span[1]], name, office=bare, bases=(title.base,))
            found.former, found.elect = title.former, title.elect
            if self.lexicon.sets["ranks"] and title.base in self.lexicon.sets["ranks"] and title.base != "commander":
                found.office, found.rank = None, bare
            at = self._after(found, span[1], high, actors)
            found.order = len(out)
            out.append((found, span[0], span[1]))
        if len(out) < _RESPECT:
            return []
        if len(title.states) == len(out) and all(p.state is None for p, _, _ in out):
            for (p, _, _), state in zip(out, title.states, strict=True):
                p.state = state
        elif title.state is not None:
            if any(p.state is not None and p.state.identity != title.state.identity for p, _, _ in out):
                return out
            for p, _, _ in out:
                p.state = title.state
        return out

    def _bare(self, found: PersonMention, chain: list[Title], name: str) -> bool:
        """Whether a one-word name after this title is too little to go by."""
        if fold(name) in self.people.tokens:
            return False
        sets = self.lexicon.sets
        strong = bool(found.state or found.organisation or found.rank or found.body or found.former)
        if len(name) < 3 and not (found.office and len(name) == 2):
            return True
        if name.lower() in sets["subjects"] or name.lower() in sets["units"] or (name.isupper() and len(name) < 4):
            return True
        weak = chain[-1].base in sets["weak-titles"]
        return weak and not strong

    def _after(self, found: PersonMention, last: int, high: int, actors: dict[int, ActorMention]) -> int:
        """Read "of X" or "(X)" after a name; return the word after it."""
        words = self.words
        match = _OF.match(words.text, self._names.letters(last))
        if match is None or last + 1 >= high:
            return last + 1
        at = last + 1
        while at < high and words.starts[at] < match.end():
            at += 1
        actor = actors.get(at)
        if (
            actor is None
            and found.office
            and not found.body
            and not found.organisation
            and words.starts[at] == match.end()
        ):
            body = _BODY.match(words.text, match.end())
            found.body = body.group() if body else ""
        if actor is None or words.starts[at] != match.end():
            return last + 1
        end = at
        while end + 1 < high and actors.get(end + 1) is actor:
            end += 1
        if actor.actor.kind == "state":
            if actor.adjective:
                return last + 1
            found.state = found.state or actor.actor
            inner = actors.get(end + 2) if end + 2 < high and words.forms[end + 1] == "s" else actors.get(end + 1)
            if inner is not None and inner.actor.kind == "organisation" and actor.possessive:
                found.organisation = found.organisation or inner.actor
        elif "(" not in match.group():
            found.organisation = found.organisation or actor.actor
        while end + 1 < high and words.gap(end) in (" ", " (") and actors.get(end + 1) is not None:
            end += 1
        return end + 1
