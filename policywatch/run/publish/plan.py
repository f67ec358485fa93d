"""What the archive will hold: every story with its marks, and how far the data reaches."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from digest.archive.cards import Card, card_of
from digest.folder import key_of
from policywatch.run.publish.work import Light, Work
from policywatch.store import published
from policywatch.store.published import StoryMark


def plan(work: Work) -> None:
    """Find every story of the archive with its marks, and how far the data reaches."""
    for told in published.stories_marked(work.store):
        card = card_of(
            told.id, told.headline, told.first_seen, told.last_seen, told.importance, told.content, work.site.names,
            shown_mark(told),
        )  # fmt: skip
        items = tuple((one.id, one.mark, one.at.date().isoformat(), one.source) for one in told.items)
        work.stories[told.id] = Light(card=card, mark=told.mark, follows=told.follows, items=items)
        if told.follows:
            work.followed.setdefault(told.follows, []).append(told.id)
        work.newest = max(work.newest, told.last_seen)
    marked = published.editions_marked(work.store)
    if marked:
        work.newest = max(work.newest, marked[-1][3])
    work.today = max(work.newest.date(), date.fromisoformat(marked[-1][0]) if marked else work.newest.date())


def shown_mark(told: StoryMark) -> str:
    """Differs when a list would show the story differently."""
    content = told.content
    shown = [content.get(name) for name in ("tags", "platforms", "status", "confidence", "voices")]
    facts = [(one.get("before"), one.get("after"), one.get("status")) for one in (content.get("facts") or [])[:8]]
    return key_of(told.headline, told.last_seen.timestamp(), shown, facts)


def newest_first(cards: Iterable[Card]) -> list[Card]:
    return sorted(cards, key=lambda card: (card.last_seen, card.id), reverse=True)


def counted(number: int) -> str:
    """
    >>> counted(0), counted(1), counted(1200)
    ('', '1 story', '1,200 stories')
    """
    return "" if not number else "1 story" if number == 1 else f"{number:,} stories"
