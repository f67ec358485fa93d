"""Identity: which thing an item is, what words it had, and what that makes of it beside what we know."""

from __future__ import annotations

import hashlib

LONGEST_OWN_ID = 1_000


def own_id(raw: str) -> str:
    """The source's own id as characters, trimmed; one too long to keep becomes its hash."""
    trimmed = raw.strip()
    if len(trimmed) <= LONGEST_OWN_ID:
        return trimmed
    return "sha256:" + hashlib.sha256(trimmed.encode("utf-8", "surrogatepass")).hexdigest()


def item_id(source: str, own: str) -> str:
    """Our id of the thing that `source` calls `own`: never from its address or the feed's, both of which move."""
    return hashlib.blake2b(f"{source}\n{own}".encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def fingerprint(title: str, text: str) -> str:
    """What words an item had; white space does not count."""
    words = " ".join(title.split()) + "\n" + " ".join(text.split())
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
