"""The tables, as SQLAlchemy Core sees them; migrations/ brings a database to this state."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, kept as microseconds since 1970: it sorts, indexes and compares alike in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else EPOCH + timedelta(microseconds=value)


# SQLite gives only an INTEGER PRIMARY KEY the row number itself; a BIGINT would be a second index.
Number = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# -- what arrived ------------------------------------------------------------------------------------------------

body = Table(
    "body",
    metadata,
    Column("digest", String(64), primary_key=True),  # SHA-256 of the bytes
    Column("coding", String(8), nullable=False),  # how `content` is compressed
    Column("size", Integer, nullable=False),  # of the bytes as they arrived
    Column("content", LargeBinary),  # None once retention has let it go
)

document = Table(
    "document",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("source", String(200), nullable=False),
    Column("url", Text, nullable=False),
    Column("digest", String(64), ForeignKey("body.digest"), nullable=False),
    Column("fetched", Instant, nullable=False),
    Column("status", Integer, nullable=False),
    Column("content_type", Text, nullable=False, default=""),
    Column("headers", JSON, nullable=False, default=list),
    Index(None, "source", "fetched"),
)

source_state = Table(
    "source_state",
    metadata,
    Column("source", String(200), primary_key=True),
    Column("url", Text),  # where it lives now, after permanent redirects
    Column("etag", Text),
    Column("last_modified", Text),
    Column("digest", String(64)),  # of the body last read to the end
    Column("state", String(20), nullable=False, default="new"),
    Column("reason", Text, nullable=False, default=""),
    Column("tried", Instant),
    Column("good", Instant),  # last answer we could read
    Column("newest", Instant),  # last time it showed something new
    Column("whole", Instant),  # last unconditional read
    Column("due", Instant),
    Column("failures", Integer, nullable=False, default=0),
    Column("history", JSON, nullable=False, default=dict),  # its rhythm; see collector/health.py
)

item = Table(
    "item",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("source", String(200), nullable=False),
    Column("source_class", String(20), nullable=False),
    Column("own_id", Text, nullable=False, default=""),
    Column("url", Text, nullable=False, default=""),
    Column("title", Text, nullable=False, default=""),
    Column("text", Text, nullable=False, default=""),
    Column("html", Text, nullable=False, default=""),
    Column("author", Text, nullable=False, default=""),
    Column("language", String(20), nullable=False, default=""),
    Column("published", Instant),
    Column("updated", Instant),
    Column("certain", Boolean, nullable=False, default=True),
    Column("observed", Instant, nullable=False),
    Column("changed", Instant),  # when its words last changed
    Column("at", Instant, nullable=False),  # published where certain, else observed: what lists are sorted by
    Column("fingerprint", String(64), nullable=False),
    Column("flags", JSON, nullable=False, default=list),
    Column("extra", JSON, nullable=False, default=dict),
    Column("document", Number),  # the document it was last read from
    Column("classified", String(64)),  # fingerprint its annotation was made of; None: still to be read
    Column("filed", Boolean, nullable=False, default=False),  # whether it stands under a story
    Index(None, "source", "at"),
    Index(None, "at"),
    Index(None, "url"),
    Index(None, "observed"),
)
Index(
    "ix_item_to_classify",
    item.c.seq,
    sqlite_where=item.c.classified.is_(None),
    postgresql_where=item.c.classified.is_(None),
)
Index("ix_item_to_file", item.c.seq, sqlite_where=item.c.filed.is_(False), postgresql_where=item.c.filed.is_(False))

item_alias = Table(
    "item_alias",
    metadata,
    Column("source", String(200), primary_key=True),
    Column("own_id", Text, primary_key=True),
    Column("item", String(32), nullable=False),
)

item_version = Table(
    "item_version",
    metadata,
    Column("item", String(32), primary_key=True),
    Column("fingerprint", String(64), primary_key=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("observed", Instant, nullable=False),
)

# -- what we say of it -------------------------------------------------------------------------------------------

annotation = Table(
    "annotation",
    metadata,
    Column("item", Number, ForeignKey("item.seq", ondelete="CASCADE"), primary_key=True),
    Column("relevant", Boolean, nullable=False),
    Column("relevance", Float, nullable=False),
    Column("at", Instant, nullable=False),
    Column("source_class", String(20), nullable=False),
    Column("language", String(20), nullable=False),
    Column("direction", String(20)),
    Column("status", String(20)),
    Column("stage", String(40)),
    Column("made_by", Text, nullable=False),
    Column("summary", JSON, nullable=False, default=list),
    Column("reasons", JSON, nullable=False, default=list),
    Index(None, "relevant", "at"),
)

item_tag = Table(
    "item_tag",
    metadata,
    Column("tag", String(40), primary_key=True),
    Column("item", Number, ForeignKey("item.seq", ondelete="CASCADE"), primary_key=True),
    Column("rank", Integer, nullable=False),
    Column("score", Float, nullable=False),
    Column("by", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "item"),
    Index(None, "tag", "at"),
)

item_mention = Table(
    "item_mention",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("entity", String(100), primary_key=True),
    Column("item", Number, ForeignKey("item.seq", ondelete="CASCADE"), primary_key=True),
    Column("rank", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "item"),
    Index(None, "kind", "entity", "at"),
)

fact = Table(
    "fact",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("item", Number, ForeignKey("item.seq", ondelete="CASCADE"), nullable=False),
    Column("rank", Integer, nullable=False),
    Column("metric", String(60), nullable=False),
    Column("subject", Text),
    Column("platform", String(100)),
    Column("program", String(100)),
    Column("matter", String(100)),
    Column("before", JSON),
    Column("after", JSON),
    Column("unit", Text),
    Column("change", String(20)),
    Column("status", String(20), nullable=False),
    Column("announced", String(10)),
    Column("effective", String(10)),
    Column("scope", Text),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("by", Text, nullable=False, default=""),
    Column("confidence", Float, nullable=False, default=1.0),
    Column("computed", Text),  # how a value that no words print was worked out
    Column("group", String(20)),  # alternatives of one another within an item
    Column("observed", Instant, nullable=False),  # when we first read this value from these words
    Column("gone", Instant),  # when the words no longer said so: the item was edited or read again
    Index(None, "item"),
    Index(None, "program", "metric"),
    Index(None, "platform", "metric"),
    Index(None, "matter"),
    Index(None, "effective"),
)

label = Table(
    "label",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("item", String(32), nullable=False),
    Column("relevant", Boolean, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("by", Text, nullable=False),
    Column("made", Instant, nullable=False),
    Index(None, "item"),
)

# -- stories -----------------------------------------------------------------------------------------------------

story = Table(
    "story",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("id", String(40), nullable=False, unique=True),
    Column("headline", Text, nullable=False),
    Column("lead", String(32), nullable=False),
    Column("first_seen", Instant, nullable=False),
    Column("last_seen", Instant, nullable=False),
    Column("relevant", Boolean, nullable=False, default=True),
    Column("importance", Float, nullable=False, default=0.0),
    Column("credibility", Float, nullable=False, default=0.0),
    Column("follows", String(40)),
    Column("joined", String(40)),  # the story this one was merged into; its id keeps answering
    Column("content", JSON, nullable=False),  # the rest of the Story
    Column("changed", Instant, nullable=False),
    Index(None, "last_seen"),
)

story_item = Table(
    "story_item",
    metadata,
    Column("item", String(32), primary_key=True),
    Column("story", String(40), nullable=False),
    Column("filed", Instant, nullable=False),
    Column("why", Text, nullable=False, default=""),
    Index(None, "story"),
)

untold = Table(
    "untold",
    metadata,
    Column("story", String(40), primary_key=True),  # changed since it was told: by filing, or by what is said
)

story_link = Table(
    "story_link",
    metadata,
    Column("story", String(40), primary_key=True),
    Column("follows", String(40), nullable=False),  # the earlier story whose event this one's new act answers
)

story_verdict = Table(
    "story_verdict",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("kind", String(10), nullable=False),  # same, apart
    Column("first", String(40), nullable=False),
    Column("second", String(40), nullable=False),
    Column("by", Text, nullable=False),
    Column("made", Instant, nullable=False),
)

shelf = Table(
    "shelf",
    metadata,
    Column("name", String(60), primary_key=True),  # small states kept between runs, such as the open stories' desk
    Column("content", LargeBinary, nullable=False),
    Column("changed", Instant, nullable=False),
)

# -- watched pages -------------------------------------------------------------------------------------------------

page_version = Table(
    "page_version",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("source", String(200), nullable=False),
    Column("digest", String(64), nullable=False),  # SHA-256 of the text
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False, default=""),
    Column("text", LargeBinary, nullable=False),  # zlib
    Column("observed", Instant, nullable=False),  # when first
    Column("documents", JSON, nullable=False, default=list),  # digests of the bytes it was read from
    Column("reader", String(40), nullable=False),
    Column("declaration", String(40), nullable=False),
    Column("flags", JSON, nullable=False, default=list),
    UniqueConstraint("source", "digest"),
    Index(None, "source", "observed"),
)

page_change = Table(
    "page_change",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("source", String(200), nullable=False),
    Column("observed", Instant, nullable=False),
    Column("kind", String(10), nullable=False),  # first, reread, judged
    Column("verdict", String(20), nullable=False),
    Column("score", Float, nullable=False),
    Column("reason", Text, nullable=False),
    Column("before", String(64)),  # digests of the two texts; that of a failed page is of no version
    Column("after", String(64), nullable=False),
    Column("documents", JSON, nullable=False, default=list),
    Column("item", String(32)),  # the news that was made of it
    Column("content", JSON, nullable=False),  # the rest of the verdict
    Index(None, "source", "observed"),
    Index(None, "observed"),
)

page_state = Table(
    "page_state",
    metadata,
    Column("source", String(200), primary_key=True),
    Column("last", String(64)),  # the digest of the last accepted text
    Column("history", LargeBinary, nullable=False),  # the PageHistory as JSON, zlib
)

# -- what was told -----------------------------------------------------------------------------------------------

edition = Table(
    "edition",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("composed", Instant, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("content", JSON, nullable=False),
)

subscriber = Table(
    "subscriber",
    metadata,
    Column("address", String(320), primary_key=True),  # as it is written to, in lower case
    Column("name", Text, nullable=False, default=""),
    Column("question", Text, nullable=False, default=""),  # in the words of the search box; empty: everything
    Column("cadence", String(10), nullable=False, default="daily"),  # daily, weekly
    Column("weekday", Integer, nullable=False, default=0),  # of a weekly letter; Monday is 0
    Column("hour", Integer, nullable=False, default=7),  # in the reader's time zone
    Column("time_zone", String(60), nullable=False, default="UTC"),
    Column("quiet", String(10), nullable=False, default="send"),  # send, skip: a letter on a day without news
    Column("state", String(12), nullable=False, default="active"),  # active, paused, stopped
    Column("refusals", Integer, nullable=False, default=0),  # letters refused for good in a row
    Column("added", Instant, nullable=False),
    Column("changed", Instant, nullable=False),
)

letter = Table(
    "letter",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("recipient", String(320), nullable=False),
    Column("key", String(120), nullable=False),  # edition:2026-05-01, alert:bans:…
    Column("day", String(10), nullable=False),
    Column("message_id", String(200), nullable=False),
    Column("subject", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),  # the message, frozen when it was queued
    Column("state", String(12), nullable=False),  # due, sending, sent, failed, uncertain, held
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_try", Instant),
    Column("said", Text, nullable=False, default=""),  # the server's words
    Column("queued", Instant, nullable=False),
    Column("ended", Instant),
    UniqueConstraint("recipient", "key"),
    Index(None, "state", "next_try"),
)

told = Table(
    "told",
    metadata,
    Column("recipient", String(320), primary_key=True),
    Column("story", String(40), primary_key=True),
    Column("what", String(64), primary_key=True),  # digest of a fact, stage or correction; "story" for the story itself
    Column("letter", Number, ForeignKey("letter.seq", ondelete="CASCADE"), nullable=False),
    Column("day", String(10), nullable=False),
    Column("words", Text, nullable=False, default=""),  # how it was told, for corrections
    Index(None, "letter"),
    Index(None, "what"),
)

correction = Table(
    "correction",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("what", String(64), nullable=False),  # the key it was told under, as in `told`
    Column("story", String(40), nullable=False),
    Column("item", String(32), nullable=False),
    Column("headline", Text, nullable=False),
    Column("wrong", Text, nullable=False),
    Column("right", Text, nullable=False, default=""),
    Column("right_key", String(64), nullable=False, default=""),
    Column("why", Text, nullable=False, default=""),
    Column("day", String(10), nullable=False),
    Column("made", Instant, nullable=False),
    Index(None, "story"),
    Index(None, "what"),
)

run = Table(
    "run",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("started", Instant, nullable=False),
    Column("clock", Instant, nullable=False),
    Column("ended", Instant),
    Column("report", JSON, nullable=False, default=dict),
    Index(None, "clock"),
)

dropped = Table(
    "dropped",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("source", String(200), nullable=False),
    Column("key", String(64), nullable=False),  # item id, or hash of what could not become an item
    Column("title", Text, nullable=False, default=""),
    Column("url", Text, nullable=False, default=""),
    Column("reason", Text, nullable=False),
    Column("seen", Instant, nullable=False),
    UniqueConstraint("source", "key"),
    Index(None, "url"),
)
