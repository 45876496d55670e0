"""Clauses from a row of elements: which phrases are a verb's subject, objects and adjuncts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extraction.mentions import DateMention, PersonMention
from kg.extraction.syntax.elements import Elements
from kg.extraction.syntax.groups import Element
from kg.extraction.syntax.parts import Clause, Phrase, VerbGroup
from kg.extraction.syntax.tagging import english

if TYPE_CHECKING:
    from kg.extraction.mentions import Sentence
    from kg.extraction.scan import Words


@dataclass(slots=True)
class _Level:
    """One level of clauses: what waits for a verb, the clause at hand, and its last finite one."""

    link: str = "main"
    parent: Clause | None = None
    pending: list[Phrase] = field(default_factory=list)
    fronted: list[Phrase] = field(default_factory=list)
    clause: Clause | None = None
    finite: Clause | None = None
    antecedent: Phrase | None = None


class _Builder:
    def __init__(self, elements: list[Element]) -> None:
        self.elements, self.out = elements, list[Clause]()
        self.levels = [_Level()]
        self.prep = ""
        self.into: list[Phrase] | None = None
        self.around: list[Phrase] | None = None
        """The list that the phrase stands in on which "of" hangs the one at hand."""
        self.last: Phrase | None = None
        self.top_phrase: Phrase | None = None
        self.unfilled: list[Clause] = []
        self.control = english().object_control

    @property
    def level(self) -> _Level:
        return self.levels[-1]

    def build(self) -> list[Clause]:
        for at, element in enumerate(self.elements):
            match element.kind:
                case "NP":
                    self._phrase(at, element)
                case "VG":
                    self._verb(at, element)
                case "PREP":
                    self.prep = element.word
                case "REL":
                    self._relative(element)
                case "SUB":
                    self._subordinate(at, element)
                case "STOP":
                    self._stop(element)
                case _:
                    pass
            if element.kind not in ("PREP", "NP"):
                self.prep = self.prep if element.kind == "VG" and self.prep else ""
        return self.out

    def _before(self, at: int) -> str:
        return self.elements[at - 1].kind if at else ""

    # -- phrases ---------------------------------------------------------------------------------------------------
    def _phrase(self, at: int, element: Element) -> None:
        phrase, level = element.phrase, self.level
        assert phrase is not None
        before = self._before(at)
        if self.prep and before == "PREP":
            self._governed(phrase)
        elif self._bare_date(phrase):
            self._attach(phrase)
        elif before in ("CONJ", "COMMA"):
            self._joined(at, phrase, before)
        elif level.clause is not None and before != "SUB":
            if before == "NP" and self.into is not level.clause.objects and level.clause.objects:
                level.clause.adjuncts.append(phrase)
            else:
                level.clause.objects.append(phrase)
                self.into = level.clause.objects
            self._grow(phrase)
        else:
            level.pending.append(phrase)
            self.into = level.pending
        self.last = phrase
        if phrase.prep != "of":
            self.top_phrase = phrase

    def _bare_date(self, phrase: Phrase) -> bool:
        return len(phrase.mentions) == 1 and isinstance(phrase.mentions[0], DateMention) and (
            phrase.mentions[0].start <= phrase.start and phrase.mentions[0].end >= phrase.end
        )  # fmt: skip

    def _governed(self, phrase: Phrase) -> None:
        phrase.prep, self.prep = self.prep, ""
        if phrase.prep == "of" and self.last is not None:
            if self.last.prep != "of":
                self.around = self.into
            self.last.possessor.append(phrase)
            self.into = self.last.possessor
            self._grow(phrase)
            return
        self._attach(phrase)

    def _attach(self, phrase: Phrase) -> None:
        level = self.level
        self.into = level.clause.adjuncts if level.clause is not None else level.fronted
        self.into.append(phrase)
        self._grow(phrase)

    def _grow(self, phrase: Phrase) -> None:
        if self.level.clause is not None:
            self.level.clause.end = max(self.level.clause.end, phrase.end)

    def _joined(self, at: int, phrase: Phrase, before: str) -> None:
        """Place a phrase after a comma or a conjunction: in the list that goes on, or as the next clause's subject."""
        level = self.level
        subject = self._subject_ahead(at)
        if level.clause is None and not level.pending:
            level.pending.append(phrase)
            self.into = level.pending
            return
        if subject and (level.clause is not None):
            if level.link not in ("main", "that") and len(self.levels) > 1 and before == "COMMA":
                self._leave()
            self.level.pending = [phrase]
            self.into = self.level.pending
            return
        if level.link == "relative" and before == "COMMA" and len(self.levels) > 1 and level.clause is None:
            level.pending.append(phrase)
            self.into = level.pending
            return
        if self.into is None:
            self.into = level.clause.objects if level.clause is not None else level.pending
        of = bool(self.into) and self.into[0].prep == "of" and not self.into[-1].own(PersonMention)
        if of and self.around and self.around[-1].own(PersonMention) and phrase.own(PersonMention):
            self.into = self.around  # "President A of X, President B of Y and Prime Minister C met"
        if self.into and self.into is not level.pending:
            phrase.prep = self.into[-1].prep
        self.into.append(phrase)
        self._grow(phrase)

    def _subject_ahead(self, at: int) -> bool:
        """Whether a finite verb follows a phrase with nothing but its complements between."""
        j, steps = at + 1, 0
        if [e.kind for e in self.elements[j : j + 2]] == ["CONJ", "VG"]:
            return False  # "received by A and B and held talks": the verb goes on with the first subject
        while j < len(self.elements) and steps < 14:
            element = self.elements[j]
            if element.kind == "COMMA":
                end = self._apposition(j)
                if not end:
                    return False
                j, steps = end, steps + 2
                continue
            if element.kind == "VG":
                assert element.verb is not None
                if element.verb.participle and steps:
                    j, steps = j + 1, steps + 1
                    continue
                return element.verb.finite
            if element.kind in ("PREP", "NP") or (element.kind == "CONJ" and j + 1 < len(self.elements)):
                j, steps = j + 1, steps + 1
                continue
            return False
        return False

    def _apposition(self, at: int) -> int:
        """Return where the verb stands after ", a phrase in apposition," or 0."""
        for j in range(at + 1, min(len(self.elements), at + 7)):
            element = self.elements[j]
            if element.kind == "COMMA":
                following = self.elements[j + 1] if j + 1 < len(self.elements) else None
                finite = following is not None and following.verb is not None and following.verb.finite
                return j + 1 if finite else 0
            if element.kind not in ("NP", "PREP", "CONJ"):
                return 0
        return 0

    # -- levels ----------------------------------------------------------------------------------------------------
    def _leave(self) -> None:
        """Go back to the level outside a subordinate or relative clause."""
        self.levels.pop()
        if not self.levels:
            self.levels = [_Level()]

    def _relative(self, element: Element) -> None:
        antecedent = self.top_phrase if element.word not in ("who", "whom") else self.last
        if antecedent is not None and element.word == "who" and not self.last_is_person():
            antecedent = self.top_phrase
        if len(self.levels) < 8:
            self.levels.append(_Level("relative", self.level.clause, antecedent=antecedent))
        self.into = None

    def last_is_person(self) -> bool:
        return self.last is not None and bool(self.last.persons)

    def _subordinate(self, at: int, element: Element) -> None:
        level = self.level
        link = "that" if element.word == "that" else element.word
        if level.clause is None and not level.pending:
            self.levels.append(_Level(link, None))
        elif len(self.levels) < 8:
            self.levels.append(_Level(link, level.clause))
        self.into = None

    def _stop(self, element: Element) -> None:
        main = self.levels[0]
        self.levels = [_Level(finite=main.finite)]
        self.into, self.last, self.prep = None, None, ""

    # -- verbs -----------------------------------------------------------------------------------------------------
    def _verb(self, at: int, element: Element) -> None:
        verb = element.verb
        assert verb is not None
        if verb.finite:
            clause = self._finite(at, verb)
        elif verb.infinitive:
            clause = self._infinitive(verb)
        elif verb.participle:
            clause = self._participle(at, verb)
        else:
            clause = self._gerund(at, verb)
        level = self.level
        if level.fronted:
            clause.adjuncts += level.fronted
            level.fronted = []
        if clause.subject:
            clause.start = min(clause.start, min(p.start for p in clause.subject if p.start <= verb.start) if any(
                p.start <= verb.start for p in clause.subject) else clause.start)  # fmt: skip
        level.clause = clause
        if verb.finite:
            level.finite = clause
        level.pending = []
        self.into = None
        self.prep = ""
        self.out.append(clause)

    def _new(self, verb: VerbGroup, subject: list[Phrase], parent: Clause | None, link: str) -> Clause:
        return Clause(verb, verb.start, verb.end, subject, parent=parent, link=link)

    def _finite(self, at: int, verb: VerbGroup) -> Clause:
        level = self.level
        for _ in range(3):
            inner = level.link == "participle" or (
                level.clause is not None and self._before(at) in ("COMMA", "VG", "NP")
            )
            if level.pending or len(self.levels) < 2 or not inner or self._joined_verb(at):
                break
            outer = self.levels[-2]
            if not (outer.pending and outer.clause is None):
                break
            self.levels.pop()
            level = self.level
        if not level.pending and level.link == "relative" and level.clause is None and level.antecedent is not None:
            clause = self._new(verb, [level.antecedent], level.parent, "relative")
        elif level.pending:
            again = level.clause is not None
            link = "coordinate" if again and level.link == "main" else level.link
            parent = level.finite if again else level.parent
            if again and parent is None:
                link = "main" if link == "coordinate" else link
            if again and level.link == "that":
                link, parent = "that", level.parent
            clause = self._new(verb, list(level.pending), parent, link)
            if level.link == "relative" and level.antecedent is not None and not again and not verb.passive:
                clause.objects.append(level.antecedent)
        elif self._said(at) and level.clause is not None:
            said = level.clause
            clause = self._new(verb, list(said.objects), said, "that")
            said.objects = []
        elif level.finite is not None:
            clause = self._new(verb, list(level.finite.subject), level.finite, "coordinate")
            if level.link == "that":
                clause.link, clause.parent = "that", level.parent
        else:
            clause = self._new(verb, [], level.parent, level.link)
        for waiting in self.unfilled:
            waiting.subject = list(clause.subject)
        self.unfilled = []
        return clause

    def _said(self, at: int) -> bool:
        """Whether "said" has what looks like an object before a finite verb: that is the next clause's subject."""
        clause = self.level.clause
        return (
            clause is not None and clause.verb.lemma in english().that_verbs and bool(clause.objects)
            and clause.verb.finite and self._before(at) == "NP" and clause.objects[-1].start > clause.verb.end
        )  # fmt: skip

    def _joined_verb(self, at: int) -> bool:
        """Whether a conjunction stands right before a verb: it goes on with the clause at hand."""
        return self._before(at) == "CONJ"

    def _infinitive(self, verb: VerbGroup) -> Clause:
        level = self.level
        parent = level.clause
        if parent is None:
            return self._new(verb, list(level.pending), level.parent, "infinitive")
        subject = parent.subject
        actor = parent.adjuncts[-1] if parent.adjuncts and parent.adjuncts[-1].prep == "for" else None
        if actor is not None and self.top_phrase is actor:
            subject = [actor]
        elif parent.verb.lemma in self.control and not parent.verb.passive:
            subject = parent.objects or parent.on("on", "for", "upon") or parent.subject
        return self._new(verb, list(subject), parent, "infinitive")

    def _participle(self, at: int, verb: VerbGroup) -> Clause:
        level = self.level
        if self.top_phrase is not None and at and self._before(at) in ("NP", "COMMA"):
            phrase = (
                self.last
                if self._before(at) == "NP" and self.last is not None and self.last.prep != "of"
                else self.top_phrase
            )
            clause = self._new(verb, [phrase], level.clause, "participle")
            if level.clause is None and level.pending:
                # the subject outside goes on waiting for its own verb
                waiting = level
                self.levels.append(_Level("participle", None))
                self.levels[-2] = waiting
            return clause
        clause = self._new(verb, [], level.clause, "participle")
        self.unfilled.append(clause)
        return clause

    def _gerund(self, at: int, verb: VerbGroup) -> Clause:
        level = self.level
        parent, before = level.clause, self._before(at)
        if (
            before == "NP"
            and self.last is not None
            and parent is not None
            and parent.objects
            and self.last in parent.objects
        ):
            return self._new(verb, [self.last], parent, "participle")
        if parent is not None:
            subject = parent.subject
            if before == "PREP" and parent.verb.lemma in self.control and not parent.verb.passive and parent.objects:
                subject = parent.objects
            return self._new(verb, list(subject), parent, "gerund")
        if before == "NP" and level.pending:
            clause = self._new(verb, [level.pending[-1]], None, "participle")
            self.levels.append(_Level("participle", None))
            return clause
        clause = self._new(verb, list(level.pending), None, "gerund")
        if not level.pending:
            self.unfilled.append(clause)
        return clause


def clauses(words: Words, sentence: Sentence) -> list[Clause]:
    """Return the clauses of a sentence in the order of their verbs; a light analysis, right more often than not.

    Parameters
    ----------
    words : Words
        The document's words.
    sentence : Sentence
        With its mentions already found.
    """
    return _Builder(Elements(words, sentence).read()).build()
