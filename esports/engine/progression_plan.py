"""A season as a graph: places of one tournament fill seeds of another, over any levels (rules.md, 10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

from esports.engine.errors import EngineError, Finding
from esports.engine.progression_graph import faults, sources_of
from esports.engine.progression_rows import (
    Qualification,
    Tournament,
    read_qualifications,
    read_tournaments,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """A sound plan; made by `read_plan`."""

    tournaments: tuple[Tournament, ...]
    qualifications: tuple[Qualification, ...]


def read_plan(raw: Any) -> Plan:
    """The plan of `{"tournaments": [...], "qualifications": [...]}`; refused with every finding.

    A tournament is `{"id", "size"?, "direct"?: [seed]}`, its id a slug that people may read; a
    qualification is `{"from": id, "places": [1, 2], "to": id, "seeds": [1, 4]}`.
    """
    if not isinstance(raw, Mapping) or set(raw) != {"tournaments", "qualifications"}:
        raise EngineError("plan_fields", "", "A plan has exactly two fields: tournaments and qualifications.")
    found: list[Finding] = []
    plan = Plan(
        tuple(read_tournaments(raw["tournaments"], found)),
        tuple(read_qualifications(raw["qualifications"], found)),
    )
    found += faults(plan.tournaments, plan.qualifications)
    if found:
        raise EngineError(
            "plan_unsound",
            "",
            "The plan of qualifications has faults, {count} in all.",
            {"count": len(found)},
            found,
        )
    return plan


def levels(plan: Plan) -> tuple[tuple[str, ...], ...]:
    """The tournaments in playing order: first those that wait for none, then those that wait for these."""
    sorter = TopologicalSorter(sources_of(plan.tournaments, plan.qualifications))
    sorter.prepare()
    found = []
    while sorter.is_active():
        ready = set(sorter.get_ready())
        found.append(tuple(each.id for each in plan.tournaments if each.id in ready))
        sorter.done(*ready)
    return tuple(found)
