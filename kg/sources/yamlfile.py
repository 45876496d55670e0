"""YAML as people mean it, with the line of every value.

Dates stay texts, ``NO`` is Norway's code and no truth value, a key given twice is an error, and there are no anchors or
tags: a file says what it says in one place.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from kg.sources.batch import Problem

MAX_BYTES = 2_000_000
_NULL = frozenset({"", "~", "null"})
_DATES = frozenset({"date", "end_date", "published", "accessed", "from", "until", "on"})
"""Fields that are texts though a year alone looks like a number."""
_INTEGER = re.compile(r"-?(0|[1-9]\d*)")
_DECIMAL = re.compile(r"-?(0|[1-9]\d*)\.\d+")


class Marked:
    """A value read from YAML.

    Attributes
    ----------
    value : JSON data
        Mappings, lists, texts, numbers, booleans and None. What could be a year is a number; schemas that want a text
        say so.
    lines : dict of str to int
        Line of each path (``records/0/kind``), from 1; of the whole under the empty path.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.value: Any = None
        self.lines: dict[str, int] = {}
        self.problems: list[Problem] = []

    def line(self, path: str) -> int:
        """Return the line of a path, or of the nearest part above it that has one."""
        while path and path not in self.lines:
            path = path.rpartition("/")[0]
        return self.lines.get(path, 1)


def read_yaml(path: Path, *, file: str) -> Marked:
    """Read one YAML file; what cannot be read is a problem, never an exception.

    Parameters
    ----------
    path : Path
        Of the file.
    file : str
        Its name in messages.
    """
    marked = Marked(file)
    try:
        data = path.read_bytes()
    except OSError as error:
        marked.problems.append(Problem(file, 0, "", f"cannot be read: {error.strerror}."))
        return marked
    if len(data) > MAX_BYTES:
        marked.problems.append(Problem(file, 0, "", f"has {len(data):,} bytes; {MAX_BYTES:,} are the limit."))
        return marked
    try:
        text = data.decode("utf-8-sig")
        # Composing keeps the events, so that an alias is seen before anything is built from it.
        if any(isinstance(t, yaml.AliasToken | yaml.AnchorToken | yaml.TagToken) for t in yaml.scan(text)):
            marked.problems.append(Problem(file, 0, "", "uses an anchor, alias or tag.", "Write the value out."))
            return marked
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        marked.problems.append(Problem(file, 0, "", f"is not UTF-8: byte {error.start}."))
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or str(error).splitlines()[0]
        line = mark.line + 1 if mark else 0
        marked.problems.append(Problem(file, line, "", f"is not YAML: {said}.", "Look for a missing quote or indent."))
    else:
        marked.value = _value(node, "", marked)
    return marked


def _value(node: yaml.Node | None, path: str, marked: Marked) -> Any:
    if node is None:
        return None
    marked.lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value)
            place = f"{path}/{name}" if path else name
            if name in found:
                line = key.start_mark.line + 1
                marked.problems.append(Problem(marked.file, line, place, "is given twice.", "Keep one of the two."))
            text = name in _DATES and isinstance(value, yaml.ScalarNode) and str(value.value) not in _NULL
            found[name] = str(value.value) if text else _value(value, place, marked)
            marked.lines[place] = key.start_mark.line + 1
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_value(v, f"{path}/{i}" if path else str(i), marked) for i, v in enumerate(node.value)]
    return _scalar(node)


def _scalar(node: yaml.Node) -> Any:
    text = str(node.value)
    if getattr(node, "style", None) is not None:
        return text
    if text in _NULL:
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
