"""What became of what was planned or possible: confirmed, reversed, or nothing on file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.graph.stages import StagePart

_CONFIRMS = {"planned": ("held", "started")}
_REVERSES = {"planned": ("cancelled",), "held": ("cancelled",), "started": ("cancelled",)}


def outcomes(parts: Iterable[StagePart]) -> Iterator[tuple[StagePart, str, StagePart]]:
    """Yield ``(forecast, "confirmedBy" | "reversedBy", what came of it)``.

    A forecast is confirmed by an asserted stage of its kind that is not surely older than the forecast, nor surely
    later than the day that it names (a signature of 2026 does not confirm one planned for 2025), and that concerns some
    of the same items: the handover of boats does not confirm the one of radars. It is reversed by a later denial, or by
    a cancellation.
    """
    parts = list(parts)
    for forecast in parts:
        if forecast.key.modality not in ("planned", "possible"):
            continue
        stage = forecast.key.stage
        for other in parts:
            kind = other.key.stage
            if not _same_matter(forecast, other):
                continue
            if other.asserted and other.standing == "chosen" and other.latest >= forecast.known_from:
                if kind == stage or kind in _CONFIRMS.get(stage, ()):
                    if not forecast.key.date or other.earliest <= forecast.latest:
                        yield forecast, "confirmedBy", other
                elif kind in _REVERSES.get(stage, ()):
                    yield forecast, "reversedBy", other
            elif other.key.modality == "denied" and kind == stage and other.last_stated > forecast.known_from:
                yield forecast, "reversedBy", other


def _same_matter(a: StagePart, b: StagePart) -> bool:
    by = not a.key.by or not b.key.by or a.key.by == b.key.by
    step = not a.key.step or not b.key.step or a.key.step == b.key.step
    items = not a.key.items or not b.key.items or bool(set(a.key.items) & set(b.key.items))
    return by and step and items
