"""The ledger of judgements: what people decided about identity and about readings, and what of it is in effect.

A judgement names claims or mentions. Their identifiers change when a document is read again and other sentences are
taken as evidence, so each line also keeps the document and the quote (of a mention, the name), by which the judgement
finds its claim again. What is not on file is dormant: it waits, and is in effect again when its document comes back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import LedgerError, UnknownTermError
from kg.namespaces import ID, expand
from kg.resolution.claim import Claim
from kg.resolution.cluster import Judgements
from kg.resolution.journal import Journal
from kg.resolution.names import person_key, tokens

VERDICTS = ("same", "different", "unsure", "accepted", "rejected", "checked", "undo")
"""What a line can say.

``accepted`` and ``rejected`` are of one claim; ``checked`` says that somebody looked for news of a claim's relation on
the day of the line and found none; ``undo`` is of the line that ``a`` numbers.
"""

ABOUT = ("relation", "actor", "claim", "line")
COLUMNS = ("verdict", "about", "a", "b", "doc_a", "doc_b", "quote_a", "quote_b", "why")

SAME_QUOTE = 0.6
"""Share of the shorter quote's words that the other must hold for the two to be the same place of a document."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim or mention as a ledger line names it: identifier, document, and the words to find it by."""

    iri: str
    doc: str
    quote: str


@dataclass(frozen=True, slots=True)
class Line:
    """One judgement of the ledger; ``a`` and ``b`` as it was written, ``b`` None for a judgement of one claim."""

    number: int
    at: str
    by: str
    verdict: str
    about: str
    a: Judged
    b: Judged | None
    why: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What of a ledger is in effect over a set of claims.

    Attributes
    ----------
    judgements : Judgements
        Over the claims and mentions that are on file.
    numbers : mapping of frozenset of str to int
        The line in effect for a pair of IRIs, or for one claim.
    found_again : mapping of int to tuple of str
        Lines whose claim or mention bears another identifier now, with what they go by today.
    dormant : mapping of int to str
        Lines that find nothing on file, or more than one thing, and why.
    undone : mapping of int to int
        Lines without effect, with the line that undid or replaced them.
    """

    judgements: Judgements
    numbers: Mapping[frozenset[str], int] = field(default_factory=dict)
    found_again: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    dormant: Mapping[int, str] = field(default_factory=dict)
    undone: Mapping[int, int] = field(default_factory=dict)


class Ledger:
    """``ledger/judgements.csv`` of a workspace.

    Parameters
    ----------
    folder : Path
        The workspace's ledger folder.
    """

    def __init__(self, folder: Path) -> None:
        self.journal = Journal(folder / "judgements.csv", COLUMNS)

    def lines(self, *, at: str | None = None) -> tuple[Line, ...]:
        """Return the ledger as it stood at the end of a day; all of it without one.

        Raises
        ------
        LedgerError
            If the file is damaged or holds a verdict that this version does not know.
        """
        found = []
        for row in self.journal.rows():
            if at is not None and row["at"][:10] > at:
                continue
            for value, known in ((row["verdict"], VERDICTS), (row["about"], ABOUT)):
                if value not in known:
                    raise LedgerError(
                        f"{self.journal.path}, entry {row['n']}: {value!r} is unknown.",
                        hint=f"Known: {', '.join(known)}.",
                    )
            a, b = (Judged(_iri(row[f"{x}"]), _iri(row[f"doc_{x}"]), row[f"quote_{x}"]) for x in ("a", "b"))
            found.append(
                Line(
                    int(row["n"]),
                    row["at"],
                    row["by"],
                    row["verdict"],
                    row["about"],
                    a,
                    b if b.iri else None,
                    row["why"],
                )
            )
        return tuple(found)

    def add(
        self,
        verdict: str,
        about: str,
        pairs: Sequence[tuple[Judged, Judged | None]],
        *,
        why: str,
        by: str | None = None,
        at: str | None = None,
    ) -> tuple[int, ...]:
        """Write judgements, all of one verdict, and return their numbers; nothing is checked against the graph here.

        Raises
        ------
        UnknownTermError
            If the verdict is none of :data:`VERDICTS`.
        LedgerError
            If there is no reason: a judgement that nobody can follow is worth nothing later.
        """
        if verdict not in VERDICTS:
            raise UnknownTermError(verdict, scheme="the ledger's verdicts", known=VERDICTS)
        if not why.strip():
            raise LedgerError("A judgement needs a reason.", hint='Give it with --why "…".')
        rows = []
        for a, b in pairs:
            row = {
                "verdict": verdict,
                "about": about,
                "a": _name(a.iri),
                "doc_a": _name(a.doc),
                "quote_a": a.quote,
                "why": why,
            }
            if b is not None:
                row |= {"b": _name(b.iri), "doc_b": _name(b.doc), "quote_b": b.quote}
            rows.append(row)
        return self.journal.append(rows, by=by, at=at)

    def undo(self, number: int, *, why: str, by: str | None = None, at: str | None = None) -> int:
        """Take a line out of effect; undoing an undo puts it back.

        Raises
        ------
        LedgerError
            If there is no such line, or it is undone already.
        """
        lines = self.lines()
        if not 1 <= number <= len(lines):
            raise LedgerError(
                f"The ledger has no line {number}.", hint=f"It has {len(lines)}; `kg review log` lists them."
            )
        gone = _undone(lines)
        if number in gone:
            raise LedgerError(
                f"Line {number} is undone by line {gone[number]} already.", hint="Undo that line to restore it."
            )
        return self.add("undo", "line", [(Judged(str(number), "", ""), None)], why=why, by=by, at=at)[0]


def _iri(name: str) -> str:
    return expand(name) if name and not name.isdigit() else name


def _name(iri: str) -> str:
    return iri.removeprefix(ID)


def _undone(lines: Iterable[Line]) -> dict[int, int]:
    """Return the lines without effect, each with the undo that hit it.

    An undo can only name an earlier line, so going backwards it is known of each undo whether it was itself undone.
    """
    gone: dict[int, int] = {}
    for line in sorted(lines, key=lambda x: -x.number):
        if line.verdict == "undo" and line.number not in gone:
            gone[int(line.a.iri)] = line.number
    return gone


def judged_claim(claim: Claim) -> Judged:
    """Return a claim as a ledger line names it; a curated one, which has no quote, by the name of its record."""
    quote = next((e.quote for e in claim.record.evidence if e.quote), claim.curated or "")
    return Judged(claim.iri, claim.doc, quote)


def judged_mention(claim: Claim, label: str) -> Judged:
    """Return a claim's mention of an actor as a ledger line names it."""
    return Judged(claim.mention(label), claim.doc, label)


def in_effect(lines: Sequence[Line], claims: Iterable[Claim]) -> Effect:
    """Return what a ledger says of the claims on file.

    Parameters
    ----------
    lines : sequence of Line
        In the order of the ledger: of two judgements on one pair the later one counts.
    claims : iterable of Claim
        All that is on file.
    """
    undone = _undone(lines)
    finder = _Finder(claims)
    latest: dict[frozenset[str], Line] = {}
    again: dict[int, tuple[str, ...]] = {}
    dormant: dict[int, str] = {}
    checked: list[tuple[str, str]] = []
    for line in lines:
        if line.number in undone or line.verdict == "undo":
            continue
        named = [x for x in (line.a, line.b) if x is not None]
        found = [finder.find(x, line.about) for x in named]
        missing = [f"{_name(x.iri)}: {why}" for x, (iri, why) in zip(named, found, strict=True) if iri is None]
        if missing:
            dormant[line.number] = "; ".join(missing)
            continue
        today = tuple(str(iri) for iri, _ in found)
        if today != tuple(x.iri for x in named):
            again[line.number] = today
        if line.verdict == "checked":
            checked.append((today[0], line.at[:10]))
            continue
        key = frozenset(today)
        if line.b is not None and len(key) == 1:
            dormant[line.number] = "both are one claim or mention now"
            continue
        if key in latest:
            undone[latest[key].number] = line.number
        latest[key] = line
    pairs: dict[str, list[tuple[str, str]]] = defaultdict(list)
    single: dict[str, list[str]] = defaultdict(list)
    for key, line in latest.items():
        if line.b is None:
            single[line.verdict] += key
        else:
            pairs[line.verdict].append((min(key), max(key)))
    judgements = Judgements.of(
        same=pairs["same"],
        different=pairs["different"],
        unsure=pairs["unsure"],
        accepted=single["accepted"],
        rejected=single["rejected"],
        checked=checked,
    )
    return Effect(judgements, {key: line.number for key, line in latest.items()}, again, dormant, undone)


class _Finder:
    """Finds what a ledger line names among the claims on file."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self.claims: dict[str, Claim] = {}
        self.by_doc: dict[str, list[Claim]] = defaultdict(list)
        self.mentions: dict[str, dict[str, str]] = defaultdict(dict)
        for claim in claims:
            self.claims[claim.iri] = claim
            self.by_doc[claim.doc].append(claim)
            for p in claim.record.participants:
                if p.id is None:
                    self.mentions[claim.doc][claim.mention(p.label)] = p.label

    def find(self, wanted: Judged, about: str) -> tuple[str | None, str]:
        """Return the IRI of today, or None and why."""
        if wanted.doc not in self.by_doc:
            return None, "its document is not on file"
        if about == "actor":
            return self._mention(wanted)
        if wanted.iri in self.claims:
            return wanted.iri, ""
        scored = [(_likeness(wanted.quote, claim), claim.iri) for claim in self.by_doc[wanted.doc]]
        best = max((score for score, _ in scored), default=0.0)
        near = [iri for score, iri in scored if score == best]
        if best < SAME_QUOTE:
            return None, "no claim of its document rests on that sentence any more"
        if len(near) > 1:
            return None, f"{len(near)} claims of its document rest on that sentence now"
        return near[0], ""

    def _mention(self, wanted: Judged) -> tuple[str | None, str]:
        there = self.mentions[wanted.doc]
        if wanted.iri in there:
            return wanted.iri, ""
        key = set(person_key(wanted.quote))
        near = [iri for iri, label in sorted(there.items()) if key and _one_name(key, set(person_key(label)))]
        if len(near) == 1:
            return near[0], ""
        return (
            None,
            "its document names nobody like that any more" if not near else "its document names several like that",
        )


def _one_name(a: set[str], b: set[str]) -> bool:
    return bool(b) and (a <= b or b <= a)


def _likeness(quote: str, claim: Claim) -> float:
    """Return the largest share of words that a quote and one of a claim's quotes have in common, 0 to 1."""
    if claim.curated is not None and quote == claim.curated:
        return 1.0
    wanted = set(tokens(quote))
    shares = [0.0]
    for ev in claim.record.evidence:
        there = set(tokens(ev.quote))
        if wanted and there:
            shares.append(len(wanted & there) / min(len(wanted), len(there)))
    return max(shares)
