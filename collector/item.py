"""An item: one published thing as one source showed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

DOUBT = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """
    One published thing; `id` says which one it is, `fingerprint` what words it had.

    An edited article keeps its `id` and gets another `fingerprint`: it is changed, not new. `title` and `text` are
    plain words; `html` is sanitized. Times are UTC; `published` is None where the source gave no believable date.
    `extra` holds what a source states as data: docket, agencies, effective date and so on.
    """

    id: str
    source: str
    source_class: str
    url: str
    title: str
    text: str
    observed: datetime
    fingerprint: str
    own_id: str = ""
    html: str = ""
    author: str = ""
    language: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    certain: bool = True
    flags: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """Title and text as one string; every evidence span counts characters in it."""
        return f"{self.title}\n{self.text}" if self.text else self.title

    @property
    def when(self) -> datetime:
        """
        When it was published, else when we first saw it.

        A date without a zone may be off by half a day: it counts only where that makes no difference.
        """
        if self.published is None:
            return self.observed
        return self.published if self.certain or self.observed - self.published > DOUBT else self.observed
