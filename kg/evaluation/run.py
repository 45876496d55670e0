"""An extractor over a gold set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import EvaluationError
from kg.evaluation.baseline import baseline, habits
from kg.evaluation.calibration import Calibration, calibration
from kg.evaluation.scoring import Records, Scores, evaluate
from kg.evaluation.sets import GoldSet

if TYPE_CHECKING:
    from kg.pipeline.extractors import Extractor


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one extractor reached on one set.

    Attributes
    ----------
    scores, baseline : Scores
        Of the extractor, and of the baseline on the same texts.
    calibration : Calibration
        Of the extractor's confidence.
    false_records : int
        Records on texts that hold none.
    empty : int
        Texts that hold none.
    predicted : dict of str to list of dict
        What the extractor printed, by document.
    """

    name: str
    scores: Scores
    baseline: Scores
    calibration: Calibration
    false_records: int
    empty: int
    predicted: dict[str, list[dict[str, Any]]]


def run(gold: GoldSet, *, extractor: str | Extractor = "rules", habits_of: Records | None = None) -> Result:
    """Read a set's texts and score what comes out.

    Parameters
    ----------
    gold : GoldSet
        The set.
    extractor : str or Extractor
        A registered extractor, or one made by :func:`kg.pipeline.extractors.prepared`.
    habits_of : mapping, optional
        Gold from which the baseline takes its habits; the set's own without it, which flatters the baseline.

    Raises
    ------
    EvaluationError
        If a text cannot be read, or the extractor fails on it.
    """
    from kg.model import to_json
    from kg.pipeline import extract_paths

    predicted: dict[str, list[dict[str, Any]]] = {}
    texts: dict[str, str] = {}
    for result in extract_paths(gold.documents, extractor=extractor):
        if result.document is None or result.extraction is None:
            raise EvaluationError(
                f"{result.path.name} of {gold.name} was not read: {result.status}: {result.reason}.",
                hint="A text that is not read would count as one in which nothing was found.",
            )
        stem = result.path.stem
        texts[stem] = result.document.text
        predicted[stem] = [to_json(r) for r in result.extraction.records]
    scores = evaluate(gold.records, predicted)
    empty = [doc for doc, records in gold.records.items() if not records]
    return Result(
        name=gold.name,
        scores=scores,
        baseline=evaluate(gold.records, baseline(texts, habits(habits_of or gold.records))),
        calibration=calibration(scores.outcomes),
        false_records=sum(len(predicted[doc]) for doc in empty),
        empty=len(empty),
        predicted=predicted,
    )
