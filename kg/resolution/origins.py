"""Independent origins: which documents are one voice, because they print one text or credit one source.

Pure functions of a set of publications, whatever their order. Near-duplicates are found by the share of the shorter
text that stands in the longer one, as their sketches estimate it. A page that holds parts of texts that have nothing to
do with each other (a digest) brings nothing together: it keeps its own voice, and where a relation also rests on one of
the texts that it repeats, it counts as that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.resolution.overlaps import Overlaps, find_overlaps
from kg.resolution.printings import WHOLE, Edges, cluster_printings, find_printings
from kg.resolution.publication import Publication, Voices, precedence


@dataclass(frozen=True, slots=True)
class Copy:
    """How a document stands to the other printings of its text.

    Attributes
    ----------
    status : str
        ``original``, ``mirror`` or ``syndicated``, of the scheme of copies.
    of : str or None
        IRI of the document that it repeats; None for the first on file.
    share : float or None
        Part of the shorter of the two texts that stands in the other, estimated.
    """

    status: str
    of: str | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Origins:
    """The independent voice of every document.

    Attributes
    ----------
    voices : mapping of str to str
        By document IRI: the name of the source that it counts as, or its own IRI where nobody is named.
    copies : mapping of str to Copy
        By document IRI, for what is a copy, has one, or is credited to somebody else.
    repeats : mapping of str to tuple of str
        By IRI of a digest: the voices whose texts it holds.
    marks : mapping of str to str
        By document IRI: a hash of all that origins are told by.
    """

    voices: Mapping[str, str] = field(default_factory=dict)
    copies: Mapping[str, Copy] = field(default_factory=dict)
    repeats: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)

    def among(self, documents: Collection[str]) -> Mapping[str, str]:
        """Return the voices of the documents behind one relation: a digest counts as what it repeats of the others."""
        if not any(d in self.repeats for d in documents):
            return self.voices
        others = {self.voices[d] for d in documents if d in self.voices and d not in self.repeats}
        found = {d: v for d in documents if (v := min(others & set(self.repeats.get(d, ())), default=""))}
        return {**self.voices, **found}


def resolve_origins(publications: Iterable[Publication]) -> Origins:
    """Return the independent voice of every document of a set.

    Parameters
    ----------
    publications : iterable of Publication
        In any order: the result is a function of the set, so that a document taken out was never there.

    Returns
    -------
    Origins
        Documents of one publisher are one voice, a text credited to a source is that source's, and all printings of
        one text are one voice: that of the source that most of them credit, else of an agency among them, else of an
        official publisher, else of the earliest, else of the first by identifier.
    """
    pubs = sorted({p.iri: p for p in publications}.values(), key=lambda p: (p.recorded, p.iri))
    voices = Voices(pubs)
    overlaps = find_overlaps(pubs, {p.iri: voices.own[p.iri] for p in pubs})
    return told_apart(pubs, overlaps, voices)


def told_apart(pubs: Sequence[Publication], overlaps: Overlaps, voices: Voices) -> Origins:
    """Return the voices of publications, ordered by record day and IRI, of which no other prints the same text."""
    edges = find_printings(overlaps, {p.iri: p for p in pubs}, voices)
    clusters, repeated = cluster_printings(pubs, edges, overlaps, voices)
    named: dict[str, str] = {}
    copies: dict[str, Copy] = {}
    for members in clusters:
        name = voices.of_cluster(members)
        named.update(dict.fromkeys((p.iri for p in members), name))
        copies.update(_copies(members, name, edges, voices))
    repeats = {iri: tuple(sorted({named[o] for o in others} - {named[iri]})) for iri, others in repeated.items()}
    given = {iri: names for iri, names in sorted(repeats.items()) if names}
    return Origins(named, copies, given, {p.iri: p.mark for p in pubs})


def _copies(members: Sequence[Publication], name: str, edges: Edges, voices: Voices) -> Iterable[tuple[str, Copy]]:
    head = min(members, key=lambda p: (voices.own[p.iri] != name, *precedence(p)))
    if voices.own[head.iri] != name:
        yield head.iri, Copy("syndicated")
    elif len(members) > 1:
        yield head.iri, Copy("original")
    # From the first outwards, so that following the links from any copy leads there.
    queue, left = [head.iri], {p.iri for p in members} - {head.iri}
    for known in queue:
        near = sorted(iri for iri in left if frozenset((iri, known)) in edges)
        for iri in near:
            overlap = edges[frozenset((iri, known))]
            whole = overlap.alike >= WHOLE and iri not in voices.credited
            yield iri, Copy("mirror" if whole else "syndicated", known, round(overlap.share, 2))
        queue += near
        left.difference_update(near)
    for iri in sorted(left):  # what connected it is a digest
        yield iri, Copy("syndicated", head.iri)
