"""A document: bytes as they arrived, kept so that reading can be done again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """
    What one source answered at one time; `headers` as received, `fetched` in UTC.

    `url` is where the bytes came from, `moved` where the source lives now when every step up to there was a
    permanent redirect (empty otherwise): to be remembered only after a good reading. `packed` is the body as it came
    when that was as one gzip member, else empty: whoever keeps documents need not pack them again.
    """

    source: str
    url: str
    body: bytes
    fetched: datetime
    status: int = 200
    content_type: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    moved: str = ""
    packed: bytes = field(default=b"", repr=False, compare=False)
    _digest: str = field(default="", init=False, repr=False, compare=False)

    @property
    def digest(self) -> str:
        """SHA-256 of the body, in hexadecimal: the address of the bytes in the store."""
        if not self._digest:
            object.__setattr__(self, "_digest", hashlib.sha256(self.body).hexdigest())
        return self._digest

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its capitals."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)
