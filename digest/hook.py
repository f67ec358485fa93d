"""The hook's message: an edition for chat rooms and programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from digest import wording
from digest.edition import Edition, Entry

# Discord takes 2,000 characters and Slack advises 4,000: one length serves all.
TEXT_LONGEST = 1_900


def payload(kind: str, edition: Edition, key: str, base_url: str) -> bytes:
    """The body of the post for a hook of this kind: webhook, slack, teams or discord. Equal editions, equal bytes."""
    base = base_url.rstrip("/") + "/" if base_url else ""
    return json.dumps(KINDS[kind](edition, key, base), ensure_ascii=False, sort_keys=True).encode("utf-8", "ignore")


def generic(edition: Edition, key: str, base: str) -> dict[str, Any]:
    """All of the edition as data; `id` is the same however often it is sent."""
    return {
        "event": "edition", "id": key, "day": edition.day, "number": edition.number, "subject": edition.subject,
        "preheader": edition.preheader, "status": wording.status_line(edition), "quiet": edition.quiet,
        "blind": edition.blind, "url": f"{base}days/{edition.day}.html" if base else "", "edition": edition.content(),
    }  # fmt: skip


def slack(edition: Edition, key: str, base: str) -> dict[str, Any]:
    return {"text": lines(edition, base, slack_link), "unfurl_links": False, "unfurl_media": False}


def discord(edition: Edition, key: str, base: str) -> dict[str, Any]:
    # A title that says @everyone must wake nobody.
    return {"content": lines(edition, base, markdown_link), "allowed_mentions": {"parse": []}, "flags": 4}


def teams(edition: Edition, key: str, base: str) -> dict[str, Any]:
    body = [{"type": "TextBlock", "text": lines(edition, base, markdown_link), "wrap": True}]
    card = {"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4",
            "body": body}  # fmt: skip
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "summary": edition.subject, "attachments": [attachment]}


KINDS: Mapping[str, Callable[[Edition, str, str], dict[str, Any]]] = {
    "webhook": generic, "slack": slack, "teams": teams, "discord": discord,
}  # fmt: skip


def slack_link(words: str, address: str) -> str:
    """
    >>> slack_link("a < b", "https://example.org")
    '<https://example.org|a &lt; b>'
    """
    said = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("|", "¦")
    return f"<{address}|{said}>" if address and not set(address) & set("<>|") else said


def markdown_link(words: str, address: str) -> str:
    """
    >>> markdown_link("5 [new]", "https://example.org/a_(b)")
    '[5 \\\\[new\\\\]](https://example.org/a_%28b%29)'
    """
    said = "".join(f"\\{mark}" if mark in "\\[]()*_~`>|#" else mark for mark in words)
    return f"[{said}]({address.replace('(', '%28').replace(')', '%29')})" if address else said


def lines(edition: Edition, base: str, link: Callable[[str, str], str]) -> str:
    """The edition in as many whole lines as a chat room takes."""
    said = [f"{edition.title} · {wording.weekday(edition.day)} · {wording.counts_line(edition)}"]
    if wording.opening(edition):
        said.append(wording.opening(edition))
    said += [f"Correction: {one.wrong} → {one.right or 'no longer stands'}" for one in edition.corrections]
    parts = (
        ("", (edition.lead, *edition.changes)),
        ("Update: ", edition.updates),
        ("Not confirmed: ", edition.rumours),
    )
    said += [f"• {prefix}{line(entry, base, link)}" for prefix, entries in parts for entry in entries if entry]
    kept: list[str] = []
    for one in said:
        if sum(map(len, kept)) + len(kept) + len(one) > TEXT_LONGEST:
            kept.append("…")
            break
        kept.append(one)
    return "\n".join(kept)


def line(entry: Entry, base: str, link: Callable[[str, str], str]) -> str:
    address = f"{base}stories/{entry.story}.html" if base else (entry.sources[0].url if entry.sources else "")
    facts = "; ".join(f"{fact.label} {wording.change(fact.before, fact.after)}" for fact in entry.facts[:2])
    return link(wording.shortened(entry.headline, 150), address) + (f" ({link(facts, '')})" if facts else "")
