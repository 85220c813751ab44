"""Which words a notice of each kind has."""

from esports.notifications import (
    change_message,
    chat_message,
    check_in_message,
    consent_message,
    decision_message,
    dispute_message,
    draw_message,
    entry_message,
    messages,
    places_message,
    reminder_message,
    result_message,
    scheduled_message,
    staff_message,
)
from esports.notifications.entry_wire import DrawPublished, EntryQualified, EntryReceived, MatchDisputed
from esports.notifications.messages import Message
from esports.notifications.staff_wire import JobsFailing, RefereeNeeded, StationLate
from esports.notifications.wire import (
    ChatPaused,
    CheckInOpen,
    ConsentRevoked,
    EntryDecided,
    EntryPlaced,
    MatchChanged,
    MatchSoon,
    Payload,
    PlaceFree,
    ScheduleChanged,
)


def render(payload: Payload, *, locale: str, name: str, home: str) -> Message:
    """The notice for the person called `name`. `home` is the product's address; empty: no link is made."""
    if isinstance(payload, PlaceFree):
        return places_message.render(payload, locale=locale, name=name, home=home)
    if isinstance(payload, EntryDecided):
        return decision_message.render(payload, locale=locale, name=name, home=home)
    if isinstance(payload, ConsentRevoked):
        return consent_message.render(payload, locale=locale, name=name, home=home)
    if isinstance(payload, MatchChanged):
        return change_message.render(payload, locale=locale, name=name, home=home)
    if isinstance(payload, ScheduleChanged):
        return scheduled_message.render(payload, locale=locale, name=name, home=home)
    if isinstance(payload, MatchSoon):
        return reminder_message.render(payload, locale=locale, name=name, home=home)
    if isinstance(payload, EntryPlaced):
        return result_message.render(payload, locale=locale, name=name, home=home)
    if isinstance(payload, EntryReceived | EntryQualified):
        return entry_message.render(payload, locale=locale, name=name, home=home)
    if isinstance(payload, DrawPublished):
        return draw_message.render(payload, locale=locale, name=name, home=home)
    if isinstance(payload, MatchDisputed):
        return dispute_message.render(payload, locale=locale, name=name, home=home)
    if isinstance(payload, CheckInOpen):
        return check_in_message.render(payload, locale=locale, name=name, home=home)
    if isinstance(payload, RefereeNeeded | StationLate | JobsFailing):
        return staff_message.render(payload, locale=locale, name=name, home=home)
    if isinstance(payload, ChatPaused):
        return chat_message.render(payload, locale=locale, name=name, home=home)
    return messages.render(payload, locale=locale, name=name, home=home)
