"""Correcting: what we told and what has turned out wrong, said to those who were told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from classifier.annotation import Fact
from digest import wording
from digest.memory import covers, fact_key, shade_of
from policywatch.store.corrections import Corrected, Gone
from policywatch.store.store import Store

# A fact told longer ago than this has long been overtaken by others; correcting it would be news of its own.
LOOK_BACK = timedelta(days=90)
MARK = "corrections:seen"
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
NOT = re.compile(r"\b(?:not|no|never|denies|denied|won't|isn't|doesn't|didn't|without|cancels|cancelled|withdraws)\b")


def correct(store: Store, names: Mapping[str, str], now: datetime) -> int:
    """
    Look at what has gone or been edited since the last look, and keep a correction for what we had told.

    Reading again with a better reader counts too: whoever was told a value that is not in the words hears so. Gives how
    many corrections were made.
    """
    seen = store.stories.shelf(MARK)
    since = datetime.fromisoformat(seen.decode()) if seen else now - LOOK_BACK
    told = told_publicly(store)
    made = []
    for gone in store.corrections.gone_since(since):
        key = fact_key(gone.fact)
        value = key.partition(":")[0]
        ledgers = {row.what for row in store.outbox.who_was_told_value(value)}
        heard = {one for one in (*told, *ledgers) if one.startswith(f"{value}:") and stands(one, key)}
        if not heard:
            continue
        programs = [gone.fact.program] if gone.fact.program else []
        known = store.corrections.standing([gone.fact.metric], around(store, gone), programs)
        made += [
            of_fact(store, gone, one, known, names, now)
            for one in sorted(heard)
            if not any(stands(one, fact_key(fact)) for fact in known)
        ]
    for one in store.corrections.retitled_since(since):
        if differs(one.before, one.after) and was_headline(store, told, one.story, one.before):
            made.append(
                Corrected(
                    what="story", story=one.story, item=one.item, headline=one.before, wrong=one.before,
                    right=one.after, right_key="", why="The source changed its headline.", day=day_of(now), made=now,
                )
            )  # fmt: skip
    with store.transaction():
        done = sum(store.corrections.save(one) for one in made)
        store.stories.put(MARK, now.astimezone(UTC).isoformat().encode(), now)
    return done


def told_publicly(store: Store) -> dict[str, str]:
    """What the public editions told: keys of facts with their story, and headlines by story."""
    told: dict[str, str] = {}
    for edition in store.editions.all():
        parts = [edition["lead"]] if edition["lead"] else []
        for name in ("changes", "updates", "rumours", "also", "more"):
            parts += edition.get(name, ())
        for entry in parts:
            told[entry["story"]] = entry["headline"]
            told.update((fact["key"], entry["story"]) for fact in entry["facts"])
    return told


def around(store: Store, gone: Gone) -> list[str]:
    """The items in whose words the same fact may still stand."""
    return store.stories.items_of([gone.story]).get(gone.story, [gone.item]) if gone.story else [gone.item]


def stands(told: str, known: str) -> bool:
    """Whether what is known still says what was told, in these or fuller words."""
    return covers(shade_of(told), shade_of(known)) or covers(shade_of(known), shade_of(told))


def of_fact(
    store: Store, gone: Gone, key: str, known: list[Fact], names: Mapping[str, str], now: datetime
) -> Corrected:
    """The correction of one fact; right is what the same item now says of the same thing."""
    there = [fact for fact in known if fact.evidence.item == gone.item and same_thing(fact, gone.fact)]
    right = there[0] if there else None
    story = store.stories.get([gone.story]).get(gone.story) if gone.story else None
    return Corrected(
        what=key, story=gone.story, item=gone.item, headline=wording.tidy(story.headline if story else ""),
        wrong=told_as(gone.fact, names), right=told_as(right, names) if right else "",
        right_key=fact_key(right) if right else "",
        why="The source changed its text." if gone.edited else "We had misread the source.",
        day=day_of(now), made=now,
    )  # fmt: skip


def same_thing(one: Fact, other: Fact) -> bool:
    """Whether two facts give values of one and the same thing."""
    return (one.program or one.matter or one.platform) == (other.program or other.matter or other.platform) or (
        (one.subject or "").lower() == (other.subject or "").lower()
    )


def told_as(fact: Fact, names: Mapping[str, str]) -> str:
    """A fact as a correction names it."""
    before, after = (wording.value(one, fact.unit, fact.metric) for one in (fact.before, fact.after))
    when = f", from {wording.spoken(fact.effective)}" if fact.effective else ""
    said = f"{wording.fact_label(fact, names)} {wording.change(before, wording.value_or_date(after, fact.metric))}"
    return wording.shortened(said + when, 240)


def differs(before: str, after: str) -> bool:
    """
    Whether an edited headline says something else: another number, or a no where there was none.

    >>> differs("Clipbox drops its fee to 5 %", "Clipbox drops its fee to 7 %"), differs("A rule", "The rule")
    (True, False)
    """
    numbers = (sorted(NUMBER.findall(before)), sorted(NUMBER.findall(after)))
    return numbers[0] != numbers[1] or bool(NOT.search(before.lower())) != bool(NOT.search(after.lower()))


def was_headline(store: Store, told: Mapping[str, str], story: str, before: str) -> bool:
    """Whether these words were the headline somebody was told."""
    printed = wording.shortened(wording.tidy(before), 160)
    return told.get(story) == printed or any(
        row.story == story and row.words == printed for row in store.outbox.who_was_told_story(story)
    )


def day_of(now: datetime) -> str:
    return now.astimezone(UTC).date().isoformat()
