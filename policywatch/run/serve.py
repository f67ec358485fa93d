"""Serving: the archive on this machine, and the one page that stops the letters."""

from __future__ import annotations

import hmac
import threading
from collections.abc import Callable
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from digest.message import token

Stop = Callable[[str], bool]

PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<meta name="robots" content="noindex"><title>{title}</title></head>'
    '<body style="font:1.1rem/1.6 Georgia,serif;max-width:36rem;margin:4rem auto;padding:0 1rem">{body}</body></html>'
)
# RFC 8058, 3.1: the body of a one-click request is this and nothing else.
ONE_CLICK = "List-Unsubscribe=One-Click"
BODY_MOST = 2_000
NOT_VALID = ("This link is not valid", "<p>This link is not valid or not complete.</p>")


class Handler(SimpleHTTPRequestHandler):
    """Files of one folder, and /unsubscribe where a key is given. GET shows, POST acts."""

    key = ""
    stop: Stop | None = None
    protocol_version = "HTTP/1.1"
    timeout = 20

    def log_message(self, *_: object) -> None:
        pass

    def end_headers(self) -> None:
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        super().end_headers()

    def list_directory(self, path: object) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)

    def do_GET(self) -> None:
        if urlsplit(self.path).path == "/unsubscribe" and self.stop:
            address = self.asked()
            if address is None:
                return self.page(
                    HTTPStatus.FORBIDDEN, "This link is not valid", "<p>This link is not valid or not complete.</p>"
                )
            form = '<form method="post"><button style="font:inherit">Stop the letters</button></form>'
            return self.page(
                HTTPStatus.OK, "Stop the letters", f"<p>Stop the letters to <b>{escape(address)}</b>?</p>{form}"
            )
        return super().do_GET()

    def do_POST(self) -> None:
        # Whatever the body says, the signed address decides: a one-click request carries neither cookie nor sign-in.
        length = min(int(self.headers.get("Content-Length") or 0), BODY_MOST)
        self.rfile.read(length)
        address = self.asked() if urlsplit(self.path).path == "/unsubscribe" else None
        if address is None or self.stop is None:
            return self.page(
                HTTPStatus.FORBIDDEN, "This link is not valid", "<p>This link is not valid or not complete.</p>"
            )
        self.stop(address)
        return self.page(HTTPStatus.OK, "Stopped", f"<p>{escape(address)} gets no more letters.</p>")

    def asked(self) -> str | None:
        """The address of a link that we signed; None for every other."""
        query = parse_qs(urlsplit(self.path).query)
        address, signed = query.get("to", [""])[0], query.get("token", [""])[0]
        if not (address and self.key):
            return None
        return address if hmac.compare_digest(signed.encode(), token(self.key, address).encode()) else None

    def page(self, status: HTTPStatus, title: str, body: str) -> None:
        content = PAGE.format(title=title, body=body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'")
        self.end_headers()
        self.wfile.write(content)


def server(folder: Path, port: int, key: str = "", stop: Stop | None = None) -> ThreadingHTTPServer:
    """A server of a folder on the loopback address; `port` 0 takes a free one. Raises OSError when it is taken."""
    guarded: Stop | None = None
    if stop is not None:
        lock = threading.Lock()

        def guarded(address: str) -> bool:
            with lock:
                return stop(address)

    handler = type("ArchiveHandler", (Handler,), {"key": key, "stop": staticmethod(guarded) if guarded else None})
    return ThreadingHTTPServer(("127.0.0.1", port), partial(handler, directory=str(folder)))
