"""The letter: an edition as mail."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from digest import wording
from digest.edition import Edition, Entry, headline
from digest.rendering import render

if TYPE_CHECKING:
    from css_inline import CSSInliner

# A large mail service cuts a message off behind about 102 KB of HTML, and with it what stands at the end.
HTML_MOST = 80_000

# Stand where a reader's own address and reason come, so that readers of one edition share the work of writing it.
UNSUBSCRIBE = "letter-unsubscribe-7d1c40c2"
WHY = "letter-reason-7d1c40c2"


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """One edition as it is sent: the same facts as text and as HTML."""

    subject: str
    preheader: str
    text: str
    html: str


def write(
    edition: Edition, base_url: str = "", unsubscribe: str = "", why: str = "", most: int = HTML_MOST
) -> Letter:
    """
    Write the letter of an edition; links lead to the archive at `base_url`.

    `unsubscribe` is where a reader can stop it, `why` the sentence that says what this reader asked for, `most` how
    many bytes of HTML there may be.
    """
    return addressed(draft(edition, base_url, bool(unsubscribe), bool(why), most), unsubscribe, why)


def draft(
    edition: Edition, base_url: str = "", unsubscribe: bool = True, why: bool = True, most: int = HTML_MOST
) -> Letter:
    """The letter of an edition with places left for what is one reader's own; `addressed` fills them."""
    base = base_url.rstrip("/") + "/" if base_url.startswith(("https://", "http://")) else ""
    ways = {"base": base, "unsubscribe": UNSUBSCRIBE if unsubscribe else "", "why": WHY if why else ""}
    try:
        letter = filled(edition, ways)
    except Exception:
        # One odd story must not cost anybody the letter.
        edition = without_odd(edition, ways)
        letter = filled(edition, ways)
    while len(letter.html.encode()) > most and (smaller := less(edition)) is not None:
        edition = smaller
        letter = filled(edition, ways)
    return letter


def addressed(letter: Letter, unsubscribe: str, why: str) -> Letter:
    """A draft with one reader's way out and reason in it."""
    return replace(
        letter,
        text=letter.text.replace(UNSUBSCRIBE, unsubscribe).replace(WHY, wording.tidy(why)),
        html=letter.html.replace(UNSUBSCRIBE, escape(unsubscribe)).replace(WHY, escape(wording.tidy(why))),
    )


def filled(edition: Edition, ways: dict[str, str]) -> Letter:
    values = {"edition": edition, **ways}
    return Letter(
        subject=edition.subject,
        preheader=edition.preheader,
        text=spaced(sound(render("letter/body.txt", **values))),
        html=inlined(sound(render("letter/body.html", style=style(), **values))),
    )


def less(edition: Edition) -> Edition | None:
    """The edition with its least important story moved to the web; None when only the first is left."""
    more = edition.more
    if edition.also:
        return replace(edition, also=edition.also[:-1], more=(edition.also[-1], *more))
    if edition.rumours:
        return replace(edition, rumours=edition.rumours[:-1], more=(edition.rumours[-1], *more))
    if edition.updates:
        return replace(edition, updates=edition.updates[:-1], more=(edition.updates[-1], *more))
    if edition.changes:
        return replace(edition, changes=edition.changes[:-1], more=(edition.changes[-1], *more))
    return None


def without_odd(edition: Edition, ways: dict[str, str]) -> Edition:
    """The edition with each story that cannot be rendered made a title and a link."""
    odd = 0

    def safe(entry: Entry) -> Entry:
        nonlocal odd
        try:
            filled(replace(edition, lead=entry, changes=(), updates=(entry,), rumours=(), also=(entry,)), ways)
        except Exception:
            odd += 1
            bare = headline(replace(entry, facts=()))
            return replace(bare, tags=(), platforms=(), jurisdictions=(), confidence="", since="", headline_only=True)
        return entry

    fixed = replace(
        edition,
        lead=safe(edition.lead) if edition.lead else None,
        changes=tuple(map(safe, edition.changes)),
        updates=tuple(map(safe, edition.updates)),
        rumours=tuple(map(safe, edition.rumours)),
        also=tuple(map(safe, edition.also)),
    )
    return replace(fixed, plain=edition.plain + odd)


@cache
def style() -> str:
    return (Path(__file__).parent / "templates" / "letter" / "style.css").read_text(encoding="utf-8")


@cache
def inliner() -> CSSInliner:
    from css_inline import CSSInliner

    # Rules for narrow and dark screens cannot be inlined and stay in the head; nothing is ever fetched.
    return CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def inlined(html: str) -> str:
    """The page with its style on each element, as Outlook and many web mails want it."""
    return str(inliner().inline(html))


def sound(text: str) -> str:
    """The text without halves of characters, which no message can carry."""
    return text.encode("utf-8", "ignore").decode("utf-8")


def spaced(text: str) -> str:
    """Plain text with no trailing blanks and at most one empty line in a row."""
    lines = "\n".join(line if line == "-- " else line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n") + "\n"
