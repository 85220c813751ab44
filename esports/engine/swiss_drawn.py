"""Swiss with drawn pairs, as at the League of Legends World Championship.

The same thresholds as at a Counter-Strike Major, but entries of one record are drawn against each other:
the hat of each group is shuffled by the draw seed, the first out of it meets the last that it has not met,
and a choice is taken back where those left could not all be paired. In round 1 the first meets the next
of another region, unless then more of one region would be left than can be kept apart.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from esports.engine.model import Entrant, Format, MatchSpec, MatchState, Result, Structure
from esports.engine.separation import kinds_of
from esports.engine.shuffle import shuffle
from esports.engine.swiss_major import following_round, opening_round
from esports.engine.swiss_options import DrawnSwiss, check_size
from esports.engine.swiss_pairing import BYE, HIGH_LOW, Group, Pairing

FIRST = "Round 1: drawn, with those apart that should not meet at once."
FIRST_SAME = "Round 1: drawn; too many of one kind are in the field to keep them all apart."
DRAWN = "Equal records: drawn among those that have not met."


def build(entrants: Sequence[Entrant | None], options: DrawnSwiss, draw_seed: str | None) -> Structure:
    """The first round, drawn."""
    check_size(len(entrants), options)
    here = [entrant for entrant in entrants if entrant is not None]
    kinds = dict(zip((entrant.id for entrant in here), kinds_of(here, options.separate), strict=True))
    resting = here.pop() if len(here) % 2 else None
    pairings = draw_apart(_hat(1, draw_seed)(tuple(entrant.id for entrant in here)), kinds)
    if resting is not None:
        pairings.append(Pairing(resting.id, None, BYE))
    empty = Structure(Format.swiss, options, len(entrants), (), draw_seed)
    return empty.extend(opening_round(empty, entrants, options, pairings))


def pair_next(
    structure: Structure,
    entrants: Sequence[Entrant | None],
    states: Mapping[str, MatchState],
    results: Mapping[str, Result],
    draw_seed: str | None,
) -> tuple[MatchSpec, ...]:
    """The next round among those who have neither advanced nor left; () when nobody remains."""
    round_ = structure.matches[-1].round + 1
    found = following_round(structure, entrants, states, results, _hat(round_, draw_seed))
    return tuple(spec._replace(reason=DRAWN) if spec.reason == HIGH_LOW else spec for spec in found)


def draw_apart(hat: Sequence[str], kinds: Mapping[str, str | None]) -> list[Pairing]:
    """Pair an even hat in its order, as few as possible with their own kind."""
    left = list(hat)
    held = Counter(kinds[entry] or entry for entry in left)
    pairings: list[Pairing] = []
    while left:
        unavoidable = _unavoidable(held, len(left))
        first = left.pop(0)
        mine = kinds[first] or first
        held[mine] -= 1
        place, same = next(
            (place, theirs == mine)
            for place, theirs in enumerate(kinds[other] or other for other in left)
            if (theirs == mine) + _unavoidable(held - Counter([theirs]), len(left) - 1) == unavoidable
        )
        other = left.pop(place)
        held[kinds[other] or other] -= 1
        pairings.append(Pairing(first, other, FIRST_SAME if same else FIRST))
    return pairings


def _unavoidable(held: Counter[str], entries: int) -> int:
    """How many pairs of one kind there must be: if more than half are of it, half of those too many."""
    return max(0, 2 * max(held.values(), default=0) - entries) // 2


def _hat(round_: int, draw_seed: str | None) -> Callable[[Group], Group]:
    """Shuffles a group, whatever order it comes in; each round and group has a draw of its own."""

    def drawn(group: Group) -> Group:
        entries = sorted(group)
        return tuple(shuffle(entries, f"{draw_seed or ''}:{round_}:{entries[0]}"))

    return drawn
