"""The collector's door to the network; nothing else in this package opens a connection."""

from __future__ import annotations

import asyncio
import ipaddress
import queue
import re
import socket
import ssl
import sys
import threading
import time
import zlib
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from collector import robots
from collector.addresses import Allowed, refused_among
from collector.caching import retry_after
from collector.document import Document
from collector.links import ascii_host

if TYPE_CHECKING:
    import httpx

    from config.schema import FetchSettings

# httpx has a command of its own and loads it, with rich and click, at every import; this it takes for an absence.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json;q=0.9, application/rdf+xml;q=0.9, application/xml;q=0.8, "  # noqa: E501
    "text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.1"
)
# A folder with more files is an archive, not an inbox.
MOST_FILES = 5_000
_PERMANENT = (301, 308)
_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """
    One thing to ask for.

    `etag` and `last_modified` go back byte for byte; `robots` says whether robots.txt is asked first; `headers` go to
    the origin of `url` only, never along with a redirect to another.
    """

    source_id: str
    url: str
    etag: str = ""
    last_modified: str = ""
    robots: bool = False
    accept: str = ACCEPT
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Unchanged:
    """The source says that nothing has changed since we last read it; `moved` as in Document."""

    source: str
    url: str
    fetched: datetime
    headers: tuple[tuple[str, str], ...] = ()
    moved: str = ""

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its capitals."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


class FetchError(Exception):
    """
    A source that could not be fetched; handed out as an outcome, not raised.

    `kind` is one of `dns`, `connect`, `tls`, `timeout`, `protocol`, `truncated`, `decompress`, `too_large`,
    `too_many_redirects`, `bad_redirect`, `blocked`, `http_4xx`, `http_5xx`, `empty`, `not_tried`, `internal`.
    `refused` marks our own policy (an address we may not ask, more than we take). `wait` is set when the server asked
    for patience (429, 503), `retry_after` to the seconds it named: no fault. `gone` is 410: not to be asked again.
    """

    def __init__(
        self,
        source: str,
        kind: str,
        sentence: str,
        *,
        transient: bool = True,
        refused: bool = False,
        wait: bool = False,
        retry_after: float | None = None,
        gone: bool = False,
        status: int = 0,
    ) -> None:
        super().__init__(f"{source}: {sentence}")
        self.source = source
        self.kind = kind
        self.sentence = sentence
        self.transient = transient
        self.refused = refused
        self.wait = wait
        self.retry_after = retry_after
        self.gone = gone
        self.status = status


Outcome = Document | Unchanged | FetchError
_Results = queue.SimpleQueue[tuple[Request, Outcome] | BaseException | None]


class _Stop(Exception):
    def __init__(self, kind: str, sentence: str, **more: Any) -> None:
        super().__init__(sentence)
        self.kind = kind
        self.sentence = sentence
        self.more = more


class _Refused(OSError):
    """Raised where the connection would be made."""


def fetch_all(
    requests: Sequence[Request],
    *,
    settings: FetchSettings,
    now: datetime,
    transport: httpx.AsyncBaseTransport | None = None,
    stopping: Callable[[], bool] | None = None,
) -> Iterator[tuple[Request, Outcome]]:
    """
    Ask for everything, many hosts at a time and `per_host` requests a host, and hand out each outcome as it arrives.

    Every request gets exactly one outcome. `now` stamps the documents. `transport` stands in for the network in
    tests (`httpx.MockTransport`). When `stopping()` turns true or the run's time is over, what is left is handed out
    as `not_tried`. Closing the iterator ends all connections.
    """
    if not requests:
        return
    results: _Results = queue.SimpleQueue()
    run = _Run(requests, settings, now, transport, results, stopping or (lambda: False))
    thread = threading.Thread(target=run.start, name="fetch", daemon=True)
    thread.start()
    try:
        while (result := results.get()) is not None:
            if isinstance(result, BaseException):
                raise result
            if isinstance(result[1], Document):
                run.taken_bytes += len(result[1].body)
            yield result
    finally:
        run.stopped = True
        thread.join(timeout=10)


def fetch_one(
    request: Request, *, settings: FetchSettings, now: datetime, transport: httpx.AsyncBaseTransport | None = None
) -> Outcome:
    """The outcome of a single request."""
    return next(outcome for _, outcome in fetch_all([request], settings=settings, now=now, transport=transport))


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What was answered to a post: status, the beginning of the body (also as words), seconds we are asked to wait."""

    status: int
    said: str
    wait: float | None = None
    body: bytes = b""


def post_json(
    url: str,
    body: bytes,
    *,
    settings: FetchSettings,
    now: datetime,
    headers: Sequence[tuple[str, str]] = (),
    transport: httpx.AsyncBaseTransport | None = None,
    most: int = 2_000,
) -> Answer:
    """
    Post JSON to a web hook and give its answer, whatever the status; raises FetchError when there is none.

    No more than about `most` bytes of the answer are read.

    The address is judged as one that is fetched is, also after its name is resolved, and no redirect is followed.
    """
    try:
        return asyncio.run(_posted(url, body, settings, now, headers, transport, most))
    except _Stop as stop:
        raise FetchError(_host(url) or "web hook", stop.kind, stop.sentence, **stop.more) from stop


async def _posted(
    url: str, body: bytes, settings: FetchSettings, now: datetime, headers: Sequence[tuple[str, str]],
    transport: httpx.AsyncBaseTransport | None, most: int,
) -> Answer:  # fmt: skip
    import httpx

    target = _target(url)
    allowed = Allowed((*settings.allow_hosts, *([_place(settings.proxy)] if settings.proxy else [])))
    parts = urlsplit(target)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    if _is_address(host) and refused_among([host], host, port, allowed):
        raise _Stop("blocked", f"{host} is no public address", refused=True, transient=False)
    network = transport or _network(settings, allowed)
    limits = {"connect": settings.connect_seconds, "read": settings.read_seconds, "pool": None}
    request = httpx.Request(
        "POST",
        target,
        headers=[
            ("User-Agent", settings.user_agent.replace("{contact}", settings.contact)),
            ("Content-Type", "application/json; charset=utf-8"),
            *headers,
        ],
        content=body,
        extensions={"timeout": limits},
    )
    try:
        async with asyncio.timeout(settings.total_seconds):
            response = await network.handle_async_request(request)
            try:
                said = b""
                async for chunk in response.aiter_raw():
                    said += chunk
                    if len(said) >= most:
                        break
            finally:
                with suppress(Exception):
                    await response.stream.aclose()  # type: ignore[union-attr]
    except _Stop:
        raise
    except Exception as error:
        raise _judged(error) from error
    finally:
        with suppress(Exception):
            await asyncio.wait_for(network.aclose(), 2)
    wait = retry_after(lambda name: response.headers.get(name), now, settings.max_wait_seconds)
    words = _short(said[:2_000].decode("utf-8", "replace"), 300)
    return Answer(status=response.status_code, said=words, wait=wait, body=said)


def documents_in(folder: Path, source: str, most: int, now: datetime) -> list[Document]:
    """
    The files of a folder, by name; what is larger than `most` bytes, hidden or no plain file is left out.

    Links out of the folder are not followed.
    """
    made = []
    try:
        home = folder.resolve(strict=True)
        for file in sorted(home.iterdir())[:MOST_FILES]:
            if file.name.startswith(".") or file.is_symlink() or not file.is_file() or file.stat().st_size > most:
                continue
            made.append(Document(source=source, url=file.as_uri(), body=file.read_bytes(), fetched=now))
    except OSError:
        return []
    return made


class _Run:
    """One round of requests, on a thread of its own so that slow reading never makes a server wait."""

    # Finished documents that nobody has taken yet may hold this much; beyond it no new request is started.
    WAITING_LIMIT = 4 * 1024 * 1024
    # At most so many bodies may grow beyond a mebibyte at the same time: memory stays bounded with 256 in flight.
    LARGE, LARGE_AT_ONCE = 1024 * 1024, 4

    def __init__(
        self,
        requests: Sequence[Request],
        settings: FetchSettings,
        now: datetime,
        transport: httpx.AsyncBaseTransport | None,
        results: _Results,
        stopping: Callable[[], bool],
    ) -> None:
        self.requests = requests
        self.settings = settings
        self.now = now
        self.transport = transport
        self.results = results
        self.stopping = stopping
        self.stopped = False
        self.made_bytes = self.taken_bytes = 0
        self.allowed = Allowed((*settings.allow_hosts, *([_place(settings.proxy)] if settings.proxy else [])))
        self.agent = settings.user_agent.format(contact=settings.contact or "no contact configured")
        self.robots: dict[str, asyncio.Task[robots.Robots | _Stop]] = {}
        self.clocks: set[asyncio.Timeout] = set()

    def start(self) -> None:
        try:
            asyncio.run(self.main())
        except BaseException as error:
            self.results.put(error)
        self.results.put(None)

    async def main(self) -> None:
        self.ends = time.monotonic() + self.settings.run_seconds
        self.large = asyncio.Semaphore(self.LARGE_AT_ONCE)
        self.hosts: dict[str, asyncio.Semaphore] = {}
        self.ready: asyncio.Queue[deque[Request] | None] = asyncio.Queue()
        self.left = len(self.requests)
        lanes: dict[str, deque[Request]] = {}
        for request in self.requests:
            lanes.setdefault(_host(request.url), deque()).append(request)
        for lane in lanes.values():
            for _ in range(min(self.settings.per_host, len(lane))):
                self.ready.put_nowait(lane)
        self.patient: httpx.AsyncBaseTransport | None = None
        if self.transport is None:
            self.transport = _network(self.settings, self.allowed)
            self.patient = None if self.settings.proxy else _patient_network(self.allowed)
        workers = [asyncio.create_task(self.work()) for _ in range(min(self.settings.concurrency, len(self.requests)))]
        watch = asyncio.create_task(self.watch())
        try:
            await asyncio.gather(*workers)
        finally:
            for task in (watch, *workers, *self.robots.values()):
                task.cancel()
            for transport in (self.transport, self.patient):
                with suppress(Exception):
                    if transport is not None:
                        await asyncio.wait_for(transport.aclose(), 2)

    def over(self) -> bool:
        return self.stopped or time.monotonic() >= self.ends or self.stopping()

    async def watch(self) -> None:
        """End what is in flight when the run is to end."""
        while not self.over():
            await asyncio.sleep(0.2)
        for clock in self.clocks:
            if not clock.expired():
                clock.reschedule(0)

    async def work(self) -> None:
        while self.left > 0 and (lane := await self.ready.get()) is not None:
            if not lane:
                continue
            request = lane.popleft()
            while self.made_bytes - self.taken_bytes > self.WAITING_LIMIT and not self.over():
                await asyncio.sleep(0.01)
            outcome = await self.outcome(request)
            if isinstance(outcome, Document):
                self.made_bytes += len(outcome.body)
            self.results.put((request, outcome))
            self.left -= 1
            if lane and self.settings.host_pause_seconds and not self.over():
                asyncio.get_running_loop().call_later(self.settings.host_pause_seconds, self.ready.put_nowait, lane)
            elif lane:
                self.ready.put_nowait(lane)
        # Whoever sees the end first wakes the next.
        self.ready.put_nowait(None)

    async def outcome(self, request: Request) -> Outcome:
        source = request.source_id
        if self.over():
            return FetchError(source, "not_tried", "was not asked: the run was over")
        seconds = self.settings.total_seconds
        try:
            async with asyncio.timeout(seconds) as clock:
                self.clocks.add(clock)
                try:
                    return await self.asked(request, clock)
                finally:
                    self.clocks.discard(clock)
        except TimeoutError:
            if self.over():
                return FetchError(source, "not_tried", "was not read to its end: the run was over")
            return FetchError(source, "timeout", f"gave no whole answer within {seconds:g} seconds")
        except _Stop as stop:
            return FetchError(source, stop.kind, stop.sentence, **stop.more)
        except Exception as error:  # one source's surprise must never be another's
            judged = _judged(error)
            return FetchError(source, judged.kind, judged.sentence, **judged.more)

    async def asked(self, request: Request, clock: asyncio.Timeout) -> Outcome:
        """Follow the address to its answer."""
        url, moved, permanent = _target(request.url), "", True
        origin = _origin(url)
        for _ in range(self.settings.max_redirects + 1):
            if request.robots and self.settings.robots:
                await self.may_read(url)
            headers = [("Accept", request.accept), *(request.headers if _origin(url) == origin else ())]
            if request.etag:
                headers.append(("If-None-Match", request.etag))
            if request.last_modified:
                headers.append(("If-Modified-Since", request.last_modified))
            async with self.turn(url, clock), self.answer(url, headers) as response:
                status = response.status_code
                if status not in _REDIRECTS:
                    return await self.settled(request, response, url, moved, clock)
                target = _redirected(url, response.headers.get("location"))
            permanent = permanent and status in _PERMANENT
            moved = target if permanent else moved
            url = target
        raise _Stop("too_many_redirects", f"led through more than {self.settings.max_redirects} redirects")

    async def settled(
        self, request: Request, response: httpx.Response, url: str, moved: str, clock: asyncio.Timeout
    ) -> Outcome:
        status = response.status_code
        headers = tuple(response.headers.multi_items())
        if status == 304:
            if not (request.etag or request.last_modified):
                raise _Stop("protocol", "answered 304 (unchanged) to a question we did not ask", status=304)
            return Unchanged(source=request.source_id, url=url, fetched=self.now, headers=headers, moved=moved)
        if status not in (200, 203):
            raise _refusal(response, self.now, self.settings.max_wait_seconds)
        body, packed = await self.body(response, clock)
        return Document(
            source=request.source_id,
            url=url,
            body=body,
            fetched=self.now,
            status=status,
            content_type=response.headers.get("content-type", ""),
            headers=headers,
            moved=moved,
            packed=packed,
        )

    @asynccontextmanager
    async def turn(self, url: str, clock: asyncio.Timeout) -> AsyncIterator[None]:
        """Our turn at the host; waiting for it does not count against the source."""
        turns = self.hosts.setdefault(_host(url), asyncio.Semaphore(self.settings.per_host))
        if turns.locked():
            await self.waited(turns.acquire(), clock)
        else:
            await turns.acquire()
        try:
            yield
        finally:
            turns.release()

    async def waited(self, something: Any, clock: asyncio.Timeout) -> None:
        loop = asyncio.get_running_loop()
        left = (clock.when() or loop.time()) - loop.time()
        clock.reschedule(None)
        await something
        clock.reschedule(loop.time() + left)

    @asynccontextmanager
    async def answer(self, url: str, headers: list[tuple[str, str]]) -> AsyncIterator[httpx.Response]:
        import httpx

        assert self.transport is not None
        request = httpx.Request(
            "GET",
            url,
            headers=[("User-Agent", self.agent), ("Accept-Encoding", "gzip"), *headers],
            extensions={
                "timeout": {"connect": self.settings.connect_seconds, "read": self.settings.read_seconds, "pool": None}
            },
        )
        # The transport itself, not a client: no cookies, no credentials, no environment, no decoding of bodies beyond
        # our bounds, and a third of the processor time.
        try:
            response = await self.transport.handle_async_request(request)
        except Exception as error:
            if "Data after `Connection: close`" not in f"{error}{error.__cause__}" or self.patient is None:
                raise
            # The server stated a length that is too short. What it stated is the body; only our quick parser minds.
            response = await self.patient.handle_async_request(request)
        try:
            yield response
        finally:
            with suppress(Exception):
                await response.stream.aclose()  # type: ignore[union-attr]

    async def body(self, response: httpx.Response, clock: asyncio.Timeout) -> tuple[bytes, bytes]:
        """What the answer holds, and the same as it was packed (see Document.packed)."""
        most = self.settings.max_bytes
        declared = response.headers.get("content-length", "")
        if declared.isascii() and declared.isdigit() and (len(declared) > 15 or int(declared) > most):
            raise _Stop("too_large", f"announced {declared[:20]} bytes, more than the {most} we take", refused=True)
        unpack = _Unpacker(response.headers.get("content-encoding", ""), most)
        parts: list[bytes] = []
        large = False
        try:
            async for chunk in response.stream:  # type: ignore[union-attr]
                parts.append(unpack(chunk))
                if not large and unpack.size > self.LARGE:
                    await self.waited(self.large.acquire(), clock)
                    large = True
            unpack.end()
        finally:
            if large:
                self.large.release()
        return b"".join(parts), unpack.packed

    async def may_read(self, url: str) -> None:
        """Ask the site's robots.txt, once a run for each origin."""
        origin = _origin(url)
        if origin not in self.robots:
            self.robots[origin] = asyncio.create_task(self.robots_of(origin))
        rules = await asyncio.shield(self.robots[origin])
        if isinstance(rules, _Stop):
            raise rules
        if not rules.allows(url):
            raise _Stop(
                "blocked",
                f"robots.txt of {_host(url)} asks programs not to read this page",
                refused=True,
                transient=False,
            )

    async def robots_of(self, origin: str) -> robots.Robots | _Stop:
        url = f"{origin}/robots.txt"
        try:
            async with asyncio.timeout(self.settings.total_seconds) as clock:
                for _ in range(6):
                    async with (
                        self.turn(url, clock),
                        self.answer(url, [("Accept", "text/plain, */*;q=0.1")]) as response,
                    ):
                        status = response.status_code
                        if status in _REDIRECTS:
                            url = _redirected(url, response.headers.get("location"))
                            continue
                        if status == 200:
                            return robots.read(await self.start_of(response), self.agent)
                        # RFC 9309 2.3.1: a client error means no rules, a server error that we may not know them.
                        if 400 <= status < 500 and status != 429:
                            return robots.EVERYTHING
                        raise _Stop(
                            "blocked",
                            f"robots.txt of {_host(origin)} answered {status}: nothing is read until it can be",
                            refused=True,
                        )
                return robots.EVERYTHING
        except _Stop as stop:
            return stop if stop.kind == "blocked" else _Stop("blocked", f"robots.txt: {stop.sentence}", refused=True)
        except Exception as error:
            return _Stop(
                "blocked",
                f"robots.txt of {_host(origin)} could not be read ({_judged(error).kind}): nothing is read until it can be",  # noqa: E501
                refused=True,
            )

    async def start_of(self, response: httpx.Response) -> str:
        unpack = _Unpacker(response.headers.get("content-encoding", ""), self.settings.max_bytes)
        text = b""
        async for chunk in response.stream:  # type: ignore[union-attr]
            text += unpack(chunk)
            if len(text) >= robots.LONGEST:
                break
        return text[: robots.LONGEST].decode("utf-8", "replace")


class _Unpacker:
    """Takes a body apart step by step, and never makes more than `most` bytes of it."""

    # Packing that grows what it packs by more is no packing but an attempt on our memory; it is not kept.
    MARGIN = 64 * 1024

    def __init__(self, coding: str, most: int) -> None:
        self.most = most
        self.size = self.came_size = 0
        self.came: list[bytes] | None = []
        codings = [name.strip().lower() for name in coding.split(",") if name.strip()]
        codings = [name for name in codings if name != "identity"]
        if len(codings) > 1 or (codings and codings[0] not in ("gzip", "x-gzip", "deflate")):
            # Real codings that were not offered may hide any amount; others are a slip of the server.
            known = all(name in ("gzip", "x-gzip", "deflate", "br", "zstd", "compress") for name in codings)
            raise _Stop("decompress", f"was packed as {coding[:60]!r}, which we did not ask for", refused=known)
        self.coding = codings[0].removeprefix("x-") if codings else ""
        self.inflate: Any = None
        self.begun = False

    def __call__(self, chunk: bytes) -> bytes:
        if not self.begun and chunk:
            self.begun = True
            if self.coding == "gzip" and chunk[:1] == b"\x1f":
                self.inflate = zlib.decompressobj(31)
            elif self.coding == "deflate":
                # "deflate" means zlib, and many servers send it raw.
                zipped = chunk[0] & 0x0F == 8 and len(chunk) > 1 and int.from_bytes(chunk[:2], "big") % 31 == 0
                self.inflate = zlib.decompressobj(15 if zipped else -15)
            # Labelled gzip and plain all the same: servers behind a wrongly set proxy do that.
        if self.inflate is None:
            return self.bounded(chunk)
        return self.unpacked(chunk)

    def unpacked(self, chunk: bytes) -> bytes:
        made, came = b"", chunk
        try:
            while chunk:
                if self.inflate.eof:
                    self.came = None  # a second member, or padding
                    if self.coding != "gzip" or chunk[:2] != b"\x1f\x8b":
                        break  # padding after the end
                    self.inflate = zlib.decompressobj(31)
                piece = self.inflate.decompress(chunk, self.most - self.size + 1)
                made += self.bounded(piece)
                chunk = self.inflate.unused_data if self.inflate.eof else self.inflate.unconsumed_tail
        except zlib.error as error:
            raise _Stop("decompress", "was packed, and the packing is damaged") from error
        self.came_size += len(came)
        if self.came is not None:
            if self.came_size > self.size + self.MARGIN:
                self.came = None
            else:
                self.came.append(came)
        return made

    def bounded(self, piece: bytes) -> bytes:
        self.size += len(piece)
        if self.size > self.most:
            raise _Stop("too_large", f"holds more than the {self.most} bytes we take", refused=True)
        return piece

    def end(self) -> None:
        if self.inflate is not None and not self.inflate.eof:
            raise _Stop("truncated", "was cut off inside its packing")

    @property
    def packed(self) -> bytes:
        """The whole body as one gzip member, where it came as one; else nothing."""
        return b"".join(self.came) if self.came and self.coding == "gzip" and self.inflate is not None else b""


def _network(settings: FetchSettings, allowed: Allowed) -> httpx.AsyncBaseTransport:
    """The real network: every address is judged where it is dialled, after names are resolved."""
    import aiohttp
    import httpx
    from aiohttp.resolver import ThreadedResolver
    from httpx_aiohttp import AiohttpTransport

    class Judging(ThreadedResolver):
        async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> Any:
            found = await super().resolve(host, port, family)
            if bad := refused_among([record["host"] for record in found], host, port, allowed):
                raise _Refused(f"{host} is {bad}, which is no public address")
            return found

    def dial(record: Any) -> socket.socket:
        family, kind, protocol, _, place = record
        if refused_among([place[0]], place[0], place[1], allowed) and (place[0], place[1]) not in judged_names(place):
            raise _Refused(f"{place[0]} is no public address")
        made = socket.socket(family=family, type=kind, proto=protocol)
        made.setblocking(False)
        return made

    def judged_names(place: Any) -> set[tuple[str, int]]:
        """Addresses of names the operator allowed ("localhost:8099")."""
        known: set[tuple[str, int]] = set()
        for name, port in allowed.names:
            if port == place[1]:
                with suppress(OSError):
                    known.update((record[4][0], port) for record in socket.getaddrinfo(name, port))  # type: ignore[misc]
        return known

    connector = aiohttp.TCPConnector(
        limit=0, keepalive_timeout=5, resolver=Judging(), socket_factory=dial, enable_cleanup_closed=False
    )
    session = aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        # A 60 kB ETag is nonsense, and no reason to lose the feed behind it.
        max_line_size=16_384,
        max_field_size=131_072,
        max_headers=256,
        trust_env=False,
    )
    # The session has its own context for TLS; this one only spares the transport reading the certificates again.
    unused = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return AiohttpTransport(
        verify=unused, client=session, proxy=httpx.Proxy(settings.proxy) if settings.proxy else None
    )


def _patient_network(allowed: Allowed) -> httpx.AsyncBaseTransport:
    """The network through httpx's own, more lenient parser; its addresses are judged in the same way."""
    import httpx

    class Patient(httpx.AsyncBaseTransport):
        pool: Any = None

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            import httpcore

            class Judging(httpcore.AsyncNetworkBackend):
                dialled = httpcore.AnyIOBackend()

                async def connect_tcp(
                    self, host: str, port: int, *args: Any, **more: Any
                ) -> httpcore.AsyncNetworkStream:
                    loop = asyncio.get_running_loop()
                    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
                    addresses = [str(record[4][0]) for record in found]
                    if not addresses or refused_among(addresses, host, port, allowed):
                        raise _Refused(f"{host} is no public address")
                    return await self.dialled.connect_tcp(addresses[0], port, *args, **more)

            if self.pool is None:
                self.pool = httpcore.AsyncConnectionPool(network_backend=Judging(), max_keepalive_connections=0)
            made = await self.pool.handle_async_request(
                httpcore.Request(
                    request.method,
                    httpcore.URL(
                        scheme=request.url.raw_scheme,
                        host=request.url.raw_host,
                        port=request.url.port,
                        target=request.url.raw_path,
                    ),
                    headers=request.headers.raw,
                    extensions=request.extensions,
                )
            )
            return httpx.Response(made.status, headers=made.headers, stream=_Body(made.stream), request=request)

        async def aclose(self) -> None:
            if self.pool is not None:
                await self.pool.aclose()

    class _Body(httpx.AsyncByteStream):
        def __init__(self, stream: Any) -> None:
            self.stream = stream

        async def __aiter__(self) -> AsyncIterator[bytes]:
            async for chunk in self.stream:
                yield chunk

        async def aclose(self) -> None:
            await self.stream.aclose()

    return Patient()


def _target(url: str) -> str:
    """The address as it will be asked for, or the reason why it will not."""
    if _TWO_READINGS.search(url):
        raise _Stop(
            "blocked",
            f"{_short(url)} is written so that programs read it differently; not asked",
            refused=True,
            transient=False,
        )
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise _Stop("bad_redirect", f"{_short(url)} is no address", transient=False) from error
    if parts.scheme not in ("http", "https"):
        raise _Stop("blocked", f"{_short(url)} is neither http nor https", refused=True, transient=False)
    if parts.username is not None or parts.password is not None:
        raise _Stop("blocked", f"{_short(url)} carries credentials", refused=True, transient=False)
    host = ascii_host(host)
    if _DISGUISED.fullmatch(host) and not _is_address(host):
        raise _Stop("blocked", f"{_short(url)} names its host in a disguise", refused=True, transient=False)
    if not host:
        raise _Stop("bad_redirect", f"{_short(url)} names no host", transient=False)
    port = f":{parts.port}" if parts.port else ""
    place = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{place}{port}{parts.path or '/'}{'?' + parts.query if parts.query else ''}"


_TWO_READINGS = re.compile(r"[\x00- \\\x7f]")
# What other programs would read as a number: 2130706433, 0x7f000001, 0177.0.0.1, 127.1; and hosts with escapes in them.
_DISGUISED = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)|.*%.*")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return "%" not in host


def _redirected(url: str, location: str | None) -> str:
    if not location:
        raise _Stop("bad_redirect", "redirected without saying where to")
    try:
        # Headers arrive as Latin-1; an address beyond ASCII was meant as UTF-8.
        with suppress(UnicodeError):
            location = location.encode("latin-1").decode("utf-8")
        joined = urljoin(url, location.strip().replace(" ", "%20"))
    except ValueError as error:
        raise _Stop("bad_redirect", f"redirected to {_short(location)}, which is no address") from error
    target = _target(joined)
    if url.startswith("https:") and target.startswith("http:"):
        raise _Stop("bad_redirect", f"redirected from https to http ({_short(target)}); not followed", refused=True)
    return target


def _refusal(response: httpx.Response, now: datetime, longest: float) -> _Stop:
    status = response.status_code
    if status in (204, 205):
        return _Stop("empty", f"answered {status}: nothing to read", status=status)
    if status < 300:
        return _Stop("protocol", f"answered {status}, which is no whole answer", status=status)
    if status < 400:
        return _Stop("bad_redirect", f"answered {status}, which leads nowhere", status=status)
    if status == 410:
        return _Stop("http_4xx", "is gone for good (410)", transient=False, gone=True, status=status)
    if status in (429, 503):
        wait = retry_after(response.headers.get, now, longest)
        named = f"; come back in {wait:.0f} seconds" if wait else ""
        return _Stop(
            "http_4xx" if status == 429 else "http_5xx",
            f"asked us to wait ({status}{named})",
            wait=True,
            retry_after=wait,
            status=status,
        )
    if status >= 500:
        return _Stop("http_5xx", f"answered {status}", status=status)
    challenged = status == 403 and response.headers.get("cf-mitigated")
    why = " with a challenge for browsers; the publisher keeps programs out" if challenged else ""
    return _Stop("http_4xx", f"answered {status}{why}", transient=status in (408, 425), status=status)


_KINDS = (
    ("timeout", r"Timeout"),
    ("tls", r"SSL|Certificate|TLS"),
    (
        "truncated",
        r"ClientPayloadError|ContentLength|TransferEncodingError|IncompleteRead|ReadError|ConnectionReset|ServerDisconnected",
    ),
    ("dns", r"DNSError|gaierror"),
    (
        "protocol",
        r"ClientResponseError|BadHttp|BadStatusLine|LineTooLong|HttpProcessing|InvalidHeader|ProtocolError|InvalidURL|UnsupportedProtocol",
    ),
    ("connect", r"Connect|OSError|ConnectionRefused"),
)


def _judged(error: BaseException) -> _Stop:
    """What a foreign error means; the innermost cause knows best."""
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and len(chain) < 12:
        chain.append(link)
        link = (
            getattr(link, "os_error", None)
            if isinstance(getattr(link, "os_error", None), _Refused)
            else link.__cause__ or link.__context__
        )
    if refused := next((one for one in chain if isinstance(one, _Refused) or "is no public address" in str(one)), None):
        return _Stop("blocked", f"would have led to a machine we may not ask: {refused}", refused=True, transient=False)
    # The innermost cause is the world's own; the outer ones were translated, and lost something each time.
    for one in reversed(chain):
        for kind, pattern in _KINDS:
            if re.search(pattern, type(one).__name__):
                return _Stop(kind, _SENTENCES[kind].format(why=_short(str(error) or type(one).__name__, 120)))
    return _Stop("internal", f"failed in a way we did not expect ({_short(f'{type(error).__name__}: {error}', 160)})")


_SENTENCES = {
    "timeout": "did not answer in time",
    "tls": "could not prove who it is ({why})",
    "truncated": "broke off in the middle of its answer",
    "dns": "has a name that leads nowhere",
    "protocol": "answered in no way we understand ({why})",
    "connect": "could not be reached ({why})",
}


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _place(proxy: str) -> str:
    parts = urlsplit(proxy)
    return f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"


def _short(text: str, longest: int = 80) -> str:
    line = "".join(character if character.isprintable() else " " for character in text)
    return line if len(line) <= longest else line[: longest - 1] + "…"
