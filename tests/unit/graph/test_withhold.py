"""A person on the suppress list: out of the graph wherever named, and nothing else of the document lost."""

from __future__ import annotations

from pyoxigraph import Literal

from kg.graph import build_view, decode
from kg.graph.hygiene import hygiene
from kg.graph.validate import validate_document
from kg.graph.withhold import withhold
from kg.model.mask import MASK
from kg.registry import Registry
from kg.resolution.names import fold, person_key
from tests.unit.graph.corpus import JPN, PHL, SAMPLE, actor, page, person, stage, store_of

NAME = "Jane Example"
KEYS = frozenset({person_key(NAME)})
SIGNED = "Japan and the Philippines signed an access agreement on 8 July 2024, with Jane Example signing for Japan."
NAMED = "John Sample signed for the Philippines."
PAGE = page(
    "2024-07-08",
    (
        SIGNED,
        {
            "kind": "agreement",
            "type": "reciprocal-access",
            "name": "Access Agreement",
            "participants": [
                JPN,
                person("signatory", NAME, "JPN"),
                PHL,
                person("signatory", "John Sample", "PHL"),
            ],
            "stages": [stage("signed", "2024-07-08")],
            "attribution": "Ms Example's office",
            "for": {"participants/3": NAMED},
        },
    ),
    (
        "Jane Example is Japan's minister of defence.",
        {
            "kind": "post",
            "name": "minister of defence",
            "participants": [person("holder", "Example Jane"), actor("of", "Japan", "JPN")],
            "stages": [stage("holds")],
        },
    ),
    title="Jane Example in Manila",
    url="https://example.org/jane-example-in-manila",
)


def test_the_person_is_nowhere_and_the_relation_stays() -> None:
    quads = withhold(PAGE.encoded.quads, KEYS, text=PAGE.document.text)
    (claim,) = decode(quads)
    literals = {q.object.value for q in quads if isinstance(q.object, Literal)}

    assert not [t for t in literals if "example" in fold(t).split() and "jane" in fold(t).split()]
    assert not any("jane" in str(q).casefold() for q in quads)
    assert [p.label for p in claim.record.participants] == ["Japan", "the Philippines", "John Sample"]
    assert [ev.quote for ev in claim.record.evidence_for("participants/2")] == [NAMED]
    assert f"with {MASK} signing for Japan." in claim.record.evidence[0].quote
    assert claim.record.attribution == f"Ms {MASK}'s office"
    assert f"{MASK} in Manila" in literals
    assert claim.iri in {c.iri for c in PAGE.claims}
    (before,) = (c for c in PAGE.claims if c.iri == claim.iri)
    assert [(e.start, e.end) for e in claim.record.evidence] == [(e.start, e.end) for e in before.record.evidence]


def test_what_is_left_keeps_the_rules_of_the_graph() -> None:
    quads = withhold(PAGE.encoded.quads, KEYS)
    store = store_of(SAMPLE, registry=Registry.load())
    store.add_document(PAGE.encoded.graph, quads)
    view = build_view(decode(quads), registry=Registry.load())
    store.replace(view=[*store.quads(), *view.quads])

    assert [f for f in validate_document(quads) if f.severity == "violation"] == []
    assert [f for f in hygiene(store) if f.severity == "violation"] == []
    assert [a.label for a in view.actors] == ["John Sample"]


def test_doing_it_twice_or_for_nobody_changes_nothing() -> None:
    once = withhold(PAGE.encoded.quads, KEYS, text=PAGE.document.text)

    assert set(withhold(once, KEYS, text=PAGE.document.text)) == set(once)
    assert set(withhold(once, KEYS)) == set(once)
    assert withhold(PAGE.encoded.quads, frozenset()) == PAGE.encoded.quads
    assert withhold(SAMPLE.encoded.quads, KEYS) == SAMPLE.encoded.quads
