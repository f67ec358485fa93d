"""The registry on the command line: facts, programs, matters, dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from policywatch.cli import House
from policywatch.cli.asking import when
from policywatch.cli.completion import values
from policywatch.cli.printing import format_options, print_records
from policywatch.cli.records import change_told, fact_record, time

if TYPE_CHECKING:
    from classifier.calendar import Day
    from classifier.matters import Course
    from classifier.registry import Term
    from config.schema import Matter

FACT_COLUMNS = {
    "Announced": "announced", "Subject": "about", "Metric": "metric", "Change": "told", "Status": "status",
    "Effective": "effective", "Item": "item",
}  # fmt: skip
TERM_COLUMNS = {
    "Programme": "program", "Metric": "metric", "For": "tier", "Value": "told", "Since": "since", "State": "state",
    "Verified": "verified", "Says": "source_class", "Item": "item", "Also told": "rivals",
}  # fmt: skip
HISTORY_COLUMNS = {("Change" if name == "Value" else name): {"told": "changed"}.get(field, field)
                   for name, field in TERM_COLUMNS.items()}  # fmt: skip
PROGRAM_COLUMNS = {"Programme": "id", "Name": "name", "Platform": "platform", "Status": "status", "Terms": "terms"}
MATTER_COLUMNS = {
    "Matter": "id",
    "Caption": "name",
    "Kind": "kind",
    "Stage": "stage",
    "Next": "next",
    "Docket": "dockets",
}
STEP_COLUMNS = {"Date": "day", "Stage": "stage", "What": "what", "Read in": "item", "Doubt": "problem"}
DATE_COLUMNS = {
    "Date": "day",
    "What": "kind",
    "Of": "what",
    "Where": "subject",
    "State": "state",
    "Moved": "moved",
    "How": "rule",
}


@click.command()
@click.option(
    "--program", "programs", multiple=True, metavar="P", shell_complete=values("programs"),
    help="A programme's id.",
)  # fmt: skip
@click.option(
    "--platform", "platforms", multiple=True, metavar="P", shell_complete=values("platforms"),
    help="A platform's id.",
)  # fmt: skip
@click.option(
    "--matter", "matters", multiple=True, metavar="M", shell_complete=values("matters"),
    help="A matter's id.",
)  # fmt: skip
@click.option("--metric", "metrics", multiple=True, metavar="M", help="followers, platform_fee_pct, penalty …")
@click.option("--status", "statuses", multiple=True, metavar="S", help="in_force, announced, proposed …")
@click.option("--since", metavar="D", help="Read in items since then.")
@click.option("--as-of", metavar="D", help="The terms that hold on that day, of --program or --platform.")
@click.option("--known-at", metavar="D", help="As far as they were known by the end of that day.")
@click.option("--history", is_flag=True, help="Every value ever told of a programme, oldest first.")
@click.option("--all", "everything", is_flag=True, help="Also those of items that were not found relevant.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=100, show_default=True, metavar="N")
@format_options
@click.pass_obj
def facts(
    house: House, /, since: str | None, as_of: str | None, known_at: str | None, history: bool, everything: bool,
    limit: int, style: str | None, as_json: bool, **chosen: tuple[str, ...],
) -> None:  # fmt: skip
    """What changed, from what, to what, since when, says who.

    Example: policywatch facts --program tiktok-shop-affiliate --metric followers --as-of 2024-05-01
    """
    known = end_of_day(known_at, house, "--known-at")
    must_be_known(house, chosen)
    if as_of or history:
        if not (chosen["programs"] or chosen["platforms"]):
            raise click.UsageError("--as-of and --history need --program or --platform: whose terms?")
        terms_of(house, chosen, as_of, known, history, style, as_json)
        return
    from policywatch.store import asking
    from policywatch.store.annotations import fact_of

    after = when(since, house, "--since")
    found = asking.facts(
        house.store, **chosen, known_at=known, since=after, limit=limit, relevant=not everything  # type: ignore[arg-type]
    )
    records = []
    for row, name in found:
        record = fact_record(fact_of(row, name)) | {
            "published": time(row.published), "observed": time(row.observed), "source": row.source,
            "source_class": row.source_class, "item": name,
        }  # fmt: skip
        about = record["subject"] or record["program"] or record["matter"] or record["platform"]
        records.append(record | {"told": change_told(record), "about": about})
    print_records(records, FACT_COLUMNS, style, as_json)
    if not records:
        house.say(f"No such fact was read so far.{unread_metric(chosen['metrics'])}")


def terms_of(
    house: House, chosen: dict[str, tuple[str, ...]], as_of: str | None, known: datetime | None, history: bool,
    style: str | None, as_json: bool,
) -> None:  # fmt: skip
    from classifier import registry
    from policywatch.store.registry import entries

    platforms, wanted = set(chosen["platforms"]), set(chosen["programs"])
    wanted |= {one.id for one in house.configuration.gazetteer.programs if one.platform in platforms}
    told = entries(
        house.store, programs=wanted, platforms=platforms, metrics=chosen["metrics"], known_at=known
    )  # fmt: skip
    day = day_of(as_of, house, "--as-of") or house.now.date()
    found: list[Term] = []
    for program in sorted(wanted | platforms):
        found += registry.history(told, program, known) if history else registry.terms(told, program, day, known)
    if chosen["statuses"]:
        found = [one for one in found if one.fact and one.fact.status in chosen["statuses"]]
    print_records([term_record(one) for one in found], HISTORY_COLUMNS if history else TERM_COLUMNS, style, as_json)
    if not found:
        house.say(f"No term of {', '.join(sorted(chosen['programs'] or platforms))} is known for that day.")


@click.command()
@click.argument("program", required=False, metavar="[ID]", shell_complete=values("programs"))
@click.option(
    "--platform", "platforms", multiple=True, metavar="P", shell_complete=values("platforms"),
    help="Only those of a platform.",
)  # fmt: skip
@click.option("--compare", metavar="A,B,…", help="Platforms or programmes side by side, a row a metric.")
@click.option("--as-of", metavar="D", help="On that day; else today.")
@click.option("--known-at", metavar="D", help="As far as it was known by the end of that day.")
@format_options
@click.pass_obj
def programs(
    house: House, program: str | None, platforms: tuple[str, ...], compare: str | None, as_of: str | None,
    known_at: str | None, style: str | None, as_json: bool,
) -> None:  # fmt: skip
    """The registry: what each programme asks, takes and pays, and since when.

    Example: policywatch programs --compare youtube,tiktok,twitch --as-of 2024-05-01
    """
    from classifier import registry
    from policywatch.store.registry import entries

    day = day_of(as_of, house, "--as-of") or house.now.date()
    known = end_of_day(known_at, house, "--known-at")
    shelf = {one.id: one for one in house.configuration.gazetteer.programs}
    if compare:
        compared(house, [name.strip() for name in compare.split(",") if name.strip()], day, known, style, as_json)
        return
    if program is None:
        told = entries(house.store, known_at=known)
        kept = [one for one in shelf.values() if not platforms or one.platform in platforms]
        records = [
            {
                "id": one.id, "name": one.name, "platform": one.platform, "status": one.status, "kind": one.kind,
                "terms": len(registry.terms(told, one.id, day, known)),
            }
            for one in kept
        ]  # fmt: skip
        print_records(records, PROGRAM_COLUMNS, style, as_json)
        return
    if program not in shelf:
        raise click.UsageError(f"No programme {program!r}. {nearest(program, list(shelf))}")
    told = entries(house.store, programs=[program], known_at=known)
    now_held = [term_record(one) for one in registry.terms(told, program, day, known)]
    later = [term_record(one) for one in registry.coming(told, program, day, known)]
    past = [term_record(one) for one in registry.history(told, program, known)]
    if as_json or style in ("json", "jsonl"):
        about = {"id": program, "name": shelf[program].name, "platform": shelf[program].platform}
        whole = about | {"as_of": day.isoformat(), "terms": now_held, "coming": later, "history": past}
        print_records([whole], TERM_COLUMNS, style, as_json)
        return
    house.say(f"{shelf[program].name} ({shelf[program].platform}), {day}")
    for heading, found, columns in (
        ("Terms", now_held, TERM_COLUMNS), ("Coming", later, HISTORY_COLUMNS), ("History", past, HISTORY_COLUMNS),
    ):  # fmt: skip
        if found:
            house.say(f"\n{heading}")
            print_records(found, columns, style)
    if not past:
        house.say("Nothing was read of this programme so far.")


def compared(
    house: House, names: Sequence[str], day: date, known: datetime | None, style: str | None, as_json: bool
) -> None:
    """
    A matrix of metric and programme.

    A platform stands for all programmes of it and of its shops and studios (tiktok, tiktok-shop) of which something is
    known.
    """
    from classifier import registry
    from policywatch.store.registry import entries

    gazetteer = house.configuration.gazetteer
    shelf = {one.id: one.platform or one.id for one in gazetteer.programs}
    ids = set(shelf)
    platforms = {one.id for one in gazetteer.platforms}
    if strange := [name for name in names if name not in ids | platforms]:
        hint = nearest(strange[0], sorted(ids | platforms), "`policywatch programs` lists them.")
        raise click.UsageError(f"Neither a platform nor a programme: {', '.join(strange)}. {hint}")
    columns: list[str] = []
    for name in names:
        family = sorted(one for one in platforms if one == name or one.startswith(f"{name}-"))
        columns += [name] if name in ids else [one.id for one in gazetteer.programs if one.platform in family] + family
    told = entries(
        house.store, programs=columns, platforms=[one for one in columns if one in platforms], known_at=known
    )
    matrix = registry.compare(told, columns, day, known)
    filled = [one for one in columns if any(one in row for row in matrix.values())]
    unread = [name for name in names if not any(one == name or shelf.get(one, one).startswith(name) for one in filled)]
    records = []
    for metric, row in matrix.items():
        cells = {one: "; ".join(said(term) for term in row.get(one, ())) for one in filled}
        records.append({"metric": metric} | cells)
    print_records(records, {"Metric": "metric"} | {one: one for one in filled}, style, as_json)
    if unread:
        house.say(f"Nothing was read of {', '.join(unread)} that holds on {day}.")


def said(term: Term) -> str:
    """A cell of the matrix: the value, whom it is for, what others say instead, and whether it is old."""
    told = str(term_record(term)["told"])
    notes = [term.tier, *(f"also told: {one.value}" for one in term.rivals), "stale" if term.stale else ""]
    beside = "; ".join(note for note in notes if note)
    return f"{told} ({beside})" if beside else told


def term_record(term: Term) -> dict[str, Any]:
    """A term as the command line prints it; `stale` asks to be greyed."""
    record = {"before": term.before, "after": term.value, "unit": term.unit, "metric": term.metric}
    told = change_told(record).rpartition("→ ")[2] if term.value is not None else "no such condition"
    return {
        "program": term.program, "metric": term.metric, "tier": term.tier, "value": term.value, "before": term.before,
        "unit": term.unit, "told": told, "changed": change_told(record),
        "state": f"{term.state}, stale" if term.stale else term.state,
        "since": term.since, "until": term.until, "announced": term.announced,
        "observed": time(term.observed) if term.observed else None,
        "verified": term.verified.date().isoformat() if term.verified else None, "stale": term.stale,
        "source_class": term.source_class, "item": term.fact.evidence.item if term.fact else None,
        "evidence": term.fact.evidence.text if term.fact else None, "rivals": [one.value for one in term.rivals],
    }  # fmt: skip


@click.command()
@click.argument("matter", required=False, metavar="[ID]", shell_complete=values("matters"))
@click.option(
    "--platform", "platforms", multiple=True, metavar="P", shell_complete=values("platforms"),
    help="Only those about a platform.",
)  # fmt: skip
@click.option("--open", "still_open", is_flag=True, help="Only those that have not ended.")
@format_options
@click.pass_obj
def matters(
    house: House, matter: str | None, platforms: tuple[str, ...], still_open: bool, style: str | None, as_json: bool
) -> None:
    """Cases, bills, rules, investigations and deals: their steps over time, and what comes next.

    Example: policywatch matters tiktok-v-garland
    """
    shelf = {one.id: one for one in house.configuration.gazetteer.matters}
    if matter is not None and matter not in shelf:
        raise click.UsageError(f"No matter {matter!r}. {nearest(matter, list(shelf))}")
    kept = (
        [shelf[matter]]
        if matter
        else [one for one in shelf.values() if not platforms or set(platforms) & set(one.platforms)]
    )
    courses = {one.id: course_of(house, one) for one in kept}
    if matter is None:
        records = [matter_record(one, courses[one.id]) for one in kept if not (still_open and courses[one.id].ended)]
        print_records(records, MATTER_COLUMNS, style, as_json)
        return
    found = courses[matter]
    steps = [
        {"day": step.day, "stage": step.stage, "what": step.what, "item": step.item, "problem": step.problem}
        for step in sorted((*found.steps, *found.doubted), key=lambda step: step.day)
    ]
    coming = [date_record(one) for one in days_of(house, [matter]) if one.state == "upcoming"]
    if as_json or style in ("json", "jsonl"):
        whole = matter_record(shelf[matter], found) | {"steps": steps, "dates": coming}
        print_records([whole], MATTER_COLUMNS, style, as_json)
        return
    house.say(f"{shelf[matter].name}\n{', '.join(shelf[matter].dockets)}\n{shelf[matter].subject}\n")
    print_records(steps, STEP_COLUMNS, style)
    if coming:
        house.say("\nDates")
        print_records(coming, DATE_COLUMNS, style)
    if found.awaited:
        house.say(f"\nMay come next: {', '.join(found.awaited)}.")


def course_of(house: House, matter: Matter) -> Course:
    """What is known of a matter beforehand, and what was read of it since."""
    from classifier.matters import Step, course, kind_of
    from policywatch.store.registry import rows

    seeded = [Step(day=step.date, stage=step.stage, what=step.what) for step in matter.timeline]
    read = [
        Step(
            day=row.announced or row.at.date().isoformat(), stage=str(row.after), what=row.title, item=row.item_id,
            source_class=row.source_class,
        )
        for row in rows(house.store, matters=[matter.id], metrics=["stage"])
    ]  # fmt: skip
    kind = kind_of([step.stage for step in (*seeded, *read)], matter.name, matter.dockets)
    return course(matter.id, kind, [*seeded, *read], seeded=len(seeded), today=house.now.date())


def matter_record(matter: Matter, course: Course) -> dict[str, Any]:
    return {
        "id": matter.id, "name": matter.name, "kind": course.kind, "stage": course.stage, "ended": course.ended,
        "next": list(course.awaited[:3]), "dockets": list(matter.dockets), "platforms": list(matter.platforms),
        "subject": matter.subject, "doubted": len(course.doubted),
    }  # fmt: skip


@click.command()
@click.option("--next", "within", metavar="14d", help="Only what comes within so many days (14d) or weeks (3w).")
@click.option(
    "--matter", "matters", multiple=True, metavar="M", shell_complete=values("matters"),
    help="Only a matter's dates.",
)  # fmt: skip
@click.option(
    "--ics", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write iCalendar; - prints it."
)
@format_options
@click.pass_obj
def dates(
    house: House, within: str | None, matters: tuple[str, ...], ics: Path | None, style: str | None, as_json: bool
) -> None:
    """What takes effect, closes or is heard when; moved dates as moved, past ones with what became of them.

    Example: policywatch dates --next 14d
    """
    from classifier.calendar import icalendar, upcoming

    found = days_of(house, matters)
    if within:
        found = upcoming(found, house.now.date(), span_of(within))
    if ics is not None:
        from digest.wording import day_title
        from policywatch.run.compose import names_of

        names = names_of(house.configuration)
        text = icalendar(found, house.now, lambda one: day_title(one, names))
        with click.open_file(str(ics), "w", encoding="utf-8", lazy=False) as out:
            out.write(text)
        house.say(f"{text.count('BEGIN:VEVENT')} dates written to {ics}.")
        return
    print_records([date_record(one) for one in found], DATE_COLUMNS, style, as_json)
    if not found:
        house.say("No date is known for that time.")


def days_of(house: House, matters: Sequence[str]) -> tuple[Day, ...]:
    from classifier.calendar import dates as calendar_dates
    from policywatch.store.registry import told

    must_be_known(house, {"matters": matters})
    return calendar_dates(told(house.store, matters=matters), house.now.date())


def date_record(day: Day) -> dict[str, Any]:
    moved = f"to {day.moved_to}" if day.moved_to else f"from {day.moved_from}" if day.moved_from else ""
    return {
        "day": day.day, "kind": day.kind, "what": day.what, "subject": day.subject, "state": day.state,
        "rule": day.rule, "moved": moved, "moved_from": day.moved_from, "moved_to": day.moved_to,
        "scope": day.scope, "item": day.item,
    }  # fmt: skip


def span_of(text: str) -> timedelta:
    """ "14d", "3w" as a span."""
    number, unit = text[:-1], text[-1:].lower()
    if number.isdigit() and unit in ("d", "w") and int(number) <= 36_500:
        return timedelta(days=int(number) * (7 if unit == "w" else 1))
    raise click.BadParameter(f"{text!r} is no span such as 14d or 3w.", param_hint="--next")


def day_of(text: str | None, house: House, option: str) -> date | None:
    found = when(text, house, option)
    return found.date() if found else None


def end_of_day(text: str | None, house: House, option: str) -> datetime | None:
    """A day stands for its end: what was read on 30 April was known on 30 April."""
    found = when(text, house, option)
    if found is not None and (found.hour, found.minute, found.second) == (0, 0, 0):
        return found + timedelta(days=1) - timedelta(microseconds=1)
    return found


def must_be_known(house: House, chosen: Mapping[str, Sequence[str]]) -> None:
    """A usage error for a programme, platform, matter or status there is none of: silence would mislead."""
    from classifier.question import STATUSES

    gazetteer = house.configuration.gazetteer
    there: dict[str, Sequence[str]] = {
        "programs": [one.id for one in gazetteer.programs],
        "platforms": [one.id for one in (*gazetteer.platforms, *gazetteer.companies)],
        "matters": [one.id for one in gazetteer.matters],
        "statuses": STATUSES,
    }  # fmt: skip
    for field, names in there.items():
        for one in chosen.get(field, ()):
            if one not in names:
                kind = {"statuses": "status", "programs": "programme"}.get(field, field[:-1])
                there_are = "`policywatch init DIR` writes the lists of all that are known to DIR."
                raise click.UsageError(f"No {kind} {one!r}. {nearest(one, names, there_are)}")


def unread_metric(names: Sequence[str]) -> str:
    """A hint where a metric that was asked for may be misspelt."""
    from digest.wording import METRICS

    strange = [name for name in names if name not in METRICS]
    return f" A metric {strange[0]!r} is not known. {nearest(strange[0], list(METRICS), '')}" if strange else ""


def nearest(name: str, names: Sequence[str], otherwise: str = "The command without an id lists them.") -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, names, n=1)
    return f"Did you mean {near[0]!r}?" if near else otherwise
