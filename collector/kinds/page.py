"""Watched pages: HTML or PDF, one document or several, read to the version whose changes are judged."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from collector.document import Document
from collector.pdf import PdfError, is_pdf
from collector.pdf import text_of as pdf_text
from collector.reading import Reading, Unreadable
from collector.versions import Version, declaration_of

if TYPE_CHECKING:
    from config.schema import Part, Source

# Between documents of one policy; the judge knows by it where one ends.
BETWEEN = "\n\n- - -\n\n"
# An application shell: markup and scripts, and hardly a word until they have run.
SHELL_WORDS = 40
_SCRIPT_HINT = re.compile(r"<script\b", re.IGNORECASE)


def read(source: Source, document: Document, now: datetime) -> Reading:
    """A page yields no items by itself; its changes do (policywatch.run.pages)."""
    version = version_of(source, [document], now)
    return Reading(items=(), title=version.title, link=source.url, flags=version.flags)


def addresses(source: Source) -> tuple[str, ...]:
    """The addresses a policy is read from, in order: its own and those of its further parts."""
    return (source.url, *(part.url for part in source.combine))


def version_of(source: Source, documents: Sequence[Document], now: datetime) -> Version:
    """
    The text of a policy from its documents, in the order of `addresses(source)`.

    Raises Unreadable where a document is missing, is no page, or lacks a declared region: a policy of which a part
    could not be read has not changed.
    """
    wanted = addresses(source)
    if len(documents) > len(wanted):
        raise Unreadable(source.id, "parse", f"has {len(documents)} documents for {len(wanted)} addresses")
    declared: list[Source | Part] = [source, *source.combine]
    texts: list[str] = []
    title = ""
    flags: list[str] = []
    for place, document in enumerate(documents):
        said, text, odd = _text(source, declared[place], document)
        title = title or said
        texts.append(text)
        flags.extend(odd)
    if len(documents) < len(wanted):
        flags.append("partial")
    return Version(
        source=source.id,
        url=source.url,
        title=title or source.name,
        text=BETWEEN.join(texts),
        observed=now,
        documents=tuple(document.digest for document in documents),
        declaration=declaration_of(source),
        flags=tuple(dict.fromkeys(flags)),
    )


def version_again(source: Source, version: Version, kept: Mapping[str, Document]) -> Version | None:
    """The same version read by today's reader and declaration from its kept documents; None where one is lost."""
    documents = [kept[digest] for digest in version.documents if digest in kept]
    if len(documents) != len(version.documents) or len(documents) != len(addresses(source)):
        return None
    try:
        return version_of(source, documents, version.observed)
    except Unreadable:
        return None


def _text(source: Source, declared: Source | Part, document: Document) -> tuple[str, str, tuple[str, ...]]:
    if not document.body.strip():
        raise Unreadable(source.id, "empty", "answered with nothing")
    if is_pdf(document.body):
        try:
            return pdf_text(document.body)
        except PdfError as error:
            raise Unreadable(source.id, "parse", f"cannot be read: {error}") from error
    from collector.encoding import decoded
    from collector.regions import RegionError, regions_of
    from collector.render import text_of
    from collector.text import too_deep

    markup = decoded(document.body, document.content_type)
    if "<" not in markup:
        return "", markup.strip(), ("plain",)
    if too_deep(markup):
        raise Unreadable(source.id, "parse", "is nested deeper than any page a person wrote")
    select = declared.select or source.select
    ranges = declared.ranges or (() if declared.select else source.ranges)
    try:
        parts = regions_of(markup, select=select, remove=(*source.remove, *declared.remove), ranges=ranges)
    except RegionError as error:
        raise Unreadable(source.id, "region", f"was not read: {error}") from error
    text = "\n\n".join(filter(None, (text_of(part, document.url) for part in parts)))
    if len(text.split()) < SHELL_WORDS and len(_SCRIPT_HINT.findall(markup)) >= 3:
        said = "is an empty shell that fills itself by JavaScript; set needs_js = true and install policywatch[browser]"
        raise Unreadable(source.id, "empty", said)
    found = re.search(r"<title[^>]{0,200}>([^<]{1,500})", markup, re.IGNORECASE)
    from html import unescape

    return " ".join(unescape(found[1]).split()) if found else "", text, ()
