"""Chats and phones of a person's own, as they travel."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec

from esports.webhooks.outgoing import URL_LENGTH, Outcome

ChatState = Literal["waiting", "put_off", "sent", "unwanted"]


class NewOwnChat(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A chat or phone of one's own to be told one's notices.

    `url` is its address as Apprise writes it, or as DingTalk, Feishu, WeCom, Discord and Slack give it out.
    It is never shown again. `all_that_is_mailed`: every kind of notice that is mailed goes to chats as well.
    """

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    url: Annotated[str, msgspec.Meta(min_length=1, max_length=URL_LENGTH)]
    all_that_is_mailed: bool = False

    EXAMPLE: ClassVar = {"name": "My phone", "url": "barks://api.day.app/0123456789abcdefghij"}


class OwnChat(msgspec.Struct, frozen=True, kw_only=True):
    """A chat or phone of one's own. `address` is its service and the last characters of its address.

    `outcome` and `status` tell how the last attempt went, `tried_at` when it was made; null before the first.
    `failing_since`: since when nothing has arrived; `paused_at`: that was too long, and nothing is sent until
    a test is.
    """

    id: UUID
    name: str
    address: str
    outcome: Outcome | None
    status: int | None
    tried_at: datetime | None
    failing_since: datetime | None
    paused_at: datetime | None
    created_at: datetime


class OwnChats(msgspec.Struct, frozen=True, kw_only=True):
    """All chats and phones of a person."""

    items: list[OwnChat]
    next_cursor: None = None


class ChatNotice(msgspec.Struct, frozen=True, kw_only=True):
    """How a notice fares on its way to one's own chat. `put_off`: it went wrong, and is tried again;
    `unwanted`: it was turned off, the chat was paused, or it was of no use any more.
    """

    id: UUID
    kind: str
    state: ChatState
    attempts: int
    noticed_at: datetime
    tried_at: datetime | None


class ChatNotices(msgspec.Struct, frozen=True, kw_only=True):
    """A page of what went to one's own chat or waits, the newest first."""

    items: list[ChatNotice]
    next_cursor: str | None
