"""HTTP for the webhooks of an event."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from esports.accounts.access import Actor
from esports.accounts.private import private
from esports.http.callers import READER
from esports.http.openapi import reads, writes
from esports.http.provide import Parts
from esports.http.write import read, write
from esports.uow import UnitOfWork
from esports.webhooks import service
from esports.webhooks.wire import (
    MadeWebhook,
    Message,
    Messages,
    NewWebhook,
    Webhook,
    Webhooks,
    WebhooksHealth,
)

Call = Request[Actor, Any, Any]
Limit = Annotated[int, QueryParameter(ge=1, le=100)]


@get("/events/{event:uuid}/webhooks", **reads(Webhooks, who=READER))
async def list_webhooks(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], event: FromPath[UUID]
) -> Response[bytes]:
    """The webhooks of an event, for its owners."""
    return read(request, await service.list_of(unit.connection, actor=actor, event_id=event))


@get("/events/{event:uuid}/webhooks/health", **reads(WebhooksHealth, who=READER))
async def see_webhooks_health(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], event: FromPath[UUID]
) -> Response[bytes]:
    """How the webhooks of an event fare, for its owners and operators; of their addresses the host alone."""
    return read(request, await service.health(unit.connection, actor=actor, event_id=event))


@post("/events/{event:uuid}/webhooks", **writes(MadeWebhook, 201))
async def create_webhook(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    parts: NamedDependency[Parts],
    event: FromPath[UUID],
    data: JSONBody[NewWebhook],
) -> Response[bytes]:
    """Send everything public that happens from now on to an address, signed by Standard Webhooks 1.0.

    The reply has the secret, shown this once.
    """
    unsafe = parts.settings.webhooks_anywhere
    made = await write(
        request,
        unit,
        lambda: service.create(unit, actor=actor, event_id=event, new=data, unsafe=unsafe),
        status=201,
        secret=True,
    )
    return private(made)


@delete("/webhooks/{webhook:uuid}", **writes(None, 204))
async def remove_webhook(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], webhook: FromPath[UUID]
) -> Response[None]:
    """Send nothing to this address any more."""
    return await write(request, unit, lambda: service.remove(unit, actor=actor, webhook_id=webhook))


@post("/webhooks/{webhook:uuid}/rotate", **writes(MadeWebhook))
async def rotate_webhook_secret(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], webhook: FromPath[UUID]
) -> Response[bytes]:
    """Get a new secret, shown this once. For a day messages carry a signature by the one before as well."""
    made = await write(
        request, unit, lambda: service.rotate(unit, actor=actor, webhook_id=webhook), secret=True
    )
    return private(made)


@post("/webhooks/{webhook:uuid}/enable", **writes(Webhook))
async def enable_webhook(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], webhook: FromPath[UUID]
) -> Response[bytes]:
    """Send again to an address that said it was gone, what has waited meanwhile too."""
    return await write(request, unit, lambda: service.enable(unit, actor=actor, webhook_id=webhook))


@get("/webhooks/{webhook:uuid}/messages", **reads(Messages, who=READER))
async def list_webhook_messages(
    request: Call,
    unit: NamedDependency[UnitOfWork],
    actor: NamedDependency[Actor],
    webhook: FromPath[UUID],
    cursor: FromQuery[UUID | None] = None,
    limit: Limit = 50,
) -> Response[bytes]:
    """What was sent to a webhook or waits, with every attempt of the last 30 days, the newest first."""
    found = await service.messages(
        unit.connection, actor=actor, webhook_id=webhook, before=cursor, limit=limit
    )
    return read(request, found)


@post("/webhook-messages/{message:uuid}/replay", **writes(Message))
async def replay_webhook_message(
    request: Call, unit: NamedDependency[UnitOfWork], actor: NamedDependency[Actor], message: FromPath[UUID]
) -> Response[bytes]:
    """Send a message again, under the same id."""
    return await write(request, unit, lambda: service.replay(unit, actor=actor, message_id=message))


handlers = [
    list_webhooks,
    see_webhooks_health,
    create_webhook,
    remove_webhook,
    rotate_webhook_secret,
    enable_webhook,
    list_webhook_messages,
    replay_webhook_message,
]
