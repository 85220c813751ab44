"""What Schemathesis does beside the document, in its own process."""

import re
import uuid
from typing import Any

import schemathesis


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Give each request a key of its own where it has one that fits; it makes up the same ones again."""
    key = case.headers.get("Idempotency-Key") if case.headers else None
    if isinstance(key, str) and re.fullmatch(r"[!-~]{1,255}", key):
        case.headers["Idempotency-Key"] = str(uuid.uuid4())


@schemathesis.serializer("application/pdf")
def pdf(_context: Any, value: Any) -> bytes:
    """The bytes of a document, or what was made up in place of them."""
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")
