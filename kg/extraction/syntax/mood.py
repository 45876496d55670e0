"""What a clause's own verb, its governors and its subordinator say of its modality."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kg.extraction import datafiles

if TYPE_CHECKING:
    from kg.extraction.syntax.parts import Clause

_FUTURE = frozenset({"will", "shall", "is-to", "would", "must", "have-to", "ll"})
_OPEN = frozenset({"may", "might", "could", "can", "should"})
_CONDITION = frozenset({"if", "unless", "whether", "lest"})
_TIME = frozenset({"when", "once", "until", "before", "after", "as"})
_WAITED = frozenset({"once", "when", "after", "if", "unless", "until"})
_NONE = frozenset({"no", "neither", "none"})
_DENIES_CLAIM = frozenset({"deny", "dismiss", "reject", "refute", "rebut", "rule out", "scotch"})


@cache
def _governors() -> dict[str, str]:
    rows = datafiles.read("modality.yaml")["governors"]
    return {word: kind for kind in ("possible", "planned", "denied") for word in rows[kind]}


@cache
def _occasions() -> frozenset[str]:
    return frozenset(datafiles.read("modality.yaml")["occasions"])


@cache
def _punctual() -> frozenset[str]:
    return frozenset(datafiles.read("modality.yaml")["punctual"])


def mood(clause: Clause) -> tuple[str, str | None]:
    """Return ``(modality, force)`` of a clause by structure alone.

    The clause's own negation and modal decide first; then the verbs that govern it, nearest first; a negated governor
    denies what it would have planned ("has not agreed to sign").
    """
    own = _own(clause)
    if own is not None:
        return own
    governors = _governors()
    inner = clause
    for outer in clause.governors:
        lemma = outer.verb.lemma
        kind = governors.get(lemma) if inner.link in ("infinitive", "gerund") else None
        if lemma == "stop" and inner.link == "infinitive":
            kind = None  # "will stop in B to meet C": a halt with a purpose
        if inner.link == "that":
            kind = "denied" if lemma in _DENIES_CLAIM else "possible" if governors.get(lemma) == "possible" else None
        if inner.link == "infinitive" and kind is None and lemma in ("be", "have", "make"):
            kind = _noun_governor(outer, inner)
        if kind is not None:
            negated = outer.verb.negated or _nobody(outer)
            if negated:
                return ("denied", None) if kind != "denied" else ("asserted", None)
            if kind == "planned" and (outer.verb.modal in _OPEN or outer.link in _CONDITION):
                return "possible", None
            if kind == "planned" and inner.link == "infinitive":
                return "planned", "scheduled" if outer.verb.passive else "intended"
            return kind, None
        if outer.verb.negated and inner.link == "infinitive":
            return "denied", None
        if outer.verb.modal in _FUTURE and inner.link in ("infinitive", "gerund"):
            return "planned", "intended"
        if outer.verb.modal in _OPEN and inner.link in ("infinitive", "gerund"):
            return "possible", None
        if inner is clause and inner.link == "infinitive" and lemma not in _occasions():
            return "planned", "intended"
        inner = outer
    if clause.link == "infinitive" and clause.parent is None:
        return "planned", "scheduled"
    return "asserted", None


def _own(clause: Clause) -> tuple[str, str | None] | None:
    verb = clause.verb
    if verb.negated or _nobody(clause):
        return "denied", None
    if clause.link in _CONDITION:
        return "possible", "conditional"
    if verb.modal in _OPEN:
        return "possible", None
    if verb.modal in _FUTURE:
        return ("possible", "conditional") if verb.modal == "would" and verb.perfect else ("planned", "intended")
    if verb.progressive and not verb.perfect and verb.lemma.split(" ")[0] in _punctual():
        return "planned", "scheduled"  # "is signing on Friday", "gave notice that it is terminating"
    present = verb.form in ("s", "base") or (verb.perfect and not verb.past)
    if clause.link in _TIME and present and not verb.past:
        return "planned", None
    return None


def awaits(clause: Clause, others: list[Clause]) -> bool:
    """Whether a clause in the present waits for another: "takes effect once both parliaments approve it"."""
    verb = clause.verb
    if verb.form not in ("s", "base") or verb.modal or verb.infinitive:
        return False
    if clause.link not in ("main", "coordinate", "that"):
        return False
    return any(c.link in _WAITED and c.verb.start > verb.start and not c.verb.past for c in others)


def _nobody(clause: Clause) -> bool:
    return bool(clause.subject) and clause.subject[0].determiner in _NONE


def _noun_governor(outer: Clause, inner: Clause) -> str | None:
    """Return what the last noun before an infinitive makes of it: "has plans to sign", "is keen to sign"."""
    before = [p for p in (*outer.objects, *outer.adjuncts) if p.end <= inner.verb.start]
    if not before:
        return None
    last = max(before, key=lambda p: p.end)
    kind = _governors().get(last.head) or _governors().get(last.head.removesuffix("s"))
    return "denied" if kind and last.determiner in _NONE else kind
