"""What a draft is set up with: its script, its rule for the match, and its names as they are stored."""

import secrets
from typing import Any

import msgspec

from esports.drafts.wire import Lineup, NewDraft
from esports.engine import draft_series as series
from esports.engine.draft_lineup import parse_lineup
from esports.engine.draft_model import Bars, Script, Setup
from esports.engine.draft_script import parse_script
from esports.engine.draft_scripts import SCRIPTS, ULTIMATE_BATTLE
from esports.engine.errors import EngineError
from esports.errors import Kind, invalid
from esports.i18n import N_
from esports.text import clean_name
from esports.tournaments.programme import from_engine

LONGEST = 80


def rule_of(new: NewDraft) -> series.SeriesRule:
    """What picks of earlier games bar."""
    if isinstance(new.series_rule, str):
        return series.RULES[new.series_rule]
    return series.parse_rule(msgspec.to_builtins(new.series_rule))


def script_of(new: NewDraft, best_of: int) -> Script:
    """The named script, or the caller's own.

    Raises:
        DomainError: `unknown_script`, `not_the_ultimate_battle`, `script_unsound`.
    """
    if not isinstance(new.script, str):
        try:
            return parse_script(new.script, "/script")
        except EngineError as error:
            raise from_engine(error, Kind.invalid) from error
    script = SCRIPTS.get(new.script)
    if script is None:
        raise invalid(
            "unknown_script",
            "/script",
            N_("No script has this name; known: {names}."),
            names=", ".join(SCRIPTS),
        )
    # A seventh game is played at three games each and at nothing else.
    each = (new.game - 1) // 2
    if script is ULTIMATE_BATTLE and not series.is_ultimate_battle(best_of, (each, each)):
        raise invalid(
            "not_the_ultimate_battle",
            "/script",
            N_("The ultimate battle is the seventh game of a best of seven."),
        )
    return script


def setup_of(new: NewDraft, script: Script, bars: Bars) -> Setup:
    """The setup with its names as they are stored, and a draw seed that nobody knows."""
    players = [_names(squad, f"/players/{slot}") for slot, squad in enumerate(new.players or ([], []))]
    previous = None
    if new.previous is not None:
        first, second = (_lineup(lineup, f"/previous/{slot}") for slot, lineup in enumerate(new.previous))
        previous = (first, second)
    return Setup(
        script=script,
        pool=_names(new.pool, "/pool"),
        first=new.first,
        draw_seed=secrets.token_hex(16),
        bars=bars,
        previous=previous,
        players=(players[0], players[1]),
        spells=_names(new.spells, "/spells"),
    )


def _names(names: list[str], pointer: str) -> tuple[str, ...]:
    return tuple(clean_name(name, f"{pointer}/{place}", longest=LONGEST) for place, name in enumerate(names))


def _lineup(lineup: Lineup, pointer: str) -> Any:
    return parse_lineup(clean_lineup(lineup, pointer))


def clean_lineup(lineup: Lineup, pointer: str) -> list[dict[str, str]]:
    """A lineup with its names as they are stored."""
    return [
        {
            field: clean_name(name, f"{pointer}/{place}/{field}", longest=LONGEST)
            for field, name in msgspec.structs.asdict(row).items()
        }
        for place, row in enumerate(lineup)
    ]
