"""Proper names of meetings, operations and exercises, wherever a run of capitals ends in a word for an event."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.happenings.model import Noun

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.extraction.mentions import Actor, Sentence

_HEAD = re.compile(
    r"(?<![\w-])(?P<head>Dialogues?|Talks|Meetings?|MEETING|Summit(?: Meeting)?|SUMMIT|DIALOGUE|Consultations?|"
    r"Committee|Commission|Working Group|"
    r"Consultative Group|Forum|Conference|Ministerial|Symposium|Roundtable|Parade|parade|Retreat|Conclave|Colloquium|"
    r"Workshop|Seminar|Mechanism|Steering Group|Board|Council|CONSULTATIONS?|COMMITTEE|WORKING GROUP)\b(?:-Plus)?"
)
_LOWER = re.compile(
    r"\b(?:2\+2|two-plus-two|[a-z]{4,} [a-z]{4,}|[A-Z]\w+ [a-z]{4,}) (?P<head>dialogue|meeting|talks|"
    r"consultations|summit)\b"
)
_WORD = r"(?:[A-Z][\w.’'‘–—-]*|[“\"]?2\+2[”\"]?|\d{1,2}(?:st|nd|rd|th)|\d{4}|[–—&-]|and|of|on|for|the|to)"
_RUN = re.compile(rf"(?:(?<![\w.])(?:{_WORD})[ \n]){{1,14}}\Z")
_RIGHT = re.compile(
    r"(?: (?:on|of) (?:the )?(?:[A-Z][\w’'-]*(?: (?=[A-Z&])| and (?=[A-Z])|, (?=[A-Z])|\b)){1,7}|"
    r" (?:[IVX]{1,4}|\d{1,2}|20\d\d)\b(?! \w+ 20\d\d))?"
)
_SHORT = re.compile(r"\s?\(((?:[“\"]|the )?[A-Z0-9][A-Z0-9+][\w+&/ -]{0,14}[”\"]?)\)")
_SESSION = re.compile(
    r", (?:the )?(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|\d{1,2}(?:st|nd|rd|"
    r"th)) (?:Meeting|Session|Round|Edition)\b"
)
_STOP = frozenset(
    """The At On In During After Following Before For To Of And A An This That Their His Her Its Our By With From
    Both and of on for the to Prior Since Under Joint-Press Speaking Attending Mr Mrs Ms Dr When As While It He
    She They We Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June
    July August September October November December Hosting Next Last Two Three Also Earlier""".split()
)
_DAYS = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|20\d\d)\Z"
)
_ORDINALS = {
    word: str(n)
    for n, words in enumerate(
        "first inaugural maiden|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|"
        "fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth".split("|"),
        1,
    )
    for word in words.split()
}
_TYPES = (
    (re.compile(r"summit|leaders|heads of|retreat", re.IGNORECASE), "summit"),
    (re.compile(r"minist|2\+2|two-plus-two|security consultative committee", re.IGNORECASE), "ministerial"),
    (re.compile(r"parade|symposium|conference|workshop|seminar|forum", re.IGNORECASE), "other"),
)
_BODY = re.compile(r"(?:Committee|Commission|Group|Board|Council|Forum|Mechanism)(?:-Plus)?\Z", re.IGNORECASE)
_OPERATION = re.compile(
    r"\b(?P<name>Op(?:eration)?\.? (?P<own>[A-Z][\w-]+(?: [A-Z][\w-]+){0,2})(?: (?:20)?\d\d\b)?)|"
    r"\b(?P<name2>(?:[A-Z][\w-]+ ){1,3}(?:Deployment|DEPLOYMENT)(?: (?:20)?\d\d\b)?(?: \([A-Z]+\d*\))?)"
)
_EXERCISE = re.compile(
    r"[“\"‘](?P<q>[A-Z][\w’'-]+(?: [A-Z][\w-]+){0,3}[ -]?(?:20)?\d\d)[”\"’]|"
    r"(?<![\w-])(?P<y>[A-Z][\w-]+(?: [A-Z][\w-]+){0,2}[ -](?:20)\d\d)(?=[”\"’]?(?:,| "
    r"\()[^.;]{0,60}?\b(?:exercise|drill|war games)s?\b)"
)
_THING = r"(?:exercise|drill|war games|manoeuvre|maneuver|deployment|patrol|manoeuvres)s?"
_CALLED = re.compile(
    rf"(?<![\w-])(?P<a>[A-Z][\w-]+(?: [A-Z][\w-]+){{0,2}}(?:[ -](?:20)?\d\d)?)[”\"’]?, (?:an?|the|its|"
    rf"their|\w+’s|\w+'s)(?: [\w’'-]+){{0,6}}? (?P<t>{_THING})\b|"
    rf"\b(?:[Tt]he|[Tt]his year’s|[Tt]his year's|[Aa]nnual|\d+(?:st|nd|rd|th)|\w+th|first|second|third) "
    rf"(?P<b>[A-Z][A-Za-z-]{{1,}}(?: [A-Z][A-Za-z-]+){{0,2}}(?: (?:20)?\d\d)?) (?P<u>{_THING})\b|"
    r"(?<![\w-])(?<!Exercise )(?!Exercise |Ex |Operation )(?P<d>[A-Z][\w-]+(?: [A-Z][\w-]+){0,2}[ -]20\d\d[A-Z]?)"
    r"(?= (?:was|were|is|began|begins|opens|opened|kicked|ended|ends|concluded|concludes|started|starts|"
    r"will|has|under)\b)|"
    rf"(?<![\w-])(?P<c>[A-Z]{{2,}}(?: [A-Z]{{2,}}){{0,2}} (?:20)?\d\d)\b"
)
_OPENS = re.compile(
    r"(?P<b>[A-Z][A-Za-z-]{2,}(?: [A-Z][A-Za-z-]+){0,2}) (?P<u>(?:exercise|drill|manoeuvre|maneuver)s?) "
    r"(?=(?:was|were|is|are|has|have|began|will|took|takes)\b)"
)
_PLAIN = frozenset(
    """Joint Military Naval Maritime Air Army Navy Force Bilateral Trilateral Annual Freedom National Defence
    Defense Coast Guard Ministry Live-Fire Marine Special Forces UN US EU UK PLA NATO ASEAN Covid COVID FY F CH
    TU SU KF FA MQ RQ SSN LHD DDG Royal General Minister President Type Article Chapter Flag Mission Page LIVE
    BREAKING NEWS ADDED""".split()
)
_BRIDGE = re.compile(r"(?: \([^)]{1,20}\))?(?: (?:[A-Z][\w’'-]*|and|&|of|of the|on|for))* ")
_PREAMBLE = re.compile(
    r".*\b(?:Statement|Readout|Communiqu[eé]|Transcript|Remarks|Summary|Report|Release|Sheet|Minutes|"
    r"Outcomes?|Declaration|Signing|Photo|Note|Results|Statement by|Text)"
    r"(?: (?:on|of|from|at|for|to|after|following))?(?: (?:the|The))? (?=\S)|.*[-–—:] The |.*\bThe ",
)
_LED = re.compile(
    r"(?:\S+ ){1,6}(?:for|to|at|of|on) (?:the )(?=(?:\d{1,2}(?:st|nd|rd|th)|First|Second|Third|Fourth|"
    r"Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|"
    r"Inaugural|inaugural|Annual|annual|Trilateral|Bilateral|ASEAN|Quad)\b)"
)
"""What leads to a title and is no part of it: "in Canberra Monday for the 31st Forum"."""
_BODY_IN = re.compile(r"\b(?:Committee|Commission|Working Group|Mechanism|Board)\b")
_GATHERED = re.compile(
    r"\b(?:Meeting|Talks|Dialogue|Summit|Session|Round|Conference|Ministerial|Workshop|Seminar)\b", re.IGNORECASE
)
_OWN_BODY = re.compile(
    r"\b(?:Cabinet|Senate|House|Parliament\w*|Standing|Select|Congress\w*|Foreign Relations|Armed "
    r"Services|Natural Resources|Ministers|State|"
    r"Central|Military Commission|Security Council|Assembly|National Security|Privy|Advisory|Olympic|"
    r"Elections?|Reform|Development|Affairs)\b"
)
_JOINT_BODY = re.compile(
    r"\b(?:Joint|Bilateral|Trilateral|High[- ]Level|Consultative|Working|Steering|Meeting|Coordinat\w+|"
    r"Cooperation|Contact|Expert)\b"
)


def ordinal(text: str) -> str | None:
    """Return which of a series words say ("the eighth", "16th", "inaugural"), as digits."""
    for word in reversed(re.findall(r"[\w+]+", text)):
        number = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)", word, re.IGNORECASE)
        if number:
            return number.group(1)
        if word.lower() in _ORDINALS:
            return _ORDINALS[word.lower()]
        if word.lower() in ("previous", "preceding"):
            return "-1"
        if word.lower() in ("next", "following"):
            return "+1"
    return None


def kind_of(name: str) -> str:
    """Return the type that the words of a meeting's name speak for."""
    return next((kind for pattern, kind in _TYPES if pattern.search(name)), "dialogue")


def titles(text: str, sentence: Sentence, known: dict[str, Noun] | None = None) -> list[Noun]:
    """Return the events that a sentence calls by a proper name, in order; none of them overlaps another.

    Parameters
    ----------
    text : str
        Of the document.
    sentence : Sentence
        Where to look.
    known : dict of str to Noun, optional
        Names by the short form that the text gives them ("(ANZMIN)"); short forms found here are added.
    """
    out: list[Noun] = []
    known = {} if known is None else known
    for noun in (
        *_meetings(text, sentence),
        *_operations(text, sentence),
        *_short(text, sentence, known),
        *_called(text, sentence, text[max(0, sentence.start - 1500) : sentence.end + 1500]),
    ):
        if any(noun.start < o.end and o.start < noun.end for o in out):
            continue
        noun.inner = _inner(sentence, noun)
        before = text[max(sentence.start, noun.start - 40) : noun.start]
        noun.ordinal = ordinal(noun.name or "") or (ordinal(before) if re.search(r"\w+ \Z", before) else None)
        short = _SHORT.search(noun.name or "")
        if short and noun.type != "deployment":
            known.setdefault(short.group(1).strip('“”"'), noun)
        out.append(noun)
    return sorted(out, key=lambda n: n.start)


def _short(text: str, sentence: Sentence, known: dict[str, Noun]) -> Iterator[Noun]:
    """Return the meetings called by a short form that the text has given them, with their number."""
    for word, full in list(known.items())[:12]:
        for match in re.finditer(
            rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)|[A-Z][a-z]+th|First|Second|Third|Inaugural) "
            rf")?(?<![\w(“\"]){re.escape(word)}(?![\w)”])",
            sentence.text,
        ):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            if _BODY.search((full.name or "").split(" (")[0]) and match.group() == word:
                continue
            yield Noun(start, end, full.type, full.head, name=text[start:end])


def _meetings(text: str, sentence: Sentence) -> Iterator[Noun]:
    end = sentence.start
    for match in _HEAD.finditer(text, sentence.start, sentence.end):
        if match.start() < end:
            continue
        found = _run(text, sentence, match)
        if found is None:
            continue
        start, stop = found
        heads = list(_HEAD.finditer(text, start, stop))
        name = " ".join(text[start:stop].split())
        head = (heads[-1] if heads else match).group("head")
        words = [w for w in name.split() if w not in ("-", "–", "—") and not _ORDINALS.get(w.lower())]
        if len(words) < 2:
            continue
        end = stop
        if _BODY.search(head) and not _joint(sentence, start, stop, name):
            continue
        yield Noun(start, stop, kind_of(name), head.lower(), name=name)
    for match in _LOWER.finditer(text, sentence.start, sentence.end):
        pair = re.search(
            r"((?:[A-Z][\w.]*\s?(?: [A-Z][\w.]*)?)\s?[-–—/]\s?(?:[A-Z][\w.]*)(?:[-–—][A-Z]\w*)?) \Z",
            text[max(sentence.start, match.start() - 60) : match.start()],
        )
        if pair is None:
            continue
        start = match.start() - (len(pair.group(0)))
        yield Noun(
            start,
            match.end(),
            kind_of(match.group()),
            match.group("head"),
            name=" ".join(text[start : match.end()].split()),
        )


def _joint(sentence: Sentence, start: int, stop: int, name: str) -> bool:
    """Whether a body is one of several states rather than of one."""
    inner = {
        a.actor.identity
        for a in sentence.actors
        if start <= a.start and a.end <= stop and a.actor.kind in ("state", "grouping")
    }
    return len(inner) > 1 or bool(_JOINT_BODY.search(name) and not _OWN_BODY.search(name))


def _run(text: str, sentence: Sentence, match: re.Match[str]) -> tuple[int, int] | None:
    low = max(sentence.start, match.start() - 140)
    left = _RUN.search(text, low, match.start())
    start = left.start() if left else match.start()
    while start < match.start():
        word = re.match(r"\S+\s*", text[start : match.start()])
        if word is None:
            break
        bare = word.group().strip()
        if bare in _STOP or bare in ("-", "–", "—") or _DAYS.match(bare) or bare.endswith((",", ":")):
            start += word.end()
            continue
        break
    led = _LED.match(text, start, match.start())
    if led and not _HEAD.search(text, start, led.end()):
        start = led.end()
    stop = match.end()
    for _ in range(3):
        bridge = _BRIDGE.match(text, stop, min(sentence.end, stop + 90))
        later = _HEAD.match(text, bridge.end(), sentence.end) if bridge else None
        if later is None and bridge is not None:
            later = next(
                (h for h in _HEAD.finditer(text, stop, bridge.end() + 24) if _BRIDGE.fullmatch(text, stop, h.start())),
                None,
            )
        if later is None:
            break
        stop = later.end()
    session = _SESSION.match(text, stop, sentence.end)
    if session:
        stop = session.end()
    right = _RIGHT.match(text, stop, sentence.end)
    stop = right.end() if right else stop
    lead = _PREAMBLE.match(text, start, match.start())
    if lead:
        start = lead.end()
    short = _SHORT.match(text, stop, sentence.end)
    if short:
        stop = short.end()
        session = _SESSION.match(text, stop, sentence.end)
        stop = session.end() if session else stop
    if text[start : start + 1].islower():
        return None
    return start, stop


def _operations(text: str, sentence: Sentence) -> Iterator[Noun]:
    for match in _OPERATION.finditer(text, sentence.start, sentence.end):
        span = match.span("name") if match.group("name") else match.span("name2")
        name = " ".join(text[span[0] : span[1]].split())
        if name.split()[0] in _STOP:
            continue
        yield Noun(span[0], span[1], "deployment", "operation", name=name, series=name)
    for match in _EXERCISE.finditer(text, sentence.start, sentence.end):
        start, end = match.span("q") if match.group("q") else match.span("y")
        words = text[start:end].split()
        while words and words[0] in _STOP:  # "In Sea Lion 2014, the exercise": the name begins behind
            start = text.index(words.pop(0), start, end)
            start = text.index(words[0], start + 1, end) if words else end
        if words and not re.fullmatch(r"20\d\d", words[0]):
            yield Noun(start, end, "exercise", "exercise", name=" ".join(words))


def _called(text: str, sentence: Sentence, document: str) -> Iterator[Noun]:
    """Return the drills and cruises that an apposition or a noun behind the name makes known as such."""
    taken = [(a.start, a.end) for a in sentence.actors] + [(p.start, p.end) for p in sentence.persons]
    taken += [(d.start, d.end) for d in sentence.dates if d.end - d.start > 4]
    opens = _OPENS.match(text, sentence.start, sentence.end)
    if (
        opens
        and not set(opens.group("b").split()) & (_PLAIN | _STOP)
        and not any(a < opens.end("b") and opens.start("b") < b for a, b in taken)
    ):
        yield Noun(opens.start("b"), opens.end("u"), "exercise", "exercise", name=opens.group("b"))
    for match in _CALLED.finditer(text, sentence.start, sentence.end):
        group = next(g for g in "abdc" if match.group(g))
        start, end = match.span(group)
        name = " ".join(text[start:end].split())
        words = set(name.replace("-", " ").split())
        if words & _PLAIN or words & _STOP or any(a < end and start < b for a, b in taken):
            continue
        thing = match.group("t") or match.group("u") or ""
        if group == "d" and re.search(r"\b(?:Exercise|Ex|Operation) (?:[A-Z][\w-]+ ){1,2}\Z", text[:start][-50:]):
            continue
        if group in ("c", "d") and not re.search(r"\b(?:exercise|drill)s?\b", document, re.IGNORECASE):
            continue
        if group == "a" and len(name.split()) > 1 and not re.search(r"\d", name) and start == sentence.start:
            continue
        kind = "deployment" if thing.startswith("deploy") else "patrol" if thing.startswith("patrol") else "exercise"
        yield Noun(
            start,
            match.end() if group == "b" else end,
            kind,
            "operation" if kind == "deployment" else kind,
            name=name,
            tail=match.end(),
        )


def _inner(sentence: Sentence, noun: Noun) -> list[Actor]:
    seen: dict[str, Actor] = {}
    for mention in sentence.actors:
        if noun.start <= mention.start and mention.end <= noun.end and mention.actor.kind in ("state", "grouping"):
            whole = mention.actor.kind == "grouping" and mention.end - mention.start > 0.6 * (noun.end - noun.start)
            if whole or (
                mention.actor.kind == "grouping" and noun.end - mention.end < 3 and mention.start > noun.start
            ):
                continue
            seen.setdefault(mention.actor.identity, mention.actor)
    return list(seen.values())


def is_body(noun: Noun) -> bool:
    """Whether a name is that of a standing body, which meets, rather than of a meeting."""
    name = re.sub(r"\s?\([^)]*\)", "", noun.name or "")
    return bool(_BODY.search(name) or (_BODY_IN.search(name) and not _GATHERED.search(name)))
