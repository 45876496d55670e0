"""The pipeline's own decisions: what is walked, and what a broken extractor costs."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import plugins
from kg.errors import MissingPathError
from kg.extraction.result import Extraction
from kg.pipeline import expand_paths, ingest
from kg.settings import Workspace


class Breaks:
    """An extractor that fails on one word."""

    def extract(self, document: object, *, registry: object) -> Extraction:
        if "boom" in document.text:  # type: ignore[attr-defined]
            message = "list index out of range"
            raise IndexError(message)
        return Extraction()


def test_a_broken_extractor_costs_its_document_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        plugins, "load", lambda group, name, load=plugins.load: Breaks if name == "breaks" else load(group, name)
    )
    for name, text in (("a.txt", "All is calm."), ("b.txt", "boom"), ("c.txt", "All is calm again.")):
        (tmp_path / name).write_text(text)
    workspace = Workspace.create(tmp_path / "w")
    report = ingest(workspace, [tmp_path / n for n in ("a.txt", "b.txt", "c.txt")], extractor="breaks")

    assert [o.status for o in report.outcomes] == ["added", "failed", "added"]
    assert "IndexError: list index out of range" in report.outcomes[1].reason
    assert "no relation of this field found" in report.outcomes[0].reason


def test_folders_are_walked_in_the_order_of_names_and_each_file_once(tmp_path: Path) -> None:
    for name in ("b/z.txt", "b/.hidden.txt", "a.md", "README.md", "c.xyz", "d.pdf", ".git/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [
        (p.name, bool(reason)) for p, reason in expand_paths([tmp_path, tmp_path / "a.md", tmp_path / "README.md"])
    ]

    assert found == [("README.md", False), ("a.md", False), ("c.xyz", True), ("d.pdf", False), ("z.txt", False)]


def test_a_missing_path_is_named_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(MissingPathError, match=r"nothing\.txt"):
        list(expand_paths([tmp_path, tmp_path / "nothing.txt"]))
