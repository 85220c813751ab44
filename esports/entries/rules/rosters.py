"""What a roster must be, and until when it may be changed: pure, every reason at once."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from esports.entries.rules.wire import RosterRules
from esports.entries.wire import NewMember
from esports.errors import FieldError
from esports.i18n import N_
from esports.tournaments.wire import Roster

STATES = ("draft", "registration", "check_in", "seeding")
"""The states before play, in their order."""


def reasons(
    members: Sequence[NewMember], size: Roster, rules: RosterRules, *, state: str
) -> list[FieldError]:
    """Every reason against the roster in a tournament of this state; unless due, there need be none yet."""
    if not members and not is_due(rules, state):
        return []
    return [*_size(members, size), *_coaches(members, rules)]


def is_due(rules: RosterRules, state: str) -> bool:
    """Whether rosters must be complete by now."""
    return rules.due == "registration" or (rules.due == "check_in" and state not in ("draft", "registration"))


def is_locked(rules: RosterRules, *, state: str, now: datetime) -> bool:
    """Whether rosters can be changed by the organisers' exception alone."""
    if rules.locks_at is not None and now >= rules.locks_at:
        return True
    return rules.locks_in is not None and state in STATES[STATES.index(rules.locks_in) :]


def _size(members: Sequence[NewMember], size: Roster) -> Iterator[FieldError]:
    players = _count(members, "player")
    if players < size.min:
        yield _fault("roster_too_small", N_("At least {count} players are needed."), size.min)
    if players > size.max:
        yield _fault("roster_too_large", N_("At most {count} players are allowed."), size.max)
    if _count(members, "substitute") > size.substitutes:
        yield _fault("too_many_substitutes", N_("At most {count} substitutes are allowed."), size.substitutes)


def _coaches(members: Sequence[NewMember], rules: RosterRules) -> Iterator[FieldError]:
    coaches = _count(members, "coach")
    if coaches < rules.coaches_min:
        yield _fault("coach_missing", N_("Coaches needed: at least {count}."), rules.coaches_min)
    if coaches > rules.coaches_max:
        yield _fault("too_many_coaches", N_("Coaches allowed: at most {count}."), rules.coaches_max)


def _count(members: Sequence[NewMember], role: str) -> int:
    return sum(member.role == role for member in members)


def _fault(code: str, words: str, count: int) -> FieldError:
    return FieldError("/roster", code, words, {"count": count})
