"""Articles: behind the teasers of sources that allow it, the whole piece is fetched once and read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from collector.document import Document
from collector.fetch import FetchError, Request
from collector.item import Item
from config.schema import Source
from policywatch.run.collect import Fetch
from policywatch.run.report import Report
from policywatch.store.store import Store

if TYPE_CHECKING:
    from collector.article import Article

# An item is tried while it is news; a page that could not be read on the third day will not be on the fourth.
WHILE = timedelta(days=3)
# Fewer words than this in a feed are taken for a teaser.
WHOLE = 1_500
# Beside "full-text", the marks of an item that need not be tried again.
DONE = frozenset(("full-text", "teaser-only", "paywalled"))
ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"


def read_articles(
    store: Store, sources: Sequence[Source], fetch: Fetch, now: datetime, report: Report, only: Collection[str] = ()
) -> None:
    """
    Fetch the pages of young items whose source allows it, and give the items their words.

    The item keeps the fingerprint of the feed's words: the article behind them is no change. Where the page cannot
    be read with confidence the feed's words stay.
    """
    wanted = [source.id for source in sources if source.full_text and (source.id in only if only else source.enabled)]
    if not wanted:
        return
    from collector import article

    items = {item.id: item for item in store.items.young(wanted, now - WHILE) if teaser(item)}
    requests = [Request(source_id=item.id, url=item.url, robots=True, accept=ACCEPT) for item in items.values()]
    read = 0
    for request, outcome in fetch(requests):
        item = items[request.source_id]
        if isinstance(outcome, Document):
            made = with_article(item, article.read(outcome.body, outcome.url, now, outcome.content_type))
        elif isinstance(outcome, FetchError) and not outcome.transient:
            made = replace(item, flags=(*item.flags, "teaser-only"))
        else:
            continue
        read += "full-text" in made.flags
        with store.transaction():
            store.items.reread([made])
    if requests:
        report.notes.append(f"{read} of {len(requests)} articles behind teasers were read")


def teaser(item: Item) -> bool:
    """Whether an item's words are likely only the beginning of a piece."""
    return bool(item.url) and len(item.text) < WHOLE and not DONE.intersection(item.flags)


def with_article(item: Item, found: Article) -> Item:
    """The item with the words of its page, where these are surely the piece and more than it had."""
    if "paywalled" in found.flags:
        return replace(item, flags=(*item.flags, "paywalled"))
    if found.confidence < 0.5 or len(found.text) <= len(item.text):
        return replace(item, flags=(*item.flags, "teaser-only"))
    return replace(
        item,
        text=found.text,
        html=found.html,
        author=item.author or found.author,
        language=item.language or found.language,
        published=item.published or found.published,
        certain=item.certain or (item.published is None and found.published is not None),
        flags=(*item.flags, "full-text"),
    )
