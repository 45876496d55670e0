"""What a change of the documents would do to the relations, tried out on a copy in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kg.graph import OxigraphStore
from kg.graph.summary import Summary, summarise
from kg.namespaces import ID
from kg.pipeline.build import commit

if TYPE_CHECKING:
    from kg.graph import Quad
    from kg.registry import Registry
    from kg.settings import Workspace


@dataclass(frozen=True, kw_only=True)
class Effects:
    """What would change; identifiers are local names, as people type them.

    Attributes
    ----------
    documents : tuple of str
        Documents whose graph would change or go.
    claims : int
        Claims that would no longer count.
    lost : tuple of dict
        Relations that lose all support: ``id``, ``title``.
    kept : tuple of dict
        Relations that lose some and keep some: ``id``, ``title``, ``documents`` that still support them.
    renamed : tuple of dict
        Relations that stay under another name: ``id``, ``now`` (several where it falls apart).
    changed : tuple of dict
        Chosen values and statuses that change: ``id``, ``title``, ``what``, ``before``, ``after``.
    """

    documents: tuple[str, ...]
    claims: int
    lost: tuple[dict[str, Any], ...]
    kept: tuple[dict[str, Any], ...]
    renamed: tuple[dict[str, Any], ...]
    changed: tuple[dict[str, Any], ...]

    def to_json(self) -> dict[str, Any]:
        """Return the effects as JSON takes them."""
        return asdict(self)


def effects(
    workspace: Workspace,
    store: OxigraphStore,
    changes: Mapping[str, Iterable[Quad] | None],
    *,
    registry: Registry | None = None,
) -> Effects:
    """Return what putting changes into a store would do; the store is left as it is.

    Parameters
    ----------
    changes : mapping of str to iterable of Quad or None
        As :func:`kg.pipeline.build.commit` takes them.
    """
    trial = OxigraphStore()
    trial.replace({d: store.quads(d) for d in store.documents()}, view=store.quads())
    before = summarise(trial)
    if changes:
        commit(workspace, trial, changes, registry=registry)
    after = summarise(trial)
    home = {claim: iri for iri, relation in after.items() for claim in relation.claims}
    lost, kept, renamed, changed, gone = [], [], [], [], 0
    for iri, relation in before.items():
        left = [c for c in relation.claims if c in home]
        gone += len(relation.claims) - len(left)
        now = sorted({home[c] for c in left})
        about = {"id": iri.removeprefix(ID), "title": relation.title}
        if not now:
            lost.append(about)
            continue
        if len(left) < len(relation.claims):
            documents = sorted({d.removeprefix(ID) for n in now for d in after[n].documents})
            kept.append(about | {"documents": documents})
        if now != [iri]:
            renamed.append({"id": about["id"], "now": [n.removeprefix(ID) for n in now]})
        changed += [about | c for n in now for c in _differences(relation, after[n])]
    return Effects(
        documents=tuple(sorted(d.removeprefix(ID) for d in changes)),
        claims=gone,
        lost=tuple(lost),
        kept=tuple(kept),
        renamed=tuple(renamed),
        changed=tuple(changed),
    )


def _differences(before: Summary, after: Summary) -> Iterable[dict[str, str]]:
    """Yield the slots whose chosen values differ, and the status where it does."""
    values: dict[str, list[set[str]]] = defaultdict(lambda: [set(), set()])
    for side, relation in enumerate((before, after)):
        for slot, value in relation.chosen:
            values[slot][side].add(value)
    for slot, (old, new) in sorted(values.items()):
        if old != new:
            yield {"what": slot, "before": ", ".join(sorted(old)), "after": ", ".join(sorted(new))}
    if before.status != after.status:
        yield {"what": "status", "before": "; ".join(before.status), "after": "; ".join(after.status)}
