"""Stories on the shelf, and which item is filed under which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, bindparam, delete, insert, or_, select, update

from classifier.annotation import Evidence, Fact, Sentence
from classifier.story import Story
from policywatch.store.tables import item as item_table
from policywatch.store.tables import shelf, story, story_item, story_link, story_verdict, untold

if TYPE_CHECKING:
    from policywatch.store.store import Store

IN_COLUMNS = ("id", "headline", "lead", "first_seen", "last_seen", "importance", "credibility", "follows")
PAGE = 5_000


class Stories:
    """All coverage, event by event."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def save(self, stories: Sequence[tuple[Story, bool]], now: datetime) -> None:
        """Write stories, each with whether it is ours to tell, in place of what stood under their ids."""
        if not stories:
            return
        connection = self.store.connection
        ids = [one.id for one, _ in stories]
        known: set[str] = set()
        for start in range(0, len(ids), PAGE):
            known.update(connection.scalars(select(story.c.id).where(story.c.id.in_(ids[start : start + PAGE]))))
        fresh = [row_of(one, relevant, now) for one, relevant in stories if one.id not in known]
        if fresh:
            connection.execute(insert(story), fresh)
        for one, relevant in stories:
            if one.id in known:
                row = row_of(one, relevant, now)
                connection.execute(update(story).where(story.c.id == row.pop("id")).values(**row))

    def file(self, filed: Sequence[tuple[str, str, str]], now: datetime) -> None:
        """Record where items are filed: (item, story, why); a later filing takes the place of an earlier one."""
        if not filed:
            return
        statement = self.store.insert(story_item)
        self.store.connection.execute(
            statement.on_conflict_do_update(
                index_elements=["item"],
                set_={
                    "story": statement.excluded.story,
                    "filed": statement.excluded.filed,
                    "why": statement.excluded.why,
                },
            ),
            [{"item": item, "story": under, "filed": now, "why": why} for item, under, why in filed],
        )
        self.store.connection.execute(
            update(item_table).where(item_table.c.id == bindparam("one")).values(filed=True),
            [{"one": item} for item, _, _ in filed],
        )

    def of_items(self, ids: Iterable[str]) -> dict[str, str]:
        """The story each of these items is filed under."""
        wanted = list(ids)
        found: dict[str, str] = {}
        for start in range(0, len(wanted), PAGE):
            rows = self.store.connection.execute(
                select(story_item.c.item, story_item.c.story).where(story_item.c.item.in_(wanted[start : start + PAGE]))
            )
            found.update((row.item, row.story) for row in rows)
        return found

    def items_of(self, ids: Iterable[str]) -> dict[str, list[str]]:
        """The items filed under each of these stories, in the order they were filed."""
        wanted = list(ids)
        found: dict[str, list[str]] = defaultdict(list)
        for start in range(0, len(wanted), PAGE):
            rows = self.store.connection.execute(
                select(story_item.c.item, story_item.c.story)
                .where(story_item.c.story.in_(wanted[start : start + PAGE]))
                .order_by(story_item.c.filed, story_item.c.item)
            )
            for row in rows:
                found[row.story].append(row.item)
        return dict(found)

    def why(self, item_id: str) -> str:
        """Why an item was filed where it is."""
        return self.store.connection.scalar(select(story_item.c.why).where(story_item.c.item == item_id)) or ""

    def get(self, ids: Iterable[str]) -> dict[str, Story]:
        """Stories by id; a story that was merged answers with the one it joined."""
        wanted = list(ids)
        found: dict[str, Story] = {}
        for start in range(0, len(wanted), PAGE):
            rows = self.store.connection.execute(
                select(story).where(story.c.id.in_(wanted[start : start + PAGE]))
            ).all()
            joined = {row.id: row.joined for row in rows if row.joined}
            found.update((row.id, story_of(row)) for row in rows if not row.joined)
            if joined:
                others = self.get(set(joined.values()))
                found.update((old, others[new]) for old, new in joined.items() if new in others)
        return found

    def one(self, key: str) -> Story | None:
        """The story with this id or unambiguous beginning of one."""
        if found := self.get([key]):
            return found[key]
        rows = self.store.connection.execute(
            select(story).where(story.c.id.startswith(key, autoescape=True)).limit(2)
        ).all()
        return story_of(rows[0]) if len(rows) == 1 and len(key) >= 4 else None

    def between(self, since: datetime, until: datetime, relevant: bool = True) -> list[Story]:
        """Stories last seen in [since, until), most important first."""
        rows = self.store.connection.execute(
            select(story)
            .where(
                story.c.last_seen >= since,
                story.c.last_seen < until,
                story.c.relevant == relevant,
                story.c.joined.is_(None),
            )
            .order_by(story.c.importance.desc(), story.c.id)
        )
        return [story_of(row) for row in rows]

    def all(self, relevant: bool = True) -> list[Story]:
        """Every story that is ours to tell, oldest first."""
        rows = self.store.connection.execute(
            select(story)
            .where(story.c.relevant == relevant, story.c.joined.is_(None))
            .order_by(story.c.first_seen, story.c.id)
        )
        return [story_of(row) for row in rows]

    def join(self, old: str, new: str) -> None:
        """File everything of one story under another; the old id keeps answering."""
        connection = self.store.connection
        connection.execute(update(story).where(or_(story.c.id == old, story.c.joined == old)).values(joined=new))
        connection.execute(update(story_item).where(story_item.c.story == old).values(story=new))

    def tell_again(self, ids: Iterable[str]) -> None:
        """Note that these stories have to be told anew, in the transaction that makes it so."""
        rows = [{"story": one} for one in sorted(set(ids))]
        if rows:
            self.store.connection.execute(self.store.insert(untold).on_conflict_do_nothing(), rows)

    def untold(self) -> list[str]:
        """The stories that have to be told anew."""
        return list(self.store.connection.scalars(select(untold.c.story).order_by(untold.c.story)))

    def told_again(self, ids: Sequence[str]) -> None:
        """Note that these stories have been told anew."""
        self.store.connection.execute(delete(untold).where(untold.c.story.in_(ids)))

    def follow(self, links: Mapping[str, str]) -> None:
        """Remember which earlier story each of these follows; what was said first stays."""
        if links:
            rows = [{"story": story, "follows": earlier} for story, earlier in links.items()]
            self.store.connection.execute(self.store.insert(story_link).on_conflict_do_nothing(), rows)

    def followed(self, ids: Iterable[str]) -> dict[str, str]:
        """The earlier story that each of these follows, where there is one."""
        wanted = list(ids)
        found: dict[str, str] = {}
        for start in range(0, len(wanted), PAGE):
            rows = self.store.connection.execute(
                select(story_link).where(story_link.c.story.in_(wanted[start : start + PAGE]))
            )
            found.update((row.story, row.follows) for row in rows)
        return found

    def joined(self, ids: Iterable[str]) -> dict[str, str]:
        """The stories that these were merged into, by the old id."""
        wanted = list(ids)
        found: dict[str, str] = {}
        for start in range(0, len(wanted), PAGE):
            rows = self.store.connection.execute(
                select(story.c.id, story.c.joined).where(
                    story.c.id.in_(wanted[start : start + PAGE]), story.c.joined.is_not(None)
                )
            )
            found.update((row.id, row.joined) for row in rows)
        return found

    def silence(self, ids: Sequence[str], now: datetime) -> None:
        """Let stories be told no more, none of whose items is ours to tell any longer."""
        if ids:
            gone = update(story).where(story.c.id.in_(ids), story.c.relevant.is_(True))
            self.store.connection.execute(gone.values(relevant=False, changed=now))

    def close_empty(self, ids: Iterable[str], now: datetime) -> None:
        """Let stories that have lost all their items answer with the story their lead stands under now."""
        for one in ids:
            row = self.store.connection.execute(select(story.c.lead).where(story.c.id == one)).first()
            under = self.of_items([row.lead]).get(row.lead) if row else None
            if under and under != one:
                self.store.connection.execute(update(story).where(story.c.id == one).values(joined=under, changed=now))

    def verdicts(self) -> list[tuple[str, str, str]]:
        """What people said of pairs: (same | apart, first, second), oldest first."""
        rows = self.store.connection.execute(select(story_verdict).order_by(story_verdict.c.seq))
        return [(row.kind, row.first, row.second) for row in rows]

    def judge(self, kind: str, first: str, second: str, by: str, now: datetime) -> None:
        """Remember a person's word that two belong together, or do not."""
        self.store.connection.execute(
            insert(story_verdict).values(kind=kind, first=first, second=second, by=by, made=now)
        )

    def shelf(self, name: str) -> bytes | None:
        """A small state kept between runs."""
        return self.store.connection.scalar(select(shelf.c.content).where(shelf.c.name == name))

    def put(self, name: str, content: bytes, now: datetime) -> None:
        """Keep a small state between runs."""
        connection = self.store.connection
        connection.execute(delete(shelf).where(shelf.c.name == name))
        connection.execute(insert(shelf).values(name=name, content=content, changed=now))


def row_of(one: Story, relevant: bool, now: datetime) -> dict[str, Any]:
    content = asdict(one)
    row = {name: content.pop(name) for name in IN_COLUMNS}
    return row | {"relevant": relevant, "joined": None, "content": content, "changed": now}


def story_of(row: Row[Any]) -> Story:
    content: dict[str, Any] = dict(row.content)
    content["facts"] = [fact_from(one) for one in content.get("facts", ())]
    content["summary"] = [
        Sentence(text=line["text"], evidence=Evidence(**line["evidence"])) for line in content.get("summary", ())
    ]
    content["parts"] = [(name, value) for name, value in content.get("parts", ())]
    content |= {name: tuple(value) for name, value in content.items() if isinstance(value, list)}
    content |= {name: getattr(row, name) for name in IN_COLUMNS}
    return Story(**content)


def fact_from(kept: dict[str, Any]) -> Fact:
    return Fact(**(kept | {"evidence": Evidence(**kept["evidence"])}))
