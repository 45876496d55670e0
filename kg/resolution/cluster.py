"""Clusters under forbidden pairs: transitivity never brings together what was judged different."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Judgements:
    """Judgements in effect: of identity, over pairs of claims or of mentions, and of review, over claims.

    Attributes
    ----------
    same, different, unsure : frozenset of frozenset of str
        Unordered pairs of IRIs. ``different`` binds whole clusters; it wins over ``same``. ``unsure`` keeps the rules
        from joining the pair, and a ``same`` of somebody else's does not.
    accepted, rejected : frozenset of str
        IRIs of claims that a reader held to be read rightly, or wrongly. The view leaves out what was rejected.
    checked : frozenset of (str, str)
        IRI of a claim and the ISO day on which somebody looked for news of its relation and found none.
    """

    same: frozenset[frozenset[str]] = field(default_factory=frozenset)
    different: frozenset[frozenset[str]] = field(default_factory=frozenset)
    unsure: frozenset[frozenset[str]] = field(default_factory=frozenset)
    accepted: frozenset[str] = field(default_factory=frozenset)
    rejected: frozenset[str] = field(default_factory=frozenset)
    checked: frozenset[tuple[str, str]] = field(default_factory=frozenset)

    @classmethod
    def of(
        cls,
        *,
        same: Iterable[tuple[str, str]] = (),
        different: Iterable[tuple[str, str]] = (),
        unsure: Iterable[tuple[str, str]] = (),
        accepted: Iterable[str] = (),
        rejected: Iterable[str] = (),
        checked: Iterable[tuple[str, str]] = (),
    ) -> Judgements:
        """Build from pairs and claims."""
        return cls(
            same=frozenset(map(frozenset, same)),
            different=frozenset(map(frozenset, different)),
            unsure=frozenset(map(frozenset, unsure)),
            accepted=frozenset(accepted),
            rejected=frozenset(rejected),
            checked=frozenset(checked),
        )

    def forbids(self, a: str, b: str) -> bool:
        """Whether two were judged different."""
        return bool(self.different) and frozenset((a, b)) in self.different

    def divides(self, members: Collection[str]) -> bool:
        """Whether any two of many must not be joined by the rules; asks the judgements, not every pair of members."""
        there = members if isinstance(members, (set, frozenset)) else set(members)
        return any(len(p) == 2 and p <= there for judged in (self.different, self.unsure) for p in judged)

    def holds_apart(self, a: str, b: str) -> bool:
        """Whether the rules must not join two of themselves: judged different, or left open."""
        return self.forbids(a, b) or (bool(self.unsure) and frozenset((a, b)) in self.unsure)


def cluster(
    groups: Iterable[Iterable[str]],
    edges: Iterable[tuple[tuple[float, ...], str, str]],
    forbidden: Callable[[str, str], bool],
) -> list[tuple[str, ...]]:
    """Join groups along edges, strongest first, refusing every join that brings a forbidden pair together.

    Parameters
    ----------
    groups : iterable of iterable of str
        What is already together; disjoint.
    edges : iterable of (rank, str, str)
        Lower rank is stronger; ties are broken by the names, so the order given does not matter.
    forbidden : callable
        Whether two members must not be together.

    Returns
    -------
    list of tuple of str
        Members sorted, clusters sorted.

    Examples
    --------
    >>> cluster([["a"], ["b"], ["c"]], [((1,), "a", "c"), ((2,), "b", "c")], lambda x, y: {x, y} == {"a", "b"})
    [('a', 'c'), ('b',)]
    """
    members: dict[str, list[str]] = {}
    home: dict[str, str] = {}
    for group in groups:
        names = sorted(group)
        members[names[0]] = names
        home.update(dict.fromkeys(names, names[0]))
    for _, first, second in sorted((rank, min(a, b), max(a, b)) for rank, a, b in edges):
        one, two = min(home[first], home[second]), max(home[first], home[second])
        if one == two or any(forbidden(a, b) for a in members[one] for b in members[two]):
            continue
        for name in members[two]:
            home[name] = one
        members[one] += members.pop(two)
    return sorted(tuple(sorted(names)) for names in members.values())


def join_judged(groups: Sequence[Sequence[str]], judgements: Judgements) -> list[tuple[str, ...]]:
    """Join the groups that a judgement calls the same."""
    present = {name for group in groups for name in group}
    pairs = [(min(p), max(p)) for p in judgements.same if len(p) == 2 and p <= present]
    edges: list[tuple[tuple[float, ...], str, str]] = [((0.0,), a, b) for a, b in pairs]
    if not edges:
        return sorted(tuple(sorted(g)) for g in groups)
    return cluster(groups, edges, judgements.forbids)
