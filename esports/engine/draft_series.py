"""What earlier games of a match bar in the next one, and whether it is the ultimate battle (rules.md, 8)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from esports.engine.draft_model import Bars, Kind, Names, State
from esports.engine.options import Fields

ULTIMATE_BEST_OF = 7
"""The length of match whose last game is an ultimate battle."""


class BarredTo(StrEnum):
    """For whom a hero picked in an earlier game is out."""

    nobody = "nobody"
    picker = "picker"
    both = "both"


@dataclass(frozen=True, slots=True)
class SeriesRule:
    """Who may not pick a hero again, and whether a side may still ban what its opponent cannot pick."""

    barred_to: BarredTo = BarredTo.nobody
    opponent_may_ban: bool = False


FREE = SeriesRule()
GLOBAL_BAN_PICK = SeriesRule(BarredTo.picker, opponent_may_ban=True)
FEARLESS = SeriesRule(BarredTo.both)
FEARLESS_TO_PICKER = SeriesRule(BarredTo.picker)
RULES: Mapping[str, SeriesRule] = {
    "free": FREE,
    "global_ban_pick": GLOBAL_BAN_PICK,
    "fearless": FEARLESS,
    "fearless_to_picker": FEARLESS_TO_PICKER,
}
"""The rules that have a name."""


def parse_rule(raw: Mapping[str, Any], pointer: str = "/series_rule") -> SeriesRule:
    """From `{"barred_to"?, "opponent_may_ban"?}`; refuses as options do."""
    fields = Fields(raw, pointer)
    barred_to = BarredTo(fields.choice("barred_to", BarredTo.nobody, tuple(BarredTo)))
    rule = SeriesRule(barred_to, fields.flag("opponent_may_ban", False))
    fields.done()
    return rule


def rule_to_json(rule: SeriesRule) -> dict[str, Any]:
    """What `parse_rule` reads."""
    return asdict(rule) | {"barred_to": str(rule.barred_to)}


def heroes(state: State) -> tuple[Names, Names]:
    """What each slot picked or fielded; sealed lineups included, so this is not for the public."""
    used: tuple[set[str], set[str]] = (set(), set())
    for decision in state.decisions:
        if decision.slot is None or decision.choice is None:
            continue
        if not isinstance(decision.choice, str):
            used[decision.slot].update(row.hero for row in decision.choice)
        elif state.setup.script.steps[decision.step].kind is Kind.pick:
            used[decision.slot].add(decision.choice)
    return frozenset(used[0]), frozenset(used[1])


def bars(rule: SeriesRule, games: Sequence[tuple[Names, Names]]) -> Bars:
    """What the heroes of the earlier games, by slot of the match, bar in the next game.

    Give the games that count: a game that is played again bars nothing. A side may always
    ban what its opponent can still pick, even if it is barred to the side itself.
    """
    own = tuple(frozenset[str]().union(*(game[slot] for game in games)) for slot in (0, 1))
    picks = {
        BarredTo.nobody: (frozenset[str](), frozenset[str]()),
        BarredTo.picker: (own[0], own[1]),
        BarredTo.both: (own[0] | own[1], own[0] | own[1]),
    }[rule.barred_to]
    return Bars(picks) if rule.opponent_may_ban else Bars(picks, (picks[1], picks[0]))


def is_ultimate_battle(best_of: int, won: tuple[int, int]) -> bool:
    """Is the next game, at so many games won by each slot, the sealed last one of a best of seven?"""
    return best_of == ULTIMATE_BEST_OF and won == (best_of // 2, best_of // 2)
