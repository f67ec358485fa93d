"""Policies that are PDF files: their text, page by page, without running heads and page numbers."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence

MOST_PAGES = 300
LONGEST_TEXT = 1_000_000
LONGEST_READING = 30.0  # seconds
MOST_MEMORY = 2 * 1024**3

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


def text_of(body: bytes, patience: float = LONGEST_READING) -> tuple[str, str, tuple[str, ...]]:
    """
    The title, the text and what was odd ("cut" beyond MOST_PAGES, "scan" where most pages hold no words).

    The file is read by a process of its own, which is ended after `patience` seconds or when it wants more than
    MOST_MEMORY: some files keep a reader busy for hours within one page. What was read by then is no text of the
    policy, for it would be another at each reading. Raises PdfError.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", "collector.pdf"],
            input=body,
            capture_output=True,
            timeout=patience,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise PdfError(
            f"the PDF was not read within {patience:g} seconds; it may be made to keep readers busy"
        ) from late
    try:
        said = json.loads(done.stdout)
    except ValueError as broken:
        raise PdfError("the PDF cannot be read: its reader broke off, most likely for want of memory") from broken
    if "error" in said:
        raise PdfError(said["error"])
    return said["title"], said["text"], tuple(said["flags"])


def read(body: bytes) -> tuple[str, str, tuple[str, ...]]:
    """What `text_of` gives, read in this process and without an end; raises PdfError."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    flags: list[str] = []
    try:
        reader = PdfReader(io.BytesIO(body), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise PdfError("the PDF is locked with a password")
        pages: list[str] = []
        for number, page in enumerate(reader.pages):
            if number >= MOST_PAGES or sum(map(len, pages)) > LONGEST_TEXT:
                flags.append("cut")
                break
            pages.append(page.extract_text() or "")
        said = reader.metadata.title if reader.metadata else None
        title = " ".join(said.split())[:300] if isinstance(said, str) else ""
    except PdfError:
        raise
    except DependencyError as error:
        raise PdfError("the PDF is encrypted; install policywatch[pdf] to read it") from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        # pypdf meets broken files with whatever its dictionaries and streams raise.
        raise PdfError(f"the PDF cannot be read ({type(error).__name__})") from error
    text = joined(pages)
    if not text:
        many = f"its {len(pages)} pages are" if len(pages) > 1 else "it is"
        raise PdfError(f"the PDF holds no text; {many} most likely a scan")
    if sum(not words.strip() for words in pages) > 0.5 * len(pages):
        flags.append("scan")
    return title, text[:LONGEST_TEXT], tuple(flags)


def _answer() -> None:
    """Read the file on standard input and print what it holds as JSON: the process that `text_of` starts."""
    _bounded()
    try:
        title, text, flags = read(sys.stdin.buffer.read())
        said: dict[str, object] = {"title": title, "text": text, "flags": flags}
    except PdfError as error:
        said = {"error": str(error)}
    print(json.dumps(said))


def _bounded() -> None:
    """Have the system end this process when it wants too much memory or outlives who asked."""
    try:
        import resource
    except ImportError:  # not a Unix
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    seconds = int(2 * LONGEST_READING)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


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


if __name__ == "__main__":
    _answer()
