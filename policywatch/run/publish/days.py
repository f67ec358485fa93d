"""A page a day; one that changes after it was published says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from digest import wording
from digest.archive import pages
from digest.archive.site import moment
from digest.edition import Edition, edition_of
from digest.folder import key_of
from policywatch.run.publish.work import Work
from policywatch.store import published


@dataclass(frozen=True, kw_only=True, slots=True)
class Days:
    """The newest editions, every correction and note, and a key of them all."""

    newest: tuple[Edition, ...]
    corrections: tuple[tuple[str, Any], ...]
    notes: tuple[tuple[str, Mapping[str, Any]], ...]
    key: str


def editions(work: Work) -> Days:
    """A page a day; one that changes after it was published says so."""
    store, site = work.store, work.site
    marked = published.editions_marked(store)
    shown = published.published_days(store)
    for day, _, digest, composed in marked:
        versions = shown.get(day, [])
        if not versions or versions[-1]["digest"] != digest:
            content = store.editions.get(day) or {}
            now_told = told_in(content)
            version: dict[str, Any] = {"digest": digest, "at": moment(composed), "told": now_told}
            if versions:
                version["said"] = difference(versions[-1]["told"], now_told)
                # The very words are only needed of the last version.
                versions[-1].pop("told", None)
            shown[day] = [*versions, version]
            with store.transaction():
                published.keep_published(store, day, shown[day], composed)
    subjects = []
    for place, (day, number, digest, composed) in enumerate(marked):
        before = marked[place - 1][0] if place else ""
        after = marked[place + 1][0] if place + 1 < len(marked) else ""
        notes = [one for one in shown[day] if one.get("said")]
        key = work.key("day", digest, before, after, [(one["at"], one["said"]) for one in notes])

        def make(
            day: str = day, before: str = before, after: str = after, notes: Any = notes, composed: datetime = composed
        ) -> str:
            edition = edition_of(store.editions.get(day) or {})
            return pages.day_page(site, in_archive(work, edition), before, after, notes, composed)

        work.offer(f"days/{day}.html", key, make, day)
        subjects.append((day, number, digest))
    total = key_of(subjects, [(day, len(versions)) for day, versions in sorted(shown.items())])

    def all_days() -> str:
        return pages.days_page(
            site, [(one["day"], one["number"], one["subject"]) for one in reversed(store.editions.all())]
        )

    work.offer("days/index.html", work.key("days", total), all_days)
    newest = tuple(
        in_archive(work, edition_of(kept))
        for day, _, _, _ in reversed(marked[-9:])
        if (kept := store.editions.get(day))
    )
    corrections: list[tuple[str, Any]] = []
    key = work.key("corrections", total)
    notes_all = [(day, one) for day in sorted(shown, reverse=True) for one in shown[day] if one.get("said")]
    if not work.shelf.stands("corrections.html", key):
        for content in reversed(store.editions.all()):
            corrections += [(content["day"], one) for one in edition_of(content).corrections]
    work.offer("corrections.html", key, lambda: pages.corrections_page(site, corrections, notes_all))
    return Days(newest=newest, corrections=tuple(corrections), notes=tuple(notes_all), key=total)


def in_archive(work: Work, edition: Edition) -> Edition:
    """The edition with its stories under the ids that have a page now: a story may have been joined to another."""
    ids = {entry.story for entry in edition.entries} - work.stories.keys()
    if not ids:
        return edition
    joined = published.merged(work.store)

    def moved(entry: Any) -> Any:
        return replace(entry, story=joined.get(entry.story, entry.story)) if entry else entry

    return replace(
        edition, lead=moved(edition.lead), changes=tuple(map(moved, edition.changes)),
        updates=tuple(map(moved, edition.updates)), rumours=tuple(map(moved, edition.rumours)),
        also=tuple(map(moved, edition.also)),
    )  # fmt: skip


def told_in(content: Mapping[str, Any]) -> dict[str, list[str]]:
    """What an edition tells, story by story: its headline and its changes in words."""
    told: dict[str, list[str]] = {}
    for part in ("lead", "changes", "updates", "rumours", "also"):
        entries = content.get(part) or []
        for entry in [entries] if isinstance(entries, Mapping) else entries:
            told[entry["story"]] = [
                entry["headline"],
                *(f"{fact['label']}: {wording.change(fact['before'], fact['after'])}" for fact in entry["facts"]),
            ]
    return told


def difference(before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]) -> str:
    """What a new version of a day tells that the one before did not, in a sentence or two."""
    said = []
    added = [words[0] for story, words in after.items() if story not in before]
    gone = [words[0] for story, words in before.items() if story not in after]
    other = [words[0] for story, words in after.items() if story in before and list(before[story]) != list(words)]
    for word, headlines in (("Added", added), ("No longer here", gone), ("Told anew", other)):
        if headlines:
            shown = "; ".join(f"“{wording.shortened(one, 90)}”" for one in headlines[:3])
            more = f" and {len(headlines) - 3} more" if len(headlines) > 3 else ""
            said.append(f"{word}: {shown}{more}.")
    return " ".join(said) or "The order, the dates or the account of what was read changed."
