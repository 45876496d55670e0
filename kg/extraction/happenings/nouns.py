"""The nouns of one sentence that may name an event, with their determiners and complements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extraction.happenings.model import Noun
from kg.extraction.happenings.titles import ordinal, titles

if TYPE_CHECKING:
    from kg.extraction.clause import Context
    from kg.extraction.mentions import Group, PersonMention, Sentence

_DET = re.compile(
    r"\b(?P<det>[Tt]he|[Tt]his|[Tt]hat|[Tt]hese|[Tt]hose|[Tt]heir|[Ii]ts|[Hh]is|[Hh]er|[Oo]ur|[Aa]n?|"
    r"[Nn]o|[Aa]ny|[Aa]nother|[Ee]ach|[Ee]very|[Ss]uch|[Mm]ore|"
    r"[Ss]ome|[Mm]any|[Ss]everal|[Ff]urther|[Oo]ther|[Ss]imilar|[Nn]ew|[Rr]egular|[Ff]requent|"
    r"[Aa]ll)\s+(?:(?!of\b|in\b|on\b|at\b|to\b|for\b|by\b|with\b|and\b)[\w’'+.–-]+\s+){0,6}\Z"
)
_EXERCISE = re.compile(r"\b(?:Exercise|Ex|Military Exercise|Operation) [“\"‘]?\Z")
_COMPLEMENT = re.compile(
    r"(?:[”\"’]|\s?\([^)]{1,40}\)|,? (?:held|organised|organized|conducted|hosted)? ?)?,? ?(?:between|of|"
    r"with|among|from|by|involving|for|bringing together|alongside|joined by|to)\s+"
    r"(?:(?!which\b|that\b)[\w’'.-]+\s+){0,6}\Z"
)
_VERB_BEFORE = re.compile(r"\b(?:will|to|would|may|might|could|can|shall|not|should|’ll) (?:also |then )?\Z")
_JOINED = re.compile(
    r" (?:of|from) (?:the )?|"
    r"(?:,[^,;]{0,60})?(?:,? (?:and|with|&) |, )(?:(?:the|his|her|its|their|Mr\.?|Ms\.?|Dr\.?|then|"
    r"visiting) )*(?:(?!in\b|at\b|on\b)[\w.’']+ ){0,3}"
)


def nouns(context: Context, sentence: Sentence, known: dict[str, Noun] | None = None) -> list[Noun]:
    """Return the nouns that may name an event, in the order of the text, none overlapping another.

    `known` keeps the short forms of names from sentence to sentence.
    """
    text = context.text
    out = titles(text, sentence, known)
    for m in sentence.engagements:
        if m.type == "visit" and _VERB_BEFORE.search(text, max(sentence.start, m.start - 12), m.start):
            continue
        over = next((o for o in out if m.start < o.end and o.start < m.end), None)
        if over is not None:
            if m.type == "exercise" and m.name and over.head != "operation" and m.series:
                over.type, over.series, over.name, over.head = "exercise", m.series, over.name or m.name, "exercise"
            continue
        found = Noun(m.start, m.end, m.type, m.head or "exercise", m.name, m.series, m.year, m.plural)
        if m.name and m.type == "exercise":
            before = _EXERCISE.search(text, max(sentence.start, m.start - 24), m.start)
            at = text.find(m.name.split()[0], m.start, m.end)
            before = before or (_EXERCISE.search(text, max(sentence.start, at - 24), at) if at >= 0 else None)
            if before and before.group().startswith("Operation"):
                found.type, found.head = "deployment", "operation"
            if before and not before.group().endswith(("“", '"', "‘")):
                if " " not in m.name:
                    found.name = f"{before.group().strip()} {m.name}"
                found.start = min(found.start, before.start())
            short = re.match(r" \(([A-Z][A-Z-]{2,})\)", text[m.end : m.end + 20])
            if short and found.name and not re.search(r"\d\Z", found.name):
                found.name, found.end = f"{found.name}{short.group()}", m.end + short.end()
        elif m.name is not None and m.type == "dialogue":
            found.name = None
        for actor in sentence.actors:
            if m.start <= actor.start and actor.end <= m.end and actor.actor.kind in ("state", "grouping"):
                found.inner.append(actor.actor)
        out.append(found)
    out.sort(key=lambda n: (n.start, -n.end))
    kept: list[Noun] = []
    for noun in out:
        if kept and noun.start < max(kept[-1].end, kept[-1].tail):
            continue
        kept.append(noun)
    for noun in kept:
        det = _DET.search(text, max(sentence.start, noun.start - 80), noun.start)
        verbs = [c.verb for c in context.clauses(sentence) if c.verb.finite] if det and not noun.name else []
        if det and any(det.start() <= v.start and v.end <= noun.start for v in verbs):
            det = None
        noun.det = det.group("det").lower() if det else ""
        if noun.ordinal is None and det:
            noun.ordinal = ordinal(det.group())
        noun.tail = max(noun.end, noun.tail)
        if noun.year is None and noun.name:
            year = re.search(r"(?:19|20)\d\d\Z", noun.name)
            noun.year = year.group() if year else None
    return kept


def complements(context: Context, sentence: Sentence, noun: Noun, high: int) -> tuple[list[Group], list[PersonMention]]:
    """Return the groups and persons that a noun takes ("between A and B", "of P with Q"), and move its tail."""
    text, low = context.text, noun.tail
    groups: list[Group] = []
    persons: list[PersonMention] = []
    items = sorted(
        [(g.start, g.end, g, None) for g in sentence.groups if low <= g.start < high]
        + [(p.start, p.end, None, p) for p in sentence.persons if low <= p.start < high],
        key=lambda i: (i[0], -i[1]),
    )  # fmt: skip
    at, first = low, True
    for start, end, group, person in items:
        if start < at:
            continue
        gap = text[at:start]
        if first and not (len(gap) < 70 and _COMPLEMENT.fullmatch(gap)):
            break
        if not first and not _JOINED.fullmatch(gap):
            break
        if first and person is None and re.search(r"\b(?:by|to|for)\s", gap):
            break
        if group is not None:
            groups.append(group)
        elif person is not None:
            persons.append(person)
        at, first = end, False
    noun.tail = max(noun.tail, at)
    return groups, persons
