"""The lead: the item of a story that a reader should open first; the best source, not the first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from urllib.parse import urlsplit

from classifier import genre
from classifier.annotation import Annotation
from collector.item import Item

# The nearer to the act, the better: its own paper, then who is paid to be right, then who tells, then who repeats.
RANKS: Mapping[str, int] = {
    "official": 0, "filing": 1, "wire": 2, "press": 3, "analysis": 4, "press-release": 4, "blog": 5, "syndicated": 6,
    "spun": 9,
}  # fmt: skip
UNKNOWN = 4
# Publishers that show most readers a subscription offer instead of the article (seen in November 2026).
PAYWALLED = (
    "ft.com", "wsj.com", "dj.com", "bloomberg.com", "nytimes.com", "washingtonpost.com", "economist.com",
    "theinformation.com", "thetimes.co.uk", "telegraph.co.uk", "businessinsider.com", "politicopro.com", "law360.com",
    "mlex.com", "nikkei.com", "latimes.com", "bostonglobe.com", "theathletic.com", "puck.news", "digiday.com",
)  # fmt: skip


def paywalled(address: str) -> bool:
    """Whether an address is of a publisher that closes its articles to most readers."""
    try:
        host = (urlsplit(address).hostname or "").lower()
    except ValueError:
        return False
    return any(host == name or host.endswith("." + name) for name in PAYWALLED)


def lead_of(items: Sequence[Item], said: Mapping[str, Annotation], copies: Collection[str] = ()) -> Item:
    """
    The item that leads: official over filing over wire over press over copies, readable over paywalled.

    Among equals one that tells the act and not what is written about it, then one with facts, then one with words to
    read, then the earliest. `copies` are ids known to be copies.
    Raises ValueError where there is no item.
    """
    if not items:
        raise ValueError("a story without items has no lead")

    def rank(item: Item) -> tuple[object, ...]:
        annotation = said.get(item.id)
        source_class = (annotation.source_class if annotation else "") or item.source_class
        return (
            annotation is None or not annotation.relevant,
            RANKS.get(source_class, UNKNOWN),
            item.id in copies,
            genre.RANKS[genre.genre_of(item, annotation)],
            paywalled(item.url or item.source),
            not (annotation and annotation.facts),
            len(item.text) < 60,
            item.when,
            item.id,
        )

    return min(items, key=rank)

