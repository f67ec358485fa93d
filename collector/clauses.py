"""A policy's text taken apart into clauses: sentences, headings, list items and table rows."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Kind = Literal["words", "heading", "item", "row", "separator"]

# A line longer than this is cut: no clause a person reads is so long, and hostile pages are one line of megabytes.
LONGEST_LINE = 60_000
MOST_CLAUSES = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """
    One sentence, heading, list item or table row.

    `text` is what a person reads (no markup, no numbering); `tokens` are the words that count, in one spelling;
    `key` is the tokens as one string: two clauses with the same key say the same. `linked` tells that all of its
    words are link text; `bold` are the tokens printed bold, mostly labels of buttons; `level` is that of a heading.
    `lead` is the first clause of the same paragraph, `dated_entry` tells of a paragraph that begins "May 3, 2024:".
    """

    text: str
    tokens: tuple[str, ...]
    key: str
    kind: Kind
    level: int = 0
    linked: bool = False
    bold: frozenset[str] = frozenset()
    marked: bool = False
    lead: Clause | None = None
    dated_entry: bool = False


_UNDERLINE = re.compile(r"[ \t]{0,8}(=+|-+)[ \t]*")
_SEPARATOR = re.compile(r"[ \t]{0,8}(?:-[ \t]?-[ \t]?-|\*[ \t]?\*[ \t]?\*|_[ \t]?_[ \t]?_)[-*_ \t]*")
_HASHES = re.compile(r"[ \t]*(?:[*+\-][ \t]+|\d{1,3}[.)][ \t]+)*(#{1,6})[ \t]+")
_IMAGE = re.compile(
    r"!\[([^\]\[]{0,300})\]\(([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,800}){0,3})(?:\s+\"[^\"]{0,200}\")?\)"
)
_LINK = re.compile(
    r"\[((?:[^\]\[]|\\\[|\\\]|\[[^\]\[]{0,200}\]){0,1500})\]"
    r"\((?:<[^<>]{0,2000}>|[^()\n]{0,2000}(?:\([^()\n]{0,300}\)[^()\n]{0,800}){0,4})\)"
)
_ADDRESS = re.compile(r"<?\b(?:https?://|www\.)[^\s<>|)\]]{1,2000}>?")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_BOLD = re.compile(r"\*\*([^*\n]{1,200})\*\*|__([^_\n]{1,200})__")
_EMPHASIS = re.compile(r"\*{1,4}|(?<![^\W_])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![^\W_])|`+|~~")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_SPACES = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
# "1.", "4)", "(a)", "iv.", "6.2", "•": where a clause stands in a list is no part of what it says.
_MARKER = re.compile(
    r"^[\s>]*(?:(?:[•●○◦▪▫■□‣⁃∙·༚➢✓✔→]|[*+–—\-](?=\s)|\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-zα-ω]|[ivxlc]{1,6})[.)](?=\s|[^\W\d_]|$)"
    r"|\d{1,3}(?:\.\d{1,3}){1,4}(?=\s+[\"“(]?(?-i:[^\W\d_a-zα-ω])))[\s>]*)+",
    re.IGNORECASE,
)
_STRAY_MARKER = re.compile(r"[•●○◦▪▫■□‣⁃∙༚➢]+")
_PIPES = re.compile(r"[ \t]*\|")
_RULER_ROW = re.compile(r"[\s|:\-]+")

_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|inc|ltd|llc|corp|co|no|nos|art|sec|vs|approx|mr|ms|mrs|dr|st|u\.s|u\.k|u\.a\.e|cf|al|jr|sr|dept|ext|fig|vol|p|pp|par|para|s\.a|s\.l|reg|nr|art|ej|pág|núm|αρ|π\.χ)|(?:^|[\s(])[^\W\d_])\.$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?;…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?(?:[^\W\d_]|\d|[$€£•]))")
_ACRONYM = re.compile(r"\b(?:[A-Za-z]\.){2,6}(?!\w)")

# "(a)" or "(iv)" within a sentence: an editor's autocorrection makes "©" of "(c)", and lists are renumbered.
_INLINE_MARKER = re.compile(r"\((?:[a-zA-Z]|[ivxIVX]{2,4})\)")

# A mail address is one word; where a service hides addresses from robots it prints "[email protected]" instead.
_MAIL = r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
_HIDDEN_MAIL = re.compile(r"\[email\s?protected\]")
_TOKENS = (
    r"[#@][^\W_]\w{0,60}|[A-Za-z]{1,4}\d[^\W_]{0,12}|\d{1,3}(?:[ ,'’]\d{3})+(?:\.\d+)?(?:[kKmMbB](?![^\W_]))?"
    r"|\d+(?:[.,:/]\d+)*(?:[kKmMbB](?![^\W_]))?"
    r"|[^\W\d_]+(?:['’][^\W\d_]{1,3}(?![^\W_]))?|[%‰$€£¥₹₩₽₺<>≤≥≠+=&@§]"
)
_TOKEN = re.compile(_TOKENS)
_TOKEN_OR_MAIL = re.compile(rf"{_MAIL}|{_TOKENS}")
_DOLLARS = re.compile(r"\bUS ?\$", re.IGNORECASE)
_MONEY = frozenset("$€£¥₹₩₽₺")
_NUMBER = re.compile(r"\d")
_DATED_ENTRY = re.compile(
    r"(?:[^\W\d_]{3,12}\.? \d{1,2},? \d{4}|\d{1,2}\.? [^\W\d_]{3,12},? \d{4}|\d{4}-\d\d-\d\d) ?[:\-]"
)

_PLAIN = str.maketrans(
    {
        "’": "'", "‘": "'", "‛": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "…": "...",
        # The micro sign and the Greek letter look alike, and pages swap them within one word.
        "µ": "μ", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
    }
)  # fmt: skip

_CONTRACTIONS: Mapping[str, tuple[str, ...]] = {
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "won't": ("will", "not"),
    "shan't": ("shall", "not"),
    "let's": ("let", "us"),
}
_ENDINGS: Mapping[str, str] = {"re": "are", "ve": "have", "ll": "will", "d": "would", "m": "am"}
_BRITISH: Mapping[str, str] = {
    "centre": "center", "centres": "centers", "licence": "license", "licences": "licenses", "programme": "program",
    "programmes": "programs", "cheque": "check", "cheques": "checks", "defence": "defense", "offence": "offense",
    "judgement": "judgment", "fulfil": "fulfill", "fulfils": "fulfills", "enrol": "enroll", "enrolment": "enrollment",
    "instalment": "installment", "instalments": "installments", "catalogue": "catalog", "dialogue": "dialog",
    "acknowledgement": "acknowledgment", "grey": "gray", "whilst": "while", "amongst": "among", "towards": "toward",
    "analyse": "analyze", "analysed": "analyzed", "ageing": "aging", "practise": "practice",
    "organisation": "organization",
}  # fmt: skip
_SPELLINGS: Mapping[str, str] = {
    **_BRITISH, "per_cent": "%", "percent": "%", "ok": "okay", "e-mail": "email",
    "§": "section", "usd": "$", "eur": "€", "gbp": "£",
}  # fmt: skip
_OUR = re.compile(r"(?<=[a-z]{3})our(?=s?$|ed$|ing$|able$|abl[ey]$|ful$|al$|hood$|less$|ite$|ites$)")
_ISE = re.compile(r"(?<=[a-z]{3})is(?=e$|es$|ed$|ing$|er$|ers$|ation$|ations$|able$)")
_ELL = re.compile(r"(?<=[a-z]{3}[aeiou])ll(?=ed$|ing$|er$|ers$|ation$)")


@lru_cache(maxsize=30_000)
def spelled(word: str) -> tuple[str, ...]:
    """
    A word in the one spelling we compare by; two tokens where it was a contraction.

    >>> spelled("Colour"), spelled("organisations"), spelled("don't")
    (('color',), ('organizations',), ('do', 'not'))
    """
    word = word.casefold().replace("’", "'")
    if word in _CONTRACTIONS:
        return _CONTRACTIONS[word]
    stem, apostrophe, ending = word.partition("'")
    if apostrophe:
        if ending == "t" and stem.endswith("n"):
            return (stem[:-1], "not")
        if ending in _ENDINGS:
            return (*spelled(stem), _ENDINGS[ending])
        if ending == "s":
            # "user's", "users'" and "users" are told apart by no reader of rules.
            return (spelled(stem)[0],)
        word = stem + ending
    if word in _SPELLINGS:
        return (_SPELLINGS[word],)
    return (american(word),)


def american(word: str) -> str:
    """
    A word in small letters as it is spelled in American English.

    >>> american("licence"), american("colours"), american("creator")
    ('license', 'colors', 'creator')
    """
    if word in _BRITISH:
        return _BRITISH[word]
    return _ELL.sub("l", _ISE.sub("iz", _OUR.sub("or", word))) if len(word) > 5 else word


def _number(token: str) -> str:
    """A number in one form: without the signs that group thousands, "10K" written out."""
    factor = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000}.get(token[-1].casefold())
    if factor:
        token = token[:-1]
    if re.fullmatch(r"\d{1,3}(?:[ ,'’]\d{3})+(?:\.\d+)?", token):
        token = re.sub(r"[ ,'’]", "", token)
    if factor:
        try:
            return f"{float(token.replace(',', '.')) * factor:.0f}"
        except ValueError:
            return token
    return token


def tokens_of(words: str) -> tuple[str, ...]:
    """
    The words that count, in one spelling: no punctuation, no capitals, numbers and money signs kept.

    >>> tokens_of("You mustn’t pay more than 1,000 U.S. dollars (30 %).")
    ('you', 'must', 'not', 'pay', 'more', 'than', '1000', 'us', 'dollars', '30', '%')
    """
    words = _ACRONYM.sub(lambda found: found[0].replace(".", ""), words)
    if "(" in words:
        words = _INLINE_MARKER.sub(" ", words)
    if "$" in words:
        words = _DOLLARS.sub("$", words)
    if "protected]" in words:
        words = _HIDDEN_MAIL.sub("hidden@mail.address", words)
    found: list[str] = []
    for token in (_TOKEN_OR_MAIL if "@" in words else _TOKEN).findall(words):
        if _NUMBER.match(token):
            found.append(_number(token))
        elif token[0] in "#@" and len(token) > 1:
            found.append(token.casefold())
        elif token == "&":
            found.append("and")
        else:
            found.extend(spelled(token))
        if (
            found[-1] in _MONEY
            and len(found) > 1
            and _NUMBER.match(found[-2])
            and (len(found) == 2 or found[-3] not in _MONEY)
        ):
            # "100 USD" is "$100".
            found[-2:] = [found[-1], found[-2]]
    return tuple(found)


def is_mail(token: str) -> bool:
    """
    Whether a token is a mail address.

    >>> [is_mail(token) for token in tokens_of("Write to help@lantern.example or [email protected]")]
    [False, False, True, False, True]
    """
    return "@" in token[1:]


def plain(words: str) -> str:
    """Markdown-like words as a person reads them: link text without addresses, no emphasis, plain quotes."""
    return _plain(words)[0]


def _plain(words: str) -> tuple[str, frozenset[str], bool]:
    """The plain words, the tokens that were bold, and whether all words were link text."""
    # Entities that an extractor left standing ("&nbsp;") are markup, and come and go.
    words = unicodedata.normalize("NFC", html.unescape(words))
    if not words.isascii():
        words = _INVISIBLE.sub("", words).translate(_PLAIN)
    linked = False
    if "[" in words:
        words = _IMAGE.sub(" ", words)
        if "](" in words:
            words = _ESCAPE.sub(lambda found: found[0] if found[1] in "[]" else found[1], words)
            rest = _LINK.sub(" ", words)
            linked = not re.search(r"\w", _EMPHASIS.sub("", _MARKER.sub("", rest)))
            words = _LINK.sub(lambda found: found[1], words)
            words = _LINK.sub(lambda found: found[1], words)
    if "\\" in words:
        words = _ESCAPE.sub(r"\1", words)
    bold: frozenset[str] = frozenset()
    if "**" in words or "__" in words:
        bold = frozenset(token for pair in _BOLD.findall(words) for token in tokens_of(pair[0] or pair[1]))
    if "*" in words or "_" in words or "`" in words or "~~" in words:
        words = _EMPHASIS.sub("", words)
    if "<" in words:
        words = _TAG.sub(" ", words)
    if "://" in words or "www." in words:
        words = _ADDRESS.sub(" ", words)
    return _SPACES.sub(" ", words).strip(), bold, linked


def _sentences(words: str) -> list[str]:
    parts: list[str] = []
    start = 0
    for gap in _SENTENCE_END.finditer(words):
        part = words[start : gap.start()]
        if _ABBREVIATION.search(part[-12:]):
            continue
        parts.append(words[start : gap.end()].strip())
        start = gap.end()
    parts.append(words[start:].strip())
    return parts


@lru_cache(maxsize=20_000)
def _line(line: str, level: int) -> tuple[Clause, ...]:
    """The clauses of one line; the same line is read once, which is what makes a long history cheap."""
    kind: Kind = "words"
    hashes = _HASHES.match(line)
    if hashes:
        level = len(hashes[1])
        line = line[hashes.end() :]
    if level:
        kind = "heading"
    elif _PIPES.match(line):
        if _RULER_ROW.fullmatch(line):
            return ()
        kind = "row"
        line = line.replace("|", " | ")
    bare = _MARKER.sub("", line, count=1)
    words, bold, linked = _plain(bare)
    stripped = _MARKER.sub("", words, count=1)
    marked = bare != line.lstrip() or stripped != words
    if marked and kind == "words":
        kind = "item"
    if kind == "row":
        parts = [words.strip(" |")]
    elif kind == "heading":
        parts = [stripped]
    else:
        parts = _sentences(stripped)
    clauses: list[Clause] = []
    for part in parts:
        part = _MARKER.sub("", part, count=1) if kind != "row" else part
        tokens = tokens_of(_STRAY_MARKER.sub(" ", part))
        if tokens:
            clauses.append(
                Clause(
                    text=part, tokens=tokens, key=" ".join(tokens), kind=kind, level=level, linked=linked,
                    bold=bold & frozenset(tokens) if bold else bold, marked=marked,
                    lead=clauses[0] if clauses and kind != "row" else None,
                    dated_entry=not clauses and bool(_DATED_ENTRY.match(part)),
                )
            )  # fmt: skip
    return tuple(clauses)


SEPARATOR = Clause("", (), "", "separator")


def clauses_of(text: str) -> tuple[Clause, ...]:
    """
    The clauses of a markdown-like text, in order; lines of dashes between documents are kept as separators.

    >>> [clause.key for clause in clauses_of("Who can join\\n---\\n\\n1. You need **1,000** followers. Be 18.")]
    ['who can join', 'you need 1000 followers', 'be 18']
    """
    lines = text.splitlines()
    found: list[Clause] = []
    last = len(lines) - 1
    skip = False
    for at, line in enumerate(lines):
        if skip:
            skip = False
            continue
        stripped = line.strip()
        if not stripped:
            continue
        if len(line) > LONGEST_LINE:
            line = line[:LONGEST_LINE]
        if stripped[0] in "-*_=" and (_SEPARATOR.fullmatch(stripped) or _UNDERLINE.fullmatch(stripped)):
            if " " in stripped or stripped[0] in "*_":
                found.append(SEPARATOR)
            continue
        level = 0
        if at < last:
            below = lines[at + 1].strip()
            if below and below[0] in "=-" and len(below) > 2 and _UNDERLINE.fullmatch(below):
                level = 1 if below[0] == "=" else 2
                skip = True
        found.extend(_line(line, level))
        if len(found) > MOST_CLAUSES:
            break
    return tuple(found)
