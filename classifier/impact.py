"""Impact: what a change of terms means for one's own channels, computed from facts and never from prose."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from classifier.annotation import Fact
from classifier.consensus import Claim, Telling, claims
from classifier.scope import scope_of

# The bars a channel can be measured against: reach the number and be in.
BARS = frozenset(
    {
        "followers", "subscribers", "views", "shorts_views", "watch_hours", "watch_minutes", "average_viewers",
        "broadcast_hours", "broadcast_days", "posts", "streams", "listeners", "impressions", "sales", "sessions",
        "karma", "members", "account_age", "age_min", "activity_days", "installs",
    }
)  # fmt: skip
# Hours of long videos and views of short ones have stood for each other in every programme that counts both.
EITHER_OR = (frozenset({"watch_hours", "watch_minutes", "shorts_views"}),)
# Tellings of one programme that lie further apart speak of different changes, though the numbers may return.
ONE_CHANGE = timedelta(days=60)
_NAMES = {
    "name": "name",
    "channel": "name",
    "country": "country",
    "platform": "platform",
    "programs": "programs",
    "programmes": "programs",
    "program": "programs",
    "hours": "watch_hours",
    "subs": "subscribers",
    "age": "age_min",
    "viewers": "average_viewers",
    "uploads": "posts",
}


class ChannelError(ValueError):
    """A list of channels that cannot be read; the sentence says which line and why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Channel:
    """One channel of the reader: its numbers by metric, its country (ISO or name), its platform and the
    programmes it is in."""

    name: str
    numbers: Mapping[str, float] = field(default_factory=dict)
    country: str = ""
    programs: frozenset[str] = frozenset()
    platform: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Impact:
    """Channels by what a change does to them, each list in the order of the profile."""

    newly: tuple[str, ...] = ()
    lose: tuple[str, ...] = ()
    stay_in: tuple[str, ...] = ()
    stay_out: tuple[str, ...] = ()
    cannot_say: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """
        >>> Impact(newly=("a", "b"), cannot_say=("c",)).told
        '2 newly eligible, 1 cannot say'
        """
        parts = [
            f"{len(names)} {words}"
            for names, words in ((self.newly, "newly eligible"), (self.lose, "lose"), (self.cannot_say, "cannot say"))
            if names
        ]
        return ", ".join(parts) or "no channel is affected"


def channels_in(text: str) -> tuple[Channel, ...]:
    """
    Channels from CSV with a head line: `name`, then any of `country`, `platform`, `programs` (parted by spaces or
    semicolons) and metrics (`followers`, `watch_hours`, …). An empty cell is unknown, not zero.
    """
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    heads = {head: _NAMES.get(head.strip().lower(), head.strip().lower()) for head in rows.fieldnames or () if head}
    if "name" not in heads.values():
        raise ChannelError("The list of channels needs a column 'name' in its first line.")
    if strange := set(heads.values()) - BARS - {"name", "country", "programs", "platform"}:
        raise ChannelError(f"The list of channels has columns nobody can measure: {', '.join(sorted(strange))}.")
    found = []
    for number, row in enumerate(rows, start=2):
        told = {
            heads[head]: (value or "").strip()
            for head, value in row.items()
            if head in heads and isinstance(value, str)
        }
        numbers = {}
        for metric, value in told.items():
            if metric in BARS and value:
                try:
                    numbers[metric] = float(value.replace(",", "").replace("_", ""))
                except ValueError:
                    raise ChannelError(f"Line {number}: {value!r} is no number of {metric}.") from None
        programs = frozenset(told.get("programs", "").replace(";", " ").split())
        found.append(
            Channel(
                name=told.get("name", ""), numbers=numbers, country=told.get("country", ""), programs=programs,
                platform=told.get("platform", "").lower(),
            )
        )  # fmt: skip
    return tuple(found)


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleChange:
    """One change of who may take part: the bars that moved together, however many items told it."""

    program: str
    platform: str
    claims: tuple[Claim, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The bars, each for whom its best telling says: a scope borrowed from another telling is no evidence."""
        return tuple(replace(one.fact, scope=_own_scope(one)) for one in self.claims)

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(item for one in self.claims for item in one.items))

    @property
    def told_only_for(self) -> frozenset[str]:
        """Countries that some tellings limit a change to of which the best telling names no country."""
        return frozenset(
            country
            for one in self.claims
            if not scope_of(_own_scope(one)).countries
            for telling in one.tellings
            if not telling.retracted
            for country in scope_of(telling.fact.scope).countries
        )

    @property
    def day(self) -> str:
        """The day it was first told, ISO."""
        return min(
            telling.fact.announced or telling.at.date().isoformat() for one in self.claims for telling in one.tellings
        )


def _own_scope(claim: Claim) -> str | None:
    return next((one.fact.scope for one in claim.tellings if one.fact.evidence == claim.fact.evidence), None)


def rule_changes(tellings: Iterable[Telling]) -> tuple[RuleChange, ...]:
    """
    The changes of bars that tellings speak of, each once, the newest first; denied and withdrawn ones are left out.

    Bars that one item tells together are one change (all must be met), but two values of one bar are tiers, each a
    change of its own.
    """
    homes: dict[tuple[str, str], list[Telling]] = {}
    for one in sorted(tellings, key=lambda telling: (telling.at, telling.item)):
        fact = one.fact
        if fact.metric not in BARS or (fact.after is None and fact.change != "removed"):
            continue
        home = (fact.program or "", fact.platform or "")
        if any(home):
            homes.setdefault(home, []).append(one)
    found = []
    for (program, platform), told in _attributed(homes).items():
        for run in _runs(told):
            standing = [one for one in claims(run) if one.fact.status not in {"denied", "reversed"}]
            standing = [one for one in standing if one.confidence != "retracted"]
            found += [RuleChange(program=program, platform=platform, claims=part) for part in _together(standing)]
    return tuple(sorted(found, key=lambda one: (one.day, one.program, one.platform), reverse=True))


def _attributed(homes: Mapping[tuple[str, str], list[Telling]]) -> dict[tuple[str, str], list[Telling]]:
    """Tellings that name only the platform join its programme of which others tell the same value."""
    out = {home: list(told) for home, told in homes.items()}
    for (program, platform), told in homes.items():
        if program:
            continue
        for one in told:
            kin = [
                home
                for home, others in homes.items()
                if home[0] and home[1] == platform and any(_alike(one, other) for other in others)
            ]
            if len(kin) == 1:
                out[(program, platform)].remove(one)
                out[kin[0]].append(replace(one, fact=replace(one.fact, program=kin[0][0])))
    return {home: sorted(told, key=lambda one: (one.at, one.item)) for home, told in out.items() if told}


def _alike(one: Telling, other: Telling) -> bool:
    same = one.fact.metric == other.fact.metric and str(one.fact.after) == str(other.fact.after)
    return same and abs(one.at - other.at) <= ONE_CHANGE


def _runs(told: Sequence[Telling]) -> list[list[Telling]]:
    runs: list[list[Telling]] = []
    for one in told:
        if runs and one.at - runs[-1][-1].at <= ONE_CHANGE:
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _together(standing: Sequence[Claim]) -> list[tuple[Claim, ...]]:
    bundles: list[list[Claim]] = []
    for one in standing:
        home = next((all_ for all_ in bundles if any(set(one.items) & set(other.items) for other in all_)), None)
        if home is None:
            bundles.append([one])
        else:
            home.append(one)
    parts: list[tuple[Claim, ...]] = []
    for bundle in bundles:
        metrics = [one.fact.metric for one in bundle]
        parts += [tuple(bundle)] if len(set(metrics)) == len(metrics) else [(one,) for one in bundle]
    return parts


def impact(
    changes: Sequence[Fact], channels: Iterable[Channel], alternatives: Iterable[frozenset[str]] = (),
    told_only_for: Collection[str] = (),
) -> Impact:  # fmt: skip
    """
    What the changes of one programme's bars do to channels.

    All conditions must be met, but of bars that a text joins by "or" one is enough, and so of metrics in one set of
    `alternatives` where no text says how they are joined. A side of a change that was not told is unknown. A number
    the profile lacks leaves the channel in "cannot say", unless the numbers it has already decide. Changes for one
    country leave channels of other countries as they are; where only some tellings limit a change to countries
    (`told_only_for`), nobody can say what it does to channels elsewhere.
    """
    bars = [fact for fact in changes if fact.metric in BARS and fact.status not in {"denied", "reversed"}]
    groups = _groups(bars, [frozenset(one) for one in alternatives])
    lists: dict[str, list[str]] = {"newly": [], "lose": [], "stay_in": [], "stay_out": [], "cannot_say": []}
    for channel in channels:
        applying = [[fact for fact in group if _applies(fact, channel)] for group in groups]
        applying = [group for group in applying if group]
        if not applying:
            continue
        verdict = _verdict(applying, channel)
        if verdict in ("newly", "lose") and not _lives_in(channel, told_only_for):
            verdict = "cannot_say"
        lists[verdict].append(channel.name)
    return Impact(**{name: tuple(names) for name, names in lists.items()})


def _groups(bars: Sequence[Fact], alternatives: Sequence[frozenset[str]]) -> list[list[Fact]]:
    """Bars of which one is enough: as their texts join them by "or", and where no text says so by `alternatives`."""
    told: dict[tuple[str, str], list[Fact]] = {}
    for fact in bars:
        if fact.group:
            told.setdefault((fact.evidence.item, fact.group), []).append(fact)
    groups = [group for group in told.values() if len(group) > 1]
    rest = [fact for fact in bars if not any(fact is one for group in groups for one in group)]
    groups += [[fact for fact in rest if fact.metric in one] for one in alternatives]
    taken = {metric for one in alternatives for metric in one}
    groups += [[fact] for fact in rest if fact.metric not in taken]
    return [group for group in groups if group]


def _applies(fact: Fact, channel: Channel) -> bool:
    if channel.platform and fact.platform and fact.program not in channel.programs:
        # A shop or studio of a platform (tiktok-shop) is open to the channels of the platform.
        one, other = sorted((channel.platform, fact.platform), key=len)
        if one != other and not other.startswith(f"{one}-"):
            return False
    return _lives_in(channel, scope_of(fact.scope).countries)


def _lives_in(channel: Channel, countries: Iterable[str]) -> bool:
    """Whether a channel may be in one of the countries; no country named is all of them."""
    named = {name.lower() for name in countries}
    country = channel.country.lower()
    return not named or not country or country in named or _ISO.get(country, "") in named


_ISO = {
    "us": "us",
    "gb": "uk",
    "in": "india",
    "de": "germany",
    "fr": "france",
    "it": "italy",
    "es": "spain",
    "nl": "netherlands",
    "jp": "japan",
    "kr": "south korea",
    "id": "indonesia",
    "ph": "philippines",
    "vn": "vietnam",
    "th": "thailand",
    "my": "malaysia",
    "sg": "singapore",
    "au": "australia",
    "nz": "new zealand",
    "ca": "canada",
    "mx": "mexico",
    "br": "brazil",
    "ar": "argentina",
    "tr": "turkey",
    "pl": "poland",
}


def _verdict(groups: Sequence[Sequence[Fact]], channel: Channel) -> str:
    before = _meets(groups, channel, "before")
    after = _meets(groups, channel, "after")
    if any(program in channel.programs for group in groups for program in [fact.program for fact in group] if program):
        before = True
    if after is None or before is None:
        if after is False and before is not True:
            return "stay_out" if before is False else "cannot_say"
        return "cannot_say"
    if after and not before:
        return "newly"
    if before and not after:
        return "lose"
    return "stay_in" if after else "stay_out"


def _meets(groups: Sequence[Sequence[Fact]], channel: Channel, side: str) -> bool | None:
    """True, False, or None for cannot say; a condition that is not there is met."""
    verdicts = [_meets_one(group, channel, side) for group in groups]
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _meets_one(group: Sequence[Fact], channel: Channel, side: str) -> bool | None:
    verdicts = []
    for fact in group:
        bar = fact.before if side == "before" else fact.after
        if bar is None:
            # A bar that was taken away or newly made has no value on one side; an untold former value is unknown.
            absent = fact.change == "removed" if side == "after" else fact.change == "introduced"
            verdicts.append(True if absent else None)
            continue
        if not isinstance(bar, (int, float)):
            verdicts.append(None)
            continue
        number = channel.numbers.get(fact.metric)
        verdicts.append(None if number is None else number >= bar)
    if True in verdicts:
        return True
    return None if None in verdicts else False
