"""Curated files: what is refused, in which words, and what becomes of a record that several pages support."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import MissingPathError
from kg.registry import Registry
from kg.sources.batch import Batch
from kg.sources.curated import curated_schema, load
from kg.sources.schema_walk import ANNOTATIONS, KEYWORDS, faults

SHA = "a" * 64
PAGE: dict[str, Any] = {
    "publisher": "Ministry of Foreign Affairs of Japan", "title": "A signing", "url": "https://example.org/a",
    "published": "2024-07-08", "accessed": "2026-11-23", "sha256": SHA, "read": "whole", "rights": "unknown",
}  # fmt: skip
FILE: dict[str, Any] = {
    "status": "verified",
    "sources": {"one": PAGE, "two": {**PAGE, "url": "https://example.org/b", "publisher": "Sputnik"}},
    "records": [
        {
            "kind": "agreement",
            "type": "reciprocal-access",
            "name": "Example Access Agreement",
            "participants": [
                {"role": "party", "label": "Japan", "id": "JPN", "kind": "state"},
                {"role": "party", "label": "Philippines", "id": "PHL", "kind": "state"},
                {"role": "signatory", "label": "Jane Example", "kind": "person", "on_behalf_of": "JPN"},
            ],
            "stages": [
                {"stage": "signed", "date": "2024-07-08"},
                {"stage": "in-force", "date": "2025-09-11", "items": [1]},
            ],
            "items": [{"label": "radars"}, {"label": "boats", "quantity": 4}],
            "evidence": [
                {"source": "one", "locator": "paragraph 1"},
                {"source": "two", "locator": "paragraph 2", "for": ["stages/1"]},
            ],
        }
    ],
}
Write = Callable[..., Batch]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


@pytest.fixture
def loaded(tmp_path: Path, registry: Registry) -> Write:
    def write(data: Any, *, unverified: bool = False) -> Batch:
        folder = tmp_path / "curated" / "access"
        folder.mkdir(parents=True, exist_ok=True)
        text = data if isinstance(data, str) else yaml.safe_dump(data, sort_keys=False)
        (folder / "example.yaml").write_text(text, encoding="utf-8")
        return load([tmp_path / "curated"], registry=registry, unverified=unverified)

    return write


def changed(path: str, value: Any) -> dict[str, Any]:
    data = copy.deepcopy(FILE)
    *way, last = [int(p) if p.isdigit() else p for p in path.split("/")]
    holder: Any = data
    for step in way:
        holder = holder[step]
    if value is None:
        del holder[last]
    else:
        holder[last] = value
    return data


def test_each_page_gets_the_parts_that_it_gives(loaded: Write) -> None:
    batch = loaded(FILE)

    records = {s.document.publisher: s.records[0] for s in batch.sources}
    whole, part = records["Ministry of Foreign Affairs of Japan"], records["Sputnik"]
    assert not batch.problems
    assert (len(whole.participants), len(whole.stages), len(whole.items)) == (3, 2, 2)
    assert [p.label for p in part.participants] == ["Japan", "Philippines"]
    assert [(s.stage, s.items) for s in part.stages] == [("in-force", (0,))]
    assert [i.label for i in part.items] == ["boats"]
    assert set(part.evidence[0].parts) == {"stages/0", "items/0", "participants/0", "participants/1", "name", "type"}
    assert whole.rule == part.rule == "curated/access/example 1"
    assert {ev.grade for r in records.values() for ev in r.evidence} == {"cited"}
    assert {ev.quote for r in records.values() for ev in r.evidence} == {""}


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("status", "maybe", "'maybe' is not allowed"),
        ("records/0/kind", "agreemnt", "Did you mean 'agreement'"),
        ("records/0/type", "reciprocal-acess", "Did you mean 'reciprocal-access'"),
        ("records/0/colour", "red", "'colour' is not a field here"),
        ("records/0/participants/0/id", "JAP", "'JAP' is not in the registry"),
        ("records/0/participants/0/id", None, "is a state and has no id"),
        ("records/0/participants/2/id", "JPN", "a person has no id"),
        ("records/0/participants/0/id", "ASEAN", "ASEAN is a grouping"),
        ("records/0/participants/2/on_behalf_of", "JPNN", "'JPNN' is not in the registry"),
        ("records/0/participants/2/role", "signer", "Did you mean 'signatory'"),
        ("records/0/stages/0/stage", "sign", "Did you mean 'signed'"),
        ("records/0/stages/0/date", "2024-02-30", "'2024-02-30' is not a date"),
        ("records/0/stages/0/date", "8 July 2024", "is not a date"),
        ("records/0/stages/0/date", "2027-01-01", "lies after 2026-11-23"),
        ("records/0/evidence/0/source", "on", "Did you mean 'one'"),
        ("records/0/evidence/1/for", ["stages/9"], "'stages/9' is not a part"),
        ("records/0/evidence/1/for", ["steps/1"], "'steps/1' is not a path"),
        ("records/0/evidence/0/for", ["stages/0"], "participants/2: has no source"),
        ("records/0/evidence", [], "is empty"),
        ("records/0/evidence/0/grade", "quoted", "is not 'cited'"),
        ("records/0/name", "x" * 300, "never a sentence"),
        ("sources/one/url", "ftp://example.org/a", "http:// or https://"),
        ("sources/one/url", "javascript:alert(1)", "http:// or https://"),
        ("sources/one/sha256", "abc", "64 digits"),
        ("sources/one/sha256", None, "'sha256' is missing"),
        ("sources/one/read", "glanced", "Known: excerpt"),
        ("sources/one/published", "2027", "is after 2026-11-23"),
        ("sources/one/accessed", "2026-11", "YYYY-MM-DD"),
        ("sources", {}, "is empty"),
        ("records", [], "is empty"),
        ("records/0/participants", [], "neither a name nor"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_what_would_be_right(
    loaded: Write, path: str, value: Any, said: str
) -> None:
    data = changed(path, value)
    if said.startswith("neither"):
        del data["records"][0]["name"]

    batch = loaded(data)

    errors = [p for p in batch.problems if p.severity == "error"]
    assert any(said in str(p) for p in errors), [str(p) for p in batch.problems]
    assert all(p.file == "curated/access/example.yaml" and p.line > 0 for p in errors)
    assert batch.sources == ()
    assert batch.read == batch.loaded + sum(batch.refused.values())


def test_a_page_that_nothing_cites_is_a_warning(loaded: Write) -> None:
    batch = loaded(changed("records/0/evidence/1", None))

    assert [(p.severity, p.where) for p in batch.problems] == [("warning", "sources/two")]
    assert batch.loaded == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &x 1\nb: *x\n", "anchor"),
        ("!!python/object:os.system x\n", "tag"),
        ("a: [1, 2\n", "is not YAML"),
        ("status: verified\nstatus: unverified\n", "given twice"),
        ("", "is not a mapping"),
        ("- 1\n", "is not a mapping"),
        ("a: \x00\n", "is not YAML"),
    ],
)
def test_hostile_or_broken_yaml_is_refused_in_words(loaded: Write, text: str, said: str) -> None:
    batch = loaded(text)

    assert said in str(batch.problems[0])
    assert batch.sources == ()


def test_the_code_of_norway_and_bare_dates_stay_texts(loaded: Write) -> None:
    text = yaml.safe_dump(FILE).replace("'2024-07-08'", "2024").replace("Jane Example", "NO")

    batch = loaded(text)

    record = next(s.records[0] for s in batch.sources if s.document.publisher == "Ministry of Foreign Affairs of Japan")
    assert not batch.problems
    assert (record.participants[2].label, record.stages[0].date) == ("NO", "2024")


def test_an_unverified_file_needs_a_request_and_may_leave_out_what_only_a_reader_knows(loaded: Write) -> None:
    data = copy.deepcopy(FILE) | {"status": "unverified"}
    for source in data["sources"].values():
        for name in ("accessed", "sha256", "read", "rights", "published"):
            del source[name]

    left, taken = loaded(data), loaded(data, unverified=True)

    assert (left.sources, left.refused) == ((), {"unverified": 1})
    assert {r.extractor for s in taken.sources for r in s.records} == {"curated-unverified 1"}


def test_a_publisher_without_a_profile_is_a_warning(loaded: Write) -> None:
    batch = loaded(changed("sources/one/publisher", "Ministry of Foreign Affair of Japan"))

    assert [(p.severity, p.where) for p in batch.problems] == [("warning", "sources/one/publisher")]
    assert "Did you mean 'Ministry of Foreign Affairs of Japan'" in str(batch.problems[0])


def test_two_files_describe_one_page_alike(loaded: Write, tmp_path: Path, registry: Registry) -> None:
    loaded(FILE)
    other = changed("sources/one/publisher", "TASS")
    (tmp_path / "curated" / "zoo.yaml").write_text(yaml.safe_dump(other), encoding="utf-8")

    batch = load([tmp_path / "curated"], registry=registry)

    assert ["of the same page and text" in p.message for p in batch.problems] == [True]
    assert (batch.read, batch.loaded) == (2, 1)


def test_a_path_that_is_not_there_is_an_error(registry: Registry, tmp_path: Path) -> None:
    with pytest.raises(MissingPathError):
        load([tmp_path / "nothing"], registry=registry)


def test_the_published_schema_is_the_one_in_use(root: Path) -> None:
    held = json.loads((root / "kg" / "sources" / "curated" / "schema.json").read_text(encoding="utf-8"))

    assert held == curated_schema()
    jsonschema.Draft202012Validator.check_schema(held)


def test_the_schema_has_no_keyword_that_the_walker_does_not_know() -> None:
    met: set[str] = set()

    def walk(node: Any, *, names: bool = False) -> None:
        if isinstance(node, dict):
            met.update(() if names else node)
            for key, value in node.items():
                walk(value, names=not names and key in ("properties", "$defs"))
        elif isinstance(node, list):
            for member in node:
                walk(member)

    walk(curated_schema())
    assert met - KEYWORDS - ANNOTATIONS == set()


JUNK = st.sampled_from([None, 7, -1.5, True, "", "x" * 400, "2024-13", [], {}, {"a": 1}, ["b"], "signed", "JPN"])
PLACES = ["status", "records", "records/0/kind", "records/0/stages/0", "records/0/stages/0/date",
          "records/0/items/1/label", "records/0/items/1/quantity", "records/0/participants/0/kind",
          "records/0/evidence/1/for", "sources/one/url",
          "sources/one", "records/0/amount", "records/0/topics", "records/0/instrument", "checked"]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(PLACES), JUNK)
def test_the_walker_and_a_general_validator_agree(path: str, junk: Any) -> None:
    data = copy.deepcopy(FILE)
    *way, last = [int(p) if p.isdigit() else p for p in path.split("/")]
    holder: Any = data
    for step in way:
        holder = holder[step]
    holder[last] = junk

    ours = not list(faults(data, curated_schema(), curated_schema()))
    theirs = jsonschema.Draft202012Validator(curated_schema()).is_valid(data)

    assert ours == theirs
