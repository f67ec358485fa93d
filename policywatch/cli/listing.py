"""Lists of sources: import, export and lint."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from policywatch.cli import House
from policywatch.cli.keeping import sources
from policywatch.cli.printing import format_options, print_records

if TYPE_CHECKING:
    from config.schema import Source


@sources.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE.opml")
@click.option(
    "--class",
    "source_class",
    type=click.Choice(["official", "filing", "wire", "press", "analysis", "blog"]),
    default="press",
    show_default=True,
    help="What kind of voices these are.",
)
@click.option("--dry-run", is_flag=True, help="Show the entries; write nothing.")
@click.pass_obj
def sources_import(house: House, file: Path, source_class: str, dry_run: bool) -> None:
    """Add the feeds of an OPML list to the sources.toml of your configuration folder.

    Addresses that are declared already are left out; the packaged configuration is never written to.

    Example: policywatch --config my-config sources import reader.opml --dry-run
    """  # fmt: skip
    from collector.opml import NoOutlines, read
    from config.load import ConfigError, load_sources, packaged, write_whole

    if file.stat().st_size > 5_000_000:
        raise click.UsageError(f"{file} is larger than 5 MB; this is no list of feeds.")
    try:
        outlines = read(file.read_bytes())
    except NoOutlines as error:
        raise click.UsageError(f"{file}: {error}") from None
    known = {same(source.url) for source in house.sources}
    ids = {source.id for source in house.sources}
    entries = []
    for outline in outlines:
        if same(outline.url) in known:
            continue
        known.add(same(outline.url))
        name = free_id(outline.name or urlsplit(outline.url).netloc, ids)
        ids.add(name)
        entries.append(
            f"\n[[source]]\nid = {json.dumps(name)}\nname = {json.dumps(outline.name or name, ensure_ascii=False)}\n"
            f'url = {json.dumps(outline.url)}\nsource_class = "{source_class}"\n'
            + (f"group = {json.dumps(outline.folder, ensure_ascii=False)}\n" if outline.folder else "")
        )
    if dry_run or not entries:
        click.echo("".join(entries), nl=False)
        house.say(f"{len(entries)} of {len(outlines)} feeds are new.")
        return
    folder = Path(house.configuration.folder)
    if folder.resolve() == packaged().resolve():
        raise click.UsageError(
            "The packaged configuration is not written to; `policywatch init DIR`, then --config DIR."
        )
    path = folder / "sources.toml"
    before = path.read_text(encoding="utf-8") if path.exists() else (packaged() / "sources.toml").read_text("utf-8")
    write_whole(path, before.rstrip("\n") + "\n" + "".join(entries))
    try:
        load_sources(folder)
    except ConfigError:
        write_whole(path, before)
        raise
    house.say(f"{len(entries)} feeds added to {path}; {len(outlines) - len(entries)} were there already.")


def same(url: str) -> str:
    """What two ways to write one feed's address have in common."""
    parts = urlsplit(url.strip())
    return (
        parts.netloc.lower().removeprefix("www.") + parts.path.rstrip("/") + ("?" + parts.query if parts.query else "")
    )


def free_id(name: str, taken: set[str]) -> str:
    """
    >>> free_id("The Creator Desk!", {"the-creator-desk"})
    'the-creator-desk-2'
    """
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "source"
    number, found = 1, slug
    while found in taken:
        number += 1
        found = f"{slug}-{number}"
    return found


@sources.command("export")
@click.option("--all", "everything", is_flag=True, help="Also those that are switched off.")
@click.pass_obj
def sources_export(house: House, everything: bool) -> None:
    """The feeds as OPML, for any reader.

    Example: policywatch sources export > policywatch.opml
    """
    from collector.opml import Outline, written

    chosen = [one for one in house.sources if one.kind == "feed" and (one.enabled or everything)]
    outlines = [Outline(name=one.name, url=one.url, folder=one.group) for one in chosen]
    click.echo(written(outlines, house.settings.digest.title), nl=False)


@sources.command("lint")
@format_options
@click.pass_obj
def sources_lint(house: House, style: str | None, as_json: bool) -> int:
    """What in the list of sources is valid and yet surely not meant; nothing is fetched.

    Example: policywatch sources lint
    """
    records = [{"id": one, "said": said} for one, said in doubts(house.configuration.sources)]
    print_records(records, {"Id": "id", "Doubt": "said"}, style, as_json)
    if not records:
        house.say("Nothing to say about the sources.")
    return 1 if records else 0


def doubts(declared: tuple[Source, ...]) -> Iterator[tuple[str, str]]:
    """Doubts about sources: (id, a sentence)."""
    seen: dict[str, str] = {}
    for one in declared:
        if one.kind != "folder":
            key = same(one.url)
            if key in seen:
                yield one.id, f"asks the same address as {seen[key]}; remove one"
            seen.setdefault(key, one.id)
            if one.url.startswith("http://") and one.enabled:
                yield one.id, "is asked without encryption; try https://"
            if any(part in one.url.lower() for part in ("token=", "apikey=", "api_key=", "password=")):
                yield one.id, "carries a secret in its address; addresses are stored and shown"
        if not one.enabled:
            continue
        if one.kind == "page" and not (one.select or one.ranges):
            yield one.id, "watches a whole page; declare `select`, or menus and counters will be compared too"
        needs: dict[str, Any] = {"listing": one.link_selector or one.item_selector}
        if one.kind in needs and not needs[one.kind]:
            yield one.id, "is a listing without selectors; declare item_selector and link_selector"
        if one.kind == "feed" and one.cadence_minutes < 15:
            yield one.id, f"is asked every {one.cadence_minutes} minutes; few hosts like that"
