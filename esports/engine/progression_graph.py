"""Is a plan of qualifications sound? Every fault of the whole graph, found at once.

Every tournament is named once. Each place leads to one seed at most, and the places of a tournament that
lead on are 1, 2, 3 and so on. Each seed is filled once, and the seeds of a tournament that others lead to
are 1, 2, 3 and so on, up to its size. No tournament waits for itself, however far round.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from esports.engine.errors import Finding
from esports.engine.progression_rows import Qualification, Tournament

SHOWN = 10
"""So many missing numbers are named."""

Spot = tuple[str, int]
"""The pointer and the number of a place that leads on, or of a seed that is filled."""


def faults(tournaments: Sequence[Tournament], qualifications: Sequence[Qualification]) -> Iterator[Finding]:
    """All that is wrong between the rows."""
    places, seeds = _places(qualifications), _seeds(tournaments, qualifications)
    yield from _id_faults(tournaments, qualifications)
    for each in tournaments:
        size = each.size or len(seeds[each.id])
        yield from _place_faults(each, places.get(each.id, ()), size)
        yield from _seed_faults(each, seeds[each.id], size)
    yield from _cycles(tournaments, qualifications)


def sources_of(
    tournaments: Sequence[Tournament], qualifications: Sequence[Qualification]
) -> dict[str, set[str]]:
    """By tournament, those whose places fill its seeds."""
    sources: dict[str, set[str]] = {each.id: set() for each in tournaments}
    for row in qualifications:
        if row.target in sources and row.source in sources:
            sources[row.target].add(row.source)
    return sources


def _id_faults(
    tournaments: Sequence[Tournament], qualifications: Sequence[Qualification]
) -> Iterator[Finding]:
    known: dict[str, str] = {}
    for each in tournaments:
        if known.setdefault(each.id, each.pointer) != each.pointer:
            words = "There is another tournament {tournament}, at {other}."
            params = {"tournament": each.id, "other": known[each.id]}
            yield Finding(f"{each.pointer}/id", "tournament_twice", words, params)
    for row in qualifications:
        for field, id_ in (("from", row.source), ("to", row.target)):
            if id_ not in known:
                words = "There is no tournament {tournament}."
                yield Finding(f"{row.pointer}/{field}", "tournament_unknown", words, {"tournament": id_})


def _places(qualifications: Sequence[Qualification]) -> dict[str, list[Spot]]:
    spots: dict[str, list[Spot]] = {}
    for row in qualifications:
        at = ((f"{row.pointer}/places/{number}", place) for number, place in enumerate(row.places))
        spots.setdefault(row.source, []).extend(at)
    return spots


def _seeds(
    tournaments: Sequence[Tournament], qualifications: Sequence[Qualification]
) -> dict[str, list[Spot]]:
    spots: dict[str, list[Spot]] = {}
    for each in tournaments:
        at = ((f"{each.pointer}/direct/{number}", seed) for number, seed in enumerate(each.direct))
        spots.setdefault(each.id, []).extend(at)
    for row in qualifications:
        at = ((f"{row.pointer}/seeds/{number}", seed) for number, seed in enumerate(row.seeds))
        spots.setdefault(row.target, []).extend(at)
    return spots


def _place_faults(each: Tournament, places: Sequence[Spot], size: int) -> Iterator[Finding]:
    first: dict[int, str] = {}
    for pointer, place in places:
        params = {"place": place, "tournament": each.id}
        if first.setdefault(place, pointer) != pointer:
            words = "Place {place} of {tournament} leads on already, at {other}."
            yield Finding(pointer, "place_leads_twice", words, {**params, "other": first[place]})
        elif size and place > size:
            words = "{tournament} has {size} seeds; nobody can come in place {place}."
            yield Finding(pointer, "place_beyond_size", words, {**params, "size": size})
    if gaps := _gaps(first.keys(), len(first)):
        words = "The places of {tournament} that lead on must be 1, 2, 3 and so on; missing: {missing}."
        yield Finding(each.pointer, "places_missing", words, {"tournament": each.id, "missing": gaps})


def _seed_faults(each: Tournament, seeds: Sequence[Spot], size: int) -> Iterator[Finding]:
    first: dict[int, str] = {}
    for pointer, seed in seeds:
        params = {"seed": seed, "tournament": each.id}
        if first.setdefault(seed, pointer) != pointer:
            words = "Seed {seed} of {tournament} is filled already, at {other}."
            yield Finding(pointer, "seed_filled_twice", words, {**params, "other": first[seed]})
        elif each.size and seed > each.size:
            words = "{tournament} has {size} seeds; there is no seed {seed}."
            yield Finding(pointer, "seed_beyond_size", words, {**params, "size": size})
    if first and (gaps := _gaps(first.keys(), each.size or len(first))):
        words = "Every seed of {tournament} from 1 on must be filled; missing: {missing}."
        yield Finding(each.pointer, "seeds_missing", words, {"tournament": each.id, "missing": gaps})


def _gaps(numbers: AbstractSet[int], last: int) -> str:
    """Which of 1 to `last` are missing; the first few."""
    missing = [number for number in range(1, last + 1) if number not in numbers]
    return ", ".join(map(str, missing[:SHOWN])) + (" ..." if len(missing) > SHOWN else "")


def _cycles(tournaments: Sequence[Tournament], qualifications: Sequence[Qualification]) -> Iterator[Finding]:
    """Each ring of tournaments that wait for one another, once."""
    sources = sources_of(tournaments, qualifications)
    reached = {id_: _reach(id_, sources) for id_ in sources}
    told: set[str] = set()
    for each in tournaments:
        ring = [other for other in sources if other in reached[each.id] and each.id in reached[other]]
        if ring and each.id not in told:
            told |= set(ring)
            words = "These tournaments wait for one another, so that none can be filled: {tournaments}."
            yield Finding(each.pointer, "plan_cycle", words, {"tournaments": ", ".join(ring)})


def _reach(start: str, sources: Mapping[str, AbstractSet[str]]) -> set[str]:
    """All that a tournament waits for; itself only in a ring."""
    reached: set[str] = set()
    queue = [*sources[start]]
    while queue:
        id_ = queue.pop()
        if id_ not in reached:
            reached.add(id_)
            queue += sources[id_]
    return reached
