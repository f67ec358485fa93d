"""The registry: what a programme asks, takes and pays at any date, as it was known at any time, with its proof."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from classifier.annotation import Fact
from classifier.consensus import CLASS_RANK, tier
from classifier.scope import scope_of

Value = float | int | str | None

# A term nobody has told again for this long is shown greyed: programmes change about twice a year (84 changes of 40
# programmes in fourteen years are the public ones; quiet ones are more).
STALE_AFTER = timedelta(days=365)
# What may hold one day; tests, proposals and rumours are told beside the terms, never among them.
STANDING = frozenset({"in_force", "announced", "delayed"})
# Steps, sums and dates of matters are nobody's terms.
LEGAL = frozenset(
    {
        "stage", "law_status", "penalty", "settlement", "deadline", "comment_deadline", "hearing_date",
        "effective_date", "ban_date", "divestiture_deadline",
    }
)  # fmt: skip
_UNTIL = re.compile(r"\buntil (\d{4}(?:-\d\d){0,2})\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A fact with its second time: when we first read it, and when its words were gone again."""

    fact: Fact
    observed: datetime
    source_class: str
    source: str = ""
    gone: datetime | None = None

    @property
    def rank(self) -> int:
        return CLASS_RANK.get(self.source_class, 5)

    @property
    def start(self) -> str | None:
        """From when the value holds: as told, else the day of a change told as done; None for a date not yet given."""
        if self.fact.effective:
            return self.fact.effective
        if self.fact.status == "in_force":
            return self.fact.announced or self.observed.date().isoformat()
        return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """One value of one programme for one tier; `state` is current, coming, disputed, withdrawn, or a status."""

    program: str
    metric: str
    tier: str
    value: Value
    unit: str | None
    state: str
    since: str | None
    before: Value = None
    until: str | None = None
    announced: str | None = None
    observed: datetime | None = None
    verified: datetime | None = None
    stale: bool = False
    source_class: str = ""
    fact: Fact | None = None
    rivals: tuple[Term, ...] = ()


def known(entries: Iterable[Entry], known_at: datetime | None) -> list[Entry]:
    """What had been read by a time and not yet been taken back."""
    if known_at is None:
        return [one for one in entries if one.gone is None]
    return [one for one in entries if one.observed <= known_at and (one.gone is None or one.gone > known_at)]


def terms(
    entries: Iterable[Entry], program: str, as_of: date, known_at: datetime | None = None, metric: str | None = None
) -> tuple[Term, ...]:
    """
    The terms of a programme that hold on a day, as far as they were known at a time.

    `as_of` asks the world, `known_at` asks us: on 30 April we did not know what was corrected on 3 May. Entries of
    equal date that differ are settled by the better class of source, then by the later reading of the same source;
    where neither settles them both are shown, the term being disputed.
    """
    found = []
    for (name, group), slot in sorted(_slots(entries, program, known_at, metric).items()):
        term = _holding(program, name, group, slot, as_of)
        if term is not None:
            found.append(term)
    return tuple(found)


def coming(entries: Iterable[Entry], program: str, as_of: date, known_at: datetime | None = None) -> tuple[Term, ...]:
    """Announced changes that do not hold yet, the dated ones first."""
    found = []
    for (name, group), slot in _slots(entries, program, known_at, None).items():
        told = _last_told(slot)
        for one in _standing(slot):
            if one.start is None or _later(one.start, as_of):
                found.append(_term(program, name, group, one, "coming", told, as_of))
    return tuple(
        sorted(
            {(one.metric, one.tier, str(one.value)): one for one in found}.values(),
            key=lambda one: (one.since or "9999", one.metric),
        )
    )


def history(entries: Iterable[Entry], program: str, known_at: datetime | None = None) -> tuple[Term, ...]:
    """Every value ever told of a programme, oldest first, with what became of it."""
    found = []
    for (name, group), slot in _slots(entries, program, known_at, None).items():
        told = _last_told(slot)
        withdrawn = {id(one) for one in slot} - {id(one) for one in _standing(slot)}
        for one in slot:
            state = one.fact.status
            if one.fact.status in STANDING:
                state = "withdrawn" if id(one) in withdrawn else "told"
            found.append(_term(program, name, group, one, state, told, None))
    return tuple(sorted(found, key=lambda one: (one.since or one.announced or "9999", one.metric, str(one.value))))


def compare(
    entries: Sequence[Entry], programs: Sequence[str], as_of: date, known_at: datetime | None = None
) -> Mapping[str, Mapping[str, tuple[Term, ...]]]:
    """A matrix: metric → programme → the terms that hold on a day; a metric a programme does not have is missing."""
    matrix: dict[str, dict[str, tuple[Term, ...]]] = defaultdict(dict)
    for program in programs:
        by_metric: dict[str, list[Term]] = defaultdict(list)
        for term in terms(entries, program, as_of, known_at):
            by_metric[term.metric].append(term)
        for metric, found in by_metric.items():
            matrix[metric][program] = tuple(found)
    return {metric: matrix[metric] for metric in sorted(matrix)}


def _slots(
    entries: Iterable[Entry], program: str, known_at: datetime | None, metric: str | None
) -> dict[tuple[str, str], list[Entry]]:
    slots: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for one in known(entries, known_at):
        fact = one.fact
        if fact.metric in LEGAL:
            continue
        if program in (fact.program, None if fact.program else fact.platform) and metric in (None, fact.metric):
            slots[(fact.metric, tier(fact))].append(one)
    slots = _folded(slots)
    for slot in slots.values():
        slot.sort(key=lambda one: (one.start or "9999", one.observed))
    return slots


def _folded(slots: Mapping[tuple[str, str], list[Entry]]) -> dict[tuple[str, str], list[Entry]]:
    """
    One term for a change that some tell for everybody and others for a country or tier.

    The narrower group is folded into the wider one when it tells no value of its own.
    """
    out = dict(slots)
    for (metric, group), slot in slots.items():
        values = {str(one.fact.after) for one in slot}
        for (other_metric, other), wider in slots.items():
            if metric != other_metric or group == other or (other_metric, other) not in out:
                continue
            inside = scope_of(group).within(scope_of(other)) and not scope_of(other).within(scope_of(group))
            if inside and values <= {str(one.fact.after) for one in wider}:
                out[(metric, other)] = [*out[(metric, other)], *out.pop((metric, group))]
                break
    return out


def _standing(slot: Sequence[Entry]) -> list[Entry]:
    """Without what was withdrawn before it held, and with the new date of what was put off."""
    out = [one for one in slot if one.fact.status in STANDING]
    for call in slot:
        if call.fact.status not in ("reversed", "delayed"):
            continue
        same = [one for one in out if one is not call and str(one.fact.after) == str(call.fact.after)]
        if call.fact.status == "reversed":
            # A withdrawal only undoes what was told before it; the same value may be announced again later.
            gone = [one for one in same if one.observed <= call.observed and one.fact.status != "in_force"]
        else:
            gone = [one for one in same if one.observed <= call.observed and one.start != call.start]
        out = [one for one in out if not any(one is other for other in gone)]
    return out


def _later(start: str, as_of: date) -> bool:
    """Whether a day, month or year begins after a day; a month counts from its first day."""
    return start + "-01-01"[: max(0, 10 - len(start))] > as_of.isoformat()


def _holding(program: str, metric: str, group: str, slot: Sequence[Entry], as_of: date) -> Term | None:
    standing = _standing(slot)
    begun = [one for one in standing if one.start and not _later(one.start, as_of) and not _over(one, as_of)]
    if not begun:
        return _as_before(program, metric, group, slot, standing, as_of)
    newest = max(str(one.start) for one in begun)
    top = [one for one in begun if one.start == newest]
    chosen, rivals = _settle(top)
    told = _last_told(slot)
    term = _term(program, metric, group, chosen, "current", told, as_of)
    if rivals:
        others = tuple(_term(program, metric, group, one, "disputed", told, as_of) for one in rivals)
        term = replace(term, state="disputed", rivals=others)
    return None if chosen.fact.after is None and not rivals else term


def _over(one: Entry, as_of: date) -> bool:
    match = _UNTIL.search(one.fact.scope or "")
    return match is not None and not _later(match[1], as_of) and match[1] != as_of.isoformat()


def _settle(top: Sequence[Entry]) -> tuple[Entry, list[Entry]]:
    """The entry that wins among those of one date, and those it could not be settled against."""
    best = min(one.rank for one in top)
    finalists = [one for one in top if one.rank == best]
    latest = max(finalists, key=lambda one: one.observed)
    rivals = {
        str(one.fact.after): one
        for one in finalists
        if str(one.fact.after) != str(latest.fact.after) and one.source != latest.source
    }
    return latest, list(rivals.values())


def _as_before(
    program: str, metric: str, group: str, slot: Sequence[Entry], standing: Sequence[Entry], as_of: date
) -> Term | None:
    """Before the first change we know of, its former value held."""
    telling = [one for one in slot if one.fact.before is not None]
    if not telling:
        return None
    first = min(telling, key=lambda one: (one.start or "9999", one.rank, one.observed))
    term = _term(program, metric, group, first, "current", _last_told(slot), as_of)
    ends = first.start if any(first is one for one in standing) and not _over(first, as_of) else None
    return replace(term, value=first.fact.before, before=None, since=None, until=ends)


def _last_told(slot: Iterable[Entry]) -> dict[str, datetime]:
    """When each value was told last."""
    last: dict[str, datetime] = {}
    for one in slot:
        value = str(one.fact.after)
        last[value] = max(one.observed, last.get(value, one.observed))
    return last


def _term(
    program: str, metric: str, group: str, one: Entry, state: str, told: Mapping[str, datetime], as_of: date | None
) -> Term:
    verified = told.get(str(one.fact.after), one.observed)
    until = _UNTIL.search(one.fact.scope or "")
    stale = as_of is not None and as_of - verified.date() > STALE_AFTER
    return Term(
        program=program,
        metric=metric,
        tier=group,
        value=one.fact.after,
        unit=one.fact.unit,
        state=state,
        since=one.start,
        before=one.fact.before,
        until=until[1] if until else None,
        announced=one.fact.announced,
        observed=one.observed,
        verified=verified,
        stale=stale,
        source_class=one.source_class,
        fact=one.fact,
    )
