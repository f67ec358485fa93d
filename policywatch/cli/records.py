"""Items, facts and stories as the records the command line prints (docs/cli.md describes them)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from classifier.annotation import Annotation, Evidence, Fact
from classifier.story import Story
from collector.item import Item


def time(when: datetime | None) -> str | None:
    """ISO 8601 in UTC, to the second."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if when else None


def evidence_record(evidence: Evidence) -> dict[str, Any]:
    return {"item": evidence.item, "start": evidence.start, "end": evidence.end, "text": evidence.text}


def fact_record(fact: Fact) -> dict[str, Any]:
    """A Fact of the contract, and the programme and matter it belongs to."""
    return {
        "metric": fact.metric, "subject": fact.subject, "platform": fact.platform, "before": fact.before,
        "after": fact.after, "unit": fact.unit, "change": fact.change, "status": fact.status,
        "announced": fact.announced, "effective": fact.effective, "scope": fact.scope, "program": fact.program,
        "matter": fact.matter, "evidence": evidence_record(fact.evidence),
    }  # fmt: skip


def annotation_fields(said: Annotation) -> dict[str, Any]:
    """What is said of an item, as `try items` prints it."""
    return {
        "tags": [
            {"tag": tag.tag, "score": round(tag.score, 4), "by": tag.by, "evidence": evidence_record(tag.evidence)}
            for tag in said.tags
        ],
        "platforms": list(said.ids("platform")),
        "programs": list(said.ids("program")),
        "matters": list(said.ids("matter")),
        "jurisdictions": list(said.ids("jurisdiction")),
        "facts": [fact_record(fact) for fact in said.facts],
        "summary": [{"text": line.text, "evidence": evidence_record(line.evidence)} for line in said.summary],
    }  # fmt: skip


def item_record(item: Item, said: Annotation | None, story: str | None) -> dict[str, Any]:
    """A queried item of the contract."""
    empty: dict[str, Any] = {
        name: [] for name in ("tags", "platforms", "programs", "matters", "jurisdictions", "facts", "summary")
    }
    return {
        "id": item.id, "title": item.title, "url": item.url, "source": item.source,
        "source_class": said.source_class if said else item.source_class, "published": time(item.published),
        "observed": time(item.observed), "story": story, "relevance": round(said.relevance, 4) if said else None,
    } | (annotation_fields(said) if said else empty)  # fmt: skip


def story_record(story: Story, items: Sequence[str] | None = None) -> dict[str, Any]:
    """A story with its two numbers and their parts."""
    return {
        "id": story.id, "headline": story.headline, "lead": story.lead,
        "items": list(items if items is not None else story.items), "first_seen": time(story.first_seen),
        "last_seen": time(story.last_seen), "tags": list(story.tags), "platforms": list(story.platforms),
        "programs": list(story.programs), "matters": list(story.matters), "jurisdictions": list(story.jurisdictions),
        "facts": [fact_record(fact) for fact in story.facts],
        "summary": [{"text": line.text, "evidence": evidence_record(line.evidence)} for line in story.summary],
        "why_it_matters": story.why_it_matters, "confidence": story.confidence, "status": story.status,
        "voices": story.voices, "importance": round(story.importance, 4), "credibility": round(story.credibility, 4),
        "parts": [list(part) for part in story.parts], "follows": story.follows,
    }  # fmt: skip


def change_told(record: Mapping[str, Any]) -> str:
    """`5,000 → 1,000 followers` of a fact's record."""
    from digest.wording import change, value

    before, after = (value(record[side], record["unit"], record["metric"]) for side in ("before", "after"))
    unit = record["unit"] or ""
    plain = unit and unit.islower() and unit != "percent" and not isinstance(record["after"], str)
    return f"{change(before, after)} {unit}" if plain else change(before, after)
