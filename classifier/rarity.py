"""Rarity: how much a word says of an event, by how rare it is in the last days and within the topic it stands in."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from classifier.signature import Signature
from classifier.thesaurus import IDEA_NAMES, PLACE_NAMES

COUNTED_DAYS = 5.0  # how long an item's words count in how common a word is
YEARS_BEFORE = 1_000.0  # items taken as read before the first, so that a young desk does not take every word for rare
PLACE_WEIGHT = 1.5
NAME_WEIGHT = 1.2
NAME_SEEN = 5  # headlines that capitalise a word among small ones: then it is a name in any headline
HUB_LEAST = 10  # headlines of the window that name it: from here on a name is a topic in itself
HUB_SHARE = 0.4  # how much of a word's weight counts within the topic ("ban" says little among items on one app's ban)
LEAST = 0.1  # the weight of the commonest word
LEAST_IN_TOPIC = 0.3


class Rarity:
    """The words of the last days, counted at large and by topic; a topic is a name that many headlines share."""

    def __init__(self) -> None:
        self._count = 0
        self._documents: Counter[str] = Counter()
        self._title_names: Counter[str] = Counter()
        self._topics: dict[str, Counter[str]] = {}
        self._headings: dict[str, Counter[str]] = {}
        self._counted: list[tuple[Signature, tuple[str, ...]]] = []

    def add(self, signature: Signature) -> None:
        """Count an item's words."""
        words = [term for term, _ in signature.terms]
        self._documents.update(words)
        self._title_names.update(signature.names)
        names = tuple(self._names(signature))
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

    def forget(self, now: float) -> None:
        """Let go of what is older than `COUNTED_DAYS`, once it is worth the work."""
        since = now - COUNTED_DAYS
        stale = [one for one in self._counted if one[0].when < since]
        if len(stale) * 8 <= len(self._counted):
            return
        self._counted = [one for one in self._counted if one[0].when >= since]
        for signature, names in stale:
            words = [term for term, _ in signature.terms]
            _take_out(self._documents, words)
            _take_out(self._title_names, signature.names)
            for name in names:
                topic = self._topics[name]
                _take_out(topic, words)
                _take_out(self._headings[name], signature.heading)
                if not topic:
                    del self._topics[name], self._headings[name]
        self._count -= len(stale)

    def is_topic(self, name: str) -> bool:
        """Whether so many headlines share a name that it says little of the event."""
        return name in self._headings and self._headings[name][name] >= HUB_LEAST

    def vector(self, signature: Signature) -> dict[str, float]:
        """The unit vector of an item: each word by how rarely it occurs, at large and within the item's topic."""
        total = self._count + YEARS_BEFORE
        documents, names, log = self._documents, signature.names, math.log
        topic, topic_total = self._topic(signature)
        vector = {}
        square = 0.0
        for term, count in signature.terms:
            weight = log(total / (documents[term] + 0.5))
            if topic is not None:
                within = max(LEAST_IN_TOPIC, log(topic_total / (topic[term] + 0.5)))
                weight = (1 - HUB_SHARE) * weight + HUB_SHARE * within
            if weight < LEAST:
                weight = LEAST
            if term in PLACE_NAMES:
                weight *= PLACE_WEIGHT
            elif term in names:
                weight *= NAME_WEIGHT
            weight *= 1.0 + log(count) if count > 1 else 1.0
            vector[term] = weight
            square += weight * weight
        length = math.sqrt(square) or 1.0
        return {term: weight / length for term, weight in vector.items()}

    def _topic(self, signature: Signature) -> tuple[Mapping[str, int] | None, float]:
        """The words of the best known name of a headline, where it is a topic, and what they are counted against."""
        most, found = 0, ""
        for name in self._names(signature):
            # What waits untold for longer than its words count may have no topic left.
            heading = self._headings.get(name)
            count = heading[name] if heading else 0
            if count > most or (count == most and name < found):
                most, found = count, name
        return (self._topics[found], 2.0 * most + 1.0) if most >= HUB_LEAST else (None, 1.0)

    def _names(self, signature: Signature) -> Iterator[str]:
        # Headlines that capitalise every word hide their names; what others were seen to name is a name there too.
        known = self._title_names
        for term in signature.heading:
            if (term in signature.names or known[term] >= NAME_SEEN) and term not in IDEA_NAMES:
                yield term


def _take_out(counter: Counter[str], words: Iterable[str]) -> None:
    for word in words:
        left = counter[word] - 1
        if left > 0:
            counter[word] = left
        else:
            del counter[word]
