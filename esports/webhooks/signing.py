"""Signatures as Standard Webhooks 1.0 defines them: HMAC-SHA-256 of id, time and body, by each secret."""

import base64
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

SECRET_BYTES = 32
PREFIX = "whsec_"


def new_secret() -> bytes:
    """A fresh secret. It has to be kept as it is, for every message is signed with it."""
    return secrets.token_bytes(SECRET_BYTES)


def secret_text(secret: bytes) -> str:
    """A secret as its owner gets it, once."""
    return PREFIX + base64.b64encode(secret).decode()


def headers(message_id: str, at: datetime, body: bytes, live: Sequence[bytes]) -> dict[str, str]:
    """The headers of a message: its id, the second of this attempt, and a signature by each secret."""
    second = str(int(at.timestamp()))
    signed = f"{message_id}.{second}.".encode() + body
    signatures = (base64.b64encode(hmac.digest(secret, signed, "sha256")).decode() for secret in live)
    return {
        "content-type": "application/json",
        "user-agent": "EsportsWeek-Webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": second,
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }
