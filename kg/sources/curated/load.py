"""Curated files to a batch: found, read, checked, and brought together by the page that they cite."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kg.errors import MissingPathError
from kg.model import Record, SourceRef
from kg.registry import Registry
from kg.settings import shipped
from kg.sources.batch import Batch, Cited, Problem, cited_document, cited_id
from kg.sources.curated.check import check
from kg.sources.curated.coverage import Coverage, read_coverage
from kg.sources.curated.offices import expand
from kg.sources.curated.records import by_source, source_ref
from kg.sources.yamlfile import Marked, read_yaml

SUFFIXES = frozenset({".yaml", ".yml"})
COVERAGE = "coverage.yaml"
NOT_RECORDS = frozenset({COVERAGE})
"""Files of a curated folder that hold no records."""


def load(paths: Iterable[Path], *, registry: Registry, unverified: bool = False) -> Batch:
    """Read curated files.

    Parameters
    ----------
    paths : iterable of Path
        Files or folders; the records that ship with the package without any.
    registry : Registry
        For identifiers.
    unverified : bool
        Whether to read files whose pages nobody opened, too. Their records count for nothing.

    Returns
    -------
    Batch
        One source for each page and version of it; a file with an error gives nothing, and is counted as refused.

    Raises
    ------
    MissingPathError
        If a path does not exist.
    """
    paths = [Path(p) for p in paths] or [shipped("data", "curated")]
    problems: list[Problem] = []
    refused: Counter[str] = Counter()
    found: dict[str, tuple[Mapping[str, Any], SourceRef, str]] = {}
    records: dict[str, list[Record]] = defaultdict(list)
    names: list[str] = []
    prefixes: list[str] = []
    read = loaded = 0
    for path, name in curated_files(paths, prefixes):
        names.append(name)
        marked = read_yaml(path, file=f"{name}{path.suffix}")
        if isinstance(marked.value, dict) and "offices" in marked.value:
            marked = expand(marked)
        wrong = [*check(marked, registry)]
        problems += wrong
        count = _count(marked)
        read += count
        if any(p.severity == "error" for p in wrong):
            refused["in a file with errors"] += count
            continue
        data = marked.value
        if data["status"] == "unverified" and not unverified:
            refused["unverified"] += count
            continue
        clash = _other_words(marked, found)
        if clash:
            problems += clash
            refused["in a file with errors"] += count
            continue
        docs = {k: cited_id(s["url"], s.get("sha256")) for k, s in data["sources"].items()}
        for key, source in data["sources"].items():
            found.setdefault(docs[key], (source, source_ref(source), name))
        for index, record in enumerate(data["records"]):
            rule = f"{name} {record.get('key', index + 1)}"
            for key, made in by_source(
                record, data["sources"], rule=rule, verified=data["status"] == "verified", docs=docs
            ):
                records[docs[key]].append(made)
        loaded += count
    sources = tuple(
        Cited(
            cited_document(ref, id=doc, extent=source.get("read"), lang=source.get("lang")),
            tuple(records[doc]),
            source.get("accessed"),
        )
        for doc, (source, ref, _) in sorted(found.items())
        if records[doc]
    )

    def scope(rule: str) -> bool:
        name = rule.rpartition(" ")[0]
        return name in names or any(name.startswith(prefix) for prefix in prefixes)

    coverage, wrong_coverage = _declared(paths, registry)
    return Batch(
        sources, (*problems, *wrong_coverage), read=read, loaded=loaded, refused=refused, scope=scope, coverage=coverage
    )


def _declared(paths: Iterable[Path], registry: Registry) -> tuple[tuple[Coverage, ...] | None, tuple[Problem, ...]]:
    """Return what the collections that were given as a whole declare to cover; None where none says anything."""
    found: list[Coverage] = []
    problems: list[Problem] = []
    said = False
    for path in paths:
        root = path.resolve()
        file = root / COVERAGE if root.is_dir() else root
        if file.name == COVERAGE and file.is_file():
            said = True
            statements, wrong = read_coverage(file, registry, file=f"{file.parent.name}/{COVERAGE}")
            found += statements
            problems += wrong
    return (tuple(sorted(set(found))) if said and not problems else None), tuple(problems)


def curated_files(paths: Iterable[Path], prefixes: list[str] | None = None) -> Iterable[tuple[Path, str]]:
    """Return curated files with their names in the graph: the collection's folder and the path below it.

    Parameters
    ----------
    paths : iterable of Path
        Files or folders.
    prefixes : list of str, optional
        Filled with the names of the folders that were given.

    Raises
    ------
    MissingPathError
        If a path does not exist.
    """
    wanted: dict[Path, str] = {}
    for given in paths:
        path = given.resolve()
        if not path.exists():
            raise MissingPathError(given)
        root = _collection(path)
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        if path.is_dir() and prefixes is not None:
            prefixes.append(f"{path.relative_to(root.parent).as_posix()}/")
        for file in files:
            if file.suffix.lower() in SUFFIXES and file.name not in NOT_RECORDS and not file.name.startswith("."):
                wanted[file] = file.relative_to(root.parent).with_suffix("").as_posix()
    return sorted(wanted.items(), key=lambda pair: pair[1])


def _collection(path: Path) -> Path:
    """Return the folder after which the records are named: ``curated`` above or at it, else the folder given."""
    for folder in (path, *path.parents):
        if folder.name == "curated":
            return folder
    return path if path.is_dir() else path.parent


def _count(marked: Marked) -> int:
    records = marked.value.get("records") if isinstance(marked.value, dict) else None
    return len(records) if isinstance(records, list) else 0


def _other_words(marked: Marked, found: Mapping[str, tuple[Mapping[str, Any], SourceRef, str]]) -> list[Problem]:
    """Return where a file describes a page otherwise than a file before it: one page has one description."""
    problems = []
    for key, source in marked.value["sources"].items():
        before = found.get(cited_id(source["url"], source.get("sha256")))
        if before is None:
            continue
        for name in sorted({*source, *before[0]}):
            if source.get(name) != before[0].get(name):
                where = f"sources/{key}/{name}"
                message = f"{source.get(name)!r}; {before[2]} says {before[0].get(name)!r} of the same page and text."
                problems.append(Problem(marked.file, marked.line(where), where, message, "Write it alike in both."))
    return problems
