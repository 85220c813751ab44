"""Corrections with what they do beyond the tournament: seats elsewhere that its places had filled."""

from uuid import UUID

import msgspec

from esports.accounts import access
from esports.accounts.access import Actor, Permission
from esports.brackets import queries as brackets
from esports.errors import DomainError, conflict, not_found
from esports.honours import elsewhere, refilling
from esports.honours.season import Season
from esports.i18n import N_
from esports.matches import corrections, previews
from esports.matches.correction_wire import Correction, NewCorrection, Proposal, Refilled, Revert
from esports.matches.impact_wire import Preview
from esports.matches.queries import corrections as correction_queries
from esports.tournaments import service as tournaments
from esports.tournaments.wire import Tournament
from esports.uow import UnitOfWork


async def preview(unit: UnitOfWork, *, actor: Actor, match_id: UUID, new: Proposal) -> Preview:
    """What it would change if the match's result were this one. Where seats elsewhere may change it is tried
    in this transaction, which the caller must not commit.

    Raises:
        DomainError: what `previews.preview` refuses, and `own_match`, `busy` where it is tried.
    """
    shown = await previews.preview(unit.connection, actor, match_id, new)
    before = await _season(unit, actor, match_id, "match", held=False)
    if before is None or not refilling.in_order(*before):
        return shown
    fields = {name: getattr(new, name) for name in Proposal.__struct_fields__}
    tried = NewCorrection(**fields, reason=elsewhere.UNSAID, impact_token=shown.impact_token)
    _, done = await _made(unit, actor, match_id, tried)
    return elsewhere.with_seats(shown, done)


async def correct(unit: UnitOfWork, *, actor: Actor, match_id: UUID, new: NewCorrection) -> Correction:
    """Correct a confirmed result, where the tournament asks for no second person.

    Raises:
        DomainError: `second_person_needed`, and what `apply` refuses.
    """
    tournament = await _tournament(unit, actor, match_id, "match")
    if tournament.reporting.second_person_corrections:
        raise conflict(
            "second_person_needed",
            N_("Propose it: corrections here are made by another member of the staff."),
        )
    return await apply(unit, actor=actor, match_id=match_id, new=new)


async def apply(unit: UnitOfWork, *, actor: Actor, match_id: UUID, new: NewCorrection) -> Correction:
    """Correct a confirmed result, and give seats elsewhere to others, as the preview showed.

    Raises:
        DomainError: what `corrections.correct` refuses, `impact_changed`, `busy`.
    """
    inner, _, outer = new.impact_token.partition(elsewhere.APART)
    agreed = msgspec.structs.replace(new, impact_token=inner)
    made, done = await _made(unit, actor, match_id, agreed)
    if not new.stands and refilling.token_of(done) != outer:
        raise impact_changed()
    if not done:
        return made
    await correction_queries.change_correction(unit.connection, made.id, refilled=msgspec.to_builtins(done))
    return msgspec.structs.replace(made, refilled=done)


def inner_token(new: NewCorrection) -> str:
    """What the token of the preview says of the tournament itself."""
    return new.impact_token.partition(elsewhere.APART)[0]


def impact_changed() -> DomainError:
    """The refusal of what would not do what was shown."""
    return conflict(
        "impact_changed", N_("The correction would now change something else than what was shown.")
    )


async def _made(
    unit: UnitOfWork, actor: Actor, match_id: UUID, new: NewCorrection
) -> tuple[Correction, list[Refilled]]:
    """Make the correction, and give the seats elsewhere to others."""
    before = await _season(unit, actor, match_id, "match", held=True)
    made = await corrections.correct(unit, actor=actor, match_id=match_id, new=new)
    if before is None or new.stands:
        return made, []
    season, source = before
    targets = refilling.in_order(season, source)
    return made, await refilling.refill(unit, source, list(season.tournaments), targets)


async def revert(unit: UnitOfWork, *, actor: Actor, correction_id: UUID, new: Revert) -> Correction:
    """Take a correction back, and give back the seats elsewhere, where nothing has changed there since.

    Raises:
        DomainError: what `corrections.revert` refuses, `busy`.
    """
    stored = await correction_queries.correction(unit.connection, correction_id)
    if stored is None:
        raise not_found("correction")
    before = await _season(unit, actor, stored.match, "correction", held=True)
    stored = await correction_queries.correction(unit.connection, correction_id) or stored
    made = await corrections.revert(unit, actor=actor, correction_id=correction_id, new=new)
    if before is None or stored.reverted_at is not None or not stored.refilled:
        return made
    back = await refilling.restore(unit, stored.refilled, list(before[0].tournaments))
    return msgspec.structs.replace(made, refilled=back)


async def _season(
    unit: UnitOfWork, actor: Actor, match_id: UUID, asked: str, *, held: bool
) -> tuple[Season, UUID] | None:
    """All that hangs together with the match's tournament; for who confirms results there."""
    tournament = await _tournament(unit, actor, match_id, asked)
    return await elsewhere.season_of(unit, tournament.id, held=held)


async def _tournament(unit: UnitOfWork, actor: Actor, match_id: UUID, asked: str) -> Tournament:
    """The match's tournament, for who confirms results there."""
    located = await brackets.locate_match(unit.connection, match_id)
    if located is None:
        raise not_found(asked)
    tournament = await tournaments.get(unit.connection, actor, located[0], asked=asked)
    await access.require(unit.connection, actor, Permission.report_result, tournament.event)
    return tournament
