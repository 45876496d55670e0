"""The confidence of a model's records: measured on gold texts where somebody did, one stated value where nobody has.

What a model says of its own certainty is not used. A table is made by ``kg eval --extractor llm --trust FILE`` and
holds for the model and the prompt that it was measured with.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from kg.errors import ModelSettingsError
from kg.extraction.trust import Trust

if TYPE_CHECKING:
    from kg.extraction.llm.settings import ModelSettings

UNMEASURED = 0.6
"""Of every record of a model that nobody has measured; below all but one of the rules' kinds."""


def model_trust(settings: ModelSettings, prompt: str) -> Trust:
    """Return the table that ``KG_LLM_TRUST`` names; one value for all kinds without it.

    Raises
    ------
    ModelSettingsError
        If the file is no such table, or is another model's or prompt's.
    """
    if settings.trust is None:
        return Trust({}, {}, UNMEASURED)
    again = "Make one with `kg eval validation --extractor llm --trust FILE`."
    try:
        data = yaml.safe_load(settings.trust.read_text(encoding="utf-8"))
        measured = Trust(
            {str(k): float(v) for k, v in data["rules"].items()},
            {str(k): float(v) for k, v in data["kinds"].items()},
            float(data["overall"]),
        )
        of = str(data["model"]), str(data["prompt"])
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelSettingsError(
            f"KG_LLM_TRUST names {settings.trust}, which is no table of confidence ({type(error).__name__}).",
            hint=again,
        ) from None
    if of != (settings.model, prompt):
        raise ModelSettingsError(
            f"KG_LLM_TRUST was measured for {of[0]} with prompt {of[1]}, not for {settings.model} with {prompt}.",
            hint=again,
        )
    return measured


def trust_text(trust: Trust, *, model: str, prompt: str) -> str:
    """Return a table as the file that ``KG_LLM_TRUST`` reads."""
    data = {
        "model": model,
        "prompt": prompt,
        "overall": trust.overall,
        "kinds": dict(sorted(trust.kinds.items())),
        "rules": dict(sorted(trust.rules.items())),
    }
    return "# Confidence of one model with one prompt: mean argument precision on gold texts.\n" + yaml.safe_dump(
        data, sort_keys=False, allow_unicode=True
    )


def write_trust(path: Path, trust: Trust, *, model: str, prompt: str) -> None:
    """Write a table, whole or not at all."""
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_text(trust_text(trust, model=model, prompt=prompt), encoding="utf-8")
    temporary.replace(path)
