"""The facts of the archive, each sorted to where it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    for row in published.facts_by_seq(work.store):
        if row.program:
            found.programs.setdefault(row.program, []).append(row)
        elif row.platform:
            found.platforms.setdefault(row.platform, []).append(row)
        if row.matter:
            found.matters.setdefault(row.matter, []).append(row)
        day = row.after if row.metric in calendar.KINDS else row.effective
        if (isinstance(day, str) and day >= cutoff.isoformat()[: len(day)]) or (
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


def terms_for(
    work: Work, program: Program, rows: Sequence[Any], lines: Sequence[Line]
) -> tuple[list[Holding], list[Holding]]:
    """The terms of a programme in force on the data's day, and those that are coming."""
    entries = [entry(work, row) for row in rows]
    by_place = {(row.item_id, row.start): line for row, line in zip(rows, lines, strict=True)}
    present = registry.terms(entries, program.id, work.today)
    ahead = registry.coming(entries, program.id, work.today)
    return [holding(term, by_place) for term in present], [holding(term, by_place) for term in ahead]
