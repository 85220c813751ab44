"""The WebSocket server at `/live/v1`: a process apart from the API, so that neither slows the other.

Frames go straight to the transports, made once for all who follow a topic; compression is off, for it
would make every client's frame its own. `/health/live` and `/metrics` answer on the same port.
"""

import asyncio
import logging
import random
import resource
import signal
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any, cast

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.ext.asyncio import AsyncEngine
from websockets.asyncio.server import Server, ServerConnection
from websockets.asyncio.server import serve as serve_websockets
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from esports import log
from esports.clock import Clock, utc_now
from esports.db.engine import check_server, create_engine
from esports.i18n import N_
from esports.live import heartbeat, metrics, native
from esports.live.admission import Admission
from esports.live.connection import LiveConnection
from esports.live.crowd import Crowd, PlainCrowd
from esports.live.doorman import Doorman
from esports.live.feed import UNAVAILABLE
from esports.live.framing import websocket_frame
from esports.live.hub import Builders, Hub
from esports.live.messages import MAX_MESSAGE_BYTES, Notice
from esports.live.protocol import RESTART, Limits
from esports.live.session import Session
from esports.live.snapshots import PRODUCT
from esports.live.tasks import end
from esports.live.wake import Wake
from esports.settings import Settings

PATH = "/live/v1"
FORGOTTEN = Request(PATH, Headers())
HALF_OPEN = 1_000
"""How many sockets beyond the limit may still be in their handshake, to be told that it is full."""
ACCEPT_TURNS = 5
NOTHING_KEPT = (0, 0)
"""A client leaves the streams as soon as its transport keeps anything, and comes back once all is sent."""
AGAIN_SECONDS = (1, 5)
BACKLOG = 4_096
CLOSE_SECONDS = 5.0
logger = log.get(__name__)


class Gateway:
    """One process's server, with all that it follows.

    Attributes:
        hub: who follows what.
        wake: how it learns of news.
        sessions: the connected clients.
    """

    def __init__(
        self,
        settings: Settings,
        engine: AsyncEngine,
        builders: Builders,
        limits: Limits,
        clock: Clock,
        gather: Callable[[], Crowd],
    ) -> None:
        window_seconds = settings.live_window_ms / 1000
        self.hub = Hub(
            engine,
            builders,
            websocket_frame,
            window_seconds=window_seconds,
            clock=clock,
            gather=gather,
            keeps_connection=settings.database_pool_size > 1,
        )
        self.wake = Wake(engine, self.hub, redis_url=settings.redis_url, prefix=settings.redis_prefix)
        self.sessions: set[Session] = set()
        self._connections: set[LiveConnection] = set()
        self._limits = limits
        self._admission = Admission(limits)
        self._doorman = Doorman(engine, builders, settings, clock)
        self._server: Server | None = None
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def port(self) -> int:
        """The port that it listens on."""
        assert self._server is not None
        port: int = next(iter(self._server.sockets)).getsockname()[1]
        return port

    async def start(self, host: str, port: int, *, share_port: bool = False) -> None:
        """Listen. Port 0 takes a free one; others may listen on the same one if all of them share it."""
        quiet = logging.getLogger("esports.live.socket")
        quiet.setLevel(logging.CRITICAL)
        self._server = await serve_websockets(
            self._handle,
            host,
            port,
            process_request=self._admit,
            # Any factory will do, says the library's manual, if not its type.
            create_connection=cast(
                "type[ServerConnection]",
                partial(LiveConnection, everyone=self._connections, most=self._limits.sockets + HALF_OPEN),
            ),
            backlog=BACKLOG,
            reuse_port=share_port,
            compression=None,
            max_size=MAX_MESSAGE_BYTES,
            max_queue=4,
            write_limit=NOTHING_KEPT,
            ping_interval=None,
            close_timeout=CLOSE_SECONDS,
            server_header=None,
            logger=quiet,
        )
        self.wake.start()
        self._tasks = [
            asyncio.create_task(self._review()),
            asyncio.create_task(heartbeat.keep(self._connections, self._limits.ping_seconds)),
        ]

    async def close(self) -> None:
        """Ask everyone to come back at random within some seconds, and close what is left at a deadline."""
        assert self._server is not None
        await end(self._tasks)
        await self.wake.stop()
        await self._stop_accepting()
        self._server.close(close_connections=False)
        notice = Notice(
            code="restart",
            detail=N_("The server restarts; please come back in a moment."),
            within_seconds=self._limits.return_within_seconds,
        )
        for session in list(self.sessions):
            session.say(notice)
        closing = [asyncio.create_task(session.close(RESTART, "restart")) for session in self.sessions]
        if closing:
            await asyncio.wait(closing, timeout=CLOSE_SECONDS)
        for connection in list(self._connections):
            connection.transport.abort()
        await self._server.wait_closed()
        await end(closing)
        await self.hub.close()

    async def _stop_accepting(self) -> None:
        """Let who was accepted a moment ago reach the server before it closes.

        asyncio loses a socket whose server closes between its acceptance and the next turn of the loop.
        """
        assert self._server is not None
        loop = asyncio.get_running_loop()
        for listening in self._server.sockets:
            loop.remove_reader(listening.fileno())
        for _ in range(ACCEPT_TURNS):
            await asyncio.sleep(0)

    def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        path = request.path.partition("?")[0]
        if path == "/health/live":
            return _reply(HTTPStatus.OK, b'{"status":"ok"}')
        if path == "/metrics":
            return _reply(HTTPStatus.OK, generate_latest(), content_type=CONTENT_TYPE_LATEST)
        if path != PATH:
            return _reply(HTTPStatus.NOT_FOUND, b'{"code":"not_found"}')
        if len(self._connections) > self._limits.sockets:
            return _refuse("full")
        if not self._admission.admit(asyncio.get_running_loop().time()):
            return _refuse("herd")
        if self._doorman.session_id(request.headers) and not self._doorman.is_at_home(request.headers):
            metrics.REFUSED.labels("foreign_origin").inc()
            return _reply(HTTPStatus.FORBIDDEN, b'{"code":"foreign_origin"}')
        return None

    async def _handle(self, connection: ServerConnection) -> None:
        assert isinstance(connection, LiveConnection)
        assert connection.request is not None
        session_id = self._doorman.session_id(connection.request.headers)
        # Nobody asks for the handshake again, and its headers are much of what a watcher takes.
        connection.request, connection.response = FORGOTTEN, None
        session = Session(
            connection,
            connection.transport,
            connection.wire,
            self.hub,
            self._doorman,
            self._limits,
            session_id,
        )
        connection.session = session
        if connection.transport.get_write_buffer_size():
            session.pause()
        self.sessions.add(session)
        metrics.WATCHERS.inc()
        try:
            await session.run()
        except ConnectionClosed:
            pass
        except Exception:
            logger.exception("live session failed")
            await session.close(1011, "internal_error")
        finally:
            self.sessions.discard(session)
            metrics.WATCHERS.dec()
            session.end()

    async def _review(self) -> None:
        while True:
            await asyncio.sleep(self._limits.review_seconds)
            await self.review()

    async def review(self) -> None:
        """Check everyone's sign-in and rights again."""
        for session in list(self.sessions):
            try:
                await session.review()
            except UNAVAILABLE as error:
                logger.warning("rights not checked", reason=str(error))
                return
            except Exception:
                logger.exception("rights of one session not checked")


async def serve(
    settings: Settings,
    engine: AsyncEngine,
    *,
    builders: Builders = PRODUCT,
    limits: Limits | None = None,
    clock: Clock = utc_now,
    gather: Callable[[], Crowd] = PlainCrowd,
) -> Gateway:
    """Start a gateway on the settings' live host and port; the caller closes it."""
    gateway = Gateway(settings, engine, builders, limits or Limits(), clock, gather)
    await gateway.start(settings.live_host, settings.live_port, share_port=settings.live_share_port)
    return gateway


def main(settings: Settings) -> None:
    """Run one gateway until SIGTERM or Ctrl-C.

    Raises:
        SettingsError: the database cannot be used.
    """
    log.configure(settings.log_level, settings.log_format)
    allow_many_sockets()
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    engine = create_engine(settings, application="live")
    try:
        await check_server(engine)
        gateway = await serve(settings, engine, gather=native.crowds())
        logger.info("live gateway listens", host=settings.live_host, port=gateway.port)
        await stopping.wait()
        await gateway.close()
    finally:
        await engine.dispose()


def allow_many_sockets() -> None:
    """Take as many open files as the system grants; what it grants unasked is often a thousand."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _refuse(reason: str) -> Response:
    """Send away who may come again: how soon is left to chance, lest all come at once."""
    metrics.REFUSED.labels(reason).inc()
    seconds = str(random.randint(*AGAIN_SECONDS))  # noqa: S311
    return _reply(HTTPStatus.SERVICE_UNAVAILABLE, b'{"code":"%s"}' % reason.encode(), retry_after=seconds)


def _reply(
    status: HTTPStatus,
    body: bytes,
    *,
    retry_after: str | None = None,
    content_type: str = "application/json",
) -> Response:
    headers: dict[str, Any] = {
        "Content-Type": content_type,
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
        "Connection": "close",
    }
    if retry_after:
        headers["Retry-After"] = retry_after
    return Response(status.value, status.phrase, Headers(headers), body)
