"""The evidence pack: what a change or a matter rests on, in one file that anybody can check with a standard tool."""

from __future__ import annotations

import difflib
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from collector.document import Document
from collector.item import Item
from collector.versions import Version
from policywatch.store.pages import Recorded
from policywatch.store.store import Store

# The same pack has the same bytes: no clock in it but the times of what it holds.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
MOST_ITEMS = 2_000
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")

READ_ME = """This pack holds what {what} rests on.

SHA256SUMS          the SHA-256 of every other file; check with: sha256sum -c SHA256SUMS
manifest.json       where each document came from: address, time, status, headers, size, hash
documents/          the bytes as they were received, named by their SHA-256
{more}
The hash of a document is the hash of the bytes that the server sent, decompressed as HTTP says. Times are UTC and are
those of the machine that asked. The texts belong to those who published them.
"""
OF_CHANGE = """change.json         the verdict, its parts, and the clauses before and after
before.md, after.md the texts that were read from the documents, and by which reader
difference.txt      the lines that differ
"""
OF_MATTER = """items.json          every item about it, with what was read from each and the words it was read from
"""


def pack_of_change(store: Store, recorded: Recorded) -> bytes:
    """The pack of one change of a watched page, as a ZIP file."""
    change = recorded.change
    before = store.pages.version(change.source, change.before) if change.before else None
    after = store.pages.version(change.source, change.after)
    digests = [*(before.documents if before else ()), *recorded.documents]
    files = _documents(store.pages.documents(digests), digests)
    files["change.json"] = _json(_change_told(recorded, before, after))
    for name, version in (("before.md", before), ("after.md", after)):
        if version is not None:
            files[name] = version.text.encode("utf-8", "replace") + b"\n"
    if before is not None and after is not None:
        lines = difflib.unified_diff(
            before.text.splitlines(),
            after.text.splitlines(),
            f"before, {before.observed.isoformat()}",
            f"after, {after.observed.isoformat()}",
            lineterm="",
            n=1,
        )
        files["difference.txt"] = ("\n".join(lines) + "\n").encode("utf-8", "replace")
    files["README.txt"] = READ_ME.format(what=f"change {change.id} of {change.source}", more=OF_CHANGE).encode()
    return packed(files)


def pack_of_matter(
    store: Store, matter: str, items: Sequence[tuple[Item, Mapping[str, Any], Document | None]]
) -> bytes:
    """The pack of a matter: its items, each with its record, and the documents they were read from."""
    kept = {document.digest: document for _, _, document in items if document is not None}
    files = _documents(kept, list(kept))
    told = [
        {**record, "text": item.text, "document": document.digest if document else None}
        for item, record, document in items
    ]
    files["items.json"] = _json(told)
    files["README.txt"] = READ_ME.format(what=f"the record of {matter}", more=OF_MATTER).encode()
    return packed(files)


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files and their checksums as one ZIP file; equal files give equal bytes."""
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [("SHA256SUMS", sums.encode()), *sorted(files.items())]:
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def _documents(kept: Mapping[str, Document], digests: Sequence[str]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    manifest = []
    for digest in dict.fromkeys(digests):
        document = kept.get(digest)
        if document is None:
            manifest.append({"sha256": digest, "kept": False})
            continue
        name = f"documents/{digest}{_ending(document)}"
        files[name] = document.body
        manifest.append(
            {
                "sha256": digest,
                "kept": True,
                "file": name,
                "source": document.source,
                "url": document.url,
                "fetched": _time(document.fetched),
                "status": document.status,
                "content_type": document.content_type,
                "size": len(document.body),
                "headers": [list(pair) for pair in document.headers],
            }
        )
    files["manifest.json"] = _json(manifest)
    return files


def _ending(document: Document) -> str:
    if document.body.startswith(b"%PDF-"):
        return ".pdf"
    kind = document.content_type.lower()
    for told, ending in (("html", ".html"), ("xml", ".xml"), ("json", ".json"), ("plain", ".txt")):
        if told in kind:
            return ending
    return ".bin"


def _change_told(recorded: Recorded, before: Version | None, after: Version | None) -> dict[str, Any]:
    change, verdict = recorded.change, recorded.change.verdict
    known = after or before
    return {
        "id": change.id,
        "source": change.source,
        "url": known.url if known else None,
        "observed": _time(change.observed),
        "kind": change.kind,
        "verdict": verdict.verdict,
        "score": verdict.score,
        "reason": verdict.reason,
        "dated": verdict.dated.isoformat() if verdict.dated else None,
        "withdraws": verdict.withdraws,
        "item": recorded.item,
        "clauses": [{"before": one.before or None, "after": one.after or None} for one in verdict.clauses],
        "moved": list(verdict.moved),
        "parts": [
            {"kind": part.kind, "weight": part.weight, "why": part.why, "before": part.before, "after": part.after}
            for part in verdict.parts
        ],
        "texts": {"before": _version_told(before, change.before), "after": _version_told(after, change.after)},
        "documents": list(recorded.documents),
    }


def _version_told(version: Version | None, digest: str | None) -> dict[str, Any] | None:
    if version is None:
        return {"sha256": digest, "kept": False} if digest else None
    return {
        "sha256": version.digest,
        "kept": True,
        "title": version.title,
        "first_observed": _time(version.observed),
        "documents": list(version.documents),
        "reader": version.reader,
        "declaration": version.declaration,
    }


def _json(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True).encode("utf-8", "replace") + b"\n"


def _time(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def file_name(key: str) -> str:
    """A file name for the pack of a change or matter."""
    return f"evidence-{_UNSAFE.sub('-', key)[:60]}.zip"
