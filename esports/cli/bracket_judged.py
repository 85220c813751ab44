"""A judged contest for `esports bracket`: the marks of a file in, the table out, or what is missing."""

import argparse
from dataclasses import dataclass, field

from esports.cli.bracket_inputs import read_entries, read_marks, read_options
from esports.cli.bracket_stage import Played
from esports.cli.inputs import BadInput, words
from esports.cli.words import say
from esports.engine import judged_marks, stage
from esports.engine.errors import EngineError
from esports.engine.judged import Contest, Judged, Mark
from esports.engine.judged_table import missing, publish
from esports.engine.model import Standing


@dataclass(slots=True)
class Marked(Played):
    """A judged stage with its marks so far; whoever gave one is a judge."""

    contest: Contest = field(kw_only=True)
    marks: tuple[Mark, ...] = field(kw_only=True)

    def standings(self) -> tuple[Standing, ...]:
        """The table; none before every entry has the marks that it needs."""
        return publish(self.contest, self.marks) if self.complete() else ()

    def complete(self) -> bool:
        """Whether it can be published."""
        return not missing(self.contest, self.marks)


def marked(arguments: argparse.Namespace) -> Marked:
    """The contest that the arguments describe, with all marks; `--results` holds those."""
    if arguments.svg is not None:
        raise BadInput(say("A judged contest has no matches that could be drawn."))
    entrants = read_entries(arguments.entries)
    raw = read_options(arguments.options)
    rows = read_marks(arguments.results)
    try:
        options = stage.parse_options(arguments.format, raw)
        structure = stage.build(arguments.format, entrants, options, draw_seed=arguments.draw_seed)
    except EngineError as error:
        raise BadInput(f"{error.pointer or arguments.format}: {words(error)}") from None
    assert isinstance(options, Judged)
    judges = {
        row["judge"]: None for row in rows if isinstance(row, dict) and isinstance(row.get("judge"), str)
    }
    contest = Contest(options, {one.id: one.delegation for one in entrants}, judges)
    try:
        marks = judged_marks.read_marks(contest, rows)
    except EngineError as error:
        raise BadInput(f"--results: {words(error)}", status=1) from None
    return Marked(structure, entrants, arguments.draw_seed, contest=contest, marks=marks)
