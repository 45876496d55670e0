"""The known actors and their names: the only reader of ``data/registry``.

Plain CSV files, hand-written, a public source on every row of an actor. Keys are minted there and nowhere else.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from kg.errors import RegistryError, UnknownIdError
from kg.settings import shipped

KEY = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One actor, programme or exercise series of the registry.

    Attributes
    ----------
    key : str
        ``JPN``, ``JPN-MOD``, ``ASEAN``, ``OSA``.
    kind : str
        ``state``, ``organisation``, ``grouping``, ``programme`` or ``exercise``.
    cls : str
        The polity's status (``un-member``, …), the organisation's or grouping's class, the programme's type.
    polity : str or None
        The polity of an organisation, the owner of a programme, the sovereign of a territory.
    codes : tuple of (str, str)
        ``iso2``, ``iso3``, ``m49``, ``qid`` where known.
    """

    key: str
    label: str
    kind: str
    cls: str
    source: str
    polity: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    codes: tuple[tuple[str, str], ...] = ()
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A surface form; ``weak`` where it links only with support from its context."""

    text: str
    key: str
    kind: str
    weak: bool = False
    lang: str = "en"
    valid_from: str | None = None
    valid_until: str | None = None

    def holds_on(self, date: str | None) -> bool:
        """Whether the name was in use on a day, ``YYYY-MM-DD``; an unknown day excludes nothing."""
        if date is None:
            return True
        return (self.valid_from or "") <= date and (self.valid_until is None or date < self.valid_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """One actor's standing in a grouping over a stretch of time (half-open)."""

    grouping: str
    member: str
    role: str
    valid_from: str | None
    valid_until: str | None
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class Registry:
    """All entities, names and memberships; immutable after loading."""

    entities: tuple[Entity, ...]
    names: tuple[Name, ...]
    memberships: tuple[Membership, ...]
    _by_key: dict[str, Entity] = field(repr=False)

    FILES: ClassVar[dict[str, str]] = {
        "polities": "state",
        "organisations": "organisation",
        "groupings": "grouping",
        "programmes": "programme",
        "exercises": "exercise",
    }

    @classmethod
    def load(cls, folder: Path | None = None) -> Registry:
        """Read the registry's files.

        Parameters
        ----------
        folder : Path, optional
            A folder of the same shape; the shipped one without it.

        Raises
        ------
        RegistryError
            If a file is missing, a key is malformed or given twice, or a name belongs to no key.
        """
        folder = folder or shipped("data", "registry")
        entities = tuple(e for name, kind in cls.FILES.items() for e in _entities(folder / f"{name}.csv", kind))
        by_key: dict[str, Entity] = {}
        for entity in entities:
            if entity.key in by_key:
                raise RegistryError(
                    f"{entity.key} is given twice in {folder.name}.", hint="Keys are unique in all files."
                )
            by_key[entity.key] = entity
        names = tuple(_names(folder / "names.csv", by_key))
        memberships = tuple(_memberships(folder / "memberships.csv", by_key))
        return cls(entities, names, memberships, by_key)

    def __contains__(self, key: object) -> bool:
        """Whether the registry has the key."""
        return key in self._by_key

    def get(self, key: str) -> Entity:
        """Return the entity of a key.

        Raises
        ------
        UnknownIdError
            If there is none; the nearest keys are named.
        """
        try:
            return self._by_key[key]
        except KeyError:
            raise UnknownIdError(key, known=self._by_key) from None

    def find(self, text: str) -> Entity:
        """Return the entity that a user means by a key or by an unambiguous name, whatever the case.

        Raises
        ------
        UnknownIdError
            If nothing, or more than one thing, has that name.
        """
        if text.upper() in self._by_key:
            return self._by_key[text.upper()]
        folded = text.casefold().removeprefix("the ").strip()
        keys = sorted({n.key for n in self.names if n.text.casefold() == folded})
        if len(keys) == 1:
            return self._by_key[keys[0]]
        known = [*self._by_key, *(n.text for n in self.names)] if not keys else keys
        raise UnknownIdError(text, known=known)

    def names_of(self, key: str) -> tuple[Name, ...]:
        """Return the surface forms of a key, in the order of the file."""
        return tuple(n for n in self.names if n.key == key)

    def of_kind(self, kind: str) -> tuple[Entity, ...]:
        """Return the entities of one kind, by key."""
        return tuple(e for e in self.entities if e.kind == kind)


def _rows(path: Path, required: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    if not path.is_file():
        raise RegistryError(f"{path.name} is missing from {path.parent}.", hint="Restore it from the repository.")
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        missing = [c for c in required if c not in (reader.fieldnames or ())]
        if missing:
            raise RegistryError(
                f"{path.name} lacks the columns {', '.join(missing)}.", hint="See data/registry/README.md."
            )
        for number, row in enumerate(reader, 2):
            yield number, {k: (v or "").strip() for k, v in row.items() if k is not None}


def _entities(path: Path, kind: str) -> Iterator[Entity]:
    for number, row in _rows(path, ("key", "label", "source")):
        if not KEY.fullmatch(row["key"]) or not row["label"] or not row["source"]:
            raise RegistryError(
                f"{path.name} line {number}: {row['key']!r} needs a key of A–Z, 0–9 and hyphens, a label and a source.",
                hint="See data/registry/README.md.",
            )
        polity = row.get("polity") or row.get("owner") or row.get("parent") or None
        yield Entity(
            key=row["key"],
            label=row["label"],
            kind=kind,
            cls=row.get("status") or row.get("class") or row.get("type") or kind,
            source=row["source"],
            polity=polity,
            valid_from=row.get("status_from") or row.get("from") or row.get("founded") or None,
            valid_until=row.get("status_until") or row.get("until") or None,
            codes=tuple((c, row[c]) for c in ("iso2", "iso3", "m49", "qid") if row.get(c)),
            hosts=tuple(h for h in row.get("hosts", "").split(";") if h),
        )


def _names(path: Path, known: dict[str, Entity]) -> Iterator[Name]:
    for number, row in _rows(path, ("key", "name", "kind", "weak")):
        if row["key"] not in known or not row["name"]:
            raise RegistryError(
                f"{path.name} line {number}: the name {row['name']!r} belongs to the unknown key {row['key']!r}.",
                hint="Add the key to its file first.",
            )
        yield Name(
            text=row["name"],
            key=row["key"],
            kind=row["kind"],
            weak=row["weak"] == "yes",
            lang=row.get("lang") or "en",
            valid_from=row.get("from") or None,
            valid_until=row.get("until") or None,
        )


def _memberships(path: Path, known: dict[str, Entity]) -> Iterator[Membership]:
    for number, row in _rows(path, ("grouping", "member", "role", "source")):
        for column in ("grouping", "member"):
            if row[column] not in known:
                raise RegistryError(
                    f"{path.name} line {number}: {row[column]!r} is not a key.",
                    hint="Add it to its file first.",
                )
        yield Membership(
            grouping=row["grouping"],
            member=row["member"],
            role=row["role"],
            valid_from=row.get("from") or None,
            valid_until=row.get("until") or None,
            source=row["source"],
        )
