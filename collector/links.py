"""Links: the address of a thing, safe to show and the same each time we meet it."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

LONGEST = 2_000

# Parameters that say who sent the reader, never what is read. Taken from the lists that browsers and readers
# strip (2026-11); names that some sites use for content ("source", "ref_id", "id") are left alone.
_TRACKERS = re.compile(
    r"(?:utm_[a-z_]+|fbclid|gclid|dclid|gclsrc|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|li_fat_id|mc_cid|mc_eid|"
    r"mkt_tok|_hsenc|_hsmi|__hssc|__hstc|__hsfp|hsctatracking|vero_id|vero_conv|oly_anon_id|oly_enc_id|s_cid|"
    r"wickedid|_openstat|ns_source|ns_mchannel|ns_campaign|at_medium|at_campaign|at_custom[0-9]|ocid|cmpid|"
    r"guccounter|guce_referrer|guce_referrer_sig|smid|sref|mbid|_ga|_gl|ref_src|ref_url|spm|"
    r"partner=rss|emc=rss|feature=rss|from=rss|source=rss|ref=rss|rss=1|rss=yes)",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?:/[A-Za-z0-9\-._~!$()*+,;=:@%/]*)?\Z")
_SPACES = re.compile(r"[\t\r\n]+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_UNSEEN = re.compile(
    r"[\x00-\x20\x7f-\xa0\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3000\ufe00-\ufe0f\ufeff\ufff0-\uffff]+"
)


def absolute(url: str, base: str = "") -> str:
    """
    The http(s) address meant by `url` on a page at `base`; empty when there is none that may be shown.

    >>> absolute("/news/1", "https://example.org/feed")
    'https://example.org/news/1'
    >>> absolute("java\\nscript:alert(1)")
    ''
    """
    url = _SPACES.sub("", url.strip("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f\x1b \t\r\n\xa0\u3000\ufeff"))
    if _PLAIN.match(url) and len(url) <= LONGEST:
        return url
    return _absolute(url, base) if url and len(url) <= 4 * LONGEST else ""


@lru_cache(maxsize=4096)
def _absolute(url: str, base: str) -> str:
    bare = _UNSEEN.sub("", url)
    if _SCHEME.match(bare) and not bare[:8].lower().startswith(("http:", "https:")):
        return ""
    try:
        if base:
            url = urljoin(base, url)
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host or "\\" in parts.netloc:
        return ""
    host = ascii_host(host)
    if not host:
        return ""
    standard = {"http": 80, "https": 443}[parts.scheme]
    # Credentials in a link can only mislead: https://paypal.com@evil.example leads to evil.example, and says so.
    place = f"[{host}]" if ":" in host else host
    if port is not None and port != standard:
        place = f"{place}:{port}"
    path = quote(_UNSEEN.sub(_encoded, parts.path), safe="/%:@!$&'()*+,;=~-._|")
    query = quote(_UNSEEN.sub(_encoded, parts.query), safe="/?%:@!$&'()*+,;=~-._|[]{}")
    fragment = quote(_UNSEEN.sub("", parts.fragment), safe="/?%:@!$&'()*+,;=~-._|")
    made = urlunsplit((parts.scheme, place, path, query, fragment))
    return made if len(made) <= LONGEST else ""


def _encoded(match: re.Match[str]) -> str:
    return "".join(quote(character) for character in match.group() if character.isspace())


def ascii_host(host: str) -> str:
    """The host in lower case, foreign letters as punycode; empty when it is no host."""
    host = host.rstrip(".").lower()
    if host.isascii():
        return host if re.fullmatch(r"[a-z0-9._:\-%]+", host) else ""
    try:
        import idna

        return idna.encode(host, uts46=True).decode("ascii")
    except (UnicodeError, ValueError):
        return ""


def clean(url: str, base: str = "") -> str:
    """
    The canonical address: absolute, and without the parameters that only say who sent the reader.

    >>> clean("https://Example.org/1?utm_source=rss&id=7")
    'https://example.org/1?id=7'
    """
    url = absolute(url, base)
    return url if "?" not in url and "#" not in url else _untracked(url)


@lru_cache(maxsize=4096)
def _untracked(url: str) -> str:
    head, mark, fragment = url.partition("#")
    place, asked, query = head.partition("?")
    if asked:
        kept = [part for part in query.split("&") if part and not _tracks(part)]
        place = f"{place}?{'&'.join(kept)}" if kept else place
    if mark and fragment and not _tracks(fragment):
        place = f"{place}#{fragment}"
    return place


def _tracks(part: str) -> bool:
    return bool(_TRACKERS.fullmatch(part) or _TRACKERS.fullmatch(part.partition("=")[0]))


@lru_cache(maxsize=4096)
def same_place(url: str) -> str:
    """
    A key under which http and https, www or not, a closing slash or not are one address.

    >>> same_place("https://www.example.org/1/") == same_place("http://example.org/1")
    True
    """
    cleaned = clean(url)
    if not cleaned:
        return ""
    host, slash, rest = cleaned.partition("://")[2].partition("/")
    return host.removeprefix("www.") + slash + rest.rstrip("/") if rest.rstrip("/") else host.removeprefix("www.")


def host_of(url: str) -> str:
    """The host of an address, in lower case; empty when there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
