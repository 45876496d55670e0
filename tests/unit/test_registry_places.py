"""Places, former statuses and codes in ``kg.registry`` and in the graph."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import RegistryError, UnknownIdError
from kg.graph.reference import registry_quads
from kg.graph.terms import TYPE, concept, dct, ips, ipsid, skos, xsd
from kg.registry import Registry
from kg.settings import shipped

REGISTRY = Registry.load()


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    store.extend(registry_quads(REGISTRY))
    return store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped("data", "registry"), tmp_path / "registry"))


def add(folder: Path, name: str, *values: str) -> None:
    with (folder / f"{name}.csv").open("a", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerow(values)


def objects(store: Store, subject: NamedNode, predicate: NamedNode) -> list[object]:
    return [q.object for q in store.quads_for_pattern(subject, predicate, None)]


def test_every_unambiguous_name_finds_its_place() -> None:
    users: dict[str, set[str]] = {}
    for place in REGISTRY.places:
        for name in place.names:
            users.setdefault(name.text.casefold(), set()).add(place.key)
    for text, keys in users.items():
        if len(keys) == 1:
            assert {REGISTRY.find_place(text).key, REGISTRY.find_place(text.upper()).key} == keys
        else:
            with pytest.raises(UnknownIdError):
                REGISTRY.find_place(text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("SCARBOROUGH-SHOAL", "SCARBOROUGH-SHOAL"),
        ("scarborough-shoal", "SCARBOROUGH-SHOAL"),
        ("Huangyan Dao", "SCARBOROUGH-SHOAL"),
        ("the Senkaku Islands", "PINNACLE-ISLANDS"),
        ("Diaoyu Dao", "PINNACLE-ISLANDS"),
        ("Ayungin Shoal", "SECOND-THOMAS-SHOAL"),
        ("the South China Sea", "SOUTH-CHINA-SEA"),
    ],
)
def test_find_place_takes_keys_and_names(text: str, key: str) -> None:
    assert REGISTRY.find_place(text).key == key


@pytest.mark.parametrize("text", ["Trường Sa", "Truong Sa", "TRUONG SA"])
def test_find_place_folds_accents(text: str) -> None:
    assert REGISTRY.find_place(text).key == "SPRATLY-ISLANDS"


def test_a_name_of_two_places_names_both() -> None:
    with pytest.raises(UnknownIdError) as caught:
        REGISTRY.find_place("East Sea")
    assert "SOUTH-CHINA-SEA" in str(caught.value.hint) + str(caught.value)


def test_an_unknown_place_is_an_error() -> None:
    with pytest.raises(UnknownIdError):
        REGISTRY.find_place("Atlantis Reef")


def test_a_part_is_not_another_name_of_its_whole() -> None:
    part = REGISTRY.find_place("West Philippine Sea")
    assert (part.key, part.part_of) == ("WEST-PHILIPPINE-SEA", "SOUTH-CHINA-SEA")
    whole = REGISTRY.find_place("South China Sea")
    assert "West Philippine Sea" not in {n.text for n in whole.names}


def test_the_label_comes_first_then_claimants_by_key() -> None:
    for place in REGISTRY.places:
        assert place.names[0].text == place.label
        users = [n.user for n in place.names[1:]]
        named = [u for u in users if u]
        assert users == sorted(named) + [None] * (len(users) - len(named))
        assert list(place.claimants) == sorted(place.claimants)


def test_places_are_no_actors() -> None:
    for place in REGISTRY.places:
        assert place.key not in REGISTRY
        with pytest.raises(UnknownIdError):
            REGISTRY.get(place.key)
    for text in ("Scarborough Shoal", "Huangyan Dao", "Senkaku Islands", "West Philippine Sea"):
        assert text not in {n.text for n in REGISTRY.names}


@pytest.mark.parametrize(
    ("key", "date", "status"),
    [
        ("HKG", "1997-06-30", "territory"),
        ("HKG", "1997-07-01", "sar"),
        ("MAC", "1999-12-19", "territory"),
        ("MAC", "1999-12-20", "sar"),
        ("PLW", "1994-09-30", "trust-territory"),
        ("PLW", "1994-10-01", "associated-state"),
        ("PLW", "1994-12-15", "un-member-cofa"),
        ("KOR", "1991-09-16", "non-member"),
        ("KOR", "1991-09-17", "un-member"),
        ("TLS", "2002-05-20", "non-member"),
        ("TLS", "2002-09-27", "un-member"),
        ("TLS", "2001-01-01", None),
        ("JPN", "2026-01-01", "un-member"),
        ("TWN", "2026-01-01", "limited-recognition"),
    ],
)
def test_status_on_a_day(key: str, date: str, status: str | None) -> None:
    assert REGISTRY.status_on(key, date) == status


def test_status_of_an_unknown_key_is_an_error() -> None:
    with pytest.raises(UnknownIdError):
        REGISTRY.status_on("XYZ", "2020-01-01")


@pytest.mark.parametrize(
    ("key", "cow", "gw"),
    [("JPN", "740", "740"), ("DEU", "255", "260"), ("YEM", "679", "678"), ("AUS", "900", "900"), ("EU", None, None)],
)
def test_codes_of_states(key: str, cow: str | None, gw: str | None) -> None:
    codes = dict(REGISTRY.get(key).codes)
    assert (codes.get("cow"), codes.get("gw")) == (cow, gw)


@pytest.mark.parametrize("name", ["places", "place_names", "polity_status"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / f"{name}.csv").unlink()
    with pytest.raises(RegistryError, match=rf"{name}\.csv"):
        Registry.load(folder)


@pytest.mark.parametrize(
    ("file", "row"),
    [
        ("places", ("ZZ-REEF", "Z Reef", "feature", "XYZ", "", "", "", "https://example.org")),
        ("places", ("ZZ-REEF", "Z Reef", "feature", "", "NO-SEA", "", "", "https://example.org")),
        ("places", ("JPN", "Japan", "feature", "", "", "", "", "https://example.org")),
        ("places", ("zz reef", "Z Reef", "feature", "", "", "", "", "https://example.org")),
        ("place_names", ("NO-PLACE", "Nowhere", "", "en", "no", "https://example.org")),
        ("place_names", ("SCARBOROUGH-SHOAL", "X Shoal", "XYZ", "en", "no", "https://example.org")),
        ("polity_status", ("XYZ", "territory", "", "1999-01-01", "", "https://example.org")),
        ("polity_status", ("JPN", "territory", "", "1999-01-01", "XYZ", "https://example.org")),
        ("polity_status", ("JPN", "territory", "", "", "", "https://example.org")),
    ],
)
def test_a_bad_row_is_refused(folder: Path, file: str, row: tuple[str, ...]) -> None:
    add(folder, file, *row)
    with pytest.raises(RegistryError, match=rf"{file}\.csv line"):
        Registry.load(folder)


def test_places_in_the_graph(store: Store) -> None:
    for place in REGISTRY.places:
        node = ipsid[place.key]
        assert objects(store, node, TYPE) == [ips.Place]
        assert objects(store, node, skos.prefLabel) == [Literal(place.label, language="en")]
        assert objects(store, node, ips.placeClass) == [concept("placeclass", place.cls)]
        assert objects(store, node, dct.isPartOf) == ([ipsid[place.part_of]] if place.part_of else [])
        claimants = {q.object for q in store.quads_for_pattern(node, ips.claimedBy, None)}
        assert claimants == {ipsid[c] for c in place.claimants}
        nodes = [q.subject for q in store.quads_for_pattern(None, ips.nameOf, node)]
        assert len(nodes) == len(place.names)
        others = {q.object.value for q in store.quads_for_pattern(node, skos.altLabel, None)}
        assert others == {n.text for n in place.names if n.text != place.label}


def test_a_claimants_name_says_whose_it_is(store: Store) -> None:
    node = next(
        q.subject
        for q in store.quads_for_pattern(None, ips.nameOf, ipsid["SCARBOROUGH-SHOAL"])
        if objects(store, q.subject, skos.prefLabel)[0].value == "Huangyan Dao"  # type: ignore[attr-defined]
    )
    assert objects(store, node, ips.usedBy) == [ipsid["CHN"]]
    assert objects(store, node, TYPE) == [ips.PlaceName]


def test_a_point_is_a_decimal_or_absent(store: Store) -> None:
    for place in REGISTRY.places:
        for name, value in (("latitude", place.latitude), ("longitude", place.longitude)):
            expected = [] if value is None else [Literal(f"{value:g}", datatype=xsd.decimal)]
            assert objects(store, ipsid[place.key], ips[name]) == expected


def test_former_statuses_in_the_graph(store: Store) -> None:
    nodes = {q.subject for q in store.quads_for_pattern(None, TYPE, ips.FormerStatus)}
    assert len(nodes) == len(REGISTRY.standings)
    node = ipsid["status-HKG-until-1997-07-01"]
    assert objects(store, node, ips.statusOf) == [ipsid["HKG"]]
    assert objects(store, node, ips.sovereign) == [ipsid["GBR"]]


def test_codes_and_classes_in_the_graph(store: Store) -> None:
    assert objects(store, ipsid["DEU"], ips.cow) == [Literal("255")]
    assert objects(store, ipsid["DEU"], ips.gw) == [Literal("260")]
    assert objects(store, ipsid["JPN-MOD"], ips.entityClass) == [Literal("ministry")]
    assert objects(store, ipsid["JPN-MOD"], ips.classedAs) == [concept("orgclass", "ministry")]


def test_the_same_quads_every_time() -> None:
    assert [str(q) for q in registry_quads(Registry.load())] == [str(q) for q in registry_quads(REGISTRY)]


def test_no_two_names_share_a_node() -> None:
    quads: list[Quad] = [q for q in registry_quads(REGISTRY) if q.predicate == ips.nameOf]
    assert len({q.subject for q in quads}) == len(quads) == sum(len(p.names) for p in REGISTRY.places)
