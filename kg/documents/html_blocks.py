"""A page's tree to its blocks, in the order of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg.documents.builder import clean

_NO_TEXT = frozenset(
    """script style noscript template svg math iframe object embed canvas audio video button select option textarea
    input datalist dialog head title figcaption map""".split()
)
_ASIDE_TAGS = frozenset("nav footer aside menu form".split())
_ASIDE_ROLES = frozenset("navigation complementary contentinfo search banner dialog alert menu".split())
_ASIDE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|breadcrumbs?|sidebar|footer|cookies?|consent|share|sharing|social|related"
    r"|recommended|teasers?|newsletter|subscribe|promo|advert(?:isement)?s?|comments?|pagination|skip-?link|tags?"
    r"|caption|wp-caption-text|most-?read|trending|popup|modal|banner)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_COUPLED = re.compile(
    r"\b(?:has|with|without|no|content|main)[-_](?:side-?bar|nav|menu|comments?|banner|sharing)\b", re.IGNORECASE
)
_SECTIONS = re.compile(
    r"(?:^|[\s_-])(?:sect(?:ion)?\d?|chapter|book|article|body|text|content|entry|field|para(?:graph)?|block|note|tip|listitem|itemizedlist|orderedlist)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details div dl dt fieldset figure footer form h1 h2 h3 h4
    h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul""".split()
)
_KINDS = {**dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
          **dict.fromkeys(("li", "dd", "dt", "td", "th"), "item")}  # fmt: skip
_WORD = re.compile(r"\w+", re.UNICODE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def words_of(text: str) -> tuple[str, ...]:
    """Return a text's words for comparison, case folded."""
    return tuple(_WORD.findall(text.casefold()))


@dataclass(frozen=True)
class PageBlock:
    """A stretch of text of a page.

    Attributes
    ----------
    tag : str
        The block element that holds it.
    linked : float
        Share of its characters that are links.
    aside : bool
        Whether it stands in navigation, a footer, a side column, a caption or the like.
    ancestors : tuple of int
        Numbers of the elements above it, the root first; the last is `parent`'s child.
    plain : tuple of bool
        Of each of these, whether it is a mere section, list or paragraph (no box of some class of its own).
    """

    kind: str
    tag: str
    text: str
    linked: float
    aside: bool
    ancestors: tuple[int, ...]
    plain: tuple[bool, ...]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words, for comparison."""
        return words_of(self.text)

    @property
    def parent(self) -> int:
        """The element that its own element stands in."""
        return self.ancestors[-2] if len(self.ancestors) > 1 else self.ancestors[-1]


class _Walk:
    def __init__(self) -> None:
        self.blocks: list[PageBlock] = []
        self.stack: list[tuple[int, str, bool, bool]] = []  # number, tag, aside, plain
        self.pieces: list[str] = []
        self.linked = self.links = self.breaks = 0

    def put(self, text: str | None) -> None:
        if not text:
            return
        if self.breaks and text.strip():
            self.breaks = 0
        self.pieces.append(text)
        if self.links:
            self.linked += len(text.strip())

    def flush(self) -> None:
        text = clean("".join(self.pieces))
        linked, self.linked, self.pieces, self.breaks = self.linked, 0, [], 0
        if not text or not self.stack:
            return
        tag = self.stack[-1][1]
        kind = next((_KINDS[t] for _, t, _, _ in reversed(self.stack) if t in _KINDS), "paragraph")
        self.blocks.append(
            PageBlock(
                kind=kind, tag=tag, text=text, linked=min(1.0, linked / len(text)), aside=self.stack[-1][2],
                ancestors=tuple(number for number, *_ in self.stack),
                plain=tuple(plain for *_, plain in self.stack),
            )
        )  # fmt: skip


def blocks_of(tree: Any) -> list[PageBlock]:
    """Return the blocks of a page, in order; scripts, controls, hidden parts and captions are none.

    Parameters
    ----------
    tree : lxml.html.HtmlElement
        The page; left as it is.
    """
    walk = _Walk()
    silent: Any = None  # the outermost element whose text is none
    number = 0
    for event, element in _events(tree):
        tag = element.tag if isinstance(element.tag, str) else ""
        tag = tag.rsplit("}", 1)[-1].lower()
        if event == "end":
            if silent is not None:
                if silent is element:
                    silent = None
                    walk.put(element.tail)
                continue
            if tag in _BLOCKS:
                walk.flush()
                walk.stack.pop()
            elif tag == "a":
                walk.links -= 1
            walk.put(element.tail)
            continue
        if silent is not None:
            continue
        number += 1
        if not tag or tag in _NO_TEXT or _is_hidden(element):
            silent = element
            continue
        if tag in _BLOCKS:
            walk.flush()
            above = walk.stack[-1][2] if walk.stack else False
            walk.stack.append((number, tag, above or _is_aside(element, tag), _is_plain(element, tag)))
        elif tag == "a":
            walk.links += 1
        elif tag == "br":
            if walk.breaks:
                walk.flush()
            else:
                walk.put("\n")
                walk.breaks = 1
        walk.put(element.text)
    walk.flush()
    return walk.blocks


def _events(tree: Any) -> Iterator[tuple[str, Any]]:
    """Yield (start or end, element), without recursion."""
    stack = [(tree, iter(tree))]
    yield "start", tree
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield "end", element
        else:
            yield "start", child
            stack.append((child, iter(child)))


def _is_hidden(element: Any) -> bool:
    get = element.get
    return (
        get("hidden") is not None
        or (get("aria-hidden") or "").lower() == "true"
        or bool(_HIDDEN.search(get("style") or ""))
    )


def _is_aside(element: Any, tag: str) -> bool:
    if tag in _ASIDE_TAGS or (element.get("role") or "").lower() in _ASIDE_ROLES:
        return True
    if tag in ("body", "html", "main", "article"):
        return False
    return bool(_ASIDE_NAMES.search(_names(element)))


def _names(element: Any) -> str:
    """Return an element's class and identifier with hyphens between their words."""
    identifier = element.get("id") or ""
    short = identifier if len(re.findall(r"[A-Za-z]+", identifier)) <= 2 else ""  # longer ones are made of headings
    names = f"{element.get('class') or ''} {short}"
    return _COUPLED.sub(" ", _CAMEL.sub("-", names))


def _is_plain(element: Any, tag: str) -> bool:
    if tag not in ("div", "li"):
        return True
    return not element.get("class") or bool(_SECTIONS.search(_names(element)))
