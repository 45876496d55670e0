"""Positions whose words stand apart from their target: concern voiced, support repeated, worries about B."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction import modality
from kg.extraction.clause import Who
from kg.extraction.drafts import Draft, StageDraft

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, Sentence

_FEELING = r"(?:concerns?|alarm|unease|worry|worries|misgivings|disquiet|anxiety|apprehension|fears)"
_VOICED = re.compile(
    r"\b(?:express(?:ed|es)|voic(?:ed|es)|rais(?:ed|es)|convey(?:ed|s)|register(?:ed|s)|shar(?:ed|es)|reiterat(?:ed|es))\s"
    rf"(?:its |their |his |her )?(?:\w+ly )?(?:(?!support\b|hope\b|no\b|little\b)\w+ ){{0,2}}{_FEELING}\b"
)
_FOUND = re.compile(
    r"\b(?:found|finds|called|calls|described|describes|considers?|considered|termed|labelled|labeled|branded)\s"
    r"[^.;:,]{3,70}?\b(?P<how>concerning|worrying|alarming|troubling|disturbing|destabili[sz]ing|provocative|unacceptable|"
    r"regrettable|reckless|illegal|dangerous)\b(?! (?:for|enough))"
)
_BAD = frozenset({"unacceptable", "provocative", "reckless", "illegal", "dangerous", "destabilising", "destabilizing"})
_OWN = re.compile(rf"\b(?P<own>its |their )?(?:\w+ )?{_FEELING} (?:about|over|at|regarding) (?:the )?\Z")
_WARNED = re.compile(r"\b(?:warned|warns|cautioned|cautions) against\b")
_OUT = re.compile(
    r"\b(?:wants?|wanted|demands?|demanded) (?:(?:it|them|that|these|those) )?(?P<out>out of|out\b|removed|withdrawn|"
    r"gone|dismantled|to be (?:removed|withdrawn))"
)
_HALT = re.compile(r"\A (?:to|should) (?:withdraw|remove|halt|stop|cease|end|leave|release|abide|refrain|pull)\b")
_WANTS = re.compile(r"\b(?:wants|wanted|told|asked) (?:the )?\Z")
_SUPPORT = re.compile(
    r"\b(?:repeated|reiterated|underscored|reaffirmed|restated|pledged|expressed|stressed|voiced|affirmed|underlined)\s"
    r"(?:[\w’' ]{0,30}?)support (?:for|to|of)\b"
)
_PARTNER = re.compile(r"\b(?:spoke of|speaks of|described|describes|hailed|hails|praised|called|calls)\s(?:the )?\Z")
_AS = re.compile(
    r"\A,? (?:as )?(?:a|an|one of its|its|his country’s|the) (?:[\w-]+ ){0,3}(?:partner|friend|ally|neighbou?r)\b"
)
_THANKED = re.compile(r"\b(?:thanked|thanks|praised|commended|applauded|congratulated)\b")
_GOVERNED = re.compile(r"\b(?:government|people|authorities|leaders?|leadership|navy|military) (?:of|in) (?:the )?\Z")
_SPEAKERS = re.compile(
    r"(?:They|(?:The|Both|All) (?:two |three |four )?(?:leaders|ministers|sides|countries|governments|presidents|"
    r"prime ministers|(?:defen[cs]e|foreign) ministers|partners|allies)) (?:also |jointly |again |strongly )*"
)
_SUMMONED = re.compile(
    r"\bsummoned (?:the )?(?:top |senior )?(?:[^.;,]{2,40}?) (?:ambassador|envoy|high commissioner|"
    r"chargé d[’']affaires|defen[cs]e attaché|diplomats?)\b"
)
_MATTER = re.compile(
    r"\b(?:pact|deal|agreement|draft|treaty|accord|text|drills?|exercises?|deployments?|base|club|bloc|alliance|patrols?|"
    r"launch(?:es)?|tests?|manoeuvres|maneuvers)\b"
)
"""What a position without a named target must be about for the two states of the text to be meant."""
_NOT = re.compile(r"\b(?:not|never|no|may|might|could|would|will|if|should|denied|denies|without)\b")
_AT = re.compile(r"At (?:the )?")
_GAP = re.compile(r"[;:“”]|\b(?:that|which|who|where|because|while|whether|of|about|over|from)\b")


def more(context: Context, sentence: Sentence) -> list[Draft]:
    """Return the positions of one sentence that are not a verb with the actor's name right behind it."""
    out: list[Draft] = []
    for match in _VOICED.finditer(context.text, sentence.start, sentence.end):
        out += _draft(context, sentence, "concern", match, _aims(context, sentence, match.end()))
    for match in _FOUND.finditer(context.text, sentence.start, sentence.end):
        inside = context.focus.states_in(sentence, low=match.start(), high=match.end())
        kind = "criticise" if match.group("how") in _BAD else "concern"
        out += _draft(context, sentence, kind, match, inside or None)
    for match in _WARNED.finditer(context.text, sentence.start, sentence.end):
        out += _draft(context, sentence, "concern", match, _aims(context, sentence, match.end()))
    for match in _OUT.finditer(context.text, sentence.start, sentence.end):
        who = context.subject(sentence, match.start())
        named = {s.identity for s in context.states_of(who)}
        before = context.focus.states_in(sentence, low=match.start() - 110, high=match.start())
        out += _draft(context, sentence, "demand", match, [s for s in before if s.identity not in named])
    for match in _SUPPORT.finditer(context.text, sentence.start, sentence.end):
        near = [g for g in sentence.groups if 0 <= g.start - match.end() < 8]
        owned = [a for a in sentence.actors if a.possessive and match.start() <= a.start < match.end()]
        owner = context.focus.state(owned[0].actor) if owned else None
        aims = _states(context, near[0].actors) if near else []
        out += _draft(context, sentence, "support", match, aims, owner)
    for match in _SUMMONED.finditer(context.text, sentence.start, sentence.end):
        aims = context.focus.states_in(sentence, low=match.start(), high=match.end())
        out += _draft(context, sentence, "criticise", match, aims)
    for match in _THANKED.finditer(context.text, sentence.start, sentence.end):
        near = [
            g for g in sentence.groups
            if match.end() <= g.start < match.end() + 110
            and _GOVERNED.search(context.text[max(0, g.start - 26) : g.start])
        ]  # fmt: skip
        out += _draft(context, sentence, "praise", match, _states(context, near[0].actors) if near else [])
    return [*out, *_groups(context, sentence), *_together(context, sentence)]


def _together(context: Context, sentence: Sentence) -> list[Draft]:
    """Read "the leaders condemned B": those who have just met speak with one voice, in one record."""
    at, actors = context.gathered
    match = _SPEAKERS.match(sentence.text)
    if match is None or not 0 < sentence.index - at <= 3:
        return []
    end = sentence.start + match.end()
    kind, targets = None, None
    for trigger in sentence.triggers.get("stance", ()):
        if 0 <= trigger.start - end < 2 and trigger.trigger.form in ("ed", "past", "pp") and not kind:
            near = [
                g for g in sentence.groups
                if 0 <= g.start - trigger.end < 70 and g.prep not in ("in", "at", "near")
                and not re.search(r"\band\b|[;:]", context.text[trigger.end : g.start])
            ]  # fmt: skip
            kind, targets = trigger.trigger.frame.type, _states(context, near[0].actors) if near else []
            if trigger.trigger.frame.shape == "protest":
                return []
    voiced = _VOICED.match(context.text, end)
    if voiced:
        kind, targets = "concern", _aims(context, sentence, voiced.end())
    named = {a.identity for a in actors}
    aims = [t for t in targets or () if t.identity not in named]
    if kind is None or not aims:
        return []
    date = context.date(sentence, end)
    draft = _record(sentence, kind, actors[0], aims, end, date.value if date else None)
    for actor in actors[1:]:
        draft.add("actor", actor, sentence.index)
    return [draft]


def _groups(context: Context, sentence: Sentence) -> list[Draft]:
    out: list[Draft] = []
    for group in sentence.groups:
        left = context.text[max(sentence.start, group.start - 70) : group.start]
        right = context.text[group.end : min(sentence.end, group.end + 60)]
        start = max(sentence.start, group.start - 70)
        targets = _states(context, group.actors)
        if group.members[0].adjective or not targets:
            continue
        owned = _OWN.search(left)
        if owned:
            out += _worry(context, sentence, start + owned.start(), bool(owned.group("own")), targets)
        called = _PARTNER.search(left)
        if called and _AS.match(right):
            out += _draft(context, sentence, "praise", (start + called.start(), group.end), targets)
        wants = _WANTS.search(left)
        if wants and _HALT.match(right):
            out += _draft(context, sentence, "demand", (start + wants.start(), group.end), targets)
    return out


def _worry(context: Context, sentence: Sentence, at: int, own: bool, targets: list[Actor]) -> list[Draft]:
    """Read "its worries about B" and "A's concerns over B"."""
    held = [a for a in sentence.actors if a.end <= at and not a.adjective and not a.prep]
    if own:
        actors = [s for a in held[:1] if (s := context.focus.state(a.actor))]
    else:
        near = [a for a in sentence.actors if a.possessive and 0 <= at - a.end < 12]
        actors = [s for a in near[-1:] if (s := context.focus.state(a.actor))]
    if not actors or actors[0].identity in {t.identity for t in targets}:
        return []
    return [_record(sentence, "concern", actors[0], targets, at, None)]


def _states(context: Context, actors: list[Actor]) -> list[Actor]:
    return [s for a in actors if (s := context.focus.state(a) or (a if a.kind == "grouping" else None))]


def _aims(context: Context, sentence: Sentence, at: int) -> list[Actor] | None:
    """Return whom a concern is about, an empty list where the text leaves it open, None where nothing is named."""
    end = modality.clause_end(context.text, at, sentence.end)
    groups = [g for g in sentence.groups if at <= g.start < min(end, at + 80)]
    named = [g for g in groups if g.prep not in ("in", "at", "near", "between", "with", "from")]
    if named:
        return _states(context, named[0].actors)
    if groups:
        return []
    if re.match(r" (?:about|over|at|regarding|to) (?:them|it|this|these)\b", context.text[at : at + 24]):
        return context.focus.states_in(sentence, high=at)
    return None


def _subject(context: Context, sentence: Sentence, at: int) -> Who | None:
    low = modality.clause_start(context.text, sentence.start, at)
    who = context.subject(sentence, at, low=low)
    ends = [g.end for g in sentence.groups if g.end <= at and not g.prep and who.actors]
    ends += [p.end for p in sentence.persons if p.end <= at and who.persons]
    if not who or not ends or at - max(ends) > 90:
        return None
    gap = context.text[max(ends) : at]
    return None if _GAP.search(gap) or _NOT.search(gap) else who


def _draft(
    context: Context, sentence: Sentence, kind: str, match: re.Match[str] | tuple[int, int],
    targets: list[Actor] | None, owner: Actor | None = None,
) -> list[Draft]:  # fmt: skip
    at = match.start() if isinstance(match, re.Match) else match[0]
    who = _subject(context, sentence, at)
    known = {p.person.name: p for p in sentence.persons if p.person and p.end <= at}
    joined = context.text[max(0, at - 5) : at] == " and "
    if (owner or (who is None and joined)) and len(known) == 1:
        who = Who([], list(known.values()))
    elif owner:
        who = Who([owner], [])
    actors = context.states_of(who) if who else []
    if owner is not None and actors and actors[0].identity != owner.identity:
        return []
    opening = _AT.match(sentence.text)
    if not actors and not sentence.persons and opening:
        house = [a for a in sentence.actors if a.start == sentence.start + opening.end()]
        actors = [s for a in house if a.end + 45 > at and (s := context.focus.state(a.actor))]
    if len(actors) != 1:
        return []
    actor = actors[0]
    if targets is None:
        if not _MATTER.search(sentence.text):
            return []
        main = context.focus.main if context.focus.dominant else []
        inside = actor.identity in {m.identity for m in main}
        targets = [] if len(main) != 2 or inside else main
    aims = [t for t in targets if t.identity != actor.identity]
    if not aims:
        return []
    date = context.date(sentence, at)
    reporting = next((d.value for d in sentence.dates if d.reporting), None)
    draft = _record(sentence, kind, actor, aims, at, date.value if date else reporting)
    if who is not None and who.persons:
        mine = [p for p in who.persons if context.person_state(p) == actor]
        context.persons_to(draft, "actor", mine[-1:], sentence)
    return [draft]


def _record(sentence: Sentence, kind: str, actor: Actor, targets: list[Actor], at: int, date: str | None) -> Draft:
    draft = Draft("stance", kind, f"stance-{kind}-apart", at, 0.65)
    draft.add("actor", actor, sentence.index)
    for target in targets[:4]:
        draft.add("target", target, sentence.index)
    draft.stages.append(StageDraft("stated", "asserted", [sentence.index], date))
    return draft
