"""``kg eval``: how well an extractor reads the gold sets."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.cli.options import json_option
from kg.cli.output import heading, note, table
from kg.errors import EvaluationError


@click.command()
@click.argument("sets", nargs=-1, metavar="[SET]...")
@click.option("--gold", type=click.Path(path_type=Path), metavar="DIR", help="Where the sets are; else data/gold.")
@click.option("--extractor", default="rules", show_default=True, help="A registered extractor.")
@click.option("--errors", type=click.IntRange(1), metavar="N", help="List up to N missed or spurious arguments.")
@click.option(
    "--scorecard", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write the page too."
)
@json_option
def command(
    sets: tuple[str, ...],
    *,
    gold: Path | None,
    extractor: str,
    errors: int | None,
    scorecard: Path | None,
    as_json: bool,
) -> None:
    """Score an extractor on SETS (all of them without a name) by the contract's scorer.

    A frozen set gives counts and never an error: who looks at its errors can no longer measure with it.

    Example: kg eval development --errors 40
    """
    from kg.evaluation import listing, load, names, page, run, to_json
    from kg.export.files import write_text
    from kg.settings import shipped

    folder = gold or shipped("data", "gold")
    chosen = [load(folder, name) for name in (sets or names(folder))]
    if not chosen:
        raise EvaluationError(f"{folder} holds no gold set.", hint="A set is a folder with set.toml.")
    if errors and any(s.purpose == "frozen" for s in chosen):
        raise EvaluationError("A frozen set gives no error listing.", hint="Name the other sets.")
    learned = {d: r for s in chosen if s.purpose == "development" for d, r in s.records.items()}
    results = []
    for number, each in enumerate(chosen, 1):
        note(f"{number}/{len(chosen)} {each.name}: {len(each.documents)} texts")
        results.append(run(each, extractor=extractor, habits_of=learned or None))
    if scorecard:
        write_text(scorecard, [page(results, extractor=extractor)])
        note(f"{scorecard}: {len(results)} sets")
    if as_json:
        click.echo(json.dumps([to_json(r) for r in results], ensure_ascii=False, indent=1))
        return
    for each, result in zip(chosen, results, strict=True):
        _print(result)
        if errors:
            for line in listing(each, result, limit=errors):
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
