"""Judging from the command line: merge, split, reject, undo; the graph hash comes back, and decisions survive."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kg.cli import main

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "cases"
RAA = FOLDER / "japan-philippines-raa" / "documents"


class Kg:
    """The command in this process: fast, and the same code as the ``kg`` script runs."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self.capsys = root, capsys

    def __call__(self, *args: str | Path) -> tuple[int, str, str]:
        self.capsys.readouterr()
        try:
            main(["-w", str(self.root), *map(str, args)])
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
        out = self.capsys.readouterr()
        return code, out.out, out.err

    def json(self, *args: str | Path) -> object:
        code, out, err = self(*args, "--json")
        assert code == 0, err
        return json.loads(out)

    def hash(self) -> str:
        stats = self.json("stats")
        assert isinstance(stats, dict)
        return str(stats["hash"])

    def agreements(self) -> list[dict[str, object]]:
        shown = self.json("show", "PHL")
        assert isinstance(shown, dict)
        return [r for r in shown["relations"] if r["kind"] == "agreement" and r["type"] == "reciprocal-access"]


@pytest.fixture
def kg(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Kg:
    main(["init", str(tmp_path / "w")], standalone_mode=False)
    made = Kg(tmp_path / "w", capsys)
    code, _, err = made("ingest", *sorted(RAA.glob("2024-07-0*.md")), RAA / "2025-09-12-in-force.md")
    assert code == 0, err
    return made


def _claims_of(kg: Kg, relation: str) -> list[str]:
    query = kg.root / "claims.rq"
    query.write_text(
        "PREFIX ips: <https://w3id.org/indopacific-kg/ontology#>\n"
        "PREFIX ips-id: <https://w3id.org/indopacific-kg/id/>\n"
        f"SELECT ?c WHERE {{ {relation} ips:supportedBy ?c }} ORDER BY ?c"
    )
    found = kg.json("query", "--sparql", query)
    assert isinstance(found, (list, dict))
    text = json.dumps(found)
    return sorted(set(re.findall(r"claim-[0-9a-f]{16}", text)))


def test_a_split_holds_against_re_ingestion_and_its_undo_restores_the_graph(kg: Kg) -> None:
    before = kg.hash()
    (raa,) = [a for a in kg.agreements() if len(_claims_of(kg, f"ips-id:{str(a['iri']).rsplit('/', 1)[1]}")) > 1]
    name = str(raa["iri"]).rsplit("/", 1)[1]
    claims = _claims_of(kg, f"ips-id:{name}")

    code, out, err = kg("review", "split", name, claims[-1], "--why", "another text, for the test", "--by", "ada")
    assert code == 0, err
    assert "of the ledger" in out
    apart = kg.hash()
    assert apart != before
    rows = (kg.root / "ledger" / "judgements.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == len(claims)  # a header, and one line for each pair
    assert all(",ada,different,relation,claim-" in row for row in rows[1:])

    assert kg("ingest", *sorted(RAA.glob("2024-07-0*.md")))[0] == 0
    assert kg.hash() == apart  # read again, and still apart

    for number in range(1, len(rows)):
        assert kg("review", "undo", str(number), "--why", "it was one")[0] == 0
    assert kg.hash() == before
    log = kg.json("review", "log")
    assert isinstance(log, list)
    assert {e["state"] for e in log} == {"undone", "undo"}


def test_what_is_rejected_leaves_the_view_and_stays_out(kg: Kg) -> None:
    before = kg.hash()
    (raa, *_) = kg.agreements()
    name = str(raa["iri"]).rsplit("/", 1)[1]
    claims = _claims_of(kg, f"ips-id:{name}")
    assert kg("review", "reject", *claims, "--why", "misread")[0] == 0
    assert name not in json.dumps(kg.json("show", "PHL"))
    assert kg("ingest", RAA)[0] == 0
    shown = json.dumps(kg.json("show", "PHL"))
    assert not any(c in shown for c in claims)
    for number in range(1, len(claims) + 1):
        assert kg("review", "undo", str(number), "--why", "read rightly")[0] == 0
    assert kg.hash() != before  # the other documents came in meanwhile
    assert any(str(a["iri"]).rsplit("/", 1)[1].startswith("agreement-") for a in kg.agreements())


def test_judgements_say_what_is_wrong_with_them(kg: Kg) -> None:
    raa, *_ = kg.agreements()
    name = str(raa["iri"]).rsplit("/", 1)[1]
    code, _, err = kg("review", "same", name, "agreement-0000000000000000", "--why", "x")
    assert code == 2
    assert "is not in the relations, persons and claims on file" in err
    code, _, err = kg("review", "same", name, name, "--why", "x")
    assert code == 2
    assert "are one claim already" in err
    code, _, err = kg("review", "undo", "7", "--why", "x")
    assert code == 2
    assert "no line 7" in err
    code, _, err = kg("review", "same", name, name)
    assert code == 2
    assert "--why" in err
    assert not (kg.root / "ledger" / "judgements.csv").exists()


def test_a_same_that_contradicts_a_different_names_the_line_to_undo(kg: Kg) -> None:
    raa, *_ = kg.agreements()
    name = str(raa["iri"]).rsplit("/", 1)[1]
    claims = _claims_of(kg, f"ips-id:{name}")
    assert kg("review", "split", name, claims[-1], "--why", "x")[0] == 0
    code, _, err = kg("review", "same", claims[0], claims[-1], "--why", "y")
    assert code == 2
    assert re.search(r"Line \d+ of the ledger holds .* to be different", err)


def test_identity_reads_as_of_a_past_day_of_the_ledger(kg: Kg) -> None:
    before = kg.hash()
    (raa, *_) = kg.agreements()
    claims = _claims_of(kg, f"ips-id:{str(raa['iri']).rsplit('/', 1)[1]}")
    assert kg("review", "reject", claims[0], "--why", "misread")[0] == 0
    assert kg.hash() != before
    then = kg.json("stats", "--ledger-at", "2020-01-01")
    assert isinstance(then, dict)
    assert then["hash"] == before


def test_an_export_takes_its_judgements_along(kg: Kg, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (raa, *_) = kg.agreements()
    claims = _claims_of(kg, f"ips-id:{str(raa['iri']).rsplit('/', 1)[1]}")
    assert kg("review", "reject", claims[0], "--why", "misread")[0] == 0
    for suffix in ("nq", "ttl"):
        assert kg("export", "-o", tmp_path / f"g.{suffix}")[0] == 0
        main(["init", str(tmp_path / suffix)], standalone_mode=False)
        other = Kg(tmp_path / suffix, capsys)
        assert other("import", tmp_path / f"g.{suffix}")[0] == 0
        assert other.hash() == kg.hash()
        assert "import,rejected,claim" in (other.root / "ledger" / "judgements.csv").read_text(encoding="utf-8")


def test_what_was_checked_shows_when_and_undoes(kg: Kg) -> None:
    before = kg.hash()
    (raa, *_) = kg.agreements()
    name = str(raa["iri"]).rsplit("/", 1)[1]
    assert "never checked since" in kg("show", name)[1]
    assert kg("review", "checked", name, "--why", "both treaty series, nothing new")[0] == 0
    shown = kg("show", name)[1]
    assert "; last checked 20" in shown
    assert "nothing found" in shown
    assert "never checked" in kg("show", name, "--known-at", "2025-12-31")[1]  # nobody had looked by then
    assert kg("review", "undo", "1", "--why", "another pact")[0] == 0
    assert kg.hash() == before
