"""A person's word: label items, join and part stories."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

import click

from policywatch.cli import House
from policywatch.cli.completion import values

if TYPE_CHECKING:
    from collector.item import Item


def person() -> str:
    """Who is at the keyboard, as far as the system knows."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"


def item_of(house: House, key: str) -> Item:
    item = house.store.items.one(key)
    if item is None:
        raise click.UsageError(f"No item {key!r} is in {house.store.name}; `policywatch query` lists ids.")
    return item


@click.command()
@click.argument("key", metavar="ITEM")
@click.option(
    "--tag", "tags", multiple=True, metavar="T", shell_complete=values("tags"),
    help="A tag it deserves, the main one first; may be repeated.",
)  # fmt: skip
@click.option("--not-relevant", is_flag=True, help="It is not ours to tell.")
@click.option("--by", default=None, metavar="NAME", help="Who says so (else the user of this machine).")
@click.pass_obj
def label(house: House, key: str, tags: tuple[str, ...], not_relevant: bool, by: str | None) -> None:
    """A person's verdict on an item; it wins over the model at once and feeds the next training.

    Example: policywatch label 3f2a9c --tag threshold-change
    Example: policywatch label 3f2a9c --not-relevant
    """
    from classifier.question import unknown
    from policywatch.cli.asking import known_values
    from policywatch.run import classify
    from policywatch.run.report import Report
    from policywatch.store.labels import Label

    if bool(tags) == not_relevant:
        raise click.UsageError("Say either --tag, once or more, or --not-relevant.")
    for tag in tags:
        if fault := unknown("tag", tag, known_values(house)):
            raise click.UsageError(fault)
    item = item_of(house, key)
    with house.store.transaction():
        house.store.labels.add(Label(item=item.id, relevant=not not_relevant, tags=tags, by=by or person()), house.now)
    classify.classify(house.store, house.configuration, house.now, Report())
    house.say(f"{item.id} is {'not ours to tell' if not_relevant else ', '.join(tags)}: “{item.title}”")


@click.group()
def story() -> None:
    """A person's word on which items tell of one event; it is remembered and wins from then on.

    Example: policywatch story join s3f2a9 s77b01
    """


def judged(house: House, kind: str, first: str, second: str, by: str | None) -> None:
    """Remember a person's word and act on it."""
    from policywatch.run import classify

    known = []
    for key in (first, second):
        found = house.store.stories.one(key)
        known.append(found.id if found else item_of(house, key).id)
    try:
        classify.judge(house.store, kind, known[0], known[1], by or person(), house.now)
    except classify.JudgedNothing as error:
        raise click.UsageError(str(error)) from None


@story.command("join")
@click.argument("first", metavar="STORY|ITEM")
@click.argument("second", metavar="STORY|ITEM")
@click.option("--by", default=None, metavar="NAME")
@click.pass_obj
def story_join(house: House, first: str, second: str, by: str | None) -> None:
    """Both tell of one event.

    Example: policywatch story join s3f2a9 s77b01
    """
    judged(house, "same", first, second, by)
    house.say("They are one story now; the later id keeps answering.")


@story.command("part")
@click.argument("story", metavar="STORY")
@click.argument("item", metavar="ITEM")
@click.option("--by", default=None, metavar="NAME")
@click.pass_obj
def story_part(house: House, story: str, item: str, by: str | None) -> None:
    """The item does not belong to the story.

    Example: policywatch story part s3f2a9 77b01c
    """
    judged(house, "apart", story, item, by)
    house.say("It stands under a story of its own now.")
