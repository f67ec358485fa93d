"""Trying: what the readers make of a file or an address; nothing is stored."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from policywatch.cli import House

if TYPE_CHECKING:
    from collector.document import Document
    from collector.item import Item
    from config.schema import Source

# The most a file given to `try` may hold; a feed or page on the wire is bounded by settings.toml.
LARGEST = 100 * 1024 * 1024


@click.group(name="try", context_settings={"help_option_names": ["-h", "--help"]})
def trying() -> None:
    """Read a file or standard input with the product's own readers; nothing is stored.

    Example: curl -s https://example.org/feed.xml | policywatch try feed --url https://example.org/feed.xml
    """


FILE = click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path), required=False
)
URL = click.option("--url", default="", metavar="URL", help="Where the bytes came from: what relative links refer to.")


def given(file: Path | None) -> bytes:
    """The bytes of a file, or of standard input."""
    if file is None or str(file) == "-":
        return sys.stdin.buffer.read(LARGEST)
    with file.open("rb") as opened:
        return opened.read(LARGEST)


def told(record: object) -> None:
    """One record on a line of its own; always UTF-8, whatever the terminal says."""
    sys.stdout.buffer.write(json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def document(body: bytes, url: str, now: datetime) -> Document:
    """What a file stands for: an answer from `url`."""
    from collector.document import Document

    return Document(source="try", url=url or "https://example.org/", body=body, fetched=now)


def sample(url: str, **more: Any) -> Source:
    """A source made up for one reading."""
    from config.schema import Source

    address = url if url.startswith(("http://", "https://")) else "https://example.org/"
    return Source(id="try", name="Try", url=address.split()[0], max_items=100_000, language="und", **more)


def item_told(item: Item) -> dict[str, Any]:
    """An item as `try feed` prints it."""
    return {
        "id": item.own_id or item.url,
        "url": item.url or None,
        "title": item.title,
        "text": item.text,
        "html": item.html,
        "published": item.published.isoformat() if item.published else None,
        "updated": item.updated.isoformat() if item.updated else None,
        "author": item.author or None,
        "language": item.language if item.language not in ("", "und") else None,
    }


@trying.command()
@FILE
@URL
@click.pass_obj
def feed(house: House, file: Path | None, url: str) -> int:
    """Raw feed bytes to JSON Lines of items, in the order of the feed.

    Example: policywatch try feed saved.xml --url https://example.org/feed.xml
    """
    from collector.kinds import KINDS
    from collector.reading import Unreadable

    now = house.now
    try:
        reading = KINDS["feed"](sample(url), document(given(file), url, now), now)
    except Unreadable as error:
        click.echo(f"No feed: it {error.sentence}.", err=True)
        return 1
    for item in reading.items:
        told(item_told(item))
    if not house.quiet:
        for note in (*reading.flags, *(f"left out {one.what}: {one.reason}" for one in reading.dropped)):
            click.echo(note, err=True)
    return 0


@trying.command()
@FILE
@URL
@click.pass_obj
def page(house: House, file: Path | None, url: str) -> None:
    """A web page to the article in it, as JSON.

    Example: policywatch try page article.html --url https://example.org/news/1
    """
    from collector import article

    found = article.read(given(file), url, house.now)
    told(
        {
            "title": found.title,
            "text": found.text,
            "html": found.html,
            "published": found.published.isoformat() if found.published else None,
            "author": found.author or None,
            "language": found.language or None,
            "canonical": found.canonical or None,
            "confidence": found.confidence,
            "flags": list(found.flags),
        }
    )


@trying.command()
@FILE
@click.pass_obj
def changes(house: House, file: Path | None) -> int:
    """Texts of watched pages, in order of time, to what each change means.

    Takes JSON Lines {page, observed, text}, many pages mixed; a page's first text is "first-seen".

    Example: policywatch try changes history.jsonl
    """
    from policywatch.cli.changes import Trial

    trial = Trial(house)
    code = 0
    for number, line in enumerate(given(file).split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            page, text, observed = str(record["page"]), str(record["text"]), str(record["observed"])
            when = datetime.fromisoformat(observed.replace("Z", "+00:00"))
        except (ValueError, KeyError, TypeError, RecursionError):
            click.echo(f"Line {number}: not an object with page, observed (a time) and text.", err=True)
            code = 1
            continue
        told(trial.judged(page, text, observed, when if when.tzinfo else when.replace(tzinfo=UTC)))
    return code


@trying.command()
@FILE
@URL
def html(file: Path | None, url: str) -> None:
    """Any markup to the sanitized markup we would print.

    Example: policywatch try html article.html
    """
    from collector.encoding import decoded
    from collector.text import sanitize

    sys.stdout.buffer.write(sanitize(decoded(given(file)), url).encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


@trying.command()
@FILE
@click.pass_obj
def items(house: House, file: Path | None) -> int:
    """Items as JSON Lines {id, title, text, url, source, published} to what we say of each, in the same order.

    Example: policywatch try items items.jsonl
    """
    from classifier.annotate import BATCH, Annotator
    from policywatch.cli.records import annotation_fields

    annotator = Annotator.of(house.configuration)
    code = 0
    if annotator.note:
        click.echo(annotator.note, err=True)
    rows = [(number, line) for number, line in enumerate(given(file).split(b"\n"), start=1) if line.strip()]
    for start in range(0, len(rows), BATCH):
        read: list[Item] = []
        for number, line in rows[start : start + BATCH]:
            one = item_given(line, house.now)
            if one is None:
                click.echo(f"Line {number}: not an object with id and title (text, url, source, published).", err=True)
                code = 1
            else:
                read.append(one)
        for one, said in zip(read, annotator.annotate(read), strict=True):
            head = {"id": one.own_id, "relevant": said.relevant, "relevance": round(said.relevance, 4)}
            told(head | annotation_fields(said) | {"source_class": said.source_class})
    return code


@trying.command()
@FILE
@click.pass_obj
def stories(house: House, file: Path | None) -> int:
    """Items as JSON Lines {id, title, text, url, source, published} to the story each belongs to, in the same order.

    Items are filed as the days would have filed them, whatever their order in the file.

    Example: policywatch try stories items.jsonl
    """
    from classifier.annotate import Annotator
    from classifier.desk import file_stream

    code = 0
    read: list[Item] = []
    for number, line in enumerate(given(file).split(b"\n"), start=1):
        if not line.strip():
            continue
        one = item_given(line, house.now)
        if one is None:
            click.echo(f"Line {number}: not an object with id and title (text, url, source, published).", err=True)
            code = 1
        else:
            read.append(one)
    relevant = Annotator.of(house.configuration).relevances(read)
    for filing, ours in zip(file_stream(read), relevant, strict=True):
        told({"id": filing.item, "story": filing.story, "relevant": ours})
    return code


def item_given(line: bytes, now: datetime) -> Item | None:
    """The item a line stands for; None where it has no id or no words."""
    from collector.identity import fingerprint
    from collector.item import Item

    try:
        record = json.loads(line)
        own, title, text = str(record["id"]), str(record.get("title") or ""), str(record.get("text") or "")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    try:
        published = datetime.fromisoformat(str(record.get("published") or "").replace("Z", "+00:00"))
    except ValueError:
        published = None
    if published is not None:
        published = published.astimezone(UTC) if published.tzinfo else published.replace(tzinfo=UTC)
    return Item(
        id=own, own_id=own, source=str(record.get("source") or ""), source_class="", url=str(record.get("url") or ""),
        title=title, text=text, observed=now, published=published, fingerprint=fingerprint(title, text),
        language=str(record.get("lang") or record.get("language") or ""),
    )  # fmt: skip


@trying.command()
@click.argument("url")
@click.option("--kind", default="feed", show_default=True, metavar="K", help="feed, listing, sitemap, courtlistener …")
@click.pass_obj
def source(house: House, url: str, kind: str) -> int:
    """Fetch, read and annotate one source as `collect` would, before it is declared.

    Example: policywatch try source https://example.org/feed.xml
    """
    from collector.fetch import FetchError, Request, Unchanged, fetch_one
    from collector.kinds import KINDS
    from collector.reading import Unreadable

    if kind not in KINDS:
        raise click.UsageError(f"No kind {kind!r}; there are {', '.join(KINDS)}.")
    if not url.startswith(("http://", "https://")):
        raise click.UsageError(f"{url!r} is no address of the web; it begins with http:// or https://.")
    declared = sample(url, kind=kind)
    request = Request(source_id=declared.id, url=url, robots=kind == "listing")
    outcome = fetch_one(request, settings=house.settings.fetch, now=house.now)
    try:
        if isinstance(outcome, (FetchError, Unchanged)):
            said = outcome.sentence if isinstance(outcome, FetchError) else "unchanged"
            click.echo(f"Not read: it {said}.", err=True)
            return 1
        reading = KINDS[kind](declared, outcome, house.now)
    except Unreadable as error:
        click.echo(f"Not read: it {error.sentence}.", err=True)
        for found in error.found:
            click.echo(f"It offers {found}", err=True)
        return 1
    for item, more in zip(reading.items, annotated(house, reading.items), strict=True):
        told(item_told(item) | more)
    house.say(f"{reading.title or url}: {len(reading.items)} items" + "".join(f", {flag}" for flag in reading.flags))
    for one in reading.dropped:
        house.say(f"Left out {one.what}: {one.reason}")
    return 0


def annotated(house: House, items: Sequence[Item]) -> list[dict[str, Any]]:
    """What the classifier says of each item: relevance, tags and facts."""
    from classifier.annotate import Annotator
    from classifier.model import Model

    configuration = house.configuration
    model = configuration.settings.classify.model
    annotator = Annotator(configuration, Model.load(Path(model)) if model else Model.load())
    return [
        {
            "relevant": one.relevant,
            "relevance": round(one.relevance, 3),
            "tags": [tag.tag for tag in one.tags],
            "facts": [f"{fact.subject}: {fact.metric} {fact.before} → {fact.after}" for fact in one.facts],
        }
        for one in annotator.annotate(items)
    ]
