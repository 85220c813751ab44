"""The words and the sending of mails about an account: links that prove something, and news of changes.

A link carries its secret behind the `#`: browsers keep that part to themselves, so no log of a server or a
proxy has it. The page shows a button, for programs that look through mails open every link.
"""

from html import escape
from uuid import UUID

import msgspec

from esports.accounts import mails
from esports.accounts.mails import LINK_LIFE, MailKind, Outgoing
from esports.i18n import N_, translate
from esports.notifications.mail import Mailer, NotSent
from esports.notifications.messages import GREETING, Message, anchor, document
from esports.notifications.wire import Envelope
from esports.uow import UnitOfWork


class Words(msgspec.Struct, frozen=True):
    """What a mail says. `page` is where its link leads."""

    subject: str
    opening: str
    closing: str
    page: str = ""


NOT_YOU = N_("If that was not you, tell the organisers at once.")
ONCE = N_("The link works once, within {hours} hours. If you did not ask for it, you need not do anything.")
WORDS = {
    MailKind.verify_email: Words(
        N_("Please confirm your mail address"),
        N_("you have made an account with this mail address. Please confirm that it is yours:"),
        ONCE,
        "/verify-email",
    ),
    MailKind.change_email: Words(
        N_("Please confirm your new mail address"),
        N_("you would like to have your mails at this address. Please confirm that it is yours:"),
        ONCE,
        "/verify-email",
    ),
    MailKind.reset_password: Words(
        N_("Choose a new password"),
        N_("somebody has asked for a new password for your account. If it was you, choose one here:"),
        N_("The link works once, within {minutes} minutes. If it was not you, your password stays as it is."),
        "/reset-password",
    ),
    MailKind.email_changed: Words(
        N_("Your mail address was changed"),
        N_("your account has another mail address from now on; this one does not belong to it any more."),
        NOT_YOU,
    ),
    MailKind.password_changed: Words(
        N_("Your password was changed"), N_("your account has a new password from now on."), NOT_YOU
    ),
    MailKind.factor_removed: Words(
        N_("Your second factor was taken off"),
        N_("your account has no second factor from now on: its password alone opens it."),
        NOT_YOU,
    ),
    MailKind.sign_in_linked: Words(
        N_("Another way to sign in to your account"),
        N_("your account can be opened by another service from now on; your account's page tells which."),
        NOT_YOU,
    ),
}
AT_PAGE = N_("Enter this code at the page {page}:")


def render(mail: Outgoing, *, home: str) -> Message:
    """The mail in its reader's language. Without `home`, an address, a code stands for the link."""
    words, locale = WORDS[mail.kind], mail.locale
    minutes = int(LINK_LIFE[mail.kind].total_seconds()) // 60 if mail.token else 0
    greeting = translate(locale, GREETING, name=mail.name)
    opening = translate(locale, words.opening)
    closing = translate(locale, words.closing, minutes=minutes, hours=minutes // 60)
    link = f"{home.rstrip('/')}{words.page}#{mail.token}" if home and mail.token else ""
    code = [translate(locale, AT_PAGE, page=words.page), mail.token] if mail.token and not home else []
    text = "\n\n".join(part for part in (greeting, opening, link, *code, closing) if part)
    html = document(
        locale,
        *(f"<p>{escape(part)}</p>" for part in (greeting, opening, *code)),
        anchor(link),
        f"<p>{escape(closing)}</p>",
    )
    return Message(translate(locale, words.subject), f"{text}\n", html)


async def deliver(unit: UnitOfWork, mailer: Mailer, mail_id: UUID) -> NotSent | None:
    """Send the mail, if there is still something to send; returns why it did not go, for a retry.

    What is known of its link is committed after the server's yes. Until then the link does not work,
    which a reader hardly notices; and a link that never was sent never works.
    """
    mail = await mails.mint(unit, mail_id)
    if mail is None:
        return None
    envelope = Envelope(
        id=mail.id, sent_at=unit.now, name=mail.name, address=mail.address, locale=mail.locale
    )
    try:
        await mailer.send(envelope, render(mail, home=mailer.home))
    except NotSent as problem:
        return problem
    return None
