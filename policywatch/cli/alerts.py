"""Alerts at the command line."""

from __future__ import annotations

import click

from policywatch.cli import House
from policywatch.cli.printing import format_options, print_records
from policywatch.cli.records import time


@click.group(invoke_without_command=True)
@click.pass_context
def alerts(ctx: click.Context) -> None:
    """Saved questions, answered as soon as something new fits them.

    Without a subcommand: look now and deliver what is due, as `policywatch run` does at its end.

    Example: policywatch alerts
    Example: policywatch alerts test bans --since 30d
    """
    if ctx.invoked_subcommand is not None:
        return
    from policywatch.cli.day import at_work, tell
    from policywatch.run import alerts, day, send

    house: House = ctx.obj
    with at_work(house, "alerts") as work, day.timed(work.report, "alerts"):
        queued = alerts.fire(house.store, house.configuration, house.now, work.report)
        outbox = day.places(house.store, house.configuration).outbox
        send.deliver(house.store, house.configuration, house.now, outbox, work.report, stopping=work.stopping)
    if not queued:
        house.say("Nothing new fits an alert." if house.settings.alert else "No [[alert]] stands in settings.toml.")
    ctx.exit(tell(house, work, False))


@alerts.command("list")
@format_options
@click.pass_obj
def alerts_list(house: House, style: str | None, as_json: bool) -> None:
    """Every alert, who gets it, and when it was last sent.

    Example: policywatch alerts list
    """
    from policywatch.run import alerts

    records = []
    for one in house.settings.alert:
        known = alerts.standing(house.store, one.name)
        records.append(
            {
                "name": one.name, "query": one.query, "to": list(one.to), "quiet_minutes": one.quiet_minutes,
                "quiet_hours": one.quiet_hours, "sent": time(known.sent) if known else None,
            }
        )  # fmt: skip
    print_records(records, {"Name": "name", "Question": "query", "To": "to", "Last sent": "sent"}, style, as_json)


@alerts.command("test")
@click.argument("name")
@click.option("--since", default="30d", show_default=True, metavar="D", help="How far back to look.")
@click.option("--query", "words", default=None, help="Try these words instead of a saved alert's.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def alerts_test(house: House, name: str, since: str, words: str | None, as_json: bool) -> None:
    """How often an alert would have fired, and with what.

    Example: policywatch alerts test bans --since 30d
    Example: policywatch alerts test new --query 'tag:fine-order jurisdiction:EU'
    """
    from classifier.question import QuestionError, understand
    from config.schema import Alert
    from policywatch.cli.asking import known_values, when
    from policywatch.run import alerts

    known = {one.name: one for one in house.settings.alert}
    if words is None and name not in known:
        raise click.UsageError(
            f"No alert {name!r} in settings.toml; `policywatch alerts list` shows them, --query tries one."
        )
    alert = Alert(name=name, query=words) if words is not None else known[name]
    start = when(since, house, "--since")
    assert start is not None
    try:
        understand(alert.query, house.now, known_values(house), house.settings.questions())
        fired = list(alerts.back_test(house.store, house.configuration, alert, start, house.now))
    except QuestionError as error:
        raise click.UsageError(f"The question cannot be read.\n{error.drawn()}") from None
    records = [{"time": time(moment), "stories": headlines} for moment, headlines in fired]
    if as_json:
        print_records(records, {"Time": "time", "Stories": "stories"}, "json")
        return
    for moment, headlines in fired:
        click.echo(f"{time(moment)}  {'; '.join(headlines)}")
    times = f"{len(fired)} time{'s' if len(fired) != 1 else ''}"
    told = len({headline for _, headlines in fired for headline in headlines})
    what = f", about {told} {'story' if told == 1 else 'stories'}" if fired else ""
    house.say(f"It would have fired {times} from {start.date()} to {house.now.date()}{what}.")
