"""The explorer: a graph to search, expand and question in a browser, as one file that asks nothing of a network."""

from __future__ import annotations

from kg.explorer.context import Surrounder
from kg.explorer.data import Selection, explorer_data
from kg.explorer.page import explorer_page, policy
from kg.explorer.writing import TITLE, Explorer, explorer

__all__ = ["TITLE", "Explorer", "Selection", "Surrounder", "explorer", "explorer_data", "explorer_page", "policy"]
