"""Kill -9 at seeded moments of the commands that write, and look at what is left."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.graph import OxigraphStore
from kg.graph.removal import sha256_of
from kg.graph.serialise import graph_hash
from kg.pipeline import commit, verify
from kg.pipeline.settling import writing
from kg.resolution.docket import Docket
from kg.settings import Workspace

ROOT = Path(__file__).resolve().parents[2]
OLD = ("freedom-edge-2024-06", "japan-philippines-raa-signing-2024-07", "japan-philippines-raa-in-force-2025-09",
       "solomon-islands-china-security-pact-2022-04")  # fmt: skip
NEW = ("japan-philippines-raa-exchange-of-notes-2025-08", "philippines-canada-visiting-forces-2025-11")

MOMENTS: dict[str, tuple[str, ...]] = {
    "ingest": ("archive-begin:1", "archive-half:1", "archive-end:1", "archive-half:2", "store-begin:1", "store",
               "store", "store", "store-end:1", "index-begin:1", "index-end:1", "manifest-end:1"),
    "retract": ("ledger-begin:1", "ledger-end:1", "store-begin:1", "store", "store", "store-end:1", "index-begin:1",
                "folder-half:1", "folder-end:1", "folder-half:2"),
    "withdraw": ("ledger-begin:1", "ledger-end:1", "store-begin:1", "store", "store", "store-end:1"),
    "rebuild": ("store-begin:1", "store", "store", "store", "store-end:1"),
    "redact": ("ledger-end:1", "store", "folder-half:1", "copy-begin:1", "copy", "copy-end:1", "swap:1", "swap:2"),
}  # fmt: skip
"""Where each command is killed: held at a step, or at a random time after a transaction (or copy) began."""


def pages(names: tuple[str, ...]) -> list[Path]:
    return [ROOT / "data" / "documents" / f"{name}.md" for name in names]


def sha(name: str) -> str:
    return hashlib.sha256((ROOT / "data" / "documents" / f"{name}.md").read_bytes()).hexdigest()


COMMANDS: dict[str, list[str]] = {
    "ingest": ["ingest", *map(str, pages(NEW))],
    "retract": ["retract", sha(OLD[1]), sha(OLD[0]), "--reason", "a test", "--yes"],
    "withdraw": ["withdraw", sha(OLD[2]), "--on", "2025-12-01", "--reason", "a test", "--yes"],
    "redact": ["redact", sha(OLD[3]), "--reason", "other", "--yes"],
}


def argv(command: str, place: Path) -> list[str]:
    return ["rebuild", str(place)] if command == "rebuild" else ["-w", str(place), *COMMANDS[command]]


@dataclass
class State:
    """What a workspace holds: hash of the graph, documents of graph and archive, what the ledger says is gone."""

    graph: str
    stored: set[str]
    archived: set[str]
    removed: set[str]


def state(place: Path) -> State:
    workspace = Workspace.at(place)
    if not workspace.store.exists():
        (fresh,) = [p for p in (place / "store.new", place / "store.old") if p.exists()][:1]
        store_path = fresh
    else:
        store_path = workspace.store
    with OxigraphStore(store_path, read_only=True) as store:
        graph, stored = graph_hash(store), {sha256_of(store, d) for d in store.documents()}
    folders = [p for p in (place / "archive").glob("??/*") if p.is_dir()]
    whole = {p.name for p in folders if {c.name for c in p.iterdir()} >= {"about.json", "text.txt", "original.md"}}
    assert whole == {p.name for p in folders}, "a document's folder is there in part"
    for name in whole:
        data = (place / "archive" / name[:2] / name / "original.md").read_bytes()
        assert hashlib.sha256(data).hexdigest() == name, "a document's bytes are not whole"
    return State(graph, stored, whole, set(Docket(workspace.ledger).removed))


class Runner:
    """Runs commands in processes of their own, forked from one that has everything loaded."""

    def __init__(self, folder: Path) -> None:
        self.pipe = folder / "events"
        os.mkfifo(self.pipe)
        self.server = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "KG_USER": "a test"},
            cwd=ROOT,
        )

    def close(self) -> None:
        self.server.communicate(timeout=60)

    def _answer(self, name: str) -> int:
        assert self.server.stdout is not None
        return int(json.loads(self.server.stdout.readline())[name])

    def run(
        self, command: str, place: Path, *, hold: str = "", delay: tuple[str, float] | None = None
    ) -> tuple[list[str], int]:
        """Run a command; return its steps and how it ended.

        Parameters
        ----------
        hold : str
            Step at which it is killed.
        delay : (str, float), optional
            Step, and seconds after it, when it is killed.
        """
        assert self.server.stdin is not None
        order = {"hold": hold, "events": str(self.pipe), "argv": argv(command, place)}
        self.server.stdin.write(json.dumps(order) + "\n")
        self.server.stdin.flush()
        process, steps = self._answer("pid"), []
        with self.pipe.open() as events:
            for line in events:
                steps.append(line.strip())
                if steps[-1] == hold:
                    os.kill(process, signal.SIGKILL)
                elif delay and steps[-1] == delay[0]:
                    time.sleep(delay[1])
                    with suppress(ProcessLookupError):  # it was done before its moment came
                        os.kill(process, signal.SIGKILL)
        return steps, self._answer("ended")


def _takes_up(place: Path) -> bool:
    """Whether one document less gives the view that is built in whole, by whatever index was left."""
    workspace = Workspace.at(place)
    with writing(workspace) as store:
        commit(workspace, store, {store.documents()[0]: None})
        updated = set(store.quads())
        commit(workspace, store, {}, whole=True)
        return updated == set(store.quads())


@dataclass
class Bench:
    """Workspaces as they are before each command, and the states before and after it."""

    folder: Path
    runner: Runner
    before: dict[str, State] = field(default_factory=dict)
    after: dict[str, State] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @classmethod
    def make(cls, folder: Path) -> Bench:
        bench = cls(folder, Runner(folder))
        base = folder / "base"
        subprocess.run([sys.executable, "-m", "kg.cli", "init", str(base)], check=True, capture_output=True, cwd=ROOT)
        subprocess.run(
            [sys.executable, "-m", "kg.cli", "-w", str(base), "ingest", *map(str, pages(OLD))],
            check=True, capture_output=True, cwd=ROOT,
        )  # fmt: skip
        for command in MOMENTS:
            place = Path(shutil.copytree(base, folder / command))
            if command == "rebuild":
                with OxigraphStore(place / "store") as store:
                    quads = sorted(store.quads(), key=str)
                    store.replace(view=quads[::2])
            bench.before[command] = state(place)
            trial = Path(shutil.copytree(place, folder / "trial"))
            began = time.perf_counter()
            steps, code = bench.runner.run(command, trial)
            bench.seconds[command] = time.perf_counter() - began
            assert code == 0, (command, steps)
            bench.after[command] = state(trial)
            shutil.rmtree(trial)
        return bench

    def kill(self, command: str, moment: str, rng: random.Random) -> dict[str, Any]:
        """Kill a command once, look at what is left, complete it, look again; raise AssertionError at a fault."""
        place = Path(shutil.copytree(self.folder / command, self.folder / "trial"))
        try:
            delay = (f"{moment}-begin:1", rng.random() * 0.05) if moment in ("store", "copy") else None
            steps, code = self.runner.run(command, place, hold="" if delay else moment, delay=delay)
            assert code == -signal.SIGKILL or delay, f"the command ended by itself: {code}, {steps}"
            if code != -signal.SIGKILL:
                hit = f"ended before its kill in the {moment}"
            elif delay:
                hit = f"in the {moment}" if f"{moment}-end:1" not in steps else f"after the {moment}"
            else:
                hit = f"at {moment}"
            left = state(place)
            before, after = self.before[command], self.after[command]
            assert left.graph in (before.graph, after.graph), "the graph is neither that of before nor that of after"
            gone = left.removed - before.removed
            assert left.stored in (before.stored, after.stored)
            assert before.archived & after.archived <= left.archived <= before.archived | after.archived
            assert left.stored - gone <= left.archived, "the graph has a document that the archive has not"
            assert left.archived - left.stored <= (after.archived - before.archived) | gone, "a text is left over"
            by = self._complete(command, place, rng, announced=bool(gone) or self._withdrawn(place))
            done = state(place)
            assert (done.graph, done.stored, done.archived, done.removed) == (
                after.graph, after.stored, after.archived, after.removed
            ), f"not completed by {by}"  # fmt: skip
            assert not [p for p in place.iterdir() if p.name.startswith(("store.", ".store"))], "leftovers"
            with OxigraphStore(place / "store", read_only=True) as store:
                assert verify(Workspace.at(place), store).sound
            assert _takes_up(place), "what is left of the index gives another view"
            return {"hit": hit, "left": "before" if left.graph == before.graph else "after", "completed_by": by}
        finally:
            shutil.rmtree(place, ignore_errors=True)

    @staticmethod
    def _withdrawn(place: Path) -> bool:
        return bool(Docket(place / "ledger").withdrawn)

    def _complete(self, command: str, place: Path, rng: random.Random, *, announced: bool) -> str:
        """Run the command again; where the ledger announces it, half of the times let any writer complete it."""
        if announced and rng.random() < 0.5:
            with writing(Workspace.at(place)):
                return "the next command that writes"
        steps, code = self.runner.run(command, place)
        assert code == 0, f"the same command did not run again: {steps}"
        return "the same command"


def rounds(folder: Path, *, seed: int, number: int, only: tuple[str, ...] = ()) -> dict[str, Any]:
    """Kill `number` times, every moment in turn; return counts by command and moment, and what went wrong."""
    bench = Bench.make(folder)
    plan = [(c, m) for c, moments in MOMENTS.items() for m in moments if not only or c in only]
    random.Random(seed).shuffle(plan)
    counts: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    faults: list[dict[str, str]] = []
    for n in range(number):
        command, moment = plan[n % len(plan)]
        try:
            found = bench.kill(command, moment, random.Random(f"{seed}/{n}"))
        except AssertionError as error:
            faults.append({"round": str(n), "command": command, "moment": moment, "fault": str(error)[:400]})
            continue
        row = counts[command][found["hit"]]
        ended = found["hit"].startswith("ended")
        for key in (
            "ended" if ended else "killed",
            f"left as {found['left']}",
            f"completed by {found['completed_by']}",
        ):
            row[key] += 1
    bench.runner.close()
    moments = {c: {m: dict(sorted(r.items())) for m, r in sorted(rows.items())} for c, rows in sorted(counts.items())}
    return {
        "seed": seed,
        "rounds": number,
        "killed": sum(row.get("killed", 0) for rows in counts.values() for row in rows.values()),
        "moments": moments,
        "faults": faults,
    }
