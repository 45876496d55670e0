"""Plug-ins by entry point: readers, extractors, exporters, analyses. The built-ins use the same door."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from kg.errors import UnknownTermError

GROUPS = ("kg.readers", "kg.extractors", "kg.exporters", "kg.analyses", "kg.sources")


@cache
def registered(group: str) -> dict[str, EntryPoint]:
    """Return the entry points of a group by name; two distributions that claim one name are an error.

    Raises
    ------
    UnknownTermError
        If the group is not one of :data:`GROUPS`.
    """
    if group not in GROUPS:
        raise UnknownTermError(group, scheme="the plug-in groups", known=GROUPS)
    found: dict[str, EntryPoint] = {}
    for point in sorted(entry_points(group=group), key=lambda p: (p.name, p.value)):
        if point.name in found and found[point.name].value != point.value:
            message = f"the name {point.name!r} twice: {found[point.name].value} and {point.value}"
            raise UnknownTermError(message, scheme=group, known=found)
        found[point.name] = point
    return found


@cache
def load(group: str, name: str) -> Callable[..., Any]:
    """Import and return the plug-in of a group by its name.

    Raises
    ------
    UnknownTermError
        If nothing is registered under the name.
    """
    points = registered(group)
    if name not in points:
        raise UnknownTermError(name, scheme=group, known=points)
    loaded: Callable[..., Any] = points[name].load()
    return loaded
