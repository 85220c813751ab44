"""How the background work fares, for those who run the installation."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Cause = Literal[
    "login_refused",
    "refused",
    "try_later",
    "timeout",
    "unreachable",
    "bad_address",
    "unknown_job",
    "declined",
    "redirected",
    "gone",
    "server_error",
    "private_address",
    "malformed_url",
    "other",
]
Trouble = Literal["put_off", "given_up"]


class TroubledJob(msgspec.Struct, frozen=True, kw_only=True):
    """A job that went wrong: `put_off` and tried again at `due_at`, or `given_up` until somebody retries it.

    `error` is what the other side said, as it came; `cause` is the sort of thing that it means.
    """

    id: UUID
    job: str
    state: Trouble
    attempts: int
    due_at: datetime
    failed_at: datetime | None
    error: str
    cause: Cause


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """How many notices a channel has to send yet, has sent, and could not send at the last attempt."""

    channel: str
    waiting: int
    sent: int
    failed: int


class WorkerSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A worker process: since when it works, how many seconds ago it was seen, and whether it is taken for
    alive. One that ended as it should is not told; one that died is for a day.
    """

    began_at: datetime
    seen_seconds: float
    alive: bool


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """The queue of jobs: how many are due, for how many seconds the oldest has been, how many wait for a
    later moment, how many were given up; who works on them; what went wrong, the newest first; and the
    channels of notices.
    """

    due: int
    oldest_seconds: float
    later: int
    given_up: int
    workers: list[WorkerSeen]
    troubled: list[TroubledJob]
    channels: list[Channel]
