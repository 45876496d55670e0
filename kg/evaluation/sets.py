"""The gold sets: texts with the records that careful readers found in them.

A set is a folder with ``documents/`` and ``records/`` (one JSON Lines file a document, empty where there is nothing),
and a ``set.toml`` that says what it is for. A *frozen* set is read by ``kg eval`` alone, which prints counts for it and
never an error, and its files must have the hashes of its ``SHA256SUMS``.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import EvaluationError, nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldSet:
    """One set.

    Attributes
    ----------
    name : str
        Of its folder.
    about : str
        One sentence.
    purpose : str
        ``development``, ``negative``, ``validation`` (confidence is fitted on it) or ``frozen``.
    documents : tuple of Path
        Texts, by stem.
    records : dict of str to list of dict
        By the document's stem.
    """

    name: str
    about: str
    purpose: str
    documents: tuple[Path, ...]
    records: dict[str, list[dict[str, Any]]]


PURPOSES = ("development", "negative", "validation", "frozen")


def names(folder: Path) -> tuple[str, ...]:
    """Return the names of the sets in a folder, sorted."""
    return tuple(sorted(p.parent.name for p in folder.glob("*/set.toml")))


def load(folder: Path, name: str) -> GoldSet:
    """Read one set.

    Raises
    ------
    EvaluationError
        If there is no such set, a text has no records file or the other way round, or a frozen file was changed.
    """
    known = names(folder)
    if name not in known:
        raise EvaluationError(f"{name!r} is no gold set of {folder}.", hint=nearest(name, known))
    place = folder / name
    about = tomllib.loads((place / "set.toml").read_text(encoding="utf-8"))
    if about.get("purpose") not in PURPOSES:
        raise EvaluationError(
            f"{name}/set.toml has the purpose {about.get('purpose')!r}.", hint=f"Allowed: {', '.join(PURPOSES)}."
        )
    texts = place / about.get("documents", "documents")
    documents = {p.stem: p for p in sorted(texts.iterdir()) if p.suffix in (".md", ".txt") and p.stem != "README"}
    found = {p.stem: p for p in sorted((place / "records").glob("*.jsonl"))}
    if set(documents) != set(found):
        apart = ", ".join(sorted(set(documents) ^ set(found))[:3])
        raise EvaluationError(f"{name}: {apart} is a text without records, or records without a text.")
    if about["purpose"] == "frozen":
        _check_sums(place)
    return GoldSet(
        name=name,
        about=str(about.get("about", "")),
        purpose=about["purpose"],
        documents=tuple(documents.values()),
        records={stem: read_records(path) for stem, path in found.items()},
    )


def read_records(path: Path) -> list[dict[str, Any]]:
    """Return the records of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _check_sums(place: Path) -> None:
    """Refuse a frozen set that was edited: it is no measure any more."""
    lines = (place / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: sha256 for sha256, _, name in (line.partition("  ") for line in lines)}
    present = {
        p.relative_to(place).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for part in ("documents", "records")
        for p in sorted((place / part).iterdir())
    }
    wrong = sorted(n for n in set(sums) | set(present) if sums.get(n) != present.get(n))
    if wrong:
        raise EvaluationError(
            f"{place.name} is frozen and {wrong[0]} is not what SHA256SUMS says.",
            hint="Restore it from the repository.",
        )
