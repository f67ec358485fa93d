"""The filing: under which story an item stands, and what people have said of that."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from collector.item import Item


@dataclass(frozen=True, kw_only=True, slots=True)
class Filing:
    """
    Under which story an item stands; `how` is "new", "joined" or "copy" (of `copy_of`, word for word).

    `follows` names an earlier story whose event this one's new act answers; `score` is the likeness that decided.
    """

    item: str
    story: str
    how: str
    score: float = 1.0
    copy_of: str | None = None
    follows: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Filed:
    """An item already filed, as the store remembers it; a `told` one is never moved again."""

    item: Item
    story: str
    told: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdicts:
    """What a person has decided: groups of items that are one story, and pairs that are not. They always win."""

    same: tuple[frozenset[str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()


def story_id(item: str) -> str:
    """The id of the story that begins with this item."""
    return "s" + hashlib.sha256(item.encode()).hexdigest()[:15]
