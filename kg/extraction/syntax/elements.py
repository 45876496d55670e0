"""A sentence as a row of elements: noun phrases, verb groups, prepositions, conjunctions and boundaries."""

from __future__ import annotations

from kg.extraction.mentions import DateMention, PersonMention
from kg.extraction.syntax.groups import SOFT, Element, VerbReader, noun_like
from kg.extraction.syntax.parts import Phrase

_STOPS = frozenset(";:—")
_NEW_PHRASE = frozenset({"the", "a", "an", "its", "his", "her", "their", "he", "she", "they"})


class Elements(VerbReader):
    """Reads the elements of one sentence, left to right, in one pass with bounded look-ahead."""

    # -- the pass --------------------------------------------------------------------------------------------------
    def read(self) -> list[Element]:
        """Return the elements."""
        i = self.low
        while i < self.high:
            if i > self.low:
                i = self._boundary(i)
                if i >= self.high:
                    break
            i = self._word(i)
        self._flush()
        return self.out

    def _boundary(self, i: int) -> int:
        gap = self.words.gap(i - 1)
        if isinstance(self._owner.get(i), PersonMention) and self._owner.get(i) is self._owner.get(i - 1):
            return i  # "Joseph R. Biden, Jr." is one name
        if "(" in gap and ")" not in gap:
            at = i
            while (
                at < self.high and at - i < 40 and ")" not in self.words.text[self.words.ends[at] : self._start(at + 1)]
            ):
                at += 1
            if at - i < 40:
                self._flush()
                return at + 1
        if any(c in _STOPS for c in gap) or " – " in gap or " - " in gap or "\n" in gap.strip(" "):
            if "\n" in gap and not any(c in _STOPS for c in gap):
                return i
            self._flush()
            self._add("STOP", self.words.ends[i - 1], self.words.starts[i])
        elif "," in gap:
            self._flush()
            self._add("COMMA", self.words.ends[i - 1], self.words.starts[i])
        return i

    def _start(self, i: int) -> int:
        return self.words.starts[i] if i < self.high else self.sentence.end

    def _add(self, kind: str, start: int, end: int, word: str = "") -> None:
        self.out.append(Element(kind, start, end, word))

    def _word(self, i: int) -> int:
        form, owner = self._form(i), self._owner.get(i)
        if isinstance(owner, DateMention):
            self._flush()
            last = i
            while last + 1 < self.high and self._owner.get(last + 1) is owner:
                last += 1
            self._open = list(range(i, last + 1))
            self._flush()
            return last + 1
        if owner is not None and not isinstance(owner, SOFT):
            self._open.append(i)
            return i + 1
        group = self._group(i)
        if group is not None:
            verb, after = group
            particle = f"{verb.lemma} {self._form(after)}"
            if particle in self.english.phrasal and self._close(after - 1) and after not in self._owner:
                verb.lemma, verb.end, after = particle, self.words.ends[after], after + 1
            self._flush()
            self.out.append(Element("VG", verb.start, verb.end, verb.lemma, verb=verb))
            return after
        kind = self._function(i, form) if owner is None else None
        if kind is None:
            if self._adverb(i) and not self._open:
                return i + 1
            if owner is None and form in _NEW_PHRASE and self._open and not self._determined():
                self._flush()  # "during her stay the minister met": a fronted phrase without its comma
            self._open.append(i)
            return i + 1
        self._flush()
        self._add(kind, self.words.starts[i], self.words.ends[i], form)
        return i + 1

    def _function(self, i: int, form: str) -> str | None:
        english = self.english
        if form in english.conjunctions:
            return "CONJ"
        if form == "that":
            previous = self.out[-1].kind if self.out and not self._open else "NP" if self._open else ""
            following = self._skip(i + 1)
            if previous == "NP" and (self._tag(following, "s", "ed", "past") or self._aux(following)):
                return "REL"
            if previous == "NP" and not self._completes(i):
                return "REL"
            noun = bool(self._owner.get(i + 1)) is False and not self._tags(i + 1) and previous != "VG"
            return "SUB" if previous in ("VG", "NP") or not noun else None
        if form in english.relatives:
            return "REL"
        if form in english.subordinators:
            return "SUB"
        if form in english.either:
            return "SUB" if self._clause_ahead(i) else "PREP"
        if form in english.prepositions:
            return "PREP"
        return None

    def _completes(self, i: int) -> bool:
        """Whether the last verb, or the noun right before "that", takes a clause."""
        if self._form(i - 1) in self.english.that_verbs:
            return True
        last = next((e.verb for e in reversed(self.out) if e.kind == "VG"), None)
        return last is None or last.lemma in self.english.that_verbs

    def _clause_ahead(self, i: int) -> bool:
        """Whether a subject and its verb follow before the next comma, so that "after" opens a clause."""
        if self._tag(i + 1, "ing"):
            return False
        seen = False
        for j in range(i + 1, min(self.high, i + 14)):
            if j > i + 1 and set(self.words.gap(j - 1)) & set(",;:"):
                return False
            if seen and (self._aux(j) or self._tag(j, "past")):
                return True
            owner = self._owner.get(j)
            if seen and owner is None and (self._tag(j, "ed", "s")) and self._form(j) not in noun_like():
                return self._form(j - 1) not in self.english.determiners
            plural = self._form(j - 1).endswith("s") or self._form(j - 1) in ("they", "we", "who")
            if seen and owner is None and plural and self._tag(j, "base") and self._form(j) not in noun_like():
                return True
            seen = seen or not self._function_only(j)
        return False

    def _function_only(self, j: int) -> bool:
        form = self._form(j)
        return j not in self._owner and (form in self.english.determiners or form in self.english.prepositions)

    # -- noun phrases ----------------------------------------------------------------------------------------------
    def _flush(self) -> None:
        if not self._open:
            return
        while len(self._open) > 1 and self._adverb(self._open[-1]):
            self._open.pop()  # "the minister also met"
        first, last = self._open[0], self._open[-1]
        start, end = self.words.starts[first], self.words.ends[last]
        self._open = []
        if first == last and self._adverb(first):
            return
        if all(self._form(i).isdigit() and i not in self._owner for i in range(first, last + 1)):
            return
        inside = [m for m in self._mentions if start <= m.start and m.end <= max(end, m.start + 1) and m.start < end]
        inside += [m for m in self._mentions if m.start < start and m.end >= end]
        determiner = self._form(first) if self._form(first) in self.english.determiners else ""
        phrase = Phrase(start, end, self._form(last), inside, determiner=determiner)
        self.out.append(Element("NP", start, end, phrase.head, phrase=phrase))
