"""Alliances of two data sets: ATOP 4.01 [1]_ and Correlates of War 4.1 [2]_.

References
----------
.. [1] B. A. Leeds et al., "Alliance Treaty Obligations and Provisions, 1815-1944", International
   Interactions 28(3), 2002.
.. [2] D. M. Gibler, International Military Alliances, 1648-2008, CQ Press, 2009.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from kg.errors import SourceFileError
from kg.model import Record, Stage, from_json, to_json
from kg.registry import Registry
from kg.sources.batch import Batch
from kg.sources.dataset import (
    Collector,
    DataSet,
    Refused,
    Row,
    files_of,
    joined,
    mapped,
    number,
    partial_date,
    table,
    window,
)
from kg.sources.states import States

ATOP = DataSet(
    name="atop",
    title="Alliance Treaty Obligations and Provisions, version 4.01",
    publisher="Alliance Treaty Obligations and Provisions Project",
    url="http://www.atopdata.org/",
    published="2018",
    rights="cite; not redistributed",
    version="4.01",
)
COW = DataSet(
    name="cow",
    title="Formal Alliances, version 4.1",
    publisher="Correlates of War Project",
    url="https://correlatesofwar.org/data-sets/formal-alliances/",
    published="2013",
    rights="cite; not redistributed",
    version="4.1",
)
SINCE = 1945
"""Alliances that ended before are not taken: today's codes do not name the states of then."""

OBLIGATIONS = ("defense", "offense", "neutral", "nonagg", "consul")
FLAGS = {"0": "", "1": "yes", "": ""}
_ATOP = ("atopid", "begyr", "begmo", "begday", "endyr", "endmo", "endday", *OBLIGATIONS)
_MEMBER = (
    "version4id", "ccode", "state_name", "all_st_day", "all_st_month", "all_st_year", "all_end_day", "all_end_month",
    "all_end_year", "ss_type",
)  # fmt: skip
COW_TYPES = {
    "Type I: Defense Pact": ("mutual-defence", "defense"),
    "Type II: Neutrality": ("other", "neutrality"),
    "Type IIa: Non-Aggression Pact": ("other", "nonaggression"),
    "Type IIb: Non-Aggression Pact": ("other", "nonaggression"),
    "Type III: Entente": ("other", "entente"),
}


def load_atop(paths: Iterable[Path], *, registry: Registry, unverified: bool = False) -> Batch:
    """Read ATOP's alliance-level file: a row is an alliance, its members in ``mem1`` and on.

    Raises
    ------
    SourceFileError
        If it is another file, such as the member-level one, or an obligation has a value that nobody has mapped.
    """
    del unverified
    return joined(_atop(data, path.name, registry) for path, data in files_of(paths, ".csv", name="atop"))


def load_cow(paths: Iterable[Path], *, registry: Registry, unverified: bool = False) -> Batch:
    """Read the Correlates of War alliances by member: the rows of one alliance become one agreement.

    Raises
    ------
    SourceFileError
        If it is another file, such as the one by dyad, or the type of an alliance is new.
    """
    del unverified
    return joined(_cow(data, path.name, registry) for path, data in files_of(paths, ".csv", name="cow"))


def _atop(data: bytes, file: str, registry: Registry) -> Batch:
    if b"yrent" in data[:4000]:
        raise SourceFileError(
            f"{file} is ATOP by member; the loader reads it by alliance.", hint="Give atop-alliance-level.csv."
        )
    rows = list(table(data, file=file, required=(*_ATOP, "mem1")))
    states, out = States(registry), Collector(ATOP, file, data)
    last = max((number(r["begyr"]) or 0 for r in rows), default=SINCE)
    note = "Written alliances in effect since 1945, by the authors' rules; obligations, not practice."
    out.coverage = window(registry, kind="agreement", first=SINCE, last=last, note=note, checked_on="2018-01-01")
    for row in rows:
        obligations = [o for o in OBLIGATIONS if mapped(row[o], FLAGS, file=file, row=row.number, column=o)]

        def make(row: Row = row, obligations: Sequence[str] = obligations) -> Record:
            codes = [c for n in range(1, 60) if (c := row.cells.get(f"mem{n}", "").strip())]
            type_ = "mutual-defence" if {"defense", "offense"} & set(obligations) else "other"
            members = [(states.by_cow(c), f"state {c} of the Correlates of War list") for c in codes]
            dates = [partial_date(row[f"{x}yr"], row[f"{x}mo"], row[f"{x}day"]) for x in ("beg", "end")]
            return _alliance(members, type_, obligations, dates[0], dates[1], states)

        out.take(row.number, row["atopid"], ("beg*", "end*", "mem*", *OBLIGATIONS), make)
    return out.batch()


def _cow(data: bytes, file: str, registry: Registry) -> Batch:
    if b"ccode1" in data[:400]:
        raise SourceFileError(
            f"{file} is the file by dyad; the loader reads it by member, where an alliance of many is one.",
            hint="Give alliance_v4.1_by_member.csv.",
        )
    rows = list(table(data, file=file, required=_MEMBER))
    states, out = States(registry), Collector(COW, file, data)
    note = "Formal alliances in effect since 1945, to 2012."
    out.coverage = window(registry, kind="agreement", first=SINCE, last=2012, note=note, checked_on="2013-01-01")
    for alliance, found in groupby(
        sorted(rows, key=lambda r: (int(r["version4id"]), r.number)), key=lambda r: r["version4id"]
    ):
        group = list(found)
        kinds = [mapped(r["ss_type"], COW_TYPES_BY_NAME, file=file, row=r.number, column="ss_type") for r in group]

        def make(group: Sequence[Row] = group, kinds: Sequence[str] = kinds) -> Record:
            first = group[0]
            type_, obligation = COW_TYPES[kinds[0]]
            members = list(dict.fromkeys((states.by_cow(r["ccode"]), r["state_name"]) for r in group))
            dates = [
                partial_date(first[f"all_{x}_year"], first[f"all_{x}_month"], first[f"all_{x}_day"])
                for x in ("st", "end")
            ]
            return _alliance(members, type_, [obligation], dates[0], dates[1], states)

        columns = ("ccode", "all_st_*", "all_end_*", "ss_type")
        out.take(group[0].number, alliance, columns, make, rows=len(group))
    return out.batch()


COW_TYPES_BY_NAME = {name: name for name in COW_TYPES}


def _alliance(
    members: Sequence[tuple[str | None, str]],
    type_: str,
    obligations: Sequence[str],
    begun: str | None,
    ended: str | None,
    states: States,
) -> Record:
    if ended and int(ended[:4]) < SINCE:
        raise Refused(f"ended before {SINCE}")
    if not any(key for key, _ in members):
        raise Refused("no state of the registry")
    if len(members) < 2:
        raise Refused("fewer than two members")
    if begun and ended and ended < begun:
        raise Refused("ends before it begins")
    stages = [Stage(stage="signed", date=begun)] if begun else []
    stages += [Stage(stage="terminated", date=ended)] if ended else []
    record = Record(
        doc="alliances",
        kind="agreement",
        type=type_,
        participants=tuple(states.participant("party", key, name) for key, name in members),
        stages=tuple(stages),
    )
    provisions = [{"clause": o} for o in obligations]
    return from_json({**to_json(record), "instrument": {"provisions": provisions}}) if provisions else record
