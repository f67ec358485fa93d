"""The command line: every command on one shelf, loaded when it is called."""

from __future__ import annotations

import errno
import os
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from config.load import ConfigError

if TYPE_CHECKING:
    from config.schema import Configuration, Settings, Source
    from policywatch.store.store import Store

COMMANDS: dict[str, tuple[str, str]] = {
    # name: (where it is, what it does in one line)
    "demo": ("policywatch.cli.day:demo", "The whole day on the sample sources, offline."),
    "run": ("policywatch.cli.day:run", "Collect, classify, compose, publish and send: what cron calls."),
    "collect": ("policywatch.cli.day:collect", "Read the sources that are due, or those named."),
    "classify": ("policywatch.cli.day:classify", "Annotate what is new; --again re-reads everything."),
    "digest": ("policywatch.cli.day:digest", "Compose the edition of a day; --preview writes the letter."),
    "publish": ("policywatch.cli.day:publish", "Write the static archive, only what changed."),
    "send": ("policywatch.cli.mailing:send", "Deliver what is due; safe to repeat and to kill."),
    "serve": ("policywatch.cli.serving:serve", "Look at the archive in a browser, on this machine only."),
    "query": ("policywatch.cli.asking:query", "Tagged items by words, tags, platforms, dates."),
    "show": ("policywatch.cli.asking:show", "Everything known about one item or story."),
    "stories": ("policywatch.cli.asking:stories", "Stories by the same filters."),
    "facts": ("policywatch.cli.registry:facts", "What changed, from what, to what, since when."),
    "programs": ("policywatch.cli.registry:programs", "What each programme asks, takes and pays, at any date."),
    "matters": ("policywatch.cli.registry:matters", "Cases, bills, rules and deals: their steps over time."),
    "dates": ("policywatch.cli.registry:dates", "What takes effect, closes or is heard when."),
    "impact": ("policywatch.cli.impact:impact", "What changes of terms mean for your own channels."),
    "evidence": ("policywatch.cli.evidence:evidence", "The bytes, texts and hashes behind a change or a matter."),
    "why": ("policywatch.cli.asking:why", "Why an item is, or is not, in the edition."),
    "init": ("policywatch.cli.keeping:init", "Copy the default configuration out, to be edited."),
    "sources": ("policywatch.cli.listing:sources", "List, check, show and exchange sources."),
    "subscribers": ("policywatch.cli.mailing:subscribers", "Who gets the letter, what of it, and when."),
    "outbox": ("policywatch.cli.mailing:outbox", "What became of each letter."),
    "label": ("policywatch.cli.judging:label", "A person's verdict on an item; it wins over the model."),
    "story": ("policywatch.cli.judging:story", "Join or part stories; a person's word is remembered."),
    "alerts": ("policywatch.cli.alerts:alerts", "Saved questions, answered as soon as something new fits."),
    "train": ("policywatch.cli.model:train", "Fit the model to the corpus and to people's labels."),
    "evaluate": ("policywatch.cli.model:evaluate", "How good the model is, against the floors."),
    "doctor": ("policywatch.cli.keeping:doctor", "What is wrong with this installation, and what to do."),
    "migrate": ("policywatch.cli.keeping:migrate", "Bring an older database up to this version."),
    "backup": ("policywatch.cli.keeping:backup", "A consistent copy of the database."),
    "verify": ("policywatch.cli.keeping:verify", "Check the database and the kept documents."),
    "completion": ("policywatch.cli.completion:completion", "The script that lets a shell complete commands."),
    "try": ("policywatch.cli.trying:trying", "Read a file or standard input; nothing is stored."),
}


class Shelf(click.Group):
    """Commands that are imported when called, so that `--help` and `query` stay quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        found: click.Command = getattr(import_module(module), name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, what) for name, (_, what) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else " `policywatch --help` lists them."
            raise click.UsageError(f"No command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)


@dataclass
class House:
    """What the global options say, and the rooms opened on demand."""

    folder: Path | None = None
    url: str | None = None
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    clock_given: bool = False
    verbose: bool = False
    quiet: bool = False
    _configuration: Configuration | None = None
    _settings: Settings | None = None
    _store: Store | None = None

    @property
    def configuration(self) -> Configuration:
        """The whole configuration in force."""
        if self._configuration is None:
            from config.load import load

            self._configuration = load(self.folder)
        return self._configuration

    @property
    def settings(self) -> Settings:
        """Only settings.toml: quick."""
        if self._configuration is not None:
            return self._configuration.settings
        if self._settings is None:
            from config.load import folder_in_use, load_settings

            self._settings = load_settings(folder_in_use(self.folder, os.environ, Path.cwd()))
        return self._settings

    @property
    def sources(self) -> tuple[Source, ...]:
        """Only sources.toml: quick, too."""
        if self._configuration is not None:
            return self._configuration.sources
        from config.load import folder_in_use, load_sources

        return load_sources(folder_in_use(self.folder, os.environ, Path.cwd()))

    @property
    def likely_ids(self) -> frozenset[str]:
        """Names of tags, platforms, programmes and matters, read quickly; see config.load."""
        from config.load import folder_in_use, likely_ids

        return likely_ids(folder_in_use(self.folder, os.environ, Path.cwd()))

    @property
    def database(self) -> str:
        """The SQLAlchemy URL of the store in use."""
        from policywatch.store.address import default_url

        return self.url or os.environ.get("POLICYWATCH_DB") or self.settings.store.url or default_url()

    @property
    def store(self) -> Store:
        """The open store; made and migrated when it does not exist yet."""
        if self._store is None:
            from policywatch.store.store import Store

            self._store = Store.open(self.database)
        return self._store

    def close(self) -> None:
        if self._store is not None:
            self._store.close()

    def say(self, line: str) -> None:
        """A line for the person at the terminal, on standard error."""
        if not self.quiet:
            click.echo(line, err=True)


def moment(ctx: click.Context, param: click.Parameter, value: str | None) -> datetime | None:
    """Read a clock time given as an option; a naive one is UTC."""
    if value is None:
        return None
    try:
        when = datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a time; write 2026-05-01T06:00:00Z or 2026-05-01") from None
    return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)


CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=Shelf, context_settings=CONTEXT)
@click.option(
    "--config",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Configuration folder (else POLICYWATCH_CONFIG, ./config, the packaged defaults).",
)
@click.option("--db", "url", metavar="URL", help="Database, as an SQLAlchemy URL (else POLICYWATCH_DB, settings.toml).")
@click.option("--now", callback=moment, metavar="TIME", help="The run's clock, for replays: 2026-05-01T06:00:00Z.")
@click.option("--verbose", is_flag=True, help="Say more while working.")
@click.option("--quiet", is_flag=True, help="Say nothing but results and errors.")
@click.version_option(package_name="policywatch")
@click.pass_context
def group(
    ctx: click.Context, folder: Path | None, url: str | None, now: datetime | None, verbose: bool, quiet: bool
) -> None:
    """What changed in platform rules, from what, to what, since when, for whom, says who.

    Example: policywatch query --tag threshold-change --platform tiktok --since 30d
    """
    house = House(folder=folder, url=url, verbose=verbose, quiet=quiet)
    if now is not None:
        house.now, house.clock_given = now, True
    ctx.obj = house
    ctx.call_on_close(house.close)


def unwritable(error: Exception) -> str | None:
    """What to say when files could not be written; None for a fault of another kind."""
    from digest.delivery import DeliveryError

    cause = error.__cause__ if isinstance(error, DeliveryError) else error
    full = isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT)
    if isinstance(error, DeliveryError):
        said = str(error)
    elif isinstance(error, OSError) and (full or error.errno in (errno.EIO, errno.EROFS)):
        said = f"{error.filename or 'a file of this run'} cannot be written: {error.strerror}"
    else:
        return None
    return f"Output: {said}; what was finished is kept: {'make room' if full else 'mend that'} and run again"


def command(**extra: Any) -> None:
    """Run the command line and leave with its exit code (../docs/cli.md lists them)."""
    from policywatch.store.errors import StoreError

    try:
        code = group.main(standalone_mode=False, **extra)
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except ConfigError as error:
        click.echo(f"Configuration: {error}", err=True)
        sys.exit(2)
    except StoreError as error:
        click.echo(f"Store: {error}", err=True)
        sys.exit(3)
    except BrokenPipeError:
        # The reader of our pipe (head, less) has gone; Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if (said := unwritable(error)) is None:
            raise
        click.echo(said, err=True)
        sys.exit(3)
    sys.exit(code if isinstance(code, int) else 0)
