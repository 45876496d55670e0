"""What carries over from sentence to sentence: the states spoken of, and which instrument "the pact" is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft
from kg.extraction.mentions import Actor, InstrumentMention, Sentence

if TYPE_CHECKING:
    from kg.extraction.reading import Reading

_LOOK_BACK = 3
_INTERCHANGEABLE = frozenset({"agreement", "treaty", "unknown", None})


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
        ranked = sorted(self.counts.items(), key=lambda kv: (-kv[1], kv[0]))
        total = sum(self.counts.values())
        strong = [k for k, n in ranked if n >= 2 and n / total >= 0.12]
        self.main: list[Actor] = [self.labels[k] for k in strong[:2]]
        self.dominant = len(strong) < 3 or self.counts[strong[1]] >= 2 * self.counts[strong[2]]

    def state(self, actor: Actor) -> Actor | None:
        """Return the state of a state, or of an organisation, with a label that stands in the text."""
        if actor.kind == "state":
            known = self.labels.get(actor.identity)
            registry_label = self.reading.registry.get(actor.key).label if actor.key else actor.label
            if known is None:
                label = registry_label if registry_label in self.reading.text else actor.label
                known = self.labels[actor.identity] = Actor(label, "state", actor.key)
            return known
        if actor.kind == "organisation" and actor.state and actor.state in self.reading.registry:
            entity = self.reading.registry.get(actor.state)
            if entity.kind == "state":
                known = self.labels.get(actor.state)
                if known is None:
                    names = self._names.setdefault(actor.state, [n.text for n in self.reading.registry.names_of(actor.state) if not n.weak])
                    label = entity.label if entity.label in self.reading.text else next((n for n in names if n in actor.label), None)
                    if label is not None:
                        known = self.labels[actor.state] = Actor(label, "state", actor.state)
                return known
        return None

    def by_key(self, key: str) -> Actor | None:
        """Return a state that the text names."""
        return self.labels.get(key)

    def states_in(self, sentence: Sentence, *, low: int = 0, high: int = 1 << 60) -> list[Actor]:
        """Return the states named between two offsets of a sentence, each once."""
        seen: dict[str, Actor] = {}
        for mention in sentence.actors:
            if low <= mention.start < high and (actor := self.state(mention.actor)) is not None:
                seen.setdefault(actor.identity, actor)
        return list(seen.values())

    def pair(self, sentence: Sentence, *, size: int = 2) -> list[Actor]:
        """Return the states that "both sides" means at a sentence, or nothing where that is open."""
        for index in range(sentence.index, max(-1, sentence.index - _LOOK_BACK - 1), -1):
            states = self.states_in(self.reading.sentences[index])
            if len(states) == size:
                return states
            if len(states) > size:
                break
        if size == 2 and len(self.main) == 2 and self.dominant:
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
    short: set[str] = field(default_factory=set)

    @property
    def signed_year(self) -> str | None:
        """The year of the signature, where known."""
        return next((s.date[:4] for s in self.draft.stages if s.stage == "signed" and s.date), self.year)


class Instruments:
    """The instruments of one document, and the resolution of mentions to them."""

    def __init__(self, umbrella: frozenset[str]) -> None:
        self.known: list[Instrument] = []
        self.umbrella = umbrella

    def resolve(self, mention: InstrumentMention, parties: list[Actor], sentence: Sentence) -> Instrument | None:
        """Return the instrument that a mention means among those already known, or None."""
        wanted = {p.identity for p in (mention.parties or parties)}
        best: tuple[int, int, int] | None = None
        chosen = None
        for position, candidate in enumerate(self.known):
            fit = self._fit(mention, wanted, bool(mention.parties), candidate)
            if fit == 0:
                continue
            rank = (fit, candidate.last + 2 * min(candidate.mentions, 6), -position)
            if best is None or rank > best:
                best, chosen = rank, candidate
        if chosen is not None:
            chosen.last, chosen.mentions = sentence.index, chosen.mentions + 1
            chosen.definite = chosen.definite or mention.definite
            if chosen.umbrella and mention.type and mention.type not in self.umbrella:
                chosen.draft.type, chosen.umbrella = mention.type, False
        return chosen

    def recent(self, sentence: Sentence, *, reach: int = 3) -> Instrument | None:
        """Return the instrument last spoken of, not further back than `reach` sentences."""
        near = [i for i in self.known if sentence.index - i.last <= reach]
        return max(near, key=lambda i: (i.last, i.mentions)) if near else None

    def _fit(self, mention: InstrumentMention, wanted: set[str], explicit: bool, known: Instrument) -> int:
        draft, head = known.draft, mention.head
        if mention.plural and not mention.type:
            return 0
        declared = "joint-declaration"
        if (mention.type == declared) != (draft.type == declared):
            return 0
        special = {"memorandum", "exchange-of-notes", "contract", "letter-of-intent", "protocol"}
        if head.form != known.form and (head.form in special or (known.form in special and head.form not in _INTERCHANGEABLE)):
            return 0
        if known.form in special and head.form in ("treaty",):
            return 0
        have = draft.keys("party")
        if wanted and have and not (wanted <= have or have <= wanted):
            return 0
        if explicit and wanted and have and wanted != have and len(wanted) > 1 and len(have) > 1:
            return 0
        if mention.year and known.signed_year and mention.year != known.signed_year:
            return 0
        if mention.year and not known.signed_year and not known.year:
            return 0
        if mention.distributive or (mention.indefinite and "new" in mention.phrase.split() and known.signed_year):
            return 0
        umbrella = mention.type is None or mention.type in self.umbrella
        if mention.type == draft.type and mention.type is not None and (not umbrella or mention.indefinite):
            return 4 if wanted and have else 3
        if mention.name and draft.name and not umbrella:
            return 0
        if umbrella and not mention.name:
            if mention.indefinite:
                return 0
            return 2
        if known.umbrella and not umbrella and (mention.definite or wanted == have) and not draft.name:
            return 2
        return 0
