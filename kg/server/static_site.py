"""The pages as files: a linked-data site that any web server can hold, and that opens from disk."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KGError
from kg.explorer.context import Surrounder
from kg.graph.describe import describe
from kg.graph.description import dataset
from kg.namespaces import ID, IPSC
from kg.projection.snapshot import rows_of
from kg.query.answers import written
from kg.registry import Registry
from kg.server.links import Links
from kg.server.pages import KIND_WORDS, Pages
from kg.server.reading import Reading
from kg.server.site import ASSETS

if TYPE_CHECKING:
    from kg.graph import OxigraphStore
    from kg.resolution.docket import Docket
    from kg.settings import Workspace

DATA = {"ttl": "turtle", "nt": "ntriples", "jsonld": "jsonld"}
_MARK = ".kg-site"
_HTACCESS = """\
# Apache: the identifiers' own paths, with content negotiation, and what is gone.
Options +MultiViews
AddType text/turtle .ttl
AddType application/n-triples .nt
AddType application/ld+json .jsonld
DirectoryIndex index.html
RewriteEngine On
"""


def write_site(
    workspace: Workspace,
    store: OxigraphStore,
    folder: Path,
    *,
    docket: Docket,
    public: bool = False,
    as_of: str | None = None,
    known_at: str | None = None,
) -> dict[str, int]:
    """Write a page, Turtle, N-Triples and JSON-LD for everything in a graph.

    Parameters
    ----------
    workspace : Workspace
        Its archive shows quotes in their text, unless `public`.
    store : OxigraphStore
        Open for reading; already cut down where the site is public or as the files stood on a day.
    folder : Path
        Where to: a new folder, an empty one, or one that this wrote before, which is replaced as a whole.
    docket : Docket
        What is gone answers 410 where the site stands on Apache.
    public : bool
        Whether the store was cut down to what may be published.
    as_of, known_at : str, optional
        ISO days.

    Returns
    -------
    dict of str to int
        ``pages``, and ``files`` in all.

    Raises
    ------
    KGError
        If the folder holds something else, or cannot be written; nothing is left in part.
    """
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / _MARK).is_file())):
        raise KGError(
            f"{folder} holds something that is no site of this command.", hint="Give a new or an empty folder."
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as name:
            incoming = Path(name) / "site"
            pages = 0
            for path, content in _files(workspace, store, docket, public=public, as_of=as_of, known_at=known_at):
                target = incoming / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
                pages += path.endswith(".html")
            count = sum(1 for p in incoming.rglob("*") if p.is_file())
            if folder.exists():
                shutil.rmtree(folder)
            incoming.rename(folder)
    except OSError as error:
        raise KGError(f"The site cannot be written to {folder}: {error.strerror}.") from None
    return {"pages": pages, "files": count}


def _files(
    workspace: Workspace, store: OxigraphStore, docket: Docket, *, public: bool, as_of: str | None, known_at: str | None
) -> Iterator[tuple[str, bytes]]:
    reading = Reading.of(store, as_of=as_of, known_at=known_at)
    registry, surrounder = Registry.load(), Surrounder(workspace, public=public)
    facts = {"generation": None, "public": public}
    top = Pages(reading, registry, surrounder, Links(static=True), facts)
    below = Pages(reading, registry, surrounder, Links(static=True, up="../"), facts)
    yield _MARK, b"written by kg export --site\n"
    yield "index.html", top.home().encode()
    for kind in KIND_WORDS:
        for number in range(1, below.pages_of(kind) + 1):
            yield f"browse/{kind}{f'-{number}' if number > 1 else ''}.html", below.browse(kind, number).encode()
    for iri in sorted({*reading.known, *(ID + p.key for p in registry.places)}):
        yield from _thing(store, f"id/{iri.removeprefix(ID)}", iri, below.thing(iri))
    concepts = "SELECT DISTINCT ?c WHERE { ?c a ?k . VALUES ?k { skos:Concept skos:ConceptScheme } }"
    for row in sorted(rows_of(store, concepts), key=lambda r: r["c"]):
        if row["c"].startswith(IPSC):
            yield from _thing(store, f"concept/{row['c'].removeprefix(IPSC)}", row["c"], below.concept(row["c"]))
    for asset in ASSETS:
        yield f"assets/{asset}", (files("kg.server") / "assets" / asset).read_bytes()
    about = [t for t in dataset(store.raw, "https://w3id.org/indopacific-kg/") if "sparql" not in str(t)]
    for suffix, format_ in DATA.items():
        yield f"void.{suffix}", written(about, format_).body
    gone = sorted({e.doc for e in docket.removed.values()} | {c for e in docket.removed.values() for c in e.claims})
    rules = "".join(f"RewriteRule ^id/{name}(\\.\\w+)?$ - [G]\n" for name in gone)
    yield ".htaccess", (_HTACCESS + rules).encode()


def _thing(store: OxigraphStore, path: str, iri: str, page: str) -> Iterator[tuple[str, bytes]]:
    yield f"{path}.html", page.encode()
    triples = describe(store, iri)
    for suffix, format_ in DATA.items():
        yield f"{path}.{suffix}", written(triples, format_).body
