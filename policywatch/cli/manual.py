"""The manual: docs/cli.md, made from the commands themselves. `python -m policywatch.cli.manual > docs/cli.md`."""

# ruff: noqa: E501 - a table of Markdown cannot be broken

from __future__ import annotations

import inspect
from collections.abc import Iterator

import click

from policywatch.cli import group

INTRO = """# policywatch(1): the command line

This page is made from the program (`python -m policywatch.cli.manual > docs/cli.md`), and a test holds the two together.

    policywatch [GLOBAL OPTIONS] COMMAND [OPTIONS] [ARGUMENTS]

Results go to standard output, everything said to a person to standard error. A terminal gets a table that fits it; a pipe
gets the same columns as plain text separated by tabs. Times are ISO 8601 in UTC.

## Exit codes

| code | meaning |
| --- | --- |
| 0 | done |
| 1 | done, but something failed that the report names (a source down, a recipient refused, a check not passed) |
| 2 | wrong use or wrong configuration; nothing was changed |
| 3 | the store or the outbox cannot be used; also when another process is at work on it (it is named, with its pid and since when) |
| 130, 143 | stopped by Ctrl-C or SIGTERM; what was done is kept, and the same command goes on from there |

## Environment

| variable | meaning |
| --- | --- |
| `POLICYWATCH_CONFIG` | configuration folder, where `--config` is not given |
| `POLICYWATCH_DB` | database URL, where `--db` is not given |
| `POLICYWATCH_SMTP_PASSWORD`, `POLICYWATCH_SECRET`, `POLICYWATCH_LLM_KEY`, `POLICYWATCH_COURTLISTENER_KEY` | secrets; never in a file, never printed |

## The search box

`query`, `stories`, saved questions, letter filters and alerts read the same words:

| write | to find |
| --- | --- |
| `fee` | items with this word in title or text |
| `"partner program"` | the phrase |
| `-rumor`, `-"press release"` | not these |
| `tag:threshold-change` | a tag of the taxonomy; `tag:a,b` either, `-tag:a` not |
| `platform:tiktok`, `program:…`, `matter:…`, `jurisdiction:US-CA` | who and what it is about |
| `source:ftc-press`, `class:official`, `-class:blog` | where it was read |
| `status:proposed` | in_force, announced, proposed, test, reported, rumor, denied, reversed, delayed … |
| `has:facts` | items with facts, a program, a matter, a summary |
| `since:30d`, `until:2026-05-01` | a date, a time, `today`, `yesterday`, `36h`, `7d`, `3w`, `2mo`, `1y`; until leaves that moment out |
| `score:0.8` | tags of at least this probability |
| `saved:NAME` | a question saved in settings.toml |

Words and fields all have to hold. A mistake is answered with its position and the nearest word there is. Newest first is
the order; `--sort relevance` ranks the newest few hundred matches by how much they are about the words.

## Formats

`--format table` (the default), `json` (one array), `jsonl` (one object a line), `csv` (RFC 4180; cells that a spreadsheet
would run as a formula begin with an apostrophe), `md`. `--json` is short for `--format json`. JSON holds whole records
(fields: [data-schema.md](data-schema.md)), the other formats the columns of the table.
"""


def commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """A command and all below it with their full names, in the order of `--help`."""
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=name)
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            if found is not None and not found.hidden:
                yield f"{name} {inner}", found
                yield from commands(found, f"{name} {inner}")


def options(command: click.Command) -> Iterator[tuple[str, str]]:
    """The options of a command as they are written, each with what it does."""
    context = click.Context(command)
    for param in command.get_params(context):
        record = param.get_help_record(context)
        if isinstance(param, click.Option) and record and not param.hidden and "--help" not in param.opts:
            yield record


def section(name: str, command: click.Command, level: str = "##") -> str:
    """A command's part of the manual: usage, what it does, examples, options."""
    context = click.Context(command, info_name=name)
    usage = " ".join(command.collect_usage_pieces(context))
    lines = inspect.cleandoc(command.help or "").split("\n")
    told = " ".join(line for line in lines if line and not line.startswith("Example:"))
    examples = [line.removeprefix("Example:").strip() for line in lines if line.startswith("Example:")]
    parts = [f"{level} {name}", f"    {name} {usage}", told]
    if examples:
        parts.append("\n".join(f"    $ {example}" for example in examples))
    rows = [f"| `{written}` | {cell(what)} |" for written, what in options(command)]
    if rows:
        parts.append("\n".join(("| option | meaning |", "| --- | --- |", *rows)))
    return "\n\n".join(part for part in parts if part.strip()) + "\n"


def cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def manual() -> str:
    """The whole of docs/cli.md."""
    overall = [f"| `{written}` | {cell(what)} |" for written, what in options(group)]
    head = "\n".join(("## Global options, before the command", "", "| option | meaning |", "| --- | --- |", *overall))
    parts = [section(name, command) for name, command in commands(group, "policywatch")]
    return "\n".join((INTRO, head, "", *parts))


if __name__ == "__main__":
    click.echo(manual(), nl=False)
