"""Exports: items, facts, stories, programmes and matters as plain records, JSON Lines and CSV (docs/data-schema.md)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from classifier.annotation import Annotation, Evidence, Fact
    from classifier.story import Story
    from collector.item import Item

# Raised when a field changes its meaning or goes; a new field is no new version.
SCHEMA = "1"

# A cell that begins with one of these is run as a formula by spreadsheet programs.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

EVIDENCE = {"item": "string", "start": "integer", "end": "integer", "text": "string"}
FACT: Mapping[str, Any] = {
    "metric": "string", "subject": "string?", "platform": "string?", "before": "value?", "after": "value?",
    "unit": "string?", "change": "string?", "status": "string", "announced": "string?", "effective": "string?",
    "scope": "string?", "program": "string?", "matter": "string?", "computed": "string?", "group": "string?",
    "evidence": EVIDENCE,
}  # fmt: skip
ITEM: Mapping[str, Any] = {
    "id": "string", "title": "string", "url": "string", "source": "string", "source_class": "string",
    "published": "time?", "observed": "time", "story": "string?", "relevance": "number?",
    "tags": [{"tag": "string", "score": "number", "by": "string", "evidence": EVIDENCE}],
    "platforms": ["string"], "programs": ["string"], "matters": ["string"], "jurisdictions": ["string"],
    "facts": [FACT], "summary": [{"text": "string", "evidence": EVIDENCE}],
}  # fmt: skip
DATED_FACT: Mapping[str, Any] = {
    **FACT,
    "published": "time?",
    "story": "string?",
    "source": "string",
    "source_class": "string",
}
PROGRAM: Mapping[str, Any] = {
    "id": "string", "name": "string", "platform": "string", "kind": "string", "status": "string",
    "terms": [DATED_FACT],
}  # fmt: skip
MATTER: Mapping[str, Any] = {
    "id": "string", "name": "string", "subject": "string", "status": "string", "platforms": ["string"],
    "laws": ["string"], "bodies": ["string"], "dockets": ["string"],
    "timeline": [{"date": "string", "stage": "string", "what": "string", "seen": "boolean"}],
    "facts": [DATED_FACT],
}  # fmt: skip
SHAPES: Mapping[str, Mapping[str, Any]] = {
    "item": ITEM, "fact": DATED_FACT, "program": PROGRAM, "matter": MATTER,
}  # fmt: skip

ITEM_COLUMNS = (
    "id", "published", "title", "url", "source", "source_class", "story", "relevance", "tags", "platforms", "programs",
    "matters", "jurisdictions",
)  # fmt: skip
FACT_COLUMNS = (
    "published", "platform", "program", "matter", "subject", "metric", "before", "after", "unit", "change", "status",
    "announced", "effective", "scope", "words", "item", "source", "source_class", "story",
)  # fmt: skip
PROGRAM_COLUMNS = ("id", "name", "platform", "kind", "status", "terms")
MATTER_COLUMNS = ("id", "name", "subject", "status", "platforms", "laws", "bodies", "dockets", "last_step", "last_date")


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of every export."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"PolicyWatch exports, version {SCHEMA}",
        "$defs": {name: shape_schema(shape) for name, shape in SHAPES.items()},
    }


def shape_schema(shape: Any) -> dict[str, Any]:
    if isinstance(shape, Mapping):
        return {
            "type": "object",
            "properties": {name: shape_schema(inner) for name, inner in shape.items()},
            "required": list(shape),
        }
    if isinstance(shape, list):
        return {"type": "array", "items": shape_schema(shape[0])}
    name, optional = shape.rstrip("?"), shape.endswith("?")
    kinds = {"value": ["number", "string"], "time": ["string"]}.get(name, [name])
    made: dict[str, Any] = {"type": [*kinds, "null"] if optional else kinds if len(kinds) > 1 else kinds[0]}
    if name == "time":
        made["format"] = "date-time"
    return made


def time(when: datetime | None) -> str | None:
    """ISO 8601 in UTC, to the second."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if when else None


def evidence_record(evidence: Evidence) -> dict[str, Any]:
    return {"item": evidence.item, "start": evidence.start, "end": evidence.end, "text": evidence.text}


def fact_record(fact: Fact) -> dict[str, Any]:
    """A fact, and the programme and matter it belongs to."""
    return {
        "metric": fact.metric, "subject": fact.subject, "platform": fact.platform, "before": fact.before,
        "after": fact.after, "unit": fact.unit, "change": fact.change, "status": fact.status,
        "announced": fact.announced, "effective": fact.effective, "scope": fact.scope, "program": fact.program,
        "matter": fact.matter, "computed": fact.computed, "group": fact.group,
        "evidence": evidence_record(fact.evidence),
    }  # fmt: skip


def annotation_fields(said: Annotation) -> dict[str, Any]:
    """What is said of an item."""
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
    """An item with all that is said of it."""
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


def harmless(text: str) -> str:
    """
    A cell that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("-5"), harmless("plain")
    ("'=1+1", '-5', 'plain')
    """
    if text.startswith(FORMULA):
        try:
            float(text)
        except ValueError:
            return "'" + text
    return text


def cell(value: Any) -> str:
    """A value as one cell of a table; lists are joined."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(str(one.get("tag", one)) if isinstance(one, Mapping) else str(one) for one in value)
    return str(value)


def as_csv(
    records: Iterable[Mapping[str, Any]], columns: Sequence[str] | Mapping[str, str], ending: str = "\r\n"
) -> str:
    """Comma-separated values (RFC 4180); `columns` are fields, or headings with their fields."""
    fields = columns.values() if isinstance(columns, Mapping) else columns
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=ending)
    writer.writerow(columns)
    for record in records:
        writer.writerow([harmless(cell(record.get(field))) for field in fields])
    return out.getvalue()


def as_lines(records: Iterable[Mapping[str, Any]]) -> str:
    """JSON Lines: one object a line."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def as_json(records: Sequence[Mapping[str, Any]]) -> str:
    """One JSON array, an object a line."""
    inner = ",\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    return f"[\n{inner}\n]\n" if inner else "[]\n"
