"""Chat groups as they travel."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec

from esports.webhooks.outgoing import URL_LENGTH

ChatName = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
ChatLocale = Literal["en", "zh-Hans"]


class ChatKinds(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a group is told: public facts alone, also where they are meant for the `staff`."""

    progress: bool = True
    draw: bool = True
    schedule: bool = True
    calls: bool = False
    results: bool = False
    corrections: bool = True
    champions: bool = True
    staff: bool = False


class NewChat(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A chat group or phone to be told what happens.

    `url` is its address as Apprise writes it, or as DingTalk, Feishu, WeCom, Discord and Slack give it out.
    It is never shown again.
    """

    name: ChatName
    url: Annotated[str, msgspec.Meta(min_length=1, max_length=URL_LENGTH)]
    locale: ChatLocale
    kinds: ChatKinds = msgspec.field(default_factory=ChatKinds)

    EXAMPLE: ClassVar = {
        "name": "Players of the week",
        "url": "feishu://0123abcd-12ab-4567-89ab-0123456789ab",
        "locale": "zh-Hans",
    }


class ChatChanges(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What shall be another way; what is left out stays. `kinds` come whole."""

    name: ChatName | msgspec.UnsetType = msgspec.UNSET
    locale: ChatLocale | msgspec.UnsetType = msgspec.UNSET
    kinds: ChatKinds | msgspec.UnsetType = msgspec.UNSET

    EXAMPLE: ClassVar = {"kinds": {"results": True}}


class Chat(msgspec.Struct, frozen=True, kw_only=True):
    """A chat group. `address` is its service and the last characters of its address.

    `disabled_at`: the service said that it is gone; until a test is sent to it messages wait.
    """

    id: UUID
    name: str
    address: str
    locale: ChatLocale
    kinds: ChatKinds
    disabled_at: datetime | None
    waiting: int
    failed: int
    created_at: datetime


class ChatList(msgspec.Struct, frozen=True, kw_only=True):
    """All chat groups of an event."""

    items: list[Chat]
    next_cursor: None = None
