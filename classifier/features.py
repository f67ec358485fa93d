"""Features: what the model sees of a title and a text."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from classifier import frames, lexicon
from classifier.disguise import undisguised

WAY = 1  # of reading; raised when a function here changes what is read, since only tables can be compared
TEXT_LIMIT = 20_000  # characters; what comes later is not read (a feed once held a megabyte of text)
LEAD = 700  # characters of the text that count: news says first what it is about
STRETCH = 14  # tokens without one small word: no sentence, but a list of keywords

TOKEN = re.compile(r"[a-z0-9]+(?:[.,'&/-][a-z0-9]+)*|[$€£¥₹%]|[.!?;:|\n]", re.ASCII)
NUMBER = re.compile(r"[0-9][0-9.,]*(?:k|m|b|bn|mn|million|billion|st|nd|rd|th|s|pm|am|x)?\Z")
STOPS = frozenset((
    "a", "an", "the", "of", "to", "in", "on", "for", "and", "or", "but", "by", "with", "from", "at", "as", "is",
    "are", "was", "were", "be", "been", "it", "its", "this", "that", "these", "those", "he", "she", "they", "we",
    "you", "i", "his", "her", "their", "our", "your", "who", "which", "what", "has", "have", "had", "will", "would",
    "can", "could", "may", "might", "not", "no", "after", "before", "over", "under", "than", "then", "into", "out",
    "up", "down", "about", "more", "most", "new", "says", "said", "say", "if", "so", "when", "how", "why",
))  # fmt: skip
# What feeds wrap around a text: credits, comment counts, invitations to read on.
WRAPPING = re.compile(
    r"(?:(?:photo|image|illustration|credit|picture|graphic)s?(?: illustration)?(?: by|:)"
    r"[^.|]{1,70}?(?:/|via|\bfor\b) ?"
    r"(?:the verge|getty images|bloomberg|afp|ap|reuters|vox media|nurphoto|[a-z]+ images)\b)"
    r"|(?:image|photo|credit): \w+\b|article url: \S+|comments url: \S+|points: \d+|# comments: \d+"
    r"|continue reading\W*|read more\W*"
    r"|(?:get our morning|sign up|subscribe|download our|follow our|listen to)[^.|]{0,90}?"
    r"(?:newsletters?|emails?|podcasts?|free app|live blog|updates|coverage)\b"
    r"(?:[ ,]+(?:or|and|daily|news|free|app|podcasts?)\b)*"
    r"|the post .{1,300}? appeared first on [\w .]{1,40}|https?://\S+|click here\b"
)
SCALES = frozenset((
    "million", "billion", "trillion", "thousand", "m", "bn", "b", "k", "mn", "lakh", "crore",
))  # fmt: skip
CURRENCIES = frozenset((
    "dollars", "dollar", "euros", "euro", "pounds", "pound", "yen", "won", "rupees", "yuan", "reais", "usd", "eur",
    "gbp", "crore",
))  # fmt: skip
MARKS = frozenset(".!?;:|\n")
ORDER = "O:"  # begins what only relevance is judged by: who acts on whom tells that somebody acts, but not what is done
WEIGHED_ALIKE = ("F:", "FT:", "K:", ORDER)  # these features weigh the same however rare they are
MASKED = lexicon.MASKED | {"NUM", "YEAR", "PCT", "MONEY"}
MAKERS = frozenset({"CREA", "PUBL"})
PLATFORMS = frozenset({"TIKT", "STORE", "AICO", "GIANT", "PLAT"})
PARTIES = PLATFORMS | {"REG", "COURT", "LEGIS", "GOV", "AG", "CREA", "PUBL", "USERS", "PLACE", "PCT", "MONEY"}
ENDING = re.compile(r"(?<=[a-z]{4})(?:ations?|i[sz](?:ing|es?|ed)|ings?|ie[sd]|ers?|e[sd]|s|e|y)\Z")
RULERS = frozenset({"REG", "COURT", "LEGIS", "GOV", "AG"})


@cache
def way() -> str:
    """A hash of what decides how a text is read: names, patterns and limits. A model fits the way it was trained in."""
    tables = (
        WAY, TEXT_LIMIT, LEAD, STRETCH, TOKEN.pattern, NUMBER.pattern, WRAPPING.pattern, ENDING.pattern,
        *(sorted(names) for names in (STOPS, SCALES, CURRENCIES, MARKS, MASKED, MAKERS, PLATFORMS, PARTIES, RULERS)),
        *(sorted(names) for names in (lexicon.EARNERS, lexicon.LAWS, lexicon.ONLINE, frames.ACTING, frames.ENDS)),
        dict(lexicon.KINDS), {word: sorted(company) for word, company in lexicon.AMBIGUOUS.items()},
        frames.LIMIT, frames.MAKERS, frames.SHELF,
    )  # fmt: skip
    return hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the model reads it: lower-case `words`, `kinds` ("" where it has none), `spans` in `item.words`."""

    words: tuple[str, ...]
    kinds: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    titled: int  # how many of them are the title's
    reach: int  # 2: names a platform or people who earn on them; 1: speaks of apps, the net or AI; 0: neither
    hits: tuple[frames.Hit, ...]

    def place(self, first: int, last: int) -> tuple[int, int]:
        """Where the tokens from `first` to `last` stand in `item.words`."""
        return self.spans[first][0], self.spans[last][1]


def read(title: str, text: str, platforms: Sequence[tuple[int, int]] = ()) -> Reading:
    """
    Read a title and its text; spans count characters in title + newline + text.

    `platforms` tells where the gazetteer found one: a platform that was added to it counts as one at once.
    """
    shown = title[:TEXT_LIMIT]
    words, spans, capitals = _tokens(shown, 0)
    titled = len(words)
    if text:
        # The end of the title is the end of a sentence, whatever it ends with.
        body = _tokens(_lead(text[:TEXT_LIMIT], shown), len(title) + 1)
        words += ["\n", *body[0]]
        spans += [(len(title), len(title) + 1), *body[1]]
        capitals += [False, *body[2]]
    words, kinds, spans, titled = _kinds(words, spans, capitals, titled)
    for place, (start, end) in enumerate(spans):
        if not kinds[place] and any(first <= start and end <= last for first, last in platforms):
            kinds[place] = "PLAT"
    reach = _reach(words, kinds, titled)
    found = tuple(frames.hits(words, kinds)) if reach else ()
    return Reading(tuple(words), tuple(kinds), tuple(spans), titled, reach, found)


def features(reading: Reading) -> set[str]:
    """
    What the model weighs: words and pairs of them (in the title also as "t:"), kinds, frames.

    Names count as their kind. A frame also counts together with who is about: "sues" is ours beside a platform only.
    """
    out: set[str] = set()
    _add_words(out, reading.words[: reading.titled], reading.kinds[: reading.titled], "t:")
    _add_words(out, reading.words, reading.kinds, "")
    named, all_named = set(reading.kinds[: reading.titled]), set(reading.kinds)
    platform = "T" if named & PLATFORMS else "A" if all_named & PLATFORMS else ""
    maker = "C" if MAKERS & all_named else ""
    ruler = "S" if all_named & RULERS else ""
    out |= {
        f"K:{one}" for one in (platform, maker, ruler, platform + maker, platform + ruler, platform + maker + ruler)
    }
    for hit in reading.hits:
        name = hit.frame.name
        out |= {f"F:{name}", f"F:{name}&{platform}{maker}"}
        if hit.first < reading.titled:
            out |= {f"FT:{name}", f"FT:{name}&{platform}"}
    out |= _order(reading)
    _add_stems(out, reading)
    return out


def _order(reading: Reading) -> set[str]:
    """Who comes first in the title and who follows whom: mostly he who acts, and on whom."""
    named: list[str] = []
    for kind in reading.kinds[: reading.titled]:
        if kind in PARTIES and kind not in named[-1:]:
            named.append(kind)
    return {f"{ORDER}{named[0] if named else ''}", *(f"{ORDER}{one}>{other}" for one, other in pairwise(named))}


def _add_stems(out: set[str], reading: Reading) -> None:
    """Words without their endings, so that one form of a verb teaches the others."""
    for place, (word, kind) in enumerate(zip(reading.words, reading.kinds, strict=True)):
        if len(word) >= 4 and kind not in MASKED and word not in STOPS and word.isalpha():
            stem = ENDING.sub("", word)
            out.add(f"s:{stem}")
            if place < reading.titled:
                out.add(f"st:{stem}")


def _add_words(out: set[str], words: Sequence[str], kinds: Sequence[str], mark: str) -> None:
    before = ""
    for word, kind in zip(words, kinds, strict=True):
        if word == "\n":
            before = ""
            continue
        masked = kind in MASKED
        shown = kind if masked else word
        out.add(mark + shown)
        if word in MARKS:
            before = ""
            continue
        if kind and not masked:
            out.add(mark + kind)
        elif kind in PLATFORMS:
            out.add(mark + "=")
        if before:
            out.add(f"{mark}{before} {shown}")
        before = shown


def _reach(words: Sequence[str], kinds: Sequence[str], titled: int) -> int:
    if "social media" in words[:titled] or not lexicon.LAWS.isdisjoint(words):
        return 2
    if not PLATFORMS.isdisjoint(kinds) or not lexicon.EARNERS.isdisjoint(words):
        return 2
    if not lexicon.ONLINE.isdisjoint(words):
        return 1
    return int(any("platform" in word or word.startswith("online") for word in words))


def _lead(text: str, title: str) -> str:
    """The part of a text that counts; a text that only repeats the title adds nothing."""
    start = text[: len(title) + 2].strip()
    if start == title.strip():
        text = " " * len(title) + text[len(title) :]
    if len(text) <= LEAD:
        return text
    cut = text.rfind(" ", 0, LEAD)
    return text[: cut if cut > 0 else LEAD]


def _tokens(text: str, offset: int) -> tuple[list[str], list[tuple[int, int]], list[bool]]:
    """Lower-case tokens, their places and whether they begin with a capital."""
    plain, places = undisguised(text)
    low = plain.lower()
    if len(low) != len(plain):  # a few letters (İ) grow when lowered
        low = "".join(letter.lower()[0] for letter in plain)
    if any(
        sign in low
        for sign in (
            "photo",
            "image",
            "illustration",
            "http",
            "read more",
            "continue",
            "appeared",
            "credit",
            "click",
            "our ",
        )
    ):
        low = WRAPPING.sub(lambda found: " " * len(found.group()), low)
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    capitals: list[bool] = []
    since = 0  # tokens since the last small word
    for found in TOKEN.finditer(low):
        word = found.group()
        start, end = found.span()
        if word[-2:] == "'s":
            word, end = word[:-2], end - 2
        elif word == "us" and plain[start:end] == "US":
            word = "u.s"
        words.append(word)
        capitals.append(plain[start].isupper())
        spans.append((start, end))
        since = 0 if word in STOPS else since + (word not in MARKS)
        if since >= STRETCH:
            if since == STRETCH:
                del words[-STRETCH:], spans[-STRETCH:], capitals[-STRETCH:]
            else:
                del words[-1], spans[-1], capitals[-1]
    if places is not None:
        spans = [(places[start], places[end - 1] + 1) for start, end in spans]
    if offset:
        spans = [(start + offset, end + offset) for start, end in spans]
    return words, spans, capitals


def _kinds(
    words: list[str], spans: list[tuple[int, int]], capitals: list[bool], titled: int
) -> tuple[list[str], list[str], list[tuple[int, int]], int]:
    """Give each token its kind; a name of several words becomes one token."""
    singles, phrases, ambiguous = lexicon.singles(), lexicon.phrases(), lexicon.AMBIGUOUS
    out: list[str] = []
    kinds: list[str] = []
    places: list[tuple[int, int]] = []
    company: set[str] | None = None
    count, at, title_end = len(words), 0, titled
    while at < count:
        word = words[at]
        step, kind, name, known = 1, "", word, False
        choices = phrases.get(word)
        if choices:
            for rest, sort in choices:
                if tuple(words[at + 1 : at + 1 + len(rest)]) == rest and (at >= titled or at + len(rest) < titled):
                    step, kind, name, known = 1 + len(rest), sort, " ".join((word, *rest)), True
                    break
        if not known:
            kind = singles.get(word, "")
            if not kind and word in ambiguous and capitals[at]:
                if company is None:
                    company = set(words)
                if company & ambiguous[word]:
                    kind = "PLAT"
            elif word[0] in "0123456789" and NUMBER.match(word):
                kind = "YEAR" if len(word) == 4 and word[:2] in ("19", "20") else "NUM"
                following = words[at + 1] if at + 1 < count else ""
                if following in SCALES:
                    step = 2
                    following = words[at + 2] if at + 2 < count else ""
                if following in CURRENCIES:
                    step, kind = step + 1, "MONEY"
                elif following in ("%", "percent", "pc", "per") and (
                    following != "per" or words[at + step + 1 : at + step + 2] == ["cent"]
                ):
                    step, kind = step + (2 if following == "per" else 1), "PCT"
                name = "0"
            elif word in "$€£¥₹" and at + 1 < count and words[at + 1][0] in "0123456789":
                step = 3 if at + 2 < count and words[at + 2] in SCALES else 2
                kind, name = "MONEY", "0"
            elif "-" in word:
                kind = _hyphenated(word, singles)
        if at < titled <= at + step:
            title_end = len(out) + 1
        out.append(name)
        kinds.append(kind)
        places.append((spans[at][0], spans[min(at + step, count) - 1][1]))
        at += step
    return out, kinds, places, title_end if titled else 0


def _hyphenated(word: str, singles: Mapping[str, str]) -> str:
    """The kind of a compound: that of its first part that has one (`chinese-owned`, `google-backed`)."""
    return next((singles[part] for part in word.split("-") if part in singles), "")
