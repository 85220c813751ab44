"""The scripts that have a name. The orders are published; times without a source are ours.

Each is written as one word a step: who, what and how many, as in `a-2`, `b+1`, `a@` (a chooses the side)
and `=` (the rest decides).
"""

from collections.abc import Iterator, Mapping

from esports.engine.draft_model import Actor, Kind, Script, Step, Timeout

TURN_SECONDS = 30
"""The time of a turn, *ours*."""
LINEUP_SECONDS = 180
"""The time for a sealed lineup (rules.md, 8)."""
KINDS = {"-": Kind.ban, "+": Kind.pick, "@": Kind.side}
MAPS = 7
"""The maps of the Active Duty Map Group."""
STARTS = ("CT", "T")


def _steps(text: str, ban_timeout: Timeout) -> Iterator[Step]:
    for word in text.split():
        if word == "=":
            yield Step(Actor.nobody, Kind.decider)
            continue
        kind = KINDS[word[1]]
        timeout = ban_timeout if kind is Kind.ban else Timeout.random
        yield Step(Actor(word[0]), kind, int(word[2:] or 1), TURN_SECONDS, timeout)


def _veto(best_of: int, text: str) -> Script:
    """Seven maps and the sides CT and T. A late ban is drawn, for the last map is what the bans leave."""
    steps = tuple(_steps(text, Timeout.random))
    return Script(f"counter_strike_bo{best_of}", steps, STARTS, MAPS)


COUNTER_STRIKE_BO1 = _veto(1, "a-2 b-3 a-1 = b@")
"""CS Major Supplemental Rulebook, as is the best of three."""
COUNTER_STRIKE_BO3 = _veto(3, "a-1 b-1 a+1 b@ b+1 a@ b-1 a-1 = b@")
COUNTER_STRIKE_BO5 = _veto(5, "a-1 b-1 a+1 b@ b+1 a@ a+1 b@ b+1 a@ = b@")
"""The usual order; that B chooses the side of the last map is *ours*, as in the best of three."""

HONOR_OF_KINGS = Script(
    "honor_of_kings",
    tuple(_steps("a-1 b-1 a-1 b-1 a+1 b+2 a+2 b+1 b-1 a-1 b-1 a-1 b+1 a+2 b+1", Timeout.skip)),
)
"""A is blue, B red. A late ban falls away, a late pick is drawn, *ours*."""

ULTIMATE_BATTLE = Script(
    "ultimate_battle", (Step(Actor.both, Kind.lineup, 5, LINEUP_SECONDS, Timeout.previous),)
)
"""The last game of an Honor of Kings best of seven: five players a side, late means the lineup of game 6."""

LEAGUE = Script(
    "league",
    tuple(
        _steps(
            "a-1 b-1 a-1 b-1 a-1 b-1 a+1 b+2 a+2 b+1 b-1 a-1 b-1 a-1 b+1 a+2 b+1",
            Timeout.skip,
        )
    ),
)
"""The tournament draft of League of Legends, and of Wild Rift where it bans as much; timeouts are *ours*."""

SCRIPTS: Mapping[str, Script] = {
    script.name: script
    for script in (
        COUNTER_STRIKE_BO1,
        COUNTER_STRIKE_BO3,
        COUNTER_STRIKE_BO5,
        HONOR_OF_KINGS,
        ULTIMATE_BATTLE,
        LEAGUE,
    )
}
"""Every named script by its name."""
