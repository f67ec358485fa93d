"""Asking: query, show, stories, why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import click

from classifier.question import Question, QuestionError, moment, understand, unknown, values_of
from classifier.question import given as asked_with
from policywatch.cli import House
from policywatch.cli.completion import values
from policywatch.cli.printing import format_options, print_records
from policywatch.cli.records import item_record, story_record

QUERY_COLUMNS = {
    "Date": "day",
    "Title": "title",
    "Tags": "tag_names",
    "Platforms": "platforms",
    "Source": "source",
    "Id": "id",
}
# The most important stories are sought among so many of the newest that answer.
MOST_RANKED = 1_000
STORY_COLUMNS = {"Last seen": "day", "Headline": "headline", "Tags": "tags", "Voices": "voices", "Id": "id"}


def filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """The filters that query and stories share."""
    for option in reversed(
        [
            click.argument("words", nargs=-1),
            click.option(
                "--tag",
                "tags",
                multiple=True,
                metavar="T",
                shell_complete=values("tags"),
                help="A tag of the taxonomy; may be repeated.",
            ),
            click.option(
                "--platform",
                "platforms",
                multiple=True,
                metavar="P",
                shell_complete=values("platforms"),
                help="A platform's id, such as tiktok.",
            ),
            click.option(
                "--program",
                "programs",
                multiple=True,
                metavar="P",
                shell_complete=values("programs"),
                help="A programme's id.",
            ),
            click.option(
                "--matter",
                "matters",
                multiple=True,
                metavar="M",
                shell_complete=values("matters"),
                help="A matter's id.",
            ),
            click.option("--jurisdiction", "jurisdictions", multiple=True, metavar="J", help="US, US-CA, EU, FR …"),
            click.option(
                "--source",
                "sources",
                multiple=True,
                metavar="S",
                shell_complete=values("sources"),
                help="A source's id.",
            ),
            click.option(
                "--source-class", "source_classes", multiple=True, metavar="C", help="official, filing, wire, press …"
            ),
            click.option("--since", metavar="D", help="A date, a time, today, yesterday, 7d, 3w, 2mo."),
            click.option("--until", metavar="D", help="The same; that day itself is left out."),
            click.option(
                "--status", "statuses", multiple=True, metavar="S", help="in_force, announced, proposed, rumor …"
            ),
            click.option("--has", multiple=True, type=click.Choice(["facts", "program", "matter", "summary"])),
            click.option(
                "--min-score", type=click.FloatRange(0, 1), default=0.0, metavar="X", help="Of a tag, 0 to 1."
            ),
            click.option("--limit", type=click.IntRange(1, 1_000_000), default=50, show_default=True, metavar="N"),
            click.option("--sort", type=click.Choice(["newest", "relevance"]), default="newest", show_default=True),
        ]
    ):
        command = option(command)
    return format_options(command)


def known_values(house: House) -> dict[str, list[str]]:
    """The values that fields of a question may have, read from the configuration in force."""
    return values_of(house.configuration)


def when(text: str | None, house: House, option: str) -> datetime | None:
    if text is None:
        return None
    try:
        return moment(text, house.now)
    except QuestionError as error:
        raise click.BadParameter(str(error), param_hint=option) from None


def asked(house: House, words: tuple[str, ...], given: Mapping[str, Any]) -> Question:
    """The question of the options and the search box together; mistakes are usage errors that name the nearest word."""
    try:
        question = understand(joined(words), house.now, None, house.settings.questions())
    except QuestionError as error:
        raise click.UsageError(f"The question cannot be read.\n{error.drawn()}") from None
    for name in (
        "tags",
        "platforms",
        "programs",
        "matters",
        "jurisdictions",
        "sources",
        "source_classes",
        "statuses",
        "has",
    ):
        question = asked_with(question, **{name: (*getattr(question, name), *given[name])})
    for name in ("since", "until"):
        if given[name] is not None:
            question = asked_with(question, **{name: when(given[name], house, f"--{name}")})
    question = asked_with(question, min_score=given["min_score"] or question.min_score)
    if question.since and question.until and question.since >= question.until:
        raise click.UsageError(
            f"Nothing lies from {question.since:%Y-%m-%d %H:%M} until {question.until:%Y-%m-%d %H:%M} UTC; "
            "--until takes the later day, which itself is left out."
        )
    for name, said in (("status", question.statuses), ("source-class", question.source_classes)):
        for one in said:
            if fault := unknown(name, one, {}):
                raise click.UsageError(fault)
    named = {*question.tags, *question.platforms, *question.programs, *question.matters}
    if named and not named <= house.likely_ids:
        values = known_values(house)
        for field, name in (("tags", "tag"), ("platforms", "platform"), ("programs", "program"), ("matters", "matter")):
            for one in getattr(question, field):
                if fault := unknown(name, one, dict(values)):
                    raise click.UsageError(fault)
    return question


def nothing_found(house: House, question: Question) -> None:
    """Say that nothing answers, and which source or country of the question nobody ever heard of."""
    gazetteer = house.configuration.gazetteer
    known = {"source": [one.id for one in house.sources], "jurisdiction": [one.id for one in gazetteer.places]}
    for name, said in (("source", question.sources), ("jurisdiction", question.jurisdictions)):
        for one in said:
            if fault := unknown(name, one, known):
                house.say(f"As it stands in the configuration, {fault}.")
    house.say("Nothing answers that question. `policywatch query --help` shows the filters.")


def joined(words: tuple[str, ...]) -> str:
    """The words of the command line as one search box; what the shell unquoted is a phrase again."""
    parts = []
    for word in words:
        if " " in word and '"' not in word and ":" not in word and len(words) > 1:
            word = f'"{word}"'
        parts.append(word)
    return " ".join(parts)


@click.command()
@filters
@click.option("--unsure", is_flag=True, help="Items the model cannot decide, for a person to label.")
@click.option("--all", "everything", is_flag=True, help="Also items that are not ours to tell.")
@click.pass_obj
def query(
    house: House, /, words: tuple[str, ...], limit: int, sort: str, style: str | None, as_json: bool, unsure: bool,
    everything: bool, **given: Any,
) -> None:  # fmt: skip
    """Tagged items that answer a question, newest first.

    Example: policywatch query --tag divestiture-ban --platform tiktok --since 7d
    Example: policywatch query 'tag:threshold-change since:30d "partner program" -rumor'
    """
    from policywatch.store import asking

    question = asked(house, words, given)
    band: tuple[float, ...] = ()
    if unsure:
        from classifier.model import unsure_band

        band = unsure_band(house.settings.classify)
    if unsure or everything:
        question = asked_with(question, relevant=None)
    found = asking.ids(house.store, question, limit, newest=sort == "newest", band=band)
    items, said = house.store.items.get(found), house.store.annotations.of(found)
    stories = house.store.stories.of_items(found)
    records = []
    for one in found:
        record = item_record(items[one], said.get(one), stories.get(one))
        records.append(record)
    if as_json or style in ("json", "jsonl"):
        print_records(records, QUERY_COLUMNS, style, as_json)
    else:
        rows = [
            record
            | {
                "day": (record["published"] or record["observed"])[:10],
                "tag_names": [tag["tag"] for tag in record["tags"]],
            }
            for record in records
        ]
        print_records(rows, QUERY_COLUMNS, style)
    if not found:
        nothing_found(house, question)


@click.command()
@filters
@click.pass_obj
def stories(
    house: House, /, words: tuple[str, ...], limit: int, sort: str, style: str | None, as_json: bool, **given: Any
) -> None:
    """Stories whose items answer a question.

    Example: policywatch stories --until 2026-03-25 --platform tiktok
    """
    question = asked(house, words, given)
    order = stories_answering(house, question, limit if sort == "newest" else MOST_RANKED)
    told = house.store.stories.get(order)
    chosen = [told[one] for one in order if one in told]
    if sort == "relevance":
        chosen.sort(key=lambda story: (-story.importance, story.id))
    records = [story_record(story) for story in chosen[:limit]]
    if as_json or style in ("json", "jsonl"):
        print_records(records, STORY_COLUMNS, style, as_json)
    else:
        print_records([record | {"day": str(record["last_seen"])[:10]} for record in records], STORY_COLUMNS, style)
    if not chosen:
        nothing_found(house, question)


def stories_answering(house: House, question: Question, wanted: int) -> list[str]:
    """The ids of the newest stories whose items answer; only as many items are asked for as that takes."""
    from policywatch.store import asking

    most = 4 * wanted
    while True:
        found = asking.ids(house.store, question, most)
        under = house.store.stories.of_items(found)
        order = list(dict.fromkeys(under[one] for one in found if one in under))
        if len(order) >= wanted or len(found) < most:
            return order
        most *= 4


@click.command()
@click.argument("key", metavar="ITEM|STORY")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def show(house: House, key: str, as_json: bool) -> None:
    """Everything known about one item, story or page change, with the evidence marked in the words.

    Example: policywatch show 3f2a9c
    """
    from policywatch.cli.changes import show_change
    from policywatch.cli.showing import show_item, show_story

    recorded = house.store.pages.one(key)
    if story := house.store.stories.one(key):
        show_story(house, story, as_json)
    elif item := house.store.items.one(key):
        show_item(house, item, as_json)
        if recorded is not None and not as_json:
            click.echo()
            show_change(house, recorded, as_json)
    elif recorded is not None:
        show_change(house, recorded, as_json)
    else:
        where = f"is in {house.store.name}; `policywatch query` lists ids."
        raise click.UsageError(f"No item, story or change {key!r} {where}")


@click.command()
@click.argument("key", metavar="ITEM|URL")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def why(house: House, key: str, as_json: bool) -> None:
    """Why an item is, or is not, in the edition: every step and its reason.

    Example: policywatch why https://example.org/news/creator-fund
    """
    from policywatch.cli.showing import steps_of

    steps = steps_of(house, key)
    if as_json:
        print_records(
            [{"step": step, "said": said} for step, said in steps], {"Step": "step", "What was decided": "said"}, "json"
        )
        return
    width = max(len(step) for step, _ in steps)
    for step, said in steps:
        click.echo(f"{step:<{width}}  {said}")
