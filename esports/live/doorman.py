"""Who is at the socket, from where, and what they may follow: asked at follow, and again every minute."""

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

import msgspec
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.accounts import service as accounts
from esports.accounts.access import ANONYMOUS, Actor, Permission, Policy, allows
from esports.clock import Clock
from esports.errors import DomainError
from esports.live import queries
from esports.live.deltas import Place
from esports.live.hub import Builders
from esports.live.shared import Shared
from esports.live.topics import Topic
from esports.settings import Settings


class Caller(msgspec.Struct, frozen=True):
    """Who is connected, and the session cookie that says so, if it was one."""

    actor: Actor = ANONYMOUS
    session_id: str | None = None


class Right(msgspec.Struct, frozen=True):
    """Leave to follow a topic, as staff or as everybody."""

    place: Place
    staff: bool


class Doorman:
    """Checks against the database; remembers for some seconds what everybody may follow."""

    def __init__(self, engine: AsyncEngine, builders: Builders, settings: Settings, clock: Clock) -> None:
        self._engine = engine
        self._builders = builders
        self._settings = settings
        self._clock = clock
        self._policy = Policy.of(settings)
        self._public: Shared[Topic, Right] = Shared(self._public_right)

    def session_id(self, headers: Mapping[str, str]) -> str | None:
        """The session cookie of a handshake."""
        try:
            cookie = SimpleCookie(headers.get("Cookie", "")).get(self._settings.session_cookie)
        except CookieError:
            return None
        return cookie.value if cookie else None

    def is_at_home(self, headers: Mapping[str, str]) -> bool:
        """Whether the page that opened the socket is one of ours: its host is the socket's or the public one.

        A browser sends cookies whoever wrote the page, but it always says where the page is from.
        """
        host = urlsplit(headers.get("Origin", "")).hostname
        ours = {
            urlsplit(f"//{headers.get('Host', '')}").hostname,
            urlsplit(self._settings.public_url).hostname,
        }
        return host is not None and host in ours

    async def by_cookie(self, session_id: str) -> Caller | None:
        """Whose session it is; None if it has ended."""
        async with self._engine.connect() as connection:
            found = await accounts.by_session(connection, session_id, now=self._clock(), policy=self._policy)
        return Caller(found[0], session_id) if found else None

    async def by_ticket(self, ticket: str) -> Caller | None:
        """Whose ticket it is; it is used up hereby. None if it was used, has run out or is none."""
        async with self._engine.begin() as connection:
            person_id = await accounts.redeem_ticket(connection, ticket, self._clock())
            if person_id is None:
                return None
            return Caller(await accounts.actor_of(connection, person_id, policy=self._policy))

    async def again(self, caller: Caller) -> Caller | None:
        """The caller as of now; None if they signed out since. Nobody can sign out who never was in."""
        if caller.session_id is not None:
            return await self.by_cookie(caller.session_id)
        if caller.actor.person_id is None:
            return caller
        async with self._engine.connect() as connection:
            if not await queries.signed_in(connection, caller.actor.person_id, now=self._clock()):
                return None
            try:
                person_id = caller.actor.person_id
                return Caller(await accounts.actor_of(connection, person_id, policy=self._policy))
            except DomainError:
                return None

    async def right(self, actor: Actor, topic: Topic) -> Right | None:
        """What the caller may see of a topic; None if nothing, which is all that they are told."""
        if actor == ANONYMOUS:
            return await self._public.get(topic)
        async with self._engine.connect() as connection:
            place = await self._builders.locate(connection, topic, actor.person_id)
            if place is None:
                return None
            staff = place.mine or await allows(connection, actor, Permission.see_private, place.event_id)
        return None if place.hidden and not staff else Right(place, staff)

    async def _public_right(self, topic: Topic) -> Right | None:
        async with self._engine.connect() as connection:
            place = await self._builders.locate(connection, topic, None)
        return None if place is None or place.hidden or place.mine else Right(place, staff=False)
