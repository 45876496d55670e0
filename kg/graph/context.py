"""What the relations of one view share: actors, programmes, origins, offices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.graph.encode import office_of
from kg.graph.links import Links
from kg.model import Participant
from kg.namespaces import ID
from kg.resolution import Actor, Claim, Known, Relation
from kg.resolution.holders import Tenures
from kg.resolution.names import tokens
from kg.resolution.origins import Origins
from kg.resolution.relations import programme_names


class Context:
    """What the relations of one view share."""

    def __init__(
        self,
        claims: Iterable[Claim],
        actors: Iterable[Actor],
        relations: Iterable[Relation],
        known: Known,
        origins: Origins,
        checked: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.known, self.origins = known, origins
        self.checked: dict[str, list[str]] = defaultdict(list)
        for claim_iri, on in checked:
            self.checked[claim_iri].append(on)
        self.people = {m: a.iri for a in actors for m in a.mentions}
        self.programmes = programme_names(relations)
        self.links = Links(relations)
        self.tenures = Tenures(claims, known)
        self.home = {c.iri: r.iri for r in relations for c in r.claims}
        self.offices: dict[str, dict[str, str]] = defaultdict(dict)
        for claim in claims:
            for label, office in office_of(claim):
                before = self.offices[claim.doc].get(label, office)
                self.offices[claim.doc][label] = min(before, office)

    def holder(self, claim: Claim, p: Participant) -> tuple[str, str] | None:
        """Return the person behind an office that a claim names without its holder, and the post that tells so."""
        if p.kind != "person" or p.id or not p.on_behalf_of:
            return None
        tenure = self.tenures.inferred(p.label, self.known.polity(p.on_behalf_of), claim.recorded)
        if tenure is None:
            return None
        first = tenure.claims[0]
        return self.people[first.mention(tenure.person)], self.home[first.iri]

    def actor(self, claim: Claim, p: Participant) -> str:
        """Return the IRI of a participant: the registry's, else that of the resolved actor."""
        return ID + p.id if p.id else self.people[claim.mention(p.label)]

    def programme(self, claim: Claim) -> str | None:
        """Return the IRI of the programme that a claim runs under, where it is known."""
        ref = claim.record.programme
        if ref is None:
            return None
        key = ref.id or self.known.programme(ref.label)
        return ID + key if key else self.programmes.get(tokens(ref.label))
