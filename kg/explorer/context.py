"""A quote in its surroundings: the text before and after it, from the archive, where that may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kg.documents.archive import Archive
from kg.errors import KGError
from kg.graph.policy import SENSITIVE
from kg.model.mask import occurrences
from kg.resolution.suppress import Masker, suppressed

if TYPE_CHECKING:
    from kg.projection.snapshot import Receipt, Relation, Snapshot
    from kg.settings import Workspace

AROUND = 160
"""Characters shown before and after a quote."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The text before a quote and after it, as far as they are shown."""

    before: str
    after: str


class Surrounder:
    """Finds the surroundings of quotes.

    Parameters
    ----------
    workspace : Workspace
        Its archive holds the texts, its ledger the names that are withheld.
    public : bool
        Whether only what may be published is shown; then no text is but the quotes.
    """

    def __init__(self, workspace: Workspace, *, public: bool) -> None:
        self.workspace, self.public = workspace, public
        self._texts: dict[str, str] = {}

    @cached_property
    def _keys(self) -> frozenset[tuple[str, ...]]:
        return suppressed(self.workspace.ledger)

    def _text(self, sha256: str) -> str:
        if sha256 not in self._texts:
            if len(self._texts) > 200:
                self._texts.clear()
            try:
                text = Archive(self.workspace.archive).text(sha256)
            except (KGError, OSError):
                text = ""
            masker = Masker.for_texts(self._keys, (text,)) if self._keys and text else None
            # A name that is withheld is withheld around a quote too. Offsets no longer hold: the quote is looked for.
            self._texts[sha256] = masker.mask(text) if masker else text
        return self._texts[sha256]

    def around(self, receipt: Receipt, relation: Relation, snapshot: Snapshot) -> Surroundings | None:
        """Return what stands around a quote; None where it may not be shown or is not at hand.

        Around what is said of detentions and espionage nothing is shown: the names of persons are withheld there.
        """
        sha = snapshot.documents[receipt.doc].get("sha256")
        if self.public or not receipt.quote or not sha or relation.type in SENSITIVE:
            return None
        text = self._text(sha)
        start = receipt.start
        if text[start : start + len(receipt.quote)] != receipt.quote:
            places = occurrences(receipt.quote, text)
            if not places:
                return None
            start, end = min(places, key=lambda p: abs(p[0] - receipt.start))
        else:
            end = start + len(receipt.quote)
        before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
        if start > AROUND:
            before = "… " + before.split(" ", 1)[-1]
        if end + AROUND < len(text):
            after = after.rsplit(" ", 1)[0] + " …"
        return Surroundings(before, after)
