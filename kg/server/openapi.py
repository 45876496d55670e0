"""The OpenAPI file as the one place where the API's parameters are defined: routes and checks are read from it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from kg.errors import InvalidDateError, RequestError, nearest
from kg.model import parse_day


@cache
def text() -> str:
    """Return the file."""
    return (files("kg.server") / "openapi.yaml").read_text(encoding="utf-8")


@cache
def document() -> dict[str, Any]:
    """Return the file, parsed."""
    loaded: dict[str, Any] = yaml.safe_load(text())
    return loaded


def resolved(part: Any) -> Any:
    """Return a part of the file with the reference at its top followed."""
    while isinstance(part, dict) and "$ref" in part:
        found: Any = document()
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        part = found
    return part


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: its path, its id, its parameters by name."""

    path: str
    name: str
    parameters: Mapping[str, Mapping[str, Any]]

    def values(self, path: Mapping[str, str], query: Sequence[tuple[str, str]]) -> dict[str, Any]:
        """Return the values of a request's parameters, checked and typed, with defaults in place.

        Raises
        ------
        RequestError
            If one is unknown, missing, given twice or none of its type.
        """
        found: dict[str, Any] = {}
        free = next((n for n, p in self.parameters.items() if resolved(p["schema"]).get("type") == "object"), None)
        rest: dict[str, str] = {}
        for name, value in (*path.items(), *query):
            if name not in self.parameters or name == free:
                if free is None:
                    raise RequestError(f"{name!r} is no parameter of {self.path}.", hint=nearest(name, self.parameters))
                if name in rest:
                    raise RequestError(f"{name} was given twice.")
                rest[name] = value
                continue
            schema = resolved(self.parameters[name]["schema"])
            if schema["type"] == "array":
                found.setdefault(name, []).append(_checked(name, value, resolved(schema["items"])))
            elif name in found:
                raise RequestError(f"{name} was given twice.", hint="Give it once.")
            else:
                found[name] = _checked(name, value, schema)
        if free is not None:
            found[free] = rest
        for name, parameter in self.parameters.items():
            if name not in found:
                if parameter.get("required"):
                    raise RequestError(f"{self.path} needs {name}.", hint=parameter["description"])
                found[name] = resolved(parameter["schema"]).get("default")
        return found


def _checked(name: str, value: str, schema: Mapping[str, Any]) -> Any:
    if schema["type"] == "integer":
        low, high = schema["minimum"], schema["maximum"]
        if not re.fullmatch(r"[+-]?[0-9]{1,9}", value) or not low <= int(value) <= high:
            raise RequestError(f"{name} is {value[:100]!r}.", hint=f"It is a whole number from {low} to {high}.")
        return int(value)
    if schema.get("format") == "date":
        try:
            return parse_day(value)
        except InvalidDateError:
            raise RequestError(f"{name} is {value[:100]!r}.", hint="It is a day, YYYY-MM-DD.") from None
    if "enum" in schema and value not in schema["enum"]:
        raise RequestError(f"{name} is {value[:100]!r}.", hint=f"It is one of {', '.join(schema['enum'])}.")
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 1000) or "\0" in value:
        raise RequestError(
            f"{name} has {len(value)} characters.",
            hint=f"It has {schema.get('minLength', 0)} to {schema.get('maxLength', 1000)}, none of them NUL.",
        )
    return value


@cache
def operations() -> tuple[Operation, ...]:
    """Return all operations, in the order of the file."""
    found = []
    for path, item in document()["paths"].items():
        operation = item["get"]
        parameters = [resolved(p) for p in operation.get("parameters", ())]
        found.append(Operation(path, operation["operationId"], {p["name"]: p for p in parameters}))
    return tuple(found)
