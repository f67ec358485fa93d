"""Repair: a broken XML document made whole again, with every item that was whole and none that was cut."""

from __future__ import annotations

import html.entities
import re

DEEPEST = 200
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAME = r"[A-Za-z_\u00c0-\uffff][^\s/<>\"'=&;,()\[\]{}!?*+|\\^`~@#$%]*"
_TOKEN = re.compile(
    r"(?P<cdata><!\[CDATA\[)"
    r"|(?P<comment><!--)"
    r"|(?P<left><\?[^<>]*>|<![A-Za-z][^<>]*>)"
    rf"|<(?P<close>/?)(?P<name>{_NAME})(?P<attributes>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+)>"
    rf"|<(?P<close2>/?)(?P<name2>{_NAME})(?P<attributes2>(?:[\s/][^<>]*)?)>",
    re.IGNORECASE,
)
_ENTITY = re.compile(
    r"&(?:#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,8}))|([A-Za-z][A-Za-z0-9]{1,31}));|&(?:#[xX]?[0-9a-fA-F]{9,};)?"
)
_ATTRIBUTE = re.compile(r"([^\s=<>\"'/]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)")
_DEFINED = re.compile(r"<!ENTITY\s+([A-Za-z][\w.-]{0,40})\s+(?:\"([^\"&%<]{0,200})\"|'([^'&%<]{0,200})')\s*>")
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(?:rss|feed|rdf|channel)(?=[\s>/])", re.IGNORECASE)
_XML_OWN = {"amp": "&amp;", "lt": "&lt;", "gt": "&gt;", "quot": "&quot;", "apos": "&apos;"}
_ITEMS = frozenset(("item", "entry"))
# Elements of HTML that stand alone; names that RSS or Atom also use (link, source, base, meta …) are not among them.
_VOID = frozenset(("br", "hr", "img", "input", "wbr", "area", "col", "embed"))
# Elements of an item that hold plain text only: what else begins inside them shows that their end is missing.
_LEAVES = frozenset((
    "title", "link", "guid", "id", "pubdate", "published", "updated", "issued", "modified", "created",
    "dc:date", "dc:creator", "category", "comments",
))  # fmt: skip
_SIBLINGS = _LEAVES | frozenset((
    "description", "summary", "content", "content:encoded", "author", "enclosure", "source",
))  # fmt: skip
_AFTER_TEXT = frozenset(
    [
        "guid",
        "pubdate",
        "published",
        "updated",
        "dc:date",
        "dc:creator",
        "category",
        "comments",
        "content:encoded",
        "enclosure",
    ]
)
_LONG = frozenset(("description", "summary", "content", "content:encoded"))
# Prefixes that feeds use without declaring them.
KNOWN_PREFIXES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "xlink": "http://www.w3.org/1999/xlink",
}


class TooDeep(ValueError):
    """Elements nested beyond what any feed has."""


def repaired(text: str) -> tuple[str, bool]:
    """
    The document as well-formed XML without DOCTYPE, and whether its end was cut off inside an item.

    Nothing is added: tags are closed, names and quotes mended, loose characters escaped. An item without its end is
    left out when the document ends in it, and closed where the next one begins.
    """
    text = _FORBIDDEN.sub("", text)
    begin = _ROOT.search(text)
    start = begin.start() if begin else 0
    return _Mending(text, start, _entities_of(text[:start])).done()


def _entities_of(head: str) -> dict[str, str]:
    """Plain replacement texts that the DOCTYPE itself defines; anything that refers onwards is left alone."""
    return {name: one or other for name, one, other in _DEFINED.findall(head[:20_000])[:100]}


class _Mending:
    def __init__(self, text: str, start: int, defined: dict[str, str]) -> None:
        self.text = text
        self.at = start
        self.defined = defined
        self.out: list[str] = []
        self.stack: list[str] = []
        self.lower: list[str] = []
        self.item: tuple[int, int] | None = None  # depth of the open item, and where it begins in `out`
        self.used: set[str] = set()
        self.root = -1
        self.comments = True  # whether any end of a comment lies ahead
        self.cut = False

    def done(self) -> tuple[str, bool]:
        text = self.text
        while token := _TOKEN.search(text, self.at):
            if token.start() > self.at:
                self.words(text[self.at : token.start()])
            self.at = token.end()
            kind = token.lastgroup
            if kind == "cdata":
                end = text.find("]]>", self.at)
                if end < 0:
                    # Everything behind belongs to it, the tags that seem to close the item too.
                    self.at = len(text)
                    break
                self.put(_escaped(text[self.at : end]))
                self.at = end + 3
            elif kind == "comment":
                end = text.find("-->", self.at) if self.comments else -1
                self.comments = end >= 0
                self.at = max(self.at, end + 3)
            elif kind in ("attributes", "attributes2"):
                two = kind == "attributes2"
                name, attributes = token["name2" if two else "name"], token[kind]
                if token["close2" if two else "close"]:
                    self.close(name)
                else:
                    self.open(name, attributes)
            if self.root >= 0 and not self.stack:
                break  # behind the root there is only junk
        else:
            self.words(text[self.at :])
        if self.item is not None:
            depth, begin = self.item
            del self.out[begin:], self.stack[depth:]
            self.cut = True
        while self.stack:
            self.out.append(f"</{self.stack.pop()}>")
        if self.root >= 0:
            self.declare()
        return "".join(self.out), self.cut

    def declare(self) -> None:
        tag = self.out[self.root]
        missing = [prefix for prefix in sorted(self.used) if f"xmlns:{prefix}=" not in tag]
        if missing:
            names = "".join(
                f' xmlns:{prefix}="{KNOWN_PREFIXES.get(prefix, "urn:undeclared:" + prefix.encode().hex())}"'
                for prefix in missing
            )
            at = len(tag) - (2 if tag.endswith("/>") else 1)
            self.out[self.root] = tag[:at] + names + tag[at:]

    def put(self, piece: str) -> None:
        if self.stack:
            self.out.append(piece)

    def words(self, piece: str) -> None:
        if self.stack:
            self.out.append(_mended(piece, self.defined))

    def open(self, name: str, attributes: str) -> None:
        name = self.named(name)
        lower = name.lower()
        local = lower.rpartition(":")[2]
        if self.root < 0:
            if local not in ("rss", "feed", "rdf", "channel"):
                return
            self.root = len(self.out)
        if local in _ITEMS:
            # The one before never ended; it was whole enough for another to begin.
            if self.item is not None and len(self.stack) > self.item[0] and self.lower[self.item[0]] == lower:
                self.shut(self.item[0])
            if self.item is None:
                self.item = (len(self.stack), len(self.out))
        elif self.item is not None and len(self.stack) == self.item[0] + 2:
            within = self.lower[-1]
            if (within in _LEAVES and lower in _SIBLINGS) or (within in _LONG and lower in _AFTER_TEXT):
                self.shut(len(self.stack) - 1)
        alone = attributes.endswith("/") or (lower in _VOID and self.item is not None)
        if len(self.stack) >= DEEPEST and not alone:
            raise TooDeep(f"elements are nested more than {DEEPEST} deep")
        self.out.append(f"<{name}{self.attributes(attributes)}{'/' if alone else ''}>")
        if not alone:
            self.stack.append(name)
            self.lower.append(lower)
        elif local in _ITEMS and self.item is not None and len(self.stack) == self.item[0]:
            self.item = None

    def close(self, name: str) -> None:
        lower = self.named(name).lower()
        for depth in range(len(self.lower) - 1, -1, -1):
            if self.lower[depth] == lower:
                self.shut(depth)
                return
            if self.lower[depth].rpartition(":")[2] in _ITEMS and lower.rpartition(":")[2] not in (
                "rss",
                "feed",
                "rdf",
                "channel",
            ):
                return  # an end without a beginning, inside an item

    def shut(self, depth: int) -> None:
        while len(self.stack) > depth:
            self.lower.pop()
            self.out.append(f"</{self.stack.pop()}>")
        if self.item is not None and len(self.stack) <= self.item[0]:
            self.item = None

    def named(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        if not colon:
            return name
        local = re.sub(r"[^\w.-]", "_", local)
        if not local or not prefix or local[0] in "-.0123456789":
            return (prefix + local).lstrip("-.0123456789") or "unnamed"
        if prefix != "xml":
            self.used.add(prefix)
        return f"{prefix}:{local}"

    def attributes(self, written: str) -> str:
        if "=" not in written:
            return ""
        made: dict[str, str] = {}
        for name, value in _ATTRIBUTE.findall(
            written.rstrip("/") if not written.rstrip("/").endswith("=") else written
        ):
            if not re.fullmatch(r"[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?", name) or name in made:
                continue
            value = value[1:-1] if value[0] in "\"'" else value
            if name.startswith("xmlns") and (
                name == "xmlns:xml" or name == "xmlns:xmlns" or (":" in name and not value.strip())
            ):
                continue
            if ":" in name and not name.startswith(("xmlns:", "xml:")):
                self.used.add(name.partition(":")[0])
            made[name] = _mended(value, self.defined).replace('"', "&quot;")
        return "".join(f' {name}="{value}"' for name, value in made.items())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _mended(text: str, defined: dict[str, str]) -> str:
    if "&" in text:
        text = _ENTITY.sub(lambda found: _entity(found, defined), text)
    return text.replace("<", "&lt;").replace(">", "&gt;") if "<" in text or ">" in text else text


def _entity(found: re.Match[str], defined: dict[str, str]) -> str:
    hexadecimal, decimal, name = found.groups()
    if hexadecimal or decimal:
        number = int(hexadecimal, 16) if hexadecimal else int(decimal)
        if 0x80 <= number <= 0x9F:
            # Windows-1252 written as numbers: browsers read them so, and so do those who write them.
            return bytes((number,)).decode("cp1252", "ignore")
        good = (
            number in (9, 10, 13)
            or 32 <= number <= 0xD7FF
            or 0xE000 <= number <= 0xFFFD
            or 0x10000 <= number <= 0x10FFFF
        )
        return f"&#{number};" if good else ""
    if not name:
        return "&amp;" if found.group() == "&" else ""
    if name in _XML_OWN:
        return _XML_OWN[name]
    if name in defined:
        return _escaped(defined[name])
    known = html.entities.html5.get(name + ";")
    return _escaped(known) if known else f"&amp;{name};"
