"""One document read into sentences with typed mentions: every tagger runs here, once, in linear time."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, Any

from kg.extraction import amounts, equipment, organisations, places
from kg.extraction.dates import Dater, dateline
from kg.extraction.engagements import find_engagements
from kg.extraction.gazetteer import gazetteer, groups, mention
from kg.extraction.instruments import InstrumentFinder
from kg.extraction.lexicon import KINDS, Lexicon
from kg.extraction.mentions import (
    ActorMention,
    LevelMention,
    PairMention,
    ProgrammeMention,
    Sentence,
    TriggerMention,
)
from kg.extraction.persons import PersonFinder
from kg.extraction.programmes import find_programmes, recall
from kg.extraction.result import Gap
from kg.extraction.scan import Hit, Trie, Words
from kg.extraction.syntax.tagging import english

if TYPE_CHECKING:
    from kg.documents.document import Document
    from kg.extraction.mentions import Person, PersonMention
    from kg.extraction.people import People
    from kg.registry import Registry

LONGEST_SENTENCE = 1500
"""Characters; a longer stretch without a sentence's end is a table or a broken page, and is not read."""

_OPENING = 120
"""Characters in which a capital is taken for the place of writing."""

_SEA = re.compile(
    r"(?: and (?:the )?(?:East|West|South|North) [A-Z][a-z]+)? "
    r"(?:Seas?|Oceans?|Straits?|Gulf|Channel|Trench|Plateau|Basin|Rise)\b"
)
_CLAIM = re.compile(r"['’]s Taiwan\b(?!['’]| (?:policy|affairs|problem|question|strategy|issue))")
_SEA_OF = re.compile(r"\b(?:Sea|Gulf|Bay|Strait|Straits) of (?:the )?\Z")


def _title_like(text: str) -> bool:
    """Whether a sentence is a title that its document does not mark as one: few words, capitals, no verb, no stop."""
    words = text.split()
    if not 2 <= len(words) <= 9 or text.rstrip()[-1:] in '.!?:;,"”' or any(c.isdigit() for c in text):
        return False
    long = [w for w in words if len(w) > 3]
    verbs, nouns = english().verbs, english().nouns_too
    plain = [w.lower() for w in words]
    return bool(long) and all(w[0].isupper() for w in long) and not any(w in verbs and w not in nouns for w in plain)


class Reading:
    """A document's sentences with their mentions, its persons, and what it mostly speaks of."""

    def __init__(self, document: Document, registry: Registry, lexicon: Lexicon) -> None:
        self.document, self.registry, self.lexicon = document, registry, lexicon
        self.text = document.text
        self.dater = Dater(self._reference())
        self.gaps: list[Gap] = []
        self._capitals = frozenset(gazetteer(registry).capitals)
        self.words = Words.of(self.text)
        self.lower = [w.lower() for w in self.words.forms]
        self.persons: list[Person] = []
        self.unnamed: list[tuple[int, PersonMention]] = []
        self.sentences: list[Sentence] = []
        self._named: list[tuple[int, int, dict[int, ActorMention], list[tuple[int, int]]]] = []
        self._read()

    def _read(self) -> None:
        ranges = self._ranges()
        named = gazetteer(self.registry).scan(self.words, self.document.published)
        lexicon = self.lexicon
        self.currencies = amounts.home_currencies(self._home(named), lexicon, text=self.text)

        def scan(trie: Trie) -> list[Hit]:
            return trie.scan(self.words, self.lower)

        streams: dict[str, list[Hit]] = {
            "instruments": scan(lexicon.instruments),
            "engagements": scan(lexicon.engagements),
            "items": scan(lexicon.items),
            "titles": scan(lexicon.titles),
            "levels": scan(lexicon.partnerships),
            "pairs": scan(lexicon.pairs),
            **{kind: scan(lexicon.frames[kind]) for kind in KINDS},
        }
        portfolios = {hit.first: hit.last for hit in scan(lexicon.portfolios)}
        people, instruments = PersonFinder(self.words, lexicon), InstrumentFinder(self.words, lexicon)
        known: dict[str, ProgrammeMention] = {}
        at = dict.fromkeys(streams, 0)
        name_at = 0
        for sentence, low, high in ranges:
            hits: dict[str, list[Hit]] = {}
            for key, stream in streams.items():
                i = at[key]
                while i < len(stream) and stream[i].first < low:
                    i += 1
                j = i
                while j < len(stream) and stream[j].last < high:
                    j += 1
                hits[key], at[key] = stream[i:j], j
            while name_at < len(named) and named[name_at][0].first < low:
                name_at += 1
            stop = name_at
            while stop < len(named) and named[stop][0].last < high:
                stop += 1
            self._mentions(sentence, low, high, hits, named[name_at:stop], portfolios, people, instruments, known)
            name_at = stop
            self.sentences.append(sentence)
        self.persons, self.unnamed = people.people.persons, people.people.unnamed
        self._again(people.people)
        recall(self.text, self.sentences)

    def _home(self, named: list[tuple[Hit, Any, Any]]) -> list[str]:
        """Return the state of an opening dateline, then the states that the document names most."""
        counts: Counter[str] = Counter()
        first: list[str] = []
        for hit, name, entity in named:
            if entity.kind != "state":
                if entity.polity == "USA":
                    counts[entity.polity] += 1
                continue
            counts[entity.key] += 1
            if not first and name.kind == "capital" and self.words.starts[hit.first] < _OPENING:
                first.append(entity.key)
        return first + [key for key, _ in sorted(counts.items(), key=lambda kv: -kv[1])]  # of equals the first named

    def _reference(self) -> str | None:
        """Return the day that relative dates count from: that of an opening dateline, else publication."""
        published = self.document.published
        for source in self.document.sentences[:4]:
            day = dateline(self.text[source.start : min(source.end, source.start + 120)], published)
            if day != published:
                return day
        return published

    def _ranges(self) -> list[tuple[Sentence, int, int]]:
        blocks, starts = self.document.blocks, self.words.starts
        out: list[tuple[Sentence, int, int]] = []
        for source in self.document.sentences:
            kind = blocks[source.block].kind
            if kind == "furniture":
                continue
            if source.end - source.start > LONGEST_SENTENCE:
                sample = self.text[source.start : source.start + 200]
                self.gaps.append(Gap("over-long-sentence", sample, source.start, source.end))
                continue
            low, high = bisect_left(starts, source.start), bisect_left(starts, source.end)
            text = self.text[source.start : source.end]
            heading = kind == "heading" or (kind != "item" and _title_like(text))
            out.append((Sentence(source.start, source.end, len(out), text, heading, source.block), low, high))
        return out

    def _mentions(
        self, sentence: Sentence, low: int, high: int, hits: dict[str, list[Hit]], named: list[tuple[Hit, Any, Any]],
        portfolios: dict[int, int], people: PersonFinder, instruments: InstrumentFinder,
        known: dict[str, ProgrammeMention],
    ) -> None:  # fmt: skip
        words, text, lexicon = self.words, self.text, self.lexicon
        actors: dict[int, ActorMention] = {}
        exercises: list[tuple[Hit, Any]] = []
        programmes: list[tuple[Hit, Any]] = []
        for hit, name, entity in named:
            start, end = words.starts[hit.first], words.ends[hit.last]
            if text[end : end + 1] == "$":
                continue
            if entity.kind == "state" and (_SEA.match(text, end) or _SEA_OF.search(text[max(0, start - 12) : start])):
                continue
            if entity.kind == "state" and text[end : end + 1] == "$":
                continue  # "US$", "A$": a currency, not the state
            if entity.kind == "state" and _CLAIM.match(text, end):
                continue  # "China's Taiwan region": what is spoken of is the island
            if entity.kind in ("state", "organisation", "grouping"):
                if name.text.endswith(".") and text[end : end + 1] == ".":
                    end += 1
                item = mention(text, start, end, name.kind, entity, text[start:end])
                sentence.actors.append(item)
                actors.update(dict.fromkeys(range(hit.first, hit.last + 1), item))
            elif entity.kind == "exercise":
                exercises.append((hit, entity))
            elif entity.kind == "programme":
                programmes.append((hit, entity))
        for extra in organisations.find(words, low, high, actors, lexicon):
            sentence.actors.append(extra)
            first, last = bisect_left(words.starts, extra.start), bisect_left(words.starts, extra.end)
            actors.update(dict.fromkeys(range(first, last), extra))
        sentence.actors.sort(key=lambda a: a.start)
        sentence.groups = groups(text, sentence.actors)
        if hits["titles"]:
            sentence.persons = people.find(hits["titles"], portfolios, low, high, actors, sentence.index)
        named_things = [(words.starts[hit.first], words.ends[hit.last]) for hit, _ in (*exercises, *programmes)]
        self._named.append((low, high, actors, named_things))
        sentence.dates = self.dater.find(text, sentence.start, sentence.end)
        if hits["instruments"] or any(instruments.known(words.forms[i]) for i in range(low, high)):
            sentence.instruments = instruments.find(
                hits["instruments"], low, high, actors, sentence.groups, sentence.end
            )
        sentence.engagements = find_engagements(words, low, high, hits["engagements"], exercises, lexicon)
        sentence.programmes = find_programmes(words, low, high, programmes, known, lexicon, self.registry)
        named_spans = [(m.start, m.end) for m in (*sentence.instruments, *sentence.programmes)]
        named_spans += [(m.start, m.end) for m in sentence.engagements if m.name]
        sentence.dates = [d for d in sentence.dates if not any(a <= d.start < b for a, b in named_spans)]
        for hit in hits["levels"]:
            start, end = words.starts[hit.first], words.ends[hit.last]
            sentence.levels.append(LevelMention(start, end, hit.payloads[0].type, hit.payloads[0].word))
        for hit in hits["pairs"]:
            sentence.pairs.append(PairMention(words.starts[hit.first], words.ends[hit.last], hit.payloads[0]))
        sentence.items = equipment.items(words, hits["items"], low, high, lexicon, set(actors))
        if amounts.may_hold(sentence.text):
            sentence.amounts = amounts.money(text, sentence.start, sentence.end, lexicon, home=self.currencies)
            models = [(i.start, i.end) for i in sentence.items if i.form != "noun"]
            sentence.amounts = [m for m in sentence.amounts if not any(a <= m.start < b for a, b in models)]
        for kind in KINDS:
            for hit in hits[kind]:
                found = [
                    TriggerMention(words.starts[hit.first], words.ends[hit.last], p, hit.first) for p in hit.payloads
                ]
                sentence.triggers.setdefault(kind, []).extend(found)

    def _again(self, people: People) -> None:
        """Find the persons again by name alone, in headings and captions before their titles too; then the places."""
        block = -1
        for sentence, (low, high, actors, things) in zip(self.sentences, self._named, strict=True):
            sentence.persons += people.untitled(low, high, actors, sentence, things)
        for sentence, (low, high, actors, _) in zip(self.sentences, self._named, strict=True):
            sentence.persons += people.later(low, high, actors, sentence.persons, sentence.index)
            sentence.persons.sort(key=lambda p: p.start)
            for triggers in sentence.triggers.values():  # the second half of "Gyu-back" is no verb
                triggers[:] = [
                    t for t in triggers
                    if self.text[t.start - 1] != "-" or not any(p.start < t.start < p.end for p in sentence.persons)
                ]  # fmt: skip
            sentence.places = places.find(self.text, sentence, self._capitals, opens=sentence.block != block)
            block = sentence.block
        for person in people.persons:
            person.mentions.sort(key=lambda m: m[1].start)
        self._named.clear()
