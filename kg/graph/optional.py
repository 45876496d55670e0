"""Optional fields to RDF and back, by the table of :mod:`kg.graph.fields`; the rest stays one JSON literal."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.errors import InvalidDateError
from kg.graph.fields import Group, Leaf, Table
from kg.graph.nodes import Node
from kg.graph.terms import TYPE, Emit, Object, boolean, concept, ips, ipsid, partial, xsd
from kg.model import PartialDate
from kg.model.extra import Extra, FrozenMap, freeze, thaw
from kg.namespaces import ID, IPSC
from kg.ontology import ontology

KEY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
"""What can be typed as a local name."""

_REGISTRY_KEY = re.compile(r"[A-Z][A-Z0-9]+(?:-[A-Z0-9]+)*")
_CONTEXT = 10**17
"""Beyond this, stores round decimals."""

Triple = tuple[NamedNode, NamedNode, Object]


class Unfit(Exception):
    """The value is not what the contract allows here; it never leaves this module."""


def leaf_term(leaf: Leaf, value: Any) -> tuple[NamedNode, Object]:
    """Return the property and the object that hold a value.

    Raises
    ------
    Unfit
        If the value is not of the leaf's form.
    """
    form = leaf.form
    if form == "number":
        return ips[leaf.term], _decimal(value)
    if form == "edition" and not isinstance(value, str):
        return ips[leaf.other], _decimal(value)
    if form == "flag" and isinstance(value, bool):
        return ips[leaf.term], boolean(value)
    if not isinstance(value, str):
        raise Unfit
    if form in ("text", "edition"):
        return ips[leaf.term], Literal(value)
    if form == "date":
        return ips[leaf.term], _date(value)
    if form in ("concept", "open") and value in ontology().schemes[leaf.scheme]:
        return ips[leaf.term], concept(leaf.scheme, value)
    if form == "open":
        return ips[leaf.other], Literal(value)
    if form in ("key", "actor"):
        pattern = KEY if form == "key" else _REGISTRY_KEY
        known = pattern.fullmatch(value)
        return (ips[leaf.term], ipsid[value]) if known else (ips[leaf.other], Literal(value))
    raise Unfit


def _decimal(value: Any) -> Literal:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < _CONTEXT:
        raise Unfit
    text = format(Decimal(repr(value)), "f")
    if len(text.partition(".")[2]) > 15:
        raise Unfit
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return Literal("0" if text in ("-0", "") else text, datatype=xsd.decimal)


def _date(value: str) -> Literal:
    try:
        PartialDate.parse(value)
    except InvalidDateError:
        raise Unfit from None
    return partial(value)


def encode_extra(
    emit: Emit, node: NamedNode, extra: Extra, table: Table, part: Callable[[str], NamedNode], claim: NamedNode
) -> list[str]:
    """Emit the optional fields of one node.

    Parameters
    ----------
    part : callable
        Gives the node of a path, such as ``sites/0``.
    claim : NamedNode
        What the new nodes are parts of.

    Returns
    -------
    list of str
        Paths of the nodes made.
    """
    leaves = {leaf.name: leaf for leaf in table.leaves}
    groups = {group.name: group for group in table.groups}
    paths: list[str] = []
    left: dict[str, Any] = {}
    for name, value in extra:
        triples: list[Triple] = []
        made: list[str] = []
        try:
            if name in groups and not (name in leaves and isinstance(value, str)):
                _group(node, groups[name], name, value, part, claim, triples, made)
            else:
                triples.append((node, *leaf_term(leaves[name], value)))
        except (Unfit, KeyError):
            left[name] = thaw(value)
            continue
        for triple in triples:
            emit(*triple)
        paths += made
    if left:
        emit(node, ips.extra, Literal(json.dumps(left, ensure_ascii=False)))
    return paths


def _group(
    holder: NamedNode, group: Group, path: str, value: Any, part: Callable[[str], NamedNode], claim: NamedNode,
    triples: list[Triple], made: list[str],
) -> None:  # fmt: skip
    for place, member in members(group, path, value):
        node = part(place)
        made.append(place)
        triples += [(holder, ips[group.link], node), (node, TYPE, ips[group.cls]), (node, ips.inClaim, claim)]
        for leaf, given in leaf_values(group, member):
            triples.append((node, *leaf_term(leaf, given)))
        for inner, given in group_values(group, member):
            _group(node, inner, f"{place}/{inner.name}", given, part, claim, triples, made)


def members(group: Group, path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the objects of a group with their paths.

    Raises
    ------
    Unfit
        If the value is no list where one is due, an empty one, or the other way round.
    """
    if not group.many:
        yield path, value
        return
    if not isinstance(value, tuple) or not value:
        raise Unfit
    yield from ((f"{path}/{i}", member) for i, member in enumerate(value))


def leaf_values(group: Group, member: Any) -> Iterator[tuple[Leaf, Any]]:
    """Yield the single values of one object of a group; every field must be the contract's."""
    if not group.leaves[0].name:
        yield group.leaves[0], member
        return
    if not isinstance(member, FrozenMap):
        raise Unfit
    known = {leaf.name: leaf for leaf in group.leaves}
    inner = {g.name for g in group.groups}
    for name, value in member.pairs:
        if name in known:
            yield known[name], value
        elif name not in inner:
            raise Unfit


def group_values(group: Group, member: Any) -> Iterator[tuple[Group, Any]]:
    """Yield the objects and lists inside one object of a group."""
    known = {g.name: g for g in group.groups}
    if isinstance(member, FrozenMap):
        yield from ((known[name], value) for name, value in member.pairs if name in known)


def held(extra: Extra, table: Table) -> Iterator[tuple[str, Any]]:
    """Yield the fields that terms hold, and not the ones that stay a JSON literal."""
    leaves = {leaf.name: leaf for leaf in table.leaves}
    groups = {group.name: group for group in table.groups}
    for name, value in extra:
        try:
            if name in groups and not (name in leaves and isinstance(value, str)):
                _check(groups[name], value)
            else:
                leaf_term(leaves[name], value)
        except (Unfit, KeyError):
            continue
        yield name, value


def _check(group: Group, value: Any) -> None:
    for _, member in members(group, "", value):
        for leaf, given in leaf_values(group, member):
            leaf_term(leaf, given)
        for inner, given in group_values(group, member):
            _check(inner, given)


def leaf_terms(extra: Extra, table: Table) -> Iterator[tuple[str, NamedNode, Object]]:
    """Yield name, property and object of the single values that terms hold."""
    leaves = {leaf.name: leaf for leaf in table.leaves}
    for name, value in held(extra, table):
        if name in leaves:
            yield name, *leaf_term(leaves[name], value)


def decode_extra(node: Node, table: Table) -> Extra:
    """Read back what :func:`encode_extra` wrote."""
    found: dict[str, Any] = {}
    for leaf in table.leaves:
        value = _leaf_back(node, leaf)
        if value is not None:
            found[leaf.name] = value
    for group in table.groups:
        value = _group_back(node, group)
        if value is not None:
            found[group.name] = value
    text = node.one("extra")
    if text is not None:
        found |= {k: freeze(v, k) for k, v in json.loads(text).items()}
    return tuple(found.items())


def _leaf_back(node: Node, leaf: Leaf) -> Any:
    value = node.one(leaf.term)
    if value is None:
        other = node.one(leaf.other) if leaf.other else None
        return _number(other) if leaf.form == "edition" and other is not None else other
    if leaf.form == "number":
        return _number(value)
    if leaf.form == "flag":
        return value == "true"
    if leaf.form in ("concept", "open"):
        return value.removeprefix(f"{IPSC}{leaf.scheme}-")
    return value.removeprefix(ID) if leaf.form in ("key", "actor") else value


def _number(text: str) -> float | int:
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else float(value)


def _group_back(node: Node, group: Group) -> Any:
    if group.many:
        found = node.ordered(group.link, "-")
        return tuple(_member_back(n, group) for n in found) if found else None
    only = node.first(group.link)
    return None if only is None else _member_back(only, group)


def _member_back(node: Node, group: Group) -> Any:
    if not group.leaves[0].name:
        return _leaf_back(node, group.leaves[0])
    pairs = [(leaf.name, _leaf_back(node, leaf)) for leaf in group.leaves]
    pairs += [(inner.name, _group_back(node, inner)) for inner in group.groups]
    return freeze(FrozenMap(tuple((k, v) for k, v in pairs if v is not None)), group.name)
