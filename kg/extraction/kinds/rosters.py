"""Lists of members: "G (A, B, C)", "G, which groups A and B", "members of G: A, B and C"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.drafts import Draft, StageDraft

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Actor, Sentence

_APPOSED = re.compile(
    r"(?:['’]s? (?:[\w-]+ ){0,3}?(?:members?|member states|partners|membership))?"
    r"(?: \([A-Z][\w-]{1,9}\))?(?: \w+){0,3}?"
    r"(?:\s?[(:—–-]\s?|, | - )(?:(?:that is|namely|i\.e\.,?|comprising|made up of|consisting of|"
    r"composed of|including|the|of|"
    r"which (?:\w+ )?(?:groups|comprises|includes|brings together|links|joins|unites|consists of|"
    r"is made up of|has as members|counts))\s)?(?:the )?"
)
_GROUPS = re.compile(
    r"(?: \([A-Z][\w-]{1,9}\))?,?(?: \w+){0,6}?,? (?:groups|grouping|comprises|comprising|brings together|"
    r"bringing together|bring together|links?|linking|unites?|uniting|group|ties|tie|binds?|teams|"
    r"consists of|consisting of|is made up of|made up of|is composed of|composed of|includes|"
    r"joins|whose members are|counts|"
    r"between|among|of|is a (?:\w+ )?(?:partnership|pact|grouping|alliance) (?:of|between|among))"
    r"(?: as (?:its )?members)? (?:the )?"
)
_MEMBERS = re.compile(
    r"\b(?:members|member states|member countries|membership|participants|partners) of (?:the )?\Z", re.IGNORECASE
)
_AS = re.compile(
    r" as (?:its |an? |the |new )*(?P<as>(?:full |founding |associate )?members?(?: states?)?|"
    r"observers?(?: states?)?|dialogue partners?|"
    r"partner (?:countries|country|states?)|partners)\b"
)
_HAS = re.compile(
    r"\b(?:has|have|had|with|counts|accept(?:ed|s)|admit(?:ted|s)|includ(?:es|ed)|welcom(?:ed|"
    r"es)|took in|grant(?:ed|s)|and)\b"
)
_HAS_MEMBERS = re.compile(
    r"(?: \([A-Z][\w-]{1,9}\))?(?: [a-z]+){0,4} (?:members|member states|member countries|participants)"
    r"\s?[-–—:,(]+\s?(?:the )?"
)
_GIVEN = re.compile(
    r"\b(?:gave|given|grant(?:ed|s)|accord(?:ed|s)|award(?:ed|s)|offer(?:ed|s)|confer(?:red|"
    r"s) on) (?:the )?"
)
_STATUS = re.compile(
    r" (?:the |an? )?(?:status of (?:an? )?)?(?P<as>observers?(?:['’]s)?|dialogue partners?|"
    r"partner countr(?:y|ies)|full members?(?:hip)?|membership)"
    r"(?: status| seat)?\b"
)
_PACT = re.compile(
    r"\b(?:pact|partnership|alliance|grouping|arrangement|minilateral|framework|bloc|group|club|"
    r"dialogue|quartet|trio) (?:between|of|among|that groups|linking|uniting|joining|grouping) (?:the )?"
)


_NOUN = (
    r"(?:full |founding |founder |core |other |fellow |current |existing |original |key )?"
    r"(?P<noun>members?(?: states?| countr(?:y|ies)| nations?| governments?| economies)?|"
    r"countries|nations|states|part(?:ies|icipants|icipating (?:states|countries|nations))|signator(?:y|ies)|"
    r"powers|allies|partners?(?: countries| nations| states)?|trio|quartet)"
)
_COUNT = r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|other|all)"
_BODY_MEMBERS = re.compile(
    rf"(?:['’]s?)? (?:{_COUNT} |(?:{_COUNT}-)?)?{_NOUN}"
    r"(?:(?:,| [—–-]| \(|:)? ?(?:namely|i\.e\.,?|that is)?,? ?(?:currently |today |now )?"
    r"(?:(?:are|were|being|include|remain)\b:? ?(?:now |currently )?)?(?:the )?)"
)
"""Behind a grouping: "IPEF partners are A, B", "FPDA nations — A, B", "Quad members A and B"."""
_BELONG = re.compile(
    r"(?: ?[,—–-])? ?(?:which |who |that )?(?:together |jointly |also |all |both |now |are |have )*"
    r"(?:makes? up|making up|made up|forms?|forming|formed|constitut(?:e|es|ing)|compos(?:e|ing)|belong(?:s|ing)? to|"
    r"founded|set up|created|established|(?:the )?(?:"
    + _COUNT
    + r" )?(?:full |founding |founder |core |other |fellow )?members(?: states| countries| nations)? "
    r"(?:of|in)|members of) (?:the )?"
)
"""Between a list and its grouping: "A, B and C make up G", "A and B are founding members of G"."""
_CALLED = re.compile(
    r",? ?(?:\(|[—–-] ?)?(?:(?:which is |that is |together |collectively |jointly |also |now |better |informally |"
    r"commonly |sometimes )*(?:known as|called|dubbed|nicknamed|referred to as|branded|named)|or) (?:the )?[“\"‘']?"
)
_CALLED_GROUP = re.compile(
    r"\b(?:grouping|group|partnership|pact|alliance|bloc|club|minilateral|framework|arrangement|network|quartet|trio|"
    r"coalition|mechanism|forum|initiative|cooperation|dialogue)\b(?: \w+){0,3} "
    r"(?:of|between|among|comprising|bringing together|linking|involving|"
    r"grouping|uniting|joining|that (?:groups|links|includes|comprises|brings together)) (?:the )?\Z"
)
_ITS = re.compile(
    r"(?:\b(?:alongside|besides|beside|joining|joins|by|with|and) (?:the )?"
    r"(?=(?:other|fellow|founding|existing|original) )|"
    r"\b[Ii]ts |\b[Tt]heir |\bwhose |\b[Tt]he (?:bloc|group|grouping|alliance|organi[sz]ation|body|forum|partnership|"
    r"pact|club|coalition|arrangements?|framework|initiative)['’]s? )"
    rf"(?:{_COUNT} )?(?:other )?(?:full |founding |founder |core |current |original )?"
    r"(?:members?(?:hip)?(?: states| countries| nations)?|partners|participants)"
    r"(?:,| [—–-]| \(|:)? ?(?:namely,? )?(?:(?:are|were|include|includes|comprises?|remain)\b:? ?)?(?:the )?\Z"
)
_IT_GROUPS = re.compile(
    r"\b(?:[Ii]t|(?:[Tt]he|[Tt]his|[Tt]hat) (?:\w+[- ])?(?:bloc|group|grouping|alliance|organi[sz]ation|body|forum|"
    r"partnership|pact|club|coalition|arrangements?|framework|mechanism|minilateral))(?:, \w[^,.;]{3,60},)? "
    r"(?:now |also |currently )?(?:groups?|comprises?|brings? together|links?|unites?|consists? of|"
    r"is (?:made up|composed) of|are made up of|counts?|takes in|has as (?:its )?members|joins|binds?(?: together)?|"
    r"ties(?: together)?)(?: as members)? (?:the )?\Z"
)
_IS_A = re.compile(
    r"(?: \([A-Z][\w-]{1,9}\))?,? (?:(?:is|was|remains) )?an? (?:[\w-]+,? ){0,9}?"
    r"(?:arrangements?|framework|institution|grouping|group|partnership|pact|alliance|bloc|organi[sz]ation|forum|"
    r"initiative|body|dialogue|minilateral|mechanism|club|coalition)"
    r"(?: (?:established|formed|set up|founded|created|launched|signed)(?: (?:in|on) [\w ,]{4,20})?)? "
    r"(?:between|among|amongst|involving|comprising|linking|grouping|uniting|of) (?:the )?"
)
"""“G is a defence arrangement set up in 1971 between A, B and C”."""
_THE_MEMBERS = re.compile(
    r"\b[Tt]he (?:other )?(?:\w+ )?(?:members|member (?:states|countries|nations)) of the (?:[\w-]+ ){0,4}"
    r"(?:grouping|group|platform|bloc|pact|alliance|arrangements?|organi[sz]ation|body|forum|partnership) "
    r"(?:are|include|being|were) (?:the )?\Z"
)
_MEMBERS_LINE = re.compile(
    r"\W{0,6}(?P<what>(?:[Ff]ull |[Ff]ounding |[Cc]urrent |[Pp]articipating |[Cc]ore )?[Mm]ember(?:s|ship)?"
    r"(?: [Ss]tates| [Cc]ountries| [Nn]ations| [Ee]conomies)?|[Oo]bservers?|[Dd]ialogue [Pp]artners)"
    r"(?: \(\d+\))?\W{0,3}[:|–—-]\W{0,6}(?:the )?"
)
"""The line of a fact sheet: "Members: A, B, C"."""
_PARTNERED = frozenset({"regional-organisation", "alliance", "universal"})
"""Classes of groupings whose "partners" are no members."""


def _apart(context: Context, grouping: Actor, noun: str) -> bool:
    """Whether the partners or signatories of a grouping are others than its members."""
    if not noun.startswith(("partner", "allies", "powers", "signator")):
        return False
    known = context.reading.registry.get(grouping.key) if grouping.key else None
    return known is None or known.cls in _PARTNERED or noun.startswith(("allies", "signator"))


def _beside(context: Context, sentence: Sentence) -> list[Draft]:
    """Read lists of members around the name of their grouping, or after a word for it."""
    text, out = context.text, list[Draft]()
    bodies = [a for a in sentence.actors if a.actor.kind == "grouping"]
    for group in sentence.groups:
        states = _states(context, group.actors)
        if len(states) < 2 or len(states) < len(group.actors) - 1 or group.members[0].adjective:
            continue
        if group.members[-1].possessive or any(m.adjective for m in group.members):
            continue
        left = text[max(sentence.start, group.start - 150) : group.start]
        for body in bodies:
            end = body.end + text.startswith(")", body.end)
            after = _BODY_MEMBERS.fullmatch(text, end, group.start) if end < group.start else None
            before = text[group.end : body.start] if group.end < body.start else ""
            named = bool(before) and _CALLED.fullmatch(before) and _CALLED_GROUP.search(left)
            listed = after is not None and not _apart(context, body.actor, after.group("noun"))
            listed = listed or (0 < group.start - end < 150 and _IS_A.fullmatch(text, end, group.start) is not None)
            if listed or named or (before and _BELONG.fullmatch(before)):
                out += [_member(sentence, group.start, s, body.actor) for s in states if s.identity != body.actor.key]
                break
        else:
            target = _anaphoric(context, sentence, group.start, left)
            if target is not None:
                out += [_member(sentence, group.start, s, target) for s in states]
    return out


def _anaphoric(context: Context, sentence: Sentence, at: int, left: str) -> Actor | None:
    """Return the grouping that "its members are" or "the bloc comprises" goes back to."""
    match = _ITS.search(left) or _IT_GROUPS.search(left) or _THE_MEMBERS.search(left)
    if match is None:
        return None
    opened = at - len(left) + match.start()
    here = [a.actor for a in sentence.actors if a.actor.kind == "grouping" and a.end <= opened]
    if here:
        return here[-1]
    known = context.reading.sentences[sentence.index - 1] if sentence.index else None
    named = [a.actor for a in known.actors if a.actor.kind == "grouping"] if known is not None else []
    return named[0] if len({a.identity for a in named}) == 1 else None


def _line(context: Context, sentence: Sentence) -> list[Draft]:
    """Read "Members: A, B, C" under the heading or behind the sentence that names the grouping."""
    match = _MEMBERS_LINE.match(context.text, sentence.start, sentence.end)
    group = next((g for g in sentence.groups if match and 0 <= g.start - match.end() < 4), None)
    if match is None or group is None:
        return []
    body = _body_before(context, sentence)
    stage = "member" if "ember" in match.group("what") else "observer"
    out = []
    for state in _states(context, group.actors) if body is not None else ():
        draft = _member(sentence, group.start, state, body)  # type: ignore[arg-type]
        draft.stages = [StageDraft(stage, "asserted", [sentence.index])]
        out.append(draft)
    return out


def rosters(context: Context, sentence: Sentence) -> list[Draft]:
    """Return the members of a grouping where a sentence lists two or more beside its name."""
    out: list[Draft] = _beside(context, sentence) or _line(context, sentence)
    if out:
        return out + _as(context, sentence) + _given(context, sentence)
    for mention in sentence.actors:
        if mention.actor.kind != "grouping":
            continue
        for group in sentence.groups:
            gap_end = group.start
            if not 0 < gap_end - mention.end < 60:
                continue
            gap = context.text[mention.end : gap_end].removeprefix(")")
            apposed = _APPOSED.fullmatch(gap) and (
                gap.strip()[:1] in "(:—–"
                or _MEMBERS.search(context.text[max(0, mention.start - 30) : mention.start])
                or "which" in gap
            )
            if _HAS_MEMBERS.fullmatch(gap):
                apposed = _HAS_MEMBERS.fullmatch(gap)
            are = re.fullmatch(r"(?: \([A-Z][\w-]{1,9}\))? (?:are|include|being|remain)(?: now| still)? (?:the )?", gap)
            if are and _MEMBERS.search(context.text[max(0, mention.start - 30) : mention.start]):
                apposed = are
            listed = apposed or (_GROUPS.fullmatch(gap) and not gap.startswith(" of "))
            states = _states(context, group.actors)
            if listed and len(states) > 1 and not group.members[0].adjective:
                out += [_member(sentence, mention.start, s, mention.actor) for s in states]
            break
    return (out or _pact(context, sentence)) + _as(context, sentence) + _given(context, sentence)


def _as(context: Context, sentence: Sentence) -> list[Draft]:
    """Read "G has A and B as members, C and D as observers", "G accepted C as an observer state"."""
    body = next((a.actor for a in sentence.actors if a.actor.kind == "grouping"), None)
    out: list[Draft] = []
    for group in sentence.groups if body is not None else ():
        match = _AS.match(context.text, group.end, min(sentence.end, group.end + 60))
        if match is None or not _HAS.search(context.text, sentence.start, group.start):
            continue
        stage = "member" if "member" in match.group("as") else "observer"
        for state in _states(context, group.actors):
            draft = _member(sentence, group.start, state, body)  # type: ignore[arg-type]
            draft.stages = [StageDraft(stage, "asserted", [sentence.index])]
            out.append(draft)
    return out


def _given(context: Context, sentence: Sentence) -> list[Draft]:
    """Read "the leaders of G gave A the status of dialogue partner"."""
    out: list[Draft] = []
    for match in _GIVEN.finditer(context.text, sentence.start, sentence.end):
        group = next((g for g in sentence.groups if 0 <= g.start - match.end() < 5), None)
        status = _STATUS.match(context.text, group.end, min(sentence.end, group.end + 60)) if group else None
        if group is None or status is None:
            continue
        body = _body_before(context, sentence)
        stage = "joined" if "member" in status.group("as") else "observer"
        day = context.date(sentence, match.start())
        for state in _states(context, group.actors) if body is not None else ():
            draft = _member(sentence, match.start(), state, body)  # type: ignore[arg-type]
            draft.stages = [StageDraft(stage, "asserted", [sentence.index], day.value if day else None)]
            out.append(draft)
    return out


def _body_before(context: Context, sentence: Sentence) -> Actor | None:
    """Return the grouping last named, in this sentence or up to two before it."""
    for index in range(sentence.index, max(-1, sentence.index - 3), -1):
        named = [a.actor for a in context.reading.sentences[index].actors if a.actor.kind == "grouping"]
        if named:
            return named[-1]
    return None


def _pact(context: Context, sentence: Sentence) -> list[Draft]:
    """Read "the pact between A, B and C", where the heading or the sentence behind it names the grouping."""
    match = _PACT.search(context.text, sentence.start, sentence.end)
    if match is None:
        return []
    group = next((g for g in sentence.groups if 0 <= g.start - match.end() < 3 and len(g.actors) > 2), None)
    if group is None:
        return []
    states = {s.identity for s in _states(context, group.actors)}
    for index in (sentence.index, sentence.index - 1, sentence.index + 1):
        if not 0 <= index < len(context.reading.sentences):
            continue
        for mention in context.reading.sentences[index].actors:
            a = mention.actor
            known = {m.member for m in context.reading.registry.memberships if m.grouping == a.key}
            if a.kind == "grouping" and known == states:
                return [_member(sentence, match.start(), s, a) for s in _states(context, group.actors)]
    return []


def _states(context: Context, actors: list[Actor]) -> list[Actor]:
    return [s for a in actors if a.kind == "state" and (s := context.focus.state(a))]


def _member(sentence: Sentence, at: int, state: Actor, grouping: Actor) -> Draft:
    draft = Draft("membership", None, "membership-roster", at, 0.7)
    draft.add("member", state, sentence.index)
    draft.add("grouping", grouping, sentence.index)
    draft.stages.append(StageDraft("member", "asserted", [sentence.index]))
    return draft
