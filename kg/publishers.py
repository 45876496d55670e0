"""Profiles of publishers: whose voice they are, who owns them, where they publish. The only reader of their file."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import RegistryError
from kg.ontology import ontology
from kg.registry import Registry
from kg.settings import shipped

COLUMNS = ("name", "aliases", "country", "ownership", "standing", "copy", "home", "source")
_SCHEMES = {"ownership": "ownership", "standing": "publisher-standing", "copy": "copy"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """One publisher.

    Attributes
    ----------
    aliases : tuple of str
        Other names, and the hosts of its sites.
    country : str or None
        Registry key of where it is established; None for an organisation of several states.
    ownership, standing, copy : str
        Notations of the ontology's schemes: who owns it, what kind of voice it is, whether it prints texts of its own.
    """

    name: str
    aliases: tuple[str, ...]
    country: str | None
    ownership: str
    standing: str
    copy: str
    home: str
    source: str

    @property
    def described(self) -> str:
        """What it is, in a few words."""
        words = [self.standing, self.ownership.replace("-", " "), self.country or "several states"]
        return ", ".join([*words, *([self.copy] if self.copy != "original" else [])])


@dataclass(frozen=True)
class Publishers:
    """All profiles, by name."""

    all: tuple[Publisher, ...]

    @classmethod
    def load(cls, folder: Path | None = None, *, registry: Registry | None = None) -> Publishers:
        """Read ``publishers.csv``.

        Raises
        ------
        RegistryError
            If a row lacks a value, or has one that its scheme does not know; names the line.
        """
        path = (folder or shipped("data", "registry")) / "publishers.csv"
        registry = registry or Registry.load()
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                raise RegistryError(f"{path.name} has other columns.", hint=f"They are {', '.join(COLUMNS)}.")
            found = [_publisher(row, f"{path.name} line {n}", registry) for n, row in enumerate(reader, 2)]
        taken: dict[str, str] = {}
        for p in found:
            for name in (p.name, *p.aliases):
                if taken.setdefault(name.casefold(), p.name) != p.name:
                    raise RegistryError(f"{path.name}: {name!r} names {taken[name.casefold()]} and {p.name}.")
        return cls(tuple(sorted(found, key=lambda p: p.name)))

    @cached_property
    def _names(self) -> dict[str, Publisher]:
        return {name.casefold(): p for p in self.all for name in (p.name, *p.aliases)}

    def find(self, name: str | None, url: str | None = None) -> Publisher | None:
        """Return the profile of a name, else of the site of an address; None where there is none."""
        if name and (found := self._names.get(name.casefold())):
            return found
        host = urlsplit(url or "").hostname or ""
        parts = host.split(".")
        return next((p for i in range(len(parts)) if (p := self._names.get(".".join(parts[i:])))), None)

    def names(self) -> Iterable[str]:
        """Return the names that have a profile."""
        return (p.name for p in self.all)


def _publisher(row: dict[str, str], where: str, registry: Registry) -> Publisher:
    for column in ("name", "ownership", "standing", "copy", "home", "source"):
        if not (row[column] or "").strip():
            raise RegistryError(f"{where}: {column} is empty.", hint="See data/registry/README.md.")
    for column, scheme in _SCHEMES.items():
        known = ontology().schemes[scheme]
        if row[column] not in known:
            raise RegistryError(f"{where}: {row[column]!r} is no {column}.", hint=f"Known: {', '.join(sorted(known))}.")
    if row["country"] and (row["country"] not in registry or registry.get(row["country"]).kind != "state"):
        raise RegistryError(f"{where}: {row['country']!r} is no polity.", hint="Give its ISO code.")
    for column in ("home", "source"):
        if not row[column].startswith(("http://", "https://")):
            raise RegistryError(f"{where}: {row[column]!r} is no address.", hint="It begins with http:// or https://.")
    aliases = tuple(a for a in row["aliases"].split(";") if a)
    return Publisher(**{**row, "aliases": aliases, "country": row["country"] or None})  # type: ignore[arg-type]


@cache
def profiles() -> Publishers:
    """Return the shipped profiles, read once."""
    return Publishers.load()
