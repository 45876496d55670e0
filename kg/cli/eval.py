"""``kg eval``: how well an extractor reads the gold sets."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from kg.cli.model import chosen, print_estimate
from kg.cli.options import extractor_options, json_option
from kg.cli.output import heading, note, table
from kg.errors import EvaluationError


@click.command()
@click.argument("sets", nargs=-1, metavar="[SET]...")
@click.option("--gold", type=click.Path(path_type=Path), metavar="DIR", help="Where the sets are; else data/gold.")
@click.option(
    "--round",
    "round_",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Score a round on real pages, once, into its result.json.",
)
@click.option(
    "--texts",
    "copies",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="With --round: your copies of its texts, NAME.md each.",
)
@extractor_options
@click.option("--errors", type=click.IntRange(1), metavar="N", help="List up to N missed or spurious arguments.")
@click.option(
    "--scorecard", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write the page too."
)
@click.option(
    "--trust",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a model's measured confidence.",
)
@json_option
@click.pass_obj
def command(
    workspace: str | None,
    sets: tuple[str, ...],
    *,
    gold: Path | None,
    round_: Path | None,
    copies: Path | None,
    extractor: str,
    errors: int | None,
    scorecard: Path | None,
    trust: Path | None,
    budget: str | None,
    send_private: bool,
    estimate: bool,
    as_json: bool,
) -> None:
    """Score an extractor on SETS (all of them without a name) by the contract's scorer.

    A frozen set gives counts and never an error: who looks at its errors can no longer measure with it.

    Example: kg eval development --errors 40
    """
    from kg.evaluation import listing, load, names, page, results_of, rounds_section, run, to_json, write_measured
    from kg.export.files import write_text
    from kg.settings import shipped

    if round_ or copies:
        other = {"SETS": sets, "--gold": gold, "--scorecard": scorecard, "--trust": trust, "--estimate": estimate}
        if said := [name for name, value in other.items() if value]:
            raise EvaluationError(
                f"{', '.join(said)} cannot be given with --round: a round is scored alone, with its texts.",
                hint="kg eval --round DIR --texts DIR; afterwards kg eval --scorecard FILE shows every round.",
            )
        reads = chosen(extractor, workspace, budget=budget, send_private=send_private)
        _round(round_, copies, extractor=reads, errors=errors, as_json=as_json)
        return
    folder = gold or shipped("data", "gold")
    chosen_sets = [load(folder, name) for name in (sets or names(folder))]
    if not chosen_sets:
        raise EvaluationError(f"{folder} holds no gold set.", hint="A set is a folder with set.toml.")
    if errors and any(s.purpose == "frozen" for s in chosen_sets):
        raise EvaluationError("A frozen set gives no error listing.", hint="Name the other sets.")
    if trust and any(s.purpose == "frozen" for s in chosen_sets):
        raise EvaluationError("Confidence is not fitted on a frozen set.", hint="Name the validation set.")
    reader = chosen(extractor, workspace, budget=budget, send_private=send_private)
    if estimate:
        from kg.pipeline.reading import read_documents

        texts = [(path, "") for each in chosen_sets for path in each.documents]
        print_estimate(reader, read_documents(texts, published=None), as_json=as_json)
        return
    learned = {d: r for s in chosen_sets if s.purpose == "development" for d, r in s.records.items()}
    results = []
    for number, each in enumerate(chosen_sets, 1):
        note(f"{number}/{len(chosen_sets)} {each.name}: {len(each.documents)} texts")
        results.append(run(each, extractor=reader, habits_of=learned or None))
    if scorecard:
        write_text(
            scorecard, [page(results, extractor=extractor, rounds=rounds_section(results_of(folder.parent / "rounds")))]
        )
        note(f"{scorecard}: {len(results)} sets")
    if trust:
        write_measured(trust, reader, chosen_sets, results)
        note(f"{trust}: set KG_LLM_TRUST to it")
    if as_json:
        click.echo(json.dumps([to_json(r) for r in results], ensure_ascii=False, indent=1))
        return
    for each, result in zip(chosen_sets, results, strict=True):
        _print(result)
        if errors:
            for line in listing(each, result, limit=errors):
                click.echo(line)


def _round(folder: Path | None, texts: Path | None, *, extractor: Any, errors: int | None, as_json: bool) -> None:
    """Score one round; the commit that is noted is that of the working tree, which has to be clean."""
    from kg.evaluation import listing, load, load_round, score_round
    from kg.evaluation.rounds import commit_of
    from kg.export.files import write_text
    from kg.settings import shipped

    if not folder or not texts:
        raise EvaluationError(
            f"{'--texts' if folder else '--round'} is missing: a round is scored with your copies of its texts.",
            hint="kg eval --round DIR --texts DIR",
        )
    commit, day = commit_of(shipped("data").parent), datetime.now(UTC).date().isoformat()
    learned = load(shipped("data", "gold"), "development").records
    data, gold, result = score_round(
        load_round(folder), texts, extractor=extractor, commit=commit, day=day, habits_of=learned
    )
    write_text(folder / "result.json", [json.dumps(data, ensure_ascii=False, indent=1) + "\n"])
    note(f"{folder / 'result.json'}: first contact, commit {commit[:9]}")
    if as_json:
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return
    _print(result)
    if errors:
        for line in listing(gold, result, limit=errors):
            click.echo(line)


def _print(result: object) -> None:
    from kg.evaluation import Result

    assert isinstance(result, Result)
    scores = result.scores
    heading(result.name)
    rows = [
        (k, t.gold, f"{t.precision:.3f}", f"{t.recall:.3f}", f"{t.f1:.3f}")
        for k, t in sorted(scores.arguments.items(), key=lambda kv: (kv[0] == "all", kv[0]))
        if t.gold or t.predicted
    ]
    table(["kind", "arguments", "P", "R", "F1"], rows)
    note(
        f"records F1 {scores.records['all'].f1:.3f}; {scores.serious} of {scores.pairs} pairs with a serious error; "
        f"{scores.wrongly_asserted} of {scores.unasserted} unasserted stages read as asserted; "
        f"{result.false_records} records in {result.empty} texts that hold none; "
        f"calibration error {result.calibration.error:.3f}; baseline F1 {result.baseline.arguments['all'].f1:.3f}"
    )
