"""The CIA World Factbook as JSON, one file a state: memberships in groupings that the registry knows; public domain."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kg.errors import SourceFileError
from kg.model import Participant, Record, Stage
from kg.namespaces import slug
from kg.registry import Registry
from kg.sources.batch import Batch
from kg.sources.dataset import Collector, DataSet, Refused, files_of, joined
from kg.sources.states import States

ABOUT = DataSet(
    name="factbook",
    title="The World Factbook, JSON",
    publisher="Central Intelligence Agency",
    url="https://github.com/factbook/factbook.json",
    published="2026-01",
    rights="https://creativecommons.org/publicdomain/zero/1.0/",
    version="2026-01",
)
FIELD = "International organization participation"
QUALIFIERS = {
    "": "member", "observer": "observer", "permanent": "member", "nonregional member": "member",
    "nonregional": "member", "temporary": "member", "Chinese Taipei": "member",
}  # fmt: skip
"""What stands in parentheses after a body to the contract's stage. Everything else makes "member" false."""
NOT_MEMBERS = frozenset(
    "NGOs|national committees|partner|partners|dialogue partner|dialogue member|sectoral dialogue partner|associate|"
    "associate member|associate members|correspondent|implementing country|candidate country|compliant country|"
    "subbureau|signatory|enhanced engagement|subscriber|suspended|2024|withdrawn".split("|")
)


def load(paths: Iterable[Path], *, registry: Registry, unverified: bool = False) -> Batch:
    """Read the states' files: each body of the list is a row.

    The two letters of a file's name are the CIA's code, not ISO's: ``as`` is Australia, ``ch`` China.

    Raises
    ------
    SourceFileError
        If a file is not that JSON, or a role stands in parentheses that nobody has mapped.
    """
    del unverified
    return joined(_load(data, path, registry) for path, data in files_of(paths, ".json", name="factbook", ships=True))


def split_list(text: str) -> list[str]:
    """Split a list at its commas, not at those inside parentheses.

    >>> split_list("ADB (nonregional member, since 1966), APEC, ISO (correspondent)")
    ['ADB (nonregional member, since 1966)', 'APEC', 'ISO (correspondent)']
    """
    return [part.strip() for part in re.split(r",(?![^()]*\))", re.sub(r"<[^>]*>", "", text)) if part.strip()]


def _load(data: bytes, path: Path, registry: Registry) -> Batch:
    try:
        whole: Any = json.loads(data)
        text = (whole.get("Government", {}).get(FIELD) or {}).get("text", "")
    except (ValueError, AttributeError) as error:
        raise SourceFileError(
            f"{path.name} is not the Factbook's JSON: {error}.", hint="Give a state's file."
        ) from None
    out = Collector(ABOUT, path.name, data)
    key = States(registry).by_gec(path.stem)
    for number, entry in enumerate(split_list(text), 1):
        name, _, qualifier = entry.partition("(")
        qualifier = qualifier.rstrip(")").strip()
        if qualifier not in QUALIFIERS and qualifier not in NOT_MEMBERS:
            raise SourceFileError(
                f"{path.name}: {entry!r} has a role that nobody has mapped.",
                hint=f"Known: {', '.join(sorted(filter(None, {*QUALIFIERS, *NOT_MEMBERS})))}.",
            )

        def make(name: str = name.strip(), qualifier: str = qualifier) -> Record:
            return _record(key, name, qualifier, registry)

        out.take(number, f"{path.stem}.{slug(name.strip())}", (f"Government, {FIELD}",), make)
    return out.batch()


def _record(key: str | None, name: str, qualifier: str, registry: Registry) -> Record:
    if key is None:
        raise Refused("no state of the registry")
    if qualifier in NOT_MEMBERS:
        raise Refused(f"neither member nor observer: {qualifier}")
    found = {n.key for n in registry.names if n.text == name and registry.get(n.key).kind == "grouping"}
    if len(found) != 1:
        raise Refused("no grouping of the registry")
    grouping = registry.get(found.pop())
    return Record(
        doc="factbook",
        kind="membership",
        participants=(
            Participant(role="member", label=registry.get(key).label, kind="state", id=key),
            Participant(role="grouping", label=grouping.label, kind="grouping", id=grouping.key),
        ),
        stages=(Stage(stage=QUALIFIERS[qualifier]),),
    )
