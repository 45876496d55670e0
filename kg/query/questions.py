"""The competency questions, and which library query, verb or analysis answers each.

Words are matched without a model: a question is known by the phrases that people use for it, actors by the registry's
names. What was understood is always shown, so that a wrong guess is seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from kg.errors import QueryError, UnknownIdError, nearest
from kg.query import catalogue
from kg.registry import Registry

LONGEST_NAME = 6
"""How many words of a sentence are tried as one name."""
_SMALL = frozenset(
    "a an and are between by did do does for from has have in is it of on or the to was what which who with".split()
)


@dataclass(frozen=True, slots=True)
class Question:
    """One competency question.

    Attributes
    ----------
    number : str
        ``1`` to ``44``; ``s1`` and on for questions of sets.
    text : str
        As asked.
    query, verb, analysis, notebook : str
        What answers it; empty where that kind of answer does not exist. A query is asked first; a notebook answers
        what is a hypothesis, with its caveats.
    words : tuple of str
        Phrases by which it is recognised.
    needs : str
        What has to be on file before an empty answer means anything.
    reads : mapping of str to str
        Patterns whose first group, in a sentence, is the value of a parameter.
    """

    number: str
    text: str
    query: str
    verb: str
    analysis: str
    notebook: str
    words: tuple[str, ...]
    needs: str
    reads: Mapping[str, str]

    @property
    def answered_by(self) -> str:
        """What to run, such as ``kg query binds``."""
        if self.query:
            return f"kg query {self.query}"
        if self.verb:
            return f"kg {self.verb}"
        return f"kg analyse {self.analysis}" if self.analysis else f"notebooks/{self.notebook}"


@dataclass(frozen=True, slots=True)
class Understood:
    """A sentence, read: which question it is, and the actors in it for the question's first parameters."""

    question: Question
    params: Mapping[str, str]


@cache
def questions() -> tuple[Question, ...]:
    """Return the questions, in their order."""
    rows: list[dict[str, Any]] = yaml.safe_load(files("kg.query").joinpath("questions.yaml").read_text("utf-8"))
    return tuple(
        Question(
            r["number"], r["question"], r.get("query", ""), r.get("verb", ""), r.get("analysis", ""),
            r.get("notebook", ""), tuple(r["words"]), r["needs"], r.get("reads", {}),
        )
        for r in rows
    )  # fmt: skip


def get(name: str) -> Question:
    """Return a question by its number, or by the name of what answers it.

    Raises
    ------
    QueryError
        If there is none; the nearest names are given.
    """
    names = {n: q for q in questions() for n in (q.number, q.query, q.verb, q.analysis, q.notebook) if n}
    for question in questions():
        if name in (question.number, question.query, question.verb, question.analysis) and name:
            return question
    raise QueryError(f"no competency question {name!r}.", hint=nearest(name, names))


def understand(sentence: str, registry: Registry) -> Understood:
    """Return which question a sentence asks, and about whom.

    Parameters
    ----------
    sentence : str
        Such as ``what binds Japan and Bangladesh``.
    registry : Registry
        Whose names and keys are recognised, the longest first.

    Returns
    -------
    Understood
        With the actors in the order of the sentence, given to the query's actor parameters in theirs.

    Raises
    ------
    QueryError
        If no question is recognised, or two alike.
    """
    actors, rest = _actors(sentence, registry)
    scored = sorted(((_likeness(rest, sentence, q), q) for q in questions()), key=lambda x: -x[0])
    best = [q for score, q in scored if score == scored[0][0] and score > 0]
    if not best:
        raise QueryError(
            f"no competency question is recognised in {sentence!r}.", hint="`kg ask` without words lists them."
        )
    if len(best) > 1:
        which = "; ".join(f"{q.number}: {q.text}" for q in best[:4])
        raise QueryError(f"{sentence!r} may ask several things.", hint=f"Give the number: {which}")
    wanted: list[str] = []
    if best[0].query:
        declared = catalogue.get(best[0].query).parameters
        wanted = [n for n, p in declared.items() if p.type == "ips:Actor"]
    params = dict(zip(wanted, actors, strict=False))
    for name, pattern in best[0].reads.items():
        if match := re.search(pattern, sentence.rstrip(" ?.!"), re.IGNORECASE):
            params[name] = match[1]
    return Understood(best[0], params)


def _actors(sentence: str, registry: Registry) -> tuple[list[str], list[str]]:
    """Return the keys of the actors named, in order, and the words that are left."""
    words = re.findall(r"[^\s,;?!\"“”]+", sentence)
    found: list[str] = []
    left: list[str] = []
    at = 0
    while at < len(words):
        for size in range(min(LONGEST_NAME, len(words) - at), 0, -1):
            text = " ".join(words[at : at + size]).rstrip(".").removesuffix("'s").removesuffix("’s")
            if size == 1 and (text.casefold() in _SMALL or not text[:1].isupper()):
                continue
            try:
                key = registry.find(text).key
            except UnknownIdError:
                continue
            if key not in found:
                found.append(key)
            at += size
            break
        else:
            left.append(words[at].casefold())
            at += 1
    return found, left


def _likeness(words: list[str], sentence: str, question: Question) -> float:
    """Return how well a sentence fits: whole phrases count most, then words of the question itself."""
    text = " ".join(re.findall(r"[\w'’-]+", sentence.casefold()))
    phrases = sum(len(p.split()) for p in question.words if re.search(rf"\b{re.escape(p.casefold())}\b", text))
    own = set(re.findall(r"[\w-]+", question.text.casefold())) - _SMALL
    return phrases + 0.1 * len((set(words) - _SMALL) & own)
