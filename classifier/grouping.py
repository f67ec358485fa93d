"""Grouping: which untold items are one story with each other, or with a story that is told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush, nlargest
from operator import itemgetter

from classifier.filing import Filing, Verdicts, story_id
from classifier.likeness import LOWEST, WINDOW, Group, likeness
from classifier.rarity import Rarity
from classifier.signature import Signature
from classifier.thesaurus import PLACE_NAMES

# Chosen with the figures of classifier/likeness.py.
JOIN = 0.31  # likeness at which two groups are one story
FOLLOW = 0.16  # likeness at which a new story is told as following an old one
CANDIDATES = 12  # groups compared with an item
PROMISING = 0.2  # weight of shared leading words from which a group is a candidate
LEADING_TERMS = 14  # of an item, by weight, through which its candidates are found
VISITS_MOST = 500  # groups looked at for an item, over all its words
BIG = 12  # items: from here on a story may have words of its own within its topic
OWN_LEAST = 8  # headlines of the story with a word
OWN_SHARE = 0.8  # of the topic's headlines with a word: it is the story's own; two words at half of them do as well
HALF_OWN_SHARE = 0.5
DRAWN_BELOW = 0.05  # how far below `JOIN` an item with the story's own words still belongs to it
DRAWN_MOST = 2  # items of a group that is drawn in
FOREIGN = 0.1  # share of a story's headlines below which a place is not its own


class Told:
    """The told stories of the last days, and the roads to them: by item, by word, and by what copies share."""

    def __init__(self) -> None:
        self.stories: dict[str, Group] = {}
        self.story_of: dict[str, str] = {}
        self.keys: dict[str, tuple[str, str, float]] = {}  # key -> item, story, when
        self.postings: dict[str, list[int]] = {}

    def add(self, signature: Signature, vector: dict[str, float], order: int, story: str) -> None:
        """Put an item for good under a story."""
        group = Group.of(signature, vector, order, story)
        told = self.stories.get(story)
        fresh: Iterable[str] = group.total
        if told is None:
            group.closed = True
            self.stories[story] = told = group
        else:
            fresh = [term for term in group.total if term not in told.total]
            told.take(group)
        for term in fresh:
            self.postings.setdefault(term, []).append(told.order)
        self.story_of[signature.item] = story
        for key in signature.keys:
            self.keys.setdefault(key, (signature.item, story, signature.when))

    def forget(self, now: float) -> None:
        """Let go of stories that nothing can join any more."""
        old = [story for story, group in self.stories.items() if group.last < now - WINDOW - 1]
        for story in old:
            for item in self.stories.pop(story).members:
                self.story_of.pop(item, None)
        if old:
            self.postings = {}
            for group in self.stories.values():
                for term in group.total:
                    self.postings.setdefault(term, []).append(group.order)
        for key in [key for key, (_, _, when) in self.keys.items() if when < now - WINDOW]:
            del self.keys[key]


class Grouping:
    """
    One deciding over a batch of untold items; what is told is read, never changed.

    Groups join in the order of their likeness, so the order in which items came in does not matter.
    """

    def __init__(self, told: Told, rarity: Rarity, verdicts: Verdicts, orders: Iterator[int]) -> None:
        self._told = told
        self._rarity = rarity
        self._orders = orders
        self._same = {item: sorted(same) for same in verdicts.same for item in same}
        self._apart: dict[str, set[str]] = {}
        for one, other in verdicts.apart:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)
        self._stories = dict(told.stories)  # told ones, as they are with what this batch adds
        self._groups = {group.order: group for group in told.stories.values()}
        self._of_item: dict[str, Group] = {}
        self._copies: dict[str, str] = {}
        self._scores: dict[str, float] = {}
        self._postings: dict[str, list[int]] = {}
        self.vectors: dict[str, dict[str, float]] = {}

    def decide(self, batch: Sequence[Signature]) -> dict[str, Filing]:
        """The filing of each item of the batch, which is in order of time."""
        self._join(self._seat(batch))
        self._draw_in()
        return {filing.item: filing for filing in self._filings(batch)}

    def _own(self, group: Group) -> Group:
        """The group, or where it still is as it was told, a copy that this deciding may change."""
        if group.story is None or group is not self._told.stories.get(group.story):
            return group
        own = group.own()
        self._stories[group.story] = self._groups[group.order] = own
        return own

    # Copies, and what people tied

    def _seat(self, batch: Sequence[Signature]) -> list[Group]:
        """Stand each copy with its original; the groups of all others come back."""
        keys: dict[str, tuple[str, float]] = {}
        fresh: list[Group] = []
        for signature in batch:
            vector = self._rarity.vector(signature)
            self.vectors[signature.item] = vector
            group = Group.of(signature, dict(vector), next(self._orders))
            # A copy stands with its original without further weighing, unless a person has put them apart.
            original = self._original(signature, keys)
            home = self._tied(signature.item) or (self._home(original) if original else None)
            if home is not None and not self._kept_apart(home, group):
                home = self._own(home)
                home.take(group)
                if original:
                    self._copies[signature.item] = original
            else:
                home = group
                self._groups[group.order] = group
                fresh.append(group)
            for term in vector:
                posting = self._postings.setdefault(term, [])
                if not posting or posting[-1] != home.order:
                    posting.append(home.order)
            self._of_item[signature.item] = home
            for key in signature.keys:
                keys.setdefault(key, (signature.item, signature.when))
        return fresh

    def _original(self, signature: Signature, keys: Mapping[str, tuple[str, float]]) -> str | None:
        for key in signature.keys:
            here = keys.get(key)
            if here and abs(signature.when - here[1]) <= WINDOW:
                return here[0]
            old = self._told.keys.get(key)
            if old and abs(signature.when - old[2]) <= WINDOW and old[1] in self._stories:
                return old[0]
        return None

    def _home(self, item: str) -> Group | None:
        return self._of_item.get(item) or self._stories.get(self._told.story_of.get(item, ""))

    def _tied(self, item: str) -> Group | None:
        homes = (self._home(other) for other in self._same.get(item, ()) if other != item)
        return next((home for home in homes if home), None)

    def _kept_apart(self, one: Group, other: Group) -> bool:
        if not self._apart:
            return False
        return any(not self._apart[item].isdisjoint(other.members) for item in one.members if item in self._apart)

    # Joining the likest first

    def _join(self, fresh: Sequence[Group]) -> None:
        for told in self._stories.values():
            told.near = {}
        heap: list[tuple[float, int, int, int, int]] = []
        for group in fresh:
            for order, score in self._near(group):
                other = self._groups[order]
                if order in group.near:
                    continue
                group.near[order] = other.near[group.order] = score
                if score >= JOIN:
                    heap.append(_pairing(score, group, other))
                elif other.story and score >= FOLLOW and (group.kin is None or score > group.kin[0]):
                    group.kin = (score, other.story)
        heapify(heap)
        while heap:
            negative, low, high, low_version, high_version = heappop(heap)
            if low not in self._groups or high not in self._groups:
                continue
            one, other = self._groups[low], self._groups[high]
            if one.version != low_version or other.version != high_version:
                continue
            if other.closed:
                one, other = other, one
            if other.closed or self._kept_apart(one, other):
                continue
            one = self._merged(one, other, -negative)
            for order in one.near:
                third = self._groups[order]
                one.near[order] = third.near[one.order] = score = likeness(one, third)
                if score >= JOIN:
                    heappush(heap, _pairing(score, one, third))

    def _merged(self, one: Group, other: Group, score: float) -> Group:
        """The first group with the second in it; its neighbours are theirs, still to be weighed."""
        near = [*one.near, *(order for order in other.near if order not in one.near)]
        one = self._own(one)
        if one.size == 1 and not one.closed:
            self._scores.setdefault(one.members[0], score)
        for item in other.members:
            self._of_item[item] = one
            self._scores.setdefault(item, score)
        one.take(other)
        if other.kin and (one.kin is None or other.kin[0] > one.kin[0]):
            one.kin = other.kin
        del self._groups[other.order]
        one.near = {}
        for order in near:
            third = self._groups.get(order)
            if third is not None and third is not one and not (third.closed and one.closed):
                third.near.pop(other.order, None)
                one.near[order] = 0.0
        return one

    def _near(self, group: Group) -> list[tuple[int, float]]:
        told, postings = self._told.postings, self._postings
        empty: list[int] = []
        leading = sorted(group.total.items(), key=itemgetter(1), reverse=True)[:LEADING_TERMS]
        # Rare words first: they lead to few groups, and to the right ones.
        roads = sorted(
            (len(told.get(term, empty)) + len(postings.get(term, empty)), -weight, term) for term, weight in leading
        )
        found: defaultdict[int, float] = defaultdict(float)
        budget = VISITS_MOST
        for length, weight, term in roads:
            budget -= length
            if budget < 0 and found:
                break
            for order in told.get(term, empty):
                found[order] -= weight
            for order in postings.get(term, empty):
                found[order] -= weight
        found.pop(group.order, None)
        best = nlargest(CANDIDATES, [pair for pair in found.items() if pair[1] >= PROMISING], key=itemgetter(1))
        groups = self._groups
        return [
            (order, score)
            for order, _ in best
            if order in groups and (score := likeness(group, groups[order])) >= LOWEST
        ]

    # Big stories

    def _draw_in(self) -> None:
        """
        Give a big story the loosely worded items of its topic whose headline has a word that is the story's own.

        On the day of a hearing nearly every headline with the app's name and "hearing" is of that hearing.
        """
        bigs = sorted((group for group in self._groups.values() if group.size >= BIG), key=lambda one: one.order)
        topics = {
            big.order: [name for name in big.heading if _usual(name, big) and self._rarity.is_topic(name)]
            for big in bigs
        }
        of_topic: dict[str, list[Group]] = {topic: [] for found in topics.values() for topic in found}
        for group in self._groups.values():
            for topic in of_topic.keys() & group.heading.keys():
                of_topic[topic].append(group)
        # Counted against the topic's other stories; items that stand alone may be this story's yet.
        counts: dict[str, Counter[str]] = {topic: Counter() for topic in of_topic}
        for topic, groups in of_topic.items():
            for group in groups:
                if group.size > 2 and group.heading[topic] * 2 > group.size:
                    counts[topic].update(group.heading)
        for big in bigs:
            own = {topic: _own_words(big, topic, counts[topic]) for topic in topics[big.order]}
            # All of the batch, not only its near ones: what shares but common words was not found by rare ones.
            smalls = {
                group.order: group
                for topic, words in own.items()
                if words
                for group in of_topic[topic]
                if group.size <= DRAWN_MOST and not group.closed and group.order in self._groups
            }
            for order, small in sorted(smalls.items()):
                if not any(_has_own(small, topic, words) for topic, words in own.items()):
                    continue
                # Another country's hearing has the same words.
                if any(term in PLACE_NAMES and big.heading[term] < FOREIGN * big.size for term in small.heading):
                    continue
                if likeness(big, small) < JOIN - DRAWN_BELOW or self._kept_apart(small, big):
                    continue
                big = self._own(big)
                for item in small.members:
                    self._of_item[item] = big
                big.take(small)
                del self._groups[order]

    def _filings(self, batch: Sequence[Signature]) -> Iterator[Filing]:
        when = {signature.item: signature.when for signature in batch}
        for signature in batch:
            group = self._of_item[signature.item]
            if group.story is None:
                # Members were put together in order of time within each part, not over the parts.
                group.story = story_id(min(group.members, key=lambda item: (when[item], item)))
            begins = not group.closed and group.story == story_id(signature.item)
            copied = self._copies.get(signature.item)
            yield Filing(
                item=signature.item,
                story=group.story,
                how="new" if begins else "copy" if copied else "joined",
                score=round(self._scores.get(signature.item, 1.0), 3),
                copy_of=copied,
                follows=group.kin[1] if group.kin and not group.closed and group.kin[1] != group.story else None,
            )


def _pairing(score: float, one: Group, other: Group) -> tuple[float, int, int, int, int]:
    """Two groups on the heap: the likest come first, the oldest of equals; valid while neither has changed."""
    early, late = (one, other) if one.order < other.order else (other, one)
    return -score, early.order, late.order, early.version, late.version


def _usual(term: str, group: Group) -> bool:
    return group.heading[term] * 2 >= group.size


def _own_words(big: Group, topic: str, counts: Mapping[str, int]) -> dict[str, float]:
    """The words that are the story's own among its topic's, 1 where nobody else has them, else a half."""
    return {
        term: 1.0 if count >= OWN_SHARE * counts[term] else 0.5
        for term, count in big.heading.items()
        if term != topic and term not in PLACE_NAMES and count >= OWN_LEAST and count >= HALF_OWN_SHARE * counts[term]
    }


def _has_own(small: Group, topic: str, words: Mapping[str, float]) -> bool:
    if small.heading[topic] * 2 <= small.size:
        return False
    return sum(share for term, share in words.items() if small.heading[term] * 2 > small.size) >= 1
