"""The article: the words of a web page that are the piece itself, without what stands around it."""

from __future__ import annotations

import html
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from collector.dates import NONE, Stamp, stamp
from collector.encoding import decoded
from collector.links import clean
from collector.text import TEXT_LONGEST, heading, one_line, plain, tidy, too_deep

# Real article pages of 2026 reach 2 MB with their scripts; what is longer is cut.
LONGEST_PAGE = 4_000_000
# Fewer words than this are a teaser, a notice or nothing.
SHORT = 250


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """
    What a page says. `confidence` from 0 to 1 tells how sure we are that `text` is the article and all of it; below
    one half the words of the feed are the better ones. `flags`: "paywalled", "from-data" (its words came from the
    page's structured data), "short".
    """

    title: str = ""
    text: str = ""
    html: str = ""
    published: datetime | None = None
    author: str = ""
    language: str = ""
    canonical: str = ""
    confidence: float = 0.0
    flags: tuple[str, ...] = ()


# Lines that promote or direct and are no part of any article; they must be the whole line. Written from what English,
# German, French and Spanish news pages put between and behind their paragraphs (2026-11).
_PROMOTION = re.compile(
    r"""(?:
    advertisement|advertisment|sponsored(?:\ content)?|story\ continues\ below(?:\ advertisement)?|continue\ reading(?:\ below)?|
    article\ continues\ (?:after|below)\ (?:the\ )?(?:ad|advertisement|video)|skip\ (?:advertisement|ad|to\ .{1,40})|
    loading\s*(?:\.\.\.|…)|loading|comments?|\d+\ comments?|share(?:\ (?:this|on|via)\b.{0,60})?|print|e-?mail|copy\ link|copied|save|listen|
    (?:share|tweet|post|pin|email|e-mail|print)(?:[\ |•·,/]+(?:share|tweet|post|pin|email|e-mail|print|facebook|twitter|linkedin|whatsapp|reddit))+|
    (?:facebook|twitter|linkedin|whatsapp|reddit|pinterest|email)(?:[\ |•·,/]+(?:facebook|twitter|linkedin|whatsapp|reddit|pinterest|email|x))+|
    (?:please\ )?(?:subscribe|sign\ up|register)\b(?:\ (?:now|today|here|free))?(?:\ (?:to|for)\ (?:our|the|my|your|free|daily|weekly|all)\b.{0,140})?[.!:]?|
    (?:get|receive)\ (?:our|the|all\ the|daily|breaking)\b.{0,100}\b(?:inbox|newsletter|e-?mails?|alerts?)\b.{0,60}|
    (?:click|tap)\ here\ (?:to|for)\b.{0,80}\b(?:subscri|newsletter|sign|follow|join|download)\w*.{0,60}|
    (?:follow|like|join|find)\ (?:us|me|@?\w+(?:\ \w+){0,3})\ (?:on|at)\ (?:twitter|facebook|instagram|linkedin|youtube|telegram|whatsapp|threads|bluesky|x|google\ news)\b.{0,100}|
    (?:download|get)\ (?:our|the)\b.{0,60}\bapp\b.{0,60}|
    (?:read|see|watch|listen)\ (?:more|also|next|this\ next)(?:\ (?:about|on|from|stories|at)\b.{0,80})?:?|
    (?:related|recommended|more|latest|top|popular|trending)\ (?:articles?|stories|story|posts?|news|coverage|content|topics?|links?|reading|videos?)(?:\ (?:from|on|about|in)\b.{0,60})?:?|
    (?:you\ (?:may|might)\ also\ (?:like|be\ interested\ in)|don['’]t\ miss|most\ (?:read|popular|viewed)|editors?['’]?s?\ picks?|what\ to\ read\ next)\b.{0,40}|
    (?:we|this\ (?:web)?site|our\ (?:web)?site)\ (?:use|uses|and\ our\ partners\ use)\ cookies\b.{0,400}|
    by\ (?:continuing|clicking|signing\ up|subscribing|submitting|entering)\b.{0,60}\byou\ (?:agree|consent|accept)\b.{0,300}|
    (?:accept|reject|manage)\ (?:all\ )?cookies|
    (?:already\ a\ (?:subscriber|member)\??.{0,60})|
    (?:this\ (?:article|story|content)\ is\ (?:for|reserved\ for|available\ to)\ (?:subscribers|members).{0,120})|
    (?:anzeige|werbung|artikel\ teilen|mehr\ zum\ thema:?|lesen\ sie\ auch:?|auch\ interessant:?)|
    (?:publicité|lire\ aussi:?.{0,140}|à\ lire\ aussi:?.{0,140}|partager|s['’]abonner)|
    (?:publicidad|lea\ también:?.{0,140}|compartir|suscríbete\b.{0,100})|
    ©.{0,160}|copyright\ (?:©|\(c\)|\d{4}).{0,160}|all\ rights\ reserved\.?
    )""",  # noqa: E501
    re.IGNORECASE | re.VERBOSE,
)
# Where a list of other articles begins; nothing behind it is the piece.
_TAIL = re.compile(
    r"""(?:related|recommended|more|latest|further)\ (?:articles?|stories|posts?|news|reading|coverage)(?:\ from\b.{0,60})?:?|
    you\ (?:may|might)\ also\ (?:like|enjoy|be\ interested\ in).{0,20}|read\ (?:next|also|more):?|more\ from\ (?:this|the)\b.{0,60}|
    (?:most\ (?:read|popular|viewed)|trending(?:\ now)?|what\ to\ read\ next|recommended\ for\ you|see\ also):?|
    mehr\ zum\ thema:?|lesen\ sie\ auch:?|sur\ le\ même\ sujet:?|noticias\ relacionadas:?""",  # noqa: E501
    re.IGNORECASE | re.VERBOSE,
)
_WALL = re.compile(
    r"(?:subscribe|sign in|log ?in|register|become a (?:member|subscriber)|start your (?:free )?trial)\b.{0,60}\b(?:to (?:continue|keep|read|unlock)|for (?:full|unlimited) access)"  # noqa: E501
    r"|(?:this (?:article|story|content|post) is (?:only |exclusively )?(?:for|available to|reserved for) (?:paid |paying )?(?:subscribers|members))"  # noqa: E501
    r"|(?:to continue reading|continue reading (?:with|your article with)|already a subscriber)",
    re.IGNORECASE,
)
_TYPES = re.compile(r"(?:\w*Article|\w*BlogPosting|\w*News\w*|Report|WebPage|LiveBlogPosting|DiscussionForumPosting)\Z")
_INNER_TAG = re.compile(r"</?(?!html|head|title|meta|link|script|h1|time|body)[A-Za-z][^<>]*>", re.IGNORECASE)
_BYLINE = re.compile(r"^(?:by|von|par|por|da|di)\s*:?\s+", re.IGNORECASE)


def read(body: bytes | str, url: str, now: datetime, content_type: str = "") -> Article:
    """The article a page holds; an empty one with confidence 0 where there is none. Never raises on any bytes."""
    markup = body if isinstance(body, str) else decoded(body, content_type)
    markup = markup[:LONGEST_PAGE].replace("\x00", "")
    if not markup.strip():
        return Article(flags=("short",))
    page = _Page(markup, url, now)
    text, shaped = _extracted(markup, url)
    text = without_promotion(text)
    flags: list[str] = []
    told = page.told_body()
    if len(text) < SHORT and len(told) > max(2 * len(text), SHORT):
        text, shaped = told, ""
        flags.append("from-data")
    text = tidy(text)
    title = page.title()
    first, _, rest = text.partition("\n")
    if rest and title and first.strip().casefold() == title.casefold():
        text = rest
    if page.walled(text):
        flags.append("paywalled")
    if len(text) < SHORT:
        flags.append("short")
    return Article(
        title=title,
        text=text,
        html=shaped or "".join(f"<p>{html.escape(line, quote=False)}</p>\n" for line in text.split("\n") if line),
        published=page.published().when,
        author=page.author(),
        language=page.language(),
        canonical=page.canonical(),
        confidence=_confidence(text, flags),
        flags=tuple(flags),
    )


def without_promotion(text: str) -> str:
    """
    The lines of an article without those that advertise, ask to subscribe or list other articles.

    >>> without_promotion("The fee falls.\\nAdvertisement\\nIt starts in May.\\nRelated articles\\nAnother piece")
    'The fee falls.\\nIt starts in May.'
    """
    lines = text.split("\n")
    length = sum(map(len, lines))
    passed = 0
    for number, line in enumerate(lines):
        if (
            passed > 0.6 * length
            and _TAIL.fullmatch(_bare(line))
            and all(len(other) < 200 for other in lines[number + 1 :])
        ):
            lines = lines[:number]
            break
        passed += len(line)
    return "\n".join(line for line in lines if len(line) > 500 or not _PROMOTION.fullmatch(_bare(line)))


def _bare(line: str) -> str:
    return line.strip(" \t-–—*#>|•·:»«→[]")


def _confidence(text: str, flags: list[str]) -> float:
    if not text:
        return 0.0
    lines = [line for line in text.split("\n") if line]
    sentences = sum(1 for line in lines if line.rstrip("\"'”’)»").endswith((".", "!", "?", "。", "…")))
    score = min(1.0, len(text) / 1_500) * 0.6 + 0.4 * sentences / len(lines)
    if "paywalled" in flags:
        score = min(score, 0.4)
    return round(score, 2)


def _extracted(markup: str, url: str) -> tuple[str, str]:
    """Text and simple markup of the main content."""
    from lxml import etree
    from trafilatura.core import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    if too_deep(markup):
        return plain(markup), ""
    try:
        # Precision is preferred: a missing paragraph costs less than a foreign one. Of the settings tried on a public
        # benchmark of real pages this has the highest F1 (0.969; without it 0.960).
        found = bare_extraction(
            markup, url=url or None, favor_precision=True, include_comments=False, with_metadata=False
        )
    except (
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        IndexError,
        RecursionError,
        etree.LxmlError,
        AssertionError,
    ):
        return "", ""
    if found is None or isinstance(found, dict):
        return "", ""
    shaped = ""
    if found.body is not None:
        shaped = "".join(_shaped(found.body, 0))
    return str(found.text or ""), shaped


_SHAPES = {
    "p": "p",
    "head": "h2",
    "list": "ul",
    "item": "li",
    "quote": "blockquote",
    "table": "table",
    "row": "tr",
    "cell": "td",
    "code": "code",
    "del": "del",
}


def _shaped(element: Any, depth: int) -> Iterator[str]:
    """The extractor's own elements as HTML without attributes: nothing of the page's markup passes."""
    for child in element.iterchildren("*"):
        name = _SHAPES.get(child.tag)
        words = "".join(child.itertext()).strip() if depth < 1 or name else ""
        if depth < 1 and (not words or _PROMOTION.fullmatch(_bare(words)[:500])):
            continue
        if child.tag == "lb":
            yield "<br>"
        elif name and depth < 40:
            yield f"<{name}>{html.escape(child.text or '', quote=False)}"
            yield from _shaped(child, depth + 1)
            yield f"</{name}>" + ("\n" if depth == 0 else "")
        else:
            yield html.escape("".join(child.itertext()), quote=False)
        if depth > 0 and child.tail:
            yield html.escape(child.tail, quote=False)


class _Page:
    """What the head of a page and its structured data say."""

    def __init__(self, markup: str, url: str, now: datetime) -> None:
        from selectolax.lexbor import LexborHTMLParser

        self.url = url
        self.now = now
        self.markup = markup
        # Nothing but the head matters of a page that nests its elements without end.
        self.tree = LexborHTMLParser(_INNER_TAG.sub(" ", markup) if too_deep(markup) else markup)
        self.meta: dict[str, str] = {}
        for node in self.tree.css("meta[content]")[:300]:
            told = node.attributes
            name = (
                (told.get("property") or told.get("name") or told.get("itemprop") or told.get("http-equiv") or "")
                .strip()
                .lower()
            )
            content = (told.get("content") or "").strip()
            if name and content:
                self.meta.setdefault(name, content[:5_000])
        self.data = [thing for thing in self.told() if isinstance(thing, dict)]

    def told(self) -> Iterator[Any]:
        """The things that JSON-LD speaks of, flattened; articles before pages."""
        found: list[Any] = []
        for node in self.tree.css('script[type="application/ld+json"]')[:20]:
            text = node.text(deep=True).strip()
            if len(text) > 1_000_000:
                continue
            try:
                found.append(json.loads(re.sub(r"[\x00-\x1f]", " ", text)))
            except (ValueError, RecursionError):
                continue
        things: list[dict[str, Any]] = []
        while found and len(things) < 200:
            one = found.pop(0)
            if isinstance(one, list):
                found.extend(one[:100])
            elif isinstance(one, dict):
                things.append(one)
                found.extend(one[key] for key in ("@graph", "mainEntity") if isinstance(one.get(key), (list, dict)))
        kinds = [
            " ".join(kind) if isinstance(kind, list) and all(isinstance(k, str) for k in kind) else kind
            for kind in (t.get("@type") for t in things)
        ]
        fitting = [t for t, kind in zip(things, kinds, strict=True) if isinstance(kind, str) and _TYPES.search(kind)]
        yield from sorted(fitting, key=lambda thing: thing.get("@type") == "WebPage")

    def first(self, *names: str) -> str:
        return next((self.meta[name] for name in names if self.meta.get(name)), "")

    def data_text(self, key: str) -> str:
        return next((value for thing in self.data if isinstance(value := thing.get(key), str) and value.strip()), "")

    def told_body(self) -> str:
        body = self.data_text("articleBody")
        return tidy(plain(body) if "<" in body or "&" in body else body, TEXT_LONGEST)

    def title(self) -> str:
        h1 = [text for node in self.tree.css("h1")[:5] if (text := one_line(node.text(deep=True, separator=" "), 300))]
        node = self.tree.css_first("title")
        page = one_line(node.text(deep=True), 300) if node is not None else ""
        told = heading(
            self.data_text("headline") or self.first("og:title", "twitter:title", "dc.title", "headline"), 300
        )
        # The heading that stands on the page is the title where the head of the page agrees with it.
        for one in h1:
            if one and (one.casefold() in told.casefold() or one.casefold() in page.casefold()):
                return one
        if told:
            return _unbranded(told, self.first("og:site_name"))
        return _unbranded(page, self.first("og:site_name")) or next(iter(h1), "")

    def published(self) -> Stamp:
        candidates = [
            self.data_text("datePublished"),
            self.first(
                "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created",  # noqa: E501
                "dcterms.date", "pubdate", "publishdate", "publish-date", "sailthru.date", "parsely-pub-date", "article.published",  # noqa: E501
                "cxenseparse:recs:publishtime", "citation_publication_date", "og:published_time", "release_date", "dcterms.issued",  # noqa: E501
            ),
            self.data_text("dateCreated"),
            self.data_text("uploadDate"),
        ]  # fmt: skip
        for node in self.tree.css(
            "[itemprop=datePublished], time[pubdate], article time[datetime], header time[datetime], main time[datetime], time[datetime]"  # noqa: E501
        )[:8]:
            told = node.attributes
            candidates.append(told.get("datetime") or told.get("content") or node.text(deep=True))
        for one in candidates:
            if one and (found := stamp(re.sub(r"\s+", " ", one).strip(), self.now)).when is not None:
                return found
        if dated := re.search(r"/(20\d\d)[/-](0[1-9]|1[0-2])[/-](0[1-9]|[12]\d|3[01])(?=[/-]|$)", self.url):
            return stamp("-".join(dated.groups()), self.now)
        return NONE

    def author(self) -> str:
        for thing in self.data:
            if names := _names(thing.get("author")):
                return heading(", ".join(names[:10]), 200)
        told = self.first(
            "author",
            "article:author",
            "parsely-author",
            "sailthru.author",
            "dc.creator",
            "byl",
            "citation_author",
            "twitter:creator",
        )
        if not told or told.startswith(("http", "@")):
            for node in self.tree.css(
                "[rel=author], [itemprop=author] [itemprop=name], [itemprop=author], .byline a, .author-name, .byline"
            )[:5]:
                text = one_line(node.text(deep=True, separator=" "), 200)
                if 2 < len(text) < 80:
                    told = text
                    break
        told = heading(_BYLINE.sub("", told), 200)
        return "" if told.startswith(("http", "@")) else told

    def language(self) -> str:
        node = self.tree.css_first("html")
        told = (node.attributes.get("lang") or node.attributes.get("xml:lang") or "") if node is not None else ""
        told = (
            told
            or self.first("content-language", "og:locale", "language", "dc.language")
            or self.data_text("inLanguage")
        )
        found = re.match(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", told.strip())
        return found.group().replace("_", "-") if found else ""

    def canonical(self) -> str:
        node = self.tree.css_first('link[rel="canonical"]')
        told = (node.attributes.get("href") or "") if node is not None else ""
        return clean(told, self.url) or clean(self.first("og:url"), self.url) or clean(self.url)

    def walled(self, text: str) -> bool:
        for thing in self.data:
            free = thing.get("isAccessibleForFree")
            if free is False or (isinstance(free, str) and free.strip().lower() == "false"):
                return True
        if self.first("article:content_tier").lower() in ("locked", "metered", "premium"):
            return self.first("article:content_tier").lower() != "metered" or len(text) < 1_000
        return len(text) < 800 and bool(_WALL.search(self.visible()))

    def visible(self) -> str:
        body = self.tree.body
        return re.sub(r"\s+", " ", body.text(deep=True, separator=" ")[:100_000]) if body is not None else ""


def _names(author: Any) -> list[str]:
    people = author if isinstance(author, list) else [author]
    names = []
    for person in people:
        name = person.get("name") if isinstance(person, dict) else person
        name = name[0] if isinstance(name, list) and name else name
        if isinstance(name, str) and name.strip() and not name.startswith(("http://", "https://")):
            names.append(_BYLINE.sub("", one_line(name, 100)))
    return names


@lru_cache(maxsize=256)
def _unbranded(title: str, site: str) -> str:
    """
    The title without the name of the site behind it.

    >>> _unbranded("Fees fall | The Daily Example", "")
    'Fees fall'
    """
    head, mark, tail = "", "", ""
    for sign in (" | ", " – ", " — ", " - ", " :: ", " • ", " · "):
        before, found, after = title.rpartition(sign)
        if found and len(after) < max(len(before), 12):
            head, mark, tail = before, found, after
            break
    if not mark:
        return title
    if site and (
        tail.casefold() == site.casefold() or site.casefold() in tail.casefold() or tail.casefold() in site.casefold()
    ):
        return head.strip()
    if mark in (" | ", " :: ") and len(tail.split()) <= 4 and len(head.split()) >= 2:
        return head.strip()
    return title
