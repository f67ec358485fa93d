"""A day: demo, run, collect, classify, digest, publish."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from policywatch.cli import House
from policywatch.cli.completion import values

if TYPE_CHECKING:
    from collector.fetch import Outcome, Request
    from digest.edition import Edition
    from policywatch.run.collect import Progress
    from policywatch.run.recording import Stopping
    from policywatch.run.report import Report
    from policywatch.store.outbox import Reader


def network(house: House) -> Callable[..., Iterator[tuple[Request, Outcome]]]:
    """The real network, by the settings in force."""
    from collector.fetch import fetch_all

    return partial(fetch_all, settings=house.settings.fetch, now=house.now)


@contextmanager
def progress(house: House) -> Iterator[Progress | None]:
    """A line on the terminal that tells how far the work is; none where nobody watches."""
    if house.quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    with Bar(
        TextColumn("{task.description:<32}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task("", total=None)

        def step(name: str, done: int, total: int) -> None:
            bar.update(task, description=name[:32], completed=done, total=total)

        yield step


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """What a command works with while it has the database to itself."""

    report: Report
    progress: Progress | None
    stopping: Stopping


@contextmanager
def at_work(house: House, command: str) -> Iterator[Work]:
    """
    Alone with the database, recorded as a run, and ready to stop when asked (SIGTERM, SIGINT).

    Raises StoreBusy where another process is at it.
    """
    from policywatch.run.recording import Stopped, recorded, stoppable
    from policywatch.store.alone import alone

    with (
        alone(house.store, command) as cut_off,
        stoppable(house.quiet) as stopping,
        recorded(house.store, house.now) as report,
        progress(house) as step,
    ):
        if cut_off:
            report.notes.append(f"{cut_off} was cut off; what it had finished is kept, and this run goes on from there")
        where = ""
        try:
            yield Work(report=report, progress=step, stopping=stopping)
        except Stopped as stopped:
            where = f" {stopped}"
        if stopping():
            report.notes.append(
                f"stopped{where} when asked to (signal {stopping.signal}); what was done is kept, "
                f"and `policywatch {command}` goes on from there"
            )


def tell(house: House, work: Work, as_json: bool) -> int:
    """Print the report and give the exit code it asks for, or that of the signal which ended the work."""
    report = work.report
    if as_json:
        click.echo(json.dumps(report.told(), ensure_ascii=False, indent=2))
    else:
        for line in report.lines():
            house.say(line)
    return work.stopping.code or report.code


json_option = click.option("--json", "as_json", is_flag=True, help="The report as JSON.")


def day_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--day", metavar="D", help="The edition's day, such as 2026-05-01 (else today).")(command)


def day_of(house: House, text: str | None) -> date:
    if text is None:
        return house.now.astimezone(ZoneInfo(house.settings.digest.time_zone)).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a day; write 2026-05-01", param_hint="--day") from None


def edition_for(house: House, reader: Reader, day: date) -> Edition:
    """A reader's edition of a day; a usage error where the reader's question cannot be read."""
    from classifier.question import QuestionError
    from policywatch.run import compose

    try:
        return compose.compose_for(house.store, house.configuration, reader, day, house.now)[0]
    except QuestionError as error:
        raise click.UsageError(f"The question of {reader.address} cannot be read.\n{error.drawn()}") from None


@click.command()
@json_option
@click.pass_obj
def run(house: House, as_json: bool) -> int:
    """Collect, classify, compose, publish and send: what cron or a timer calls.

    Example: policywatch run
    """
    from policywatch.run import day

    with at_work(house, "run") as work:
        where = day.places(house.store, house.configuration)
        fetch = partial(network(house), stopping=work.stopping)
        day.run(
            house.store, house.configuration, fetch, house.now, where, work.report,
            progress=work.progress, stopping=work.stopping,
        )  # fmt: skip
    if not as_json and not work.stopping():
        house.say(f"Letter    {where.outbox}")
        house.say(f"Archive   {where.archive / 'index.html'}")
    return tell(house, work, as_json)


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]…", shell_complete=values("sources"))
@click.option("--replay", is_flag=True, help="Read the kept documents again, without the network; never news.")
@json_option
@click.pass_obj
def collect(house: House, sources: Sequence[str], replay: bool, as_json: bool) -> int:
    """Read the sources that are due, or those named whether they are due or not.

    Example: policywatch collect youtube-blog ftc-press
    """
    from policywatch.run import collect as collecting
    from policywatch.run import pages
    from policywatch.run.articles import read_articles
    from policywatch.run.recording import timed, until

    declared, settings, store = house.sources, house.settings.fetch, house.store
    known = {source.id for source in declared}
    for name in sources:
        if name not in known:
            raise click.UsageError(f"No source {name!r}; `policywatch sources list --all` shows them.")
    with at_work(house, "collect") as work, timed(work.report, "collect"):
        if replay:
            collecting.replay(store, declared, work.report, sources, until(work.stopping, work.progress))
        else:
            fetch = partial(network(house), stopping=work.stopping)
            collecting.collect(store, declared, settings, fetch, house.now, work.report, sources, work.progress)
            if not work.stopping():
                pages.watch(store, declared, settings, fetch, house.now, work.report, sources, work.progress)
            if not work.stopping():
                read_articles(store, declared, fetch, house.now, work.report, sources)
    return tell(house, work, as_json)


@click.command()
@click.option("--again", is_flag=True, help="Read everything again, with today's readers; never news.")
@json_option
@click.pass_obj
def classify(house: House, again: bool, as_json: bool) -> int:
    """Annotate what is new and file it under its story.

    Example: policywatch classify --again
    """
    from policywatch.run import classify
    from policywatch.run.recording import timed, until

    with at_work(house, "classify") as work, timed(work.report, "classify"):
        step = until(work.stopping, work.progress)
        classify.classify(house.store, house.configuration, house.now, work.report, again=again, progress=step)
    return tell(house, work, as_json)


@click.command()
@day_option
@click.option(
    "--preview", "folder", type=click.Path(path_type=Path), metavar="DIR",
    help="Write letter.html, .txt and .eml, and .png when Chromium is there.",
)  # fmt: skip
@click.option("--to", metavar="ADDRESS", help="As this reader would get it; nothing is queued.")
@click.option("--json", "as_json", is_flag=True, help="The edition as JSON.")
@click.pass_obj
def digest(house: House, day: str | None, folder: Path | None, to: str | None, as_json: bool) -> None:
    """Compose the edition of a day and print it; one that was told stands as it was told.

    Example: policywatch digest --day 2026-05-01 --preview letter
    """
    from digest import letter
    from policywatch.run import compose, preview, send

    reader = preview.NOBODY
    if to:
        send.enrol(house.store, house.configuration, house.now)
        known = house.store.outbox.reader(to)
        if known is None:
            raise click.UsageError(f"No reader {to!r}; `policywatch subscribers list --all` shows them.")
        reader = known
        edition = edition_for(house, reader, day_of(house, day) if day else send.slot(reader, house.now))
    else:
        edition = compose.compose_day(house.store, house.configuration, day_of(house, day), house.now)
    if as_json:
        click.echo(json.dumps(edition.content(), ensure_ascii=False, indent=2))
    elif folder is None:
        click.echo(letter.write(edition, house.settings.archive.base_url).text)
    if folder is not None:
        for path in preview.preview(edition, house.configuration, folder, house.now, reader):
            house.say(f"Wrote {path}")


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="Where to (else [archive] out of settings.toml)."
)
@click.option("--prune", is_flag=True, help="Remove files of ours that no data stands behind any more.")
@click.option("--no-search", is_flag=True, help="Make no search index.")
@click.pass_obj
def publish(house: House, out: Path | None, prune: bool, no_search: bool) -> None:
    """Write the static archive, only what changed.

    Example: policywatch publish --out /srv/www/policywatch
    """
    from policywatch.run import day, publish

    folder = out or day.places(house.store, house.configuration).archive
    with progress(house) as step:
        done = publish.publish_all(house.store, house.configuration, folder, step, prune, not no_search)
    house.say(f"{done.written:,} of {done.files:,} files written to {folder}")
    if done.left:
        house.say(f"{len(done.left):,} without data removed")


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("policywatch-demo"), show_default=True, metavar="DIR"
)
@click.pass_obj
def demo(house: House, out: Path) -> None:
    """The whole day on the sample sources that come with the product, offline.

    Example: policywatch demo --out /tmp/demo
    """
    from policywatch.run import demo

    demo.demo(out, house.say)
