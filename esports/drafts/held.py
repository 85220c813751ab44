"""Coming into a draft: its row, its actions replayed, who asks, and whether its match can still be played."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from esports.drafts import queries
from esports.drafts.wire import Room, StoredDraft
from esports.engine.draft_codec import action_from_json, setup_from_json
from esports.engine.draft_replay import replay
from esports.errors import conflict
from esports.i18n import N_

ON = ("running", "paused")
"""The states of a tournament in which a draft that has begun goes on: its clock is the referee's to stop."""


async def room(connection: AsyncConnection, draft: StoredDraft) -> Room:
    """The draft as its actions have left it."""
    actions = [action_from_json(one) for one in await queries.actions_of(connection, draft.id)]
    state = replay(setup_from_json(draft.setup), actions)
    return Room(draft=draft, state=state, parties=await queries.parties_of(connection, draft.entries))


async def earlier(connection: AsyncConnection, match_id: UUID) -> list[StoredDraft]:
    """The drafts that count for the match's further games: not voided, and of those who play it now."""
    found = await queries.in_force(connection, match_id)
    return [draft for draft in found if draft.entries == draft.playing]


def is_on(draft: StoredDraft, tournament_state: str) -> bool:
    """Whether anything may still happen in the draft."""
    return (
        draft.voided_at is None
        and draft.phase == "ready"
        and draft.entries == draft.playing
        and tournament_state in ON
    )


def refuse_over(draft: StoredDraft, tournament_state: str) -> None:
    """Only what is on can be moved.

    Raises:
        DomainError: `draft_voided`, `match_not_ready`, `tournament_not_running`.
    """
    if draft.voided_at is not None:
        raise conflict("draft_voided", N_("This draft does not count any more."))
    if tournament_state not in ON:
        raise conflict("tournament_not_running", N_("The tournament is not running."))
    if not is_on(draft, tournament_state):
        raise conflict("match_not_ready", N_("The match of this draft cannot be played now."))


async def refuse_later(connection: AsyncConnection, match_id: UUID, game: int) -> None:
    """What a later game's draft rests on stays as it is.

    Raises:
        DomainError: `later_draft`.
    """
    later = [draft.game for draft in await earlier(connection, match_id) if draft.game > game]
    if later:
        raise conflict(
            "later_draft",
            N_("Game {game} of this match has its draft already; void that first."),
            game=later[0],
        )
