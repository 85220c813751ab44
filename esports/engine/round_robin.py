"""Round robin: everyone meets everyone once or twice, in one or several groups."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from esports.engine.errors import EngineError
from esports.engine.model import Bracket, Entrant, Format, MatchSpec, Options, Seat, Structure
from esports.engine.options import Fields
from esports.engine.separation import SEPARATE, group_seats

LARGEST_GROUP = 128
"""A group of 128 has 8,128 matches a leg."""

Game = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Points:
    """What a match is worth in the table."""

    win: int = 3
    draw: int = 1
    loss: int = 0


@dataclass(frozen=True, slots=True)
class RoundRobin(Options):
    """`legs` 1 or 2; `groups` filled by snake; `points` for a win, a draw and a loss.

    `best_of` games decide a match. An even number, or `play_all`, means that all games are played
    whatever the score; then a match may be drawn. `separate` names the field of the entrants whose equals
    are spread evenly over the groups.
    """

    legs: int = 1
    groups: int = 1
    points: Points = Points()
    best_of: int = 1
    play_all: bool = False
    separate: str = "none"

    @classmethod
    def read(cls, fields: Fields) -> "RoundRobin":
        """From raw options."""
        best_of = fields.best_of("best_of", 1, even=True)
        return cls(
            legs=fields.number("legs", 1, 1, 2),
            groups=fields.number("groups", 1, 1, 4096),
            points=read_points(fields.nested("points")),
            best_of=best_of,
            play_all=fields.flag("play_all", False) or best_of % 2 == 0,
            separate=fields.choice("separate", "none", SEPARATE),
        )


def read_points(fields: Fields) -> Points:
    """What a win, a draw and a loss are worth; refuses a win that is not worth most."""
    points = Points(
        win=fields.number("win", 3, 0, 100),
        draw=fields.number("draw", 1, 0, 100),
        loss=fields.number("loss", 0, 0, 100),
    )
    fields.done()
    if not points.win > points.loss or not points.win >= points.draw >= points.loss:
        raise EngineError(
            "points_not_descending",
            "/options/points",
            "A win must be worth more than a loss, and a draw no more than the one, no less than the other.",
        )
    return points


def build(entrants: Sequence[Entrant | None], options: RoundRobin, draw_seed: str | None) -> Structure:
    """All matches, by round and then by group."""
    _check_groups(len(entrants), options.groups)
    groups = group_seats(entrants, options.groups, options.separate)
    rounds = [list(_rounds(group, options.legs)) for group in groups]
    played = [0] * options.groups
    matches: list[MatchSpec] = []
    for round_ in range(max(map(len, rounds))):
        for place, schedule in enumerate(rounds):
            for first, second in schedule[round_] if round_ < len(schedule) else ():
                played[place] += 1
                label = group_label(place) if options.groups > 1 else None
                matches.append(
                    MatchSpec(
                        id=f"G-{label}-{played[place]}" if label else f"G-{played[place]}",
                        number=len(matches) + 1,
                        round=round_ + 1,
                        bracket=Bracket.group,
                        slots=(Seat(first), Seat(second)),
                        best_of=options.best_of,
                        group=label,
                        fixed=options.play_all,
                    )
                )
    return Structure(Format.round_robin, options, len(entrants), tuple(matches))


def group_label(place: int) -> str:
    """A, B, ... Z, AA, AB ... for the groups in order."""
    label = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        label = chr(ord("A") + letter) + label
    return label


def group_order(label: str | None) -> tuple[int, str]:
    """Sorts A, B, ... Z, AA, AB ...; None is the label of a stage without groups."""
    return len(label or ""), label or ""


def circle(entrants: int) -> list[list[Game]]:
    """The rounds of a single round robin as pairs of places 0..n-1, the first being the first side.

    One place stays, the others turn around it; of an odd number the staying one is the rest. Sides
    follow from the turn, so that nobody is first more than once oftener than second.
    """
    turning = entrants - 1 + entrants % 2
    rounds = []
    for turn in range(turning):
        games = [((turn + step) % turning, (turn - step) % turning) for step in range(1, turning // 2 + 1)]
        if entrants % 2 == 0:
            last = entrants - 1
            games.insert(0, (turn, last) if turn % 2 == 0 else (last, turn))
        rounds.append(games)
    return rounds


def _rounds(group: Sequence[int], legs: int) -> Iterator[list[Game]]:
    for leg in range(legs):
        for games in circle(len(group)):
            pairs = [(group[first], group[second]) for first, second in games]
            yield pairs if leg == 0 else [(second, first) for first, second in pairs]


def _check_groups(entrants: int, groups: int) -> None:
    if entrants < 2 * groups:
        raise EngineError(
            "too_many_groups",
            "/options/groups",
            "{groups} groups need at least {needed} entries, there are {n}.",
            {"groups": groups, "needed": 2 * groups, "n": entrants},
        )
    if entrants > LARGEST_GROUP * groups:
        raise EngineError(
            "group_too_large",
            "/options/groups",
            "A group holds at most {largest} entries: {n} need more groups than {groups}.",
            {"largest": LARGEST_GROUP, "n": entrants, "groups": groups},
        )
