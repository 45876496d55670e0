"""One suite for every store: Oxigraph in memory and on disk, rdflib, Virtuoso and our own server behind HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import RemoteStoreError
from kg.graph import OxigraphStore, Store, build_view, stored_claims
from kg.graph.endpoint import Endpoint
from kg.graph.lookup import data_through, labels, record_days
from kg.graph.publications import store_origins
from kg.graph.reference import registry_quads
from kg.graph.remote import INCOMING, RemoteStore
from kg.graph.subset import withdrawals
from kg.graph.terms import ips
from kg.namespaces import ID
from kg.registry import Registry
from tests.server.conftest import TOKEN, serving
from tests.stores import virtuoso
from tests.stores.rdflib_endpoint import RdflibEndpoint

KINDS = ["memory", "disk", "rdflib", pytest.param("virtuoso", marks=virtuoso.needed), "kg-serve"]
REMOTE = KINDS[2:]
Make = Callable[..., Store]
ODD = 'tab\t line\n "quotes" \\ back 日本 😀 e\u0301 </literal> & {braces} ;'


@pytest.fixture(scope="module")
def documents(demo: Path) -> dict[str, tuple[Quad, ...]]:
    """Three documents of the project, the longest among them."""
    with OxigraphStore(demo / "store", read_only=True) as store:
        found = {d: tuple(store.quads(d)) for d in store.documents()}
    longest = sorted(found, key=lambda d: len(found[d]))
    return {d: found[d] for d in (longest[0], longest[len(longest) // 2], longest[-1])}


class Servers:
    """Starts what a store of a kind needs, once; each store begins empty."""

    def __init__(self, stack: ExitStack, tmp: Callable[..., Path]) -> None:
        self.stack, self.tmp = stack, tmp
        self.virtuoso: virtuoso.Virtuoso | None = None
        self.number = 0

    def make(self, kind: str, **options: Any) -> Store:
        if kind == "memory":
            return OxigraphStore()
        if kind == "disk":
            self.number += 1
            return OxigraphStore(self.tmp("disk") / f"s{self.number}")
        return RemoteStore(self.endpoint(kind), **options)

    def endpoint(self, kind: str) -> Any:
        if kind == "rdflib":
            return RdflibEndpoint()
        if kind == "virtuoso":
            if self.virtuoso is None:
                self.virtuoso = self.stack.enter_context(virtuoso.running(self.tmp("virtuoso")))
            # Its own graphs stay: the service description is among them.
            self.virtuoso.command(f"DELETE FROM DB.DBA.RDF_QUAD WHERE id_to_iri(G) LIKE '{ID}%';")
            return Endpoint(self.virtuoso.update, user="dba", password="dba", timeout=120)
        from tests.system.conftest import run_kg

        place = self.tmp("served") / "w"
        assert run_kg("init", place).returncode == 0
        OxigraphStore(place / "store").close()
        server = self.stack.enter_context(serving(place, "--update-token", TOKEN, "--workers", "1"))
        return Endpoint(f"{server.url}/sparql", token=TOKEN, timeout=120)


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    with ExitStack() as stack:
        yield Servers(stack, lambda name: tmp_path_factory.mktemp(name))


def rows(store: Store, sparql: str, **options: bool) -> list[tuple[str, ...]]:
    solutions: Any = store.query(sparql, **options)
    names = [v.value for v in solutions.variables]
    return sorted(tuple(r[n].value for n in names) for r in solutions)


@pytest.mark.parametrize("kind", KINDS)
def test_a_store_keeps_documents_and_a_view(
    servers: Servers, documents: dict[str, tuple[Quad, ...]], kind: str
) -> None:
    store = servers.make(kind)
    twin = OxigraphStore()
    registry = Registry.load()
    names = sorted(documents)

    assert store.documents() == ()
    assert store.replace(documents) == sum(len(set(q)) for q in documents.values())
    assert store.documents() == tuple(names)
    assert store.replace(documents) == 0, "the same again changes nothing"
    for name in names:
        assert name in store
        assert set(store.quads(name)) == set(documents[name])
        assert set(store.about(name)) == {q for q in documents[name] if q.subject == NamedNode(name)}
    assert f"{ID}doc-0000000000000000" not in store

    twin.replace(documents)
    for each in (store, twin):
        view = build_view(stored_claims(each), registry=registry, origins=store_origins(each, registry=registry))
        states = {NamedNode(f"{ID}{k}") for k in ("JPN", "PHL")}
        assert each.replace(view=[*view.quads, *(q for q in registry_quads(registry) if q.subject in states)]) > 100
    assert store.nquads() == twin.nquads()
    assert record_days(store) == record_days(twin)
    assert data_through(store) == data_through(twin)
    assert labels(store, [f"{ID}JPN", f"{ID}PHL"]) == {f"{ID}JPN": "Japan", f"{ID}PHL": "Philippines"}
    ask = f"SELECT ?r ?a WHERE {{ ?r a {ips.Agreement} ; {ips.party} ?a }}"
    assert rows(store, ask) == rows(store, ask, union=True) == rows(twin, ask) != []

    store.replace({names[0]: None})
    assert store.documents() == tuple(names[1:])
    assert list(store.quads(names[0])) == []
    changed = [q for q in documents[names[1]] if q.predicate != ips.title]
    odd = Quad(NamedNode(names[1]), ips.title, Literal(ODD), NamedNode(names[1]))
    store.replace({names[1]: [*changed, odd]})
    assert set(store.quads(names[1])) == {*changed, odd}
    assert withdrawals(store) == {}
    with pytest.raises(ValueError, match="another graph"):
        store.replace({names[2]: documents[names[1]]})
    store.close()


class Cutting:
    """An endpoint that fails at its n-th update, as a broken line does."""

    def __init__(self, inner: Any, after: int) -> None:
        self.inner, self.left = inner, after
        self.url = inner.url

    def description(self) -> bytes | None:
        found: bytes | None = self.inner.description()
        return found

    def query(self, *given: Any, **options: Any) -> Any:
        return self.inner.query(*given, **options)

    def update(self, text: str) -> None:
        if not self.left:
            raise RemoteStoreError("The line broke.")
        self.left -= 1
        self.inner.update(text)


@pytest.mark.parametrize("kind", REMOTE)
def test_a_cut_write_shows_no_half_document_and_is_completed(
    servers: Servers, documents: dict[str, tuple[Quad, ...]], kind: str
) -> None:
    inner = servers.endpoint(kind)
    longest = max(documents, key=lambda d: len(documents[d]))
    quads = documents[longest]
    limits = {"batch": max(40, len(quads) // 7), "page": 150}
    for after in (1, 1, 2):
        cut: Any = Cutting(inner, after)
        with pytest.raises(RemoteStoreError):
            RemoteStore(cut, **limits).replace({longest: quads})
        left = RemoteStore(inner, **limits)
        assert left.documents() == ()
        assert longest not in left
        assert left.nquads() == ""
    whole = RemoteStore(inner, **limits)
    before = len(set(whole.quads(longest)))
    assert 0 < before < len(quads)
    assert whole.replace({longest: quads}) == len(quads) - before, "what stood already is not sent again"
    assert whole.documents() == (longest,)
    assert set(whole.quads(longest)) == set(quads)

    # A change that is cut hides the document: neither the old nor a mixture counts as it.
    other = [q for q in quads if q.predicate != ips.confidence]
    cutting: Any = Cutting(inner, 1)
    with pytest.raises(RemoteStoreError):
        RemoteStore(cutting, batch=2).replace({longest: other})
    assert whole.documents() == ()
    whole.replace({longest: other})
    assert set(whole.quads(longest)) == set(other)


@pytest.mark.parametrize("kind", REMOTE)
def test_a_large_view_is_moved_into_place_whole(
    servers: Servers, documents: dict[str, tuple[Quad, ...]], kind: str
) -> None:
    inner = servers.endpoint(kind)
    first = [Quad(q.subject, q.predicate, q.object) for q in max(documents.values(), key=len)][:400]
    second = [Quad(NamedNode(f"{ID}n{i}"), ips.label, Literal(f"{i} {ODD}")) for i in range(400)]
    store = RemoteStore(inner, batch=150, page=90)
    store.replace(view=first)
    assert set(store.quads()) == set(first)
    cut: Any = Cutting(inner, 3)
    with pytest.raises(RemoteStoreError):
        RemoteStore(cut, batch=150).replace(view=second)
    assert set(store.quads()) == set(first), "the old view stands until the new one is whole"
    store.replace(view=second)
    assert set(store.quads()) == set(second)
    assert list(store.quads(INCOMING.value)) == []
    store.replace(view=[*second[:-1]])
    assert set(store.quads()) == set(second[:-1])
