"""What a page states of itself: its title, publisher, day, language, address and rights. Nothing is guessed."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

from kg.documents.builder import clean
from kg.documents.credits import host_of
from kg.errors import InvalidDateError
from kg.model import PartialDate

_DAY = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?!\d)")
_LANG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "dc.date.issued",
    "dcterms.issued", "dcterms.date", "dc.date", "citation_publication_date", "citation_date", "parsely-pub-date",
    "sailthru.date", "pubdate", "publishdate", "publish-date", "publication_date", "date",
)  # fmt: skip
_CHANGED = re.compile(r"modif|updat|revis|last|expir", re.IGNORECASE)
_ARTICLES = ("Article", "NewsArticle", "ReportageNewsArticle", "BlogPosting", "WebPage", "Report", "PressRelease",
             "SpecialAnnouncement", "GovernmentService", "AnalysisNewsArticle")  # fmt: skip
_JSON_LIMIT = 1_000_000


def metadata_of(tree: Any) -> dict[str, str]:
    """Return the stated fields of a page.

    Parameters
    ----------
    tree : lxml.html.HtmlElement
        The page.
    """
    metas = _metas(tree)
    linked = [n for n in _linked_data(tree) if _is_article(n)]
    found = {
        "title": _title(tree, metas, linked),
        "publisher": metas.get("og:site_name") or _name(_first(linked, "publisher")) or metas.get("dc.publisher")
        or metas.get("dcterms.publisher") or metas.get("citation_publisher"),
        "published": _published(tree, metas, linked),
        "url": _url(tree, metas),
        "lang": _lang(tree, metas, linked),
        "rights": _rights(tree, metas, linked),
        "via": _via(tree, metas, linked),
    }  # fmt: skip
    return {k: text for k, v in found.items() if v and (text := clean(v)[:1000])}


def _metas(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        if name and meta.get("content"):
            found.setdefault(name.strip().lower(), meta.get("content").strip())
    return found


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        text = script.text or ""
        if len(text) > _JSON_LIMIT:
            continue
        try:
            queue = [json.loads(text, strict=False)]
        except (ValueError, RecursionError):
            continue
        while queue:
            node = queue.pop(0)
            if isinstance(node, list):
                queue = node[:100] + queue
            elif isinstance(node, dict):
                yield node
                graph = node.get("@graph")
                queue = (graph[:100] if isinstance(graph, list) else []) + queue


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(k in _ARTICLES for k in (kinds if isinstance(kinds, list) else [kinds]))


def _first(nodes: list[dict[str, Any]], field: str) -> Any:
    return next((n[field] for n in nodes if n.get(field)), None)


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return value if isinstance(value, str) else None


def _title(tree: Any, metas: dict[str, str], linked: list[dict[str, Any]]) -> str | None:
    stated = metas.get("og:title") or _name(_first(linked, "headline")) or metas.get("dc.title")
    if stated:
        return stated
    headings = [clean(" ".join(h.itertext())) for h in tree.iter("h1")]
    if len(headings) == 1 and headings[0]:
        return headings[0]
    title = next(tree.iter("title"), None)
    return str(title.text or "") if title is not None else None


def _published(tree: Any, metas: dict[str, str], linked: list[dict[str, Any]]) -> str | None:
    """Return the stated day of publication: linked data, metadata, a time element, then htmldate's own list of them."""
    stated = [_first(linked, "datePublished"), *(metas.get(name) for name in _PUBLISHED)]
    for element in tree.iter("time"):
        if element.get("pubdate") is not None or (element.get("itemprop") or "").lower() == "datepublished":
            stated += [element.get("datetime")]
    for value in stated:
        if day := _day(value):
            return day
    times = {d for t in tree.iter("time") if not _is_aside(t) and (d := _day(t.get("datetime")))}
    if len(times) == 1:
        return times.pop()
    if times:
        return None  # several days and no word on which of them is the page's own
    return _by_htmldate(tree)


def _by_htmldate(tree: Any) -> str | None:
    """Return the day that htmldate finds in the markup; a day of change is none of publication and is taken away."""
    from htmldate import find_date

    copied = copy.deepcopy(tree)
    for element in list(copied.iter("meta", "script", "footer", "aside", "nav")):
        names = " ".join(
            str(v) for k, v in element.attrib.items() if k in ("name", "property", "itemprop", "http-equiv")
        )
        if element.tag != "meta" or _CHANGED.search(names):
            element.drop_tree()
    found = find_date(copied, extensive_search=False, original_date=True, min_date="1990-01-01", max_date="2100-12-31")
    return _day(found)


def _is_aside(element: Any) -> bool:
    return any(a.tag in ("aside", "nav", "footer", "li") for a in element.iterancestors())


def _day(value: Any) -> str | None:
    """Return the day of an ISO date or time, in the zone that it is written in."""
    match = _DAY.match(value) if isinstance(value, str) else None
    try:
        return str(PartialDate.parse(match.group(1))) if match else None
    except InvalidDateError:
        return None


def _url(tree: Any, metas: dict[str, str]) -> str | None:
    links = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    for url in (*links, metas.get("og:url")):
        if url and re.fullmatch(r"https?://[^\s<>\"{}|\\^`]{3,900}", url.strip()):
            return str(url).strip()
    return None


def _lang(tree: Any, metas: dict[str, str], linked: list[dict[str, Any]]) -> str | None:
    root = tree.getroottree().getroot()
    stated = root.get("lang") or root.get("xml:lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    value = stated or metas.get("content-language") or metas.get("dc.language") or _name(_first(linked, "inLanguage"))
    value = (value or "").strip().replace("_", "-")
    return value if _LANG.fullmatch(value) else None


def _via(tree: Any, metas: dict[str, str], linked: list[dict[str, Any]]) -> str | None:
    """Return the source that a page names for its text, or the site of its original where that is another."""
    named = (
        metas.get("syndication-source") or metas.get("original-source") or metas.get("dc.source")
        or metas.get("dcterms.source") or metas.get("article:source") or _name(_first(linked, "isBasedOn"))
        or _name(_first(linked, "sourceOrganization")) or _name(_first(linked, "copyrightHolder"))
    )  # fmt: skip
    if named:
        return host_of(named) or (None if "://" in named else named)
    own, canonical = host_of(metas.get("og:url")), host_of(_url(tree, metas))
    return canonical if own and canonical and not _same_site(own, canonical) else None


def _same_site(one: str, two: str) -> bool:
    return one == two or one.endswith(f".{two}") or two.endswith(f".{one}")


def _rights(tree: Any, metas: dict[str, str], linked: list[dict[str, Any]]) -> str | None:
    """Return the licence, and what the page reserves against machine reading, as it says so."""
    license_ = next(
        (e.get("href") for e in tree.iter("link", "a") if "license" in (e.get("rel") or "").lower().split()), None
    )
    stated = license_ or _name(_first(linked, "license")) or metas.get("dc.rights") or metas.get("dcterms.rights")
    reserved = []
    robots = re.split(r"[\s,;]+", (metas.get("robots") or "").lower())
    reserved += [f"robots: {word}" for word in ("noai", "noimageai") if word in robots]
    if metas.get("tdm-reservation", "").strip() == "1":
        policy = metas.get("tdm-policy")
        reserved.append("tdm-reservation: 1" + (f" (policy: {policy})" if policy else ""))
    return "; ".join([*([stated] if stated else []), *reserved]) or None
