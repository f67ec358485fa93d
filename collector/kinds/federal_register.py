"""The Federal Register: rules, proposed rules, notices and presidential documents from its public JSON interface."""

from __future__ import annotations

import html
import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from collector.document import Document
from collector.encoding import decoded
from collector.item import Item
from collector.reading import Dropped, Reading, Unreadable
from collector.shaping import shaped

if TYPE_CHECKING:
    from config.schema import Source

MOST = 1_000


def read(source: Source, document: Document, now: datetime) -> Reading:
    """The documents of one answer; dates that bind people are said in the text too, so that facts can point there."""
    try:
        told = json.loads(decoded(document.body, document.content_type))
    except (ValueError, RecursionError) as error:
        raise Unreadable(source.id, "parse", "answered with broken JSON") from error
    results = told.get("results") if isinstance(told, dict) else None
    if results is None and isinstance(told, dict) and told.get("document_number"):
        results = [told]
    if results is None and isinstance(told, dict) and told.get("count") == 0:
        results = []
    if not isinstance(results, list):
        raise Unreadable(source.id, "not_a_feed", "answered with JSON that lists no documents of the Federal Register")
    items: dict[str, Item] = {}
    dropped: list[Dropped] = []
    for one in results[: source.max_items or MOST]:
        if isinstance(one, dict) and (number := _text(one, "document_number")):
            items.setdefault(number, _item(source, document, one, number, now))
        else:
            dropped.append(Dropped(what="an entry", reason="it has no document number"))
    return Reading(items=tuple(items.values()), title=source.name, dropped=tuple(dropped))


def _item(source: Source, document: Document, one: dict[str, Any], number: str, now: datetime) -> Item:
    agencies = [
        _text(agency, "name") or _text(agency, "raw_name")
        for agency in _list(one, "agencies")
        if isinstance(agency, dict)
    ]
    agencies = agencies or [name for name in _list(one, "agency_names") if isinstance(name, str)]
    dockets = [name for name in (*_list(one, "docket_ids"), _text(one, "docket_id")) if isinstance(name, str) and name]
    numbers = [name for name in _list(one, "regulation_id_numbers") if isinstance(name, str)]
    effective, closes, signed = _text(one, "effective_on"), _text(one, "comments_close_on"), _text(one, "signing_date")
    paragraphs = [
        _text(one, "abstract") or _plain_excerpt(_text(one, "excerpts")),
        f"Action: {action}" if (action := _text(one, "action")) else "",
        dates if (dates := _text(one, "dates")) else "",
        f"Effective date: {_day(effective)}." if effective else "",
        f"Comments close on {_day(closes)}." if closes else "",
    ]
    kind = _text(one, "type") or _text(one, "presidential_document_type")
    return shaped(
        source,
        now,
        own=number,
        url=_text(one, "html_url") or f"https://www.federalregister.gov/d/{number}",
        base=document.url,
        title=html.escape(_text(one, "title"), quote=False),
        markup="".join(f"<p>{html.escape(paragraph, quote=False)}</p>" for paragraph in paragraphs if paragraph),
        published=_text(one, "publication_date"),
        author=html.escape(", ".join(name for name in agencies if name), quote=False),
        extra={
            "type": kind,
            "stage": {"Rule": "final-rule", "Proposed Rule": "proposed-rule"}.get(kind, ""),
            "agencies": "; ".join(name for name in agencies if name),
            "docket": "; ".join(dict.fromkeys(dockets)),
            "rin": "; ".join(numbers),
            "effective": effective,
            "comments_close": closes,
            "signed": signed,
            "document_number": number,
            "pdf": _text(one, "pdf_url"),
        },
    )


def _plain_excerpt(text: str) -> str:
    """Excerpts carry the marks of a search around the words that were found."""
    return text.replace('<span class="match">', "").replace("</span>", "")


def _day(text: str) -> str:
    """
    >>> _day("2026-01-05")
    'January 5, 2026'
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day:%B} {day.day}, {day.year}"


def _text(one: dict[str, Any], key: str) -> str:
    value = one.get(key)
    return (
        value.strip()
        if isinstance(value, str)
        else str(value)
        if isinstance(value, int) and not isinstance(value, bool)
        else ""
    )


def _list(one: dict[str, Any], key: str) -> list[Any]:
    value = one.get(key)
    return value[:50] if isinstance(value, list) else []
