"""What speaks for or against a state as a person's own: where a text comes from, what is named beside the person."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extraction import bodies, name_forms, offices
from kg.extraction.gazetteer import LOCATIVE, gazetteer

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, ActorMention, Person, PersonMention, Sentence

_DATELINE = re.compile(
    r"[A-Z][A-Za-z .,/'’\d-]{2,40}(?:\([^)]{1,30}\)\s?)?(?:--|—|–|:|/\w+/| - )|"
    r"[A-Z][A-Za-z .]{2,30}, [A-Z][a-z]+\.? \d{1,2}\.?$|[A-Z][A-Za-z .]{2,24}, \d{1,2} [A-Z][a-z]+\.? \d{4}"
)
_HOME_WORDS = re.compile(
    r"\b[Oo]ur (?:country|nation|government|waters|armed forces|soldiers|troops|navy|coast guard|people)\b"
)
_AGAINST = frozenset({"with", "to", "against", "from", "for", "between", "toward", "towards", "by", "including"})
REACH = 5
"""Mentions of a person that are weighed."""
_NEAR_SHIP = 0.8
"""What a ship's prefix in the sentence, or the one before, weighs where it is the only one."""
_ABOARD = 3.0
"""What the prefix of a ship that a person commands weighs."""
_OPENING = 12
"""Characters before a place that opens a sentence ("In Hanoi, ...")."""
_LISTED = 3
"""States of a sentence beyond which it is a list."""
_FAR = 90
"""Characters between two persons who are spoken of together."""
_MEETS = re.compile(
    r"\b(?:met|meets|meeting|hosted|hosts|received|receives|welcomed|with|counterpart|told|thanked|visited|"
    r"call(?:ed|s)? on|invited|greeted|summoned|spoke (?:to|with)|briefed|joined|between|signs with)\b"
)
_DASH = re.compile(r"(?:,[^–—:-]{0,30})?\s*(?:[–—:]|- )")
_TELLS = re.compile(
    r",? (?:has |have |also |later ){0,2}(?:said|says|confirmed|announced|added|pledged|promised|insisted|"
    r"declared|noted|told \w+|stressed|reaffirmed|affirmed|argued|warned|believes|replied)"
    r"(?: [\w-]+){0,3}?(?: that)? (?:the )?"
)
_TRAVELS = re.compile(
    r",? (?:has |will |is to |was to |had |to |also ){0,2}(?:visit|visits|visited|arrived in|arrives in|landed in|"
    r"lands in|flew to|flies to|travelled to|traveled to|travels to|toured|left for|"
    r"will travel to|is in|was in)(?: [\w-]+){0,2}? (?:the )?"
)
_SHIP = re.compile(r"\b(?:[A-Z]{2,6}) (?=[A-Z])")
_BREAK = re.compile(r"[;:]|\b(?:while|but|whereas|although|though|meanwhile)\b|[.!?]\s")


_SEVERAL = frozenset(
    {"senator", "representative", "congressman", "lawmaker", "spokesman", "director", "member", "adviser"}
)
"""Offices of which a state has several."""
_HONOUR = re.compile(r"\b(?:Shri|Smt|Dato|Datuk|Tun|YB|YAB|YBhg|Lyonpo|Dasho|Ratu|Lord|Baroness|Pehin|Samdech)\b")


@dataclass(slots=True)
class Scene:
    """What a document says of whose it is and who holds what."""

    context: Context
    home: dict[str, float]
    total: int
    held: set[tuple[str, str]] = field(default_factory=set)
    named: set[str] = field(default_factory=set)


def home(context: Context) -> dict[str, float]:
    """Return the states that a text may come from, with weights: letterhead or signature, dateline, "our country"."""
    focus, sentences, registry = context.focus, context.reading.sentences, context.reading.registry
    out: dict[str, float] = {}

    def add(state: Actor | None, weight: float) -> None:
        if state is not None and state.key:
            out[state.key] = max(out.get(state.key, 0.0), weight)

    for sentence in sentences[:3]:
        match = _DATELINE.match(sentence.text)
        if match is not None:
            city = match.group().split(",")[0].split("(")[0].split("/")[0].strip(" -–—:").title()
            key = gazetteer(registry).capitals.get(city)
            place = next(
                (a for a in sentence.actors[:1] if a.start - sentence.start < 12 and a.name_kind == "capital"), None
            )
            add(focus.by_key(key) if key else focus.state(place.actor) if place else None, 1.2)
            named = [a for a in sentence.actors if a.end <= sentence.start + match.end() and not a.adjective]
            if named and not key and place is None:
                add(focus.state(named[-1].actor), 0.8)
    for sentence in (*sentences[:3], *sentences[-3:]):
        named = [a for a in sentence.actors if a.actor.kind == "organisation" and a.actor.state]
        opening = sentence.index < 3
        short = len(sentence.text) < 90
        for body in named[:1]:
            if (short and (sentence.heading or not sentence.text.rstrip().endswith("."))) or (
                opening and body.start - sentence.start < 3 and sentence.text[:1].isupper() and short
            ):
                add(focus.state(body.actor), 1.5)
    for sentence in sentences:
        if _HOME_WORDS.search(sentence.text):
            states = list(out)
            if len(states) == 1:
                out[states[0]] += 0.3
            break
    return out


_TALKS_WITH = re.compile(
    r"\b(?:(?:hold|held|holds|holding|have|had|conduct\w*) (?:[\w-]+ ){0,2}(?:talks|discussions|meetings?|"
    r"consultations|dialogue)|met|meets?|"
    r"meeting|confer(?:red|s)?|calls? on|called on|paid a courtesy call on) (?:with )?(?:the )?\Z"
)
"""Before the one whom an official of another state meets: "the Japanese minister held talks with"."""
_GOES = re.compile(
    r"\b(?:[Vv]isiting|[Ww]hile in|[Aa]rriv(?:ing|ed) in|[Tt]ravell?ing to|[Ff]lew to|[Hh]is visit to|"
    r"[Hh]er visit to|[Tt]ouring|[Oo]n a visit to) (?:the )?\Z"
)
"""Before the name of the state to which the person goes, who then is not its own."""


def apart(context: Context, person: Person) -> dict[str, float]:
    """Weigh against the states of those whom a person meets or signs with."""
    out: dict[str, float] = {}
    envoy = is_envoy(context, person)
    for index, mention in person.mentions[:REACH]:
        if mention.other is not None and mention.other.state is not None:
            out[mention.other.state.identity] = 9.0
        sentence = context.reading.sentences[index]
        for a in sentence.actors:
            goes = a.end <= mention.start and _GOES.search(context.text, max(sentence.start, a.start - 30), a.start)
            if goes and (visited := context.focus.state(a.actor)) is not None:
                out[visited.identity] = 9.0
        talks = _TALKS_WITH.search(context.text, max(sentence.start, mention.start - 90), mention.start)
        if talks:
            owners = [a for a in sentence.actors if a.end <= talks.start() and (a.adjective or a.possessive)]
            if owners and (theirs := context.focus.state(owners[-1].actor)) is not None:
                out[theirs.identity] = max(out.get(theirs.identity, 0.0), 1.6)
        persons = context.reading.sentences[index].persons
        at = next((i for i, p in enumerate(persons) if p is mention), -9)
        for near in (at - 1, at + 1):
            if not 0 <= near < len(persons) or persons[near].person is person:
                continue
            other = persons[near]
            state = context.person_state(other)
            first, second = (other, mention) if near < at else (mention, other)
            between = context.text[first.end : second.start]
            if state is None or len(between) > _FAR or _BREAK.search(between):
                continue
            marked = second.state is not None and first.state is None and second is other
            meets = _MEETS.search(between) is not None
            civil = bool(mention.bases) and bool(other.bases) and not (mention.rank or other.rank)
            mixed = civil and other.person is not None and envoy != is_envoy(context, other.person)
            alike = bool(_ranks(mention) & _ranks(other)) and "and" in between
            listed = mention.order >= 0 and other.order >= 0 and mention.bases == other.bases
            alike = alike or (listed and not set(mention.bases) & _SEVERAL)
            if meets or mixed or marked or alike:
                out[state.identity] = max(out.get(state.identity, 0.0), 1.6 if meets or alike else 1.2)
    return out


def weight(scene: Scene, person: Person, state: Actor) -> float:
    """Weigh what speaks for a state as a person's own."""
    context, focus = scene.context, scene.context.focus
    total = 2.5 * focus.counts[state.identity] / scene.total
    total += 0.6 if state.identity in {m.identity for m in focus.main} else 0.0
    envoy = is_envoy(context, person)
    home = scene.home.get(state.key or "", 0.0)
    total += -home if envoy else home
    first = person.mentions[0][1]
    before = context.text[max(0, first.start - 16) : first.end]
    total += 2.2 * name_forms.fit(person.name, state.key, before if _HONOUR.search(before) else "")
    sailing = {
        key
        for index, _ in person.mentions[:2]
        for part in context.reading.sentences[max(0, index - 1) : index + 1]
        for word in _SHIP.findall(part.text)
        if (key := context.lexicon.ship_prefixes.get(word.strip()))
    }
    total += _NEAR_SHIP if state.key in sailing and len(sailing) == 1 else 0.0
    ships = {
        key for _, m in person.mentions if m.office for word, key in _prefixes(context) if word in m.office.split()
    }
    total += _ABOARD if state.key in ships else 0.0
    registry = context.reading.registry
    bodied = {m.body for _, m in person.mentions if m.body}
    keys = {key for body in bodied if (key := bodies.resolve(registry, state.key, body))}
    if keys:
        total += 0.6 + (1.0 if keys & scene.named else 0.0)
    total -= sum(0.8 for o in {o for _, m in person.mentions for o in offices.every(m.office)} if state.key in o.rare)
    for index, mention in person.mentions[:REACH]:
        sentence = context.reading.sentences[index]
        share = 1.0 if mention.bases or mention.rank or mention.bare else 0.4
        total += share * _beside(context, sentence, mention, state)
        if envoy and any(_seat(a) and a.actor.key == state.key for a in sentence.actors):
            total -= 1.0
    if envoy and len(focus.main) == 2 and focus.dominant and not scene.home:
        total += 0.3
    return total


def _prefixes(context: Context) -> list[tuple[str, str]]:
    return list(context.lexicon.ship_prefixes.items())


def _beside(context: Context, sentence: Sentence, mention: PersonMention, state: Actor) -> float:
    """Weigh the mentions of a state in the sentence of a person, else in the one before."""
    spans = [(p.start, p.end) for p in sentence.persons]
    inside = [a for a in sentence.actors if not any(low <= a.start < high for low, high in spans)]
    states = [(a, s) for a in inside if (s := context.focus.state(a.actor)) is not None]
    before = [(a, s) for a, s in states if a.end <= mention.start]
    after = [(a, s) for a, s in states if a.start >= mention.end]
    weight = 0.0
    opening = next((a for a, _ in states if a.start == sentence.start and a.name_kind == "capital"), None)
    if opening is not None and _DASH.match(context.text, opening.end) and opening.actor.key == state.key:
        weight += 1.2
    if mention.order >= 0:
        inline = list({s.identity: s for a, s in states if a.name_kind not in ("capital", "seat")}.values())
        if mention.order < len(inline) and inline[mention.order].identity == state.identity:
            weight += 1.0
    if before and before[-1][1].identity == state.identity:
        opens = before[-1][0].start - sentence.start < _OPENING
        weight += 0.3 if before[-1][0].prep in _AGAINST else 0.6 if _place(before[-1][0]) and not opens else 1.0
    if after and after[0][1].identity == state.identity:
        between = context.text[mention.end : after[0][0].start]
        weight += -0.3 if after[0][0].prep in _AGAINST else 1.0 if _TELLS.fullmatch(between) else 0.3
        weight -= 0.8 if _TRAVELS.fullmatch(between) else 0.0
    if not before and sentence.index:
        previous = context.reading.sentences[sentence.index - 1]
        if previous.block == sentence.block or sentence.block - previous.block == 1:
            earlier = context.focus.states_in(previous, acting=True)
            if len(earlier) > _LISTED:
                earlier = []
            if earlier and earlier[-1].identity == state.identity:
                weight += 0.4
            if earlier and earlier[0].identity == state.identity:
                weight += 0.3
    return weight


def _seat(mention: ActorMention) -> bool:
    """Whether a capital is named as where something happens."""
    return mention.name_kind == "capital" and mention.prep in LOCATIVE


def _place(mention: ActorMention) -> bool:
    return mention.prep in LOCATIVE


def is_envoy(context: Context, person: Person) -> bool:
    """Whether a person represents one state in another."""
    envoys = context.lexicon.sets["envoys"] - context.lexicon.sets["counterparts"]
    return any(base in envoys for _, m in person.mentions for base in m.bases)


def _ranks(mention: PersonMention) -> set[str]:
    """Return what only one person of a state holds at a time, of a mention's office."""
    return {o.rank for o in offices.every(mention.office) if o.rank}


def spoken(scene: Scene, person: Person, state: Actor) -> float:
    """Weigh how the sentences of a person speak of a state; what the text comes from counts too."""
    sentences = scene.context.reading.sentences
    near = sum(_beside(scene.context, sentences[index], m, state) for index, m in person.mentions[:REACH])
    return near + scene.home.get(state.key or "", 0.0)
