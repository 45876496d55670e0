"""Persons: rank and title grammar, the state or organisation they act for, and later mentions by surname."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.mentions import Actor, ActorMention, Person, PersonMention
from kg.extraction.names import NAME_GAPS, NameReader

if TYPE_CHECKING:
    from kg.extraction.lexicon import Lexicon
    from kg.extraction.scan import Hit, Words

_OF = re.compile(r"\.?\s*,?\s*(?:of|from)\s+(?:the\s+)?")
_TELLS = re.compile(r"\s(?:said|says|told|added|confirmed|announced|noted)\b")


class PersonFinder:
    """Finds the persons of one document sentence by sentence; knows those already named."""

    def __init__(self, words: Words, lexicon: Lexicon) -> None:
        self.words, self.lexicon = words, lexicon
        self._names = NameReader(words, lexicon)
        self.persons: list[Person] = []
        self._tokens: dict[str, list[Person]] = {}

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
            Titles among these words.
        portfolios : dict of int to int
            First to last word of each portfolio ("Foreign Affairs").
        actors : dict of int to ActorMention
            The actor that each word belongs to.
        sentence : int
            Index of the sentence, kept with the person.
        """
        out: list[PersonMention] = []
        at = 0
        while at < len(hits):
            if hits[at].payloads[0][0] == "offices":
                for each in self._several(hits[at], low, high, actors):
                    self._remember(each, sentence)
                    out.append(each)
                at += 1
                continue
            found, at = self._read(hits, at, portfolios, low, high, actors)
            if found is not None:
                self._remember(found, sentence)
                out.append(found)
        return out

    def later(
        self, low: int, high: int, actors: dict[int, ActorMention], found: list[PersonMention], sentence: int
    ) -> list[PersonMention]:
        """Return mentions by name alone of persons that the document has already introduced."""
        taken = [(p.start, p.end) for p in found]
        out, at, words = [], low, self.words
        while at < high:
            form = words.forms[at]
            known = self._tokens.get(form)
            if not known or at in actors or not form[0].isupper() or any(a <= words.starts[at] < b for a, b in taken):
                at += 1
                continue
            last = at
            while last + 1 < high and words.forms[last + 1] in self._tokens and words.gap(last) in NAME_GAPS:
                last += 1
            tokens = set(words.forms[at : last + 1])
            match = [p for p in known if tokens <= set(_tokens(p.name))]
            if len(match) == 1:
                person = match[0]
                mention = PersonMention(words.starts[at], words.ends[last], person.name, person=person)
                person.mentions.append((sentence, mention))
                out.append(mention)
            at = last + 1
        return out

    def _read(
        self, hits: list[Hit], at: int, portfolios: dict[int, int], low: int, high: int, actors: dict[int, ActorMention]
    ) -> tuple[PersonMention | None, int]:
        words, lexicon = self.words, self.lexicon
        hit = hits[at]
        kind, title = hit.payloads[0]
        first = hit.first
        inside = actors.get(first)
        if inside is not None and inside.actor.kind == "organisation" and hit.last not in actors and kind == "office":
            while first in actors:
                first += 1
        chained = at > 0 and hits[at - 1].last == first - 1
        previous = words.forms[first - 1] if first > low and words.gap(first - 1) == " " else ""
        if (
            kind == "rank"
            and previous[:1].isupper()
            and first - 1 not in actors
            and hit.first == hit.last
            and not chained
        ):
            return None, at + 1
        if kind == "offices" or first in actors or (kind == "rank" and not words.forms[first][0].isupper()):
            return None, at + 1
        found = PersonMention(words.starts[first], words.ends[hit.last], "")
        if inside is not None:
            found.organisation = inside.actor
        last, envoy = hit.last, False
        if (
            first - 2 >= low
            and words.forms[first - 1] == "the"
            and words.forms[first - 2] == "to"
            and actors.get(first) is None
        ):
            return None, at + 1
        if last + 1 < high and words.gap(last) == "-" and words.forms[last + 1].lower() in lexicon.sets["elect"]:
            found.elect, last = True, last + 1
        offices: list[str] = []
        reach = (first, hit.last)
        while True:
            end, office_end, state, organisation = self._complement(last, title, portfolios, high, actors)
            if kind == "rank":
                found.rank = words.text[words.starts[hit.first] : words.ends[last]]
            else:
                text = self._office(hit, office_end, low)
                if not offices or text.lower() not in ("senator", "dr"):
                    offices.append(text)
                    reach = (reach[0] if offices[:-1] else self._with_modifiers(hit.first, low), office_end)
            found.state = found.state or state
            found.organisation = found.organisation or organisation
            envoy = envoy or title.lower() in lexicon.sets["envoys"]
            last, at = end, at + 1
            if at < len(hits) and hits[at].first > last and hits[at].payloads[0][0] != "offices":
                gap = words.text[words.ends[last] : words.starts[hits[at].first]]
                short = len(words.forms[hits[at].last]) <= 4 and hits[at].payloads[0][0] == "rank"
                given = short and gap == " " and words.text[words.ends[hits[at].last] :][:1] != "."
                if gap in (" ", ", ", " and ", " and the ", ", and ", " cum ") and not given:
                    hit = hits[at]
                    kind, title = hit.payloads[0]
                    last = hit.last
                    continue
            break
        while at < len(hits) and hits[at].first <= last:
            at += 1
        found.office = " and ".join(offices) or None
        if len(offices) > 1:
            found.office = " ".join(words.text[words.starts[reach[0]] : words.ends[reach[1]]].split())
        if words.text[words.ends[last] : words.ends[last] + 1] == "." and found.rank and not offices:
            found.end = words.ends[last] + 1
        left = self._left(found, first, low, actors)
        alone = None
        span = self._name(
            last + 1, high, actors, words.text[words.ends[last] : words.starts[last + 1]] if last + 1 < high else ""
        )
        if span is None:
            span = self._names.apposed(left, low, actors)
            if span is None or (span[0] == span[1] and found.state is None and found.organisation is None):
                return None, at
            alone = self._names.full(span[0]) if span[0] == span[1] else None
        name_first, name_last = span
        name = alone or words.text[words.starts[name_first] : words.ends[name_last]]
        if words.text[words.ends[name_last] : words.ends[name_last] + 1] == "." and words.forms[name_last] in (
            "Jr",
            "Sr",
        ):
            name += "."
        if name_first == name_last and self._bare(found, name):
            return None, at
        found.name = " ".join(name.split())
        found.start = min(words.starts[left], words.starts[name_first])
        found.end = max(words.ends[last], words.ends[name_last])
        self._after(found, name_last, high, actors)
        return found, at

    def _several(self, hit: Hit, low: int, high: int, actors: dict[int, ActorMention]) -> list[PersonMention]:
        """Return the holders of "Prime Ministers A and B" or "the two foreign ministers, A and B"."""
        words = self.words
        title = words.text[words.starts[hit.first] : words.ends[hit.last]]
        shared = PersonMention(words.starts[hit.first], words.ends[hit.last], "")
        self._left(shared, hit.first, low, actors)
        out: list[PersonMention] = []
        at = hit.last + 1
        while at < high and len(out) < 4:
            gap = words.text[words.ends[at - 1] : words.starts[at]]
            if gap == " " and words.forms[at] == "and" and out:
                at += 1
            elif gap not in (" ", ", ") or (gap == " " and out):
                break
            elif gap == ", " and words.forms[at] == "and" and out:
                at += 1
            span = self._names.sequence(at, high, actors) if at < high else None
            if span is None:
                break
            name = " ".join(words.text[words.starts[span[0]] : words.ends[span[1]]].split())
            found = PersonMention(words.starts[span[0]], words.ends[span[1]], name, office=title.removesuffix("s"))
            found.state = shared.state
            self._after(found, span[1], high, actors)
            out.append(found)
            at = span[1] + 1
            if at < high and words.gap(at - 1) == " " and words.forms[at] in ("of", "from"):
                while at < high and words.starts[at] < found.end + 60 and words.forms[at] != "and":
                    at += 1
        if shared.state is not None and any(p.state is not shared.state for p in out):
            return []
        return out if len(out) > 1 else []

    def _bare(self, found: PersonMention, name: str) -> bool:
        """Whether a one-word name after this title is too little to go by."""
        if name in self._tokens:
            return False
        strong = found.state is not None or found.organisation is not None or found.rank is not None
        return len(name) < 3 or ((found.office or "").lower() in self.lexicon.sets["weak-titles"] and not strong)

    def _office(self, hit: Hit, end: int, low: int) -> str:
        words = self.words
        return " ".join(words.text[words.starts[self._with_modifiers(hit.first, low)] : words.ends[end]].split())

    def _with_modifiers(self, first: int, low: int) -> int:
        """Return the first word of an office with what belongs to it ("acting", "deputy")."""
        words, modifiers = self.words, self.lexicon.sets["modifiers"]
        while first - 1 >= low and words.forms[first - 1].lower() in modifiers and words.gap(first - 1) in (" ", "-"):
            first -= 1
        return first

    def _complement(
        self, last: int, title: str, portfolios: dict[int, int], high: int, actors: dict[int, ActorMention]
    ) -> tuple[int, int, Actor | None, Actor | None]:
        words, office_last = self.words, last
        state: Actor | None = None
        organisation: Actor | None = None
        envoy = title.lower() in self.lexicon.sets["envoys"]
        while last + 2 < high and words.forms[last + 1] in ("of", "for", "to", "in") and words.gap(last) == " ":
            link = words.forms[last + 1]
            at = last + 2
            body = actors.get(at + 1 if words.forms[at] == "the" and at + 1 < high else at)
            whole = body is not None and body.actor.kind == "organisation" and at in portfolios
            whole = whole and body is not None and body.end > words.ends[portfolios[at]]
            if words.forms[at] == "the" and at + 1 < high and (whole or at not in portfolios):
                at += 1
            if at in portfolios and link != "to" and not whole:
                last = office_last = portfolios[at]
                while (
                    last + 2 < high
                    and words.text[words.ends[last] : words.starts[last + 2]].replace(",", "") in (" and ", " & ")
                    and last + 2 in portfolios
                ):
                    last = office_last = portfolios[last + 2]
                continue
            actor = actors.get(at)
            if actor is None or (link == "in" and not envoy):
                break
            end = at
            while end + 1 < high and actors.get(end + 1) is actor:
                end += 1
            if envoy and link in ("to", "in", "for"):
                last = office_last = end
            elif actor.actor.kind in ("organisation", "grouping"):
                organisation, last, office_last = actor.actor, end, end
            elif link == "of":
                if end + 1 < high and words.forms[end + 1] == "s":
                    inner = actors.get(end + 2)
                    if inner is not None and inner.actor.kind == "organisation":
                        organisation = inner.actor
                        end += 2
                        while end + 1 < high and actors.get(end + 1) is inner:
                            end += 1
                        state, last, office_last = actor.actor, end, end
                        continue
                    break
                state, last = actor.actor, end
            else:
                break
        return last, office_last, state, organisation

    def _left(self, found: PersonMention, first: int, low: int, actors: dict[int, ActorMention]) -> int:
        words, sets = self.words, self.lexicon.sets
        at = first - 1
        steps = 0
        while at >= low and steps < 6:
            gap, word = words.gap(at), words.forms[at]
            lower = word.lower()
            actor = actors.get(at)
            if actor is not None and (gap in (" ", "-") or (gap in ("'", "’", "’ ", "' ") and actor.possessive)):
                if actor.actor.kind == "organisation":
                    found.organisation = found.organisation or actor.actor
                elif actor.actor.kind == "state":
                    found.state = found.state or actor.actor
                else:
                    found.organisation = found.organisation or actor.actor
                while at >= low and actors.get(at) is actor:
                    at -= 1
                first = at + 1
                if found.state is not None and actor.actor.kind == "state":
                    continue
            elif word == "s" and gap == " " and at - 1 in actors:
                at -= 1
            elif gap not in (" ", "-"):
                break
            elif lower in sets["former"]:
                found.former, first = True, at
                at -= 1
            elif lower in sets["elect"]:
                found.elect, first = True, at
                at -= 1
            elif lower in sets["ministry-words"] and word.islower() and steps < 4:
                at -= 1
            elif (
                lower in sets["modifiers"]
                or lower in ("new", "counterpart")
                or (word in sets["honorifics"] and word != "The")
            ):
                first = at
                at -= 1
            else:
                break
            steps += 1
        return first

    def _name(self, at: int, high: int, actors: dict[int, ActorMention], gap: str) -> tuple[int, int] | None:
        if at >= high or (
            gap not in (" ", ". ", ", ", "-designate ", " \u201c", ".")
            and not re.fullmatch(r"\s?\([^)]{1,12}\)\s", gap)
        ):
            return None
        span = self._names.sequence(at, high, actors)
        if span is None:
            return None
        if gap == ", ":
            following = self.words.text[self.words.ends[span[1]] : self.words.ends[span[1]] + 2]
            if span[0] == span[1] or (following[:1] not in (",", ".", ";", ")") and not following.startswith(" ")):
                return None
            told = _TELLS.match(self.words.text, self.words.ends[span[1]])
            if following[:1] not in (",", ".", ";", ")") and not told:
                return None
        return span

    def _after(self, found: PersonMention, last: int, high: int, actors: dict[int, ActorMention]) -> None:
        match = _OF.match(self.words.text, self.words.ends[last])
        if match is None or last + 2 >= high:
            return
        at = last + 2
        while at < high and self.words.starts[at] < match.end():
            at += 1
        actor = actors.get(at)
        if actor is None or self.words.starts[at] != match.end():
            return
        if actor.actor.kind == "state":
            found.state = found.state or actor.actor
            end = at
            while end + 1 < high and actors.get(end + 1) is actor:
                end += 1
            inner = actors.get(end + 2) if end + 2 < high and self.words.forms[end + 1] == "s" else actors.get(end + 1)
            if inner is not None and inner.actor.kind == "organisation" and actor.possessive:
                found.organisation = found.organisation or inner.actor
        else:
            found.organisation = found.organisation or actor.actor

    def _remember(self, found: PersonMention, sentence: int) -> None:
        tokens = _tokens(found.name)
        near = [p for token in tokens for p in self._tokens.get(token, ())]
        person = next((p for p in near if _same(tokens, _tokens(p.name))), None)
        if person is None:
            person = Person(found.name)
            self.persons.append(person)
        elif len(found.name) > len(person.name):
            person.name = found.name
        if found.state is not None and person.state is None:
            person.state = found.state
        found.person = person
        person.mentions.append((sentence, found))
        for token in tokens:
            if (
                len(token) > 2
                and token not in self.lexicon.sets["particles"]
                and token not in self.lexicon.sets["suffixes"]
            ):
                known = self._tokens.setdefault(token, [])
                if person not in known:
                    known.append(person)


def _tokens(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", name)


def _same(a: list[str], b: list[str]) -> bool:
    small, large = (a, b) if len(a) <= len(b) else (b, a)
    if len(small) == 1 and len(small[0]) < 3:
        return False
    return set(small) <= set(large)
