"""Who speaks or acts before a verb: the subject chosen among those that may be one, and what a pronoun means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.kinds.voices import LAST, Voice, Voices

__all__ = ["FINITE", "Subjects", "Voice", "subjects"]

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, Sentence

FINITE = frozenset({"s", "ed", "past", "pp"})
"""Forms of a verb that can stand as a clause's own."""
REACH = 230
"""Code points between a subject and its verb, at most."""
_SAID_IN = re.compile(
    r"\b(?:statement|communiqu[eé]|letter|post|message|note|resolution|declaration|release|tweet)(?: \w+ly)? \Z"
)
"""What is issued to say it in: "released a statement condemning B"."""
_TURN = 7
_HEAD = 12
"""Sentences of one answer, and code points before the name that opens it."""
_QUESTION = re.compile(r"(?:Q|Question|Reporter)\b[.:]")
_BACK = 3
"""Sentences that a pronoun or "the ministry" looks back over."""
_HOUSE = re.compile(r", (?:[A-Z][\w.’-]+ ?){2,4}")
_AT_HOUSE = re.compile(r"(?:At|From|In|For) (?:the )?")
"""“At the Pentagon, A B voiced concern”: the house says for whom an unknown person speaks."""


_OPEN_QUOTE = re.compile(r"[“\"]")
_CLOSED_QUOTE = re.compile(r"[,.]?[”\"],?\s")
_SAYS = re.compile(
    r"\s(?:[a-z]+ly\s)?(?:said|says|told|added|stated|declared|noted|stressed|warned|tweeted|wrote|announced)\b"
)


class Subjects(Voices):
    """Chooses the subject of a verb among the possible ones."""

    def before(self, sentence: Sentence, at: int, *, speaks: bool = False) -> Voice | None:
        """Return the subject of the verb at an offset, or None where another, unknown noun stands there.

        Parameters
        ----------
        sentence : Sentence
            Where the verb stands.
        at : int
            The verb's first code point.
        speaks : bool
            Whether only those count who can say something: a ship or a jet cannot.
        """
        tail = self.tail(sentence, at)
        for voice in reversed([v for v in self.voices(sentence) if v.end <= at]):
            gap = self.text[voice.end : at]
            if at - voice.end > REACH or ";" in gap:
                return None
            if speaks and voice.noun in self.words.craft:
                continue
            if self._closed(sentence, voice, at) or self._parenthetical(voice, at):
                continue
            end = self._with_state(sentence, voice)
            rest = self.text[end : max(end, tail)].rstrip()
            if rest.count('"') % 2 and rest.endswith('"'):
                rest = rest[:-1].rstrip()  # the quotation opens with the verb: B "categorically rejects" it
            bare = rest.strip(" ")
            if ("”" in rest and "“" not in rest) or rest.count('"') % 2:
                continue
            quoted = bare.endswith("”") or (bare.endswith('"') and bare.count('"') % 2 == 0)
            if quoted and not bare.startswith(","):
                return None
            if not bare or bare.endswith((",", ")", "—", "–", "-", "“", '"', "”", ":", "(")):
                return self.real(sentence, voice)
            if _HOUSE.fullmatch(bare) and _AT_HOUSE.fullmatch(self.text[sentence.start : voice.start]):
                return voice
            last = LAST.search(bare)
            if _SAID_IN.search(gap) and re.match(r"\w+ing\b", self.text[at : at + 24]):
                return self.real(sentence, voice)
            if last and last.group(1).lower() in (
                "and",
                "but",
                "then",
                "or",
                "while",
                "who",
                "which",
                "also",
                "nor",
                "that",
            ):
                return self.real(sentence, voice)
            return None
        return None

    def _with_state(self, sentence: Sentence, voice: Voice) -> int:
        """Return where a person's name ends with the state behind it: "Defence Minister A of Fiji"."""
        if not voice.persons:
            return voice.end
        near = [g for g in sentence.groups if self.text[voice.end : g.start] in (" of ", " of the ", " from ", ", of ")]
        return near[0].end if near else voice.end

    def behind(self, sentence: Sentence, at: int) -> Voice | None:
        """Return the subject behind an opening participle: "Accusing B of lying, A said"."""
        head = self.text[sentence.start : max(at, sentence.start) + 12]
        if not re.match(
            r"(?:(?:While|In|By|After|Before|Again|Also|Without) )?(?:[A-Za-z]+ly )?(?:[Hh]aving|[A-Za-z]+ing|"
            r"[A-Z][a-z]+ed)\b",
            head,
        ):
            return None
        comma = self.text.find(", ", at, sentence.end)
        near = [v for v in self.voices(sentence) if v.start == comma + 2] if comma > 0 else []
        while comma > 0 and not near:
            comma = self.text.find(", ", comma + 1, sentence.end)
            near = [v for v in self.voices(sentence) if v.start == comma + 2]
        return self.real(sentence, near[0]) if near else None

    def speaker(self, sentence: Sentence) -> Voice | None:
        """Return who says a sentence: the subject of a verb of saying in it, before or behind what is said."""
        found: list[Voice] = []
        for match in re.finditer(r"\b([a-z]+)\b", sentence.text):
            if match.group(1) not in self.words.saying:
                continue
            start, end = sentence.start + match.start(), sentence.start + match.end()
            behind = [v for v in self.voices(sentence) if 0 <= v.start - end <= 5]
            closed = self.text[max(sentence.start, start - 4) : start].rstrip().endswith((",", "”", '"', "’"))
            inverted = behind and closed and self._ends(sentence, behind[0].end)
            voice = behind[0] if inverted else self.before(sentence, start) or (behind[0] if behind else None)
            if voice is not None and (real := self.real(sentence, voice)) is not None:
                found.append(real)
        return found[-1] if found else None

    def _ends(self, sentence: Sentence, at: int) -> bool:
        """Whether nothing but a title, a day or the end follows: "..., said A on Monday"."""
        rest = self.text[at : min(sentence.end, at + 40)]
        return bool(
            re.match(r"[.,;”\"]|\Z| (?:on|in|at|late|early|last|this|during|after|yesterday|told|of|who)\b", rest)
        )

    def turn(self, sentence: Sentence) -> Voice | None:
        """Return whose turn it is in a transcript: the name before the last colon that opens a line."""
        for index in range(sentence.index, max(-1, sentence.index - _TURN), -1):
            line = self.context.reading.sentences[index]
            if _QUESTION.match(line.text):
                return None
            for voice in self.voices(line):
                near = voice.kind == "name" and voice.persons and voice.start - line.start <= _HEAD
                if near and self.text[voice.end : voice.end + 2] in (": ", ") "):
                    return voice
        return None

    def compass(self, word: str) -> Actor | None:
        """Return the one state of the text whose name begins with "North" or "South"."""
        found = [
            state for key, state in self.context.focus.labels.items()
            if any(n.text.lower().startswith(f"{word} ") for n in self.context.reading.registry.names_of(key))
        ]  # fmt: skip
        return found[0] if len(found) == 1 else None

    def courteous(self, voice: Voice, targets: list[Actor]) -> bool:
        """Whether speaker and target are those who meet in the text: what they tell each other is courtesy."""
        parties = {p.identity for p in self.parties()}
        aimed = {t.identity for t in targets if t.kind == "state"}
        return bool(parties & {s.identity for s in voice.states}) and aimed <= parties

    def main(self, sentence: Sentence) -> Voice | None:
        """Return the first named subject of a sentence."""
        if sentence.index not in self._main:
            named = [v for v in self.voices(sentence) if v.kind == "name" and (v.states or v.others)]
            self._main[sentence.index] = named[0] if named else None
        return self._main[sentence.index]

    def tail(self, sentence: Sentence, at: int) -> int:
        """Return where the auxiliaries and adverbs directly before a verb begin."""
        end = at
        for _ in range(9):
            left = self.text[max(sentence.start, end - 40) : end].rstrip()
            left = left.rstrip('"“”') if re.search(r"[\"“]\w+ly[\"”]\Z", left) else left
            found = LAST.search(left)
            if found is None or left.endswith((",", ")")):
                break
            word = found.group(1).lower().replace("’", "'").removesuffix("'s")
            adverb = word.endswith("ly") and word not in ("july", "italy", "family", "ally")
            if not (adverb or word in self.words.between or word.isdigit()):
                break
            end = max(sentence.start, end - 40) + found.start()
        return end

    def _parenthetical(self, voice: Voice, at: int) -> bool:
        """Whether a candidate only says it, between commas: "its helicopter, he said, had entered"."""
        said = re.match(r" (\w+)[^,;]{0,30}, ", self.text[voice.end : at])
        opened = self.text[max(0, voice.start - 2) : voice.start] == ", "
        return bool(opened and said and said.group(1) in self.words.saying)

    def _closed(self, sentence: Sentence, voice: Voice, at: int) -> bool:
        """Whether a candidate stands inside an aside that ends before the verb."""
        before = self.text[sentence.start : voice.start]
        if before.count("(") > before.count(")") and ")" in self.text[voice.end : at]:
            return True
        start, end = self.context._aside(sentence.start, at)
        return start < voice.start < end < at and voice.start > start

    def real(self, sentence: Sentence, voice: Voice) -> Voice | None:
        """Return the named subject that a pronoun stands for; a named one is itself."""
        if voice.kind == "name":
            return voice
        if voice.kind == "who":
            return self._antecedent(sentence, voice.start)
        if voice.kind == "we" and (turn := self.turn(sentence)) is not None:
            return turn
        if voice.kind == "we" and (quoted := self._quoted(sentence, voice)) is not None:
            return quoted
        if voice.kind in ("we", "all", "they"):
            return self._together(sentence, voice)
        if voice.kind == "one" and re.search(r"statement|communiqu", voice.noun) and self.parties():
            return Voice(voice.start, voice.end, self.parties(), kind="all")
        if voice.kind == "one" and voice.noun in ("the north", "the south"):
            state = self.compass(voice.noun[4:])
            return Voice(voice.start, voice.end, [state]) if state is not None else None
        if voice.kind == "his":
            voice = Voice(voice.start, voice.end, kind="he")
        earlier = [v for v in self.voices(sentence) if v.kind == "name" and v.end <= voice.start]
        fits = [v for v in earlier if self._fits(voice, v)]
        if not fits and voice.kind == "it" and (owner := self._owner(sentence, voice.start)) is not None:
            return owner
        if fits:
            return fits[0] if voice.kind == "it" else fits[-1]
        for index in range(sentence.index - 1, max(-1, sentence.index - _BACK - 1), -1):
            previous = self.context.reading.sentences[index]
            if sentence.block - previous.block > 1:
                return None
            fits = [v for v in self.voices(previous) if v.kind == "name" and self._fits(voice, v)]
            if fits:
                return fits[0]
            if voice.kind == "he" and previous.persons:
                p = previous.persons[0]
                return self._person([p], p.start, p.end)
        return None

    def _quoted(self, sentence: Sentence, voice: Voice) -> Voice | None:
        """Return who says what "we" stands in: "We made a protest," the minister told reporters."""
        closed = _CLOSED_QUOTE.search(self.text, voice.end, sentence.end)
        if closed is None or not _OPEN_QUOTE.search(self.text, sentence.start, voice.start + 1):
            return None
        for named in self.voices(sentence):
            near = named.kind == "name" and 0 <= named.start - closed.end() < 60
            if near and (named.states or named.persons) and _SAYS.match(self.text, self._with_state(sentence, named)):
                return named
        return None

    def _antecedent(self, sentence: Sentence, at: int) -> Voice | None:
        """Return whom "who" or "which" follows: the person or name right before it, else the nearest subject."""
        persons = [p for p in sentence.persons if 0 <= at - p.end <= 3]
        if persons:
            return self._person(persons[-1:], persons[-1].start, persons[-1].end, sentence)
        groups = [g for g in sentence.groups if 0 <= at - g.end <= 3]
        if groups:
            return self._actors(groups[-1], groups[-1].start, groups[-1].end, "")
        near = [v for v in self.voices(sentence) if v.kind == "name" and 0 <= at - v.end <= 60]
        return near[-1] if near else None

    def _owner(self, sentence: Sentence, at: int) -> Voice | None:
        """Return the state whose entry, bid or decision opens a sentence, which a later "it" may mean."""
        first = next((g for g in sentence.groups if g.end <= at), None)
        if first is None or not first.members[-1].possessive or first.start - sentence.start > 8:
            return None
        return self._actors(first, first.start, first.end, "")

    def _fits(self, pronoun: Voice, voice: Voice) -> bool:
        if pronoun.kind == "he":
            return bool(voice.persons)
        if pronoun.kind == "one":
            noun = pronoun.noun
            if re.search(
                r"spokes|official|minister|president|secretary|ambassador|commodore|general|admiral|commander|"
                r"premier|chancellor|leader|envoy|chief",
                noun,
            ):
                return bool(voice.persons) or bool(
                    re.search(r"spokes|official|embassy|ministry|council|department|government|guard", voice.noun)
                )
            if re.search(r"ministry|embassy|department|bureau|council|agency|guard|navy|military", noun):
                word = noun.split()[-1]
                return word in voice.noun.lower() or any(word in a.label.lower() for a in voice.others)
            return False
        return not voice.persons and len(voice.states) + (not voice.states and len(voice.others)) == 1

    def _together(self, sentence: Sentence, voice: Voice) -> Voice | None:
        context = self.context
        words = self.text[voice.start : voice.end].lower()
        size = 3 if "three" in words or "trio" in words else 4 if "four" in words or "quartet" in words else 0
        at, gathered = context.gathered
        states: list[Actor] = []
        two = bool(re.search(r"\b(?:both|two|either|pair|sides)\b", words))
        parties = self.parties()
        if voice.kind == "all" and ((two and len(parties) == 2) or (not size and self._speaks_as_one())):
            return Voice(voice.start, voice.end, list(parties), kind=voice.kind)
        if two and (pair := context.focus.pair(sentence)):
            return Voice(voice.start, voice.end, list(pair), kind=voice.kind)
        for index in range(sentence.index, max(-1, sentence.index - _BACK - 1), -1):
            several = [
                v for v in self.voices(context.reading.sentences[index])
                if v.kind == "name" and v.end <= (voice.start if index == sentence.index else 1 << 60)
                and (len(v.states) > 1 or len(v.keys) > 1)
            ]  # fmt: skip
            if several and size in (0, len(several[0].states)):
                states = several[0].states + [a for a in several[0].others if a.kind == "grouping"]
                break
            found = context.focus.states_in(context.reading.sentences[index], acting=True)
            if size and len(found) == size:
                states = found
                break
        if voice.kind == "we":
            states = parties if self._speaks_as_one() else []
        if not states and 0 <= sentence.index - at <= 6 and size in (0, len(gathered)):
            states = gathered
        if not states:
            states = parties if size in (0, len(parties)) else []
        ours = voice.kind == "we" and voice.noun.startswith("our")
        if ours and (home := self.home()) is not None:
            return Voice(voice.start, voice.end, [home], kind=voice.kind)
        if voice.kind == "we" and len(states) != 1 and not (states and states == parties and self._speaks_as_one()):
            home = self.home()
            states = [home] if home is not None else states
        return Voice(voice.start, voice.end, list(states), kind=voice.kind) if states else None


def subjects(context: Context) -> Subjects:
    """Return the document's subjects; read once."""
    known = context.__dict__.get("subjects_of")
    if known is None:
        known = context.__dict__["subjects_of"] = Subjects(context)
    return known
