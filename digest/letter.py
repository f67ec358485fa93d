"""The letter: an edition as mail."""

from __future__ import annotations

from dataclasses import dataclass

from digest.edition import Edition
from digest.rendering import render


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """One edition as it is sent: the same facts as text and as HTML."""

    subject: str
    preheader: str
    text: str
    html: str


def write(edition: Edition, base_url: str = "", unsubscribe: str = "", why: str = "") -> Letter:
    """
    Write the letter of an edition; links lead to the archive at `base_url`.

    `unsubscribe` is where a reader can stop it, `why` the question this reader's letter answers.
    """
    base = base_url.rstrip("/") + "/" if base_url else ""
    values = {"edition": edition, "base": base, "unsubscribe": unsubscribe, "why": why}
    return Letter(
        subject=edition.subject,
        preheader=edition.preheader,
        text=render("letter/body.txt", **values),
        html=render("letter/body.html", **values),
    )
