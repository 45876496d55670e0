"""Every optional field of the contract, made by hypothesis: by the tables of terms, and against them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from kg.graph.fields import ITEM, PARTICIPANT, RECORD, STAGE, Group, Leaf, Table
from kg.model.record import freeze
from kg.ontology import ontology

words = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)
keys = st.from_regex(r"[A-Z]{3}(-[A-Z]{2,4})?", fullmatch=True)
dates = st.one_of(
    st.dates().map(lambda d: f"{d.year:04}-{d.month:02}-{d.day:02}"),
    st.dates().map(lambda d: f"{d.year:04}-{d.month:02}"),
    st.dates().map(lambda d: f"{d.year:04}"),
)
numbers = st.one_of(st.integers(-(10**6), 10**13), st.floats(0, 10**9, allow_nan=False))
json_values = st.recursive(
    st.one_of(words, st.booleans(), st.integers(-9, 9), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(words, inner, max_size=2)),
    max_leaves=4,
)


fiscal_years = st.from_regex(r"[A-Z]{2,3}-[0-9]{4}", fullmatch=True)


def leaf(field: Leaf) -> st.SearchStrategy[Any]:
    """Values that the contract allows in one field."""
    if field.name == "fiscal_year":
        return fiscal_years
    if field.form in ("concept", "open"):
        listed = st.sampled_from(sorted(ontology().schemes[field.scheme]))
        return listed if field.form == "concept" else listed | words
    return {
        "text": words, "number": numbers, "flag": st.booleans(), "date": dates, "key": keys | words,
        "actor": keys | words, "edition": words | numbers,
    }[field.form]  # fmt: skip


def group(field: Group) -> st.SearchStrategy[Any]:
    """Objects, or lists of them, that the contract allows in one field."""
    if not field.leaves[0].name:
        return st.lists(leaf(field.leaves[0]), min_size=1, max_size=3)
    inner = {f.name: leaf(f) for f in field.leaves} | {g.name: group(g) for g in field.groups}
    made = st.fixed_dictionaries({}, optional=inner)
    return st.lists(made, min_size=1, max_size=2) if field.many else made


def allowed(table: Table) -> st.SearchStrategy[dict[str, Any]]:
    """Everything that may stand in the ``extra`` of one kind of part."""
    single = {f.name: leaf(f) for f in table.leaves}
    several = {g.name: group(g) for g in table.groups}
    both = {name: single[name] | several[name] for name in single.keys() & several.keys()}
    return st.fixed_dictionaries({}, optional=single | several | both)


def extras(table: Table) -> st.SearchStrategy[tuple[tuple[str, Any], ...]]:
    """Optional fields as a record has them; now and then one of a shape, or of a name, that the contract lacks."""
    names = [f.name for f in table.leaves] + [g.name for g in table.groups] + ["unheard-of"]
    names = [n for n in names if n != "fiscal_year"]  # identity reads it, and trusts the contract's pattern
    odd = st.dictionaries(st.sampled_from(names), json_values, max_size=1)
    return st.tuples(allowed(table), odd).map(lambda t: tuple((k, freeze(v)) for k, v in {**t[0], **t[1]}.items()))


participants, stages, items, records = (extras(t) for t in (PARTICIPANT, STAGE, ITEM, RECORD))
