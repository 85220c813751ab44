"""A stage as text for people: the matches round by round, then the table with why each place."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from esports.cli.bracket_columns import columns
from esports.cli.bracket_lobby import lobby_lines
from esports.cli.bracket_stage import Played
from esports.cli.words import say
from esports.engine.free_for_all_adjustments import ADJUSTMENT
from esports.engine.model import (
    VACANT,
    Bracket,
    MatchSpec,
    MatchState,
    Occupant,
    OutcomeKind,
    Phase,
    Seat,
    Source,
    Standing,
    WinnerOf,
)


def lines(stage: Played) -> Iterator[str]:
    """The whole page."""
    matches = stage.structure.matches
    for (bracket, round_), specs in groupby(matches, key=lambda spec: (spec.bracket, spec.round)):
        yield round_words(bracket, round_)
        if bracket is Bracket.lobby:
            yield from (f"  {row}" for spec in specs for row in lobby_lines(stage, spec))
        else:
            rows = [_match(spec, stage.states[spec.id]) for spec in specs]
            yield from (f"  {row}" for row in columns(rows))
    table = stage.standings()
    if table:
        yield ""
        yield from table_lines(table)
    yield ""
    yield say("Complete.") if stage.complete() else say("Not complete.")


def round_words(bracket: Bracket, round_: int) -> str:
    """The heading of a round."""
    if bracket is Bracket.lower:
        return say("Lower bracket, round {n}", n=round_)
    if bracket is Bracket.final:
        return say("Grand final") if round_ == 1 else say("Grand final, played again")
    if bracket is Bracket.third_place:
        return say("Third place")
    if bracket is Bracket.placement:
        return say("Placement, round {n}", n=round_)
    return say("Round {n}", n=round_)


def slot_words(source: Source, occupant: Occupant) -> str:
    """Who is in a slot, or where its entry will come from."""
    if isinstance(occupant, str):
        return occupant
    if occupant is VACANT or isinstance(source, Seat):
        return say("bye")
    if isinstance(source, WinnerOf):
        return say("winner of {match}", match=source.match)
    return say("loser of {match}", match=source.match)


def score_words(state: MatchState) -> str:
    """How the match stands in the middle of its line."""
    if state.phase is Phase.settled and state.outcome is not None:
        if state.scores is not None:
            return ":".join(map(str, state.scores))
        won = "-" if state.winner is None else ">" if state.winner == state.occupants[0] else "<"
        return won if state.outcome is OutcomeKind.played else f"{won} {state.outcome}"
    return str(state.phase)


def _match(spec: MatchSpec, state: MatchState) -> list[str]:
    first, second = (
        slot_words(source, occupant) for source, occupant in zip(spec.slots, state.occupants, strict=True)
    )
    group = spec.group or ""
    return [spec.id, group, first, score_words(state), second, say("best of {n}", n=spec.best_of)]


def table_lines(rows: Sequence[Standing]) -> Iterator[str]:
    """The table under its head, each row with what separates it from a neighbour."""
    head = ["#", "", *map(str, rows[0].figures)]
    for group, members in groupby(rows, key=lambda row: row.group):
        if group is not None:
            yield say("Group {group}", group=group)
        body = [_standing(row) for row in members]
        yield from (f"  {row}" for row in columns([[*head, ""], *body]))
    yield from _adjustments(rows)


def _adjustments(rows: Sequence[Standing]) -> Iterator[str]:
    """Every bonus and penalty in the table, with its reason."""
    for row in rows:
        for step in row.trail:
            if step.criterion == ADJUSTMENT:
                yield f"{row.entry}: {say(step.text, **step.params)}"


def _standing(row: Standing) -> list[str]:
    why = say(row.trail[-1].text, **row.trail[-1].params) if row.trail else ""
    return [str(row.place), row.entry, *map(str, row.figures.values()), why]
