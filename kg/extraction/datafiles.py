"""The package's data files of extraction: read once, with libyaml where it is there, which is ten times as fast."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def read(name: str) -> Any:
    """Return what ``kg/extraction/data/NAME`` holds; nobody may change it.

    Raises
    ------
    FileNotFoundError
        If the package has no such file.
    """
    text = (files("kg.extraction") / "data" / name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=_LOADER)
