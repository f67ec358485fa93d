"""Completion: the shell script, and the values that can stand behind an option."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click
from click.shell_completion import CompletionItem, get_completion_class

VARIABLE = "_POLICYWATCH_COMPLETE"
PLACES = {
    "bash": "policywatch completion bash > ~/.local/share/bash-completion/completions/policywatch",
    "zsh": "policywatch completion zsh > a file _policywatch in a folder of $fpath",
    "fish": "policywatch completion fish > ~/.config/fish/completions/policywatch.fish",
}

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that lets a shell complete commands, options and their values.

    Example: policywatch completion bash > ~/.local/share/bash-completion/completions/policywatch
    """
    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"{shell} cannot be completed by the installed version of click")
    root = ctx.find_root()
    # Asked for its version, an old bash (macOS ships 3.2) only brings a warning: the script itself is what is wanted.
    maker = found(root.command, {}, "policywatch", VARIABLE)
    click.echo(maker.source_template % maker.source_vars())


def values(shelf: str) -> Complete:
    """Completion from a shelf of the configuration: tags, platforms, programs, matters, sources."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from config.load import ConfigError

        try:
            return [CompletionItem(id, help=name) for id, name in known(ctx, shelf) if id.startswith(incomplete)]
        except ConfigError:
            return []

    return complete


def known(ctx: click.Context, shelf: str) -> Sequence[tuple[str, str]]:
    """The ids and names of a shelf, by the configuration the command line names."""
    from config.load import load

    folder = ctx.find_root().params.get("folder")
    configuration = load(Path(folder) if folder else None)
    held = configuration if shelf in ("tags", "sources") else configuration.gazetteer
    return [(one.id, one.name) for one in getattr(held, shelf)]
