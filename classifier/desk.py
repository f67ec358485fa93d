"""The desk: where items are filed under stories as they come in, with the memory of a few days."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count

from classifier.filing import Filed, Filing, Verdicts
from classifier.grouping import Grouping, Told
from classifier.rarity import Rarity
from classifier.signature import Signature, signature_of
from collector.item import Item


class Desk:
    """
    Where items are filed under stories.

    It remembers a bounded window of days, so a day's items cost the same whether the store holds a thousand items or
    millions, and all it remembers can be rebuilt from the store's items of that window (`Desk.open`).

    >>> desk = Desk()
    >>> # filings = desk.file(items); later: desk.settle(before) once an edition has told them
    """

    def __init__(self, verdicts: Verdicts | None = None) -> None:
        self._verdicts = verdicts or Verdicts()
        self._rarity = Rarity()
        self._told = Told()
        self._loose: list[Signature] = []
        self._story_of: dict[str, str] = {}  # of loose items
        self._vectors: dict[str, dict[str, float]] = {}  # of loose items, as they were last decided
        self._orders = count(1)

    @classmethod
    def open(cls, filed: Iterable[Filed], verdicts: Verdicts | None = None) -> Desk:
        """A desk as it stood, from the items filed in the last `COUNTED_DAYS` days (older ones do no harm)."""
        desk = cls(verdicts)
        signatures = sorted(((signature_of(one.item), one) for one in filed), key=lambda pair: _age(pair[0]))
        for signature, _ in signatures:
            desk._rarity.add(signature)
        for signature, one in signatures:
            if one.told:
                desk._tell(signature, one.story)
            else:
                desk._loose.append(signature)
                desk._story_of[signature.item] = one.story
        if signatures:
            desk._forget(signatures[-1][0].when)
        return desk

    def file(self, items: Iterable[Item]) -> list[Filing]:
        """
        File new items, in any order; the filings come back in the order of the items.

        Items that no edition has told yet are weighed again with the new ones, so that what arrives in one day is
        grouped as a whole; told items stay where they were told.
        """
        given = [signature_of(item) for item in items]
        told, loose = self._told.story_of, self._story_of
        fresh: dict[str, Signature] = {}
        for signature in given:
            if signature.item not in told and signature.item not in loose:
                fresh.setdefault(signature.item, signature)
        # In order of time, because what is known to be a name depends on what was counted before.
        for signature in sorted(fresh.values(), key=_age):
            self._rarity.add(signature)
        self._loose = sorted([*self._loose, *fresh.values()], key=_age)
        grouping = Grouping(self._told, self._rarity, self._verdicts, self._orders)
        decided = grouping.decide(self._loose)
        self._vectors = grouping.vectors
        self._story_of = {filing.item: filing.story for filing in decided.values()}
        if self._loose:
            self._forget(self._loose[-1].when)
        return [
            decided.get(one.item) or Filing(item=one.item, story=told[one.item], how="joined")
            for one in given
        ]

    @property
    def loose(self) -> dict[str, str]:
        """Items whose story may still change, with the story they stand under now."""
        return dict(self._story_of)

    def settle(self, before: datetime | None = None) -> None:
        """Take what was published before that time (or all) as told: its stories keep their ids and their items."""
        limit = math.inf if before is None else before.astimezone(UTC).timestamp() / 86_400
        for signature in self._loose:
            if signature.when < limit:
                self._tell(signature, self._story_of.pop(signature.item))
        self._loose = [signature for signature in self._loose if signature.when >= limit]

    def _tell(self, signature: Signature, story: str) -> None:
        vector = self._vectors.pop(signature.item, None) or self._rarity.vector(signature)
        self._told.add(signature, vector, next(self._orders), story)

    def _forget(self, now: float) -> None:
        self._rarity.forget(now)
        self._told.forget(now)


def _age(signature: Signature) -> tuple[float, str]:
    return signature.when, signature.item


def file_stream(items: Iterable[Item], day: timedelta = timedelta(days=1)) -> list[Filing]:
    """
    File a whole stream as the days would have: what one day brought is told at its end and never moved again.

    The filings come back in the order of the items.
    """
    given = list(items)
    days: dict[int, list[Item]] = {}
    for item in given:
        days.setdefault(int(item.when.timestamp() // day.total_seconds()), []).append(item)
    desk = Desk()
    filings: dict[str, Filing] = {}
    for number in sorted(days):
        filings.update((filing.item, filing) for filing in desk.file(days[number]))
        desk.settle()
    return [filings[item.id] for item in given]
