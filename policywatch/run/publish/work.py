"""One publishing under way: the stories it tells, the files it offers, and what it found out on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from classifier.annotation import Fact
from config.schema import Configuration
from digest import feeds
from digest.archive.cards import Card
from digest.archive.site import Site
from digest.folder import Folder, key_of
from policywatch.run.collect import Progress
from policywatch.store.annotations import fact_of
from policywatch.store.store import Store

# Stories are read and drawn this many at a time: memory stays flat however long the archive grows.
BATCH = 150


@dataclass(slots=True)
class Light:
    """A story as the plan keeps it: its card, its mark, and its items as (id, mark, day, source)."""

    card: Card
    mark: str
    follows: str | None
    items: tuple[tuple[str, str, str, str], ...]


@dataclass(slots=True)
class Work:
    """One publishing: where from, where to, and what was found out on the way."""

    store: Store
    configuration: Configuration
    site: Site
    shelf: Folder
    mark: str
    progress: Progress | None = None
    stories: dict[str, Light] = field(default_factory=dict)
    followed: dict[str, list[str]] = field(default_factory=dict)
    told: dict[str, feeds.Entry] = field(default_factory=dict)
    records: dict[str, str] = field(default_factory=dict)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    html: dict[str, bytes] = field(default_factory=dict)
    facts: dict[int, Fact] = field(default_factory=dict)
    today: date = date(1970, 1, 1)
    newest: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    map: list[tuple[str, str]] = field(default_factory=list)
    done: int = 0

    def key(self, *parts: object) -> str:
        return key_of(self.mark, *parts)

    def fact(self, row: Any) -> Fact:
        """The fact of a row, made once."""
        found = self.facts.get(row.seq)
        if found is None:
            found = self.facts[row.seq] = fact_of(row, row.item_id)
        return found

    def entry_mark(self, id: str) -> str:
        """What a story's entry in a feed is made of."""
        return key_of(self.mark, self.stories[id].mark)

    def offer(self, path: str, key: str, make: Callable[[], bytes | str], day: str = "") -> None:
        self.shelf.offer(path, key, make)
        if path.endswith(".html"):
            self.map.append((path, day))

    def step(self, total: int) -> None:
        self.done += 1
        if self.progress and self.done % 50 == 0:
            self.progress("publish", self.done, total)
