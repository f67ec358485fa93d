"""Runs on the shelf: what was done when, and its report."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from policywatch.store.tables import run

if TYPE_CHECKING:
    from policywatch.store.store import Store


class Runs:
    """Each run's report, so that the letter can say what was read and what was not."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def start(self, started: datetime, clock: datetime) -> int:
        """Open the record of a run and give its number."""
        made = self.store.connection.execute(insert(run).values(started=started, clock=clock, report={}))
        return int(made.inserted_primary_key[0]) if made.inserted_primary_key else 0

    def end(self, number: int, ended: datetime, report: dict[str, Any]) -> None:
        """Close the record of a run with its report."""
        self.store.connection.execute(update(run).where(run.c.seq == number).values(ended=ended, report=report))

    def last(self) -> dict[str, Any] | None:
        """The report of the last run that ended."""
        return self.store.connection.scalar(
            select(run.c.report).where(run.c.ended.is_not(None)).order_by(run.c.seq.desc()).limit(1)
        )

    def between(self, since: datetime, until: datetime) -> list[dict[str, Any]]:
        """The reports of runs whose clock stood in [since, until), oldest first."""
        rows = self.store.connection.execute(
            select(run.c.report)
            .where(run.c.clock >= since, run.c.clock < until, run.c.ended.is_not(None))
            .order_by(run.c.seq)
        )
        return [row.report for row in rows]
