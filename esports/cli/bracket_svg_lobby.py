"""A free-for-all as a drawing: a column for each round, a box for each lobby, the table on the right."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from esports.cli.bracket_lobby import games_words, lobby_of
from esports.cli.bracket_stage import Played
from esports.cli.bracket_svg_page import BOX_WIDTH, COLUMN, HEADER, MARGIN, head, short
from esports.cli.words import say
from esports.engine.exact import shown

LINE, GAP, PADDING = 20, 30, 8

Row = tuple[str, str, bool]
"""A name, the points behind it, and whether it stands out."""


def lobby_drawing(stage: Played) -> Iterator[str]:
    """The lines of a standalone SVG document."""
    columns = [*_rounds(stage), _tables(stage)]
    height = max(sum(_height(rows) + GAP for _, rows in boxes) for boxes in columns)
    yield from head(stage, MARGIN + (len(columns) - 1) * COLUMN + BOX_WIDTH, MARGIN + HEADER + height - GAP)
    for number, boxes in enumerate(columns):
        y = MARGIN + HEADER
        for label, rows in boxes:
            yield from _box(MARGIN + number * COLUMN, y, label, rows)
            y += _height(rows) + GAP
    yield "</svg>"


def _rounds(stage: Played) -> Iterator[list[tuple[str, list[Row]]]]:
    for _, specs in groupby(stage.structure.matches, key=lambda spec: spec.round):
        lobbies = [lobby_of(stage, spec) for spec in specs]
        yield [
            (
                f"{lobby.spec.id} {games_words(lobby)}",
                [
                    (entry, str(shown(lobby.points[entry])) if lobby.games else "", entry == lobby.leader())
                    for entry in lobby.order()
                ],
            )
            for lobby in lobbies
        ]


def _tables(stage: Played) -> list[tuple[str, list[Row]]]:
    return [
        (
            say("Table") if group is None else say("Group {group}", group=group),
            [(f"{row.place}  {row.entry}", str(row.figures["points"]), row.place == 1) for row in rows],
        )
        for group, rows in groupby(stage.standings(), key=lambda row: row.group)
    ]


def _height(rows: Sequence[Row]) -> int:
    return PADDING + LINE * len(rows)


def _box(x: int, y: int, label: str, rows: Sequence[Row]) -> Iterator[str]:
    yield f'<rect class="box" x="{x}" y="{y}" width="{BOX_WIDTH}" height="{_height(rows)}" rx="4"/>'
    yield f'<text class="id" x="{x}" y="{y - 3}">{escape(label)}</text>'
    for number, (name, points, first) in enumerate(rows, 1):
        won = ' class="won"' if first else ""
        line = y + LINE * number
        yield f'<text{won} x="{x + PADDING}" y="{line}">{escape(short(name))}</text>'
        yield f'<text{won} x="{x + BOX_WIDTH - PADDING}" y="{line}" text-anchor="end">{escape(points)}</text>'
