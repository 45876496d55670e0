"""Every notebook runs from top to bottom, is kept without outputs, and shows what it promises."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NEED_DATA = {"06-against-the-literature"}
"""Those that measure data sets which may not be passed on: test_literature.py runs them, with the files and without."""
RUN = [p for p in NOTEBOOKS if p.stem not in NEED_DATA]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", RUN, ids=lambda p: p.stem)
def test_a_notebook_runs_from_top_to_bottom(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()
    outputs = [o for cell in notebook.cells if cell.cell_type == "code" for o in cell.outputs]
    html = "".join(o["data"].get("text/html", "") for o in outputs if "data" in o)

    assert outputs
    assert not any(o.output_type == "error" for o in outputs)
    assert "srcdoc=" in html, "a picture of what it is about"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)

    assert [c for c in notebook.cells if c.cell_type == "code" and (c.outputs or c.execution_count)] == []


def test_there_is_a_notebook() -> None:
    assert NOTEBOOKS
    assert {p.stem for p in NOTEBOOKS} >= NEED_DATA
