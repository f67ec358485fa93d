"""Sitemaps: the pages a site lists for search engines; news sitemaps tell titles and dates."""

from __future__ import annotations

import html
import re
import zlib
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from collector.document import Document
from collector.encoding import decoded
from collector.item import Item
from collector.links import absolute
from collector.reading import Dropped, Reading, Unreadable
from collector.shaping import shaped

if TYPE_CHECKING:
    from config.schema import Source

MOST = 1_000
# The protocol's own limit for one file, unpacked.
LARGEST = 50 * 1024 * 1024
_BARE_AMP = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")


def read(source: Source, document: Document, now: datetime) -> Reading:
    """
    The pages of a sitemap, newest first where dates are told.

    An index of sitemaps holds no pages: it is Unreadable, and names the sitemaps it lists.
    """
    root = _root(source, document)
    name = _name(root)
    if name == "sitemapindex":
        found = tuple(
            address for child in root.iterchildren("*") if (address := absolute(_child(child, "loc"), document.url))
        )
        raise Unreadable(
            source.id, "not_a_feed", "is an index of sitemaps; name one of them as the source", found=found[:50]
        )
    if name != "urlset":
        raise Unreadable(source.id, "not_a_feed", f"answered with <{name[:40]}> instead of a sitemap")
    pages = [child for child in root.iterchildren("*") if _name(child) == "url"]
    # The newest entries are at the end of some sitemaps and at the head of others; the date tells.
    pages.sort(key=lambda page: _date(page), reverse=True)
    most = source.max_items or MOST
    items: dict[str, Item] = {}
    for page in pages[:most]:
        if (item := _item(source, document, page, now)) is not None:
            items.setdefault(item.id, item)
    left = len(pages) - most
    dropped = (Dropped(what=f"{left} pages", reason=f"more than the {most} taken of one sitemap"),) if left > 0 else ()
    return Reading(
        items=tuple(items.values()), title=source.name, dropped=dropped, flags=("truncated",) if left > 0 else ()
    )


def _root(source: Source, document: Document) -> Any:
    body = document.body
    if body.startswith(b"\x1f\x8b"):
        body = _unpacked(source, body)
    text = _BARE_AMP.sub("&amp;", decoded(body, document.content_type)).lstrip()
    if "<!DOCTYPE" in text[:2_000] or "<!ENTITY" in text:
        raise Unreadable(source.id, "parse", "holds a document type of its own, which no sitemap has")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(source.id, "parse", "could not be read as XML") from error
    if root is None:
        raise Unreadable(source.id, "parse" if text else "empty", "could not be read as XML")
    if not re.search(r"</(?:\w+:)?(?:urlset|sitemapindex)\s*>\s*$", text[-500:]):
        # The end is missing: the last page may be cut in the middle of its address.
        last = next((child for child in root.iterchildren("*", reversed=True)), None)
        if last is not None:
            root.remove(last)
    return root


def _unpacked(source: Source, body: bytes) -> bytes:
    inflate = zlib.decompressobj(31)
    try:
        made = inflate.decompress(body, LARGEST)
    except zlib.error as error:
        raise Unreadable(source.id, "parse", "is packed, and the packing is damaged") from error
    if not inflate.eof:
        raise Unreadable(source.id, "too_large", "is packed, and cut or larger than a sitemap may be")
    return made


def _item(source: Source, document: Document, page: Any, now: datetime) -> Item | None:
    address = absolute(_child(page, "loc"), document.url)
    if not address:
        return None
    news = next((child for child in page.iterchildren("*") if _name(child) == "news"), None)
    title = _child(news, "title") if news is not None else ""
    published = _child(news, "publication_date") if news is not None else ""
    publication = (
        next((child for child in news.iterchildren("*") if _name(child) == "publication"), None)
        if news is not None
        else None
    )
    return shaped(
        source,
        now,
        url=address,
        base=document.url,
        title=html.escape(title, quote=False) or _from_address(address),
        published=published,
        updated=_child(page, "lastmod"),
        language=_child(publication, "language") if publication is not None else "",
        extra={"keywords": _child(news, "keywords") if news is not None else ""},
        flags=() if title else ("title-from-address",),
    )


def _from_address(address: str) -> str:
    """
    >>> _from_address("https://example.org/news/2026/05/lower-fees-for-small-shops.html")
    'Lower fees for small shops'
    """
    pieces = [piece for piece in unquote(urlsplit(address).path).split("/") if piece]
    piece = re.sub(r"\.\w{2,5}$", "", pieces[-1]) if pieces else ""
    words = re.sub(r"[-_+]+", " ", re.sub(r"[-_]?\d{5,}$|^\d{4,}[-_]", "", piece)).strip()
    return html.escape(words[:1].upper() + words[1:], quote=False)


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _child(element: Any, name: str) -> str:
    found = next((child for child in element.iterchildren("*") if _name(child) == name), None)
    return "".join(found.itertext()).strip() if found is not None else ""


def _date(page: Any) -> str:
    news = next((child for child in page.iterchildren("*") if _name(child) == "news"), None)
    return (_child(news, "publication_date") if news is not None else "") or _child(page, "lastmod")
