"""Which item announced what a watched page changed: the same value, or the platform's own words on the programme."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from classifier.annotation import Annotation, Fact
from collector.item import Item

# How long before a change an announcement of its very values counts, one that only names the programme, and how long
# after it: the press finds what a page changed without a word within days.
BEFORE_DAYS, NAMED_DAYS, AFTER_DAYS = 200, 45, 14
# What is only said to come, or denied, announces nothing.
_UNSURE = frozenset(("rumor", "denied", "test", "proposed"))
_SPEAKING = frozenset(("official", "wire", "press"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Announcement:
    """The item that told of a change, its source and day, and how many days before the change (after it: negative)."""

    item: str
    source: str
    day: date
    days: int
    why: str


def announcement_of(
    change: Item, said: Annotation, others: Iterable[tuple[Item, Annotation]], platform: str | None = None
) -> Announcement | None:
    """
    The first item that told of a page's change, the surest kind of telling before the others; None where none did.

    `others` are items with what is said of them, `platform` is whose page it is where the words do not name it.
    """
    owners = {mention.id for mention in said.mentions if mention.kind == "platform"} | (
        {platform} if platform else set()
    )
    found: list[tuple[int, int, Announcement]] = []
    for item, telling in others:
        days = (change.observed.date() - item.when.date()).days
        if (
            item.id == change.id
            or "page-change" in item.flags
            or not telling.relevant
            or item.source_class not in _SPEAKING
            or not -AFTER_DAYS <= days <= BEFORE_DAYS
        ):
            continue
        grade, why = _match(said, telling, owners, official=item.source_class == "official", days=days)
        if grade:
            told = Announcement(item=item.id, source=item.source, day=item.when.date(), days=days, why=why)
            # What was said before the change comes first, the earliest of it; then what was said soonest after it.
            found.append((-grade if days >= 0 else 0, -days, told))
    return min(found, key=lambda one: (one[0], one[1]))[2] if found else None


def _match(said: Annotation, telling: Annotation, owners: set[str], *, official: bool, days: int) -> tuple[int, str]:
    """How surely an item tells of a change (3: its values, 2: the metric, 1: the programme), and by what."""
    known = {mention.id for mention in telling.mentions if mention.kind == "platform"}
    if owners and not owners & (known | {fact.platform for fact in telling.facts if fact.platform}):
        return 0, ""
    for ours in said.facts:
        for theirs in telling.facts:
            if theirs.metric == ours.metric and theirs.status not in _UNSURE and _same_value(ours, theirs):
                return 3, f"tells the same {ours.metric.replace('_', ' ')}"
    programs = _programs(said) & _programs(telling)
    if not official or not programs:
        return 0, ""
    if {fact.metric for fact in said.facts} & {fact.metric for fact in telling.facts}:
        return 2, "the platform told of the same metric of the programme"
    if days <= NAMED_DAYS and {tag.tag for tag in said.tags} & {tag.tag for tag in telling.tags}:
        return 1, "the platform told of the programme"
    return 0, ""


def _same_value(ours: Fact, theirs: Fact) -> bool:
    if ours.after is None or theirs.after is None:
        return ours.after is theirs.after and ours.before is not None and ours.before == theirs.before
    both = ours.before is not None and theirs.before is not None
    return ours.after == theirs.after and (not both or ours.before == theirs.before)


def _programs(said: Annotation) -> set[str]:
    named = {mention.id for mention in said.mentions if mention.kind == "program"}
    return named | {fact.program for fact in said.facts if fact.program}
