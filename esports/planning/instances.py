"""The published instances: esports weeks of a wanted size, each determined by its seed.

Seven days from 10:00 to 22:00 in a hall and, from 500 matches on, an annex 20 minutes away; seven titles on
stations that carry about three quarters of the time. Single and double elimination, groups with playoffs and
Swiss; teams whose people enter several tournaments, some of them minors who play until 20:00; finals and
semi-finals on a stream with a referee. Every tournament is to end on a day that its critical path leaves
room for. Sizes of the benchmark: 100, 500, 2,000 and 6,000, seeds 1 to 5.
"""

from collections.abc import Sequence
from typing import NamedTuple

from esports.planning.instance_brackets import BRACKETS, Node
from esports.planning.lot import Lot
from esports.planning.model import (
    Chance,
    Duration,
    Interval,
    Match,
    Model,
    Person,
    Referee,
    Station,
    Stream,
    Tournament,
    Travel,
    Venue,
)

DAY = 24 * 60
OPENS, CLOSES, MINORS_UNTIL = 10 * 60, 22 * 60, 20 * 60
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


def days(opens: int = OPENS, closes: int = CLOSES) -> tuple[Interval, ...]:
    """The same hours on each day of the week."""
    return tuple(Interval(day * DAY + opens, day * DAY + closes) for day in range(DAYS))


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
    venues = {title.id: "annex" if size >= 500 and title.pool == "mobile" else "hall" for title in TITLES}
    minors = [person for person in sorted(entered) if lot.below(20) == 0]
    return Model(
        venues=tuple(Venue(name, days()) for name in sorted(set(venues.values()))),
        stations=tuple(_stations(matches, venues)),
        tournaments=tuple(_tournament(contest, matches, lot) for contest in contests),
        matches=tuple(matches),
        streams=tuple(_streams(matches, venues)),
        referees=tuple(_referees(matches)),
        people=tuple(Person(person, days(closes=MINORS_UNTIL)) for person in minors),
        travel=(Travel("annex", "hall", 20),) if "annex" in venues.values() else (),
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


def _stations(matches: Sequence[Match], venues: dict[str, str]) -> list[Station]:
    made = []
    for pool in dict.fromkeys(title.pool for title in TITLES):
        titles = tuple(title.id for title in TITLES if title.pool == pool)
        load = _load([match for match in matches if match.title in titles])
        made += [
            Station(f"{pool}-{number}", venues[titles[0]], titles)
            for number in range(1, max(2, _needed(load, 75)) + 1)
        ]
    return made


def _streams(matches: Sequence[Match], venues: dict[str, str]) -> list[Stream]:
    made = []
    for venue in sorted(set(venues.values())):
        load = _load([match for match in matches if match.streamed and venues[match.title] == venue])
        made += [
            Stream(f"{venue}-stage-{number}", venue) for number in range(1, max(1, _needed(load, 50)) + 1)
        ]
    return made


def _referees(matches: Sequence[Match]) -> list[Referee]:
    made = []
    for title in TITLES:
        load = _load([match for match in matches if match.referees and match.title == title.id])
        made += [
            Referee(f"referee-{title.id}-{number}", (title.id,))
            for number in range(1, max(2, _needed(load, 40)) + 1)
        ]
    return made


def _tournament(contest: Contest, matches: Sequence[Match], lot: Lot) -> Tournament:
    """Due at the end of a day that leaves twice the time of its longest path, or of the week."""
    path: dict[str, int] = {}
    for match in matches:
        if match.tournament == contest.id:
            before = max((path[name] for name in match.predecessors), default=0)
            path[match.id] = before + match.warm_up + match.duration.planned + match.rest
    span = -(-2 * max(path.values()) // (CLOSES - OPENS))
    due = min(DAYS - 1, contest.day + span + lot.below(2))
    return Tournament(contest.id, contest.day * DAY + OPENS, due * DAY + CLOSES, 1 + lot.below(3))
