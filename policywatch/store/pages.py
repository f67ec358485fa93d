"""Watched pages on the shelf: their versions, what each change meant, and the history the next text is judged by."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, delete, insert, select, update

from collector.document import Document
from collector.history import PageHistory
from collector.verdict import ClauseChange, Part, Verdict
from collector.versions import Change, Version
from policywatch.store.documents import document_of
from policywatch.store.tables import body, document, item, page_change, page_state, page_version

if TYPE_CHECKING:
    from policywatch.store.store import Store

# Parts below this rank are wording and menus of a rewritten page; the clauses tell them as well.
MOST_PARTS = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Recorded:
    """A change as it is kept: with the digests of the bytes behind it and the item made of it."""

    change: Change
    documents: tuple[str, ...]
    item: str | None


class Pages:
    """Every version of every watched page, and every verdict: what was suppressed stays here with its reason."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def state(self, source: str) -> tuple[PageHistory, Version | None]:
        """The history of a page and its last accepted version."""
        row = self.store.connection.execute(select(page_state).where(page_state.c.source == source)).first()
        if row is None:
            return PageHistory(page=source), None
        history = PageHistory.from_data(json.loads(zlib.decompress(row.history)))
        return history, self.version(source, row.last) if row.last else None

    def save_state(self, source: str, history: PageHistory, last: str | None) -> None:
        """Write the history of a page in place of what stood there."""
        content = zlib.compress(json.dumps(history.as_data(), ensure_ascii=False).encode("utf-8", "surrogatepass"), 6)
        connection = self.store.connection
        connection.execute(delete(page_state).where(page_state.c.source == source))
        connection.execute(insert(page_state).values(source=source, last=last, history=content))

    def keep(self, version: Version) -> None:
        """Keep a version; a text that was shown before stays as it was first seen."""
        self.store.connection.execute(
            self.store.insert(page_version)
            .values(
                source=version.source,
                digest=version.digest,
                url=version.url,
                title=version.title,
                text=zlib.compress(version.text.encode("utf-8", "surrogatepass"), 6),
                observed=version.observed,
                documents=list(version.documents),
                reader=version.reader,
                declaration=version.declaration,
                flags=list(version.flags),
            )
            .on_conflict_do_nothing()
        )
        # The same text by another reader: the newer reader's name counts from now on.
        self.store.connection.execute(
            update(page_version)
            .where(page_version.c.source == version.source, page_version.c.digest == version.digest)
            .values(reader=version.reader, declaration=version.declaration)
        )

    def version(self, source: str, digest: str) -> Version | None:
        """One version by the digest of its text."""
        row = self.store.connection.execute(
            select(page_version).where(page_version.c.source == source, page_version.c.digest == digest)
        ).first()
        return _version(row) if row else None

    def versions(self, source: str) -> list[Version]:
        """All versions of a page, oldest first."""
        rows = self.store.connection.execute(
            select(page_version)
            .where(page_version.c.source == source)
            .order_by(page_version.c.observed, page_version.c.seq)
        )
        return [_version(row) for row in rows]

    def record(self, change: Change, documents: Sequence[str], item: str | None = None) -> None:
        """Keep what a reading came to; the same text failing again and again is kept once."""
        connection = self.store.connection
        last = connection.execute(
            select(page_change.c.after, page_change.c.verdict)
            .where(page_change.c.source == change.source)
            .order_by(page_change.c.seq.desc())
            .limit(1)
        ).first()
        verdict = change.verdict
        if last and (last.after, last.verdict, verdict.verdict) == (change.after, "failed-page", "failed-page"):
            return
        content = {
            "parts": [asdict(part) for part in verdict.parts[:MOST_PARTS]],
            "clauses": [asdict(clause) for clause in verdict.clauses],
            "moved": list(verdict.moved),
            "dated": verdict.dated.isoformat() if verdict.dated else None,
            "withdraws": verdict.withdraws,
            "stored": verdict.stored,
        }
        connection.execute(
            insert(page_change).values(
                id=change.id,
                source=change.source,
                observed=change.observed,
                kind=change.kind,
                verdict=verdict.verdict,
                score=verdict.score,
                reason=verdict.reason,
                before=change.before,
                after=change.after,
                documents=list(documents),
                item=item,
                content=content,
            )
        )

    def announced(self, source: str) -> list[list[Any]]:
        """For each item made of a page's changes, in order: its id, its flags, and who announced the change."""
        rows = self.store.connection.execute(
            select(item.c.id, item.c.flags, item.c.extra).where(item.c.source == source).order_by(item.c.seq)
        )
        return [[row.id, row.flags, row.extra.get("announced_by"), row.extra.get("announced_days")] for row in rows]

    def changes(
        self, source: str | None = None, since: datetime | None = None, until: datetime | None = None
    ) -> list[Recorded]:
        """What was recorded, of one page or of all, oldest first."""
        query = select(page_change).order_by(page_change.c.observed, page_change.c.seq)
        if source is not None:
            query = query.where(page_change.c.source == source)
        if since is not None:
            query = query.where(page_change.c.observed >= since)
        if until is not None:
            query = query.where(page_change.c.observed < until)
        return [_recorded(row) for row in self.store.connection.execute(query)]

    def one(self, key: str) -> Recorded | None:
        """The change with this id, or an unambiguous beginning of one."""
        if len(key) < 4:
            return None
        rows = self.store.connection.execute(
            select(page_change).where(page_change.c.id.startswith(key, autoescape=True)).limit(2)
        ).all()
        return _recorded(rows[0]) if len(rows) == 1 else None

    def evidence(self) -> frozenset[str]:
        """The digests of all bytes that a version or a change rests on: retention never lets these go."""
        found: set[str] = set()
        for column in (page_version.c.documents, page_change.c.documents):
            for digests in self.store.connection.scalars(select(column)):
                found.update(digests)
        return frozenset(found)

    def documents(self, digests: Sequence[str]) -> Mapping[str, Document]:
        """The kept documents with these digests, the first of each; those let go are left out."""
        rows = self.store.connection.execute(
            select(document, body.c.coding, body.c.content)
            .join(body, body.c.digest == document.c.digest)
            .where(document.c.digest.in_(list(digests)), body.c.content.is_not(None))
            .order_by(document.c.seq.desc())
        )
        return {row.digest: document_of(row) for row in rows}


def _version(row: Row[Any]) -> Version:
    return Version(
        source=row.source,
        url=row.url,
        title=row.title,
        text=zlib.decompress(row.text).decode("utf-8", "surrogatepass"),
        observed=row.observed,
        documents=tuple(row.documents),
        reader=row.reader,
        declaration=row.declaration,
        flags=tuple(row.flags),
    )


def _recorded(row: Row[Any]) -> Recorded:
    content = row.content
    verdict = Verdict(
        verdict=row.verdict,
        score=row.score,
        reason=row.reason,
        parts=tuple(Part(**part) for part in content["parts"]),
        clauses=tuple(ClauseChange(**clause) for clause in content["clauses"]),
        moved=tuple(content["moved"]),
        dated=date.fromisoformat(content["dated"]) if content["dated"] else None,
        withdraws=content["withdraws"],
        stored=content["stored"],
    )
    change = Change(
        source=row.source,
        observed=row.observed,
        kind=row.kind,
        verdict=verdict,
        before=row.before,
        after=row.after,
    )
    return Recorded(change=change, documents=tuple(row.documents), item=row.item)
