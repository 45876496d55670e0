"""Who acts on whom in a hostile act: subject and object, agent and subject of a passive, accused and accuser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extraction.kinds import aims, bodies
from kg.extraction.kinds.prey import Prey, hit, people
from kg.extraction.kinds.scenes import OVER, SEEN
from kg.extraction.kinds.subjects import Voice, subjects

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, Group, Sentence, TriggerMention

_ACCUSED = re.compile(
    r"\b(?:accus(?:ed|es|ing)|blam(?:ed|es|ing)|condemn(?:ed|s|ing)|criti[cs]i[sz](?:ed|es|ing)|denounc(?:ed|es|ing)|"
    r"slamm?(?:ed|s|ing)|protest(?:ed|s|ing)|complain(?:ed|s) (?:of|about))\b"
)
_CRAFT = (
    r"(?:vessels?|ships?|warships?|boats?|cutters?|frigates?|destroyers?|fighters?|jets?|aircraft|"
    r"planes?|warplanes?|bombers?|trawlers?|fishing boats?|balloons?|militia|buoys?|"
    r"[A-Z][A-Za-z]{0,2}-\d{1,3}\w*|helicopters?|drones?|submarines?|coast guard|crews?|troops|soldiers|gunners|forces)"
)
_NAMELESS = re.compile(
    rf"(?:(?:[Tt]he|[Tt]hese|[Tt]hose|[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]everal|"
    rf"\d+) (?:[\w-]+ ){{0,2}}?{_CRAFT}"
    r"|[Tt]hey|[Ii]t)(?: then| later| also| had| has| have| again| repeatedly| twice|,[^,]{0,40},)* \Z"
)
_ITS = re.compile(
    rf"\b(?P<whose>[Ii]ts|[Tt]heir) (?:[\w-]+ ){{0,2}}?{_CRAFT}(?:,[^,]{{0,24}},)?(?: had| has|"
    rf" have| also| \w+ly)* \Z"
)
_FLAGGED = re.compile(
    r"\b(?:in|with|under|bearing|flying)(?: an?| the)? [A-Z]\w+ (?:service|markings|colou?rs|"
    r"flags?|command)(?: \w+ly)? \Z"
)
_OF_WHOM = re.compile(rf"\b{_CRAFT} (?:of|from|belonging to) (?:the )?\Z")
_LINKED = re.compile(
    r",? (?:(?:allegedly|reportedly|believed to be|said to be) )?"
    r"(?:linked to|tied to|backed by|sponsored by|working for|from|of|based in|acting for|affiliated with) (?:the )?"
)
_THEM = re.compile(
    r"(?: \w+){0,5}? (?:them|it|its|their|her|the (?:\w+ )?(?:vessels?|ships?|boats?|aircraft|helicopter|plane|crew|"
    r"fishermen|convoy|patrol|mission)|our)\b"
)
_ALONE = re.compile(r"(?:[.,;]| (?:first|on \w+day|that|early|late|again|at|and|near|in the|during|last)\b)")
_TO = re.compile(r"\b(?:to|not|NOT|did|didn['’]t|may|might|could|and|[A-Z]\w+|[a-z]+s|then) \Z")


@dataclass(slots=True)
class Act:
    """Who did it, to whom, and who says so."""

    initiators: list[Actor]
    prey: Prey
    claimant: str | None = None
    mutual: bool = False


def act(context: Context, sentence: Sentence, trigger: TriggerMention) -> Act | None:
    """Return who acts on whom with a verb, or None where the text does not say who acts.

    Parameters
    ----------
    context : Context
        The document's look-ups.
    sentence : Sentence
        Where the verb stands.
    trigger : TriggerMention
        The verb.
    """
    frame, form, text = trigger.trigger.frame, trigger.trigger.form, context.text
    high = aims.clause(context, sentence, trigger.end, 130)
    if form == "ing" and (found := _accused(context, sentence, trigger, high)):
        return found
    if frame.shape == "seen":
        return _seen(context, sentence, trigger, high)
    behind = text[trigger.end : min(sentence.end, trigger.end + 12)]
    done_to = form in ("ed", "pp") and re.match(r" (?:by|in (?:the )?[A-Z])", behind)
    if frame.shape == "held" and done_to and (group := before(context, sentence, trigger.start)):
        return _held(context, sentence, trigger, group)
    if context.passive(sentence, trigger) or (form in ("ed", "pp") and behind.startswith(" by ")):
        return _passive(context, sentence, trigger)
    if form == "base" and not _TO.search(text[max(sentence.start, trigger.start - 14) : trigger.start]):
        return None
    voice = _actor(context, sentence, trigger, high)
    if voice is None:
        return None
    who = [*voice.states, *[o for o in voice.others if o.kind == "organisation"]]
    low = trigger.end
    if frame.shape in ("drone", "balloon"):
        # what is sent comes first, then over whose land
        across = OVER.search(text, trigger.end, high)
        low = across.end() - 1 if across else low
    prey = hit(context, sentence, low, high, voice.keys)
    for _ in range(2 if frame.shape == "balloon" and not prey else 0):
        across = OVER.search(text, low + 1, high)
        low = across.end() - 1 if across else low
        prey = prey or hit(context, sentence, low, high, voice.keys)
    if frame.shape in ("held", "list"):
        prey.people = people(context, sentence, trigger.end, high)
        prey.persons = [p for p in sentence.persons if trigger.end <= p.start < high and p.start - trigger.end < 40]
        if frame.shape == "list" and (prey.people or prey.persons):
            prey.states = [s for s in prey.states if any(a.actor == s and not a.adjective for a in sentence.actors)]
    if frame.shape == "list" and not prey:
        prey = _listed(context, sentence, trigger, voice)
    if frame.shape == "mutual":
        return Act(who, prey, mutual=len(voice.states) > 1)
    return Act(who, prey or _implied(context, sentence, trigger, voice))


def _listed(context: Context, sentence: Sentence, trigger: TriggerMention, voice: Voice) -> Prey:
    """Return the one other state of a sentence that lists firms and persons without saying whose they are."""
    states = context.focus.states_in(sentence, low=trigger.end, high=sentence.end)
    others = [s for s in states if s.identity not in voice.keys]
    return Prey(others) if len(others) == 1 else Prey()


def before(context: Context, sentence: Sentence, at: int) -> Group | None:
    """Return the group whose noun phrase ends right before an offset: "18 Burmese soldiers [held]"."""
    for group in reversed([g for g in sentence.groups if g.end <= at]):
        gap = context.text[group.end : at].rstrip()
        gap = re.sub(r" (?:that|which|who)\Z", "", gap)
        role = bodies.words().role.match(context.text, group.end, at)
        if not gap or (role and role.end() - group.end >= len(gap)) or re.fullmatch(r" (?:[a-z-]+ ?){1,2}", gap):
            return group
        return None
    return None


def _actor(context: Context, sentence: Sentence, trigger: TriggerMention, high: int) -> Voice | None:
    """Return who acts: the antecedent of "that", the subject, a craft of somebody's, or a nameless one of the other."""
    found, text = subjects(context), context.text
    left = text[max(sentence.start, trigger.start - 90) : trigger.start]
    relative = re.search(r"\b(?:that|which|whom?)(?: had| has| have| \w+ly)* \Z", left)
    part = re.search(r",? (?:[\w-]+ ){1,3}of (?:which|whom)(?: had| has| have| \w+ly)* \Z", left)
    if part:
        # "45 Chinese aircraft, 30 of which crossed the line"
        relative = part
    if relative:
        mark = max(sentence.start, trigger.start - 90) + relative.start()
        group = before(context, sentence, mark)
        if group is not None:
            who = aims.expand(context, sentence, group, set())
            return Voice(
                group.start, group.end, [a for a in who if a.kind == "state"], [a for a in who if a.kind != "state"]
            )
        if part:
            return None
    its = _ITS.search(left)
    if its:
        mark = max(sentence.start, trigger.start - 90) + its.start()
        named = [g for g in sentence.groups if g.end <= mark and g.prep not in ("in", "at", "near", "under")]
        states = [
            s for g in reversed(named) for a in g.actors if a.kind != "grouping" and (s := context.focus.state(a))
        ]
        return Voice(mark, trigger.start, states[:1]) if states else None
    voice = found.before(sentence, trigger.start)
    if voice is None and trigger.trigger.form == "ing":
        near = before(context, sentence, trigger.start)
        who = aims.expand(context, sentence, near, set()) if near else []
        voice = (
            Voice(0, 0, [a for a in who if a.kind == "state"], [a for a in who if a.kind != "state"]) if who else None
        )
    flag = _FLAGGED.search(left) if voice is None else None
    if flag:
        mark = max(sentence.start, trigger.start - 90)
        near = next(
            (
                g
                for g in sentence.groups
                if mark + flag.start() <= g.start < mark + flag.end() and g.members[0].adjective
            ),
            None,
        )
        voice = _voice(context, sentence, near) if near is not None else None
    if voice is None:
        voice = _of_forces(context, sentence, found.tail(sentence, trigger.start))
    if voice is None:
        voice = _by_clause(context, sentence, trigger)
    elif voice.start and voice.states:
        voice = _together(context, sentence, trigger, voice)
    if voice is None and _NAMELESS.search(left):
        prey = hit(context, sentence, trigger.end, high, set())
        other = context.focus.other(prey.states[0].identity) if len(prey.states) == 1 else None
        voice = Voice(trigger.start, trigger.start, [other]) if other is not None else None
    return voice if voice is not None and (voice.states or voice.others) else None


def _by_clause(context: Context, sentence: Sentence, trigger: TriggerMention) -> Voice | None:
    """Return whose people the subject names by its adjective, or by what they are "linked to"."""
    clause = context.clause_at(sentence, trigger.start)
    if clause is None or not clause.subject or clause.verb.passive or trigger.trigger.form == "ing":
        return None
    subject = clause.subject[0]
    inside = [g for g in sentence.groups if subject.start <= g.start < subject.end and g.members[0].adjective]
    linked = _LINKED.match(context.text, subject.end, trigger.start)
    if not inside and linked:
        inside = [g for g in sentence.groups if 0 <= g.start - linked.end() < 6]
    if not inside or any(p.start < subject.end and subject.start < p.end for p in sentence.persons):
        return None
    return _voice(context, sentence, inside[0])


def _together(context: Context, sentence: Sentence, trigger: TriggerMention, voice: Voice) -> Voice:
    """Add those who act with the nearest one: "Russian bombers and Chinese warplanes [entered]"."""
    clause = context.clause_at(sentence, trigger.start)
    phrases = clause.subject if clause is not None else []
    if len(phrases) < 2 or not any(p.start <= voice.start < p.end for p in phrases):
        return voice
    for phrase in phrases:
        for group in sentence.groups:
            if phrase.start <= group.start < phrase.end and group.members[0].adjective and not phrase.prep:
                made = _voice(context, sentence, group)
                voice.states += [s for s in made.states if s.identity not in {x.identity for x in voice.states}]
    return voice


def _voice(context: Context, sentence: Sentence, group: Group) -> Voice:
    who = aims.expand(context, sentence, group, set())
    states = [a for a in who if a.kind == "state"]
    return Voice(group.start, group.end, states, [a for a in who if a.kind != "state"])


def _of_forces(context: Context, sentence: Sentence, at: int) -> Voice | None:
    """Return whose a craft is: "a patrol aircraft of the Chinese military [entered]"."""
    group = before(context, sentence, at)
    if group is None or not _OF_WHOM.search(context.text, max(sentence.start, group.start - 60), group.start):
        return None
    return _voice(context, sentence, group)


def _accused(context: Context, sentence: Sentence, trigger: TriggerMention, high: int) -> Act | None:
    """Read "A accused B of ramming its boat": B acts, A claims it and is hit where nobody else is."""
    text = context.text
    accused = _ACCUSED.search(text[sentence.start : trigger.start])
    if accused is None:
        return None
    low = sentence.start + accused.end()
    groups = [g for g in sentence.groups if low <= g.start and g.end <= trigger.start and trigger.start - g.end < 40]
    who = aims.expand(context, sentence, groups[0], set()) if groups else []
    if not who:
        return None
    accuser = subjects(context).before(sentence, sentence.start + accused.start())
    prey = hit(context, sentence, trigger.end, high, {a.identity for a in who})
    named = [*accuser.states, *accuser.others] if accuser is not None else []
    if not prey and accuser is not None:
        prey = Prey(states=list(accuser.states))
    return Act(who, prey, named[0].label if named else None)


def _held(context: Context, sentence: Sentence, trigger: TriggerMention, group: Group) -> Act | None:
    """Read "soldiers of B held by A", "students of B held in A"."""
    held = aims.expand(context, sentence, group, set())
    own = {a.identity for a in held}
    agent = aims.agent(context, sentence, trigger.end)
    keepers = [*agent.states, *[a for a in agent.others if a.kind == "organisation"]] if agent is not None else []
    keepers = keepers or place_state(context, sentence, trigger.end, own)
    return Act(keepers, Prey([a for a in held if a.kind == "state"])) if keepers else None


def _passive(context: Context, sentence: Sentence, trigger: TriggerMention) -> Act | None:
    who = aims.agent(context, sentence, trigger.end)
    states = list(who.states) if who is not None else []
    own = {s.identity for s in states}
    subject = subjects(context).before(sentence, trigger.start)
    if subject is not None:
        prey = Prey(list(subject.states), list(subject.others), list(subject.persons))
    else:
        group = before(context, sentence, trigger.start)
        found = aims.expand(context, sentence, group, own) if group else []
        prey = Prey([a for a in found if a.kind == "state"], [a for a in found if a.kind == "organisation"])
        prey = prey or hit(context, sentence, sentence.start, trigger.start, own)
    if not states and trigger.trigger.frame.shape == "held":
        states = place_state(context, sentence, trigger.end, {s.identity for s in prey.states})
    bodies_ = [a for a in who.others if a.kind == "organisation"] if who is not None else []
    if states and not prey:
        others = [s for s in context.focus.states_in(sentence) if s.identity not in own]
        prey = Prey(others) if len(others) == 1 else prey
    return Act([*states, *bodies_], prey) if states else None


def _seen(context: Context, sentence: Sentence, trigger: TriggerMention, high: int) -> Act | None:
    """Read "B tracked two bombers of A in its zone": A is who intruded."""
    if context.passive(sentence, trigger):
        return None
    voice = subjects(context).before(sentence, trigger.start)
    own = voice.keys if voice is not None else set()
    who: dict[str, Actor] = {}
    for group in sentence.groups:
        if not trigger.end <= group.start < high or not _possesses(group):
            continue
        if not SEEN.search(context.text, group.start, min(sentence.end, group.end + 60)):
            continue
        for a in aims.expand(context, sentence, group, own):
            who.setdefault(a.identity, a)
    return Act(list(who.values()), Prey(list(voice.states) if voice else [])) if who else None


def _possesses(group: Group) -> bool:
    last = group.members[-1]
    owns = last.possessive or group.members[0].adjective or last.actor.kind == "organisation"
    return owns or group.prep in ("", "of")


def place_state(context: Context, sentence: Sentence, at: int, own: set[str]) -> list[Actor]:
    """Return the state in which somebody is held."""
    groups = [g for g in sentence.groups if 0 <= g.start - at < 30 and g.prep == "in"]
    return [s for g in groups[:1] for a in g.actors if (s := context.focus.state(a)) and s.identity not in own]


def _implied(context: Context, sentence: Sentence, trigger: TriggerMention, voice: Voice) -> Prey:
    """Return whom an act hits that names nobody: "them", "its airspace", "the boat", of the other of the text's two."""
    behind = context.text[trigger.end : min(sentence.end, trigger.end + 70)]
    shape = trigger.trigger.frame.shape
    alone = shape in ("attack", "unsafe", "zone") and _ALONE.match(behind)
    if alone or shape == "unsafe":
        said = subjects(context).speaker(sentence)
        if said is not None and said.states and not said.keys & voice.keys:
            return Prey(list(said.states[:1]))
    elif not _THEM.match(behind):
        return Prey()
    states = aims.implied(context, sentence, trigger.end, voice, many=False, own_things=True)
    return Prey([s for s in states if s.kind == "state"][:1])
