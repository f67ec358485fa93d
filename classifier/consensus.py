"""Consensus: one claim out of many tellings, with how many independent voices tell it and who tells otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from classifier.annotation import Fact
from classifier.scope import scope_of

# Who settles what: a platform's own page or a court's paper before any report, a wire before a blog.
CLASS_RANK = {"official": 0, "filing": 0, "wire": 1, "press": 2, "analysis": 3, "blog": 4}
_UNSURE = 5
# What a status is worth when tellings of one value differ only in it.
_STATUS_RANK = {
    "reversed": 0, "delayed": 1, "in_force": 2, "announced": 3, "test": 4, "proposed": 5, "reported": 6, "rumor": 7,
    "denied": 8,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """
    A fact as one item tells it.

    `copy_of` names the text this one repeats, word for word or spun: all copies are one voice. `retracted` says that
    the item no longer holds the words.
    """

    fact: Fact
    item: str
    source: str
    source_class: str
    at: datetime
    copy_of: str = ""
    retracted: bool = False

    @property
    def voice(self) -> str:
        """Who speaks: the text that was copied, else the source."""
        return self.copy_of or self.source

    @property
    def rank(self) -> int:
        return CLASS_RANK.get(self.source_class, _UNSURE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One value of one thing, as all its tellings give it; `confidence` is what we say to readers about it."""

    fact: Fact
    tellings: tuple[Telling, ...]
    voices: int
    confidence: str
    settled: bool = True
    against: tuple[str, ...] = ()  # other values of the same thing, as told

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.item for one in self.tellings))


def independent(tellings: Iterable[Telling]) -> int:
    """How many voices of their own there are; copies count once."""
    return len({one.voice for one in tellings if not one.retracted})


def claims(tellings: Sequence[Telling]) -> tuple[Claim, ...]:
    """
    The claims of a story, each once, in the order they were first told.

    Tellings of one value are one claim: a telling without the former value joins one with it. Values of one thing that
    exclude each other stand side by side, until one is told by a better class of source than the others.
    """
    groups: list[list[Telling]] = []
    for one in sorted(tellings, key=lambda telling: (telling.at, telling.item, telling.fact.evidence.start)):
        home = next((group for group in groups if _same(group[0].fact, one.fact)), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    found = [_claim(group) for group in groups]
    return tuple(_side_by_side(found))


def slot(fact: Fact) -> tuple[str, str, str]:
    """What a fact is a value of: metric, programme or matter or platform, and tier or country."""
    return (fact.metric, fact.program or fact.matter or fact.platform or (fact.subject or "").lower(), tier(fact))


def tier(fact: Fact) -> str:
    """For whom and where a value holds, by one name; periods, ends and workings are left out."""
    return scope_of(fact.scope, fact.program).key


def _same(one: Fact, other: Fact) -> bool:
    if slot(one)[:2] != slot(other)[:2] or not _fits(one, other):
        return False
    if str(one.after) != str(other.after):
        return False
    return one.before == other.before or one.before is None or other.before is None


def _fits(one: Fact, other: Fact) -> bool:
    """Whether two facts may speak of the same people: the same group, or one of them names none or a wider one."""
    a, b = scope_of(one.scope, one.program), scope_of(other.scope, other.program)
    return a.within(b) or b.within(a)


def _claim(group: Sequence[Telling]) -> Claim:
    standing = [one for one in group if not one.retracted] or list(group)
    best = min(standing, key=lambda one: (one.rank, _STATUS_RANK.get(one.fact.status, 9), one.at))
    fact = best.fact
    if fact.before is None:
        fact = replace(fact, before=next((one.fact.before for one in standing if one.fact.before is not None), None))
    if fact.effective is None:
        fact = replace(fact, effective=_most([one.fact.effective for one in standing if one.fact.effective]))
    if fact.scope is None:
        fact = replace(fact, scope=next((one.fact.scope for one in standing if one.fact.scope), None))
    denied = {one.voice for one in standing if one.fact.status == "denied"}
    told = {one.voice for one in standing if one.fact.status != "denied"}
    voices = independent(group)
    if all(one.retracted for one in group):
        confidence = "retracted"
    elif denied and told:
        confidence = "disputed"
        fact = replace(fact, status="disputed")
    elif best.rank == 0:
        confidence = "confirmed"
    elif voices > 1:
        confidence = f"reported by {voices} independent sources"
    else:
        confidence = "single source"
    return Claim(
        fact=fact, tellings=tuple(group), voices=voices, confidence=confidence, settled=confidence != "disputed"
    )


def _most(values: Sequence[str]) -> str | None:
    """The value told most often, the longest (most precise) among equals."""
    return max(set(values), key=lambda value: (values.count(value), len(value), value)) if values else None


def _side_by_side(found: Sequence[Claim]) -> list[Claim]:
    rivals: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for one in found:
        rivals[slot(one.fact)[:2]].append(one)
    out = []
    for one in found:
        others = [
            other
            for other in rivals[slot(one.fact)[:2]]
            if other is not one and _exclude(one, other) and other.confidence != "retracted"
        ]
        if not others or one.confidence == "retracted":
            out.append(one)
            continue
        against = tuple(str(other.fact.after) for other in others)
        rank, best = _rank(one), min(_rank(other) for other in others)
        if rank < best and rank <= CLASS_RANK["wire"]:
            out.append(replace(one, against=against))
        elif best < rank and best <= CLASS_RANK["wire"]:
            out.append(replace(one, against=against, settled=False, confidence="superseded by a better source"))
        else:
            out.append(
                replace(
                    one,
                    against=against,
                    settled=False,
                    confidence="disputed",
                    fact=replace(one.fact, status="disputed"),
                )
            )
    return out


def _rank(claim: Claim) -> int:
    return min(one.rank for one in claim.tellings)


# Metrics of which several may stand in one text without any contradiction.
_MANY = frozenset({"stage", "penalty", "settlement", "deadline", "hearing_date", "content_rule"})


def _exclude(one: Claim, other: Claim) -> bool:
    """Whether two claims cannot both be true: one thing, two values, told by different items for the same people."""
    if one.fact.metric in _MANY or not _fits(one.fact, other.fact):
        return False
    if str(one.fact.after) == str(other.fact.after):
        return one.fact.before is not None and other.fact.before is not None and one.fact.before != other.fact.before
    if set(one.items) & set(other.items):
        return False  # tiers, told side by side by the same text
    # A later change of the same thing is news, not a contradiction.
    return one.fact.before != other.fact.after and other.fact.before != one.fact.after
