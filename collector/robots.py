"""Robots: what a site lets programs read (RFC 9309)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

# RFC 9309 2.5 asks for at least 500 KiB to be read; what lies behind is left out.
LONGEST = 512 * 1024
# Lines without a colon and "User agent" in two words are written often enough for the large crawlers to read them.
_LINE = re.compile(r"\s*(user agent|[A-Za-z-]+)\s*:?[ \t]*([^#]*)", re.IGNORECASE)
_HEX = re.compile(r"%([0-9a-fA-F]{2})")
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules that hold for us: pairs of (allowed, pattern)."""

    rules: tuple[tuple[bool, str], ...] = ()

    def allows(self, url: str) -> bool:
        """Whether the address may be asked for: the longest matching rule decides, and allowing wins a tie."""
        parts = urlsplit(url)
        path = _spelled((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        if path == "/robots.txt":
            return True
        best, verdict = -1, True
        for allowed, pattern in self.rules:
            if _matches(pattern, path) and (len(pattern) > best or (len(pattern) == best and allowed)):
                best, verdict = len(pattern), allowed
        return verdict


EVERYTHING = Robots()


def read(text: str, agent: str) -> Robots:
    """
    The rules of a robots.txt for a program whose product token is `agent` (the letters before any slash).

    >>> read("User-agent: *\\nDisallow: /private", "PolicyWatch").allows("https://example.org/private/1")
    False
    """
    token = _token(agent)
    ours: list[tuple[bool, str]] = []
    anyone: list[tuple[bool, str]] = []
    named = False
    into: list[list[tuple[bool, str]]] = []
    in_agents = False
    for line in re.split(r"\r\n|\r|\n", text.lstrip("\ufeff\ufffd")[:LONGEST]):
        found = _LINE.match(line)
        if not found:
            continue
        key, value = found[1].lower(), found[2].strip()
        if key in ("user-agent", "useragent", "user agent"):
            if not in_agents:
                into = []
            in_agents = True
            if value == "*" or value.startswith("* "):
                into.append(anyone)
            elif _token(value) == token and token:
                named = True
                into.append(ours)
        elif key in ("allow", "disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"):
            in_agents = False
            if value:
                rule = (key == "allow", _spelled(value))
                for rules in into:
                    rules.append(rule)
    return Robots(tuple(ours if named else anyone))


def _token(agent: str) -> str:
    found = re.match(r"[A-Za-z_-]+", agent)
    return found.group().lower() if found else ""


def _spelled(path: str) -> str:
    """
    The one spelling of a path under which patterns are compared (RFC 9309 2.2.2): foreign letters as escapes, escapes
    in capitals, and none for the letters, digits and marks that need none.
    """
    path = "".join(c if ord(c) < 128 else "".join(f"%{byte:02X}" for byte in c.encode("utf-8", "ignore")) for c in path)

    def settled(found: re.Match[str]) -> str:
        meant = chr(int(found[1], 16))
        return meant if meant in _PLAIN else found.group().upper()

    return _HEX.sub(settled, path)


def _matches(pattern: str, path: str) -> bool:
    """Whether the pattern matches from the start of the path; * stands for anything, a closing $ for the end."""
    anchored = pattern.endswith("$")
    first, *rest = (pattern[:-1] if anchored else pattern).split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for number, piece in enumerate(rest):
        if anchored and number == len(rest) - 1:
            return len(path) - len(piece) >= at and path.endswith(piece)
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return not anchored or at == len(path)
