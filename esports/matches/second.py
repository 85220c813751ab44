"""A second person: where a tournament asks for it, a referee's result stands once another has confirmed it.

Until then nothing moves on: the match is as it was, the sides wait, and no deadline confirms.
"""

from collections.abc import Sequence

from esports.accounts.access import Actor
from esports.brackets.wire import Match
from esports.engine.model import Bracket
from esports.errors import DomainError, Kind, conflict
from esports.i18n import N_
from esports.matches.queries import claims as claim_queries
from esports.matches.report_wire import Entered
from esports.tournaments.wire import Tournament
from esports.uow import UnitOfWork

NO_FINAL = (Bracket.group, Bracket.swiss, Bracket.lobby, Bracket.placement)
"""Where no match is the last one of its stage because of what it decides."""


def needed(tournament: Tournament, part: Sequence[Match], match: Match) -> bool:
    """Whether a referee's result of this match needs a second person. `part` is all that it can reach."""
    policy = tournament.reporting.second_person
    return policy == "all" or (policy == "finals" and _is_final(part, match))


def _is_final(part: Sequence[Match], match: Match) -> bool:
    """Whether nothing comes after it but another match of the same final; so is a match for third place."""
    if match.row.bracket in NO_FINAL:
        return False
    after = [one for one in part if one.row.id != match.row.id]
    return all(match.row.bracket == one.row.bracket == Bracket.final for one in after)


async def waiting(unit: UnitOfWork, tournament: Tournament, match: Match) -> Entered | None:
    """What a referee has entered of the match, as it is played now, and nobody has confirmed yet."""
    if tournament.reporting.second_person == "off":
        return None
    playing = [slot.entry_id for slot in match.slots if slot.entry_id is not None]
    return await claim_queries.entered(unit.connection, match.row.id, playing)


async def refuse_waiting(unit: UnitOfWork, tournament: Tournament, match: Match) -> None:
    """Go on only if no referee's word waits.

    Raises:
        DomainError: `second_person_awaited`.
    """
    if await waiting(unit, tournament, match) is not None:
        raise conflict(
            "second_person_awaited",
            N_("A referee has entered the result of this match; another one has to confirm it."),
        )


def refuse_same(entered: Entered, actor: Actor) -> None:
    """Go on only for somebody else than who entered it.

    Raises:
        DomainError: `same_person`.
    """
    if entered.reported_by == actor.person_id:
        raise DomainError(
            Kind.forbidden,
            "same_person",
            N_("You entered this result: another member of the staff confirms it."),
        )
