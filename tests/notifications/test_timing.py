"""When a mail goes out: quiet hours by the reader's clock, collected mails, and what cannot wait."""

from datetime import UTC, datetime

import msgspec
import pytest

from esports.accounts.wire import QuietHours
from esports.notifications.timing import mail_at
from esports.notifications.wire import ConsentRevoked, Habits, PlaceFree
from tests.notifications.test_messages import FINAL

ID = "00000000-0000-7000-8000-000000000001"
PLACE = {"event": "E", "event_slug": "e", "tournament": "T", "tournament_slug": "t", "tournament_id": ID}
REVOKED = msgspec.convert({**PLACE, "entry_id": ID, "entry": "Owls"}, ConsentRevoked)
NIGHT = QuietHours(begins="22:00", ends="07:00")
NOON = QuietHours(begins="12:00", ends="13:30")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def habits(
    zone: str | None = "Asia/Shanghai", quiet: QuietHours | None = None, digest: str = "never"
) -> Habits:
    return msgspec.convert(
        {"notices": {}, "time_zone": zone, "quiet_hours": msgspec.to_builtins(quiet), "digest": digest},
        Habits,
    )


@pytest.mark.parametrize(
    ("now", "quiet", "due"),
    [
        ("2026-11-25T13:59", NIGHT, "2026-11-25T13:59"),  # 21:59 in Shanghai
        ("2026-11-25T14:00", NIGHT, "2026-11-25T23:00"),
        ("2026-11-25T22:59", NIGHT, "2026-11-25T23:00"),  # 06:59 of the next day
        ("2026-11-25T23:00", NIGHT, "2026-11-25T23:00"),
        ("2026-11-25T04:00", NOON, "2026-11-25T05:30"),
        ("2026-11-25T05:30", NOON, "2026-11-25T05:30"),
        ("2026-11-25T04:00", QuietHours(begins="12:00", ends="12:00"), "2026-11-25T04:00"),
        ("2026-11-25T14:00", None, "2026-11-25T14:00"),
        ("2026-11-25T14:00", QuietHours(), "2026-11-25T14:00"),
    ],
)
def test_in_quiet_hours_it_waits_for_their_end(now: str, quiet: QuietHours | None, due: str) -> None:
    assert mail_at(REVOKED, habits(quiet=quiet), at(now)) == at(due)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-03-28T23:00", "2026-03-29T05:00"),  # the night in which the clocks go forward
        ("2026-10-24T23:00", "2026-10-25T06:00"),  # and back
    ],
)
def test_the_end_is_by_the_clock_on_the_wall(now: str, due: str) -> None:
    assert mail_at(REVOKED, habits("Europe/Berlin", NIGHT), at(now)) == at(due)


def test_an_hour_that_the_clocks_jump_over_ends_after_the_jump() -> None:
    hours = QuietHours(begins="22:00", ends="02:30")
    assert mail_at(REVOKED, habits("Europe/Berlin", hours), at("2026-03-29T00:30")) == at("2026-03-29T01:30")


def test_what_is_urgent_goes_at_any_hour() -> None:
    waiting = habits(quiet=NIGHT, digest="day")
    assert mail_at(FINAL, waiting, at("2026-11-25T18:00")) == at("2026-11-25T18:00")


@pytest.mark.parametrize(
    ("until", "due"),
    [
        ("2026-11-25T20:00", "2026-11-25T18:00"),
        ("2026-11-25T23:00", "2026-11-25T18:00"),
        ("2026-11-26T09:00", "2026-11-25T23:00"),
        (None, "2026-11-25T23:00"),
    ],
)
def test_what_would_be_over_by_then_goes_at_once(until: str | None, due: str) -> None:
    fields = {**PLACE, "entry_id": ID, "name": "Owls", "time_zone": "UTC", "until": until and f"{until}:00Z"}
    place = msgspec.convert(fields, PlaceFree)
    assert mail_at(place, habits(quiet=NIGHT), at("2026-11-25T18:00")) == at(due)


@pytest.mark.parametrize(
    ("digest", "zone", "due"),
    [
        ("hour", "Asia/Shanghai", "2026-11-25T19:00"),
        ("day", "Asia/Shanghai", "2026-11-26T00:00"),
        ("day", None, "2026-11-26T08:00"),
    ],
)
def test_collected_mails_come_on_the_hour_or_in_the_morning(digest: str, zone: str | None, due: str) -> None:
    assert mail_at(REVOKED, habits(zone, digest=digest), at("2026-11-25T18:20")) == at(due)


def test_collected_mails_keep_the_quiet_hours_too() -> None:
    assert mail_at(REVOKED, habits(quiet=NIGHT, digest="hour"), at("2026-11-25T18:20")) == at(
        "2026-11-25T23:00"
    )
