"""The model on the command line: settings that teach, the estimate, exit codes, evaluation and its table."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg import plugins
from kg.cli import main
from kg.errors import KGError, ModelSettingsError
from kg.extraction.llm import prompt
from kg.extraction.llm.settings import ModelSettings
from kg.graph import stored_claims
from kg.pipeline import open_store
from kg.registry import Registry
from kg.settings import Workspace
from tests.llm.conftest import GOOD, Reads
from tests.llm.endpoint import KEY, Endpoint

pytestmark = pytest.mark.skipif(
    "llm" not in plugins.registered("kg.extractors"),
    reason="the installed metadata are older than pyproject.toml: install the package again",
)
LOCAL = {"KG_LLM_BASE_URL": "http://127.0.0.1:1/v1", "KG_LLM_MODEL": "m"}


def run(server: Endpoint, place: Path, *args: object, **env: str) -> Result:
    given = {"KG_LLM_BASE_URL": server.url, "KG_LLM_MODEL": "test-model", "KG_LLM_CACHE": str(place / "cache"), **env}
    return CliRunner().invoke(main, [str(a) for a in args], env=given)


def test_extract_prints_records_and_says_what_it_took(server: Endpoint, articles: Path, tmp_path: Path) -> None:
    done = run(server, tmp_path, "extract", articles, "--extractor", "llm")
    records = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.exit_code == 0
    assert [r["kind"] for r in records] == ["agreement", "transfer"]
    assert re.search(r"2 passages, 2 to ask about; about [\d,]+ tokens to read", done.stderr)
    assert "2 of 2 passages; 2 calls" in done.stderr


def test_estimate_asks_nothing(server: Endpoint, articles: Path, tmp_path: Path) -> None:
    prices = {"KG_LLM_PRICE_INPUT": "2", "KG_LLM_PRICE_OUTPUT": "8", "KG_LLM_CURRENCY": "EUR"}
    done = run(server, tmp_path, "extract", articles, "--extractor", "llm", "--estimate", **prices)

    assert done.exit_code == 0
    assert "EUR" in done.stdout
    assert server.requests == []


def test_a_spent_budget_names_the_documents_that_were_not_read(
    server: Endpoint, articles: Path, tmp_path: Path
) -> None:
    small = {"KG_LLM_ANSWER_TOKENS": "500", "KG_LLM_CONCURRENCY": "1"}
    done = run(server, tmp_path, "extract", articles, "--extractor", "llm", "--budget", "5k", **small)

    assert done.exit_code == 3
    assert len(done.stdout.splitlines()) == 1
    assert "two.md: failed: [KG804] budget-spent" in done.stderr
    assert server.read + server.written <= 5000


def test_ingest_keeps_answers_in_the_workspace_and_provenance_in_the_graph(
    server: Endpoint, articles: Path, tmp_path: Path
) -> None:
    runner, env = CliRunner(), {"KG_LLM_BASE_URL": server.url, "KG_LLM_MODEL": "test-model"}
    work = str(tmp_path / "w")
    assert runner.invoke(main, ["init", work]).exit_code == 0
    done = runner.invoke(main, ["-w", work, "ingest", str(articles), "--extractor", "llm", "--json"], env=env)
    with open_store(Workspace.at(Path(work))) as store:
        by = {c.record.extractor for c in stored_claims(store)}

    assert done.exit_code == 0, done.output
    assert [d["status"] for d in json.loads(done.stdout)["documents"]] == ["added", "added"]
    assert len(list((tmp_path / "w" / "build" / "llm").glob("*/*.json"))) == 2
    assert by == {f"llm/1-{prompt.prompt_version()}/test-model"}
    again = runner.invoke(main, ["-w", work, "ingest", str(articles), "--extractor", "llm", "--json"], env=env)
    assert [d["status"] for d in json.loads(again.stdout)["documents"]] == ["unchanged", "unchanged"]
    assert len(server.requests) == 2


def gold_set(place: Path, articles: Path, *, purpose: str) -> Path:
    folder = place / "gold" / "small"
    (folder / "documents").mkdir(parents=True)
    (folder / "records").mkdir()
    (folder / "set.toml").write_text(f'about = "Own-written."\npurpose = "{purpose}"\n')
    for path, record in zip(sorted(articles.iterdir()), GOOD.values(), strict=True):
        (folder / "documents" / path.name).write_text(path.read_text())
        kept = {k: v for k, v in record[0].items() if k != "quotes"} | {"doc": path.stem}
        (folder / "records" / f"{path.stem}.jsonl").write_text(json.dumps(kept) + "\n")
    return folder.parent


def test_eval_scores_a_model_and_writes_its_table(server: Endpoint, articles: Path, tmp_path: Path) -> None:
    gold, table = gold_set(tmp_path, articles, purpose="validation"), tmp_path / "trust.yaml"
    done = run(server, tmp_path, "eval", "--gold", gold, "--extractor", "llm", "--json", "--trust", table)
    (scored,) = json.loads(done.stdout)
    after = run(server, tmp_path, "extract", articles / "one.md", "--extractor", "llm", KG_LLM_TRUST=str(table))

    assert done.exit_code == 0, done.output
    assert scored["arguments"]["all"]["f1"] == 1.0
    assert len(server.requests) == 2
    assert json.loads(after.stdout)["confidence"] > 0.6
    other = run(server, tmp_path, "extract", articles, "--extractor", "llm", KG_LLM_TRUST=str(table), KG_LLM_MODEL="x")
    assert other.exit_code == 2
    assert "was measured for test-model" in other.stderr
    beside = run(server, tmp_path, "eval", "--gold", gold, "--extractor", "rules+llm", "--trust", table)
    assert beside.exit_code == 2


def test_eval_stops_at_a_text_that_the_model_did_not_read(server: Endpoint, articles: Path, tmp_path: Path) -> None:
    server.key = KEY
    done = run(
        server, tmp_path, "eval", "--gold", gold_set(tmp_path, articles, purpose="validation"), "--extractor", "llm"
    )

    assert done.exit_code == 2
    assert "[KG601]" in done.stderr


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "KG_LLM_BASE_URL is not set"),
        ({"KG_LLM_BASE_URL": "http://127.0.0.1:1/v1"}, "KG_LLM_MODEL is not set"),
        (LOCAL | {"KG_LLM_BASE_URL": "127.0.0.1:1"}, "no address of the web"),
        (LOCAL | {"KG_LLM_TIMEOUT": "soon"}, "KG_LLM_TIMEOUT is 'soon'"),
        (LOCAL | {"KG_LLM_CONCURRENCY": "1000"}, "1 to 64"),
        (LOCAL | {"KG_LLM_PRICE_INPUT": "1"}, "KG_LLM_PRICE_OUTPUT is not"),
        (LOCAL | {"KG_LLM_BASE_URL": "http://models.example/v1", "KG_LLM_API_KEY": KEY}, "over http"),
        (LOCAL | {"KG_LLM_API_KEY": f"{KEY} \n{KEY}"}, "KG_LLM_API_KEY holds blanks"),
    ],
)
def test_settings_say_what_to_set_and_never_the_key(environment: dict[str, str], said: str) -> None:
    with pytest.raises(ModelSettingsError, match=said) as error:
        ModelSettings.from_environment(environment)

    assert KEY not in str(error.value)
    assert error.value.hint


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://localhost:11434/v1", True), ("http://127.0.0.1:8080/v1", True), ("http://127.9.9.9/v1", True),
        ("http://[::1]:8000/v1", True), ("https://models.example/v1", False), ("http://10.0.0.8/v1", False),
        ("https://localhost.example/v1", False), ("https://127.0.0.1.example/v1", False),
    ],
)  # fmt: skip
def test_only_loopback_is_this_machine(url: str, local: bool) -> None:
    assert ModelSettings(base_url=url, model="m").is_local is local


def test_a_message_shows_the_host_and_not_what_else_an_address_holds() -> None:
    settings = ModelSettings(base_url="https://user:secret@models.example:8443/v1", model="m")

    assert settings.host == "models.example:8443"


def test_missing_settings_are_a_usage_error_before_anything_is_read(tmp_path: Path, articles: Path) -> None:
    done = CliRunner().invoke(main, ["extract", str(articles), "--extractor", "llm"], env={"KG_LLM_BASE_URL": ""})

    assert done.exit_code == 2
    assert "[KG801] KG_LLM_BASE_URL is not set" in done.stderr


def test_a_budget_for_the_rules_is_a_usage_error(articles: Path) -> None:
    done = CliRunner().invoke(main, ["extract", str(articles), "--budget", "5k"])

    assert done.exit_code == 2
    assert "asks no language model" in done.stderr


def test_without_the_extra_the_error_says_what_to_install(
    reads: Reads, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(KGError, match=r"\[KG803\].*indopacific-kg\[llm\]"):
        list(__import__("kg.pipeline", fromlist=["x"]).extract_paths([articles], extractor=reads.extractor()))


def test_the_prompt_holds_no_name_that_could_come_back() -> None:
    text = prompt.system() + json.dumps(prompt.answer_schema())
    names = [n.text for n in Registry.load().names if len(n.text) > 2 and not n.text.islower()]
    found = [n for n in names if re.search(rf"(?<!\w){re.escape(n)}(?!\w)", text)]

    assert found == []
    assert re.findall(r"\b(?:19|20)\d\d-", text) == []
    assert "Balikatan" not in text


def test_the_prompt_holds_every_word_of_the_contract() -> None:
    from kg.contract import kinds

    text = prompt.system()
    for table in kinds().values():
        assert all(word in text for word in (table.kind, *table.roles, *table.types, *table.stages))


def test_the_schema_is_one_and_its_answers_are_valid(server: Endpoint) -> None:
    import jsonschema

    jsonschema.Draft202012Validator.check_schema(prompt.answer_schema())
    good = {"document": "P1", "records": [r for records in GOOD.values() for r in records]}
    jsonschema.validate(good, prompt.answer_schema())
    bad = json.loads(json.dumps(good))
    bad["records"][0]["type"] = "friendship"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(bad, prompt.answer_schema())


def test_an_interrupt_ends_the_command_at_once_and_loses_no_answer(
    server: Endpoint, articles: Path, tmp_path: Path
) -> None:
    import os
    import signal
    import subprocess
    import sys
    import time

    one = run(server, tmp_path, "extract", articles / "one.md", "--extractor", "llm")
    assert one.exit_code == 0
    server.delay_s = 20
    env = os.environ | {"KG_LLM_BASE_URL": server.url, "KG_LLM_MODEL": "test-model"}
    env["KG_LLM_CACHE"] = str(tmp_path / "cache")
    command = [sys.executable, "-m", "kg.cli", "extract", str(articles), "--extractor", "llm"]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        for _ in range(1200):  # a busy machine may take long to start the command, and that is not asked here
            if len(server.requests) == 2 or process.poll() is not None:
                break
            time.sleep(0.05)
        assert len(server.requests) == 2
        started = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=19)

    assert time.monotonic() - started < 15, "the answer would have taken 20 s"
    assert process.returncode == 130, err
    assert [json.loads(line)["kind"] for line in out.splitlines()] in (["agreement"], [])
    assert len(list((tmp_path / "cache").glob("*/*.json"))) == 1


def test_extract_in_a_workspace_keeps_its_private_documents_here(
    server: Endpoint, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = str(tmp_path / "w")
    assert CliRunner().invoke(main, ["init", work]).exit_code == 0
    assert CliRunner().invoke(main, ["-w", work, "ingest", str(articles / "one.md"), "--private"]).exit_code == 0
    monkeypatch.setattr(ModelSettings, "is_local", False)
    done = run(server, tmp_path, "-w", work, "extract", articles, "--extractor", "llm")
    sent = run(server, tmp_path, "-w", work, "extract", articles, "--extractor", "llm", "--send-private")

    assert done.exit_code == 3
    assert [json.loads(line)["doc"] for line in done.stdout.splitlines()] == ["two"]
    assert "one.md: refused: [KG804]" in done.stderr
    assert len(sent.stdout.splitlines()) == 2


def test_two_files_of_the_same_bytes_are_asked_about_once(server: Endpoint, articles: Path, tmp_path: Path) -> None:
    (articles / "copy.md").write_text((articles / "one.md").read_text())
    done = run(server, tmp_path, "extract", articles, "--extractor", "llm")

    assert len(done.stdout.splitlines()) == 3
    assert len(server.requests) == 2
