"""Tags and platforms, each with its newest stories and a page a month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from digest.archive import pages
from digest.archive.cards import Card, by_month
from policywatch.run.publish.feeds import feed
from policywatch.run.publish.plan import counted, newest_first
from policywatch.run.publish.work import Work


def lists(work: Work) -> None:
    """Tags and platforms, each with its newest stories and a page a month."""
    site, configuration = work.site, work.configuration
    by_tag: dict[str, list[Card]] = {}
    by_platform: dict[str, list[Card]] = {}
    for light in work.stories.values():
        for one in light.card.tags:
            by_tag.setdefault(one, []).append(light.card)
        for one in light.card.platforms:
            by_platform.setdefault(one, []).append(light.card)
    groups = {group.id: group for group in configuration.groups}
    for tag in configuration.tags:
        cards = by_tag.get(tag.id, [])
        eyebrow = groups[tag.group].name if tag.group in groups else "Tag"
        list_pages(work, "tags", tag.id, tag.name, eyebrow, cards, tag=tag)
        feed(work, f"tags/{tag.id}", tag.name, cards)
    gazetteer = configuration.gazetteer
    for platform in gazetteer.platforms:
        cards = by_platform.get(platform.id, [])
        list_pages(
            work, "platforms", platform.id, platform.name, "Platform", cards, platform=platform,
            programs=[one for one in gazetteer.programs if one.platform == platform.id],
            matters=[one for one in gazetteer.matters if platform.id in one.platforms],
        )  # fmt: skip
        feed(work, f"platforms/{platform.id}", platform.name, cards)
    rows = [
        (group.name, group.scope, [
            {"name": tag.name, "path": f"tags/{tag.id}.html", "note": tag.definition,
             "count": counted(len(by_tag.get(tag.id, ())))}
            for tag in configuration.tags if tag.group == group.id
        ])
        for group in configuration.groups
    ]  # fmt: skip
    work.offer(
        "tags/index.html",
        work.key("tags", rows),
        lambda: pages.index_page(
            site, "tags/index.html", "Tags", "What a story can be about, and exactly what counts.", rows
        ),
    )
    ordered = sorted(gazetteer.platforms, key=lambda one: (-len(by_platform.get(one.id, ())), one.name))
    plain = [("", "", [
        {"name": one.name, "path": f"platforms/{one.id}.html", "note": one.kind,
         "count": counted(len(by_platform.get(one.id, ())))}
        for one in ordered
    ])]  # fmt: skip
    work.offer(
        "platforms/index.html",
        work.key("platforms", plain),
        lambda: pages.index_page(
            site, "platforms/index.html", "Platforms", "Where people earn, those most in the news first.", plain
        ),
    )


def list_pages(work: Work, kind: str, id: str, heading: str, eyebrow: str, cards: Sequence[Card], **more: Any) -> None:
    """The page of a tag, platform or saved question with its newest stories, and a page for each month."""
    site, most = work.site, work.configuration.settings.archive.stories_per_page
    ordered = newest_first(cards)
    months = by_month(ordered)
    older = [(group.month, len(group.cards)) for group in months]
    about = [repr(one) for one in more.values()]
    key = work.key(kind, id, about, older, [(card.id, card.mark) for card in ordered[:most]])
    work.offer(
        f"{kind}/{id}.html", key,
        lambda: pages.list_page(
            site, kind, id, heading, eyebrow, by_month(ordered[:most]), older if len(ordered) > most else (),
            total=len(ordered), **more,
        ),
        ordered[0].day if ordered else "",
    )  # fmt: skip
    if len(ordered) <= most:
        return
    for group in months:
        key = work.key(
            kind,
            id,
            heading,
            eyebrow,
            group.month,
            [one[0] for one in older],
            [(card.id, card.mark) for card in group.cards],
        )
        work.offer(
            f"{kind}/{id}/{group.month}.html", key,
            lambda group=group: pages.list_page(  # type: ignore[misc]
                site, kind, id, heading, eyebrow, [group], (), month=group.month, total=len(group.cards)
            ),
            group.cards[0].day,
        )  # fmt: skip
