"""What the archive is made of: light rows and marks that tell what changed since it was last written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, String, Text, cast, func, select

from policywatch.store.tables import (
    annotation,
    edition,
    fact,
    item,
    item_mention,
    item_tag,
    item_version,
    page_change,
    shelf,
    story,
    story_item,
    story_link,
)

if TYPE_CHECKING:
    from policywatch.store.store import Store

PAGE = 2_000


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemMark:
    """An item of the archive: `mark` differs as soon as its words, or anything said of it, differ."""

    id: str
    at: datetime
    source: str
    mark: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryMark:
    """A story of the archive, as its row stands, and its items in order of time."""

    id: str
    headline: str
    lead: str
    first_seen: datetime
    last_seen: datetime
    importance: float
    follows: str | None
    content: dict[str, Any]
    mark: str
    items: tuple[ItemMark, ...]


def streamed(store: Store, query: Any) -> Iterator[Row[Any]]:
    """Rows a page at a time, where that needs no transaction: PostgreSQL's cursors live only inside one."""
    options = {"yield_per": PAGE} if store.dialect == "sqlite" else {}
    for page in store.connection.execute(query, execution_options=options).partitions(PAGE):
        yield from page


def ours() -> Any:
    """The condition that a story is told under its own name."""
    return (story.c.relevant.is_(True)) & (story.c.joined.is_(None))


def said_marks(store: Store) -> dict[int, bytes]:
    """A digest of tags, mentions and facts of each item of the archive, by item number."""
    wanted = (
        select(item.c.seq)
        .join(story_item, story_item.c.item == item.c.id)
        .join(story, story.c.id == story_item.c.story)
        .where(ours())
    )
    marks: dict[int, Any] = {}

    def piece(*columns: Any) -> Any:
        joined: Any = cast(columns[0], String)
        for column in columns[1:]:
            joined = joined + " " + func.coalesce(cast(column, String), "")
        return joined

    shelves = (
        (item_tag, piece(item_tag.c.tag, item_tag.c.score, item_tag.c.start, item_tag.c.end, item_tag.c.by), None),
        (item_mention, piece(item_mention.c.kind, item_mention.c.entity, item_mention.c.start), None),
        (fact, piece(fact.c.seq, fact.c.start, fact.c.end), fact.c.gone.is_(None)),
    )
    for table, words, condition in shelves:
        query = select(table.c.item, func.aggregate_strings(words, ",")).where(table.c.item.in_(wanted))
        if condition is not None:
            query = query.where(condition)
        for number, joined in streamed(store, query.group_by(table.c.item)):  # type: ignore[misc]
            mark = marks.get(number)
            if mark is None:
                mark = marks[number] = blake2b(digest_size=12)
            # No database promises the order in which it joins strings.
            mark.update(table.name.encode() + ",".join(sorted(joined.split(","))).encode())
    return {number: mark.digest() for number, mark in marks.items()}


def items_marked(store: Store) -> Iterator[tuple[str, ItemMark]]:
    """Every item of the archive with its story's id, stories in order of their number, items in order of time."""
    said = said_marks(store)
    counted = select(item_version.c.item, func.count()).group_by(item_version.c.item)
    versions = {row[0]: row[1] for row in store.connection.execute(counted)}
    rows = streamed(store,
        select(
            story_item.c.story, item.c.seq, item.c.id, item.c.at, item.c.source, item.c.fingerprint, item.c.url,
            annotation.c.made_by, annotation.c.relevance, annotation.c.relevant, annotation.c.status,
            annotation.c.source_class,
        )
        .select_from(story)
        .join(story_item, story_item.c.story == story.c.id)
        .join(item, item.c.id == story_item.c.item)
        .join(annotation, annotation.c.item == item.c.seq)
        .where(ours())
        .order_by(story.c.seq, item.c.at, item.c.seq)
    )  # fmt: skip
    for row in rows:
        mark = blake2b(said.get(row.seq, b""), digest_size=12)
        mark.update(
            f"{row.fingerprint}|{row.url}|{row.made_by}|{row.relevance!r}|{row.relevant}|{row.status}|"
            f"{row.source_class}|{versions.get(row.id, 0)}|{row.at.timestamp()}".encode("utf-8", "surrogatepass")
        )
        yield row.story, ItemMark(id=row.id, at=row.at, source=row.source, mark=mark.hexdigest())


def stories_marked(store: Store) -> Iterator[StoryMark]:
    """Every story of the archive with its items, oldest first as they were stored."""
    follows = {row.story: row.follows for row in store.connection.execute(select(story_link))}
    under: dict[str, list[ItemMark]] = {}
    for name, one in items_marked(store):
        under.setdefault(name, []).append(one)
    rows = streamed(store,
        select(
            story.c.id, story.c.headline, story.c.lead, story.c.first_seen, story.c.last_seen, story.c.importance,
            story.c.credibility, story.c.follows, cast(story.c.content, Text).label("plain"),
        )
        .where(ours())
        .order_by(story.c.first_seen, story.c.seq)
    )  # fmt: skip
    for row in rows:
        items = tuple(under.pop(row.id, ()))
        if not items:
            continue
        mark = blake2b(row.plain.encode("utf-8", "surrogatepass"), digest_size=12)
        told = (row.headline, row.lead, row.last_seen.timestamp(), row.importance, row.credibility)
        mark.update(repr((*told, follows.get(row.id))).encode("utf-8", "surrogatepass"))
        for one in items:
            mark.update(one.mark.encode())
        yield StoryMark(
            id=row.id, headline=row.headline, lead=row.lead, first_seen=row.first_seen, last_seen=row.last_seen,
            importance=row.importance, follows=row.follows or follows.get(row.id), content=json.loads(row.plain),
            mark=mark.hexdigest(), items=items,
        )  # fmt: skip


def merged(store: Store) -> dict[str, str]:
    """Stories that were joined into another, with the one that answers for them."""
    rows = store.connection.execute(select(story.c.id, story.c.joined).where(story.c.joined.is_not(None)))
    return {row.id: row.joined for row in rows}


def facts_by_seq(store: Store) -> Iterator[Row[Any]]:
    """Every fact still read from an item of the archive, oldest first, with its item's id, time, source and story."""
    yield from streamed(store,
        select(
            fact, item.c.id.label("item_id"), item.c.published, item.c.at, item.c.source,
            annotation.c.source_class, story_item.c.story,
        )
        .join(item, item.c.seq == fact.c.item)
        .join(annotation, annotation.c.item == item.c.seq)
        .join(story_item, story_item.c.item == item.c.id)
        .join(story, story.c.id == story_item.c.story)
        .where(fact.c.gone.is_(None), ours())
        .order_by(item.c.at, fact.c.item, fact.c.rank)
    )  # fmt: skip


def editions_marked(store: Store) -> list[tuple[str, int, str, datetime]]:
    """Every edition's day, number, digest and time of making, oldest first."""
    rows = store.connection.execute(
        select(edition.c.day, edition.c.number, edition.c.digest, edition.c.composed).order_by(edition.c.day)
    )
    return [(row.day, row.number, row.digest, row.composed) for row in rows]


def published_days(store: Store) -> dict[str, list[dict[str, Any]]]:
    """What each day's page has shown since it was first published, oldest first, by day."""
    rows = store.connection.execute(select(shelf.c.name, shelf.c.content).where(shelf.c.name.startswith("published:")))
    return {row.name.partition(":")[2]: json.loads(row.content) for row in rows}


def keep_published(store: Store, day: str, shown: list[dict[str, Any]], now: datetime) -> None:
    """Remember what a day's page has shown."""
    store.stories.put(f"published:{day}", json.dumps(shown, ensure_ascii=False).encode(), now)


def item_counts(store: Store) -> dict[str, tuple[int, int]]:
    """How many items each source has shown, and how many of them were ours to tell."""
    ours_too = (
        select(item.c.source, func.count())
        .join(annotation, annotation.c.item == item.c.seq)
        .where(annotation.c.relevant.is_(True))
        .group_by(item.c.source)
    )
    everything = select(item.c.source, func.count()).group_by(item.c.source)
    told = {row[0]: row[1] for row in store.connection.execute(ours_too)}
    return {row[0]: (row[1], told.get(row[0], 0)) for row in store.connection.execute(everything)}


def watched(store: Store) -> dict[str, tuple[int, int]]:
    """The watched pages of which anything was recorded: how many readings, and the number of the last one."""
    rows = store.connection.execute(
        select(page_change.c.source, func.count(), func.max(page_change.c.seq)).group_by(page_change.c.source)
    )
    return {row[0]: (row[1], row[2]) for row in rows}
