"""What carries over from sentence to sentence: the states spoken of, and which instrument "the pact" is."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft
from kg.extraction.gazetteer import LOCATIVE
from kg.extraction.mentions import Actor, InstrumentMention, Sentence

if TYPE_CHECKING:
    from kg.extraction.reading import Reading

_AT_OR_ABOUT = LOCATIVE | {"against", "over", "about", "like", "than"}
"""Prepositions of names that do not act."""
_DOINGS = re.compile(
    r"\b(?:moves?|actions?|behaviou?r|activit(?:y|ies)|threats?|rise|assertiveness|aggression|ambitions?|influence|"
    r"provocations?) "
    r"of (?:the )?\Z"
)
"""Before those of whom a text only speaks: "in light of the moves of A and B"."""
_LOOK_BACK = 3
_REMEMBERED = 200
"""Instruments that a later mention may still mean; keeps resolution linear on documents of any length."""
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")


class Focus:
    """The states that a document is about, and those in play at each sentence."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.counts: Counter[str] = Counter()
        self.labels: dict[str, Actor] = {}
        self._names: dict[str, list[str]] = {}
        for sentence in reading.sentences:
            for mention in sentence.actors:
                actor = self.state(mention.actor)
                if actor is None:
                    continue
                self.counts[actor.identity] += 3 if sentence.index == 0 else 1
        ranked = sorted(self.counts.items(), key=lambda kv: -kv[1])  # of equals the first named is first
        self.ranked: list[Actor] = [self.labels[k] for k, _ in ranked[:4]]
        """The states most spoken of, first the first."""
        titled = self.states_in(reading.sentences[0]) if reading.sentences else []
        self.home: Actor | None = titled[0] if len(titled) == 1 else next(iter(self.ranked), None)
        """The state whose doings a text of many states tells: that of its title, else the one most spoken of."""
        total = sum(self.counts.values())
        strong = [k for k, n in ranked if n >= 2 and n / total >= 0.12]
        self.main: list[Actor] = [self.labels[k] for k in strong[:2]]
        share = sum(self.counts[k] for k in strong[:2]) / total if total else 0.0
        self.sure = len(strong) >= 2 and share >= 0.8
        """Whether the text is about two states and hardly names another."""
        self.dominant = share >= 0.6 and (len(strong) < 3 or self.counts[strong[1]] >= 2 * self.counts[strong[2]])

    def state(self, actor: Actor) -> Actor | None:
        """Return the state of a state, or of an organisation, with a label that stands in the text."""
        if actor.kind == "state":
            known = self.labels.get(actor.identity)
            full = self.reading.registry.get(actor.key).label if actor.key else actor.label
            if known is None:
                shown = full if full in self.reading.text else actor.label
                known = self.labels[actor.identity] = Actor(shown, "state", actor.key)
            return known
        if actor.kind == "organisation" and actor.state and actor.state in self.reading.registry:
            entity = self.reading.registry.get(actor.state)
            if entity.kind == "state":
                known = self.labels.get(actor.state)
                if known is None:
                    names = self._names.setdefault(
                        actor.state, [n.text for n in self.reading.registry.names_of(actor.state) if not n.weak]
                    )
                    label: str | None = (
                        entity.label
                        if entity.label in self.reading.text
                        else next((n for n in names if n in actor.label), None)
                        or self._standing(actor.state)
                        or (actor.label if actor.key in self.reading.lexicon.sets["seats"] else None)
                    )
                    if label is not None:
                        known = self.labels[actor.state] = Actor(label, "state", actor.state)
                return known
        return None

    def _standing(self, key: str) -> str | None:
        """Return a name of a state, its capital's too, that stands in the text where only its bodies are named."""
        names = sorted(
            (n.text for n in self.reading.registry.names_of(key) if len(n.text) > 3), key=lambda n: (-len(n), n)
        )
        return next((n for n in names if n in self.reading.text), None)

    def by_key(self, key: str) -> Actor | None:
        """Return a state that the text names."""
        return self.labels.get(key)

    def states_in(self, sentence: Sentence, *, low: int = 0, high: int = 1 << 60, acting: bool = False) -> list[Actor]:
        """Return the states named between two offsets of a sentence, each once; `acting` leaves out mere places."""
        seen: dict[str, Actor] = {}
        for mention in sentence.actors:
            if acting and mention.prep in _AT_OR_ABOUT and not mention.adjective:
                continue
            group = next((g for g in sentence.groups if mention in g.members), None) if acting else None
            first = group.members[0].start if group else mention.start
            if acting and _DOINGS.search(self.reading.text, max(0, first - 40), first):
                continue
            if low <= mention.start < high and (actor := self.state(mention.actor)) is not None:
                seen.setdefault(actor.identity, actor)
        return list(seen.values())

    def pair(self, sentence: Sentence, *, size: int = 2) -> list[Actor]:
        """Return the states that "both sides" means at a sentence, or nothing where that is open."""
        here = self.states_in(sentence, acting=True)
        if len(here) == 1 and any(p.person is not None and p.person.state is None for p in sentence.persons):
            return []
        for index in range(sentence.index, max(-1, sentence.index - _LOOK_BACK - 1), -1):
            states = self.states_in(self.reading.sentences[index], acting=True)
            apart = self.reading.sentences[index].block != sentence.block
            if apart and not here and size == 2 and self.dominant and len(self.main) == 2:
                break
            if len(states) == size:
                if here and not {h.identity for h in here} <= {s.identity for s in states}:
                    return []
                return states
            if len(states) > size:
                break
        strangers = any(p.person is not None and p.person.state is None for p in sentence.persons)
        fits = {h.identity for h in here} <= {m.identity for m in self.main}
        if size == 2 and len(self.main) == 2 and self.dominant and not strangers and fits:
            return self.main
        return []

    def other(self, state: str) -> Actor | None:
        """Return the other of the document's two main states."""
        if len(self.main) == 2 and self.dominant and state in (self.main[0].identity, self.main[1].identity):
            return self.main[1] if self.main[0].identity == state else self.main[0]
        return None


@dataclass(slots=True)
class Instrument:
    """An instrument of the discourse: its record in the making and what later mentions may call it."""

    draft: Draft
    form: str | None
    umbrella: bool
    year: str | None = None
    last: int = 0
    definite: bool = False
    mentions: int = 1
    core: str | None = None
    explicit: bool = False
    bodies: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    headline: bool = False
    noun: str = ""
    ordinal: str | None = None

    @property
    def signed_year(self) -> str | None:
        """The year of the signature, where known."""
        return next((s.date[:4] for s in self.draft.stages if s.stage == "signed" and s.date), self.year)


class Instruments:
    """The instruments of one document, and the resolution of mentions to them."""

    def __init__(self, umbrella: frozenset[str], opening: int = 0) -> None:
        self.known: list[Instrument] = []
        self.umbrella, self.opening = umbrella, opening

    def resolve(
        self,
        mention: InstrumentMention,
        parties: list[Actor],
        sentence: Sentence,
        *,
        apart: tuple[Instrument, ...] = (),
    ) -> Instrument | None:
        """Return the instrument that a mention means among those already known, or None; never one of `apart`."""
        wanted = mention.parties or parties
        best: tuple[int, int, int] | None = None
        chosen = None
        for position, candidate in enumerate(self.known[-_REMEMBERED:]):
            if any(candidate is other for other in apart):
                continue
            if _another(mention, candidate, sentence):
                continue
            fit = self._fit(mention, wanted, bool(mention.parties), candidate)
            if fit == 0:
                continue
            opening = 4 if candidate.draft.offset < self.opening else 0
            rank = (fit, candidate.last + 2 * min(candidate.mentions, 6) + opening, -position)
            if best is None or rank > best:
                best, chosen = rank, candidate
        if chosen is not None:
            chosen.last, chosen.mentions = sentence.index, chosen.mentions + 1
            chosen.definite = chosen.definite or mention.definite
            chosen.core = chosen.core or mention.core
            if mention.alias:
                chosen.aliases.add(mention.alias.casefold())
            if chosen.umbrella and mention.type and mention.type not in self.umbrella:
                chosen.draft.type, chosen.umbrella = mention.type, False
        return chosen

    def recent(self, sentence: Sentence, *, reach: int = 3) -> Instrument | None:
        """Return the instrument last spoken of, not further back than `reach` sentences."""
        near = [i for i in self.known[-_REMEMBERED:] if sentence.index - i.last <= reach]
        return max(near, key=lambda i: (i.last, i.mentions)) if near else None

    def _fit(self, mention: InstrumentMention, sides: list[Actor], explicit: bool, known: Instrument) -> int:
        draft, head = known.draft, mention.head
        there = draft.keys("party")
        wanted = {
            str(a.state) if a.kind == "organisation" and a.state and a.identity not in there else a.identity
            for a in sides
        }
        if mention.name and mention.name.casefold() in known.aliases and (not wanted or wanted <= there):
            return 6
        number = ordinal_of(mention)
        if number is not None and number != known.ordinal:
            return 0
        if mention.plural and not (mention.type and mention.definite):
            return 0
        if mention.definite and not mention.name and draft.name and " " + head.word in draft.name.lower():
            return 5
        declared = "joint-declaration"
        if (mention.type == declared) != (draft.type == declared):
            return 0
        if mention.type == declared and known.noun and not mention.definite and noun_of(mention) != known.noun:
            return 0
        special = {"memorandum", "exchange-of-notes", "contract", "letter-of-intent", "protocol"}
        open_forms = {"unknown", None} & {head.form, known.form}
        procured = mention.type == draft.type == "procurement"
        bare = mention.definite and not (mention.type or mention.name or mention.parties or mention.plural)
        if head.form != known.form and not open_forms and not procured and {head.form, known.form} & special:
            return 1 if bare and head.form == "agreement" and known.form in ("memorandum", "letter-of-intent") else 0
        have = draft.keys("party") - known.bodies
        if wanted and have and not (wanted <= have or have <= wanted):
            return 0
        if explicit and wanted and have and wanted != have and len(wanted) > 1 and len(have) > 1:
            return 0
        if mention.year and known.signed_year and mention.year != known.signed_year:
            return 0
        if mention.year and not known.signed_year and not known.year:
            return 0
        made = any(t.stage == "signed" and t.modality == "asserted" for t in draft.stages)
        if mention.indefinite and not mention.name and draft.name and made and not known.headline:
            return 0
        if mention.distributive or (mention.indefinite and "new" in mention.phrase.split() and known.signed_year):
            return 0
        if mention.core and known.core and mention.core not in known.core and known.core not in mention.core:
            return 0
        if mention.name and not mention.parties and "(" in mention.name and not draft.name:
            return 0
        umbrella = mention.type is None or mention.type in self.umbrella
        alone = len(self.known) == 1 and known.definite and not known.headline
        if alone and umbrella and mention.name and mention.definite and not mention.parties and draft.name is None:
            return 2
        if mention.name and draft.name and mention.type == draft.type and not _alike(mention.name, draft.name):
            return 0
        if mention.type == draft.type and mention.type is not None and (not umbrella or mention.indefinite):
            return 4 if wanted and have else 3
        if mention.name and draft.name and not umbrella:
            return 0
        if (
            umbrella
            and mention.name
            and mention.definite
            and not mention.parties
            and draft.name is None
            and known.umbrella
        ):
            return 2
        if umbrella and not mention.name:
            if mention.indefinite:
                return 0
            return 2
        if known.umbrella and not umbrella and (mention.definite or wanted == have) and not draft.name:
            return 2
        return 0


def _another(mention: InstrumentMention, known: Instrument, sentence: Sentence) -> bool:
    """Whether "an agreement" of one day is another than one whose signing was of another day."""
    if not mention.indefinite or mention.name or known.headline:
        return False
    told = [
        s.date for s in known.draft.stages if s.date and s.stage in ("signed", "concluded") and s.modality == "asserted"
    ]
    days = [d.value for d in sentence.dates if d.start > mention.start and not d.reporting]
    return bool(told and days) and not any(a.startswith(b) or b.startswith(a) for a in told for b in days)


def ordinal_of(mention: InstrumentMention) -> str | None:
    """Return the number of "the 12th agreement", one of a row."""
    match = _ORDINAL.search(mention.phrase)
    return match.group(1) if match else None


def noun_of(mention: InstrumentMention) -> str:
    """Return the noun of a phrase: a plan of action is no statement."""
    word = mention.head.word.replace("é", "e")
    return next(
        (n for n in ("plan", "declaration", "communique", "statement", "vision", "principles") if n in word), word
    )


def _alike(a: str, b: str) -> bool:
    """Whether two proper names may mean one instrument: an abbreviation, or half of the words shared."""
    if " " not in a or " " not in b:
        return True
    x, y = ({w.lower().strip("()s") for w in n.split() if len(w) > 3} for n in (a, b))
    return not x or not y or len(x & y) * 2 >= min(len(x), len(y))
