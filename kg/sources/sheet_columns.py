"""The columns of a spreadsheet of one's own, by kind of record, and what a cell may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.contract import enumeration, kind_table

SOURCE = ("publisher", "title", "url", "published", "accessed", "sha256", "read", "rights", "locator")
_ITEMS = ("items",)
_SUM = ("amount", "currency")
_MORE = {
    "agreement": (*_ITEMS, *_SUM, "programme"),
    "programme": (),
    "transfer": (*_ITEMS, *_SUM, "programme", "fiscal_year"),
    "engagement": ("place", "series"),
    "partnership": (),
    "post": (),
    "membership": (),
    "stance": ("attribution",),
    "incident": ("place", "attribution"),
}
DATES = frozenset({"published", "accessed"})
MODALITIES = enumeration("stage", "modality")
_STAGE = re.compile(
    rf"(?:(?P<modality>{'|'.join(MODALITIES)})\s*:?\s*)?(?P<date>\d{{4}}(?:-\d\d(?:-\d\d)?)?)?"
    r"(?:\s+to\s+(?P<end>\d{4}(?:-\d\d(?:-\d\d)?)?))?",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:(?P<quantity>\d+(?:\.\d+)?)\s*[x×]\s*)?(?P<label>.+)")
_PERSON = re.compile(r"(?P<label>[^()]+?)\s*(?:\((?P<for>[^()]+)\))?")


def columns_of(kind: str) -> tuple[str, ...]:
    """Return the columns of a kind, in the order of a template.

    Raises
    ------
    UnknownTermError
        If the contract has no such kind.
    """
    table = kind_table(kind)
    type_ = ("type",) if table.types else ()
    stages = (stage_column(kind, s) for s in table.stages)
    return ("kind", "key", *type_, "name", *table.roles, *stages, *_MORE[kind], *SOURCE)


def stage_column(kind: str, stage: str) -> str:
    """Return the column of a stage: its notation, unless a role has it (a member, and being one)."""
    return f"{stage}-when" if stage in kind_table(kind).roles else stage


def split(cell: str) -> list[str]:
    """Return the parts of a cell that holds several, separated by semicolons."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def stages_in(cell: str) -> Iterator[dict[str, str]]:
    """Yield what a stage's cell says: ``2024-07-08``, ``planned 2025-09``, ``2024-04-22 to 2024-05-10``, ``yes``.

    Raises
    ------
    ValueError
        With what a cell may hold.
    """
    for part in split(cell):
        if part.casefold() in ("yes", "x"):
            yield {"modality": "asserted"}
            continue
        match = _STAGE.fullmatch(part)
        if match is None or not (match["modality"] or match["date"]):
            message = f"{part!r} is not a date. Write 2024-07-08, 2024-07 or 2024, planned 2025-09, A to B, or yes."
            raise ValueError(message)
        found = {"modality": (match["modality"] or "asserted").lower(), "date": match["date"], "end_date": match["end"]}
        yield {k: v for k, v in found.items() if v}


def items_in(cell: str) -> Iterator[dict[str, object]]:
    """Yield the items of a cell such as ``4 × patrol boats; radars``."""
    for part in split(cell):
        match = _ITEM.fullmatch(part)
        assert match is not None
        quantity = {"quantity": float(match["quantity"])} if match["quantity"] else {}
        yield {"label": match["label"], **quantity}


@dataclass(frozen=True, slots=True)
class Named:
    """An actor as a cell names it: ``JPN``, ``Japan``, or ``Kamikawa Yoko (JPN)``."""

    label: str
    on_behalf_of: str | None


def actors_in(cell: str) -> Iterator[Named]:
    """Yield the actors that a cell names."""
    for part in split(cell):
        match = _PERSON.fullmatch(part)
        yield Named(match["label"], match["for"]) if match else Named(part, None)
