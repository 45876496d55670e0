"""What a reader hands over: the text without markup, its blocks, the map back, and what the file says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.documents.document import Block, OffsetMap


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The result of a reader.

    Attributes
    ----------
    text : str
        Without markup; blocks count in it.
    offsets : OffsetMap or None
        To the reader's input; None where the text is the input unchanged.
    metadata : mapping
        Fields of :class:`kg.documents.Document` that the file states.
    """

    text: str
    blocks: tuple[Block, ...]
    offsets: OffsetMap | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
