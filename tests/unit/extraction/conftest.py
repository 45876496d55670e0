"""Fixtures of the extraction tests: the shipped registry, and documents made of a text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.documents import Document, read_bytes
from kg.extraction import Extraction, extract
from kg.registry import Registry


@pytest.fixture(scope="session")
def registry() -> Registry:
    return Registry.load()


@pytest.fixture(scope="session")
def read() -> Callable[..., Document]:
    def make(text: str, published: str | None = "2026-03-12") -> Document:
        return read_bytes(text.encode("utf-8"), name="text.txt", published=published)

    return make


@pytest.fixture(scope="session")
def extracted(registry: Registry, read: Callable[..., Document]) -> Callable[..., Extraction]:
    def run(text: str, published: str | None = "2026-03-12") -> Extraction:
        return extract(read(text, published), registry=registry)

    return run
