"""The signature: the words of an item that say which event it tells, as grouping compares them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from sys import intern
from urllib.parse import urlsplit

from classifier.thesaurus import ACTS, EMPTY, IDEA_OF
from collector.item import Item

TITLE_LENGTH = 300  # characters read of a title
TEXT_LENGTH = 400  # characters read of a text, after its furniture is gone: the event is told at the top
TITLE_COUNTS = 3  # a word of the title counts as often; tuned with the thresholds of classifier/likeness.py

_WORD = re.compile(r"[^\W_]+(?:[.&'][^\W_]+)*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_ADDRESS = re.compile(r"https?://[^\s<>\"']{4,400}")
# What feeds put around the words: aggregators' labels, picture credits, the blog engine's closing line.
_FURNITURE = re.compile(
    r"(?:Article|Comments) URL:|Points: \d{1,6}|# Comments: \d{1,6}|Continue reading\b"
    r"|(?:Illustration|Photo|Image)(?: illustration)?(?: by|:)[^.\n/|]{0,60}(?:/ ?(?:The )?[A-Z]\w{1,20})?"
    r"|\([^()]{0,40}(?:Reuters|Getty Images|AP Photo|AFP|Shutterstock)[^()]{0,20}\)"
)
_CLOSING = re.compile(r"The post .{1,250} appeared first on .{1,80}", re.S)
# An outlet's name after the headline ("… - CNET", "… | Example Times") is not part of it.
_SUFFIX = re.compile(r"\s+[-–—|]\s+[A-Z][\w.&' ]{1,24}$")


@dataclass(frozen=True, slots=True)
class Signature:
    """
    What grouping knows of an item; `when` in days since 1970, `terms` with how often each counts.

    `heading` are the ideas of the title, `names` those of them that are capitalised; `keys` are equal only between
    copies of one text (the same headline, or an aggregator's link and the article behind it); `act` is the first act
    of the title, "" where it tells none.
    """

    item: str
    when: float
    terms: tuple[tuple[str, int], ...]
    heading: frozenset[str]
    names: frozenset[str]
    keys: tuple[str, ...]
    act: str


_ideas: dict[str, str] = {}


def idea(word: str) -> str:
    """
    The idea a word stands for, "" for a word that says nothing of the event.

    >>> idea("lawsuits"), idea("Britain's"), idea("the"), idea("streaming")
    ('sue', 'uk', '', 'stream')
    """
    found = _ideas.get(word)
    if found is not None:
        return found
    plain = word.lower()
    if plain.endswith("'s"):
        plain = plain[:-2]
    if word == "US":  # the country; "us" in small letters is a pronoun
        found = "us"
    elif plain in IDEA_OF:
        found = IDEA_OF[plain]
    elif plain in EMPTY or (len(plain) < 2 and not plain.isdigit()):
        found = ""
    else:
        root = _root(plain)
        found = IDEA_OF.get(root, root)
    if len(_ideas) > 400_000:
        _ideas.clear()
    return _ideas.setdefault(word, intern(found[:40]))


def _root(word: str) -> str:
    length = len(word)
    if length > 4:
        if word.endswith("ies"):
            return word[:-3] + "y"
        for ending in ("ings", "ing", "ers", "er", "ed", "es", "s", "e"):
            if word.endswith(ending) and length - len(ending) >= 4:
                return word[: -len(ending)]
    elif length == 4 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _plain(text: str) -> str:
    if "’" in text or "‘" in text:
        text = text.replace("’", "'").replace("‘", "'")
    if "://" in text:
        text = _ADDRESS.sub(" ", text)
    if "appeared first" in text:
        text = _CLOSING.sub(" ", text)
    if "," in text:
        text = _THOUSANDS.sub("", text)
    return _FURNITURE.sub(" ", text)


def _link(url: str) -> str:
    parts = urlsplit(url[:1000])
    path = parts.path.rstrip("/").lower()
    host = parts.netloc.lower().removeprefix("www.").removeprefix("m.").removeprefix("mobile.")
    # An address without a path, or with a short one, is a front page, not an article.
    return f"{host}{path}" if len(path) > 12 else ""


def _keys(item: Item, words: list[str]) -> tuple[str, ...]:
    keys = []
    if len(words) >= 5:
        keys.append("t:" + " ".join(words))
    try:
        own = _link(item.url)
        if own:
            keys.append("u:" + own)
        # A text that is little more than addresses is an aggregator's entry: it is about what it points to.
        if "://" in item.text[:600] and len(_plain(item.text[:600]).strip()) < 60:
            keys.extend("u:" + link for url in _ADDRESS.findall(item.text[:600])[:2] if (link := _link(url)))
    except ValueError:
        pass
    return tuple(dict.fromkeys(intern(key[:300]) for key in keys))


def _names(title_words: list[str], text_words: list[str]) -> Iterable[str]:
    """Capitalised words of a title; where every word is capitalised, those that the text capitalises inside a line."""
    inner = title_words[1:]
    large = [word for word in inner if word[0].isupper()]
    long = [word for word in inner if len(word) > 3]
    if len([word for word in long if word[0].islower()]) * 2 > len(long):
        yield from large
        if title_words and title_words[0][0].isupper() and title_words[0] in text_words:
            yield title_words[0]
        return
    inside = {word for before, word in pairwise(text_words) if before[0].islower()}
    yield from (word for word in title_words if word[0].isupper() and (word in inside or _mixed(word)))


def _mixed(word: str) -> bool:
    """Capitals inside a word, as in YouTube or FTC; an ordinary word shouted in capitals does not count."""
    rest = word[1:]
    return any(letter.isupper() for letter in rest) and (len(word) <= 4 or not word.isupper())


def signature_of(item: Item) -> Signature:
    """Read an item's signature."""
    title = _SUFFIX.sub("", _plain(item.title[:TITLE_LENGTH]))
    text = _plain(item.text[: 2 * TEXT_LENGTH])[:TEXT_LENGTH]
    title_words = _WORD.findall(title)
    text_words = _WORD.findall(text)
    counts: dict[str, int] = {}
    heading = [term for word in title_words if (term := idea(word))]
    for term in heading:
        counts[term] = counts.get(term, 0) + TITLE_COUNTS
    for word in text_words:
        if term := idea(word):
            counts[term] = counts.get(term, 0) + 1
    names = frozenset(term for word in _names(title_words, text_words) if (term := idea(word)))
    return Signature(
        item=item.id,
        when=item.when.timestamp() / 86_400,
        terms=tuple(counts.items()),
        heading=frozenset(heading),
        names=names,
        keys=_keys(item, heading),
        act=next((term for term in heading if term in ACTS), ""),
    )
