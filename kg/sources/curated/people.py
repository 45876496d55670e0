"""The names of curated office-holders, as :mod:`kg.holders` reads them once built."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import yaml


def read_holders(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield state's key, name as written and the form that stands for the person, sorted.

    Files that are not verified are passed over, and so is a form that two persons of one state share.

    Parameters
    ----------
    folder : Path
        With the files of ``data/curated/offices``.
    """
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in sorted(folder.glob("*.yaml")):
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
        if not isinstance(data, dict) or data.get("status") != "verified":
            continue
        for office in data.get("offices") or ():
            for tenure in office.get("tenures") or ():
                for name in (tenure["person"], *(tenure.get("variants") or ())):
                    found[str(office["of"]), str(name)].add(str(tenure["person"]))
    for (state, name), people in sorted(found.items()):
        if len(people) == 1:
            yield state, name, next(iter(people))


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
