"""Disguised words: look-alike letters, invisible marks and fancy alphabets read as what they pretend to be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

# Cyrillic and Greek letters that look like Latin ones; they count only inside a word that also has Latin letters,
# for a wholly Cyrillic word is a word of its own language.
_LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТУХІЈЅаеорсухкмтвніјѕԁԛԝһӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεικνορτυχ",
    "ABEKMHOPCTYXIJSaeopcyxkmtbhijsdqwhlABEZHIKMNOPTYXaeiknoptux",
)
_GREEK_OR_CYRILLIC = re.compile(r"[\u0370-\u052f]")
_WORD = re.compile(r"[^\W_]+")

# Marks that show nothing: zero-width and directional ones, soft hyphens, variation selectors, stray accents.
_UNSEEN = re.compile(
    "[\u00ad\u0300-\u036f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]"
)


def _plain_letters() -> Mapping[int, str]:
    table: dict[int, int | str] = {}
    ranges = ((0xA0, 0x250), (0x1D00, 0x1D80), (0x1E00, 0x1F00), (0x2000, 0x2070), (0x2100, 0x2150), (0x2460, 0x2500))
    for first, last in (*ranges, (0xFF01, 0xFF5F), (0x1D400, 0x1D800)):
        for code in range(first, last):
            shown = unicodedata.normalize("NFKD", chr(code))
            base = "".join(mark for mark in shown if not unicodedata.combining(mark))
            if len(base) == 1 and base.isascii() and base.isprintable() and code != 0xAD:
                table[code] = base
    table |= dict.fromkeys(map(ord, "‘’‚‛′ʼ`´"), "'") | dict.fromkeys(map(ord, "“”„‟″«»"), '"')
    table |= dict.fromkeys(map(ord, "‐‑‒–—―−"), "-") | dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u3000"), " ")
    table |= str.maketrans("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz")
    table |= str.maketrans("øØłŁı", "oOlLi")
    return {code: chr(base) if isinstance(base, int) else base for code, base in table.items()}


_LETTERS = _plain_letters()


def undisguised(words: str) -> tuple[str, Sequence[int] | None]:
    """
    The words in plain letters, and for each of their characters its place in the original (None: the same place).

    >>> undisguised("Tik\u200bTоk’s")
    ("TikTok's", [0, 1, 2, 4, 5, 6, 7, 8])
    """
    if words.isascii():
        return words, None
    plain = words.translate(_LETTERS)
    places: list[int] | None = None
    if _UNSEEN.search(plain):
        places = [place for place, mark in enumerate(plain) if not _UNSEEN.match(mark)]
        plain = _UNSEEN.sub("", plain)
    if _GREEK_OR_CYRILLIC.search(plain):
        plain = _WORD.sub(_unmasked, plain)
    return plain, places


def _unmasked(word: re.Match[str]) -> str:
    letters = word[0]
    if letters.isascii() or not _GREEK_OR_CYRILLIC.search(letters):
        return letters
    return letters.translate(_LOOKALIKES) if any(mark.isascii() and mark.isalpha() for mark in letters) else letters
