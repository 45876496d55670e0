"""The contract's optional fields and the terms that hold them: one table, read by encoder, decoder and view alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Leaf:
    """A field with one value.

    Attributes
    ----------
    name : str
        The contract's; empty for the members of a list of strings.
    form : str
        ``text``, ``number``, ``flag``, ``date``, ``concept`` (closed enumeration), ``open`` (open list), ``key``
        (an identifier), ``actor`` (a registry key or a name), ``edition`` (a number or a name).
    term : str
        Local name of the property.
    other : str
        Property of what the first cannot hold: a value outside an open list, a name that is no key.
    scheme : str
        Concept scheme of ``concept`` and ``open``.
    """

    name: str
    form: str
    term: str
    other: str = ""
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A field that holds an object, or a list (``many``), each with a node of its own.

    Attributes
    ----------
    name, link, cls : str
        The contract's name, the property that leads to the node, and the node's class.
    leaves : tuple of Leaf
        Fields of the object; one without name where the list holds strings.
    groups : tuple of Group
        Objects and lists inside the object.
    """

    name: str
    link: str
    cls: str
    leaves: tuple[Leaf, ...]
    many: bool = True
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """What may stand in the ``extra`` of one kind of part."""

    leaves: tuple[Leaf, ...]
    groups: tuple[Group, ...] = ()


_LABEL = Leaf("label", "text", "label")
_ID = Leaf("id", "key", "identifiedAs", "identifierText")
_BOUNDS = (Leaf("min", "number", "minimum"), Leaf("max", "number", "maximum"))

PARTICIPANT = Table(
    (
        Leaf("via", "actor", "via", "viaLabel"),
        Leaf("subclass", "concept", "subclass", scheme="subclass"),
        Leaf("country", "actor", "country", "countryLabel"),
    )
)
STAGE = Table(
    (
        *_BOUNDS,
        Leaf("condition", "text", "condition"),
        Leaf("force", "concept", "force", scheme="force"),
        Leaf("basis", "concept", "stageBasis", scheme="basis"),
        Leaf("alleged_by", "text", "allegedBy"),
        Leaf("denied_by", "text", "deniedBy"),
    )
)
ITEM = Table(
    (
        *_BOUNDS,
        Leaf("unit", "text", "unit"),
        Leaf("basis", "concept", "itemBasis", scheme="item-basis"),
        Leaf("end_user", "actor", "endUser", "endUserLabel"),
    )
)

VALIDITY = Group(
    "validity", "validity", "Validity",
    (
        Leaf("from", "date", "termFrom"),
        Leaf("until", "date", "termUntil"),
        Leaf("duration", "text", "duration"),
        Leaf("renewal", "text", "renewal"),
        Leaf("notice", "text", "noticePeriod"),
    ),
    many=False,
)  # fmt: skip
PROVISIONS = Group(
    "provisions", "provision", "Provision",
    (
        Leaf("clause", "open", "clause", "clauseLabel", "clause"),
        Leaf("beneficiary", "actor", "clauseBeneficiary", "clauseBeneficiaryLabel"),
    ),
)  # fmt: skip
INSTRUMENT = Group(
    "instrument", "instrument", "Instrument",
    (
        Leaf("form", "concept", "instrumentForm", scheme="form"),
        Leaf("binding", "concept", "bindingness", scheme="binding"),
        Leaf("level", "concept", "instrumentLevel", scheme="level"),
        Leaf("publicity", "concept", "publicity", scheme="publicity"),
        Leaf("entry", "concept", "entryMode", scheme="entry"),
    ),
    many=False,
    groups=(VALIDITY, PROVISIONS),
)  # fmt: skip
RECORD = Table(
    (
        Leaf("subtype", "open", "subtype", "subtypeLabel", "subtype"),
        Leaf("fiscal_year", "text", "fiscalYearLabel"),
        Leaf("undisclosed", "text", "undisclosed"),
        Leaf("basis", "concept", "postBasis", scheme="post-basis"),
    ),
    (
        Group("topics", "topicPart", "TopicPart", (Leaf("", "open", "topic", "topicLabel", "topic"),)),
        Group(
            "series", "seriesEntry", "SeriesEntry",
            (_LABEL, _ID, Leaf("edition", "edition", "edition", "editionNumber")),
            many=False,
        ),
        Group(
            "sites", "site", "Site",
            (
                _LABEL, _ID,
                Leaf("country", "actor", "country", "countryLabel"),
                Leaf("role", "open", "siteRole", "siteRoleLabel", "site-role"),
            ),
        ),
        Group(
            "assets", "asset", "Asset",
            (_LABEL, Leaf("quantity", "number", "quantity"), Leaf("owner", "actor", "assetOwner", "assetOwnerLabel")),
        ),
        Group(
            "links", "link", "Link",
            (
                Leaf("rel", "concept", "linkRelation", scheme="link"), _LABEL, _ID,
                Leaf("type", "open", "linkedType", "linkedTypeLabel", "agreement"), Leaf("date", "date", "date"),
            ),
        ),
        Group(
            "amounts", "amountEntry", "AmountEntry",
            (
                Leaf("value", "number", "value"), *_BOUNDS, Leaf("currency", "text", "currency"),
                Leaf("basis", "open", "amountBasis", "amountBasisLabel", "amount-basis"),
                Leaf("from", "date", "windowFrom"), Leaf("until", "date", "windowUntil"),
                Leaf("converted", "flag", "converted"),
            ),
        ),
        Group("undisclosed", "undisclosedPart", "UndisclosedPart", (Leaf("", "text", "undisclosed"),)),
        INSTRUMENT,
    ),
)  # fmt: skip
"""``undisclosed`` is a string or a list of strings, hence a leaf and a group."""

WITH_RECEIPT = ("sites", "assets", "links", "amounts")
"""Lists whose members evidence may name by path, as the contract's ``for`` allows."""


@cache
def leaf_named(table: Table, name: str) -> Leaf | None:
    """Return the leaf of a table by the contract's name."""
    return next((leaf for leaf in table.leaves if leaf.name == name), None)
