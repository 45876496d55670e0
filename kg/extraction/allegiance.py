"""Whose a person is: the state that an office-holder acts for where no word beside the name says it.

What is written beside the title is read with the person. Here the rest of the text is weighed: the body named with the
office, the state last spoken of, the country that the text comes from, who else holds the office, the form of the name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import cues, name_forms, offices
from kg.extraction.mentions import Actor
from kg.holders import state_of

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Person, PersonMention

_MEETING = re.compile(
    r",?\s(?:and\s|met\s|meets\s|hosted\s|received\s|welcomed\s|with\s|alongside\s|told\s|thanked\s|called\s(?:up)?on\s|"
    r"will\sbe\shosted\sby\s|was\sreceived\sby\s|were\sreceived\sby\s|held\stalks\swith\s|spoke\s(?:with|to)\s|"
    r"is\sto\smeet\s|joined\s|greeted\s|invited\s|visited\s|and\s(?:his|her)\s)[\w\s]{0,24}"
)
_JOINED = re.compile(
    r",?\s(?:and|as well as|along with|together with|accompanied by|flanked by)\s(?:[Tt]he\s|its\s)?|, "
)
_ENOUGH, _CLEAR, _CLEARER, _ALONE = 0.6, 0.5, 0.8, 0.1
"""The least weight for a state, its least lead over the next (larger without a title), the least weight alone."""
_ODD = -0.4
"""The least fit of a name where no other state comes into question."""
_OF_GROUPINGS = frozenset(
    {"secretary general", "secretary-general", "deputy secretary-general", "deputy secretary general"}
)
"""Offices of groupings, where no state or body is named with them."""
_AFTER = 1
"""Sentences after a name in which a bare title may mean its bearer."""
_WITH_OFFICE = frozenset({"alliance", "regional-organisation", "universal"})
"""Classes of groupings that have a secretary general."""
_BACK = 6
"""Sentences back to which their grouping may stand."""
_MOST = 80
"""Persons of a text that are weighed."""
_CROWNED = frozenset({"king", "queen", "sultan", "emir", "crown prince", "governor general", "governor-general"})
_SIGNS_FOR = re.compile(
    r",?(?: (?:who )?(?:signed|signs|initialled|initialed|spoke|put (?:his|her) name|penned|attended|acted)"
    r"(?: \w+){0,4})? (?:for|on behalf of|representing) (?:the )?(?:[Gg]overnment of |Republic of )?(?:the )?"
)
_LEADS = re.compile(
    r",? (?:who )?(?:led|leads|headed|heads|represented|represents|co-led|was leading|will lead|spoke for|is leading)"
    r"(?: the| a)?(?: visiting| high-level| \w+-member)? "
)
_SIDE = re.compile(r"(?: \w+)? (?:delegation|side|team|contingent|party|panel|negotiators|troops|participants)\b")
_FOR_BY = re.compile(
    r",?(?: (?:it|they|the \w+) (?:was|were) \w+)?(?: (?:by|came|signed))?,?\s(?:by\s)?(?:the\s)?"
    r"(?:[A-Z][\w.'’]* ){0,4}"
)
_FOR = re.compile(
    r"\b(?:[Ff]or|[Oo]n behalf of|[Rr]epresenting) (?:the )?(?:Government of |government of |Republic of )?(?:the )?\Z"
)


def assign(context: Context) -> None:
    """Give a state to the persons whose own mentions name none, where the text makes one clearly likelier."""
    persons = context.reading.persons
    _adopt(context)
    _stated(context)
    _possessed(context)
    _sided(context)
    _held(context)
    bound = {id(p) for p in persons if _of_many(context, p)}
    scene = cues.Scene(context, cues.home(context), sum(context.focus.counts.values()) or 1)
    scene.named.update(a.actor.key for s in context.reading.sentences for a in s.actors if a.actor.key)
    _coordinated(scene)
    open_ = [p for p in persons if p.state is None and p.mentions and id(p) not in bound][:_MOST]
    states = [s for s in context.focus.labels.values() if s.key]
    weights = {id(p): {s.identity: cues.weight(scene, p, s) for s in states} for p in open_}
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


def _adopt(context: Context) -> None:
    """Give an office named without its holder ("India's defence minister said") to the untitled person it must mean."""
    reading = context.reading
    open_ = [p for p in reading.persons if not any(m.office or m.rank for _, m in p.mentions)][:_MOST]
    for index, title in reading.unnamed if open_ else ():
        near = [
            p for p in open_
            if any(index - _AFTER <= at <= index and m.start < title.start for at, m in p.mentions)
        ]  # fmt: skip
        polity = title.state.key if title.state else title.organisation.state if title.organisation else None
        ranked = sorted(((name_forms.fit(p.name, polity), i) for i, p in enumerate(near)), reverse=True)
        if not ranked or (polity and ranked[0][0] <= _ODD):
            continue
        clear = len(ranked) == 1 or (polity is not None and ranked[0][0] > ranked[1][0])
        person = near[ranked[0][1]]
        said = person.state is None or polity is None or person.state.key == polity
        if not clear or not said or not offices.find(title.office):
            continue
        title.name, title.person = person.name, person
        person.mentions.append((index, title))
        person.state = person.state or title.state
        open_.remove(person)


def _of_many(context: Context, person: Person) -> bool:
    """Whether a person is an official of a grouping or of a body of several states, and so of no state."""
    registry = context.reading.registry
    if any(m.rank for _, m in person.mentions):
        return False
    for index, mention in person.mentions:
        if mention.organisation is None and set(mention.bases) & _OF_GROUPINGS and mention.state is None:
            mention.organisation = _grouping(context, index)
        body = mention.organisation
        if body is None or not body.key or body.key not in registry:
            continue
        entity = registry.get(body.key)
        if entity.kind == "grouping" or (entity.kind == "organisation" and not entity.polity):
            return True
    return False


def _grouping(context: Context, index: int) -> Actor | None:
    """Return the grouping last spoken of up to a sentence."""
    for sentence in reversed(context.reading.sentences[max(0, index - _BACK) : index + 1]):
        registry = context.reading.registry
        named = [
            a.actor
            for a in sentence.actors
            if a.actor.kind == "grouping"
            and a.actor.key in registry
            and registry.get(str(a.actor.key)).cls in _WITH_OFFICE
        ]
        if named:
            return named[-1]
    return None


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
                person.state = focus.state(organisation) or Actor(organisation.label, "state", polity)
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
                acting = [a for a in near if not a.prep or a.possessive]
                person.state = context.focus.state((acting or near)[-1].actor)
            elif sentence.index:
                previous = context.reading.sentences[sentence.index - 1]
                states = context.focus.states_in(previous, acting=True)
                if len(states) == 1:
                    person.state = states[0]


def _held(context: Context) -> None:
    """Give the state whose office a person of that full name is known to have held ("Prime Minister Narendra Modi")."""
    for person in context.reading.persons:
        titled = any(m.office or m.rank for _, m in person.mentions)
        key = state_of(person.name) if person.state is None and titled else None
        if key and key in context.reading.registry:
            entity = context.reading.registry.get(key)
            person.state = context.focus.by_key(key) or Actor(entity.label, "state", key)


def _sided(context: Context) -> None:
    """Read "A signed for Italy", "for Japan, Ambassador B", "on behalf of India by C"."""
    for sentence in context.reading.sentences:
        states = [a for a in sentence.actors if a.actor.kind == "state" and not a.adjective]
        for mention in sentence.persons if states else ():
            person = mention.person
            if person is None or person.state is not None:
                continue
            after = next((a for a in states if a.start >= mention.end), None)
            before = next((a for a in reversed(states) if a.end <= mention.start), None)
            led = next((a for a in sentence.actors if a.start >= mention.end and context.focus.state(a.actor)), None)
            leads = led is not None and _LEADS.fullmatch(context.text, mention.end, led.start) is not None
            if led is not None and leads and (not led.adjective or _SIDE.match(context.text, led.end)):
                person.state = context.focus.state(led.actor)
                continue
            if after is not None and _SIGNS_FOR.fullmatch(context.text, mention.end, after.start):
                person.state = context.focus.state(after.actor)
            elif before is not None and _FOR_BY.fullmatch(context.text, before.end, mention.start):
                left = context.text[max(sentence.start, before.start - 24) : before.start]
                if _FOR.search(left):
                    person.state = context.focus.state(before.actor)


def _hold(scene: cues.Scene) -> None:
    for person in scene.context.reading.persons:
        if person.state is None or not person.state.key:
            continue
        for _, m in person.mentions:
            for office in offices.every(m.office) if not (m.former or m.elect) else ():
                if office.rank:
                    scene.held.add((office.rank, person.state.key))


def _coordinated(scene: cues.Scene) -> None:
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
                if {*one, *two} & _CROWNED:
                    continue
                for lone, known in ((first, b), (second, a)) if (a is None) != (b is None) else ():
                    other = context.focus.other(known.identity) if known is not None else None
                    if other is not None and _likely(lone, other):
                        _give(lone, other)
                continue
            plain = not (first.former or second.former or second.organisation or second.host or second.counterpart)
            same = _kind(first) == _kind(second)
            joined = _JOINED.fullmatch(between) is not None and plain and not same and not (one and two)
            if a is None or b is not None or not joined or not (first.state or first.organisation):
                continue
            if (
                first.host is None
                and not cues.is_envoy(context, first.person)
                and offices.may_be(second.person, a)
                and _fits(second, a)
            ):
                second.person.state = a


def _give(mention: PersonMention, state: Actor) -> None:
    if mention.person is not None:
        mention.person.state = state


def _likely(mention: PersonMention, state: Actor) -> bool:
    person = mention.person
    return person is not None and offices.may_be(person, state) and name_forms.fit(person.name, state.key) > _ODD


def _kind(mention: PersonMention) -> str:
    """Return what two ministers of one state cannot share: the subject, else the head of the office."""
    office = offices.find(mention.office)
    return office.rank if office is not None and office.rank else (mention.office or "").lower()


def _fits(mention: PersonMention, state: Actor) -> bool:
    return name_forms.fit(mention.name, state.key) > -0.9


def _choose(scene: cues.Scene, person: Person, weights: dict[str, float]) -> tuple[float, Actor] | None:
    """Return the likeliest state of a person with its lead over the next; None where the lead is small."""
    context = scene.context
    known = [o for _, m in person.mentions if m.own for o in offices.every(m.office)]
    current = not any(m.former or m.elect for _, m in person.mentions)
    hosts = {m.host for _, m in person.mentions if m.host}
    apart = cues.apart(context, person)
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
        only = ranked[0][2]
        fit = name_forms.fit(person.name, only.key)
        likely = fit > _ODD if any(m.bases or m.rank for _, m in person.mentions) else fit > 0
        likely = likely and not apart.get(only.identity) and (fit > 0 or cues.spoken(scene, person, only) >= 0)
        return (best, only) if best > _ALONE and likely else None
    fits = [name_forms.fit(person.name, state.key) for _, _, state in ranked]
    if fits[0] <= _ODD and max(fits) > -_ODD:
        return None  # the name speaks for another state than the text at large
    lead = best - ranked[1][0]
    fits = [name_forms.fit(person.name, s.key) for _, _, s in ranked]
    if fits[0] < 0 and max(fits) > 0:
        return None  # a name of another form than that of the likeliest state
    clear = _CLEAR if any(m.bases or m.rank for _, m in person.mentions) else _CLEARER
    return (lead, ranked[0][2]) if best >= _ENOUGH and lead >= clear else None
