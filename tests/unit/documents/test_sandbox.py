"""The worker: limits that hold, faults that stay inside, nothing left behind."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.documents import read_bytes, sandbox
from kg.documents.limits import MIB, Limits
from kg.errors import KGError, RefusedDocumentError, UnreadableDocumentError
from tests.unit.documents import made

LIMITS = Limits(memory_bytes=600 * MIB, cpu_seconds=1, wall_seconds=2, text_characters=1000, files_per_worker=3)
linux = pytest.mark.skipif(sys.platform != "linux", reason="the system does not enforce this limit")


@pytest.fixture
def rogue(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    sandbox.close()
    monkeypatch.setattr(sandbox.Worker, "module", "tests.unit.documents.rogue")
    monkeypatch.setattr(sandbox, "_GRACE", 1)
    monkeypatch.setenv("PYTHONPATH", str(root))
    yield
    sandbox.close()


def read(what: str, limits: Limits = LIMITS) -> str:
    return sandbox.read("any", what.encode(), limits=limits).text


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("hang", "takes too long.*limit wall_seconds is 2; KG_LIMIT_WALL_SECONDS"),
        pytest.param("spin", "processor time.*limit cpu_seconds is 1", marks=linux),
        ("crash", "SIGSEGV"),
        ("exit", "exit code 7"),
        pytest.param("memory", "memory.*limit memory_bytes is 629145600", marks=linux),
        ("recursion", "nested deeper than"),
        ("long", "1001 characters.*limit text_characters is 1000"),
        ("blocks", "broke on it"),
    ],
)
@pytest.mark.usefixtures("rogue")
def test_a_limit_broken_is_named_and_the_next_file_is_read(what: str, words: str) -> None:
    with pytest.raises(RefusedDocumentError, match=words):
        read(what)
    assert read("The next file.") == "The next file."


@pytest.mark.usefixtures("rogue")
def test_an_exception_is_told_and_a_print_breaks_nothing() -> None:
    with pytest.raises(UnreadableDocumentError, match=r"IndexError: list index out of range"):
        read("raise")
    assert read("print") == "print"


@pytest.mark.parametrize("what", ["connect", "resolve", "run"])
@pytest.mark.usefixtures("rogue")
def test_the_worker_opens_no_connection_and_runs_no_program(what: str) -> None:
    with pytest.raises(UnreadableDocumentError, match="a reader of documents may not call"):
        read(what)


@linux
@pytest.mark.usefixtures("rogue")
def test_the_worker_writes_no_file(tmp_path: Path) -> None:
    with pytest.raises(KGError):
        read(f"write {tmp_path / 'x'}")
    assert not (tmp_path / "x").exists() or (tmp_path / "x").stat().st_size == 0


@pytest.mark.usefixtures("rogue")
def test_a_worker_is_replaced_after_its_share_of_files() -> None:
    pids = []
    for number in range(7):
        read(str(number))
        pids.append(sandbox._workers[0].process.pid)

    assert [len(set(pids[i : i + 3])) for i in (0, 3)] == [1, 1]
    assert len(set(pids)) == 3


@pytest.mark.usefixtures("rogue")
def test_threads_take_turns() -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda n=n: found.append(read(f"text {n}"))) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == [f"text {n}" for n in range(8)]


@linux
@pytest.mark.usefixtures("rogue")
def test_no_process_is_left_behind() -> None:
    for what in ("text", "crash", "hang", "exit"):
        with contextlib.suppress(KGError):
            read(what)
    pids = {w.process.pid for w in sandbox._workers}
    sandbox.close()
    mine = subprocess.run(
        ["ps", "--ppid", str(os.getpid()), "-o", "pid=,stat="], capture_output=True, text=True, check=False
    )

    assert not sandbox.is_running()
    assert not [line for line in mine.stdout.splitlines() if "Z" in line.split()[1]]
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]


@pytest.mark.usefixtures("rogue")
def test_an_interruption_ends_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    read("text")

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sandbox.frames, "receive", interrupt)
        with pytest.raises(KeyboardInterrupt):
            read("hang")
    assert not sandbox.is_running()
    assert read("text") == "text"


def test_the_same_file_gives_the_same_reading_in_every_worker() -> None:
    data = made.two_columns(interleaved=True)
    first = read_bytes(data, name="a.pdf")
    sandbox.close()

    assert read_bytes(data, name="a.pdf") == first


PLAIN = """
import sys
from kg.documents import read_bytes
from kg.documents.language import unread_reason
for name in ("a.txt", "a.md"):
    document = read_bytes(b"The ministers of Fiji met in Suva on the day that the house rose. " * 9, name=name)
    assert unread_reason(document) == ""
heavy = {"trafilatura", "lxml", "pypdfium2", "docx", "py3langid", "numpy", "kg.documents.sandbox"}
print(sorted(heavy & set(sys.modules)))
"""


def test_plain_text_starts_no_worker_and_imports_no_reader_of_pages() -> None:
    began = time.perf_counter()
    shown = subprocess.run([sys.executable, "-c", PLAIN], capture_output=True, text=True, check=True).stdout

    assert shown.split() == ["[]"]
    assert time.perf_counter() - began < 5


def test_a_limit_is_set_by_the_environment_and_a_wrong_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_LIMIT_PAGES", "2")
    with pytest.raises(RefusedDocumentError, match=r"3 pages.*limit pages is 2; KG_LIMIT_PAGES"):
        read_bytes(made.running_heads(3), name="a.pdf")
    monkeypatch.setenv("KG_LIMIT_PAGES", "-1")
    with pytest.raises(KGError, match="KG_LIMIT_PAGES is '-1'"):
        read_bytes(made.running_heads(1), name="a.pdf")


def test_a_file_over_the_limit_is_not_read_into_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.documents import read_path

    path = tmp_path / "sparse.pdf"
    with path.open("wb") as handle:
        handle.truncate(3 << 40)
    with pytest.raises(RefusedDocumentError, match=r"file has 3298534883328 bytes.*file_bytes is 67108864"):
        read_path(path)
