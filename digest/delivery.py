"""The digest's door to the world: folders and mail servers."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import smtplib

# RFC 5321, 4.5.3.2: at least five minutes for a reply to MAIL and RCPT, ten after the final dot, since a client that
# gives up sooner makes copies.
REPLY_SECONDS = 300.0
DOT_SECONDS = 600.0


class DeliveryError(Exception):
    """Something could not be handed over; the message names it and says what to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A file of the archive: where it belongs, and what stands in it."""

    path: str
    content: bytes


def write_whole(path: Path, content: bytes) -> bool:
    """Write a file so that it is there whole or as it was; False when it already held just that."""
    try:
        if holds(path, content):
            return False
        # A name for each process: two that write the same file never mix their bytes.
        waiting = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            with os.fdopen(created(waiting), "wb") as file:
                file.write(content)
            # Whatever the account's own habit: a web server of another account is to read it.
            waiting.chmod(0o644)
            waiting.replace(path)
        except BaseException:
            waiting.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise DeliveryError(f"{path} cannot be written: {error.strerror or error}") from error
    return True


def holds(path: Path, content: bytes) -> bool:
    """Whether a file is there and is just this; one of another size is not read."""
    try:
        with path.open("rb", buffering=0) as file:
            return os.fstat(file.fileno()).st_size == len(content) and file.read() == content
    except FileNotFoundError:
        return False


def created(path: Path) -> int:
    """A new file, open for writing; a link somebody laid there is not followed."""
    new = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        return os.open(path, new, 0o644)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        path.unlink()
    return os.open(path, new, 0o644)


def publish(pages: Iterable[Page], folder: Path) -> int:
    """Write what is new or different; gives how many files were."""
    return sum(write_whole(folder / page.path, page.content) for page in pages)


@dataclass(frozen=True, kw_only=True, slots=True)
class Handed:
    """
    What became of one message: `state` is sent, due (try again), failed (for good) or uncertain.

    `said` holds the server's words. `over` says that the server takes nothing more for now, whoever it is for.
    """

    state: str
    said: str
    over: bool = False


class Mailer:
    """
    A connection to a mail server that hands over one message at a time.

    SMTP cannot promise "exactly once": when the connection breaks after the final dot and before the reply, nobody
    knows (RFC 1047). That one case is `uncertain`; every other has a certain answer. Opened as a context; raises
    DeliveryError when the server cannot be used at all.
    """

    def __init__(
        self, host: str, port: int, *, tls: str = "starttls", user: str = "", password: str = "", sender: str,
        connect_seconds: float = 30.0, reply_seconds: float = REPLY_SECONDS, dot_seconds: float = DOT_SECONDS,
    ) -> None:  # fmt: skip
        self.host, self.port, self.tls, self.user, self.password, self.sender = host, port, tls, user, password, sender
        self.connect_seconds, self.reply_seconds, self.dot_seconds = connect_seconds, reply_seconds, dot_seconds
        self.server: smtplib.SMTP | None = None
        self.given = 0  # messages on this connection

    def __enter__(self) -> Mailer:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def name(self) -> str:
        return f"mail server {self.host}:{self.port}"

    def open(self) -> None:
        """Connect, encrypt and sign in."""
        import smtplib
        import ssl

        trusted = ssl.create_default_context()
        try:
            if self.tls == "tls":
                server: smtplib.SMTP = smtplib.SMTP_SSL(
                    self.host, self.port, timeout=self.connect_seconds, context=trusted
                )
            else:
                server = smtplib.SMTP(self.host, self.port, timeout=self.connect_seconds)
            self.server = server
            if self.tls == "starttls":
                # Never in clear text by accident: a server that does not offer it, or fails at it, gets nothing.
                server.starttls(context=trusted)
            server.ehlo_or_helo_if_needed()
            if self.user:
                server.login(self.user, self.password)
        except smtplib.SMTPAuthenticationError as error:
            self.close()
            raise DeliveryError(
                f"{self.name} refuses the user {self.user!r} ({words(error.smtp_code, error.smtp_error)}); "
                "check user in [mail] and POLICYWATCH_SMTP_PASSWORD"
            ) from error
        except smtplib.SMTPNotSupportedError as error:
            self.close()
            raise DeliveryError(
                f"{self.name} cannot do what [mail] asks: {error}; nothing was sent in clear text"
            ) from error
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise DeliveryError(f"{self.name} cannot be used: {reason(error)}; letters stay due") from error
        if server.sock is not None:
            server.sock.settimeout(self.reply_seconds)

    def close(self) -> None:
        """Say goodbye, as far as anybody listens."""
        server, self.server = self.server, None
        if server is None:
            return
        import smtplib

        try:
            if server.sock is not None:
                server.sock.settimeout(5)
                server.quit()
        except (OSError, smtplib.SMTPException):
            server.close()

    def hand_over(self, recipient: str, message: bytes) -> Handed:
        """Hand over one message to one recipient (an ASCII address)."""
        used = self.server is not None and self.given > 0
        result = self.attempt(recipient, message)
        if used and result.state == "due" and self.server is None:
            # Some servers close after each message, or say 421 when they have had enough of one connection.
            self.given = 0
            result = self.attempt(recipient, message)
        self.given += 1
        return result

    def attempt(self, recipient: str, message: bytes) -> Handed:
        import smtplib

        handed = False
        try:
            if self.server is None or self.server.sock is None:
                self.open()
            server = self.server
            assert server is not None
            code, said = server.mail(self.sender)
            if code != 250:
                return self.refused(code, said)
            code, said = server.rcpt(recipient)
            if code not in (250, 251):
                return self.refused(code, said, before=True)
            code, said = server.docmd("DATA")
            if code != 354:
                return self.refused(code, said)
            server.send(dotted(message))
            handed = True
            if server.sock is not None:
                server.sock.settimeout(self.dot_seconds)
            code, said = server.getreply()
            handed = False
            if server.sock is not None:
                server.sock.settimeout(self.reply_seconds)
            return Handed(state="sent", said=words(code, said)) if code == 250 else self.refused(code, said)
        except DeliveryError as error:
            return Handed(state="due", said=str(error), over=True)
        except (OSError, smtplib.SMTPException) as error:
            self.close_at_once()
            if handed:
                return Handed(state="uncertain", said=f"the connection broke before the answer: {reason(error)}")
            return Handed(state="due", said=f"the connection broke: {reason(error)}", over=True)

    def refused(self, code: int, said: bytes, before: bool = False) -> Handed:
        """What a refusing answer means; the connection is made ready for the next message."""
        import smtplib

        text = words(code, said)
        if code == 530 or code == 535:
            self.close_at_once()
            return Handed(state="due", said=f"{text}: the server wants a user and password; see [mail]", over=True)
        if code == 421:
            self.close_at_once()
            return Handed(state="due", said=text)
        try:
            if self.server is not None:
                self.server.rset()
        except (OSError, smtplib.SMTPException):
            self.close_at_once()
        return Handed(state="failed" if 500 <= code < 600 else "due", said=text)

    def close_at_once(self) -> None:
        if self.server is not None:
            self.server.close()
            self.server = None


def dotted(message: bytes) -> bytes:
    """The message as DATA wants it: a second dot before a line that begins with one, and the final dot."""
    body = message if message.endswith(b"\r\n") else message + b"\r\n"
    body = body.replace(b"\r\n.", b"\r\n..")
    return (b"." + body if body.startswith(b".") else body) + b".\r\n"


def words(code: int, said: bytes | str) -> str:
    """A server's answer on one line."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}"[:500]


def reason(error: BaseException) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__


def picture(page: Path, png: Path, width: int = 720) -> bool:
    """Draw a page of ours as an image with the Chromium of this machine; False when there is none or it fails."""
    import shutil
    import subprocess

    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    browser = next((found for name in names if (found := shutil.which(name))), None)
    if browser is None:
        return False
    # The page's own height is not known before it is drawn; a letter of full length is about this high.
    words = [browser, "--headless", "--disable-gpu", "--hide-scrollbars", f"--window-size={width},3000"]
    words += [f"--screenshot={png.resolve()}", page.resolve().as_uri()]
    with tempfile.TemporaryDirectory(prefix="letter-") as profile:
        words.insert(1, f"--user-data-dir={profile}")
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            # Chromium's sandbox does not start for root; the page is our own and loads nothing.
            words.insert(1, "--no-sandbox")
        try:
            done = subprocess.run(words, capture_output=True, timeout=60, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return False
    return done.returncode == 0 and png.is_file()
