"""Shaping: an item from what a source states, with its text cleaned, its link canonical and its date judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from collector.dates import NONE, stamp
from collector.identity import fingerprint, item_id, own_id
from collector.item import Item
from collector.links import clean
from collector.text import heading, one_line, sanitize, shortened, words_of

if TYPE_CHECKING:
    from config.schema import Source


def shaped(
    source: Source,
    now: datetime,
    *,
    own: str = "",
    url: str = "",
    base: str = "",
    title: str = "",
    markup: str = "",
    published: str = "",
    updated: str = "",
    author: str = "",
    language: str = "",
    extra: Mapping[str, str] | None = None,
    flags: Sequence[str] = (),
) -> Item:
    """
    An item of `source`; `markup` is HTML, dates are as told. Without an id of its own the canonical link identifies
    it, without that its title and date.
    """
    address = clean(url, base or source.url)
    html = sanitize(markup, address or base)
    text = words_of(html)
    line = heading(title) or shortened(text.partition("\n")[0], 120) or address or one_line(own, 200)
    first, second = stamp(published, now) if published else NONE, stamp(updated, now) if updated else NONE
    when = first if first.when else second
    named = own_id(own) or address or own_id(f"words:{line} {published or updated}")
    told = {key: one_line(value, 500) for key, value in (extra or {}).items() if value}
    if (published or updated) and when.when is None:
        told["date_as_told"] = one_line(published or updated, 100)
    return Item(
        id=item_id(source.id, named),
        source=source.id,
        source_class=source.source_class,
        url=address,
        title=line,
        text=text,
        observed=now,
        fingerprint=fingerprint(line, text),
        own_id=named,
        html=html,
        author=heading(author, 200),
        language=one_line(language or source.language, 20),
        published=when.when,
        updated=second.when,
        certain=when.certain if when.when else False,
        flags=tuple(flags),
        extra=told,
    )
