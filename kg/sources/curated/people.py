"""The names by which curated office-holders go: what tells that a nickname and a full name are one person's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

from kg.settings import shipped


@cache
def holders(folder: Path | None = None) -> Mapping[tuple[str, str], str]:
    """Return who goes by a name in a state: person by state's key and name as written.

    Parameters
    ----------
    folder : Path, optional
        ``data/curated/offices`` without it. Files that are not verified are passed over.

    Returns
    -------
    mapping of (str, str) to str
        The form that stands for the person in all files, by each of its forms; a form that two persons of one state
        share is left out.
    """
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in sorted((folder or shipped("data", "curated") / "offices").glob("*.yaml")):
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
        if not isinstance(data, dict) or data.get("status") != "verified":
            continue
        for office in data.get("offices") or ():
            for tenure in office.get("tenures") or ():
                for name in (tenure["person"], *(tenure.get("variants") or ())):
                    found[str(office["of"]), str(name)].add(str(tenure["person"]))
    return MappingProxyType({key: next(iter(people)) for key, people in found.items() if len(people) == 1})


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
