"""One mail in place of many: what each notice says in a line, and the way to the inbox."""

from html import escape

from esports.i18n import N_, translate
from esports.notifications.messages import GREETING, Message, anchor, document
from esports.notifications.rendering import render as render_one
from esports.notifications.wire import Letter

SUBJECT = N_("{count} notices for you")
OPENING = N_("this is what there is to tell you:")
WHERE = N_("All of it stands in your inbox.")


def render(letters: list[Letter], *, home: str) -> Message:
    """The words for a person's letters, the oldest first; of one alone it is that one's own message."""
    first = letters[0]
    told = [
        render_one(letter.payload, locale=letter.locale, name=letter.name, home=home) for letter in letters
    ]
    if len(told) == 1:
        return told[0]
    greeting = translate(first.locale, GREETING, name=first.name)
    opening, where = translate(first.locale, OPENING), translate(first.locale, WHERE)
    link = f"{home.rstrip('/')}/inbox" if home else ""
    lines = "\n".join(f"- {message.subject}" for message in told)
    text = "\n\n".join(part for part in (greeting, opening, lines, where, link) if part)
    html = document(
        first.locale,
        f"<p>{escape(greeting)}</p><p>{escape(opening)}</p>",
        f"<ul>{''.join(f'<li>{escape(message.subject)}</li>' for message in told)}</ul>",
        f"<p>{escape(where)}</p>",
        anchor(link),
    )
    return Message(translate(first.locale, SUBJECT, count=len(told)), f"{text}\n", html)
