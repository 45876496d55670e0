"""Identity of persons and bodies that the registry does not know, across documents.

Mentions with one name, one state and one kind are a *form*. Forms of one state are compared by name
(:mod:`kg.resolution.person_names`, :mod:`kg.resolution.body_names`), office and day, and end in one of three ways:
joined, a candidate for review, or apart. What is joined automatically:

* the same words in any order, also in another romanisation, with or without middle names, titles, generation;
* a family name with an initial that fits, unless the name is a common one and no office agrees;
* a family name alone with an office that one person holds at a time, when just one fuller name of that time fits;
* bodies of the same words, or a name and its abbreviation.

A career that hardly anybody has (an ambassador of one year as chief justice of the next) makes a candidate of what the
names would join. A mention whose state is unknown stays apart: what that costs in merges is visible, what a wrong merge
costs is not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.namespaces import ID, digest
from kg.resolution.candidates import Candidate
from kg.resolution.claim import Claim
from kg.resolution.cluster import Judgements, cluster, join_judged
from kg.resolution.forms import Form, Mention, forms_of, mentions_of
from kg.resolution.known import Known
from kg.resolution.likeness import blocks, never_one, verdict


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or body made of mentions.

    Attributes
    ----------
    iri : str
        Kind and hash of the anchor: the earliest mention, ties by IRI.
    kind : str
        ``person``, ``organisation``, ``grouping`` or ``state``.
    label : str
        The surface form that most documents use, then the longest, then the first.
    mentions : tuple of str
        IRIs, sorted.
    known_from : str
        Day of the earliest mention.
    """

    iri: str
    kind: str
    label: str
    mentions: tuple[str, ...]
    known_from: str


@dataclass(frozen=True, slots=True)
class Actors:
    """What :func:`identify_actors` found: the actors, ordered by IRI, and the pairs left for review."""

    actors: tuple[Actor, ...]
    candidates: tuple[Candidate, ...]


def resolve_actors(
    claims: Iterable[Claim], *, known: Known | None = None, judgements: Judgements | None = None
) -> tuple[Actor, ...]:
    """Return the actors that the mentions of a set of claims make, ordered by IRI; see :func:`identify_actors`."""
    return identify_actors(claims, known=known, judgements=judgements).actors


def identify_actors(
    claims: Iterable[Claim], *, known: Known | None = None, judgements: Judgements | None = None
) -> Actors:
    """Return the actors that the mentions of a set of claims make, and the pairs that may be one.

    Parameters
    ----------
    claims : iterable of Claim
        In any order; the result depends on the set alone.
    known : Known, optional
        Polities of the bodies that people act for, names of bodies and words for states.
    judgements : Judgements, optional
        Over mention IRIs.
    """
    known, judgements = known or Known(), judgements or Judgements()
    return identify_mentions(mentions_of(claims, known).values(), known=known, judgements=judgements)


def identify_mentions(mentions: Iterable[Mention], *, known: Known, judgements: Judgements) -> Actors:
    """Return the actors that mentions make, and the pairs that may be one.

    What the mentions of one namesake key make depends on those keys alone that a chain of likeness or of judgements
    leads to (:func:`kg.resolution.likeness.verdict`): a set that is closed under it can be resolved by itself.
    """
    forms = forms_of(mentions, judgements)
    groups: list[tuple[str, ...]] = []
    near: list[tuple[float, str, str, str]] = []
    for block in _by_state(forms).values():
        joined, left = _identify(block, known)
        groups += joined
        near += left
    by_mention = {m.iri: m for f in forms.values() for m in f.mentions}
    of_form = {iri: [m.iri for m in forms[iri].mentions] for iri in forms}
    whole = [[m for f in group for m in of_form[f]] for group in groups]
    apart = [part for group in whole for part in _without_forbidden(group, of_form, judgements)]
    actors = sorted((_actor([by_mention[i] for i in g]) for g in join_judged(apart, judgements)), key=lambda a: a.iri)
    return Actors(tuple(actors), _candidates(near, forms, actors, judgements))


def _by_state(forms: dict[str, Form]) -> dict[tuple[str, ...], dict[str, Form]]:
    found: dict[tuple[str, ...], dict[str, Form]] = defaultdict(dict)
    for iri, form in forms.items():
        found[(form.kind, form.state) if form.state else ("alone", iri)][iri] = form
    return found


def _identify(forms: dict[str, Form], known: Known) -> tuple[list[tuple[str, ...]], list[tuple[float, str, str, str]]]:
    """Cluster the forms of one state: full names first, then what is short of a name, where just one cluster fits."""
    near: list[tuple[float, str, str, str]] = []
    edges: list[tuple[tuple[float, ...], str, str]] = []
    weak: dict[str, list[str]] = defaultdict(list)
    for one, two in _pairs(forms, known):
        how = verdict(forms[one], forms[two], known)
        if how is None:
            continue
        if how.join and not how.short:
            edges.append(((1.0 - how.score,), one, two))
        elif how.join:
            weak[how.short if how.short in (one, two) else one].append(two if how.short == one else one)
        else:
            near.append((how.score, one, two, how.reason))
    groups = cluster([[i] for i in forms], edges, lambda x, y: never_one(forms[x], forms[y], known))
    home = {i: number for number, group in enumerate(groups) for i in group}
    more: list[tuple[tuple[float, ...], str, str]] = []
    for short in sorted(weak):
        targets = {home[t] for t in weak[short] if home[t] != home[short]}
        if len(targets) == 1:
            more.append(((0.0,), short, min(weak[short])))
        else:
            near += [(0.5, short, t, "a short name that several fuller ones fit") for t in sorted(weak[short])]
    if more:
        groups = cluster(groups, more, lambda x, y: never_one(forms[x], forms[y], known))
    return groups, near


def _pairs(forms: dict[str, Form], known: Known) -> Iterator[tuple[str, str]]:
    """Yield the pairs of forms that share a word, a sound or an abbreviation, each once, in order."""
    table: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(forms):
        for key in blocks(forms[iri], known):
            table[key].append(iri)
    seen: set[tuple[str, str]] = set()
    for members in table.values():
        for index, one in enumerate(members):
            seen.update((one, two) for two in members[index + 1 :])
    yield from sorted(seen)


def _without_forbidden(
    group: list[str], of_form: dict[str, list[str]], judgements: Judgements
) -> list[tuple[str, ...]]:
    """Split a group along what was judged different or left open, keeping forms together where that allows it."""
    if not judgements.divides(group):
        return [tuple(group)]
    inside = set(group)
    start = [[m] for m in group]
    edges: list[tuple[tuple[float, ...], str, str]] = []
    for members in of_form.values():
        here = [m for m in members if m in inside]
        edges += [((0.0,), a, b) for i, a in enumerate(here) for b in here[i + 1 :]]
    edges += [((1.0,), a, b) for i, a in enumerate(sorted(group)) for b in sorted(group)[i + 1 :]]
    return cluster(start, edges, judgements.holds_apart)


def _candidates(
    near: list[tuple[float, str, str, str]], forms: dict[str, Form], actors: list[Actor], judgements: Judgements
) -> tuple[Candidate, ...]:
    home = {m: a.iri for a in actors for m in a.mentions}
    best: dict[tuple[str, str], tuple[float, str]] = {}
    for score, one, two, reason in near:
        a, b = forms[one].mentions[0].iri, forms[two].mentions[0].iri
        if home[a] == home[b] or judgements.holds_apart(a, b):
            continue
        key = (min(home[a], home[b]), max(home[a], home[b]))
        best[key] = max(best.get(key, (0.0, "")), (score, reason))
    judged = {frozenset(home[i] for i in pair if i in home) for pair in (*judgements.different, *judgements.unsure)}
    return tuple(
        Candidate("actor", a, b, score, reason)
        for (a, b), (score, reason) in sorted(best.items())
        if frozenset((a, b)) not in judged
    )


def _actor(mentions: list[Mention]) -> Actor:
    anchor = min(mentions, key=lambda m: (m.recorded, m.iri))
    counts = Counter(label for m in mentions for label in m.labels)
    label = min(counts, key=lambda text: (-counts[text], -len(text), text))
    kind = min(m.kind for m in mentions)
    return Actor(
        iri=f"{ID}{kind}-{digest(anchor.iri)}",
        kind=kind,
        label=label,
        mentions=tuple(sorted(m.iri for m in mentions)),
        known_from=anchor.recorded,
    )
