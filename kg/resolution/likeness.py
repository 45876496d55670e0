"""Whether two forms of one state are one person or body: the rules, and the thresholds they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.resolution.body_names import one_body, parse_body
from kg.resolution.forms import SAME_SEASON_DAYS, Form, days_between
from kg.resolution.known import Known
from kg.resolution.lexicon import name_words
from kg.resolution.names import fold
from kg.resolution.offices import careers_clash
from kg.resolution.person_names import Match, compare, hangul, parse_name, sound

TERM_DAYS = {"prime-minister": 1100, "president": 1100}
"""How far apart a short name and a full one with the same post may lie: leaders often stay for years."""

MINISTER_DAYS = 400
"""The same for every other post; ministers of one family name have followed each other within a year and a half."""

_KOREAN = frozenset({"KOR", "PRK"})
_TOP = frozenset({"prime-minister", "president", "foreign", "defence"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """How two forms compare that may be one.

    Attributes
    ----------
    join : bool
        Whether the evidence suffices; a candidate where it does not.
    score : float
        0 to 1.
    reason : str
        In words.
    short : str
        IRI of the form that is short of a full name, where the join rests on its office.
    """

    join: bool
    score: float
    reason: str
    short: str = ""


def blocks(form: Form, known: Known) -> Iterator[str]:
    """Yield the keys under which a form meets those that it may be one with."""
    if form.kind == "person":
        name = parse_name(form.label)
        given = name_words().given
        for word in name.words:
            yield sound(word)[:4]
            if form.state in _KOREAN:
                yield hangul(word)
            if word in given:
                yield given[word]
        if len(name.words) > 1:
            yield "".join(sorted("".join(name.words)))
        if holder := known.person(form.state, form.label):
            yield f"={holder}"
        return
    body = parse_body(form.label, known.nations.get(form.state, frozenset()))
    yield from sorted(body.words)
    yield from sorted(body.abbreviations)
    if key := known.body(form.state, form.label):
        yield key


def never_one(a: Form, b: Form, known: Known) -> bool:
    """Whether two forms must not stand in one cluster, whoever is between them."""
    if a.kind == "person":
        who, whom = known.person(a.state, a.label), known.person(b.state, b.label)
        if who and whom:
            return who != whom
        return compare(parse_name(a.label), parse_name(b.label), korean=a.state in _KOREAN) is None or _careers(a, b)
    one, two = known.body(a.state, a.label), known.body(b.state, b.label)
    return bool(one and two and one != two)


def verdict(a: Form, b: Form, known: Known) -> Verdict | None:
    """Compare two forms of one kind and state; None where they are not alike."""
    return _person(a, b, known) if a.kind == "person" else _body(a, b, known)


def _person(a: Form, b: Form, known: Known) -> Verdict | None:
    who, whom = known.person(a.state, a.label), known.person(b.state, b.label)
    if who and whom:
        return Verdict(join=True, score=1.0, reason="names of one office-holder") if who == whom else None
    one, two = parse_name(a.label), parse_name(b.label)
    match = compare(one, two, korean=a.state in _KOREAN)
    if match is None:
        return None
    if _careers(a, b):
        return Verdict(join=False, score=0.6, reason="one name, but fields of office that hardly anybody has both of")
    agree = bool(a.posts & b.posts)
    if match.words + match.initials >= 2 and match.words >= 1:
        return _full(match, agree=agree, common=_is_common(min(one.words, two.words, key=len)))
    return _short(a, b, match, agree=agree, both=len(one.words) == len(two.words) == 1)


def _full(match: Match, *, agree: bool, common: bool) -> Verdict:
    if match.words == 1 and common and not agree:
        return Verdict(join=False, score=0.5, reason="a common family name and an initial that fits")
    if not match.exact and not match.whole and not agree:
        return Verdict(join=False, score=0.55, reason="alike in another romanisation, with words left over")
    words = "the same words" if match.exact else "the same words in another romanisation"
    left = f", {match.extra} left over on one side" if match.extra else ""
    return Verdict(join=True, score=(1.0 if match.exact else 0.85) - 0.05 * min(match.extra, 3), reason=words + left)


def _short(a: Form, b: Form, match: Match, *, agree: bool, both: bool) -> Verdict:
    """Judge a family name alone against another form."""
    gap = _gap(a, b)
    short = a if len(parse_name(a.label).words) == 1 else b
    other = b if short is a else a
    common = _is_common(parse_name(short.label).words)
    if both:
        join = match.exact and gap <= SAME_SEASON_DAYS and (agree or (not common and fold(a.label) == fold(b.label)))
        return Verdict(join=join, score=0.7 if join else 0.4, reason="the same family name alone")
    if agree:
        limit = max(TERM_DAYS.get(post, MINISTER_DAYS) for post in a.posts & b.posts)
        join = match.exact and gap <= limit
        return Verdict(
            join=join,
            score=0.75 if join else 0.5,
            reason="a family name with the same post",
            short=short.mentions[0].iri,
        )
    led = (not short.sectors and bool(other.posts & _TOP)) or (not other.sectors and bool(short.posts & _TOP))
    field = not short.posts & _TOP and bool(short.sectors & other.sectors)
    join = match.exact and (led or field) and not common and gap <= MINISTER_DAYS
    reason = "a family name alone, and one person of that time who bears it" if join else "a family name alone"
    return Verdict(join=join, score=0.65 if join else 0.35, reason=reason, short=short.mentions[0].iri)


def _is_common(words: tuple[str, ...]) -> bool:
    return any(w in name_words().common for w in words)


def _careers(a: Form, b: Form) -> bool:
    early, late = (a, b) if a.first <= b.first else (b, a)
    return careers_clash(early.sectors, late.sectors)


def _gap(a: Form, b: Form) -> int:
    """Days between the spans of two forms; 0 where they overlap or a day is unknown."""
    early, late = (a, b) if a.first <= b.first else (b, a)
    return 0 if late.first <= early.last else days_between(early.last, late.first)


def _body(a: Form, b: Form, known: Known) -> Verdict | None:
    one, two = known.body(a.state, a.label), known.body(b.state, b.label)
    if one and two:
        return Verdict(join=True, score=1.0, reason="names of one body in the registry") if one == two else None
    nation = known.nations.get(a.state, frozenset())
    x, y = parse_body(a.label, nation), parse_body(b.label, nation)
    if one_body(x, y):
        vague = x.words <= name_words().vague_bodies or y.words <= name_words().vague_bodies
        reason = "the same words for a body" if x.spelt == y.spelt else "a name and its abbreviation"
        return Verdict(join=not vague, score=0.5 if vague else 0.9, reason=reason)
    small, large = sorted((x.words, y.words), key=len)
    if x.spelt and y.spelt and len(small) > 1 and small < large:
        return Verdict(join=False, score=0.4, reason="the words of one name within the other")
    return None
