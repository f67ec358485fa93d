"""The archive of all that is stored: what stands in it, in which order it is made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.schema import Configuration
from digest import exports, feeds, site_search
from digest.archive import pages
from digest.archive.site import DIGEST, Site
from digest.folder import Folder, key_of
from policywatch.run.collect import Progress
from policywatch.run.compose import names_of
from policywatch.run.publish.days import editions
from policywatch.run.publish.front import front
from policywatch.run.publish.lists import lists
from policywatch.run.publish.plan import plan
from policywatch.run.publish.records import exports_by_day, records
from policywatch.run.publish.registers import registers
from policywatch.run.publish.saved import saved_questions
from policywatch.run.publish.search import indexes
from policywatch.run.publish.sources import source_pages, watched_pages
from policywatch.run.publish.stories import stories_and_items
from policywatch.run.publish.terms import facts_light
from policywatch.run.publish.work import Work
from policywatch.store.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """What a publishing came to: files offered, drawn anew, written (other bytes), and left without data."""

    files: int
    drawn: int
    written: int
    left: tuple[str, ...]


def publish_all(
    store: Store,
    configuration: Configuration,
    folder: Path,
    progress: Progress | None = None,
    prune: bool = False,
    search: bool = True,
) -> Published:
    """
    Publish the archive into a folder; equal data gives equal bytes, and what did not change is not even drawn.

    `prune` removes files of ours that no data stands behind any more. `search` makes search indexes where Pagefind is
    installed. Raises DeliveryError when the folder cannot be written.
    """
    gazetteer = configuration.gazetteer
    names = names_of(configuration) | {
        one.id: one.name for shelf in (gazetteer.bodies, gazetteer.laws, gazetteer.places) for one in shelf
    }
    site = Site.of(configuration, names, searchable=search and site_search.installed())
    with uncollected(), Folder(folder) as shelf:
        work = Work(store=store, configuration=configuration, site=site, shelf=shelf, mark=site.mark, progress=progress)
        assets(work)
        plan(work)
        stories_and_items(work)
        exports_by_day(work)
        days = editions(work)
        facts = facts_light(work)
        registers(work, facts)
        records(work, facts)
        lists(work)
        saved_questions(work)
        watched_pages(work)
        source_pages(work)
        front(work, days, facts)
        if site.searchable:
            indexes(work)
        ends(work)
        left = shelf.close(prune, always=f"{site_search.FOLDER}/")
        return Published(files=len(shelf.now), drawn=shelf.rendered, written=shelf.written, left=tuple(left))


@contextmanager
def uncollected() -> Iterator[None]:
    """Nothing that publishing makes points at itself: looking for such garbage freed nothing and took its time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def assets(work: Work) -> None:
    """Style, icon and the search page's script."""
    for path in sorted((DIGEST / "templates" / "archive" / "assets").iterdir()):
        if path.suffix == ".js" and not work.site.searchable:
            continue
        content = path.read_bytes()
        work.offer(f"assets/{path.name}", key_of(content.hex()), lambda content=content: content)  # type: ignore[misc]


def ends(work: Work) -> None:
    """The map of the site, robots.txt, the page for addresses that lead nowhere, and the list of data files."""
    base = work.site.base_url
    if base:
        work.shelf.offer("404.html", work.key("missing"), lambda: pages.missing_page(work.site))
        listed = sorted(work.map)
        parts = [listed[start : start + 40_000] for start in range(0, len(listed), 40_000)]
        for number, part in enumerate(parts):
            path = "sitemap.xml" if len(parts) == 1 else f"sitemap-{number + 1}.xml"
            work.offer(path, key_of(base, part), lambda part=part: feeds.sitemap(base, part))  # type: ignore[misc]
        if len(parts) > 1:
            names = [f"sitemap-{number + 1}.xml" for number in range(len(parts))]
            work.offer("sitemap.xml", key_of(base, names), lambda: feeds.sitemap_index(base, names))
    robots = "User-agent: *\nAllow: /\n" + (f"Sitemap: {base}sitemap.xml\n" if base else "")
    work.offer("robots.txt", key_of(robots), lambda: robots)
    files = sorted(path for path in work.shelf.now if path.startswith("data/") and path != "data/index.json")
    work.offer(
        "data/index.json",
        key_of(exports.SCHEMA, files),
        lambda: exports.as_json([{"schema": exports.SCHEMA, "files": files}])[2:-3] + "\n",
    )
