"""Documents on the shelf: bytes kept once per content, compressed."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, func, insert, select, update

from collector.document import Document
from policywatch.store.tables import body, document

if TYPE_CHECKING:
    from policywatch.store.store import Store

# Level 1 packs feeds to about a fifth at a third of the CPU of the default level.
LEVEL = 1


class Documents:
    """What arrived, so that reading can be done again."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def keep(self, arrived: Document) -> int:
        """Keep a document and give its number; equal bytes are stored once."""
        return self.keep_all([arrived])[0]

    def keep_all(self, arrived: Sequence[Document]) -> list[int]:
        """Keep documents and give their numbers, in the same order; equal bytes are stored once."""
        if not arrived:
            return []
        connection = self.store.connection
        fresh = {one.digest: one for one in arrived}
        kept = select(body.c.digest, body.c.content.is_not(None)).where(body.c.digest.in_(fresh))
        for digest, whole in connection.execute(kept).all():
            again = fresh.pop(digest)
            if not whole:
                connection.execute(update(body).where(body.c.digest == digest).values(**packed(again)))
        if fresh:
            rows = [{"digest": key, "size": len(one.body), **packed(one)} for key, one in fresh.items()]
            connection.execute(insert(body), rows)
        made = connection.scalars(
            insert(document).returning(document.c.seq, sort_by_parameter_order=True),
            [
                {
                    "source": one.source,
                    "url": one.url,
                    "digest": one.digest,
                    "fetched": one.fetched,
                    "status": one.status,
                    "content_type": one.content_type,
                    "headers": [list(pair) for pair in one.headers],
                }
                for one in arrived
            ],
        )
        return [int(number) for number in made]

    def of(self, source: str) -> Iterator[tuple[int, Document]]:
        """All kept documents of a source with their numbers, oldest first; those let go by retention are left out."""
        rows = self.store.connection.execute(
            select(document, body.c.coding, body.c.content)
            .join(body, body.c.digest == document.c.digest)
            .where(document.c.source == source, body.c.content.is_not(None))
            .order_by(document.c.fetched, document.c.seq)
        )
        for row in rows:
            yield row.seq, document_of(row)

    def get(self, seq: int) -> Document | None:
        """One document by its number; None when it was never there or was let go."""
        row = self.store.connection.execute(
            select(document, body.c.coding, body.c.content)
            .join(body, body.c.digest == document.c.digest)
            .where(document.c.seq == seq, body.c.content.is_not(None))
        ).first()
        return document_of(row) if row else None

    def let_go(self, before: datetime) -> int:
        """Drop the bytes of documents fetched before a time (their record stays); gives how many bodies went."""
        connection = self.store.connection
        young = select(document.c.digest).where(document.c.fetched >= before)
        evidence = self.store.pages.evidence()
        gone = connection.execute(
            update(body)
            .where(body.c.content.is_not(None), body.c.digest.not_in(young), body.c.digest.not_in(evidence))
            .values(content=None)
        )
        return gone.rowcount

    def faults(self) -> list[str]:
        """Bodies whose bytes no longer have the digest they are kept under, a sentence each."""
        found = []
        for row in self.store.connection.execute(select(body).where(body.c.content.is_not(None))):
            try:
                content = unpacked(row)
            except zlib.error:
                found.append(f"document {row.digest} cannot be unpacked")
                continue
            if hashlib.sha256(content).hexdigest() != row.digest:
                found.append(f"document {row.digest} is not what was kept")
        return found

    def size(self) -> tuple[int, int]:
        """How many bodies are kept, and their compressed bytes."""
        row = self.store.connection.execute(
            select(func.count(), func.coalesce(func.sum(func.length(body.c.content)), 0)).where(
                body.c.content.is_not(None)
            )
        ).one()
        return int(row[0]), int(row[1])


def packed(arrived: Document) -> dict[str, str | bytes]:
    """The bytes of a document as they are kept: as they came packed, else packed by us."""
    if arrived.packed and len(arrived.packed) < len(arrived.body):
        return {"coding": "gzip", "content": arrived.packed}
    return {"coding": "zlib", "content": zlib.compress(arrived.body, LEVEL)}


def unpacked(row: Row[Any]) -> bytes:
    """The bytes that `packed` has packed; raises zlib.error when they are damaged."""
    return zlib.decompress(row.content, 31 if row.coding == "gzip" else 15)


def document_of(row: Row[Any]) -> Document:
    return Document(
        source=row.source,
        url=row.url,
        body=unpacked(row),
        fetched=row.fetched,
        status=row.status,
        content_type=row.content_type,
        headers=tuple((key, value) for key, value in row.headers),
    )
