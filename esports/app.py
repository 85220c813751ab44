"""The HTTP application: routers, what handlers are given, the error table, and the parts' life."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar, Request, Response, Router
from litestar.di import Provide
from litestar.plugins.prometheus import PrometheusConfig
from redis.asyncio import Redis

from esports import log
from esports import settings as settings_module
from esports.accounts import routes as accounts
from esports.accounts.authenticate import SignIn, provide_actor
from esports.brackets import routes as brackets
from esports.calendars import routes as calendars
from esports.clock import Clock, utc_now
from esports.consents import routes as consents
from esports.db.engine import create_engine
from esports.db.wake import RedisWaker
from esports.drafts import routes as drafts
from esports.entries import desk_routes as bulk
from esports.entries import presence_routes as presence
from esports.entries import routes as entries
from esports.events import routes as events
from esports.honours import departure_routes as departures
from esports.honours import routes as honours
from esports.http import health
from esports.http.described import Described
from esports.http.middleware import BodyGuard, Frame
from esports.http.options import answer_options
from esports.http.provide import Parts, provide_parts, provide_unit
from esports.http.strict import refuse_lax
from esports.judging import routes as judging
from esports.live import routes as live
from esports.matches import routes as matches
from esports.notifications import operation_routes as operation
from esports.notifications import routes as notifications
from esports.own_chats import routes as own_chats
from esports.privacy import routes as privacy
from esports.refereeing import routes as refereeing
from esports.schedule import routes as schedule
from esports.settings import Settings
from esports.teams import routes as teams
from esports.tournaments import routes as tournaments
from esports.web import errors, reference
from esports.web import routes as web
from esports.webhooks import chat_routes as chats
from esports.webhooks import routes as webhooks

API = "/api/v1"
FEATURES: dict[str, Any] = {
    "accounts": accounts,
    "teams": teams,
    "events": events,
    "tournaments": tournaments,
    "entries": entries,
    "consents": consents,
    "check-in": presence,
    "bulk": bulk,
    "brackets": brackets,
    "matches": matches,
    "departures": departures,
    "refereeing": refereeing,
    "judging": judging,
    "schedule": schedule,
    "honours": honours,
    "drafts": drafts,
    "notifications": notifications,
    "calendars": calendars,
    "operation": operation,
    "webhooks": webhooks,
    "own chats": own_chats,
    "chats": chats,
    "privacy": privacy,
    "live": live,
}
"""The features that have routes, by the names that the API's reference groups them by."""


async def before(request: Request[Any, Any, Any]) -> Response[None] | None:
    """What every request meets before its handler."""
    await refuse_lax(request)
    return await answer_options(request)


def create_app(settings: Settings | None = None, *, clock: Clock = utc_now) -> Litestar:
    """Build the application; without `settings` they come from the environment."""
    chosen = settings or settings_module.load(os.environ)
    log.configure(chosen.log_level, chosen.log_format)

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        engine = create_engine(chosen, application="api")
        redis = Redis.from_url(chosen.redis_url, socket_timeout=2, socket_connect_timeout=2)
        app.state["parts"] = Parts(chosen, engine, redis, RedisWaker(redis, chosen.redis_prefix), clock)
        try:
            yield
        finally:
            await redis.aclose()
            await engine.dispose()

    api = Router(
        path=API,
        route_handlers=[
            Router("/", route_handlers=feature.handlers, tags=[name]) for name, feature in FEATURES.items()
        ],
    )
    app = Litestar(
        route_handlers=[api, *web.handlers, *health.handlers],
        dependencies={
            "unit": Provide(provide_unit),
            "actor": Provide(provide_actor, sync_to_thread=False),
            "parts": Provide(provide_parts),
        },
        before_request=before,
        exception_handlers={Exception: errors.handle},
        middleware=[
            PrometheusConfig(app_name="api", prefix="esports", group_path=True).middleware,
            SignIn,
            lambda app: BodyGuard(
                app, limit_bytes=chosen.body_limit_bytes, import_limit_bytes=chosen.import_limit_bytes
            ),
        ],
        lifespan=[lifespan],
        openapi_config=reference.config(chosen),
        plugins=[Described()],
        logging_config=None,
        request_max_body_size=None,
    )
    # Around everything, for middleware is not asked where no route is found.
    app.asgi_handler = Frame(app.asgi_handler, tls=chosen.behind_tls)
    return app
