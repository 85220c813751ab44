"""By what name somebody is found who says it, and by nobody else: the name that they show, and a code.

Nobody can look people up here. Who tells a friend their player name, "Mei#7F3A2C", can be invited by it.
"""

import re
from uuid import UUID

from esports.errors import invalid
from esports.i18n import N_
from esports.text import clean_name

CODE = re.compile(r"(?P<name>.+?)\s*#\s*(?P<code>[0-9a-f]{6})", re.IGNORECASE)


def player_name(shown: str, person_id: UUID) -> str:
    """The player name of who shows this name."""
    return f"{shown}#{code_of(person_id)}"


def code_of(person_id: UUID) -> str:
    """The last digits of a person's id, which are random; with a name they tell people apart."""
    return person_id.hex[-6:].upper()


def split(given: str, pointer: str) -> tuple[str, str]:
    """The shown name and the code, of a player name as somebody typed it.

    Raises:
        DomainError: `player_malformed`, and what `clean_name` says of the name.
    """
    found = CODE.fullmatch(given.strip())
    if found is None:
        raise invalid(
            "player_malformed", pointer, N_("A player name is a name, # and six characters: Mei#7F3A2C.")
        )
    return clean_name(found["name"], pointer), found["code"].upper()
