"""The Defense Cooperation Agreement Dataset, version 1.0 [1]_: one row, one bilateral agreement, 1980 to 2010.

References
----------
.. [1] B. J. Kinne, "The Defense Cooperation Agreement Dataset (DCAD)", Journal of Conflict Resolution 64(4), 2020.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from kg.model import Record, Stage, from_json, to_json
from kg.registry import Registry
from kg.sources.batch import Batch
from kg.sources.dataset import Collector, DataSet, Refused, Row, files_of, joined, mapped, partial_date, table, window
from kg.sources.states import States

ABOUT = DataSet(
    name="dcad",
    title="Defense Cooperation Agreement Dataset, version 1.0",
    publisher="Brandon J. Kinne",
    url="https://doi.org/10.1177/0022002719857796",
    published="2020",
    rights="cite; not redistributed",
    version="1.0",
)
TYPES = {
    "DCA": "defence-cooperation", "DIC": "information-security", "TREX": "defence-cooperation",
    "PROCUREMENT": "equipment-transfer", "RESEARCH": "co-development", "COMMISSION": "defence-cooperation",
}  # fmt: skip
"""Its categories to the contract's types. PROCUREMENT are frameworks for buying, not contracts."""
TOPICS = {
    "DCA": "", "DIC": "information", "TREX": "training", "PROCUREMENT": "industry", "RESEARCH": "industry",
    "COMMISSION": "",
}  # fmt: skip
TERMINATED = {"0": "", "1": "yes", "-88": "", "-99": "", "": ""}
FIRST, LAST = 1980, 2010
_COLUMNS = (
    "ccode1", "cowName1", "ccode2", "cowName2", "signDay", "signMonth", "signYear", "EIFDay", "EIFMonth", "EIFYear",
    "category1", "category2", "category3", "terminated", "DCAid",
)  # fmt: skip


def load(paths: Iterable[Path], *, registry: Registry, unverified: bool = False) -> Batch:
    """Read DCAD's agreement-level file.

    Rows without a state of the registry, of one state with itself, and whose code and name are two states' are not
    taken, and counted. Negative numbers are codes for missing values and never values.

    Raises
    ------
    SourceFileError
        If columns are missing, or a category is new.
    """
    del unverified
    return joined(_load(data, path.name, registry) for path, data in files_of(paths, ".csv", name="dcad"))


def _load(data: bytes, file: str, registry: Registry) -> Batch:
    rows = list(table(data, file=file, required=_COLUMNS))
    states, owners = States(registry), _owners(rows)
    out = Collector(ABOUT, file, data)
    note = "Bilateral agreements that the authors found in treaty series and newswires; most lack entry into force."
    out.coverage = window(registry, kind="agreement", first=FIRST, last=LAST, note=note, checked_on="2020-01-01")
    for row in rows:
        categories = [c for n in "123" if (c := row[f"category{n}"])]
        types = [mapped(c, TYPES, file=file, row=row.number, column="category") for c in categories]
        ended = mapped(row["terminated"], TERMINATED, file=file, row=row.number, column="terminated")

        def make(
            row: Row = row, categories: Sequence[str] = categories, types: Sequence[str] = types, ended: str = ended
        ) -> Record:
            return _record(row, categories, types, ended, states, owners)

        out.take(row.number, row["DCAid"], ("ccode1", "ccode2", "sign*", "EIF*", "category*", "terminated"), make)
    return out.batch()


def _owners(rows: Iterable[Row]) -> dict[str, str]:
    """Return the code that each abbreviation mostly stands beside; a state may have two, as KOR and ROK."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for n in "12":
            seen[row[f"cowName{n}"]][row[f"ccode{n}"]] += 1
    return {name: min(codes, key=lambda c: (-codes[c], c)) for name, codes in seen.items()}


def _record(
    row: Row, categories: Sequence[str], types: Sequence[str], ended: str, states: States, owners: dict[str, str]
) -> Record:
    for n in "12":
        if owners[row[f"cowName{n}"]] != row[f"ccode{n}"]:
            raise Refused("code and name are of two states")
    if row["ccode1"] == row["ccode2"]:
        raise Refused("a state with itself")
    keys = [states.by_cow(row[f"ccode{n}"]) for n in "12"]
    if not any(keys):
        raise Refused("no state of the registry")
    stages: list[Stage] = []
    signed = partial_date(row["signYear"], row["signMonth"], row["signDay"])
    force = partial_date(row["EIFYear"], row["EIFMonth"], row["EIFDay"])
    if signed:
        stages.append(Stage(stage="signed", date=signed))
    if force:
        stages.append(Stage(stage="in-force", date=force))
    if ended:
        stages.append(Stage(stage="terminated"))
    topics = list(dict.fromkeys(t for c in categories if (t := TOPICS[c])))
    extra: dict[str, Any] = {"topics": topics} if topics else {}
    record = Record(
        doc="dcad",
        kind="agreement",
        type=types[0],
        participants=tuple(
            states.participant("party", key, row[f"cowName{n}"]) for n, key in zip("12", keys, strict=True)
        ),
        stages=tuple(stages),
    )
    return from_json({**to_json(record), **extra}) if extra else record
