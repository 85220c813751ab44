"""Lineups, who plays which hero with which spell: reading one, and holding it against the setup.

Each hero and each player is once in a lineup; both sides may field the same hero, and bars of earlier
games do not hold. (They could not: the lineup of the game before, which stands in for a late one, is
barred wherever bars hold. Rules of the Honor of Kings Challenger Cup: any five different heroes.)
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from esports.engine.draft_model import MOST_CHOICES, Fielded, Lineup, Setup, Step
from esports.engine.errors import EngineError, Finding

FIELDS = ("player", "hero", "spell")


def parse_lineup(raw: Any) -> Lineup:
    """Read a list of `{"player", "hero", "spell"}`, all texts; refuses with `draft_lineup_form`."""
    rows = raw if isinstance(raw, list | tuple) and len(raw) <= MOST_CHOICES else (None,)
    for place, row in enumerate(rows):
        if not isinstance(row, Mapping) or set(row) != set(FIELDS) or not _all_texts(row):
            raise EngineError(
                "draft_lineup_form",
                f"/choice/{place}",
                "A lineup is a list of at most {largest} objects, each with the texts {fields}.",
                {"largest": MOST_CHOICES, "fields": ", ".join(FIELDS)},
            )
    return tuple(Fielded(**row) for row in rows)


def check_lineup(setup: Setup, step: Step, slot: int, lineup: str | Lineup) -> None:
    """Refuse a name, and a lineup with faults; every fault is a finding."""
    if isinstance(lineup, str):
        raise EngineError("draft_lineup_wanted", "/choice", "This step takes a lineup.")
    found = list(lineup_faults(setup, step, slot, lineup))
    if found:
        raise EngineError(
            "draft_lineup_unsound",
            "/choice",
            "The lineup has faults, {count} in all.",
            {"count": len(found)},
            found,
        )


def lineup_faults(setup: Setup, step: Step, slot: int, lineup: Lineup) -> Iterator[Finding]:
    """All that is wrong with the lineup of a slot."""
    if len(lineup) != step.count:
        yield Finding(
            "/choice",
            "lineup_size",
            "A lineup here has {count} players, not {given}.",
            {"count": step.count, "given": len(lineup)},
        )
    known = {"player": setup.players[slot], "hero": setup.pool, "spell": setup.spells}
    for place, row in enumerate(lineup):
        for field in FIELDS:
            yield from _unknown(f"/choice/{place}/{field}", getattr(row, field), known[field])
        yield from _twice(f"/choice/{place}", row, lineup[:place])


def _unknown(pointer: str, name: str, known: Sequence[str]) -> Iterator[Finding]:
    if known and name not in known:
        yield Finding(pointer, "lineup_unknown", "{name} cannot be fielded here.", {"name": name})


def _twice(pointer: str, row: Fielded, before: Lineup) -> Iterator[Finding]:
    if row.player in [other.player for other in before]:
        yield Finding(
            f"{pointer}/player", "lineup_player_twice", "{name} plays already.", {"name": row.player}
        )
    if row.hero in [other.hero for other in before]:
        yield Finding(
            f"{pointer}/hero", "lineup_hero_twice", "{name} is fielded already.", {"name": row.hero}
        )


def _all_texts(row: Mapping[str, Any]) -> bool:
    return all(isinstance(value, str) and value.strip() for value in row.values())
