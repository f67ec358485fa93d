"""Items on the shelf, with the words they had before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, func, insert, select, update

from collector.identity import Known
from collector.item import Item
from policywatch.store.search import CATCH_UP
from policywatch.store.tables import annotation, dropped, item, item_alias, item_version, story_item

if TYPE_CHECKING:
    from policywatch.store.store import Store

# SQLite allows 32,766 bound values in a statement; a page of ids stays well below.
PAGE = 5_000


class Items:
    """What was published, as each source showed it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.unsearchable = False  # whether items were added that the full-text index does not hold yet

    def known(self, ids: Iterable[str]) -> dict[str, str]:
        """The fingerprints of those ids that are here already."""
        wanted = list(ids)
        found: dict[str, str] = {}
        for start in range(0, len(wanted), PAGE):
            rows = self.store.connection.execute(
                select(item.c.id, item.c.fingerprint).where(item.c.id.in_(wanted[start : start + PAGE]))
            )
            found.update((row.id, row.fingerprint) for row in rows)
        return found

    def add(self, items: Sequence[Item], document: int | None = None) -> None:
        """Store new items; an id that is here already is an error of the caller."""
        if items:
            self.store.connection.execute(insert(item), [row_of(one) | {"document": document} for one in items])
            self.unsearchable = self.store.dialect == "sqlite"

    def make_searchable(self) -> None:
        """
        Bring the full-text index up to the items added; done at the end of each transaction.

        And before words are changed: the index must hold what it is told to take out, or it is damaged.
        """
        if self.unsearchable:
            self.store.connection.execute(CATCH_UP)
            self.unsearchable = False

    def change(self, items: Sequence[Item], now: datetime, document: int | None = None) -> None:
        """Give known items their new words; the old ones are kept as versions."""
        connection = self.store.connection
        if items:
            self.make_searchable()
        for one in items:
            before = connection.execute(
                select(item.c.fingerprint, item.c.title, item.c.text, item.c.changed, item.c.observed).where(
                    item.c.id == one.id
                )
            ).one()
            if before.fingerprint == one.fingerprint:
                continue
            self.keep_version(one.id, before.fingerprint, before.title, before.text, before.changed or before.observed)
            row = row_of(one)
            for fixed in ("id", "source", "observed"):
                row.pop(fixed)
            if not (one.published and one.certain):
                row.pop("at")
            connection.execute(
                update(item).where(item.c.id == one.id).values(**row, changed=now, classified=None, document=document)
            )

    def mark(self, item_id: str, flags: Sequence[str], extra: Mapping[str, str]) -> None:
        """Give an item other flags and further fields; its words and what is said of them stay."""
        self.store.connection.execute(
            update(item).where(item.c.id == item_id).values(flags=list(flags), extra=dict(extra))
        )

    def keep_version(self, item_id: str, fingerprint: str, title: str, text: str, observed: datetime) -> None:
        """Keep the words an item had; a version that is here already stays as it is."""
        self.store.connection.execute(
            self.store.insert(item_version)
            .values(item=item_id, fingerprint=fingerprint, title=title, text=text, observed=observed)
            .on_conflict_do_nothing()
        )

    def versions(self, item_id: str) -> list[tuple[datetime, str, str]]:
        """Earlier words of an item: (when seen, title, text), oldest first."""
        rows = self.store.connection.execute(
            select(item_version.c.observed, item_version.c.title, item_version.c.text)
            .where(item_version.c.item == item_id)
            .order_by(item_version.c.observed)
        )
        return [(row.observed, row.title, row.text) for row in rows]

    def get(self, ids: Iterable[str]) -> dict[str, Item]:
        """Items by id; those that are not here are left out."""
        wanted = list(ids)
        found: dict[str, Item] = {}
        for start in range(0, len(wanted), PAGE):
            rows = self.store.connection.execute(select(item).where(item.c.id.in_(wanted[start : start + PAGE])))
            found.update((row.id, item_of(row)) for row in rows)
        return found

    def documents_of(self, ids: Iterable[str]) -> dict[str, int]:
        """The number of the document each item was last read from, where there is one."""
        wanted = list(ids)
        found: dict[str, int] = {}
        for start in range(0, len(wanted), PAGE):
            rows = self.store.connection.execute(
                select(item.c.id, item.c.document).where(
                    item.c.id.in_(wanted[start : start + PAGE]), item.c.document.is_not(None)
                )
            )
            found.update((row.id, row.document) for row in rows)
        return found

    def one(self, key: str) -> Item | None:
        """The item with this id (or unambiguous beginning of one) or address."""
        connection = self.store.connection
        row = connection.execute(select(item).where(item.c.id == key)).first()
        row = row or connection.execute(select(item).where(item.c.url == key)).first()
        if row is None and len(key) >= 4:
            rows = connection.execute(select(item).where(item.c.id.startswith(key, autoescape=True)).limit(2)).all()
            row = rows[0] if len(rows) == 1 else None
        return item_of(row) if row else None

    def to_classify(self, again: bool = False, page: int = 2_000) -> Iterator[list[tuple[int, Item]]]:
        """Items whose words have no annotation yet (all of them with `again`), in pages of (number, item)."""
        last = 0
        while True:
            query = select(item).where(item.c.seq > last).order_by(item.c.seq).limit(page)
            if not again:
                query = query.where(item.c.classified.is_(None))
            rows = self.store.connection.execute(query).all()
            if not rows:
                return
            last = rows[-1].seq
            yield [(row.seq, item_of(row)) for row in rows]

    def waiting(self, again: bool = False) -> int:
        """How many items `to_classify` will give."""
        query = select(func.count()).select_from(item)
        return self.store.connection.execute(query if again else query.where(item.c.classified.is_(None))).scalar_one()

    def read_again(self, ids: Sequence[str]) -> None:
        """Let `to_classify` give these items once more."""
        self.store.connection.execute(update(item).where(item.c.id.in_(ids)).values(classified=None))

    def to_file(self, longest: int = 50_000) -> list[Item]:
        """Items that are read and stand under no story yet, oldest first."""
        rows = self.store.connection.execute(
            select(item)
            .where(item.c.filed.is_(False), item.c.classified.is_not(None))
            .order_by(item.c.at, item.c.seq)
            .limit(longest)
        )
        return [item_of(row) for row in rows]

    def filed_since(self, since: datetime, until: datetime) -> list[tuple[Item, str, datetime]]:
        """Filed items of a span of time, with their story and when they were filed, oldest first."""
        rows = self.store.connection.execute(
            select(item, story_item.c.story, story_item.c.filed.label("filed_at"))
            .join(story_item, story_item.c.item == item.c.id)
            .where(item.c.at >= since, item.c.at < until)
            .order_by(item.c.at, item.c.seq)
        )
        return [(item_of(row), row.story, row.filed_at) for row in rows]

    def newest_number(self) -> int:
        """The number of the newest item; numbers grow with the order of arrival, so they tell new from old."""
        return int(self.store.connection.execute(select(func.coalesce(func.max(item.c.seq), 0))).scalar_one())

    def numbers(self, ids: Iterable[str]) -> dict[str, int]:
        """The arrival numbers of these items."""
        wanted = list(ids)
        found: dict[str, int] = {}
        for start in range(0, len(wanted), PAGE):
            page = wanted[start : start + PAGE]
            rows = self.store.connection.execute(select(item.c.id, item.c.seq).where(item.c.id.in_(page)))
            found.update((row.id, row.seq) for row in rows)
        return found

    def observed_between(self, since: datetime, until: datetime) -> tuple[int, int]:
        """How many items were first seen in (since, until], and how many of them are ours to tell."""
        row = self.store.connection.execute(
            select(func.count(), func.count().filter(annotation.c.relevant))
            .select_from(item)
            .outerjoin(annotation, annotation.c.item == item.c.seq)
            .where(item.c.observed > since, item.c.observed <= until)
        ).one()
        return int(row[0]), int(row[1])

    def count(self) -> int:
        """How many items are here."""
        return self.store.connection.execute(select(func.count()).select_from(item)).scalar_one()

    def remembered(self, source: str, ids: Collection[str] = (), most: int = 2_000) -> list[Known]:
        """What recognising an item of `source` again needs: of these ids, and of the newest items beside them."""
        columns = (item.c.id, item.c.url, item.c.title, item.c.published, item.c.fingerprint)
        connection = self.store.connection
        rows = list(
            connection.execute(select(*columns).where(item.c.source == source).order_by(item.c.at.desc()).limit(most))
        )
        missing = list(set(ids) - {row.id for row in rows})
        for start in range(0, len(missing), PAGE):
            rows += connection.execute(select(*columns).where(item.c.id.in_(missing[start : start + PAGE])))
        earlier: dict[str, set[str]] = {}
        wanted = list(ids)
        for start in range(0, len(wanted), PAGE):
            for row in connection.execute(
                select(item_version.c.item, item_version.c.fingerprint).where(
                    item_version.c.item.in_(wanted[start : start + PAGE])
                )
            ):
                earlier.setdefault(row.item, set()).add(row.fingerprint)
        return [
            Known(
                id=row.id,
                url=row.url,
                title=row.title,
                published=row.published,
                fingerprint=row.fingerprint,
                earlier=frozenset(earlier.get(row.id, ())),
            )
            for row in rows
        ]

    def young(self, sources: Sequence[str], since: datetime) -> list[Item]:
        """The items of these sources that were first seen since then, oldest first."""
        query = select(item).where(item.c.source.in_(sources), item.c.observed >= since).order_by(item.c.seq)
        return [item_of(row) for row in self.store.connection.execute(query)]

    def reread(self, items: Sequence[Item], document: int | None = None) -> int:
        """
        Give items the words a better reader finds in the same document, and no other: that is no change and leaves no
        version. With `document` None the words of whatever document they came from are replaced. Gives how many.
        """
        done: int = 0
        self.make_searchable()
        for one in items:
            row = row_of(one)
            for fixed in ("id", "source", "observed", "at"):
                row.pop(fixed)
            query = update(item).where(item.c.id == one.id).values(**row, classified=None)
            if document is not None:
                query = query.where(item.c.document == document)
            touched: int = self.store.connection.execute(query).rowcount
            done += touched
        return done

    def drop(self, rows: Sequence[tuple[str, str, str, str, str]], now: datetime) -> None:
        """Record things that did not become items: (source, key, title, url, reason); the first reason stays."""
        if not rows:
            return
        self.store.connection.execute(
            self.store.insert(dropped).on_conflict_do_nothing(),
            [dict(zip(("source", "key", "title", "url", "reason"), row, strict=True)) | {"seen": now} for row in rows],
        )

    def dropped(self, key: str) -> list[Row[Any]]:
        """What is known of a thing that did not become an item, by key or address."""
        query = select(dropped).where((dropped.c.key == key) | (dropped.c.url == key))
        return list(self.store.connection.execute(query))

    def aliases(self, source: str) -> dict[str, str]:
        """Other names under which a source has shown its items: its own id to our item id."""
        rows = self.store.connection.execute(
            select(item_alias.c.own_id, item_alias.c.item).where(item_alias.c.source == source)
        )
        return {row.own_id: row.item for row in rows}

    def add_aliases(self, source: str, names: dict[str, str]) -> None:
        """Remember further names of items."""
        if names:
            self.store.connection.execute(
                self.store.insert(item_alias).on_conflict_do_nothing(),
                [{"source": source, "own_id": own, "item": known} for own, known in names.items()],
            )


def row_of(one: Item) -> dict[str, Any]:
    return {
        "id": one.id,
        "source": one.source,
        "source_class": one.source_class,
        "own_id": one.own_id,
        "url": one.url,
        "title": one.title,
        "text": one.text,
        "html": one.html,
        "author": one.author,
        "language": one.language,
        "published": one.published,
        "updated": one.updated,
        "certain": one.certain,
        "observed": one.observed,
        "at": one.when,
        "fingerprint": one.fingerprint,
        "flags": list(one.flags),
        "extra": dict(one.extra),
    }


def item_of(row: Row[Any]) -> Item:
    return Item(
        id=row.id,
        source=row.source,
        source_class=row.source_class,
        own_id=row.own_id,
        url=row.url,
        title=row.title,
        text=row.text,
        html=row.html,
        author=row.author,
        language=row.language,
        published=row.published,
        updated=row.updated,
        certain=row.certain,
        observed=row.observed,
        fingerprint=row.fingerprint,
        flags=tuple(row.flags),
        extra=row.extra,
    )
