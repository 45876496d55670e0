"""Documents as voices: what origins are told by, and under which one name each source goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.documents.agencies import agency, fold_name
from kg.documents.credits import host_of
from kg.documents.fingerprint import Fingerprint
from kg.namespaces import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What origins are told by: one document, without its text.

    Attributes
    ----------
    iri : str
        The document's.
    publisher : str or None
        As it says; the document speaks for itself without one.
    recorded : str
        Day on the record clock, ``YYYY-MM-DD``.
    fingerprint : Fingerprint or None
        Sketch of its text.
    via, inputs : str or None
        Whom it credits the text to, or some of the material.
    url : str or None
        Where it stands.
    official : bool
        Whether the publisher speaks for a government or an organisation of states.
    """

    iri: str
    publisher: str | None
    recorded: str
    fingerprint: Fingerprint | None = None
    via: str | None = None
    inputs: str | None = None
    url: str | None = None
    official: bool = False

    @property
    def mark(self) -> str:
        """A hash of all that origins are told by."""
        told = (self.publisher, self.recorded, self.fingerprint, self.via, self.inputs, self.url, self.official)
        return digest(*(str(t) for t in told))


class Voices:
    """Names of sources, each in one spelling; a site is its publisher where a document of that publisher names it.

    Parameters
    ----------
    pubs : sequence of Publication
        All that are on file, unless `spelling` and `sites` tell what follows from those that are not given.
    spelling, sites : mapping of str to str, optional
        The spelling of a folded name, and the publisher of a folded host.
    """

    def __init__(
        self,
        pubs: Sequence[Publication],
        *,
        spelling: Mapping[str, str] | None = None,
        sites: Mapping[str, str] | None = None,
    ) -> None:
        self.spelling, self.sites = dict(spelling or {}), dict(sites or {})
        if spelling is None:
            self._read(pubs)
        self.own = {p.iri: self.name(p.publisher) if p.publisher else p.iri for p in pubs}
        self.credited = {p.iri: self.name(p.via) for p in pubs if p.via}
        self.inputs = {p.iri: self.name(p.inputs) for p in pubs if p.inputs}

    def _read(self, pubs: Sequence[Publication]) -> None:
        for name in sorted(n for p in pubs for n in (p.publisher, p.via, p.inputs) if n):
            self.spelling.setdefault(fold_name(name), name)
        for p in sorted(pubs, key=lambda p: (p.publisher or "", p.iri)):
            if p.publisher and p.url and not p.via:
                self.sites.setdefault(fold_name(host_of(p.url)), p.publisher)

    def name(self, text: str) -> str:
        """Return the one spelling of a source's name."""
        folded = fold_name(text)
        return agency(text) or self.sites.get(folded) or self.spelling.get(folded, text)

    def of(self, iri: str) -> str:
        """Return whom a document's text is credited to, else who published it."""
        return self.credited.get(iri) or self.own[iri]

    def of_cluster(self, members: Sequence[Publication]) -> str:
        """Return the voice of all printings of one text."""
        credits = Counter(self.credited[p.iri] for p in members if p.iri in self.credited)
        if credits:
            return min(credits, key=lambda name: (-credits[name], name))
        first = min(members, key=lambda p: (p.publisher is None, not self._is_agency(p), *precedence(p)))
        return self.own[first.iri]

    def _is_agency(self, p: Publication) -> bool:
        return bool(p.publisher and agency(p.publisher))


def precedence(p: Publication) -> tuple[bool, str, int, str]:
    """Return the order in which documents give their text its name: official, earliest, longest, then by identifier."""
    return (not p.official, p.recorded, -(p.fingerprint.runs if p.fingerprint else 0), p.iri)
