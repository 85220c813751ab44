"""Webhooks as they travel."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec

from esports.webhooks.outgoing import URL_LENGTH, Outcome


class NewWebhook(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where everything public that happens in the event shall be sent: https, at port 443."""

    url: Annotated[str, msgspec.Meta(min_length=1, max_length=URL_LENGTH)]

    EXAMPLE: ClassVar = {"url": "https://hooks.example.org/esports-week"}


class Webhook(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook. `disabled_at`: its receiver said 410, gone; until it is enabled again messages wait.

    `old_secret_until`: until then messages are signed with the secret before the last rotation as well.
    """

    id: UUID
    url: str
    old_secret_until: datetime | None
    disabled_at: datetime | None
    waiting: int
    failed: int
    created_at: datetime


class Webhooks(msgspec.Struct, frozen=True, kw_only=True):
    """All webhooks of an event."""

    items: list[Webhook]
    next_cursor: None = None


class WebhookHealth(msgspec.Struct, frozen=True, kw_only=True):
    """How a webhook or a chat group fares, which `way` tells. `host` alone is told, of a group its service:
    the rest of the address may be a secret. `name` is what the owners call a group, null of a webhook.

    `oldest_at`: since when the oldest that waits has. `outcome`, `status` and `tried_at` are of the last
    attempt, null before the first.
    """

    way: Literal["webhook", "chat"]
    name: str | None
    host: str
    disabled_at: datetime | None
    waiting: int
    oldest_at: datetime | None
    failed: int
    outcome: Outcome | None
    status: int | None
    tried_at: datetime | None


class WebhooksHealth(msgspec.Struct, frozen=True, kw_only=True):
    """How all webhooks and chat groups of an event fare."""

    items: list[WebhookHealth]
    next_cursor: None = None


class MadeWebhook(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook's new secret, which is shown this once, in the form of Standard Webhooks."""

    id: UUID
    url: str
    secret: str


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One try to deliver a message, and how it went."""

    at: datetime
    outcome: Outcome
    status: int | None
    seconds: float


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened, on its way: tried again while `waiting`, `failed` after the last attempt.

    `attempts` are the newest first; they and the message are kept for 30 days.
    """

    id: UUID
    kind: str
    state: Literal["waiting", "sent", "failed"]
    created_at: datetime
    attempts: list[Attempt]


class Messages(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a webhook's or a group's messages, the newest first."""

    items: list[Message]
    next_cursor: str | None
