"""Curated records: facts that a person took from pages that somebody else holds, in YAML, each part with its source."""

from kg.sources.curated.load import load
from kg.sources.curated.schema import curated_schema

__all__ = ["curated_schema", "load"]
