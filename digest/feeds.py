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
# What a JSON Feed may carry beside its own fields begins with an underscore (JSON Feed 1.1, "Extensions"): the story,
# and the mark of what the entry was made of, so that the next publishing can take it over.
OURS = "_policywatch"
# How a line of a feed begins and ends: an entry a line can be taken over as it stands.
ATOM_LINK = '<entry><link rel="alternate" type="text/html" href='
JSON_LINK = '{"url": '
LINKED = re.compile(re.escape(ATOM_LINK) + r'"[^"]*"/>')
MARKED = re.compile(r'"date_modified": "([^"]+)", "_policywatch": \{"story": "([^"]+)", "mark": "([^"]+)"\}\}$')
# Not allowed in XML 1.0, whatever a title held.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """
    A story as a line of each form of feed, written once however many feeds tell it.

    The address is left open, `path` in the archive: it depends on where the feed stands.
    """

    path: str
    updated: str
    json: str
    atom: str


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
    """A story as an entry; `mark` is of everything it was made of."""
    name, first, last = urn("story", id), stamp(published), stamp(updated)
    plain = {
        "id": name, "title": title, "content_html": html, "summary": text, "date_published": first,
        "tags": list(tags), "date_modified": last, OURS: {"story": id, "mark": mark},
    }  # fmt: skip
    terms = "".join(f"<category term={quoteattr(clean(tag))}/>" for tag in tags)
    told = (
        f"<id>{name}</id><title>{escape(clean(title))}</title><published>{first}</published>"
        f"<updated>{last}</updated>{terms}<summary>{escape(clean(text))}</summary>"
        f'<content type="html">{escape(clean(html))}</content></entry>'
    )
    return Entry(
        path=path,
        updated=last,
        json=f", {json.dumps(plain, ensure_ascii=False)[1:]}",
        atom=told.replace("\r", "").replace("\n", "&#10;"),
    )


def atom(title: str, path: str, base: str, up: str, entries: Sequence[Entry], author: str) -> str:
    """A feed; its links lead to `base`, or by `up` to the archive's top where no base address is known."""
    page = path.removesuffix(".xml") + ".html" if path != "feed.xml" else "index.html"
    top = base or up
    updated = max((told.updated for told in entries), default="1970-01-01T00:00:00Z")
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom">\n<id>{urn("feed", author, path)}</id>'
        f"<title>{escape(clean(title))}</title><updated>{updated}</updated>"
        f"<author><name>{escape(clean(author))}</name></author>"
        f'<link rel="self" type="application/atom+xml" href={quoteattr(top + path)}/>'
        f'<link rel="alternate" type="text/html" href={quoteattr(top + page)}/>\n'
        + "".join(f"{ATOM_LINK}{quoteattr(top + told.path)}/>{told.atom}\n" for told in entries)
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
    items = ",\n".join(f"{JSON_LINK}{json.dumps(top + told.path, ensure_ascii=False)}{told.json}" for told in entries)
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "items": [\n{items}\n]}}\n'


def taken_over(atom_text: str, json_text: str) -> dict[tuple[str, str], Entry]:
    """The entries of a feed of ours as it stands in both forms, by story and mark; nothing where they differ."""
    lines = [line for line in atom_text.split("\n") if line.startswith(ATOM_LINK)]
    pairs = [line.removesuffix(",") for line in json_text.split("\n") if line.startswith(JSON_LINK)]
    found = {}
    for atom_line, json_line in zip(lines, pairs, strict=False):
        known, link = MARKED.search(json_line), LINKED.match(atom_line)
        if known and link and f"/{known[2]}.html" in link[0]:
            rest = json_line[json_line.index(', "id": ') :]
            found[known[2], known[3]] = Entry(
                path=f"stories/{known[2]}.html", updated=known[1], json=rest, atom=atom_line[link.end() :]
            )
    return found


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
