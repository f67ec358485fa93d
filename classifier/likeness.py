"""Likeness: items that are one story so far, and how much two such groups tell the same event."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from classifier.signature import Signature
from classifier.thesaurus import ACTS, PLACE_NAMES

# All figures below were chosen in November 2026 on one labelled month of platform news, by halves of the month, and
# checked on the other news of that month; none is sharp (docs/stories.md has the sensitivity).
WINDOW = 4.0  # days: pairs further apart are hardly ever one event
LOWEST = 0.1  # likeness from which two groups are remembered as near
DECAY = 0.05  # likeness lost per day between two single items
LINGER = 0.15  # a story of n items loses n**-LINGER of it: what many took up is talked of for longer
FAR = 0.5  # likeness lost for the share of pairs further apart than the window
COHESION = 0.15  # how far a group of varied wording is forgiven its variety
CROWD = 0.015  # likeness gained per doubling of a story's size: a big event draws loosely worded coverage
CROWD_MOST = 64  # items
CROWD_JOINER = 6  # only groups smaller than this are drawn
ABROAD = 0.5  # lost when the titles name places of which the other side has none: another country's act
OTHER_ACT = 0.06  # lost when each side's titles tell an act that the other's do not: a plea is not the charge
LEADING_ACT = 0.02  # lost when the titles begin with other acts
KNOWN = 0.2  # share of a group's titles from which an act is the group's own

_LINGERING: tuple[float, ...] = tuple(max(1, size) ** -LINGER for size in range(CROWD_MOST + 1))
_CROWDING = tuple(CROWD * math.log2(max(1, size)) for size in range(CROWD_MOST + 1))


@dataclass(slots=True, eq=False)
class Group:
    """
    Items that are one story so far; `total` is the sum of their unit vectors, `square` its squared length.

    `acts` and `places` are those that half the titles name; a `closed` group has been told and keeps its items.
    """

    order: int
    story: str | None
    total: dict[str, float]
    square: float
    times: list[float]
    heading: Counter[str]
    leading: Counter[str]
    members: list[str]
    mean: float
    first: float
    last: float
    size: int = 1
    version: int = 0
    acts: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    closed: bool = False
    near: dict[int, float] = field(default_factory=dict)
    kin: tuple[float, str] | None = None

    @classmethod
    def of(cls, signature: Signature, vector: dict[str, float], order: int, story: str | None = None) -> Group:
        """The group of a single item; `vector` becomes the group's own."""
        return cls(
            order=order,
            story=story,
            total=vector,
            square=1.0,
            times=[signature.when],
            heading=Counter(signature.heading),
            leading=Counter((signature.act,)) if signature.act else Counter(),
            members=[signature.item],
            mean=signature.when,
            first=signature.when,
            last=signature.when,
            acts=tuple(signature.heading & ACTS),
            places=tuple(signature.heading & PLACE_NAMES),
        )

    def own(self) -> Group:
        """A copy that may be changed while this one stays as it is."""
        return replace(
            self, total=dict(self.total), times=list(self.times), heading=Counter(self.heading),
            leading=Counter(self.leading), members=list(self.members), near=dict(self.near),
        )  # fmt: skip

    def take(self, other: Group) -> None:
        """Take another group's items in."""
        total = self.total
        dot = 0.0
        for term, weight in other.total.items():
            mine = total.get(term)
            if mine is None:
                total[term] = weight
            else:
                dot += mine * weight
                total[term] = mine + weight
        self.square += 2 * dot + other.square
        self.mean = (self.mean * self.size + other.mean * other.size) / (self.size + other.size)
        self.size += other.size
        self.times += other.times
        self.first = min(self.first, other.first)
        self.last = max(self.last, other.last)
        self.heading.update(other.heading)
        self.leading.update(other.leading)
        self.members += other.members
        self.story = self.story or other.story
        usual = [term for term, count in self.heading.items() if count * 2 >= self.size]
        self.acts = tuple(term for term in usual if term in ACTS)
        self.places = tuple(term for term in usual if term in PLACE_NAMES)
        self.version += 1


def likeness(one: Group, other: Group) -> float:
    """How much two groups tell one event: the mean cosine of their pairs, less what speaks against it; -1 for never."""
    if one.first - other.last > WINDOW or other.first - one.last > WINDOW:
        return -1.0
    mine, theirs = one.total, other.total
    # fsum, because the shared words come in no fixed order and the sum must not depend on it.
    dot = math.fsum([mine[term] * theirs[term] for term in mine.keys() & theirs.keys()])
    pairs = one.size * other.size
    score = dot / pairs
    small, large = (one.size, other.size) if one.size < other.size else (other.size, one.size)
    if large > CROWD_MOST:
        large = CROWD_MOST
    if pairs > 1:
        score /= (math.sqrt(one.square * other.square) / pairs) ** COHESION
        if small < CROWD_JOINER:
            score += _CROWDING[large]
    score -= DECAY * _LINGERING[large] * abs(one.mean - other.mean)
    if score < LOWEST:  # what follows only takes away
        return score
    if max(one.last, other.last) - min(one.first, other.first) > WINDOW:
        score -= FAR * sum(abs(a - b) > WINDOW for a in one.times for b in other.times) / pairs
    if one.places and other.places and not _meet(one.places, other.total) and not _meet(other.places, one.total):
        score -= ABROAD
    if one.acts and other.acts:
        score -= OTHER_ACT * max(0.0, 1.0 - max(_told(one.acts, other), _told(other.acts, one)) / KNOWN)
    if one.leading and other.leading:
        score -= LEADING_ACT * max(0.0, 1.0 - _overlap(one.leading, other.leading) / KNOWN)
    return score


def _meet(places: tuple[str, ...], words: Mapping[str, float]) -> bool:
    return any(place in words for place in places)


def _told(acts: tuple[str, ...], group: Group) -> float:
    """The share of a group's titles that tell the best known of these acts."""
    return float(max(group.heading[act] for act in acts)) / group.size


def _overlap(one: Counter[str], other: Counter[str]) -> float:
    """How much two shares over the same things have in common, 0 to 1."""
    mine, theirs = one.total(), other.total()
    # fsum: the order of the acts differs between runs of one state, the sum must not.
    return math.fsum(min(count / mine, other[act] / theirs) for act, count in one.items() if act in other)
