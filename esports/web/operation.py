"""The page of those who run the installation: the background work and the channels of notices."""

from litestar import Response, get
from litestar.di import NamedDependency

from esports.accounts.access import Actor
from esports.accounts.private import Call
from esports.http.provide import Parts
from esports.notifications import operation
from esports.web.caster import snapshot
from esports.web.page import page


@get("/desk/jobs", include_in_schema=False)
async def jobs(request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor]) -> Response[str]:
    """What waits, what went wrong and why, and a button to try it again."""
    async with snapshot(parts) as connection:
        seen = await operation.see(connection, actor=actor, now=parts.clock())
    return page(request, "desk_jobs.html", seen=seen, zone=actor.time_zone or "UTC")


handlers = [jobs]
