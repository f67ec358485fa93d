"""Feeds: stories as Atom (RFC 4287) and JSON Feed 1.1, and the map of the site."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from xml.sax.saxutils import escape, quoteattr

# A reader that asks once a week misses nothing of a busy week.
LONGEST = 50
# Not allowed in XML 1.0, whatever a title held.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A story as a feed shows it; `path` is its page, `html` and `text` its content."""

    id: str
    title: str
    path: str
    published: datetime
    updated: datetime
    html: str
    text: str
    tags: tuple[str, ...]


def clean(text: str) -> str:
    """Text that may stand in XML."""
    return CONTROLS.sub(" ", text)


def stamp(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def urn(*parts: str) -> str:
    """A name that stays the same wherever the archive is published."""
    return "urn:sha256:" + sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def atom_entry(told: Told, base: str) -> str:
    """One entry; made once and used by every feed that shows it."""
    link = f'<link rel="alternate" type="text/html" href={quoteattr(base + told.path)}/>'
    terms = "".join(f"<category term={quoteattr(clean(tag))}/>" for tag in told.tags)
    return (
        f"<entry><id>{urn('story', told.id)}</id><title>{escape(clean(told.title))}</title>{link}"
        f"<published>{stamp(told.published)}</published><updated>{stamp(told.updated)}</updated>{terms}"
        f"<summary>{escape(clean(told.text))}</summary><content type=\"html\">{escape(clean(told.html))}</content></entry>\n"
    )


def atom(title: str, path: str, base: str, entries: Sequence[str], updated: datetime, author: str, up: str = "") -> str:
    """A feed of ready entries; `up` leads from the feed's folder to the top when there is no base address."""
    page = path.removesuffix(".xml") + ".html" if path != "feed.xml" else "index.html"
    base_attribute = "" if base else f' xml:base={quoteattr(up)}' if up else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom"{base_attribute}>\n<id>{urn("feed", author, path)}</id>'
        f"<title>{escape(clean(title))}</title><updated>{stamp(updated)}</updated>"
        f"<author><name>{escape(clean(author))}</name></author>"
        f"<link rel=\"self\" type=\"application/atom+xml\" href={quoteattr(base + path)}/>"
        f"<link rel=\"alternate\" type=\"text/html\" href={quoteattr(base + page)}/>\n"
        + "".join(entries)
        + "</feed>\n"
    )


def json_entry(told: Told, base: str, up: str) -> dict[str, Any]:
    return {
        "id": urn("story", told.id), "url": (base or up) + told.path, "title": told.title, "content_html": told.html,
        "summary": told.text, "date_published": stamp(told.published), "date_modified": stamp(told.updated),
        "tags": list(told.tags),
    }  # fmt: skip


def json_feed(title: str, path: str, base: str, entries: Sequence[dict[str, Any]], author: str, up: str) -> str:
    """A JSON Feed."""
    page = path.removesuffix(".json") + ".html" if path != "feed.json" else "index.html"
    made: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1", "title": title, "home_page_url": (base or up) + page,
        "language": "en", "authors": [{"name": author}], "items": list(entries),
    }  # fmt: skip
    if base:
        made["feed_url"] = base + path
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def sitemap(base: str, pages: Sequence[tuple[str, str]]) -> str:
    """Addresses with the day of their data: (path, day or nothing)."""
    lines = [
        f"<url><loc>{escape(base + path)}</loc>" + (f"<lastmod>{day}</lastmod>" if day else "") + "</url>"
        for path, day in pages
    ]
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        + "\n".join(lines)
        + "\n</urlset>\n"
    )


def sitemap_index(base: str, names: Sequence[str]) -> str:
    """The map of maps, for more pages than one map may hold."""
    lines = "\n".join(f"<sitemap><loc>{escape(base + name)}</loc></sitemap>" for name in names)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{lines}\n</sitemapindex>\n"
    )
