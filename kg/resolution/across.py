"""Joining clusters whose accounts name different participants: meetings, exercises, incidents, statements.

One paper names the hosts of an exercise, another all who came; one names a grouping, another its members. So clusters
of blocks whose actors overlap are compared once more, by day, name and actors. A cluster that is dated to the month or
the year joins only if just one dated cluster fits; what fits several becomes a candidate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.resolution.cluster import Judgements, cluster
from kg.resolution.facts import Facts, Slot
from kg.resolution.known import Known
from kg.resolution.names import similar, tokens

KINDS = frozenset({"engagement", "incident", "stance", "agreement"})
TOLERANCE_DAYS = 1
"""How far apart two days of accounts with the same actors may lie: papers across time zones differ by one."""

_WHEN = {"engagement": "when", "incident": "occurred", "stance": "stated", "agreement": "signed"}
_OPEN_TYPES = frozenset({"other", ""})


@dataclass(frozen=True, slots=True)
class Bundle:
    """A cluster as this pass sees it.

    Attributes
    ----------
    when : Slot or None
        Hull of the dated key stages; None where nothing is dated.
    actors : frozenset of str
        Polities, and groupings with their members.
    groupings : frozenset of str
        Groupings among them.
    sides : tuple of frozenset of str
        Initiators and targets of an incident, actors and targets of a stance; both empty else.
    names : tuple of str
        Proper names.
    """

    facts: tuple[Facts, ...]
    kind: str
    type: str
    when: Slot | None
    actors: frozenset[str]
    groupings: frozenset[str]
    sides: tuple[frozenset[str], frozenset[str]]
    names: tuple[str, ...]


_ROLES = {"incident": ("initiator", "target"), "stance": ("actor", "target")}


def bundle(facts: Sequence[Facts], known: Known) -> Bundle:
    """Return a cluster ready for comparison."""
    record = facts[0].record
    slots = [s for f in facts if (s := f.slots.get(_WHEN.get(record.kind, ""))) and s.dated]
    finest = min((s.precision for s in slots), default=3)
    best = [s for s in slots if s.precision == finest]
    when = Slot(min(s.earliest for s in best), max(s.latest for s in best), finest) if best else None
    sides: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    if record.kind in _ROLES:
        one, two = (_polities(facts, known, (role,)) for role in _ROLES[record.kind])
        sides = (one, two)
    return Bundle(
        tuple(facts),
        record.kind,
        next((f.record.type for f in facts if f.record.type and f.record.type != "other"), "other"),
        when,
        _polities(facts, known, None),
        frozenset(p.id for f in facts for p in f.record.participants if p.id and p.id in known.members),
        sides,
        tuple(sorted({f.record.name for f in facts if f.record.name})),
    )


def _polities(facts: Sequence[Facts], known: Known, roles: tuple[str, ...] | None) -> frozenset[str]:
    found: set[str] = set()
    for f in facts:
        for p in f.record.participants:
            if p.kind == "person" or (roles and p.role not in roles) or p.role in ("mediator", "quoted"):
                continue
            key = p.id or ""
            if key:
                found.add(known.polity(key))
                found |= known.members.get(key, frozenset())
    return frozenset(found)


def keys(b: Bundle) -> Iterator[tuple[str, ...]]:
    """Yield the keys under which a dated bundle meets others: kind, actor, month."""
    if b.when is None or b.kind not in KINDS or (b.when.precision > 1 and not b.names):
        return
    first, last = b.when.earliest[:7], b.when.latest[:7]
    months = {first, last}
    if b.when.precision == 2:
        months = {f"{first[:4]}-{m:02d}" for m in range(1, 13)}
    for actor in b.actors:
        for month in months:
            yield (b.kind, actor, month)


def may_be_one(a: Bundle, b: Bundle, judgements: Judgements) -> str | None:
    """Return why two bundles are one, ``?`` first where that needs that nothing else fits; None where they are not."""
    if a.kind != b.kind or a.when is None or b.when is None or not _types(a, b):
        return None
    if _held_apart(a, b, judgements):
        return None
    precision = max(a.when.precision, b.when.precision)
    alike = a.actors == b.actors or bool(a.groupings and a.groupings == b.groupings)
    if a.when.gap(b.when) > (TOLERANCE_DAYS if precision == 0 and alike else 0):
        return None
    if a.kind == "engagement" and a.type != "summit" and _strangers(a, b):
        return None
    if a.kind == "incident" and _tellers(a) and _tellers(b) and not _tellers(a) & _tellers(b):
        return None  # each side's own version stays its own account
    named = _names(a, b)
    if named is False or not _actors(a, b, named=bool(named)):
        return None
    if precision == 0 or (named and precision == 1):
        return "the same day and actors" if precision == 0 else "the same name and month"
    if precision == 1:
        return "?the same month and actors" if alike or a.kind in _ROLES or a.type == "exercise" else None
    return "?the same name and year" if named else None


def _strangers(a: Bundle, b: Bundle) -> bool:
    """Whether both name people, and nobody in common."""
    one, two = (frozenset().union(*(f.people for f in x.facts)) for x in (a, b))
    return bool(one and two and not one & two)


def _tellers(b: Bundle) -> set[str]:
    return {f.record.attribution for f in b.facts if f.record.attribution}


def _types(a: Bundle, b: Bundle) -> bool:
    if a.kind == "agreement":
        return a.type in _OPEN_TYPES or b.type in _OPEN_TYPES
    return a.type == b.type or (a.kind == "incident" and (a.type in _OPEN_TYPES or b.type in _OPEN_TYPES))


def _names(a: Bundle, b: Bundle) -> bool | None:
    """Whether proper names agree; None where either has none."""
    if not a.names or not b.names:
        return None
    return any(similar(_series(x), _series(y)) for x in a.names for y in b.names)


def _series(name: str) -> str:
    """Return a name without its year: the edition follows from the date."""
    return " ".join(t for t in tokens(name) if not (t.isdigit() and len(t) == 4)) or name


def _actors(a: Bundle, b: Bundle, *, named: bool) -> bool:
    small, large = sorted((a.actors, b.actors), key=len)
    if a.kind in _ROLES:
        return _sides(a, b)
    if not small:
        return False
    if a.kind == "agreement":
        return a.actors == b.actors
    if small <= large:
        return len(small) > 1 or named or len(large) == 1
    return named and bool(small & large)


def _sides(a: Bundle, b: Bundle) -> bool:
    """Whether the acting side is the same and the other does not contradict it."""
    if not a.sides[0] or not b.sides[0] or not (a.sides[0] <= b.sides[0] or b.sides[0] <= a.sides[0]):
        return False
    one, two = a.sides[1], b.sides[1]
    if not one or not two:
        return not one and not two
    return one <= two or two <= one


def join_across(
    clusters: Sequence[Sequence[Facts]], known: Known, judgements: Judgements
) -> tuple[list[list[Facts]], list[tuple[Facts, Facts, str]]]:
    """Join clusters of different blocks.

    Returns
    -------
    clusters : list of list of Facts
    candidates : list of (Facts, Facts, str)
        A claim of each of two clusters that may be one, and why.
    """
    bundles = [bundle(c, known) for c in clusters]
    table: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, b in enumerate(bundles):
        for key in sorted(set(keys(b))):
            table[key].append(index)
    pairs = sorted({(i, j) for members in table.values() for n, i in enumerate(members) for j in members[n + 1 :]})
    sure: list[tuple[int, int]] = []
    open_: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for i, j in pairs:
        why = may_be_one(bundles[i], bundles[j], judgements)
        if why is None:
            continue
        if not why.startswith("?"):
            sure.append((i, j))
            continue
        coarse, fine = sorted((i, j), key=lambda n: (-_precision(bundles[n]), n))
        open_[coarse].append((fine, why[1:]))
    return _merged(bundles, sure, open_, judgements)


def _precision(b: Bundle) -> int:
    return b.when.precision if b.when else 3


def _merged(
    bundles: Sequence[Bundle],
    sure: Sequence[tuple[int, int]],
    open_: Mapping[int, Sequence[tuple[int, str]]],
    judgements: Judgements,
) -> tuple[list[list[Facts]], list[tuple[Facts, Facts, str]]]:
    """Join what is surely one, then what fits one cluster alone; nothing brings a forbidden pair together."""
    names = [b.facts[0].iri for b in bundles]
    by_name = dict(zip(names, bundles, strict=True))

    def forbidden(x: str, y: str) -> bool:
        return _held_apart(by_name[x], by_name[y], judgements)

    edges = [((float(_day_gap(bundles[i], bundles[j])),), names[i], names[j]) for i, j in sure]
    groups = cluster([[n] for n in names], edges, forbidden)
    home = {n: number for number, group in enumerate(groups) for n in group}
    alone: list[tuple[tuple[float, ...], str, str]] = []
    for coarse in sorted(open_):
        targets = {home[names[t]] for t, _ in open_[coarse]} - {home[names[coarse]]}
        if len(targets) == 1:
            alone.append(((0.0,), names[coarse], names[open_[coarse][0][0]]))
    if alone:
        groups = cluster(groups, alone, forbidden)
        home = {n: number for number, group in enumerate(groups) for n in group}
    near = [(i, j, "the same day and actors, told apart by one document or a judgement") for i, j in sure]
    near += [(coarse, target, why) for coarse in sorted(open_) for target, why in open_[coarse]]
    left = [(bundles[i].facts[0], bundles[j].facts[0], why) for i, j, why in near if home[names[i]] != home[names[j]]]
    return [[f for n in group for f in by_name[n].facts] for group in groups], left


def _held_apart(a: Bundle, b: Bundle, judgements: Judgements) -> bool:
    """Whether a judgement holds two bundles apart, or one document tells of both: its records are different things."""
    if {f.claim.doc for f in a.facts} & {f.claim.doc for f in b.facts}:
        return True
    return any(judgements.holds_apart(x.iri, y.iri) for x in a.facts for y in b.facts)


def _day_gap(a: Bundle, b: Bundle) -> int:
    return a.when.gap(b.when) if a.when and b.when else 9999
