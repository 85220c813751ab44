"""What an entry must be, whoever brings it in: texts that can be shown; a roster that may be copied."""

from collections.abc import Sequence
from typing import Any

import msgspec

from esports.entries.rules import rosters
from esports.entries.rules.wire import RosterRules
from esports.entries.wire import NewEntry, NewMember
from esports.errors import DomainError, Kind
from esports.text import clean_name
from esports.tournaments.wire import Roster

TEXTS = ("name", "delegation", "club", "region")


def cleaned(new: NewEntry) -> NewEntry:
    """The entry as it is stored.

    Raises:
        DomainError: what `clean_fields` and `clean_roster` refuse.
    """
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
    """Refuse a roster whose size the tournament does not allow; none at all may be handed in later.

    Raises:
        DomainError: `roster_too_small`, `roster_too_large`, `too_many_substitutes`.
    """
    if found := rosters.reasons(roster, rule, RosterRules(), state="draft"):
        raise DomainError(Kind.invalid, found[0].code, found[0].detail, params=found[0].params, errors=found)
