"""The registry's shelf: facts with both of their times, as the classifier's registry, calendar and matters "
"want them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, or_, select

from classifier.calendar import Told
from classifier.registry import Entry
from policywatch.store.annotations import fact_of
from policywatch.store.tables import annotation, fact, item

if TYPE_CHECKING:
    from policywatch.store.store import Store


def rows(
    store: Store,
    *,
    programs: Collection[str] = (),
    platforms: Collection[str] = (),
    matters: Collection[str] = (),
    metrics: Collection[str] = (),
    known_at: datetime | None = None,
) -> list[Row[Any]]:
    """Facts of relevant items, the first read first; without `known_at` only those that still stand."""
    query = (
        select(fact, item.c.id.label("item_id"), item.c.source, item.c.source_class, item.c.title, item.c.at)
        .join(item, item.c.seq == fact.c.item)
        .join(annotation, annotation.c.item == item.c.seq)
        .where(annotation.c.relevant)
    )
    if programs or platforms:
        query = query.where(or_(fact.c.program.in_(programs), fact.c.platform.in_(platforms)))
    if matters:
        query = query.where(fact.c.matter.in_(matters))
    if metrics:
        query = query.where(fact.c.metric.in_(metrics))
    if known_at is None:
        query = query.where(fact.c.gone.is_(None))
    else:
        query = query.where(fact.c.observed <= known_at, or_(fact.c.gone.is_(None), fact.c.gone > known_at))
    return list(store.connection.execute(query.order_by(fact.c.observed, fact.c.item, fact.c.rank)))


def entries(
    store: Store,
    *,
    programs: Collection[str] = (),
    platforms: Collection[str] = (),
    metrics: Collection[str] = (),
    known_at: datetime | None = None,
) -> list[Entry]:
    """What the registry reasons over."""
    found = rows(store, programs=programs, platforms=platforms, metrics=metrics, known_at=known_at)
    return [
        Entry(
            fact=fact_of(row, row.item_id),
            observed=row.observed,
            gone=row.gone if known_at is None else None,
            source=row.source,
            source_class=row.source_class,
        )
        for row in found
    ]


def told(store: Store, *, matters: Collection[str] = (), known_at: datetime | None = None) -> list[Told]:
    """What the calendar reasons over; a date is as old as the item that told it."""
    found = rows(store, matters=matters, known_at=known_at)
    return [Told(fact=fact_of(row, row.item_id), observed=min(row.observed, row.at), item=row.item_id) for row in found]
