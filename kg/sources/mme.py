"""Multinational military exercises, version 7 [1]_: one row, one exercise, 1980 to 2010.

References
----------
.. [1] J. Bernhardt and L. Sukin, "Joint Military Exercises and Crisis Dynamics on the Korean Peninsula", Journal of
   Conflict Resolution 65(5), 2021.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kg.model import Participant, Record, Stage, from_json, to_json
from kg.registry import Registry
from kg.sources.batch import Batch
from kg.sources.dataset import Collector, DataSet, Refused, Row, files_of, joined, number, partial_date, table, window
from kg.sources.states import States

ABOUT = DataSet(
    name="mme",
    title="Multinational Military Exercises, version 7",
    publisher="Jordan Bernhardt and Lauren Sukin",
    url="https://doi.org/10.1177/0022002720972180",
    published="2021",
    rights="cite; not redistributed",
    version="7",
)
FIRST, LAST = 1980, 2010
MISSING = frozenset({"", "-9", "-99", "xx", "NA"})
NO_STATE = {"NATO": "NATO"}
_DATES = ("s.year", "s.month", "s.day", "e.year", "e.month", "e.day")


def load(paths: Iterable[Path], *, registry: Registry, unverified: bool = False) -> Batch:
    """Read the exercises.

    The columns of year, month and day are read, not the texts beside them, whose order of day and month changes. What
    is ``-9`` or ``xx`` is missing: it is no name, no place, no participant and no day.

    Raises
    ------
    SourceFileError
        If columns are missing.
    """
    del unverified
    return joined(_load(data, path.name, registry) for path, data in files_of(paths, ".csv", name="mme"))


def _load(data: bytes, file: str, registry: Registry) -> Batch:
    states, out = States(registry), Collector(ABOUT, file, data)
    note = "Exercises of two or more states that the authors found in news and official texts."
    out.coverage = window(
        registry, kind="engagement", types=("exercise",), first=FIRST, last=LAST, note=note, checked_on="2021-01-01"
    )
    for row in table(data, file=file, required=("MMEID", "Ex_Name", "Series_Name", "Location", *_DATES, "StateA")):

        def make(row: Row = row) -> Record:
            return _record(row, states)

        out.take(row.number, row["MMEID"], ("Ex_Name", "Series_Name", "Location", "s.*", "e.*", "State*"), make)
    return out.batch()


def _text(value: str) -> str | None:
    return None if value.strip() in MISSING else value.strip()


def _record(row: Row, states: States) -> Record:
    names = list(dict.fromkeys(n for c, v in row.cells.items() if c.startswith("State") and (n := _text(v))))
    participants = []
    for name in names:
        if name in NO_STATE and NO_STATE[name] in states.registry:
            participants.append(Participant(role="participant", label=name, kind="grouping", id=NO_STATE[name]))
        else:
            participants.append(states.participant("participant", states.by_name(name), name))
    if not any(p.kind == "state" and p.id for p in participants):
        raise Refused("no state of the registry")
    if len(participants) < 2:
        raise Refused("fewer than two participants")
    start = partial_date(*(row[c] for c in _DATES[:3]))
    end = partial_date(*(row[c] for c in _DATES[3:]))
    if start and end and end[: len(start)] < start[: len(end)]:
        raise Refused("ends before it starts")
    year = number(row["s.year"])
    if year is not None and not FIRST - 1 <= year <= LAST + 1:
        raise Refused(f"a year outside {FIRST} to {LAST}")
    place = _text(row["Location"])
    record = Record(
        doc="mme",
        kind="engagement",
        type="exercise",
        name=_text(row["Ex_Name"]),
        participants=tuple(participants),
        stages=(Stage(stage="held", date=start, end_date=end if start else None, place=place),),
    )
    series = _text(row["Series_Name"])
    extra: dict[str, Any] = {"series": {"label": series}} if series else {}
    return from_json({**to_json(record), **extra}) if extra else record
