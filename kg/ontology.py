"""The only reader of ``ontology/``: concept schemes and the contract's notations, shapes, hygiene, default-graph quads.

Uses pyoxigraph as a Turtle parser (a few milliseconds for all files), not as a store.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.errors import UnknownTermError
from kg.namespaces import IPS, IPSC, PREFIXES
from kg.settings import shipped

_SKOS = PREFIXES["skos"]
_TYPE = PREFIXES["rdf"] + "type"
_STRING = PREFIXES["xsd"] + "string"
_READ = {
    NamedNode(iri): iri
    for iri in (
        _TYPE,
        *(_SKOS + n for n in ("inScheme", "notation", "prefLabel", "definition", "broader")),
        *(IPS + n for n in ("shortcut", "layer", "effect", "bearing", "tentative", "repeatable", "singular")),
    )
}
"""Properties that concepts are read from; the rest of the ontology is for readers of the graph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One concept of a scheme, with what the rest of the project reads from it as data.

    Attributes
    ----------
    iri, scheme, notation, label, definition : str
        The notation is the contract's, a plain string; codes of other schemes are typed and not read here.
    broader : str or None
        IRI of the concept that it is narrower than: a type of the contract, or one of its own scheme.
    shortcut : str or None
        IRI of the property that a role or stage becomes on the resolved relation.
    layer : str or None
        ``L1`` … ``L16``: the layer of the network that a kind or type belongs to.
    effect : str or None
        ``separate``, ``on-signature`` or ``none``: how a type of agreement takes effect.
    bearing : str or None
        ``start``, ``continuation``, ``observation``, ``pause`` or ``end``: what a stage does to the status.
    tentative : bool
        Whether a stage leaves it open that the relation comes about, so that no tie follows from it.
    repeatable : bool
        Whether a stage can happen to one relation more than once.
    singular : bool
        Whether a pair of parties normally has one agreement of the type.
    """

    iri: str
    scheme: str
    notation: str
    label: str
    definition: str
    broader: str | None = None
    shortcut: str | None = None
    layer: str | None = None
    effect: str | None = None
    bearing: str | None = None
    tentative: bool = False
    repeatable: bool = False
    singular: bool = False


class Ontology:
    """The ontology's files, parsed.

    Parameters
    ----------
    folder : Path, optional
        A folder with ``core.ttl`` and further ``.ttl`` files, ``concepts/``, ``shapes/`` and ``hygiene/``; the shipped
        one without it.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or shipped("ontology")

    @cached_property
    def quads(self) -> tuple[Quad, ...]:
        """Terms and concepts, as quads of the default graph, in the order of the files."""
        core = self.folder / "core.ttl"
        paths = [core, *(p for p in sorted(self.folder.glob("*.ttl")) if p != core)]
        paths += sorted((self.folder / "concepts").glob("*.ttl"))
        return tuple(
            dict.fromkeys(q for p in paths if p.is_file() for q in parse(path=str(p), format=RdfFormat.TURTLE))
        )

    @cached_property
    def hygiene(self) -> dict[str, str]:
        """Queries that must return nothing, by name (``term-without-definition``), in the order of their names."""
        return {p.stem: p.read_text(encoding="utf-8") for p in sorted((self.folder / "hygiene").glob("*.rq"))}

    @cached_property
    def shapes(self) -> str:
        """All shapes as one Turtle text; the files share their prefixes."""
        return "\n".join(p.read_text(encoding="utf-8") for p in sorted((self.folder / "shapes").glob("*.ttl")))

    @cached_property
    def schemes(self) -> dict[str, dict[str, Concept]]:
        """Concepts by scheme and notation, in the order of the files."""
        values: dict[str, dict[str, str]] = defaultdict(dict)
        concepts: list[str] = []
        for quad in self.quads:
            name = _READ.get(quad.predicate)
            subject, obj = quad.subject, quad.object
            if name is None or not isinstance(subject, NamedNode) or not isinstance(obj, NamedNode | Literal):
                continue
            if isinstance(obj, Literal) and name == _SKOS + "notation" and obj.datatype.value != _STRING:
                continue
            values[subject.value].setdefault(name, obj.value)
            if name == _TYPE and obj.value == _SKOS + "Concept":
                concepts.append(subject.value)
        schemes: dict[str, dict[str, Concept]] = defaultdict(dict)
        for iri in concepts:
            concept = _concept(iri, values[iri])
            schemes[concept.scheme][concept.notation] = concept
        return dict(schemes)

    def concept(self, scheme: str, notation: str) -> Concept:
        """Return a concept by the contract's notation.

        Raises
        ------
        UnknownTermError
            If the scheme has no such notation.
        """
        concepts = self.schemes.get(scheme, {})
        try:
            return concepts[notation]
        except KeyError:
            raise UnknownTermError(notation, scheme=f"ipsc:{scheme}", known=concepts) from None

    def notation(self, iri: str) -> str:
        """Return the contract's notation of a concept's IRI.

        Raises
        ------
        UnknownTermError
            If no scheme has the concept.
        """
        for concepts in self.schemes.values():
            for concept in concepts.values():
                if concept.iri == iri:
                    return concept.notation
        known = [c.iri.removeprefix(IPSC) for s in self.schemes.values() for c in s.values()]
        raise UnknownTermError(iri.removeprefix(IPSC), scheme="the concept schemes", known=known)

    def layer(self, kind: str, type_: str | None) -> str | None:
        """Return the layer of a relation: its type's, else its kind's.

        >>> ontology().layer("agreement", "equipment-transfer"), ontology().layer("membership", None)
        ('L6', 'L13')
        """
        of_type = self.schemes.get(kind, {}).get(type_ or "")
        return (of_type.layer if of_type else None) or self.concept("kind", kind).layer

    def effect(self, type_: str | None) -> str:
        """Return how agreements of a type take effect; ``separate`` where the type is not known.

        >>> ontology().effect("security-assistance")
        'on-signature'
        """
        found = self.schemes["agreement"].get(type_ or "")
        return (found.effect if found else None) or "separate"

    @cached_property
    def shortcuts(self) -> dict[tuple[str, str], str]:
        """IRI of the shortcut property by scheme (``role``, ``stage``) and notation."""
        return {(s, n): c.shortcut for s in ("role", "stage") for n, c in self.schemes[s].items() if c.shortcut}


def _concept(iri: str, values: dict[str, str]) -> Concept:
    def local(name: str, namespace: str = "") -> str | None:
        value = values.get(IPS + name)
        return value.removeprefix(namespace) if value is not None else None

    return Concept(
        iri=iri,
        scheme=values[_SKOS + "inScheme"].removeprefix(IPSC),
        notation=values[_SKOS + "notation"],
        label=values[_SKOS + "prefLabel"],
        definition=values[_SKOS + "definition"],
        broader=values.get(_SKOS + "broader"),
        shortcut=local("shortcut"),
        layer=local("layer"),
        effect=local("effect", f"{IPSC}effect-"),
        bearing=local("bearing", f"{IPSC}bearing-"),
        tentative=local("tentative") == "true",
        repeatable=local("repeatable") == "true",
        singular=local("singular") == "true",
    )


@cache
def ontology() -> Ontology:
    """Return the shipped ontology, parsed once."""
    return Ontology()
