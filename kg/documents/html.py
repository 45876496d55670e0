"""HTML: the main text of a page in the page's own order.

Trafilatura says which of a page's words are its main text; the page's own tree says in which order and in which blocks
they stand. A paragraph that trafilatura passed over although it stands between or right after its neighbours is kept,
so that the last lines of a statement are not lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from kg.documents.builder import Builder, clean
from kg.documents.furniture import is_furniture
from kg.documents.html_blocks import PageBlock, blocks_of, words_of
from kg.documents.html_metadata import metadata_of
from kg.documents.html_source import parse
from kg.documents.limits import Limits
from kg.documents.reading import Reading
from kg.errors import EmptyDocumentError

_SHINGLE = 4
_COVERED = 0.6
_LINKED = 0.5
_PROSE_WORDS = 8
_LEAD_WORDS = 12
_HOLDING = 3
"""Kept paragraphs within an element that make it a part of the text, whatever its class says."""


def read(data: bytes, *, limits: Limits) -> Reading:
    """Return the main text of a page and what the page states of itself.

    Parameters
    ----------
    data : bytes
        The page as retrieved; its encoding is read from its byte order mark or its own statement.
    limits : Limits
        Only those that the worker does not enforce by itself.

    Raises
    ------
    RefusedDocumentError
        If it declares XML entities.
    EmptyDocumentError
        If it holds no text.
    """
    del limits
    source, tree = parse(data)
    blocks = blocks_of(tree)
    if not blocks:
        raise EmptyDocumentError("The page holds no text.", hint="Nothing was stored.")
    metadata = metadata_of(tree)
    chosen = main_blocks(blocks, source, title=metadata.get("title"))
    builder = Builder()
    for block in chosen:
        builder.add("furniture" if is_furniture(block.text) else block.kind, block.text)
    warnings = () if builder.length else ("no main text was found on the page",)
    return Reading(text=builder.text, blocks=builder.blocks, metadata=metadata, warnings=warnings)


def main_blocks(blocks: list[PageBlock], source: str, *, title: str | None) -> list[PageBlock]:
    """Return the blocks that are the page's main text, in the order of the page."""
    said = _main_text(source)
    kept = _covered(blocks, said)
    own = [i for i, b in enumerate(blocks) if _is_prose(b)]
    kept_words = sum(len(blocks[i].words) for i in kept)
    own_words = sum(len(blocks[i].words) for i in own)
    if kept_words < 0.25 * own_words or not kept:
        kept = set(own) or {i for i, b in enumerate(blocks) if not b.aside and b.linked < _LINKED}
    kept = _in_region(blocks, kept)
    kept |= _neighbours(blocks, kept)
    kept |= _sections(blocks, kept)
    headline = _headline(blocks, kept, title)
    kept |= _lead(blocks, kept, headline) | headline
    return [blocks[i] for i in sorted(kept)]


def _main_text(source: str) -> list[str]:
    """Return trafilatura's paragraphs of the page."""
    from trafilatura import bare_extraction

    dates = {"extensive_search": False, "original_date": True, "max_date": "2100-12-31"}
    try:
        found: Any = bare_extraction(
            source, favor_recall=True, include_comments=False, include_tables=True, include_links=False,
            deduplicate=False, date_extraction_params=dates,
        )  # fmt: skip
    except ValueError:
        return []  # a text that no XML tree may hold; the page's own blocks are judged without it
    if found is None or found.body is None:
        return []
    paragraphs = []
    for element in found.body.iter("head", "p", "item", "cell", "quote", "code", "ab", "fw"):
        text = clean(" ".join(element.itertext()))
        if text:
            paragraphs.append(text)
    return paragraphs


def _covered(blocks: list[PageBlock], paragraphs: Iterable[str]) -> set[int]:
    """Return the blocks whose words trafilatura's text holds, most of them in the same sequence."""
    whole: set[tuple[str, ...]] = set()
    shingles: set[tuple[str, ...]] = set()
    for paragraph in paragraphs:
        words = words_of(paragraph)
        whole.add(words)
        shingles.update(_shingles(words))
    kept = set()
    for index, block in enumerate(blocks):
        own = _shingles(block.words)
        if block.words in whole or (own and sum(s in shingles for s in own) >= _COVERED * len(own)):
            kept.add(index)
    return kept


def _shingles(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [words[i : i + _SHINGLE] for i in range(len(words) - _SHINGLE + 1)]


def _is_prose(block: PageBlock) -> bool:
    return not block.aside and block.linked < _LINKED and (len(block.words) >= _PROSE_WORDS or block.kind == "heading")


def _in_region(blocks: list[PageBlock], kept: set[int]) -> set[int]:
    """Drop what stands outside the part of the page that holds nearly all kept words (repeated titles, teasers)."""
    total = sum(len(blocks[i].words) for i in kept)
    weights: Counter[int] = Counter()
    depth: dict[int, int] = {}
    for i in kept:
        for level, node in enumerate(blocks[i].ancestors):
            weights[node] += len(blocks[i].words)
            depth[node] = level
    holding = [node for node, words in weights.items() if words >= 0.9 * total]
    if not holding:
        return kept
    region = max(holding, key=lambda node: depth[node])
    inside = {i for i in kept if region in blocks[i].ancestors}
    said = {blocks[i].words for i in inside}
    return inside | {
        i
        for i in kept - inside  # a lead above the text, but no copy of a line of it
        if i < min(inside) and blocks[i].tag == "p" and len(blocks[i].words) >= _LEAD_WORDS and blocks[i].linked < 0.2
        and not blocks[i].aside and blocks[i].words not in said
    }  # fmt: skip


def _neighbours(blocks: list[PageBlock], kept: set[int]) -> set[int]:
    """Return blocks that trafilatura passed over although they stand beside kept paragraphs of the same parent."""
    parents = Counter(blocks[i].parent for i in kept if len(blocks[i].words) >= _PROSE_WORDS)
    found = set()
    for i, block in enumerate(blocks):
        beside = parents[block.parent] >= 1 and block.tag in ("p", "div", "blockquote", "h2", "h3", "h4", "li", "br")
        if i in kept or block.aside or not beside or block.linked >= _LINKED:
            continue
        if not is_furniture(block.text):
            found.add(i)
    return found


def _sections(blocks: list[PageBlock], kept: set[int]) -> set[int]:
    """Return running text between kept blocks, in parts of the page that are sections of it and nothing else."""
    if not kept:
        return set()
    outer = set.intersection(*(set(blocks[i].ancestors) for i in kept))
    holding = Counter(number for i in kept if len(blocks[i].words) >= _PROSE_WORDS for number in blocks[i].ancestors)
    found = set()
    last = max(kept)
    for i in range(min(kept), len(blocks)):
        block = blocks[i]
        if i in kept or block.aside or block.linked >= _LINKED or is_furniture(block.text):
            continue
        if i > last and not (block.tag == "p" and any(holding[number] >= _HOLDING for number in block.ancestors[-3:])):
            continue
        own = [
            plain or holding[number] >= _HOLDING
            for number, plain in zip(block.ancestors, block.plain, strict=True)
            if number not in outer
        ]
        if outer <= set(block.ancestors) and all(own) and (_is_prose(block) or block.tag == "pre"):
            found.add(i)
    return found


def _lead(blocks: list[PageBlock], kept: set[int], headline: set[int]) -> set[int]:
    """Return the paragraphs between the headline and the text that was kept, in elements that hold both."""
    if not kept or not headline:
        return set()
    holding = Counter(number for i in kept for number in blocks[i].ancestors)
    said = {blocks[i].words for i in kept}
    return {
        i
        for i in range(min(headline) + 1, min(kept))
        if blocks[i].tag == "p" and len(blocks[i].words) >= _LEAD_WORDS and blocks[i].linked < 0.2
        and not blocks[i].aside and holding[blocks[i].parent] >= 1 and blocks[i].words not in said
        and not is_furniture(blocks[i].text)
    }  # fmt: skip


def _headline(blocks: list[PageBlock], kept: set[int], title: str | None) -> set[int]:
    """Return the page's headline where it stands before the text and was not kept: the h1 that says the title."""
    first = min(kept, default=len(blocks))
    wanted = words_of(title or "")
    for i in range(first - 1, -1, -1):
        block = blocks[i]
        if block.tag == "h1" and block.words:
            same = not wanted or block.words == wanted[: len(block.words)] or wanted == block.words[: len(wanted)]
            alone = sum(b.tag == "h1" for b in blocks) == 1
            already = any(blocks[k].words == block.words for k in kept)
            return {i} if (same or alone) and not already else set()
    return set()
