"""``kg retract``, ``kg withdraw`` and ``kg redact`` as users run them, on the project's own documents."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.documents.archive import Archive
from kg.graph import OxigraphStore, stored_claims
from kg.graph.serialise import graph_hash
from kg.namespaces import doc_iri
from kg.pipeline import commit, redact, retract, withdraw
from kg.resolution.ledger import Ledger, judged_claim
from kg.settings import Workspace
from tests.system.conftest import run_kg

SIGNING = "8a07d2bc6945ca36"  # the signing of the access agreement of Japan and the Philippines, its anchor
IN_FORCE = "aafd496e074069d7"


@pytest.fixture
def copy(demo: Path, tmp_path: Path) -> Path:
    """A workspace of its own to change."""
    return Path(shutil.copytree(demo, tmp_path / "w"))


def hash_of(workspace: Path) -> str:
    return str(json.loads(run_kg("-w", workspace, "stats", "--json").stdout)["hash"])


def ask(workspace: Path, *args: str) -> dict[str, Any]:
    done = run_kg("-w", workspace, *args, "--json")
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def document(root: Path, start: str) -> Path:
    import hashlib

    return next(
        p
        for p in (root / "data" / "documents").glob("*.md")
        if hashlib.sha256(p.read_bytes()).hexdigest().startswith(start)
    )


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_was_retracted_was_never_there(demo: Path, tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:
    place = tmp_path_factory.mktemp("retract") / "w"
    shutil.copytree(demo, place)
    workspace = Workspace.at(place)
    shas = list(Archive(workspace.archive).ids())
    with OxigraphStore(workspace.store, read_only=True) as store:
        claims = stored_claims(store)
    pairs = st.tuples(*[st.sampled_from(claims)] * 2).filter(lambda p: p[0].iri != p[1].iri)
    for a, b in data.draw(st.lists(pairs, max_size=4)):
        verdict = data.draw(st.sampled_from(["same", "different"]))
        Ledger(workspace.ledger).add(verdict, "relation", [(judged_claim(a), judged_claim(b))], why="a test")
    going = data.draw(st.lists(st.sampled_from(shas), unique=True, min_size=1, max_size=len(shas)))
    cut = data.draw(st.integers(0, len(going)))
    for part in (going[:cut], going[cut:]):
        if part:
            retract(workspace, part, reason="a test")

    never = OxigraphStore()
    with OxigraphStore(workspace.store, read_only=True) as store:
        held = {doc_iri(s): tuple(store.quads(doc_iri(s))) for s in shas if s not in going}
        assert all(held.values())
        commit(workspace, never, held)
        assert graph_hash(store) == graph_hash(never)
    assert list(Archive(workspace.archive).ids()) == sorted(set(shas) - set(going))


def test_a_dry_run_says_what_a_retraction_then_does(copy: Path) -> None:
    before = hash_of(copy)
    said = ask(copy, "retract", f"doc-{SIGNING}", "--dry-run")
    assert (said["done"], hash_of(copy), (copy / "ledger" / "documents.csv").exists()) == (False, before, False)

    refused = run_kg("-w", copy, "retract", f"doc-{SIGNING}")
    assert refused.returncode == 2
    assert "--yes" in refused.stderr

    done = ask(copy, "retract", f"doc-{SIGNING}", "--reason", "a draft", "--yes")
    assert {k: v for k, v in done.items() if k not in ("done", "sha256")} == {
        k: v for k, v in said.items() if k != "done"
    }
    assert said["lost"]
    assert {c["what"] for c in said["changed"]} >= {"status", "signed (asserted)"}
    for gone in said["lost"]:
        shown = run_kg("-w", copy, "show", gone["id"])
        assert shown.returncode == 2
        assert f"rested on doc-{SIGNING}, which was retracted" in shown.stderr
        assert "a draft" in shown.stderr
    for renamed in said["renamed"]:
        shown = run_kg("-w", copy, "show", renamed["id"])
        assert shown.returncode == 0
        assert f"{renamed['id']} is now {renamed['now'][0]}" in shown.stderr
    again = run_kg("-w", copy, "retract", f"doc-{SIGNING}", "--yes")
    assert again.returncode == 0
    assert len((copy / "ledger" / "documents.csv").read_text().splitlines()) == 2


def test_a_retracted_document_comes_back_only_on_purpose(copy: Path, demo: Path, root: Path, tmp_path: Path) -> None:
    page = document(root, SIGNING)
    assert run_kg("-w", copy, "retract", SIGNING, "--reason", "a draft", "--yes").returncode == 0
    refused = run_kg("-w", copy, "ingest", page, "--json")
    assert refused.returncode == 3
    (outcome,) = json.loads(refused.stdout)["documents"]
    assert outcome["status"] == "refused"
    assert "retracted on" in outcome["reason"]
    assert "a draft" in outcome["reason"]

    assert run_kg("-w", demo, "export", "-o", tmp_path / "all.nq").returncode == 0
    imported = ask(copy, "import", str(tmp_path / "all.nq"))
    assert imported["documents"]["refused"] == 1

    assert run_kg("-w", copy, "ingest", page, "--restore").returncode == 0
    assert hash_of(copy) == hash_of(demo)
    assert (copy / "ledger" / "documents.csv").read_text().splitlines()[-1].split(",")[3] == "restore"


def test_an_old_name_leads_to_todays_relation_in_queries_too(copy: Path) -> None:
    said = ask(copy, "retract", SIGNING, "--yes")
    old = next(r for r in said["renamed"] if r["id"].startswith("agreement"))
    triple = ["-p", "property=ips:party", "-p", "object=JPN"]
    by_old = run_kg("-w", copy, "query", "receipt", "-p", f"relation={old['id']}", *triple, "--json")
    by_new = run_kg("-w", copy, "query", "receipt", "-p", f"relation={old['now'][0]}", *triple, "--json")
    gone = run_kg("-w", copy, "query", "receipt", "-p", f"relation={said['lost'][0]['id']}", *triple)

    assert json.loads(by_old.stdout) == json.loads(by_new.stdout) != []
    assert gone.returncode == 2
    assert "was retracted" in gone.stderr


def test_a_claim_leads_to_its_relation(demo: Path) -> None:
    with OxigraphStore(Workspace.at(demo).store, read_only=True) as store:
        claims = [c.iri.rsplit("/", 1)[-1] for c in stored_claims(store)][:3]
    for claim in claims:
        shown = run_kg("-w", demo, "show", claim, "--json")
        assert shown.returncode == 0, shown.stderr
        assert f"{claim} is now" in shown.stderr


def test_a_withdrawal_leaves_what_was_known_before_and_travels_with_the_graph(
    copy: Path, demo: Path, root: Path, tmp_path: Path
) -> None:
    done = run_kg("-w", copy, "withdraw", IN_FORCE, "--on", "2025-12-01", "--reason", "taken back", "--yes")
    assert done.returncode == 0, done.stderr
    relation = "agreement-57e1fcd6fc231a1f"

    def effect(workspace: Path, known_at: str) -> str:
        shown = ask(workspace, "show", relation, "--as-of", "2025-10-01", "--known-at", known_at)
        return str(shown["relations"][0]["status"])

    assert [effect(copy, day) for day in ("2025-08-31", "2025-11-30", "2025-12-01")] == ["unknown", "yes", "unknown"]
    for day in ("2025-08-31", "2025-11-30"):
        for workspace, name in ((copy, "a.nq"), (demo, "b.nq")):
            assert run_kg("-w", workspace, "export", "--known-at", day, "-o", tmp_path / name).returncode == 0
        assert (tmp_path / "a.nq").read_bytes() == (tmp_path / "b.nq").read_bytes()
    asked = ["query", "binds", "-p", "a=JPN", "-p", "b=PHL", "--as-of", "2025-10-01", "--known-at", "2025-11-30"]
    assert ask_rows(copy, *asked) == ask_rows(demo, *asked)

    said = ask(copy, "withdraw", IN_FORCE, "--on", "2025-12-01", "--dry-run")
    assert said["lost"] == []  # it is done already
    shown = run_kg("-w", copy, "show", f"doc-{IN_FORCE}")
    assert "withdrawn: from 2025-12-01 on its claims no longer count (taken back;" in " ".join(shown.stdout.split())

    for name in ("g.nq", "g.ttl"):
        assert run_kg("-w", copy, "export", "-o", tmp_path / name).returncode == 0
        assert run_kg("init", tmp_path / f"w-{name}").returncode == 0
        assert ask(tmp_path / f"w-{name}", "import", str(tmp_path / name))["same_graph"] is True
        assert hash_of(tmp_path / f"w-{name}") == hash_of(copy)

    again = ask(copy, "ingest", str(document(root, IN_FORCE)))
    assert [d["status"] for d in again["documents"]] == ["unchanged"]
    assert ask(copy, "ingest", "--restore", str(document(root, IN_FORCE)))["changed_quads"] > 0
    assert hash_of(copy) == hash_of(demo)


def test_a_relation_that_rests_on_withdrawn_documents_alone_says_so(copy: Path) -> None:
    said = ask(copy, "withdraw", SIGNING, "--on", "2025-12-01", "--yes")
    gone = said["lost"][0]["id"]
    now, then = run_kg("-w", copy, "show", gone), run_kg("-w", copy, "show", gone, "--known-at", "2025-11-30")

    assert now.returncode == 2
    assert f"{gone} rested on doc-{SIGNING}, which no longer counts from 2025-12-01 on" in now.stderr
    assert then.returncode == 0, then.stderr


def ask_rows(workspace: Path, *args: str) -> list[Any]:
    done = run_kg("-w", workspace, *args, "--json")
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def test_the_order_of_withdrawal_and_ingest_does_not_show(copy: Path, root: Path, tmp_path: Path) -> None:
    workspace = Workspace.at(copy)
    withdraw(workspace, [IN_FORCE], on="2025-12-01", reason="x")
    fresh = tmp_path / "fresh"
    run_kg("init", fresh)
    shutil.copytree(copy / "ledger", fresh / "ledger", dirs_exist_ok=True)
    assert run_kg("-w", fresh, "ingest", root / "data" / "documents").returncode == 0

    assert hash_of(fresh) == hash_of(copy)


def test_a_day_before_publication_is_no_day_of_withdrawal(copy: Path) -> None:
    done = run_kg("-w", copy, "withdraw", IN_FORCE, "--on", "2025-01-01", "--yes")

    assert done.returncode == 2
    assert "was published on 2025-09-11, after 2025-01-01" in done.stderr


def traces(workspace: Path, *words: bytes) -> list[str]:
    return [
        str(p.relative_to(workspace))
        for p in sorted(workspace.rglob("*"))
        if p.is_file() and any(word in p.read_bytes() for word in words)
    ]


def test_a_redacted_document_is_in_no_file_of_the_workspace(copy: Path, root: Path) -> None:
    page = document(root, SIGNING)
    words = (b"Reciprocal Access Agreement on July 8", SIGNING.encode(), page.name.encode())
    assert traces(copy, page.name.encode())
    free = run_kg("-w", copy, "redact", SIGNING, "--reason", "because Jane Example asked")
    assert free.returncode == 2

    done = run_kg("-w", copy, "redact", SIGNING, "--reason", "court-order", "--yes")
    assert done.returncode == 0, done.stderr
    assert traces(copy, page.name.encode()) == []
    assert {Path(t).parts[0] for t in traces(copy, *words)} == {"archive", "ledger"}  # the hash alone
    assert not (copy / ".store-to-renew").exists()
    assert not list(copy.glob("store.*"))
    for extra in ([], ["--restore"]):
        again = run_kg("-w", copy, "ingest", page, *extra, "--json")
        assert again.returncode == 3
        assert json.loads(again.stdout)["documents"][0]["reason"].startswith("redacted on")
    shown = run_kg("-w", copy, "show", f"doc-{SIGNING}")
    assert shown.returncode == 2
    assert "court-order. It cannot be taken back." in shown.stderr
    assert run_kg("-w", copy, "validate").returncode == 0
    assert run_kg("-w", copy, "verify").returncode == 0


def test_a_withheld_name_is_in_no_file_of_the_store_now_or_later(copy: Path, root: Path, tmp_path: Path) -> None:
    name = b"Teodoro"
    assert any(t.startswith("store") for t in traces(copy, name))
    said = ask(copy, "redact", "--person", "TEODORO Gilberto", "--reason", "safety", "--dry-run")
    done = ask(copy, "redact", "--person", "TEODORO Gilberto", "--reason", "safety", "--yes")
    assert {k: v for k, v in done.items() if k != "done"} == {k: v for k, v in said.items() if k != "done"}
    assert said["documents"]
    assert {Path(t).parts[0] for t in traces(copy, name)} == {"archive"}

    assert run_kg("-w", copy, "export", "-o", tmp_path / "g.nq").returncode == 0
    text = (tmp_path / "g.nq").read_text()
    assert "Teodoro" not in text
    assert "[name withheld]" in text
    for verb in ("verify", "validate"):
        assert run_kg("-w", copy, verb).returncode == 0
    again = run_kg("-w", copy, "ingest", root / "data" / "documents", "--json")
    assert json.loads(again.stdout)["changed_quads"] == 0

    fresh = tmp_path / "fresh"
    run_kg("init", fresh)
    shutil.copytree(copy / "ledger", fresh / "ledger", dirs_exist_ok=True)
    assert run_kg("-w", fresh, "ingest", root / "data" / "documents").returncode == 0
    assert hash_of(fresh) == hash_of(copy)

    assert run_kg("-w", copy, "redact", "--person", "Gilberto Teodoro", "--lift", "--reason", "other").returncode == 0
    assert run_kg("-w", copy, "ingest", root / "data" / "documents").returncode == 0
    assert (
        b"Teodoro"
        in (copy / "archive" / SIGNING[:2])
        .joinpath(next((copy / "archive" / SIGNING[:2]).iterdir()).name, "text.txt")
        .read_bytes()
    )


def test_a_redaction_blanks_what_judgements_quote(copy: Path) -> None:
    workspace = Workspace.at(copy)
    with OxigraphStore(workspace.store, read_only=True) as store:
        claims = {c.doc: c for c in stored_claims(store)}
    gone, other = (next(c for d, c in claims.items() if start in d) for start in (SIGNING, IN_FORCE))
    ledger = Ledger(workspace.ledger)
    ledger.add("different", "relation", [(judged_claim(gone), judged_claim(other))], why="as the page says")
    redact(workspace, [SIGNING], category="privacy")
    (line,) = ledger.lines()

    assert (line.number, line.verdict, line.a.quote, line.why) == (1, "different", "", "")
    assert line.b is not None
    assert line.b.quote == judged_claim(other).quote


def test_what_a_ledger_announces_and_a_crash_left_undone_is_seen_and_done(copy: Path, root: Path) -> None:
    from kg.resolution.docket import Docket

    workspace = Workspace.at(copy)
    full = next(sha for sha in Archive(workspace.archive).ids() if sha.startswith(SIGNING))
    Docket(workspace.ledger).add([{"action": "retract", "sha256": full, "reason": "cut off here"}])
    found = {c["name"]: c["state"] for c in json.loads(run_kg("-w", copy, "doctor", "--json").stdout)}
    assert found["ledger"] == "warning"

    assert run_kg("-w", copy, "ingest", document(root, IN_FORCE)).returncode == 0
    assert run_kg("-w", copy, "show", f"doc-{SIGNING}").returncode == 2
    assert full not in Archive(workspace.archive)


def test_an_unknown_document_is_named_with_its_nearest(copy: Path) -> None:
    for verb in (["retract"], ["withdraw", "--on", "2026-01-01"], ["redact", "--reason", "other"], ["verify"]):
        done = run_kg("-w", copy, *verb, "doc-8a07d2bc6945ca37")
        assert done.returncode == 2
        assert "doc-8a07d2bc6945ca36" in done.stderr
