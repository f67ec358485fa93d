"""The model at the command line: train it, and see how good it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policywatch.cli import House

if TYPE_CHECKING:
    from classifier.training import Figures, Line

GOLD = Path("tests/gold/tags.jsonl")
FLOORS = Path("tests/gold/floors.json")
SLACK = 0.005  # a figure may wobble this much without being worse: one item of two hundred

GOLD_OPTION = click.option(
    "--gold", type=click.Path(dir_okay=False, path_type=Path), default=GOLD, show_default=True, metavar="FILE",
    help="Labelled items the model was not trained on.",
)  # fmt: skip


@click.command()
@GOLD_OPTION
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Where the model goes.")
@click.option("--force", is_flag=True, help="Keep the new model even if it is worse.")
@click.pass_obj
def train(house: House, gold: Path, out: Path | None, force: bool) -> int:
    """Fit the model to the corpus and to people's labels; a model that is worse on the gold set is not kept.

    Example: policywatch train --out mine.npz, then name it in settings.toml under [classify] as model = "mine.npz"
    """
    from classifier.model import usable
    from classifier.training import CorpusError, corpus, fit, measured

    place = out or (Path(house.settings.classify.model) if house.settings.classify.model else None)
    if place is None:
        raise click.UsageError("Say where the model goes with --out FILE; the one that came with the product stays.")
    try:
        judged = people(house)
        known = (*corpus(), *judged)
        model = fit(known, house.say)
        items = gold_of(gold)
    except CorpusError as error:
        raise click.UsageError(str(error)) from error
    new = measured(model, items)
    old, _ = usable(house.settings.classify.model)
    worse = fallen(measured(old, items).told(), new.told()) if old else {}
    click.echo(table(new, full=False))
    if worse and not force:
        for name, (before, after) in worse.items():
            click.echo(f"{name} falls from {before:.3f} to {after:.3f}", err=True)
        click.echo("The new model is worse on the gold set and was not kept; --force keeps it all the same.", err=True)
        return 1
    model.dump(place)
    click.echo(f"{place}: model {model.version}, {len(known)} lines, of them {len(judged)} by people")
    return 0


@click.command()
@GOLD_OPTION
@click.option(
    "--floors", type=click.Path(dir_okay=False, path_type=Path), default=FLOORS, show_default=True, metavar="FILE",
    help="What no figure may fall below.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="The figures as one JSON object.")
@click.pass_obj
def evaluate(house: House, gold: Path, floors: Path, as_json: bool) -> int:
    """How well the model in use tells the gold set: a row per tag, how honest its probabilities are, the floors.

    Example: policywatch evaluate
    """
    from classifier.model import usable
    from classifier.training import CorpusError, measured

    model, said = usable(house.settings.classify.model)
    if model is None:
        click.echo(said, err=True)
        return 1
    try:
        found = measured(model, gold_of(gold))
    except CorpusError as error:
        raise click.UsageError(str(error)) from error
    click.echo(json.dumps({"model": model.version} | found.told()) if as_json else f"{said}\n{table(found)}")
    held = floors_of(floors)
    below = fallen(held, found.told(), 0.0)
    for name, (floor, now) in below.items():
        click.echo(f"{name} is {now:.3f}, below its floor of {floor:.3f}", err=True)
    if held and not below:
        house.say(f"All {len(held)} floors of {floors} hold.")
    elif not held:
        house.say(f"No floors to hold: {floors} is not there, or names none.")
    return 1 if below else 0


def people(house: House) -> tuple[Line, ...]:
    """People's labels from the store, as lines to train on."""
    from classifier.training import PERSON, Line

    return tuple(
        Line(id=item, title=title, text=text, relevant=label.relevant, tags=label.tags, weight=PERSON)
        for item, title, text, label in house.store.labels.for_training()
    )


def gold_of(path: Path) -> tuple[Line, ...]:
    """The gold set, or a usage error that says where it was looked for."""
    from classifier.training import gold_of

    try:
        return gold_of(path)
    except OSError as error:
        raise click.UsageError(f"No gold set at {path} ({error.strerror}); name one with --gold FILE.") from error


def floors_of(path: Path) -> dict[str, float]:
    """The floors of the tags' figures; none where there is no such file."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        return {}
    except ValueError as error:
        raise click.UsageError(f"{path} is not JSON: {error}") from error
    return {name: float(value) for name, value in told.get("tags", {}).items()}


def fallen(before: dict[str, float], after: dict[str, float], slack: float = SLACK) -> dict[str, tuple[float, float]]:
    """The figures that are lower than they were."""
    return {
        name: (value, after[name]) for name, value in before.items() if name in after and after[name] < value - slack
    }


def table(found: Figures, full: bool = True) -> str:
    """The figures as a person reads them."""
    out = [
        f"{found.items} items: relevance P {found.precision:.3f}  R {found.recall:.3f}  F1 {found.relevance_f1:.3f}  "
        f"AP {found.average_precision:.3f}",
        f"tags micro F1 {found.micro_f1:.3f}  macro F1 {found.macro_f1:.3f}  first tag right {found.first_right:.3f}",
    ]
    if full:
        out.append(f"{'tag':20} {'gold':>5} {'said':>5} {'right':>5}     P     R    F1")
        for tag, (gold, said, right) in sorted(found.per_tag.items(), key=lambda entry: (-entry[1][0], entry[0])):
            precision, recall = right / said if said else 0.0, right / gold if gold else 0.0
            both = 2 * right / (gold + said) if right else 0.0
            out.append(f"{tag:20} {gold:5} {said:5} {right:5}  {precision:.2f}  {recall:.2f}  {both:.2f}")
        out.append("said to be relevant with   items   truly relevant")
        out += [f"{mean:25.2f} {items:7} {share:16.2f}" for mean, items, share in found.reliability]
    return "\n".join(out)
