"""How a language model is calibrated: what its records turned out to be worth, by kind, as a table for later runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.errors import EvaluationError
from kg.evaluation.run import Result
from kg.evaluation.sets import GoldSet
from kg.evaluation.trust import fit, outcomes


def write_measured(path: Path, extractor: object, sets: Sequence[GoldSet], results: Sequence[Result]) -> None:
    """Write the table of confidence that ``KG_LLM_TRUST`` reads; each value is drawn to the mean by how few records.

    Raises
    ------
    EvaluationError
        If the extractor is not a language model alone: beside the rules its own share could not be told apart.
    """
    from kg.extraction.llm import ModelExtractor, RulesAndModelExtractor
    from kg.extraction.llm.measured import write_trust

    if not isinstance(extractor, ModelExtractor) or isinstance(extractor, RulesAndModelExtractor):
        raise EvaluationError("--trust measures a language model alone.", hint="Say --extractor llm.")
    rows = [o for gold, result in zip(sets, results, strict=True) for o in outcomes(gold.records, result.predicted)]
    if not rows:
        raise EvaluationError("The model found no record in these sets, so there is nothing to measure.")
    plain = [type(o)(kind=o.kind, rule=o.rule, drafted=1.0, precision=o.precision) for o in rows]
    write_trust(path, fit(plain, ()), model=extractor.settings.model, prompt=extractor.session.version)
