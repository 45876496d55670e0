"""``%load_ext kg`` in a real IPython shell, on a real workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell

import kg

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "data" / "documents" / "japan-philippines-raa-signing-2024-07.md"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from kg.settings import Workspace

    place = tmp_path_factory.mktemp("magics") / "w"
    Workspace.create(place)
    with kg.open(place) as graph:
        graph.ingest(SEED)
    return place


@pytest.fixture
def shell() -> Iterator[Any]:
    InteractiveShell.clear_instance()
    made = InteractiveShell.instance()
    made.run_line_magic("load_ext", "kg")
    yield made
    InteractiveShell.clear_instance()


def test_a_cell_of_sparql_answers_and_is_kept_under_its_name(shell: Any, workspace: Path) -> None:
    cell = "SELECT ?r { ?r a ips:Agreement ; ips:party ips-id:JPN , ips-id:PHL }"
    answer = shell.run_cell_magic("sparql", f"-w {workspace} -o found", cell)

    assert len(answer) >= 1
    assert "<table" in answer._repr_html_()
    assert shell.user_ns["found"] is answer


@pytest.mark.parametrize(
    ("line", "cell", "said"),
    [
        ("-w {w}", "binds", "holds no SELECT query"),
        ("-w {w}", "SELECT ?a { ?a ?b ", "KG"),
        ("-w {w} -o 1x", "SELECT ?a { ?a ?b ?c }", "not a Python name"),
        ("-w {w}/nowhere", "SELECT ?a { ?a ?b ?c }", "KG"),
    ],
)
def test_what_cannot_be_answered_says_why(shell: Any, workspace: Path, line: str, cell: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        shell.run_cell_magic("sparql", line.format(w=workspace), cell)


def test_a_command_prints_what_the_terminal_does(shell: Any, workspace: Path, capsys: pytest.CaptureFixture) -> None:
    shell.run_line_magic("kg", f"-w {workspace} conflicts --help")
    assert "Usage" in capsys.readouterr().out

    with pytest.raises(UsageError, match="exit code 2"):
        shell.run_line_magic("kg", "nonsense")
    assert "nonsense" in capsys.readouterr().err
