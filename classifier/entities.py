"""The entities: who and what an item names, each read from its words with the help of the gazetteer."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from classifier.annotation import Evidence, Mention
from classifier.disguise import undisguised
from collector.item import Item

if TYPE_CHECKING:
    from config.schema import Gazetteer, Named, Platform

READ_AT_MOST = 200_000  # characters; behind them a text repeats itself
NAME_AT_MOST = 1_000  # mentions of one item; keyword stuffing reaches more
READ_NAMES_AT_MOST = 5_000  # candidates looked at; the same
DOUBT_AT_MOST = 1_000  # doubtful names of one item that are weighed; the same

_TOKEN = re.compile(r"[^\W_]+")
# An address in the text tells where something is kept, not what it is about.
_ADDRESS = re.compile(
    r"\bhttps?://\S{1,2000}|(?<![\w.-])[\w-]{1,40}(?:\.[\w-]{1,40}){1,4}/\S{1,2000}|(?<!\S)\S{1,80}@[\w-]{1,40}\.\w{2,6}"
)
_END_OF_SENTENCE = frozenset('.!?:;|•·\n"“”*')
_BEFORE_WORD = " '‘’([«-"
_SAME = {"vs": "v", "versus": "v", "programme": "program", "programmes": "programs"}
_LIMITED = frozenset({"inc", "llc", "ltd", "corp", "co", "plc", "pbc"})
# Abbreviations that are words when a whole headline is in capitals.
_WORDS_IN_CAPITALS = frozenset({"us", "fire", "cap", "sac", "it", "who", "ice", "x"})

# What follows a common noun, hardly ever the name of somebody who acts.
_AFTER_NOUN = frozenset(
    {"in", "of", "and", "or", "among", "between", "over", "within", "from", "at", "is", "was", "as", "on"}
)

_VERBS_OF_ONE = frozenset(
    {"is", "was", "has", "launches", "tests", "adds", "gets", "rolls", "lets", "says", "passes", "reaches", "expands"}
    | {"brings", "opens", "faces", "sues", "drops", "hits", "introduces", "announces", "begins", "starts", "pays"}
)

_PLAIN, _GUARDED, _AMBIGUOUS = 0, 1, 2
_ANY, _CAPITAL, _CAPITALS = 0, 1, 2  # how an alias must be written

_OPENING = 70  # tokens: a title and a teaser; further down an article speaks of other matters too
_SPOKEN_WITHIN = 25  # tokens that hold a description

_NEAR, _AROUND = 8, 25  # tokens: the same clause, the same or the next sentence
_STRONG, _FAIR, _WEAK = 3.0, 2.0, 1.0
_BY_ITSELF = 1.5  # what a name that several share counts where nothing speaks for anybody

# Words of the trade of earning on platforms: company for every platform whose name is also a common word.
_TRADE = (
    *("follower", "followers", "subscriber", "subscribers", "subscriptions", "subscription income", "viewers"),
    *("creator", "creators", "streamer", "streamers", "affiliates", "partner terms", "partner plan", "partner program"),
    *("payout*", "monetiz*", "monetis*", "demonetiz*", "demonetis*", "impressions", "ad revenue", "ads revenue"),
    *("ad sharing", "revenue share", "revenue sharing", "tipping", "broadcast hours", "watch hours", "starter tier"),
    *("channels", "referral bonus", "partner tier", "affiliate tier", "paywall", "livestream*"),
)

_NOWHERE = "GLOBAL"  # the jurisdiction of bodies of all countries, which is none to ask for

# Shelves on which one stretch of words can mean one entry only: "CCPA" is a law or an authority, never both.
_RIVALS = {"body": "state", "association": "state", "law": "state"}


@dataclass(frozen=True, slots=True, eq=False)
class _Entity:
    kind: str
    id: str
    called: tuple[str, ...]
    companions: tuple[tuple[str, str], ...]
    context: tuple[tuple[str, ...], ...]
    against: tuple[tuple[str, ...], ...]
    domains: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Alias:
    entity: _Entity
    tokens: tuple[str, ...]
    gaps: tuple[str, ...]
    written: str
    shape: int
    level: int
    since: str
    until: str
    trade: bool
    idioms: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Description:
    """How news speaks of a matter without its name: one phrase of each group, none of `without`."""

    entity: _Entity
    since: str
    until: str
    groups: tuple[tuple[tuple[str, ...], ...], ...]
    without: tuple[tuple[str, ...], ...]
    first_words: tuple[frozenset[str] | None, ...]  # of each group, to rule a description out without a search


@dataclass(slots=True)
class _Reading:
    """The tokens of one item while it is read."""

    words: str
    tokens: list[str]
    spans: list[tuple[int, int]]
    day: str
    host: str
    accepted: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    where: dict[str, list[int]] | None = None
    found: dict[tuple[str, ...], list[int]] = field(default_factory=dict)

    def places(self, phrase: tuple[str, ...]) -> list[int]:
        """Where a phrase begins (a word ending in * stands for all that begin so), in order."""
        if phrase not in self.found:
            first = self._positions(phrase[0])
            self.found[phrase] = [place for place in first if len(phrase) == 1 or _stands(self, place, phrase)]
        return self.found[phrase]

    def _positions(self, word: str) -> list[int]:
        if self.where is None:
            self.where = defaultdict(list)
            for index, token in enumerate(self.tokens):
                self.where[token].append(index)
        if not word.endswith("*"):
            return self.where.get(word, [])
        stem = word[:-1]
        return sorted(index for token, found in self.where.items() if token.startswith(stem) for index in found)


class Matcher:
    """
    Reads who is named: platforms, companies, programmes, bodies, associations, laws, matters, jurisdictions.

    `sources` tells the platform of a source by the source's id (its own blog may say "we" and "Stars").
    """

    def __init__(self, gazetteer: Gazetteer, sources: Mapping[str, str] | None = None) -> None:
        self._sources = dict(sources or {})
        self._platforms: Mapping[str, Platform] = {platform.id: platform for platform in gazetteer.platforms}
        self._program_platform = {program.id: program.platform for program in gazetteer.programs}
        self._jurisdiction = {("body", body.id): body.jurisdiction for body in gazetteer.bodies}
        self._jurisdiction |= {("law", law.id): law.jurisdiction for law in gazetteer.laws}
        self._heads: dict[str, list[_Alias]] = defaultdict(list)
        foreign: dict[str, _Alias] = {}
        for alias in _aliases(gazetteer):
            if alias.written.isascii() or alias.tokens[0].isascii():
                self._heads[alias.tokens[0]].append(alias)
            else:
                foreign[alias.written.lower()] = alias
        self._described_by: dict[str, list[_Description]] = defaultdict(list)
        for description in _descriptions(gazetteer):
            for word in sorted(_rarest(description, self._heads)):
                self._described_by[word].append(description)
        for aliases in self._heads.values():
            aliases.sort(key=lambda alias: -len(alias.tokens))
        self._first = frozenset(self._heads)
        self._foreign = foreign
        # Scripts without spaces, and languages that bend their nouns: there the name is looked for inside of words.
        longest_first = sorted(foreign, key=len, reverse=True)
        self._foreign_names = re.compile("|".join(map(re.escape, longest_first))) if foreign else None

    def mentions(self, item: Item) -> tuple[Mention, ...]:
        """Who the item names, in the order of its words; every evidence is an exact stretch of `item.words`."""
        words = item.words[:READ_AT_MOST]
        plain, places = undisguised(words)
        lowered = plain.lower()
        # A few capitals become two letters when lowered (İ); then offsets would slip, so they are left as they are.
        tokens = _TOKEN.findall(lowered if len(lowered) == len(plain) else plain)
        if not _SAME.keys().isdisjoint(tokens):
            tokens = [_SAME.get(token, token) for token in tokens]
        found: list[tuple[int, int, _Entity]] = []
        reading: _Reading | None = None
        if not self._first.isdisjoint(tokens):
            spans = [match.span() for match in _TOKEN.finditer(plain)]
            if len(spans) == len(tokens):
                reading = _Reading(plain, tokens, spans, item.when.date().isoformat(), _host(item.url))
                found = self._read(reading, self._sources.get(item.source))
        named = [
            (reading.spans[start][0], reading.spans[end - 1][1], entity) for start, end, entity in found if reading
        ]
        if self._foreign_names and not plain.isascii():
            named += [
                (match.start(), match.end(), self._foreign[match[0]].entity)
                for match in self._foreign_names.finditer(lowered if len(lowered) == len(plain) else plain)
            ]
        named.sort(key=lambda name: (name[0], -name[1]))
        spoken = ((entity.kind, entity.id, start, end) for start, end, entity in named[:NAME_AT_MOST])
        return tuple(self._with_implied(item, words, places, tuple(spoken)))

    def _read(self, reading: _Reading, own_platform: str | None) -> list[tuple[int, int, _Entity]]:
        doubtful: list[tuple[int, int, _Alias]] = []
        sure: list[tuple[int, int, _Alias]] = []
        for start, end, alias in self._candidates(reading):
            (sure if alias.level == _PLAIN and not alias.entity.against else doubtful).append((start, end, alias))
        taken = _Taken()
        shared = _shared(sure + doubtful)
        accepted: list[tuple[int, int, _Entity]] = []

        def accept(start: int, end: int, entity: _Entity) -> None:
            taken.add(entity.kind, start, end)
            accepted.append((start, end, entity))
            insort(reading.accepted[entity.kind, entity.id], start)

        longer = [(start, end, alias) for start, end, alias in doubtful if alias.level == _PLAIN]
        for start, end, alias in _longest_first(sure):
            if (start, end, _shelf(alias.entity)) in shared or _within(start, end, alias, longer):
                doubtful.append((start, end, alias))
            elif not taken.holds(alias.entity.kind, start, end):
                accept(start, end, alias.entity)
        if own_platform:
            insort(reading.accepted["platform", own_platform], 0)
        # Places and bodies decide about laws, platforms about programmes: each is settled before it is asked for.
        for _, rivals in _rounds(doubtful[:DOUBT_AT_MOST]):
            scored = sorted(((_score(reading, *rival), rival) for rival in rivals), key=lambda told: -told[0])
            best = scored[0][1]
            start, end, alias = best
            # "UK regulator" may be three of them: where nothing speaks for one of them, nobody is named.
            if len(scored) > 1 and scored[0][0] == scored[1][0] and alias.entity is not scored[1][1][2].entity:
                continue
            if not taken.holds(alias.entity.kind, start, end) and _counts(reading, *best):
                accept(start, end, alias.entity)
        return [
            *accepted,
            *self._described(reading, {entity.id for _, _, entity in accepted if entity.kind == "matter"}),
        ]

    def _described(self, reading: _Reading, named: set[str]) -> Iterator[tuple[int, int, _Entity]]:
        """Matters that the words speak of without their name."""
        words = set(reading.tokens)
        for key in sorted(self._described_by.keys() & words):
            for description in self._described_by[key]:
                matter = description.entity.id
                if matter not in named and all(first is None or first & words for first in description.first_words):
                    told = _described(reading, description)
                    if told:
                        named.add(matter)
                        yield (*told, description.entity)

    def _candidates(self, reading: _Reading) -> Iterator[tuple[int, int, _Alias]]:
        tokens, heads, first = reading.tokens, self._heads, self._first
        addresses = _addresses(reading.words)
        told = 0
        for start, token in enumerate(tokens):
            if token in first and not (addresses and _inside(addresses, reading.spans[start][0])):
                for alias in heads[token]:
                    end = start + len(alias.tokens)
                    if alias.tokens == tuple(tokens[start:end]) and _written_so(reading, start, end, alias):
                        yield start, end, alias
                        told += 1
            if told > READ_NAMES_AT_MOST:
                return

    def _with_implied(
        self, item: Item, words: str, places: Sequence[int] | None, named: Sequence[tuple[str, str, int, int]]
    ) -> Iterator[Mention]:
        """What was named, and what follows from it: a programme names its platform, a court its country."""
        told = {(kind, id) for kind, id, _, _ in named}
        day = item.when.date().isoformat()
        for kind, id, start, end in named:
            if places is not None:
                start, end = places[start], places[end - 1] + 1
            evidence = Evidence(item=item.id, start=start, end=end, text=words[start:end])
            yield Mention(kind=kind, id=id, evidence=evidence)
            for implied in self._implied(kind, id, day):
                if implied not in told:
                    told.add(implied)
                    yield Mention(kind=implied[0], id=implied[1], evidence=evidence)

    def _implied(self, kind: str, id: str, day: str) -> Iterator[tuple[str, str]]:
        platform = self._program_platform.get(id) if kind == "program" else id if kind == "platform" else None
        if platform:
            yield "platform", platform
            owner = self._platforms[platform].owner(day)
            if owner:
                yield "company", owner
        if self._jurisdiction.get((kind, id), _NOWHERE) != _NOWHERE:
            yield "jurisdiction", self._jurisdiction[kind, id]


# -- from the gazetteer to aliases -----------------------------------------------------------------------------------


def _aliases(gazetteer: Gazetteer) -> Iterator[_Alias]:
    owners: dict[str, list[str]] = defaultdict(list)
    programs: dict[str, list[str]] = defaultdict(list)
    bodies: dict[str, list[str]] = defaultdict(list)
    laws: dict[str, list[str]] = defaultdict(list)
    for platform in gazetteer.platforms:
        for owner in platform.owners:
            owners[owner.company].append(platform.id)
    for program in gazetteer.programs:
        programs[program.platform].append(program.id)
    for body in gazetteer.bodies:
        bodies[body.jurisdiction].append(body.id)
    for law in gazetteer.laws:
        laws[law.jurisdiction].append(law.id)

    def of(kind: str, ids: Iterable[str]) -> list[tuple[str, str]]:
        return [(kind, id) for id in ids]

    def land(jurisdiction: str) -> list[tuple[str, str]]:
        state = jurisdiction.partition("-")[0]
        return of("jurisdiction", dict.fromkeys((jurisdiction, state) if state != "US" else (jurisdiction,)))

    for platform in gazetteer.platforms:
        near = of("company", [owner.company for owner in platform.owners]) + of("program", programs[platform.id])
        yield from _of_entry("platform", platform, near, platform.former_names)
    for company in gazetteer.companies:
        yield from _of_entry("company", company, of("platform", owners[company.id]))
    for program in gazetteer.programs:
        yield from _of_entry("program", program, of("platform", [program.platform]), program.former_names)
    for body in gazetteer.bodies:
        near = land(body.jurisdiction) + of("law", laws[body.jurisdiction])
        yield from _of_entry("body", body, near + of("body", bodies[body.jurisdiction]))
    for association in gazetteer.associations:
        yield from _of_entry("association", association, ())
    for law in gazetteer.laws:
        yield from _of_entry("law", law, land(law.jurisdiction) + of("body", bodies[law.jurisdiction]))
    for matter in gazetteer.matters:
        near = of("law", matter.laws) + of("platform", matter.platforms) + of("body", matter.bodies)
        yield from _of_entry("matter", matter, near, matter.dockets)
    for place in gazetteer.places:
        yield from _of_entry("jurisdiction", place, ())


def _descriptions(gazetteer: Gazetteer) -> Iterator[_Description]:
    for matter in gazetteer.matters:
        entity = _Entity("matter", matter.id, (), (), (), (), ())
        steps = sorted(step.date for step in matter.timeline)
        # Three years after its last step a matter is history, and news of the same parties speaks of another one.
        since, until = (_month_before(steps[0]), f"{int(steps[-1][:4]) + 3}") if steps else ("", "9999")
        for described in matter.described:
            groups, without = [], []
            for group in described.split(" + "):
                words = group.split("|")
                if all(word.startswith("-") for word in words):
                    without += [_words(word) for word in words]
                else:
                    groups.append(tuple(map(_words, words)))
            first = tuple(
                None if any(phrase[0].endswith("*") for phrase in group) else frozenset(phrase[0] for phrase in group)
                for group in groups
            )
            yield _Description(entity, since, until, tuple(groups), tuple(without), first)


def _rarest(description: _Description, heads: Mapping[str, list[_Alias]]) -> frozenset[str]:
    """The words of the group that holds the most names: by them a description is found."""

    def names(first: frozenset[str]) -> float:
        own = sum(any(alias.entity.kind in ("platform", "company") for alias in heads.get(word, ())) for word in first)
        return own / len(first)

    return max((first for first in description.first_words if first), key=names, default=frozenset())


def _month_before(day: str) -> str:
    """The beginning of the month before an ISO day: what is filed was often told of some weeks before."""
    if len(day) < 7:
        return day
    year, month = int(day[:4]), int(day[5:7])
    return f"{year - (month == 1):04d}-{(month - 2) % 12 + 1:02d}-01"


def _of_entry(
    kind: str, entry: Named, companions: Iterable[tuple[str, str]], further: Iterable[str] = ()
) -> Iterator[_Alias]:
    entity = _Entity(
        kind=kind,
        id=entry.id,
        called=_words(entry.name),
        companions=tuple(key for key in companions if key != (kind, entry.id)),
        context=tuple(map(_words, entry.context)),
        against=tuple(map(_words, entry.against)),
        domains=entry.domains,
    )
    nameless = not (entry.aliases or entry.guarded or entry.ambiguous or entry.dated)
    sure = [*entry.aliases, *further, *([entry.name] if nameless or kind == "matter" else [])]
    for names, level in ((sure, _PLAIN), (entry.guarded, _GUARDED), (entry.ambiguous, _AMBIGUOUS)):
        for name in names:
            for written in _variants(kind, name):
                # "24-656" is a docket of the Supreme Court, and a score of many a game.
                bare = kind == "matter" and re.fullmatch(r"\d\d[A-Z]?-?\d{1,4}", written)
                yield _alias(entity, written, _AMBIGUOUS if bare else level)
    for dated in entry.dated:
        level = _AMBIGUOUS if dated.ambiguous else _PLAIN
        yield _alias(entity, dated.alias, level, dated.since or "", dated.until or "9999")


def _variants(kind: str, name: str) -> Iterator[str]:
    """A docket number is also written without its division, its judge and its noughts."""
    yield name
    if kind == "matter" and (docket := re.search(r"\b(\d:)?(\d\d)-(cv|cr|md)-0*(\d{3,5})\b", name)):
        year, sort, number = docket[2], docket[3], docket[4]
        yield from {f"{year}-{sort}-{number}", f"{year}-{sort}-{number.zfill(5)}"} - {name}


def _alias(entity: _Entity, written: str, level: int, since: str = "", until: str = "9999") -> _Alias:
    plain, _ = undisguised(written)
    spans = [match.span() for match in _TOKEN.finditer(plain)]
    tokens = _words(plain)
    gaps = tuple(plain[end:start].strip() for (_, end), (start, _) in pairwise(spans))
    idioms = tuple((place, phrase) for phrase in entity.against for place in _overlaps(phrase, tokens))
    shape = _ANY
    if len(tokens) == 1 and written[0].isalpha():
        letters = written.rstrip(".")
        if letters.isupper():
            shape = _CAPITALS
        elif letters[0].isupper() and letters[1:].islower():
            shape = _CAPITAL
    trade = entity.kind == "platform" and tokens == entity.called[: len(tokens)]
    return _Alias(entity, tokens, gaps, plain if shape else written, shape, level, since, until, trade, idioms)


def _overlaps(phrase: tuple[str, ...], tokens: tuple[str, ...]) -> Iterator[int]:
    """How many tokens before an alias a phrase can begin that shares words with it and says more than it."""
    for place in range(1 - len(tokens), len(phrase)):
        shared = [(phrase[place + step], token) for step, token in enumerate(tokens) if 0 <= place + step < len(phrase)]
        beyond = place > 0 or place + len(tokens) < len(phrase)
        if beyond and all(_same(word, token) for word, token in shared):
            yield place


def _same(word: str, token: str) -> bool:
    return token.startswith(word[:-1]) if word.endswith("*") else token == word


def _words(phrase: str) -> tuple[str, ...]:
    """The tokens of a phrase; a star at the end of a word stays on it."""
    plain = undisguised(phrase)[0].lower()
    found = []
    for match in _TOKEN.finditer(plain):
        star = plain[match.end() : match.end() + 1] == "*"
        token = _SAME.get(match[0], match[0])
        found.append(token + "*" if star else token)
    return tuple(found)


def _addresses(words: str) -> list[tuple[int, int]]:
    return [match.span() for match in _ADDRESS.finditer(words)] if "/" in words or "@" in words else []


def _inside(stretches: Sequence[tuple[int, int]], place: int) -> bool:
    index = bisect_left(stretches, (place + 1, 0)) - 1
    return index >= 0 and place < stretches[index][1]


_TRADE_WORDS = tuple(map(_words, _TRADE))


# -- does this stretch of words read like the name? --------------------------------------------------------------------


def _written_so(reading: _Reading, start: int, end: int, alias: _Alias) -> bool:
    if not alias.since <= reading.day < alias.until:
        return False
    for step, told in enumerate(alias.gaps):
        gap = reading.words[reading.spans[start + step][1] : reading.spans[start + step + 1][0]]
        if not _joins(gap, told, alias.tokens[step + 1]):
            return False
    if alias.shape == _ANY:
        return True
    first, last = reading.spans[start]
    seen, written = reading.words[first:last], alias.written
    if len(seen) == 1 and _part_of_a_model(reading, start):
        return False
    if alias.shape == _CAPITALS:
        return seen == written and not (seen.lower() in _WORDS_IN_CAPITALS and _in_capitals(reading, start, end))
    return seen == written or (seen.isupper() and (len(seen) > 4 or _in_capitals(reading, start, end)))


def _part_of_a_model(reading: _Reading, index: int) -> bool:
    """Whether a letter belongs to a product or a word: "HD60 X", "CleanMyMac X", "DTS:X", "X-rated"."""
    words, (first, last) = reading.words, reading.spans[index]
    if words[max(0, first - 1) : first] in ("-", ":", "+") or words[last : last + 1] == "-":
        return True
    if not index or words[reading.spans[index - 1][1] : first] != " ":
        return False
    before = words[slice(*reading.spans[index - 1])]
    return any(mark.isdigit() for mark in before) or any(mark.isupper() for mark in before[1:] if not before.isupper())


def _joins(gap: str, told: str, token: str) -> bool:
    """Whether what stands between two words may stand there within one name."""
    if len(gap) > 4 or "\n" in gap:
        return False
    seen = gap.strip()
    if seen == "-":
        return told in ("", "-")
    if not seen:
        return told in ("", "-", ".", ",", "'")
    return seen == told or (seen == "," and token in _LIMITED) or (seen == "." and told == ".")


def _in_capitals(reading: _Reading, start: int, end: int) -> bool:
    """Whether the words around are written in capitals throughout."""
    around = [*range(max(0, start - 4), start), *range(end, min(len(reading.tokens), end + 4))]
    seen = [reading.words[slice(*reading.spans[index])] for index in around]
    long = [word for word in seen if len(word) > 2 and word.isalpha()]
    return bool(long) and all(word.isupper() for word in long)


def _capital_tells(reading: _Reading, start: int, end: int) -> bool:
    """Whether the capital says that this is a name: not where every word or every sentence begins with one."""
    words, spans = reading.words, reading.spans
    if not all(words[spans[index][0]].isupper() or words[spans[index][0]].isdigit() for index in range(start, end)):
        return False
    before = words[: spans[start][0]][-12:].rstrip(_BEFORE_WORD)
    if not before or before[-1] in _END_OF_SENTENCE:
        return False
    around = [*range(max(0, start - 6), start), *range(end, min(len(spans), end + 6))]
    line = words.rfind("\n", 0, spans[start][0]), words.find("\n", spans[start][0])
    counted = capitals = 0
    for index in around:
        first, last = spans[index]
        word = words[first:last]
        if last - first > 3 and word.isalpha() and line[0] < first and (line[1] < 0 or first < line[1]):
            counted += 1
            capitals += word[0].isupper()
    return counted > 0 and capitals < 0.7 * counted


def _is_subject(reading: _Reading, start: int, end: int) -> bool:
    """Whether a title begins with the name and goes on as after a name: a common noun would have its article."""
    following = reading.tokens[end] if end < len(reading.tokens) else "in"
    return start == 0 and following not in _AFTER_NOUN


def _is_one(reading: _Reading, end: int, alias: _Alias) -> bool:
    """Whether a name that looks like a plural is followed by the verb of one: "Threads launches"."""
    plural = alias.entity.kind == "platform" and len(alias.tokens) == 1 and alias.tokens[0].endswith("s")
    return plural and end < len(reading.tokens) and reading.tokens[end] in _VERBS_OF_ONE


# -- who speaks for it? ------------------------------------------------------------------------------------------------


def _distance(positions: Sequence[int], start: int, end: int) -> int:
    """Tokens between a stretch and the nearest of some positions; the stretch itself does not count."""
    index = bisect_left(positions, start)
    before = start - positions[index - 1] if index else 10**6
    while index < len(positions) and positions[index] < end:
        index += 1
    after = positions[index] - end + 1 if index < len(positions) else 10**6
    return min(before, after)


def _strength(distance: int, far: float) -> float:
    if distance <= _NEAR:
        return _STRONG
    return _FAIR if distance <= _AROUND else far if distance < 10**6 else 0.0


def _company(reading: _Reading, start: int, end: int, alias: _Alias) -> float:
    """How strongly the surroundings speak for the entry of an alias, 0 to 3."""
    entity = alias.entity
    best = 0.0
    own = reading.accepted.get((entity.kind, entity.id))
    if own:
        best = max(_strength(_distance(own, start, end), 2.5), 2.5)
    # Bills of all years share their numbers: where a law names its context, its country alone is not enough.
    for key in entity.companions if not (entity.kind == "law" and entity.context) else ():
        near = reading.accepted.get(key)
        if near:
            # A companion inside of the name ("Twitch" in "Twitch Partner") is as near as can be; one of the same
            # words ("Brussels" the town and the Commission) says nothing.
            covered = end - start > 1 and any(start <= place < end for place in near)
            best = max(best, _STRONG if covered else _strength(_distance(near, start, end), _WEAK))
    for phrase in (*entity.context, *(_TRADE_WORDS if alias.trade else ())):
        if best >= _STRONG:
            break
        places = reading.places(phrase)
        if places:
            best = max(best, _strength(_distance(places, start, end), 0.5))
    if best < _FAIR and any(reading.host == domain or reading.host.endswith("." + domain) for domain in entity.domains):
        best = _FAIR
    return best


def _stands(reading: _Reading, place: int, phrase: tuple[str, ...]) -> bool:
    tokens = reading.tokens
    if place < 0 or place + len(phrase) > len(tokens):
        return False
    return all(_same(word, tokens[place + step]) for step, word in enumerate(phrase))


def _score(reading: _Reading, start: int, end: int, alias: _Alias) -> float:
    if any(_stands(reading, start - place, phrase) for place, phrase in alias.idioms):
        return -1.0
    company = _company(reading, start, end, alias)
    spoken = sum(0.01 for phrase in alias.entity.context if reading.places(phrase))
    return company + spoken + (_BY_ITSELF if alias.level == _PLAIN else 0.0)


def _counts(reading: _Reading, start: int, end: int, alias: _Alias) -> bool:
    score = _score(reading, start, end, alias)
    if score < 0:
        return False
    company = score - (_BY_ITSELF if alias.level == _PLAIN else 0.0)
    if company < _FAIR and _spoken_against(reading, start, end, alias):
        return False
    if alias.level == _PLAIN:
        return True
    if alias.level == _GUARDED and (_capital_tells(reading, start, end) or _is_subject(reading, start, end)):
        return True
    tells = alias.shape == _CAPITALS or _capital_tells(reading, start, end) or _is_one(reading, end, alias)
    # "Film Stars Sue Facebook": a programme with the name of a common thing must be set off by its capital.
    if alias.entity.kind == "program" and len(alias.tokens) == 1 and not tells:
        return False
    if _is_one(reading, end, alias) and _is_subject(reading, start, end):
        return True
    return company >= (_FAIR if tells else _STRONG)


def _spoken_against(reading: _Reading, start: int, end: int, alias: _Alias) -> bool:
    idioms = {phrase for _, phrase in alias.idioms}
    return any(
        _distance(reading.places(phrase), start, end) <= _NEAR + 2
        for phrase in alias.entity.against
        if phrase not in idioms
    )


def _described(reading: _Reading, description: _Description) -> tuple[int, int] | None:
    """The stretch of the first words of an item that speaks of the matter, if they do."""
    if not description.since <= reading.day < description.until or any(
        reading.places(phrase) for phrase in description.without
    ):
        return None
    stands: list[list[tuple[int, int]]] = []
    for group in description.groups:
        here = [
            (place, place + len(phrase)) for phrase in group for place in reading.places(phrase) if place < _OPENING
        ]
        if not here:
            return None
        stands.append(sorted(here)[:20])
    best: tuple[int, int] | None = None
    for start, end in stands[0]:
        first, last = start, end
        for here in stands[1:]:
            near = min(here, key=lambda place: abs(place[0] - start))
            first, last = min(first, near[0]), max(last, near[1])
        if last - first <= _SPOKEN_WITHIN and (best is None or last - first < best[1] - best[0]):
            best = first, last
    return best


# -- order and overlap -------------------------------------------------------------------------------------------------


class _Taken:
    """The stretches each shelf has read already."""

    def __init__(self) -> None:
        self._tokens: dict[str, set[int]] = defaultdict(set)

    def add(self, kind: str, start: int, end: int) -> None:
        self._tokens[_RIVALS.get(kind, kind)].update(range(start, end))

    def holds(self, kind: str, start: int, end: int) -> bool:
        taken = self._tokens[_RIVALS.get(kind, kind)]
        return any(index in taken for index in range(start, end))


def _within(start: int, end: int, alias: _Alias, longer: Iterable[tuple[int, int, _Alias]]) -> bool:
    """Whether a longer name of the same shelf, still to be weighed, covers a name."""
    return any(
        first <= start and end <= last and last - first > end - start and _shelf(other.entity) == _shelf(alias.entity)
        for first, last, other in longer
    )


def _shelf(entity: _Entity) -> str:
    return _RIVALS.get(entity.kind, entity.kind)


def _longest_first(found: list[tuple[int, int, _Alias]]) -> list[tuple[int, int, _Alias]]:
    return sorted(found, key=lambda name: (name[0] - name[1], name[0]))


def _shared(found: Iterable[tuple[int, int, _Alias]]) -> set[tuple[int, int, str]]:
    """Stretches that more than one entry of a shelf lays claim to."""
    claims: dict[tuple[int, int, str], set[tuple[str, str]]] = defaultdict(set)
    for start, end, alias in found:
        claims[start, end, _shelf(alias.entity)].add((alias.entity.kind, alias.entity.id))
    return {claim for claim, entities in claims.items() if len(entities) > 1}


_ORDER = {"jurisdiction": 0, "body": 1, "association": 1, "platform": 2, "company": 3, "law": 4, "program": 5}


def _rounds(
    doubtful: Iterable[tuple[int, int, _Alias]],
) -> list[tuple[tuple[int, int, int, str], list[tuple[int, int, _Alias]]]]:
    """Doubtful names, claims on the same stretch together: shelf by shelf, surer ones and longer ones first."""
    claims: dict[tuple[int, int, str], list[tuple[int, int, _Alias]]] = defaultdict(list)
    for start, end, alias in doubtful:
        claims[start, end, _shelf(alias.entity)].append((start, end, alias))
    rounds = []
    for (start, end, shelf), rivals in claims.items():
        order = min(_ORDER.get(alias.entity.kind, 6) for _, _, alias in rivals)
        level = min(alias.level for _, _, alias in rivals)
        rounds.append(((order, start - end, level, f"{start:09d}{shelf}"), rivals))
    return sorted(rounds, key=lambda entry: entry[0])


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
