"""Items, facts and stories as the records the command line prints (docs/cli.md describes them)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# The archive's exports and the command line give one shape; a script reads either.
from digest.exports import annotation_fields, fact_record, item_record, story_record, time

__all__ = ["annotation_fields", "change_told", "fact_record", "item_record", "story_record", "time"]


def change_told(record: Mapping[str, Any]) -> str:
    """`5,000 → 1,000 followers` of a fact's record."""
    from digest.wording import change, value

    before, after = (value(record[side], record["unit"], record["metric"]) for side in ("before", "after"))
    unit = record["unit"] or ""
    plain = unit and unit.islower() and unit != "percent" and not isinstance(record["after"], str)
    return f"{change(before, after)} {unit}" if plain else change(before, after)
