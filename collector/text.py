"""Text: markup made safe, markup made plain, and lines that hold nothing invisible."""

from __future__ import annotations

import html as entities
import re
import unicodedata
from functools import lru_cache
from typing import Any

from collector.links import absolute

TITLE_LONGEST = 500
TEXT_LONGEST = 200_000
# Markup beyond this is cut before it is parsed: time and memory stay bounded whatever a feed sends.
MARKUP_LONGEST = 2_000_000

# Nothing that can run, load, cover or submit. With svg, math, style and raw-text elements absent, the known classes
# of mutation attacks on the sanitizer (RUSTSEC-2021-0074, 2025-0071, 2026-0193, 2026-0213) do not apply.
ALLOWED = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "dd",
        "del",
        "dfn",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "tt",
        "u",
        "ul",
        "var",
        "div",
        "section",
        "article",
        "big",
        "strike",
        "center",
        "wbr",
    ]
)
_SWALLOWED = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "noframes",
        "noembed",
        "iframe",
        "frame",
        "frameset",
        "embed",
        "applet",
        "svg",
        "math",
        "xmp",
        "plaintext",
        "textarea",
        "title",
        "select",
        "option",
        "head",
        "audio",
        "video",
        "canvas",
        "map",
        "portal",
        "fencedframe",
    ]
)
# Tags at which a new line begins.
_BREAKING = re.compile(
    "<(?:br|hr|/?(?:p|div|li|ul|ol|tr|table|h[1-6]|blockquote|pre|dt|dd|dl|figure|figcaption|caption|section|article|center))>"
)
_ANY = re.compile("<[^>]*>")
_TAG = re.compile(r'<[^<>"]*(?:"[^"]*"[^<>"]*)*>')
_LINK = re.compile(r'(<a (?:title="[^"]*" )?)href="(?!https?://|mailto:)([^"]*)"')
_BREAKS = re.compile("[\u2028\u2029]")
# Numbers of Windows-1252 written as character references (&#146;): browsers show what was meant, and so do we.
_C1 = re.compile("[\x80-\x9f]")
_MEANT = {code: bytes((code,)).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
# Characters a reader cannot see: controls, bidi overrides and isolates, zero-width and filler characters, variation
# selectors beyond emoji's, the tag block (text hidden from people and read by machines), non-characters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Joiners belong to emoji and to Indic, Arabic and Persian words; between Latin letters they only hide a word.
_JOINERS = re.compile("(?<=[\x00-\u024f])[\u200c\u200d]+|[\u200c\u200d]+(?=[\x00-\u024f])|^[\u200c\u200d]+")
_PILED = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_MARKUP = re.compile(r"<[A-Za-z/!?]|&[A-Za-z#]")
_KNOWN_TAG = re.compile(
    r"<(?:!--|!doctype|\?|/?(?:a|abbr|acronym|address|applet|area|article|aside|audio|b|base|bdi|bdo|big|blink|blockquote|body|br|button|"
    r"canvas|caption|center|cite|code|col|colgroup|data|dd|del|details|dfn|dialog|dir|div|dl|dt|em|embed|fieldset|figcaption|"
    r"figure|font|footer|form|frame|frameset|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|legend|li|link|main|"
    r"map|mark|marquee|math|menu|meta|meter|nav|nobr|noembed|noframes|noscript|object|ol|optgroup|option|output|p|param|"
    r"picture|plaintext|portal|pre|progress|q|rp|rt|ruby|s|samp|script|section|select|slot|small|source|span|strike|strong|style|"
    r"sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|time|title|tr|track|tt|u|ul|var|video|wbr|xmp)(?=[\s/>]))",
    re.IGNORECASE,
)
_LOOSE_LT = re.compile(r"<(?=[A-Za-z/!?])")
# Elements that nest; those that close themselves (p, li, td) or stand alone are not among them.
_NESTING = re.compile(
    r"<(/?)(?:div|span|section|article|main|nav|aside|header|footer|blockquote|ul|ol|dl|table|a|b|i|u|s|em|strong|font|small|big|"
    r"sub|sup|code|pre|center|form|fieldset|details|figure|svg|g|math|label|button|ins|del|mark|q|cite|h[1-6])\b",
    re.IGNORECASE,
)
_NO_DECLARATION = re.compile(r"<!(?!--|doctype|\[CDATA\[)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|\shidden[\s=>]", re.IGNORECASE)


@lru_cache(maxsize=1)
def _cleaner() -> Any:
    import nh3

    return nh3.Cleaner(
        tags=set(ALLOWED),
        clean_content_tags=set(_SWALLOWED),
        attributes={
            "a": {"href", "title"},
            "time": {"datetime"},
            "td": {"colspan", "rowspan"},
            "th": {"colspan", "rowspan"},
        },
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def sanitize(markup: str, base: str = "") -> str:
    """
    The same words in harmless markup, well-formed by itself; relative links are resolved or lose their target.

    >>> sanitize('<p onclick=x()>Hi <script>x()</script><a href="/a">there', "https://example.org/")
    '<p>Hi <a href="https://example.org/a" rel="noopener noreferrer nofollow">there</a></p>'
    """
    if not _MARKUP.search(markup):
        return entities.escape(markup, quote=False) if "<" in markup or "&" in markup or ">" in markup else markup
    if len(markup) > MARKUP_LONGEST:
        markup = markup[:MARKUP_LONGEST]
    if "<!" in markup:
        # "<!" that opens neither a comment nor a declaration would swallow the words behind it.
        markup = _NO_DECLARATION.sub("&lt;!", markup)
    if markup.count("<iframe") > markup.count("</iframe"):
        markup = markup.replace("<iframe", "<span")
    if too_deep(markup):
        markup = entities.escape(_TAG.sub(" ", markup), quote=False)
    if ("style" in markup or "hidden" in markup or "STYLE" in markup) and _HIDDEN.search(markup):
        markup = _without_hidden(markup)
    cleaned: str = _cleaner().clean(markup)

    def resolved(match: re.Match[str]) -> str:
        target = absolute(entities.unescape(match[2]), base)
        return f'{match[1]}href="{entities.escape(target)}"' if target else match[1].rstrip(" ")

    return _LINK.sub(resolved, cleaned) if "<a " in cleaned else cleaned


def too_deep(markup: str) -> bool:
    """Whether elements are nested so deep that their tree would take long; real pages stay below a tenth of it."""
    if markup.count("<") < 1_000:
        return False
    depth = 0
    for found in _NESTING.finditer(markup):
        depth = max(0, depth - 1) if found[1] else depth + 1
        if depth > 500:
            return True
    return False


def _without_hidden(markup: str) -> str:
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(markup)
    for node in tree.css("[hidden], [style]"):
        style = re.sub(r"\s+", "", (node.attributes.get("style") or "").lower())
        if "hidden" in node.attributes or "display:none" in style or "visibility:hidden" in style:
            node.decompose()
    body = tree.body
    return (body.inner_html or "") if body is not None else ""


def plain(markup: str) -> str:
    """
    The words of markup, one line for each paragraph, row or list entry.

    >>> plain("<p>From 5,000 to <b>1,000</b> followers.</p>")
    'From 5,000 to 1,000 followers.'
    """
    return words_of(sanitize(markup)) if _MARKUP.search(markup) else tidy(markup)


def words_of(sanitized: str) -> str:
    """The words of markup that `sanitize` made (it is regular, so no second parser is needed)."""
    if "<" in sanitized:
        # The sanitizer writes < and > inside attributes as references: each < begins a tag, the next > ends it.
        sanitized = _BREAKING.sub("\n", sanitized.replace("\n", " "))
        sanitized = _ANY.sub("", sanitized.replace("</td>", " ").replace("</th>", " "))
    return tidy(entities.unescape(sanitized) if "&" in sanitized else sanitized)


def tidy(text: str, longest: int = TEXT_LONGEST) -> str:
    """Text in NFC without invisible characters, runs of white space as one, lines kept."""
    text = text[: 2 * longest]
    if not text.isascii():
        text = _BREAKS.sub("\n", _C1.sub(_windows, text))
    lines = []
    odd = not text.isascii()
    for part in text.split("\n"):
        if line := part.strip():
            if "  " in line or not line.isprintable():
                line = " ".join(line.split())
                odd = odd or not line.isprintable()
            lines.append(line)
    text = "\n".join(lines)
    if odd:
        text = "\n".join(line for part in _seen(text).split("\n") if (line := part.strip()))
    return text if len(text) <= longest else shortened(text, longest)


def one_line(text: str, longest: int = TITLE_LONGEST) -> str:
    """Text on one line: no break of any kind, nothing invisible, at most `longest` characters."""
    text = text[: 8 * longest]
    text = " ".join((text if text.isascii() else _C1.sub(_windows, text)).split())
    if not text.isascii() or not text.isprintable():
        text = " ".join(_seen(text).split())
    return text if len(text) <= longest else shortened(text, longest)


def _windows(found: re.Match[str]) -> str:
    return _MEANT[ord(found.group())] or ""


def _seen(text: str) -> str:
    """Text as it looks: in NFC, nothing invisible, at most three marks on a letter."""
    if _SUSPECT.search(text):
        text = _PILED.sub(r"\1", _JOINERS.sub("", _INVISIBLE.sub("", text)))
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def shortened(text: str, longest: int) -> str:
    """Text of at most `longest` characters, cut between words where there are words."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    space = cut.rfind(" ", longest * 3 // 4)
    return (cut[:space] if space > 0 else cut).rstrip() + "…"


def heading(markup: str, longest: int = TITLE_LONGEST) -> str:
    """
    A title as plain text on one line: tags off, decoded once, words that only look like markup kept.

    >>> heading("<b>YPP</b> &amp; RPM < $1")
    'YPP & RPM < $1'
    """
    if len(markup) > 16 * longest:
        markup = markup[: 16 * longest]
    if "<" in markup and _KNOWN_TAG.search(markup):
        # What is no element of HTML is text: a title may speak of <Story> or of a < b.
        markup = _LOOSE_LT.sub(lambda found: "<" if _KNOWN_TAG.match(markup, found.start()) else "&lt;", markup)
        markup = words_of(sanitize(markup))
    elif "&" in markup:
        markup = entities.unescape(markup)
    return one_line(markup, longest)
