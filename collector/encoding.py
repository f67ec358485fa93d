"""Encoding: which characters the bytes of a document stand for."""

from __future__ import annotations

import codecs
import re

# What a label means in practice (WHATWG Encoding Standard): the larger set that its users really send.
_MEANT = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "windows-1252": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "ksc5601": "cp949",
    "x-euc-jp": "euc_jp",
    "big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "utf8": "utf-8",
    "unicode": "utf-16",
}
# Never: utf-7 hides markup, the others are no character sets.
_NEVER = re.compile(
    r"utf.?7|idna|punycode|unicode.?escape|raw.?unicode|rot.?13|hex|base64|bz2|zlib|zip|quopri|uu|mbcs|oem|undefined"
)
_DECLARED = re.compile(rb"""^\s{0,200}<\?xml\s[^>]{0,200}?encoding\s*=\s*["']\s*([A-Za-z0-9._:\-]{1,40})\s*["']""")
_META = re.compile(rb"""<meta\s[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9._:\-]{1,40})""", re.IGNORECASE)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9._:\-]{1,40})""", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The first bytes of a document without a byte order mark (XML 1.0, appendix F).
_STARTS = (
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)


def _run_as_1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    run = error.object[error.start : error.end]
    return "".join(bytes((byte,)).decode("cp1252", "replace") for byte in run), error.end


codecs.register_error("collector-1252", _run_as_1252)


def decoded(body: bytes, content_type: str = "") -> str:
    """
    The characters of a document.

    In this order: byte order mark; bytes that are valid UTF-8, whatever anybody says of them; the document's own
    declaration; the header; and Windows-1252 for each run of bytes that is no UTF-8 (documents pasted together from
    two systems hold both).
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "collector-1252" if name == "utf-8" else "replace")
    declared = _label(_DECLARED.search(body[:1024]) or _META.search(body[:4096]))
    header = _label(_HEADER.search(content_type))
    for start, name in _STARTS:
        if body.startswith(start):
            text = body.decode(name, "replace")
            # EBCDIC comes in many pages; the declaration, readable by now, names it.
            own = _label(_DECLARED.search(text[:1024].encode("ascii", "ignore"))) if name == "cp037" else ""
            return body.decode(own, "replace") if own else text
    stateful = next((name for name in (declared, header) if name.startswith(("iso2022", "iso-2022", "hz"))), "")
    if stateful:
        return body.decode(stateful, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for name in (declared, header):
        if name and name != "utf-8" and not name.startswith(("utf-16", "utf-32", "utf_16", "utf_32")):
            try:
                return body.decode(name)
            except UnicodeDecodeError:
                if name == "cp1252":
                    return (
                        body.decode("cp1252", "replace")
                        if not _mostly_utf8(body)
                        else body.decode("utf-8", "collector-1252")
                    )
                text = body.decode(name, "replace")
                if text.count("\ufffd") * 200 < len(text):
                    return text
    if header.startswith("utf-16") and body[:200].count(b"\x00") > 40:
        return body.decode(header, "replace")
    return body.decode("utf-8", "collector-1252")


def _mostly_utf8(body: bytes) -> bool:
    return len(re.findall(rb"[\xc2-\xf4][\x80-\xbf]", body)) > len(
        re.findall(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])", body)
    )


def _label(found: re.Match[bytes] | re.Match[str] | None) -> str:
    """The codec a label means; empty for none, an unknown or a dangerous one."""
    if not found:
        return ""
    label = found[1]
    name = (label.decode("ascii") if isinstance(label, bytes) else label).lower()
    name = _MEANT.get(name, name)
    if _NEVER.search(name):
        return ""
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    return codec.name if getattr(codec, "_is_text_encoding", True) else ""
