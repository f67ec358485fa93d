"""The message: a letter as the bytes a mail server takes, with headers nobody can add to."""

from __future__ import annotations

import hashlib
import hmac
import re
from binascii import b2a_qp
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from urllib.parse import quote

from digest.letter import Letter

Sign = Callable[[bytes], bytes]

# What a header line may hold: no control characters, no line breaks of any script, no invisible direction marks.
UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+"
)
STRAY = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]+")
PLAIN = re.compile(r"[ -~]*")
ATOM = re.compile(r"[A-Za-z0-9 .,!#$%&'*+/=?^_`{|}~-]*")
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)"
                     r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*")  # fmt: skip


class AddressError(ValueError):
    """An address that cannot be written to; the message says why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sender:
    """Who the letters come from, and where a reader can stop them."""

    name: str
    address: str
    reply_to: str = ""
    list_id: str = ""
    unsubscribe_url: str = ""
    signing_key: str = ""


def ascii_address(address: str) -> str:
    """
    The address as it goes over the wire, its domain as IDNA; raises AddressError.

    >>> ascii_address("ana@bücher.example")
    'ana@xn--bcher-kva.example'
    """
    local, at, domain = address.strip().rpartition("@")
    if not at or not local:
        raise AddressError(f"{address!r} is not a mail address")
    try:
        host = domain.encode("idna").decode("ascii") if not domain.isascii() else domain
    except UnicodeError as error:
        raise AddressError(f"{address!r}: the domain cannot be written in ASCII ({error})") from error
    if not local.isascii():
        raise AddressError(f"{address!r}: a name before the @ that is not ASCII needs SMTPUTF8, which we do not speak")
    if not ADDRESS.fullmatch(f"{local}@{host}") or ".." in local or local[0] == "." or local[-1] == ".":
        raise AddressError(f"{address!r} is not a mail address")
    return f"{local}@{host}"


def header(text: str, longest: int = 500) -> str:
    """
    A header's value that decodes to just these words on every mail program.

    Words that look like an encoded word are encoded once more: the standard library's modern headers decode them and
    write what was hidden in them as further headers (CVE-2024-6923, seen on 3.10 to 3.12).
    """
    said = UNPRINTABLE.sub(" ", text)
    said = "".join(mark for mark in " ".join(said.split())[:longest] if not "\ud800" <= mark <= "\udfff")
    if PLAIN.fullmatch(said) and "=?" not in said and len(said) < 900:
        return said
    return Header(said, charset="utf-8", maxlinelen=75).encode(linesep="\r\n")


def named(name: str, address: str) -> str:
    """`Name <address>` with the name quoted or encoded."""
    said = header(name, 100)
    if not said:
        return address
    if said.startswith("=?"):
        return f"{said} <{address}>"
    if ATOM.fullmatch(said) and not set(said) & set(".,"):
        return f"{said} <{address}>"
    quoted = said.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address}>'


def token(key: str, address: str) -> str:
    """The signature that lets its holder, and nobody else, stop the letters to an address."""
    return hmac.new(key.encode(), f"unsubscribe:{address.lower()}".encode(), hashlib.sha256).hexdigest()[:32]


def unsubscribe_link(sender: Sender, address: str) -> str:
    """The address that shows (GET) and does (POST) the unsubscribing; empty when none is served."""
    if not (sender.unsubscribe_url and sender.signing_key):
        return ""
    base = sender.unsubscribe_url.rstrip("/")
    return f"{base}/unsubscribe?to={quote(address, safe='')}&token={token(sender.signing_key, address)}"


def message_id(sender: Sender, recipient: str, key: str) -> str:
    """The same for the same letter to the same reader, whenever it is built: a duplicate can be recognised."""
    domain = sender.address.rpartition("@")[2] or "policywatch.invalid"
    digest = hashlib.sha256(f"{key}\n{recipient.lower()}".encode()).hexdigest()[:32]
    return f"<{digest}@{domain}>"


def build(
    letter: Letter, sender: Sender, recipient: str, name: str, key: str, when: datetime, sign: Sign | None = None
) -> bytes:
    """
    The whole message for one reader, pure ASCII with CRLF line ends; equal arguments give equal bytes.

    `key` names the letter (edition day and so on); `sign` adds a DKIM signature. Raises AddressError.
    """
    to = ascii_address(recipient)
    fields = [
        ("Subject", header(letter.subject, 200)),
        ("From", named(sender.name, ascii_address(sender.address))),
        ("To", named(name, to)),
        ("Date", format_datetime(when)),
        ("Message-ID", message_id(sender, to, key)),
        ("Auto-Submitted", "auto-generated"),
        ("Precedence", "bulk"),
    ]
    if sender.reply_to:
        fields.append(("Reply-To", ascii_address(sender.reply_to)))
    if sender.list_id:
        fields.append(("List-Id", header(sender.list_id, 200)))
    link = unsubscribe_link(sender, to)
    ways = [f"<{link}>"] if link else []
    ways.append(f"<mailto:{ascii_address(sender.reply_to or sender.address)}?subject=unsubscribe>")
    fields.append(("List-Unsubscribe", ", ".join(ways)))
    if link.startswith("https://"):
        fields.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    boundary = "=_" + hashlib.sha256(f"{key}{to}".encode()).hexdigest()[:28]
    fields += [("MIME-Version", "1.0"), ("Content-Type", f'multipart/alternative; boundary="{boundary}"')]
    lines = [f"{field}: {value}".encode("ascii") for field, value in fields] + [b""]
    for text, kind in ((letter.text, "plain"), (letter.html, "html")):
        lines += [f"--{boundary}".encode(), *part(text, kind)]
    built = b"\r\n".join([*lines, f"--{boundary}--".encode(), b""])
    check(built, [field for field, _ in fields])
    return sign(built) if sign else built


def part(text: str, kind: str) -> tuple[bytes, ...]:
    """A text part in quoted-printable: short lines and ASCII, whatever the server offers."""
    # A bare CR is the end of a line to some servers and not to others: whole messages were smuggled in by it.
    clean = STRAY.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).encode("utf-8", "ignore")
    coded = b2a_qp(clean, istext=True).replace(b"\n", b"\r\n")
    return (
        f'Content-Type: text/{kind}; charset="utf-8"'.encode(),
        b"Content-Transfer-Encoding: quoted-printable",
        b"",
        coded.removesuffix(b"\r\n"),
    )


def check(built: bytes, wanted: list[str]) -> None:
    """Refuse a message whose header names are not just those of the template."""
    head = built.split(b"\r\n\r\n", 1)[0]
    names = [line.split(b":", 1)[0].decode() for line in head.split(b"\r\n") if line and line[:1] not in (b" ", b"\t")]
    if names != wanted:
        raise AddressError(f"the message's headers {names} are not those of its template; it was not sent")
