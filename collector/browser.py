"""Pages that need JavaScript: run in a headless Chromium that can only ask our own door to the network."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from collector.document import Document

MOST_REQUESTS = 200
MOST_BYTES = 30_000_000
PATIENCE = 30.0  # seconds for the whole page
# What a policy's text never waits for.
_NOT_NEEDED = frozenset(("image", "media", "font", "websocket", "manifest", "texttrack", "eventsource", "ping"))
# Chromium asks nobody by itself: names resolve to nothing, and what would pass our door by (sockets, calls,
# the checks of its own services) is sent to a proxy that does not exist.
_CLOSED = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-sandbox",
)
# Calls, sockets and further windows have no part in the text of a policy.
_WITHOUT = """
for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "RTCDataChannel", "WebTransport", "WebSocket",
                    "EventSource", "SharedWorker"]) {
  try { Object.defineProperty(window, name, {value: undefined, writable: false, configurable: false}); } catch (e) {}
}
window.open = () => null;
"""
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

Fetch = Callable[[str], Document]


class BrowserError(Exception):
    """A page that could not be rendered; the sentence says why and what to do."""


def missing() -> str:
    """Why pages that need JavaScript cannot be read here; empty where they can."""
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "pages that need JavaScript are skipped: install policywatch[browser] and a Chromium to read them"
    if executable() is None:
        return "pages that need JavaScript are skipped: no Chromium found (Debian: apt-get install chromium)"
    return ""


def executable() -> str | None:
    """The Chromium of this machine."""
    return next((found for name in _BROWSERS if (found := shutil.which(name))), None)


def rendered(url: str, fetch: Fetch, patience: float = PATIENCE) -> Document:
    """
    The page as it stands once its scripts have run.

    Chromium opens no connection: each request is answered through `fetch`, which applies the rules of our own door
    (addresses, sizes, times), and names resolve to nothing. After `patience` seconds nothing more is asked, scripts are
    ended, and what stands by then is the page. Raises BrowserError.
    """
    said = missing()
    if said:
        raise BrowserError(said)
    from playwright.sync_api import Error, Frame, Route, sync_playwright

    until = time.monotonic() + patience
    spent = {"requests": 0, "bytes": 0}
    first: list[Document] = []
    strayed: list[str] = []

    def answer(route: Route) -> None:
        request = route.request
        spent["requests"] += 1
        over = spent["requests"] > MOST_REQUESTS or spent["bytes"] > MOST_BYTES or time.monotonic() > until
        wanted = request.method == "GET" and request.url.startswith(("http://", "https://"))
        if over or not wanted or request.resource_type in _NOT_NEEDED:
            route.abort()
            return
        try:
            document = fetch(request.url)
        except Exception:
            # A part of the page that fails is the page's own affair; the text tells whether it mattered.
            route.abort()
            return
        if not first:
            first.append(document)
        spent["bytes"] += len(document.body)
        kind = document.content_type or "application/octet-stream"
        route.fulfill(status=document.status, content_type=kind, body=document.body)

    def moved(frame: Frame) -> None:
        if frame.parent_frame is None and not _same_site(frame.url, url, first):
            strayed.append(frame.url[:200])

    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=executable(),
                args=list(_CLOSED),
            )
            try:
                context = browser.new_context(service_workers="block", accept_downloads=False, locale="en-US")
                context.add_init_script(_WITHOUT)
                context.route("**/*", answer)
                page = context.new_page()
                page.on("dialog", lambda dialog: dialog.dismiss())
                page.on("framenavigated", moved)
                devtools = context.new_cdp_session(page)
                try:
                    page.goto(url, wait_until="networkidle", timeout=patience * 1000)
                except Error:
                    # Pages that poll are never idle; what stands by now is what a reader sees.
                    if not first:
                        raise
                # A script that never ends would keep the page from telling what it shows.
                devtools.send("Emulation.setScriptExecutionDisabled", {"value": True})
                devtools.send("Runtime.terminateExecution")
                if strayed:
                    raise BrowserError(f"{url} was left by its own script for another site ({strayed[0]})")
                body = page.content().encode("utf-8", "replace")
            finally:
                browser.close()
    except Error as error:
        raise BrowserError(f"{url} was not rendered: {str(error).splitlines()[0]}") from error
    if not first:
        raise BrowserError(f"{url} was not answered")
    headers = (*first[0].headers, ("x-rendered", "chromium"))
    return replace(first[0], body=body, content_type="text/html; charset=utf-8", headers=headers)


def _same_site(shown: str, url: str, answered: Sequence[Document]) -> bool:
    """Whether an address is on the host that was asked, or where it sent us; scripts move about on their own host."""
    hosts = {urlsplit(url).hostname, *(urlsplit(one.url).hostname for one in answered[:1])}
    return shown == "about:blank" or urlsplit(shown).hostname in hosts
