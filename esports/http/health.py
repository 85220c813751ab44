"""Is the process alive, can it serve, and what does it measure."""

from litestar import Response, get
from litestar.di import NamedDependency
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from esports.errors import DomainError, Kind
from esports.http.provide import Parts
from esports.i18n import N_


@get("/health/live", include_in_schema=False)
async def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@get("/health/ready", include_in_schema=False)
async def ready(parts: NamedDependency[Parts]) -> dict[str, str]:
    """The process can serve: its database answers. Redis may be away; it is only faster with it."""
    try:
        async with parts.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        raise DomainError(
            Kind.unavailable, "database_unavailable", N_("The database does not answer.")
        ) from error
    return {"status": "ok"}


@get("/metrics", include_in_schema=False)
async def metrics() -> Response[bytes]:
    """Counters and gauges in the Prometheus text form."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


handlers = [live, ready, metrics]
