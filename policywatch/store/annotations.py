"""Annotations on the shelf: tags, mentions and facts in tables that can be asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, bindparam, delete, insert, select, update

from classifier.annotation import Annotation, Evidence, Fact, Mention, Sentence, Tag
from collector.item import Item
from policywatch.store.tables import annotation, fact, item, item_mention, item_tag

if TYPE_CHECKING:
    from policywatch.store.store import Store

FACT_FIELDS = (
    "metric", "subject", "platform", "program", "matter", "before", "after", "unit", "change", "status",
    "announced", "effective", "scope", "by", "confidence", "computed", "group",
)  # fmt: skip
PAGE = 5_000


class Annotations:
    """What we say of items."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def save(self, said: Sequence[tuple[int, Item, Annotation]], now: datetime) -> None:
        """
        Write what is now said of these items in place of what was said before.

        A fact that is read again keeps the time we first knew it; one that the words no longer hold is marked gone.
        """
        if not said:
            return
        connection = self.store.connection
        numbers = [number for number, _, _ in said]
        earlier: dict[int, list[Row[Any]]] = defaultdict(list)
        for start in range(0, len(numbers), PAGE):
            page = numbers[start : start + PAGE]
            for table in (annotation, item_tag, item_mention):
                connection.execute(delete(table).where(table.c.item.in_(page)))
            for row in connection.execute(select(fact).where(fact.c.item.in_(page), fact.c.gone.is_(None))):
                earlier[row.item].append(row)
        tags, mentions, facts, heads, classified = [], [], [], [], []
        for number, one, say in said:
            at = one.when
            heads.append(
                {
                    "item": number, "relevant": say.relevant, "relevance": say.relevance, "at": at,
                    "source_class": say.source_class, "language": say.language, "direction": say.direction,
                    "status": say.status, "stage": say.stage, "made_by": say.made_by,
                    "summary": [[line.text, line.evidence.start, line.evidence.end] for line in say.summary],
                    "reasons": list(say.reasons),
                }
            )  # fmt: skip
            for rank, tag in enumerate(say.tags):
                tags.append(
                    {"item": number, "tag": tag.tag, "rank": rank, "score": tag.score, "by": tag.by, "at": at}
                    | span(tag.evidence)
                )
            seen: set[tuple[str, str]] = set()
            for rank, mention in enumerate(say.mentions):
                if (mention.kind, mention.id) not in seen:
                    seen.add((mention.kind, mention.id))
                    mentions.append(
                        {"item": number, "kind": mention.kind, "entity": mention.id, "rank": rank, "at": at}
                        | span(mention.evidence)
                    )
            facts += self.renewed(number, say.facts, earlier.get(number, []), now)
            classified.append((number, one.fingerprint))
        connection.execute(insert(annotation), heads)
        for table, rows in ((item_tag, tags), (item_mention, mentions), (fact, facts)):
            if rows:
                connection.execute(insert(table), rows)
        connection.execute(
            update(item).where(item.c.seq == bindparam("number")).values(classified=bindparam("words")),
            [{"number": number, "words": fingerprint} for number, fingerprint in classified],
        )

    def renewed(
        self, number: int, facts: Sequence[Fact], earlier: Sequence[Row[Any]], now: datetime
    ) -> list[dict[str, Any]]:
        """Rows for facts that are new to this item; known ones are left, vanished ones marked."""
        left = {key_of(row): row.seq for row in earlier}
        rows = []
        for rank, one in enumerate(facts):
            if left.pop(key_of(one), None) is None:
                rows.append(
                    {name: getattr(one, name) for name in FACT_FIELDS}
                    | {"item": number, "rank": rank, "observed": now}
                    | span(one.evidence)
                )
        if left:
            self.store.connection.execute(update(fact).where(fact.c.seq.in_(list(left.values()))).values(gone=now))
        return rows

    def naming(self, kind: str, entities: Iterable[str], since: datetime, until: datetime) -> list[str]:
        """The relevant items of a stretch of time that name one of these entities, oldest first."""
        rows = self.store.connection.execute(
            select(item.c.id)
            .join(annotation, annotation.c.item == item.c.seq)
            .where(
                annotation.c.relevant,
                item.c.seq.in_(
                    select(item_mention.c.item).where(
                        item_mention.c.kind == kind,
                        item_mention.c.entity.in_(list(entities)),
                        item_mention.c.at >= since,
                        item_mention.c.at < until,
                    )
                ),
            )
            .order_by(item.c.at, item.c.seq)
        )
        return [row.id for row in rows]

    def of(self, ids: Iterable[str]) -> dict[str, Annotation]:
        """What is said of these items, by item id."""
        wanted = list(ids)
        found: dict[str, Annotation] = {}
        for start in range(0, len(wanted), PAGE):
            found.update(self.page(wanted[start : start + PAGE]))
        return found

    def page(self, ids: list[str]) -> dict[str, Annotation]:
        connection = self.store.connection
        heads = connection.execute(
            select(annotation, item.c.id, item.c.title, item.c.text)
            .join(item, item.c.seq == annotation.c.item)
            .where(item.c.id.in_(ids))
        ).all()
        names = {row.item: row.id for row in heads}
        numbers = list(names)
        tags: dict[int, list[Tag]] = defaultdict(list)
        mentions: dict[int, list[Mention]] = defaultdict(list)
        facts: dict[int, list[Fact]] = defaultdict(list)
        for row in connection.execute(select(item_tag).where(item_tag.c.item.in_(numbers)).order_by(item_tag.c.rank)):
            tags[row.item].append(Tag(tag=row.tag, score=row.score, by=row.by, evidence=proof(row, names[row.item])))
        for row in connection.execute(
            select(item_mention).where(item_mention.c.item.in_(numbers)).order_by(item_mention.c.rank)
        ):
            mentions[row.item].append(Mention(kind=row.kind, id=row.entity, evidence=proof(row, names[row.item])))
        for row in connection.execute(
            select(fact).where(fact.c.item.in_(numbers), fact.c.gone.is_(None)).order_by(fact.c.item, fact.c.rank)
        ):
            facts[row.item].append(fact_of(row, names[row.item]))
        found = {}
        for row in heads:
            words = f"{row.title}\n{row.text}" if row.text else row.title
            found[row.id] = Annotation(
                item=row.id, relevant=row.relevant, relevance=row.relevance, source_class=row.source_class,
                language=row.language, made_by=row.made_by, direction=row.direction, status=row.status, stage=row.stage,
                reasons=tuple(row.reasons), tags=tuple(tags[row.item]), mentions=tuple(mentions[row.item]),
                facts=tuple(facts[row.item]),
                summary=tuple(
                    Sentence(text=text, evidence=Evidence(item=row.id, start=start, end=end, text=words[start:end]))
                    for text, start, end in row.summary
                ),
            )  # fmt: skip
        return found


def key_of(one: Fact | Row[Any]) -> tuple[Any, ...]:
    """What makes two readings the same fact of one item; where it stands in the words does not."""
    return (
        one.metric, one.subject, one.platform, one.program, one.matter, str(one.before), str(one.after), one.unit,
        one.status, one.effective, one.scope,
    )  # fmt: skip


def span(evidence: Evidence) -> dict[str, Any]:
    return {"start": evidence.start, "end": evidence.end, "words": evidence.text}


def proof(row: Row[Any], name: str) -> Evidence:
    return Evidence(item=name, start=row.start, end=row.end, text=row.words)


def fact_of(row: Row[Any], name: str) -> Fact:
    return Fact(**{field: getattr(row, field) for field in FACT_FIELDS}, evidence=proof(row, name))
