"""A small corpus with hand-built records: what the pages say is made up after public events, for tests only."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from kg.documents import Document, OffsetMap
from kg.graph import Encoded, OxigraphStore, encode, rebuild_view
from kg.model import Evidence, Record, SourceRef, from_json
from kg.registry import Registry
from kg.resolution import Claim

JPN, BGD, PHL, USA = (
    {"role": "party", "label": n, "id": k, "kind": "state"}
    for n, k in (
        ("Japan", "JPN"),
        ("Bangladesh", "BGD"),
        ("the Philippines", "PHL"),
        ("the United States", "USA"),
    )
)


@dataclass(frozen=True)
class Page:
    """A document and its records."""

    document: Document
    records: tuple[Record, ...]

    @property
    def encoded(self) -> Encoded:
        return encode(self.document, self.records)

    @property
    def claims(self) -> tuple[Claim, ...]:
        return self.encoded.claims


def actor(role: str, label: str, key: str | None = None, kind: str = "state", **more: Any) -> dict[str, Any]:
    return {"role": role, "label": label, "id": key, "kind": kind, **more}


def person(role: str, label: str, behalf: str | None = None, **more: Any) -> dict[str, Any]:
    return {"role": role, "label": label, "kind": "person", "on_behalf_of": behalf, **more}


def stage(name: str, date: str | None = None, modality: str = "asserted", **more: Any) -> dict[str, Any]:
    return {"stage": name, "date": date, "modality": modality, **more}


def make_document(text: str, published: str | None, publisher: str | None = "A paper", **more: Any) -> Document:
    sha256 = hashlib.sha256(f"{text}{published}{publisher}".encode()).hexdigest()
    return Document(
        id=sha256,
        stem=sha256[:8],
        text=text,
        media_type="text/plain",
        blocks=(),
        sentences=(),
        offsets=OffsetMap.identity(len(text)),
        published=published,
        publisher=publisher,
        **more,
    )


def page(
    published: str | None, *records: tuple[str, dict[str, Any]], publisher: str | None = "A paper", **more: Any
) -> Page:
    """Make a page of one sentence for each record, its receipt; ``for`` maps parts to sentences of their own."""
    sentences: list[str] = []
    for quote, data in records:
        sentences += [quote, *data.get("for", {}).values()]
    text = "\n".join(dict.fromkeys(sentences))
    document = make_document(text, published, publisher, **more)
    made = []
    for quote, data in records:
        receipts = [{"quote": quote, "start": text.index(quote), "end": text.index(quote) + len(quote)}]
        for path, q in data.get("for", {}).items():
            receipts.append({"quote": q, "start": text.index(q), "end": text.index(q) + len(q), "for": [path]})
        fields = {k: v for k, v in data.items() if k != "for"}
        given = {"confidence": 0.9, "extractor": "hand 1", "rule": "made", **fields}
        made.append(from_json({"doc": "x", "evidence": receipts, "participants": [], "stages": [], **given}))
    return Page(document, tuple(made))


SAMPLE = page(
    "2026-02-04",
    (
        "Japan and Bangladesh signed an agreement on the transfer of defence equipment in Dhaka on 3 February 2026.",
        {
            "kind": "agreement",
            "type": "equipment-transfer",
            "attribution": "Japanese Ministry of Foreign Affairs",
            "participants": [
                JPN,
                BGD,
                person("signatory", "SM Kamrul Hassan", "BGD"),
                person("signatory", "Saida Shinichi", "JPN"),
            ],
            "stages": [
                stage("negotiating", "2023-04"),
                stage("signed", "2026-02-03", place="Dhaka"),
                stage("in-force", "2026-02-03"),
            ],
            "items": [{"label": "defence equipment and technology"}],
            "for": {"stages/0": "Talks on it had begun in April 2023.", "stages/2": "It entered into force at once."},
        },
    ),
    (
        "A memorandum of the defence authorities dates from 2023.",
        {
            "kind": "agreement",
            "type": "defence-cooperation",
            "participants": [JPN, BGD],
            "stages": [stage("signed", "2023")],
        },
    ),
    (
        "A joint statement was issued in April 2023.",
        {
            "kind": "agreement",
            "type": "joint-declaration",
            "participants": [JPN, BGD],
            "stages": [stage("signed", "2023-04")],
        },
    ),
    (
        "Japan launched its Official Security Assistance in 2023.",
        {
            "kind": "programme",
            "type": "assistance",
            "name": "Official Security Assistance",
            "participants": [actor("owner", "Japan", "JPN"), actor("beneficiary", "Bangladesh", "BGD")],
            "stages": [stage("launched", "2023")],
        },
    ),
    (
        "The Three Principles on Transfer of Defense Equipment and Technology were revised in 2014.",
        {
            "kind": "programme",
            "type": "policy",
            "name": "Three Principles on Transfer of Defense Equipment and Technology",
            "participants": [actor("owner", "Japan", "JPN")],
            "stages": [stage("amended", "2014")],
        },
    ),
    (
        "Under it Japan has committed radar and patrol boats; radar may come in the coming months.",
        {
            "kind": "transfer",
            "type": "grant",
            "programme": {"label": "Official Security Assistance", "id": "OSA"},
            "participants": [actor("supplier", "Japan", "JPN"), actor("recipient", "Bangladesh", "BGD")],
            "stages": [
                stage("selected"),
                stage("pledged", items=[0, 1]),
                stage("delivered", modality="possible", items=[0]),
            ],
            "items": [{"label": "coastal radar systems"}, {"label": "patrol boats"}],
        },
    ),
    (
        "Leaders met in Tokyo in 2023.",
        {
            "kind": "engagement",
            "type": "summit",
            "participants": [actor("participant", "Japan", "JPN"), actor("participant", "Bangladesh", "BGD")],
            "stages": [stage("held", "2023", place="Tokyo")],
        },
    ),
    (
        "They raised ties to a strategic partnership.",
        {"kind": "partnership", "type": "strategic", "participants": [JPN, BGD], "stages": [stage("elevated", "2023")]},
    ),
    (
        "Relations go back to 1972.",
        {
            "kind": "partnership",
            "type": "diplomatic-relations",
            "participants": [JPN, BGD],
            "stages": [stage("established", "1972")],
        },
    ),
    (
        "Lieutenant General SM Kamrul Hassan is of the Armed Forces Division.",
        {
            "kind": "post",
            "name": "Lieutenant General",
            "participants": [
                person("holder", "SM Kamrul Hassan"),
                actor("of", "Armed Forces Division", kind="organisation"),
                actor("of", "Bangladesh", "BGD"),
            ],
            "stages": [stage("holds")],
            "basis": "rank",
        },
    ),
    (
        "Saida Shinichi is Ambassador.",
        {
            "kind": "post",
            "name": "Ambassador",
            "participants": [person("holder", "Saida Shinichi"), actor("of", "Japan", "JPN")],
            "stages": [stage("holds")],
        },
    ),
    publisher="SouthAsianDesk",
    url="https://example.org/sample",
    rights="All rights reserved",
)

_RAA = {
    "kind": "agreement",
    "type": "reciprocal-access",
    "name": "Reciprocal Access Agreement",
    "participants": [JPN, PHL],
}
RAA_SIGNED = page(
    "2024-07-09",
    (
        "Japan and the Philippines signed a Reciprocal Access Agreement on 8 July 2024.",
        {
            **_RAA,
            "participants": [
                JPN,
                PHL,
                person("signatory", "Gilberto Teodoro", "PHL", capacity={"label": "Secretary of National Defense"}),
            ],
            "stages": [stage("signed", "2024-07-08", place="Manila")],
        },
    ),
    publisher="Paper One",
    url="https://example.org/raa-1",
)
RAA_SCHEDULED = page(
    "2025-08-13",
    (
        "The Reciprocal Access Agreement of Japan and the Philippines will enter into force on 11 September 2025.",
        {**_RAA, "stages": [stage("in-force", "2025-09-11", "planned")]},
    ),
    publisher="Ministry",
    url="https://example.org/raa-2",
)
RAA_IN_FORCE = page(
    "2025-09-12",
    (
        "The Reciprocal Access Agreement of Japan and the Philippines entered into force on 11 September 2025.",
        {**_RAA, "stages": [stage("in-force", "2025-09-11")]},
    ),
    publisher="Paper Two",
    url="https://example.org/raa-3",
)
RIVAL = page(
    "2026-02-06",
    (
        "The defence equipment agreement of Japan and Bangladesh was signed on 4 February 2026 by Shinichi Saida.",
        {
            "kind": "agreement",
            "type": "equipment-transfer",
            "participants": [JPN, BGD, person("signatory", "Shinichi Saida", "JPN")],
            "stages": [stage("signed", "2026-02-04")],
        },
    ),
    (
        "A summit of Japan and Bangladesh is set for 30 November 2026.",
        {
            "kind": "engagement",
            "type": "summit",
            "participants": [actor("participant", "Japan", "JPN"), actor("participant", "Bangladesh", "BGD")],
            "stages": [stage("planned", "2026-11-30", "planned")],
        },
    ),
    publisher="Another paper",
    url="https://example.org/rival",
)
DENIED = page(
    "2023-05-10",
    (
        "Bangladesh has signed no logistics agreement with the United States, the ministry said.",
        {
            "kind": "agreement",
            "type": "logistics-support",
            "participants": [BGD, USA],
            "stages": [stage("signed", None, "denied")],
        },
    ),
    (
        "Drafts of an information agreement were handed over.",
        {
            "kind": "agreement",
            "type": "information-security",
            "participants": [BGD, USA],
            "stages": [stage("proposed", "2023-05")],
        },
    ),
    (
        "A pact on bases could follow, analysts say.",
        {
            "kind": "agreement",
            "type": "basing-access",
            "participants": [BGD, USA],
            "stages": [stage("signed", None, "possible")],
        },
    ),
    publisher="Paper One",
)


def _grant(
    recipient: str, key: str, *stages: dict[str, Any], items: tuple[str, ...] = (), **more: Any
) -> dict[str, Any]:
    return {
        "kind": "transfer",
        "type": "grant",
        "programme": {"label": "OSA", "id": "OSA"},
        "participants": [actor("supplier", "Japan", "JPN"), actor("recipient", recipient, key)],
        "stages": list(stages),
        "items": [{"label": i} for i in items],
        **more,
    }


RECIPIENTS = page(
    "2025-03-20",
    (
        "Notes on coastal radar for the Philippines were exchanged on 3 November 2023.",
        _grant(
            "the Philippines",
            "PHL",
            stage("agreed", "2023-11-03"),
            items=("coastal radars",),
            amount={"value": 600000000, "currency": "JPY"},
        ),
    ),
    (
        "Notes on boats for the Philippines were exchanged on 5 December 2024.",
        _grant("the Philippines", "PHL", stage("agreed", "2024-12-05"), items=("rigid-hull boats",)),
    ),
    (
        "Notes with Mongolia were exchanged in February 2025.",
        _grant("Mongolia", "MNG", stage("agreed", "2025-02"), items=("air traffic radar",)),
    ),
    (
        "Thailand is being considered for the next year.",
        _grant("Thailand", "THA", stage("selected", None, "planned"), fiscal_year="JP-2025"),
    ),
    publisher="Ministry",
    url="https://example.org/osa",
)
BOATS = page(
    "2026-07-04",
    (
        "Japan handed over five patrol boats to the Bangladesh Navy on 2 July 2026.",
        {
            "kind": "transfer",
            "type": "grant",
            "programme": {"label": "Official Security Assistance (OSA)", "id": "OSA"},
            "participants": [actor("supplier", "Japan", "JPN"), actor("recipient", "Bangladesh", "BGD")],
            "stages": [stage("delivered", "2026-07-02", items=[0])],
            "items": [{"label": "patrol boats", "quantity": 5}],
        },
    ),
    publisher="Paper Two",
)
NOTES = page(
    "2023-11-16",
    (
        "Notes on a grant of 575 million yen were exchanged in Dhaka on 15 November 2023.",
        {
            "kind": "agreement",
            "type": "security-assistance",
            "participants": [JPN, BGD],
            "stages": [stage("signed", "2023-11-15")],
            "amount": {"value": 575000000, "currency": "JPY"},
        },
    ),
    publisher="Paper One",
)

_CITED = page(
    "2022-06-01",
    (
        "A dataset row.",
        {
            "kind": "agreement",
            "type": "mutual-defence",
            "participants": [USA, PHL],
            "stages": [stage("in-force", "1952-08-27")],
        },
    ),
    publisher="A dataset",
)
CITED = Page(
    _CITED.document,
    tuple(
        replace(
            r, evidence=(Evidence(quote="row 12", grade="cited", locator="row 12", source=SourceRef(title="A set")),)
        )
        for r in _CITED.records
    ),
)

PAGES: tuple[Page, ...] = (
    CITED,
    SAMPLE,
    RAA_SIGNED,
    RAA_SCHEDULED,
    RAA_IN_FORCE,
    RIVAL,
    DENIED,
    RECIPIENTS,
    BOATS,
    NOTES,
)


def claims_of(*pages: Page) -> tuple[Claim, ...]:
    return tuple(c for p in pages for c in p.claims)


def store_of(*pages: Page, registry: Registry | None = None) -> OxigraphStore:
    store = OxigraphStore()
    store.replace({e.graph: e.quads for e in (p.encoded for p in pages)})
    rebuild_view(store, registry)
    return store
