"""How much two documents' texts have in common, for all pairs that have anything in common."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from kg.resolution.claim import LATEST_KNOWN

if TYPE_CHECKING:
    from kg.documents.fingerprint import Fingerprint
    from kg.resolution.publication import Publication

LEAST_SHARED = 4
"""Hashes that two sketches share at least to be looked at."""
HOUSE_DOCUMENTS, HOUSE_DAYS = 4, 30
"""A run of words that one publisher's documents repeat so often, over more days than this, is its boilerplate."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two sketches have in common at the scale of the coarser one.

    Attributes
    ----------
    first, second : str
        IRIs of the documents, sorted.
    longer : str
        That of the two with the longer text; the later IRI where they are equal.
    shared : int
        Hashes in both.
    share : float
        Containment: part of the shorter text's hashes that the longer has.
    alike : float
        Jaccard: part of all their hashes that both have.
    shorter : int
        About how many runs of words the shorter text has.
    """

    first: str
    second: str
    longer: str
    shared: int
    share: float
    alike: float
    shorter: int

    def other(self, iri: str) -> str:
        """Return the document that is not this one."""
        return self.second if iri == self.first else self.first


@dataclass(frozen=True, slots=True)
class Overlaps:
    """Overlaps by unordered pair of document IRIs; a pair that is not there has next to nothing in common."""

    pairs: Mapping[frozenset[str], Overlap]


def days_between(one: str, two: str) -> int | None:
    """Return the days between two record days, None where one is unknown."""
    if LATEST_KNOWN in (one, two):
        return None
    return abs((dt.date.fromisoformat(one) - dt.date.fromisoformat(two)).days)


def find_overlaps(publications: Sequence[Publication], voices: Mapping[str, str]) -> Overlaps:
    """Return what the texts of publications have in common.

    Parameters
    ----------
    publications : sequence of Publication
        Those without a sketch have nothing in common with any other.
    voices : mapping of str to str
        Publisher by document IRI: what a publisher repeats over months is put aside before anything is compared.

    Returns
    -------
    Overlaps
        Found by an inverted index over the sketches, so that texts that share no run of words are never compared.
    """
    pubs = sorted((p for p in publications if p.fingerprint and p.fingerprint.hashes), key=lambda p: p.iri)
    index: dict[int, list[int]] = defaultdict(list)
    for number, p in enumerate(pubs):
        assert p.fingerprint is not None
        for value in p.fingerprint.hashes:
            index[value].append(number)
    house: dict[int, set[int]] = defaultdict(set)
    counts: Counter[tuple[int, int]] = Counter()
    for value, postings in index.items():
        if len(postings) < 2:
            continue
        if is_house_text([pubs[n] for n in postings], voices):
            for number in postings:
                house[number].add(value)
            continue
        counts.update(combinations(postings, 2))
    found = {}
    for (a, b), shared in counts.items():
        if shared >= LEAST_SHARED:
            overlap = overlap_of(pubs[a], pubs[b], shared, house.get(a, set()), house.get(b, set()))
            found[frozenset((overlap.first, overlap.second))] = overlap
    return Overlaps(found)


def is_house_text(pubs: Sequence[Publication], voices: Mapping[str, str]) -> bool:
    """Whether a run of words that publications share is the boilerplate of one publisher."""
    if len(pubs) < HOUSE_DOCUMENTS:
        return False
    days: dict[str, list[str]] = defaultdict(list)
    for p in pubs:
        days[voices[p.iri]].append(p.recorded)
    return any(
        len(of) >= HOUSE_DOCUMENTS and (days_between(min(of), max(of)) or 0) > HOUSE_DAYS for of in days.values()
    )


def overlap_of(a: Publication, b: Publication, shared: int, house_a: set[int], house_b: set[int]) -> Overlap:
    """Return the overlap of two publications of which so many hashes are shared; those of each house do not count."""
    one, two = a.fingerprint, b.fingerprint
    assert one is not None
    assert two is not None
    scale = max(one.scale, two.scale)
    left, right = _kept(one, scale, house_a), _kept(two, scale, house_b)
    longer = b.iri if (two.runs, b.iri) > (one.runs, a.iri) else a.iri
    return Overlap(
        first=a.iri,
        second=b.iri,
        longer=longer,
        shared=shared,
        share=shared / min(left, right),
        alike=shared / (left + right - shared),
        shorter=min(left, right) * scale,
    )


def _kept(sketch: Fingerprint, scale: int, house: set[int]) -> int:
    kept = sketch.kept_at(scale)
    return kept - sum(h in house for h in sketch.hashes[:kept]) if house else kept
