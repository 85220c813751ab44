"""Matches with minors: who has limited hours, as far as it is known, and which bookings leave them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from esports.entries.rules import queries as rules
from esports.errors import DomainError, Kind
from esports.events.wire import Event
from esports.i18n import N_
from esports.planning import model as planning
from esports.schedule.guarding import hours, is_within, of_age
from esports.schedule.limits import MinorHours
from esports.schedule.modelling import Dial, users
from esports.schedule.queries import ages, playing
from esports.schedule.rows import Booking, OpenMatch
from esports.schedule.settings_wire import Settings
from esports.schedule.wire import Told

OUTSIDE = Told(
    code="outside_hours",
    text=N_("A player in it has limited hours, and it is not within them, warm-up included."),
)
AGE_DOUBTED = ("too_old", "too_young", "ages_not_said", "birth_date_missing", "birth_date_wrong")
"""With one of these let pass, an entry's ages are not what the rule says."""
MOST = 4
"""How many matches a refusal names before it counts the rest."""


class Watch(msgspec.Struct, frozen=True, kw_only=True):
    """The limited hours of an event's entries and people, and its matches that are not over.

    `unknown` are the entries of which nobody knows whether minors play for them.
    """

    dial: Dial
    warm_up: int
    matches: Mapping[UUID, OpenMatch]
    people: Mapping[UUID, set[UUID]]
    limits: Mapping[UUID, planning.Hours]
    unknown: Collection[UUID] = ()

    def is_outside(self, place: Booking) -> bool:
        """Whether somebody in the match has limited hours that the place leaves; of one that is over, no."""
        match = self.matches.get(place.match_id)
        if match is None:
            return False
        begin = self.dial.minute(place.starts_at) - self.warm_up
        end = self.dial.minute(place.ends_at)
        own = (self.limits[one] for one in users(match.entries, self.people) if one in self.limits)
        return not all(is_within(one, begin, end) for one in own)

    def refuse(self, places: Iterable[Booking], pointer: str) -> None:
        """Refuse what would publish a match outside of the hours of somebody in it.

        Raises:
            DomainError: `outside_hours`.
        """
        left = [self.matches[place.match_id] for place in places if self.is_outside(place)]
        if left:
            names = ", ".join(f"{one.tournament} #{one.number}" for one in left[:MOST])
            rest = f" (+{len(left) - MOST})" if len(left) > MOST else ""
            raise DomainError(
                Kind.conflict,
                "outside_hours",
                N_("{matches}: a player in it has limited hours, and this would be outside. Plan anew."),
                pointer=pointer,
                params={"matches": names + rest},
            )


async def watch(connection: AsyncConnection, event: Event, settings: Settings) -> Watch | None:
    """Who has limited hours in the event's matches that are not over; None where nobody asks for it."""
    if settings.minors.mode == "off":
        return None
    found = await playing.open_matches(connection, event.id)
    inside = sorted({entry for match in found for entry in match.entries})
    people = {entry: set[UUID]() for entry in inside} | await playing.people_of(connection, inside)
    free_from, sure = await _by_birth(connection, event, settings.minors, people)
    by_rule, certain = await _by_rule(connection, event, settings.minors, found)
    for entry, day in by_rule.items():
        free_from[entry] = max(day, free_from.get(entry, day))
    return Watch(
        dial=Dial(event),
        warm_up=settings.warm_up,
        matches={match.id: match for match in found},
        people=people,
        limits=hours(event, settings.minors, free_from),
        unknown=set(inside) - sure - certain,
    )


async def limits(
    connection: AsyncConnection, event: Event, settings: Settings
) -> Mapping[UUID, planning.Hours]:
    """The hours that plans have to keep: none where they only warn."""
    if settings.minors.mode != "block":
        return {}
    found = await watch(connection, event, settings)
    return found.limits if found else {}


async def _by_birth(
    connection: AsyncConnection, event: Event, minors: MinorHours, people: Mapping[UUID, set[UUID]]
) -> tuple[dict[UUID, date], set[UUID]]:
    """From which day on minors are free, by entry and person; and the entries whose ages are known."""
    first = date(max(1, event.starts_on.year - minors.age), 1, 1)
    persons = set[UUID]().union(*people.values())
    free_from: dict[UUID, date] = {}
    for one, born in await ages.born_since(connection, event.id, persons, first):
        day = of_age(born, minors.age)
        if day > event.starts_on:
            free_from[one] = max(day, free_from.get(one, day))
    return free_from, await ages.dated(connection, people)


async def _by_rule(
    connection: AsyncConnection, event: Event, minors: MinorHours, matches: Sequence[OpenMatch]
) -> tuple[dict[UUID, date], set[UUID]]:
    """What tournaments for an age say of their entries: those for minors alone, and those of a known age."""
    free_from: dict[UUID, date] = {}
    certain: set[UUID] = set()
    inside: dict[UUID, set[UUID]] = {}
    for match in matches:
        inside.setdefault(match.tournament_id, set()).update(match.entries)
    doubted = await ages.excepted(connection, set().union(*inside.values()), AGE_DOUBTED)
    for tournament, entries in inside.items():
        rule = (await rules.rules_of(connection, tournament)).rules.eligibility.age
        if rule is None:
            continue
        if rule.min is not None and rule.min >= minors.age and rule.on <= event.starts_on:
            certain |= entries - doubted
        if rule.max is not None and rule.max < minors.age:
            # Nobody is older than that on the day of the rule, nor on an earlier one.
            day = of_age(min(rule.on, event.ends_on) + timedelta(days=1), minors.age - rule.max - 1)
            free_from |= dict.fromkeys(entries - doubted, day)
            certain |= entries - doubted if day > event.ends_on else set()
    return free_from, certain
