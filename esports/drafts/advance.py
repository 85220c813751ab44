"""Moving a draft on: apply an action, keep it, and tell of it; the tournament's row must be held."""

from uuid import UUID

import msgspec

from esports.brackets.view import path
from esports.drafts import queries, view
from esports.drafts.moments import from_ms
from esports.drafts.wire import Room
from esports.engine.draft_codec import action_to_json
from esports.engine.draft_model import DraftPhase, State
from esports.engine.draft_replay import Action, Verb, apply
from esports.engine.errors import EngineError
from esports.errors import DomainError, Kind
from esports.jobs import ExpireDraft
from esports.journal.facts import DraftDecided, DraftMoved
from esports.journal.views import diff
from esports.tournaments.programme import from_engine
from esports.uow import UnitOfWork


def overdue(state: State, now_ms: int) -> bool:
    """Whether the time of the turn is up, and nobody has said so yet."""
    return state.phase is DraftPhase.running and state.deadline_ms is not None and now_ms >= state.deadline_ms


async def advance(unit: UnitOfWork, before: Room, action: Action) -> Room:
    """The draft after one more action, stored and recorded.

    Raises:
        DomainError: what the engine refuses.
    """
    try:
        state = apply(before.state, action)
    except EngineError as error:
        raise refused(error) from error
    draft = msgspec.structs.replace(before.draft, revision=before.draft.revision + 1)
    after = msgspec.structs.replace(before, draft=draft, state=state)
    seen = view.public(after)
    # A timeout is nobody's doing, whoever comes to speak of it.
    made_by = None if action.verb is Verb.expire else unit.actor_id
    number = before.draft.revision
    await queries.add_action(unit.connection, draft.id, number, action_to_json(action), made_by)
    await queries.change(unit.connection, draft.id, revision=draft.revision, shown=seen)
    _record(unit, before, after, action.verb)
    if state.deadline_ms is not None and state.deadline_ms != before.state.deadline_ms:
        unit.enqueue(
            ExpireDraft(draft_id=draft.id),
            due_at=from_ms(state.deadline_ms),
            dedupe_key=f"draft:{draft.id}:{draft.revision}",
        )
    return after


def refused(error: EngineError) -> DomainError:
    """An engine's refusal: a choice that does not fit is wrong, anything else is not for this moment."""
    wrong = error.pointer.startswith("/choice")
    return from_engine(error, Kind.invalid if wrong else Kind.conflict)


def place_of(room: Room) -> str:
    """Where the draft stands in the tournament's view."""
    return path(room.draft.stage, "matches", str(room.draft.match), "drafts", str(room.draft.id))


def about(room: Room) -> dict[str, UUID]:
    """What every fact about the draft names."""
    draft = room.draft
    return {"draft_id": draft.id, "match_id": draft.match, "stage_id": draft.stage}


def _record(unit: UnitOfWork, before: Room, after: Room, verb: Verb) -> None:
    """What everybody may know, and nothing else: both fact and patch come from the public view."""
    old, new = view.public(before), view.public(after)
    changes = diff(old, new, place_of(after))
    fact: DraftDecided | DraftMoved
    if verb in (Verb.act, Verb.expire):
        decisions = view.decided(old, new, after)
        fact = DraftDecided(**about(after), game=after.draft.game, decisions=decisions)
    else:
        fact = DraftMoved(**about(after), game=after.draft.game, verb=str(verb))
    unit.record(after.draft.tournament, fact, changes)
