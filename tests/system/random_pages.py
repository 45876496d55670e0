"""Pages drawn at random that have much to do with each other: few states, few names, near days, repeated texts.

They state nothing about the world.
"""

from __future__ import annotations

import random
from typing import Any

from tests.unit.graph.corpus import Page, actor, page, person, stage

STATES = (("JPN", "Japan"), ("PHL", "the Philippines"), ("AUS", "Australia"))
PEOPLE = (
    ("Gen Nakatani", "Nakatani Gen", "Nakatani", "G. Nakatani", "the Defence Minister"),
    ("Gilberto Teodoro", "Gilberto C. Teodoro Jr.", "Teodoro", "Secretary Teodoro", "the Defence Minister"),
    ("Richard Marles", "Marles", "R. Marles", "Richard D. Marles", "the Foreign Minister"),
)  # fmt: skip
BODIES = ("Coastal Watch Office", "CWO", "Coastal Watch Office (CWO)", "National Coastal Watch Office")
OFFICES = ("Minister of Defence", "Defence Minister", "Foreign Minister", "Minister", "Ambassador to Japan")
DAYS = ("2024-07-08", "2024-07-09", "2024-07", "2024-08-20", "2024", None, "2023-11-03")
NAMES = (
    None,
    None,
    "Harbour Light Initiative",
    "Reciprocal Access Agreement",
    "Exercise Long Reef 2024",
    "Long Reef 2024",
)
PUBLISHERS = ("Paper One", "PAPER ONE", "Paper Two", "Ministry of Defence", "Kyodo News", None)
TEXTS = (
    "The two sides met for talks in the capital and agreed to go on with the work that they had begun last year.",
    "Officials said that the ships would be handed over before the end of the fiscal year, after trials at sea.",
    "A joint statement welcomed the progress made since the last meeting and asked for more exercises together.",
)
TYPES = {
    "agreement": ("reciprocal-access", "logistics-support", "other", None),
    "engagement": ("dialogue", "exercise", "visit", "summit"),
    "transfer": ("grant", "sale"), "incident": ("confrontation", "other"), "stance": ("concern", None),
    "partnership": ("strategic", None), "programme": ("assistance", None), "post": (None,),
}  # fmt: skip
STAGES = {
    "agreement": ("signed", "in-force", "negotiating"), "engagement": ("held", "planned"),
    "transfer": ("agreed", "pledged", "delivered"), "incident": ("occurred",), "stance": ("stated",),
    "partnership": ("established",), "programme": ("launched",), "post": ("holds", "appointed", "left"),
}  # fmt: skip


def _record(draw: random.Random) -> dict[str, Any]:
    kind = draw.choice(list(TYPES))
    one, two = draw.sample(range(len(STATES)), 2)
    a, b = (actor(role, STATES[n][1], STATES[n][0]) for role, n in zip(_roles(kind), (one, two), strict=True))
    whose = {"agreement": "signatory", "engagement": "participant", "stance": "actor"}.get(kind)
    people = [person(whose, draw.choice(PEOPLE[n]), STATES[n][0])
              for n in (one, two) if whose and draw.random() < 0.5]  # fmt: skip
    for p in people:
        if draw.random() < 0.4:
            p["capacity"] = {"label": draw.choice(OFFICES)}
    data: dict[str, Any] = {
        "kind": kind, "type": draw.choice(TYPES[kind]), "participants": [a, b, *people],
        "stages": [stage(draw.choice(STAGES[kind]), draw.choice(DAYS), draw.choice(("asserted", "asserted", "planned")))
                   for _ in range(draw.randrange(1, 3))],
    }  # fmt: skip
    if kind == "post":
        holder = person("holder", draw.choice(PEOPLE[one][:-1]))
        data |= {"name": draw.choice(OFFICES), "participants": [holder, actor("of", *STATES[one][::-1])]}
    elif kind == "programme" or draw.random() < 0.4:
        data["name"] = draw.choice(NAMES) or ("OSA" if kind == "programme" else None)
    if kind == "transfer":
        data["items"] = [{"label": draw.choice(("patrol boats", "radars")), "quantity": draw.choice((2, 5, None))}]
    if whose and draw.random() < 0.3:
        data["participants"].append(actor(_roles(kind)[0], draw.choice(BODIES), None, "organisation",
                                          on_behalf_of=STATES[one][0]))  # fmt: skip
    if kind in ("transfer", "engagement") and draw.random() < 0.5:
        data["programme"] = {"label": draw.choice(("Harbour Light Initiative", "OSA", "Light Harbour"))}
    if draw.random() < 0.3:
        link: dict[str, Any] = draw.choice((
            {"label": draw.choice(NAMES[2:])}, {"type": "reciprocal-access", "date": "2024-07-08"}, {"id": "OSA"},
        ))  # fmt: skip
        data["links"] = [{"rel": "implements", **link}]
    return data


def _roles(kind: str) -> tuple[str, str]:
    return {
        "agreement": ("party", "party"), "transfer": ("supplier", "recipient"), "incident": ("initiator", "target"),
        "stance": ("actor", "target"), "engagement": ("participant", "participant"), "partnership": ("party", "party"),
        "programme": ("owner", "beneficiary"), "post": ("of", "of"),
    }[kind]  # fmt: skip


def random_page(draw: random.Random, number: int) -> Page:
    """Return a page of one to three records, some of whose sentences other pages have too."""
    own = " ".join(f"Matter {number} was raised as item {n} of the day." for n in range(draw.randrange(2)))
    head = draw.sample(TEXTS, draw.randrange(1, 4))
    records = []
    for n in range(draw.randrange(1, 4)):
        records.append(
            (f"Report {number if draw.random() < 0.5 else 0}, part {n}. {' '.join(head)} {own}", _record(draw))
        )
    more: dict[str, Any] = {}
    if draw.random() < 0.2:
        more["via"] = draw.choice(("Kyodo News", "paper two"))
    if draw.random() < 0.2:
        more["inputs"] = "Kyodo"
    if draw.random() < 0.3:
        more["url"] = draw.choice(("https://paper.example/a", "https://mod.gov.example/b"))
    day = draw.choice(("2024-07-08", "2024-07-10", "2024-09-01", "2025-03-02", None))
    return page(day, *records, publisher=draw.choice(PUBLISHERS), **more)


def tenure_page() -> Page:
    """Return a curated tenure, from which holders of offices are inferred."""
    record = {
        "kind": "post", "name": "Minister of Defence", "extractor": "curated 1", "rule": "offices jpn-1",
        "participants": [person("holder", "Gen Nakatani"), actor("of", "Japan", "JPN")],
        "stages": [stage("appointed", "2023-01-01")],
    }  # fmt: skip
    return page("2025-06-01", ("Gen Nakatani has been minister since 2023.", record), publisher="A list")
