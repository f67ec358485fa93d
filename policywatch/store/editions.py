"""Editions on the shelf: what was composed for which day."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from policywatch.store.tables import edition

if TYPE_CHECKING:
    from policywatch.store.store import Store


class Editions:
    """One edition a day, kept as the plain content digest.edition gives and takes."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def number_for(self, day: str) -> int:
        """The number of a day's edition: its own when composed before, else the next."""
        connection = self.store.connection
        known = connection.scalar(select(edition.c.number).where(edition.c.day == day))
        return known or (connection.scalar(select(func.max(edition.c.number))) or 0) + 1

    def get(self, day: str) -> dict[str, Any] | None:
        """The content of a day's edition."""
        return self.store.connection.scalar(select(edition.c.content).where(edition.c.day == day))

    def all(self) -> list[dict[str, Any]]:
        """Every edition, oldest first."""
        return list(self.store.connection.scalars(select(edition.c.content).order_by(edition.c.day)))

    def days(self) -> list[str]:
        """The days that have an edition, oldest first."""
        return list(self.store.connection.scalars(select(edition.c.day).order_by(edition.c.day)))

    def last_composed(self) -> datetime | None:
        """When the newest edition was composed; what was filed before then is told."""
        return self.store.connection.scalar(select(edition.c.composed).order_by(edition.c.composed.desc()).limit(1))

    def save(self, day: str, number: int, digest: str, content: dict[str, Any], now: datetime) -> None:
        """Keep the edition of a day in place of an earlier one."""
        connection = self.store.connection
        row = {"number": number, "digest": digest, "content": content, "composed": now}
        changed = connection.execute(update(edition).where(edition.c.day == day).values(**row))
        if not changed.rowcount:
            connection.execute(insert(edition).values(day=day, **row))
