"""Calendars of one person's or one team's matches (RFC 5545), and the page of the link to one's own.

All of an entry comes from what is stored, its stamps too: a calendar that has not changed is the same
file, which a program that asks for it every quarter of an hour is not sent again.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC
from typing import Any
from uuid import UUID

import icalendar
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from esports.accounts import queries as accounts
from esports.accounts.access import Actor
from esports.calendars import service
from esports.calendars.wire import CalendarMatch
from esports.http.provide import Parts
from esports.i18n import N_, translate
from esports.teams import service as teams
from esports.web.calendars import REFRESH, UNKNOWN
from esports.web.caster import snapshot
from esports.web.page import language_of, page

Call = Request[Actor, Any, Any]
OWN = N_("Your matches")


@get("/calendars/{link:str}/matches.ics", include_in_schema=False)
async def own_calendar(request: Call, parts: NamedDependency[Parts], link: FromPath[str]) -> Response[bytes]:
    """The matches of the person whose link it is, in their language; whoever has the link reads it."""
    async with snapshot(parts) as connection:
        person_id, matches = await service.behind(connection, link)
        person = await accounts.person(connection, person_id)
    locale = person.locale if person else language_of(request)
    return _reply(request, parts, locale, translate(locale, OWN), matches)


@get("/teams/{team:uuid}/calendar.ics", include_in_schema=False)
async def team_calendar(
    request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor], team: FromPath[UUID]
) -> Response[bytes]:
    """The matches of a team: what everybody may see."""
    async with snapshot(parts) as connection:
        found = await teams.get(connection, actor, team)
        matches = await service.of_team(connection, team)
    return _reply(request, parts, language_of(request), found.name, matches)


@get("/account/calendar", include_in_schema=False)
async def calendar_link(
    request: Call, parts: NamedDependency[Parts], actor: NamedDependency[Actor]
) -> Response[str]:
    """The link to one's own calendar: made, renewed, ended."""
    async with snapshot(parts) as connection:
        link = await service.link(connection, actor=actor)
    zone = actor.time_zone or "UTC"
    return page(request, "account_calendar.html", link=link, zone=zone)


def _reply(
    request: Call, parts: Parts, locale: str, name: str, matches: Sequence[CalendarMatch]
) -> Response[bytes]:
    body = _file(locale, name, matches, home=parts.settings.public_url.rstrip("/"))
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {
        "etag": tag,
        "cache-control": "private, no-cache",
        "vary": "accept-language, cookie",
        "x-robots-tag": "noindex",
    }
    if request.headers.get("if-none-match") == tag:
        return Response(b"", status_code=304, headers=headers, media_type="text/calendar")
    headers["content-disposition"] = 'inline; filename="matches.ics"'
    return Response(body, headers=headers, media_type="text/calendar")


def _file(locale: str, name: str, matches: Sequence[CalendarMatch], *, home: str) -> bytes:
    made = icalendar.Calendar()
    made.add("version", "2.0")
    made.add("prodid", "-//Esports Week//EN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for match in matches:
        made.add_component(_entry(locale, match, home))
    body: bytes = made.to_ical()
    return body


def _entry(locale: str, match: CalendarMatch, home: str) -> icalendar.Event:
    unknown = translate(locale, UNKNOWN)
    sides = " – ".join(name or unknown for name in match.names)
    entry = icalendar.Event()
    entry.add("uid", f"match-{match.match}@esports-week")
    entry.add("dtstamp", match.changed_at.astimezone(UTC))
    entry.add("last-modified", match.changed_at.astimezone(UTC))
    entry.add("sequence", match.version)
    entry.add("summary", f"{sides} · {match.tournament}")
    entry.add("description", match.event)
    entry.add("location", f"{match.venue}, {match.station}")
    entry.add("dtstart", match.starts_at.astimezone(UTC))
    entry.add("dtend", match.ends_at.astimezone(UTC))
    if home:
        path = f"/events/{match.event_slug}/{match.tournament_slug}/matches/{match.match}"
        entry.add("url", home + path)
    return entry


handlers = [own_calendar, team_calendar, calendar_link]
