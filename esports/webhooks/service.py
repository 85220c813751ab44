"""Use cases of an event's webhooks: set them up, rotate their secrets, look at their log, send again."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.accounts.access import Actor, Permission, TokenScope, require, require_person
from esports.errors import conflict, invalid, not_found
from esports.events import service as events
from esports.i18n import N_
from esports.jobs import DeliverWebhook
from esports.uow import UnitOfWork
from esports.webhooks import queries, signing
from esports.webhooks.outgoing import Outcome, Refused, target_of
from esports.webhooks.wire import (
    MadeWebhook,
    Message,
    Messages,
    NewWebhook,
    Webhook,
    Webhooks,
    WebhooksHealth,
)

MOST = 10
"""Webhooks of one event."""
OVERLAP = timedelta(hours=24)
"""How long the secret before the last rotation stays in use."""


async def list_of(connection: AsyncConnection, *, actor: Actor, event_id: UUID) -> Webhooks:
    """An event's webhooks.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `scope_missing`, `forbidden`, `second_factor_required`.
    """
    event = await events.get(connection, event_id)
    await require(connection, actor, Permission.manage_webhooks, event.id)
    return Webhooks(items=await queries.of_event(connection, event.id))


async def health(connection: AsyncConnection, *, actor: Actor, event_id: UUID) -> WebhooksHealth:
    """How an event's webhooks and chat groups fare, for who runs it without managing them.

    Raises:
        DomainError: what `list_of` refuses.
    """
    event = await events.get(connection, event_id)
    await require(connection, actor, Permission.manage_event, event.id)
    return WebhooksHealth(items=await queries.health(connection, event.id))


async def create(
    unit: UnitOfWork, *, actor: Actor, event_id: UUID, new: NewWebhook, unsafe: bool
) -> MadeWebhook:
    """Tell this address of everything public that happens from now on.

    Raises:
        DomainError: what `list_of` refuses; `webhook_url`, `webhook_private`, `too_many_webhooks`.
    """
    event = await events.get(unit.connection, event_id)
    await require(unit.connection, actor, Permission.manage_webhooks, event.id)
    try:
        target_of(new.url, unsafe=unsafe)
    except Refused as refused:
        if refused.outcome is Outcome.private_address:
            raise invalid(
                "webhook_private", "/url", N_("This address is not on the public Internet.")
            ) from None
        raise invalid(
            "webhook_url", "/url", N_("This must be an https address at port 443, without a user or a #.")
        ) from None
    if len(await queries.of_event(unit.connection, event.id)) >= MOST:
        raise conflict("too_many_webhooks", N_("An event has at most {most} webhooks."), most=MOST)
    webhook_id, secret = unit.new_id(), signing.new_secret()
    await queries.add(unit.connection, id=webhook_id, event_id=event.id, url=new.url, secret=secret)
    return MadeWebhook(id=webhook_id, url=new.url, secret=signing.secret_text(secret))


async def rotate(unit: UnitOfWork, *, actor: Actor, webhook_id: UUID) -> MadeWebhook:
    """Give a webhook a new secret; for a day messages are signed with the one before as well.

    Raises:
        DomainError: what `list_of` refuses.
    """
    webhook = await _found(unit.connection, actor, webhook_id)
    secret = signing.new_secret()
    await queries.rotate(unit.connection, webhook_id, secret, until=unit.now + OVERLAP)
    return MadeWebhook(id=webhook_id, url=webhook.url, secret=signing.secret_text(secret))


async def enable(unit: UnitOfWork, *, actor: Actor, webhook_id: UUID) -> Webhook:
    """Send to a webhook again that was disabled, what has waited meanwhile too.

    Raises:
        DomainError: what `list_of` refuses.
    """
    await _found(unit.connection, actor, webhook_id)
    await queries.change(unit.connection, webhook_id, disabled_at=None, rests_until=None)
    for message_id in await queries.waiting(unit.connection, webhook_id):
        unit.enqueue(DeliverWebhook(message_id))
    return await _found(unit.connection, actor, webhook_id)


async def remove(unit: UnitOfWork, *, actor: Actor, webhook_id: UUID) -> None:
    """Tell this address nothing any more; its log goes too.

    Raises:
        DomainError: what `list_of` refuses.
    """
    await _found(unit.connection, actor, webhook_id)
    await queries.remove(unit.connection, webhook_id)


async def messages(
    connection: AsyncConnection, *, actor: Actor, webhook_id: UUID, before: UUID | None, limit: int
) -> Messages:
    """A page of a webhook's log, the newest first.

    Raises:
        DomainError: what `list_of` refuses.
    """
    await _found(connection, actor, webhook_id)
    return await page_of(connection, webhook_id, before=before, limit=limit)


async def page_of(
    connection: AsyncConnection, receiver_id: UUID, *, before: UUID | None, limit: int
) -> Messages:
    """A page of the log of a webhook or a chat group, the newest first."""
    found = await queries.messages(connection, receiver_id, limit=limit + 1, before=before)
    cursor = str(found[limit - 1].id) if len(found) > limit else None
    return Messages(items=found[:limit], next_cursor=cursor)


async def replay(unit: UnitOfWork, *, actor: Actor, message_id: UUID) -> Message:
    """Send a message of a webhook or a chat group again, with all attempts before it.

    Its id is the same, so that receivers know it. Operators may, as with mails: they see that one got stuck.

    Raises:
        DomainError: what `list_of` refuses.
    """
    require_person(actor, TokenScope.manage)
    webhook_id = await queries.webhook_of(unit.connection, message_id)
    event_id = webhook_id and await queries.event_of(unit.connection, webhook_id)
    if not event_id:
        raise not_found("message")
    await require(unit.connection, actor, Permission.manage_event, event_id)
    await queries.settle(unit.connection, message_id, state="waiting", attempts=0)
    unit.enqueue(DeliverWebhook(message_id))
    found = await queries.message(unit.connection, message_id)
    if found is None:
        raise not_found("message")
    return found


async def _found(connection: AsyncConnection, actor: Actor, webhook_id: UUID) -> Webhook:
    require_person(actor, TokenScope.manage)
    event_id = await queries.event_of(connection, webhook_id)
    found = await queries.one(connection, webhook_id)
    if event_id is None or found is None:
        raise not_found("webhook")
    await require(connection, actor, Permission.manage_webhooks, event_id)
    return found
