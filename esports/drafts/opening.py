"""Opening a draft: its script and setup, and what the match's earlier games bar in it."""

from uuid import UUID

import msgspec

from esports.accounts.access import Actor, Permission
from esports.brackets import queries as brackets
from esports.brackets.wire import Match
from esports.drafts import held, queries, view
from esports.drafts.advance import about, place_of
from esports.drafts.setup import rule_of, script_of, setup_of
from esports.drafts.wire import Draft, NewDraft, Room, SeriesRule, StoredDraft
from esports.engine import draft_series as series
from esports.engine.draft import opened
from esports.engine.draft_codec import setup_to_json
from esports.engine.draft_model import Bars, DraftPhase
from esports.engine.errors import EngineError
from esports.errors import Kind, conflict, invalid, not_found
from esports.i18n import N_
from esports.journal.facts import Change, DraftOpened
from esports.tournaments import service as tournaments
from esports.tournaments.programme import from_engine
from esports.tournaments.wire import Tournament
from esports.uow import UnitOfWork

SIDES = 2


async def open_draft(unit: UnitOfWork, *, actor: Actor, match_id: UUID, new: NewDraft) -> Draft:
    """Set up a draft of a ready match's game; it begins by a word of its own.

    Raises:
        DomainError: `not_found`, `sign_in_required`, `forbidden`, `tournament_not_running`,
            `match_not_ready`, `not_two_sides`, `game_too_high`, `draft_exists`, `later_draft`,
            `earlier_draft_open`, and what `setup.script_of` and the engine refuse of script and setup.
    """
    located = await brackets.locate_match(unit.connection, match_id)
    if located is None:
        raise not_found("match")
    tournament = await tournaments.locked(unit, actor, located[0], Permission.report_result, asked="match")
    match = await brackets.by_id(unit.connection, match_id)
    if match is None:
        raise not_found("match")
    _refuse_unplayable(tournament, match, new.game)
    entries = [slot.entry_id for slot in match.slots if slot.entry_id]
    await _make_room(unit, match_id, new.game, entries)
    rule = rule_of(new)
    setup = setup_of(new, script_of(new, match.row.best_of), await _bars(unit, match_id, new.game, rule))
    try:
        state = opened(setup)
    except EngineError as error:
        raise from_engine(error, Kind.invalid) from error
    told_rule = msgspec.convert(series.rule_to_json(rule), SeriesRule)
    draft = StoredDraft(
        id=unit.new_id(),
        match=match_id,
        stage=match.row.stage_id,
        tournament=tournament.id,
        game=new.game,
        entries=entries,
        series_rule=told_rule,
        setup=setup_to_json(setup),
        revision=1,
        voided_at=None,
        phase=match.row.phase,
        playing=[*entries],
    )
    made = Room(draft=draft, state=state, parties=await queries.parties_of(unit.connection, entries))
    await _store(unit, actor, made)
    return view.detail(made, actor, directs=True, now=unit.now)


def _refuse_unplayable(tournament: Tournament, match: Match, game: int) -> None:
    if tournament.state != "running":
        raise conflict("tournament_not_running", N_("The tournament is not running."))
    if match.row.phase != "ready":
        raise conflict("match_not_ready", N_("The match of this draft cannot be played now."))
    if len(match.slots) != SIDES:
        raise conflict("not_two_sides", N_("A draft is between the two sides of a match."))
    if game > match.row.best_of:
        raise invalid(
            "game_too_high", "/game", N_("This match has {games} games at most."), games=match.row.best_of
        )


async def _make_room(unit: UnitOfWork, match_id: UUID, game: int, entries: list[UUID]) -> None:
    """A draft of others, whom a correction sent elsewhere, gives way; one of these two does not."""
    found = next((one for one in await queries.in_force(unit.connection, match_id) if one.game == game), None)
    if found is not None and found.entries == entries:
        raise conflict(
            "draft_exists", N_("Game {game} of this match has its draft already; void that first."), game=game
        )
    await held.refuse_later(unit.connection, match_id, game)
    if found is not None:
        await queries.change(unit.connection, found.id, voided_at=unit.now)


async def _bars(unit: UnitOfWork, match_id: UUID, game: int, rule: series.SeriesRule) -> Bars:
    """What the drafts of the games before bar in this one."""
    if rule.barred_to is series.BarredTo.nobody:
        return series.bars(rule, [])
    games = []
    for draft in await held.earlier(unit.connection, match_id):
        before = await held.room(unit.connection, draft)
        if before.state.phase is not DraftPhase.ended:
            raise conflict(
                "earlier_draft_open", N_("The draft of game {game} is not over yet."), game=draft.game
            )
        games.append(series.heroes(before.state))
    return series.bars(rule, games)


async def _store(unit: UnitOfWork, actor: Actor, made: Room) -> None:
    draft, seen = made.draft, view.public(made)
    await queries.add(
        unit.connection,
        {
            "id": draft.id,
            "match_id": draft.match,
            "game": draft.game,
            "entries": draft.entries,
            "series_rule": msgspec.to_builtins(draft.series_rule),
            "setup": draft.setup,
            "shown": seen,
            "opened_by": actor.person_id,
            "opened_at": unit.now,
        },
    )
    fact = DraftOpened(
        **about(made),
        game=draft.game,
        script=made.state.setup.script.name,
        names=[party.name for party in made.parties],
    )
    unit.record(draft.tournament, fact, [Change(place_of(made), seen)])
