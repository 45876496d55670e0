"""Rounds on real pages: topics, drawn pages and readings are committed, the texts are not, and each is scored once.

A round is a folder of ``data/rounds`` (its README gives the procedure): ``topics.yaml``, ``pages.yaml`` with the
SHA-256 of every text, ``records/``, ``second/`` (a second reading of some texts) and, after the one run,
``result.json``, from which the scorecard is made.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from kg.errors import EvaluationError
from kg.evaluation.run import Result, run
from kg.evaluation.scorecard import prf, table, tally_json, to_json
from kg.evaluation.scoring import Records, Tally, evaluate
from kg.evaluation.sets import GoldSet, read_records

if TYPE_CHECKING:
    from kg.pipeline.extractors import Extractor


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round as it is committed before its run.

    Attributes
    ----------
    folder : Path
        Where it lies; its name is the round's number, two digits.
    years : tuple of int
        Years of publication that its pages may have.
    pages : dict of str to dict
        By document: ``url``, ``title``, ``publisher``, ``published`` (where known), ``genre``, ``query``, ``sha256``.
    records, second : dict of str to list of dict
        The reading that counts, and the second one of some texts.
    extractor : str
        Commit of the extractor that was to be run.
    """

    folder: Path
    years: tuple[int, ...]
    pages: dict[str, dict[str, Any]]
    records: dict[str, list[dict[str, Any]]]
    second: dict[str, list[dict[str, Any]]]
    extractor: str

    @property
    def name(self) -> str:
        """``round-01``."""
        return f"round-{self.folder.name}"


def load_round(folder: Path) -> Round:
    """Read a round.

    Raises
    ------
    EvaluationError
        If a file is missing, a page has no records file or the other way round, or a second reading has no first.
    """
    try:
        topics = yaml.safe_load((folder / "topics.yaml").read_text(encoding="utf-8"))
        drawn = yaml.safe_load((folder / "pages.yaml").read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise EvaluationError(
            f"{folder} has no {Path(str(missing.filename)).name}.",
            hint="data/rounds/README.md says what a round holds.",
        ) from None
    records = {p.stem: read_records(p) for p in sorted((folder / "records").glob("*.jsonl"))}
    second = {p.stem: read_records(p) for p in sorted((folder / "second").glob("*.jsonl"))}
    pages = dict(drawn["pages"])
    if apart := sorted(set(pages) ^ set(records)) or sorted(set(second) - set(records)):
        raise EvaluationError(f"{folder.name}: {apart[0]} is a page without records, or records without a page.")
    return Round(
        folder=folder,
        years=tuple(topics["years"]),
        pages=pages,
        records=records,
        second=second,
        extractor=str(drawn["extractor"]),
    )


def gold_of(round_: Round, texts: Path) -> GoldSet:
    """Return the round as a gold set over the user's own copies of its texts, after checking every hash.

    Raises
    ------
    EvaluationError
        If a text is missing or is not the one that was read.
    """
    from kg.documents import read_path

    documents = []
    for stem, page in round_.pages.items():
        path = texts / f"{stem}.md"
        if not path.is_file():
            raise EvaluationError(
                f"{path} is missing.", hint=f"Round {round_.folder.name} is scored whole or not at all."
            )
        document, _ = read_path(path)
        found = hashlib.sha256(document.text.encode()).hexdigest()
        if (found, document.published) != (page["sha256"], page.get("published")):
            raise EvaluationError(
                f"{path.name} is not the text that was read: SHA-256 {found[:12]}…, published {document.published}.",
                hint=f"Expected: {page['sha256'][:12]}…, published {page.get('published')}.",
            )
        documents.append(path)
    return GoldSet(
        name=round_.name,
        about="Real pages, first contact.",
        purpose="development",
        documents=tuple(documents),
        records=round_.records,
    )


def score_round(
    round_: Round, texts: Path, *, extractor: str | Extractor, commit: str, day: str, habits_of: Records | None = None
) -> tuple[dict[str, Any], GoldSet, Result]:
    """Run the extractor over a round, once.

    Parameters
    ----------
    round_ : Round
        As committed.
    texts : Path
        Folder of its texts, ``STEM.md``.
    extractor : str or Extractor
        What reads.
    commit, day : str
        Of the code that runs and of the run, for the result.
    habits_of : mapping, optional
        Gold from which the baseline takes its habits.

    Returns
    -------
    dict, GoldSet, Result
        What ``result.json`` is to hold, and what a listing of the errors needs.

    Raises
    ------
    EvaluationError
        If the round was scored before, or a text is not the one that was read.
    """
    if (round_.folder / "result.json").exists():
        raise EvaluationError(
            f"Round {round_.folder.name} was scored: {round_.folder / 'result.json'}.",
            hint="First contact happens once; `kg eval --gold` scores a folder of texts and records again.",
        )
    gold = gold_of(round_, texts)
    result = run(gold, extractor=extractor, habits_of=habits_of)
    genres: dict[str, list[str]] = {}
    for stem, page in round_.pages.items():
        genres.setdefault(str(page["genre"]), []).append(stem)
    agreed = evaluate({d: round_.records[d] for d in round_.second}, round_.second)
    return (
        {
            **to_json(result),
            "day": day,
            "commit": commit,
            "years": list(round_.years),
            "genres": {
                genre: {
                    "texts": len(stems),
                    **tally_json(sum((result.scores.documents[s] for s in stems), Tally())),
                }
                for genre, stems in sorted(genres.items())
            },
            "second_reading": {
                "texts": len(round_.second),
                "arguments": tally_json(agreed.arguments["all"]),
                "records": tally_json(agreed.records["all"]),
                "pairs": agreed.pairs,
                "pairs_with_a_serious_difference": agreed.serious,
            },
        },
        gold,
        result,
    )


def results_of(folder: Path) -> list[dict[str, Any]]:
    """Return the results of every round that was scored, in the order of their numbers."""
    return [json.loads(p.read_text(encoding="utf-8")) for p in sorted(folder.glob("*/result.json"))]


def rounds_section(results: Sequence[dict[str, Any]]) -> list[str]:
    """Return the scorecard's part on real pages, as lines of Markdown; nothing without a scored round."""
    if not results:
        return []
    kinds = sorted({k for r in results for k in r["arguments"]} - {"all"})
    slots = sorted({s for r in results for s in r["slots"]})
    heads = [r["set"] for r in results]
    return [
        "",
        "## Real pages, first contact",
        "",
        "Pages of the public web by the procedure of `data/rounds/README.md`, each round scored once, before anything",
        "was learnt from it, by the extractor of its time. Agreement is the second reader's argument F1 against the",
        "first.",
        "",
        *table(
            ("round", "years", "texts", "records", "P", "R", "F1", "baseline F1", "record F1", "serious errors",
             "asserted wrongly", "agreement", "commit"),
            (_row(r) for r in results),
        ),
        "",
        "F1 by kind (records in the gold):",
        "",
        *table(("kind", *heads), ((k, *(_cell(r, k) for r in results)) for k in kinds)),
        "",
        "F1 by slot (gold arguments):",
        "",
        *table(("slot", *heads), ((s, *(_slot(r, s) for r in results)) for s in slots)),
        "",
        "F1 by genre (texts):",
        "",
        *table(
            ("genre", *heads),
            (
                (g, *(_genre(r, g) for r in results))
                for g in sorted({g for r in results for g in r["genres"]})
            ),
        ),
    ]  # fmt: skip


def _row(result: dict[str, Any]) -> tuple[str, ...]:
    every = result["arguments"]["all"]
    second = result["second_reading"]
    return (
        result["set"],
        ", ".join(map(str, result["years"])),
        str(result["documents"]),
        str(result["records"]["all"]["gold"]),
        *prf(every["precision"], every["recall"], every["f1"]),
        f"{result['baseline']['f1']:.3f}",
        f"{result['records']['all']['f1']:.3f}",
        f"{result['pairs_with_a_serious_error']} of {result['pairs']} pairs",
        f"{result['wrongly_asserted']} of {result['unasserted_stages']}",
        f"{second['arguments']['f1']:.3f} ({second['texts']} texts)",
        f"`{result['commit'][:9]}`",
    )


def _cell(result: dict[str, Any], kind: str) -> str:
    found = result["arguments"].get(kind)
    gold = result["records"].get(kind, {}).get("gold", 0)
    return f"{found['f1']:.3f} ({gold})" if found and (gold or found["predicted"]) else "–"


def _slot(result: dict[str, Any], slot: str) -> str:
    found = result["slots"].get(slot)
    return f"{found['f1']:.3f} ({found['gold']})" if found else "–"


def _genre(result: dict[str, Any], genre: str) -> str:
    found = result["genres"].get(genre)
    return f"{found['f1']:.3f} ({found['texts']})" if found else "–"


def commit_of(checkout: Path) -> str:
    """Return the commit of a checkout without uncommitted changes.

    Raises
    ------
    EvaluationError
        If it is no checkout, or a file of it was changed: the result could not be made again.
    """
    try:
        status, commit = (
            subprocess.run(["git", *words], cwd=checkout, capture_output=True, text=True, check=True).stdout.strip()
            for words in (("status", "--porcelain"), ("rev-parse", "HEAD"))
        )
    except (OSError, subprocess.CalledProcessError):
        raise EvaluationError(f"{checkout} is no git checkout.", hint="A round is scored from one.") from None
    if status:
        raise EvaluationError(f"{len(status.splitlines())} files are not committed.", hint="Commit them, then run.")
    return commit
