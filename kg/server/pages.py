"""Pages for people: what ``kg show`` prints, with everything that it rests on a click away."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kg.errors import UnknownIdError
from kg.model.watermark import WATERMARK
from kg.namespaces import ID, IPSC, curie
from kg.projection.claims import read_claims
from kg.projection.frame import count
from kg.projection.places import there
from kg.projection.snapshot import concept_of, rows_of
from kg.projection.standing import why_left_out
from kg.server.links import Links

if TYPE_CHECKING:
    from jinja2 import Environment

    from kg.explorer.context import Surrounder, Surroundings
    from kg.projection.claims import RelationClaims
    from kg.projection.snapshot import Participation, Receipt, Relation
    from kg.registry import Registry
    from kg.server.reading import Reading

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content security policy of the pages: no script, nothing from elsewhere."""
QUERY_POLICY = f"{POLICY}; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'"
"""Policy of the query page: its own scripts and this server, no inline script, no eval, no text made into HTML."""
LONG = 200
"""Rows of a list on one page."""
KIND_WORDS = {"state": "states and territories", "grouping": "groupings", "organisation": "organisations",
              "person": "officials", "programme": "programmes", "exercise": "exercises", "agreement": "agreements",
              "partnership": "partnerships", "transfer": "transfers", "engagement": "engagements", "post": "posts",
              "membership": "memberships", "stance": "stances", "incident": "incidents", "document": "documents",
              "place": "places"}  # fmt: skip
CONSENT = ("concluded", "signed", "ratified", "in-force")
"""Stages of an agreement that a party takes for itself or all take together."""


@cache
def environment() -> Environment:
    """Return the templates; every value is escaped."""
    from jinja2 import Environment, FunctionLoader

    folder = files("kg.server") / "templates"

    def load(name: str) -> str:
        return (folder / name).read_text(encoding="utf-8")

    made = Environment(autoescape=True, loader=FunctionLoader(load),
                       trim_blocks=True, lstrip_blocks=True)  # fmt: skip
    made.filters["words"] = lambda text: str(text).replace("-", " ")
    made.filters["curie"] = curie
    made.filters["web"] = lambda url: url if str(url).startswith(("https://", "http://")) else ""
    made.globals.update(count=count, watermark=WATERMARK, kind_words=KIND_WORDS)
    return made


@dataclass(frozen=True, slots=True)
class Shown:
    """A receipt as a page shows it: its document, the text around it, how surely it was read."""

    receipt: Receipt
    doc: dict[str, Any]
    around: Surroundings | None
    confidence: float | None


class Pages:
    """Renders pages of one reading.

    Parameters
    ----------
    reading : Reading
        The graph at a pair of clocks.
    registry : Registry
        For places.
    surrounder : Surrounder
        Shows quotes in their text.
    links : Links
        Addresses.
    facts : dict
        What every page's foot says: ``generation``, ``public``, ``clocked`` (whether clocks were given).
    """

    def __init__(
        self, reading: Reading, registry: Registry, surrounder: Surrounder, links: Links, facts: dict[str, Any]
    ) -> None:
        self.reading, self.registry, self.surrounder, self.links, self.facts = (
            reading,
            registry,
            surrounder,
            links,
            facts,
        )

    def render(self, template: str, *, title: str, **values: Any) -> str:
        """Return a page."""
        snapshot = self.reading.snapshot
        return environment().get_template(template).render(
            title=title,
            links=self.links,
            as_of=snapshot.as_of,
            known_at=snapshot.known_at if snapshot.known_at < "9999" else "",
            policy=POLICY,
            label=self.reading.label,
            brief=self.brief,
            **self.facts,
            **values,
        )  # fmt: skip

    def brief(self, relation: Relation) -> dict[str, Any]:
        """Return what a list shows of a relation."""
        chosen = [s for s in relation.stages if s.standing == "chosen"] or list(relation.stages)
        said = [s for s in chosen if s.modality == "asserted"] or chosen
        told = [s for s in said if s.date] or said
        return {
            "relation": relation,
            "title": self.reading.title(relation),
            "stage": told[-1] if told else None,
            "left_out": why_left_out(relation, self.reading.snapshot.as_of),
            "disputed": len(self.reading.disagreements.get(relation.iri, ())),
        }

    def home(self) -> str:
        """Return the first page."""
        snapshot = self.reading.snapshot
        acting = Counter(snapshot.actors[a].kind for a in self.reading.of_actor if a in snapshot.actors)
        states = [
            (len(found), snapshot.actors[iri])
            for iri, found in self.reading.of_actor.items()
            if iri in snapshot.actors and snapshot.actors[iri].kind in ("state", "grouping")
        ]
        days = sorted(d["published"] for d in snapshot.documents.values() if d.get("published"))
        return self.render(
            "home.html.j2",
            title="Indo-Pacific security relationships",
            actors=[(k, acting[k]) for k in KIND_WORDS if acting[k]],
            relations=[(k, n) for k, n in Counter(r.kind for r in snapshot.relations).most_common()],
            states=sorted(states, key=lambda pair: (-pair[0], pair[1].label)),
            documents=len(snapshot.documents),
            project=sum(1 for d in snapshot.documents.values() if d["project"]),
            through=days[-1] if days else None,
        )

    def search(self, found: Any, question: str, kind: str | None, problem: str = "") -> str:
        """Return the page of a search; `found` is None where nothing was asked."""
        title = f"Search: {question}" if question else "Search"
        return self.render("search.html.j2", title=title, found=found, question=question, kind=kind, problem=problem)

    def browse(self, kind: str, page: int) -> str:
        """Return one page of the list of all things of a kind.

        Raises
        ------
        UnknownIdError
            If there is no such kind, or no such page.
        """
        if kind not in KIND_WORDS:
            raise UnknownIdError(kind, known=KIND_WORDS, where="the lists")
        rows = self._rows(kind)
        pages = max(1, -(-len(rows) // LONG))
        if not 1 <= page <= pages:
            raise UnknownIdError(f"{kind}?page={page}", known=[f"{kind}?page={pages}"], where="the lists")
        shown = rows[(page - 1) * LONG : page * LONG]
        return self.render(
            "browse.html.j2", title=KIND_WORDS[kind].capitalize(), kind=kind, rows=shown, page=page, pages=pages,
            total=len(rows), first=(page - 1) * LONG + 1,
        )  # fmt: skip

    def pages_of(self, kind: str) -> int:
        """Return how many pages the list of a kind has."""
        return max(1, -(-len(self._rows(kind)) // LONG))

    def _rows(self, kind: str) -> list[dict[str, Any]]:
        snapshot = self.reading.snapshot
        if kind == "document":
            found = [
                {"iri": iri, "text": doc.get("title") or "untitled", "more": doc.get("published", "no day given"),
                 "n": len(self.reading.of_document.get(iri, ()))}
                for iri, doc in snapshot.documents.items()
            ]  # fmt: skip
            return sorted(found, key=lambda r: (r["more"], r["text"]), reverse=True)
        if kind == "place":
            return [{"iri": ID + p.key, "text": p.label, "more": p.cls.replace("-", " "), "n": None}
                    for p in sorted(self.registry.places, key=lambda p: p.label)]  # fmt: skip
        actors = [
            {
                "iri": a.iri,
                "text": a.label,
                "more": (a.status or "").replace("-", " "),
                "n": len(self.reading.of_actor[a.iri]),
            }
            for a in snapshot.actors.values()
            if a.kind == kind and a.iri in self.reading.of_actor
        ]
        relations = [
            {"iri": r.iri, "text": self.reading.title(r), "more": r.type_label, "n": None, "brief": self.brief(r)}
            for r in snapshot.relations
            if r.kind == kind
        ]
        return sorted([*actors, *relations], key=lambda r: (str(r["text"]).casefold(), str(r["iri"])))

    def thing(self, iri: str) -> str:
        """Return the page of an actor, relation, document or place.

        Raises
        ------
        UnknownIdError
            If it is none of these.
        """
        if iri in self.reading.relations:
            return self._relation(self.reading.relations[iri])
        if iri in self.reading.snapshot.actors:
            return self._actor(iri)
        if iri in self.reading.snapshot.documents:
            return self._document(iri)
        return self._place(iri)

    def _actor(self, iri: str) -> str:
        actor = self.reading.snapshot.actors[iri]
        groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for relation in self.reading.of_actor.get(iri, []):
            roles = sorted({p.role for p in relation.participations if p.actor == iri})
            groups[relation.kind].append(self.brief(relation) | {"roles": [r for r in roles if r != "party"]})
        for found in groups.values():
            found.sort(key=lambda b: (b["stage"].latest if b["stage"] else "", b["title"]), reverse=True)
        near = sorted(self.reading.neighbours(iri).items(), key=lambda x: (-x[1].total(), self.reading.label(x[0])))
        return self.render(
            "actor.html.j2",
            title=actor.label,
            actor=actor,
            groups=[(k, groups[k]) for k in KIND_WORDS if k in groups],
            near=[(n, counts.total()) for n, counts in near[:24]],
            near_total=len(near),
        )

    def _place(self, iri: str) -> str:
        place = self.registry.find_place(iri.removeprefix(ID)) if "/" not in iri.removeprefix(ID) else None
        if place is None or ID + place.key != iri:
            raise UnknownIdError(iri.removeprefix(ID), known=[p.key for p in self.registry.places], where="the graph")
        here = [self.brief(r) for r in there(place, self.reading.snapshot, self.registry)]
        claims = [(self.registry.get(k), [n.text for n in place.names if n.user == k]) for k in place.claimants]
        others = [
            (self.registry.get(str(n.user)), n.text) for n in place.names if n.user and n.user not in place.claimants
        ]
        also = [n.text for n in place.names if n.user is None and n.text != place.label]
        whole = self.registry.find_place(place.part_of) if place.part_of else None
        return self.render(
            "place.html.j2", title=place.label, place=place, claims=claims, others=others, also=also, whole=whole,
            here=here, iri=iri, namespace=ID,
        )  # fmt: skip

    def _document(self, iri: str) -> str:
        doc = self.reading.snapshot.documents[iri]
        stated = []
        for relation in self.reading.of_document.get(iri, []):
            receipts = {r for s in relation.stages for r in s.receipts} | {
                r for p in relation.participations for r in p.receipts
            }
            stated.append(self.brief(relation) | {"receipts": sorted(r for r in receipts if r.doc == iri)})
        return self.render(
            "document.html.j2", title=str(doc.get("title", "Untitled document")), iri=iri, doc=doc, stated=stated
        )

    def _relation(self, relation: Relation) -> str:
        reading = self.reading
        rests = read_claims(reading.store, relation.iri, known_at=reading.snapshot.known_at)
        sure = {(r.doc, r.start, r.text): c.confidence for c in rests.claims for r in c.receipts}

        def shown(found: tuple[Receipt, ...]) -> list[Shown]:
            return [
                Shown(
                    r,
                    reading.snapshot.documents[r.doc],
                    self.surrounder.around(r, relation, reading.snapshot),
                    sure.get((r.doc, r.start, r.text)),
                )
                for r in found
            ]

        known = [c.confidence for c in rests.claims if c.confidence is not None]
        documents = sorted(
            {c.doc for c in rests.claims}, key=lambda d: (reading.snapshot.documents[d].get("published", ""), d)
        )
        return self.render(
            "relation.html.j2",
            title=reading.title(relation),
            relation=relation,
            left_out=why_left_out(relation, reading.snapshot.as_of),
            fresh=reading.freshness[relation.iri],
            rests=rests,
            confidence=(min(known), max(known)) if known else None,
            shown=shown,
            consent=consent(relation, rests),
            quantities=reading.quantities.get(relation.id, []),
            disagreements=reading.disagreements.get(relation.iri, []),
            documents=[(d, reading.snapshot.documents[d]) for d in documents],
        )

    def concept(self, iri: str) -> str:
        """Return the page of a concept or of a scheme.

        Raises
        ------
        UnknownIdError
            If the graph has none of that name.
        """
        about: dict[str, list[str]] = defaultdict(list)
        if all(c not in '<>"{}|^`\\' and c > " " for c in iri):
            for row in rows_of(self.reading.store, f"SELECT ?p ?o WHERE {{ <{iri}> ?p ?o }}"):
                about[row["p"].replace("#", "/").rsplit("/", 1)[1]].append(row["o"])
        if not about:
            known = [r["c"].removeprefix(IPSC) for r in rows_of(self.reading.store, "SELECT ?c { ?c a skos:Concept }")]
            raise UnknownIdError(iri.removeprefix(IPSC), known=known, where="the concepts")
        under = f"{{ ?c skos:broader <{iri}> }} UNION {{ ?c skos:inScheme <{iri}> }}"
        below = rows_of(self.reading.store, f"SELECT ?c ?l WHERE {{ {under} ?c skos:prefLabel ?l }}")
        typed = [self.brief(r) for r in self.reading.snapshot.relations if r.type and iri == f"{IPSC}{r.kind}-{r.type}"]
        label = min(about.get("prefLabel", about.get("title", [concept_of(iri)])))
        return self.render(
            "concept.html.j2", title=label, iri=iri, about=about, typed=typed[:LONG], typed_total=len(typed),
            below=sorted({(r["l"], r["c"]) for r in below}),
        )  # fmt: skip


def consent(relation: Relation, rests: RelationClaims) -> list[tuple[Participation, dict[str, list[Any]]]]:
    """Return what each party of an agreement has done for itself or with all: stages by kind, in the order of time."""
    if relation.kind != "agreement":
        return []
    rows = []
    for party in (p for p in relation.participations if p.role == "party"):
        steps: dict[str, list[Any]] = {}
        for kind in CONSENT:
            steps[kind] = [
                s
                for s in relation.stages
                if s.stage == kind and s.standing != "coarser"
                if not rests.by.get(s.iri) or party.actor in rests.by[s.iri]
            ]
        rows.append((party, steps))
    return rows
