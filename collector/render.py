"""A page's markup as plain text that keeps what a policy is made of: headings, lists, tables, links, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4.element import (
    CData,
    Comment,
    Declaration,
    Doctype,
    NavigableString,
    PageElement,
    ProcessingInstruction,
    Tag,
)

from collector.links import absolute

LONGEST_TEXT = 1_000_000
# Beyond this depth only the words are taken; no page a person wrote is so deep.
DEEPEST = 120

_BLOCKS = frozenset(
    """
    address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form
    header hgroup html main menu nav p pre section summary
    """.split()  # noqa: SIM905
)
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_SKIPPED = frozenset(
    ("script", "style", "noscript", "template", "svg", "head", "title", "iframe", "button", "img", "video")
)
_NO_TEXT = (Comment, CData, Declaration, Doctype, ProcessingInstruction)
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_TRAILING = re.compile(r"[ \t]+\n")
# Marks that would read as our own structure at the beginning of a line.


def text_of(root: Tag, base: str = "") -> str:
    """
    The text of an element, markdown-like; relative links are completed with `base`.

    >>> from bs4 import BeautifulSoup
    >>> print(text_of(BeautifulSoup("<h2>Who</h2><ul><li>Be <b>18</b><li>Pay $5</ul>", "lxml").body))
    ## Who
    <BLANKLINE>
    * Be **18**
    * Pay $5
    """
    blocks = _Blocks(base)
    blocks.walk(root, 0)
    text = blocks.finished()
    return _BLANK_LINES.sub("\n\n", _TRAILING.sub("\n", text)).strip()[:LONGEST_TEXT]


class _Blocks:
    """Lines as they are found: inline words gather until a block begins or ends."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._lines: list[str] = []
        self._inline: list[str] = []
        self._lists: list[int | None] = []
        self._marker = ""

    def finished(self) -> str:
        self._flush()
        return "\n".join(self._lines)

    def _flush(self, *, blank: bool = True) -> None:
        words = "".join(self._inline)
        self._inline = []
        for line in words.split("\n"):
            line = _SPACES.sub(" ", line).strip()
            if not line or line in ("**", "*"):
                continue
            if self._marker:
                self._lines.append(f"{'  ' * max(0, len(self._lists) - 1)}{self._marker} {line}")
                self._marker = ""
            else:
                self._lines.append(line)
        if blank and self._lines and self._lines[-1] and not self._lists:
            self._lines.append("")

    def walk(self, tag: Tag, depth: int) -> None:
        """Take an element's children, one after the other."""
        if depth > DEEPEST:
            self._inline.append(" " + tag.get_text(" ") + " ")
            return
        for child in tag.children:
            self._take(child, depth)

    def _take(self, node: PageElement, depth: int) -> None:
        if isinstance(node, NavigableString):
            if not isinstance(node, _NO_TEXT):
                self._inline.append(_SPACES.sub(" ", str(node)))
            return
        if not isinstance(node, Tag) or node.name in _SKIPPED:
            return
        name = node.name
        if name in _HEADINGS:
            self._flush()
            words = _SPACES.sub(" ", _inline(node, self._base, depth)).strip().replace("**", "")
            if words:
                lines = self._lines
                if lines and lines[-1]:
                    lines.append("")
                lines.append(f"{'#' * _HEADINGS[name]} {words}")
                lines.append("")
                self._marker = ""
        elif name in ("ul", "ol", "menu"):
            self._flush(blank=False)
            self._marker = ""
            if not self._lists and self._lines and self._lines[-1]:
                self._lines.append("")
            self._lists.append(1 if name == "ol" else None)
            self.walk(node, depth + 1)
            self._flush(blank=False)
            self._lists.pop()
            if not self._lists:
                self._lines.append("")
        elif name == "li":
            self._flush(blank=False)
            number = self._lists[-1] if self._lists else None
            self._marker = f"{number}." if number is not None else "*"
            if number is not None:
                self._lists[-1] = number + 1
            self.walk(node, depth + 1)
            self._flush(blank=False)
            self._marker = ""
        elif name == "table":
            self._flush()
            self._table(node, depth)
        elif name == "br":
            self._inline.append("\n")
        elif name == "hr":
            self._flush()
        elif name in _BLOCKS:
            self._flush()
            self.walk(node, depth + 1)
            self._flush()
        else:
            self._inline.append(_marked(node, self._base, depth))

    def _table(self, table: Tag, depth: int) -> None:
        rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
        cells_of = [row.find_all(["td", "th"], recursive=False) for row in rows]
        if not rows or max(map(len, cells_of), default=0) < 2 or table.find("table") is not None:
            # A table of one column, or of tables, only lays the page out.
            for row in rows or [table]:
                self.walk(row, depth + 1)
                self._flush()
            return
        for number, cells in enumerate(cells_of):
            words = [_SPACES.sub(" ", _inline(cell, self._base, depth)).strip().replace("|", "/") for cell in cells]
            if any(words):
                self._lines.append("| " + " | ".join(words) + " |")
                if not number:
                    self._lines.append("|" + " --- |" * len(words))
        self._lines.append("")


def _inline(tag: Tag, base: str, depth: int) -> str:
    return "".join(_pieces(tag, base, depth))


def _pieces(tag: Tag, base: str, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        yield tag.get_text(" ")
        return
    for child in tag.children:
        if isinstance(child, NavigableString):
            if not isinstance(child, _NO_TEXT):
                yield str(child)
        elif isinstance(child, Tag) and child.name not in _SKIPPED:
            if child.name == "br":
                yield " "
            elif child.name in _BLOCKS or child.name in ("li", "tr", "td", "th", "ul", "ol", "table"):
                yield " " + _inline(child, base, depth + 1) + " "
            else:
                yield _marked(child, base, depth + 1)


def _marked(tag: Tag, base: str, depth: int) -> str:
    words = _inline(tag, base, depth + 1)
    said = words.strip()
    if not said:
        return words
    before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    if tag.name == "a":
        address = absolute(str(tag.get("href") or ""), base)
        if address.startswith(("http://", "https://", "mailto:")) and "](" not in said:
            address = address.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
            return f"{before}[{said}]({address}){after}"
        return words
    if tag.name in ("b", "strong") and "**" not in said:
        return f"{before}**{said}**{after}"
    return words
