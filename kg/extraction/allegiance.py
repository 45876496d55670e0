"""Whose a person is: the state that an office-holder acts for where no word beside the name says it.

What is written beside the title is read with the person. Here the rest of the text is weighed: the body named with the
office, the state last spoken of, the country that the text comes from, who else holds the office, the form of the name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extraction import bodies, name_forms, offices
from kg.extraction.gazetteer import LOCATIVE, gazetteer

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, ActorMention, Person, PersonMention, Sentence

_MEETING = re.compile(
    r",?\s(?:and\s|met\s|meets\s|hosted\s|received\s|welcomed\s|with\s|alongside\s|told\s|thanked\s|called\s(?:up)?on\s|"
    r"will\sbe\shosted\sby\s|was\sreceived\sby\s|were\sreceived\sby\s|held\stalks\swith\s|spoke\s(?:with|to)\s|"
    r"is\sto\smeet\s|joined\s|greeted\s|invited\s|visited\s|and\s(?:his|her)\s)[\w\s]{0,24}"
)
_JOINED = re.compile(
    r",?\s(?:and|as well as|along with|together with|accompanied by|flanked by)\s(?:[Tt]he\s|its\s)?|, "
)
_DATELINE = re.compile(
    r"[A-Z][A-Za-z .,/'’\d-]{2,40}(?:\([^)]{1,30}\)\s?)?(?:--|—|–|:|/\w+/| - )|"
    r"[A-Z][A-Za-z .]{2,30}, [A-Z][a-z]+\.? \d{1,2}\.?$|[A-Z][A-Za-z .]{2,24}, \d{1,2} [A-Z][a-z]+\.? \d{4}"
)
_HOME_WORDS = re.compile(
    r"\b[Oo]ur (?:country|nation|government|waters|armed forces|soldiers|troops|navy|coast guard|people)\b"
)
_AGAINST = frozenset({"with", "to", "against", "from", "for", "between", "toward", "towards", "by", "including"})
_REACH = 5
"""Mentions of a person that are weighed."""
_ENOUGH, _CLEAR, _ALONE = 0.6, 0.5, 0.1
"""The least weight for a state, the least lead over the next, and the least weight where no other state fits."""
_MOST = 80
"""Persons of a text that are weighed."""
_OPENING = 12
"""Characters before a place that opens a sentence ("In Hanoi, ...")."""
_LISTED = 3
"""States of a sentence beyond which it is a list."""
_FAR = 90
"""Characters between two persons who are spoken of together."""
_MEETS = re.compile(
    r"\b(?:met|meets|meeting|hosted|hosts|received|receives|welcomed|with|counterpart|told|thanked|visited|"
    r"call(?:ed|s)? on|invited|greeted|spoke (?:to|with)|briefed|joined|between|signs with)\b"
)
_BREAK = re.compile(r"[;:]|\b(?:while|but|whereas|although|though|meanwhile)\b|[.!?]\s")


@dataclass(slots=True)
class _Scene:
    """What a document says of whose it is and who holds what."""

    context: Context
    home: dict[str, float]
    total: int
    held: set[tuple[str, str]] = field(default_factory=set)


def assign(context: Context) -> None:
    """Give a state to the persons whose own mentions name none, where the text makes one clearly likelier."""
    persons = context.reading.persons
    _stated(context)
    _possessed(context)
    bound = {id(p) for p in persons if _of_many(context, p)}
    if len(context.focus.labels) == 1:
        only = next(iter(context.focus.labels.values()))
        for person in persons:
            if person.state is None and id(person) not in bound and not (
                _abroad(context, person, only) or only.identity in _apart(context, person)
            ):
                person.state = only
    scene = _Scene(context, _home(context), sum(context.focus.counts.values()) or 1)
    _coordinated(scene)
    open_ = [p for p in persons if p.state is None and p.mentions and id(p) not in bound][:_MOST]
    weights = {id(p): {s.identity: _weight(scene, p, s) for s in context.focus.labels.values() if s.key} for p in open_}
    while open_:
        _hold(scene)
        _coordinated(scene)
        open_ = [p for p in open_ if p.state is None]
        chosen = [
            (*found, at, p) for at, p in enumerate(open_) if (found := _choose(scene, p, weights[id(p)])) is not None
        ]
        if not chosen:
            break
        _, state, _, person = max(chosen, key=lambda c: (c[0], -c[2]))
        person.state = state


def _of_many(context: Context, person: Person) -> bool:
    """Whether a person is an official of a grouping or of a body of several states, and so of no state."""
    registry = context.reading.registry
    for _, mention in person.mentions:
        body = mention.organisation
        if body is None or body.key not in registry:
            continue
        entity = registry.get(body.key)
        if entity.kind == "grouping" or (entity.kind == "organisation" and not entity.polity):
            return True
    return False


def _stated(context: Context) -> None:
    """Give the polity of a person's organisation, or of an office that one polity of the text alone has."""
    focus, unique, registry = context.focus, context.lexicon.unique_offices, context.reading.registry
    for person in context.reading.persons:
        if person.state is not None:
            continue
        for _, mention in person.mentions:
            organisation = mention.organisation
            polity = organisation.state if organisation is not None else None
            if organisation is not None and polity and polity in registry and registry.get(polity).kind == "state":
                person.state = focus.state(organisation)
                break
            keys = [k for base in (*mention.bases, (mention.office or "").lower()) if (k := unique.get(base))]
            if keys and focus.by_key(keys[0]):
                person.state = focus.by_key(keys[0])
                break


def _possessed(context: Context) -> None:
    """Read "its foreign minister, A" as of the state just spoken of, "their" and "whose" likewise."""
    for sentence in context.reading.sentences:
        for at, mention in enumerate(sentence.persons):
            person = mention.person
            if person is None or person.state is not None or mention.possessor not in ("its", "whose"):
                continue
            if mention.organisation is not None or mention.counterpart:
                continue
            before = [p for p in sentence.persons[:at] if p.state is not None and p.start < mention.start]
            near = [a for a in sentence.actors if a.end <= mention.start and context.focus.state(a.actor)]
            if before and (not near or near[-1].start <= before[-1].end):
                person.state = context.focus.state(before[-1].state) if before[-1].state else None
            elif near:
                person.state = context.focus.state(near[-1].actor)
            elif sentence.index:
                previous = context.reading.sentences[sentence.index - 1]
                states = context.focus.states_in(previous, acting=True)
                if len(states) == 1:
                    person.state = states[0]


def _hold(scene: _Scene) -> None:
    for person in scene.context.reading.persons:
        if person.state is None or not person.state.key:
            continue
        for _, m in person.mentions:
            for office in offices.every(m.office) if not (m.former or m.elect) else ():
                if office.rank:
                    scene.held.add((office.rank, person.state.key))


def _abroad(context: Context, person: Person, only: Actor) -> bool:
    """Whether a person cannot be of a text's only state: an envoy to it, an office that it does not have."""
    hosts = {m.host for _, m in person.mentions if m.host}
    return only.key in hosts or not offices.may_be(person, only)


def _home(context: Context) -> dict[str, float]:
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
        bodies = [a for a in sentence.actors if a.actor.kind == "organisation" and a.actor.state]
        opening = sentence.index < 3
        short = len(sentence.text) < 90
        for body in bodies[:1]:
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


def _coordinated(scene: _Scene) -> None:
    """Read "Japanese Foreign Minister A and Defence Minister B" as two of one state; two heads who meet as of two."""
    context, heads = scene.context, scene.context.lexicon.sets["heads"]
    for sentence in context.reading.sentences:
        for first, second in zip(sentence.persons, sentence.persons[1:], strict=False):
            if first.person is None or second.person is None or not first.bases or not second.bases:
                continue
            between = context.text[first.end : second.start]
            one, two = set(first.bases) & heads, set(second.bases) & heads
            a, b = context.person_state(first), context.person_state(second)
            if one and two and _MEETING.fullmatch(between):
                if a is None and b is not None:
                    first.person.state = context.focus.other(b.identity)
                elif b is None and a is not None:
                    second.person.state = context.focus.other(a.identity)
                continue
            plain = not (first.former or second.former or second.organisation or second.host or second.counterpart)
            same = _kind(first) == _kind(second)
            joined = _JOINED.fullmatch(between) is not None and plain and not same and not (one and two)
            if a is None or b is not None or not joined or not (first.state or first.organisation):
                continue
            if offices.may_be(second.person, a) and _fits(second, a):
                second.person.state = a


def _ranks(mention: PersonMention) -> set[str]:
    """Return what only one person of a state holds at a time, of a mention's office."""
    return {o.rank for o in offices.every(mention.office) if o.rank}


def _kind(mention: PersonMention) -> str:
    """Return what two ministers of one state cannot share: the subject, else the head of the office."""
    office = offices.find(mention.office)
    return office.rank if office is not None and office.rank else (mention.office or "").lower()


def _fits(mention: PersonMention, state: Actor) -> bool:
    return name_forms.fit(mention.name, state.key) > -0.9


def _choose(scene: _Scene, person: Person, weights: dict[str, float]) -> tuple[float, Actor] | None:
    """Return the likeliest state of a person with its lead over the next; None where the lead is small."""
    context = scene.context
    known = [o for _, m in person.mentions if m.own for o in offices.every(m.office)]
    current = not any(m.former or m.elect for _, m in person.mentions)
    hosts = {m.host for _, m in person.mentions if m.host}
    apart = _apart(context, person)
    ranked = []
    for state in context.focus.labels.values():
        if not state.key or state.key in hosts or any(not o.fits(state.key) for o in known):
            continue
        if current and any(o.rank and (o.rank, state.key) in scene.held for o in known):
            continue
        ranked.append((weights[state.identity] - apart.get(state.identity, 0.0), state.identity, state))
    ranked.sort(key=lambda r: (-r[0], r[1]))
    if not ranked:
        return None
    best = ranked[0][0]
    if len(ranked) == 1:
        return (best, ranked[0][2]) if best > _ALONE and ranked[0][1] not in apart else None
    lead = best - ranked[1][0]
    return (lead, ranked[0][2]) if best >= _ENOUGH and lead >= _CLEAR else None


_GOES = re.compile(r"\b(?:[Vv]isiting|[Ww]hile in|[Aa]rriv(?:ing|ed) in|[Tt]ravell?ing to|[Ff]lew to|[Hh]is visit to|[Hh]er visit to) (?:the )?\Z")
"""Before the name of the state to which the person goes, who then is not its own."""


def _apart(context: Context, person: Person) -> dict[str, float]:
    """Weigh against the states of those whom a person meets or signs with."""
    out: dict[str, float] = {}
    envoy = _envoy(context, person)
    for index, mention in person.mentions[:_REACH]:
        sentence = context.reading.sentences[index]
        for a in sentence.actors:
            gone_to = a.end <= mention.start and _GOES.search(context.text, max(sentence.start, a.start - 30), a.start)
            if gone_to and (state := context.focus.state(a.actor)) is not None:
                out[state.identity] = 9.0
    for index, mention in person.mentions[:_REACH]:
        if mention.other is not None and mention.other.state is not None:
            out[mention.other.state.identity] = 9.0
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
            mixed = civil and other.person is not None and envoy != _envoy(context, other.person)
            alike = _ranks(mention) & _ranks(other) and "and" in between
            if meets or mixed or marked or alike:
                out[state.identity] = max(out.get(state.identity, 0.0), 1.6 if meets or alike else 1.2)
    return out


def _weight(scene: _Scene, person: Person, state: Actor) -> float:
    context, focus = scene.context, scene.context.focus
    weight = 2.5 * focus.counts[state.identity] / scene.total
    weight += 0.6 if state.identity in {m.identity for m in focus.main} else 0.0
    envoy = _envoy(context, person)
    home = scene.home.get(state.key or "", 0.0)
    weight += -home if envoy else home
    before = (
        context.text[max(0, person.mentions[0][1].start - 16) : person.mentions[0][1].end] if person.mentions else ""
    )
    weight += 1.8 * name_forms.fit(person.name, state.key, before if _HONOUR.search(before) else "")
    registry = context.reading.registry
    bodied = {m.body for _, m in person.mentions if m.body}
    if bodied and any(bodies.resolve(registry, state.key, body) for body in bodied):
        weight += 0.6
    for index, mention in person.mentions[:_REACH]:
        sentence = context.reading.sentences[index]
        share = 1.0 if mention.bases or mention.rank or mention.bare else 0.4
        weight += share * _beside(context, sentence, mention, state)
    if envoy and len(focus.main) == 2 and focus.dominant and not scene.home:
        weight += 0.3
    return weight


_HONOUR = re.compile(r"\b(?:Shri|Smt|Dato|Datuk|Tun|YB|YAB|YBhg|Lyonpo|Dasho|Ratu|Lord|Baroness|Pehin|Samdech)\b")


def _beside(context: Context, sentence: Sentence, mention: PersonMention, state: Actor) -> float:
    """Weigh the mentions of a state in the sentence of a person, else in the one before."""
    inside = [a for a in sentence.actors if not mention.start <= a.start < mention.end]
    states = [(a, s) for a in inside if (s := context.focus.state(a.actor)) is not None]
    before = [(a, s) for a, s in states if a.end <= mention.start]
    after = [(a, s) for a, s in states if a.start >= mention.end]
    weight = 0.0
    if mention.order >= 0:
        inline = list({s.identity: s for a, s in states if a.name_kind not in ("capital", "seat")}.values())
        if mention.order < len(inline) and inline[mention.order].identity == state.identity:
            weight += 1.0
    if before and before[-1][1].identity == state.identity:
        opens = before[-1][0].start - sentence.start < _OPENING
        weight += 0.3 if before[-1][0].prep in _AGAINST else 0.6 if _place(before[-1][0]) and not opens else 1.0
    if after and after[0][1].identity == state.identity:
        weight += -0.3 if after[0][0].prep in _AGAINST else 0.3
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


def _place(mention: ActorMention) -> bool:
    return mention.prep in LOCATIVE


def _envoy(context: Context, person: Person) -> bool:
    envoys = context.lexicon.sets["envoys"] - context.lexicon.sets["counterparts"]
    return any(base in envoys for _, m in person.mentions for base in m.bases)
