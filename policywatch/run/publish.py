"""Publishing: the archive of all that is stored, only what changed, and the letter in its folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

from classifier import calendar, importance, matters, registry
from classifier.annotation import Annotation, Fact
from classifier.story import Story
from collector import opml
from collector.health import History
from collector.item import Item
from config.schema import Configuration, Matter, Program, Source
from digest import delivery, exports, feeds, letter, site_search, wording
from digest.archive import pages
from digest.archive.cards import Card, Holding, Line, by_month, card_of, histories, holding, line_of
from digest.archive.site import DIGEST, Site, moment
from digest.edition import Edition, edition_of
from digest.folder import Folder, key_of
from policywatch.run.collect import Progress
from policywatch.run.compose import names_of
from policywatch.store import published
from policywatch.store.annotations import fact_of
from policywatch.store.published import StoryMark
from policywatch.store.store import Store

# Stories are read and drawn this many at a time: memory stays flat however long the archive grows.
BATCH = 150
LATELY = 12
# The calendar page shows so much of the past; what is older stands on the pages of its programme or matter.
PAST_DAYS = 60
# A page of a restless policy shows this much; everything is in the store.
MOST_VERSIONS = 60
MOST_CLAUSES = 25
MATRIX_METRICS = (
    "followers", "subscribers", "views", "shorts_views", "watch_hours", "average_viewers", "age_min", "payout_min",
    "creator_share_pct", "platform_fee_pct", "commission_pct", "revenue_threshold",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """What a publishing came to: files offered, drawn anew, written (other bytes), and left without data."""

    files: int
    drawn: int
    written: int
    left: tuple[str, ...]


@dataclass(slots=True)
class Light:
    """A story as the plan keeps it: its card, its mark, and its items as (id, mark, day, source)."""

    card: Card
    mark: str
    follows: str | None
    items: tuple[tuple[str, str, str, str], ...]


@dataclass(slots=True)
class Work:
    """One publishing: where from, where to, and what was found out on the way."""

    store: Store
    configuration: Configuration
    site: Site
    shelf: Folder
    mark: str
    progress: Progress | None = None
    stories: dict[str, Light] = field(default_factory=dict)
    followed: dict[str, list[str]] = field(default_factory=dict)
    told: dict[str, feeds.Entry] = field(default_factory=dict)
    records: dict[str, str] = field(default_factory=dict)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    html: dict[str, str] = field(default_factory=dict)
    facts: dict[int, Fact] = field(default_factory=dict)
    today: date = date(1970, 1, 1)
    newest: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    map: list[tuple[str, str]] = field(default_factory=list)
    done: int = 0

    def key(self, *parts: object) -> str:
        return key_of(self.mark, *parts)

    def fact(self, row: Any) -> Fact:
        """The fact of a row, made once."""
        found = self.facts.get(row.seq)
        if found is None:
            found = self.facts[row.seq] = fact_of(row, row.item_id)
        return found

    def entry_mark(self, id: str) -> str:
        """What a story's entry in a feed is made of."""
        return key_of(self.mark, self.stories[id].mark)

    def offer(self, path: str, key: str, make: Callable[[], bytes | str], day: str = "") -> None:
        self.shelf.offer(path, key, make)
        if path.endswith(".html"):
            self.map.append((path, day))

    def step(self, total: int) -> None:
        self.done += 1
        if self.progress and self.done % 50 == 0:
            self.progress("publish", self.done, total)


def publish(
    store: Store,
    configuration: Configuration,
    folder: Path,
    progress: Progress | None = None,
    prune: bool = False,
    search: bool = True,
) -> int:
    """Write what is new or different in the archive; gives how many files were."""
    return publish_all(store, configuration, folder, progress, prune, search).written


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
    with Folder(folder) as shelf:
        work = Work(store=store, configuration=configuration, site=site, shelf=shelf, mark=site.mark, progress=progress)
        assets(work)
        plan(work)
        stories_and_items(work)
        exports_by_day(work)
        days = editions(work)
        facts = facts_light(work)
        registers(work, facts)
        lists(work)
        front(work, days, facts)
        if site.searchable:
            indexes(work)
        ends(work)
        left = shelf.close(prune, always=f"{site_search.FOLDER}/")
        return Published(files=len(shelf.now), drawn=shelf.rendered, written=shelf.written, left=tuple(left))


# -- what stands in the archive ------------------------------------------------------------------------------------


def assets(work: Work) -> None:
    """Style, icon and the search page's script."""
    for path in sorted((DIGEST / "templates" / "archive" / "assets").iterdir()):
        if path.suffix == ".js" and not work.site.searchable:
            continue
        content = path.read_bytes()
        work.offer(f"assets/{path.name}", key_of(content.hex()), lambda content=content: content)  # type: ignore[misc]


def plan(work: Work) -> None:
    """Find every story of the archive with its marks, and how far the data reaches."""
    for told in published.stories_marked(work.store):
        card = card_of(
            told.id, told.headline, told.first_seen, told.last_seen, told.importance, told.content, work.site.names,
            shown_mark(told),
        )  # fmt: skip
        items = tuple((one.id, one.mark, one.at.date().isoformat(), one.source) for one in told.items)
        work.stories[told.id] = Light(card=card, mark=told.mark, follows=told.follows, items=items)
        if told.follows:
            work.followed.setdefault(told.follows, []).append(told.id)
        work.newest = max(work.newest, told.last_seen)
    marked = published.editions_marked(work.store)
    if marked:
        work.newest = max(work.newest, marked[-1][3])
    work.today = max(work.newest.date(), date.fromisoformat(marked[-1][0]) if marked else work.newest.date())


def shown_mark(told: StoryMark) -> str:
    """Differs when a list would show the story differently."""
    content = told.content
    shown = [content.get(name) for name in ("tags", "platforms", "status", "confidence", "voices")]
    facts = [(one.get("before"), one.get("after"), one.get("status")) for one in (content.get("facts") or [])[:8]]
    return key_of(told.headline, told.last_seen.timestamp(), shown, facts)


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
            work.shelf.put(path, key, html.encode("utf-8", "replace"))
            if site.searchable:
                work.html[id] = html
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


def remember_record(work: Work, item: Item, said: Annotation, story: str, day: str) -> None:
    """Keep an item's record until its day's export is written: it was read just now."""
    record = exports.item_record(item, said, story)
    work.records[item.id] = exports.as_lines([record])
    work.rows[item.id] = {name: record[name] for name in exports.ITEM_COLUMNS}


# -- feeds -----------------------------------------------------------------------------------------------------------


def feed_entry(work: Work, story: Story, inside: Sequence[Item]) -> feeds.Entry:
    """A story as an entry of a feed."""
    by_id = {item.id for item in inside}
    lines = [line_of(fact, work.site.names) for fact in story.facts if fact.evidence.item in by_id]
    base = work.site.base_url
    facts = ""
    for line in lines:
        words = escape(wording.change(line.before, line.after))
        value = f'<a href="{escape(base + line.anchor)}">{words}</a>' if base else words
        facts += f"<li>{escape(line.label)}: {value}{f', in effect {line.effective}' if line.effective else ''}</li>"
    words = " ".join(line.text for line in story.summary)
    shown = sorted(inside, key=lambda item: (item.id != story.lead, item.when, item.id))[:6]
    sources = "".join(
        f'<li><a href="{escape(address)}">{escape(item.title)}</a>, {escape(work.site.name(item.source))}</li>'
        for item in shown
        if (address := pages.safe(item.url))
    )
    html = f"<ul>{facts}</ul>" if facts else ""
    html += f"<p>{escape(words)}</p>" if words else ""
    html += f"<p>Sources</p><ul>{sources}</ul>" if sources else ""
    text = "; ".join(f"{line.label}: {wording.change(line.before, line.after)}" for line in lines) or words
    return feeds.entry(
        story.id, work.entry_mark(story.id), f"stories/{story.id}.html", story.headline, html,
        wording.shortened(text, 400), story.first_seen, story.last_seen,
        [work.site.tag_name(tag) for tag in story.tags],
    )  # fmt: skip


def feed(work: Work, path: str, title: str, cards: Sequence[Card], most: int = 25) -> None:
    """A feed in both forms of the newest of these stories; entries that stand there already are taken over."""
    newest = newest_first(cards)[:most]
    key = work.key("feed", title, [(card.id, work.stories[card.id].mark) for card in newest])
    if work.shelf.keep(f"{path}.xml", key) and work.shelf.keep(f"{path}.json", key):
        return
    missing = [card.id for card in newest if card.id not in work.told]
    if missing and f"{path}.json" in work.shelf.before:
        for id, told in feeds.taken_over(work.shelf.read(f"{path}.json")).items():
            if id in work.stories and told[feeds.OURS]["mark"] == work.entry_mark(id):
                work.told.setdefault(id, told)
        missing = [id for id in missing if id not in work.told]
    for start in range(0, len(missing), BATCH):
        read_entries(work, missing[start : start + BATCH])
    entries = [work.told[card.id] for card in newest if card.id in work.told]
    site = work.site
    up = "../" * path.count("/")
    heading = title if path == "feed" else f"{title} · {site.title}"
    xml = feeds.atom(heading, f"{path}.xml", site.base_url, up, entries, site.title)
    work.shelf.put(f"{path}.xml", key, xml.encode("utf-8", "replace"))
    plain = feeds.json_feed(heading, f"{path}.json", site.base_url, up, entries, site.title)
    work.shelf.put(f"{path}.json", key, plain.encode("utf-8", "replace"))


def read_entries(work: Work, ids: Sequence[str]) -> None:
    """Make the entries of stories that were not drawn in this run."""
    stories = work.store.stories.get(ids)
    names = {
        id: dict.fromkeys((stories[id].lead, *(one[0] for one in work.stories[id].items[:8])))
        for id in ids
        if id in stories
    }
    items = work.store.items.get({one for inside in names.values() for one in inside})
    for id, inside in names.items():
        work.told[id] = feed_entry(work, stories[id], [items[one] for one in inside if one in items])


# -- exports ---------------------------------------------------------------------------------------------------------


def exports_by_day(work: Work) -> None:
    """Items as JSON Lines and CSV, a file a day, and a list of the days of each month."""
    by_day: dict[str, list[tuple[str, str, str]]] = {}
    for id, light in work.stories.items():
        for item, mark, day, _ in light.items:
            by_day.setdefault(day, []).append((item, mark, id))
    for day, inside in sorted(by_day.items()):
        inside.sort()
        key = key_of(exports.SCHEMA, inside)
        if work.shelf.keep(f"data/items/{day}.jsonl", key) and work.shelf.keep(f"data/items/{day}.csv", key):
            continue
        missing = [item for item, _, _ in inside if item not in work.records]
        if missing:
            items, said = work.store.items.get(missing), work.store.annotations.of(missing)
            under = {item: story for item, _, story in inside}
            for one in missing:
                remember_record(work, items[one], said[one], under[one], day)
        names = [item for item, _, _ in inside]
        lines = "".join(work.records.pop(one) for one in names)
        work.shelf.put(f"data/items/{day}.jsonl", key, lines.encode("utf-8", "replace"))
        table = exports.as_csv([work.rows.pop(one) for one in names], exports.ITEM_COLUMNS)
        work.shelf.put(f"data/items/{day}.csv", key, table.encode("utf-8", "replace"))
    work.records.clear()
    work.rows.clear()
    listing(work, "items", {day: len(inside) for day, inside in by_day.items()})


# -- editions --------------------------------------------------------------------------------------------------------


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


# -- registers -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Facts:
    """Facts by where they belong, as rows of the store, and a mark of each group."""

    programs: dict[str, list[Any]] = field(default_factory=dict)
    matters: dict[str, list[Any]] = field(default_factory=dict)
    platforms: dict[str, list[Any]] = field(default_factory=dict)
    dated: list[Any] = field(default_factory=list)
    days: dict[str, list[Any]] = field(default_factory=dict)
    moved: list[Any] = field(default_factory=list)


def facts_light(work: Work) -> Facts:
    """Every fact of the archive, sorted to where it is shown."""
    found = Facts()
    cutoff = work.today - timedelta(days=PAST_DAYS)
    for row in published.facts_by_seq(work.store):
        if row.program:
            found.programs.setdefault(row.program, []).append(row)
        elif row.platform:
            found.platforms.setdefault(row.platform, []).append(row)
        if row.matter:
            found.matters.setdefault(row.matter, []).append(row)
        day = row.after if row.metric in calendar.KINDS else row.effective
        if (isinstance(day, str) and day >= cutoff.isoformat()[: len(day)]) or (
            row.metric in ("stage", "law_status") and row.at.date() >= cutoff
        ):
            found.dated.append(row)
        found.days.setdefault(row.at.date().isoformat(), []).append(row)
        if row.program and row.before is not None and row.after is not None:
            found.moved.append(row)
    return found


def group_key(rows: Iterable[Any], today: date) -> str:
    """A mark of some facts, and of what of them has come by a day."""
    return key_of(
        [
            (
                row.seq,
                row.item_id,
                row.start,
                row.source_class,
                bool(row.effective and row.effective <= today.isoformat()),
            )
            for row in rows
        ],
        today.strftime("%Y-%m"),
    )


def line(work: Work, row: Any) -> Line:
    return line_of(work.fact(row), work.site.names, row.at, work.site.name(row.source), row.source_class, row.story)


def entry(work: Work, row: Any) -> registry.Entry:
    return registry.Entry(fact=work.fact(row), observed=row.observed, source_class=row.source_class, source=row.source)


def dated_record(work: Work, row: Any) -> dict[str, Any]:
    return exports.fact_record(work.fact(row)) | {
        "published": exports.time(row.published), "story": row.story, "source": row.source,
        "source_class": row.source_class,
    }  # fmt: skip


def fact_row(record: Mapping[str, Any]) -> dict[str, Any]:
    """A fact's record as a flat row."""
    return dict(record) | {"item": record["evidence"]["item"], "words": record["evidence"]["text"]}


def terms_for(
    work: Work, program: Program, rows: Sequence[Any], lines: Sequence[Line]
) -> tuple[list[Holding], list[Holding]]:
    """The terms of a programme in force on the data's day, and those that are coming."""
    entries = [entry(work, row) for row in rows]
    by_place = {(row.item_id, row.start): line for row, line in zip(rows, lines, strict=True)}
    present = registry.terms(entries, program.id, work.today)
    ahead = registry.coming(entries, program.id, work.today)
    return [holding(term, by_place) for term in present], [holding(term, by_place) for term in ahead]


def registers(work: Work, facts: Facts) -> None:
    """Programmes, matters, and the records of both."""
    site, configuration = work.site, work.configuration
    cards_of: dict[str, list[Card]] = {}
    for light in work.stories.values():
        for one in {*light.card.programs, *light.card.matters}:
            cards_of.setdefault(one, []).append(light.card)
    matrix: list[tuple[str, str, str, dict[str, list[Holding]]]] = []
    matrix_key = work.key("matrix", group_key((row for rows in facts.programs.values() for row in rows), work.today))
    matrix_due = not work.shelf.stands("compare.html", matrix_key)
    newest = ""
    for program in configuration.gazetteer.programs:
        rows, cards = facts.programs.get(program.id, []), newest_first(cards_of.get(program.id, []))
        shown = cards[:30]
        path = f"programs/{program.id}.html"
        key = work.key(
            path, program.model_dump_json(), group_key(rows, work.today), [(card.id, card.mark) for card in shown]
        )
        if rows and (matrix_due or not work.shelf.stands(path, key)):
            lines = [line(work, row) for row in rows]
            present, coming = terms_for(work, program, rows, lines)
            newest = max(newest, *(one.published for one in lines))
            held: dict[str, list[Holding]] = {}
            for term in present:
                held.setdefault(term.metric, []).append(term)
            if held:
                matrix.append((program.id, program.name, site.name(program.platform), held))
        else:
            lines, present, coming = [], [], []

        def make(
            program: Program = program,
            present: Any = present,
            coming: Any = coming,
            lines: Any = lines,
            shown: Any = shown,
        ) -> str:
            return pages.program_page(site, program, present, coming, histories(lines), lines, shown)

        work.offer(path, key, make, cards[0].day if cards else "")
        feed(work, f"programs/{program.id}", program.name, cards)
    metrics = [one for one in MATRIX_METRICS if any(one in held for _, _, _, held in matrix)]
    rows_shown = [
        row for row in sorted(matrix, key=lambda row: (row[2], row[1])) if any(one in row[3] for one in metrics)
    ]
    work.offer("compare.html", matrix_key, lambda: pages.matrix_page(site, metrics, rows_shown, newest))
    for matter in configuration.gazetteer.matters:
        matter_page(work, matter, facts.matters.get(matter.id, []), newest_first(cards_of.get(matter.id, [])))
    register_pages(work, facts, cards_of)
    records(work, facts)


def newest_first(cards: Sequence[Card]) -> list[Card]:
    return sorted(cards, key=lambda card: (card.last_seen, card.id), reverse=True)


def matter_page(work: Work, matter: Matter, rows: Sequence[Any], cards: Sequence[Card]) -> None:
    site = work.site
    shown = cards[:30]
    path = f"matters/{matter.id}.html"
    key = work.key(
        path, matter.model_dump_json(), group_key(rows, work.today), [(card.id, card.mark) for card in shown]
    )

    def make() -> str:
        lines = [line(work, row) for row in rows]
        seeded = [matters.Step(day=step.date, stage=step.stage, what=step.what) for step in matter.timeline]
        read = [
            matters.Step(
                day=row.effective or row.announced or row.at.date().isoformat(), stage=str(row.after), item=row.item_id,
                what=wording.shortened(" ".join(row.words.split()), 140), source_class=row.source_class,
            )
            for row in rows
            if row.metric == "stage" and row.after
        ]  # fmt: skip
        kind = matters.kind_of([step.stage for step in (*seeded, *read)], matter.name, matter.dockets)
        course = matters.course(matter.id, kind, [*seeded, *read], len(seeded))
        unseen = {(step.date, step.stage) for step in matter.timeline if not step.seen}
        anchors = {row.item_id: f"items/{row.item_id}.html#e{row.start}" for row in rows}
        steps = [
            {
                "date": step.day, "stage": step.stage, "what": step.what or step.stage.replace("-", " "),
                "path": anchors.get(step.item, ""), "problem": step.problem,
                "seen": (step.day, step.stage) not in unseen, "coming": step.day > work.today.isoformat(),
            }
            for step in sorted((*course.steps, *course.doubted), key=lambda step: step.day)
        ]  # fmt: skip
        laws = [law for law in work.configuration.gazetteer.laws if law.id in matter.laws]
        return pages.matter_page(site, matter, steps, lines, shown, laws, course.stage, course.awaited)

    work.offer(path, key, make, cards[0].day if cards else "")
    feed(work, f"matters/{matter.id}", matter.name, cards)


def register_pages(work: Work, facts: Facts, cards_of: Mapping[str, Sequence[Card]]) -> None:
    """The lists of programmes and of matters."""
    site, gazetteer = work.site, work.configuration.gazetteer
    by_platform: dict[str, list[dict[str, Any]]] = {}
    for program in gazetteer.programs:
        told = len(facts.programs.get(program.id, []))
        by_platform.setdefault(site.name(program.platform), []).append(
            {
                "name": program.name,
                "path": f"programs/{program.id}.html",
                "count": f"{wording.plural(told, 'value')}" if told else "",
                "note": program.kind,
            }
        )
    groups = [(name, "", rows) for name, rows in sorted(by_platform.items())]
    intro = "Every money programme we know by name. A number says how many values were read of it."
    work.offer(
        "programs/index.html",
        work.key("programs", groups),
        lambda: pages.index_page(site, "programs/index.html", "Programmes", intro, groups),
    )
    rows: list[dict[str, Any]] = [
        {"name": matter.name, "path": f"matters/{matter.id}.html", "note": matter.subject,
         "count": counted(len(cards_of.get(matter.id, ()))), "told": len(cards_of.get(matter.id, ()))}
        for matter in gazetteer.matters
    ]  # fmt: skip
    rows.sort(key=lambda row: (-row["told"], row["name"]))
    work.offer(
        "matters/index.html", work.key("matters", rows),
        lambda: pages.index_page(
            site, "matters/index.html", "Matters", "Cases, bills, rules and investigations, with their steps.",
            [("", "", rows)],
        ),
    )  # fmt: skip


def counted(number: int) -> str:
    """
    >>> counted(0), counted(1), counted(1200)
    ('', '1 story', '1,200 stories')
    """
    return "" if not number else "1 story" if number == 1 else f"{number:,} stories"


def records(work: Work, facts: Facts) -> None:
    """Facts by day, programmes and matters one by one and together, and the schema."""
    for day, rows in facts.days.items():
        key = key_of(exports.SCHEMA, [(row.seq, row.story, row.source_class, row.published) for row in rows])
        if work.shelf.keep(f"data/facts/{day}.jsonl", key) and work.shelf.keep(f"data/facts/{day}.csv", key):
            continue
        told = [dated_record(work, row) for row in rows]
        table = exports.as_csv(map(fact_row, told), exports.FACT_COLUMNS)
        work.shelf.put(f"data/facts/{day}.jsonl", key, exports.as_lines(told).encode("utf-8", "replace"))
        work.shelf.put(f"data/facts/{day}.csv", key, table.encode("utf-8", "replace"))
    listing(work, "facts", {day: len(rows) for day, rows in facts.days.items()})
    gazetteer = work.configuration.gazetteer

    def program(one: Program, rows: Sequence[Any]) -> dict[str, Any]:
        return {
            "id": one.id, "name": one.name, "platform": one.platform, "kind": one.kind, "status": one.status,
            "terms": [dated_record(work, row) for row in rows],
        }  # fmt: skip

    def matter(one: Matter, rows: Sequence[Any]) -> dict[str, Any]:
        return {
            "id": one.id, "name": one.name, "subject": one.subject, "status": one.status,
            "platforms": list(one.platforms), "laws": list(one.laws), "bodies": list(one.bodies),
            "dockets": list(one.dockets),
            "timeline": [step.model_dump(include={"date", "stage", "what", "seen"}) for step in one.timeline],
            "facts": [dated_record(work, row) for row in rows],
        }  # fmt: skip

    record_files(work, "programs", gazetteer.programs, facts.programs, program, exports.PROGRAM_COLUMNS)
    record_files(work, "matters", gazetteer.matters, facts.matters, matter, exports.MATTER_COLUMNS)
    schema = json.dumps(exports.schema(), indent=1) + "\n"
    work.offer("data/schema.json", key_of(schema), lambda: schema)


def record_files(
    work: Work, name: str, decided: Sequence[Any], rows: Mapping[str, Sequence[Any]],
    record: Callable[[Any, Sequence[Any]], dict[str, Any]], columns: Sequence[str],
) -> None:  # fmt: skip
    """A JSON file for each of a register, all of them in one, and a table of them."""
    keys = []
    for one in decided:
        inside = rows.get(one.id, ())
        key = key_of(exports.SCHEMA, one.model_dump_json(), [(row.seq, row.story, row.source_class) for row in inside])
        keys.append(key)
        work.offer(
            f"data/{name}/{one.id}.json",
            key,
            lambda one=one, inside=inside: exports.as_lines([record(one, inside)]),  # type: ignore[misc]
        )
    texts: list[str] = []
    if not work.shelf.stands(f"data/{name}.json", key_of(keys)):
        # What did not change is taken from its own file: the whole is only put together.
        texts = [work.shelf.read(f"data/{name}/{one.id}.json").rstrip("\n") for one in decided]
    work.offer(f"data/{name}.json", key_of(keys), lambda: "[\n" + ",\n".join(texts) + "\n]\n")
    work.offer(
        f"data/{name}.csv",
        key_of(keys),
        lambda: exports.as_csv((flat(one, len(rows.get(one.id, ()))) for one in decided), columns),
    )


def listing(work: Work, name: str, days: Mapping[str, int]) -> None:
    """For each month the files of its days."""
    months: dict[str, list[dict[str, Any]]] = {}
    for day, count in sorted(days.items()):
        months.setdefault(day[:7], []).append({"day": day, name: count, "jsonl": f"{day}.jsonl", "csv": f"{day}.csv"})
    for month, listed in months.items():
        path = f"data/{name}/{month}.json"
        work.offer(path, key_of(listed), lambda listed=listed: exports.as_json(listed))  # type: ignore[misc]


def flat(one: Any, told: int) -> dict[str, Any]:
    """A programme or matter as a flat row."""
    made: dict[str, Any] = {
        name: getattr(one, name, "") for name in ("id", "name", "platform", "kind", "subject", "status")
    }
    made |= {name: list(getattr(one, name, ())) for name in ("platforms", "laws", "bodies", "dockets")}
    last = max(getattr(one, "timeline", ()), key=lambda step: str(step.date), default=None)
    return made | {"terms": told, "last_step": last.stage if last else "", "last_date": last.date if last else ""}


# -- lists -----------------------------------------------------------------------------------------------------------


def lists(work: Work) -> None:
    """Tags, platforms and sources, each with its newest stories and a page a month."""
    site, configuration = work.site, work.configuration
    by_tag: dict[str, list[Card]] = {}
    by_platform: dict[str, list[Card]] = {}
    by_source: dict[str, dict[str, Card]] = {}
    for light in work.stories.values():
        for one in light.card.tags:
            by_tag.setdefault(one, []).append(light.card)
        for one in light.card.platforms:
            by_platform.setdefault(one, []).append(light.card)
        for _, _, _, source in light.items:
            by_source.setdefault(source, {})[light.card.id] = light.card
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
    watched_pages(work)
    source_pages(work, {source: newest_first(list(cards.values())) for source, cards in by_source.items()})


def list_pages(work: Work, kind: str, id: str, heading: str, eyebrow: str, cards: Sequence[Card], **more: Any) -> None:
    """The page of a tag or platform with its newest stories, and a page for each month."""
    site, most = work.site, work.configuration.settings.archive.stories_per_page
    ordered = newest_first(cards)
    months = by_month(ordered)
    older = [(group.month, len(group.cards)) for group in months]
    about = [
        one.model_dump_json() if hasattr(one, "model_dump_json") else [inner.model_dump_json() for inner in one]
        for one in more.values()
    ]
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


def source_pages(work: Work, cards: Mapping[str, Sequence[Card]]) -> None:
    """A page a source, and the list of all."""
    site = work.site
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
            "rhythm": rhythm(history.arrivals),
        }  # fmt: skip
        shown = cards.get(source.id, ())[:15]
        count = counts.get(source.id, (0, 0))
        key = work.key("source", source.model_dump_json(), health, count, [(card.id, card.mark) for card in shown])
        work.offer(
            f"sources/{source.id}.html", key,
            lambda source=source, health=health, shown=shown, count=count: pages.source_page(  # type: ignore[misc]
                site, source, health, shown, count
            ),
        )  # fmt: skip
        note = health["state"] if source.enabled else "switched off"
        groups.setdefault(source.source_class, []).append(
            {
                "name": source.name,
                "path": f"sources/{source.id}.html",
                "note": note,
                "count": f"{count[0]:,} items" if count[0] else "",
            }
        )
    listed = [(name.capitalize(), "", rows) for name, rows in sorted(groups.items())]
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
            versions = [
                {
                    "observed": one.change.observed.date().isoformat(), "verdict": one.change.verdict.verdict,
                    "reason": one.change.verdict.reason, "item": one.item if one.item in ours else "",
                    "clauses": one.change.verdict.clauses[:MOST_CLAUSES],
                    "more": len(one.change.verdict.clauses) - MOST_CLAUSES,
                }
                for one in changes[:MOST_VERSIONS]
            ]  # fmt: skip
            return pages.watched_page(site, source, versions, source.url, len(changes))

        work.offer(path, work.key("watched", source.model_dump_json(), count, last), make)
        note = site.name(source.platform) if source.platform else source.jurisdiction
        listed.append({"name": source.name, "path": path, "note": note, "count": wording.plural(count, "reading")})
    groups = [("", "", listed)]
    intro = "Rules and policies that are read again and again: every version, and what changed between them."
    work.offer(
        "pages/index.html",
        work.key("pages", listed),
        lambda: pages.index_page(site, "pages/index.html", "Watched pages", intro, groups),
    )


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


def rhythm(arrivals: Sequence[datetime]) -> str:
    """How often something new comes, in words; empty while too little is known."""
    if len(arrivals) < 4:
        return ""
    ordered = sorted(arrivals)
    gaps = sorted((later - earlier).total_seconds() / 3600 for earlier, later in pairwise(ordered))
    middle = gaps[len(gaps) // 2]
    if middle < 2:
        return "about every hour"
    if middle < 36:
        return f"about every {round(middle)} hours"
    return f"about every {round(middle / 24)} days"


# -- the front ---------------------------------------------------------------------------------------------------------


def front(work: Work, days: Days, facts: Facts) -> None:
    """Home, the calendar, the methodology, the page of data and the search page."""
    site = work.site
    dated_key = key_of(group_key(facts.dated, work.today), work.today)
    ahead: list[dict[str, Any]] = []
    past: list[dict[str, Any]] = []
    days_found: tuple[calendar.Day, ...] = ()
    lately = newest_first([light.card for light in work.stories.values() if light.card.after])[:LATELY]
    if len(lately) < LATELY:
        seen = {card.id for card in lately}
        lately += newest_first([light.card for light in work.stories.values() if light.card.id not in seen])[
            : LATELY - len(lately)
        ]
    moved = sorted(facts.moved, key=lambda row: (row.at, row.seq))[-40:]
    home_key = work.key(
        "home", days.key, dated_key, [(card.id, card.mark) for card in lately], [row.seq for row in moved]
    )
    if not all(
        work.shelf.stands(path, key)
        for path, key in (
            ("index.html", home_key),
            ("calendar.html", work.key("calendar", dated_key)),
            ("calendar.ics", work.key("ics", dated_key)),
        )
    ):
        days_found = calendar.dates(
            [calendar.Told(fact=work.fact(row), observed=row.observed, item=row.item_id) for row in facts.dated],
            work.today,
        )
        anchors = {row.item_id: f"items/{row.item_id}.html#e{row.start}" for row in facts.dated}
        shown = [day_line(work, one, anchors) for one in days_found]
        ahead = [one for one in shown if one["ahead"]]
        past = [one for one in reversed(shown) if not one["ahead"] and one["day"] <= work.today.isoformat()]
    built = f"From what was read up to {moment(work.newest)}" if work.stories else "Nothing read so far"
    programs: dict[str, tuple[str, str, Line]] = {}
    for row in reversed(moved):
        if row.program not in programs and row.program in site.programs and len(programs) < 6:
            programs[row.program] = (row.program, site.name(row.program), line(work, row))
    near = [one for one in ahead if one["day"] <= (work.today + timedelta(days=60)).isoformat()][:8] or ahead[:5]
    work.offer(
        "index.html", home_key, lambda: pages.home(site, days.newest, lately, near, {}, list(programs.values()), built)
    )
    work.offer(
        "calendar.html", work.key("calendar", dated_key), lambda: pages.calendar_page(site, ahead, past[:80], built)
    )
    work.offer(
        "calendar.ics", work.key("ics", dated_key), lambda: calendar.icalendar(days_found, work.newest, site.title)
    )
    feed(work, "feed", site.title, [light.card for light in work.stories.values()], feeds.LONGEST)
    methodology(work)
    months = sorted(
        {light.card.month for light in work.stories.values()} & {day[:7] for day in facts.days}, reverse=True
    )
    months = [month for month in months if f"data/items/{month}.json" in work.shelf.now]
    work.offer(
        "data.html", work.key("data", months), lambda: pages.data_page(site, months, exports.SHAPES, exports.SCHEMA)
    )


def day_line(work: Work, one: calendar.Day, anchors: Mapping[str, str]) -> dict[str, Any]:
    """A day of the calendar as the pages show it."""
    who = work.site.name(one.subject)
    what = wording.METRICS.get(one.what, one.what.replace("_", " ")) if one.kind == "takes effect" else one.what
    about = f"{who}: {what}" if who and what and who.lower() not in what.lower() else what or who
    state = "" if one.state == calendar.UPCOMING else one.state
    certainty = ", ".join(part for part in (state, f"worked out: {one.rule}" if one.rule else "") if part)
    return {
        "day": one.day, "kind": one.kind, "what": about, "certainty": certainty, "moved_from": one.moved_from or "",
        "path": anchors.get(one.item, ""), "ahead": one.state == calendar.UPCOMING,
    }  # fmt: skip


def methodology(work: Work) -> None:
    """How it works, with the numbers that are in force."""
    settings = work.configuration.settings
    own = settings.classify.relevance_threshold
    floors = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
    thresholds = [
        ("An item is ours to tell from a relevance of", f"{own:g}" if own is not None else "the model's own threshold"),
        ("Shown to a person when this near the threshold", f"{settings.classify.unsure_band}"),
        *(
            (f"Tag {work.site.tag_name(tag)} from a probability of", f"{value}")
            for tag, value in sorted(settings.classify.tag_thresholds.items())
        ),
        ("A late story still counts for", f"{settings.digest.look_back_days} days"),
        ("Dates are told ahead for", f"{settings.digest.dates_ahead_days} days"),
        ("The day starts at", f"{settings.digest.day_starts} {settings.digest.time_zone}"),
        ("Raw documents are kept for", f"{settings.store.keep_documents_days} days"),
        *(
            (f"Never released below, on our own labelled {part}: {name.replace('_', ' ')}", f"{value:g}")
            for part, figures in sorted(floors.items())
            for name, value in sorted(figures.items())
        ),
    ]  # fmt: skip
    weights = weights_in_force()
    told = [(source.id, source.source_class, source.enabled) for source in work.configuration.sources]
    tags = [tag.model_dump_json() for tag in work.configuration.tags]
    key = work.key(
        "methodology",
        thresholds,
        weights,
        told,
        tags,
        [
            len(getattr(work.configuration.gazetteer, name))
            for name in ("platforms", "programs", "bodies", "laws", "matters")
        ],
    )
    work.offer("methodology.html", key, lambda: pages.methodology_page(work.site, weights, thresholds, ""))


def weights_in_force() -> list[tuple[str, str]]:
    """The weights of a story's two numbers, from where they are used."""
    return [
        (f"{number}: {name}", f"{value:.2f}")
        for number, table in (("Importance", importance.WEIGHTS), ("Credibility", importance.CREDIBILITY_WEIGHTS))
        for name, value in table.items()
    ]


def indexes(work: Work) -> None:
    """The search indexes, a quarter each, and the page that asks them."""
    quarters: dict[str, list[tuple[str, str]]] = {}
    for id, light in work.stories.items():
        quarters.setdefault(site_search.quarter(light.card.day), []).append((id, story_key(work, id, light)))
    names = sorted(quarters, reverse=True)
    for name in names:
        below = f"{site_search.FOLDER}/{name}/"
        key = key_of(quarters[name])
        if work.shelf.keep_all(below, key):
            continue
        drawn = {f"stories/{id}.html": page_text(work, id) for id, _ in quarters[name]}
        for path, content in site_search.index(drawn).items():
            work.shelf.put(below + path, key, content)
    work.html.clear()
    if names:
        work.offer("search.html", work.key("search", names), lambda: pages.search_page(work.site, names))


def page_text(work: Work, id: str) -> str:
    """A story's page as it was drawn just now, or as it stands."""
    return work.html.get(id) or (work.shelf.place / "stories" / f"{id}.html").read_text(encoding="utf-8")


def ends(work: Work) -> None:
    """The map of the site, robots.txt, and the list of data files."""
    base = work.site.base_url
    if base:
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


# -- the letter --------------------------------------------------------------------------------------------------------


def leave_letter(edition: Edition, configuration: Configuration, folder: Path) -> list[Path]:
    """Write an edition's letter into a folder: text, HTML and the mail as it would be sent."""
    written = letter.write(edition, configuration.settings.archive.base_url)
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = " ".join(written.subject.split())
    mail.set_content(written.text)
    mail.add_alternative(written.html, subtype="html")
    # A random boundary would make two equal letters differ.
    mail.set_boundary(f"=_{edition.digest[:24]}")
    files = {"txt": written.text.encode(), "html": written.html.encode(), "eml": mail.as_bytes()}
    paths = []
    for ending, content in files.items():
        paths.append(folder / f"letter-{edition.day}.{ending}")
        delivery.write_whole(paths[-1], content)
    return paths
