"""The known actors and places and their names: the only reader of ``data/registry``.

Plain CSV files, hand-written, a public source on every row of an actor or place; keys are minted nowhere else.
Places' names stand in a file of their own, so that no text links a place as an actor.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from kg.errors import RegistryError, UnknownIdError
from kg.settings import shipped

KEY = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
CODES = ("iso2", "iso3", "m49", "cow", "gw", "qid")


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
        ``iso2``, ``iso3``, ``m49``, ``cow``, ``gw``, ``qid`` where known.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A status that a polity had before its present one, over a stretch of time (half-open)."""

    key: str
    status: str
    valid_from: str | None
    valid_until: str
    sovereign: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceName:
    """A name of a place; ``user`` is the polity whose own name it is, None where it is nobody's in particular."""

    text: str
    key: str
    source: str
    user: str | None = None
    lang: str = "en"
    weak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A disputed or otherwise important place.

    Attributes
    ----------
    label : str
        The name of English charts, ahead of every claimant's.
    cls : str
        ``feature``, ``islands``, ``sea``, ``strait``, ``border-area``, ``line``, ``base`` or ``port``.
    claimants : tuple of str
        Keys of the polities that claim it or its islands, as the source names them; empty where it names none.
    part_of : str or None
        The place that it is a part of. A part is no other name of its whole.
    latitude, longitude : float or None
        In degrees, to one decimal place, north and east positive; None where the source gives no point.
    names : tuple of PlaceName
        First the label, then claimants' names by the claimant's key, then names of nobody in particular.
    """

    key: str
    label: str
    cls: str
    source: str
    claimants: tuple[str, ...] = ()
    part_of: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    names: tuple[PlaceName, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Registry:
    """All entities, names, memberships and places; immutable after loading."""

    entities: tuple[Entity, ...]
    names: tuple[Name, ...]
    memberships: tuple[Membership, ...]
    _by_key: dict[str, Entity] = field(repr=False)
    places: tuple[Place, ...] = ()
    standings: tuple[Standing, ...] = ()

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
            If a file is missing, a key is malformed, unknown or given twice, or a name belongs to no key.
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
        places = _places(folder / "places.csv", folder / "place_names.csv", by_key)
        standings = tuple(_standings(folder / "polity_status.csv", by_key))
        return cls(entities, names, memberships, by_key, places, standings)

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

    def find_place(self, text: str) -> Place:
        """Return the place that a user means by a key or by any of its names, whatever the case and the accents.

        >>> Registry.load().find_place("Bajo de Masinloc").label
        'Scarborough Shoal'

        Raises
        ------
        UnknownIdError
            If nothing, or more than one place, has that name.
        """
        folded = _fold(text)
        found = {p.key: p for p in self.places if p.key == text.upper() or folded in {_fold(n.text) for n in p.names}}
        if len(found) == 1:
            return next(iter(found.values()))
        raise UnknownIdError(text, known=sorted(found) or [t for p in self.places for t in (p.key, p.label)])

    def status_on(self, key: str, date: str) -> str | None:
        """Return a polity's status on a day, ``YYYY-MM-DD``; None where the registry does not say.

        >>> Registry.load().status_on("HKG", "1996-05-01"), Registry.load().status_on("HKG", "2026-05-01")
        ('territory', 'sar')

        Raises
        ------
        UnknownIdError
            If there is no such key.
        """
        if (self.get(key).valid_from or "") <= date:
            return self.get(key).cls
        former = (s for s in self.standings if s.key == key and (s.valid_from or "") <= date < s.valid_until)
        return next((s.status for s in former), None)

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
            codes=tuple((c, row[c]) for c in CODES if row.get(c)),
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
            _expect(row[column], known, path, number)
        yield Membership(
            grouping=row["grouping"],
            member=row["member"],
            role=row["role"],
            valid_from=row.get("from") or None,
            valid_until=row.get("until") or None,
            source=row["source"],
        )


def _standings(path: Path, known: dict[str, Entity]) -> Iterator[Standing]:
    for number, row in _rows(path, ("key", "status", "from", "until", "parent", "source")):
        for key in filter(None, (row["key"], row["parent"])):
            _expect(key, known, path, number)
        if not row["until"]:
            raise RegistryError(f"{path.name} line {number}: no end.", hint="The present status is in polities.csv.")
        yield Standing(
            key=row["key"],
            status=row["status"],
            valid_from=row["from"] or None,
            valid_until=row["until"],
            sovereign=row["parent"] or None,
            source=row["source"],
        )


def _places(path: Path, names: Path, known: dict[str, Entity]) -> tuple[Place, ...]:
    rows = list(_rows(path, ("key", "label", "class", "claimants", "part_of", "latitude", "longitude", "source")))
    by_place: dict[str, list[PlaceName]] = {row["key"]: [] for _, row in rows}
    for number, row in _rows(names, ("key", "name", "claimant", "lang", "weak", "source")):
        _expect(row["key"], by_place, names, number)
        if row["claimant"]:
            _expect(row["claimant"], known, names, number)
        by_place[row["key"]].append(
            PlaceName(
                text=row["name"],
                key=row["key"],
                source=row["source"],
                user=row["claimant"] or None,
                lang=row["lang"] or "en",
                weak=row["weak"] == "yes",
            )
        )
    return tuple(_place(row, number, path, known, by_place) for number, row in rows)


def _place(
    row: dict[str, str], number: int, path: Path, known: dict[str, Entity], names: dict[str, list[PlaceName]]
) -> Place:
    claimants = tuple(c for c in row["claimants"].split(";") if c)
    for claimant in claimants:
        _expect(claimant, known, path, number)
    _expect(row["part_of"] or row["key"], names, path, number)
    if not KEY.fullmatch(row["key"]) or row["key"] in known:
        raise RegistryError(
            f"{path.name} line {number}: {row['key']!r} is no key, or an actor's.", hint="Keys are unique in all files."
        )
    own = sorted(names[row["key"]], key=lambda n: (n.text != row["label"], n.user is None, n.user or "", n.text))
    return Place(
        key=row["key"],
        label=row["label"],
        cls=row["class"],
        source=row["source"],
        claimants=claimants,
        part_of=row["part_of"] or None,
        latitude=float(row["latitude"]) if row["latitude"] else None,
        longitude=float(row["longitude"]) if row["longitude"] else None,
        names=tuple(own),
    )


def _expect(key: str, known: dict[str, Entity] | dict[str, list[PlaceName]], path: Path, number: int) -> None:
    if key not in known:
        raise RegistryError(f"{path.name} line {number}: {key!r} is not a key.", hint="Add it to its file first.")


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("Đ", "D").replace("đ", "d").replace("’", "'"))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold().removeprefix("the ").strip()
