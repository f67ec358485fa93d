"""The reader of JSON Feed 1.0 and 1.1."""

from __future__ import annotations

import json
from typing import Any

from collector.entries import Entry, Feed, Words


class NotAFeed(ValueError):
    """JSON that is no feed."""


class Broken(ValueError):
    """What is no JSON at all."""


def read(text: str, most: int) -> Feed:
    """The feed a JSON text holds; raises Broken or NotAFeed."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Broken(str(error)[:120]) from error
    if not isinstance(told, dict):
        raise NotAFeed("the JSON is no object")
    version, items = told.get("version"), told.get("items")
    if not isinstance(items, list) or not (
        (isinstance(version, str) and "jsonfeed" in version.lower()) or "feed_url" in told or "home_page_url" in told
    ):
        raise NotAFeed("the JSON is no JSON Feed")
    feed = Feed(
        title=_text(told.get("title")),
        link=_text(told.get("home_page_url")),
        language=_text(told.get("language")),
        author=_author(told),
        left_out=max(0, len(items) - most),
    )
    feed.entries = [_entry(item) for item in items[:most] if isinstance(item, dict)]
    return feed


def _entry(item: dict[str, Any]) -> Entry:
    entry = Entry(guid=_text(item.get("id")), language=_text(item.get("language")), author=_author(item))
    for key in ("url", "external_url"):
        if address := _text(item.get(key)):
            entry.links.append((address, ""))
            if key == "external_url":
                entry.extra["external"] = address
    if title := _text(item.get("title")):
        entry.title = Words(title, "text")
    for key, kind in (("content_html", "html"), ("content_text", "text")):
        if body := _text(item.get(key)):
            entry.bodies.append(Words(body, kind))
    if not entry.bodies and (summary := _text(item.get("summary"))):
        entry.bodies.append(Words(summary, "text"))
    if date := _text(item.get("date_published")):
        entry.published.append(date)
    if date := _text(item.get("date_modified")):
        entry.updated.append(date)
    if isinstance(tags := item.get("tags"), list):
        entry.categories = [tag[:100] for tag in tags[:50] if isinstance(tag, str)]
    return entry


def _author(told: dict[str, Any]) -> str:
    people = told.get("authors")
    people = people if isinstance(people, list) else [told.get("author")]
    names = [_text(person.get("name")) or _text(person.get("url")) for person in people if isinstance(person, dict)]
    return ", ".join(name for name in names[:10] if name)


def _text(value: object) -> str:
    """Text as it is; 1.1 wants numeric ids read as their digits."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}" if value == value and abs(value) < 1e15 and value == int(value) else str(value)
    if isinstance(value, int):
        return str(value) if abs(value) < 10**30 else ""
    return value if isinstance(value, str) else ""
