"""What we remember of each source: its validators, its health and its rhythm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from policywatch.store.tables import source_state

if TYPE_CHECKING:
    from policywatch.store.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceState:
    """The memory of one source; `state` and `reason` are said by collector.health."""

    source: str
    url: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    state: str = "new"
    reason: str = ""
    tried: datetime | None = None
    good: datetime | None = None
    newest: datetime | None = None
    whole: datetime | None = None
    due: datetime | None = None
    failures: int = 0
    history: Mapping[str, Any] = field(default_factory=dict)


NAMES = tuple(one.name for one in fields(SourceState))


class SourceStates:
    """One row a source."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def all(self) -> dict[str, SourceState]:
        """Every remembered source by id."""
        rows = self.store.connection.execute(select(source_state))
        return {row.source: SourceState(**row._mapping) for row in rows}

    def save(self, *states: SourceState) -> None:
        """Write the memory of these sources in place of what stood there."""
        if not states:
            return
        connection = self.store.connection
        connection.execute(delete(source_state).where(source_state.c.source.in_([state.source for state in states])))
        connection.execute(insert(source_state), [{name: getattr(state, name) for name in NAMES} for state in states])
