"""One item or story in full, and the steps that led to it."""

from __future__ import annotations

import json
from typing import Any

import click

from classifier.annotation import Annotation
from classifier.copies import originals
from classifier.story import Story
from collector.item import Item
from policywatch.cli import House
from policywatch.cli.printing import shown
from policywatch.cli.records import change_told, fact_record, item_record, story_record, time


def show_item(house: House, item: Item, as_json: bool) -> None:
    """An item with its evidence marked."""
    said = house.store.annotations.of([item.id]).get(item.id)
    story = house.store.stories.of_items([item.id]).get(item.id)
    if as_json:
        record = item_record(item, said, story) | {
            "text": item.text,
            "flags": list(item.flags),
            "extra": dict(item.extra),
        }
        record["versions"] = [
            {"observed": time(seen), "title": title, "text": text}
            for seen, title, text in house.store.items.versions(item.id)
        ]
        click.echo(json.dumps(record, ensure_ascii=False, indent=2))
        return
    click.secho(shown(item.title), bold=True)
    click.echo(shown(item.url))
    click.echo(
        f"{item.source} · {said.source_class if said else item.source_class} · {time(item.published) or 'no date'}"
    )
    if said is None:
        click.echo("Not classified yet; `policywatch classify` does it.")
        click.echo(item.text)
        return
    judged = house.store.labels.of([item.id]).get(item.id)
    who = f"{judged.by}, over {said.made_by}" if judged else said.made_by
    click.echo(f"Relevance {said.relevance:.2f} ({'ours to tell' if said.relevant else 'not ours'}), by {who}")
    for tag in said.tags:
        click.echo(f"  {tag.tag:<20} {tag.score:.2f}  {tag.by:<14} “{shown(tag.evidence.text)}”")
    for fact in said.facts:
        record = fact_record(fact)
        click.echo(f"  {fact.metric}: {change_told(record)} [{fact.status}] “{shown(fact.evidence.text)}”")
    for step, told in weighed(house, item):
        click.echo(f"  {step}: {shown(told)}")
    if story:
        click.echo(f"Story {story}")
    click.echo()
    click.echo(marked(item, said))
    if versions := house.store.items.versions(item.id):
        click.echo(f"\n{len(versions)} earlier version(s); --json shows them.")


def marked(item: Item, said: Annotation) -> str:
    """The item's words with every piece of evidence underlined (between › ‹ where there is no terminal)."""
    spans = sorted(
        {(one.evidence.start, one.evidence.end) for group in (said.tags, said.facts, said.mentions) for one in group}
    )
    merged: list[list[int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    words, out, last = item.words, [], 0
    for start, end in merged:
        out += [shown_lines(words[last:start]), click.style(shown_lines(words[start:end]), underline=True, fg="yellow")]
        last = end
    return "".join([*out, shown_lines(words[last:])])


def shown_lines(text: str) -> str:
    return "\n".join(shown(line) for line in text.split("\n"))


def show_story(house: House, story: Story, as_json: bool) -> None:
    """A story with its facts, sources and numbers."""
    filed = house.store.stories.items_of([story.id]).get(story.id, list(story.items))
    if as_json:
        click.echo(json.dumps(story_record(story, filed), ensure_ascii=False, indent=2))
        return
    from digest.edition import told_once
    from policywatch.run.compose import names_of

    items = house.store.items.get(filed)
    click.secho(shown(story.headline), bold=True)
    click.echo(f"Story {story.id} · {time(story.first_seen)} to {time(story.last_seen)} · {story.confidence}")
    click.echo(f"Tags {', '.join(story.tags) or 'none'} · platforms {', '.join(story.platforms) or 'none'}")
    for fact in told_once(story, names_of(house.configuration)):
        since = f", effective {fact.effective}" if fact.effective else ""
        changed = change_told(fact_record(fact))
        click.echo(f"  {fact.subject or fact.platform}: {fact.metric} {changed} [{fact.status}{since}]")
    for line in story.summary:
        click.echo(f"  {shown(line.text)}")
    if story.why_it_matters:
        click.echo(f"  Our reading: {story.why_it_matters}")
    click.echo(f"Importance {story.importance:.2f}, credibility {story.credibility:.2f}")
    for name, value in story.parts:
        click.echo(f"  {name:<24} {value:+.3f}")
    said = house.store.annotations.of(filed)
    repeated = originals(list(items.values()), {one: known.source_class for one, known in said.items()})
    for item in sorted(items.values(), key=lambda item: (item.when, item.id)):
        lead = "*" if item.id == story.lead else " "
        copied = f", the same text as {items[repeated[item.id]].source}" if item.id in repeated else ""
        click.echo(f" {lead} {time(item.when)} {item.source}: {shown(item.title)} ({item.id}{copied})")


def steps_of(house: House, key: str) -> list[tuple[str, str]]:
    """Every step of one item's path with what was decided there; raises a usage error when we never met it."""
    store = house.store
    item = store.items.one(key)
    if item is None:
        if rows := store.items.dropped(key):
            row = rows[0]
            return [("collected", f"{row.source} showed it on {time(row.seen)}"), ("dropped", str(row.reason))]
        raise click.UsageError(
            f"{key!r} was never met: no source showed it, or it was not read since. `policywatch sources check` tells "
            "which sources are read."
        )
    steps = [
        (
            "collected",
            f"{item.source} showed it on {time(item.observed)}, published {time(item.published) or 'undated'}",
        )
    ]
    if item.flags:
        steps.append(("flags", ", ".join(item.flags)))
    said = store.annotations.of([item.id]).get(item.id)
    if said is None:
        return [*steps, ("waiting", "it has not been classified yet; run `policywatch classify`")]
    steps.append(
        (
            "relevance",
            f"{said.relevance:.3f}: {'ours to tell' if said.relevant else 'not ours to tell'} ({said.made_by})",
        )
    )
    steps += [("because", reason) for reason in said.reasons]
    steps += weighed(house, item)
    steps += [("tag", f"{tag.tag} {tag.score:.2f} by {tag.by}, from “{tag.evidence.text}”") for tag in said.tags]
    story_id = store.stories.of_items([item.id]).get(item.id)
    if story_id is None:
        return [*steps, ("dropped", "not relevant, so it was filed under no story")]
    steps.append(("story", f"{story_id}: {store.stories.why(item.id) or 'first of its event'}"))
    if not said.relevant:
        return [*steps, ("dropped", "it is not ours to tell, so no edition was offered it")]
    story = store.stories.get([story_id]).get(story_id)
    if story:
        for sum_told, total in (("importance", story.importance), ("credibility", story.credibility)):
            parts = ", ".join(f"{name} {value:+.2f}" for name, value in parts_of(story, sum_told))
            steps.append((sum_told, f"{total:.2f} = {parts}"))
        steps += edition_steps(house, story, item)
    return steps


def parts_of(story: Story, what: str) -> list[tuple[str, float]]:
    """The parts that make up a story's importance, or its credibility."""
    mark = "credibility: "
    if what == "credibility":
        return [(name.removeprefix(mark), value) for name, value in story.parts if name.startswith(mark)]
    return [(name, value) for name, value in story.parts if not name.startswith(mark)]


def weighed(house: House, item: Item) -> list[tuple[str, str]]:
    """The words that spoke loudest, with their weights, and the threshold they were measured against."""
    from classifier.annotate import Annotator

    told = Annotator.of(house.configuration).explain(item)
    loudest = ", ".join(f"{word} {weight:+.2f}" for word, weight in told.speaking[:8])
    steps = [("words", f"{loudest}; threshold {told.threshold:.2f}")] if loudest else []
    steps += [("frame", f"{name}: “{words}”") for name, words in told.frames[:5]]
    for tag, score, threshold, speaking in told.tags[:3]:
        spoke = ", ".join(f"{word} {weight:+.2f}" for word, weight in speaking[:4])
        steps.append(("tag score", f"{tag} {score:.2f}, threshold {threshold:.2f}" + (f": {spoke}" if spoke else "")))
    return steps


def edition_steps(house: House, story: Story, item: Item) -> list[tuple[str, str]]:
    """Where the story stands in the editions."""
    places: list[tuple[str, str]] = []
    for content in house.store.editions.all():
        for part in ("lead", "changes", "updates", "rumours", "also", "more"):
            entries: list[dict[str, Any]] = [content[part]] if part == "lead" and content[part] else content[part] or []
            for place, entry in enumerate(entries, 1):
                if entry["story"] == story.id:
                    places.append(("edition", f"{content['day']}: {part}, place {place}"))
    if places:
        return places
    if not story.tags:
        return [("dropped", "its story carries no tag")]
    return [("dropped", "its story was not among the strongest of its day, or its day has no edition yet")]
