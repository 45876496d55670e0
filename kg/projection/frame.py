"""What a network covers and leaves out: printed beside every picture and every number."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.projection.snapshot import Snapshot


def count(n: int, noun: str) -> str:
    """Return a number with its noun.

    >>> count(1, "relation"), count(0, "document")
    ('1 relation', '0 documents')
    """
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The frame of a projection.

    Attributes
    ----------
    as_of, known_at : str
        The two clocks.
    documents : int
        Documents on file at `known_at`; ``project_written`` of them are illustrations.
    relations : int
        Relations drawn or counted.
    left_out : tuple of (str, int)
        Reason and number of relations of the graph that are not, by reason.
    polities : int
        Polities in the network; ``non_un`` those among them that are no members of the United Nations.
    notes : tuple of str
        What else a reader has to know, such as how plurilaterals became pairs.
    """

    as_of: str
    known_at: str
    documents: int
    project_written: int
    relations: int
    left_out: tuple[tuple[str, int], ...]
    polities: int
    non_un: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the frame as one paragraph."""
        known = "all files" if self.known_at >= "9999" else f"the files of {self.known_at}"
        outside = f"non-UN members: {', '.join(self.non_un)}" if self.non_un else "all UN members"
        day = self.as_of if self.as_of < "9999" else "any day, since no document is dated"
        parts = [
            f"{count(self.relations, 'relation')} asserted as of {day}, by {known}: {count(self.documents, 'document')}"
            + (f", {self.project_written} of them project-written illustrations" if self.project_written else ""),
            f"{self.polities} {'polity' if self.polities == 1 else 'polities'} ({outside})"
            if self.polities
            else "no polity",
        ]
        if self.left_out:
            parts.append("left out: " + ", ".join(f"{n} {reason}" for reason, n in self.left_out))
        parts += self.notes
        parts.append("coverage is not declared complete: absence is not negation")
        return "; ".join(parts) + "."


def make_frame(
    snapshot: Snapshot, *, relations: int, left_out: Counter[str], polities: set[str], notes: tuple[str, ...] = ()
) -> Frame:
    """Build the frame of a projection of `snapshot`; `polities` are IRIs of the polities in it."""
    on_file = [d for d in snapshot.documents.values() if d.get("recordDate", "") <= snapshot.known_at]
    return Frame(
        as_of=snapshot.as_of,
        known_at=snapshot.known_at,
        documents=len(on_file),
        project_written=sum(1 for d in on_file if d["project"]),
        relations=relations,
        left_out=tuple(sorted(left_out.items())),
        polities=len(polities),
        non_un=tuple(
            sorted(
                snapshot.actors[p].label
                for p in polities
                if not (snapshot.actors[p].status or "un-member").startswith("un-member")
            )
        ),
        notes=notes,
    )
