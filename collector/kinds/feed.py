"""Feeds: RSS, Atom, RDF and JSON Feed, read fast where they can be vouched for and by feedparser where not."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from lxml import etree

from collector import jsonfeed, xmlfeed
from collector.dates import NONE, Stamp, stamp
from collector.document import Document
from collector.encoding import decoded
from collector.entries import Entry, Feed, Words
from collector.identity import fingerprint, item_id, own_id
from collector.item import Item
from collector.links import absolute, clean, host_of
from collector.reading import Dropped, Reading, Unreadable
from collector.repair import TooDeep, repaired
from collector.text import TEXT_LONGEST, heading, one_line, sanitize, shortened, tidy, words_of

if TYPE_CHECKING:
    from config.schema import Source

MOST_ITEMS = 1_000
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]{0,30}:)?(?:rss|feed|rdf|channel)(?=[\s>/])", re.IGNORECASE)
_FIRST_TAG = re.compile(r"<([A-Za-z_][\w:.-]{0,60})")
_OFFERED = re.compile(r"<link\b[^<>]{0,500}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-z]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)


def read(source: Source, document: Document, now: datetime) -> Reading:
    """The items of a feed in its order; raises Unreadable for what is none."""
    feed = _feed_of(source, document, source.max_items or MOST_ITEMS)
    return _reading(source, document, feed, now)


def _feed_of(source: Source, document: Document, most: int) -> Feed:
    body = document.body
    if not body.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Unreadable(source.id, "empty", "answered with nothing")
    start = body[:4]
    if start.startswith((b"\x89PNG", b"%PDF", b"\x1f\x8b", b"PK\x03\x04", b"GIF8", b"\xff\xd8\xff", b"RIFF")):
        raise Unreadable(source.id, "not_a_feed", "answered with a file that is no text")
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _json(source, document, most)
    try:
        feed = _fast(document, most)
    except (etree.XMLSyntaxError, ValueError):
        feed = None
    return feed if feed is not None else _mended(source, document, most)


def _json(source: Source, document: Document, most: int) -> Feed:
    try:
        return jsonfeed.read(decoded(document.body, document.content_type), most)
    except jsonfeed.NotAFeed as error:
        raise Unreadable(source.id, "not_a_feed", f"answered with JSON that is no feed: {error}") from error
    except jsonfeed.Broken as error:
        raise Unreadable(source.id, "parse", f"answered with broken JSON: {error}") from error


def _fast(document: Document, most: int) -> Feed | None:
    """The feed as the fast reader sees it; None where it cannot vouch for what it sees."""
    body = document.body
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body or b"<!doctype" in body[:2000]:
        return None
    if not body.startswith((b"<", b"\xef\xbb\xbf<")):
        return None
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if b"\x1b" in body[:2000] or b"\x00" in body[:100]:
        return None
    root = xmlfeed.tree_of(body.removeprefix(b"\xef\xbb\xbf"))
    return xmlfeed.read(root, document.url, most)


def _mended(source: Source, document: Document, most: int) -> Feed:
    """The feed after repair; what the fast reader still refuses goes to feedparser."""
    text = decoded(document.body, document.content_type)
    first = _FIRST_TAG.search(text)
    if _PAGE.match(text) or not (root := _ROOT.search(text)):
        name = first[1].lower() if first else ""
        found = _offered(text, document.url)
        what = (
            "a web page"
            if name in ("html", "head", "body") or _PAGE.match(text)
            else f"<{name}>"
            if name
            else "something else"
        )
        hint = f"; the page names a feed: {found[0]}" if found else ""
        raise Unreadable(source.id, "not_a_feed", f"answered with {what} instead of a feed{hint}", found=found)
    if re.search(r"<(?:html|body)\b", text[: root.start()], re.IGNORECASE):
        raise Unreadable(source.id, "not_a_feed", "answered with a web page instead of a feed")
    try:
        mended, cut = repaired(text)
    except TooDeep as error:
        raise Unreadable(source.id, "parse", str(error)) from error
    flags = ("repaired", "cut") if cut else ("repaired",)
    try:
        feed = xmlfeed.read(xmlfeed.tree_of(mended.encode("utf-8")), document.url, most)
        return replace(feed, flags=flags)
    except xmlfeed.NotAFeed as error:
        raise Unreadable(source.id, "not_a_feed", f"answered with XML that is no feed (<{str(error)[:40]}>)") from error
    except (etree.XMLSyntaxError, ValueError):
        return _slow(source, document, mended, most, flags)


def _slow(source: Source, document: Document, text: str, most: int, flags: tuple[str, ...]) -> Feed:
    """What feedparser makes of it: the last resort, given repaired text so that it invents nothing."""
    import feedparser

    try:
        told = feedparser.parse(
            text.encode("utf-8"),
            sanitize_html=False,
            resolve_relative_uris=False,
            response_headers={"content-type": "application/xml; charset=utf-8"},
        )
    except Exception as error:  # feedparser raises many things on damaged input (107 of 6,000 mutated feeds)
        raise Unreadable(source.id, "parse", f"could not be read ({type(error).__name__})") from error
    if not told.entries and not told.get("version"):
        raise Unreadable(source.id, "parse", "could not be read")
    feed = Feed(
        title=told.feed.get("title", ""),
        link=told.feed.get("link", ""),
        language=told.feed.get("language", ""),
        author=told.feed.get("author", "") if str(told.get("version")).startswith("atom") else "",
        flags=(*flags, "fallback"),
    )
    feed.left_out = max(0, len(told.entries) - most)
    for one in told.entries[:most]:
        entry = Entry(guid=one.get("id", ""), permalink=bool(one.get("guidislink")), author=one.get("author", ""))
        if one.get("link"):
            entry.links.append((one["link"], ""))
        if one.get("title"):
            entry.title = Words(
                one["title"], "text" if one.get("title_detail", {}).get("type") == "text/plain" else "html"
            )
        for content in (*one.get("content", ()), *([one["summary_detail"]] if one.get("summary_detail") else ())):
            entry.bodies.append(
                Words(
                    content.get("value", ""),
                    "text" if content.get("type") == "text/plain" else "html",
                    content.get("base") or "",
                )
            )
        entry.created = [one["created"]] if one.get("created") else []
        entry.published = [one["published"]] if one.get("published") else []
        # Plain dict access: feedparser's own falls back to another date, and warns that it will not for ever.
        entry.updated = [str(dict.get(one, "updated"))] if dict.get(one, "updated") else []
        feed.entries.append(entry)
    return feed


def _offered(text: str, address: str) -> tuple[str, ...]:
    """The feeds a page names for itself."""
    found = []
    for tag in _OFFERED.findall(text[:200_000])[:100]:
        told = {key.lower(): one or two or three for key, one, two, three in _ATTRIBUTE.findall(tag)}
        if "alternate" in told.get("rel", "").lower() and re.search(r"rss|atom|feed\+json", told.get("type", "")):
            found.append(absolute(html.unescape(told.get("href", "")), address))
    return tuple(link for link in dict.fromkeys(found) if link)[:5]


def _reading(source: Source, document: Document, feed: Feed, now: datetime) -> Reading:
    site = absolute(feed.link, document.url)
    items: dict[str, Item] = {}
    dropped: list[Dropped] = []
    flags = list(feed.flags)
    if feed.left_out:
        flags.append("truncated")
        dropped.append(
            Dropped(what=f"{feed.left_out} entries", reason=f"more than the {len(feed.entries)} taken of one answer")
        )
    for entry in feed.entries:
        item = _item(source, document, feed, entry, site, now)
        if item is None:
            dropped.append(Dropped(what="an entry", reason="it holds neither title nor text nor link"))
            continue
        if (twin := items.get(item.own_id)) is not None:
            kept, reason = _twins(source, twin, item)
            if reason:
                dropped.append(Dropped(what=item.own_id, reason=reason))
                items[item.own_id] = kept
                continue
            item = kept
            flags.append("guid-twice")
        items[item.own_id] = item
    return Reading(
        items=tuple(items.values()),
        title=heading(feed.title),
        link=site,
        flags=tuple(dict.fromkeys(flags)),
        dropped=tuple(dropped),
        moved_to=absolute(feed.moved_to),
    )


def _twins(source: Source, first: Item, second: Item) -> tuple[Item, str]:
    """What becomes of two entries with one id: the item to keep, and why the other goes; empty: both stay."""
    if first.fingerprint == second.fingerprint:
        return first, "it stands in the feed twice"
    if first.url == second.url or first.title == second.title:
        newer = (second.updated or second.published or first.observed) > (
            first.updated or first.published or first.observed
        )
        return (second if newer else first), "another state of it stands in the same feed"
    own = own_id(f"{second.own_id}#{hashlib.sha256(f'{second.url} {second.title}'.encode()).hexdigest()[:16]}")
    return replace(second, own_id=own, id=item_id(source.id, own), flags=(*second.flags, "guid-twice")), ""


def _item(source: Source, document: Document, feed: Feed, entry: Entry, site: str, now: datetime) -> Item | None:
    base = entry.base or (site or document.url)
    url = _address(entry, base, site, document.url)
    markup, text = _article(entry, url or base)
    title = _headline(entry.title)
    if not title:
        told = (
            url,
            entry.guid,
            entry.author,
            *entry.published,
            *entry.updated,
            *entry.created,
            *("untitled" for _ in (*entry.bodies, entry.title) if _),
        )
        title = shortened(text.partition("\n")[0], 120) or next(
            (line for one in told if (line := one_line(one, 200))), ""
        )
    if not title:
        return None
    published, updated = _first((*entry.created, *entry.published), now), _first(entry.updated, now)
    when = published if published.when else updated
    guid = own_id(entry.guid)
    raw = next(iter((*entry.published, *entry.updated, *entry.created)), "")
    own = (
        guid
        or url
        or "words:"
        + hashlib.sha256(f"{title}\n{raw}\n{'' if raw else text}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
    )
    extra = {key: value for key, value in entry.extra.items() if not key.startswith("_")}
    if raw and not (when.when and when.certain):
        extra["date_as_told"] = one_line(raw, 100)
    if entry.categories:
        extra["categories"] = one_line(", ".join(entry.categories))
    return Item(
        id=item_id(source.id, own),
        source=source.id,
        source_class=source.source_class,
        url=url,
        title=title,
        text=text,
        observed=now,
        fingerprint=fingerprint(title, text),
        own_id=own,
        html=markup,
        author=heading(entry.author or ("" if "from" in entry.extra else feed.author), 200),
        language=one_line(entry.language or feed.language or source.language, 20),
        published=when.when,
        updated=updated.when,
        certain=when.certain if when.when else False,
        extra=extra,
    )


def _address(entry: Entry, base: str, site: str, document: str) -> str:
    """The item's own page: the first link that may be shown, or a guid that says it is one."""
    for link, own_base in entry.links:
        if url := clean(link, own_base or base):
            if entry.original and "feedburner.com" in host_of(url) + host_of(entry.original).replace(
                "feedburner.com", ""
            ):
                # The address that counts clicks; the true one stands beside it.
                return clean(entry.original) or url
            return url
    if entry.original and (url := clean(entry.original)):
        return url
    if entry.permalink and re.match(r"\s*https?://", entry.guid, re.IGNORECASE):
        return clean(entry.guid)
    return ""


def _headline(words: Words | None) -> str:
    if words is None:
        return ""
    if words.kind == "text":
        value = words.value
        # By the letter a text title is never decoded; in fact &#8217; in one is always a slip of escaping twice.
        if "&" in value and re.search(
            r"&(?:#\d{2,5}|#x[0-9a-fA-F]{2,5}|[lr][sd]quo|[nm]dash|hellip|nbsp|amp|quot|apos);", value
        ):
            value = html.unescape(value)
        return one_line(value)
    return heading(words.value)


def _article(entry: Entry, base: str) -> tuple[str, str]:
    """The article as safe markup and as words: of several bodies the longest."""
    # Some feeds put a teaser in <description> and the article in <content:encoded>, others the reverse.
    best_markup, best_text = "", ""
    bodies = entry.bodies
    if len(bodies) > 1:
        longest = max(bodies, key=lambda words: len(words.value))
        bodies = [words for words in bodies if words is longest or 2 * len(words.value) > len(longest.value)]
    for words in bodies:
        markup, text = _safe(words, base)
        if len(text) > len(best_text) or not best_markup:
            best_markup, best_text = markup, text
    if not best_text and (small := entry.extra.get("_small")):
        best_markup, best_text = _safe(Words(small), base)
    return best_markup, best_text


def _safe(words: Words, base: str) -> tuple[str, str]:
    if words.kind == "text":
        text = tidy(words.value)
        return html.escape(text, quote=False).replace("\n", "<br>\n"), text
    markup = sanitize(words.value, words.base or base)
    text = words_of(markup)
    if len(markup) > 4 * TEXT_LONGEST:
        markup = html.escape(text, quote=False)
    return tidy(markup, 4 * TEXT_LONGEST) if "\x00" in markup else markup, text


def _first(texts: Sequence[str], now: datetime) -> Stamp:
    """The last date that can be believed: of several, the later ones in the document were put there to correct."""
    return next((found for found in (stamp(text, now) for text in reversed(texts)) if found.when is not None), NONE)
