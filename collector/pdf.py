"""Policies that are PDF files: their text, page by page, without running heads and page numbers."""

from __future__ import annotations

import io
import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence

MOST_PAGES = 300
LONGEST_TEXT = 1_000_000
# Seconds of reading; what is not read by then is cut, and the reading says so.
LONGEST_READING = 20.0

_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|seite|página|pagina)?\s*\d{1,4}(?:\s*(?:/|of|von|de|sur|di)\s*\d{1,4})?", re.IGNORECASE
)
_HYPHENATED = re.compile(r"(?<=[^\W\d_])[-\u00ad]\n(?=[a-zà-ÿα-ω])")
_DIGITS = re.compile(r"\d+")
_ENDED = re.compile(r"[.!?:;)\"”]$")
_ITEM = re.compile(r"(?:[•●▪◦*–—-]|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,5})[.)])\s|\d{1,3}(?:\.\d{1,3})+\s")


class PdfError(Exception):
    """A PDF file that cannot be read; the sentence says why."""


def is_pdf(body: bytes) -> bool:
    """Whether the bytes are a PDF file, whatever they are called."""
    return b"%PDF-" in body[:1024]


def text_of(body: bytes, clock: Callable[[], float] = time.monotonic) -> tuple[str, str, tuple[str, ...]]:
    """
    The title, the text and what was odd ("cut" where pages were left out); raises PdfError.

    `clock` counts seconds; reading ends LONGEST_READING after its first answer.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    until = clock() + LONGEST_READING
    flags: list[str] = []
    try:
        reader = PdfReader(io.BytesIO(body), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise PdfError("the PDF is locked with a password")
        pages: list[str] = []
        for number, page in enumerate(reader.pages):
            if number >= MOST_PAGES or clock() > until or sum(map(len, pages)) > LONGEST_TEXT:
                flags.append("cut")
                break
            pages.append(page.extract_text() or "")
        said = reader.metadata.title if reader.metadata else None
        title = " ".join(said.split())[:300] if isinstance(said, str) else ""
    except PdfError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        # pypdf meets broken files with whatever its dictionaries and streams raise.
        raise PdfError(f"the PDF cannot be read ({type(error).__name__})") from error
    text = joined(pages)
    if not text:
        raise PdfError("the PDF holds no text; it may be a scan")
    return title, text[:LONGEST_TEXT], tuple(flags)


def joined(pages: Sequence[str]) -> str:
    """
    Pages as one text: what repeats at their top and bottom is left out, lines of a paragraph are joined.

    >>> joined(["Lantern\\nBe at least\\n18 years old.\\nPage 1 of 2", "Lantern\\nPay the fee.\\nPage 2 of 2"])
    'Be at least 18 years old.\\n\\nPay the fee.'
    """
    lines_of = [[line.strip() for line in page.splitlines() if line.strip()] for page in pages]
    edges: Counter[str] = Counter()
    for lines in lines_of:
        edges.update({_DIGITS.sub("#", line) for line in (*lines[:2], *lines[-2:])})
    often = max(2, round(0.6 * len(pages)))
    kept: list[str] = []
    for lines in lines_of:
        for place, line in enumerate(lines):
            edge = place < 2 or place >= len(lines) - 2
            running = edge and len(pages) > 1 and edges[_DIGITS.sub("#", line)] >= often
            if not running and not (edge and _PAGE_NUMBER.fullmatch(line)):
                kept.append(line)
    return _paragraphs(kept)


def _paragraphs(lines: Sequence[str]) -> str:
    wide = max((len(line) for line in lines), default=0)
    blocks: list[str] = []
    open_ = ""
    for line in lines:
        begins = bool(_ITEM.match(line)) or not open_
        # A line that ends a sentence or stops well short of the margin ends its paragraph.
        if (
            open_
            and not begins
            and not _ENDED.search(open_.rsplit("\n", 1)[-1])
            and (line[:1].islower() or line[:1].isdigit() or len(open_.rsplit("\n", 1)[-1]) > 0.7 * wide)
        ):
            open_ += "\n" + line
        else:
            if open_:
                blocks.append(open_)
            open_ = line
    if open_:
        blocks.append(open_)
    return "\n\n".join(_HYPHENATED.sub("", block).replace("\n", " ") for block in blocks)
