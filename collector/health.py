"""Health: how a source is doing, judged by its own rhythm, and when it is to be asked again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

# Kept of a source's past: enough for a rhythm of weekdays and weekends, small enough to be read at every run.
ARRIVALS = 40
DAY = timedelta(days=1)
LONGEST_BACKOFF = DAY
SHORTEST_WAIT = timedelta(minutes=5)
# After two weeks of failures somebody has to look; the source is still tried once a day.
DEAD = timedelta(days=14)
STALE = timedelta(days=90)
EMPTY = timedelta(days=3)


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """
    What is remembered of a source's behaviour.

    `arrivals` are the times at which it showed something new, `usual` how many items a reading holds, `first` when
    it was first read, `failing` since when it fails, `published` the newest date of its items, `moving` where a
    permanent redirect has led once.
    """

    arrivals: tuple[datetime, ...] = ()
    usual: float = 0.0
    first: datetime | None = None
    failing: datetime | None = None
    empty: datetime | None = None
    published: datetime | None = None
    moving: str = ""

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> History:
        """From what `kept` wrote; anything unreadable counts as not remembered."""
        return cls(
            arrivals=tuple(time for second in kept.get("arrivals", ()) if (time := _time(second))),
            usual=float(kept.get("usual", 0) or 0),
            first=_time(kept.get("first")),
            failing=_time(kept.get("failing")),
            empty=_time(kept.get("empty")),
            published=_time(kept.get("published")),
            moving=str(kept.get("moving", "")),
        )

    def kept(self) -> dict[str, Any]:
        """As plain values for the store."""
        return {
            "arrivals": [int(time.timestamp()) for time in self.arrivals],
            "usual": round(self.usual, 2),
            **({"moving": self.moving} if self.moving else {}),
            **{
                name: int(time.timestamp())
                for name in ("first", "failing", "empty", "published")
                if (time := getattr(self, name)) is not None
            },
        }

    def read(self, now: datetime, items: int, new: int, published: datetime | None) -> History:
        """After a good reading of `items`, `new` of them never seen; `published` is the newest date among them."""
        return replace(
            self,
            arrivals=(*self.arrivals, now)[-ARRIVALS:] if new else self.arrivals,
            usual=float(items) if not self.usual else 0.8 * self.usual + 0.2 * items,
            first=self.first or now,
            failing=None,
            empty=None if items else self.empty or now,
            published=max(filter(None, (self.published, published)), default=None),
        )

    def unchanged(self, now: datetime) -> History:
        """After an answer that nothing has changed."""
        return replace(self, first=self.first or now, failing=None) if self.failing or not self.first else self

    def failed(self, now: datetime) -> History:
        """After a failure."""
        return self if self.failing else replace(self, failing=now)

    @property
    def gap(self) -> timedelta | None:
        """How long it usually is between two arrivals; None before there were enough to tell."""
        gaps = _gaps(self.arrivals)
        return timedelta(seconds=median(gaps)) if len(gaps) >= 4 else None

    @property
    def longest_gap(self) -> timedelta | None:
        """The longest it has been quiet and spoke again."""
        gaps = _gaps(self.arrivals)
        return timedelta(seconds=max(gaps)) if len(gaps) >= 4 else None

    @property
    def rhythm(self) -> str:
        """How often something new comes, in words; empty while too little is known."""
        if self.gap is None:
            return ""
        hours = self.gap.total_seconds() / 3600
        if hours < 2:
            return "about every hour"
        if hours < 20:
            return f"about every {round(hours)} hours"
        return "about once a day" if hours < 36 else f"about every {round(hours / 24)} days"


@dataclass(frozen=True, slots=True)
class Health:
    """One word for the state of a source, and the sentence behind it (empty when all is well)."""

    state: str
    reason: str = ""


def after_reading(history: History, now: datetime, items: int, changed: bool) -> Health:
    """
    The health after a good answer: `ok`, `unchanged`, `empty`, `silent` or `stale`.

    `history` already counts this answer; `changed` tells whether the bytes were other than last time.
    """
    if not items and history.usual >= 1:
        since = history.empty or now
        days = f" since {since:%d %B %Y}" if now - since >= DAY else ""
        return Health("empty", f"answers without a single item{days}, where there were about {history.usual:.0f}")
    if quiet := silent(history, now):
        return Health("silent", quiet)
    if history.gap is None and history.published and now - history.published > STALE:
        return Health("stale", f"its newest item is of {history.published:%d %B %Y}")
    return Health("ok" if changed else "unchanged")


def silent(history: History, now: datetime) -> str:
    """Why the source is quieter than its past says; empty when it is not."""
    gap, longest = history.gap, history.longest_gap
    if gap is None or longest is None:
        return ""
    quiet = now - history.arrivals[-1]
    if quiet > max(6 * gap, 1.5 * longest, timedelta(days=2)):
        return f"has shown nothing new for {_told(quiet)}, where it usually takes {_told(gap)}"
    return ""


def after_failure(history: History, now: datetime, sentence: str) -> Health:
    """The health after a failure: `failing`, and who should look when it lasts."""
    since = history.failing or now
    if now - since >= DEAD:
        return Health("failing", f"{sentence}; fails since {since:%d %B %Y}: its address should be checked")
    return Health("failing", sentence)


def next_reading(
    source: str, cadence: timedelta, history: History, now: datetime, fresh: float = 0.0, learn: bool = True
) -> datetime:
    """
    When to ask again after a good answer.

    A source that speaks rarely is asked up to four times less often than its cadence, never less than once a day
    or its own cadence; `fresh` seconds the server vouched for are respected up to a day.
    """
    wait: timedelta = cadence
    if learn and (gap := history.gap) is not None and gap > 20 * cadence:
        wait = max(cadence, min(gap / 10, 4 * cadence, DAY))
    # A little early rather than late: a run that comes by once an hour must not miss it by a second each time.
    wait *= 0.90 + 0.05 * _chance(source)
    return now + max(wait, timedelta(seconds=min(fresh, DAY.total_seconds())))


def next_attempt(source: str, cadence: timedelta, failures: int, now: datetime) -> datetime:
    """When to try again after so many failures in a row: twice as long each time, at most a day, spread by ±20 %."""
    wait = min(cadence * int(2 ** min(failures, 12)), LONGEST_BACKOFF)
    return now + max(wait * (0.8 + 0.4 * _chance(f"{source} {failures}")), SHORTEST_WAIT)


def next_when_asked_to_wait(
    source: str, cadence: timedelta, failures: int, now: datetime, retry_after: float | None
) -> datetime:
    """When to ask again after 429 or 503: not before the time the server named, else after our own back-off."""
    if retry_after is None:
        return next_attempt(source, cadence, max(failures, 1), now)
    return now + timedelta(seconds=retry_after * (1 + 0.1 * _chance(source)))


def _chance(key: str) -> float:
    """A number from 0 to 1 that is always the same for the same key: runs can be repeated."""
    return (
        int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "big")
        / 0xFFFFFFFF
    )


def _gaps(times: Sequence[datetime]) -> list[float]:
    return [(later - earlier).total_seconds() for earlier, later in pairwise(times) if later > earlier]


def _time(second: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(second), UTC) if isinstance(second, (int, float)) else None
    except (ValueError, OverflowError, OSError):
        return None


def _told(span: timedelta) -> str:
    hours = span.total_seconds() / 3600
    if hours < 1:
        return f"{max(1, round(hours * 60))} minutes"
    return f"{hours:.0f} hours" if hours < 48 else f"{hours / 24:.0f} days"
