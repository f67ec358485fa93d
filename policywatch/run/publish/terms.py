"""The facts of the archive, each sorted to where it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from classifier import calendar, registry
from config.schema import Program
from digest.archive.cards import Holding, Line, holding, line_of
from digest.folder import key_of
from policywatch.run.publish.work import Work
from policywatch.store import published

# The calendar page shows so much of the past; what is older stands on the pages of its programme or matter.
PAST_DAYS = 60


@dataclass(slots=True)
class Facts:
    """Facts by where they belong, as rows of the store, and a mark of each group."""

    programs: dict[str, list[Any]] = field(default_factory=dict)
    matters: dict[str, list[Any]] = field(default_factory=dict)
    platforms: dict[str, list[Any]] = field(default_factory=dict)
    dated: list[Any] = field(default_factory=list)
    days: dict[str, list[Any]] = field(default_factory=dict)
    moved: list[Any] = field(default_factory=list)


def facts_light(work: Work) -> Facts:
    """Every fact of the archive, sorted to where it is shown."""
    found = Facts()
    cutoff = work.today - timedelta(days=PAST_DAYS)
    earliest = cutoff.isoformat()
    for row in published.facts_by_seq(work.store):
        if row.program:
            found.programs.setdefault(row.program, []).append(row)
        elif row.platform:
            found.platforms.setdefault(row.platform, []).append(row)
        if row.matter:
            found.matters.setdefault(row.matter, []).append(row)
        day = row.after if row.metric in calendar.KINDS else row.effective
        if (isinstance(day, str) and day >= earliest[: len(day)]) or (
            row.metric in ("stage", "law_status") and row.at.date() >= cutoff
        ):
            found.dated.append(row)
        found.days.setdefault(row.at.date().isoformat(), []).append(row)
        if row.program and row.before is not None and row.after is not None:
            found.moved.append(row)
    return found


def group_key(rows: Iterable[Any], today: date) -> str:
    """A mark of some facts, and of what of them has come by a day."""
    return key_of(
        [
            (
                row.seq,
                row.item_id,
                row.start,
                row.source_class,
                bool(row.effective and row.effective <= today.isoformat()),
            )
            for row in rows
        ],
        today.strftime("%Y-%m"),
    )


def line(work: Work, row: Any) -> Line:
    return line_of(work.fact(row), work.site.names, row.at, work.site.name(row.source), row.source_class, row.story)


def entry(work: Work, row: Any) -> registry.Entry:
    return registry.Entry(fact=work.fact(row), observed=row.observed, source_class=row.source_class, source=row.source)


@dataclass(slots=True)
class Terms:
    """The terms of each programme on the data's day, worked out once: those in force, and those that are coming."""

    work: Work
    facts: Facts
    found: dict[str, tuple[list[Holding], list[Holding]]] = field(default_factory=dict)

    def of(self, program: Program) -> tuple[list[Holding], list[Holding]]:
        if program.id not in self.found:
            rows = self.facts.programs.get(program.id, ())
            entries = [entry(self.work, row) for row in rows]
            present = registry.terms(entries, program.id, self.work.today)
            coming = registry.coming(entries, program.id, self.work.today)
            told = {(one.fact.evidence.item, one.fact.evidence.start) for one in (*present, *coming) if one.fact}
            lines = {place: line(self.work, row) for row in rows if (place := (row.item_id, row.start)) in told}
            self.found[program.id] = ([holding(one, lines) for one in present], [holding(one, lines) for one in coming])
        return self.found[program.id]
