"""A stage as a drawing: a column for each round, a box for each match, lines to where winners go."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from esports.cli.bracket_stage import Played
from esports.cli.bracket_svg_lobby import lobby_drawing
from esports.cli.bracket_svg_page import BOX_WIDTH, COLUMN, HEADER, MARGIN, head, short
from esports.cli.bracket_text import score_words, slot_words
from esports.cli.inputs import BadInput
from esports.cli.words import say
from esports.engine.model import Format, MatchSpec, MatchState, Phase, Seat, WinnerOf

BOX_HEIGHT = 44
ROW = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where the box of a match stands, its upper left corner."""

    x: float
    y: float


def write(stage: Played, path: str) -> None:
    """Draw the stage into the file."""
    lines = lobby_drawing(stage) if stage.structure.format is Format.free_for_all else drawing(stage)
    try:
        Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")
    except (OSError, ValueError) as error:
        raise BadInput(
            say("--svg: {file} cannot be written: {reason}.", file=path, reason=error), status=1
        ) from None


def drawing(stage: Played) -> Iterator[str]:
    """The lines of a standalone SVG document."""
    places = layout(stage.structure.matches)
    right = max(place.x for place in places.values()) + BOX_WIDTH
    bottom = max(place.y for place in places.values()) + BOX_HEIGHT
    yield from head(stage, right, bottom)
    for spec in stage.structure.matches:
        yield from _connections(spec, places)
    for spec in stage.structure.matches:
        yield from _box(spec, stage.states[spec.id], places[spec.id])
    yield "</svg>"


def layout(matches: Iterable[MatchSpec]) -> dict[str, Place]:
    """Where every match stands; groups come one below another."""
    groups: dict[str | None, list[MatchSpec]] = {}
    for spec in matches:
        groups.setdefault(spec.group, []).append(spec)
    places: dict[str, Place] = {}
    top: float = MARGIN + HEADER
    for members in groups.values():
        band = _band(members, top)
        places |= band
        top = max(place.y for place in band.values()) + ROW
    return places


def _band(matches: Iterable[MatchSpec], top: float) -> dict[str, Place]:
    """A match stands right of those it takes entries from, level with the winners it takes.

    All others are stacked: those of seeds from the top of their column, the rest below everything. Where
    another match stands already, it goes below its column.
    """
    places: dict[str, Place] = {}
    columns: dict[str, int] = {}
    taken: dict[int, list[float]] = {}
    lowest = top
    for spec in matches:
        sources = [slot for slot in spec.slots if not isinstance(slot, Seat)]
        level = [places[slot.match].y for slot in sources if isinstance(slot, WinnerOf)]
        column = 1 + max((columns[slot.match] for slot in sources), default=spec.round - 1)
        others = taken.setdefault(column, [])
        free = others[-1] + ROW if others else top
        y = sum(level) / len(level) if level else lowest if sources else free
        near = bisect_left(others, y - ROW + 1)
        if near < len(others) and others[near] < y + ROW:
            y = free
        insort(others, y)
        lowest = max(lowest, y + ROW)
        columns[spec.id] = column
        places[spec.id] = Place(MARGIN + (column - 1) * COLUMN, y)
    return places


def _connections(spec: MatchSpec, places: dict[str, Place]) -> Iterator[str]:
    here = places[spec.id]
    for slot in spec.slots:
        if isinstance(slot, WinnerOf):
            there = places[slot.match]
            x, middle = there.x + BOX_WIDTH, BOX_HEIGHT / 2
            turn = (x + here.x) / 2
            path = f"M{x:g} {there.y + middle:g}H{turn:g}V{here.y + middle:g}H{here.x:g}"
            yield f'<path class="line" d="{path}"/>'


def _box(spec: MatchSpec, state: MatchState, place: Place) -> Iterator[str]:
    yield (
        f'<rect class="box" x="{place.x:g}" y="{place.y:g}" '
        f'width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="4"/>'
    )
    label = spec.id if state.phase is Phase.settled else f"{spec.id} {score_words(state)}"
    yield f'<text class="id" x="{place.x:g}" y="{place.y - 3:g}">{escape(label)}</text>'
    for slot, (source, occupant) in enumerate(zip(spec.slots, state.occupants, strict=True)):
        y = place.y + 18 + 20 * slot
        won = ' class="won"' if occupant == state.winner else ""
        name = escape(short(slot_words(source, occupant)))
        yield f'<text{won} x="{place.x + 8:g}" y="{y:g}">{name}</text>'
        if state.phase is Phase.settled:
            score = _score(state, slot)
            yield f'<text{won} x="{place.x + BOX_WIDTH - 8:g}" y="{y:g}" text-anchor="end">{score}</text>'


def _score(state: MatchState, slot: int) -> str:
    if state.scores is not None:
        return str(state.scores[slot])
    return "W" if state.winner == state.occupants[slot] else ""
