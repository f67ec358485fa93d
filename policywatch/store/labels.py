"""Labels on the shelf: what people said of items; it wins over every model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from policywatch.store.tables import item, label

if TYPE_CHECKING:
    from policywatch.store.store import Store

PAGE = 5_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """A person's verdict on one item; `tags` main first, none where it is not relevant."""

    item: str
    relevant: bool
    tags: tuple[str, ...]
    by: str


class Labels:
    """People's verdicts; the last one on an item counts."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def add(self, said: Label, now: datetime) -> None:
        """Remember a verdict and let the item be read again."""
        self.store.connection.execute(
            insert(label).values(item=said.item, relevant=said.relevant, tags=list(said.tags), by=said.by, made=now)
        )
        self.store.items.read_again([said.item])

    def of(self, ids: Iterable[str]) -> dict[str, Label]:
        """The counting verdicts on these items."""
        wanted = list(ids)
        found: dict[str, Label] = {}
        for start in range(0, len(wanted), PAGE):
            rows = self.store.connection.execute(
                select(label).where(label.c.item.in_(wanted[start : start + PAGE])).order_by(label.c.seq)
            )
            found.update(
                (row.item, Label(item=row.item, relevant=row.relevant, tags=tuple(row.tags), by=row.by)) for row in rows
            )
        return found

    def for_training(self) -> Sequence[tuple[str, str, str, Label]]:
        """Every counting verdict with the words it was given on: (item, title, text, label)."""
        rows = self.store.connection.execute(
            select(label, item.c.title, item.c.text).join(item, item.c.id == label.c.item).order_by(label.c.seq)
        )
        last = {
            row.item: (
                row.item, row.title, row.text,
                Label(item=row.item, relevant=row.relevant, tags=tuple(row.tags), by=row.by),
            )
            for row in rows
        }  # fmt: skip
        return [last[name] for name in sorted(last)]
