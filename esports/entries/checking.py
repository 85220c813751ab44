"""What an entry must be, whoever brings it in: texts that can be shown, and a roster that fits."""

from collections.abc import Sequence
from typing import Any

import msgspec

from esports.entries.wire import NewEntry, NewMember
from esports.errors import invalid
from esports.i18n import N_
from esports.text import clean_name
from esports.tournaments.wire import Roster

TEXTS = ("name", "delegation", "club", "region")


def checked(new: NewEntry, rule: Roster) -> NewEntry:
    """The entry as it is stored.

    Raises:
        DomainError: what `clean_fields`, `clean_roster` and `check_roster` refuse.
    """
    check_roster(new.roster, rule)
    return NewEntry(**clean_fields(msgspec.structs.asdict(new) | {"roster": clean_roster(new.roster)}))


def clean_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields with the texts that everybody reads as they are stored.

    Raises:
        DomainError: `name_empty`, `name_too_long`, `name_characters`.
    """
    return {
        field: clean_name(value, f"/{field}") if field in TEXTS and value is not None else value
        for field, value in fields.items()
    }


def clean_roster(roster: Sequence[NewMember]) -> list[NewMember]:
    """The players with their names as they are stored.

    Raises:
        DomainError: `name_empty`, `name_too_long`, `name_characters`.
    """
    return [_clean_member(member, f"/roster/{position}") for position, member in enumerate(roster)]


def _clean_member(member: NewMember, pointer: str) -> NewMember:
    name = clean_name(member.name, f"{pointer}/name")
    known_as = member.in_game_id
    if known_as is not None:
        known_as = clean_name(known_as, f"{pointer}/in_game_id")
    return msgspec.structs.replace(member, name=name, in_game_id=known_as)


def check_roster(roster: Sequence[NewMember], rule: Roster) -> None:
    """Refuse a roster that the tournament does not allow; none at all may be handed in later.

    Raises:
        DomainError: `roster_too_small`, `roster_too_large`, `too_many_substitutes`.
    """
    players = sum(member.role == "player" for member in roster)
    substitutes = sum(member.role == "substitute" for member in roster)
    if roster and players < rule.min:
        raise invalid(
            "roster_too_small", "/roster", N_("At least {count} players are needed."), count=rule.min
        )
    if players > rule.max:
        raise invalid(
            "roster_too_large", "/roster", N_("At most {count} players are allowed."), count=rule.max
        )
    if substitutes > rule.substitutes:
        raise invalid(
            "too_many_substitutes",
            "/roster",
            N_("At most {count} substitutes are allowed."),
            count=rule.substitutes,
        )
