"""Codes and names of states in data sets, through the registry.

A state that the registry does not know keeps the data set's own name and stays unlinked; nothing is guessed.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files

from kg.errors import UnknownIdError
from kg.model import Participant
from kg.registry import Registry

_OTHER_NAMES = {
    "China, People's Republic of": "CHN", "Korea, Republic of South": "KOR", "Papua-New Guinea": "PNG",
    "Timor-Leste, Democratic Republic of": "TLS", "Kazakhstan, Republic Of": "KAZ", "Myanmar (Burma)": "MMR",
    "Hong Kong SAR China": "HKG", "Turkey": "TUR",
}  # fmt: skip
"""Names that data sets use and no text does, so that the registry has them not."""


@dataclass(frozen=True)
class States:
    """Look-ups of one registry."""

    registry: Registry
    _found: dict[str, str | None] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def _cow(self) -> Mapping[str, str]:
        return {c: e.key for e in self.registry.of_kind("state") if (c := dict(e.codes).get("cow"))}

    @cached_property
    def _gec(self) -> Mapping[str, str]:
        text = (files("kg.sources") / "data" / "country_codes.csv").read_text(encoding="utf-8")
        return {row["gec"]: row["iso3"] for row in csv.DictReader(text.splitlines()) if row["gec"]}

    def by_cow(self, code: str) -> str | None:
        """Return the key of a Correlates of War number; None where no polity of the registry has it today."""
        return self._cow.get(code.strip())

    def by_gec(self, code: str) -> str | None:
        """Return the key of a two-letter code of the CIA (GEC), which is not ISO's: AS is Australia.

        >>> States(Registry.load()).by_gec("as"), States(Registry.load()).by_gec("ch")
        ('AUS', 'CHN')
        """
        key = self._gec.get(code.strip().upper())
        return key if key in self.registry else None

    def by_name(self, name: str) -> str | None:
        """Return the key of a state by its name; None where the registry has no state, or several, of that name."""
        name = name.strip()
        if name not in self._found:
            self._found[name] = self._find(name)
        return self._found[name]

    def _find(self, name: str) -> str | None:
        key = _OTHER_NAMES.get(name)
        if key is None:
            try:
                entity = self.registry.find(name)
            except UnknownIdError:
                return None
            key = entity.key if entity.kind == "state" else None
        return key if key in self.registry else None

    def participant(self, role: str, key: str | None, name: str) -> Participant:
        """Return a state as a participant: by the registry's name, else by the data set's and unlinked."""
        label = self.registry.get(key).label if key else name
        return Participant(role=role, label=label, kind="state", id=key)
