"""Folders: newsletters kept as .eml, pages as .html, feeds as .xml or .json; one file is one document."""

from __future__ import annotations

import html
import re
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from collector import article
from collector.document import Document
from collector.encoding import decoded
from collector.item import Item
from collector.links import clean
from collector.reading import Dropped, Reading, Unreadable
from collector.shaping import shaped

if TYPE_CHECKING:
    from config.schema import Source

SUFFIXES = (".eml", ".html", ".htm", ".xml", ".rss", ".atom", ".json")
_ONLINE = re.compile(
    r"<a\b[^<>]{0,400}?href\s*=\s*[\"'](https?://[^\"'<>\s]{5,1500})[\"'][^<>]{0,400}>(?:[^<]|<(?!/?a\b)){0,200}?"
    r"(?:view|read|open|see)\b[^<]{0,40}\b(?:browser|online|web)\b",
    re.IGNORECASE,
)


def read(source: Source, document: Document, now: datetime) -> Reading:
    """What one file of the folder holds; `document.url` ends with the file's name."""
    name = unquote(PurePosixPath(urlsplit(document.url).path).name)
    suffix = PurePosixPath(name).suffix.lower()
    if not document.body.strip():
        raise Unreadable(source.id, "empty", f"{name} is empty")
    if suffix == ".eml":
        return _letter(source, document, name, now)
    if suffix in (".html", ".htm"):
        return _page(source, document, name, now)
    if suffix in SUFFIXES:
        from collector.kinds import KINDS

        return KINDS["feed"](source, document, now)
    raise Unreadable(source.id, "not_a_feed", f"{name} is none of {', '.join(SUFFIXES)}")


def _letter(source: Source, document: Document, name: str, now: datetime) -> Reading:
    try:
        message = message_from_bytes(document.body, policy=policy.default)
        assert isinstance(message, EmailMessage)
        subject, date, sender = (str(message.get(key, "")) for key in ("subject", "date", "from"))
        markup = _body(message)
    except Exception as error:  # the email package raises many things on damaged headers
        raise Unreadable(
            source.id, "parse", f"{name} could not be read as a letter ({type(error).__name__})"
        ) from error
    if not subject and not markup.strip():
        return Reading(dropped=(Dropped(what=name, reason="it has neither subject nor text"),))
    online = _ONLINE.search(markup[:400_000])
    own = re.sub(r"[\s<>]", "", str(message.get("message-id", ""))) or f"file:{name}"
    item = shaped(
        source,
        now,
        own=own,
        url=clean(html.unescape(online[1])) if online else "",
        base="",
        title=html.escape(subject, quote=False),
        markup=markup,
        published=date,
        author=parseaddr(sender)[0] or sender,
        extra={"list": str(message.get("list-id", "")), "file": name},
    )
    return Reading(items=(item,), title=source.name)


def _body(message: EmailMessage) -> str:
    """The letter's HTML, or its plain text as HTML."""
    part = message.get_body(preferencelist=("html", "plain"))
    if part is None:
        return ""
    raw = part.get_payload(decode=True)
    text = decoded(raw if isinstance(raw, bytes) else b"", f"text/plain; charset={part.get_content_charset() or ''}")
    if part.get_content_type() == "text/html":
        return text
    paragraphs = re.split(r"\n\s*\n", text.replace("\r\n", "\n"))
    return "".join(
        f"<p>{html.escape(paragraph.strip(), quote=False)}</p>" for paragraph in paragraphs[:5_000] if paragraph.strip()
    )


def _page(source: Source, document: Document, name: str, now: datetime) -> Reading:
    found = article.read(document.body, "", now, document.content_type)
    if not found.text and not found.title:
        return Reading(dropped=(Dropped(what=name, reason="no article was found in it"),))
    item: Item = shaped(
        source,
        now,
        own=found.canonical or f"file:{name}",
        url=found.canonical,
        title=html.escape(found.title or PurePosixPath(name).stem, quote=False),
        markup=found.html,
        published=found.published.isoformat() if found.published else "",
        author=html.escape(found.author, quote=False),
        language=found.language,
        extra={"file": name},
        flags=found.flags,
    )
    return Reading(items=(item,), title=source.name)
