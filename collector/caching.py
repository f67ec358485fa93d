"""Caching: what a server says about when to ask again, believed within reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_VALIDATOR = 1_000
FRESH_LONGEST = 86_400

Header = Callable[[str], str | None]


def validators(header: Header) -> tuple[str, str]:
    """
    ETag and Last-Modified exactly as sent, to be kept only with a reading that succeeded.

    A validator comes back as a request header of ours, so one of 60 kB (seen) is dropped.
    """
    etag, modified = header("etag") or "", header("last-modified") or ""
    return (
        etag if len(etag) <= LONGEST_VALIDATOR and etag.isprintable() else "",
        modified if len(modified) <= 100 and modified.isprintable() else "",
    )


def fresh_seconds(header: Header) -> float:
    """How long the answer said it stays fresh (RFC 9111 max-age less Age), at most a day; 0 when it did not say."""
    control = (header("cache-control") or "").lower()
    if "no-cache" in control or "no-store" in control:
        return 0.0
    found = re.search(r'(?:^|[,\s])max-age\s*=\s*"?(\d{1,12})', control)
    if not found:
        return 0.0
    age = header("age") or ""
    spent = int(age) if age.isascii() and age.isdigit() and len(age) < 12 else 0
    return float(max(0, min(int(found[1]) - spent, FRESH_LONGEST)))


def retry_after(header: Header, now: datetime, longest: float) -> float | None:
    """
    Seconds the server asked us to wait, at most `longest`; None when it said nothing usable.

    A date is read against the server's own clock (its Date header) where it has one.
    """
    value = (header("retry-after") or "").strip()
    if not value:
        return None
    if re.fullmatch(r"\d+", value, re.ASCII):
        # 400 digits have been sent: compare lengths before making a number of them.
        seconds = float(value[:12]) if len(value) <= 12 else longest
        return min(seconds, longest) if seconds > 0 else None
    try:
        until = parsedate_to_datetime(value)
        clock = header("date")
        at = parsedate_to_datetime(clock) if clock else now
        seconds = (_utc(until) - _utc(at)).total_seconds()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return min(seconds, longest) if seconds > 0 else None


def _utc(time: datetime) -> datetime:
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time
