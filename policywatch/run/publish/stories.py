"""A page a story and a page an item; only those whose marks differ are read from the store at all."""

from __future__ import annotations

from collections.abc import Sequence

from digest.archive import pages
from policywatch.run.publish.feeds import feed_entry
from policywatch.run.publish.records import remember_record
from policywatch.run.publish.work import BATCH, Light, Work


def stories_and_items(work: Work) -> None:
    """A page a story and a page an item; only those whose marks differ are read from the store at all."""
    waiting: list[str] = []
    total = len(work.stories)
    for id, light in work.stories.items():
        path = f"stories/{id}.html"
        ok = work.shelf.keep(path, story_key(work, id, light))
        work.map.append((path, light.card.day))
        for item, mark, day, _ in light.items:
            key = work.key("item", mark, id, light.card.headline)
            ok &= work.shelf.keep(f"items/{item}.html", key)
            work.map.append((f"items/{item}.html", day))
        if ok:
            work.step(total)
            continue
        waiting.append(id)
        if len(waiting) >= BATCH:
            draw(work, waiting, total)
            waiting = []
    draw(work, waiting, total)


def story_key(work: Work, id: str, light: Light) -> str:
    before = work.stories.get(light.follows or "")
    after = [(one, work.stories[one].card.headline) for one in work.followed.get(id, ()) if one in work.stories]
    return work.key("story", light.mark, before.card.headline if before else "", after)


def draw(work: Work, ids: Sequence[str], total: int) -> None:
    """Read and draw some stories with their items."""
    if not ids:
        return
    store, site = work.store, work.site
    stories = store.stories.get(ids)
    names = [item[0] for id in ids for item in work.stories[id].items]
    items, said = store.items.get(names), store.annotations.of(names)
    for id in ids:
        light, story = work.stories[id], stories.get(id)
        if story is None:
            continue
        inside = [(items[one[0]], said[one[0]]) for one in light.items if one[0] in items and one[0] in said]
        before = work.stories.get(light.follows or "")
        after = [work.stories[one].card for one in work.followed.get(id, ()) if one in work.stories]
        path, key = f"stories/{id}.html", story_key(work, id, light)
        if not work.shelf.stands(path, key):
            html = pages.story_page(site, story, inside, before.card if before else None, after)
            content = html.encode("utf-8", "replace")
            work.shelf.put(path, key, content)
            if site.searchable:
                work.html[id] = content
        for (item, about), (_, mark, day, _) in zip(
            inside, (one for one in light.items if one[0] in items and one[0] in said), strict=True
        ):
            key = work.key("item", mark, id, light.card.headline)
            if not work.shelf.stands(f"items/{item.id}.html", key):
                html = pages.item_page(site, item, about, id, light.card.headline)
                work.shelf.put(f"items/{item.id}.html", key, html.encode("utf-8", "replace"))
                remember_record(work, item, about, id, day)
        work.told[id] = feed_entry(work, story, [item for item, _ in inside][:8])
        work.step(total)
