"""Corrections on the shelf: what we told that turned out wrong, and what is right."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, or_, select

from classifier.annotation import Fact
from policywatch.store.annotations import fact_of
from policywatch.store.tables import correction, fact, item, item_version, story, story_item

if TYPE_CHECKING:
    from policywatch.store.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Corrected:
    """
    One correction; `what` is the key under which readers were told it, or "story" for a headline.

    `right` is empty where nothing took its place; `right_key` is the key of the fact that did. `day` is an ISO date.
    """

    seq: int = 0
    what: str
    story: str
    item: str
    headline: str
    wrong: str
    right: str
    right_key: str
    why: str
    day: str
    made: datetime

    @property
    def id(self) -> str:
        """What a reader's ledger calls it."""
        return f"fix:{self.seq}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Gone:
    """A fact that its words no longer say, with its story and whether its item's words have changed since."""

    seq: int
    fact: Fact
    item: str
    story: str
    edited: bool
    when: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Retitled:
    """An item that leads a story and whose title has changed."""

    item: str
    story: str
    before: str
    after: str
    when: datetime


class Corrections:
    """What was told wrongly."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def gone_since(self, since: datetime) -> list[Gone]:
        """Facts that went between `since` and now, oldest first."""
        rows = self.store.connection.execute(
            select(fact, item.c.id.label("name"), item.c.changed, story_item.c.story)
            .join(item, item.c.seq == fact.c.item)
            .outerjoin(story_item, story_item.c.item == item.c.id)
            .where(fact.c.gone >= since)
            .order_by(fact.c.gone, fact.c.seq)
        )
        return [
            Gone(
                seq=row.seq, fact=fact_of(row, row.name), item=row.name, story=row.story or "",
                edited=row.changed is not None and row.changed > row.observed, when=row.gone,
            )
            for row in rows
        ]  # fmt: skip

    def standing(self, metrics: Collection[str], items: Collection[str], programs: Collection[str]) -> list[Fact]:
        """Facts of these metrics that still stand, in these items or about these programmes."""
        rows = self.store.connection.execute(
            select(fact, item.c.id.label("name"))
            .join(item, item.c.seq == fact.c.item)
            .where(
                fact.c.gone.is_(None), fact.c.metric.in_(list(metrics)),
                or_(item.c.id.in_(list(items)), fact.c.program.in_(list(programs))),
            )
            .order_by(fact.c.seq)
        )  # fmt: skip
        return [fact_of(row, row.name) for row in rows]

    def retitled_since(self, since: datetime) -> list[Retitled]:
        """Stories whose leading item got another title between `since` and now."""
        rows = self.store.connection.execute(
            select(
                item.c.id, item.c.title, item.c.changed, item_version.c.title.label("before"), story.c.id.label("told")
            )
            .join(item_version, item_version.c.item == item.c.id)
            .join(story, story.c.lead == item.c.id)
            .where(item.c.changed >= since, item_version.c.fingerprint != item.c.fingerprint)
            .order_by(item.c.changed, item.c.id, item_version.c.observed.desc())
        )
        found: dict[str, Retitled] = {}
        for row in rows:
            found.setdefault(
                row.id, Retitled(item=row.id, story=row.told, before=row.before, after=row.title, when=row.changed)
            )
        return [one for one in found.values() if one.before != one.after]

    def save(self, one: Corrected) -> bool:
        """Keep a correction; False when this very thing was corrected at that time already."""
        connection = self.store.connection
        known = connection.scalar(
            select(func.count()).where(
                correction.c.what == one.what, correction.c.story == one.story, correction.c.wrong == one.wrong,
                correction.c.right == one.right,
            )
        )  # fmt: skip
        if known:
            return False
        row = asdict(one)
        del row["seq"]
        connection.execute(insert(correction).values(**row))
        return True

    def all(self) -> list[Corrected]:
        """Every correction, newest first."""
        rows = self.store.connection.execute(select(correction).order_by(correction.c.seq.desc()))
        return [Corrected(**row._mapping) for row in rows]
