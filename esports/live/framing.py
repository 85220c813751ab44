"""Messages as bytes on the wire: a WebSocket frame, or a block of Server-Sent Events."""

from websockets.frames import Close, Frame, Opcode

from esports.live.messages import Delta, Outgoing, Skip, Snapshot, encode


def websocket_frame(message: Outgoing, _epoch: str = "") -> bytes:
    """A whole unmasked text frame, as a server sends it without extensions."""
    return Frame(Opcode.TEXT, encode(message)).serialize(mask=False)


def close_frame(code: int, reason: str) -> bytes:
    """The frame that ends a connection."""
    return Frame(Opcode.CLOSE, Close(code, reason).serialize()).serialize(mask=False)


def sse_block(message: Outgoing, epoch: str) -> bytes:
    """One event; those that move the position carry `epoch:seq` as their id."""
    lines = b"data: " + encode(message) + b"\n\n"
    if isinstance(message, Delta | Skip):
        return f"id: {epoch}:{message.to}\n".encode() + lines
    if isinstance(message, Snapshot):
        return f"id: {epoch}:{message.seq}\n".encode() + lines
    return lines
