"""The search indexes, each of a stretch of time, and the page that asks them."""

from __future__ import annotations

from digest import site_search
from digest.archive import pages
from digest.folder import key_of
from policywatch.run.publish.stories import story_key
from policywatch.run.publish.work import Work


def indexes(work: Work) -> None:
    """The search indexes, each of a stretch of time, and the page that asks them."""
    newest = max((light.card.day for light in work.stories.values()), default="")
    stretches: dict[str, list[tuple[str, str]]] = {}
    for id, light in work.stories.items():
        name = site_search.stretch(light.card.day, newest)
        stretches.setdefault(name, []).append((id, story_key(work, id, light)))
    names = sorted(stretches, reverse=True)
    for name in names:
        below = f"{site_search.FOLDER}/{name}/"
        key = key_of(stretches[name])
        if work.shelf.keep_all(below, key):
            continue
        drawn = {f"stories/{id}.html": page_text(work, id) for id, _ in stretches[name]}
        for path, content in site_search.index(drawn).items():
            work.shelf.put(below + path, key, content)
    work.html.clear()
    if names:
        work.offer("search.html", work.key("search", names), lambda: pages.search_page(work.site, names))


def page_text(work: Work, id: str) -> bytes:
    """A story's page as it was drawn just now, or as it stands."""
    return work.html.get(id) or (work.shelf.place / "stories" / f"{id}.html").read_bytes()
