"""Questions put to the database: a Question becomes SQL, rows become ids."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, func, literal_column, or_, select
from sqlalchemy.sql import Select

from classifier.question import Question
from policywatch.store import search
from policywatch.store.tables import annotation, fact, item, item_mention, item_tag

if TYPE_CHECKING:
    from policywatch.store.store import Store

MENTIONS = (
    ("platform", "platforms", "no_platforms"),
    ("program", "programs", ""),
    ("matter", "matters", ""),
    ("jurisdiction", "jurisdictions", "no_jurisdictions"),
)


def conditions(
    question: Question, store: Store, floor: int | None = None, walk: bool = False
) -> list[ColumnElement[bool]]:
    """The question as SQL conditions on item and annotation."""
    found: list[ColumnElement[bool]] = []
    if question.relevant is not None:
        found.append(annotation.c.relevant == question.relevant)
    if question.words:
        found.append(search.matching(store.dialect, question.words, question.without, floor, walk))
    elif question.without:
        found.append(~or_(*(search.matching(store.dialect, (term,)) for term in question.without)))
    tagged = select(item_tag.c.item).where(item_tag.c.item == item.c.seq)
    if question.tags:
        found.append(tagged.where(item_tag.c.tag.in_(question.tags), item_tag.c.score >= question.min_score).exists())
    elif question.min_score:
        found.append(tagged.where(item_tag.c.score >= question.min_score).exists())
    if question.no_tags:
        found.append(~tagged.where(item_tag.c.tag.in_(question.no_tags)).exists())
    for kind, wanted, unwanted in MENTIONS:
        mentioned = select(item_mention.c.item).where(item_mention.c.item == item.c.seq, item_mention.c.kind == kind)
        if values := getattr(question, wanted):
            found.append(mentioned.where(item_mention.c.entity.in_(values)).exists())
        if unwanted and (values := getattr(question, unwanted)):
            found.append(~mentioned.where(item_mention.c.entity.in_(values)).exists())
        if kind in question.has:
            found.append(mentioned.exists())
    facts = select(fact.c.item).where(fact.c.item == item.c.seq, fact.c.gone.is_(None))
    if "facts" in question.has:
        found.append(facts.exists())
    if "summary" in question.has:
        found.append(func.length(literal_column("annotation.summary")) > 2)
    if question.sources:
        found.append(item.c.source.in_(question.sources))
    if question.source_classes:
        found.append(annotation.c.source_class.in_(question.source_classes))
    if question.no_source_classes:
        found.append(annotation.c.source_class.not_in(question.no_source_classes))
    if question.statuses:
        found.append(
            or_(annotation.c.status.in_(question.statuses), facts.where(fact.c.status.in_(question.statuses)).exists())
        )
    if question.no_statuses:
        found.append(
            and_(
                or_(annotation.c.status.is_(None), annotation.c.status.not_in(question.no_statuses)),
                ~facts.where(fact.c.status.in_(question.no_statuses)).exists(),
            )
        )
    if question.since:
        found.append((annotation.c.at if question.relevant is not None else item.c.at) >= question.since)
    if question.until:
        found.append((annotation.c.at if question.relevant is not None else item.c.at) < question.until)
    return found


# So many of the newest matches of a word are gathered at once; older ones only where these do not answer.
GATHERED = 20_000
# Relevance is judged among this many newest matches: what a word meant years ago is seldom what is asked for, and
# ranking all of a common word's matches took half a second at a million items (FTS5's bm25, measured 2026-11).
RANKED = 300


def ids(
    store: Store, question: Question, limit: int | None = 50, newest: bool = True, band: Collection[float] = ()
) -> list[str]:
    """
    The ids of the items that answer a question, newest or most relevant first.

    `band` (low, high) asks for items whose relevance lies in it, whatever was decided of them. The most relevant are
    sought among the newest matches (RANKED, or `limit` where that is more).
    """
    floor = None
    if question.words and limit is not None:
        floor = search.floor_of(store.connection, question.words, question.without, GATHERED)
    if floor is not None and limit is not None:
        found = answered(store, question, limit, newest, band, floor=floor)
        if len(found) >= limit and (not newest or whole(store, found[-1], floor)):
            return found
        return answered(store, question, limit, newest, band, walk=True)
    return answered(store, question, limit, newest, band)


def whole(store: Store, last: str, floor: int) -> bool:
    """Whether no item below a number can be newer than a found one: none is published after it was first seen."""
    seen = select(item.c.observed).where(item.c.seq == floor).scalar_subquery()
    newer = select(item.c.at >= seen).where(item.c.id == last)
    return bool(store.connection.scalar(newer))


def answered(
    store: Store, question: Question, limit: int | None, newest: bool, band: Collection[float],
    floor: int | None = None, walk: bool = False,
) -> list[str]:  # fmt: skip
    query: Select[Any] = select(item.c.id).join(annotation, annotation.c.item == item.c.seq)
    query = query.where(*conditions(question, store, floor, walk))
    if band:
        low, high = band
        query = query.where(annotation.c.relevance >= low, annotation.c.relevance < high)
    # Only one of the two times is indexed where it does not matter what is ours.
    at = annotation.c.at if question.relevant is not None else item.c.at
    if newest or not question.words:
        order = (at.desc(), annotation.c.item.desc())
        query = query.order_by(*(order if newest else (annotation.c.relevance.desc(), *order)))
        return list(store.connection.scalars(query.limit(limit)))
    chosen = query.add_columns(item.c.title, item.c.text).order_by(at.desc(), annotation.c.item.desc())
    rows = store.connection.execute(chosen.limit(None if limit is None else max(limit, RANKED)))
    scored = [(score(question.words, row.title, row.text), -place, row.id) for place, row in enumerate(rows)]
    return [id for _, _, id in sorted(scored, reverse=True)][:limit]


def score(words: tuple[str, ...], title: str, body: str) -> float:
    """
    How much a text is about words or phrases it holds: often, early and in a short text counts; a title four times.

    >>> score(("fee",), "The fee", "It rises.") > score(("fee",), "The share", "A fee.") > score(("fee",), "", "x")
    True
    """
    heading, words_of_body = title.casefold(), body.casefold()
    # The saturation of BM25 with its usual constants, against a body of 2,000 characters.
    damping = 1.2 * (0.25 + 0.75 * len(body) / 2_000)
    found = 0.0
    for word in words:
        told = word.casefold()
        hits = 4 * heading.count(told) + words_of_body.count(told)
        found += hits / (hits + damping)
    return found


def facts(
    store: Store,
    *,
    platforms: Collection[str] = (),
    programs: Collection[str] = (),
    matters: Collection[str] = (),
    metrics: Collection[str] = (),
    statuses: Collection[str] = (),
    known_at: datetime | None = None,
    since: datetime | None = None,
    limit: int | None = None,
    dated: str = "",
    relevant: bool = False,
) -> list[tuple[Any, str]]:
    """
    Facts with their item's id, newest first; `known_at` leaves out what we had not read by then.

    `dated` asks for facts of relevant items that hold a day: one in effect from that ISO date on, or a legal date;
    `relevant` for those of relevant items.
    """
    query = select(
        fact, item.c.id.label("item_id"), item.c.published, item.c.source, item.c.source_class, item.c.at
    ).join(item, item.c.seq == fact.c.item)
    for column, values in (
        (fact.c.platform, platforms), (fact.c.program, programs), (fact.c.matter, matters),
        (fact.c.metric, metrics), (fact.c.status, statuses),
    ):  # fmt: skip
        if values:
            query = query.where(column.in_(values))
    if known_at is None:
        query = query.where(fact.c.gone.is_(None))
    else:
        query = query.where(fact.c.observed <= known_at, or_(fact.c.gone.is_(None), fact.c.gone > known_at))
    if since:
        query = query.where(item.c.at >= since)
    if dated or relevant:
        query = query.join(annotation, annotation.c.item == fact.c.item).where(annotation.c.relevant)
    if dated:
        legal = ("%deadline", "%_date")
        query = query.where(or_(fact.c.effective >= dated, *(fact.c.metric.like(end) for end in legal)))
    rows = store.connection.execute(query.order_by(item.c.at.desc(), fact.c.item, fact.c.rank).limit(limit))
    return [(row, row.item_id) for row in rows]
