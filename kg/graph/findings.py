"""What a check found: one value for shapes and hygiene alike."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that a check found.

    Attributes
    ----------
    severity : str
        ``violation``, ``warning`` or ``info``.
    message : str
        The shape's or query's own words.
    focus : str
        IRI of the node that is meant.
    value : str
        The offending value, empty where the fault is that there is none.
    path : str
        IRI of the property, empty where the check is about the node.
    """

    severity: str
    message: str
    focus: str
    value: str = ""
    path: str = ""
