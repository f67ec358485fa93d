"""The pages: each takes values and gives the HTML of one page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from classifier.annotation import Annotation
from classifier.copies import originals
from classifier.story import Story
from collector.item import Item
from config.schema import Law, Matter, Platform, Program, SavedQuery, Source, TagDefinition
from digest import wording
from digest.archive.cards import Card, History, Holding, Line, Months, line_of
from digest.archive.site import Site, day_word, described, moment, page
from digest.edition import Edition, told_once

# The words of an item are shown up to here, or up to its last piece of evidence.
LONGEST_ITEM = 60_000


def item_page(site: Site, item: Item, said: Annotation, story: str, headline: str, earlier: int = 0) -> str:
    """One item: what is said of it and the words it was read from, marked."""
    return page(
        site, f"items/{item.id}.html", "item", item.title or item.url, item=item, said=said, story=story,
        headline=headline, pieces=marked(item, said), earlier=earlier, about=described(item.text or item.title),
        lines=[line_of(fact, site.names, item.when) for fact in said.facts],
        mark=wording.MARKS.get(said.source_class, "S"), kind="article", link=safe(item.url),
        entities=entities(site, said), now=f"Read {moment(item.observed)}; described by {said.made_by}",
    )  # fmt: skip


ENTITIES: Mapping[str, str] = {
    "platform": "Platforms", "company": "Companies", "program": "Programmes", "body": "Courts and authorities",
    "law": "Laws", "matter": "Matters", "jurisdiction": "Jurisdictions",
}  # fmt: skip


def entities(site: Site, said: Annotation) -> list[tuple[str, list[tuple[str, str]]]]:
    """Who an item is about: each kind in words, with (name, page) of those named."""
    found = []
    for kind, word in ENTITIES.items():
        paged = kind in ("platform", "program", "matter")
        named = [(site.name(one), site.path_of(kind, one) if paged else "") for one in said.ids(kind)]
        if named:
            found.append((word, named))
    return found


def safe(url: str) -> str:
    """The address when it is one of the web; anything else (javascript:, data:, file:) is no link."""
    return url if url.lower().startswith(("https://", "http://")) else ""


def marked(item: Item, said: Annotation) -> list[tuple[str, str]]:
    """The item's words in pieces: (anchor, words); the anchor is empty where nothing was read."""
    starts: dict[int, int] = {}
    for group in (said.facts, said.tags):
        for one in group:
            starts[one.evidence.start] = max(one.evidence.end, starts.get(one.evidence.start, 0))
    words, out, last = item.words, [], 0
    for start in sorted(starts):
        if start < last:
            # Two pieces overlap: the second still has its anchor, where it begins inside the first.
            out.append((f"e{start}", ""))
            last = max(last, starts[start])
            continue
        out.append(("", words[last:start]))
        out.append((f"e{start}", words[start : starts[start]]))
        last = starts[start]
    out.append(("", words[last : max(last, LONGEST_ITEM)]))
    return [(anchor, text) for anchor, text in out if text or anchor]


def story_page(
    site: Site, story: Story, items: Sequence[tuple[Item, Annotation]], follows: Card | None, followed: Sequence[Card]
) -> str:
    """One story: what changed, who says so, and how it came to be told."""
    by_id = {item.id: (item, said) for item, said in items}
    lines = []
    held = replace(story, facts=tuple(fact for fact in story.facts if fact.evidence.item in by_id))
    for fact in told_once(held, site.names):
        item, said = by_id[fact.evidence.item]
        lines.append(line_of(fact, site.names, item.when, site.name(item.source), said.source_class))
    order = sorted(items, key=lambda pair: (pair[0].id != story.lead, pair[0].when, pair[0].id))
    numbers = {item.id: place for place, (item, _) in enumerate(order, 1)}
    told = [
        (line.text, numbers[line.evidence.item], line.evidence)
        for line in story.summary
        if line.evidence.item in numbers
    ]
    path = f"stories/{story.id}.html"
    data = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": wording.shortened(story.headline, 110),
        "datePublished": story.first_seen.isoformat(), "dateModified": story.last_seen.isoformat(),
        "isBasedOn": [item.url for item, _ in order[:10] if safe(item.url)],
        "keywords": [site.tag_name(tag) for tag in story.tags], "inLanguage": "en",
        "publisher": {"@type": "Organization", "name": site.title},
    } | ({"url": site.base_url + path} if site.base_url else {})  # fmt: skip
    newest = max((item.observed for item, _ in items), default=story.last_seen)
    repeated = originals([item for item, _ in items], {item.id: said.source_class for item, said in items})
    return page(
        site, path, "story", story.headline, story=story, lines=lines, told=told, follows=follows, followed=followed,
        sources=[
            (
                numbers[item.id], item, wording.MARKS.get(said.source_class, "S"), safe(item.url),
                numbers.get(repeated.get(item.id, ""), 0),
            )
            for item, said in order
        ],
        words=[item.text[:20_000] for item, _ in order[:6]], kind="article", data=data,
        about=described(" ".join(text for text, _, _ in told) or story.headline),
        now=f"From {wording.plural(len(items), 'item')}, the last read {moment(newest)}",
    )  # fmt: skip


def day_page(
    site: Site, edition: Edition, before: str, after: str, notes: Sequence[Mapping[str, Any]], composed: datetime
) -> str:
    """An edition as it was told, and every later change of the page."""
    parts = [
        ("The one thing", (edition.lead,) if edition.lead else ()), ("Changes", edition.changes),
        ("Updates", edition.updates), ("Not confirmed", edition.rumours), ("Also seen", edition.also),
    ]  # fmt: skip
    return page(
        site, f"days/{edition.day}.html", "day", f"{day_word(edition.day)}", edition=edition, notes=notes,
        sections=[(name, entries) for name, entries in parts if entries], before=before, after=after, safe=safe,
        about=described(edition.subject), kind="article", now=f"Composed {moment(composed)}",
    )  # fmt: skip


def days_page(site: Site, days: Sequence[tuple[str, int, str]]) -> str:
    """Every edition: (day, number, subject), newest first, by month."""
    months: dict[str, list[tuple[str, int, str]]] = {}
    for day in days:
        months.setdefault(day[0][:7], []).append(day)
    return page(site, "days/index.html", "days", "Every day", months=list(months.items()),
                about=f"Every edition of {site.title}.")  # fmt: skip


def home(
    site: Site, editions: Sequence[Edition], changes: Sequence[Card], ahead: Sequence[Any], counts: Mapping[str, int],
    moved: Sequence[tuple[str, str, Line]], built: str,
) -> str:  # fmt: skip
    """Today, what changed lately, dates ahead."""
    return page(
        site, "index.html", "index", site.title, editions=editions, changes=changes, ahead=ahead, counts=counts,
        programs=moved, wide=True, feed="feed", safe=safe, now=built,
        about="What changed in platform monetization rules and regulation: from what, to what, since when, says who.",
    )  # fmt: skip


def list_page(
    site: Site, kind: str, id: str, heading: str, eyebrow: str, months: Sequence[Months],
    older: Sequence[tuple[str, int]],
    *, month: str = "", tag: TagDefinition | None = None, platform: Platform | None = None,
    programs: Sequence[Program] = (), matters: Sequence[Matter] = (), saved: SavedQuery | None = None, fault: str = "",
    total: int = 0,
) -> str:  # fmt: skip
    """Stories of a tag, a platform or a saved question: the newest, or those of one month."""
    path = f"{kind}/{id}/{month}.html" if month else f"{kind}/{id}.html"
    newest = max((card.last_seen for group in months for card in group.cards), default=None)
    return page(
        site, path, "list", heading, eyebrow=eyebrow, months=months, older=older, tag=tag, month=month, id=id,
        platform=platform, programs=programs, matters=matters, saved=saved, fault=fault,
        feed="" if month else f"{kind}/{id}", about=described(tag.definition if tag else f"{heading}: what changed"),
        now=f"{'1 story' if total == 1 else f'{total:,} stories'}, the newest seen {moment(newest)}"
        if newest
        else "No story so far",
    )  # fmt: skip


def index_page(
    site: Site, path: str, heading: str, intro: str, groups: Sequence[tuple[str, str, Sequence[Mapping[str, Any]]]]
) -> str:
    """A register: groups of (name, scope, rows with name, path, note, count)."""
    return page(site, path, "register", heading, intro=intro, groups=groups, about=described(intro))


def program_page(
    site: Site, program: Program, present: Sequence[Holding], coming: Sequence[Holding], terms: Sequence[History],
    lines: Sequence[Line], cards: Sequence[Card],
) -> str:  # fmt: skip
    """A programme: its terms now, over time, and those ahead."""
    newest = max((line.published for line in lines), default="")
    return page(
        site, f"programs/{program.id}.html", "program", program.name, program=program, present=present, coming=coming,
        terms=terms, cards=cards, feed=f"programs/{program.id}",
        about=described(f"{program.name}: terms in force, earlier terms and coming changes, each with its source."),
        now=read_up_to(len(lines), newest),
    )  # fmt: skip


def read_up_to(values: int, newest: str) -> str:
    return f"From {wording.plural(values, 'value')} read up to {day_word(newest)}" if newest else "Nothing read so far"


def matter_page(
    site: Site, matter: Matter, steps: Sequence[Mapping[str, Any]], lines: Sequence[Line], cards: Sequence[Card],
    laws: Sequence[Law], stage: str, awaited: Sequence[str],
) -> str:  # fmt: skip
    """A case, rule-making or investigation: its steps in order."""
    newest = max((line.published for line in lines), default="")
    data = None
    if laws:
        data = {
            "@context": "https://schema.org",
            "@graph": [
                {"@type": "Legislation", "name": law.name, "legislationJurisdiction": law.jurisdiction}
                | ({"legislationIdentifier": law.citation} if law.citation else {})
                for law in laws
            ],
        }
    return page(
        site, f"matters/{matter.id}.html", "matter", matter.name, matter=matter, steps=steps, lines=lines, cards=cards,
        laws=laws, stage=stage, awaited=awaited, feed=f"matters/{matter.id}", data=data,
        about=described(f"{matter.name}: {matter.subject}"),
        now=f"From our register of matters and {wording.plural(len(lines), 'fact')} read"
        + (f" up to {day_word(newest)}" if newest else ""),
    )  # fmt: skip


def source_page(
    site: Site, source: Source, health: Mapping[str, Any], cards: Sequence[Card], counts: tuple[int, int]
) -> str:
    """A source: where it is, how it is, how often it speaks."""
    return page(
        site, f"sources/{source.id}.html", "source", source.name, source=source, health=health, cards=cards,
        counts=counts, link=safe(source.url), about=described(f"{source.name}: health and rhythm of this source."),
        now=f"Last good answer on {health['good_day']}" if health.get("good_day") else "Not read so far",
    )  # fmt: skip


def matrix_page(
    site: Site,
    metrics: Sequence[str],
    rows: Sequence[tuple[str, str, str, Mapping[str, Sequence[Holding]]]],
    newest: str,
) -> str:
    """Programmes beside each other: (programme id, name, platform, terms in force by metric)."""
    return page(
        site, "compare.html", "matrix", "Programmes compared", metrics=metrics, rows=rows, wide=True,
        words=wording.metric_words,
        about="The terms in force of every programme, beside each other, each with its source.",
        now=f"From values read up to {day_word(newest)}" if newest else "Nothing read so far",
    )  # fmt: skip


def calendar_page(site: Site, ahead: Sequence[Any], past: Sequence[Any], built: str) -> str:
    """What takes effect, closes or is heard when."""
    return page(
        site, "calendar.html", "calendar", "Dates", ahead=ahead, past=past, now=built,
        about="What takes effect, closes or is heard when, each with its source.",
    )  # fmt: skip


def corrections_page(site: Site, corrections: Sequence[Any], notes: Sequence[tuple[str, Mapping[str, Any]]]) -> str:
    """What we told wrongly, and every dated page that changed after it was published."""
    return page(
        site, "corrections.html", "corrections", "Corrections", corrections=corrections, notes=notes,
        about="What we told wrongly, what is right, and when we said so.",
    )  # fmt: skip


def methodology_page(
    site: Site, weights: Sequence[tuple[str, str]], thresholds: Sequence[tuple[str, str]], model: str
) -> str:
    """How it works, read from the configuration in force."""
    configuration = site.configuration
    enabled = [source for source in configuration.sources if source.enabled]
    classes: dict[str, int] = {}
    for source in enabled:
        classes[source.source_class] = classes.get(source.source_class, 0) + 1
    groups = [(group, [tag for tag in configuration.tags if tag.group == group.id]) for group in configuration.groups]
    return page(
        site, "methodology.html", "methodology", "How this is made", enabled=enabled, classes=sorted(classes.items()),
        groups=groups, settings=configuration.settings, gazetteer=configuration.gazetteer, weights=weights,
        thresholds=thresholds, model=model,
        about="Sources, tags, weights and limits, read from the configuration in force.",
        now="Made from the configuration in force",
    )  # fmt: skip


def data_page(site: Site, months: Sequence[str], shapes: Mapping[str, Mapping[str, Any]], version: str) -> str:
    """What may be taken away: feeds, calendar, JSON and CSV."""
    return page(
        site, "data.html", "data", "Feeds and data", months=months, shapes=shapes, version=version,
        saved=site.configuration.settings.saved,
        about="Feeds, a calendar, and every record as JSON and CSV with a documented schema.",
    )  # fmt: skip


def search_page(site: Site, indexes: Iterable[str]) -> str:
    """The search page; without its script it says where else to look."""
    return page(site, "search.html", "search", "Search", indexes=" ".join(indexes), about="Search every story.")


def missing_page(site: Site) -> str:
    """What a web server shows for an address that leads nowhere: at any depth, so its links are whole."""
    root = urlsplit(site.base_url).path or "/"
    return page(site, "404.html", "missing", "Not here", root=root, about="This address leads to no page.")


def watched_page(site: Site, source: Source, versions: Sequence[Mapping[str, Any]], link: str, total: int) -> str:
    """A watched page: what each new text was judged to be, and the clauses that changed, newest first."""
    newest = day_word(versions[0]["observed"]) if versions else ""
    return page(
        site, f"pages/{source.id}.html", "watched", source.name, source=source, versions=versions, link=safe(link),
        about=described(f"{source.name}: every version we have seen, and what changed."), total=total,
        now=f"{wording.plural(total, 'version')} judged, the last seen {newest}" if versions else "No version so far",
    )  # fmt: skip
