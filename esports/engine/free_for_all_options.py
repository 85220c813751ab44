"""What an organiser may set for a free-for-all: lobbies, rounds, points, tie-breaks, adjustments."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from esports.engine.errors import EngineError
from esports.engine.exact import shown
from esports.engine.free_for_all_adjustments import Adjustment, read_adjustments
from esports.engine.free_for_all_points import LARGEST_LOBBY, STANDARD, read_amount, read_scale
from esports.engine.free_for_all_tie_breaks import DEFAULT, TIE_BREAKS
from esports.engine.model import Options, Structure
from esports.engine.options import LONGEST_SERIES, Fields
from esports.engine.separation import SEPARATE

SMALLEST_LOBBY = 3
"""Lobbies of an even split then have two entries at least."""
MOST_GROUPS = 26
MOST_THRESHOLD = 1_000_000

MIXINGS = ("fixed", "spread", "ranked", "balanced")
TABLES = ("stage", "lobby")


@dataclass(frozen=True, slots=True)
class FreeForAll(Options):
    """How many play how often, and what it is worth.

    A lobby holds `lobby_size` entries at most and plays `games`; 0 for as many as are reported in the only
    round, for one in each of several. There are `rounds`; 0 for as many as are needed: one, or with
    `groups` one rotation. From 2 `groups` on, `groups_per_lobby` of them meet at a time, each combination
    equally often. Without groups `mixing` says who meets in later rounds: fixed the same again, spread
    others than before, ranked the best by the table, balanced lobbies of equal strength by the table.
    `table`: one of the whole stage, or one of each lobby, of which then equally many go on. `separate`
    names the field of the entrants whose equals are spread over lobbies or groups in the first round.

    `points` is the scale; each kill is worth `kill_points`, of `kill_cap` (0: no limit) in a game at most.
    From `match_point` points on (0: no such mode) whoever wins a game takes the stage: a round is one game
    then. `tie_breaks` order entries of equal points.
    """

    lobby_size: int = 100
    games: int = 0
    rounds: int = 0
    groups: int = 0
    groups_per_lobby: int = 2
    mixing: str = "fixed"
    table: str = "stage"
    separate: str = "none"
    points: Mapping[str, int | str] = field(default_factory=lambda: dict(STANDARD))
    kill_points: int | str = 1
    kill_cap: int = 0
    match_point: int = 0
    tie_breaks: tuple[str, ...] = DEFAULT
    adjustments: tuple[Adjustment, ...] = ()

    @classmethod
    def read(cls, fields: Fields) -> "FreeForAll":
        """From raw options; refuses those that exclude each other."""
        options = cls(
            lobby_size=fields.number("lobby_size", 100, SMALLEST_LOBBY, LARGEST_LOBBY),
            games=fields.number("games", 0, 0, LONGEST_SERIES),
            rounds=fields.number("rounds", 0, 0, LONGEST_SERIES),
            groups=fields.number("groups", 0, 0, MOST_GROUPS),
            groups_per_lobby=fields.number("groups_per_lobby", 2, 2, MOST_GROUPS),
            mixing=fields.choice("mixing", "fixed", MIXINGS),
            table=fields.choice("table", "stage", TABLES),
            separate=fields.choice("separate", "none", SEPARATE),
            points=read_scale(fields.plain("points")) if fields.has("points") else dict(STANDARD),
            kill_points=_kill_points(fields),
            kill_cap=fields.number("kill_cap", 0, 0, LONGEST_SERIES),
            match_point=fields.number("match_point", 0, 0, MOST_THRESHOLD),
            tie_breaks=fields.words("tie_breaks", DEFAULT, TIE_BREAKS),
            adjustments=read_adjustments(fields.plain("adjustments")),
        )
        _check(options)
        return options

    @property
    def grouped(self) -> bool:
        """Groups rotate."""
        return self.groups > 1


def options_of(structure: Structure) -> FreeForAll:
    """The options, as those of a free-for-all."""
    assert isinstance(structure.options, FreeForAll)
    return structure.options


def _kill_points(fields: Fields) -> int | str:
    raw = fields.plain("kill_points") if fields.has("kill_points") else 1
    return shown(read_amount(raw, "/options/kill_points"))


def _check(options: FreeForAll) -> None:
    """Groups rotate, lobbies have tables of their own, and match point is played by all together."""
    mixed = options.mixing != "fixed"
    for name, given, excluded in (
        ("groups", options.grouped, {"mixing": mixed, "table": options.table == "lobby"}),
        ("table", options.table == "lobby", {"mixing": mixed}),
        (
            "match_point",
            options.match_point > 0,
            {
                "groups": options.grouped,
                "mixing": mixed,
                "table": options.table == "lobby",
                "games": options.games > 1,
            },
        ),
    ):
        for other, also in excluded.items():
            if given and also:
                raise EngineError(
                    "options_exclude",
                    f"/options/{other}",
                    "The options {option} and {other}, as they are set, exclude each other.",
                    {"option": name, "other": other},
                )
