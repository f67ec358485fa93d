"""Whatever stands in a title, a name or an address: a message has the headers of its template and no others."""

from __future__ import annotations

import email
from datetime import UTC, datetime
from email.policy import default

import pytest

from digest.letter import Letter
from digest.message import AddressError, Sender, build

WHEN = datetime(2031, 5, 6, 7, 30, tzinfo=UTC)
SENDER = Sender(
    name="PolicyWatch", address="desk@policywatch.example", list_id="PolicyWatch <letters.policywatch.example>",
    unsubscribe_url="https://watch.example", signing_key="a key of sixteen letters",
)  # fmt: skip
HEADERS = [
    "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "Precedence", "List-Id", "List-Unsubscribe",
    "List-Unsubscribe-Post", "MIME-Version", "Content-Type",
]  # fmt: skip

# One or more of each class of string that has broken a mail program.
NAUGHTY = [
    "", " ", "\t", "\r\n", "\n\n", "a\nBcc: eve@example.org", "a\r\nBcc: eve@example.org", "a\rBcc: eve@example.org",
    "a\r\n\r\n<b>body</b>", "a\r\n Bcc: folded", "a\x0bb", "a\x0cb", "a\x1cb", "a\x1db", "a\x1eb", "a\x85b", "a\u2028b",
    "a\u2029b", "a\x00b", "a\x7fb", "a\x1b[31mb", "=?utf-8?q?=0ABcc:_eve=40example.org?=", "=?utf-8?b?CkJjYzogZXZl?=",
    "=?utf-8?q?=0D=0ABcc:_eve?=", "=?iso-8859-1?q?a?= =?utf-8?q?=0AX:_y?=", "=?", "?=", "=?x?", "\u202eesrever",
    "\u200fmark", "\u2066isolate\u2069", "\ufeffbom", "zero\u200bwidth", "soft\u00adhyphen", "ü", "Ünïcödé " * 40,
    "社會科學院", "שלום עולם", "مرحبا", "Привет", "👩‍👩‍👧‍👦", "🏳️‍🌈" * 60, "e\u0301" * 100,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢", "ﷺ" * 90, "ǅ", "ß" * 200,
    "\ud800", "a\udfffb", "\U0010ffff", "\ufffe", "x" * 998, "x" * 5000, "word " * 1000, "\"", "\\", '"quoted" name',
    "a, b", "a; b", "a: b", "<a@b.example>", "a@b.example, c@d.example", "group: a@b.example;", "(comment)", "[list]",
    "From: x", "Subject: y", "--boundary", ".", "..", "\r\n.\r\n", "<script>alert(1)</script>", "&amp;", "%0a%0dBcc: x",
    "%s%n%x", "{0}", "{{7*7}}", "${x}", "$(id)", "`id`", "; DROP TABLE letter;--", "' OR 1=1 --", "NULL", "undefined",
    "NaN", "1e400", "٣٤٥", "١/٢", "test\u0430", "\u0000\u0001\u0002", "a" + "\u0300" * 1000, "\U000e0041tag",
]  # fmt: skip
ADDRESSES = [
    "",
    " ",
    "a",
    "@",
    "a@",
    "@b.example",
    "a@b@c.example",
    "a b@c.example",
    "a@b c.example",
    "a\n@b.example",
    "a@b.example\nBcc: eve@example.org",
    "a@b.example\r\nRCPT TO:<eve@example.org>",
    "<a@b.example>",
    '"a b"@c.example',
    "a@b.example,c@d.example",
    "a@b.example;c@d.example",
    "a@b..example",
    ".a@b.example",
    "a.@b.example",
    "a..b@c.example",
    "a@-b.example",
    "a@b-.example",
    "a@[127.0.0.1]",
    "ü@b.example",
    "a@" + "b" * 64 + ".example",
    "a" * 65 + "@b.example",
    "a@b.example\x00",
    "a@b.exa\u2028mple",
    "=?utf-8?q?a?=@b.example x",
    "a@\u202eb.example x",
    "a@b.example>",
    "a@ex\u200bample.org x",
]


def message(subject: str = "s", name: str = "n", address: str = "ana@example.org", text: str = "t") -> bytes:
    letter = Letter(subject=subject, preheader="", text=text, html=f"<p>{text}</p>")
    return build(letter, SENDER, address, name, "edition:2031-05-06", WHEN)


def check(made: bytes) -> None:
    assert made.isascii()
    assert b"\r\n" in made and b"\n" not in made.replace(b"\r\n", b"") and b"\r" not in made.replace(b"\r\n", b"")
    assert max(map(len, made.split(b"\r\n"))) <= 998
    read = email.message_from_bytes(made, policy=default)
    assert list(read.keys()) == HEADERS
    assert not read.defects
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]
    assert "Bcc" not in read and read["To"].addresses[0].addr_spec == "ana@example.org"
    assert len(read["To"].addresses) == 1 and len(read["From"].addresses) == 1
    # The older reader of the standard library, which many tools use, must see the same.
    assert list(email.message_from_bytes(made).keys()) == HEADERS


@pytest.mark.parametrize("place", ["subject", "name", "text"])
def test_no_string_adds_a_header(place: str) -> None:
    for said in NAUGHTY:
        check(message(**{place: said}))


def test_a_sender_or_list_with_such_a_name_adds_none_either() -> None:
    from dataclasses import replace

    letter = Letter(subject="s", preheader="", text="t", html="h")
    for said in NAUGHTY:
        made = build(letter, replace(SENDER, name=said, list_id=said or "x"), "ana@example.org", "", "k", WHEN)
        assert list(email.message_from_bytes(made).keys()) == HEADERS


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_no_address_is_refused_with_a_reason(address: str) -> None:
    with pytest.raises(AddressError, match=r"mail address|ASCII|SMTPUTF8"):
        message(address=address)


def test_an_address_with_a_foreign_domain_goes_out_in_ascii() -> None:
    made = message(address="ana@bücher.example")
    assert b"ana@xn--bcher-kva.example" in made and made.isascii()
