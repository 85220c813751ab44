"""The library's own way: `broadcast.py PORT CONTROL` sends each line of CONTROL by `websockets.broadcast`."""

import asyncio
import sys

from websockets.asyncio.server import ServerConnection, broadcast, serve


async def main(port: int, control: int) -> None:
    """Serve until the process is ended."""
    clients: set[ServerConnection] = set()

    async def handle(connection: ServerConnection) -> None:
        clients.add(connection)
        try:
            await connection.wait_closed()
        finally:
            clients.discard(connection)

    async def listen(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            broadcast(clients, line[:-1].decode())

    async with serve(handle, "127.0.0.1", port, compression=None, backlog=4096):
        server = await asyncio.start_server(listen, "127.0.0.1", control)
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
