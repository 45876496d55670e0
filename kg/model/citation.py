"""A citation in words: what stands in the place of a quote where a receipt holds none."""

from __future__ import annotations

from kg.model.record import Evidence

MARK = "[cited] "
"""Begins every citation, so that nobody who meets it in a column of quotes takes it for one."""


def citation(ev: Evidence) -> str:
    """Return a cited receipt as a reader needs it: publisher, title, days, address and place.

    >>> from kg.model import SourceRef
    >>> source = SourceRef(publisher="MOFA Japan", title="Signing", published="2024-07-08", accessed="2026-11-23")
    >>> citation(Evidence(quote="", grade="cited", source=source, locator="paragraph 2"))
    '[cited] MOFA Japan, “Signing”, published 2024-07-08, read 2026-11-23, paragraph 2'
    """
    source = ev.source
    words: list[str | None] = []
    if source is not None:
        words += [
            source.publisher or "unknown publisher",
            f"“{source.title}”" if source.title else None,
            f"published {source.published}" if source.published else "publication day not known",
            f"read {source.accessed}" if source.accessed else None,
        ]
    words.append(ev.locator)
    if source is not None:
        words += [source.url, f"archived at {source.archived}" if source.archived else None]
    return MARK + (", ".join(w for w in words if w) or "nothing named")
