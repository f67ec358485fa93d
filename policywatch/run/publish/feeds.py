"""The feeds of the archive; an entry that stands there already is taken over."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from classifier.story import Story
from collector.item import Item
from digest import feeds, wording
from digest.archive import pages
from digest.archive.cards import Card, line_of
from policywatch.run.publish.plan import newest_first
from policywatch.run.publish.work import BATCH, Work


def feed_entry(work: Work, story: Story, inside: Sequence[Item]) -> feeds.Entry:
    """A story as an entry of a feed."""
    by_id = {item.id for item in inside}
    lines = [line_of(fact, work.site.names) for fact in story.facts if fact.evidence.item in by_id]
    base = work.site.base_url
    facts = ""
    for line in lines:
        words = escape(wording.change(line.before, line.after))
        value = f'<a href="{escape(base + line.anchor)}">{words}</a>' if base else words
        facts += f"<li>{escape(line.label)}: {value}{f', in effect {line.effective}' if line.effective else ''}</li>"
    words = " ".join(line.text for line in story.summary)
    shown = sorted(inside, key=lambda item: (item.id != story.lead, item.when, item.id))[:6]
    sources = "".join(
        f'<li><a href="{escape(address)}">{escape(item.title)}</a>, {escape(work.site.name(item.source))}</li>'
        for item in shown
        if (address := pages.safe(item.url))
    )
    html = f"<ul>{facts}</ul>" if facts else ""
    html += f"<p>{escape(words)}</p>" if words else ""
    html += f"<p>Sources</p><ul>{sources}</ul>" if sources else ""
    text = "; ".join(f"{line.label}: {wording.change(line.before, line.after)}" for line in lines) or words
    return feeds.entry(
        story.id, work.entry_mark(story.id), f"stories/{story.id}.html", story.headline, html,
        wording.shortened(text, 400), story.first_seen, story.last_seen,
        [work.site.tag_name(tag) for tag in story.tags],
    )  # fmt: skip


def feed(work: Work, path: str, title: str, cards: Sequence[Card], most: int = 25) -> None:
    """A feed in both forms of the newest of these stories; entries that stand there already are taken over."""
    newest = newest_first(cards)[:most]
    key = work.key("feed", title, [(card.id, work.stories[card.id].mark) for card in newest])
    if work.shelf.keep(f"{path}.xml", key) and work.shelf.keep(f"{path}.json", key):
        return
    missing = [card.id for card in newest if card.id not in work.told]
    if missing and f"{path}.json" in work.shelf.before:
        standing = feeds.taken_over(work.shelf.read(f"{path}.xml"), work.shelf.read(f"{path}.json"))
        for id in missing:
            if entry := standing.get((id, work.entry_mark(id))):
                work.told[id] = entry
        missing = [id for id in missing if id not in work.told]
    for start in range(0, len(missing), BATCH):
        read_entries(work, missing[start : start + BATCH])
    entries = [work.told[card.id] for card in newest if card.id in work.told]
    site = work.site
    up = "../" * path.count("/")
    heading = title if path == "feed" else f"{title} · {site.title}"
    xml = feeds.atom(heading, f"{path}.xml", site.base_url, up, entries, site.title)
    work.shelf.put(f"{path}.xml", key, xml.encode("utf-8", "replace"))
    plain = feeds.json_feed(heading, f"{path}.json", site.base_url, up, entries, site.title)
    work.shelf.put(f"{path}.json", key, plain.encode("utf-8", "replace"))


def read_entries(work: Work, ids: Sequence[str]) -> None:
    """Make the entries of stories that were not drawn in this run."""
    stories = work.store.stories.get(ids)
    names = {
        id: dict.fromkeys((stories[id].lead, *(one[0] for one in work.stories[id].items[:8])))
        for id in ids
        if id in stories
    }
    items = work.store.items.get({one for inside in names.values() for one in inside})
    for id, inside in names.items():
        work.told[id] = feed_entry(work, stories[id], [items[one] for one in inside if one in items])
