"""Is the installation sound, and is the workspace what it says it is? Checks that read and change nothing."""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from typing import TYPE_CHECKING

from kg import plugins
from kg.errors import KGError

if TYPE_CHECKING:
    from kg.graph import OxigraphStore
    from kg.settings import Workspace

ROOM_LIMIT = 512 * 1024 * 1024
"""Bytes free on the workspace's disk under which a warning is given: a store rewrites itself in the background."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at.

    Attributes
    ----------
    name : str
        What was checked.
    state : str
        ``ok``, ``warning`` (it works, and somebody should know) or ``problem``.
    detail : str
        What was found, and for anything but ``ok`` the next step.
    """

    name: str
    state: str
    detail: str


def check_installation() -> Iterator[Check]:
    """Yield checks of what is installed: Python, packages, plug-ins, ontology, registry, contract."""
    yield Check(name="python", state="ok", detail=sys.version.split()[0])
    yield _packages()
    yield from _plugins()
    yield _guarded("ontology", _ontology)
    yield _guarded("registry", _registry)


def check_workspace(workspace: Workspace) -> Iterator[Check]:
    """Yield checks of a workspace: disk, archive against its hashes, store against archive, receipts, view."""
    free = shutil.disk_usage(workspace.root).free
    room = f"{free // 2**20} MB free"
    yield Check(name="disk", state="ok" if free > ROOM_LIMIT else "warning", detail=room)
    yield _guarded("archive", lambda: _archive(workspace))
    if not workspace.store.exists():
        yield Check(name="store", state="warning", detail="nothing ingested yet; run `kg ingest FILES`")
        return
    from kg.pipeline import open_store

    try:
        store = open_store(workspace)
    except KGError as error:
        yield Check(name="store", state="problem", detail=str(error))
        return
    with store:
        yield Check(name="store", state="ok", detail=f"{len(store)} quads, {len(store.documents())} documents")
        yield _guarded("documents", lambda: _documents(workspace, store))
        yield _guarded("ledger", lambda: _ledger(workspace, store))
        yield _guarded("receipts", lambda: _receipts(workspace, store))
        yield _guarded("view", lambda: _view(workspace, store))
        yield _guarded("hygiene", lambda: _hygiene(store))


def _guarded(name: str, check: Callable[[], tuple[str, str]]) -> Check:
    """Run one check; what it raises is its finding, so that the others still run."""
    try:
        state, detail = check()
    except (KGError, OSError, ValueError) as error:
        state, detail = "problem", str(error)
    return Check(name=name, state=state, detail=detail)


def _packages() -> Check:
    missing, found = [], 0
    for requirement in requires("indopacific-kg") or ():
        if "extra ==" in requirement:
            continue
        name = requirement.split(";")[0].strip().split(">")[0].split("=")[0].split("<")[0].strip()
        try:
            version(name)
            found += 1
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        return Check(
            name="packages", state="problem", detail=f"missing: {', '.join(missing)}; reinstall, or run `make setup`"
        )
    return Check(name="packages", state="ok", detail=f"{found} required packages installed")


def _plugins() -> Iterator[Check]:
    for group in plugins.GROUPS:
        broken, names = [], sorted(plugins.registered(group))
        for name in names:
            try:
                plugins.load(group, name)
            except (ImportError, AttributeError, KGError) as error:
                broken.append(f"{name} ({error})")
        short = group.removeprefix("kg.")
        if broken:
            yield Check(name=short, state="problem", detail=f"cannot be loaded: {'; '.join(broken)}")
        else:
            yield Check(name=short, state="ok", detail=", ".join(names) or "none")


def _ontology() -> tuple[str, str]:
    from kg.ontology import ontology

    known = ontology()
    concepts = sum(len(c) for c in known.schemes.values())
    return "ok", f"{len(known.quads)} triples, {len(known.schemes)} schemes, {concepts} concepts"


def _registry() -> tuple[str, str]:
    from collections import Counter

    from kg.registry import Registry

    registry = Registry.load()
    kinds = Counter(e.kind for e in registry.entities)
    return "ok", ", ".join(f"{n} {kind}s" for kind, n in sorted(kinds.items())) + f", {len(registry.names)} names"


def _archive(workspace: Workspace) -> tuple[str, str]:
    from kg.documents.archive import Archive

    archive = Archive(workspace.archive)
    wrong = [sha for sha, path in archive.originals() if hashlib.sha256(path.read_bytes()).hexdigest() != sha]
    if wrong:
        return "problem", f"{_some(wrong)}: the bytes are not those that were ingested; ingest the originals again"
    return "ok", f"{sum(1 for _ in archive.ids())} documents, each with the bytes that its name says"


def _documents(workspace: Workspace, store: OxigraphStore) -> tuple[str, str]:
    from kg.documents.archive import Archive
    from kg.namespaces import doc_iri

    archived = {doc_iri(sha) for sha in Archive(workspace.archive).ids()}
    stored = set(store.documents())
    if stored - archived:
        return "warning", (
            f"{len(stored - archived)} documents of the graph have no text here, such as those that came by "
            "`kg import`; their receipts cannot be looked up"
        )
    return "ok", f"{len(stored)} documents of the graph are in the archive"


def _ledger(workspace: Workspace, store: OxigraphStore) -> tuple[str, str]:
    """Look for what was decided and, since a command was cut off, not carried out."""
    from kg.documents.archive import Archive
    from kg.graph.subset import withdrawals
    from kg.namespaces import ID, doc_iri
    from kg.resolution.docket import Docket

    docket, archive = Docket(workspace.ledger), Archive(workspace.archive)
    open_ = [doc_iri(sha) for sha in docket.removed if sha in archive or doc_iri(sha) in store]
    days = withdrawals(store)
    open_ += [ID + e.doc for e in docket.withdrawn.values() if ID + e.doc in store and days.get(ID + e.doc) != e.day]
    if open_:
        return "warning", f"{_some(open_)}: decided and not carried out; the next command that writes will do it"
    return "ok", f"{len(docket.removed)} documents removed, {len(docket.withdrawn)} withdrawn"


def _receipts(workspace: Workspace, store: OxigraphStore) -> tuple[str, str]:
    """Look up every quoted receipt in the text that it was taken from."""
    from kg.documents.archive import Archive
    from kg.graph.decode import decode
    from kg.model.mask import stands_as

    archive, found, lost = Archive(workspace.archive), 0, []
    for document in store.documents():
        claims = decode(store.quads(document))
        text = archive.text(claims[0].record.doc) if claims and claims[0].record.doc in archive else None
        if text is None:
            continue
        for claim in claims:
            for ev in claim.record.evidence:
                if ev.start is None:
                    continue
                found += 1
                if not stands_as(ev.quote, text[ev.start : ev.end]):
                    lost.append(claim.iri)
    if lost:
        return "problem", f"{len(lost)} of {found} quotes are not where their receipts say, in {_some(lost)}"
    return "ok", f"{found} quotes stand where their receipts say"


def _view(workspace: Workspace, store: OxigraphStore) -> tuple[str, str]:
    """Build the view again and compare: a newer ontology or registry changes it, an edited store too."""
    from kg.graph import stored_claims
    from kg.graph.publications import store_origins
    from kg.pipeline.build import built
    from kg.registry import Registry

    origins = store_origins(store, registry=Registry.load())
    fresh = set(built(workspace, stored_claims(store), origins=origins))
    held = set(store.quads())
    if fresh != held:
        return "warning", (
            f"{len(fresh ^ held)} quads differ from what this version builds; ingest any document again to renew it"
        )
    return "ok", f"{len(held)} quads, as this version builds them"


def _hygiene(store: OxigraphStore) -> tuple[str, str]:
    from kg.graph.hygiene import hygiene

    findings = hygiene(store)
    if findings:
        return "problem", f"{len(findings)} findings, the first: {findings[0].message}; `kg validate` lists them"
    return "ok", "no query of ontology/hygiene returns anything"


def _some(names: Iterable[str], limit: int = 3) -> str:
    listed = [n.rsplit("/", 1)[-1] for n in sorted(set(names))]
    more = f" and {len(listed) - limit} more" if len(listed) > limit else ""
    return ", ".join(listed[:limit]) + more
