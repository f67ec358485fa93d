"""Memory: what somebody was told already, so that nothing is told twice and nothing is left out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from classifier.annotation import Fact


@dataclass(frozen=True, kw_only=True, slots=True)
class Memory:
    """The stories (by id) and facts (by key) somebody was told, each with the day."""

    stories: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)


def fact_key(fact: Fact) -> str:
    """
    The same for the same news, whoever tells it in whatever words and under whichever story.

    Status and effective date belong to it: a rumour that comes true, and a date that is moved, are news.
    """
    about = fact.program or fact.matter or fact.platform or (fact.subject or "").lower()
    parts = (about, fact.metric, number(fact.before), number(fact.after), fact.status, fact.effective)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def number(value: float | int | str | None) -> str:
    """A value by what it is worth: 1000 and 1000.0 are one."""
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)
