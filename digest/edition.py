"""The edition: one day's selection, in order; letter, page, feed and JSON are all drawn from it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from classifier.annotation import Annotation, Fact
from classifier.genre import ACT, RANKS, READING, genre_of, genre_of_all
from classifier.story import Story
from classifier.telling import STEPS, stands, tell_story
from collector.item import Item
from digest import wording
from digest.memory import Known, Memory, fact_key

# Lengths that keep a hostile title, value or address from filling a letter; honest ones seen were far shorter.
HEADLINE_LONGEST = 160
VALUE_LONGEST = 140
LABEL_LONGEST = 90
URL_LONGEST = 600
SOURCES_MOST = 4
# A headline that came as long ago as this may be news again.
HEADLINE_DAYS = 14
UNSURE = ("rumor", "disputed", "denied")
VOICES_ENOUGH = 3
DETAIL = 0.7
# From this importance on the headline of an act stands as a change though no text came with it.
ALONE = 0.5


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
    who: str = ""
    history: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A sentence, and the number of the source that says it."""

    text: str
    source: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """
    A story as this edition tells it.

    `since` is the day it was told before; `when` the day its best source came out; `left` counts facts that stand only
    on the story's page; `headline_only` says that there is no more to tell of it here.
    `heard` holds the keys of facts that are not printed but are as good as told with the headline. `genre` is that of
    classifier/genre.py: an act, a coming event, a note, somebody's word, or what is written about all these. `notice`
    says of a watched page's change who announced it, or that nobody did.
    """

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
    when: str = ""
    left: int = 0
    headline_only: bool = False
    heard: tuple[str, ...] = ()
    genre: str = ACT
    notice: str = ""


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
    """
    What we told wrongly, what is right, and the day we told it.

    `key` is the key of the fact that is right, `id` what a reader's ledger calls the correction.
    """

    day: str
    story: str
    headline: str
    wrong: str
    right: str
    key: str = ""
    why: str = ""
    id: str = ""


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
    """
    One day's selection.

    `blind` says that we could not look: such a day is never shown as a quiet one. `more` stands on the web only and
    counts as told to nobody who gets the letter. `covers` is the first day this edition looks back on when that is not
    the day before. `plain` counts stories that could not be told whole and stand as title and link,
    `unlisted` those for which even the web has no room.
    """

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
    more: tuple[Entry, ...] = ()
    covers: str = ""
    plain: int = 0
    unlisted: int = 0

    @property
    def quiet(self) -> bool:
        """Whether nothing changed, though we looked."""
        return not (self.lead or self.changes or self.updates or self.rumours or self.corrections or self.blind)

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
    for name in ("changes", "updates", "rumours", "also", "more"):
        values[name] = tuple(entry_of(one) for one in values.get(name, ()))
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
    headlines: dict[str, str] = {}
    by_story: dict[str, list[str]] = {}
    latest: dict[str, str] = {}
    for edition in editions:
        for told in (*edition.entries, *edition.more):
            stories.setdefault(told.story, edition.day)
            latest[told.story] = edition.day
            headlines[told.headline] = edition.day
            for key in (*(fact.key for fact in told.facts), *told.heard):
                facts.setdefault(key, edition.day)
                by_story.setdefault(told.story, []).append(key)
    late = max(headlines.values(), default="")
    lately = {words: day for words, day in headlines.items() if days_between(day, late) <= HEADLINE_DAYS}
    return Memory(stories=stories, facts=facts, headlines=lately, by_story=by_story, latest=latest)


def days_between(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


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
    updates: int = 6,
    also: int = 8,
    most: int = 25,
    more: int = 100,
    covers: str = "",
    history: Callable[[Fact], str] | None = None,
) -> Edition:
    """
    Choose and order a day's stories; `names` gives the printed name of sources and platforms by id.

    What `memory` holds is not told again: a story that was told comes back, as an update, only with a new fact, and a
    new story whose facts are all known is a headline. What does not fit into the letter goes to `more`. `most` bounds
    each part of the letter.
    """
    changes, updates, also = min(changes, most), min(updates, most), min(also, most)
    telling = Telling(items=items, said=said, names=names, memory=memory or Memory(), day=day, history=history)
    for one in corrections:
        if one.key:
            telling.known.add(one.key, one.day)
    told = [entry for story in ordered(stories) if (entry := telling.entry(story)) is not None]
    echoes = [entry for entry in told if entry.story in telling.echoes]
    told = [entry for entry in told if entry.story not in telling.echoes]
    rumours = [entry for entry in told if unsure(entry) and not entry.headline_only]
    firm = [entry for entry in told if not unsure(entry) and not entry.headline_only]
    firm.sort(key=lambda entry: -entry.importance)
    lead = next((entry for entry in firm if leads(entry)), None)
    again = [entry for entry in firm if entry.since and entry is not lead]
    news = [entry for entry in firm if not entry.since and changes_something(entry) and entry is not lead]
    fresh, bare_ones = with_substance(news, STORIES_FEWEST - bool(lead))
    talk = [entry for entry in firm if not entry.since and not changes_something(entry) and entry is not lead]
    headlines = [*bare_ones, *talk, *(entry for entry in told if entry.headline_only)]
    rest = sorted((*fresh[changes:], *headlines), key=lambda one: (RANKS[one.genre], -one.importance, one.story))
    beyond = (*again[updates:], *rumours[3:], *rest[also:], *echoes)
    draft = Edition(
        day=day, number=number, title=title, subject="", preheader="",
        lead=shortened(lead, LEAD_WORDS, facts=4) if lead else None,
        changes=tuple(shortened(entry, CHANGE_WORDS, facts=3) for entry in fresh[:changes]),
        updates=tuple(map(brief, again[:updates])), rumours=tuple(map(brief, rumours[:3])),
        also=tuple(headline(entry) for entry in rest[:also]),
        more=beyond[:more], unlisted=max(0, len(beyond) - more),
        dates=tuple(dates), corrections=tuple(corrections), coverage=coverage, blind=blind, covers=covers,
        plain=telling.plain,
    )  # fmt: skip
    draft = fitted(draft)
    return replace(draft, subject=wording.subject(draft), preheader=wording.preheader(draft))


def changes_something(entry: Entry) -> bool:
    """Whether a story may stand as a change: opinion never, and what is no act only with a fact or a second voice."""
    if any(fact.before and fact.after for fact in entry.facts) or entry.genre == ACT:
        return True
    return entry.genre != READING and (bool(entry.facts) or entry.voices > 1)


def weighty(entry: Entry) -> bool:
    """Whether a headline is news enough alone: it tells who did what, and it matters."""
    return entry.genre == ACT and entry.importance >= ALONE


def steps(fact: FactLine) -> bool:
    """Whether a fact moves a story on: a value that changed, or a step that was taken."""
    return bool(fact.before and fact.after) or fact.metric in ("stage", "law_status", "penalty", "settlement")


def unsure(entry: Entry) -> bool:
    """
    Whether a story stands apart as not confirmed.

    What several tell on their own is no rumour because one of them uses the word, unless its facts are rumours.
    """
    if entry.status not in UNSURE:
        return False
    return entry.voices < VOICES_ENOUGH or any(fact.status in UNSURE for fact in entry.facts) or entry.genre != ACT


def leads(entry: Entry) -> bool:
    """Whether a story may be the one thing of a day: something was done, or a value changed."""
    changed = any(fact.before and fact.after for fact in entry.facts)
    return (entry.genre == ACT and bool(entry.facts or entry.summary)) or weighty(entry) or changed


# A day should have this many stories before a bare headline has to do for one.
STORIES_FEWEST = 3


def with_substance(entries: Sequence[Entry], fewest: int) -> tuple[list[Entry], list[Entry]]:
    """Stories with a fact or a sentence to tell, and those that are no more than a headline; few make room for both."""
    whole = [entry for entry in entries if entry.facts or entry.summary or weighty(entry)]
    bare = [entry for entry in entries if entry not in whole]
    room = max(0, fewest - len(whole))
    chosen = {entry.story for entry in (*whole, *bare[:room])}
    return [entry for entry in entries if entry.story in chosen], bare[room:]


def ordered(stories: Sequence[Story]) -> list[Story]:
    """Stories as they compete for a place: the most important first; at equal importance, one with facts."""
    return sorted(
        stories,
        key=lambda story: (-story.importance, not story.facts, -story.voices, -story.last_seen.timestamp(), story.id),
    )


# -- lengths -------------------------------------------------------------------------------------------------------

# A letter is read in three minutes: 450 to 600 words, of which the first story has 90 and each other one 70
# (lengths of the briefings people keep: Techmeme's and Axios's own figures for a page and an item).
EDITION_WORDS = 600
LEAD_WORDS = 90
CHANGE_WORDS = 70
UPDATE_WORDS = 40


def shortened(entry: Entry, words: int, facts: int) -> Entry:
    """An entry with as many facts and sentences as its place has room for; what is left out is counted."""
    kept = replace(entry, facts=entry.facts[:facts], left=entry.left + max(0, len(entry.facts) - facts))
    while len(kept.summary) > 1 and wording.words_in(kept) > words:
        kept = replace(kept, summary=kept.summary[:-1])
    if wording.words_in(kept) > words and kept.why:
        kept = replace(kept, why="")
    # Values in a table speak for themselves; steps and days need the sentence that says what they are about.
    if wording.words_in(kept) > words and kept.facts and not wording.only_steps(kept):
        kept = replace(kept, summary=())
    return kept


def brief(entry: Entry) -> Entry:
    """An entry as one of the short ones, without what it means."""
    return replace(shortened(entry, UPDATE_WORDS, facts=2), why="")


def headline(entry: Entry) -> Entry:
    """
    An entry as one line of `also seen`.

    A changed figure that the headline does not name stays to be told; all else is as good as told by the headline and
    its link, and does not come back as an update.
    """
    said = entry.headline.casefold()
    heard = tuple(fact.key for fact in entry.facts if not (fact.before and fact.after) or fact.after.casefold() in said)
    left = entry.left + len(entry.facts)
    return replace(
        entry, facts=(), summary=(), why="", notice="", sources=entry.sources[:1], left=left,
        heard=(*entry.heard, *heard),
    )  # fmt: skip


def fitted(edition: Edition) -> Edition:
    """The edition cut to its length by rules, the least important first; what is cut goes to `more`."""
    cuts = (thinner, fewer_also, bare, fewer_updates, fewer_changes)
    for cut in cuts:
        while wording.words_of(edition) > EDITION_WORDS:
            smaller = cut(edition)
            if smaller is None:
                break
            edition = smaller
    return edition


def thinner(edition: Edition) -> Edition | None:
    """One sentence is enough for a change, beginning with the last."""
    for place in range(len(edition.changes) - 1, -1, -1):
        entry = edition.changes[place]
        if len(entry.summary) > 1:
            return with_change(edition, place, replace(entry, summary=entry.summary[:1]))
    return None


def fewer_also(edition: Edition) -> Edition | None:
    """At least five headlines stay."""
    if len(edition.also) <= 5:
        return None
    return replace(edition, also=edition.also[:-1], more=(edition.also[-1], *edition.more))


def bare(edition: Edition) -> Edition | None:
    """A change with facts can do without a sentence."""
    for place in range(len(edition.changes) - 1, -1, -1):
        entry = edition.changes[place]
        if entry.summary and entry.facts:
            return with_change(edition, place, replace(entry, summary=()))
    return None


def fewer_updates(edition: Edition) -> Edition | None:
    if len(edition.updates) <= 3:
        return None
    return replace(edition, updates=edition.updates[:-1], more=(edition.updates[-1], *edition.more))


def fewer_changes(edition: Edition) -> Edition | None:
    if len(edition.changes) <= 2:
        return None
    return replace(edition, changes=edition.changes[:-1], more=(edition.changes[-1], *edition.more))


def with_change(edition: Edition, place: int, entry: Entry) -> Edition:
    changes = edition.changes
    return replace(edition, changes=(*changes[:place], entry, *changes[place + 1 :]))


# -- entries -------------------------------------------------------------------------------------------------------


class Telling:
    """Stories made into entries one after the other, each fact once."""

    def __init__(
        self, *, items: Mapping[str, Item], said: Mapping[str, Annotation], names: Mapping[str, str], memory: Memory,
        day: str, history: Callable[[Fact], str] | None = None,
    ) -> None:  # fmt: skip
        self.items, self.said, self.names, self.memory, self.history = items, said, names, memory, history
        self.day = day
        self.known: Known = memory.known()
        self.plain = 0
        self.echoes: set[str] = set()

    def entry(self, story: Story) -> Entry | None:
        """The story as it may be told, None when there is nothing new in it."""
        since = self.memory.stories.get(story.id, "")
        try:
            fresh = self.fresh(story)
            happened = self.happened(story) if since else ()
            if since and not (fresh or happened):
                return None
            told = self.shaped(self.news_of(story, fresh, happened) if since else story, fresh, since)
        except Exception:
            # Whatever is odd about one story, the others are told, and this one stands as title and link.
            self.plain += 1
            return None if since else stub(story, self.items, self.names)
        if not since:
            if self.known.echoes(told.headline) and not any(fact.before and fact.after for fact in told.facts):
                self.echoes.add(story.id)
            self.known.hear(told.headline)
        elif not happened:
            if not told.facts:
                return None
            if not any(steps(fact) for fact in told.facts):
                # A further detail of what was told is worth less than what is new.
                told = replace(told, importance=round(told.importance * DETAIL, 4))
        if story.facts and not fresh and not happened:
            # All that is in it was told under another story: one line says that others write about it too.
            return replace(told, facts=(), summary=(), why="", notice="", headline_only=True)
        return told

    def shaped(self, story: Story, fresh: Sequence[Fact], since: str) -> Entry:
        """A story with those of its new facts that have a place under it; the others are as good as told."""
        shown = tuple(fact for fact in fresh if stands(fact, story.tags, self.day))
        told = entry(replace(story, facts=shown), self.items, self.said, self.names, since, self.history)
        heard = tuple(fact_key(fact) for fact in fresh if fact not in shown)
        return replace(told, genre=genre_of_all(self.ours(story), self.said), heard=(*told.heard, *heard))

    def ours(self, story: Story) -> list[Item]:
        """The items that make the story ours to tell."""
        items = [self.items[one] for one in story.items if one in self.items]
        return [item for item in items if item.id in self.said and self.said[item.id].relevant] or items

    def later(self, story: Story) -> tuple[list[Item], list[Item]]:
        """The items that were there when the story was last told, and those that came since."""
        last = self.memory.latest.get(story.id) or self.memory.stories[story.id]
        items = self.ours(story)
        return [one for one in items if day_of(one) <= last], [one for one in items if day_of(one) > last]

    def happened(self, story: Story) -> tuple[Item, ...]:
        """What tells that something was done, where a reader was told only what was coming or what people said."""
        before, after = self.later(story)
        acts = tuple(one for one in after if genre_of(one, self.said.get(one.id)) == ACT)
        # One odd headline among the previews is no proof that the act was told.
        told = 3 * sum(genre_of(one, self.said.get(one.id)) == ACT for one in before) >= len(acts)
        return () if told or not before or genre_of_all(after, self.said) != ACT else acts

    def news_of(self, story: Story, fresh: Sequence[Fact], happened: Sequence[Item]) -> Story:
        """A story told before as it is told again: from what is new in it."""
        held = {fact.evidence.item for fact in fresh}
        items = [one for one in self.ours(story) if one.id in held or one in happened]
        if happened:
            items = [*items, *(one for one in self.later(story)[1] if one not in items)]
        return replace(
            tell_story(story.id, items, self.said, known=story), facts=story.facts, confidence=story.confidence,
            credibility=story.credibility, status=story.status,
        ) if items else story  # fmt: skip

    def fresh(self, story: Story) -> tuple[Fact, ...]:
        """The facts of a story that are not known, the completest telling of each."""
        held = replace(story, facts=tuple(fact for fact in story.facts if fact.evidence.item in self.items))
        return untold(held, self.memory, self.known, self.names)


def untold(story: Story, memory: Memory, known: Known, names: Mapping[str, str]) -> tuple[Fact, ...]:
    """The facts of a story that are not known, the completest telling of each; `known` learns them."""
    found: list[Fact] = []
    said: dict[tuple[str, ...], set[str]] = {}
    for fact in sorted(story.facts, key=lambda fact: (fact.before is None, not fact.effective)):
        key = fact_key(fact)
        # One story does not say the same of one thing twice, whatever else differs between two outlets: a step of
        # one event is one step, and a value without a name is that of whoever is named with it.
        name = "" if fact.metric in STEPS else wording.actor(fact, names)
        named = said.setdefault((fact.metric, str(fact.before), str(fact.after)), set())
        again = bool(named) and (not name or "" in named or name in named)
        if not (again or known.since(key) or memory.told_in(story.id, key)):
            known.add(key, "here")
            named.add(name)
            found.append(fact)
    return tuple(fact for fact in story.facts if fact in found)


def told_once(story: Story, names: Mapping[str, str]) -> tuple[Fact, ...]:
    """A story's facts as the letter merges them: one change is one fact, its completest telling with its evidence."""
    nothing = Memory()
    return untold(story, nothing, nothing.known(), names)


def entry(
    story: Story, items: Mapping[str, Item], said: Mapping[str, Annotation], names: Mapping[str, str], since: str,
    history: Callable[[Fact], str] | None = None,
) -> Entry:  # fmt: skip
    """A story with its sources numbered and its facts put into words."""
    cited = [fact.evidence.item for fact in story.facts] + [line.evidence.item for line in story.summary]
    held = {story.lead, *cited}
    # What was drawn in by its words and is not ours to tell vouches for nothing.
    ours = [one for one in story.items if one in said and said[one].relevant] or story.items
    order = [one for one in dict.fromkeys((story.lead, *cited, *ours)) if one in items]
    outlets: set[str] = set()
    chosen: list[str] = []
    for one in order:
        if one in cited or (items[one].source not in outlets and len(chosen) < SOURCES_MOST):
            outlets.add(items[one].source)
            chosen.append(one)
    chosen = chosen[: 2 * SOURCES_MOST]
    sources = tuple(source_line(items[one], said.get(one), names, place) for place, one in enumerate(chosen, 1))
    numbers = {source.item: source.number for source in sources}
    facts = tuple(fact_line(fact, numbers, names, history) for fact in story.facts if fact.evidence.item in numbers)
    return Entry(
        story=story.id, headline=wording.headline(story, facts, names, HEADLINE_LONGEST), tags=story.tags,
        platforms=tuple(names.get(one, one) for one in story.platforms),
        jurisdictions=tuple(names.get(one, one) for one in story.jurisdictions),
        facts=facts,
        summary=tuple(
            Told(text=wording.sentence(line.text), source=numbers[line.evidence.item])
            for line in story.summary if line.evidence.item in numbers and not repeats(line.text, story.headline)
        ),
        why=wording.shortened(wording.tidy(story.why_it_matters), 240), confidence=story.confidence,
        status=story.status, sources=sources, voices=story.voices, importance=story.importance, since=since,
        when=sources[0].published[:10] if sources else story.first_seen.date().isoformat(),
        # Only of what is told from the page: news of later days tells the change from elsewhere.
        notice=next(filter(None, (wording.notice(items[one], names) for one in chosen if one in held)), ""),
    )  # fmt: skip


def day_of(item: Item) -> str:
    """
    The day an item is counted to as already told: what came after noon was not in that morning's letter.
    """
    return (item.observed + timedelta(hours=12)).date().isoformat()


WORD = re.compile(r"\w+")


def repeats(sentence: str, headline: str) -> bool:
    """Whether a sentence says no word that the headline does not."""
    return set(WORD.findall(sentence.casefold())) <= set(WORD.findall(headline.casefold()))


def source_line(item: Item, said: Annotation | None, names: Mapping[str, str], number: int) -> SourceLine:
    kind = said.source_class if said else item.source_class
    mark = wording.MARKS.get(kind, "S")
    if mark == "S" and genre_of(item, said) == READING:
        mark = "A"
    return SourceLine(
        number=number, mark=mark,
        name=wording.shortened(wording.tidy(names.get(item.source, item.source)), 60),
        title=wording.shortened(wording.tidy(item.title), HEADLINE_LONGEST), url=linkable(item.url), item=item.id,
        published=item.when.isoformat(timespec="seconds"), paywall="paywall" in item.flags,
    )  # fmt: skip


def linkable(url: str) -> str:
    """An address a reader may be led to; empty for other schemes and for addresses no letter should carry."""
    if not url.lower().startswith(("https://", "http://")) or len(url) > URL_LONGEST:
        return ""
    return "" if any(mark.isspace() or ord(mark) < 32 for mark in url) else url


def stub(story: Story, items: Mapping[str, Item], names: Mapping[str, str]) -> Entry:
    """A story as title and link, when more cannot be said of it."""
    item = items.get(story.lead)
    return Entry(
        story=story.id, headline=wording.shortened(wording.tidy(str(story.headline)), HEADLINE_LONGEST), tags=(),
        platforms=(), jurisdictions=(), facts=(), summary=(), why="", confidence="", status="",
        sources=(source_line(item, None, names, 1),) if item else (), voices=1, importance=0.0,
        headline_only=True,
    )  # fmt: skip


def fact_line(
    fact: Fact, numbers: Mapping[str, int], names: Mapping[str, str], history: Callable[[Fact], str] | None = None
) -> FactLine:
    """A fact put into words, with the place on the archive page where its evidence is marked."""
    return FactLine(
        label=wording.shortened(wording.fact_label(fact, names), LABEL_LONGEST),
        before=wording.shortened(wording.value(fact.before, fact.unit, fact.metric), VALUE_LONGEST),
        after=wording.shortened(wording.value(fact.after, fact.unit, fact.metric), VALUE_LONGEST),
        metric=fact.metric, change=fact.change or "", status=fact.status, announced=fact.announced or "",
        effective=fact.effective or "", scope=wording.shortened(wording.tidy(fact.scope or ""), 80),
        quote=wording.shortened(wording.tidy(fact.evidence.text), 300), source=numbers[fact.evidence.item],
        anchor=f"items/{fact.evidence.item}.html#e{fact.evidence.start}",
        key=fact_key(fact), who=wording.shortened(wording.actor(fact, names), LABEL_LONGEST),
        history=history(fact) if history else "",
    )  # fmt: skip
