"""From one curated record to a record for each source that it rests on.

A claim says what one page says. So a record that two pages support becomes two, each with the parts that its page
gives: what its evidence names, everything where it names nothing, and in any case the actors without whom nobody could
say what the page is about. Both bear the name of the curated record, by which they are one relation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from kg.contract import CORE_ROLES
from kg.model import Record, SourceRef, from_json
from kg.sources.batch import CONFIDENCE

EXTRACTOR, UNVERIFIED = "curated 1", "curated-unverified 1"
_LISTS = ("participants", "stages", "items", "amounts", "sites", "assets", "links")
_NAMED = ("amount", "name", "type", "programme")


def source_ref(source: Mapping[str, Any]) -> SourceRef:
    """Return the contract's reference to a source of a curated file."""
    fields = ("publisher", "title", "url", "archived", "published", "accessed", "rights", "sha256")
    return SourceRef(**{name: source.get(name) for name in fields})


def by_source(
    data: Mapping[str, Any], sources: Mapping[str, Any], *, rule: str, verified: bool, docs: Mapping[str, str]
) -> Iterator[tuple[str, Record]]:
    """Yield a source's key and its record, for each source that a curated record cites.

    Parameters
    ----------
    data : mapping
        The record of the YAML file, checked.
    sources : mapping
        The file's.
    rule : str
        Name of the curated record, such as ``curated/agreements/jpn-phl-raa 1``.
    verified : bool
        Whether the file is.
    docs : mapping of str to str
        SHA-256 of the cited document, by the source's key.
    """
    receipts: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for ev in data["evidence"]:
        receipts[ev["source"]].append(ev)
    somewhere = {path for ev in data["evidence"] for path in ev.get("for", ())}
    for key, given in receipts.items():
        whole = any("for" not in ev for ev in given)
        wanted = None if whole else _parts_of(data, {p for ev in given for p in ev["for"]}, somewhere)
        kept, moved = _restrict(data, wanted)
        ref = {k: v for k in SourceRef.__slots__ if (v := getattr(source_ref(sources[key]), k)) is not None}
        evidence = []
        for number, ev in enumerate(given):
            paths = [moved[p] for p in ev.get("for", ()) if p in moved]
            if wanted is not None and number == 0:
                named = {p for e in given for p in e["for"]}
                paths += [moved[p] for p in sorted(wanted - named) if p in moved]
            receipt = {"quote": "", "grade": "cited", "source": ref, "locator": ev.get("locator")}
            evidence.append(receipt | ({"for": paths} if "for" in ev else {}))
        yield key, from_json({
            **kept, "doc": docs[key], "evidence": evidence, "confidence": CONFIDENCE,
            "extractor": EXTRACTOR if verified else UNVERIFIED, "rule": rule,
        })  # fmt: skip


def _parts_of(data: Mapping[str, Any], named: set[str], somewhere: set[str]) -> set[str]:
    """Return the paths of the parts that a source gives which names some."""
    core = {f"participants/{i}" for i, p in enumerate(data["participants"]) if p["role"] in CORE_ROLES[data["kind"]]}
    wanted = set(named)
    if not core & named:
        wanted |= core
    for index, stage in enumerate(data.get("stages") or ()):
        if f"stages/{index}" in named:
            wanted |= {f"items/{i}" for i in stage.get("items") or ()}
    # A name, type or programme that no receipt names goes with every source: it says what the record is about.
    wanted |= {n for n in ("name", "type", "programme") if data.get(n) is not None and n not in somewhere}
    return wanted


def _restrict(data: Mapping[str, Any], wanted: set[str] | None) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the record with the wanted parts alone, and where each of them now stands."""
    kept = {k: v for k, v in data.items() if k not in ("evidence", "note", "key")}
    moved: dict[str, str] = {n: n for n in _NAMED if data.get(n) is not None and (wanted is None or n in wanted)}
    for name in _NAMED:
        if name not in moved:
            kept.pop(name, None)
    for name in _LISTS:
        chosen = [i for i in range(len(data.get(name) or ())) if wanted is None or f"{name}/{i}" in wanted]
        moved |= {f"{name}/{old}": f"{name}/{new}" for new, old in enumerate(chosen)}
        if data.get(name):
            kept[name] = [data[name][i] for i in chosen]
    kept["stages"] = [_repointed(stage, moved) for stage in kept.get("stages") or ()]
    return kept, moved


def _repointed(stage: Mapping[str, Any], moved: Mapping[str, str]) -> dict[str, Any]:
    there = [int(moved[f"items/{i}"].rpartition("/")[2]) for i in stage.get("items") or () if f"items/{i}" in moved]
    return {**stage, "items": there} if stage.get("items") else dict(stage)
