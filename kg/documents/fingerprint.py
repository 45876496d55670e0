"""A small sketch of a text by which near-duplicates are told, without the text itself.

FracMinHash: every run of five folded words is hashed, and the hashes below 2^40 / `scale` are kept. Two sketches of
different scale compare on what both would have kept, so the share of the shorter text that stands in the longer one can
be estimated whatever their lengths [1]_.

References
----------
.. [1] L. Irber et al., bioRxiv 2022.01.11.475838, "Lightweight compositional analysis of metagenomes with FracMinHash".
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from kg.documents.document import Block
from kg.documents.furniture import is_furniture

WORDS = 5
"""Words in a run."""
KEPT = 256
"""Most hashes of a sketch, above which its scale doubles: about 128 to 256 of a long text, all of a short one."""
_VERSION = "w5"
_BYTES = 5
_SPACE = 1 << 8 * _BYTES
_QUOTED = re.compile(r"“([^“”]{40,})”|\"([^\"]{40,})\"|«([^«»]{40,})»")
_QUOTED_WORDS = 8
_LEFT = 20
"""Words that have to be left for quoted ones to be put aside."""
_DATELINE = re.compile(
    r"\s*(?:[A-Z][A-Z .'’/-]{2,40}(?:,\s[\w .]{1,40})?\s*(?:,\s*)?(?:[(\[][^)\]]{1,40}[)\]])?"
    r"|[(\[][A-Z][^)\]]{1,40}[)\]])"
    r"\s*(?:[-–—]{1,3}|:)\s+"
)
_TRAILING = re.compile(r"(?:[(\[–—/-]\s*(?:with\s+)?[A-Z][\w ./&-]{1,40}[)\]]|\s[-–—/]{1,2}\s?[A-Z]{2,6})\W*$")
_BOILERPLATE = re.compile(
    r"wire\s+(?:agency|service)|agency\s+feed|syndicated\s+feed|auto-?generated|without\s+modifications|only\s+the\s+headline"
    r"|(?:not|been)\s+(?:been\s+)?edited\s+by|views\s+expressed|opinions\s+expressed|all\s+rights\s+reserved|\bcopyright\b|©"
    r"|\bsubscri(?:be|ption)|\bnewsletter|\bwhatsapp\b|follow\s+us|click\s+here|privacy\s+policy|terms\s+of\s+(?:use|service)"
    r"|(?:first|originally)\s+(?:published|appeared)|\brepublished\b|\breprinted\b|trust\s+principles|\bdisclaimer\b"
    r"|may\s+not\s+be\s+(?:published|reproduced|redistributed|rewritten)|support\s+(?:our|independent)\s+journalism"
    r"|inputs?\s+from|additional\s+reporting|(?:this|the)\s+(?:story|article|report|page)\s+(?:was|is|has\s+been)\s+"
    r"(?:published|produced|provided|supplied|taken|updated|archived|mirrored)|for\s+(?:more|further)\s+(?:news|information)"
    r"|download\s+(?:our|the)\s+app|(?:is|are)\s+a\s+(?:daily|leading|weekly|national)\s+(?:newspaper|paper|news)",
    re.IGNORECASE,
)
_BOILERPLATE_WORDS = 70
_NUMBERS = dict(
    zip("one two three four five six seven eight nine ten eleven twelve".split(), map(str, range(1, 13)), strict=True)
)
_MONTHS = {
    form: name[:3]
    for name in "january february march april may june july august september october november december".split()
    for form in (name, name[:3], name[:4])
}
_TOKEN = re.compile(r"[^\W_]+")
_SPELLING = (
    (re.compile(r"is(e|es|ed|ing|ation|ations|er|ers)$"), r"iz\1"),
    (re.compile(r"our"), "or"),
    (re.compile(r"ence(s?)$"), r"ense\1"),
    (re.compile(r"tre(s?)$"), r"ter\1"),
    (re.compile(r"mme(s?)$"), r"m\1"),
    (re.compile(r"ll(ed|ing|er)$"), r"l\1"),
)


@dataclass(frozen=True)
class Fingerprint:
    """A sketch: the hashes below 2^40 / `scale`, sorted.

    Attributes
    ----------
    scale : int
        A power of two; 1 keeps every hash.
    hashes : tuple of int
        40-bit, ascending, without duplicates.
    """

    scale: int
    hashes: tuple[int, ...]

    @cached_property
    def _set(self) -> frozenset[int]:
        return frozenset(self.hashes)

    @property
    def runs(self) -> int:
        """About how many different runs of words the text has."""
        return len(self.hashes) * self.scale

    def kept_at(self, scale: int) -> int:
        """Return how many hashes are left at a coarser scale."""
        return len(self.hashes) if scale <= self.scale else bisect_left(self.hashes, _SPACE // scale)

    def shared(self, other: Fingerprint) -> int:
        """Return how many hashes both have: only those that both scales keep can be in both."""
        return len(self._set & other._set)

    def coarser(self, scale: int) -> Fingerprint:
        """Return the sketch at a coarser scale."""
        scale = max(scale, self.scale)
        return Fingerprint(scale, self.hashes[: self.kept_at(scale)])

    def __str__(self) -> str:
        """Return the literal that a graph keeps: version, scale, hashes in base64."""
        raw = b"".join(h.to_bytes(_BYTES, "big") for h in self.hashes)
        return f"{_VERSION}.{self.scale}.{base64.urlsafe_b64encode(raw).decode('ascii').rstrip('=')}"

    @classmethod
    def parse(cls, text: str) -> Fingerprint:
        """Read the literal of :meth:`__str__`.

        Raises
        ------
        ValueError
            If it is none, or of another version.
        """
        version, _, rest = text.partition(".")
        scale_text, _, body = rest.partition(".")
        scale = int(scale_text) if scale_text.isascii() and scale_text.isdigit() else 0
        if version != _VERSION or scale < 1 or scale & (scale - 1):
            message = f"{text[:40]!r} is not a fingerprint ({_VERSION}.<power of two>.<hashes>)"
            raise ValueError(message)
        try:
            raw = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
        except binascii.Error as error:
            message = f"{text[:40]!r} is not a fingerprint: {error}"
            raise ValueError(message) from None
        hashes = tuple(int.from_bytes(raw[i : i + _BYTES], "big") for i in range(0, len(raw), _BYTES))
        if len(raw) % _BYTES or any(a >= b for a, b in pairwise(hashes)) or (hashes and hashes[-1] >= _SPACE // scale):
            message = f"{text[:40]!r} is not a fingerprint: its hashes are not sorted ones below 2^40 / {scale}"
            raise ValueError(message)
        return cls(scale, hashes)


def fingerprint(text: str, blocks: Iterable[Block] = ()) -> Fingerprint:
    """Return the sketch of a document's text.

    Headings, page furniture, datelines, credits, boilerplate and long quotations are left out: the first belong to the
    printing, the last to the speaker, and two reporters may quote one statement.

    Parameters
    ----------
    text : str
        The normalised text.
    blocks : iterable of Block
        Its blocks; without them the lines are its paragraphs.
    """
    spans = [(b.kind, text[b.start : b.end]) for b in blocks] or [("paragraph", line) for line in text.split("\n")]
    body = [t for kind, t in spans if kind in ("paragraph", "item") and not _is_boilerplate(t)]
    paragraphs = body or [t for _, t in spans]
    pieces = list(_pieces(paragraphs, quotes=False))
    if sum(map(len, pieces)) < _LEFT:
        pieces = list(_pieces(paragraphs, quotes=True))
    found = {_hash(run) for words in pieces for run in _runs(words)}
    scale, kept = 1, sorted(found)
    # By what is really kept: hashes fall below the bound by chance, and half of 512 may be 257.
    while len(kept) > KEPT:
        scale *= 2
        kept = kept[: bisect_left(kept, _SPACE // scale)]
    return Fingerprint(scale, tuple(kept))


def _is_boilerplate(paragraph: str) -> bool:
    if is_furniture(paragraph):
        return True
    return bool(_BOILERPLATE.search(paragraph)) and len(paragraph.split()) <= _BOILERPLATE_WORDS


def _pieces(paragraphs: Iterable[str], *, quotes: bool) -> Iterator[list[str]]:
    """Yield the folded words of what runs on; paragraphs do, a quotation that was put aside breaks them."""
    words: list[str] = []
    for paragraph in paragraphs:
        at = 0
        bare = _TRAILING.sub("", _DATELINE.sub("", paragraph, count=1))
        for quoted in () if quotes else _QUOTED.finditer(bare):
            if len(quoted.group().split()) >= _QUOTED_WORDS:
                yield words + fold_words(bare[at : quoted.start()])
                words, at = [], quoted.end()
        words += fold_words(bare[at:])
    yield words


def fold_words(text: str) -> list[str]:
    """Return the words of a text without case, accents, punctuation and the habits of one house.

    >>> one = fold_words("Japan’s Defence Programme, 8 July: four per cent")
    >>> one == fold_words("Japan's defense program, July 8: 4%")
    True
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    plain = re.sub(r"(?<=\w)['’](?=\w)|(?<=\d),(?=\d{3})", "", plain)
    plain = re.sub(r"\s*%|\bper\s+cent\b", " percent", plain).replace("&", " and ")
    words = [_NUMBERS.get(w, _MONTHS.get(w, w)) for w in _TOKEN.findall(plain)]
    for i, word in enumerate(words[:-1]):  # July 8 to 8 July
        if word in _MONTHS and _is_day(words[i + 1]) and not (i and _is_day(words[i - 1])):
            words[i], words[i + 1] = words[i + 1], word
    return [_respelt(w) if len(w) > 4 else w for w in words]


def _is_day(word: str) -> bool:
    return len(word) <= 2 and word.isdigit()


def _respelt(word: str) -> str:
    for pattern, other in _SPELLING:
        word = pattern.sub(other, word)
    return word


def _runs(words: list[str]) -> Iterator[str]:
    for i in range(len(words) - WORDS + 1):
        yield " ".join(words[i : i + WORDS])


def _hash(run: str) -> int:
    return int.from_bytes(hashlib.blake2b(run.encode("utf-8"), digest_size=8).digest()[:_BYTES], "big")
