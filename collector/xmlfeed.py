"""The fast reader of XML feeds: RSS of every version, RDF, Atom 0.3 and 1.0, CDF, and what podcasts and media add."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from collector.entries import Entry, Feed, Words

XML = "{http://www.w3.org/XML/1998/namespace}"
# Namespaces by what feeds call them; compared in lower case, without a closing slash or number sign.
_SPACES = {
    "": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://backend.userland.com/rss091": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://cyber.law.harvard.edu/rss": "",
    "http://purl.org/rss/1.0": "",
    "http://my.netscape.com/rdf/simple/0.9": "",
    "http://my.netscape.com/publish/formats/rss-0.91.dtd": "",
    "http://example.com/newformat": "",
    "http://example.com/necho": "",
    "http://purl.org/echo": "",
    "uri/of/echo/namespace": "",
    "http://purl.org/pie": "",
    "http://purl.org/atom/ns": "",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/rss/1.0/modules/rss091": "",
    "http://purl.org/net/rss1.1": "",
    "http://purl.org/dc/elements/1.1": "dc:",
    "http://purl.org/dc/elements/1.0": "dc:",
    "http://purl.org/dc/terms": "dcterms:",
    "http://purl.org/rss/1.0/modules/content": "content:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns": "rdf:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://search.yahoo.com/mrss": "media:",
    "http://video.search.yahoo.com/mrss": "media:",
    "http://tools.search.yahoo.com/mrss": "media:",
    "http://api.mixpo.com/mrss": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://www.itunes.com/dtds/podcast-1.0": "itunes:",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://www.itunes.com/dtds/podcast-1.0/": "itunes:",
    "http://purl.org/rss/1.0/modules/syndication": "sy:",
    "http://purl.org/rss/1.0/modules/annotate": "annotate:",
    "http://purl.org/rss/1.0/modules/prism": "prism:",
    "http://prismstandard.org/namespaces/1.2/basic": "prism:",
    "http://prismstandard.org/namespaces/basic/2.0": "prism:",
    "http://purl.org/syndication/thread/1.0": "thr:",
    "http://www.w3.org/2007/app": "app:",
    "http://freshmeat.net/rss/fm": "fm:",
}
_BY_PREFIX = frozenset(
    (
        "dc",
        "dcterms",
        "content",
        "rdf",
        "xhtml",
        "media",
        "itunes",
        "feedburner",
        "sy",
        "annotate",
        "prism",
        "thr",
        "app",
    )
)
_ROOTS = frozenset(("rss", "feed", "rdf:rdf", "rdf", "channel"))
_ITEMS = frozenset(("item", "entry", "product"))
_PLAIN_TYPES = frozenset(("text", "text/plain", "plain"))
_MARKUP_TYPES = frozenset(
    ("html", "xhtml", "text/html", "application/xhtml+xml", "application/xhtml", "text/x-html", "escaped")
)
_LOOKS_LIKE_HTML = re.compile(
    r"</(?:p|a|b|i|em|strong|div|span|ul|ol|li|h[1-6]|blockquote|table|code|pre)>|<(?:br|img|hr)\b[^<>]*>",
    re.IGNORECASE,
)


class NotAFeed(ValueError):
    """A document whose root is none of a feed's."""


def tree_of(body: bytes) -> Any:
    """The root of a well-formed UTF-8 document, nothing loaded or resolved; raises `etree.XMLSyntaxError`."""
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(body, parser)


def read(root: Any, address: str, most: int) -> Feed:
    """
    The feed under `root`, of at most `most` entries (the first in document order; the rest are counted).

    `address` is where the document came from, for relative links. Raises NotAFeed.
    """
    return _Reader(root, address).feed(most)


class _Reader:
    def __init__(self, root: Any, address: str) -> None:
        self.root = root
        self.address = address
        self.names: dict[str, str] = {}
        self.atom = False
        self.based = False

    def name(self, element: Any) -> str:
        """The one name of an element, whatever its prefix, namespace spelling or capitals."""
        tag = element.tag
        known = self.names.get(tag)
        if known is None:
            known = self.names[tag] = self.named(element)
        return known

    def named(self, element: Any) -> str:
        tag = element.tag
        if not isinstance(tag, str):
            return ""
        if tag[0] != "{":
            return tag.lower()
        space, _, local = tag[1:].partition("}")
        space, local = space.strip().lower().rstrip("/#"), local.lower()
        if space.startswith("http://my.netscape.com/publish/formats/rss"):
            return local
        if space in _SPACES:
            return _SPACES[space] + local
        if space.startswith("http://www.rssboard.org") or (
            space.startswith("http://purl.org/rss/1.0") and space.count("/") == 4
        ):
            return local
        prefix = (element.prefix or "").lower()
        if prefix in _BY_PREFIX:
            return f"{prefix}:{local}"
        if not prefix and element.getparent() is None and local in ("rss", "feed", "channel", "rdf"):
            # A default namespace nobody knows on a root everybody knows: the feed's own.
            _SPACES.setdefault(space, "")
            return local
        return f"?{prefix}:{local}"

    def feed(self, most: int) -> Feed:
        root = self.root
        name = self.name(root)
        if name not in _ROOTS:
            raise NotAFeed(name.lstrip("?:") or "unnamed")
        self.atom = name == "feed"
        self.based = (
            any(f"{XML}base" in element.attrib for element in root.iter("*")) if b"xml:base" in _head(root) else False
        )
        feed = Feed(language=_language(root))
        head = (
            [root] if name in ("feed", "channel") else [c for c in root.iterchildren("*") if self.name(c) == "channel"]
        )
        found: list[Any] = []
        for holder in (*head, *([root] if root not in head else [])):
            for child in holder.iterchildren("*"):
                kind = self.name(child)
                if kind in _ITEMS:
                    found.append(child)
                elif holder is not root or name != "rss":
                    self.of_feed(feed, child, kind)
        if not found:
            found = [
                element for element in root.iter("*") if element is not root and self.name(element) in ("item", "entry")
            ]
        feed.left_out = max(0, len(found) - most)
        for element in found[:most]:
            feed.entries.append(self.entry(element))
        return feed

    def of_feed(self, feed: Feed, child: Any, kind: str) -> None:
        if kind == "title" and not feed.title:
            words = self.words(child, "html" if not self.atom else "text")
            feed.title = html.escape(words.value, quote=False) if words.kind == "text" else words.value
        elif kind == "link" and not feed.link:
            href = child.get("href")
            if href is None:
                feed.link = _text(child)
            elif (child.get("rel") or "alternate") == "alternate":
                feed.link = href.strip()
        elif kind in ("language", "dc:language") and not feed.language:
            feed.language = _text(child)
        elif kind == "itunes:new-feed-url":
            feed.moved_to = _text(child)
        elif kind == "author" and self.atom and not feed.author:
            feed.author = self.person(child)

    def entry(self, element: Any) -> Entry:
        entry = Entry(base=element.base or "" if self.based else "", language=_language(element))
        about = element.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about") or element.get("about")
        if about:
            entry.guid = about
        # CDF keeps the address and the date in attributes, mostly in capitals.
        told = {key.lower(): value for key, value in element.attrib.items()} if len(element.attrib) else {}
        if href := told.get("href"):
            entry.links.append((href, entry.base))
        if changed := told.get("lastmod"):
            entry.updated.append(changed)
        for child in element.iterchildren("*"):
            read = _FIELDS.get(self.name(child))
            if read is not None:
                read(self, entry, child)
        return entry

    def base(self, element: Any) -> str:
        return (element.base or "") if self.based else ""

    def words(self, element: Any, usual: str) -> Words:
        """Text with its kind, whether it was escaped, wrapped, inlined or in base64."""
        base = self.base(element)
        mode, kind = (element.get("mode") or "").lower(), (element.get("type") or "").strip().lower()
        if len(element):
            if mode == "escaped":
                return Words("".join(element.itertext()), "html", base)
            markup = _inner(element)
            if kind in _PLAIN_TYPES and not self.inline(element):
                return Words("".join(element.itertext()), "text", base)
            return Words(markup, "html", base)
        value = element.text or ""
        if mode == "base64" or (
            kind
            and kind not in _PLAIN_TYPES
            and kind not in _MARKUP_TYPES
            and "/" in kind
            and not kind.startswith("text/")
            and not kind.endswith(("+xml", "/xml"))
        ):
            plain = _unbase64(value)
            if plain is not None:
                return Words(
                    plain,
                    "html"
                    if kind in _MARKUP_TYPES or "html" in kind
                    else "text"
                    if mode != "base64" or kind in _PLAIN_TYPES
                    else "html",
                    base,
                )
        if kind in _PLAIN_TYPES and mode != "escaped":
            return Words(value, "text", base)
        if kind in ("xhtml", "application/xhtml+xml") and mode != "escaped":
            return Words(html.escape(value, quote=False), "html", base)
        if kind in _MARKUP_TYPES:
            return Words(value, "html", base)
        if kind.startswith("text/"):
            return Words(value, "text" if kind != "text/html" else "html", base)
        return Words(value, usual, base)

    def inline(self, element: Any) -> bool:
        return any(self.name(child).startswith("xhtml:") for child in element.iterchildren("*"))

    def person(self, element: Any) -> str:
        """A name where there is one, else an address of mail."""
        parts = {self.name(child): _text(child) for child in element.iterchildren("*")}
        if parts:
            for key in ("name", "itunes:name", "dc:name", "rdf:value"):
                if parts.get(key):
                    return parts[key]
            nested = next((child for child in element.iterchildren("*") if len(child)), None)
            if nested is not None:
                return self.person(nested)
            return parts.get("email") or parts.get("itunes:email") or ""
        return _name_of(_text(element))


def _name_of(text: str) -> str:
    """
    >>> _name_of("ann@example.org (Ann Lee)")
    'Ann Lee'
    """
    text = " ".join(text.split())
    if "@" not in text:
        return text
    if found := re.fullmatch(r"(?:mailto:)?[^\s@()<>\"]+@[^\s@()<>\"]+\s*\((?P<name>[^()]*)\)", text):
        return found["name"].strip() or text
    if found := re.fullmatch(r"\"?(?P<name>[^<>@\"(]+?)\"?\s*[<(\[]\s*(?:mailto:)?[^\s@<>]+@[^\s@<>]+?\s*[>)\]]", text):
        return found["name"].strip()
    return text


def _head(root: Any) -> bytes:
    """The document's own bytes are gone; whether xml:base occurs is asked of the tree, cheaply."""
    return b"xml:base" if root.xpath("boolean(//@xml:base)") else b""


def _language(element: Any) -> str:
    return str(element.get(f"{XML}lang") or "").strip()


def _text(element: Any) -> str:
    text = element.text or "" if not len(element) else "".join(element.itertext())
    return str(text).strip()


def _inner(element: Any) -> str:
    """The markup inside an element, as HTML: prefixes of XHTML are taken off."""
    pieces = [html.escape(element.text or "", quote=False)]
    _serialized(element, pieces)
    return "".join(pieces)


_ALONE = frozenset(
    ("br", "hr", "img", "input", "wbr", "area", "col", "embed", "base", "link", "meta", "source", "track", "param")
)


def _serialized(element: Any, pieces: list[str]) -> None:
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if node is element:
            continue
        name = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
        if event == "start":
            if name:
                attributes = "".join(
                    f' {key}="{html.escape(value)}"' for key, value in node.attrib.items() if "}" not in key
                )
                pieces.append(f"<{name}{attributes}>{html.escape(node.text or '', quote=False)}")
            elif isinstance(node, etree._Entity):
                pieces.append(node.text or "")
        else:
            if name and name.lower() not in _ALONE:
                pieces.append(f"</{name}>")
            pieces.append(html.escape(node.tail or "", quote=False))


def _unbase64(value: str) -> str | None:
    try:
        return base64.b64decode("".join(value.split()), validate=True).decode("utf-8")
    except (ValueError, UnicodeDecodeError):
        return None


Field = Callable[[_Reader, Entry, Any], None]


def _guid(reader: _Reader, entry: Entry, element: Any) -> None:
    entry.guid = _text(element) or entry.guid
    told = next((value for key, value in element.attrib.items() if key.lower() == "ispermalink"), None)
    entry.permalink = (told or "true").strip().lower() == "true"


def _id(reader: _Reader, entry: Entry, element: Any) -> None:
    entry.guid = _text(element) or entry.guid


def _link(reader: _Reader, entry: Entry, element: Any) -> None:
    href = element.get("href")
    if href is None:
        text = _text(element) or element.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource") or ""
        if text:
            entry.links.insert(0, (text, reader.base(element)))
        return
    rel = (element.get("rel") or "alternate").strip().lower().removeprefix("http://www.iana.org/assignments/relation/")
    if rel != "alternate":
        return
    kind = (element.get("type") or "text/html").lower()
    link = (href, reader.base(element))
    # The page for people comes before its copies in other forms.
    if "html" in kind and not any(flag == "html" for flag in entry.extra.get("_links", "").split()):
        entry.links.insert(0, link)
        entry.extra["_links"] = "html"
    else:
        entry.links.append(link)


def _original(reader: _Reader, entry: Entry, element: Any) -> None:
    entry.original = _text(element)


def _title(reader: _Reader, entry: Entry, element: Any) -> None:
    words = reader.words(element, "text" if reader.atom else "html")
    if words.value.strip() and (entry.title is None or entry.extra.get("_title")):
        entry.title = words
        entry.extra.pop("_title", None)


def _other_title(reader: _Reader, entry: Entry, element: Any) -> None:
    if entry.title is None:
        words = reader.words(element, "html")
        if words.value.strip():
            entry.title = words
            entry.extra["_title"] = "other"


def _body(reader: _Reader, entry: Entry, element: Any) -> None:
    if element.get("src"):
        entry.links.append((element.get("src"), reader.base(element)))
        return
    words = reader.words(element, "text" if reader.atom else "html")
    if words.kind == "text" and reader.atom and _LOOKS_LIKE_HTML.search(words.value):
        # Escaped markup without a type: by the letter of Atom it is text, in fact it never is.
        words.kind = "html"
    if words.value.strip():
        entry.bodies.append(words)


def _inline_body(reader: _Reader, entry: Entry, element: Any) -> None:
    markup = _inner(element)
    if markup.strip():
        entry.bodies.append(Words(markup, "html", reader.base(element)))


def _small_body(reader: _Reader, entry: Entry, element: Any) -> None:
    """What media and podcasts say beside the article: used where there is no article."""
    words = reader.words(element, "html")
    if words.value.strip():
        words.kind = words.kind if words.kind == "html" else "text"
        entry.extra.setdefault("_small", "")
        if len(words.value) > len(entry.extra["_small"]):
            entry.extra["_small"] = words.value if words.kind == "html" else html.escape(words.value, quote=False)


def _published(reader: _Reader, entry: Entry, element: Any) -> None:
    if text := _text(element):
        entry.published.append(text)


def _created(reader: _Reader, entry: Entry, element: Any) -> None:
    if text := _text(element):
        entry.created.append(text)


def _updated(reader: _Reader, entry: Entry, element: Any) -> None:
    if text := _text(element):
        entry.updated.append(text)


def _author(reader: _Reader, entry: Entry, element: Any) -> None:
    if (person := reader.person(element)) and not entry.author:
        entry.author = person


def _tongue(reader: _Reader, entry: Entry, element: Any) -> None:
    entry.language = entry.language or _text(element)


def _category(reader: _Reader, entry: Entry, element: Any) -> None:
    if len(entry.categories) < 50 and (word := (element.get("label") or element.get("term") or _text(element)).strip()):
        entry.categories.append(word[:100])


def _group(reader: _Reader, entry: Entry, element: Any) -> None:
    """media:group and media:content hold titles and descriptions of their own."""
    for child in element.iterchildren("*"):
        kind = reader.name(child)
        if kind in ("media:title", "media:description", "media:group", "media:content"):
            _FIELDS[kind](reader, entry, child)


def _source(reader: _Reader, entry: Entry, element: Any) -> None:
    """Where an aggregator took the entry from."""
    if title := next(
        (_text(child) for child in element.iterchildren("*") if reader.name(child) == "title"),
        _text(element) if not len(element) else "",
    ):
        entry.extra["from"] = title[:200]


_FIELDS: dict[str, Field] = {
    "guid": _guid,
    "id": _id,
    "link": _link,
    "feedburner:origlink": _original,
    "title": _title,
    "dc:title": _other_title,
    "media:title": _other_title,
    "itunes:title": _other_title,
    "description": _body,
    "summary": _body,
    "abstract": _body,
    "tagline": _body,
    "content": _body,
    "content:encoded": _body,
    "dc:description": _body,
    "dcterms:abstract": _body,
    "body": _inline_body,
    "xhtml:body": _inline_body,
    "xhtml:div": _inline_body,
    "fullitem": _body,
    "prodlink": _link,
    "media:description": _small_body,
    "itunes:summary": _small_body,
    "itunes:subtitle": _small_body,
    "media:group": _group,
    "media:content": _group,
    "pubdate": _published,
    "published": _published,
    "issued": _published,
    "dcterms:issued": _published,
    "prism:publicationdate": _published,
    "date": _updated,
    "dc:date": _updated,
    "updated": _updated,
    "modified": _updated,
    "dcterms:modified": _updated,
    "created": _created,
    "dcterms:created": _created,
    "author": _author,
    "dc:creator": _author,
    "dc:author": _author,
    "itunes:author": _author,
    "dc:language": _tongue,
    "language": _tongue,
    "category": _category,
    "dc:subject": _category,
    "keywords": _category,
    "source": _source,
}


def fields(entry: Entry) -> Iterator[str]:
    """The names of what an entry holds, for tests and reports."""
    return (name for name in Entry.__slots__ if getattr(entry, name))
