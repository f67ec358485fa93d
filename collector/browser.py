"""Pages that need JavaScript: run in a headless Chromium that can only ask our own door to the network."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace

from collector.document import Document

MOST_REQUESTS = 200
MOST_BYTES = 30_000_000
PATIENCE = 30.0  # seconds for the whole page
# What a policy's text never waits for.
_NOT_NEEDED = frozenset(("image", "media", "font", "websocket", "manifest", "texttrack", "eventsource", "ping"))
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
    (addresses, sizes, times), and names resolve to nothing. Raises BrowserError.
    """
    said = missing()
    if said:
        raise BrowserError(said)
    from playwright.sync_api import Error, Route, sync_playwright

    spent = {"requests": 0, "bytes": 0}
    first: list[Document] = []

    def answer(route: Route) -> None:
        request = route.request
        spent["requests"] += 1
        over = spent["requests"] > MOST_REQUESTS or spent["bytes"] > MOST_BYTES
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

    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=executable(),
                args=["--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking", "--no-sandbox"],
            )
            try:
                context = browser.new_context(service_workers="block", accept_downloads=False, locale="en-US")
                context.route("**/*", answer)
                page = context.new_page()
                page.set_default_timeout(patience * 1000)
                try:
                    page.goto(url, wait_until="networkidle", timeout=patience * 1000)
                except Error:
                    # Pages that poll are never idle; what stands by now is what a reader sees.
                    if not first:
                        raise
                body = page.content().encode("utf-8", "replace")
            finally:
                browser.close()
    except Error as error:
        raise BrowserError(f"{url} was not rendered: {str(error).splitlines()[0]}") from error
    if not first:
        raise BrowserError(f"{url} was not answered")
    headers = (*first[0].headers, ("x-rendered", "chromium"))
    return replace(first[0], body=body, content_type="text/html; charset=utf-8", headers=headers)
