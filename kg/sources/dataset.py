"""What the loaders of data sets share: rows with their numbers, sentinels, partial dates, and the batch they end in."""

from __future__ import annotations

import csv
import gzip
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.errors import InvalidDateError, KGError, MissingPathError, SourceFileError, nearest
from kg.model import Evidence, PartialDate, Record, SourceRef
from kg.registry import Registry
from kg.settings import shipped
from kg.sources.batch import CONFIDENCE, Batch, Cited, Problem, cited_document
from kg.sources.curated.coverage import Coverage

MAX_BYTES = 200_000_000


class Refused(Exception):
    """A row that is not taken, with the reason that it is counted under; it never leaves this package."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number as a spreadsheet shows it (the header is 1) and its cells by column."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a cell, stripped."""
        return self.cells[column].strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet:
    """What a loader says of its data set: cited in every receipt."""

    name: str
    title: str
    publisher: str
    url: str
    published: str
    rights: str
    version: str

    def source(self, data: bytes, accessed: str | None = None) -> SourceRef:
        """Return the publication behind the receipts of one file."""
        return SourceRef(
            publisher=self.publisher,
            title=self.title,
            url=self.url,
            published=self.published,
            accessed=accessed,
            rights=self.rights,
            sha256=hashlib.sha256(data).hexdigest(),
        )


@dataclass
class Collector:
    """Collects the records of one file, and counts what was not taken.

    Attributes
    ----------
    known : DataSet
        What is cited.
    data : bytes
        The file: its hash names the document.
    """

    known: DataSet
    file: str
    data: bytes
    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    read: int = 0
    taken: int = 0
    coverage: tuple[Coverage, ...] = ()
    _keys: set[str] = field(default_factory=set, repr=False)

    def __post_init__(self) -> None:
        self.ref = self.known.source(self.data)

    def take(self, row: int, key: str, columns: Iterable[str], make: Callable[[], Record], *, rows: int = 1) -> None:
        """Make the record of a row (or of several that belong together), or count why there is none.

        Parameters
        ----------
        row : int
            Number in the file.
        key : str
            Names the record in the data set; without spaces.
        columns : iterable of str
            Where in the row the record's parts stand: goes into the receipt.
        make : callable
            Returns the record without document and receipt.
        """
        self.read += rows
        if key in self._keys:  # a data set that names two rows alike means two things by it
            key = f"{key}.row-{row}"
        self._keys.add(key)
        try:
            made = make()
        except (Refused, InvalidDateError) as error:
            reason = str(error) if isinstance(error, Refused) else "a date that does not exist"
            self.refused[reason] += rows
            self.problems.append(Problem(self.file, row, key, f"not taken: {reason}.", severity="warning"))
            return
        except KGError as error:
            raise SourceFileError(f"{self.file} row {row}: {error.message}", hint=error.hint) from None
        where = f"version {self.known.version}, row {row} ({key}), columns {', '.join(columns)}"
        receipt = Evidence(quote="", grade="cited", source=self.ref, locator=where)
        self.records.append(
            replace(
                made,
                evidence=(receipt,),
                confidence=CONFIDENCE,
                extractor=f"dataset {self.known.name} 1",
                rule=f"{self.known.name} {key}",
            )
        )
        self.taken += rows

    def batch(self) -> Batch:
        """Return everything as a batch of one document."""
        sha256 = self.ref.sha256 or ""
        document = cited_document(self.ref, id=sha256, extent="row")
        records = tuple(replace(r, doc=sha256) for r in self.records)
        sources = (Cited(document, records, coverage=self.coverage),) if records else ()
        return Batch(sources, tuple(self.problems), read=self.read, loaded=self.taken, refused=self.refused)


def joined(batches: Iterable[Batch]) -> Batch:
    """Return several files' batches as one; a file given twice counts once."""
    found = {b.sources[0].document.id if b.sources else str(i): b for i, b in enumerate(batches)}
    all_ = tuple(found.values())
    return Batch(
        tuple(s for b in all_ for s in b.sources),
        tuple(p for b in all_ for p in b.problems),
        read=sum(b.read for b in all_),
        loaded=sum(b.loaded for b in all_),
        refused=sum((b.refused for b in all_), Counter()),
    )


def files_of(paths: Iterable[Path], suffix: str, *, name: str, ships: bool = False) -> Iterator[tuple[Path, bytes]]:
    """Yield the files that a user means, with their bytes: themselves, or those of a folder with a suffix.

    A packed file (``.gz``) is unpacked, and bears its name without that. Where the data set `ships`, no path means the
    extract in ``data/built``.

    Raises
    ------
    MissingPathError
        If a path does not exist.
    SourceFileError
        If none is given, a folder holds none, or one is too large.
    """
    given = list(paths) or ([shipped("data", "built", name)] if ships else [])
    if not given:
        raise SourceFileError(f"{name} is no part of this project.", hint=f"Give your own copy: kg load {name} FILE.")
    for path in given:
        if not path.exists():
            raise MissingPathError(path)
        found = sorted(f for s in (suffix, f"{suffix}.gz") for f in path.rglob(f"*{s}")) if path.is_dir() else [path]
        if not found:
            raise SourceFileError(f"{path} holds no {suffix} file.", hint="Give the file itself.")
        for file in found:
            if file.stat().st_size > MAX_BYTES:
                raise SourceFileError(f"{file.name} has more than {MAX_BYTES:,} bytes.", hint="Is it the right file?")
            yield (file.with_suffix(""), _unpacked(file)) if file.suffix == ".gz" else (file, file.read_bytes())


def _unpacked(file: Path) -> bytes:
    try:
        with gzip.open(file) as handle:
            data = handle.read(MAX_BYTES + 1)
    except (OSError, EOFError) as error:
        raise SourceFileError(f"{file.name} does not unpack: {error}.", hint="Is it the whole file?") from None
    if len(data) > MAX_BYTES:
        raise SourceFileError(f"{file.name} unpacks to more than {MAX_BYTES:,} bytes.", hint="Is it the right file?")
    return data


def table(data: bytes, *, file: str, required: Iterable[str]) -> Iterator[Row]:
    """Yield the rows of a CSV file.

    Raises
    ------
    SourceFileError
        If it is not UTF-8, lacks a column, or a row has more cells than the header.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceFileError(f"{file} is not UTF-8: byte {error.start}.", hint="Save it as UTF-8.") from None
    reader = csv.DictReader(text.splitlines(keepends=True))
    columns = reader.fieldnames or []
    missing = [c for c in required if c not in columns]
    if missing:
        hint = nearest(missing[0], columns) if columns else ""
        raise SourceFileError(f"{file} lacks the columns {', '.join(missing)}.", hint=hint)
    for number, cells in enumerate(reader, 2):
        if None in cells:
            raise SourceFileError(f"{file} row {number} has more cells than the header.", hint="Is a quote missing?")
        yield Row(number, {k: v or "" for k, v in cells.items()})


def number(text: str) -> int | None:
    """Return a whole number; None for an empty cell and for every negative one, which are codes for missing values.

    >>> number("1984"), number("-77"), number(""), number("xx")
    (1984, None, None, None)
    """
    text = text.strip()
    try:
        value = int(float(text))
    except ValueError:
        return None
    return value if value >= 0 else None


def partial_date(year: str, month: str = "", day: str = "") -> str | None:
    """Return a date at the precision that its cells have; None without a year. 0 and codes are no values.

    >>> partial_date("1984", "4", "1"), partial_date("1990", "3", "xx"), partial_date("1990", "-99", "4")
    ('1984-04-01', '1990-03', '1990')

    Raises
    ------
    InvalidDateError
        If the cells name a day that does not exist.
    """
    values = [number(year), number(month), number(day)]
    if not values[0]:
        return None
    kept: list[int] = []
    for value in values:
        if not value:
            break
        kept.append(value)
    return str(PartialDate(*kept))


def mapped(value: str, table_: dict[str, str], *, file: str, row: int, column: str) -> str:
    """Return what a category is here.

    Raises
    ------
    SourceFileError
        If nobody has mapped it: a new version may mean something else by it, so nothing of the file is taken.
    """
    if value not in table_:
        raise SourceFileError(
            f"{file} row {row}: {value!r} is a {column} that nobody has mapped.", hint=nearest(value, table_)
        )
    return table_[value]


def window(
    registry: Registry, *, kind: str, first: int, last: int, note: str, checked_on: str, types: tuple[str, ...] = ()
) -> tuple[Coverage, ...]:
    """Return a data set's coverage window as a statement: its years, and every state of its code system."""
    states = tuple(sorted(e.key for e in registry.of_kind("state") if dict(e.codes).get("cow")))
    return (
        Coverage(
            kind=kind,
            types=types,
            polities=states,
            first=f"{first:04}",
            last=f"{last:04}",
            languages=("en",),
            completeness="best-effort",
            checked_by="the data set's authors",
            checked_on=checked_on,
            note=note,
        ),
    )
