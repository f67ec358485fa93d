"""A page a source with its health and rhythm, and a page a watched page with its versions."""

from __future__ import annotations

from collections.abc import Container
from datetime import timedelta
from typing import Any

from collector import opml
from collector.health import History
from collector.item import Item
from config.schema import Source
from digest import wording
from digest.archive import pages
from digest.archive.cards import Card
from digest.archive.site import state_word
from policywatch.run.publish.plan import newest_first
from policywatch.run.publish.work import Work
from policywatch.store import published
from policywatch.store.pages import Recorded

# A page of a restless policy shows this much; everything is in the store.
MOST_VERSIONS = 60
MOST_CLAUSES = 25


def source_pages(work: Work) -> None:
    """A page a source, and the list of all."""
    site = work.site
    told: dict[str, dict[str, Card]] = {}
    for light in work.stories.values():
        for _, _, _, shown_by in light.items:
            told.setdefault(shown_by, {})[light.card.id] = light.card
    states, counts = work.store.sources.all(), published.item_counts(work.store)
    groups: dict[str, list[dict[str, Any]]] = {}
    watched = published.watched(work.store)
    for source in work.configuration.sources:
        state = states.get(source.id)
        history = History.of(state.history) if state else History()
        health: dict[str, Any] = {
            "state": state.state if state else "not read so far", "reason": state.reason if state else "",
            "good_day": state.good.date().isoformat() if state and state.good else "",
            "newest_day": state.newest.date().isoformat() if state and state.newest else "",
            "watched": source.id in watched, "cadence": span(timedelta(minutes=source.cadence_minutes)),
            "rhythm": history.rhythm,
        }  # fmt: skip
        shown = newest_first(told.get(source.id, {}).values())[:15]
        count = counts.get(source.id, (0, 0))
        key = work.key("source", source.model_dump_json(), health, count, [(card.id, card.mark) for card in shown])
        work.offer(
            f"sources/{source.id}.html", key,
            lambda source=source, health=health, shown=shown, count=count: pages.source_page(  # type: ignore[misc]
                site, source, health, shown, count
            ),
        )  # fmt: skip
        note = state_word(health["state"]) if source.enabled else "switched off"
        groups.setdefault(source.source_class, []).append(
            {
                "name": source.name,
                "path": f"sources/{source.id}.html",
                "note": note,
                "count": wording.plural(count[0], "item") if count[0] else "",
            }
        )
    listed = [
        (name.capitalize(), "", sorted(rows, key=lambda row: row["name"].casefold()))
        for name, rows in sorted(groups.items())
    ]
    intro = "Everything that is read, and how each source is doing."
    work.offer(
        "sources/index.html",
        work.key("sources", listed),
        lambda: pages.index_page(site, "sources/index.html", "Sources", intro, listed),
    )
    outlines = [
        opml.Outline(name=one.name, url=one.url, folder=one.source_class)
        for one in work.configuration.sources
        if one.kind == "feed" and one.enabled
    ]
    work.offer("sources.opml", work.key("opml", outlines), lambda: opml.written(outlines, site.title))


def watched_pages(work: Work) -> None:
    """A page for each watched page: its versions, what each was judged to be, the clauses that changed."""
    site, listed = work.site, []
    recorded = published.watched(work.store)
    ours = {item for light in work.stories.values() for item, _, _, _ in light.items}
    for source in work.configuration.sources:
        if source.id not in recorded:
            continue
        count, last = recorded[source.id]
        path = f"pages/{source.id}.html"

        def make(source: Source = source) -> str:
            changes = [
                one for one in reversed(work.store.pages.changes(source.id)) if one.change.kind in ("first", "judged")
            ]
            items = work.store.items.get(one.item for one in changes[:MOST_VERSIONS] if one.item in ours)
            versions = [version_shown(one, items.get(one.item or ""), ours) for one in changes[:MOST_VERSIONS]]
            return pages.watched_page(site, source, versions, source.url, len(changes))

        told = work.store.pages.announced(source.id)
        work.offer(path, work.key("watched", source.model_dump_json(), count, last, told), make)
        note = site.name(source.platform) if source.platform else source.jurisdiction
        listed.append({"name": source.name, "path": path, "note": note, "count": wording.plural(count, "reading")})
    groups = [("", "", listed)]
    intro = "Rules and policies that are read again and again: every version, and what changed between them."
    work.offer(
        "pages/index.html",
        work.key("pages", listed),
        lambda: pages.index_page(site, "pages/index.html", "Watched pages", intro, groups),
    )


def version_shown(recorded: Recorded, item: Item | None, told: Container[str]) -> dict[str, Any]:
    """One version of a watched page as its page shows it; `item` is what we told of it, `told` all that we tell."""
    verdict, extra = recorded.change.verdict, item.extra if item else {}
    teller = extra.get("announced_by", "")
    return {
        "observed": recorded.change.observed.date().isoformat(), "verdict": verdict.verdict, "reason": verdict.reason,
        "item": item.id if item else "", "teller": teller, "linked": teller in told,
        "days": int(extra.get("announced_days", 0)), "undated": item is not None and "undated-edit" in item.flags,
        "clauses": verdict.clauses[:MOST_CLAUSES], "more": len(verdict.clauses) - MOST_CLAUSES,
    }  # fmt: skip


def span(length: timedelta) -> str:
    """
    >>> span(timedelta(minutes=60)), span(timedelta(days=2)), span(timedelta(minutes=45))
    ('hour', '2 days', '45 minutes')
    """
    minutes = int(length.total_seconds() // 60)
    for size, word in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size and minutes % size == 0:
            return word if minutes == size else f"{minutes // size} {word}s"
    return "minute"
