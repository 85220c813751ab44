"""A real HTTP server that receives webhooks, and can be told how to answer."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

Request = tuple[str, dict[str, str], bytes]


class Receiver:
    """What came in: request line, headers in small letters, body. `answer` is the status line's rest."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.answer = "200 OK"
        self.more = b""
        self.url = ""
        self.tasks: list[asyncio.Task[None]] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take one request."""
        task = asyncio.current_task()
        assert task is not None
        self.tasks.append(task)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in head[1:-2])}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            self.requests.append((head[0], headers, body))
            writer.write(f"HTTP/1.1 {self.answer}\r\nconnection: close\r\n\r\n".encode() + self.more)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()


@asynccontextmanager
async def receiving(tls: ssl.SSLContext | None = None) -> AsyncIterator[Receiver]:
    """A receiver on a free port: at an address, or with `tls` at the name `localhost`."""
    receiver = Receiver()
    address = socket.getaddrinfo("localhost", None)[0][4][0] if tls else "127.0.0.1"
    async with await asyncio.start_server(receiver.serve, str(address), 0, ssl=tls) as server:
        scheme, host = ("https", "localhost") if tls else ("http", "127.0.0.1")
        receiver.url = f"{scheme}://{host}:{server.sockets[0].getsockname()[1]}/hook"
        yield receiver
    await asyncio.gather(*receiver.tasks)
