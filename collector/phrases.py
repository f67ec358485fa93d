"""Lists of words and phrases as a person keeps them, line by line, made into sets and patterns."""

from __future__ import annotations

import re


def words(lines: str) -> frozenset[str]:
    """The words of a list, however it is broken into lines."""
    return frozenset(lines.split())


def _alternatives(lines: str) -> str:
    """The lines as one alternation; a line that ends in a backslash goes on in the next."""
    joined = re.sub(r"\\\n\s*", "", lines)
    return "|".join(line.strip() for line in joined.strip().splitlines())


def phrases(lines: str) -> re.Pattern[str]:
    """
    A pattern that finds any of the phrases as whole words; `|` and the end of a line both part them.

    >>> bool(phrases("log in|sign up").search("please sign up now"))
    True
    """
    return re.compile(rf"\b(?:{_alternatives(lines)})\b")


def whole(lines: str) -> re.Pattern[str]:
    """A pattern that matches where the whole text is one of the phrases."""
    return re.compile(rf"^(?:{_alternatives(lines)})$")


def leading(lines: str) -> re.Pattern[str]:
    """A pattern that matches where a text begins with one of the phrases."""
    return re.compile(rf"^(?:{_alternatives(lines)})\b")


def anywhere(lines: str) -> re.Pattern[str]:
    """A pattern of alternatives that say themselves where they begin and end."""
    return re.compile(_alternatives(lines))
