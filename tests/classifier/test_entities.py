"""Who an item names, on sentences of our own with names that also mean something else."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from classifier.entities import Matcher
from collector.item import Item
from config.load import load_gazetteer, packaged
from config.schema import Gazetteer

COUNTED = ("platform", "company", "program", "body", "association", "law", "matter")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(packaged())


@pytest.fixture(scope="module")
def matcher(gazetteer: Gazetteer) -> Matcher:
    return Matcher(gazetteer)


def item(title: str, text: str = "", published: str = "2024-06-01", url: str = "", source: str = "") -> Item:
    when = datetime.fromisoformat(published).replace(tzinfo=UTC)
    return Item(
        id="one",
        source=source,
        source_class="press",
        url=url,
        title=title,
        text=text,
        observed=when,
        published=when,
        fingerprint="",
    )


def named(matcher: Matcher, gazetteer: Gazetteer, read: Item) -> set[str]:
    """What the words name, without what only follows from it (the owner of a platform)."""
    mentions = matcher.mentions(read)
    owners = {
        owner.company
        for platform in gazetteer.platforms
        for owner in platform.owners
        if any(mention.kind == "platform" and mention.id == platform.id for mention in mentions)
    }
    own_words = {
        mention.id
        for mention in mentions
        if mention.kind == "company"
        and not any(other.kind in ("platform", "program") and other.evidence == mention.evidence for other in mentions)
    }
    return {
        f"{mention.kind}:{mention.id}"
        for mention in mentions
        if mention.kind in COUNTED
        and (mention.kind != "company" or mention.id not in owners or mention.id in own_words)
    }


def gold(root: Path) -> Iterable[dict[str, object]]:
    with (root / "tests" / "gold" / "entities.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def test_ambiguous_names_are_read_by_their_company(
    matcher: Matcher, gazetteer: Gazetteer, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right = wrong = missed = 0
    slips = []
    sentences = list(gold(root))
    for line in sentences:
        wanted = set(line["names"])  # type: ignore[call-overload]
        found = named(matcher, gazetteer, item(str(line["words"]), published=str(line["published"])))
        right += len(found & wanted)
        wrong += len(found - wanted)
        missed += len(wanted - found)
        if found != wanted:
            slips.append(f"{line['id']} {line['words']}: too many {found - wanted}, missed {wanted - found}")
    precision, recall = right / (right + wrong), right / (right + missed)
    with capsys.disabled():
        print(f"\nentities: {len(sentences)} sentences, precision {precision:.3f}, recall {recall:.3f}")
        print("\n".join(slips))
    assert len(sentences) >= 150
    assert precision >= 0.98
    assert recall >= 0.95
