"""Every kind of source reads its samples as we once looked at them and found right."""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from collector.document import Document
from collector.kinds import KINDS
from collector.reading import Reading
from config.schema import Source

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
NOW = datetime(2026, 7, 1, 6, 0, tzinfo=UTC)
FOLDERS = sorted(path.parent for kind in KINDS if kind != "page" for path in (SAMPLES / kind).glob("*/source.toml"))


def told(reading: Reading) -> dict[str, Any]:
    """A reading as plain values; what only repeats the source is left out."""
    items = []
    for item in reading.items:
        kept = {key: value for key, value in asdict(item).items() if value not in ("", (), {}, None)}
        for key in ("id", "source", "source_class", "observed", "fingerprint"):
            kept.pop(key)
        items.append(kept)
    made: dict[str, Any] = {"title": reading.title, "flags": list(reading.flags), "moved_to": reading.moved_to}
    made["dropped"] = [f"{one.what}: {one.reason}" for one in reading.dropped]
    made["items"] = items
    return json.loads(json.dumps(made, default=lambda value: value.isoformat()))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_sample_reads_as_expected(folder: Path) -> None:
    source = Source(**tomllib.loads((folder / "source.toml").read_text(encoding="utf-8")))
    file = next(folder.glob("now.*"))
    url = source.url if source.kind != "folder" else f"file:///{source.url}/{file.name}"
    document = Document(source=source.id, url=url, body=file.read_bytes(), fetched=NOW)
    made = told(KINDS[source.kind](source, document, NOW))
    expected = folder / "expected.json"
    if os.environ.get("WRITE_SAMPLES") or not expected.exists():
        expected.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert made == json.loads(expected.read_text(encoding="utf-8"))


def test_every_kind_has_a_sample() -> None:
    assert {folder.parent.name for folder in FOLDERS} == set(KINDS) - {"page"}
