"""CourtListener: opinions, dockets and their entries, from its search interface and its Atom feeds."""

from __future__ import annotations

import html
import json
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from lxml import etree

from collector import xmlfeed
from collector.document import Document
from collector.encoding import decoded
from collector.entries import Entry
from collector.item import Item
from collector.reading import Dropped, Reading, Unreadable
from collector.repair import TooDeep, repaired
from collector.shaping import shaped
from collector.text import heading, plain

if TYPE_CHECKING:
    from config.schema import Source

MOST = 1_000
SITE = "https://www.courtlistener.com"
_ENTRY = re.compile(
    r"(?:Entry|Document)\s*#?\s*(?P<entry>\d{1,6})(?:[-.](?P<part>\d{1,4}))?\s*(?:in|[-–:])\s*(?P<case>.{3,300}?)\s*(?:\((?P<court>[^()]{2,60})\))?\s*$"
)
_DOCKET = re.compile(r"\b(?:\d{1,2}:\d{2}-[a-z]{2,4}-\d{3,6}(?:-[A-Z0-9-]{2,12})?|\d{2}-\d{3,6}(?:-[a-z]{2})?)\b")
_DOCKET_PAGE = re.compile(r"/docket/(\d+)/")
# What a line of a docket says has happened; the first that fits. Words of the federal courts' own event lists.
_STAGES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (stage, re.compile(words, re.IGNORECASE))
    for stage, words in (
        ("verdict", r"\bjury verdict\b|\bverdict (?:form|returned)\b"),
        ("settlement", r"\bstipulation of (?:settlement|dismissal)\b|\bnotice of settlement\b|\bsettlement agreement\b"),  # noqa: E501
        ("approval", r"\b(?:final|preliminary) approval (?:of|order)\b"),
        ("final-ruling", r"\bfinal judgment\b|\bclerk'?s judgment\b|^judgment\b"),
        ("interim-ruling", r"\b(?:order|opinion)\b.{0,80}\b(?:preliminary injunction|temporary restraining order|stay)\b|^(?:preliminary injunction|temporary restraining order)\b"),  # noqa: E501
        ("appeal-ruling", r"\b(?:mandate|judgment) of (?:the )?(?:court of appeals|usca)\b|\bopinion\b.{0,60}\b(?:affirm|revers|vacat|remand)"),  # noqa: E501
        ("appealed", r"^notice of (?:cross[- ])?appeal\b"),
        ("ruling", r"^(?:memorandum )?(?:opinion|order)\b|\border (?:granting|denying)\b|\bmemorandum (?:opinion|and order)\b"),  # noqa: E501
        ("trial", r"\bbench trial\b|\bjury trial\b.{0,40}\b(?:held|begun|day)\b"),
        ("filed", r"^(?:amended |class action )?(?:complaint|petition|notice of removal)\b"),
    )
)  # fmt: skip


def read(source: Source, document: Document, now: datetime) -> Reading:
    """The cases, opinions or docket entries of one answer, with docket, court and stage where they are told."""
    most = source.max_items or MOST
    text = decoded(document.body, document.content_type)
    if text.lstrip()[:1] in ("{", "["):
        return _answer(source, document, text, now, most)
    try:
        feed = xmlfeed.read(_root(text), document.url, most)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(source.id, "not_a_feed", "answered with neither a feed nor JSON of CourtListener") from error
    title = heading(feed.title)
    items = {item.id: item for item in (_step(source, document, entry, title, now) for entry in feed.entries)}
    flags = ("truncated",) if feed.left_out else ()
    return Reading(items=tuple(items.values()), title=title, link=feed.link, flags=flags)


def _root(text: str) -> Any:
    if "<!DOCTYPE" not in text and "<!ENTITY" not in text:
        try:
            return xmlfeed.tree_of(text.encode("utf-8"))
        except etree.XMLSyntaxError:
            pass
    if not re.search(r"<(?:\w+:)?(?:feed|rss)\b", text):
        raise ValueError("no feed")
    try:
        return xmlfeed.tree_of(repaired(text)[0].encode("utf-8"))
    except TooDeep as error:
        raise ValueError(str(error)) from error


def _step(source: Source, document: Document, entry: Entry, feed_title: str, now: datetime) -> Item:
    """One entry of an Atom feed: a step of the docket it belongs to."""
    title = heading(entry.title.value) if entry.title else ""
    link = next((address for address, _ in entry.links), "")
    body = max((words.value for words in entry.bodies), key=len, default="")
    found = _ENTRY.search(title)
    case = found["case"] if found else re.sub(r"\s*\([^()]*\)\s*$", "", title)
    said = plain(body)
    return shaped(
        source,
        now,
        own=entry.guid,
        url=link,
        base=document.url,
        title=html.escape(title, quote=False),
        markup=body,
        published=next(iter(entry.published), ""),
        updated=next(iter(entry.updated), ""),
        author=entry.author,
        extra={
            "case": case,
            "docket": _docket(title, said, feed_title),
            "docket_id": found_id[1] if (found_id := _DOCKET_PAGE.search(link)) else "",
            "entry": found["entry"] if found else "",
            "court": (found["court"] or "") if found else "",
            "stage": _stage(said),
        },
    )


def _answer(source: Source, document: Document, text: str, now: datetime, most: int) -> Reading:
    """An answer of the JSON interface: a search, or the entries of a docket."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(source.id, "parse", "answered with broken JSON") from error
    results = told.get("results") if isinstance(told, dict) else told
    if not isinstance(results, list):
        raise Unreadable(source.id, "not_a_feed", "answered with JSON that holds no results of CourtListener")
    items: dict[str, Item] = {}
    dropped: list[Dropped] = []
    for one in results[:most]:
        item = _result(source, document, one, now) if isinstance(one, dict) else None
        if item is None:
            dropped.append(Dropped(what="a result", reason="it names neither a case nor an entry"))
        else:
            items.setdefault(item.id, item)
    return Reading(items=tuple(items.values()), title=source.name, dropped=tuple(dropped))


def _result(source: Source, document: Document, one: dict[str, Any], now: datetime) -> Item | None:
    if "entry_number" in one or ("recap_documents" in one and "description" in one):
        return _entry(source, document, one, now)
    case = _text(one, "caseName", "case_name", "caseNameFull", "case_name_full")
    path = _text(one, "absolute_url", "docket_absolute_url", "docket_url")
    if not case and not path:
        return None
    opinions = [piece for piece in one.get("opinions") or () if isinstance(piece, dict)][:20]
    filings = [piece for piece in one.get("recap_documents") or () if isinstance(piece, dict)][:20]
    said = [_text(one, "snippet", "suitNature", "syllabus"), *(_text(piece, "snippet") for piece in opinions)]
    said += [
        " ".join(part for part in (_text(piece, "description", "short_description"), _text(piece, "snippet")) if part)
        for piece in filings
    ]
    docket = _text(one, "docketNumber", "docket_number")
    court = _text(one, "court", "court_id")
    number = _text(one, "cluster_id", "id") if opinions or "cluster_id" in one else _text(one, "docket_id", "id")
    kind = "opinion" if opinions or "cluster_id" in one else "docket"
    return shaped(
        source,
        now,
        own=f"{kind}:{number}" if number else "",
        url=path,
        base=SITE,
        title=f"{case}{f' ({court})' if court else ''}",
        markup="".join(f"<p>{piece}</p>" for piece in said if piece),
        published=_text(one, "dateFiled", "date_filed", "dateArgued"),
        author=_text(one, "judge", "assignedTo"),
        extra={
            "case": plain(case),
            "docket": docket,
            "docket_id": _text(one, "docket_id"),
            "court": court,
            "citation": "; ".join(str(cited) for cited in (one.get("citation") or [])[:5])
            if isinstance(one.get("citation"), list)
            else "",
            "status": _text(one, "status"),
            "stage": "ruling" if kind == "opinion" else "filed",
        },
    )


def _entry(source: Source, document: Document, one: dict[str, Any], now: datetime) -> Item:
    """A line of a docket."""
    filings = [piece for piece in one.get("recap_documents") or () if isinstance(piece, dict)][:20]
    said = _text(one, "description") or next((text for piece in filings if (text := _text(piece, "description"))), "")
    number = _text(one, "entry_number")
    docket = _text(one, "docket_id") or next(iter(re.findall(r"/dockets/(\d+)/", _text(one, "docket"))), "")
    path = next((text for piece in filings if (text := _text(piece, "absolute_url"))), "") or (
        f"/docket/{docket}/" if docket else ""
    )
    case = _text(one, "case_name", "caseName")
    first = plain(said)
    return shaped(
        source,
        now,
        own=f"entry:{_text(one, 'id') or f'{docket}:{number}'}",
        url=path,
        base=SITE,
        title=html.escape(
            " ".join(
                part for part in (f"{case}:" if case else "", f"Entry {number}:" if number else "", first[:200]) if part
            ),
            quote=False,
        ),
        markup=f"<p>{said}</p>" if said else "",
        published=_text(one, "date_filed", "entry_date_filed"),
        extra={"case": case, "docket": _docket(first), "docket_id": docket, "entry": number, "stage": _stage(first)},
    )


def _stage(said: str) -> str:
    return next((stage for stage, words in _STAGES if words.search(said[:1_000])), "")


def _docket(*texts: str) -> str:
    """The court's own number of the case, where one is told."""
    return next((found.group() for text in texts if (found := _DOCKET.search(text[:2_000]))), "")


def _text(one: dict[str, Any], *keys: str) -> str:
    for key in keys:
        value = one.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""
