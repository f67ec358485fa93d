"""Classifying: from items to annotations and stories."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from classifier.annotation import Annotation, Evidence, Tag
from classifier.desk import Desk
from classifier.filing import Filed, Filing, Verdicts, story_id
from classifier.rarity import COUNTED_DAYS
from classifier.telling import tell_story
from collector.item import Item
from config.schema import Configuration
from policywatch.run import announcements
from policywatch.run.collect import Progress
from policywatch.run.report import Report
from policywatch.store.labels import Label
from policywatch.store.store import Store

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def classify(
    store: Store,
    configuration: Configuration,
    now: datetime,
    report: Report,
    again: bool = False,
    progress: Progress | None = None,
) -> None:
    """
    Annotate every item whose words have no annotation yet, file it, and tell its story anew.

    With `again` everything is read once more; what only a better reader says is marked, and is never news. Each step
    finds its work in the store, so a run that was cut goes on where it stood.
    """
    annotate(store, configuration, now, report, again, progress)
    file_new(store, now, report)
    announcements.look(store, configuration, now)
    tell(store, now)


def annotate(
    store: Store, configuration: Configuration, now: datetime, report: Report, again: bool, progress: Progress | None
) -> None:
    """Annotate what waits for it."""
    from classifier.annotate import Annotator

    annotator: Annotator | None = None
    total = store.items.waiting(again)
    for page in store.items.to_classify(again):
        annotator = annotator or Annotator.of(configuration)
        verdicts = store.labels.of(item.id for _, item in page)
        said = [
            by_person(one, item, verdicts[item.id]) if item.id in verdicts else one
            for (_, item), one in zip(page, annotator.annotate([item for _, item in page]), strict=True)
        ]
        with store.transaction():
            store.annotations.save([(number, item, one) for (number, item), one in zip(page, said, strict=True)], now)
            store.stories.tell_again(store.stories.of_items(item.id for _, item in page).values())
        report.classified += len(page)
        report.relevant += sum(one.relevant for one in said)
        if progress:
            progress("classify", report.classified, total)


def by_person(said: Annotation, item: Item, label: Label) -> Annotation:
    """What is said of an item once a person has spoken: the person's tags, and relevance beyond doubt."""
    known = {tag.tag: tag.evidence for tag in said.tags}
    title = Evidence(item=item.id, start=0, end=len(item.title), text=item.title)
    tags = tuple(Tag(tag=tag, score=1.0, by="person", evidence=known.get(tag, title)) for tag in label.tags)
    reason = f"{label.by} said {'it is ours to tell' if label.relevant else 'it is not ours to tell'}"
    return replace(
        said,
        relevant=label.relevant,
        relevance=1.0 if label.relevant else 0.0,
        tags=tags if label.relevant else (),
        reasons=(reason, *said.reasons),
    )


def file_new(store: Store, now: datetime, report: Report) -> None:
    """File what stands under no story yet."""
    fresh = store.items.to_file()
    if not fresh:
        return
    first = min(item.when for item in fresh) - timedelta(days=COUNTED_DAYS)
    told_until = store.editions.last_composed() or LONG_AGO
    around = store.items.filed_since(first, max(item.when for item in fresh) + timedelta(days=COUNTED_DAYS))
    # One run files and composes at one and the same time: what was filed then, that edition has told.
    desk = Desk.open(
        [Filed(item=item, story=story, told=filed <= told_until) for item, story, filed in around], verdicts_of(store)
    )
    before = {item.id: story for item, story, _ in around}
    filings = {filing.item: filing for filing in desk.file(fresh)}
    # Items that no edition has told yet may have been grouped anew together with these.
    moved = {item: story for item, story in desk.loose.items() if item in before and before[item] != story}
    rows = [(filing.item, filing.story, why_filed(filing)) for filing in filings.values()]
    rows += [(item, story, "grouped anew with later items") for item, story in moved.items()]
    touched = {story for _, story, _ in rows} | {before[item] for item in moved}
    with store.transaction():
        store.stories.file(rows, now)
        store.stories.follow({one.story: one.follows for one in filings.values() if one.follows})
        store.stories.tell_again(touched)
    known = set(before.values())
    report.stories_new += len({filing.story for filing in filings.values()} - known)
    report.stories_grown += len({filing.story for filing in filings.values()} & known)


def why_filed(filing: Filing) -> str:
    """Why an item stands where it stands, as a person reads it."""
    if filing.how == "copy":
        return f"the same words as {filing.copy_of}"
    if filing.how == "joined":
        return f"likeness {filing.score:.2f} to its story"
    return f"a new act after {filing.follows}" if filing.follows else "first of its event"


def verdicts_of(store: Store) -> Verdicts:
    """
    What people said of pairs of stories or items, as the desk takes it: items that belong together, or do not.

    Of two that contradict each other the later holds.
    """
    same: list[frozenset[str]] = []
    apart: list[tuple[str, str]] = []
    for kind, first, second in store.stories.verdicts():
        filed = store.stories.items_of([first, second])
        left, right = filed.get(first, [first]), filed.get(second, [second])
        if kind == "same":
            together = frozenset((*left, *right))
            apart = [pair for pair in apart if not together.issuperset(pair)]
            same.append(together)
        else:
            same = [group - set(right) if group.intersection(left) else group for group in same]
            apart += [(one, other) for one in left for other in right]
    return Verdicts(same=tuple(same), apart=tuple(apart))


def tell(store: Store, now: datetime, page: int = 500) -> None:
    """Tell every story anew that has changed since it was told; those that are not ours to tell are left untold."""
    order = store.stories.untold()
    for start in range(0, len(order), page):
        chosen = order[start : start + page]
        filed = store.stories.items_of(chosen)
        said = store.annotations.of([one for under in filed.values() for one in under])
        ours = {
            story: under for story, under in filed.items() if any(said[one].relevant for one in under if one in said)
        }
        items = store.items.get([one for under in ours.values() for one in under])
        known, follows = store.stories.get(ours), store.stories.followed(ours)
        told = [
            tell_story(story, [items[one] for one in under], said, known=known.get(story), follows=follows.get(story))
            for story, under in ours.items()
        ]
        with store.transaction():
            store.stories.save([(story, True) for story in told], now)
            store.stories.silence([story for story in filed if story not in ours], now)
            store.stories.close_empty([story for story in chosen if story not in filed], now)
            store.stories.told_again(chosen)


def judge(store: Store, kind: str, first: str, second: str, by: str, now: datetime) -> None:
    """Remember a person's word that two stories are one ("same") or that an item stands apart, and act on it now."""
    filed = store.stories.items_of([first, second])
    left, right = filed.get(first, [first]), filed.get(second, [second])
    under = store.stories.of_items([*left, *right])
    if kind == "same":
        anchor = left[0]
        older, newer = sorted((under[left[0]], under[right[0]]), key=lambda one: first_seen(store, one))
        rows = [(one, older, f"{by} joined it") for one in filed.get(newer, right)] if older != newer else []
        touched = {older, newer}
    else:
        home = under[right[0]]
        others = [one for one in left if one != right[0] and under[one] == home]
        if not others:
            raise JudgedNothing(f"{right[0]} does not stand in {first} beside anything else: it is under {home}.")
        anchor, fresh = others[0], story_id(right[0])
        if fresh == home:  # the story began with it, and keeps its id for those who have its address
            fresh = story_id(f"{right[0]} apart")
        rows, touched = [(right[0], fresh, f"{by} parted it")], {home, fresh}
    with store.transaction():
        store.stories.judge(kind, anchor, right[0], by, now)
        store.stories.file(rows, now)
        store.stories.tell_again(touched)
    tell(store, now)


class JudgedNothing(ValueError):
    """What a person asked to part does not stand together."""


def first_seen(store: Store, story: str) -> tuple[datetime, str]:
    """What orders stories by age."""
    known = store.stories.get([story]).get(story)
    return (known.first_seen if known else LONG_AGO, story)
