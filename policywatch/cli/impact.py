"""What changes of terms mean for one's own channels, on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from policywatch.cli import House
from policywatch.cli.asking import when
from policywatch.cli.printing import format_options, print_records
from policywatch.cli.records import change_told

if TYPE_CHECKING:
    from classifier.impact import Channel, Impact, RuleChange

IMPACT_COLUMNS = {
    "Announced": "announced", "Programme": "of", "Change": "changed", "Status": "status", "Effective": "effective",
    "For your channels": "told",
}  # fmt: skip
LIST_MOST = 5_000_000  # bytes; a list of a million channels is somebody else's file


@click.command()
@click.option(
    "--channels", "listed", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE.csv",
    help="Your channels: name, country, platform, programs, followers, watch_hours …; else [[channel]] of settings.",
)  # fmt: skip
@click.option("--since", metavar="D", help="Changes told since then.")
@click.option("--program", "programs", multiple=True, metavar="P", help="Only a programme's changes.")
@format_options
@click.pass_obj
def impact(
    house: House, listed: Path | None, since: str | None, programs: tuple[str, ...], style: str | None, as_json: bool
) -> None:
    """What each change of a programme's bars does to your channels: newly eligible, lose, cannot say.

    A number your list lacks is unknown, never zero. JSON names the channels.

    Example: policywatch impact --channels channels.csv --since 30d
    """
    from classifier.consensus import Telling
    from classifier.impact import BARS, EITHER_OR, rule_changes
    from classifier.impact import impact as impact_of
    from policywatch.store.registry import entries

    channels = channels_of(house, listed)
    shelf = {one.id for one in house.configuration.gazetteer.programs} if programs else set()
    if strange := [name for name in programs if name not in shelf]:
        from policywatch.cli.registry import nearest

        raise click.UsageError(f"No programme {strange[0]!r}. {nearest(strange[0], sorted(shelf))}")
    told = [
        Telling(
            fact=one.fact, item=one.fact.evidence.item, source=one.source, source_class=one.source_class,
            at=one.observed,
        )
        for one in entries(house.store, programs=programs, metrics=BARS)
    ]  # fmt: skip
    after = when(since, house, "--since")
    found = [one for one in rule_changes(told) if after is None or one.day >= after.date().isoformat()]
    records = [impact_record(one, impact_of(one.facts, channels, EITHER_OR, one.told_only_for)) for one in found]
    print_records(records, IMPACT_COLUMNS, style, as_json)
    if not records:
        house.say("No change of a programme's bars was read in that time.")


def channels_of(house: House, listed: Path | None) -> tuple[Channel, ...]:
    """The channels of the list, else of the settings; without any there is nothing to measure."""
    from classifier.impact import BARS, Channel, ChannelError, channels_in

    if listed is not None:
        if listed.stat().st_size > LIST_MOST:
            raise click.UsageError(f"{listed} is larger than {LIST_MOST:,} bytes; that is no list of channels.")
        try:
            channels = channels_in(listed.read_text(encoding="utf-8-sig"))
        except (ChannelError, UnicodeDecodeError) as error:
            raise click.UsageError(f"{listed}: {error}") from None
        if not channels:
            raise click.UsageError(f"{listed} names no channel; each line after the first is one.")
        return channels
    own = house.settings.channel
    if not own:
        raise click.UsageError(
            "No channel to measure: give --channels FILE.csv, or write [[channel]] in settings.toml."
        )
    for one in own:
        if strange := set(one.figures) - BARS:
            raise click.UsageError(
                f"settings.toml: channel {one.name!r} has figures nobody can measure: {', '.join(sorted(strange))}."
            )
    return tuple(
        Channel(
            name=one.name, numbers=dict(one.figures), country=one.country, programs=frozenset(one.programs),
            platform=one.platform or "",
        )
        for one in own
    )  # fmt: skip


def impact_record(change: RuleChange, found: Impact) -> dict[str, Any]:
    """A change and what it does, as the command line prints it."""
    facts = change.facts
    bars = [
        {
            "metric": one.metric, "before": one.before, "after": one.after, "unit": one.unit, "change": one.change,
            "scope": one.scope, "evidence": one.evidence.text, "item": one.evidence.item,
        }
        for one in facts
    ]  # fmt: skip
    return {
        "program": change.program or None, "platform": change.platform or None,
        "of": change.program or change.platform, "announced": change.day,
        "effective": next((one.effective for one in facts if one.effective), None), "status": facts[0].status,
        "confidence": change.claims[0].confidence, "changed": "; ".join(f"{one['metric']} {said(one)}" for one in bars),
        "bars": bars, "told": found.told, "newly_eligible": list(found.newly), "lose": list(found.lose),
        "stay_in": list(found.stay_in), "stay_out": list(found.stay_out), "cannot_say": list(found.cannot_say),
        "items": list(change.items),
    }  # fmt: skip


def said(bar: dict[str, Any]) -> str:
    return change_told(bar) if bar["after"] is not None else "no longer asked"
