"""What people see of a draft: everybody, or one of its sides, to whom its own sealed lineup is open."""

from datetime import datetime
from typing import Any
from uuid import UUID

from esports.accounts.access import Actor, TokenScope
from esports.brackets.draft_shapes import DraftView
from esports.drafts.moments import told
from esports.drafts.wire import Barred, Draft, Room
from esports.engine.draft_codec import setup_to_json
from esports.engine.draft_model import State
from esports.engine.draft_view import view
from esports.journal.facts import Decided


def shown(draft_id: UUID, game: int, revision: int, state: State, for_slot: int | None = None) -> DraftView:
    """The draft for a slot's side or, with None, for everybody."""
    seen: dict[str, Any] = view(state, for_slot)
    deadline = told(seen.pop("deadline_ms"))
    whole: Any = {"id": str(draft_id), "game": game, "revision": revision, **seen, "deadline_at": deadline}
    made: DraftView = whole
    return made


def public(room: Room) -> DraftView:
    """The draft for everybody."""
    return shown(room.draft.id, room.draft.game, room.draft.revision, room.state)


def own_slot(room: Room, actor: Actor) -> int | None:
    """The side that the caller registered, if they may read as themselves at all."""
    if actor.person_id is None or not actor.may_use(TokenScope.read):
        return None
    return next(
        (slot for slot, party in enumerate(room.parties) if party.person == actor.person_id),
        None,
    )


def detail(room: Room, actor: Actor, *, directs: bool, now: datetime) -> Draft:
    """The draft with its setup, as the caller may see it. The draw seed and what is sealed stay here."""
    draft, setup = room.draft, setup_to_json(room.state.setup)
    slot = own_slot(room, actor)
    return Draft(
        id=draft.id,
        match=draft.match,
        stage=draft.stage,
        tournament=draft.tournament,
        game=draft.game,
        entries=draft.entries,
        names=[party.name for party in room.parties],
        script=setup["script"],
        pool=setup["pool"],
        series_rule=draft.series_rule,
        barred=Barred(**setup["bars"]),
        players=setup["players"],
        spells=setup["spells"],
        voided=draft.voided_at is not None,
        view=shown(draft.id, draft.game, draft.revision, room.state, slot),
        slot=slot,
        directs=directs,
        now=now,
    )


def decided(before: DraftView, after: DraftView, room: Room) -> list[Decided]:
    """The choices that are new to everybody, those that were sealed until now among them."""
    known = before["decisions"]
    return [
        Decided(
            kind=one["kind"],
            name=None if one["slot"] is None else room.parties[one["slot"]].name,
            choice=_plain(one["choice"]),
            cause=one["cause"],
            sealed=one["sealed"],
        )
        for one in after["decisions"]
        if one not in known
    ]


def _plain(choice: Any) -> Any:
    return choice if choice is None or isinstance(choice, str) else [dict(row) for row in choice]
