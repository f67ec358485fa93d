"""Who announced what a watched page changed: looked for anew at each run, for an announcement may be found later."""

from __future__ import annotations

from datetime import datetime, timedelta

from classifier.announcements import AFTER_DAYS, BEFORE_DAYS, Announcement, announcement_of
from collector.item import Item
from config.schema import Configuration
from policywatch.store.pages import Recorded
from policywatch.store.store import Store

# A change is looked at again for so long: for its press, and for items that a slow source brings late.
LOOKED_AT = timedelta(days=AFTER_DAYS + 16)


def look(store: Store, configuration: Configuration, now: datetime) -> int:
    """Mark each recent change of a rule with the item that announced it, or as undated; gives how many were marked."""
    platforms = {source.id: source.platform for source in configuration.sources}
    recent = [one for one in store.pages.changes(since=now - LOOKED_AT) if one.item]
    items = store.items.get([one.item for one in recent if one.item])
    marked = []
    for recorded in recent:
        item = items.get(recorded.item or "")
        if item is None:
            continue
        found = _announced(store, item, platforms.get(item.source))
        again = _marked(item, recorded, found)
        if again != (item.flags, item.extra):
            marked.append((item.id, *again))
    if marked:
        with store.transaction():
            for item_id, flags, extra in marked:
                store.items.mark(item_id, flags, extra)
            store.stories.tell_again(store.stories.of_items(item_id for item_id, _, _ in marked).values())
    return len(marked)


def _announced(store: Store, item: Item, platform: str | None) -> Announcement | None:
    said = store.annotations.of([item.id]).get(item.id)
    if said is None:
        return None
    owners = {mention.id for mention in said.mentions if mention.kind == "platform"} | (
        {platform} if platform else set()
    )
    if not owners:
        return None
    near = store.annotations.naming(
        "platform", owners, item.observed - timedelta(days=BEFORE_DAYS), item.observed + timedelta(days=AFTER_DAYS + 1)
    )
    others, tellings = store.items.get(near), store.annotations.of(near)
    return announcement_of(item, said, [(others[one], tellings[one]) for one in near if one in tellings], platform)


def _marked(item: Item, recorded: Recorded, found: Announcement | None) -> tuple[tuple[str, ...], dict[str, str]]:
    """The flags and further fields of a change's item once its announcement is known, or known to be missing."""
    ours = ("announced_by", "announced_source", "announced", "announced_days", "announced_why")
    extra = {name: value for name, value in item.extra.items() if name not in ours}
    flags = tuple(flag for flag in item.flags if flag != "undated-edit")
    dated = recorded.change.verdict.dated
    if found is None:
        # A notice on the page itself was seen when the change was: such an item was never flagged.
        undated = "undated-edit" in item.flags or ("announced_by" in item.extra and "announced_on_page" not in extra)
        return (*flags, "undated-edit") if undated and dated is None else item.flags, extra
    extra |= {
        "announced_by": found.item, "announced_source": found.source, "announced": found.day.isoformat(),
        "announced_days": str(found.days), "announced_why": found.why,
    }  # fmt: skip
    if dated:
        extra["notice_days"] = str((dated - found.day).days)
    return flags, extra
