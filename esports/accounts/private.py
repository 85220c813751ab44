"""What routes about one's own account share: replies that nobody keeps, and the password shown again."""

from typing import Any

from litestar import Request, Response

from esports.accounts import service
from esports.accounts.access import Actor
from esports.accounts.queries import Account
from esports.http.limits import Limit, admit, forgive
from esports.http.provide import Parts

PASSWORD_LIMIT = Limit(name="password-again", count=10)
"""Wrong passwords per person and minute, typed into a session that may be a stolen one."""
CODE_LIMIT = Limit(name="second-factor", count=10, seconds=600)
"""Wrong codes per person, from wherever they come: a code has six digits only."""

Call = Request[Actor, Any, Any]


def private(reply: Response[bytes]) -> Response[bytes]:
    """The reply, kept by no cache."""
    reply.headers["cache-control"] = "no-store"
    return reply


async def shown_again(request: Call, parts: Parts, password: str, pointer: str = "/password") -> Account:
    """The caller's account, once the password has proved to be theirs. Holds no connection meanwhile.

    Raises:
        DomainError: `sign_in_required`, `session_needed`, `wrong_password`, `rate_limited`.
    """
    async with parts.engine.connect() as connection:
        account = await service.own_account(connection, request.user)
    subject = str(account.person.id)
    await admit(parts, PASSWORD_LIMIT, subject)
    await service.prove_again(account, password, pointer=pointer)
    await forgive(parts, PASSWORD_LIMIT, subject)
    return account
