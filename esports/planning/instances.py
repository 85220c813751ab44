"""The published instances: esports weeks of a wanted size, each determined by its seed.

Seven days from 10:00 to 22:00 in one hall; seven titles on four pools of stations, which are in use for half
of the week's time: sharing them makes a week about a quarter dearer (`bounds`: total and paths).
Single and double elimination, groups with playoffs and Swiss, released on the first five days; rests of 10
or 15 minutes; teams whose people enter several tournaments, every twentieth team with somebody who plays for
others too; semi-finals and finals with a referee, finals on a stream. Sizes of the benchmark: 100, 500,
2,000 and 6,000, seeds 1 to 5.

Each tournament is due at the end of the day on which it ends in the dispatcher's plan that knows no due
days. So there is a plan without lateness, and a bound that counts none is not idle on that account.
Left out is what the bounds do not see: minors' hours and ways between venues.
"""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from esports.planning.dispatch import dispatch
from esports.planning.instance_brackets import BRACKETS, Node
from esports.planning.lot import Lot
from esports.planning.model import (
    Chance,
    Duration,
    Interval,
    Match,
    Model,
    Referee,
    Station,
    Stream,
    Tournament,
    Venue,
)

DAY = 24 * 60
OPENS, CLOSES = 10 * 60, 22 * 60
DAYS = 7
SIZES = (100, 500, 2000, 6000)
SEEDS = (1, 2, 3, 4, 5)


class Title(NamedTuple):
    """A title: the people of a side, the minutes of one game, and its stations' pool."""

    id: str
    people: int
    game: int
    rest: int
    warm_up: int
    pool: str


TITLES = (
    Title("tactics", 5, 35, 15, 10, "desktop"),
    Title("arena", 5, 30, 15, 10, "desktop"),
    Title("strategy", 1, 20, 10, 5, "desktop"),
    Title("football", 1, 15, 10, 5, "console"),
    Title("racing", 3, 10, 10, 5, "console"),
    Title("fighting", 1, 10, 10, 5, "cabinet"),
    Title("mobile", 5, 20, 15, 5, "mobile"),
)


class Contest(NamedTuple):
    """A tournament as drawn."""

    id: str
    title: Title
    nodes: list[Node]
    members: dict[str, tuple[str, ...]]
    day: int


def days() -> tuple[Interval, ...]:
    """The same hours on each day of the week."""
    return tuple(Interval(day * DAY + OPENS, day * DAY + CLOSES) for day in range(DAYS))


def duration(title: Title, best_of: int) -> Duration:
    """A lognormal match whose plan leaves 15 % more than the mean, in steps of five minutes."""
    games = (best_of + best_of // 2 + 1) / 2
    planned = -(-int(title.game * games * 115) // 500) * 5
    return Duration(planned, round(title.game * games * 0.95, 2), 0.33)


def week(size: int, seed: int) -> Model:
    """An instance of at least so many matches; the same for the same arguments, on every machine."""
    lot = Lot(size * 1000 + seed)
    contests: list[Contest] = []
    while sum(len(contest.nodes) for contest in contests) < size:
        contests.append(_contest(lot, size, len(contests) + 1))
    entered: dict[str, int] = {}
    for contest in contests:
        for person in {person for people in contest.members.values() for person in people}:
            entered[person] = entered.get(person, 0) + 1
    shared = {person for person, count in entered.items() if count > 1}
    matches = [match for contest in contests for match in _matches(contest, shared)]
    return _due_by_day(
        Model(
            venues=(Venue("hall", days()),),
            stations=tuple(_stations(matches)),
            tournaments=tuple(
                Tournament(contest.id, contest.day * DAY + OPENS, None, 1 + lot.below(3))
                for contest in contests
            ),
            matches=tuple(matches),
            streams=tuple(_streams(matches)),
            referees=tuple(_referees(matches)),
        )
    )


def _due_by_day(model: Model) -> Model:
    """The model with each tournament due at the end of the day on which the dispatcher ends it."""
    plan, _ = dispatch(model)
    tournament_of = {match.id: match.tournament for match in model.matches}
    day: dict[str, int] = {}
    for booking in plan.bookings:
        name = tournament_of[booking.match]
        day[name] = max(day.get(name, 0), booking.start // DAY)
    return msgspec.structs.replace(
        model,
        tournaments=tuple(
            msgspec.structs.replace(one, due=day[one.id] * DAY + CLOSES) for one in model.tournaments
        ),
    )


def _contest(lot: Lot, size: int, number: int) -> Contest:
    title = lot.one_of(TITLES)
    build, counts = lot.one_of(BRACKETS)
    count = lot.one_of([count for count in counts if count <= max(8, size // 8)] or counts[:1])
    teams = [f"{title.id}-{team}" for team in lot.some_of(range(2 * max(64, size // 10)), count)]
    members = {}
    for team in teams:
        people = [f"{team}-{place}" for place in range(title.people)]
        if lot.below(20) == 0:
            people[0] = f"guest-{lot.below(max(4, size // 20))}"
        members[team] = tuple(people)
    used: set[str] = set()
    for team, named in members.items():
        members[team] = tuple(person for person in named if person not in used)
        used.update(named)
    return Contest(f"t{number:03}", title, build(teams), members, lot.below(5))


def _matches(contest: Contest, shared: set[str]) -> list[Match]:
    made = []
    for node in contest.nodes:
        certain = [
            person for entry, share in node.there.items() if share == 1 for person in contest.members[entry]
        ]
        chances = [
            Chance(person, round(share, 6))
            for entry, share in node.there.items()
            if share < 1
            for person in contest.members[entry]
            if person in shared
        ]
        best_of = 3 if node.last <= 1 or node.stage == "final" else 1
        made.append(
            Match(
                id=f"{contest.id}/{node.id}",
                tournament=contest.id,
                title=contest.title.id,
                duration=duration(contest.title, best_of),
                stage=node.stage,
                best_of=best_of,
                predecessors=tuple(f"{contest.id}/{name}" for name in node.after),
                people=tuple(certain),
                maybe=tuple(chances),
                rest=contest.title.rest,
                warm_up=contest.title.warm_up,
                referees=1 if node.last <= 1 else 0,
                streamed=node.last == 0,
            )
        )
    return made


def _needed(load: int, share: int) -> int:
    """How many are busy for that share, in per cent, of the week."""
    return -(-load * 100 // (share * DAYS * (CLOSES - OPENS)))


def _load(matches: Sequence[Match]) -> int:
    return sum(match.warm_up + match.duration.planned for match in matches)


def _stations(matches: Sequence[Match]) -> list[Station]:
    made = []
    for pool in dict.fromkeys(title.pool for title in TITLES):
        titles = tuple(title.id for title in TITLES if title.pool == pool)
        load = _load([match for match in matches if match.title in titles])
        made += [
            Station(f"{pool}-{number}", "hall", titles) for number in range(1, max(2, _needed(load, 50)) + 1)
        ]
    return made


def _streams(matches: Sequence[Match]) -> list[Stream]:
    load = _load([match for match in matches if match.streamed])
    return [Stream(f"stage-{number}", "hall") for number in range(1, max(1, _needed(load, 50)) + 1)]


def _referees(matches: Sequence[Match]) -> list[Referee]:
    made = []
    for title in TITLES:
        load = _load([match for match in matches if match.referees and match.title == title.id])
        made += [
            Referee(f"referee-{title.id}-{number}", (title.id,))
            for number in range(1, max(2, _needed(load, 40)) + 1)
        ]
    return made
