"""Verb groups of a sentence: which words are verbs, by their form, closed lists and the words beside them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.extraction.mentions import ActorMention, EngagementMention, InstrumentMention, ItemMention
from kg.extraction.syntax.parts import Phrase, VerbGroup
from kg.extraction.syntax.tagging import BE, DO, HAVE, NEGATIONS, english

if TYPE_CHECKING:
    from kg.extraction.mentions import Sentence
    from kg.extraction.scan import Words

SOFT = (EngagementMention, InstrumentMention, ItemMention)
"""Mentions found by a common noun, which may be a verb after all ("Japan exercises")."""


@dataclass(slots=True)
class Element:
    """One element; `kind` is NP, VG, PREP, CONJ, COMMA, SUB, REL or STOP."""

    kind: str
    start: int
    end: int
    word: str = ""
    phrase: Phrase | None = None
    verb: VerbGroup | None = None


class VerbReader:
    """What stands at a word of one sentence, and the verb group that begins there."""

    def __init__(self, words: Words, sentence: Sentence) -> None:
        self.words, self.sentence, self.english = words, sentence, english()
        self.low = bisect_left(words.starts, sentence.start)
        self.high = bisect_left(words.starts, sentence.end)
        self.out: list[Element] = []
        self._open: list[int] = []
        self._lower = [words.forms[i].lower() for i in range(self.low, self.high)]
        self._owner: dict[int, Any] = {}
        self._mentions: list[Any] = []
        self._own()

    def _own(self) -> None:
        s = self.sentence
        self._mentions = sorted(
            (*s.persons, *s.instruments, *s.engagements, *s.programmes, *s.actors, *s.items, *s.amounts, *s.dates,
             *s.levels, *s.pairs, *s.places),
            key=lambda m: (m.start, -m.end),
        )  # fmt: skip
        for mention in self._mentions:
            i = bisect_left(self.words.starts, mention.start)
            while i < self.high and self.words.starts[i] < mention.end:
                self._owner.setdefault(i, mention)
                i += 1

    # -- look-ups -------------------------------------------------------------------------------------------------
    def _form(self, i: int) -> str:
        return self._lower[i - self.low] if self.low <= i < self.high else ""

    def _tags(self, i: int) -> tuple[tuple[str, str], ...]:
        owner = self._owner.get(i)
        if owner is not None and not isinstance(owner, SOFT):
            return ()
        if isinstance(owner, SOFT) and not (
            owner.start == self.words.starts[i] and owner.end == self.words.ends[i] and not getattr(owner, "name", None)
        ):
            return ()
        return self.english.verbs.get(self._form(i), ())

    def _tag(self, i: int, *kinds: str) -> tuple[str, str] | None:
        return next((t for t in self._tags(i) if t[1] in kinds), None)

    def _adverb(self, i: int) -> bool:
        form = self._form(i)
        if i in self._owner or not form:
            return False
        return form in self.english.adverbs or (
            len(form) > 4 and form.endswith("ly") and form not in self.english.verbs
        )

    def _skip(self, i: int) -> int:
        """Return the next word that is no adverb, at most four further on and with no comma before it."""
        for _ in range(4):
            if i < self.high and (self._adverb(i) or self._form(i) in NEGATIONS) and self._close(i):
                i += 1
            else:
                break
        return i

    def _close(self, i: int) -> bool:
        """Whether nothing but spaces, quotes or an apostrophe stands after a word."""
        return i + 1 < self.high and not set(self.words.gap(i)) & set(",;:—()")

    def _aux(self, i: int) -> bool:
        form = self._form(i)
        return i not in self._owner and (
            (form in BE and BE[form] in ("s", "past")) or (form in HAVE and form in ("has", "have", "had"))
            or form in self.english.modals or form in DO
        )  # fmt: skip

    # -- verb groups -----------------------------------------------------------------------------------------------
    def _group(self, i: int) -> tuple[VerbGroup, int] | None:
        """Return the verb group that begins at a word, and the word after it."""
        form = self._form(i)
        if i in self._owner and not self._tags(i):
            return None
        if form == "to":
            at = self._skip(i + 1)
            if self._form(at) in ("be", "have") or self._tag(at, "base"):
                noun = self._form(at) in noun_like() and (
                    not self._close(at) or self._form(i - 1) in self.english.to_nouns
                )
                if self._form(at) not in ("be", "have") and noun and (self._form(i - 1) not in self.english.that_verbs):
                    return None
                return self._rest(i, at, infinitive=True)
            return None
        if (form in self.english.modals and form != "will") or (form == "will" and not self._determined()):
            return self._rest(i, self._skip(i + 1), modal="will" if form in ("ll", "wo") else form)
        if form in BE or form in HAVE or form in DO:
            if form in ("being", "having") and self._determined():
                return None
            return self._rest(i, i)
        if form == "not" and self._tag(i + 1, "ing") and self._close(i) and not self._open:
            found = self._bare(i + 1)
            if found is not None:
                found[0].negated = True
            return found
        return self._bare(i)

    def _determined(self) -> bool:
        """Whether an open noun phrase waits for its noun: it ends in a determiner, a possessive or a demonym."""
        if not self._open:
            return bool(self.out) and self.out[-1].kind == "PREP"
        last = self._open[-1]
        owner = self._owner.get(last)
        if isinstance(owner, ActorMention):
            people = self._form(last).endswith(("ans", "ians", "is", "nos"))  # "150 Australians", a noun
            return (owner.adjective and not people) or owner.possessive
        return self._form(last) in self.english.determiners or self._form(last) == "s"

    def _rest(self, first: int, at: int, *, infinitive: bool = False, modal: str = "") -> tuple[VerbGroup, int] | None:
        """Read auxiliaries and main verb from `at`; `first` is where the group began."""
        w = self.words
        group = VerbGroup(
            w.starts[first], w.ends[first], w.starts[first], "be", "base", infinitive=infinitive, modal=modal
        )
        need: tuple[str, ...] = ("base",) if infinitive or modal else ()
        last = first
        group.negated = any(self._form(j) in NEGATIONS for j in range(first, at)) or self._form(first) == "cannot"
        for _ in range(4):
            form = self._form(at)
            group.negated = group.negated or any(self._form(j) in NEGATIONS for j in range(first, at))
            if form in DO and not need:
                group.modal, group.past, need = group.modal or "do", form == "did", ("base",)
            elif form in BE and (not need or BE[form] in need or (form == "be" and "base" in need)):
                group.past = group.past or BE[form] == "past"
                group.lemma, group.form, group.main, last = "be", BE[form], w.starts[at], at
                group.end = w.ends[at]
                need = ("ed", "pp", "ing", "to")
            elif form in HAVE and (not need or "base" in need):
                group.past = group.past or form == "had"
                group.lemma, group.form, group.main, last = "have", HAVE[form], w.starts[at], at
                group.end = w.ends[at]
                need = ("ed", "pp", "been", "to")
            else:
                break
            last = at
            following = self._skip(at + 1)
            if not self._close(at) and following == at + 1:
                at = at + 1
                need = ()
                break
            nxt = self._form(following)
            onward = self._skip(following + 1)
            if "to" in need and nxt == "to" and (self._tag(onward, "base") or self._form(onward) in ("be", "have")):
                group.modal = group.modal or ("is-to" if group.lemma == "be" else "have-to")
                at, last, need = onward, following, ("base",)
                if self._form(onward) in ("be", "have"):
                    continue
                break
            if nxt == "been" and "been" in need:
                group.perfect = True
                group.lemma, group.main, need = "be", w.starts[following], ("ed", "pp", "ing")
                group.end, last, at = w.ends[following], following, self._skip(following + 1)
                break
            at = following
            if nxt in BE or nxt in HAVE:
                if need and "base" not in need and not (nxt == "being" and "ing" in need):
                    break
                if nxt == "being":
                    group.progressive, last, at = True, following, self._skip(following + 1)
                    need = ("ed", "pp")
                    break
                continue
            break
        tag = self._tag(at, *(n for n in need if n not in ("to", "been"))) if need else None
        group.negated = group.negated or any(self._form(j) in NEGATIONS for j in range(first, at))
        if tag is not None and at > first:
            had = group.lemma
            group.lemma, group.form, group.main, group.end = tag[0], tag[1], w.starts[at], w.ends[at]
            if tag[1] in ("ed", "pp"):
                group.passive, group.perfect = had == "be", group.perfect or had == "have"
            elif tag[1] == "ing":
                group.progressive = True
            return group, at + 1
        if infinitive and self._form(last) == "to":
            return None
        end = bisect_left(w.ends, group.end) + 1
        return group, max(end, first + 1)

    def _bare(self, i: int) -> tuple[VerbGroup, int] | None:
        """Return a verb group of one word without auxiliary, where the words beside it allow a verb."""
        tags = self._tags(i)
        if not tags or self._form(i) == "s":
            return None
        w, form = self.words, self._form(i)
        shapes = {t for _, t in tags}
        lemma = tags[0][0]
        group = VerbGroup(w.starts[i], w.ends[i], w.starts[i], lemma, tags[0][1])
        before = self._open[-1] if self._open else None
        previous = self.out[-1] if self.out else None
        if self._determined() and not (self._open and previous is None):
            if shapes == {"ing"} or "ing" in shapes:
                noun = form in noun_like() and self._noun_ing(i)
                if not self._open and previous is not None and previous.kind == "PREP" and not noun:
                    group.form, group.gerund = "ing", True
                    return group, i + 1
            return None
        if "ing" in shapes:
            group.form = "ing"
            if form in noun_like() and self._noun_ing(i):
                return None
            if before is not None and form in noun_like() and not self._verbal_ing(i):
                return None
            if before is None and previous is not None and previous.kind == "CONJ" and form in noun_like():
                return None
            group.gerund = True
            return group, i + 1
        if shapes & {"ed", "past", "pp"}:
            return self._past(i, group, shapes, before, previous)
        return self._present(i, group, shapes, before, previous)

    def _noun_ing(self, i: int) -> bool:
        nxt = self._form(i + 1)
        return not self._close(i) or nxt in ("of", "in", "at", "on", "and", "was", "is", "by", "ceremony")

    def _verbal_ing(self, i: int) -> bool:
        nxt = i + 1
        return self._close(i) and self._opens(nxt)

    def _opens(self, i: int) -> bool:
        """Whether a word can begin what a verb governs: a name, a determiner or a preposition."""
        form = self._form(i)
        return i in self._owner or form in self.english.determiners or form in self.english.prepositions

    def _past(
        self, i: int, group: VerbGroup, shapes: set[str], before: int | None, previous: Element | None
    ) -> tuple[VerbGroup, int] | None:
        group.form = next(s for s in ("ed", "past", "pp") if s in shapes)
        group.past = True
        nxt = self._form(i + 1)
        if before is None:
            if previous is not None and previous.kind == "CONJ":
                last = next((e.verb for e in reversed(self.out) if e.kind == "VG"), None)
                if last is not None and (last.passive or last.participle):
                    group.passive, group.participle = True, last.participle
                return group, i + 1
            if previous is not None and previous.kind in ("REL", "VG"):
                return group, i + 1
            if previous is not None and previous.kind == "COMMA" and self._subject_waits():
                if (
                    group.lemma not in self.english.that_verbs
                    and self._later_finite(i)
                    and (nxt in self.english.prepositions or self._adverb(i + 1) or group.form == "pp")
                ):
                    group.participle = group.passive = True
                return group, i + 1
            if previous is None or previous.kind in ("COMMA", "STOP", "SUB", "PREP"):
                if previous is not None and previous.kind == "PREP":
                    return None
                group.participle = group.passive = True
                return group, i + 1
            if previous.kind == "NP":
                group.participle = group.passive = self._reduced(i, group, nxt)
                return group, i + 1
            return group, i + 1
        if shapes == {"past"}:
            return group, i + 1
        if self._reduced(i, group, nxt) or self._under_a_verb():
            group.participle = group.passive = True
        return group, i + 1

    def _reduced(self, i: int, group: VerbGroup, nxt: str) -> bool:
        """Whether a participle after a noun is a reduced relative clause."""
        if group.form == "pp" or nxt == "by":
            return True
        if nxt in self.english.determiners or (i + 1 in self._owner and self._close(i)):
            return False
        for j in range(i + 1, min(self.high, i + 24)):
            if set(self.words.gap(j - 1)) & set(",;:—"):
                return False
            form = self._form(j)
            if (
                form in self.english.conjunctions
                or form in self.english.relatives
                or form in self.english.subordinators
            ):
                return False
            if self._aux(j):
                return True
        return False

    def _under_a_verb(self) -> bool:
        """Whether the open noun phrase already belongs to a verb: "troops stationed at", after "supplies to"."""
        for element in reversed(self.out):
            if element.kind in ("COMMA", "CONJ", "REL", "SUB", "STOP"):
                return False
            if element.kind == "VG":
                assert element.verb is not None
                return element.verb.lemma not in self.english.that_verbs
        return False

    def _aside_closed(self) -> bool:
        """Whether a comma closes a relative clause that stands between a subject and its verb."""
        for at in range(len(self.out) - 1, 0, -1):
            element = self.out[at]
            if element.kind in ("STOP", "SUB"):
                return False
            if element.kind == "REL":
                return not any(e.kind == "VG" and e.verb is not None and e.verb.finite for e in self.out[:at])
        return False

    def _subject_waits(self) -> bool:
        """Whether a noun phrase stands before the comma with no verb since the last boundary."""
        for element in reversed(self.out[:-1]):
            if element.kind == "VG" and element.verb is not None and element.verb.finite:
                return False
            if element.kind in ("STOP", "SUB"):
                return False
            if element.kind == "NP":
                continue
        return any(e.kind == "NP" for e in self.out)

    def _later_finite(self, i: int) -> bool:
        comma = False
        for j in range(i + 1, min(self.high, i + 40)):
            gap = self.words.gap(j - 1)
            if set(gap) & set(";:"):
                return False
            comma = comma or "," in gap
            if comma and (self._aux(j) or self._tag(j, "ed", "past", "s")):
                return True
        return False

    def _present(
        self, i: int, group: VerbGroup, shapes: set[str], before: int | None, previous: Element | None
    ) -> tuple[VerbGroup, int] | None:
        form, nxt = self._form(i), i + 1
        group.form = "s" if "s" in shapes else "base"
        noun = form in noun_like()
        opens = self._opens(nxt) or self._adverb(nxt) or self._form(nxt) in ("to", "that", "it", "them")
        if before is None:
            if previous is not None and previous.kind == "REL":
                return group, i + 1
            if previous is not None and previous.kind == "COMMA" and opens and (not noun or self._aside_closed()):
                return group, i + 1
            if previous is not None and previous.kind == "CONJ" and not noun:
                last = next((e.verb for e in reversed(self.out) if e.kind == "VG"), None)
                if last is not None and (last.form == group.form or last.infinitive or last.modal):
                    group.infinitive = last.infinitive
                    group.modal = last.modal
                    return group, i + 1
            if previous is not None and previous.kind == "NP" and previous.phrase is not None and opens and not noun:
                return group, i + 1
            return None
        owner = self._owner.get(before)
        proper = owner is not None and not (isinstance(owner, ActorMention) and owner.adjective)
        pronoun = self._form(before) in self.english.pronouns
        if group.form == "s":
            if pronoun or (proper and opens) or (not noun and opens):
                return group, i + 1
            return None
        plural = len([e for e in self.out if e.kind in ("CONJ", "COMMA")]) > 0 and bool(self.out)
        if pronoun and self._form(before) in ("they", "we", "you", "i", "who", "which"):
            return group, i + 1
        if proper and plural and opens:
            return group, i + 1
        if not noun and opens and self._form(before).endswith("s"):
            return group, i + 1
        return None


def noun_like() -> frozenset[str]:
    """Return the verb forms that are nouns unless the words beside them make them verbs."""
    return english().nouns_too
