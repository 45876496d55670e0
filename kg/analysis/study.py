"""A graph as analyses see it: networks of chosen days, the system of polities, and what is declared complete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import CoverageError
from kg.graph.coverage import read_coverage
from kg.ontology import ontology
from kg.projection import read_snapshot
from kg.projection.multiplex import LAYERS, Multiplex, multiplex
from kg.projection.support import read_support
from kg.projection.ties import EVENT_WINDOW_YEARS

if TYPE_CHECKING:
    from kg.graph import OxigraphStore
    from kg.projection import Snapshot


@dataclass(frozen=True)
class Study:
    """What an analysis is asked to look at.

    Attributes
    ----------
    store : OxigraphStore
        Open for reading.
    as_of, known_at : str or None
        The clocks; the last day of publication and all files without them.
    layers : tuple of str
        Layer codes; empty for all but disputes.
    polities : tuple of str
        The system by registry key; empty for every polity with a tie.
    window_years : int
        For how long an event counts.
    incomplete_ok : bool
        Whether to measure layers that are not declared complete.
    """

    store: OxigraphStore
    as_of: str | None = None
    known_at: str | None = None
    layers: tuple[str, ...] = ()
    polities: tuple[str, ...] = ()
    window_years: int = EVENT_WINDOW_YEARS
    incomplete_ok: bool = False
    _snapshots: dict[str | None, Snapshot] = field(default_factory=dict, repr=False)
    _networks: dict[tuple[str | None, tuple[str, ...]], Multiplex] = field(default_factory=dict, repr=False)

    def snapshot(self, as_of: str | None = None) -> Snapshot:
        """Return the snapshot of a day, the study's own without one."""
        day = as_of or self.as_of
        if day not in self._snapshots:
            self._snapshots[day] = read_snapshot(self.store, as_of=day, known_at=self.known_at)
        return self._snapshots[day]

    def network(self, as_of: str | None = None, *, layers: Sequence[str] | None = None) -> Multiplex:
        """Return the multiplex network of a day, with what its ties rest on.

        Parameters
        ----------
        as_of : str, optional
            ISO day; the study's own without it.
        layers : sequence of str, optional
            Instead of the study's.

        Raises
        ------
        CoverageError
            If a layer is not declared complete for the system and the year, and `incomplete_ok` is not set.
        """
        chosen = tuple(layers if layers is not None else self.layers) or tuple(c for c in LAYERS if c != "L16")
        key = (as_of or self.as_of, chosen)
        if key not in self._networks:
            snapshot = self.snapshot(as_of)
            found = multiplex(
                snapshot, support=read_support(self.store, snapshot), layers=chosen, polities=self.polities or None,
                window_years=self.window_years,
            )  # fmt: skip
            self._check(found, snapshot.as_of)
            self._networks[key] = found
        return self._networks[key]

    def undeclared(self, network: Multiplex, as_of: str) -> tuple[str, ...]:
        """Return the layers of a network that nothing declares complete for its polities in the year of a day."""
        statements = [c for c in read_coverage(self.store) if c.completeness == "complete"]
        return tuple(
            layer for layer in network.layers()
            if not all(
                any(
                    c.kind == kind and (not c.types or type_ in c.types) and set(network.polities) <= set(c.polities)
                    and int(c.first) <= int(as_of[:4]) <= int(c.last)
                    for c in statements
                )
                for kind, type_ in parts_of(layer)
            )
        )  # fmt: skip

    def _check(self, network: Multiplex, as_of: str) -> None:
        if self.incomplete_ok:
            return
        missing = self.undeclared(network, as_of)
        if missing:
            raise CoverageError(
                f"nothing declares {', '.join(missing)} complete for {len(network.polities)} polities in {as_of[:4]}.",
                hint="A measure of it would rank what was collected; --incomplete-ok measures it all the same and "
                "says so. `kg coverage` shows what is declared.",
            )

    def frame(self, network: Multiplex) -> str:
        """Return the network's frame, with what is not declared complete."""
        text = str(network.frame)
        missing = self.undeclared(network, network.frame.as_of)
        declared = "declared complete" if not missing else f"NOT declared complete: {', '.join(missing)}"
        return text.replace("coverage is not declared complete: absence is not negation", f"coverage {declared}")


def parts_of(layer: str) -> list[tuple[str, str]]:
    """Return the kinds and types of relation that make up a layer."""
    known = ontology()
    return [
        (kind, type_)
        for kind in ("agreement", "programme", "transfer", "engagement", "partnership", "membership", "incident")
        for type_ in known.schemes.get(kind, {})
        if known.layer(kind, type_) == layer
    ]
