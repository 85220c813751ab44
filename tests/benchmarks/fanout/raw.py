"""What asyncio can do at best: `raw.py PORT CONTROL` writes each line, framed once, to bare transports."""

import asyncio
import sys

from websockets.frames import Frame, Opcode

ANSWER = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r\n\r\n"
)
clients: set[asyncio.Transport] = set()


class Client(asyncio.Protocol):
    """Anybody who asks."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take it in."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer the handshake."""
        if data.startswith(b"GET"):
            self.transport.write(ANSWER)
            clients.add(self.transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        clients.discard(self.transport)


async def listen(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """Publish what comes."""
    while line := await reader.readline():
        frame = Frame(Opcode.TEXT, line[:-1]).serialize(mask=False)
        for transport in tuple(clients):
            transport.write(frame)


async def main(port: int, control: int) -> None:
    """Serve until the process is ended."""
    await asyncio.get_running_loop().create_server(Client, "127.0.0.1", port, backlog=4096)
    server = await asyncio.start_server(listen, "127.0.0.1", control)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
