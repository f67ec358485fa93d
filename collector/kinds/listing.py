"""Listings: an index page without a feed, read by declared selectors; and lists that a site keeps as JSON."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from collector.document import Document
from collector.encoding import decoded
from collector.item import Item
from collector.links import absolute, clean, host_of
from collector.reading import Dropped, Reading, Unreadable
from collector.shaping import shaped
from collector.text import one_line, too_deep

if TYPE_CHECKING:
    from config.schema import Source

MOST = 200
LARGEST = 4_000_000
_KEYS = {
    "title": ("title", "headline", "name", "text", "description", "subject"),
    "url": ("url", "link", "href", "html_url", "permalink", "path", "documenturl"),
    "date": ("date", "published", "published_at", "publisheddate", "publicationdate", "pubdate", "updatedate", "updated", "created", "introduceddate"),  # noqa: E501
    "id": ("id", "guid", "number", "slug", "uuid"),
    "body": ("summary", "excerpt", "abstract", "teaser", "body", "content", "description", "text"),
}  # fmt: skip
_DATED = re.compile(
    r"\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}\.? (?:[A-Z][a-zé]{2,8})\.? \d{4}|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2},? \d{4})\b"  # noqa: E501
)


def read(source: Source, document: Document, now: datetime) -> Reading:
    """
    The entries of an index page.

    `item_selector` names each entry, and within it `link_selector`, `title_selector` and `date_selector` its parts
    (the first link, the link's words and a <time> where they are left out). Without `item_selector` the headlines of
    the page's main part are taken. A listing that yields nothing is Unreadable: pages change without notice.
    """
    text = decoded(document.body, document.content_type)[:LARGEST]
    if not text.strip():
        raise Unreadable(source.id, "empty", "answered with nothing")
    if text.lstrip()[:1] in ("{", "["):
        return _list(source, document, text, now)
    if too_deep(text):
        raise Unreadable(source.id, "parse", "nests its elements without end")
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(text)
    base = _base(tree, document.url)
    most = source.max_items or MOST
    try:
        nodes = tree.css(source.item_selector) if source.item_selector else _headlines(tree, base)
    except Exception as error:  # selectolax raises its own kinds of error on a selector it cannot read
        raise Unreadable(source.id, "parse", f"item_selector {source.item_selector!r} is no selector") from error
    items: dict[str, Item] = {}
    dropped: list[Dropped] = []
    for node in nodes[:most]:
        item = _item(source, node, base, now)
        if item is None:
            dropped.append(
                Dropped(
                    what=one_line(node.text(deep=True, separator=" "), 80), reason="it has no link that can be followed"
                )
            )
        else:
            items.setdefault(item.id, item)
    if not items:
        named = (
            f"item_selector {source.item_selector!r} matches nothing"
            if source.item_selector
            else "no headlines were found"
        )
        raise Unreadable(source.id, "empty", f"{named}: the page may be built otherwise now, or needs a browser")
    title = tree.css_first("title")
    return Reading(
        items=tuple(items.values()),
        title=one_line(title.text()) if title is not None else source.name,
        dropped=tuple(dropped),
    )


def _base(tree: Any, address: str) -> str:
    node = tree.css_first("base[href]")
    return (absolute(node.attributes.get("href") or "", address) or address) if node is not None else address


def _headlines(tree: Any, base: str) -> list[Any]:
    """
    The links that are headlines, by what such pages have in common: a heading that holds or is held by a link, in an
    article or main part, to a deeper page of the same site.
    """
    host = host_of(base).removeprefix("www.")
    depth = len([piece for piece in urlsplit(base).path.split("/") if piece])
    found: dict[str, Any] = {}
    for selector in (
        "article a[href]",
        "main h2 a[href], main h3 a[href], main h4 a[href]",
        "main a[href]:has(h2, h3, h4)",
        "h2 a[href], h3 a[href]",
        "main li a[href]",
    ):
        for node in tree.css(selector)[:500]:
            address = clean(node.attributes.get("href") or "", base)
            words = one_line(node.text(deep=True, separator=" "))
            pieces = [piece for piece in urlsplit(address).path.split("/") if piece]
            if (
                not address
                or host_of(address).removeprefix("www.") != host
                or len(pieces) <= max(depth - 1, 0)
                or len(words) < 15
            ):
                continue
            if len(words) > len(one_line(found[address].text(deep=True, separator=" "))) if address in found else True:
                found[address] = node
        if len(found) >= 3:
            break
    return [_entry_of(node) for node in found.values()]


def _entry_of(node: Any) -> Any:
    """What of the page belongs to a headline: the article or list entry around it."""
    above = node.parent
    for _ in range(4):
        if above is None:
            break
        if above.tag in ("article", "li"):
            return above
        above = above.parent
    return node


def _item(source: Source, node: Any, base: str, now: datetime) -> Item | None:
    link = _link(source, node)
    address = clean((link.attributes.get("href") or "") if link is not None else "", base)
    if not address:
        return None
    title = _words(_part(node, source.title_selector)) if source.title_selector else ""
    if not title:
        titled = node if node.tag in ("h1", "h2", "h3", "h4") else node.css_first("h1, h2, h3, h4")
        title = _words(titled) or _words(link)
    date = _told_date(source, node, now)
    teaser = next(
        (words for paragraph in node.css("p")[:5] if len(words := _words(paragraph)) > 40 and words != title), ""
    )
    return shaped(
        source,
        now,
        url=address,
        base=base,
        title=html.escape(title, quote=False),
        markup=f"<p>{html.escape(teaser, quote=False)}</p>" if teaser else "",
        published=date,
    )


def _link(source: Source, node: Any) -> Any:
    if source.link_selector:
        found = _part(node, source.link_selector)
        return found if found is None or found.tag == "a" else found.css_first("a[href]")
    if node.tag == "a":
        return node
    within = node.css_first("h1 a[href], h2 a[href], h3 a[href], h4 a[href]") or node.css_first("a[href]")
    if within is not None:
        return within
    above = node.parent
    for _ in range(3):
        if above is None or above.tag == "a":
            return above
        above = above.parent
    return None


def _told_date(source: Source, node: Any, now: datetime) -> str:
    found = _part(node, source.date_selector) if source.date_selector else node.css_first("time, [datetime]")
    if found is None and not source.date_selector:
        around = node.parent if node.tag in ("a", "h2", "h3", "h4") and node.parent is not None else node
        matched = _DATED.search(one_line(around.text(deep=True, separator=" "), 600))
        return matched.group() if matched else ""
    if found is None:
        return ""
    told = found.attributes.get("datetime") or found.attributes.get("content") or _words(found)
    if source.date_format:
        try:
            when = datetime.strptime(told.strip(), source.date_format)  # noqa: DTZ007 - made aware in the next line
            return (when if when.tzinfo else when.replace(tzinfo=UTC)).isoformat()
        except ValueError:
            return told
    return told


def _part(node: Any, selector: str) -> Any:
    try:
        return node.css_first(selector)
    except Exception:  # a selector that is none: the same as one that matches nothing, and `sources check` shows it
        return None


def _words(node: Any) -> str:
    return one_line(node.text(deep=True, separator=" "), 500) if node is not None else ""


def _list(source: Source, document: Document, text: str, now: datetime) -> Reading:
    """A list kept as JSON: the longest list of objects that have a title or a text."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(source.id, "parse", "answered with broken JSON") from error
    rows = max(_rows(told, 0), key=len, default=[])
    items: dict[str, Item] = {}
    for row in rows[: source.max_items or MOST]:
        title, date = _value(row, "title"), _value(row, "date")
        body = _value(row, "body")
        own = _value(row, "id") or f"{date} {title}"
        item = shaped(
            source,
            now,
            own=own,
            url=_value(row, "url") or document.url,
            base=document.url,
            title=html.escape(title[:300], quote=False),
            markup=f"<p>{body}</p>" if body and body != title[:300] else "",
            published=date,
        )
        items.setdefault(item.id, item)
    if not items:
        raise Unreadable(source.id, "not_a_feed", "answered with JSON that holds no list of titled things")
    return Reading(items=tuple(items.values()), title=source.name)


def _rows(told: Any, depth: int) -> list[list[dict[str, Any]]]:
    if depth > 6:
        return []
    if isinstance(told, dict):
        return [rows for value in list(told.values())[:200] for rows in _rows(value, depth + 1)]
    if isinstance(told, list):
        own = [one for one in told if isinstance(one, dict) and _value(one, "title")]
        return [own] if own else [rows for value in told[:200] for rows in _rows(value, depth + 1)]
    return []


def _value(row: dict[str, Any], what: str) -> str:
    lowered = {key.lower(): value for key, value in row.items()}
    for key in _KEYS[what]:
        value = lowered.get(key)
        if isinstance(value, dict):
            value = value.get("rendered") or value.get("text")
        if isinstance(value, str) and value.strip():
            return value.strip()
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""
