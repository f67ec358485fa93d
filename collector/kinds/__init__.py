"""The shelf of source kinds: how each is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collector.document import Document
    from collector.reading import Reading
    from config.schema import Source

Read = Callable[["Source", "Document", datetime], "Reading"]


def _from(module: str) -> Read:
    """The `read` of a kind's module, imported at its first use: a run that has no sitemaps loads no sitemap reader."""

    def read(source: Source, document: Document, now: datetime) -> Reading:
        made: Reading = import_module(module).read(source, document, now)
        return made

    return read


KINDS: Mapping[str, Read] = {
    "feed": _from("collector.kinds.feed"),
    "federal-register": _from("collector.kinds.federal_register"),
    "courtlistener": _from("collector.kinds.courtlistener"),
    "sitemap": _from("collector.kinds.sitemap"),
    "listing": _from("collector.kinds.listing"),
    "folder": _from("collector.kinds.folder"),
    "page": _from("collector.kinds.page"),  # its changes become items, in policywatch.run.pages
}
