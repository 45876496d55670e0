"""What API and pages are answered from: one generation of the store, read into memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.graph import OxigraphStore


class Desk:
    """x."""

    def __init__(self, setup: dict[str, Any], store: OxigraphStore) -> None:
        self.setup, self.store = setup, store
