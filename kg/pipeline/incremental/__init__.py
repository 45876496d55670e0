"""The view after one more document, without building it anew: see docs/decisions/0030-incremental-view.md."""

from __future__ import annotations

from kg.pipeline.incremental.fill import fill
from kg.pipeline.incremental.tables import FORMAT, Index
from kg.pipeline.incremental.update import NotLocal, Update

__all__ = ["FORMAT", "Index", "NotLocal", "Update", "fill"]
