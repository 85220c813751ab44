"""The words of a notice that a chat of its reader's own is paused."""

from esports.i18n import N_, translate
from esports.notifications.messages import GREETING, Message, letter
from esports.notifications.wire import ChatPaused

SUBJECT = N_("Your notices do not reach {chat} any more")
PAUSED = N_(
    "for some time no notice could be sent to {chat}, so nothing more is. "
    "What was to go there comes by mail until a test that you send has arrived."
)


def render(payload: ChatPaused, *, locale: str, name: str, home: str) -> Message:
    """The notice for the person called `name`. `home` is the product's address; empty: no link is made."""
    greeting = translate(locale, GREETING, name=name)
    subject, told = (translate(locale, text, chat=payload.chat) for text in (SUBJECT, PAUSED))
    link = f"{home.rstrip('/')}/account/chats" if home else ""
    return letter(locale, subject, greeting, told, link, link=link)
