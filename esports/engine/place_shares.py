"""Who holds which share of each place of a tournament: the one ground of medals and of points.

k entries that share place p hold the places p to p+k-1 together, an equal share of each; an entry of
several delegations passes equal parts of its share on. So of each place that is held exactly one is given
out, and with it in full whatever it is worth (a medal, points). A place that nobody holds, as after a
disqualification, stays vacant: nobody moves up by himself. *Ours*, where rules.md, 10 asks for exact shares.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from esports.engine.errors import EngineError, Finding


@dataclass(frozen=True, slots=True)
class Finish:
    """An entry's final place (1-based, of a shared place the first) and who it competed for.

    `holders` are delegations, or players or teams where the table is of them; usually one.
    """

    place: int
    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """A tournament that is over: its finishes, all of them or only the best, in any order.

    `title` is the game that was played; `weight` multiplies its points.
    """

    id: str
    finishes: tuple[Finish, ...]
    title: str = ""
    weight: Fraction = Fraction(1)


class Share(NamedTuple):
    """The same part of each of the places `first` to `last`."""

    first: int
    last: int
    part: Fraction


def shares(finishes: Sequence[Finish], last: int) -> Mapping[str, tuple[Share, ...]]:
    """What each holder has of the places 1 to `last`; () for who came later."""
    sharing = Counter(finish.place for finish in finishes)
    held: dict[str, tuple[Share, ...]] = {}
    for (holder, first), part in _parts(finishes, sharing).items():
        share = Share(first, min(first + sharing[first] - 1, last), part)
        held[holder] = held.get(holder, ()) + ((share,) if first <= last else ())
    return held


def _parts(finishes: Sequence[Finish], sharing: Mapping[int, int]) -> dict[tuple[str, int], Fraction]:
    """By holder and place: its part of every place that those in this place hold together."""
    parts: dict[tuple[str, int], Fraction] = {}
    for finish in finishes:
        for holder in finish.holders:
            key = (holder, finish.place)
            part = Fraction(1, sharing[finish.place] * len(finish.holders))
            parts[key] = parts.get(key, Fraction()) + part
    return parts


def check(tournaments: Sequence[Finished]) -> None:
    """Refuse with everything that is wrong: places held already, no holder, one twice, a negative weight."""
    found = list(_faults(tournaments))
    if found:
        raise EngineError(
            "finishes_unsound",
            "/tournaments",
            "The finishes have faults, {count} in all.",
            {"count": len(found)},
            found,
        )


def _faults(tournaments: Sequence[Finished]) -> Iterator[Finding]:
    seen: set[str] = set()
    for number, tournament in enumerate(tournaments):
        pointer = f"/tournaments/{number}"
        if tournament.id in seen:
            words = "{tournament} is there twice."
            yield Finding(f"{pointer}/id", "finished_twice", words, {"tournament": tournament.id})
        seen.add(tournament.id)
        if tournament.weight < 0:
            words = "The weight of {tournament} must not be negative."
            yield Finding(f"{pointer}/weight", "weight_negative", words, {"tournament": tournament.id})
        yield from _holder_faults(f"{pointer}/finishes", tournament.finishes)
        yield from _place_faults(f"{pointer}/finishes", tournament)


def _holder_faults(pointer: str, finishes: Sequence[Finish]) -> Iterator[Finding]:
    for number, finish in enumerate(finishes):
        if not finish.holders or len(set(finish.holders)) < len(finish.holders):
            words = "An entry needs one delegation or more, none of them twice."
            yield Finding(f"{pointer}/{number}/holders", "finish_holders", words)


def _place_faults(pointer: str, tournament: Finished) -> Iterator[Finding]:
    sharing = Counter(finish.place for finish in tournament.finishes)
    free = 1
    for place in sorted(sharing):
        if place < free:
            yield Finding(
                pointer,
                "finish_place",
                "In {tournament} the first place after those before it is {free}, not {place}.",
                {"tournament": tournament.id, "free": free, "place": place},
            )
        free = max(free, place + sharing[place])
