"""The project's namespaces, CURIEs and the minting of identifiers.

Local names are flat and typable in SPARQL without escapes: letters, digits, ``-``, ``_`` and inner ``.``. Nothing
here reads a clock or a random source: the same input gives the same identifier everywhere.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

IPS = "https://w3id.org/indopacific-kg/ontology#"
IPSC = "https://w3id.org/indopacific-kg/concept/"
ID = "https://w3id.org/indopacific-kg/id/"
VIEW = ID + "view"

PREFIXES: dict[str, str] = {
    "ips": IPS,
    "ipsc": IPSC,
    "ips-id": ID,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "dct": "http://purl.org/dc/terms/",
    "org": "http://www.w3.org/ns/org#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "sh": "http://www.w3.org/ns/shacl#",
}

HASH_LENGTH = 16
"""Hex digits kept of a SHA-256 in identifiers: 64 bits, a collision in a billion claims is about 3 in 100."""


def digest(*parts: str) -> str:
    """Return the first 16 hex digits of the SHA-256 of the parts, joined by the unit separator.

    >>> digest("a", "b") == digest("a", "b") != digest("ab", "")
    True
    """
    return hashlib.sha256("\x1f".join(parts).encode("utf-8")).hexdigest()[:HASH_LENGTH]


def slug(text: str) -> str:
    """Return a typable, stable form of a label; a hash where no ASCII letter or digit is left.

    >>> slug("SM Kamrul Hassan"), slug("Coastal radar systems (x4)")
    ('sm-kamrul-hassan', 'coastal-radar-systems-x4')
    >>> slug("日本")[:2]
    'u-'
    """
    folded = unicodedata.normalize("NFKD", text)
    ascii_text = folded.encode("ascii", "ignore").decode("ascii").lower()
    name = re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")
    lossy = any(ord(c) > 127 and not unicodedata.combining(c) and c.isalpha() for c in folded)
    if not name or lossy:
        name = f"{name}-u-{digest(text)[:8]}".lstrip("-")
    return name


def doc_iri(sha256: str) -> str:
    """Return the IRI of a document and of its named graph.

    Parameters
    ----------
    sha256 : str
        64 lower-case hex digits, of the document's bytes.
    """
    return f"{ID}doc-{sha256[:HASH_LENGTH]}"


def entity_iri(key: str) -> str:
    """Return the IRI of a registry key (``JPN``, ``JPN-MOD``, ``OSA``)."""
    return ID + key


def concept_iri(scheme: str, notation: str) -> str:
    """Return the IRI of a concept, prefixed by its scheme.

    >>> concept_iri("stage", "in-force").rsplit("/", 1)[1]
    'stage-in-force'
    """
    return f"{IPSC}{scheme}-{notation}"


def curie(iri: str) -> str:
    """Return the CURIE of an IRI where one of the project's prefixes covers it, else the IRI in angle brackets.

    >>> curie(ID + "JPN"), curie(IPS + "party")
    ('ips-id:JPN', 'ips:party')
    """
    best = max((ns for ns in PREFIXES.values() if iri.startswith(ns)), key=len, default="")
    if not best:
        return f"<{iri}>"
    prefix = next(p for p, ns in PREFIXES.items() if ns == best)
    return f"{prefix}:{iri[len(best) :]}"


def expand(value: str) -> str:
    """Return the IRI of a CURIE, of an IRI with or without brackets, or of a bare local name of the data.

    >>> expand("ips-id:JPN") == expand("JPN") == ID + "JPN"
    True
    """
    if value.startswith("<") and value.endswith(">"):
        return value[1:-1]
    if "://" in value:
        return value
    prefix, colon, local = value.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + local
    return ID + value


def sparql_prologue(prefixes: Iterable[str] | None = None) -> str:
    """Return PREFIX lines for the given prefixes, or for all of them."""
    chosen = list(prefixes) if prefixes is not None else list(PREFIXES)
    return "".join(f"PREFIX {p}: <{PREFIXES[p]}>\n" for p in chosen)
