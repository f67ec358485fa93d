"""Keeping house: init, sources, doctor, migrate, backup, verify."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import click

from policywatch.cli import House
from policywatch.cli.completion import values
from policywatch.cli.printing import format_options, print_records
from policywatch.cli.records import time


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("config"), metavar="[DIR]")
@click.option("--force", is_flag=True, help="Write over files that are there.")
@click.pass_obj
def init(house: House, folder: Path, force: bool) -> None:
    """Copy the default configuration out, to be edited.

    Example: policywatch init my-config
    """
    from config.load import copy_to

    written = copy_to(folder, force)
    house.say(f"Wrote {len(written)} files to {folder}. Edit sources.toml and settings.toml, then:")
    house.say(f"  policywatch --config {folder} doctor")


@click.group()
def sources() -> None:
    """List, check, show and exchange sources.

    Example: policywatch sources list --json
    """


SOURCE_COLUMNS = {
    "Id": "id",
    "Kind": "kind",
    "Class": "source_class",
    "State": "state",
    "Last good": "good",
    "On": "enabled",
}


@sources.command("list")
@click.option("--all", "everything", is_flag=True, help="Also those that are switched off.")
@format_options
@click.pass_obj
def sources_list(house: House, everything: bool, style: str | None, as_json: bool) -> None:
    """Every declared source and how it is.

    Example: policywatch sources list --all
    """
    states = house.store.sources.all()
    records = []
    for source in house.configuration.sources:
        if not (source.enabled or everything):
            continue
        state = states.get(source.id)
        records.append(
            {
                "id": source.id, "name": source.name, "kind": source.kind, "url": source.url,
                "source_class": source.source_class, "platform": source.platform, "jurisdiction": source.jurisdiction,
                "enabled": source.enabled, "state": state.state if state else "new",
                "reason": state.reason if state else "", "good": time(state.good) if state else None,
                "newest": time(state.newest) if state else None, "due": time(state.due) if state else None,
            }
        )  # fmt: skip
    print_records(records, SOURCE_COLUMNS, style, as_json)


@sources.command("show")
@click.argument("key", metavar="ID", shell_complete=values("sources"))
@click.option("--history", is_flag=True, help="Of a watched page: every verdict, the suppressed ones too.")
@format_options
@click.pass_obj
def sources_show(house: House, key: str, history: bool, style: str | None, as_json: bool) -> None:
    """How one source is declared and how it is; with --history what a watched page has shown.

    Example: policywatch sources show page-yt-ypp-overview --history
    """
    source = next((one for one in house.configuration.sources if one.id == key), None)
    if source is None:
        raise click.UsageError(f"No source {key!r}; `policywatch sources list --all` shows them.")
    if history:
        from policywatch.cli.changes import page_history

        if source.kind != "page":
            raise click.UsageError(f"{key} is a {source.kind}; only watched pages have a history of texts.")
        page_history(house, key, style, as_json)
        return
    from collector.health import History

    state = house.store.sources.all().get(key)
    record: dict[str, Any] = {
        **source.model_dump(mode="json"),
        "state": state.state if state else "new",
        "reason": state.reason if state else "",
        "good": time(state.good) if state else None,
        "newest": time(state.newest) if state else None,
        "rhythm": History.of(state.history).rhythm if state else "",
        "due": time(state.due) if state else None,
    }
    if style in (None, "table") and not as_json:
        for name, value in record.items():
            if value not in (None, "", [], {}):
                click.echo(f"{name:<16} {value}")
        return
    print_records([record], {name: name for name in record}, style, as_json)


@sources.command("check")
@click.argument("ids", nargs=-1, metavar="[SOURCE]…", shell_complete=values("sources"))
@format_options
@click.pass_obj
def sources_check(house: House, ids: tuple[str, ...], style: str | None, as_json: bool) -> int:
    """Fetch sources now and say what they hold; nothing is stored.

    Example: policywatch sources check youtube-blog
    """
    from collector.fetch import FetchError, Unchanged, fetch_all
    from collector.kinds import KINDS
    from collector.reading import Unreadable
    from policywatch.run.collect import request_for

    configuration = house.configuration
    chosen = [one for one in configuration.sources if (one.id in ids if ids else one.enabled)]
    for missing in set(ids) - {one.id for one in chosen}:
        raise click.UsageError(
            f"No source {missing!r} in the configuration; `policywatch sources list --all` shows them."
        )
    by_id = {one.id: one for one in chosen}
    records: list[dict[str, Any]] = []
    asked = [one for one in chosen if one.kind in KINDS and one.kind != "folder"]
    requests = [request_for(one, None, configuration.settings.fetch, house.now) for one in asked]
    for request, outcome in fetch_all(requests, settings=configuration.settings.fetch, now=house.now):
        record: dict[str, Any] = {"id": request.source_id, "state": "ok", "items": 0, "newest": None, "said": ""}
        if isinstance(outcome, FetchError):
            record |= {"state": "failing", "said": outcome.sentence}
        elif not isinstance(outcome, Unchanged):
            try:
                reading = KINDS[by_id[request.source_id].kind](by_id[request.source_id], outcome, house.now)
            except Unreadable as error:
                record |= {"state": "failing", "said": error.sentence}
            else:
                newest = max((item.published for item in reading.items if item.published), default=None)
                record |= {
                    "items": len(reading.items),
                    "newest": time(newest),
                    "state": "ok" if reading.items else "empty",
                }
                record["said"] = ", ".join(reading.flags)
        records.append(record)
    records.sort(key=lambda record: (record["state"] == "ok", record["id"]))
    columns = {"State": "state", "Id": "id", "Items": "items", "Newest": "newest", "What it said": "said"}
    print_records(records, columns, style, as_json)
    return 1 if any(record["state"] == "failing" for record in records) else 0


@click.command()
@click.option("--mail", "about_mail", is_flag=True, help="Only what mail services ask of a sender.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def doctor(house: House, about_mail: bool, as_json: bool) -> int:
    """What is wrong with this installation, and what to do.

    Example: policywatch doctor
    """
    from policywatch.run.doctor import examine

    findings = examine(house.folder, house.url, os.environ, about_mail)
    if as_json:
        click.echo(json.dumps([finding.told() for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            click.echo(f"{'ok ' if finding.good else 'BAD'}  {finding.about:<14} {finding.said}")
            if finding.todo:
                click.echo(f"     {'':<14} → {finding.todo}")
    return 0 if all(finding.good for finding in findings) else 1


@click.command()
@click.pass_obj
def migrate(house: House) -> None:
    """Bring an older database up to this version; a copy of it is kept beside it.

    Example: policywatch migrate
    """
    from policywatch.store.engine import HEAD, connect, make_ready

    came_from = make_ready(connect(house.database))
    house.say(
        f"The database stands at {HEAD}." + (f" It came from {came_from}." if came_from else " Nothing was to do.")
    )


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def backup(house: House, file: Path) -> None:
    """A consistent copy of the database, also while others use it.

    Example: policywatch backup policywatch-2026-05-01.db
    """
    size = house.store.copy_to(file)
    house.say(f"Wrote {file} ({size // 1024:,} KB) and checked it.")


@click.command()
@click.pass_obj
def verify(house: House) -> int:
    """Check the database and the kept documents.

    Example: policywatch verify
    """
    faults = house.store.verify()
    for fault in faults:
        click.echo(fault)
    house.say(f"{house.store.name}: " + ("nothing wrong" if not faults else f"{len(faults)} faults"))
    return 1 if faults else 0
