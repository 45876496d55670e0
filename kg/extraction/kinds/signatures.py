"""Who signed and who looked on, where the sentence of a signing or the next one says it and the record lacks it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.drafts import Draft
    from kg.extraction.mentions import Actor, PersonMention, Sentence

_SIGN = re.compile(
    r"\b(?:sign(?:s|ed|ing)?|co-signed|ink(?:s|ed|ing)?|penned|pens|initial(?:led|ed|s)?|clinch(?:ed|es)?|"
    r"(?:put|puts|putting|set|sets|affixed) (?:his|her|their) (?:names?|signatures?|pens?|hands?) (?:to|on|under)|"
    r"(?:put|puts) pen to paper|put pen to|exchang(?:ed|es|ing)|swapp(?:ed|ing)|conclud(?:ed|es)|seal(?:ed|s)?)\b"
)
_HANDS = re.compile(
    r"\b[Ss]igned\W{0,4}:[^;]{0,80}?\bby\b|"
    r"\b(?:sign(?:ed|ing)|inked|penned|initialled|exchanged|swapped|concluded|sealed)\b(?: \w+){0,12}?,? (?:\w+ )?by\b|"
    r"\b(?:signatures? of|signatories (?:are|were|being)|signatories:|signed by|signers? (?:were|was|are))\b"
)
_FOR_AND = re.compile(r"(?: \w+){0,4}? (?:for|on behalf of) (?:the )?[A-Z][\w ]{2,30},? (?:and|while) (?:by )?")
_WATCHED_BY = re.compile(
    r"\b(?:in the presence of|witnessed by|watched by|overseen by|attended by|presided over by|"
    r"under the (?:eyes|gaze) of)\b|\bwith (?=[A-Z])"
)
_AS_WITNESS = re.compile(
    r",? (?:as (?:witness(?:es)?|onlookers)|looking on|watching|in attendance|present|standing by)\b"
)
_WATCHED = re.compile(
    r"(?: of (?:the )?[A-Z][\w ]{2,24})?,?"
    r"(?: (?:both|also|each|all|who))?(?: (?:was|were|is|being|stood))? "
    r"?(?:looked on|look on|watched|watches|watching|stood by|"
    r"witnessed|witnessing|presided|oversaw|looking on|being present|present|in attendance|as witness(?:es)?)\b"
)
_WITH = re.compile(
    r"[^.;:]{0,120}? (?:together |jointly )?with (?=(?:the |his |her |its )?(?:[A-Z][\w-]*[’']?s? ){0,4}[A-Z])"
)
_CHAIN = 110
"""Characters between two signers who are named together."""
_CLOSE = 48
"""Characters of a title between "with" and the person's name."""
_NEAR = 70
"""Characters between a person and what he or she does."""


def complete(context: Context, drafts: list[Draft]) -> None:
    """Add signers and witnesses to the agreements whose signing sentence names them.

    Each party has one signer at most here; nobody of a third state signs.
    """
    own: dict[int, set[int]] = {}
    for d in drafts:
        for i in (i for s in d.stages if d.kind == "agreement" for i in s.sentences):
            own.setdefault(i, set()).add(id(d))
    for draft in drafts:
        if draft.kind != "agreement":
            continue
        for stage in draft.stages:
            if stage.stage not in ("signed", "concluded") or stage.modality != "asserted" or not stage.sentences:
                continue
            index = stage.sentences[0]
            sentence = context.reading.sentences[index]
            if stage.stage == "signed":
                _signers(context, draft, sentence)
            _watchers(context, draft, sentence)
            if index + 1 < len(context.reading.sentences):
                following = context.reading.sentences[index + 1]
                if following.block - sentence.block > 1 or own.get(following.index, set()) - {id(draft)}:
                    continue
                if stage.stage == "signed":
                    _signers(context, draft, following)
                if not following.instruments:
                    _watchers(context, draft, following, short=True)


def _signers(context: Context, draft: Draft, sentence: Sentence) -> None:
    text = context.text
    found: list[PersonMention] = []
    for match in _HANDS.finditer(text, sentence.start, sentence.end):
        found += _after(sentence, text, match.end())
    if not found:
        for match in _SIGN.finditer(text, sentence.start, sentence.end):
            found += _before(sentence, text, match.start())
            with_ = _WITH.match(text, match.end()) or _FOR_AND.match(text, match.end())
            beside = _after(sentence, text, with_.end()) if with_ is not None else []
            if with_ is not None and beside and beside[0].start - with_.end() < _CLOSE:
                found += beside[:2]
            if found:
                break
    watching = {id(p) for p in _looking(sentence, text)}
    parties = {a.identity: a for a in draft.actors("party") if a.kind == "state"}
    signed = {p.on_behalf_of for p in draft.participants if p.role == "signatory"}
    named = {p.actor.label for p in draft.participants if p.role in ("signatory", "witness")}
    for p in found:
        state = context.person_state(p)
        if p.person is None or id(p) in watching or p.person.name in named or state is None or state.key in signed:
            continue
        if len(parties) >= _PAIR and state.identity not in parties:
            continue
        _add(draft, "signatory", p, state, sentence)
        signed.add(state.key)
        named.add(p.person.name)


def _watchers(context: Context, draft: Draft, sentence: Sentence, *, short: bool = False) -> None:
    named = {p.actor.label for p in draft.participants if p.role in ("signatory", "witness")}
    for p in _looking(sentence, context.text, by=not short):
        state = context.person_state(p)
        if p.person is None or p.person.name in named or state is None:
            continue
        _add(draft, "witness", p, state, sentence)
        named.add(p.person.name)


def _add(draft: Draft, role: str, p: PersonMention, state: Actor, sentence: Sentence) -> None:
    if p.person is not None:
        draft.add(role, p.person.actor, sentence.index, office=p.office, rank=p.rank, for_=state.key)


def _after(sentence: Sentence, text: str, at: int) -> list[PersonMention]:
    """Return the persons named one after another from an offset on."""
    out: list[PersonMention] = []
    reach = at + _NEAR
    for p in sentence.persons:
        if p.start < at:
            continue
        between = text[max(at, out[-1].end if out else at) : p.start]
        if p.start > reach or re.search(
            r"[;:!?]\s|[a-z]{4}\.\s|\b(?:while|as|when|after|before|who|which|that)\b", between
        ):
            break
        out.append(p)
        reach = p.end + _CHAIN
    return out


def _before(sentence: Sentence, text: str, at: int) -> list[PersonMention]:
    """Return the persons who are the subject of a verb: the last named before it, and those joined to them."""
    near = [p for p in sentence.persons if p.end <= at]
    if not near or at - near[-1].end > _NEAR:
        return []
    tail = text[near[-1].end : at]
    if re.search(r"[;:!?]|\b(?:said|says|told|that|which|after|before|when|because)\b", tail):
        return []
    out = [near[-1]]
    for p in reversed(near[:-1]):
        between = text[p.end : out[0].start]
        joined = re.search(r"\band\b|\bwith\b|,", between)
        if (
            not joined
            or len(between) > _CHAIN
            or re.search(r"[;:!?]\s|[a-z]{4}\.\s|\b(?:while|when|after|before|met|told)\b", between)
        ):
            break
        out.insert(0, p)
    return out


def _looking(sentence: Sentence, text: str, *, by: bool = True) -> list[PersonMention]:
    """Return the persons of a sentence who look on."""
    out: list[PersonMention] = []
    if by:
        for match in _WATCHED_BY.finditer(text, sentence.start, sentence.end):
            persons = _after(sentence, text, match.end())
            if match.group().strip() == "with" and not (persons and _AS_WITNESS.match(text, persons[-1].end)):
                continue
            out += persons
    for at, p in enumerate(sentence.persons):
        if not _WATCHED.match(text, p.end):
            continue
        out.append(p)
        for q in reversed(sentence.persons[:at]):
            between = text[q.end : out[-1].start]
            if not re.fullmatch(r",? and (?:the )?[^,.;]{0,40}|, [^.;]{0,60}", between):
                break
            out.append(q)
    return out


_PAIR = 2
"""Parties from which on a signer of another state is none."""
