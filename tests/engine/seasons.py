"""Plans of qualifications written short, and any sound ones for property tests."""

from typing import Any

from hypothesis import strategies as st

from esports.engine.model import Entrant
from esports.engine.progression_inputs import Finisher
from esports.engine.progression_plan import Plan, read_plan


def leads(source: str, places: list[int], target: str, seeds: list[int]) -> dict[str, Any]:
    return {"from": source, "places": places, "to": target, "seeds": seeds}


def plan(tournaments: list[Any], *qualifications: Any) -> Plan:
    """A tournament may be its id alone."""
    rows = [{"id": each} if isinstance(each, str) else each for each in tournaments]
    return read_plan({"tournaments": rows, "qualifications": list(qualifications)})


def finish(ids: str, group: str | None = None) -> list[Finisher]:
    """One letter each, in this order."""
    return [Finisher(Entrant(id_, club=id_.upper()), place, group) for place, id_ in enumerate(ids, 1)]


@st.composite
def seasons(draw: st.DrawFn) -> dict[str, Any]:
    """A sound plan as it is written: levels of tournaments, each fed by earlier ones."""
    ids = [f"t{number}" for number in range(draw(st.integers(2, 6)))]
    links = [
        [source, target] for place, target in enumerate(ids) for source in ids[:place] if draw(st.booleans())
    ] or [[ids[0], ids[1]]]
    seats = [(*link, draw(st.integers(1, 3))) for link in draw(st.permutations(links))]
    used: dict[str, int] = dict.fromkeys(ids, 0)
    filled: dict[str, list[int]] = {}
    for _, target, count in seats:
        filled[target] = list(range(1, len(filled.get(target, ())) + count + 1))
    rows = [{"id": id_} for id_ in ids]
    for row in rows:
        if row["id"] in filled:
            direct = draw(st.integers(0, 2))
            size = len(filled[row["id"]]) + direct
            order = draw(st.permutations(range(1, size + 1)))
            row |= {"direct": order[:direct], "size": size}
            filled[row["id"]] = list(order[direct:])
    qualifications = []
    for source, target, count in seats:
        places = list(range(used[source] + 1, used[source] + count + 1))
        used[source] += count
        qualifications.append(leads(source, places, target, [filled[target].pop() for _ in places]))
    for row in rows:
        if row.get("size", used[row["id"]]) < used[row["id"]]:
            extra = used[row["id"]] - row["size"]
            row["direct"] = [*row["direct"], *range(row["size"] + 1, row["size"] + extra + 1)]
            row["size"] += extra
    return {"tournaments": rows, "qualifications": qualifications}
