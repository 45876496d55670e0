"""The house rules that a machine can hold."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

import kg
from kg import plugins
from kg.cli import VERBS, main
from kg.errors import KGError

MODULES = sorted(
    m.name for m in pkgutil.walk_packages(kg.__path__, "kg.") if not m.name.startswith("kg.contract.score")
)


def tracked(root: Path) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True).stdout
    return [root / name for name in listed.decode().split("\0") if name and (root / name).is_file()]


def texts(root: Path) -> list[tuple[str, str]]:
    skip = {"vis-network.min.js", "test_house_rules.py", "score.py", "records.md"}
    out = []
    for path in tracked(root):
        if path.name not in skip:
            try:
                out.append((str(path.relative_to(root)), path.read_text(encoding="utf-8")))
            except UnicodeDecodeError:
                continue
    return out


def test_no_module_is_longer_than_four_hundred_lines(root: Path) -> None:
    long = {
        str(p.relative_to(root)): n
        for p in (root / "kg").rglob("*.py")
        if p.name != "score.py" and (n := len(p.read_text(encoding="utf-8").splitlines())) > 400
    }

    assert long == {}


def test_no_package_is_a_bucket(root: Path) -> None:
    names = {p.stem for p in (root / "kg").rglob("*.py")} | {p.name for p in (root / "kg").rglob("*") if p.is_dir()}

    assert names & {"utils", "util", "helpers", "common", "misc", "tools", "base"} == set()


@pytest.mark.parametrize("module", MODULES)
def test_every_module_says_in_one_sentence_what_it_is_about(module: str) -> None:
    tree = ast.parse(Path(importlib.util.find_spec(module).origin).read_text(encoding="utf-8"))
    first = (ast.get_docstring(tree) or "").split("\n\n")[0]

    assert first.rstrip().endswith((".", "!", "?", ":")), f"{module} has no docstring sentence"


def all_errors() -> list[type[KGError]]:
    found, queue = [], [KGError]
    while queue:
        cls = queue.pop()
        found.append(cls)
        queue += cls.__subclasses__()
    return found


def test_error_codes_are_unique_and_listed_in_the_documentation(root: Path) -> None:
    for module in MODULES:
        importlib.import_module(module)
    codes = [e.code for e in all_errors() if e is not KGError]
    page = (root / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")

    assert len(codes) == len(set(codes))
    assert [c for c in codes if c not in page] == []


def test_every_verb_is_documented(root: Path) -> None:
    page = (root / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")

    assert [v for v in VERBS if f"`kg {v}" not in page] == []


@pytest.mark.parametrize("verb", sorted(set(VERBS) - {"extract"}))  # its records are JSON lines already
def test_every_verb_speaks_json(verb: str) -> None:
    command = main.get_command(click.Context(main), verb)

    assert command is not None
    parts = command.commands.values() if isinstance(command, click.Group) else (command,)
    for part in parts:
        assert "--json" in {name for parameter in part.params for name in parameter.opts}, part.name


def test_every_plug_in_of_the_package_loads() -> None:
    for group in plugins.GROUPS:
        points = plugins.registered(group)
        assert points, f"nothing registered under {group}"
        for name in points:
            assert callable(plugins.load(group, name))


def test_help_and_import_load_nothing_heavy() -> None:
    code = (
        "import sys, kg, kg.cli\n"
        "from click.testing import CliRunner\n"
        "assert CliRunner().invoke(kg.cli.main, ['--help']).exit_code == 0\n"
        "heavy = {'rdflib', 'pyoxigraph', 'networkx', 'pyvis', 'pyshacl', 'numpy', 'pandas', 'jinja2', 'yaml'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert shown.strip() == "[]"


def test_no_file_names_a_package_registry_or_a_path_of_one_machine(root: Path) -> None:
    registry = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|registry\.yarnpkg|files\.python")
    machine = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+|farm)/[\w.]")
    found = [name for name, text in texts(root) if registry.search(text) or machine.search(text)]

    assert found == []


def test_locked_requirements_carry_hashes_and_no_address(root: Path) -> None:
    for path in (root / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        pins = re.findall(r"(?m)^([\w.-]+)==", text)
        assert len(pins) > 20
        assert text.count("--hash=sha256:") >= len(pins)
        assert "://" not in text


def test_the_sample_article_is_nowhere_in_the_repository(root: Path, shared: Path) -> None:
    article = next((shared / "seeds").glob("*.txt")).read_text(encoding="utf-8")
    sentences = [s.strip() for s in re.split(r"(?<=[.!?])\s", article) if len(s.strip()) > 60]
    repository = [(name, re.sub(r"\s+", " ", text)) for name, text in texts(root)]
    copied = [(name, s) for s in sentences for name, text in repository if s in text]

    assert copied == []


def test_every_dependency_of_the_package_is_locked(root: Path) -> None:
    import tomllib

    declared = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {re.split(r"[<>=!~\[ ]", d)[0].lower() for d in declared}
    locked = set(re.findall(r"(?m)^([\w.-]+)==", (root / "requirements/core.txt").read_text(encoding="utf-8")))

    assert names - {n.lower() for n in locked} == set()
