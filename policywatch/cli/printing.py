"""Records as a table for people, and as JSON, JSON Lines, CSV or Markdown for everything else."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

FORMATS = ("table", "json", "jsonl", "csv", "md")
Record = Mapping[str, Any]

# A cell that begins with one of these is run as a formula by spreadsheet programs.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


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
        click.echo(as_csv(records, columns), nl=False)
    elif style == "md":
        click.echo(as_markdown(records, columns))
    else:
        print_table(records, columns)


def cell(record: Record, field: str) -> str:
    """A field as a short text; lists are joined."""
    value = record.get(field)
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(str(one.get("tag", one)) if isinstance(one, Mapping) else str(one) for one in value)
    return str(value)


def as_csv(records: Sequence[Record], columns: Mapping[str, str]) -> str:
    """Comma-separated values that no spreadsheet takes for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for record in records:
        writer.writerow(harmless(cell(record, field)) for field in columns.values())
    return out.getvalue()


def harmless(text: str) -> str:
    """
    >>> harmless("=1+1"), harmless("-5"), harmless("plain")
    ("'=1+1", '-5', 'plain')
    """
    if text.startswith(FORMULA):
        try:
            float(text)
        except ValueError:
            return "'" + text
    return text


def as_markdown(records: Sequence[Record], columns: Mapping[str, str]) -> str:
    """A Markdown table."""

    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(text.replace("|", "\\|").replace("\n", " ") for text in cells) + " |"

    rows = [line([cell(record, field) for field in columns.values()]) for record in records]
    return "\n".join([line(list(columns)), line(["---"] * len(columns)), *rows])


def print_table(records: Sequence[Record], columns: Mapping[str, str]) -> None:
    """A table that fits the terminal; plain tab-separated text into a pipe."""
    if not sys.stdout.isatty():
        for record in records:
            click.echo(
                "\t".join(cell(record, field).replace("\t", " ").replace("\n", " ") for field in columns.values())
            )
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in columns:
        table.add_column(heading, overflow="fold")
    for record in records:
        table.add_row(*(Text(shown(cell(record, field))) for field in columns.values()))
    Console().print(table)


def shown(text: str) -> str:
    """The text without control characters: a title may not steer somebody's terminal."""
    return "".join(mark if mark.isprintable() else " " for mark in text)
