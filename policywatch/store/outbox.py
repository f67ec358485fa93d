"""The outbox: every letter to every reader in exactly one recorded state, and what each reader was told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, delete, func, insert, select, update

from policywatch.store.tables import letter, subscriber, told

if TYPE_CHECKING:
    from policywatch.store.store import Store

# A reader whose server refuses this many letters in a row is paused: writing on would only hurt our name.
REFUSALS_MOST = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """Someone who gets the letter; `hour` and `weekday` count in `time_zone`."""

    address: str
    name: str = ""
    question: str = ""
    cadence: str = "daily"
    weekday: int = 0
    hour: int = 7
    time_zone: str = "UTC"
    quiet: str = "send"
    state: str = "active"
    refusals: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Queued:
    """A letter in the outbox."""

    seq: int
    recipient: str
    key: str
    day: str
    message_id: str
    subject: str
    content: bytes
    state: str
    attempts: int
    queued: datetime
    said: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """One thing a letter tells: `what` is the digest of a fact, stage or correction, or "story"."""

    story: str
    what: str
    words: str = ""


class Outbox:
    """Letters and their readers."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def readers(self, state: str | None = "active") -> list[Reader]:
        """Readers in the order of their addresses; with None also paused and stopped ones."""
        query = select(subscriber).order_by(subscriber.c.address)
        if state:
            query = query.where(subscriber.c.state == state)
        return [reader_of(row) for row in self.store.connection.execute(query)]

    def reader(self, address: str) -> Reader | None:
        """The reader with this address, whatever the state."""
        row = self.store.connection.execute(select(subscriber).where(subscriber.c.address == address.lower())).first()
        return reader_of(row) if row else None

    def save_reader(self, reader: Reader, now: datetime) -> bool:
        """Add or change a reader; True when it is a new one."""
        row = asdict(reader) | {"address": reader.address.lower(), "changed": now}
        connection = self.store.connection
        changed = connection.execute(update(subscriber).where(subscriber.c.address == row["address"]).values(**row))
        if changed.rowcount:
            return False
        connection.execute(insert(subscriber).values(**row, added=now))
        return True

    def set_state(self, address: str, state: str, now: datetime) -> bool:
        """Pause, stop or wake a reader; False when there is none with this address."""
        done = self.store.connection.execute(
            update(subscriber)
            .where(subscriber.c.address == address.lower())
            .values(state=state, refusals=0, changed=now)
        )
        return bool(done.rowcount)

    def queue(
        self, recipient: str, key: str, day: str, message_id: str, subject: str, content: bytes,
        tellings: Sequence[Telling], now: datetime,
    ) -> bool:  # fmt: skip
        """Freeze a letter for a reader; False when this reader has it already. What it tells is remembered with it."""
        connection = self.store.connection
        made = connection.execute(
            self.store.insert(letter)
            .values(
                recipient=recipient, key=key, day=day, message_id=message_id, subject=subject, content=content,
                state="due", attempts=0, next_try=now, said="", queued=now,
            )
            .on_conflict_do_nothing()
        )  # fmt: skip
        if not made.rowcount:
            return False
        seq = connection.execute(
            select(letter.c.seq).where(letter.c.recipient == recipient, letter.c.key == key)
        ).scalar_one()
        if tellings:
            rows = [asdict(one) | {"recipient": recipient, "letter": seq, "day": day} for one in tellings]
            connection.execute(self.store.insert(told).on_conflict_do_nothing(), rows)
        return True

    def told_to(self, recipient: str) -> dict[str, dict[str, str]]:
        """What a reader was told: story, then what, then the day."""
        found: dict[str, dict[str, str]] = {}
        rows = self.store.connection.execute(
            select(told.c.story, told.c.what, told.c.day).where(told.c.recipient == recipient)
        )
        for row in rows:
            found.setdefault(row.story, {})[row.what] = row.day
        return found

    def headlines(self, recipient: str, since: str) -> dict[str, str]:
        """The headlines a reader was told since a day, each with its day."""
        rows = self.store.connection.execute(
            select(told.c.words, told.c.day).where(
                told.c.recipient == recipient, told.c.what == "story", told.c.day >= since
            )
        )
        return {row.words: row.day for row in rows}

    def who_was_told_value(self, value: str) -> list[Row[Any]]:
        """Who was told facts whose keys begin with this value."""
        return list(
            self.store.connection.execute(select(told).where(told.c.what.startswith(f"{value}:", autoescape=True)))
        )

    def who_was_told_story(self, story: str) -> list[Row[Any]]:
        """Who was told a story, under which headline, on which day."""
        return list(self.store.connection.execute(select(told).where(told.c.story == story, told.c.what == "story")))

    def last_day(self, recipient: str, prefix: str = "edition:") -> str | None:
        """The day of the last edition queued for a reader."""
        day: str | None = self.store.connection.scalar(
            select(func.max(letter.c.day)).where(letter.c.recipient == recipient, letter.c.key.startswith(prefix))
        )
        return day

    def wake_uncertain(self, now: datetime, hold: bool) -> int:
        """
        Letters that a killed run left in the middle of sending: nobody knows whether they arrived.

        They become `uncertain`: due once more under the same Message-ID, or held for a person.
        """
        state = "held" if hold else "uncertain"
        said = "the run was cut off while this was being handed over"
        done = self.store.connection.execute(
            update(letter).where(letter.c.state == "sending").values(state=state, said=said, next_try=now)
        )
        return done.rowcount

    def due(self, now: datetime, recipient: str | None = None) -> list[Queued]:
        """Letters to hand over now, oldest first; an uncertain one is tried once more only."""
        query = select(letter).where(letter.c.state.in_(("due", "uncertain")), letter.c.next_try <= now)
        if recipient:
            query = query.where(letter.c.recipient == recipient)
        return [queued_of(row) for row in self.store.connection.execute(query.order_by(letter.c.seq))]

    def release(self, seq: int, now: datetime) -> bool:
        """Let a letter that was held or given up go once more; False where there is none such."""
        done = self.store.connection.execute(
            update(letter)
            .where(letter.c.seq == seq, letter.c.state.in_(("held", "failed")))
            .values(state="due", said="released by a person", next_try=now)
        )
        return bool(done.rowcount)

    def mark(
        self, seq: int, state: str, now: datetime, said: str = "", next_try: datetime | None = None, tried: bool = False
    ) -> None:
        """Write the state of a letter; `tried` counts an attempt."""
        values: dict[str, Any] = {"state": state, "said": said[:1000], "next_try": next_try}
        if tried:
            values["attempts"] = letter.c.attempts + 1
        if state in ("sent", "failed", "held"):
            values["ended"] = now
        self.store.connection.execute(update(letter).where(letter.c.seq == seq).values(**values))
        if state == "failed":
            # What a lost letter told was never heard: the next letter may tell it.
            self.store.connection.execute(delete(told).where(told.c.letter == seq))

    def refused(self, recipient: str, now: datetime) -> bool:
        """Count a refusal for good; True when the reader is paused by it."""
        connection = self.store.connection
        connection.execute(
            update(subscriber)
            .where(subscriber.c.address == recipient.lower())
            .values(refusals=subscriber.c.refusals + 1, changed=now)
        )
        paused = connection.execute(
            update(subscriber)
            .where(subscriber.c.address == recipient.lower(), subscriber.c.refusals >= REFUSALS_MOST)
            .values(state="paused", changed=now)
        )
        return bool(paused.rowcount)

    def accepted(self, recipient: str) -> None:
        """A letter was taken: earlier refusals no longer count."""
        self.store.connection.execute(
            update(subscriber).where(subscriber.c.address == recipient.lower()).values(refusals=0)
        )

    def give_up(self, before: datetime, now: datetime) -> list[Queued]:
        """Letters queued before a time and still not taken become failed: yesterday's news is not sent tomorrow."""
        rows = self.store.connection.execute(
            select(letter).where(letter.c.state.in_(("due", "uncertain")), letter.c.queued < before)
        ).all()
        for row in rows:
            self.mark(row.seq, "failed", now, row.said or "not taken in time")
        return [queued_of(row) for row in rows]

    def states(self, since: datetime) -> dict[str, int]:
        """How many letters queued since a time stand in which state."""
        rows = self.store.connection.execute(
            select(letter.c.state, func.count()).where(letter.c.queued >= since).group_by(letter.c.state)
        )
        return {row[0]: row[1] for row in rows}

    def letters(self, limit: int = 100) -> list[Queued]:
        """The newest letters."""
        rows = self.store.connection.execute(select(letter).order_by(letter.c.seq.desc()).limit(limit))
        return [queued_of(row) for row in rows]

    def let_go(self, before: datetime) -> int:
        """Forget the bodies of letters that ended long ago; their record stays."""
        done = self.store.connection.execute(
            update(letter).where(letter.c.ended < before, letter.c.state.in_(("sent", "failed"))).values(content=b"")
        )
        return done.rowcount


def back_off(attempts: int, minutes: Sequence[int]) -> timedelta:
    """How long to wait after that many attempts."""
    return timedelta(minutes=minutes[min(attempts, len(minutes) - 1)])


def reader_of(row: Row[Any]) -> Reader:
    return Reader(**{name: getattr(row, name) for name in Reader.__slots__})


def queued_of(row: Row[Any]) -> Queued:
    return Queued(**{name: getattr(row, name) for name in Queued.__slots__})
