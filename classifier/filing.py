"""Filing: which story an item belongs to, decided on line from the words, names, places and times of a few days."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from heapq import heapify, heappop, heappush, nlargest
from operator import itemgetter

from classifier.signature import Signature, signature_of
from classifier.thesaurus import IDEA_NAMES, PLACE_NAMES
from collector.item import Item

# All figures below were chosen together in November 2026 on one labelled month of news, by halves of the month; none
# is sharp (docs/stories.md has the sensitivity).
WINDOW = 4.0  # days: pairs further apart are hardly ever one event
JOIN = 0.31  # average likeness at which two groups are one story
LOWEST = 0.1  # likeness from which two groups are remembered as near
FOLLOW = 0.16  # likeness at which a new story is told as following an old one
DECAY = 0.04  # likeness lost per day between two groups
FAR = 0.5  # likeness lost for the share of pairs further apart than the window
COHESION = 0.15  # how far a group of varied wording is forgiven its variety
CROWD = 0.015  # likeness gained per doubling of a story's size: a big event draws loosely worded coverage
CROWD_MOST = 64
CROWD_JOINER = 6  # only groups smaller than this are drawn
PLACE_WEIGHT = 1.5
NAME_WEIGHT = 1.2
NAME_SEEN = 5  # headlines that capitalise a word among small ones: then it is a name in any headline
HUB_LEAST = 10  # titles of the window that name it: from here on a name is a topic in itself
HUB_SHARE = 0.4  # how much of a word's weight counts within the topic ("ban" says little among items on one app's ban)
STRANGERS = 0.05  # lost when each side's title names someone rare whom the other never mentions
ABROAD = 0.5  # lost when the titles name places of which the other side has none: another country's act
QUESTIONS = 0.05  # lost between explainers and opinion pieces: each is its own occasion
BIG = 12  # items: from here on a story may have words of its own within its topic
OWN_LEAST = 8
OWN_SHARE = 0.8  # of the topic's headlines with a word: it is the story's own; two words at half of them do as well
HALF_OWN_SHARE = 0.5
ABSORB_BELOW = 0.05
ABSORBED_MOST = 2
RARE = 150 / 37_000  # share of items below which a name is rare
YEARS_BEFORE = 1_000.0  # items taken as read before the first, so that a young desk does not take every word for rare
CANDIDATES = 12  # groups compared with an item
LEADING_TERMS = 14  # of an item, by weight, through which its candidates are found
VISITS_MOST = 800  # groups looked at for an item, over all its words
COUNTED_DAYS = 5.0  # how long an item's words count in how common a word is


@dataclass(frozen=True, kw_only=True, slots=True)
class Filing:
    """
    Under which story an item stands; `how` is "new", "joined" or "copy" (of `copy_of`, word for word).

    `follows` names an earlier story whose event this one's new act answers; `score` is the likeness that decided.
    """

    item: str
    story: str
    how: str
    score: float = 1.0
    copy_of: str | None = None
    follows: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Filed:
    """An item already filed, as the store remembers it; a `told` one is never moved again."""

    item: Item
    story: str
    told: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdicts:
    """What a person has decided: groups of items that are one story, and pairs that are not. They always win."""

    same: tuple[frozenset[str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()


def story_id(item: str) -> str:
    """The id of the story that begins with this item."""
    return "s" + hashlib.sha256(item.encode()).hexdigest()[:15]


@dataclass(slots=True, eq=False)
class _Group:
    """Items that are one story so far; `total` is the sum of their unit vectors, `square` its squared length."""

    order: int
    story: str | None
    total: dict[str, float]
    square: float
    times: list[float]
    heading: Counter[str]
    names: Counter[str]
    asking: int
    members: list[str]
    size: int = 1
    version: int = 0
    mean: float = 0.0
    first: float = 0.0
    last: float = 0.0
    rare: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    closed: bool = False
    near: dict[int, float] = field(default_factory=dict)
    kin: tuple[float, str] | None = None


class Desk:
    """
    Where items are filed under stories.

    It remembers a bounded window of days, so a day's items cost the same whether the store holds a thousand items or
    millions, and all it remembers can be rebuilt from the store's items of that window (`Desk.open`).

    >>> desk = Desk()
    >>> # filings = desk.file(items); later: desk.settle(before) once an edition has told them
    """

    def __init__(self, verdicts: Verdicts | None = None) -> None:
        self._verdicts = verdicts or Verdicts()
        self._stories: dict[str, _Group] = {}
        self._loose: list[Signature] = []
        self._story_of: dict[str, str] = {}
        self._keys: dict[str, tuple[str, str, float]] = {}  # key -> item, story, when
        self._documents: Counter[str] = Counter()
        self._title_names: Counter[str] = Counter()
        self._topics: dict[str, Counter[str]] = {}
        self._headings: dict[str, Counter[str]] = {}
        self._counted: list[tuple[Signature, tuple[str, ...]]] = []
        self._count = 0
        self._order = 0
        self._vectors: dict[str, dict[str, float]] = {}
        self._postings: dict[str, list[int]] = {}

    @classmethod
    def open(cls, filed: Iterable[Filed], verdicts: Verdicts | None = None) -> Desk:
        """A desk as it stood, from the items filed in the last `COUNTED_DAYS` days (older ones do no harm)."""
        desk = cls(verdicts)
        known = sorted(filed, key=lambda one: (one.item.when, one.item.id))
        signatures = [(signature_of(one.item), one) for one in known]
        for signature, _ in signatures:
            desk._count_in(signature)
        for signature, one in signatures:
            desk._story_of[signature.item] = one.story
            if one.told:
                desk._add_told(signature, one.story)
            else:
                desk._loose.append(signature)
        if known:
            desk._forget(signatures[-1][0].when)
        return desk

    def file(self, items: Iterable[Item]) -> list[Filing]:
        """
        File new items, in any order; the filings come back in the order of the items.

        Items that no edition has told yet are weighed again with the new ones, so that what arrives in one day is
        grouped as a whole; told items stay where they were told.
        """
        given = [signature_of(item) for item in items]
        fresh: dict[str, Signature] = {}
        for signature in given:
            if signature.item not in self._story_of and signature.item not in fresh:
                fresh[signature.item] = signature
        for signature in fresh.values():
            self._count_in(signature)
        batch = sorted([*self._loose, *fresh.values()], key=lambda one: (one.when, one.item))
        decided = self._decide(batch) if batch else {}
        self._loose = batch
        for filing in decided.values():
            self._story_of[filing.item] = filing.story
        if batch:
            self._forget(max(one.when for one in batch))
        return [
            decided.get(one.item) or Filing(item=one.item, story=self._story_of[one.item], how="joined")
            for one in given
        ]

    @property
    def loose(self) -> dict[str, str]:
        """Items whose story may still change, with the story they stand under now."""
        return {one.item: self._story_of[one.item] for one in self._loose}

    def settle(self, before: datetime | None = None) -> None:
        """Take what was published before that time (or all) as told: its stories keep their ids and their items."""
        limit = math.inf if before is None else before.astimezone(UTC).timestamp() / 86_400
        still = []
        for signature in self._loose:
            if signature.when < limit:
                self._add_told(signature, self._story_of[signature.item])
            else:
                still.append(signature)
        self._loose = still

    # How common words are

    def _count_in(self, signature: Signature) -> None:
        words = [term for term, _ in signature.terms]
        self._documents.update(words)
        self._title_names.update(signature.names)
        names = tuple(self._topic_names(signature))
        for name in names:
            topic = self._topics.get(name)
            if topic is None:
                self._topics[name] = Counter(words)
                self._headings[name] = Counter(signature.heading)
            else:
                topic.update(words)
                self._headings[name].update(signature.heading)
        self._counted.append((signature, names))
        self._count += 1

    def _topic_names(self, signature: Signature) -> Iterable[str]:
        # Headlines that capitalise every word hide their names; what others were seen to name is a name there too.
        known = self._title_names
        for term in signature.heading:
            if (term in signature.names or known[term] >= NAME_SEEN) and term not in IDEA_NAMES:
                yield term

    def _forget(self, now: float) -> None:
        since = now - COUNTED_DAYS
        stale = [one for one in self._counted if one[0].when < since]
        if len(stale) * 8 > len(self._counted):
            self._counted = [one for one in self._counted if one[0].when >= since]
            for signature, topics in stale:
                words = [term for term, _ in signature.terms]
                _take_out(self._documents, words)
                _take_out(self._title_names, signature.names)
                for name in topics:
                    topic = self._topics[name]
                    _take_out(topic, words)
                    _take_out(self._headings[name], signature.heading)
                    if not topic:
                        del self._topics[name], self._headings[name]
            self._count -= len(stale)
        old = [key for key, group in self._stories.items() if group.last < now - WINDOW - 1]
        for story in old:
            for item in self._stories[story].members:
                self._story_of.pop(item, None)
            del self._stories[story]
        if old:
            self._postings = {}
            for group in self._stories.values():
                for term in group.total:
                    self._postings.setdefault(term, []).append(group.order)
        for key in [key for key, (_, _, when) in self._keys.items() if when < now - WINDOW]:
            del self._keys[key]

    def _vector(self, signature: Signature) -> dict[str, float]:
        """The unit vector of an item: each word by how rarely it occurs, at large and within the item's topic."""
        total = self._count + YEARS_BEFORE
        documents = self._documents
        names = signature.names
        hub, hub_count = "", 0
        for name in self._topic_names(signature):
            count = self._headings[name][name]
            if count > hub_count or (count == hub_count and name < hub):
                hub, hub_count = name, count
        topic = self._topics.get(hub) if hub_count >= HUB_LEAST else None
        topic_total = 2.0 * hub_count + 1.0
        log = math.log
        vector = {}
        square = 0.0
        for term, count in signature.terms:
            weight = log(total / (documents[term] + 0.5))
            if topic is not None:
                weight = (1 - HUB_SHARE) * weight + HUB_SHARE * max(0.3, log(topic_total / (topic[term] + 0.5)))
            if weight < 0.1:
                weight = 0.1
            if term in PLACE_NAMES:
                weight *= PLACE_WEIGHT
            elif term in names:
                weight *= NAME_WEIGHT
            weight *= 1.0 + log(count) if count > 1 else 1.0
            vector[term] = weight
            square += weight * weight
        length = math.sqrt(square) or 1.0
        return {term: weight / length for term, weight in vector.items()}

    # Groups

    def _group(self, signature: Signature, story: str | None = None) -> _Group:
        self._order += 1
        vector = self._vectors.pop(signature.item, None) if story else None
        if vector is None:
            vector = self._vector(signature)
            if story is None:
                self._vectors[signature.item] = dict(vector)
        group = _Group(
            order=self._order,
            story=story,
            total=vector,
            square=1.0,
            times=[signature.when],
            heading=Counter(signature.heading),
            names=Counter(signature.names),
            asking=int(signature.asking),
            members=[signature.item],
            mean=signature.when,
            first=signature.when,
            last=signature.when,
        )
        group.rare, group.places = self._rare(group), self._places(group)
        return group

    def _rare(self, group: _Group) -> tuple[str, ...]:
        most = max(1.0, RARE * self._count)
        half = group.size / 2
        return tuple(
            name
            for name, count in group.names.items()
            if count >= half and name not in PLACE_NAMES and self._documents[name] <= most
        )

    def _places(self, group: _Group) -> tuple[str, ...]:
        return tuple(
            term for term, count in group.heading.items() if term in PLACE_NAMES and count * 2 >= group.size
        )

    def _add_told(self, signature: Signature, story: str) -> None:
        group = self._group(signature, story)
        told = self._stories.get(story)
        postings = self._postings
        if told is None:
            group.closed = True
            self._stories[story] = told = group
            fresh: Iterable[str] = group.total
        else:
            fresh = [term for term in group.total if term not in told.total]
            self._merge(told, group)
        for term in fresh:
            postings.setdefault(term, []).append(told.order)
        for key in signature.keys:
            self._keys.setdefault(key, (signature.item, story, signature.when))

    def _merge(self, group: _Group, other: _Group) -> None:
        total = group.total
        dot = 0.0
        for term, weight in other.total.items():
            own = total.get(term)
            if own is None:
                total[term] = weight
            else:
                dot += own * weight
                total[term] = own + weight
        group.square += 2 * dot + other.square
        group.mean = (group.mean * group.size + other.mean * other.size) / (group.size + other.size)
        group.size += other.size
        group.times += other.times
        group.first = min(group.first, other.first)
        group.last = max(group.last, other.last)
        group.heading.update(other.heading)
        group.names.update(other.names)
        group.asking += other.asking
        group.members += other.members
        group.story = group.story or other.story
        group.rare, group.places = self._rare(group), self._places(group)
        group.version += 1

    def _likeness(self, one: _Group, other: _Group) -> float:
        if one.first - other.last > WINDOW or other.first - one.last > WINDOW:
            return -1.0
        mine, theirs = one.total, other.total
        # fsum, because the shared words come in no fixed order and the sum must not depend on it.
        dot = math.fsum([mine[term] * theirs[term] for term in mine.keys() & theirs.keys()])
        pairs = one.size * other.size
        score = dot / pairs
        if pairs > 1:
            score /= (math.sqrt(one.square * other.square) / pairs) ** COHESION
            small, large = (one.size, other.size) if one.size < other.size else (other.size, one.size)
            if small < CROWD_JOINER:
                score += CROWD * math.log2(min(large, CROWD_MOST))
        score -= DECAY * abs(one.mean - other.mean)
        if max(one.last, other.last) - min(one.first, other.first) > WINDOW:
            far = sum(abs(a - b) > WINDOW for a in one.times for b in other.times)
            score -= FAR * far / pairs
        if one.asking and other.asking:
            score -= QUESTIONS * (one.asking / one.size) * (other.asking / other.size)
        if one.rare and other.rare and not (
            any(name in other.total for name in one.rare) or any(name in one.total for name in other.rare)
        ):
            score -= STRANGERS
        if one.places and other.places and not (
            any(place in other.total for place in one.places) or any(place in one.total for place in other.places)
        ):
            score -= ABROAD
        return score

    # Deciding a batch

    def _decide(self, batch: Sequence[Signature]) -> dict[str, Filing]:
        groups: dict[int, _Group] = {}
        of_item: dict[str, _Group] = {}
        copies: dict[str, str] = {}
        keys: dict[str, tuple[_Group, str, float]] = {}
        told_groups: dict[str, _Group] = {}
        scores: dict[str, float] = {}
        postings: dict[str, list[int]] = {}
        for story, told in self._stories.items():
            told_groups[story] = groups[told.order] = told

        def put(group: _Group) -> None:
            groups[group.order] = group
            for term in group.total:
                posting = postings.get(term)
                if posting is None:
                    postings[term] = [group.order]
                else:
                    posting.append(group.order)

        def mine(group: _Group) -> _Group:
            """The group, or where it is told already a copy that this deciding may change."""
            if group.closed and group.story and group is self._stories.get(group.story):
                own = replace(
                    group, total=dict(group.total), times=list(group.times), heading=Counter(group.heading),
                    names=Counter(group.names), members=list(group.members), near=dict(group.near),
                )
                told_groups[group.story] = groups[group.order] = own
                return own
            return group

        ties = self._ties(batch)
        fresh: list[_Group] = []
        for signature in batch:
            group = self._group(signature)
            # A copy stands with its original without further weighing, unless a person has put them apart.
            home: _Group | None = None
            for key in signature.keys:
                known = keys.get(key)
                if known and abs(signature.when - known[2]) <= WINDOW:
                    home, copies[signature.item] = known[0], known[1]
                    break
                old = self._keys.get(key)
                if old and abs(signature.when - old[2]) <= WINDOW and old[1] in told_groups:
                    home, copies[signature.item] = told_groups[old[1]], old[0]
                    break
            tied = ties.get(signature.item)
            if tied is not None:
                partner = next((of_item[item] for item in tied if item in of_item), None) or next(
                    (told_groups[self._story_of[item]] for item in tied
                     if self._story_of.get(item) in told_groups and item not in of_item), None)
                if partner is not None:
                    home = partner
            if home is not None and not self._kept_apart(home, group):
                home = groups.get(home.order, home)  # as it stands now, where it was told and has been copied since
                changed = mine(home)
                self._merge(changed, group)
                home = changed
                for term in group.total:
                    posting = postings.setdefault(term, [])
                    if not posting or posting[-1] != home.order:
                        posting.append(home.order)
                group = home
            else:
                copies.pop(signature.item, None)
                put(group)
                fresh.append(group)
            of_item[signature.item] = group
            for key in signature.keys:
                keys.setdefault(key, (group, signature.item, signature.when))

        heap: list[tuple[float, int, int, int, int]] = []
        for told in self._stories.values():
            if told.near:
                told.near = {}
        for group in fresh:
            for order, score in self._near(group, groups, postings):
                neighbour = groups[order]
                if order in group.near:
                    continue
                group.near[order] = score
                neighbour.near[group.order] = score
                if score >= JOIN:
                    early, late = (group, neighbour) if group.order < order else (neighbour, group)
                    heap.append((-score, early.order, late.order, early.version, late.version))
                elif neighbour.story and score >= FOLLOW and (group.kin is None or score > group.kin[0]):
                    group.kin = (score, neighbour.story)
        heapify(heap)
        while heap:
            negative, low, high, low_version, high_version = heappop(heap)
            one, other = groups.get(low), groups.get(high)
            if one is None or other is None or one.version != low_version or other.version != high_version:
                continue
            if one.closed and other.closed:
                continue
            if other.closed:
                one, other = other, one
            if self._kept_apart(one, other):
                continue
            neighbours = {**one.near, **other.near}
            one = mine(one)
            for item in other.members:
                of_item[item] = one
                scores.setdefault(item, -negative)
            if one.size == 1 and not one.closed:
                scores.setdefault(one.members[0], -negative)
            self._merge(one, other)
            if other.kin and (one.kin is None or other.kin[0] > one.kin[0]):
                one.kin = other.kin
            del groups[other.order]
            one.near = {}
            for order in neighbours:
                third = groups.get(order)
                if third is None or third is one or (third.closed and one.closed):
                    continue
                third.near.pop(other.order, None)
                score = self._likeness(one, third)
                one.near[order] = third.near[one.order] = score
                if score >= JOIN:
                    first, second = (one, third) if one.order < third.order else (third, one)
                    heappush(heap, (-score, first.order, second.order, first.version, second.version))

        self._absorb(groups, of_item, mine)

        filings: dict[str, Filing] = {}
        by_item = {signature.item: signature for signature in batch}
        for signature in batch:
            group = of_item[signature.item]
            if group.story is None:
                # Members were put together in order of time within each part, not over the parts.
                group.story = story_id(min(group.members, key=lambda item: (by_item[item].when, item)))
            begins = not group.closed and group.story == story_id(signature.item)
            copied = copies.get(signature.item)
            filings[signature.item] = Filing(
                item=signature.item,
                story=group.story,
                how="new" if begins else "copy" if copied else "joined",
                score=round(scores.get(signature.item, 1.0), 3),
                copy_of=copied,
                follows=group.kin[1] if group.kin and not group.closed and group.kin[1] != group.story else None,
            )
        return filings

    def _absorb(
        self, groups: dict[int, _Group], of_item: dict[str, _Group], mine: Callable[[_Group], _Group]
    ) -> None:
        """
        Give a big story the loosely worded items of its topic whose headline has a word that is the story's own.

        On the day of a hearing nearly every headline with the app's name and "hearing" is of that hearing.
        """
        bigs = sorted((group for group in groups.values() if group.size >= BIG), key=lambda one: one.order)
        hubs = {
            big.order: [
                hub
                for hub, count in big.heading.items()
                if count * 2 >= big.size and hub in self._headings and self._headings[hub][hub] >= HUB_LEAST
            ]
            for big in bigs
        }
        wanted = {hub for found in hubs.values() for hub in found}
        of_topic: dict[str, list[_Group]] = {hub: [] for hub in wanted}
        for group in groups.values():
            for hub in wanted & group.heading.keys():
                of_topic[hub].append(group)
        # Counted against the topic's other stories; items that stand alone may be this story's yet.
        counts: dict[str, Counter[str]] = {}
        for hub, found in of_topic.items():
            counts[hub] = Counter()
            for group in found:
                if group.size > 2 and group.heading[hub] * 2 > group.size:
                    counts[hub].update(group.heading)
        for big in bigs:
            own = {
                hub: {
                    term: 1.0 if count >= OWN_SHARE * counts[hub][term] else 0.5
                    for term, count in big.heading.items()
                    if term != hub and term not in PLACE_NAMES
                    and count >= OWN_LEAST and count >= HALF_OWN_SHARE * counts[hub][term]
                }
                for hub in hubs[big.order]
            }
            # All of the batch, not only its near ones: what shares but hot words was not found by rare ones.
            smalls = {
                group.order: group
                for hub, terms in own.items()
                if terms
                for group in of_topic[hub]
                if group.size <= ABSORBED_MOST and not group.closed and group.order in groups
            }
            for order, small in sorted(smalls.items()):
                if not any(
                    small.heading[hub] * 2 > small.size
                    and sum(share for term, share in terms.items() if small.heading[term] * 2 > small.size) >= 1
                    for hub, terms in own.items()
                ):
                    continue
                # Another country's hearing has the same words.
                if any(term in PLACE_NAMES and big.heading[term] * 10 < big.size for term in small.heading):
                    continue
                if self._likeness(big, small) < JOIN - ABSORB_BELOW or self._kept_apart(big, small):
                    continue
                big = mine(big)
                for item in small.members:
                    of_item[item] = big
                self._merge(big, small)
                del groups[order]

    def _near(
        self, group: _Group, groups: Mapping[int, _Group], postings: Mapping[str, list[int]]
    ) -> list[tuple[int, float]]:
        told = self._postings
        empty: list[int] = []
        leading = sorted(group.total.items(), key=itemgetter(1), reverse=True)[:LEADING_TERMS]
        # Rare words first: they lead to few groups, and to the right ones.
        roads = sorted(
            (len(told.get(term, empty)) + len(postings.get(term, empty)), -weight, term) for term, weight in leading
        )
        found: dict[int, float] = {}
        seen = found.get
        budget = VISITS_MOST
        for length, weight, term in roads:
            budget -= length
            if budget < 0 and found:
                break
            for order in told.get(term, empty):
                found[order] = seen(order, 0.0) - weight
            for order in postings.get(term, empty):
                found[order] = seen(order, 0.0) - weight
        found.pop(group.order, None)
        best = nlargest(CANDIDATES, [pair for pair in found.items() if pair[1] >= 0.2], key=itemgetter(1))
        return [
            (order, score)
            for order, _ in best
            if order in groups and (score := self._likeness(group, groups[order])) >= LOWEST
        ]

    # A person's verdicts

    def _ties(self, batch: Sequence[Signature]) -> dict[str, tuple[str, ...]]:
        present = {signature.item for signature in batch}
        return {
            item: tuple(sorted(other for other in same if other != item))
            for same in self._verdicts.same
            for item in same
            if item in present
        }

    def _kept_apart(self, one: _Group, other: _Group) -> bool:
        if not self._verdicts.apart:
            return False
        mine, theirs = set(one.members), set(other.members)
        return any(
            (a in mine and b in theirs) or (b in mine and a in theirs) for a, b in self._verdicts.apart
        )


def _take_out(counter: Counter[str], words: Iterable[str]) -> None:
    for word in words:
        left = counter[word] - 1
        if left > 0:
            counter[word] = left
        else:
            del counter[word]


def file_stream(items: Iterable[Item], day: timedelta = timedelta(days=1)) -> list[Filing]:
    """
    File a whole stream as the days would have: what one day brought is told at its end and never moved again.

    The filings come back in the order of the items.
    """
    given = list(items)
    desk = Desk()
    filings: dict[str, Filing] = {}
    length = day.total_seconds()
    pending: list[Item] = []
    current: int | None = None
    for item in sorted(given, key=lambda one: (one.when, one.id)):
        number = int(item.when.timestamp() // length)
        if current is not None and number != current and pending:
            filings.update((filing.item, filing) for filing in desk.file(pending))
            desk.settle()
            pending = []
        current = number
        pending.append(item)
    if pending:
        filings.update((filing.item, filing) for filing in desk.file(pending))
    return [filings[item.id] for item in given]
