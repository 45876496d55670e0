"""What the relations of one view share: actors, programmes, origins, offices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.graph.encode import office_of
from kg.graph.links import Links, programme_token
from kg.model import Participant
from kg.namespaces import ID
from kg.resolution import Actor, Claim, Judgements, Known, Relation
from kg.resolution.holders import Tenure, Tenures
from kg.resolution.origins import Origins


class Context:
    """What the relations of one view share.

    Parameters
    ----------
    claims : iterable of Claim
        All that count, of every document that one of the relations rests on.
    people : mapping of str to str
        Actor by mention.
    home : mapping of str to str
        Relation by claim.
    links : Links
        The relations of the view.
    """

    def __init__(
        self,
        claims: Iterable[Claim],
        *,
        people: Mapping[str, str],
        home: Mapping[str, str],
        links: Links,
        known: Known,
        origins: Origins,
        judgements: Judgements,
    ) -> None:
        claims = tuple(claims)
        self.known, self.origins, self.people, self.home, self.links = known, origins, people, home, links
        self.checked: dict[str, list[str]] = defaultdict(list)
        for claim_iri, on in judgements.checked:
            self.checked[claim_iri].append(on)
        self.tenures = Tenures(claims, known)
        self.offices: dict[str, dict[str, str]] = defaultdict(dict)
        for claim in claims:
            for label, office in office_of(claim):
                before = self.offices[claim.doc].get(label, office)
                self.offices[claim.doc][label] = min(before, office)

    @classmethod
    def whole(
        cls,
        claims: Iterable[Claim],
        actors: Iterable[Actor],
        relations: Iterable[Relation],
        known: Known,
        origins: Origins,
        judgements: Judgements,
    ) -> Context:
        """Return the context of a whole view."""
        relations = tuple(relations)
        people = {m: a.iri for a in actors for m in a.mentions}
        home = {c.iri: r.iri for r in relations for c in r.claims}
        links = Links(relations)
        return cls(claims, people=people, home=home, links=links, known=known, origins=origins, judgements=judgements)

    def tenure(self, claim: Claim, p: Participant) -> Tenure | None:
        """Return the tenure behind an office that a claim names without its holder."""
        if p.kind != "person" or p.id or not p.on_behalf_of:
            return None
        return self.tenures.inferred(p.label, self.known.polity(p.on_behalf_of), claim.recorded)

    def holder(self, relation: Relation, claim: Claim, p: Participant) -> tuple[str, str] | None:
        """Return the person behind an office that a claim names without its holder, and the post that tells so."""
        tenure = self.tenure(claim, p)
        if tenure is None:
            return None
        first = tenure.claims[0]
        self.links.wanted[relation.iri].add(f"t:{first.iri}")
        return self.people[first.mention(tenure.person)], self.home[first.iri]

    def actor(self, claim: Claim, p: Participant) -> str:
        """Return the IRI of a participant: the registry's, else that of the resolved actor."""
        return ID + p.id if p.id else self.people[claim.mention(p.label)]

    def programme(self, relation: Relation, claim: Claim) -> str | None:
        """Return the IRI of the programme that a claim runs under, where it is known."""
        ref = claim.record.programme
        if ref is None:
            return None
        key = ref.id or self.known.programme(ref.label)
        if key:
            return ID + key
        token = programme_token(ref.label)
        self.links.wanted[relation.iri].add(token)
        return max(self.links.find(token), default=None)
