"""Letters and their readers: send, subscribers."""

from __future__ import annotations

import csv
from dataclasses import asdict, replace
from typing import Any
from zoneinfo import ZoneInfo

import click

from policywatch.cli import House
from policywatch.cli.printing import format_options, print_records
from policywatch.cli.records import time

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@click.command()
@click.option("--day", metavar="D", help="The letter of this day, with --to, whoever had it before.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent to whom; nothing is queued or sent.")
@click.option("--to", metavar="ADDRESS", help="Only to this reader.")
@click.option("--stdout", "to_stdout", is_flag=True, help="Print the letter as mail instead of sending it.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
@click.pass_obj
def send(house: House, day: str | None, dry_run: bool, to: str | None, to_stdout: bool, as_json: bool) -> int:
    """Deliver what is due; safe to repeat and to kill.

    Example: policywatch send --dry-run
    """
    from policywatch.cli.day import at_work, day_of, edition_for, tell
    from policywatch.run import compose, send
    from policywatch.run import day as days

    if to and not day and house.store.outbox.reader(to) is None and to.lower() not in {
        one.address.lower() for one in house.settings.subscriber
    }:
        raise click.UsageError(
            f"No reader {to!r}; `policywatch subscribers list --all` shows them, and --day sends a copy to anybody."
        )
    asked = day_of(house, day) if day else None
    if asked and not (to or dry_run or to_stdout):
        raise click.UsageError("--day sends a letter again: say to whom with --to, or look at it with --dry-run.")
    store, configuration = house.store, house.configuration
    if dry_run or to_stdout:
        send.enrol(store, configuration, house.now)
        readers = [one for one in store.outbox.readers() if not to or one.address == to.lower()]
        for reader in readers:
            due = asked or send.slot(reader, house.now)
            edition = edition_for(house, reader, due)
            if to_stdout:
                click.echo(send.message_for(configuration, reader, edition, house.now).decode("ascii"), nl=False)
            else:
                had = store.outbox.last_day(reader.address)
                state = "has it" if had and had >= due.isoformat() else "due"
                click.echo(f"{reader.address}\t{due}\t{state}\t{edition.subject}")
        if not readers:
            house.say("No active reader. `policywatch subscribers add ADDRESS` adds one.")
        return 0
    with at_work(house, "send") as work, days.timed(work.report, "send"):
        places = days.places(store, configuration)
        if asked and to:
            send.queue_again(store, configuration, to, asked, house.now)
        else:
            composer = compose.composer(store, configuration, house.now)
            send.queue(store, configuration, house.now, composer, work.report, only=to)
        send.deliver(store, configuration, house.now, places.outbox, work.report, only=to, stopping=work.stopping)
    if not as_json and not work.report.letters and not work.report.code and not work.report.notes:
        house.say("Nothing was due.")
    return tell(house, work, as_json)


@click.group()
def subscribers() -> None:
    """Who gets the letter, what of it, and when.

    Example: policywatch subscribers add ana@example.org --query 'platform:tiktok' --time-zone Europe/Berlin
    """


COLUMNS = {
    "Address": "address", "Name": "name", "Gets": "question", "Cadence": "cadence", "Hour": "hour",
    "Time zone": "time_zone", "State": "state", "Next": "next",
}  # fmt: skip


@subscribers.command("list")
@click.option("--all", "everyone", is_flag=True, help="Also paused and stopped readers.")
@format_options
@click.pass_obj
def subscribers_list(house: House, everyone: bool, style: str | None, as_json: bool) -> None:
    """Every reader and when the next letter is due.

    Example: policywatch subscribers list --all
    """
    from policywatch.run import send

    send.enrol(house.store, house.configuration, house.now)
    readers = house.store.outbox.readers(None if everyone else "active")
    records = [asdict(one) | {"next": time(send.next_slot(one, house.now))} for one in readers]
    print_records(records, COLUMNS, style, as_json)


def reader_from(house: House, given: dict[str, Any]) -> Any:
    """A reader from options or a row of a file; raises a usage error that names the mistake."""
    from classifier.question import QuestionError, understand
    from digest.message import AddressError, ascii_address
    from policywatch.cli.asking import known_values
    from policywatch.store.outbox import Reader

    try:
        ascii_address(given["address"])
        understand(given.get("question") or "", house.now, known_values(house), house.settings.questions())
        ZoneInfo(given.get("time_zone") or "UTC")
    except AddressError as error:
        raise click.UsageError(str(error)) from None
    except QuestionError as error:
        raise click.UsageError(f"{given['address']}: {error.drawn()}") from None
    except (KeyError, ValueError, OSError):
        raise click.UsageError(f"{given['time_zone']!r} is not a time zone; use a name such as Europe/Berlin") from None
    known = house.store.outbox.reader(given["address"]) or Reader(address=given["address"].lower())
    return replace(
        known,
        **{name: value for name, value in given.items() if value is not None and name != "address"},
        state="active",
    )


@subscribers.command("add")
@click.argument("address")
@click.option("--name", default=None, help="As it stands in the letter's To line.")
@click.option("--query", "question", default=None, help="Only what answers this, in the words of the search box.")
@click.option("--cadence", type=click.Choice(["daily", "weekly"]), default=None)
@click.option("--weekday", type=click.Choice(WEEKDAYS), default=None, help="Of a weekly letter.")
@click.option("--hour", type=click.IntRange(0, 23), default=None, help="From when on, in the reader's time zone.")
@click.option("--time-zone", default=None, help="Such as Europe/Berlin.")
@click.option("--quiet-days", "quiet", type=click.Choice(["send", "skip"]), default=None, help="A day without news.")
@click.pass_obj
def subscribers_add(house: House, /, address: str, weekday: str | None, **given: Any) -> None:
    """Add a reader, or change one.

    Example: policywatch subscribers add ana@example.org --cadence weekly --weekday friday
    """
    day = WEEKDAYS.index(weekday) if weekday else None
    reader = reader_from(house, {"address": address, "weekday": day, **given})
    with house.store.transaction():
        new = house.store.outbox.save_reader(reader, house.now)
    house.say(
        f"{reader.address} {'added' if new else 'changed'}: {reader.cadence} at {reader.hour}:00 {reader.time_zone}."
    )


@subscribers.command("remove")
@click.argument("address")
@click.pass_obj
def subscribers_remove(house: House, address: str) -> None:
    """Stop the letters to a reader; the record that they were stopped is kept.

    Example: policywatch subscribers remove ana@example.org
    """
    with house.store.transaction():
        done = house.store.outbox.set_state(address, "stopped", house.now)
    if not done:
        raise click.UsageError(f"No reader {address!r}; `policywatch subscribers list --all` shows them.")
    house.say(f"{address} gets no more letters.")


@subscribers.command("import")
@click.argument("file", type=click.File("r", encoding="utf-8-sig"))
@click.pass_obj
def subscribers_import(house: House, file: Any) -> None:
    """Add readers from a CSV file with a column `address`; all of them, or none when a row is wrong.

    Example: policywatch subscribers import readers.csv
    """
    rows = list(csv.DictReader(file))
    if rows and "address" not in rows[0]:
        raise click.UsageError(f"{file.name} has no column 'address'; its first line must name the columns.")
    allowed = {"address", "name", "question", "query", "cadence", "hour", "weekday", "time_zone", "quiet"}
    readers = []
    for number, row in enumerate(rows, 2):
        if strange := set(row) - allowed:
            raise click.UsageError(
                f"{file.name}: unknown column {sorted(map(str, strange))[0]!r}; known: {', '.join(sorted(allowed))}"
            )
        given: dict[str, Any] = {key: value or None for key, value in row.items()}
        given["question"] = given.pop("query", None) or given.get("question")
        try:
            for name in ("hour", "weekday"):
                given[name] = int(given[name]) if given.get(name) else None
            readers.append(reader_from(house, given))
        except (click.UsageError, ValueError) as error:
            said = error.message if isinstance(error, click.UsageError) else str(error)
            raise click.UsageError(f"{file.name}, line {number}: {said}") from None
    with house.store.transaction():
        new = sum(house.store.outbox.save_reader(reader, house.now) for reader in readers)
    house.say(f"{new} added, {len(readers) - new} changed.")


@click.command()
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@click.option("--release", type=int, metavar="N", help="Send a held letter once more.")
@format_options
@click.pass_obj
def outbox(house: House, limit: int, release: int | None, style: str | None, as_json: bool) -> None:
    """What became of each letter.

    Example: policywatch outbox --json
    """
    if release is not None:
        with house.store.transaction():
            released = house.store.outbox.release(release, house.now)
        if not released:
            raise click.UsageError(f"No letter {release} is held or was given up; `policywatch outbox` lists them.")
    records = [
        {
            "number": one.seq, "recipient": one.recipient, "day": one.day, "state": one.state, "attempts": one.attempts,
            "subject": one.subject, "message_id": one.message_id, "said": one.said, "queued": time(one.queued),
        }
        for one in house.store.outbox.letters(limit)
    ]  # fmt: skip
    columns = {
        "No.": "number",
        "To": "recipient",
        "Day": "day",
        "State": "state",
        "Tries": "attempts",
        "Server": "said",
    }
    print_records(records, columns, style, as_json)
