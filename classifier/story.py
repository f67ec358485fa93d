"""The story: all coverage of one event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from classifier.annotation import Fact, Sentence


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """
    All coverage of one event; `items` in order of time, `lead` the best of them, `voices` counts independent ones.

    `follows` names the story whose event this one's new act answers. `importance` and `credibility` (0 to 1) each
    come with the `parts` that make them up.
    """

    id: str
    headline: str
    lead: str
    items: tuple[str, ...]
    first_seen: datetime
    last_seen: datetime
    tags: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    summary: tuple[Sentence, ...] = ()
    why_it_matters: str = ""
    confidence: str = ""  # confirmed, reported by N independent, single source, disputed, retracted
    status: str = ""
    voices: int = 1
    importance: float = 0.0
    credibility: float = 0.0
    parts: tuple[tuple[str, float], ...] = ()
    follows: str | None = None
