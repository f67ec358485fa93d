"""The edition: one day's selection, in order; letter, page, feed and JSON are all drawn from it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from classifier.annotation import Annotation, Fact
from classifier.story import Story
from collector.item import Item
from digest import wording
from digest.memory import Memory, fact_key


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceLine:
    """Where something was read: `mark` is P, W, S, A or R; `number` is what sentences point at."""

    number: int
    mark: str
    name: str
    title: str
    url: str
    item: str
    published: str
    paywall: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class FactLine:
    """A fact as it is printed: `before` and `after` with their unit, and the words it was read from."""

    label: str
    before: str
    after: str
    metric: str
    change: str
    status: str
    announced: str
    effective: str
    scope: str
    quote: str
    source: int
    anchor: str
    key: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A sentence, and the number of the source that says it."""

    text: str
    source: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A story as this edition tells it."""

    story: str
    headline: str
    tags: tuple[str, ...]
    platforms: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    facts: tuple[FactLine, ...]
    summary: tuple[Told, ...]
    why: str
    confidence: str
    status: str
    sources: tuple[SourceLine, ...]
    voices: int
    importance: float
    since: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class DateLine:
    """Something that takes effect, closes or is heard on a day; `moved_from` is the day it had before."""

    day: str
    kind: str
    what: str
    certainty: str = "stated"
    moved_from: str = ""
    story: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """What we told wrongly, what is right, and when we told it."""

    day: str
    story: str
    headline: str
    wrong: str
    right: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """What was read for this edition, and what could not be."""

    sources: int = 0
    read: int = 0
    items: int = 0
    relevant: int = 0
    late: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """One day's selection. `blind` says that we could not look: such a day is never shown as a quiet one."""

    day: str
    number: int
    title: str
    subject: str
    preheader: str
    lead: Entry | None
    changes: tuple[Entry, ...]
    updates: tuple[Entry, ...]
    rumours: tuple[Entry, ...]
    also: tuple[Entry, ...]
    dates: tuple[DateLine, ...]
    corrections: tuple[Correction, ...]
    coverage: Coverage
    blind: bool = False

    @property
    def quiet(self) -> bool:
        """Whether nothing changed, though we looked."""
        return not (self.lead or self.changes or self.updates or self.blind)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every story of the edition, in the order of reading."""
        lead = (self.lead,) if self.lead else ()
        return lead + self.changes + self.updates + self.rumours + self.also

    def content(self) -> dict[str, Any]:
        """The edition as plain values, for the store and for JSON."""
        return asdict(self)

    @property
    def digest(self) -> str:
        """SHA-256 of the content: equal editions have equal digests."""
        return hashlib.sha256(json.dumps(self.content(), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def edition_of(content: Mapping[str, Any]) -> Edition:
    """The edition that `content()` made plain."""
    values = dict(content)
    values["lead"] = entry_of(values["lead"]) if values["lead"] else None
    for name in ("changes", "updates", "rumours", "also"):
        values[name] = tuple(entry_of(one) for one in values[name])
    values["dates"] = tuple(DateLine(**one) for one in values["dates"])
    values["corrections"] = tuple(Correction(**one) for one in values["corrections"])
    coverage: dict[str, Any] = dict(values["coverage"])
    values["coverage"] = Coverage(**coverage | {name: tuple(coverage[name]) for name in ("late", "silent")})
    return Edition(**values)


def entry_of(content: Mapping[str, Any]) -> Entry:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in content.items()
    }
    values["facts"] = tuple(FactLine(**one) for one in values["facts"])
    values["summary"] = tuple(Told(**one) for one in values["summary"])
    values["sources"] = tuple(SourceLine(**one) for one in values["sources"])
    return Entry(**values)


def memory_of(editions: Iterable[Edition]) -> Memory:
    """What readers of the public pages were told by these editions, oldest first."""
    stories: dict[str, str] = {}
    facts: dict[str, str] = {}
    for edition in editions:
        for told in edition.entries:
            stories.setdefault(told.story, edition.day)
            for fact in told.facts:
                facts.setdefault(fact.key, edition.day)
    return Memory(stories=stories, facts=facts)


def compose(
    day: str,
    number: int,
    stories: Sequence[Story],
    items: Mapping[str, Item],
    said: Mapping[str, Annotation],
    *,
    names: Mapping[str, str],
    title: str,
    coverage: Coverage,
    dates: Sequence[DateLine] = (),
    corrections: Sequence[Correction] = (),
    memory: Memory | None = None,
    blind: bool = False,
    changes: int = 5,
    also: int = 8,
) -> Edition:
    """
    Choose and order a day's stories; `names` gives the printed name of sources and platforms by id.

    What `memory` holds is not told again: a story that was told comes back, as an update, only with a new fact.
    """
    known = memory or Memory()
    entries = []
    for story in sorted(stories, key=lambda story: (-story.importance, story.id)):
        fresh_facts = tuple(fact for fact in story.facts if fact_key(fact) not in known.facts)
        since = known.stories.get(story.id, "")
        if not since or fresh_facts:
            entries.append((story, entry(replace(story, facts=fresh_facts), items, said, names, since)))
    rumours = [told for story, told in entries if story.status in ("rumor", "denied", "disputed")]
    firm = [told for story, told in entries if story.status not in ("rumor", "denied", "disputed")]
    updates = [told for told in firm if told.since]
    fresh = [told for told in firm if not told.since]
    lead = fresh[0] if fresh else None
    main, rest = fresh[1 : 1 + changes], fresh[1 + changes :]
    draft = Edition(
        day=day, number=number, title=title, subject="", preheader="", lead=lead, changes=tuple(main),
        updates=tuple(updates), rumours=tuple(rumours[:3]), also=tuple(rest[:also]), dates=tuple(dates),
        corrections=tuple(corrections), coverage=coverage, blind=blind,
    )  # fmt: skip
    return replace(draft, subject=wording.subject(draft), preheader=wording.preheader(draft))


def entry(
    story: Story, items: Mapping[str, Item], said: Mapping[str, Annotation], names: Mapping[str, str], since: str
) -> Entry:
    """A story with its sources numbered and its facts put into words."""
    order = [story.lead, *(one for one in story.items if one != story.lead)]
    sources: list[SourceLine] = []
    for one in order:
        if item := items.get(one):
            kind = said[one].source_class if one in said else item.source_class
            sources.append(
                SourceLine(
                    number=len(sources) + 1, mark=wording.MARKS.get(kind, "S"),
                    name=names.get(item.source, item.source),
                    title=item.title, url=item.url, item=item.id,
                    published=item.when.isoformat(timespec="seconds"), paywall="paywall" in item.flags,
                )
            )  # fmt: skip
    numbers = {source.item: source.number for source in sources}
    return Entry(
        story=story.id, headline=story.headline, tags=story.tags,
        platforms=tuple(names.get(one, one) for one in story.platforms), jurisdictions=story.jurisdictions,
        facts=tuple(fact_line(fact, numbers, names) for fact in story.facts if fact.evidence.item in numbers),
        summary=tuple(
            Told(text=line.text, source=numbers[line.evidence.item])
            for line in story.summary if line.evidence.item in numbers
        ),
        why=story.why_it_matters, confidence=story.confidence, status=story.status, sources=tuple(sources),
        voices=story.voices, importance=story.importance, since=since,
    )  # fmt: skip


def fact_line(fact: Fact, numbers: Mapping[str, int], names: Mapping[str, str]) -> FactLine:
    """A fact put into words, with the place on the archive page where its evidence is marked."""
    return FactLine(
        label=wording.fact_label(fact, names), before=wording.value(fact.before, fact.unit, fact.metric),
        after=wording.value(fact.after, fact.unit, fact.metric), metric=fact.metric, change=fact.change or "",
        status=fact.status, announced=fact.announced or "", effective=fact.effective or "", scope=fact.scope or "",
        quote=fact.evidence.text, source=numbers[fact.evidence.item],
        anchor=f"items/{fact.evidence.item}.html#e{fact.evidence.start}",
        key=fact_key(fact),
    )  # fmt: skip
