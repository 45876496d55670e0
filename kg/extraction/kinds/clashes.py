"""Incidents in nouns: "the collision", "last week's ramming of a boat", "sanctions on B", "a launch by A"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.extraction import datafiles
from kg.extraction.attribution import claimant
from kg.extraction.drafts import Draft, StageDraft
from kg.extraction.kinds import aims, scenes
from kg.extraction.kinds.prey import Prey, hit
from kg.extraction.kinds.subjects import subjects

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, Group, Sentence

_SPARED = re.compile(
    r"\b(?:if|any|future|possible|potential|against|in case of|deter\w*|prevent\w*|defen[cs]e against|"
    r"threats? of|risk of|fears? of|respond\w* to|"
    r"in the event of|counter\w*|avoid\w*|anti|no|without|beware of|wary of|warn\w* of|protect\w* (?:from|"
    r"against)|would|"
    r"could|may|might|should|monitor\w*|enforc\w*|evad\w*|evasion of)\b[^,;]{0,40}\Z",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:den(?:y|ies|ied)|refut(?:es|ed)|reject(?:s|ed)|never|did not|not)\b[^;]{0,60}\Z")
_BLAMED = re.compile(
    r"\b(?:accus(?:ed|es|ing)|blam(?:ed|es|ing)|charg(?:ed|es|ing)|condemn(?:ed|s|ing)?|denounc(?:ed|"
    r"es|ing)|faulted)\b[^;]{2,70}?\b(?:of|for|over|with)\b[^;]{0,50}\Z"
)
_PREPOSITION = re.compile(r"\b(?:in|on|of|by|to|for|and|against|with|at)\b")
_BETWEEN = re.compile(r"['’]?s? (?:[\w’'-]+,? ){0,4}\Z")
_FAULT = re.compile(
    r"\b(?:is|was|are|were|be|been)(?: \w+)? (?:responsible|to blame|at fault) for (?:the |this )?(?:\w+ )?\Z"
)
_MUTUAL = re.compile(
    r"\b(?:(?P<fire>exchanges? of fire|firefights?|gun ?battles?|border fighting|exchange of gunfire)|"
    r"(?:border |deadly |naval |sea |violent )*"
    r"(?:clash(?:es)?|skirmish(?:es)?|face-?offs?|brawls?|melee|stand-?offs?|collision))\b"
)
_AND_A = re.compile(r"\A[^,;.]{0,40}? and (?:an? |the |one |two )?\Z")
_IMPOSING = re.compile(
    r"\b(?:impos(?:ed|es|ing)|slapp?(?:ed|s|ing)|announc(?:ed|es|ing)|issu(?:ed|es|ing)|levi(?:ed|"
    r"es)|unveil(?:ed|s)|adopt(?:ed|s)|"
    r"introduc(?:ed|es)|rolled out|tighten(?:ed|s)|expand(?:ed|s)|reimpos(?:ed|es)) (?:[\w’'-]+ ){0,5}\Z"
)
_SPY_FOR = re.compile(
    r"\b(?:spying|spied|spy|spies|espionage|collect\w* (?:\w+ ){0,3}(?:information|intelligence|secrets)|"
    r"(?:passing|passed|leaking|leaked|selling|sold|handing) (?:\w+ ){0,5}(?:secrets|intelligence|"
    r"information|documents|plans|data)) "
    r"(?:on behalf of|for|to) (?:the )?"
)
_LIFTED = re.compile(
    r"\b(?P<not>not|n['’]t|yet to be)?(?: been| be| yet been)? ?(?:lifted|eased|removed|revoked|"
    r"waived|dropped|withdrawn)\b"
)
_PARTICULAR = re.compile(
    r"\b(?:the|this|that|latest|recent|last|week['’]s|month['’]s|yesterday|today|\w+day['’]s|its|their)\b"
)


@cache
def _words() -> tuple[re.Pattern[str], dict[str, str]]:
    data: dict[str, Any] = datafiles.read("incidents.yaml")
    kinds = {word.lower(): kind for kind, words in data["nouns"].items() for word in words}
    nouns = "|".join(re.escape(w) for w in sorted(kinds, key=lambda w: (-len(w), w)))
    return re.compile(rf"\b(?P<noun>{nouns})\b(?!-)", re.IGNORECASE), kinds


def nouns(context: Context, sentence: Sentence, done: set[int]) -> list[Draft]:
    """Return the acts of one sentence that stand in nouns, with who did it before them or behind "by".

    Parameters
    ----------
    done : set of int
        Offsets of the verbs that have been read already.
    """
    pattern, kinds = _words()
    out: list[Draft] = []
    for match in pattern.finditer(context.text, sentence.start, sentence.end):
        noun = match.group("noun").lower()
        if any(match.start() <= at < match.end() for at in done):
            continue
        spans = sentence.triggers.get("incident", ())
        if kinds[noun] == "sanction" and any(t.start < match.start() < t.end and t.start in done for t in spans):
            continue
        draft = _read(context, sentence, match, noun, kinds[noun])
        if draft is not None:
            out.append(draft)
    return [*out, *_spies(context, sentence), *_mutual(context, sentence)]


def _mutual(context: Context, sentence: Sentence) -> list[Draft]:
    """Read "the clash at P in June 2020", "a skirmish between A and B": both sides act."""
    out: list[Draft] = []
    for match in _MUTUAL.finditer(context.text, sentence.start, sentence.end):
        at, end = match.start(), match.end()
        if _SPARED.search(context.text[max(sentence.start, at - 60) : at]):
            continue
        near = [g for g in sentence.groups if 0 <= g.start - end < 12 and g.prep == "between" and len(g.actors) > 1]
        owned = [g for g in sentence.groups if 0 <= at - g.end < 12 and len(g.actors) > 1 and g.members[0].adjective]
        day = context.date(sentence, at)
        place = context.place(sentence, end, reach=40)
        pair = [s for g in (near or owned)[:1] for a in g.actors if (s := context.focus.state(a))]
        if not pair:
            text = context.text
            first = [g for g in sentence.groups if 0 <= g.start - end < 14 and text[end : end + 9] == " between "]
            second = [
                g for g in sentence.groups
                if first and 0 < g.start - first[0].end < 60 and _AND_A.search(text[first[0].end : g.start])
            ]  # fmt: skip
            pair = [s for g in (*first[:1], *second[:1]) for a in g.actors if (s := context.focus.state(a))]
        if (
            not pair
            and context.focus.dominant
            and (place or day)
            and re.match(r" (?:at|in|near|on|of|along)\b", context.text[end : end + 8])
        ):
            pair = list(context.focus.main)
        if len(pair) < 2:
            continue
        kind = "attack" if match.group("fire") else "confrontation"
        draft = Draft("incident", kind, "incident-clash-noun", at, 0.6)
        for state in pair[:3]:
            draft.add("initiator", state, sentence.index)
        draft.stages.append(
            StageDraft("occurred", "asserted", [sentence.index], day.value if day else None, place=place)
        )
        out.append(draft)
    return out


def _spies(context: Context, sentence: Sentence) -> list[Draft]:
    """Read "B arrested an officer for spying for A": A spies, on those whose authorities act."""
    out: list[Draft] = []
    for match in _SPY_FOR.finditer(context.text, sentence.start, sentence.end):
        near = [g for g in sentence.groups if 0 <= g.start - match.end() < 4]
        main = subjects(context).main(sentence)
        left = context.text[max(sentence.start, match.start() - 70) : match.start()]
        if not near or main is None or len(main.states) != 1:
            continue
        who = aims.expand(context, sentence, near[0], set())
        target = main.states[0]
        if target.identity in {a.identity for a in who} or not any(a.kind == "state" for a in who):
            continue
        draft = Draft("incident", "espionage", "incident-espionage-for", match.start(), 0.6)
        for actor in who[:3]:
            draft.add("initiator", actor, sentence.index)
        draft.add("target", target, sentence.index)
        denied = re.search(r"\b(?:den(?:y|ies|ied)|not|never)\b", left)
        draft.stages.append(StageDraft("occurred", "denied" if denied else "asserted", [sentence.index]))
        out.append(draft)
    return out


def _read(context: Context, sentence: Sentence, match: re.Match[str], noun: str, kind: str) -> Draft | None:
    text, at, end = context.text, match.start(), match.end()
    left = text[max(sentence.start, at - 60) : at]
    if _SPARED.search(left) or re.match(
        r" (?:capabilit|submarine|craft|helicopter|group|force|team|programme|program|threat|regime|"
        r"committee|monitoring|relief|list of)",
        text[end : end + 14],
    ):
        return None
    who = _doers(context, sentence, at, end)
    if kind == "sanction":
        return _sanctions(context, sentence, match, who)
    own = {a.identity for a in who}
    high = aims.clause(context, sentence, end, 90)
    prey = (
        hit(context, sentence, end, high, own)
        if re.match(r"(?: \w+){0,3}? (?:of|on|against|at|in|into|with|near|over|by)\b", text[end : end + 40])
        else Prey()
    )
    if noun.startswith("terror") and not who:
        return _terror(context, sentence, match, high)
    if not who or any(a.identity in ("UN", "UNSC") for a in who):
        return None
    if kind == "missile-test":
        if noun == "launches" and not re.search(r"missile|rocket", sentence.text):
            return None
        prey = Prey()
    elif (
        not prey
        and kind in ("attack", "incursion", "confrontation")
        and _PARTICULAR.search(left[-30:])
        and len(own) < 3
    ):
        said = subjects(context).speaker(sentence)
        told = [x for x in said.states if x.identity not in own] if said is not None else []
        other = next((o for a in who if (o := context.focus.other(a.identity)) is not None), None)
        prey = Prey(told[:1] or ([other] if other is not None else []))
    if noun in ("breach", "breaches", "compromise") and not scenes.CYBER.search(sentence.text):
        return None
    if kind != "missile-test" and (not prey or (kind in ("cyberattack", "espionage") and not prey.states)):
        return None
    draft = Draft("incident", kind, f"incident-{kind}-noun", at, 0.6)
    for actor in who[:5]:
        draft.add("initiator", actor, sentence.index)
    prey.add_to(draft, sentence, own)
    draft.attribution = claimant(context, sentence, _Here(at, end)) if kind != "missile-test" else None  # type: ignore[arg-type]
    denied = _DENIED.search(left) is not None
    date = context.date(sentence, at)
    draft.stages.append(
        StageDraft(
            "occurred", "denied" if denied else "asserted", [sentence.index], date.value if date else None,
            place=context.place(sentence, end, reach=80),
        )
    )  # fmt: skip
    return draft


class _Here:
    """The span of a noun, for the look-up of its claimant."""

    def __init__(self, start: int, end: int) -> None:
        self.start, self.end = start, end


def _terror(context: Context, sentence: Sentence, match: re.Match[str], high: int) -> Draft | None:
    """Read "the terrorist attack in P, in which ten nationals of B were killed": nobody is said to have done it."""
    victims = [g for g in sentence.groups if g.start > match.end() and aims.VICTIMS.match(context.text, g.end)]
    states = [s for g in victims[:1] for a in g.actors if (s := context.focus.state(a))]
    prey = Prey(states) if states else hit(context, sentence, match.end(), high, set())
    if not prey.states:
        return None
    draft = Draft("incident", "attack", "incident-attack-terror", match.start(), 0.6)
    prey.add_to(draft, sentence, set())
    day = context.date(sentence, match.start())
    place = context.place(sentence, match.end(), reach=60)
    draft.stages.append(StageDraft("occurred", "asserted", [sentence.index], day.value if day else None, place=place))
    return draft


def _doers(context: Context, sentence: Sentence, at: int, end: int) -> list[Actor]:
    """Return who did what a noun names: the possessor or adjective before it, "by A" behind it, the accused."""
    text = context.text
    near = [
        g for g in sentence.groups
        if _owns(g) and 0 <= at - g.end < 50
        and _BETWEEN.fullmatch(text[g.end : at]) and not _PREPOSITION.search(text[g.end : at])
    ]  # fmt: skip
    if near:
        return aims.expand(context, sentence, near[-1], set())
    by = aims.agent(context, sentence, end) if re.match(r"[^,;.]{0,70}?\bby\b", text[end : end + 80]) else None
    if by is not None:
        return [*by.states, *by.others]
    left = text[sentence.start : at]
    fault = _FAULT.search(left)
    if fault:
        voice = subjects(context).before(sentence, sentence.start + fault.start())
        return list(voice.states) if voice is not None else []
    blamed = _BLAMED.search(left)
    if blamed:
        groups = [
            g
            for g in sentence.groups
            if sentence.start + blamed.start() < g.start and g.end <= at and g.prep in ("", "on")
        ]
        return aims.expand(context, sentence, groups[0], set()) if groups else []
    return []


def _owns(group: Group) -> bool:
    """Whether a group stands as possessor or adjective, or is a service that acts by its name."""
    last = group.members[-1]
    return last.possessive or last.adjective or group.members[0].adjective or last.actor.kind == "organisation"


def _sanctions(context: Context, sentence: Sentence, match: re.Match[str], who: list[Actor]) -> Draft | None:
    """Read "American sanctions on B", "A announced new sanctions against firms of B", "A's new B sanctions"."""
    text, at, end = context.text, match.start(), match.end()
    verb = _IMPOSING.search(text, max(sentence.start, at - 70), at)
    voice = subjects(context).before(sentence, verb.start()) if verb else None
    if voice is not None and voice.states:
        near = [g for g in sentence.groups if verb and verb.end() <= g.start and g.end <= at]
        prey = Prey(
            [a for a in (aims.expand(context, sentence, near[0], voice.keys) if near else []) if a.kind == "state"]
        )
        who = list(voice.states)
        own = {a.identity for a in who}
        prey = prey or hit(context, sentence, end, min(sentence.end, end + 90), own)
        if not prey:
            rest = [s for s in context.focus.states_in(sentence, low=at) if s.identity not in own]
            prey = Prey(rest if len(rest) == 1 else [])
    else:
        behind = re.match(r" (?:imposed |placed |slapped )?(?:on|against) (?:the )?", text[end : end + 26])
        if behind is None or verb or any(a.identity in ("UN", "UNSC") or a.kind == "grouping" for a in who):
            return None
        prey = hit(context, sentence, end, min(sentence.end, end + 70), {a.identity for a in who})
        if not who and prey.states:
            other = context.focus.other(prey.states[0].identity)
            who = [other] if other is not None else []
    if not who or not prey:
        return None
    draft = Draft("incident", "sanction", "incident-sanction-noun", match.start(), 0.6)
    for actor in who[:4]:
        draft.add("initiator", actor, sentence.index)
    prey.add_to(draft, sentence, {a.identity for a in who})
    draft.stages.append(StageDraft("occurred", "asserted", [sentence.index]))
    lifted = _LIFTED.search(text, end, min(sentence.end, end + 110))
    if lifted:
        draft.stages.append(StageDraft("ended", "denied" if lifted.group("not") else "asserted", [sentence.index]))
    return draft
