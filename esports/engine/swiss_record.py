"""What each entry of a Swiss has done so far: the figures that tables and pairings are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from esports.engine.group_table import games_won
from esports.engine.model import Entrant, MatchState, OutcomeKind, Phase, Result, Structure
from esports.engine.round_robin import Points

WON, DRAWN, LOST = 2, 1, 0
"""Half points of one match."""


@dataclass(slots=True)
class Record:
    """The matches of one entry; a bye counts as a win.

    `meetings` are all matches against somebody: the opponent and the half points made. `played` are
    those of them that were really played: who walked over, forfeited or did not show does not count for
    the strength of opponents.
    """

    seed: int
    wins: int = 0
    draws: int = 0
    losses: int = 0
    games_won: int = 0
    games_lost: int = 0
    meetings: list[tuple[str, int]] = field(default_factory=list)
    played: list[tuple[str, int]] = field(default_factory=list)
    rested: bool = False
    disqualified: bool = False
    dropped: bool = False

    @property
    def balance(self) -> int:
        """Wins minus losses."""
        return self.wins - self.losses

    @property
    def half_points(self) -> int:
        """Two for a win, one for a draw."""
        return 2 * self.wins + self.draws

    @property
    def matches(self) -> int:
        """How many are over."""
        return self.wins + self.draws + self.losses

    @property
    def gone(self) -> bool:
        """Plays no more."""
        return self.disqualified or self.dropped

    def points(self, worth: Points) -> int:
        """What the matches are worth together."""
        return self.wins * worth.win + self.draws * worth.draw + self.losses * worth.loss


Records = dict[str, Record]


def records_of(
    structure: Structure,
    entrants: Sequence[Entrant | None],
    states: Mapping[str, MatchState],
    results: Mapping[str, Result],
) -> Records:
    """The record of every entry."""
    records = {
        entrant.id: Record(seed, dropped=entrant.dropped)
        for seed, entrant in enumerate(entrants, 1)
        if entrant is not None
    }
    for spec in structure.matches:
        result = results.get(spec.id)
        take(records, states[spec.id], games_won(spec, result) if result else (0, 0))
    return records


def take(records: Records, state: MatchState, games: tuple[int, int] = (0, 0)) -> None:
    """Add a match that is over to the records of those in it; one that is not over changes nothing."""
    if state.phase is Phase.bye and state.winner is not None:
        records[state.winner].wins += 1
        records[state.winner].rested = True
    if state.phase is not Phase.settled:
        return
    first, second = (str(entry) for entry in state.occupants)
    for entry, opponent, (won, lost) in ((first, second, games), (second, first, games[::-1])):
        record, half_points = records[entry], _half_points(state, entry)
        record.wins += half_points == WON
        record.draws += half_points == DRAWN
        record.losses += half_points == LOST
        record.games_won += won
        record.games_lost += lost
        record.meetings.append((opponent, half_points))
        if state.outcome is OutcomeKind.played:
            record.played.append((opponent, half_points))
        record.disqualified |= state.outcome is OutcomeKind.disqualification and state.loser == entry


def _half_points(state: MatchState, entry: str) -> int:
    if state.winner is None:
        return DRAWN if state.outcome is OutcomeKind.played else LOST
    return WON if state.winner == entry else LOST
