"""The words and the sending of mails to guardians: what they are asked, and how to withdraw it.

As with `account_mail` the secret stands behind the `#`, and the page behind the link has the buttons.
"""

from uuid import UUID

from esports.consents import links
from esports.consents.links import Outgoing
from esports.consents.service import LINK_LIFE
from esports.i18n import N_, translate
from esports.notifications.account_mail import AT_PAGE
from esports.notifications.mail import Mailer, NotSent
from esports.notifications.messages import Message, letter
from esports.notifications.wire import Envelope
from esports.uow import UnitOfWork

PAGE = "/guardian-consent"
HELLO = N_("Hello,")
ASKED = (
    N_("Your consent is needed: {player} in {tournament}"),
    N_(
        "{player} would like to play in {tournament} ({event}) for {entry} and gave your address as a "
        "parent's or guardian's. Please read what it is about, and agree or refuse:"
    ),
    N_(
        "The link works once, within {days} days; you need no account. If you do not know {player}, you need "
        "not do anything: without your consent nobody of that name plays."
    ),
)
GRANTED = (
    N_("You have agreed: {player} in {tournament}"),
    N_("You have agreed that {player} plays in {tournament} ({event}) for {entry}. Thank you!"),
    N_("Keep this mail: by this link you can withdraw your consent at any time."),
)


def render(mail: Outgoing, *, home: str) -> Message:
    """The mail in its reader's language. Without `home`, an address, a code stands for the link."""
    locale = mail.locale
    words = {
        "player": mail.player,
        "entry": mail.entry,
        "tournament": mail.tournament,
        "event": mail.event,
        "days": LINK_LIFE.days,
    }
    hello = translate(locale, HELLO)
    subject, opening, closing = (
        translate(locale, text, **words) for text in (GRANTED if mail.granted else ASKED)
    )
    link = f"{home.rstrip('/')}{PAGE}#{mail.token}" if home else ""
    code = [] if home else [translate(locale, AT_PAGE, page=PAGE), mail.token]
    order = (closing, link, *code) if mail.granted else (link, *code, closing)
    return letter(locale, subject, hello, opening, *order, link=link)


async def deliver(unit: UnitOfWork, mailer: Mailer, consent_id: UUID) -> NotSent | None:
    """Send the mail, if there is still something to send; returns why it did not go, for a retry."""
    mail = await links.mint(unit, consent_id)
    if mail is None:
        return None
    envelope = Envelope(id=mail.id, sent_at=unit.now, name="", address=mail.address, locale=mail.locale)
    try:
        await mailer.send(envelope, render(mail, home=mailer.home))
    except NotSent as problem:
        return problem
    return None
