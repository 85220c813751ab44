"""The words and the sending of mails that invite to a team.

As with `account_mail` the secret stands behind the `#`, and the page behind the link has the button.
"""

from uuid import UUID

from esports.i18n import N_, translate
from esports.notifications.account_mail import AT_PAGE
from esports.notifications.consent_mail import HELLO
from esports.notifications.mail import Mailer, NotSent
from esports.notifications.messages import Message, letter
from esports.notifications.wire import Envelope
from esports.teams import mailing
from esports.teams.mailing import Outgoing
from esports.uow import UnitOfWork

PAGE = "/join"
SUBJECT = N_("You are invited to a team: {team}")
OPENING = N_("{captain} would like to have you in the team {team}. Look at it, and join if you like:")
CLOSING = N_(
    "The link works once, until {day}. If you do not know {captain}, you need not do anything: without you "
    "nothing happens."
)


def render(mail: Outgoing, *, home: str) -> Message:
    """The mail in its reader's language. Without `home`, an address, a code stands for the link."""
    words = {"captain": mail.captain, "team": mail.team, "day": f"{mail.expires_at:%Y-%m-%d}"}
    hello, subject, opening, closing = (
        translate(mail.locale, text, **words) for text in (HELLO, SUBJECT, OPENING, CLOSING)
    )
    link = f"{home.rstrip('/')}{PAGE}#{mail.token}" if home else ""
    code = [] if home else [translate(mail.locale, AT_PAGE, page=PAGE), mail.token]
    return letter(mail.locale, subject, hello, opening, link, *code, closing, link=link)


async def deliver(unit: UnitOfWork, mailer: Mailer, invite_id: UUID) -> NotSent | None:
    """Send the mail, if the invitation is open still; returns why it did not go, for a retry."""
    mail = await mailing.mint(unit, invite_id)
    if mail is None:
        return None
    envelope = Envelope(id=unit.new_id(), sent_at=unit.now, name="", address=mail.address, locale=mail.locale)
    try:
        await mailer.send(envelope, render(mail, home=mailer.home))
    except NotSent as problem:
        return problem
    return None
