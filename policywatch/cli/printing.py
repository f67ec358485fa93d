"""Records as a table for people, and as JSON, JSON Lines, CSV or Markdown for everything else."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from digest.exports import as_csv, cell

FORMATS = ("table", "json", "jsonl", "csv", "md")
Record = Mapping[str, Any]

# A column of sentences narrower than this is a column of broken words: the records are printed as blocks then.
NARROWEST = 28
SENTENCE = 40
GAP = 3


def format_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--format` and `--json`."""
    command = click.option("--json", "as_json", is_flag=True, help="Short for --format json.")(command)
    return click.option(
        "--format",
        "style",
        type=click.Choice(FORMATS),
        default=None,
        help="How to print; a table is the default.",
    )(command)


def print_records(
    records: Sequence[Record], columns: Mapping[str, str], style: str | None, as_json: bool = False
) -> None:
    """
    Print records; `columns` maps the heading of a table's column to the field it shows.

    JSON and JSON Lines hold the whole records, the other forms the columns.
    """
    style = "json" if as_json else style or "table"
    if style == "json":
        click.echo(json.dumps(list(records), ensure_ascii=False, indent=2, default=str))
    elif style == "jsonl":
        for record in records:
            click.echo(json.dumps(record, ensure_ascii=False, default=str))
    elif style == "csv":
        click.echo(as_csv(records, columns, "\n"), nl=False)
    elif style == "md":
        click.echo(as_markdown(records, columns))
    else:
        print_table(records, columns)


def as_markdown(records: Sequence[Record], columns: Mapping[str, str]) -> str:
    """A Markdown table."""

    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(text.replace("|", "\\|").replace("\n", " ") for text in cells) + " |"

    rows = [line([cell(record.get(field)) for field in columns.values()]) for record in records]
    return "\n".join([line(list(columns)), line(["---"] * len(columns)), *rows])


def print_table(records: Sequence[Record], columns: Mapping[str, str]) -> None:
    """A table that fits the terminal, or blocks where it would not; plain tab-separated text into a pipe."""
    if not sys.stdout.isatty():
        for record in records:
            click.echo(
                "\t".join(cell(record.get(field)).replace("\t", " ").replace("\n", " ") for field in columns.values())
            )
        return
    rows = [{name: shown(cell(record.get(field))).strip() for name, field in columns.items()} for record in records]
    faded = [bool(record.get("stale")) for record in records]
    filled = [name for name in columns if any(row[name] for row in rows)]
    width = shutil.get_terminal_size().columns
    widths = fitted(rows, filled, width)
    if widths:
        print_columns(rows, widths, faded)
    else:
        print_blocks(rows, filled, width, faded)


def fitted(rows: Sequence[Mapping[str, str]], names: Sequence[str], width: int) -> dict[str, int]:
    """The width of each column where no word has to be broken and sentences have room; empty where they have not."""
    longest = {name: max(len(name), *(len(row[name]) for row in rows)) for name in names}
    words = {name: max(len(word) for row in rows for word in (name, *row[name].split())) for name in names}
    least = {name: max(words[name], NARROWEST) if longest[name] > SENTENCE else words[name] for name in names}
    spare = width - sum(least.values()) - GAP * (len(names) - 1)
    if spare < 0:
        return {}
    for name in sorted(names, key=lambda name: longest[name] - least[name], reverse=True):
        more = min(spare, longest[name] - least[name])
        least[name] += more
        spare -= more
    return least


def print_columns(rows: Sequence[Mapping[str, str]], widths: Mapping[str, int], faded: Sequence[bool]) -> None:
    """A heading, a rule, and a line or more a record, words kept whole; what is `faded` is old and greyed."""
    gap = " " * GAP
    click.secho(gap.join(f"{name:<{width}}" for name, width in widths.items()).rstrip(), bold=True)
    click.echo(gap.join("─" * width for width in widths.values()))
    for row, old in zip(rows, faded, strict=True):
        cells = {
            name: textwrap.wrap(row[name], width, break_on_hyphens=False) or [""] for name, width in widths.items()
        }
        for place in range(max(map(len, cells.values()))):
            line = [f"{cells[name][place] if place < len(cells[name]) else '':<{widths[name]}}" for name in widths]
            click.secho(gap.join(line).rstrip(), dim=old or None)


def print_blocks(
    rows: Sequence[Mapping[str, str]], names: Sequence[str], width: int, faded: Sequence[bool]
) -> None:
    """Each record as its most wordy field, and the others below it; a bare number says what it counts."""
    head = max(names, key=lambda name: sum(row[name].count(" ") for row in rows), default="")
    for row, old in zip(rows, faded, strict=True):
        for line in textwrap.wrap(row[head], width) or [""]:
            click.secho(line, bold=True, dim=old or None)
        others = ((name, row[name]) for name in names if name != head and row[name])
        rest = " · ".join(f"{name.lower()} {value}" if value.isdigit() else value for name, value in others)
        for line in textwrap.wrap(rest, width - 2, break_long_words=False, break_on_hyphens=False):
            click.secho(f"  {line}", dim=old or None)


def shown(text: str) -> str:
    """The text without control characters: a title may not steer somebody's terminal."""
    return "".join(mark if mark.isprintable() else " " for mark in text)
