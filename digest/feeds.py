"""Feeds: stories as Atom (RFC 4287) and JSON Feed 1.1, and the map of the site."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from xml.sax.saxutils import escape, quoteattr

# A reader that asks once a week misses nothing of a busy week.
LONGEST = 50
# What a JSON Feed may carry beside its own fields begins with an underscore (JSON Feed 1.1, "Extensions"): the story,
# and the mark of what the entry was made of, so that the next publishing can take it over.
OURS = "_policywatch"
# Not allowed in XML 1.0, whatever a title held.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


Entry = dict[str, Any]


def clean(text: str) -> str:
    """Text that may stand in XML."""
    return CONTROLS.sub(" ", text)


def stamp(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def urn(*parts: str) -> str:
    """A name that stays the same wherever the archive is published."""
    return "urn:sha256:" + sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def entry(
    id: str, mark: str, path: str, title: str, html: str, text: str, published: datetime, updated: datetime,
    tags: Sequence[str],
) -> Entry:  # fmt: skip
    """A story as an item of JSON Feed; its address is the path in the archive until a feed is made of it."""
    return {
        "id": urn("story", id), "url": path, "title": title, "content_html": html, "summary": text,
        "date_published": stamp(published), "date_modified": stamp(updated), "tags": list(tags),
        OURS: {"story": id, "mark": mark},
    }  # fmt: skip


def atom_entry(told: Entry, link: str) -> str:
    """The same entry in Atom."""
    terms = "".join(f"<category term={quoteattr(clean(tag))}/>" for tag in told["tags"])
    return (
        f"<entry><id>{told['id']}</id><title>{escape(clean(told['title']))}</title>"
        f'<link rel="alternate" type="text/html" href={quoteattr(link)}/>'
        f"<published>{told['date_published']}</published><updated>{told['date_modified']}</updated>{terms}"
        f"<summary>{escape(clean(told['summary']))}</summary>"
        f'<content type="html">{escape(clean(told["content_html"]))}</content></entry>\n'
    )


def atom(title: str, path: str, base: str, up: str, entries: Sequence[Entry], author: str) -> str:
    """A feed; its links lead to `base`, or by `up` to the archive's top where no base address is known."""
    page = path.removesuffix(".xml") + ".html" if path != "feed.xml" else "index.html"
    top = base or up
    updated = max((told["date_modified"] for told in entries), default="1970-01-01T00:00:00Z")
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom">\n<id>{urn("feed", author, path)}</id>'
        f"<title>{escape(clean(title))}</title><updated>{updated}</updated>"
        f"<author><name>{escape(clean(author))}</name></author>"
        f'<link rel="self" type="application/atom+xml" href={quoteattr(top + path)}/>'
        f'<link rel="alternate" type="text/html" href={quoteattr(top + page)}/>\n'
        + "".join(atom_entry(told, top + told["url"]) for told in entries)
        + "</feed>\n"
    )


def json_feed(title: str, path: str, base: str, up: str, entries: Sequence[Entry], author: str) -> str:
    """The same feed as JSON Feed."""
    page = path.removesuffix(".json") + ".html" if path != "feed.json" else "index.html"
    top = base or up
    head: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1", "title": title, "home_page_url": top + page,
        "language": "en", "authors": [{"name": author}],
    }  # fmt: skip
    if base:
        head["feed_url"] = base + path
    # An entry a line; Python's own indenting would be ten times as slow.
    items = ",\n".join(json.dumps(told | {"url": top + told["url"]}, ensure_ascii=False) for told in entries)
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "items": [\n{items}\n]}}\n'


def taken_over(text: str) -> dict[str, Entry]:
    """The entries of a feed of ours as it stands, by story; nothing where it cannot be read."""
    try:
        items = json.loads(text)["items"]
        return {one[OURS]["story"]: one | {"url": f"stories/{one[OURS]['story']}.html"} for one in items}
    except (ValueError, KeyError, TypeError):
        return {}


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
