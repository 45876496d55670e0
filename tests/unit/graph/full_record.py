"""One page with every optional field of the contract: made up, for tests only."""

from __future__ import annotations

from tests.unit.graph.corpus import JPN, PHL, actor, page, person, stage

AGREEMENT = {
    "kind": "agreement",
    "type": "reciprocal-access",
    "name": "Reciprocal Access Agreement",
    "subtype": "raa",
    "topics": ["access", "hadr", "Arctic"],
    "series": {"label": "Access agreements of Japan", "edition": 3},
    "sites": [
        {"label": "Subic Bay", "country": "PHL", "role": "port"},
        {"label": "Cape Lookout", "country": "the archipelago", "role": "lighthouse"},
    ],
    "links": [
        {"rel": "implements", "label": "Memorandum on Defence Cooperation"},
        {"rel": "replaces", "type": "defence-cooperation", "date": "2015"},
    ],
    "undisclosed": ["the text of the annex", "the schedule"],
    "instrument": {
        "form": "treaty",
        "binding": "binding",
        "level": "state",
        "publicity": "published",
        "entry": "on-notes",
        "validity": {"from": "2025-09-11", "until": "2035-09", "duration": "ten years", "renewal": "automatic",
                     "notice": "one year"},
        "provisions": [{"clause": "jurisdiction", "beneficiary": "sending state"}, {"clause": "driving licences"}],
    },
    "participants": [
        {**JPN, "subclass": "ministry", "country": "JPN"},
        PHL,
        person("signatory", "Gilberto Teodoro", "PHL", via="PHL-DND", country="PHL"),
    ],
    "stages": [
        stage("signed", "2024-07-08", basis="stated"),
        stage("ratified", None, "planned", force="conditional", condition="once the Diet consents", by="JPN"),
        stage("in-force", "2024-08", "asserted", basis="alleged", alleged_by="a blogger", denied_by="the ministry"),
    ],
}  # fmt: skip
MEMORANDUM = {
    "kind": "agreement",
    "type": "defence-cooperation",
    "name": "Memorandum on Defence Cooperation",
    "participants": [JPN, PHL],
    "stages": [stage("signed", "2015")],
}
TRANSFER = {
    "kind": "transfer",
    "type": "grant",
    "fiscal_year": "JP-2023",
    "undisclosed": "the price of each radar",
    "participants": [actor("supplier", "Japan", "JPN"), actor("recipient", "the Philippines", "PHL")],
    "items": [
        {"label": "coastal radars", "quantity": 5, "basis": "stated-for-this", "min": 4, "max": 5, "unit": "sets",
         "end_user": "PHL-PN"},
        {"label": "drones", "basis": "programme-example", "end_user": "the river police"},
    ],
    "stages": [stage("agreed", "2023-11-03", items=[0], min=4, max=5)],
    "amount": {"value": 600000000, "currency": "JPY"},
    "amounts": [
        {"value": 600000000, "currency": "JPY", "basis": "grant-ceiling", "from": "2023", "until": "2024-03"},
        {"value": 4000000, "min": 3900000.5, "max": 4100000, "currency": "USD", "basis": "insured", "converted": True},
    ],
}  # fmt: skip
EXERCISE = {
    "kind": "engagement",
    "type": "exercise",
    "subtype": "lighthouse drill",
    "name": "Balikatan 2024",
    "series": {"label": "Balikatan", "id": "BALIKATAN", "edition": "39th"},
    "participants": [actor("host", "the Philippines", "PHL"), actor("participant", "Japan", "JPN")],
    "assets": [{"label": "frigates", "quantity": 2, "owner": "JPN-MSDF"}, {"label": "boats", "owner": "a contractor"}],
    "stages": [stage("held", "2024-04-22", end_date="2024-05-10")],
}
FULL = page(
    "2024-08-20",
    (
        "Japan and the Philippines signed the Reciprocal Access Agreement on 8 July 2024.",
        {**AGREEMENT, "for": {"sites/0": "Ships may call at Subic Bay."}},
    ),
    ("A Memorandum on Defence Cooperation dates from 2015.", MEMORANDUM),
    ("Notes on five coastal radars were exchanged on 3 November 2023.", TRANSFER),
    ("Balikatan was held from 22 April to 10 May 2024.", EXERCISE),
    publisher="Full paper",
    url="https://example.org/full",
    rights="All rights reserved",
)
