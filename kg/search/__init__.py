"""Full-text search over labels, aliases, quotes and titles: accents, case and order of words do not matter."""

from kg.search.index import FIELDS, KINDS, Found, Hit, Index, Match
from kg.search.writing import build_index

__all__ = ["FIELDS", "KINDS", "Found", "Hit", "Index", "Match", "build_index"]
