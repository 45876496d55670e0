"""Printings of one text: which pairs of documents are, and which clusters they make without bridges by digests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.resolution.overlaps import Overlap, Overlaps, days_between
from kg.resolution.publication import Publication, Voices

NEAR = 0.5
"""Share of the shorter text in the longer one from which the two are near-duplicates."""
NEAR_SHORT = 0.8
"""The same for texts of fewer than :data:`SHORT` runs of words: two captions of one scene share set phrases."""
SHORT = 40
LEAST = 8
"""Hashes that two sketches have to share; of fewer, nothing is said."""
NEAR_DAYS = 30
"""Days within which a text is syndicated; a whole text counts as copied whenever it appears again."""
WHOLE = 0.9
CREDITED, CREDITED_DAYS = 0.2, 4
"""Share and days that do where both are credited to one source."""
INPUTS = 0.35
"""The same where a text only says that some source's material went into it."""
SAME_ADDRESS = 0.3
"""The same where both give one address."""
RELATED = 0.2
"""Share below which two texts have nothing to do with each other."""
SWALLOWED = 0.2
"""Likeness below which a later, much longer page that holds a text is no printing of it: it only repeats it."""


Edges = Mapping[frozenset[str], Overlap]
"""Pairs of documents that print one text."""


def find_printings(
    overlaps: Overlaps, pubs: Mapping[str, Publication], voices: Voices
) -> dict[frozenset[str], Overlap]:
    """Return the pairs of documents that print one text."""
    found: dict[frozenset[str], Overlap] = {}
    for overlap in overlaps.pairs.values():
        a, b = pubs[overlap.first], pubs[overlap.second]
        gap = days_between(a.recorded, b.recorded)
        same_address = a.url and b.url and _address(a.url) == _address(b.url) and overlap.share >= SAME_ADDRESS
        if same_address or _is_near(overlap, gap) or _is_credited(overlap, gap, voices):
            found[frozenset((a.iri, b.iri))] = overlap
    return found


def _is_near(overlap: Overlap, gap: int | None) -> bool:
    if overlap.shared < LEAST or overlap.share < (NEAR_SHORT if overlap.shorter < SHORT else NEAR):
        return False
    return gap is None or gap <= NEAR_DAYS or overlap.share >= WHOLE


def _is_credited(overlap: Overlap, gap: int | None, voices: Voices) -> bool:
    if gap is not None and gap > CREDITED_DAYS:
        return False
    one, two = overlap.first, overlap.second
    if voices.of(one) == voices.of(two) and (one in voices.credited or two in voices.credited):
        return overlap.share >= CREDITED
    drawn = voices.inputs.get(one) in (voices.of(two), voices.inputs.get(two)) and one in voices.inputs
    drawn = drawn or (two in voices.inputs and voices.inputs[two] == voices.of(one))
    return drawn and overlap.share >= INPUTS


def _address(url: str) -> str:
    """Return an address without scheme, ``www.``, query, fragment and last slash; that of a front page is nobody's."""
    bare = url.split("://", 1)[-1].split("#")[0].split("?")[0].lower().removeprefix("www.").rstrip("/")
    return bare if "/" in bare else url


def cluster_printings(
    pubs: Sequence[Publication], edges: Edges, overlaps: Overlaps, voices: Voices
) -> tuple[list[list[Publication]], dict[str, set[str]]]:
    """Join along edges, most alike first; return the clusters, and what each digest repeats by IRI."""
    by_iri = {p.iri: p for p in pubs}
    home = {p.iri: p.iri for p in pubs}
    members: dict[str, list[str]] = {p.iri: [p.iri] for p in pubs}
    bridges: list[Overlap] = []
    for overlap in sorted(edges.values(), key=lambda o: (-o.alike, -o.share, o.first, o.second)):
        one, two = sorted((home[overlap.first], home[overlap.second]))
        if one == two:
            continue
        if _is_swallowed(overlap, by_iri, voices) or not _may_join(
            members[one], members[two], by_iri, edges, overlaps, voices
        ):
            bridges.append(overlap)
            continue
        for iri in members[two]:
            home[iri] = one
        members[one] += members.pop(two)
    repeated: dict[str, set[str]] = defaultdict(set)
    for overlap in bridges:
        if home[overlap.first] != home[overlap.second]:
            repeated[overlap.longer] |= {overlap.first, overlap.second} - {overlap.longer}
    groups = []
    for group in members.values():
        digests = [iri for iri in group if iri in repeated]
        rest = [iri for iri in group if iri not in repeated]
        for iri in digests:
            repeated[iri] |= {o for o in rest if frozenset((iri, o)) in edges}
        groups += [rest, *_connected(digests, edges)] if rest else [group]
    return [[by_iri[i] for i in sorted(g)] for g in groups if g], repeated


def _is_swallowed(overlap: Overlap, pubs: Mapping[str, Publication], voices: Voices) -> bool:
    """Whether the longer of two pages is later and mostly about something else than the text that it holds."""
    longer, shorter = overlap.longer, overlap.other(overlap.longer)
    later = pubs[longer].recorded > pubs[shorter].recorded
    return later and overlap.alike < SWALLOWED and voices.of(longer) != voices.of(shorter)


def _may_join(
    one: Sequence[str],
    two: Sequence[str],
    pubs: Mapping[str, Publication],
    edges: Edges,
    overlaps: Overlaps,
    voices: Voices,
) -> bool:
    """Whether two clusters print one text: what they have no words in common for must come from one of their members.

    Two printings without a common word (the first half and the second) are parts of one text where a third that holds
    both is earlier than they, or is no later and most of the other printings agree.
    """
    apart = [(a, b) for a in one for b in two if not _related(a, b, overlaps, voices)]
    if not apart:
        return True
    earlier = True
    for a, b in apart:
        day = min(pubs[a].recorded, pubs[b].recorded)
        holders = [pubs[m].recorded for m in (*one, *two) if frozenset((a, m)) in edges and frozenset((b, m)) in edges]
        if not holders or min(holders) > day:
            return False
        earlier = earlier and min(holders) < day
    return earlier or 2 * len(apart) < len(one) * len(two)


def _related(a: str, b: str, overlaps: Overlaps, voices: Voices) -> bool:
    overlap = overlaps.pairs.get(frozenset((a, b)))
    return (overlap is not None and overlap.share >= RELATED) or voices.of(a) == voices.of(b)


def _connected(names: Sequence[str], edges: Edges) -> list[list[str]]:
    """Return the groups of names that edges among them connect."""
    groups: list[list[str]] = []
    for name in sorted(names):
        touching = [g for g in groups if any(frozenset((name, other)) in edges for other in g)]
        groups = [g for g in groups if g not in touching]
        groups.append([name, *(n for g in touching for n in g)])
    return groups
