"""Identity: which thing an item is, what words it had, and what that makes of it beside what we know."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from collector.item import Item
from collector.links import same_place

LONGEST_OWN_ID = 1_000


def own_id(raw: str) -> str:
    """The source's own id as characters, trimmed; one too long to keep becomes its hash."""
    trimmed = raw.strip()
    if len(trimmed) <= LONGEST_OWN_ID:
        return trimmed
    return "sha256:" + hashlib.sha256(trimmed.encode("utf-8", "surrogatepass")).hexdigest()


def item_id(source: str, own: str) -> str:
    """Our id of the thing that `source` calls `own`: never from its address or the feed's, both of which move."""
    return hashlib.blake2b(f"{source}\n{own}".encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def fingerprint(title: str, text: str) -> str:
    """What words an item had; white space does not count."""
    words = f"{_plain(title)}\n{_plain(text)}"
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _plain(words: str) -> str:
    words = words.replace("\n", " ")
    return words.strip() if "  " not in words and words.isprintable() else " ".join(words.split())


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What is remembered of an item of the same source, as far as recognising it needs."""

    id: str
    url: str
    title: str
    published: datetime | None
    fingerprint: str
    earlier: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """
    What a reading is beside what we know: items never seen, items whose words changed, ids seen again unchanged.

    `aliases` maps a further own id of a known item to our id of it. `renumbered` tells that more than half of the
    reading came back under new ids: the operator is told, and nothing is news again.
    """

    new: tuple[Item, ...] = ()
    changed: tuple[Item, ...] = ()
    seen: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    renumbered: bool = False


# An item whose words keep alternating (two copies behind one address) stops being news after so many versions.
FLIPS = 2


def decide(items: Sequence[Item], known: Sequence[Known], aliases: Mapping[str, str] | None = None) -> Decision:
    """
    Tell new from changed from seen, also where a source has given its items new ids.

    A known item is recognised by its id, by an alias, by its canonical address, or by title and date together, each
    only where exactly one known item fits that does not stand in the reading under its own id.
    """
    by_id = {one.id: one for one in known}
    aliases = aliases or {}
    present = {item.id for item in items}
    by_place = _unique((same_place(one.url), one) for one in known if one.id not in present)
    by_words = _unique(
        ((one.title.casefold(), one.published), one) for one in known if one.id not in present and one.published
    )
    new: list[Item] = []
    changed: list[Item] = []
    seen: list[str] = []
    found: dict[str, str] = {}
    taken: set[str] = set()
    for item in items:
        one = by_id.get(item.id) or by_id.get(aliases.get(item.own_id, ""))
        if one is None:
            one = by_place.get(same_place(item.url)) or by_words.get((item.title.casefold(), item.published))
            if one is not None and one.id not in taken:
                found[item.own_id] = one.id
            else:
                one = None
        if one is None:
            new.append(item)
            continue
        taken.add(one.id)
        flips = item.fingerprint in one.earlier and len(one.earlier) >= FLIPS
        if item.fingerprint == one.fingerprint or flips:
            seen.append(one.id)
        else:
            changed.append(item if item.id == one.id else replace(item, id=one.id))
    return Decision(
        new=tuple(new),
        changed=tuple(changed),
        seen=tuple(seen),
        aliases=found,
        renumbered=len(found) * 2 > len(items) and len(found) > 1,
    )


def _unique(pairs: Iterable[tuple[Hashable, Known]]) -> dict[Hashable, Known]:
    """Keys that stand for one item only; an address that many items share tells nothing."""
    made: dict[Hashable, Known | None] = {}
    for key, one in pairs:
        if key:
            made[key] = None if key in made else one
    return {key: one for key, one in made.items() if one is not None}
