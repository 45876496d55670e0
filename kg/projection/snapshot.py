"""The view as plain values, for one pair of clocks: relations with their parts and receipts.

The only reader of the view's shape on the way to a network. What holds is decided by the view (its standings and
status spans); nothing is decided again here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kg.contract import kind_table
from kg.graph.subset import at_known
from kg.namespaces import ID, IPS
from kg.projection.origins import add_origins, documents_behind, voices_among
from kg.projection.receipts import Receipt, concept_of, read_programme_receipts, read_receipts, rows_of

if TYPE_CHECKING:
    from kg.graph import OxigraphStore, Store

__all__ = [
    "KINDS", "Actor", "Participation", "Receipt", "Relation", "Snapshot", "StagePart", "concept_of", "read_documents",
    "read_receipts", "read_snapshot", "rows_of",
]  # fmt: skip

KINDS = {
    "Agreement": "agreement",
    "Programme": "programme",
    "Transfer": "transfer",
    "Engagement": "engagement",
    "Partnership": "partnership",
    "Tenure": "post",
    "Membership": "membership",
    "Stance": "stance",
    "Incident": "incident",
}
"""Class of a relation in the view to the contract's kind."""

_RELATIONS = """SELECT ?r ?class ?type ?typeLabel ?layer ?name ?known ?prog WHERE {
  ?r a ?class ; ips:knownFrom ?known ; ips:supportedBy ?any .
  OPTIONAL { ?r ips:type ?type . OPTIONAL { ?type skos:prefLabel ?typeLabel } } OPTIONAL { ?r ips:layer ?layer }
  OPTIONAL { ?r ips:title ?name } OPTIONAL { ?r ips:underProgramme ?prog }
}"""
_PARTICIPATIONS = """SELECT ?x ?r ?role ?actor ?for ?capacity ?known ?firm ?held ?post WHERE {
  ?x ips:inRelation ?r ; ips:role ?role ; ips:actor ?actor ; ips:knownFrom ?known ; ips:firm ?firm .
  OPTIONAL { ?x ips:onBehalfOf ?for } OPTIONAL { ?x ips:capacity ?capacity }
  OPTIONAL { ?x ips:inferredHolder ?held ; ips:inferredFrom ?post }
}"""
_STAGES = """SELECT ?x ?r ?kind ?modality ?standing ?date ?from ?to ?place ?known ?firm WHERE {
  ?x ips:inRelation ?r ; ips:stageKind ?kind ; ips:modality ?modality ; ips:knownFrom ?known ; ips:firm ?firm ;
    ips:standing ?standing ; ips:earliest ?from ; ips:latest ?to .
  OPTIONAL { ?x ips:date ?date } OPTIONAL { ?x ips:place ?place }
}"""
_SPANS = """SELECT ?r ?status ?from ?until ?kf ?ku WHERE {
  ?r ips:statusSpan ?t .
  ?t ips:status ?status ; ips:from ?from ; ips:until ?until ; ips:knownFrom ?kf ; ips:knownUntil ?ku .
}"""
_ACTORS = """SELECT ?a ?class ?label ?status ?qid WHERE {
  ?a a ?class ; skos:prefLabel ?label .
  FILTER(?class IN (ips:Polity, ips:Organisation, ips:Grouping, ips:Person, ips:NamedProgramme,
    ips:NamedExercise))
  OPTIONAL { ?a ips:polityStatus ?status }
}"""
_ALIASES = "SELECT ?a ?alias WHERE { ?a skos:altLabel ?alias }"
_DOCUMENTS = """SELECT ?doc ?p ?o WHERE { GRAPH ?doc { ?doc a ips:Document ; ?p ?o } }"""
_SOURCE_FIELDS = ("publisher", "title", "url", "published", "accessed", "archived", "sha256")
_SOURCES = """SELECT ?doc ?s ?p ?o WHERE { GRAPH ?doc { ?doc a ips:Document ; ips:source ?s . ?s ?p ?o } }"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """An actor's role; ``firm`` where some record asserts a relation that has come about with it.

    ``inferred_holder`` is who held the office that is named without a person, by the post ``inferred_from``.
    """

    iri: str
    role: str
    actor: str
    on_behalf_of: str | None
    capacity: str | None
    firm: bool
    receipts: tuple[Receipt, ...]
    inferred_holder: str | None = None
    inferred_from: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StagePart:
    """A lifecycle point as the view holds it; days are ISO, ``earliest`` and ``latest`` its bounds.

    ``standing`` is ``chosen``, ``rival`` (another account of the same point) or ``coarser`` (agrees with the chosen
    one and says less); ``firm`` is True where ties may rest on it.
    """

    iri: str
    stage: str
    modality: str
    standing: str
    firm: bool
    date: str | None
    earliest: str
    latest: str
    place: str | None
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A resolved relation, with all that the view says of it on the record day asked for.

    ``documents`` state it, which are ``origins`` independent voices; neither says how surely a sentence was read.
    """

    iri: str
    kind: str
    type: str | None
    type_label: str
    layer: str | None
    name: str | None
    programme: str | None
    programme_receipts: tuple[Receipt, ...]
    participations: tuple[Participation, ...]
    stages: tuple[StagePart, ...]
    status: str | None
    origins: int
    documents: int

    @property
    def id(self) -> str:
        """The local name, as people type it."""
        return self.iri.removeprefix(ID)

    @property
    def title(self) -> str:
        """The proper name, else what it is."""
        return self.name or self.type_label

    @property
    def support(self) -> str:
        """Both numbers in words."""
        origins = f"{self.origins} independent origin{'' if self.origins == 1 else 's'}"
        return f"{origins}, {self.documents} document{'' if self.documents == 1 else 's'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A node of the network: registry entity, person or unknown organisation."""

    iri: str
    kind: str
    label: str
    status: str | None = None
    aliases: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The local name, as people type it."""
        return self.iri.removeprefix(ID)


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """What the files of `known_at` say about `as_of`.

    Attributes
    ----------
    as_of, known_at : str
        The two clocks, ISO days.
    relations : tuple of Relation
        By identifier.
    actors : dict of str to Actor
        By IRI; every actor of a relation is in it.
    documents : dict of str to dict
        By IRI: ``publisher``, ``title``, ``url``, ``published``, ``project``, ``sources``, and what
        :mod:`kg.projection.origins` adds.
    """

    as_of: str
    known_at: str
    relations: tuple[Relation, ...]
    actors: dict[str, Actor]
    documents: dict[str, dict[str, Any]] = field(repr=False)

    @cached_property
    def by_id(self) -> dict[str, Relation]:
        """Relations by local name."""
        return {r.id: r for r in self.relations}


def read_documents(store: Store) -> dict[str, dict[str, Any]]:
    """Return what is known of every document, by IRI."""
    documents: dict[str, dict[str, Any]] = defaultdict(lambda: {"sources": [], "project": False, "cited": False})
    for row in rows_of(store, _DOCUMENTS):
        doc, name = documents[row["doc"]], row["p"].removeprefix(IPS)
        if name in ("publisher", "title", "url", "published", "recordDate", "sha256", "genre", "withdrawnOn"):
            doc[name] = row["o"]
        elif name in ("creditedTo", "drawsOn"):
            doc["credited_to" if name == "creditedTo" else "draws_on"] = row["o"]
        elif name == "projectWritten":
            doc["project"] = row["o"] == "true"
        elif name == "citedOnly":
            doc["cited"] = row["o"] == "true"
        elif name == "extentRead":
            doc["extent"] = row["o"]
        elif row["p"].endswith(("/license", "/rights")):
            doc["rights"] = row["o"]
    sources: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for row in rows_of(store, _SOURCES):
        sources[row["doc"], row["s"]][row["p"].removeprefix(IPS).rsplit("/", 1)[-1]] = row["o"]
    for (iri, _), source in sorted(sources.items()):
        documents[iri]["sources"].append({k: source[k] for k in _SOURCE_FIELDS if k in source})
    add_origins(documents, lambda query: rows_of(store, query))
    return dict(sorted(documents.items()))


def read_snapshot(store: OxigraphStore, *, as_of: str | None = None, known_at: str | None = None) -> Snapshot:
    """Read the view.

    Parameters
    ----------
    store : Store
        Open for reading.
    as_of : str, optional
        ISO day of the world; the latest day that the documents were published on without it.
    known_at : str, optional
        ISO day of the files; all files without it.

    Returns
    -------
    Snapshot
        Only what the files of `known_at` state; chosen values are today's choice.
    """
    store = at_known(store, known_at)
    documents = read_documents(store)
    behind = documents_behind(known_at or "9999-12-30", lambda query: rows_of(store, query))
    days = sorted(d["recordDate"] for d in documents.values() if d.get("published"))
    through = days[-1] if days else "9999-12-30"
    as_of, known_at = as_of or through, known_at or "9999-12-30"
    receipts = read_receipts(store, known_at)
    under = read_programme_receipts(store, known_at)
    participations, stages = _read_parts(store, receipts, known_at)
    status = {
        row["r"]: concept_of(row["status"])
        for row in rows_of(store, _SPANS)
        if row["from"] <= as_of < row["until"] and row["kf"] <= known_at < row["ku"]
    }
    actors = _read_actors(store)
    relations = []
    for row in rows_of(store, _RELATIONS):
        kind = KINDS.get(row["class"].removeprefix(IPS))
        if kind is None or row["known"] > known_at:
            continue
        iri = row["r"]
        relations.append(
            Relation(
                iri=iri,
                kind=kind,
                type=concept_of(row["type"]) if "type" in row else None,
                type_label=row.get("typeLabel", kind),
                layer=row.get("layer"),
                name=row.get("name"),
                programme=row.get("prog"),
                programme_receipts=under.get(iri, ()),
                participations=tuple(sorted(participations[iri], key=lambda p: (p.role, p.actor, p.iri))),
                stages=tuple(sorted(stages[iri], key=_by_time(kind))),
                status=status.get(iri),
                origins=len(voices_among(behind[iri], documents)),
                documents=len(behind[iri]),
            )
        )
    unique = {r.iri: r for r in relations}
    return Snapshot(
        as_of=as_of,
        known_at=known_at,
        relations=tuple(unique[i] for i in sorted(unique)),
        actors=actors,
        documents=documents,
    )


def _by_time(kind: str) -> Callable[[StagePart], tuple[object, ...]]:
    """Order stages by their days, and on one day as the lifecycle runs."""
    order = kind_table(kind).stages
    return lambda s: (s.earliest if s.date else s.latest, s.latest, order.index(s.stage), s.iri)


def _read_parts(
    store: Store, receipts: dict[str, tuple[Receipt, ...]], known_at: str
) -> tuple[dict[str, list[Participation]], dict[str, list[StagePart]]]:
    participations: dict[str, list[Participation]] = defaultdict(list)
    for row in rows_of(store, _PARTICIPATIONS):
        if row["known"] <= known_at:
            part = Participation(
                iri=row["x"],
                role=concept_of(row["role"]),
                actor=row["actor"],
                on_behalf_of=row.get("for"),
                capacity=row.get("capacity"),
                firm=row["firm"] == "true",
                receipts=receipts.get(row["x"], ()),
                inferred_holder=row.get("held"),
                inferred_from=row.get("post"),
            )
            participations[row["r"]].append(part)
    stages: dict[str, list[StagePart]] = defaultdict(list)
    places: dict[str, set[str]] = defaultdict(set)
    rows = {}
    for row in rows_of(store, _STAGES):
        rows[row["x"]] = row  # one part may be given several places
        places[row["x"]] |= {row["place"]} if "place" in row else set()
    for row in rows.values():
        if row["known"] <= known_at:
            stage = StagePart(
                iri=row["x"],
                stage=concept_of(row["kind"]),
                modality=concept_of(row["modality"]),
                standing=concept_of(row["standing"]),
                firm=row["firm"] == "true",
                date=row.get("date"),
                earliest=row["from"],
                latest=row["to"],
                place=" or ".join(sorted(places[row["x"]])) or None,
                receipts=receipts.get(row["x"], ()),
            )
            stages[row["r"]].append(stage)
    return participations, stages


_CLASSES = {
    "Polity": "state",
    "Organisation": "organisation",
    "Grouping": "grouping",
    "Person": "person",
    "NamedProgramme": "programme",
    "NamedExercise": "exercise",
}


def _read_actors(store: Store) -> dict[str, Actor]:
    aliases: dict[str, set[str]] = defaultdict(set)
    for row in rows_of(store, _ALIASES):
        aliases[row["a"]].add(row["alias"])
    actors = {}
    for row in rows_of(store, _ACTORS):
        iri = row["a"]
        actors[iri] = Actor(
            iri=iri,
            kind=_CLASSES[row["class"].removeprefix(IPS)],
            label=row["label"],
            status=concept_of(row["status"]) if "status" in row else None,
            aliases=tuple(sorted(aliases[iri] - {row["label"]})),
        )
    return actors
