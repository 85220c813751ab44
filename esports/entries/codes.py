"""The code by which an entry checks in at the venue: shown to its registrant, kept as a hash alone."""

import hashlib
import secrets
from uuid import UUID

from esports.accounts.access import Actor
from esports.entries.queries import waitlist
from esports.entries.service import GONE, mine, transition_not_allowed
from esports.entries.wire import Code
from esports.errors import not_found
from esports.events import queries as event_queries
from esports.qr import square
from esports.uow import UnitOfWork

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that is taken for another or for a digit."""
LENGTH = 10
MISREAD = str.maketrans("OIL", "011", "- ")


async def issue(unit: UnitOfWork, *, actor: Actor, entry_id: UUID, home: str) -> Code:
    """A new code for the entry; the one before stops to work. For its registrant and staff.

    `home` is the address of the product's pages, which the code's picture leads staff to.

    Raises:
        DomainError: `not_found`, `forbidden`, `transition_not_allowed`.
    """
    entry, tournament, _ = await mine(unit, actor, entry_id)
    if entry.state in GONE:
        raise transition_not_allowed(entry)
    event = await event_queries.by_id(unit.connection, tournament.event)
    if event is None:
        raise not_found("event")
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    await waitlist.set_code(unit.connection, entry_id, digest(code))
    half = LENGTH // 2
    shown = f"{code[:half]}-{code[half:]}"
    # Behind the #, which no server and no log gets to see.
    url = f"{home.rstrip('/')}/desk/events/{event.slug}/{tournament.slug}/check-in#{shown}"
    return Code(code=shown, url=url, square=square(url))


def digest(code: str) -> str:
    """What the database keeps of a code, however somebody typed it."""
    return hashlib.sha256(code.upper().translate(MISREAD).encode()).hexdigest()
