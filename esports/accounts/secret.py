"""Things that prove who calls: made of 256 random bits, known to the database by their SHA-256 alone."""

import hashlib
import re
import secrets
from uuid import UUID

TOKEN = re.compile(r"esw_([0-9a-f]{32})_([0-9a-f]{64})")
OPAQUE = re.compile(r"[0-9a-f]{64}")


def new() -> str:
    """A fresh secret: 64 hexadecimal digits."""
    return secrets.token_hex(32)


def digest(secret: str) -> bytes:
    """What the database keeps. A plain hash is enough, for nobody can search 256 random bits."""
    return hashlib.sha256(secret.encode()).digest()


def token_text(token_id: UUID, secret: str) -> str:
    """A token as its owner gets it, once; the form is one that secret scanners can find."""
    return f"esw_{token_id.hex}_{secret}"


def parse_token(text: str) -> tuple[UUID, str] | None:
    """The id and the secret of a token; None where the text is none."""
    found = TOKEN.fullmatch(text)
    return (UUID(hex=found[1]), found[2]) if found else None


def is_opaque(text: str) -> bool:
    """Whether the text has the form of a session's id, a ticket or a digest."""
    return OPAQUE.fullmatch(text) is not None
