"""The alert: what is new for a saved question, as a short letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digest import wording
from digest.letter import Letter
from digest.rendering import render


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """One story that answers the question, with the items of it that are new."""

    story: str
    headline: str
    change: str
    confidence: str
    sources: tuple[tuple[str, str], ...]  # printed name, address


def write(name: str, question: str, hits: Sequence[Hit], base_url: str = "") -> Letter:
    """The alert's letter; its subject holds the first story and how many more there are."""
    more = f" (+{len(hits) - 1})" if len(hits) > 1 else ""
    room = wording.SUBJECT_LONGEST - len(more) - len(name) - 2
    subject = f"{name}: {wording.shortened(hits[0].headline, room)}{more}"
    base = base_url.rstrip("/") + "/" if base_url else ""
    values = {"name": name, "question": question, "hits": hits, "base": base, "subject": subject}
    return Letter(
        subject=subject,
        preheader=question,
        text=render("alert/body.txt", **values),
        html=render("alert/body.html", **values),
    )
