"""Evidence: what a change or a matter rests on, as a file to hand on."""

from __future__ import annotations

from pathlib import Path

import click

from policywatch.cli import House


@click.command()
@click.argument("key", metavar="CHANGE|MATTER")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.zip", help="Where to write it.")
@click.pass_obj
def evidence(house: House, key: str, out: Path | None) -> None:
    """Pack raw bytes, headers, texts, hashes and the difference; sha256sum -c SHA256SUMS checks it.

    Example: policywatch evidence 3f2a9c41 --out change.zip
    """
    from policywatch.run.evidence import file_name, pack_of_change

    recorded = house.store.pages.one(key)
    if recorded is not None:
        name, pack = recorded.change.id[:12], pack_of_change(house.store, recorded)
    else:
        name, pack = key, _of_matter(house, key)
    place = out or Path(file_name(name))
    part = place.with_name(place.name + ".part")
    try:
        part.write_bytes(pack)
        part.replace(place)
    except OSError as error:
        raise click.ClickException(f"{place} cannot be written: {error.strerror or error}") from error
    house.say(f"Wrote {place} ({len(pack):,} bytes). To check it: unzip it, then sha256sum -c SHA256SUMS")


def _of_matter(house: House, key: str) -> bytes:
    from classifier.question import Question
    from policywatch.cli.records import item_record
    from policywatch.run.evidence import MOST_ITEMS, pack_of_matter
    from policywatch.store import asking

    matters = {matter.id: matter.name for matter in house.configuration.gazetteer.matters}
    if key not in matters:
        raise click.UsageError(
            f"No change or matter {key!r}; `policywatch sources show PAGE --history` lists changes, "
            "`policywatch matters` lists matters."
        )
    store = house.store
    ids = asking.ids(store, Question(matters=(key,)), limit=MOST_ITEMS)
    if not ids:
        raise click.UsageError(f"Nothing is stored about the matter {key!r} yet.")
    items, said = store.items.get(ids), store.annotations.of(ids)
    stories = store.stories.of_items(ids)
    read_from = store.items.documents_of(ids)
    found = [
        (
            items[one],
            item_record(items[one], said.get(one), stories.get(one)),
            store.documents.get(read_from[one]) if one in read_from else None,
        )
        for one in ids
        if one in items
    ]
    return pack_of_matter(store, f"{matters[key]} ({key})", found)
