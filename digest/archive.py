"""The archive: editions, stories and items as static pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from classifier.annotation import Annotation
from classifier.story import Story
from collector.item import Item
from digest.delivery import Page
from digest.edition import Edition
from digest.rendering import render


@dataclass(frozen=True, kw_only=True, slots=True)
class Stock:
    """All the archive is made of."""

    title: str
    editions: Sequence[Edition]
    stories: Sequence[Story]
    items: Mapping[str, Item]
    said: Mapping[str, Annotation]
    names: Mapping[str, str]
    tags: Mapping[str, tuple[str, str]]  # id: (name, definition)


def pages(stock: Stock) -> Iterator[Page]:
    """Every page of the archive; equal stock gives equal bytes."""

    def page(path: str, template: str, **values: object) -> Page:
        root = "../" * path.count("/")
        return Page(path=path, content=render(f"archive/{template}.html", stock=stock, root=root, **values).encode())

    newest = sorted(stock.stories, key=lambda story: (story.last_seen, story.id), reverse=True)
    yield page("index.html", "index", editions=list(reversed(stock.editions)), stories=newest[:30], heading=stock.title)
    for edition in stock.editions:
        yield page(f"days/{edition.day}.html", "day", edition=edition, heading=f"{stock.title} · {edition.day}")
    by_tag: dict[str, list[Story]] = defaultdict(list)
    by_platform: dict[str, list[Story]] = defaultdict(list)
    for story in newest:
        for tag in story.tags:
            by_tag[tag].append(story)
        for platform in story.platforms:
            by_platform[platform].append(story)
        yield page(f"stories/{story.id}.html", "story", story=story, heading=story.headline)
        for one in story.items:
            if one in stock.items and one in stock.said:
                item = stock.items[one]
                yield page(f"items/{one}.html", "item", item=item, said=stock.said[one], story=story,
                           heading=item.title, parts=marked(item, stock.said[one]))  # fmt: skip
    for tag, (name, definition) in stock.tags.items():
        yield page(f"tags/{tag}.html", "list", heading=name, about=definition, stories=by_tag[tag])
    for platform, told in sorted(by_platform.items()):
        yield page(
            f"platforms/{platform}.html", "list", heading=stock.names.get(platform, platform), about="", stories=told
        )


def marked(item: Item, said: Annotation) -> list[tuple[str, str]]:
    """The item's words in pieces: (anchor, words); the anchor is empty where nothing was read."""
    starts: dict[int, int] = {}
    for group in (said.facts, said.tags):
        for one in group:
            starts[one.evidence.start] = max(one.evidence.end, starts.get(one.evidence.start, 0))
    words, out, last = item.words, [], 0
    for start in sorted(starts):
        if start < last:
            out.append((f"e{start}", ""))
            continue
        out.append(("", words[last:start]))
        out.append((f"e{start}", words[start : starts[start]]))
        last = starts[start]
    out.append(("", words[last:]))
    return [(anchor, text) for anchor, text in out if text or anchor]
