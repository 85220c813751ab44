"""Where the product's topics stand, and how their views are read: what the hub is given in real life."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.brackets import queries as brackets_queries
from esports.brackets import service as brackets
from esports.errors import DomainError, Kind
from esports.events import queries as events_queries
from esports.events import service as events
from esports.journal.views import look_up
from esports.live.deltas import Place
from esports.live.hub import Builders
from esports.live.topics import Topic, TopicKind
from esports.notifications import service as notifications
from esports.tournaments import queries as tournaments


async def locate(connection: AsyncConnection, topic: Topic, person_id: UUID | None) -> Place | None:
    """The journal and the part of its view that a topic is about; None if there is no such thing."""
    if topic.id is None:
        return None if person_id is None else Place(topic=topic, journal_id=person_id, mine=True)
    if topic.kind is TopicKind.event:
        event = await events_queries.by_id(connection, topic.id)
        return Place(topic=topic, journal_id=topic.id, event_id=topic.id) if event else None
    if topic.kind is TopicKind.tournament:
        return await _in_tournament(connection, topic, topic.id, "")
    if topic.kind is TopicKind.stage:
        stage = await brackets_queries.locate_stage(connection, topic.id)
        return await _in_tournament(connection, topic, stage[0], f"stages/{topic.id}") if stage else None
    match = await brackets_queries.locate_match(connection, topic.id)
    if match is None:
        return None
    root = f"stages/{match[1]}/matches/{topic.id}"
    return await _in_tournament(connection, topic, match[0], root)


async def view(connection: AsyncConnection, place: Place, staff: bool) -> Any:
    """The view at `place`; None if the thing went away meanwhile."""
    try:
        return await _view(connection, place, staff)
    except DomainError as error:
        if error.kind is Kind.not_found:
            return None
        raise


PRODUCT = Builders(locate=locate, view=view)


async def _in_tournament(
    connection: AsyncConnection, topic: Topic, tournament_id: UUID, root: str
) -> Place | None:
    found = await tournaments.visible(connection, tournament_id)
    if found is None:
        return None
    event_id, published = found
    return Place(topic=topic, journal_id=tournament_id, root=root, event_id=event_id, hidden=not published)


async def _view(connection: AsyncConnection, place: Place, staff: bool) -> Any:
    topic = place.topic
    if topic.kind is TopicKind.inbox:
        return await notifications.inbox_view(connection, place.journal_id)
    if topic.kind is TopicKind.event:
        return await events.event_view(connection, place.journal_id, staff=staff)
    if topic.kind is TopicKind.tournament:
        return await brackets.tournament_view(connection, place.journal_id, staff=staff)
    _, stage_id, *inside = place.root.split("/")
    return look_up(await brackets.stage_view(connection, UUID(stage_id)), inside)
